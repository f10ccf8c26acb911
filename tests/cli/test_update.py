"""`bibgen update`: a person's own .bib completed, and nothing else in it touched."""

from __future__ import annotations

import json
import os
import re
import stat
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bibgen import splice
from bibgen.cli import app
from bibgen.cli import update as _registered  # noqa: F401
from bibgen.errors import Exit
from tests.cli.test_review import Terminal
from tests.fakes.arxiv import FakeArxiv
from tests.fakes.crossref import FakeCrossref, work
from tests.fakes.dblp import FakeDblp

pty = pytest.importorskip("pty")

OWN = """% my references
@string{arx = "arXiv preprint"}

@article{flamingo,
  author  = "Alayrac, Jean-Baptiste and others",
  title   = "{F}lamingo: a visual language model for few-shot learning",
  journal = arx # " arXiv:2204.14198",
  year    = 2022
}

@misc{alphacode,
\ttitle = {Competition-level code generation with {AlphaCode}},
\tauthor = {Li, Yujia and Choi, David and others},
\tyear = {2022},
\teprint = {2203.07814},
\tarchivePrefix = {arXiv},
}

% bibgen: keep
@Misc{gato,
  title = "A {G}eneralist Agent",
  author = "Scott Reed and Konrad Zolna and others",
  year = 2022
}

@misc{broken, title = {never closed
"""
WRONG = """@article{vinyals,
  title = {Show and Tell: Lessons learned from the 2015 MSCOCO Image Captioning Challenge},
  author = {Vinyals, Oriol and Toshev, Alexander and Bengio, Samy and Erhan, Dumitru},
  eprint = {1910.06464},
  year = {2016},
}
"""
SCIENCE = work(
    "10.1126/science.abq1158",
    "Competition-level code generation with AlphaCode",
    author=[{"given": "Yujia", "family": "Li"}, {"given": "David", "family": "Choi"}],
    issued={"date-parts": [[2022, 12, 9]]},
    **{"container-title": ["Science"], "volume": "378", "issue": "6624", "page": "1092-1097"},
)
ASKS = "from bibgen.cli import main, update; main()"


@pytest.fixture
def arxiv(papers):
    with FakeArxiv(papers) as double:
        yield double


@pytest.fixture
def own(arxiv, tmp_path, monkeypatch):
    """A .bib of one's own, and doubles of all who are asked."""
    monkeypatch.chdir(tmp_path)
    file = tmp_path / "refs.bib"
    file.write_text(OWN)
    with FakeCrossref([SCIENCE]) as crossref, FakeDblp() as dblp:
        for name, url in (("ARXIV", arxiv.url), ("CROSSREF", crossref.url), ("DBLP", dblp.url)):
            monkeypatch.setenv(f"BIBGEN_{name}_URL", url)
            monkeypatch.setenv(f"BIBGEN_{name}_INTERVAL", "0")
        yield file


def run(*arguments, code=Exit.DONE):
    result = CliRunner().invoke(app, ["update", *arguments])
    assert code == result.exit_code, result.output
    return result


def test_what_is_missing_is_added_and_no_other_byte_changes(own):
    told = run("refs.bib", "--yes")
    text = own.read_text()
    assert "Alayrac, Jean-Baptiste and Donahue, Jeff and Luc, Pauline" in text
    assert "\tauthor = {Li, Yujia and Choi, David and Chung, Junyoung" in text
    assert [line for line in text.splitlines() if "author" not in line] == [
        line for line in (OWN[:-1] + "\n").splitlines() if "author" not in line
    ]
    assert "flamingo: author was Alayrac, Jean-Baptiste and others (arXiv)" in told.stderr
    assert "eprint not added: journal has 2204.14198 already" in told.stderr
    assert "gato: left: it is to be kept" in told.stderr
    assert "broken: left: " in told.stderr
    assert "2 changed, 2 left" in told.stderr


def test_the_file_as_it_was_is_kept_and_the_second_run_changes_and_asks_nothing(own, arxiv):
    told = run("refs.bib", "--yes", "--published")
    assert "the file as it was: refs.bib.bak" in told.stderr
    assert Path("refs.bib.bak").read_text() == OWN
    text, asked = own.read_text(), len(arxiv.requests)
    again = run("refs.bib", "--yes", "--published", "--offline")
    assert own.read_text() == text
    assert len(arxiv.requests) == asked
    assert again.stdout == ""
    assert {one.name for one in Path().iterdir()} == {"cache", "data", "refs.bib", "refs.bib.bak"}


def test_a_preprint_that_has_appeared_is_moved_only_if_that_is_asked(own):
    assert "alphacode: " in run("refs.bib", "--yes").stderr
    assert "Science" not in own.read_text()
    run("refs.bib", "--yes", "--published")
    held = next(one for one in splice.parse(own.read_text()).entries if one.key == "alphacode")
    assert held.type == "article"
    assert [held.value(name) for name in ("journal", "volume", "number", "pages", "year", "doi", "eprint")] == [
        "Science", "378", "6624", "1092-1097", "2022", "10.1126/science.abq1158", "2203.07814",
    ]  # fmt: skip


def test_a_wrong_identifier_never_rewrites_an_entry_into_another_paper(own):
    own.write_text(WRONG)
    told = run("refs.bib", "--yes", "--published", "--overwrite", "title", "--overwrite", "author")
    assert own.read_text() == WRONG
    assert "vinyals: conflict: arXiv:1910.06464 is “Low Bit-Rate Speech Coding" in told.stderr
    assert not Path("refs.bib.bak").exists()


def test_a_dry_run_shows_the_diff_and_writes_nothing(own):
    told = run("refs.bib", "--dry-run", "--yes")
    assert told.stdout.startswith("--- refs.bib\n+++ refs.bib\n")
    assert '\n-  author  = "Alayrac, Jean-Baptiste and others",\n+  author  = ' in told.stdout
    assert "2 to change" in told.stderr
    assert own.read_text() == OWN
    assert not Path("refs.bib.bak").exists()


def test_where_nobody_can_be_asked_nothing_is_written(own):
    told = run("refs.bib", code=Exit.USAGE)
    assert "nothing is written: say --yes" in told.stderr
    assert own.read_text() == OWN


def test_json_tells_of_every_entry_and_nothing_else(own):
    told = run("refs.bib", "--json", "--yes", "--published")
    rows = {row["key"]: row for row in map(json.loads, told.stdout.splitlines())}
    assert list(rows) == ["flamingo", "alphacode", "gato", "broken"]
    assert rows["alphacode"]["result"] == "changed"
    assert {"field": "journal", "old": "", "new": "Science", "source": "crossref"} in rows["alphacode"][
        "changes"
    ]
    assert rows["gato"] | {"line": 0} == {
        "file": "refs.bib", "line": 0, "key": "gato", "result": "left", "outcome": None, "paper": None,
        "changes": [], "kept": [], "why": ["it is to be kept"], "unasked": False,
    }  # fmt: skip


def test_strict_tells_what_was_not_found_from_what_was_not_asked(own, monkeypatch):
    own.write_text(
        "@misc{x, title = {On the invention of a paper that nobody wrote}, author = {Nobody, Ada}}\n"
    )
    run("refs.bib", "--strict", code=Exit.UNSETTLED)
    monkeypatch.setenv("BIBGEN_ARXIV_URL", "http://127.0.0.1:9/api/query")
    told = run("refs.bib", "--strict", "--refresh", "--patience", "0.1", code=Exit.UNASKED)
    assert "x: unasked: it could not be asked for" in told.stderr
    assert "arxiv: " in told.stderr


def test_a_field_that_cannot_be_overwritten_is_told_at_once(own, arxiv):
    told = run("refs.bib", "--overwrite", "abstracts", code=Exit.USAGE)
    assert "--overwrite abstracts: there are title, author" in told.stderr
    assert not arxiv.requests


@pytest.mark.parametrize(
    ("name", "text", "code", "said"),
    [
        ("-", None, Exit.USAGE, "standard input cannot be brought up to date"),
        ("none.bib", None, Exit.INPUT, "none.bib: no such file"),
        (
            "bad.bib",
            "<<<<<<< HEAD\n@misc{a,}\n=======\n>>>>>>> other\n",
            Exit.INPUT,
            "bad.bib:1: holds a conflict",
        ),
    ],
)
def test_what_cannot_be_updated_is_told_in_a_line_before_anything_is_asked(
    own, arxiv, name, text, code, said
):
    if text:
        Path(name).write_text(text)
    told = run(name, "--yes", code=code)
    assert said in told.stderr
    assert len(told.stderr.splitlines()) == 1
    assert not arxiv.requests


def test_a_file_that_is_read_only_is_told_before_anything_is_asked(own, arxiv):
    own.chmod(stat.S_IREAD)
    run("refs.bib", "--yes", code=Exit.OUTPUT)
    assert not arxiv.requests
    run("refs.bib", "--dry-run")


def test_a_link_stays_a_link_and_a_file_keeps_its_mode(own):
    own.rename("real.bib")
    Path("refs.bib").symlink_to("real.bib")
    Path("real.bib").chmod(0o640)
    run("refs.bib", "--yes")
    assert Path("refs.bib").is_symlink()
    assert "Donahue" in Path("real.bib").read_text()
    assert stat.S_IMODE(Path("real.bib").stat().st_mode) == 0o640


def test_line_ends_marks_and_encodings_stay(own):
    own.write_bytes(b"\xef\xbb\xbf" + OWN.replace("\n", "\r\n").encode())
    run("refs.bib", "--yes")
    raw = own.read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf% my references\r\n")
    assert b"Donahue" in raw
    assert raw.count(b"\n") == raw.count(b"\r\n") == OWN.count("\n")


class BusyArxiv(FakeArxiv):
    """An arXiv in whose time somebody else works on the file, as often as it is asked."""

    change = None

    def _serve(self, handler):
        if self.change:
            self.change()
        super()._serve(handler)


class TestChangedMeanwhile:
    @pytest.fixture
    def arxiv(self, papers):
        with BusyArxiv(papers) as double:
            yield double

    def test_what_somebody_else_writes_is_not_lost(self, own, arxiv):
        new = "@misc{mine,\n  title = {My Own Paper},\n}\n\n"
        arxiv.change = lambda: own.write_text(new + OWN.replace("year = {2022}", "year = {2021}"))
        told = run("refs.bib", "--yes")
        text = own.read_text()
        assert text.startswith(new)
        assert "year = {2021}" in text
        assert "Donahue" in text
        assert "Chung" not in text, "that entry was changed meanwhile"
        assert "1 changed" in told.stderr
        kept = re.search(r"the file as it was: (\S+)", told.stderr)
        assert Path(kept[1]).read_text().startswith(new)


class AtATerminal(Terminal):
    """`bibgen update` at a terminal of its own."""

    def __init__(self, *arguments, cwd, **environment):
        self._shown, self._read = b"", 0
        self._pid, self._file = pty.fork()
        if self._pid == 0:
            os.chdir(cwd)
            command = [sys.executable, "-c", ASKS, "update", *arguments]
            os.execvpe(sys.executable, command, os.environ | environment)

    def answer(self, typed):
        os.write(self._file, typed)
        return self.end()


@pytest.mark.parametrize(
    ("typed", "code", "said", "changed"),
    [
        (b"y\n", 0, "2 changed", True),
        (b"n\n", 0, "left as it is", False),
        (b"\x03", 130, "interrupted: nothing is written", False),
    ],
)
def test_a_person_is_asked(own, tmp_path, typed, code, said, changed):
    terminal = AtATerminal("refs.bib", cwd=tmp_path, NO_COLOR="1")
    before = terminal.until("Write these changes to refs.bib? [y/N] ")
    assert '+  author  = "Alayrac' in before
    assert terminal.answer(typed) == code
    assert said in terminal.shown
    assert (own.read_text() != OWN) is changed
