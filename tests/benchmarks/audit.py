"""How long an audit of a large .bib takes from a warm store, as a ratio to reading the file with bibtexparser.

    python -m tests.benchmarks.audit RECORDS [--entries 20000] [--seed 0]

RECORDS: JSON lines (`.gz` too) as `tests.benchmarks.writing` takes them; doubles of arXiv, Crossref and DBLP
serve them. The entries cite them in the shapes of the audit set, by identifier, by DOI, or by nothing but
their words. A first run fills the store. Two more are measured, by the clock of the process, beside the best
of three readings of the file with bibtexparser: one that lets the verdicts of the first count, as any audit
does within a day, and one that judges every entry anew. Neither may ask anything. Prints the seconds and the
ratios. Exits 1 if something was asked.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import bibtexparser

from bibgen import session
from bibgen.manuscript import auditing, references
from bibgen.manuscript.verdicts import Audited
from bibgen.settings import Settings
from tests.fakes.arxiv import FakeArxiv
from tests.fakes.crossref import FakeCrossref
from tests.fakes.dblp import FakeDblp
from tests.judges.identify.corpus import load
from tests.manuscript import auditset, shapes


def entries(records: list[dict], number: int, seed: int) -> str:
    """The .bib: each record once, as long as there are any."""
    dice = random.Random(seed)
    chosen = [records[at % len(records)] for at in range(number)]
    made = []
    for at, record in enumerate(chosen):
        fields = {"title": shapes.title(record, dice), "author": shapes.authors(record, dice)}
        where = dice.random()
        if where < 0.2:
            fields |= {"year": record["published"][:4]}
        elif where < 0.5 and shapes.doi(record):
            fields |= {**shapes.whereabouts(record), "doi": shapes.doi(record)}
        else:
            fields |= shapes.preprint(record, dice) | shapes.dated(record, dice)
        made.append(shapes.entry(f"key{at}", fields, dice))
    return "\n".join(made)


def audited(file: Path, settings: Settings, *, remember: bool = True) -> tuple[list[Audited], int]:
    """What an audit says, and how many requests it took."""
    with session.opened(settings) as opened:
        done = auditing.audit(references.read([str(file)]).listed, opened, remember=remember)
        return done, opened.requests


def read_alone(file: Path) -> float:
    """Seconds that bibtexparser takes to read the file: the best of three."""
    took = []
    for _ in range(3):
        began = time.process_time()
        bibtexparser.parse_string(file.read_text(encoding="utf-8"))
        took.append(time.process_time() - began)
    return min(took)


@contextmanager
def served(records: list[dict], folder: Path) -> Iterator[Settings]:
    """Settings by which doubles are asked that know the records."""
    with (
        FakeArxiv(records) as arxiv,
        FakeCrossref(auditset.works_of(records)) as crossref,
        FakeDblp() as dblp,
    ):
        yield Settings(
            arxiv_url=arxiv.url, crossref_url=crossref.url, dblp_url=dblp.url,
            arxiv_interval=0, crossref_interval=0, dblp_interval=0, cache_dir=folder, data_dir=folder,
        )  # fmt: skip


def measured(file: Path, settings: Settings, alone: float, *, remember: bool) -> int:
    """Print what an audit takes; how many requests it made."""
    began = time.process_time()
    done, requests = audited(file, settings, remember=remember)
    took = time.process_time() - began
    count = Counter(one.standing.words for one in done)
    what = "remembered" if remember else "judged anew"
    print(f"{what}: {took:.1f} s, {took / alone:.1f} times bibtexparser; {requests} requests", flush=True)
    print("  " + ", ".join(f"{number:,} {words}" for words, number in count.most_common()))
    return requests


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("records")
    parser.add_argument("--entries", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=0)
    asked = parser.parse_args()
    records = load(asked.records)
    with tempfile.TemporaryDirectory() as scratch, served(records, Path(scratch)) as settings:
        file = Path(scratch) / "large.bib"
        file.write_text(entries(records, asked.entries, asked.seed), encoding="utf-8")
        began = time.monotonic()
        _, requests = audited(file, settings)
        print(f"first run: {time.monotonic() - began:.0f} s, {requests:,} requests", flush=True)
        alone = read_alone(file)
        print(f"bibtexparser: {alone:.1f} s")
        asked_again = sum(measured(file, settings, alone, remember=remember) for remember in (True, False))
    return int(asked_again > 0)


if __name__ == "__main__":
    sys.exit(main())
