"""What adding a paper to a large .bib takes beside reading the file with bibtexparser.

    python -m tests.benchmarks.adding [RECORDS] [--entries 20000] [--abstracts]

RECORDS as for `tests.benchmarks.writing`. A .bib of so many entries is written; bibtexparser reads it with its
usual middleware, and bibgen adds one paper that it lacks and one that it has: reading, finding, splicing,
encoding, but no disk. Seconds of the processor, the least of three. Exits 1 if the bar is missed.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import islice

from bibtexparser.entrypoint import parse_string

from bibgen import splice, writers
from bibgen.manuscript import addition
from bibgen.model import Entry, Match, Mention, Outcome, Record, Resolution, Span
from bibgen.store import Ledger
from bibgen.writers.options import Options
from tests.benchmarks import writing
from tests.judges.identify import corpus

BAR = 1.5  # times


def settled(record: Record) -> Resolution:
    """A mention of the paper that was found."""
    span = Span(file="-", first=1, last=1, start=0, end=1)
    best = Match(record=record, evidence=(), score=1.0, coverage=1.0)
    return Resolution(mention=Mention(raw="-", span=span), outcome=Outcome.SETTLED, best=best)


def added(text: str, papers: Sequence[Record]) -> bytes:
    """The file with the papers in it."""
    file = splice.parse(text)
    made = addition.add(file, [settled(one) for one in papers], Ledger(None))
    assert ["added", "there"] == [row.state for row in made.rows]
    return splice.apply(text, made.edits).encode()


def bibliography(given: Sequence[Entry], count: int, *, abstracts: bool) -> str:
    """A .bib of so many entries; what repeats a paper names another one."""
    many = islice(_distinct(given), count)
    return "".join(writers.stream(many, "bibtex", [], Options(abstract=abstracts)))


def _distinct(given: Sequence[Entry]) -> Iterator[Entry]:
    for number, entry in enumerate(writing.repeated(given, sys.maxsize)):
        lap = number // len(given)
        title = f"{entry.record.title} {lap}" if lap else entry.record.title
        yield replace(entry, record=replace(entry.record, title=title))


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("records", nargs="?", default=str(writing.SAMPLE))
    parser.add_argument("--entries", type=int, default=20_000)
    parser.add_argument("--abstracts", action="store_true")
    wish = parser.parse_args()
    given = writing.entries(list(islice(corpus.load(wish.records), wish.entries + 1)))
    text = bibliography(given[1:], wish.entries, abstracts=wish.abstracts)
    papers = (given[0].record, given[1].record)
    peer = writing.seconds(lambda: parse_string(text))
    ours = writing.seconds(lambda: added(text, papers))
    print(f"{wish.entries} entries, {len(text) / 1e6:.0f} MB: bibtexparser reads them in {peer:.2f} s")
    print(f"adding a paper: {ours:.2f} s, {ours / peer:.2f} times that, at most {BAR}")
    return int(ours / peer > BAR)


if __name__ == "__main__":
    sys.exit(main())
