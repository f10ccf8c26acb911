"""`bibgen format`: what it writes, what it only tells, and when it writes nothing."""

from __future__ import annotations

import pytest
from typer.testing import CliRunner

import bibgen.cli.format  # noqa: F401  the command registers itself
from bibgen.cli.app import app
from bibgen.errors import Exit

UNTIDY = "@Misc{a, Year=2022}\n"
TIDY = "@misc{a,\n  year          = 2022,\n}\n"


@pytest.fixture
def run(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)

    def ran(*words, code=Exit.DONE, stdin=None):
        result = CliRunner().invoke(app, ["format", *words], input=stdin)
        assert code == result.exit_code, result.output
        return result

    return ran


@pytest.fixture
def refs(tmp_path):
    path = tmp_path / "refs.bib"
    path.write_text(UNTIDY)
    return path


def test_a_file_is_rewritten_and_then_tidy(run, refs):
    assert "refs.bib: 1 entry, 1 change" in run("refs.bib", "--yes").stderr
    assert TIDY == refs.read_text()
    written = refs.stat().st_mtime_ns
    assert "tidy already" in run("refs.bib", "--yes").stderr
    assert written == refs.stat().st_mtime_ns


def test_check_tells_the_lines_and_writes_nothing(run, refs, tmp_path):
    (tmp_path / "tidy.bib").write_text(TIDY)
    result = run("tidy.bib", "refs.bib", "--check", code=Exit.FINDINGS)
    assert "refs.bib:1: a: would be laid out anew\n" == result.stdout
    assert UNTIDY == refs.read_text()
    assert "" == run("tidy.bib", "--check").stdout


def test_nothing_is_written_where_nobody_can_be_asked(run, refs):
    assert "--yes" in run("refs.bib", code=Exit.USAGE).stderr
    assert UNTIDY == refs.read_text()


def test_a_dry_run_shows_the_difference(run, refs):
    result = run("refs.bib", "--dry-run")
    assert "-@Misc{a, Year=2022}\n+@misc{a,\n" in result.stdout
    assert UNTIDY == refs.read_text()


def test_standard_input_goes_to_standard_output(run):
    assert TIDY == run("-", stdin=UNTIDY).stdout


def test_one_file_that_cannot_be_read_keeps_all_as_they_are(run, refs):
    run("refs.bib", "nowhere.bib", "--yes", code=Exit.INPUT)
    assert UNTIDY == refs.read_text()


def test_what_cannot_be_read_is_told_and_left(run, tmp_path):
    broken = "@misc{b, title = {Never closed\n\n"
    (tmp_path / "refs.bib").write_text(broken + UNTIDY)
    assert "refs.bib:1: left as it is: " in run("refs.bib", "--yes").stderr
    assert broken.rstrip() + "\n\n" + TIDY == (tmp_path / "refs.bib").read_text()


def test_encoding_mark_and_line_ends_stay(run, tmp_path):
    text = "@misc{a, title = {Größe}}\r\n"
    (tmp_path / "old.bib").write_bytes(text.encode("latin-1"))
    (tmp_path / "new.bib").write_bytes(b"\xef\xbb\xbf" + text.encode())
    run("old.bib", "new.bib", "--yes", "--column", "0")
    laid = "@misc{a,\r\n  title = {Größe},\r\n}\r\n"
    assert laid.encode("latin-1") == (tmp_path / "old.bib").read_bytes()
    assert b"\xef\xbb\xbf" + laid.encode() == (tmp_path / "new.bib").read_bytes()


def test_an_order_that_is_none_is_refused(run, refs):
    assert "cannot sort by 'colour'" in run("refs.bib", "--sort", "colour", code=Exit.USAGE).stderr
