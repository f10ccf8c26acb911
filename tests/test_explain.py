"""Accounts of a run: rows that other programs read, addressed so that `why` finds them again."""

from __future__ import annotations

import json

import pytest

from bibgen import explain, matching, readers
from bibgen.sources.local import Snapshot
from tests.conftest import SAMPLES

TEXT = "arXiv:2205.06175v2\n\nA. Nobody et al. On a paper that was not written. arXiv:2301.99999, 2023.\n"


@pytest.fixture(scope="module")
def resolutions():
    shelf = Snapshot(str(SAMPLES / "arxiv-snapshot.jsonl"))
    mentions = [one for name in ("a.txt", "b.txt") for one in readers.read(TEXT, name).mentions]
    return matching.resolve(mentions, shelves=[shelf])


def test_rows_are_counted_file_by_file_and_keep_the_order_of_the_text(resolutions):
    rows = list(explain.rows(resolutions, ["reed2022generalist", None] * 2))
    places = [(row["file"], row["line"], row["ordinal"]) for row in rows]
    assert [("a.txt", 1, 1), ("a.txt", 3, 2), ("b.txt", 1, 1), ("b.txt", 3, 2)] == places
    assert ["settled", "unasked"] * 2 == [row["outcome"] for row in rows]


def test_a_row_tells_apart_the_version_asked_for_and_what_nobody_could_be_asked(resolutions):
    found, missing, *_ = explain.rows(resolutions, ["reed2022generalist", None] * 2)
    assert ("2205.06175", 2, "snapshot") == (found["arxiv_id"], found["version"], found["source"])
    assert (None, None, None) == (missing["arxiv_id"], missing["score"], missing["source"])
    assert ["arxiv: not asked: working offline"] == missing["failures"]


def test_an_account_survives_json_and_names_its_papers_and_its_questions(resolutions):
    found, missing, *_ = explain.accounts(resolutions, ["reed2022generalist", None] * 2)
    assert found.account == json.loads(json.dumps(found.account))
    assert "arxiv:2205.06175" in found.papers
    assert ["id:2205.06175", "id:2205.06175v2"] == found.account["questions"][:2]
    assert ("", ("arxiv:2301.99999",)) == (missing.key, missing.papers)
    assert "A. Nobody et al." == missing.account["said"]["authors"]
    assert {} == missing.account["record"]


def test_dates_are_written_as_precisely_as_they_are_known(resolutions):
    (account, *_) = explain.accounts(resolutions, [None] * 4)
    record = account.account["record"]
    assert "2022-05-12" == record["submitted"]["value"]
    assert all(held["origin"] == "snapshot" for held in record.values())


def test_a_file_has_one_address_from_wherever_it_is_named(tmp_path, monkeypatch):
    (tmp_path / "refs.txt").write_text("x")
    (tmp_path / "sub").mkdir()
    monkeypatch.chdir(tmp_path / "sub")
    (tmp_path / "sub/link.txt").symlink_to(tmp_path / "refs.txt")
    places = {explain.address(name) for name in ("../refs.txt", "link.txt", str(tmp_path / "refs.txt"))}
    assert {str((tmp_path / "refs.txt").resolve())} == places
    assert ["-", "2205.06175"] == [explain.address(name) for name in ("-", "2205.06175")]
