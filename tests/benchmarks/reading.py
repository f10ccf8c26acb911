"""How well the readers read, kind by kind, and how fast beside a peer.

    python -m tests.benchmarks.reading [--speed] [--memory] [--show]

Every golden case of a reader may hold `truth.jsonl`: what a person says the page holds, one line of
JSON a paper in the order of the text, `line` (any line of the mention, from 1), `title` (null if
the page shows none) and `ids` (`arxiv:2205.06175`, `doi:10.1000/xyz`). Prints for each kind how many
papers there are, how many were found, whose ids and titles are right, and how many mentions are
none. `--speed`: a page of 10,000 mentions against bibtexparser reading 10,000 entries, in the same
run. `--memory`: the most memory that a listing of 100 MB takes, streamed. Exits 1 below 98 % found or
right, or above 1 % false.
"""

from __future__ import annotations

import argparse
import json
import resource
import sys
import time
from dataclasses import dataclass
from pathlib import Path

from bibgen import names, readers, words
from bibgen.model import Mention
from bibgen.readers import files

GOLDEN = Path(__file__).parent.parent / "golden" / "readers"
SAMPLES = Path(__file__).parent.parent.parent / "samples"


@dataclass
class Score:
    """Counts of papers and mentions, to be added up."""

    papers: int = 0
    found: int = 0
    ids: int = 0
    titles: int = 0
    false: int = 0

    def __iadd__(self, other):
        for name in self.__dataclass_fields__:
            setattr(self, name, getattr(self, name) + getattr(other, name))
        return self

    def good(self):
        least = 0.98 * self.papers
        return (
            self.found >= least
            and self.ids >= least
            and self.titles >= least
            and self.false <= 0.01 * self.papers
        )


def page(case):
    """The file of a case that is to be read."""
    (path,) = [path for path in case.iterdir() if path.name.startswith("input.")]
    return path


def read(path):
    if path.suffix == ".txt":
        return list(readers.read(path.read_bytes().decode(), path.name).mentions)
    (one,) = files.inputs([str(path)])
    return [item for item in one.items() if isinstance(item, Mention)]


def ids(mention):
    return {f"{one.scheme}:{one.value}" for one in mention.identifiers if one.scheme in ("arxiv", "doi")}


def said(paper):
    return {one for one in paper["ids"] if one.startswith(("arxiv:", "doi:"))}


def score(papers, mentions):
    """Pairs papers with mentions, each once, and counts; also what went wrong, to be shown."""
    made, wrong, left = Score(papers=len(papers)), [], list(mentions)
    for paper in papers:
        mention = next((one for one in left if same(paper, one)), None)
        if mention is None:
            wrong.append(("lost", paper, None))
            continue
        left.remove(mention)
        made.found += 1
        ids_right = ids(mention) == {one.lower() for one in said(paper)}
        title_right = words.key(mention.title or "") == words.key(paper["title"] or "")
        made.ids += ids_right
        made.titles += title_right
        if not (ids_right and title_right):
            wrong.append(("wrong", paper, mention))
    made.false = len(left)
    wrong += [("false", None, mention) for mention in left]
    return made, wrong


def same(paper, mention):
    """Whether a mention is meant to be the paper: it stands there, and does not speak of another."""
    span = mention.span
    if not span.first <= paper["line"] <= span.last:
        return False
    named = {one.lower() for one in said(paper)} & ids(mention)
    return bool(named or not said(paper) or not ids(mention) or alike(paper["title"], mention.title))


def alike(one, other):
    return words.key(one or "") == words.key(other or "") != ""


def cases():
    for path in sorted(GOLDEN.rglob("truth.jsonl")):
        papers = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
        yield path.parent.parent.name, path.parent, papers


def table(show=False):
    by_kind, everything = {}, Score()
    for kind, case, papers in cases():
        made, wrong = score(papers, read(page(case)))
        by_kind.setdefault(kind, Score()).__iadd__(made)
        everything += made
        for what, paper, mention in wrong if show else ():
            heard = mention and (mention.span.first, mention.title, sorted(ids(mention)))
            print(f"{what}: {case.parent.name}/{case.name}: {paper} <- {heard}")
    print(f"{'kind':<16}{'papers':>8}{'found':>9}{'ids':>9}{'titles':>9}{'false':>8}")
    for kind, one in [*sorted(by_kind.items()), ("all", everything)]:
        shares = "".join(f"{count / max(one.papers, 1):>9.1%}" for count in (one.found, one.ids, one.titles))
        print(f"{kind:<16}{one.papers:>8}{shares}{one.false:>8}")
    return all(one.good() for one in (*by_kind.values(), everything))


def speed(count=10_000):
    """Seconds for a page of `count` mentions, and for bibtexparser on the same papers as BibTeX; the ratio."""
    import bibtexparser

    profile = (SAMPLES / "author-profile.txt").read_text(encoding="utf-8")
    mentions = readers.read(profile).mentions
    times = -(-count // len(mentions))
    text = f"{profile.rstrip()}\n\n" * times
    bib = "".join(entry(one, f"key{at}-{turn}") for turn in range(times) for at, one in enumerate(mentions))
    began = time.perf_counter()
    read_of = sum(isinstance(item, Mention) for item in readers.stream([text]))
    ours = time.perf_counter() - began
    began = time.perf_counter()
    entries = len(bibtexparser.parse_string(bib).entries)
    theirs = time.perf_counter() - began
    print(f"bibgen, {read_of} mentions, {len(text) / 1e6:.1f} MB: {ours:.2f} s")
    print(
        f"bibtexparser, {entries} entries, {len(bib) / 1e6:.1f} MB: {theirs:.2f} s; ratio {ours / theirs:.2f}"
    )


def entry(mention, key):
    """What a mention says, as an entry of a .bib."""
    fields = {
        "title": mention.title,
        "author": " and ".join(map(names.display, mention.authors)),
        "year": mention.issued.year,
        "abstract": mention.abstract,
    }
    return (
        f"@article{{{key},\n"
        + "".join(f"  {name} = {{{text}}},\n" for name, text in fields.items())
        + "}\n\n"
    )


def memory(megabytes=100):
    """Reads a listing of so many MB, made as it is read, and tells how much memory that took."""
    profile = f"{(SAMPLES / 'author-profile.txt').read_text(encoding='utf-8').rstrip()}\n\n"
    times = megabytes * 1_000_000 // len(profile.encode())
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    began = time.perf_counter()
    count = sum(isinstance(item, Mention) for item in readers.stream(profile for _ in range(times)))
    seconds = time.perf_counter() - began
    grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    print(f"{megabytes} MB, {count} mentions: {grown:.1f} MB of memory more, {megabytes / seconds:.1f} MB/s")


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--speed", action="store_true")
    parser.add_argument("--memory", action="store_true")
    parser.add_argument("--show", action="store_true", help="print what is lost, wrong or false")
    asked = parser.parse_args()
    good = table(asked.show)
    if asked.speed:
        speed()
    if asked.memory:
        memory()
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
