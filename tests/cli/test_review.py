"""`bibgen review` as a person meets it: keys pressed on a real terminal, and what stands on it."""

from __future__ import annotations

import contextlib
import io
import os
import re
import subprocess
import sys
import time

import pytest
from rich.console import Console

from bibgen import readers
from bibgen.cli.review import _AtTerminal
from bibgen.cli.screen import Screen
from bibgen.errors import SourceUnreachable
from bibgen.matching import Policy
from bibgen.matching.evidence import compare
from bibgen.model import Identifier, Name, Outcome, PartialDate, Record, Resolution
from bibgen.review import Back, Doubt, Enter, Keep, NotNow, Quit, Search, Skip, Take
from tests.conftest import SAMPLES
from tests.fakes.arxiv import FakeArxiv

pty = pytest.importorskip("pty")
termios = pytest.importorskip("termios")

LISTING = """A. Jaegle et al. Perceiver: A General Architecture for Structured Inputs. arXiv:2205.06175, 2021.

Ada Nobody. On the invention of a paper that nobody wrote. arXiv preprint, 2021.
"""
SNAPSHOT = str(SAMPLES / "arxiv-snapshot.jsonl")
PROMPT = "\n> "


class Terminal:
    """A command with a terminal of its own, on which we read and type."""

    def __init__(self, *arguments, cwd, **environment):
        self._shown = b""
        self._read = 0
        self._pid, self._file = pty.fork()
        if self._pid == 0:
            os.chdir(cwd)
            os.execvpe(sys.executable, [sys.executable, "-m", "bibgen", *arguments], os.environ | environment)

    def until(self, text):
        """Read on until a text stands there; what was read since the last time."""
        while (at := self._shown.find(text.encode(), self._read)) < 0:
            assert self._more(), f"{text!r} never came: {self.shown}"
        begin, self._read = self._read, at + len(text.encode())
        return self._shown[begin : self._read].decode().replace("\r\n", "\n")

    def press(self, key):
        """Press a key when keys are read one by one; what is typed before that is dropped on purpose."""
        while termios.tcgetattr(self._file)[3] & termios.ICANON:
            time.sleep(0.001)
        os.write(self._file, key.encode())

    def type(self, line):
        os.write(self._file, f"{line}\n".encode())

    def end(self):
        """The exit code, when all has been said."""
        while self._more():
            pass
        os.close(self._file)
        return os.waitstatus_to_exitcode(os.waitpid(self._pid, 0)[1])

    @property
    def shown(self):
        return self._shown.decode().replace("\r\n", "\n")

    def _more(self):
        more = b""
        with contextlib.suppress(OSError):  # how Linux says that the other side is gone
            more = os.read(self._file, 65536)
        self._shown += more
        return bool(more)


@pytest.fixture
def arxiv(papers, monkeypatch):
    with FakeArxiv(papers) as fake:
        monkeypatch.setenv("BIBGEN_ARXIV_URL", fake.url)
        monkeypatch.setenv("BIBGEN_ARXIV_INTERVAL", "0.01")
        yield fake


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "listing.txt").write_text(LISTING)
    return tmp_path


def bibgen(*arguments, cwd):
    return subprocess.run(
        [sys.executable, "-m", "bibgen", *arguments],
        cwd=cwd,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
        start_new_session=True,  # without the terminal that the tests may run on
    )


def test_what_is_decided_with_a_few_keys_is_never_asked_again(arxiv, folder):
    terminal = Terminal("review", "listing.txt", cwd=folder, NO_COLOR="1")
    first = terminal.until(PROMPT)
    assert "1 of 2 · listing.txt:1 · conflict: its identifier names a paper" in " ".join(first.split())
    assert "1-2 take · k keep as written · s skip" in first
    terminal.press("?")
    assert "counts only when it is taken" in terminal.until(PROMPT)
    terminal.press("w")
    terminal.until("words of the title: ")
    terminal.type("perceiver io")
    assert "found for “perceiver io”" in terminal.until(PROMPT)
    terminal.press("i")
    terminal.until("arXiv id or DOI: ")
    terminal.type("2107.14795")
    assert "1 is found for arXiv:2107.14795" in terminal.until(PROMPT)
    terminal.press("1")
    assert "2 of 2 · listing.txt:3 · unknown: no source knows it" in terminal.until(PROMPT)
    terminal.press("k")
    assert 0 == terminal.end(), terminal.shown
    assert "2 decided, 0 left: `bibgen export` goes by it" in terminal.shown

    again = Terminal("review", "listing.txt", cwd=folder)
    assert 0 == again.end()
    assert ["nothing is doubtful"] == [line.strip() for line in again.shown.splitlines() if "doubt" in line]
    listed = bibgen("review", "--list", cwd=folder).stdout.splitlines()
    assert ["id", "when", "choice", "place", "text"] == listed[0].split("\t")
    assert "take arXiv:2107.14795 Perceiver IO" in listed[1].split("\t")[2]
    assert ["keep as written", "listing.txt:3"] == listed[2].split("\t")[2:4]


@pytest.mark.parametrize("key", ["q", "\x03", "\x04"])
def test_quitting_in_the_middle_keeps_what_was_chosen(arxiv, folder, key):
    terminal = Terminal("review", "listing.txt", cwd=folder)
    terminal.until(PROMPT)
    terminal.press("s")
    terminal.until(PROMPT)
    terminal.press(key)
    assert 0 == terminal.end()
    assert "1 decided, 1 left" in terminal.shown
    again = Terminal("review", "listing.txt", cwd=folder)
    assert "1 of 1 · listing.txt:3" in again.until(PROMPT)
    again.press("q")
    assert 0 == again.end()


def test_a_choice_can_be_forgotten_and_is_asked_again(arxiv, folder):
    terminal = Terminal("review", "listing.txt", cwd=folder)
    for key in "sk":
        terminal.until(PROMPT)
        terminal.press(key)
    assert 0 == terminal.end()
    short = bibgen("review", "--list", cwd=folder).stdout.splitlines()[1].split("\t")[0]
    assert 8 == len(short)
    assert 3 == bibgen("review", "--forget", short, "zzz", cwd=folder).returncode
    done = bibgen("review", "--forget", short, cwd=folder)
    assert (0, "1 choice forgotten\n") == (done.returncode, done.stderr)
    again = Terminal("review", "listing.txt", cwd=folder)
    assert "1 of 1 · listing.txt:1" in again.until(PROMPT)
    again.press("q")
    again.end()
    assert "1 choice forgotten\n" == bibgen("review", "--forget-all", cwd=folder).stderr


def test_keys_typed_before_the_question_stands_there_decide_nothing(folder):
    terminal = Terminal("review", "listing.txt", "--offline", "--snapshot", SNAPSHOT, cwd=folder)
    terminal.type("kkkk")
    terminal.until(PROMPT)
    terminal.press("q")
    assert 0 == terminal.end()
    assert "0 decided, 2 left" in terminal.shown


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["review", "listing.txt"], 2, "a review needs a terminal"),
        (["review", "--list", "--forget-all"], 2, "stand alone"),
        (["review", "--list", "listing.txt"], 2, "stand alone"),
        (["review", "--forget"], 2, "needs the ids"),
        (["review", "--forget", "12345678"], 3, "12345678: no choice has this id"),
    ],
)
def test_what_cannot_be_done_is_one_clear_line(folder, arguments, code, said):
    done = bibgen(*arguments, cwd=folder)
    assert code == done.returncode
    assert said in done.stderr
    assert 1 == len(done.stderr.splitlines())
    assert "" == done.stdout


def test_a_data_folder_that_cannot_be_written_is_told_before_anything_is_asked(folder):
    (folder / "data").write_text("a file where the folder should be")
    terminal = Terminal("review", "listing.txt", "--offline", "--snapshot", SNAPSHOT, cwd=folder)
    assert "what is chosen now is forgotten at the end" in terminal.until(PROMPT)
    terminal.press("q")
    assert 0 == terminal.end()
    assert 5 == bibgen("review", "--forget-all", cwd=folder).returncode


# -- keys


class Typed:
    """Keys and lines as if they were typed."""

    def __init__(self, keys, *lines):
        self._keys = list(keys)
        self._lines = list(lines)

    def key(self):
        return self._keys.pop(0)

    def line(self):
        return self._lines.pop(0)


def record(number, title="Perceiver", **fields):
    return Record(
        type="article",
        title=title,
        identifiers=(Identifier(scheme="arxiv", value=f"2103.0000{number}"),),
        **fields,
    )


def doubt(text, *records, outcome=Outcome.REVIEW, **more):
    mention = readers.read(text, "listing.txt").mentions[0] if isinstance(text, str) else text
    matches = tuple(compare(mention, one, Policy()) for one in records)
    return Doubt(
        resolution=Resolution(mention=mention, outcome=outcome, best=matches[0] if matches else None),
        number=1,
        total=1,
        candidates=matches,
        **more,
    )


@pytest.mark.parametrize(
    ("keys", "answer"),
    [
        ("2", Take(record(2))),
        ("30k", Keep()),  # there is no third candidate, and nothing is number 0
        ("²xs", Skip()),
        (["", "n"], NotNow()),
        ("b", Back()),
        ("?q", Quit()),
        ("w", Search("typed")),
        ("i", Enter("typed")),
    ],
)
def test_a_key_means_one_thing_and_others_nothing(keys, answer):
    stream = io.StringIO()
    reviewer = _AtTerminal(Screen(Console(file=stream, width=60)), Typed(keys, "typed"), lambda: None)
    assert answer == reviewer.choose(doubt("Perceiver, 2021. arXiv:2103.00009", record(1), record(2)))


# -- the screen


def shown(made, width=60, **console):
    stream = io.StringIO()
    Screen(Console(file=stream, width=width, **console)).doubt(made)
    return stream.getvalue()


MENTION = "Andrew Jaegle. Perceiver IO: a general architecture for inputs. arXiv:2103.00001, 2021."
CANDIDATES = (
    record(
        1, "Perceiver: A general architecture for outputs", authors=(Name(family="Jaegle", given="Andrew"),)
    ),
    record(2, "Perceiver IO: a general architecture", submitted=PartialDate(year=1999)),
    record(3),
    record(4, "The fourth", authors=(Name(family="Oord", given="Aäron", particle="van den"),)),
)


def test_words_that_differ_are_in_brackets_where_nothing_can_be_reversed():
    text = shown(doubt(MENTION, *CANDIDATES), width=240)
    titles = next(line for line in text.splitlines() if line.startswith("title"))
    _, said, first, second, third = re.split(" {2,}", titles.strip())
    assert "Perceiver IO: a general architecture for [inputs]" == said
    assert "Perceiver: A general architecture for [outputs]" == first
    assert "[1999]" in text
    assert "[arXiv:2103.00002]" in text
    assert "\x1b" not in text
    assert "4  The fourth · Aäron van den Oord · arXiv:2103.00004" in text
    assert ("Perceiver IO: a general architecture", "Perceiver") == (second, third)


def test_a_terminal_shows_them_in_reverse_unless_it_is_asked_not_to(monkeypatch):
    made = doubt(MENTION, CANDIDATES[0])
    assert "\x1b[1;7moutputs\x1b[0m" in shown(made, force_terminal=True, _environ={"TERM": "xterm"})
    for environment in ({"TERM": "dumb"}, {"TERM": "xterm", "NO_COLOR": "1"}):
        text = shown(made, force_terminal=True, _environ=environment)
        assert "[outputs]" in text
        assert "\x1b[1;7m" not in text


@pytest.mark.parametrize("width", [60, 80, 110, 200])
def test_no_line_is_wider_than_the_terminal_and_nothing_is_cut_off(width):
    text = shown(doubt(MENTION, *CANDIDATES, hint="found for “x”"), width=width)
    assert max(map(len, text.splitlines())) <= width
    for word in (
        "architecture",
        "[outputs]",
        "arXiv:2103.00001",
        "https://arxiv.org/abs/2103.00003",
        "found for",
    ):
        assert word in text


def test_nothing_from_outside_steers_the_terminal():
    evil = record(
        1, "Perceiver \x1b[2J\x1b]0;owned\x07 [bold]A\u202e", authors=(Name(literal="\x1b[31mEve"),)
    )
    made = doubt(MENTION, evil, hint="found for “\x1b[5m”")
    failed = Resolution(
        mention=made.resolution.mention,
        outcome=Outcome.UNASKED,
        failures=(SourceUnreachable("said \x1b[2J", "arxiv"),),
    )
    text = shown(made) + shown(Doubt(resolution=failed, number=1, total=1, candidates=()))
    assert "\x1b" not in text
    assert "\u202e" not in text
    assert "\x07" not in text
    assert "[bold]" in text


def test_a_mention_of_nothing_but_an_abstract_shows_more_of_it():
    abstract = "Abstract: " + " ".join(f"word{number}" for number in range(100))
    text = shown(doubt(abstract, record(1, abstract="word1 other")))
    assert "word50" in text
    assert "[other]" in text
