"""Exports killed at random instants and begun again: the same bytes, nothing asked twice, no file damaged.

    python -m tests.benchmarks.killed [--kills 200] [--seed 0]

The samples are exported against the double of arXiv's API, which runs in a process that nobody kills. A trial
begins with empty folders; its export is killed with SIGKILL up to four times, each time at a random instant of
the time that an undisturbed one takes, and then left alone. After each kill both stores must pass SQLite's
`integrity_check`, and no kill may cost more than the one request that was under way. Prints a line for each
trial; exits 1 if any of this does not hold. 200 kills take about ten minutes, so it is run by hand; the tests
do the same with a few.
"""

from __future__ import annotations

import argparse
import os
import random
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable
from contextlib import closing
from dataclasses import dataclass
from itertools import count
from pathlib import Path

from tests.conftest import SAMPLES, sample_papers
from tests.fakes.arxiv import FakeArxiv

KILLS_OF_ONE = 4
_INTERVAL = "0.1"  # seconds; so that many an instant falls between two requests


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """What came of one export, however often it was killed.

    `requests`: those the double got; `answers`: those in the store; `seconds`: of the last run.
    """

    text: bytes
    kills: int
    requests: int
    answers: int
    seconds: float
    troubles: tuple[str, ...]


def trial(fake: FakeArxiv, folder: Path, instants: Iterable[float] = ()) -> Trial:
    """Export into a new folder, killed after so many seconds, each time anew; then to the end."""
    before, kills, troubles = len(fake.requests), 0, []
    for instant in instants:
        running = _export(fake, folder)
        try:
            running.wait(instant)
            break  # it was quicker
        except subprocess.TimeoutExpired:
            running.kill()
            running.wait()
            kills += 1
            troubles += damages(folder)
    began = time.monotonic()
    if _export(fake, folder).wait() != 0:
        troubles.append("did not end well")
    with closing(sqlite3.connect(folder / "cache" / "answers.sqlite")) as db:
        (answers,) = db.execute("SELECT count(*) FROM answers").fetchone()
    return Trial(
        text=(folder / "refs.bib").read_bytes(),
        kills=kills,
        requests=len(fake.requests) - before,
        answers=answers,
        seconds=time.monotonic() - began,
        troubles=(*troubles, *damages(folder)),
    )


def _export(fake: FakeArxiv, folder: Path) -> subprocess.Popen[bytes]:
    listings = map(str, sorted(SAMPLES.glob("*.txt")))
    return subprocess.Popen(
        [sys.executable, "-m", "bibgen", "export", *listings, "-o", "refs.bib", "-q"],
        cwd=folder,
        env=os.environ
        | {
            "BIBGEN_ARXIV_URL": fake.url,
            "BIBGEN_ARXIV_INTERVAL": _INTERVAL,
            "BIBGEN_CACHE_DIR": str(folder / "cache"),
            "BIBGEN_DATA_DIR": str(folder / "data"),
        },
    )


def damages(folder: Path) -> list[str]:
    """What SQLite finds wrong in the stores, and every file that was set aside."""
    found = [f"{path.name} was set aside" for path in folder.rglob("*.damaged-*")]
    for path in sorted(folder.rglob("*.sqlite")):
        with closing(sqlite3.connect(path)) as db:
            said = [text for (text,) in db.execute("PRAGMA integrity_check")]
        found += [f"{path.name}: {text}" for text in said if text != "ok"]
    return found


def differences(one: Trial, undisturbed: Trial) -> list[str]:
    """What a trial has that an undisturbed export has not, or not so often."""
    found = list(one.troubles)
    if one.text != undisturbed.text:
        found.append("other bytes")
    if one.answers > undisturbed.answers:
        found.append(f"{one.answers} answers, not {undisturbed.answers}")
    if one.requests > undisturbed.requests + one.kills:
        found.append(f"{one.requests} requests, not {undisturbed.requests}, at {one.kills} kills")
    return found


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--seed", type=int, default=0)
    asked = parser.parse_args()
    dice, kills, more, bad = random.Random(asked.seed), 0, 0, 0
    with FakeArxiv(sample_papers()) as fake, tempfile.TemporaryDirectory() as scratch:
        folders = (Path(tempfile.mkdtemp(dir=scratch)) for _ in count())
        undisturbed = min((trial(fake, next(folders)) for _ in range(3)), key=lambda one: one.seconds)
        print(f"undisturbed: {undisturbed.requests} requests, {undisturbed.seconds:.1f} s", flush=True)
        while kills < asked.kills:
            most = min(KILLS_OF_ONE, asked.kills - kills)
            instants = (dice.uniform(0, undisturbed.seconds) for _ in range(most))
            one = trial(fake, next(folders), instants)
            wrong = differences(one, undisturbed)
            kills, more = kills + one.kills, more + one.requests - undisturbed.requests
            bad += bool(wrong)
            print(f"{kills:>4} kills: {one.requests} requests; {'; '.join(wrong) or 'right'}", flush=True)
    print(f"{kills} kills, {more} requests more than undisturbed, {bad} trials wrong")
    return int(bool(bad))


if __name__ == "__main__":
    sys.exit(main())
