"""Runs that a person breaks off, follows, or wants fresh."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import time

from tests.cli.test_cli import bibgen, environment
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
