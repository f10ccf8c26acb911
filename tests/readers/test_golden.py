"""Every layout against golden cases: `input.txt` and what was read from it, one line of JSON an item."""

from __future__ import annotations

import pytest

from bibgen.cli import listing
from bibgen.readers import READERS, stream
from tests.conftest import GOLDEN

CASES = sorted(path.parent for path in (GOLDEN / "readers").rglob("input.txt"))


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.parent.name}/{case.name}")
def test_reads_as_accepted(case, golden):
    text = golden.read(case / "input.txt")
    golden.check(case / "expected.jsonl", "".join(listing.as_json(stream([text], "input.txt"))))


@pytest.mark.parametrize("name", [name for name, _ in READERS])
def test_every_layout_has_five_cases(name):
    assert len([case for case in CASES if case.parent.name == name]) >= 5
