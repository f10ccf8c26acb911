"""Keys across runs and files: what was once given stays, whatever else comes."""

from __future__ import annotations

import pytest

from bibgen import pipeline
from bibgen.errors import UsageError
from bibgen.settings import Settings
from tests.conftest import SAMPLES

SNAPSHOT = str(SAMPLES / "arxiv-snapshot.jsonl")
GATO, PERCEIVER = "2205.06175", "2103.03206"


def exported(folder, *names, keys=(), output=None, told=None):
    settings = Settings(data_dir=folder / "data")
    wanted = pipeline.wanted_keys(keys, str(output) if output else None, "bibtex")
    made = pipeline.run(names, settings=settings, offline=True, snapshot=SNAPSHOT, wanted=wanted)
    if told is not None:
        told += [notice.text for notice in made.notices if notice.code == "keys-kept"]
    if output:
        pipeline.save(made, str(output), "bibtex", settings=settings)
    return [entry.key for entry in made.bibliography.entries]


def test_a_key_given_to_one_paper_is_not_given_to_another_in_a_later_file(tmp_path):
    assert ["2022"] == exported(tmp_path, GATO, keys=["[year]"])
    (other,) = exported(tmp_path, "2204.14198", keys=["[year]"])
    assert "2022a" == other
    assert ["2022a", "2022"] == exported(tmp_path, "2204.14198", GATO, keys=["[year]"])


def test_a_paper_keeps_the_key_that_it_has_in_the_file_to_be_replaced(tmp_path):
    file = tmp_path / "refs.bib"
    exported(tmp_path, GATO, keys=["[auth]_[year]"], output=file)
    assert ["Reed_2022"] == exported(tmp_path, GATO, output=file)
    assert "@misc{Reed_2022," in file.read_text(encoding="utf-8")


def test_a_pattern_that_changes_no_key_of_the_file_is_said_to_change_none(tmp_path):
    file, told = tmp_path / "refs.bib", []
    exported(tmp_path, GATO, output=file, told=told)
    exported(tmp_path, GATO, keys=["[auth]_[year]"], output=file, told=told)
    assert ["1 paper keeps the key that the file has already; --keys reset gives new ones"] == told


def test_reset_takes_back_the_keys_of_file_and_ledger(tmp_path):
    file = tmp_path / "refs.bib"
    exported(tmp_path, GATO, keys=["[auth]_[year]"], output=file)
    assert ["reed2022generalist"] == exported(tmp_path, GATO, keys=["reset"], output=file)
    assert "Reed_2022" not in file.read_text(encoding="utf-8")


def test_a_pattern_that_cannot_be_meant_is_refused_before_anything_is_asked(tmp_path):
    with pytest.raises(UsageError, match=r"no marker \[autor\]"):
        pipeline.wanted_keys(["[autor][year]"], None, "bibtex")
