"""The command as its users run it: a process, its streams, its exit code, its files."""

from __future__ import annotations

import io
import json
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

from bibgen import cli
from bibgen.cli.progress import Line
from bibgen.matching import Progress
from tests.conftest import SAMPLES
from tests.fakes.arxiv import FakeArxiv

LISTINGS = [str(path) for path in sorted(SAMPLES.glob("*.txt"))]
SNAPSHOT = str(SAMPLES / "arxiv-snapshot.jsonl")


def environment(**more):
    return (
        os.environ
        | {"BIBGEN_ARXIV_INTERVAL": "0.01", "BIBGEN_ARXIV_URL": "http://127.0.0.1:9/api/query"}
        | more
    )


def bibgen(*arguments, cwd, url="http://127.0.0.1:9/api/query", input=None, **options):
    return subprocess.run(
        [sys.executable, "-m", "bibgen", *arguments],
        cwd=cwd,
        env=environment(BIBGEN_ARXIV_URL=url),
        input=input,
        stdin=subprocess.DEVNULL if input is None else None,
        capture_output=True,
        check=False,
        **options,
    )


def rows(path):
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def test_the_main_job_then_the_same_again_without_a_request(papers, tmp_path):
    with FakeArxiv(papers) as fake:
        first = bibgen(
            "export", *LISTINGS, "-o", "refs.bib", "--report", "one.jsonl", cwd=tmp_path, url=fake.url
        )
        asked, text = len(fake.requests), (tmp_path / "refs.bib").read_bytes()
        again = bibgen(
            "export", *LISTINGS, "-o", "refs.bib", "--report", "two.jsonl", cwd=tmp_path, url=fake.url
        )
        assert (0, 0) == (first.returncode, again.returncode), first.stderr + again.stderr
        assert asked == len(fake.requests) <= 8
    assert text == (tmp_path / "refs.bib").read_bytes()
    assert 75 == text.count(b"\n@") + text.startswith(b"@")
    assert b"0 requests" in again.stderr
    report = rows(tmp_path / "one.jsonl")
    assert report == rows(tmp_path / "two.jsonl")
    assert 105 == len(report)
    assert [1, 2, 3] == [row["ordinal"] for row in report[:3]]
    keys = {row["key"] for row in report if row["outcome"] == "settled"}
    assert 75 == len(keys)
    assert {None} == {row["key"] for row in report if row["outcome"] != "settled"}


def test_the_snapshot_gives_the_same_bytes_as_the_api(papers, tmp_path):
    with FakeArxiv(papers) as fake:
        bibgen("export", *LISTINGS, "-o", "asked.bib", cwd=tmp_path, url=fake.url)
    done = subprocess.run(
        [
            sys.executable,
            "-m",
            "bibgen",
            "export",
            *LISTINGS,
            "--offline",
            "--snapshot",
            SNAPSHOT,
            "-o",
            "offline.bib",
        ],
        cwd=tmp_path,
        env=environment(BIBGEN_CACHE_DIR=str(tmp_path / "fresh")),
        capture_output=True,
        check=True,
    )
    assert b"75 entries from 105 mentions: 103 settled, 2 to review" in done.stderr
    assert (tmp_path / "asked.bib").read_bytes() == (tmp_path / "offline.bib").read_bytes()


def test_the_order_of_the_inputs_changes_no_key_and_no_entry(tmp_path):
    for name, listings in (("one.bib", LISTINGS), ("two.bib", LISTINGS[::-1])):
        bibgen("export", *listings, "--offline", "--snapshot", SNAPSHOT, "-o", name, cwd=tmp_path)
    one, two = (
        (tmp_path / name).read_text(encoding="utf-8").split("\n\n") for name in ("one.bib", "two.bib")
    )
    assert sorted(part.strip() for part in one) == sorted(part.strip() for part in two)


def test_nobody_listening_keeps_every_entry_in_the_words_of_the_text(tmp_path):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{free.getsockname()[1]}/api/query"
    began = time.monotonic()
    done = bibgen("export", *LISTINGS, "-o", "refs.bib", "--report", "r.jsonl", cwd=tmp_path, url=url)
    assert time.monotonic() - began < 30
    assert 0 == done.returncode
    assert {"unasked"} == {row["outcome"] for row in rows(tmp_path / "r.jsonl")}
    assert b"105 could not be asked" in done.stderr
    assert b"run the same command again" in done.stderr
    text = (tmp_path / "refs.bib").read_text(encoding="utf-8")
    assert text.count("Not identified by bibgen: the sources could not be asked") == text.count("@misc{")
    assert "Gemma 2: Improving Open Language Models" in text
    strict = bibgen("export", LISTINGS[0], "--strict", cwd=tmp_path, url=url)
    assert 4 == strict.returncode


def test_offline_opens_no_connection(papers, tmp_path):
    with FakeArxiv(papers) as fake:
        bibgen("export", *LISTINGS, "--offline", "-o", "refs.bib", cwd=tmp_path, url=fake.url)
        assert [] == fake.requests


def test_a_connection_that_breaks_in_the_middle_costs_no_answer_and_nothing_is_asked_twice(papers, tmp_path):
    listing = tmp_path / "listing.txt"
    listing.write_text(
        "2205.06175\n\n"
        + next(p["abstract"] for p in papers if p["id"] == "2305.07440").join(("Abstract: ", "\n"))
    )
    with FakeArxiv(papers, [None, "reset", "reset"]) as fake:
        bibgen("export", str(listing), "-o", "refs.bib", cwd=tmp_path, url=fake.url)
        asked = len(fake.requests)
        assert ["2205.06175"] == [request["id_list"] for request in fake.requests if request.get("id_list")]
        bibgen("export", str(listing), "-o", "refs.bib", cwd=tmp_path, url=fake.url)
        assert asked == len(fake.requests)


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["export", "no-such-file.txt"], 3, "no such file"),
        (["export", "nothing"], 3, "no paper found in it"),
        (["export", "empty.txt"], 3, "no paper found"),
        (["export", "letter.txt"], 3, "no paper found"),
        (["export", "binary.dat"], 3, "zero bytes"),
        (["export", "good.txt", "binary.dat"], 3, "zero bytes"),
        (["export", "good.txt", "-f", "word"], 2, "no format 'word'"),
        (["export", "good.txt", "-o", "no/such/folder/x.bib"], 6, "no folder"),
        (["export", "good.txt", "-o", "good.txt"], 6, "is an input"),
        (["export", "good.txt", "--report", "good.txt"], 6, "is an input"),
        (["export", "good.txt", "-o", "x.bib", "--report", "x.bib"], 2, "same file"),
        (["export", "good.txt", "--snapshot", "none.jsonl"], 3, "No such file"),
        (["export", "good.txt", "--snapshot", "letter.txt"], 3, "no metadata snapshot"),
        (["export", "good.txt", "--snapshot", "s.jsonl", "-o", "s.jsonl"], 6, "is an input"),
        (["export", "--nonsense"], 2, "nonsense"),
        (["read", "no-such-file.txt"], 3, "no such file"),
        (["read", "binary.dat"], 3, "zero bytes"),
    ],
)
def test_bad_input_is_one_clear_line_and_nothing_is_written(tmp_path, arguments, code, said):
    (tmp_path / "good.txt").write_text("2205.06175\n")
    (tmp_path / "nothing").mkdir()
    (tmp_path / "empty.txt").write_text("")
    (tmp_path / "letter.txt").write_text("Dear Anna,\n")
    (tmp_path / "binary.dat").write_bytes(b"\x7fELF\x02\x00\x00")
    (tmp_path / "s.jsonl").write_text('{"id": "2205.06175", "title": "T"}\n')
    before = {path: path.read_bytes() for path in tmp_path.iterdir() if path.is_file()}
    done = bibgen(*arguments, "--offline" if arguments[0] == "export" else "--json", cwd=tmp_path)
    assert code == done.returncode, done.stderr
    assert said.encode() in done.stderr
    assert b"Traceback" not in done.stderr
    assert b"" == done.stdout
    assert before == {path: path.read_bytes() for path in tmp_path.iterdir() if path.is_file()}


def test_windows_text_is_read_with_a_notice(tmp_path):
    (tmp_path / "old.txt").write_bytes("2205.06175\nSch\xf6n\n".encode("cp1252"))
    done = bibgen("export", "old.txt", "--offline", "--snapshot", SNAPSHOT, cwd=tmp_path)
    assert 0 == done.returncode
    assert b"old.txt:2: byte 4" in done.stderr


def test_a_full_disk_is_told_and_the_old_file_stays(tmp_path):
    if not Path("/dev/full").exists():
        pytest.skip("no /dev/full here")
    done = bibgen(
        "export", "2205.06175", "--offline", "--snapshot", SNAPSHOT, "-o", "/dev/full", cwd=tmp_path
    )
    assert 6 == done.returncode
    assert b"No space left" in done.stderr


def test_a_closed_pipe_ends_quietly(tmp_path):
    command = (
        f"{sys.executable} -m bibgen export {' '.join(LISTINGS)} --offline --snapshot {SNAPSHOT} -q | head -1"
    )
    done = subprocess.run(
        command, shell=True, cwd=tmp_path, env=environment(), capture_output=True, check=False
    )
    assert b"@misc{" in done.stdout
    assert b"" == done.stderr


def test_standard_output_gets_nothing_but_the_bibliography(tmp_path):
    done = bibgen(
        "export",
        "-",
        "--offline",
        "--snapshot",
        SNAPSHOT,
        "-f",
        "csl-json",
        cwd=tmp_path,
        input=b"2205.06175\n",
    )
    assert "2205.06175" in json.loads(done.stdout)[0]["number"]
    assert b"1 entry from 1 mention" in done.stderr
    quiet = bibgen(
        "export", "-", "--offline", "--snapshot", SNAPSHOT, "--quiet", cwd=tmp_path, input=b"2205.06175\n"
    )
    assert b"" == quiet.stderr


def test_no_home_and_no_cache_is_no_trouble(tmp_path):
    bare = {"PATH": os.environ["PATH"], "HOME": "/nonexistent"}
    done = subprocess.run(
        [sys.executable, "-m", "bibgen", "export", "2205.06175", "--offline", "--snapshot", SNAPSHOT],
        cwd=tmp_path,
        env=bare,
        capture_output=True,
        check=False,
    )
    assert 0 == done.returncode, done.stderr
    assert b"@misc{reed2022generalist" in done.stdout


def test_ctrl_c_ends_at_once_and_writes_nothing(papers, tmp_path):
    class Hanging(FakeArxiv):
        def answer(self, asked, query):
            time.sleep(20)
            return super().answer(asked, query)

    with Hanging(papers) as fake:
        running = subprocess.Popen(
            [sys.executable, "-m", "bibgen", "export", *LISTINGS, "-o", "refs.bib"],
            cwd=tmp_path,
            env=environment(BIBGEN_ARXIV_URL=fake.url),
            stderr=subprocess.PIPE,
        )
        deadline = time.monotonic() + 20
        while not fake.requests and time.monotonic() < deadline:
            time.sleep(0.02)
        began = time.monotonic()
        running.send_signal(signal.SIGINT)
        _, errors = running.communicate(timeout=20)
        assert time.monotonic() - began < 5
    assert 130 == running.returncode
    assert b"interrupted" in errors
    assert not (tmp_path / "refs.bib").exists()


def test_escape_codes_from_a_listing_never_reach_the_terminal(tmp_path):
    (tmp_path / "evil.txt").write_text(
        "CVMar 4, 2021\nA \x1b]0;owned\x07 title \x1b[31m of words\n\nAda Lovelace\n\nAn abstract.\n"
    )
    for command in (["read", "evil.txt"], ["export", "evil.txt", "--offline"]):
        done = bibgen(*command, cwd=tmp_path)
        assert b"\x1b" not in done.stdout + done.stderr
        assert b"\x07" not in done.stdout + done.stderr


def test_a_store_of_a_newer_bibgen_is_refused_kindly(tmp_path, monkeypatch):
    import sqlite3

    cache = tmp_path / "cache"
    cache.mkdir(exist_ok=True)
    with sqlite3.connect(cache / "answers.sqlite") as db:
        db.execute("PRAGMA user_version = 99")
    done = bibgen("export", "2205.06175", cwd=tmp_path)
    assert 5 == done.returncode
    assert b"newer bibgen" in done.stderr


def test_arxivs_own_host_cannot_be_asked_too_fast(tmp_path):
    done = bibgen("export", "2205.06175", cwd=tmp_path, url="https://export.arxiv.org/api/query")
    assert 2 == done.returncode
    assert b"info.arxiv.org/help/api/tou" in done.stderr


def test_a_bug_is_one_line_and_a_log(monkeypatch, capsys):
    def broken(**_):
        raise RuntimeError("not foreseen")

    monkeypatch.setattr(cli, "app", broken)
    with pytest.raises(SystemExit) as caught:
        cli.main()
    assert 70 == caught.value.code
    told = capsys.readouterr().err
    assert "RuntimeError: not foreseen" in told
    log = Path(told.split("details in ")[1].rstrip(")\n"))
    assert "Traceback" in log.read_text(encoding="utf-8")
    log.unlink()


def test_the_line_of_progress_is_rewritten_and_taken_away():
    shown = io.StringIO()
    line = Line(shown, 3.0, shown=True)
    line.progress(Progress(total=105, settled=10, open=95), 2)
    line.waiting("too many requests (429)", 30)
    line.clear()
    text = shown.getvalue()
    assert "10 of 105 settled, 2 requests, about 12 s to go" in text
    assert "too many requests (429): next try at " in text
    assert "\n" not in text
    assert text.endswith("\r")


def test_nothing_is_shown_where_nobody_looks():
    shown = io.StringIO()
    line = Line(shown, 3.0, shown=False)
    line.progress(Progress(total=1, settled=0, open=1), 0)
    line.clear()
    assert "" == shown.getvalue()


@pytest.mark.parametrize("command", [["export", "--offline"], ["read"], ["read", "--json"]])
def test_a_full_disk_behind_standard_output_is_no_bug(command, tmp_path):
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [sys.executable, "-m", "bibgen", *command, "2205.06175"],
            stdout=full,
            stderr=subprocess.PIPE,
            check=False,
        )
    assert b"bibgen: standard output: cannot be written" in done.stderr
    assert 6 == done.returncode


def test_closed_standard_streams_are_no_bug():
    shell = f"{sys.executable} -m bibgen export 2205.06175 --offline"
    done = subprocess.run(f"{shell} >&-", shell=True, capture_output=True, check=False)
    assert (6, b"bibgen: standard output: is closed\n") == (done.returncode, done.stderr)
    done = subprocess.run(f"{shell} 2>&-", shell=True, capture_output=True, check=False)
    assert (0, b"@misc") == (done.returncode, done.stdout[:5])


def test_an_outage_never_empties_a_file_that_held_something(tmp_path):
    (tmp_path / "refs.bib").write_text("@misc{a, title = {A}}\n")
    done = bibgen("export", "2205.06175", "--offline", "--unsettled", "drop", "-o", "refs.bib", cwd=tmp_path)
    assert 6 == done.returncode
    assert b"nothing could be asked" in done.stderr
    assert "@misc{a, title = {A}}\n" == (tmp_path / "refs.bib").read_text()


def test_a_ledger_that_was_emptied_is_told_even_if_nothing_can_be_written(tmp_path):
    export = ["export", "2205.06175", "--offline", "--snapshot", SNAPSHOT, "-o", "refs.bib"]
    bibgen(*export, cwd=tmp_path)
    (tmp_path / "data" / "ledger.sqlite").write_bytes(b"")
    again = bibgen(*export, cwd=tmp_path)
    assert 0 == again.returncode, "what is written the same is never refused"
    assert b"note: the ledger was damaged; it is set aside" in again.stderr
    assert b"may need --force" in again.stderr
    (tmp_path / "data" / "ledger.sqlite").write_bytes(b"")
    export[1] = "2204.14198"
    other = bibgen(*export, cwd=tmp_path)
    assert 6 == other.returncode
    assert b"note: the ledger was damaged" in other.stderr
    assert b"use --force (the ledger that may have known it was damaged:" in other.stderr


def test_a_data_folder_that_cannot_be_written_is_told_of(tmp_path):
    (tmp_path / "data").write_text("a file, not a folder")
    done = bibgen("export", "2205.06175", "--offline", "-o", "refs.bib", cwd=tmp_path)
    assert 0 == done.returncode
    assert b"note: the data folder cannot be written" in done.stderr
