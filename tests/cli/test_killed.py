"""A run that is killed at any instant loses nothing; `tests/benchmarks/killed.py` does the same 200 times."""

from __future__ import annotations

import random
import sys

import pytest

from tests.benchmarks.killed import differences, trial
from tests.fakes.arxiv import FakeArxiv

KILLS = 3


@pytest.mark.skipif(sys.platform == "win32", reason="has no SIGKILL")
def test_a_killed_export_goes_on_where_it_was_and_ends_with_the_same_bytes(papers, tmp_path):
    dice = random.Random(6)
    (tmp_path / "one").mkdir()
    (tmp_path / "two").mkdir()
    with FakeArxiv(papers) as fake:
        undisturbed = trial(fake, tmp_path / "one")
        killed = trial(
            fake, tmp_path / "two", [dice.uniform(0.2, 0.7) * undisturbed.seconds for _ in range(KILLS)]
        )
    assert [] == differences(killed, undisturbed)
    assert killed.kills
