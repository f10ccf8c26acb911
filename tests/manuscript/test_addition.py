"""Papers put into 300 files of other people's."""

from __future__ import annotations

from functools import cache

import pytest

from bibgen import readers, splice
from bibgen.errors import InputError
from bibgen.manuscript import addition
from bibgen.model import Match, Outcome, Resolution
from bibgen.sources.local import Snapshot
from bibgen.store import Ledger
from tests import bibfiles
from tests.conftest import SAMPLES


@cache
def found():
    """Three papers that were found."""
    snapshot = Snapshot(str(SAMPLES / "arxiv-snapshot.jsonl"))
    mentions = readers.read("2205.06175\n1910.06464\n2202.06626\n").mentions
    assert 3 == len(mentions)
    return [
        Resolution(
            mention=one,
            outcome=Outcome.SETTLED,
            best=Match(record=snapshot.find(one)[0], evidence=(), score=1.0, coverage=1.0),
        )
        for one in mentions
    ]


def added(file, papers):
    made = addition.add(file, papers, Ledger(None))
    return made, splice.apply(file.text, made.edits)


@pytest.mark.parametrize("case", bibfiles.files(), ids=str)
def test_a_paper_is_added_once_and_nothing_else_changes(case, tmp_path):
    path = tmp_path / "refs.bib"
    path.write_bytes(case.data)
    try:
        file = splice.load(str(path))
    except InputError:
        pytest.skip("no file to change")
    assert file.text == added(file, [])[1]
    made, text = added(file, found())
    begin = text_before = 0
    for edit in sorted(made.edits, key=lambda one: one.start):
        assert edit.start == edit.end, "nothing is replaced"
        kept = file.text[text_before : edit.start]
        assert text[begin : begin + len(kept) + len(edit.text)] == kept + edit.text
        begin, text_before = begin + len(kept) + len(edit.text), edit.start
    assert text[begin:] == file.text[text_before:]
    splice.save(file, text)
    again = splice.load(str(path))
    assert {row.key for row in made.rows} <= {one.key for one in again.entries}
    remade, same = added(again, found())
    assert ["there"] * 3 == [row.state for row in remade.rows]
    assert [row.key for row in made.rows] == [row.key for row in remade.rows]
    assert same == again.text
