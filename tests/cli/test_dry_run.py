"""`bibgen export --dry-run`: what would be asked is told, and nothing is asked or written."""

from __future__ import annotations

import re
from urllib.parse import parse_qs, urlsplit

import pytest
from typer.testing import CliRunner

from bibgen import fingerprint, readers
from bibgen.cli import app
from bibgen.model import Choice
from bibgen.store import Ledger
from tests.conftest import SAMPLES
from tests.fakes.arxiv import FakeArxiv

SNAPSHOT = str(SAMPLES / "arxiv-snapshot.jsonl")
LISTING = (
    "arXiv:2205.06175\n\nAda Nobody. On the invention of a paper that nobody wrote. arXiv:2301.99999, 2023.\n"
)


@pytest.fixture
def fake(papers, tmp_path, monkeypatch):
    (tmp_path / "refs.txt").write_text(LISTING)
    monkeypatch.chdir(tmp_path)
    with FakeArxiv(papers) as double:
        monkeypatch.setenv("BIBGEN_ARXIV_URL", double.url)
        monkeypatch.setenv("BIBGEN_ARXIV_INTERVAL", "0.01")
        monkeypatch.setenv("BIBGEN_CROSSREF_URL", "http://127.0.0.1:9/works")
        yield double


def run(*arguments):
    result = CliRunner().invoke(app, ["export", *arguments])
    assert 0 == result.exit_code, result.output
    return result.stdout


def counts(shown):
    """The least, likely and most requests that were told."""
    return tuple(
        int(re.search(rf"^{name} +(\d+) request", shown, re.M)[1]) for name in ("least", "likely", "most")
    )


def as_sent(url):
    return {name: values[0] for name, values in parse_qs(urlsplit(url).query, keep_blank_values=True).items()}


def test_nothing_is_asked_or_written_and_what_is_shown_is_what_a_run_sends_first(fake, tmp_path):
    shown = run("refs.txt", "--dry-run", "-o", "refs.bib", "--report", "report.jsonl")
    assert [] == fake.requests
    assert {"refs.txt", "cache"} >= {path.name for path in tmp_path.iterdir()} - {"data"}
    assert "2 mentions, 0 settled by what is at hand\nfirst round, 1 request:\n" in shown
    first = re.findall(r"^  (http\S+)$", shown, re.M)
    run("refs.txt")
    assert [as_sent(url) for url in first] == fake.requests[:1]
    least, likely, most = counts(shown)
    assert 1 == least <= likely <= most
    assert least < len(fake.requests) <= most


def test_what_an_earlier_run_was_told_is_not_asked_again(fake):
    run("refs.txt")
    shown = run("refs.txt", "--dry-run")
    assert (0, 0, 0) == counts(shown)
    assert "first round" not in shown
    assert "2 mentions, 1 settled by what is at hand" in shown


def test_a_snapshot_that_has_every_paper_leaves_nothing_to_ask(fake, tmp_path):
    listings = map(str, sorted(SAMPLES.glob("abstracts-with-ids.txt")))
    shown = run(*listings, "--dry-run", "--offline", "--snapshot", SNAPSHOT)
    assert (0, 0, 0) == counts(shown)
    assert re.match(r"(\d+) mentions, \1 settled by what is at hand\n", shown)


def test_a_mention_that_a_person_decided_is_not_asked_for(fake, tmp_path):
    (tmp_path / "doubt.txt").write_text(LISTING.split("\n\n")[1])
    assert counts(run("doubt.txt", "--dry-run"))[0] == 1
    decided(tmp_path, "doubt.txt")
    assert (0, 0, 0) == counts(run("doubt.txt", "--dry-run"))
    assert [] == fake.requests


def decided(tmp_path, name):
    """Keep every mention of a file as it is written, as a person would in `bibgen review`."""
    ledger = Ledger(tmp_path / "data")
    for one in readers.read((tmp_path / name).read_text()).mentions:
        ledger.choose(fingerprint.of_mention(one), Choice(kind="written"), said=one.raw, place=name)
    ledger.close()


def test_the_time_that_is_told_is_that_of_the_pace(fake, monkeypatch):
    monkeypatch.setenv("BIBGEN_ARXIV_INTERVAL", "59")
    shown = run("refs.txt", "--dry-run")
    least, _, most = counts(shown)
    assert re.search(rf"least +{least} request, about {least * 60} s\n", shown)
    assert re.search(rf"most +{most} requests, about {most} min\n", shown)
