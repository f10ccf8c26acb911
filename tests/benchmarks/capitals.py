"""How well names are told from other words in titles that do not tell them, and how fast.

    python -m tests.benchmarks.capitals RECORDS [--speed] [--show]

RECORDS as for `tests.benchmarks.known_names`, which learns the list of names from one half of them. From
the other half the titles are taken that their authors wrote in sentence case: there the capitals inside
are the truth. Written in Title Case, or in ALL CAPITALS, and put back into sentence case they show which
names were found: precision is the share of true ones among the words left with a capital, recall that of
the true ones that were found. What authors capitalise beside names ("robust Cluster Analysis") counts as
missed all the same; the second recall leaves out what the abstract has in small letters only. Where the
abstract is asked alone, the list still tells which words can be names, but settles none. What is a common
word at all is known from all records (`bibgen/known_words.txt`). Acronyms are right as they stand
in Title Case, so they are judged in ALL CAPITALS alone. Exits 1 below a precision of 97 % in Title Case.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from zlib import crc32

from bibgen import capitals
from tests.benchmarks.known_names import is_capitalised, learn, prose, records, tokens

SMALL = frozenset(
    "a an the and or but nor so yet of in on for to with from by at as via is are be its into over under "
    "between not vs up off".split()
)


@dataclass(frozen=True)
class Case:
    """A title in sentence case, its abstract, and its words: start, text."""

    title: str
    abstract: str
    words: tuple[tuple[int, str], ...]


def cases(held_out):
    """The titles with at least three words inside in small letters, and as many as with a capital."""
    for title, abstract in held_out:
        inside = [
            (start, word) for start, word, within in tokens(title) if within and word.lower() not in SMALL
        ]
        plain = [(start, word) for start, word in inside if len(word) > 1 and word[1:].islower()]
        names = sum(word[0].isupper() for _, word in plain)
        if "$" not in title and len(plain) - names >= max(3, names):
            yield Case(title, abstract, tuple(inside))


def in_title_case(title):
    """Each word and each part of one with a capital, but the small words."""
    made = list(title)
    for start, word, _ in tokens(title):
        if word not in SMALL and not title[max(0, start - 1) : start].isdigit():
            made[start] = made[start].upper()
    return "".join(made)


def is_wanted(word, shouted):
    """Whether a word of the original is judged: names and common words, of shouted titles acronyms too."""
    return is_capitalised(word) or word.islower() or shouted


def score(held_out, change, *, shouted=False, with_abstract=True):
    """Counts of words with a capital: right, wrong, missed, and missed against the abstract's word."""
    counts, shown = Counter(), []
    for case in held_out:
        changed = change(case.title)
        if len(changed) != len(case.title):
            continue
        made = capitals.sentence_case(changed, case.abstract if with_abstract else None)
        for start, word in case.words:
            if not is_wanted(word, shouted) or (len(word) == 1):
                continue
            got = made[start : start + len(word)]
            what = outcome(word, got, case.abstract)
            counts[what] += 1
            if what in ("wrong", "missed"):
                shown.append((what, word, got, made))
    return counts, shown


def outcome(word, got, abstract):
    if word.islower() and got.islower():
        return "small"
    if word.islower():
        return "wrong"
    if got == word:
        return "right"
    found = {one for _, one, _ in tokens(prose(abstract)) if one.lower() == word.lower()}
    return "contradicted" if found == {word.lower()} else "missed"


def shares(counts):
    right, missed = counts["right"], counts["missed"]
    return (
        right / max(right + counts["wrong"], 1),
        right / max(right + missed + counts["contradicted"], 1),
        right / max(right + missed, 1),
    )


def known(names):
    """Has `bibgen.capitals` know these names and no others."""
    capitals._names = lambda: {form.lower(): form for form in names}
    capitals._kind.cache_clear()


def table(path, show=False):
    halves = ([], [])
    for key, title, abstract in records(path):
        halves[crc32(key.encode()) & 1].append((title, abstract))
    names, judged = learn(abstract for _, abstract in halves[0]), list(cases(halves[1]))
    print(f"{len(judged)} titles, {len(names)} names learnt from the other half")
    print(f"{'':<32}{'precision':>10}{'recall':>9}{'recall*':>9}{'wrong':>7}")
    ways = {
        "neither": ([], False),
        "abstract": ([name.lower() for name in names], True),
        "list": (names, False),
        "abstract and list": (names, True),
    }
    for manner, change in (("Title Case", in_title_case), ("ALL CAPITALS", str.upper)):
        for way, (listed, with_abstract) in ways.items():
            known(listed)
            counts, shown = score(judged, change, shouted=change is str.upper, with_abstract=with_abstract)
            made = shares(counts)
            print(
                f"{f'{manner}, {way}':<32}{made[0]:>10.1%}{made[1]:>9.1%}{made[2]:>9.1%}{counts['wrong']:>7}"
            )
            if manner == "Title Case":
                good = made[0] >= 0.97
            for one in shown if show and way == "abstract and list" else ():
                print("  ", *one, sep=" | ")
    print("* without the capitals of words that the abstract has in small letters only")
    return good


def speed(path, count=10_000):
    """Microseconds a title, first and once more."""
    taken = [(title, abstract) for (_, title, abstract), _ in zip(records(path), range(count), strict=False)]
    for turn in ("first", "again"):
        began = time.process_time()
        for title, abstract in taken:
            capitals.to_bibtex_title(title, abstract)
        print(f"{turn}: {(time.process_time() - began) / len(taken) * 1e6:.1f} µs a title")


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("records", type=Path)
    parser.add_argument("--speed", action="store_true")
    parser.add_argument("--show", action="store_true", help="print the words that are wrong or missed")
    asked = parser.parse_args()
    if asked.speed:
        speed(asked.records)
    return 0 if table(asked.records, asked.show) else 1


if __name__ == "__main__":
    sys.exit(main())
