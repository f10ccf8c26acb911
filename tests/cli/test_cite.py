"""`bibgen cite`: what is told, what is asked before a text is rewritten, and watching while one writes."""

from __future__ import annotations

import json
import os

import pytest
from typer.testing import CliRunner

from bibgen.cli import polling
from bibgen.cli.app import app
from bibgen.cli.cite import cite
from bibgen.cli.polling import Turn
from bibgen.errors import Exit
from tests.conftest import SAMPLES

TEXT = "\\cite{arXiv:2205.06175,\n  smith2020}\\cite{smith2020}\n\\bibliography{refs}\n"
SNAPSHOT = SAMPLES / "arxiv-snapshot.jsonl"
OFFLINE = ("--offline", "--snapshot", str(SNAPSHOT))


@pytest.fixture
def paper(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("BIBINPUTS", raising=False)
    path = tmp_path / "paper.tex"
    path.write_text(TEXT)
    return path


def run(*arguments, code=Exit.DONE):
    result = CliRunner().invoke(app, [cite.__name__, *OFFLINE, *arguments])
    assert code == result.exit_code, result.output
    return result


def test_what_is_added_and_what_is_left_stand_with_file_and_line(paper):
    result = run("paper.tex", code=Exit.FINDINGS)
    assert [
        "paper.tex:1: arXiv:2205.06175: added to refs.bib",
        "paper.tex:2: smith2020: no .bib has it",
        "paper.tex:2: smith2020: no .bib has it",
    ] == result.stdout.splitlines()
    assert "2 keys cited, 2 keys without entry, 1 entry added, 1 left\n" == result.stderr
    assert TEXT == paper.read_text()


def test_all_found_is_no_finding(paper):
    paper.write_text(TEXT.replace("smith2020", "2203.08547"))
    run("paper.tex")
    assert "" == run("paper.tex", "-q").output


def test_a_text_is_rewritten_only_if_somebody_says_so(paper):
    assert "say --yes" in run("paper.tex", "--rewrite", code=Exit.USAGE).stderr
    assert (TEXT, False) == (paper.read_text(), (paper.parent / "refs.bib").exists())
    result = run("paper.tex", "--rewrite", "--yes", code=Exit.FINDINGS)
    assert "+\\cite{reed2022generalist,\n" in result.stdout
    assert "arXiv:2205.06175: added to refs.bib as reed2022generalist, rewritten\n" in result.stdout
    assert TEXT.replace("arXiv:2205.06175", "reed2022generalist") == paper.read_text()


def test_a_dry_run_shows_and_writes_nothing(paper):
    result = run("paper.tex", "--dry-run", code=Exit.FINDINGS)
    assert "+@misc{arXiv:2205.06175,\n" in result.stdout
    assert "paper.tex:1: arXiv:2205.06175: to be added to refs.bib\n" in result.stdout
    assert ["paper.tex"] == [one.name for one in paper.parent.iterdir() if one.is_file()]


def test_json_has_the_exact_place_of_every_key(paper):
    found, missing = (
        json.loads(line) for line in run("paper.tex", "--json", code=Exit.FINDINGS).stdout.splitlines()
    )
    assert ("added", "arXiv:2205.06175", "refs.bib", True) == tuple(
        found[name] for name in ("state", "entry", "bib", "settled")
    )
    assert ["smith2020"] * 2 == [TEXT[one["start"] : one["end"]] for one in missing["places"]]


def test_unused_entries_are_listed_and_no_finding(paper):
    paper.write_text("\\cite{b}\\bibliography{refs}")
    (paper.parent / "refs.bib").write_text("@misc{a,}\n@misc{b,}\n")
    assert "refs.bib:1: a: never cited\n" == run("paper.tex", "--unused").stdout
    assert {"state": "unused", "key": "a", "bib": "refs.bib", "line": 1} == json.loads(
        run("paper.tex", "--unused", "--json").stdout
    )


def test_what_is_cited_under_another_key_says_which(paper):
    (paper.parent / "refs.bib").write_text(
        "@misc{Gato, title = {A Generalist Agent}, author = {Reed, Scott}, eprint = {2205.06175}}"
    )
    paper.write_text("\\cite{2205.06175}\\bibliography{refs}")
    said = run("paper.tex", code=Exit.FINDINGS).stdout
    assert "paper.tex:1: 2205.06175: is Gato in refs.bib: cite that or let --rewrite do so\n" == said


def test_a_bib_of_ones_library_is_found_and_none_is_made(paper, monkeypatch, tmp_path):
    (tmp_path / "lib").mkdir()
    (tmp_path / "lib" / "refs.bib").write_text("@misc{smith2020,}\n@misc{arXiv:2205.06175,}\n")
    monkeypatch.setenv("BIBINPUTS", f".{os.pathsep}{tmp_path / 'lib'}//{os.pathsep}")
    run("paper.tex")
    assert not (tmp_path / "refs.bib").exists()


@pytest.mark.parametrize("name", ["gone.tex", "refs.bib"])
def test_what_is_no_document_ends_it(paper, name):
    run(name, code=Exit.INPUT)


def test_an_entry_that_the_file_cannot_hold_as_it_is_written_harms_nothing(paper):
    (paper.parent / "refs.bib").write_bytes(b"% caf\xe9\n")
    paper.write_text("\\cite{1910.06464}\\bibliography{refs}")
    run("paper.tex")
    assert (paper.parent / "refs.bib").read_bytes().startswith(b"% caf\xe9\n")
    assert b"G{\\^a}rbacea" in (paper.parent / "refs.bib").read_bytes()


def test_what_latex_wrote_is_not_rewritten(paper):
    (paper.parent / "paper.aux").write_text("\\citation{2205.06175}\n\\bibdata{refs}\n")
    assert "name the .tex" in run("paper.tex", "paper.aux", "--rewrite", "-y", code=Exit.USAGE).stderr
    assert not (paper.parent / "refs.bib").exists()


def test_a_conflict_is_left_to_the_one_who_has_it(paper):
    paper.write_text(f"<<<<<<< ours\n{TEXT}=======\n>>>>>>> theirs\n")
    result = run("paper.tex", "--rewrite", "-y", code=Exit.INPUT)
    assert "bibgen: paper.tex:1: holds a conflict of a version control: settle that first\n" == result.stderr
    assert ["paper.tex"] == [one.name for one in paper.parent.iterdir() if one.is_file()]


def test_that_the_list_of_unused_entries_may_be_incomplete_is_said_once(paper):
    paper.write_text("\\zitiere{a}\\zitiere{b}\\bibliography{refs}")
    (paper.parent / "refs.bib").write_text("@misc{a,}\n@misc{b,}\n@misc{c,}\n")
    result = run("paper.tex", "--unused")
    assert "refs.bib:3: c: never cited\n" == result.stdout
    assert 1 == result.stderr.count("may be incomplete: 2 entries are left out of it")


def test_new_entries_are_dated_as_is_wished_and_as_the_notice_says(paper):
    (record,) = (line for line in SNAPSHOT.read_text().splitlines() if '"1609.06647"' in line)
    later = {**json.loads(record), "journal-ref": "Phys. Rev. D 99, 123456 (2019)", "doi": None}
    (paper.parent / "later.jsonl").write_text(json.dumps(later) + "\n")
    paper.write_text("\\cite{1609.06647}\\bibliography{refs}")
    wish = ("paper.tex", "--dry-run", "--snapshot", "later.jsonl")
    told = run(*wish)
    assert "--date published" in told.stderr
    assert "+@misc" in told.stdout
    assert "+@article" in run(*wish, "--date", "published").stdout
    assert "there is no such" in run(*wish, "--date", "yesterday", code=Exit.USAGE).stderr


def test_watching_cannot_ask(paper):
    assert "--yes" in run("paper.tex", "--watch", "--rewrite", code=Exit.USAGE).stderr


class Writer:
    """Whoever writes while it is watched: one step at each look at the files, then Ctrl-C."""

    def __init__(self, *steps):
        self._steps = list(steps)

    def __call__(self, _seconds):
        if not self._steps:
            raise KeyboardInterrupt
        step = self._steps.pop(0)
        if step:
            step()


def test_watching_works_at_every_change_and_ends_well_with_ctrl_c(paper, monkeypatch):
    later = paper.stat().st_mtime + 100

    def save(text):
        paper.write_text(text)
        nonlocal later
        later += 1
        os.utime(paper, (later, later))

    writer = Writer(
        None,
        lambda: save("\\cite{2203.08547}\\bibliography{refs}"),
        None,
        paper.unlink,
        None,
        lambda: save("\\cite{1910.06464}\\bibliography{refs}"),
        None,
    )
    monkeypatch.setattr("time.sleep", writer)
    result = run("paper.tex", "--watch")
    assert ["2205.06175", "2203.08547", "1910.06464"] == [
        line.partition("eprint        = {")[2].rstrip("},")
        for line in (paper.parent / "refs.bib").read_text().splitlines()
        if " eprint " in line
    ]
    assert "paper.tex: cannot be read" in result.stderr
    assert result.stderr.endswith("watched until now\n")


def test_a_file_that_is_still_being_written_is_left_until_it_rests(tmp_path):
    path = tmp_path / "a"
    path.write_text("")
    turns = []

    def turn():
        turns.append(path.read_text())
        return Turn(read=[str(path)])

    steps = [lambda text=text: path.write_text(text) for text in ("b", "bc", "bcd")]
    with pytest.raises(KeyboardInterrupt):
        polling.repeated(turn, Writer(*steps, None, None), 1.0)
    assert ["", "bcd"] == turns


def test_what_a_turn_writes_itself_sets_off_no_other(tmp_path):
    path = tmp_path / "a"
    path.write_text("")
    turns = []

    def turn():
        turns.append(path.write_text(f"written {len(turns)}"))
        return Turn(read=[str(path)], written=[str(path)])

    with pytest.raises(KeyboardInterrupt):
        polling.repeated(turn, Writer(None, None, None), 1.0)
    assert 1 == len(turns)
