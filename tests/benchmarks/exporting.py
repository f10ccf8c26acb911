"""What judges make of bibgen's files beside those of the tools that people use instead.

    python -m tests.benchmarks.exporting [--only bibtex,biber]

The 56 records that break exporters (`tests/judges/torture.jsonl`), as arXiv's API serves them, are written by
bibgen and by each peer in each of its formats, and read by every judge. A cell is how many of the 56 are right
there, and how many entries the judge read at all if some were lost. `tests/judges/truth.py` says what right is.
The last table that was printed stands in README.md beside this file.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from tests.benchmarks import peers
from tests.judges import trial, truth
from tests.judges.consumers import JUDGES, Judge
from tests.judges.truth import Torture

Text = tuple[str, str, list[str]]  # who wrote it, the text, the keys of the records in it
FORMATS = ("bibtex", "biblatex", "csl-json", "ris")


def texts(records: Sequence[Torture], format: str) -> Iterator[Text]:
    """What bibgen and each peer that is here write in a format."""
    made, keys = trial.exported(records)
    yield "bibgen", made.text(format), keys
    given = peers.items(one.record for one in records)
    for peer in peers.PEERS:
        if format in peer.formats and peer.here():
            yield peer.name, peer.write(given, format), [one["id"] for one in given]


def cell(judge: Judge, format: str, text: str, records: Sequence[Torture], keys: Sequence[str]) -> str:
    with tempfile.TemporaryDirectory() as folder:
        verdict = trial.judged(judge, text, format, records, keys, Path(folder))
    whole = verdict.out == len(records)
    return f"{verdict.right}" if whole else f"{verdict.right} (read {verdict.out})"


def table(records: Sequence[Torture], format: str, judges: Sequence[Judge]) -> Iterator[str]:
    """The lines of the table of one format."""
    asked = [judge for judge in judges if format in judge.formats]
    if not asked:
        return
    yield f"| {format} | {' | '.join(judge.name for judge in asked)} |"
    yield "|---" * (len(asked) + 1) + "|"
    for name, text, keys in texts(records, format):
        cells = [cell(judge, format, text, records, keys) for judge in asked]
        yield f"| {name} | {' | '.join(cells)} |"
    yield ""


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--only", help="names of judges, with commas between them")
    only = parser.parse_args().only
    judges = [one for one in JUDGES if not one.missing() and (not only or one.name in only.split(","))]
    records = truth.load()
    for format in FORMATS:
        for line in table(records, format, judges):
            print(line, flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
