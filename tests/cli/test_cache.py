"""`bibgen cache` as a person meets it: what it says, its exit codes, and what it never touches."""

from __future__ import annotations

import gzip
import json
import os
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing

import pytest
from typer.testing import CliRunner

from bibgen.cli import app
from bibgen.model import Choice
from bibgen.store import Ledger, files
from tests.conftest import SAMPLES
from tests.fakes.arxiv import FakeArxiv

LISTINGS = [str(path) for path in sorted(SAMPLES.glob("*.txt"))]


def cache(*arguments):
    return CliRunner().invoke(app, ["cache", *arguments])


def environment(folder, url="http://127.0.0.1:9/api/query"):
    return os.environ | {
        "BIBGEN_ARXIV_URL": url,
        "BIBGEN_ARXIV_INTERVAL": "0.01",
        "BIBGEN_CACHE_DIR": str(folder / "cache"),
        "BIBGEN_DATA_DIR": str(folder / "data"),
    }


def export(folder, *more, url="http://127.0.0.1:9/api/query"):
    command = [sys.executable, "-m", "bibgen", "export", *LISTINGS, "-o", str(folder / "refs.bib"), *more]
    return subprocess.Popen(command, cwd=folder, env=environment(folder, url), stderr=subprocess.PIPE)


@pytest.fixture
def asked(papers, tmp_path):
    """A folder in which the samples have been exported."""
    with FakeArxiv(papers) as fake:
        running = export(tmp_path, url=fake.url)
        _, told = running.communicate()
        assert 0 == running.returncode, told
    return tmp_path


def test_a_team_shares_its_cache_as_a_file_and_asks_nothing(asked, monkeypatch):
    text = (asked / "refs.bib").read_bytes()
    done = cache("export", str(asked / "team.gz"))
    assert (0, "") == (done.exit_code, done.stdout)
    assert "answers written to" in done.stderr
    assert str(asked) not in gzip.decompress((asked / "team.gz").read_bytes()).decode()
    theirs = asked / "theirs"
    theirs.mkdir()
    monkeypatch.setenv("BIBGEN_CACHE_DIR", str(theirs / "cache"))
    done = cache("import", str(asked / "team.gz"))
    assert 0 == done.exit_code, done.stderr
    assert "75 papers are new or newer" in done.stderr
    running = export(theirs, "--offline")
    _, told = running.communicate()
    assert b"75 entries from 105 mentions: 103 settled, 2 to review" in told
    assert text == (theirs / "refs.bib").read_bytes()


def test_info_tells_people_and_programs_the_same(asked):
    told, known = cache("info"), json.loads(cache("info", "--json").stdout)
    assert str(asked / "cache") == known["folder"] == cache("path").stdout.strip()
    assert (75, 105) == (known["papers"], known["accounts"])
    assert f"75 papers from {known['answers']} answers, 105 accounts of decisions" in told.stdout
    (papers,) = (one for one in known["counts"] if one["kind"] == "papers")
    assert ("arxiv", 0) == (papers["source"], papers["stale"])
    assert f"arxiv     papers    {papers['questions']:>8}, 0 stale" in told.stdout


def test_no_command_touches_what_people_chose(asked):
    with closing(Ledger(asked / "data")) as ledger:
        ledger.choose("a", Choice(kind="skip"), said="", place="")
    before = {path: (path.read_bytes(), path.stat().st_mtime_ns) for path in (asked / "data").iterdir()}
    for arguments in (["info"], ["export", str(asked / "x.gz")], ["prune"], ["clear", "--yes"]):
        assert 0 == cache(*arguments).exit_code
    assert 0 == cache("import", str(asked / "x.gz")).exit_code
    assert before == {
        path: (path.read_bytes(), path.stat().st_mtime_ns) for path in (asked / "data").iterdir()
    }
    assert {"a": Choice(kind="skip")} == Ledger(asked / "data").choices(["a"])


def test_no_command_makes_a_data_folder(tmp_path):
    for arguments in (["path"], ["info"], ["prune"], ["clear", "--yes"], ["export", str(tmp_path / "x.gz")]):
        assert 0 == cache(*arguments).exit_code
    assert not (tmp_path / "data").exists()


def test_clear_asks_at_a_terminal_and_takes_no_for_an_answer(asked, monkeypatch):
    pty = pytest.importorskip("pty")
    for answer, left in ((b"n\n", 75), (b"y\n", 0)):
        pid, terminal = pty.fork()
        if pid == 0:
            os.execve(sys.executable, [sys.executable, "-m", "bibgen", "cache", "clear"], environment(asked))
        os.write(terminal, answer)
        shown = b""
        try:
            while more := os.read(terminal, 65536):
                shown += more
        except OSError:  # how Linux says that the other side is gone
            pass
        os.close(terminal)
        assert 0 == os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]), shown
        assert b"75 papers" in shown
        assert left == json.loads(cache("info", "--json").stdout)["papers"]


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["clear"], 2, "say --yes"),
        (["import", "none.gz"], 3, "no such file"),
        (["import", "."], 3, "no whole export"),
        (["import", "letter.txt"], 3, "no whole export"),
        (["import", "newer.gz"], 5, "newer bibgen"),
        (["export", "letter.txt"], 6, "name another file"),
        (["export", "no/such/folder.gz"], 6, "cannot be written"),
    ],
)
def test_what_cannot_be_done_is_one_line_and_a_code(tmp_path, monkeypatch, arguments, code, said):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "letter.txt").write_text("Dear Anna,\n")
    (tmp_path / "newer.gz").write_bytes(gzip.compress(b'{"bibgen-cache": 99}\n'))
    done = cache(*arguments)
    assert (code, "") == (done.exit_code, done.stdout)
    assert said in done.stderr
    assert 1 == len(done.stderr.splitlines())


@pytest.mark.parametrize("command", ["info", "prune", "clear --yes", "export x.gz", "import x.gz"])
def test_a_cache_of_a_newer_bibgen_is_left_alone(tmp_path, monkeypatch, command):
    monkeypatch.chdir(tmp_path)
    cache("info")
    with closing(sqlite3.connect(tmp_path / "cache" / "answers.sqlite")) as db:
        db.execute("PRAGMA user_version = 99")
    done = cache(*command.split())
    assert 5 == done.exit_code
    assert "newer bibgen" in done.stderr


@pytest.mark.parametrize("command", ["prune", "clear --yes", "import x.gz"])
def test_a_cache_that_cannot_be_written_is_named_with_what_can_be_done(tmp_path, monkeypatch, command):
    (tmp_path / "file").write_text("")
    folder = str(tmp_path / "file" / "cache")
    monkeypatch.setenv("BIBGEN_CACHE_DIR", folder)
    done = cache(*command.split())
    assert 5 == done.exit_code
    assert f"the folder {folder} cannot be written (" in done.stderr
    assert "nothing was changed" in done.stderr
    assert "another folder with BIBGEN_CACHE_DIR" in done.stderr
    assert "working without" not in done.stderr
    assert 1 == len(done.stderr.splitlines())


def test_what_is_in_a_cache_that_cannot_be_written_is_told_and_no_run_is_spoken_of(asked, monkeypatch):
    monkeypatch.setattr(files, "_BUSY", 0.05)
    with closing(sqlite3.connect(asked / "cache" / "answers.sqlite", isolation_level=None)) as other:
        other.execute("PRAGMA locking_mode = EXCLUSIVE")
        other.execute("BEGIN EXCLUSIVE")
        monkeypatch.setattr(files, "_TRIES", 1)
        done = cache("info")
    assert 0 == done.exit_code
    assert f"note: {asked / 'cache'} cannot be written (database is locked)" in done.stderr
    assert "working without" not in done.stderr


def test_without_a_home_there_is_no_cache_to_look_after(monkeypatch):
    monkeypatch.delenv("BIBGEN_CACHE_DIR")
    monkeypatch.setattr("platformdirs.user_cache_path", _homeless)
    for command in ("path", "info", "clear"):
        done = cache(command)
        assert 5 == done.exit_code
        assert "BIBGEN_CACHE_DIR" in done.stderr


def _homeless(*_, **__):
    raise RuntimeError("Could not determine home directory.")


def test_a_command_in_the_midst_of_a_run_changes_nothing_of_its_result(asked, papers, tmp_path_factory):
    folder = tmp_path_factory.mktemp("run")
    with FakeArxiv(papers) as fake:
        running = export(folder, url=fake.url)
        codes = []
        while running.poll() is None:
            for command in (["prune"], ["info"], ["import", str(asked / "team.gz")]):
                done = subprocess.run(
                    [sys.executable, "-m", "bibgen", "cache", *command],
                    env=environment(folder),
                    capture_output=True,
                    check=False,
                )
                codes.append(done.returncode)
        running.communicate()
    assert 0 == running.returncode
    assert {0, 3} >= set(codes)
    assert (asked / "refs.bib").read_bytes() == (folder / "refs.bib").read_bytes()


def test_an_import_that_is_killed_leaves_the_cache_as_it_was(asked, monkeypatch, tmp_path_factory):
    cache("export", str(asked / "team.gz"))
    folder = tmp_path_factory.mktemp("theirs")
    for instant in (0.3, 0.5, 0.7):
        running = subprocess.Popen(
            [sys.executable, "-m", "bibgen", "cache", "import", str(asked / "team.gz")],
            env=environment(folder),
            stderr=subprocess.DEVNULL,
        )
        try:
            running.wait(instant)
        except subprocess.TimeoutExpired:
            running.send_signal(signal.SIGKILL)
            running.wait()
        monkeypatch.setenv("BIBGEN_CACHE_DIR", str(folder / "cache"))
        assert json.loads(cache("info", "--json").stdout)["papers"] in (0, 75)
