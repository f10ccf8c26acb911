"""`bibgen verify`: what an exported file says, held against what arXiv says today."""

from __future__ import annotations

import json

import pytest
from typer.testing import CliRunner

from bibgen.cli import app
from bibgen.errors import Exit
from tests.fakes.arxiv import FakeArxiv

FILES = ("refs.bib", "refs.json", "refs.ris")


@pytest.fixture
def fake(papers, tmp_path, monkeypatch):
    """A folder with three exports of the same papers, no cache, and an arXiv that has counted nothing."""
    monkeypatch.chdir(tmp_path)
    ids = [paper["id"] for paper in papers[:12]]
    with FakeArxiv(papers) as double:
        monkeypatch.setenv("BIBGEN_ARXIV_URL", double.url)
        monkeypatch.setenv("BIBGEN_ARXIV_INTERVAL", "0.01")
        monkeypatch.setenv("BIBGEN_CROSSREF_URL", "http://127.0.0.1:9/works")
        for name in FILES:
            assert 0 == CliRunner().invoke(app, ["export", *ids, "-o", name]).exit_code
        monkeypatch.setenv("BIBGEN_CACHE_DIR", str(tmp_path / "fresh"))
        double.requests.clear()
        yield double


def run(*arguments, code=Exit.DONE):
    result = CliRunner().invoke(app, ["verify", *arguments])
    assert code == result.exit_code, result.output
    return result


def edit(path, *changes):
    """The text of a file with each old text made new, once; and the line of the last of them."""
    text = path.read_bytes().decode()
    for old, new in changes:
        assert old in text
        at = text.index(old)
        text = text.replace(old, new, 1)
    path.write_bytes(text.encode())
    return text.count("\n", 0, at) + 1


def test_what_was_exported_is_right_and_asked_for_in_one_packet(fake):
    result = run(*FILES)
    assert "" == result.stdout
    assert "36 entries in 3 files: 36 compared; 0 findings\n" == result.stderr
    assert 1 == len(fake.requests)


def test_a_title_that_was_changed_is_told_with_its_line_and_both_sides(fake, tmp_path):
    line = edit(tmp_path / "refs.bib", ("  title         = {", "  title         = {Quantum "))
    said = run("refs.bib", code=Exit.FINDINGS).stdout
    assert said.startswith(f"refs.bib:{line}: ")
    assert "title: says “Quantum " in said
    assert "arXiv has “" in said
    assert 1 == said.count("\n")


def test_findings_as_json_have_what_the_lines_have(fake, tmp_path):
    line = edit(tmp_path / "refs.ris", ("TI  - ", "TI  - Quantum "))
    (told,) = map(json.loads, run("refs.ris", "--json", code=Exit.FINDINGS).stdout.splitlines())
    assert ("refs.ris", line, "TI", "field", "arXiv") == tuple(
        told[name] for name in ("file", "line", "field", "kind", "source")
    )
    assert told["found"] == f"Quantum {told['expected']}"


def test_what_cannot_be_asked_is_unchecked_and_not_called_right(fake):
    result = run("refs.json", "--offline")
    assert "12 entries in 1 file: 0 compared, 12 unchecked, not to be asked (" in result.stderr
    run("refs.json", "--offline", "--strict", code=Exit.UNASKED)


def test_findings_go_before_what_was_not_asked(fake, tmp_path):
    edit(tmp_path / "refs.ris", ("ER  - \r\n", "ER  -\r\n"))
    assert "lacks the blank" in run("refs.ris", "--offline", "--strict", code=Exit.FINDINGS).stdout


def test_an_identifier_that_no_paper_has_is_a_finding(fake, tmp_path):
    (tmp_path / "made-up.bib").write_text(
        "@misc{nobody,\n  eprint = {2301.99999},\n  eprinttype = {arxiv}\n}\n"
    )
    said = run("made-up.bib", code=Exit.FINDINGS).stdout
    assert said.startswith("made-up.bib:2: nobody: eprint: says “arXiv:2301.99999”, no source knows it")


def test_an_entry_without_identifier_is_held_against_the_rules_only(fake, tmp_path):
    (tmp_path / "own.bib").write_text(
        "@book{own,\n  title = {Mine},\n  author = {Vega, Ada},\n  publisher = {Me},\n  year = 2001\n}\n"
        "@book{bare,\n  title = {Mine \\& yours}\n}\n"
    )
    result = run("own.bib", code=Exit.FINDINGS)
    assert [
        f"own.bib:7: bare: an @book needs {what}" for what in ("author or editor", "publisher", "year")
    ] == (result.stdout.splitlines())
    assert "2 without identifier, by the rules only; 3 findings" in result.stderr
    assert [] == fake.requests


def test_what_any_wish_would_have_given_is_no_finding(fake, tmp_path):
    """Without abstracts and months, and with titles in another case."""
    path = tmp_path / "refs.bib"
    lines = path.read_text(encoding="utf-8").splitlines(True)
    kept = [line for line in lines if not line.startswith(("  abstract", "  month"))]
    assert len(kept) < len(lines)
    wished = (line.lower() if line.startswith("  title") and "\\" not in line else line for line in kept)
    path.write_text("".join(wished), encoding="utf-8")
    assert "" == run("refs.bib").stdout


BAD = {
    "missing.bib": (None, "missing.bib: cannot be read: No such file"),
    "latin.bib": (b"@misc{a,\n  title = {G\xf6del}\n}\n", "latin.bib:2: is not in UTF-8 (byte 0xf6)"),
    "prose.txt": (b"Dear all, see you.\n", "prose.txt: is no bibliography that can be read back"),
    "empty.bib": (b"", "empty.bib: holds no entry"),
    "refs.xyz": (b"a;b\n", "refs.xyz: is no bibliography that can be read back"),
}


@pytest.mark.parametrize("name", BAD)
def test_bad_input_ends_with_one_clear_line(name, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    raw, told = BAD[name]
    if raw is not None:
        (tmp_path / name).write_bytes(raw)
    result = run(name, "--offline", code=Exit.INPUT)
    assert result.stderr.startswith(f"bibgen: {told}")
    assert 1 == result.stderr.count("\n")


def test_a_format_that_cannot_be_verified_is_a_usage_error(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert "cannot be read back" in run("refs.bib", "--format", "html", code=Exit.USAGE).stderr


def test_a_folder_is_no_file(tmp_path):
    assert "cannot be read: Is a directory" in run(str(tmp_path), code=Exit.INPUT).stderr


def test_both_dialects_of_bib_are_told_apart(fake, tmp_path):
    assert (
        0 == CliRunner().invoke(app, ["export", "2205.06175", "-f", "biblatex", "-o", "modern.bib"]).exit_code
    )
    assert "1 compared; 0 findings" in run("modern.bib").stderr
    edit(tmp_path / "modern.bib", ("  date          = {2022-05-12}", "  date          = {12 May 2022}"))
    assert "“12 May 2022” is no date of ISO 8601" in run("modern.bib", code=Exit.FINDINGS).stdout
