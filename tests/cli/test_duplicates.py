"""`bibgen duplicates`: what it shows, when it asks, and what stands in the files afterwards."""

from __future__ import annotations

import json

import pytest
from typer.testing import CliRunner

import bibgen.cli.duplicates  # noqa: F401  the command registers itself
from bibgen.cli.app import app
from bibgen.errors import Exit
from tests import bibfiles

TWINS = bibfiles.case("twins").data
OLD, NEW = "vinyals2016arxiv", "vinyals2017tpami"


@pytest.fixture
def run(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "refs.bib").write_bytes(TWINS)
    (tmp_path / "paper.tex").write_text(
        f"\\documentclass{{article}}\n\\cite{{{OLD}}}\n\\bibliography{{refs}}\n"
    )

    def ran(*words, code=Exit.DONE):
        result = CliRunner().invoke(app, ["duplicates", "refs.bib", *words])
        assert code == result.exit_code, result.output
        return result

    return ran


def test_twins_stand_side_by_side_with_what_differs(run):
    shown = run(code=Exit.FINDINGS).stdout.splitlines()
    assert "refs.bib:1: preprint and published paper" == shown[0]
    assert [NEW, OLD] == shown[1].split()
    assert ["line", "8", "line", "1"] == shown[2].split()
    assert ["year", "2017", "2016"] in [line.split() for line in shown]
    assert not any(line.split()[:1] == ["author"] for line in shown)


def test_json_has_what_a_script_needs(run):
    (told,) = map(json.loads, run("--json", code=Exit.FINDINGS).stdout.splitlines())
    assert told["certain"]
    assert [(NEW, 8), (OLD, 1)] == [(one["key"], one["line"]) for one in told["entries"]]
    assert ["2017", "2016"] == told["differs"]["year"]


def test_without_the_document_nothing_of_bibtex_is_merged(run, tmp_path):
    result = run("--merge", "--yes", code=Exit.FINDINGS)
    assert "BibTeX has no aliases" in result.stderr
    assert TWINS == (tmp_path / "refs.bib").read_bytes()


def test_with_the_document_the_key_that_stays_is_cited(run, tmp_path):
    result = run("--merge", "--tex", "paper.tex", "--yes")
    assert f"{OLD} → {NEW}; it gets eprint, archivePrefix; their own journal, year go" in result.stderr
    assert f"\\cite{{{NEW}}}" in (tmp_path / "paper.tex").read_text()
    assert OLD not in (tmp_path / "refs.bib").read_text()
    assert TWINS == (tmp_path / "refs.bib.bak").read_bytes()
    assert "0 papers with more than one entry" in run().stderr
    assert "" == run("--merge", "--tex", "paper.tex", "--yes").stdout


def test_a_dry_run_and_nobody_to_ask_write_nothing(run, tmp_path):
    result = run("--merge", "--tex", "paper.tex", "--dry-run", code=Exit.FINDINGS)
    assert f"-\\cite{{{OLD}}}\n+\\cite{{{NEW}}}\n" in result.stdout
    assert "--yes" in run("--merge", "--tex", "paper.tex", code=Exit.USAGE).stderr
    assert TWINS == (tmp_path / "refs.bib").read_bytes()
    assert OLD in (tmp_path / "paper.tex").read_text()


def test_entries_of_several_files_are_shown_with_their_files(run, tmp_path):
    (tmp_path / "refs.bib").write_bytes(TWINS[: TWINS.index(b"\n\n@")])
    (tmp_path / "more.bib").write_bytes(TWINS[TWINS.index(b"\n\n@") :])
    assert "more.bib:3" in run("more.bib", code=Exit.FINDINGS).stdout
    assert "several files" in run("more.bib", "--merge", "--yes", code=Exit.FINDINGS).stderr


def test_a_document_without_a_merge_is_a_wrong_usage(run):
    assert "--tex is for --merge" in run("--tex", "paper.tex", code=Exit.USAGE).stderr


def test_two_releases_of_a_program_are_not_made_one(run, tmp_path):
    usual = "author={Astropy Collaboration}, title={astropy: A community Python package}, year=2021"
    (tmp_path / "refs.bib").write_text(
        f"@software{{ast4, {usual}, version={{v4.0}}, doi={{10.5281/zenodo.4670728}}}}\n"
        f"@software{{ast5, {usual}, version={{v5.0}}, doi={{10.5281/zenodo.5725235}}}}\n"
    )
    before = (tmp_path / "refs.bib").read_bytes()
    run("--merge", "--tex", "paper.tex", "--yes")
    assert before == (tmp_path / "refs.bib").read_bytes()


def test_what_would_be_lost_is_told_and_stays(run, tmp_path):
    changed = TWINS.replace(b"\n}", b",\n  note = {Best paper}\n}", 1)
    changed = b",\n  note = {To read}\n}".join(changed.rsplit(b"\n}", 1)).replace(b",,", b",")
    (tmp_path / "refs.bib").write_bytes(changed)
    result = run("--merge", "--tex", "paper.tex", "--yes", code=Exit.FINDINGS)
    assert "left as they are: look at it yourself: they differ in note" in result.stderr
    assert changed == (tmp_path / "refs.bib").read_bytes()
