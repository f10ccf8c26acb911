"""What a person sees of a change before it is made, and how they say yes or no to it."""

from __future__ import annotations

import os
import sys
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bibgen.cli import hunks
from bibgen.cli.consent import Change, consented
from bibgen.errors import UsageError
from tests.cli.test_review import Terminal

pty = pytest.importorskip("pty")

OLD = "@misc{Gato,\n  title = {A Generalist Agent},\n}\n"
NEW = "@misc{Gato,\n  title = {A Generalist Agent},\n  eprint = {2205.06175},\n}\n"
ASKS = """
import typer
from bibgen.cli.app import told_errors
from bibgen.cli.consent import Change, consented

def asks():
    with told_errors():
        done = consented([Change("refs.bib", {old!r}, {new!r})], yes=False, dry_run=False)
        print("written" if done else "not written")

typer.run(asks)
"""


def applied(old, diff):
    """What `patch` makes of a diff: the new text. Every line it goes by must be the old text's."""
    lines, made, at = old.splitlines(keepends=True), [], 0
    for number, line in enumerate(diff[2:], 2):
        unfinished = number + 1 < len(diff) and diff[number + 1].startswith("\\")
        body = line[1:].rstrip("\n") if unfinished else line[1:]
        if line.startswith("@@"):
            begin = int(line.split()[1][1:].split(",")[0]) - (",0 " not in line.split("+")[0])
            made += lines[at:begin]
            at = begin
        elif line[0] in " -":
            assert lines[at] == body
            at += 1
        if line[0] in " +":
            made.append(body)
    return "".join(made + lines[at:])


LINES = st.lists(st.sampled_from(["a\n", "b\n", "c\n", "}\n", "\n", "x\n", "y\n", "z\n"]), max_size=30)


@given(LINES, LINES, st.booleans(), st.booleans())
def test_a_diff_makes_the_new_text_of_the_old_one(old, new, whole, others):
    one = "".join(old) + ("" if whole else "end")
    other = "".join(new) + ("" if others else "end")
    diff = list(hunks.unified(one, other, "refs.bib"))
    assert applied(one, diff) == other if diff else one == other


def test_a_diff_tells_no_more_than_has_changed():
    old = "".join(f"line {n}\n}}\n" for n in range(40))
    new = old.replace("line 3\n", "line three\n").replace("line 30\n", "")
    assert list(hunks.unified(old, new, "r")) == [
        "--- r\n", "+++ r\n",
        "@@ -4,7 +4,7 @@\n", " }\n", " line 2\n", " }\n", "-line 3\n", "+line three\n", " }\n", " line 4\n", " }\n",
        "@@ -58,7 +58,6 @@\n", " }\n", " line 29\n", " }\n", "-line 30\n", " }\n", " line 31\n", " }\n",
    ]  # fmt: skip


def test_changes_all_over_a_large_file_take_no_time():
    entries = [
        f"@misc{{key{n},\n  title = {{Title {n}}},\n  year = {{{1990 + n % 30}}},\n}}\n\n"
        for n in range(20_000)
    ]
    old = "".join(entries)
    for at in (0, 5_000, 19_999):
        entries[at] = entries[at].replace("}\n\n", "  eprint = {1},\n}\n\n")
    began = time.process_time()
    diff = list(hunks.unified(old, "".join(entries), "refs.bib"))
    assert time.process_time() - began < 5
    assert sum(line.startswith("+") for line in diff) == 4


def test_entries_in_another_order_are_told_without_comparing_all_with_all():
    entries = [f"@misc{{key{n},\n  year = {{1990}},\n}}\n" for n in range(20_000)]
    began = time.process_time()
    diff = list(hunks.unified("".join(entries), "".join(entries[::-1]), "refs.bib"))
    assert time.process_time() - began < 20
    assert applied("".join(entries), diff) == "".join(entries[::-1])


@pytest.mark.parametrize("yes", [True, False])
def test_nothing_to_change_asks_nobody(yes, capfdbinary):
    assert not consented([Change("refs.bib", OLD, OLD)], yes=yes, dry_run=False)
    assert capfdbinary.readouterr() == (b"", b"")


def test_a_dry_run_shows_and_writes_nothing_even_with_yes(capfdbinary):
    assert not consented([Change("refs.bib", OLD, NEW)], yes=True, dry_run=True)
    shown = capfdbinary.readouterr().out.decode()
    assert shown.startswith("--- refs.bib\n+++ refs.bib\n@@ -1,3 +1,4 @@\n")
    assert "+  eprint = {2205.06175},\n" in shown


def test_with_yes_it_is_shown_and_written(capfdbinary):
    assert consented([Change("refs.bib", OLD, NEW)], yes=True, dry_run=False)
    assert b"+  eprint" in capfdbinary.readouterr().out


def test_standard_output_is_left_to_json(capfdbinary):
    assert consented([Change("refs.bib", OLD, NEW)], yes=True, dry_run=False, shown=False)
    assert capfdbinary.readouterr().out == b""


def test_where_nobody_can_be_asked_nothing_is_written_and_a_script_is_told(monkeypatch):
    monkeypatch.setattr(sys, "stdin", None)
    with pytest.raises(UsageError, match="nothing is written: say --yes"):
        consented([Change("refs.bib", OLD, NEW)], yes=False, dry_run=False)


def test_nothing_in_a_file_steers_the_terminal(capfdbinary):
    new = OLD.replace("A Generalist", "\x1b[2J\x1b]0;owned\x07 \x9bm\u202eA\tGeneralist\x0c")
    consented([Change("refs\x1b.bib", OLD, new)], yes=True, dry_run=False)
    shown = capfdbinary.readouterr().out.decode()
    assert not set(shown) & set("\x1b\x07\x9b\u202e\x0c")
    assert "A\tGeneralist" in shown


def test_windows_line_ends_stay_in_the_diff(capfdbinary):
    consented([Change("r", OLD.replace("\n", "\r\n"), NEW.replace("\n", "\r\n"))], yes=True, dry_run=False)
    assert b"+  eprint = {2205.06175},\r\n" in capfdbinary.readouterr().out


class Asked(Terminal):
    """A script at a terminal of its own, in place of the command."""

    def __init__(self, *, cwd, **environment):
        self._shown, self._read = b"", 0
        self._pid, self._file = pty.fork()
        if self._pid == 0:
            os.chdir(cwd)
            os.execvpe(sys.executable, [sys.executable, "asks.py"], os.environ | environment)


class TestAtATerminal:
    def asked(self, tmp_path, answer, **environment):
        (tmp_path / "asks.py").write_text(ASKS.format(old=OLD, new=NEW))
        terminal = Asked(cwd=tmp_path, TERM="xterm", **environment)
        before = terminal.until("Write these changes to refs.bib? [y/N] ")
        os.write(terminal._file, answer)
        return before, terminal, terminal.end()

    @pytest.mark.parametrize(
        ("answer", "done"), [(b"y\n", "written"), (b"YES\n", "written"), (b"n\n", "left as it is")]
    )
    def test_it_is_asked(self, tmp_path, answer, done):
        before, terminal, code = self.asked(tmp_path, answer)
        assert "\x1b[32m+  eprint = {2205.06175},\x1b[0m\n" in before
        assert done in terminal.shown
        assert code == 0

    @pytest.mark.parametrize("answer", [b"\n", b"\x04", b"yikes\n"])
    def test_whatever_is_no_yes_is_a_no(self, tmp_path, answer):
        _, terminal, code = self.asked(tmp_path, answer)
        assert terminal.shown.endswith("left as it is\nnot written\n")
        assert code == 0

    def test_ctrl_c_at_the_question_writes_nothing(self, tmp_path):
        _, terminal, code = self.asked(tmp_path, b"\x03")
        assert terminal.shown.endswith("\nbibgen: interrupted: nothing is written\n")
        assert code == 130

    def test_no_colour_where_none_is_wanted(self, tmp_path):
        before, _, _ = self.asked(tmp_path, b"n\n", NO_COLOR="1")
        assert "\n+  eprint = {2205.06175},\n" in before
