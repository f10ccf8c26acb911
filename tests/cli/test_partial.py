"""Runs that a person breaks off, follows, or wants fresh."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import time
import tomllib

import pytest

from tests.cli.test_cli import bibgen, environment, rows
from tests.conftest import SAMPLES
from tests.fakes.arxiv import FakeArxiv


def broken_off(folder, url, *options):
    """An export of a paper and of a DOI, whose request waits for its turn."""
    return subprocess.Popen(
        [
            sys.executable,
            "-m",
            "bibgen",
            "export",
            "2205.06175",
            "10.9999/nothing.1",
            "-o",
            "refs.bib",
            *options,
        ],
        cwd=folder,
        env=environment(BIBGEN_ARXIV_URL=url, BIBGEN_ARXIV_INTERVAL="60"),
        stderr=subprocess.PIPE,
        stdin=subprocess.DEVNULL,
    )


def stopped_after_one(fake, run):
    for _ in range(200):
        if fake.requests:
            break
        time.sleep(0.05)
    time.sleep(0.5)
    began = time.monotonic()
    run.send_signal(signal.SIGINT)
    _, told = run.communicate(timeout=20)
    return told.decode(), time.monotonic() - began


def test_ctrl_c_with_partial_writes_what_was_found_and_says_that_it_was_broken_off(papers, tmp_path):
    with FakeArxiv(papers) as fake:
        run = broken_off(tmp_path, fake.url, "--partial", "--unsettled", "drop")
        told, _ = stopped_after_one(fake, run)
    assert 130 == run.returncode, told
    assert "reed2022generalist" in (tmp_path / "refs.bib").read_text(encoding="utf-8")
    assert "the same command again" in told


def test_what_was_not_asked_because_of_ctrl_c_is_called_interrupted_and_not_offline(papers, tmp_path):
    with FakeArxiv(papers) as fake:
        run = broken_off(tmp_path, fake.url, "--partial", "--report", "report.jsonl")
        told, _ = stopped_after_one(fake, run)
    assert "not asked: interrupted" in told
    assert "offline" not in told
    settled, unasked = rows(tmp_path / "report.jsonl")
    assert ("settled", []) == (settled["outcome"], settled["failures"])
    assert "unasked" == unasked["outcome"]
    assert {"arxiv: not asked: interrupted", "crossref: not asked: interrupted"} == set(unasked["failures"])


# Ctrl-C comes while standard input is read.
READING = """
import io, sys
class BrokenOff(io.RawIOBase):
    def readable(self):
        return True
    def readinto(self, room):
        raise KeyboardInterrupt
sys.stdin = io.TextIOWrapper(io.BufferedReader(BrokenOff()))
from bibgen.__main__ import main
main()
"""


@pytest.mark.parametrize("options", [["--partial"], []])
def test_ctrl_c_while_the_input_is_read_says_that_and_why_nothing_is_written(tmp_path, options):
    command = [sys.executable, "-c", READING, "export", "-", "-o", "refs.bib", *options]
    done = subprocess.run(command, cwd=tmp_path, env=environment(), capture_output=True, check=False)
    assert 130 == done.returncode
    assert b"interrupted: not all had been read, so nothing is written; what was found" in done.stderr
    assert 1 == len(done.stderr.splitlines())
    assert not (tmp_path / "refs.bib").exists()


# Ctrl-C comes when the module that the first argument names is about to be loaded.
EARLY = """
import os, signal, sys
class Watching:
    def find_spec(self, name, path=None, target=None):
        if name == sys.argv[-1]:
            os.kill(os.getpid(), signal.SIGINT)
sys.meta_path.insert(0, Watching())
from bibgen.__main__ import main
main()
"""


@pytest.mark.skipif(sys.platform == "win32", reason="has no such signal")
@pytest.mark.parametrize("module", ["bibgen.cli", "typer", "bibgen.readers", "bibgen.pipeline"])
def test_ctrl_c_while_the_program_is_being_loaded_is_one_line_and_no_traceback(tmp_path, module):
    command = [sys.executable, "-c", EARLY, "export", "2205.06175", "-o", "refs.bib", "--snapshot", module]
    done = subprocess.run(command, cwd=tmp_path, env=environment(), capture_output=True, check=False)
    assert (130, b"") == (done.returncode, done.stdout)
    assert done.stderr == b"bibgen: interrupted: nothing was begun\n"


def test_who_said_that_ctrl_c_is_not_for_us_is_obeyed(tmp_path):
    ignoring = f"import signal; signal.signal(signal.SIGINT, signal.SIG_IGN)\n{EARLY}"
    command = [sys.executable, "-c", ignoring.replace("sys.argv[-1]", "'typer'"), "cache", "path"]
    done = subprocess.run(command, cwd=tmp_path, env=environment(), capture_output=True, check=False)
    assert 0 == done.returncode, done.stderr


def test_the_command_is_begun_where_ctrl_c_is_met():
    project = tomllib.loads((SAMPLES.parent / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert "bibgen.__main__:main" == project["scripts"]["bibgen"]


def test_ctrl_c_without_partial_writes_nothing_and_says_how_to_go_on(papers, tmp_path):
    with FakeArxiv(papers) as fake:
        run = broken_off(tmp_path, fake.url)
        told, _ = stopped_after_one(fake, run)
    assert 130 == run.returncode, told
    assert not (tmp_path / "refs.bib").exists()
    assert "the same command again" in told


def test_each_request_is_told_and_logged_without_the_askers_address(papers, tmp_path):
    with FakeArxiv(papers) as fake:
        done = bibgen(
            "export", "2205.06175", "-v", "--log", "log.jsonl", "-o", "r.bib", cwd=tmp_path, url=fake.url
        )
    assert 0 == done.returncode, done.stderr
    assert b"arxiv: id 1" in done.stderr
    (row,) = [json.loads(line) for line in (tmp_path / "log.jsonl").read_text().splitlines()]
    assert ("request", "arxiv", 200) == (row["event"], row["source"], row["status"])


def test_refresh_asks_again_what_is_known(papers, tmp_path):
    with FakeArxiv(papers) as fake:
        for _ in range(2):
            bibgen("export", "2205.06175", "-o", "r.bib", cwd=tmp_path, url=fake.url)
        asked = len(fake.requests)
        done = bibgen("export", "2205.06175", "-o", "r.bib", "--refresh", cwd=tmp_path, url=fake.url)
        assert 0 == done.returncode, done.stderr
        assert (1, 2) == (asked, len(fake.requests))


def test_a_patience_that_cannot_be_meant_and_a_log_that_is_the_output_are_refused(tmp_path):
    for options in (("--patience", "0"), ("--log", "r.bib"), ("--report", "x", "--log", "x")):
        done = bibgen("export", "2205.06175", "-o", "r.bib", *options, cwd=tmp_path)
        assert 2 == done.returncode, done.stderr
        assert 1 == len(done.stderr.decode().splitlines())
