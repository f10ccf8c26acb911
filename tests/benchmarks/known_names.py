"""Learns the list of names, `bibgen/known_names.txt`, from the abstracts of arXiv's records.

    python -m tests.benchmarks.known_names RECORDS > bibgen/known_names.txt

RECORDS: arXiv's metadata, one JSON object a line, gzipped or not, with `id`, `title` and `abstract` (the
public snapshot has them; arXiv's metadata is CC0). Nothing but the words themselves is kept. The thresholds
were chosen with `tests.benchmarks.capitals`, which learns from one half of the records and judges by the
other. Authors' family names were tried as a further source and were right in three cases of four only.
"""

from __future__ import annotations

import argparse
import gzip
import json
import re
import sys
from collections import Counter
from pathlib import Path

from bibgen import latex, mathtex
from bibgen.capitals import OPENS_SENTENCE

PAPERS = 2  # so many abstracts hold a name ...
SHARE = 0.8  # ... and so much of those that hold the word at all have it with a capital
PAPERS_EITHER, SHARE_EITHER = 3, 0.4  # the same of a word that is a name too
PAPERS_ACRONYM, SHARE_ACRONYM = 8, 0.9
WORD = re.compile(r"[^\W\d_]+(?:['’](?=[^\W\d_])[^\W\d_]+)*")
POSSESSIVE = re.compile(r"['’]s$")
ACRONYM = re.compile(r"[^\W\d_]+[A-Z][^\W\d_]*")


def records(path):
    """(id, title, abstract) of each record, as bibgen would have them."""
    with (gzip.open if path.suffix == ".gz" else open)(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            one = json.loads(line)
            yield one["id"], latex.decode(one["title"]), latex.decode(one["abstract"])


def prose(text):
    """The text, each formula as a nought."""
    return "".join("0" if formula else piece for formula, piece in mathtex.split(text))


def tokens(text):
    """(start, word without its possessive s, whether it stands inside a sentence, "Phys." being nothing)."""
    for match in WORD.finditer(text):
        before = text[max(0, match.start() - 12) : match.start()]
        inside = not OPENS_SENTENCE.search(before) and not text.startswith(".", match.end())
        yield match.start(), POSSESSIVE.sub("", match[0]), inside


def count(abstracts):
    """In how many abstracts a word stands: in small letters, as a name, as an acronym in that form."""
    small, capital, acronym = Counter(), Counter(), Counter()
    for abstract in abstracts:
        seen = {(word, inside) for _, word, inside in tokens(prose(abstract))}
        small.update({word for word, _ in seen if word.islower()})
        capital.update({word.lower() for word, inside in seen if inside and is_capitalised(word)})
        acronym.update({word for word, _ in seen if ACRONYM.fullmatch(word)})
    return small, capital, acronym


def is_capitalised(word):
    return len(word) > 1 and word[0].isupper() and word[1:].islower()


def learn(abstracts):
    """The lines of the list: `Markov`, `green` (a word that is a name too), `LHCb`."""
    small, capital, acronym = count(abstracts)
    made = {}
    for form, papers in sorted(acronym.items(), key=lambda item: item[1]):
        word = form.lower()
        if papers >= PAPERS_ACRONYM and papers >= SHARE_ACRONYM * (papers + small[word] + capital[word]):
            made[word] = form
    for word, papers in capital.items():
        share = papers / (papers + small[word])
        if papers >= PAPERS and share >= SHARE:
            made.setdefault(word, word.capitalize())
        elif papers >= PAPERS_EITHER and share >= SHARE_EITHER:
            made.setdefault(word, word)
    return sorted(made.values(), key=lambda form: (form.lower(), form))


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("records", type=Path)
    asked = parser.parse_args()
    sys.stdout.write("\n".join(learn(abstract for _, _, abstract in records(asked.records))) + "\n")


if __name__ == "__main__":
    main()
