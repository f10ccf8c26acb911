"""Runs against a service that stumbles: the same answers and bytes as from one that does not, or an honest end.

Three seeds are run here; `BIBGEN_SEEDS=20 pytest tests/test_faults.py` runs as many as it says.
"""

from __future__ import annotations

import json
import multiprocessing
import os
import re
from collections import Counter
from dataclasses import replace

import pytest
from typer.testing import CliRunner

from bibgen import pipeline
from bibgen.cli import app
from bibgen.cli.progress import Line
from bibgen.cli.trace import followed
from bibgen.errors import OutputError
from bibgen.explain import rows
from bibgen.model import Outcome
from bibgen.session import Watch
from bibgen.settings import Settings
from bibgen.sources import http
from tests.conftest import SAMPLES
from tests.fakes.arxiv import FakeArxiv
from tests.fakes.crossref import FakeCrossref
from tests.fakes.faults import drawn

LISTINGS = [str(path) for path in sorted(SAMPLES.glob("*.txt"))]
INTERVAL = 0.02
SEEDS = range(1, 1 + int(os.environ.get("BIBGEN_SEEDS", "3")))


def run(names, fake, folder, **more):
    settings = Settings(
        arxiv_url=fake.url, arxiv_interval=INTERVAL, cache_dir=folder / "cache", data_dir=folder / "data"
    )
    return pipeline.run(names, settings=settings, **more)


def result(made):
    """All that a run tells: its bibliography and what became of each mention."""
    return made.text(), [json.dumps(row) for row in rows(made.resolutions, made.bibliography.keys)]


@pytest.fixture(scope="module")
def undisturbed(papers, tmp_path_factory):
    with FakeArxiv(papers) as fake:
        made = run(LISTINGS, fake, tmp_path_factory.mktemp("undisturbed"))
    return result(made)


@pytest.mark.parametrize("seed", SEEDS)
def test_a_service_that_stumbles_changes_no_answer_and_no_byte(papers, tmp_path, undisturbed, seed):
    day = "429" if seed % 2 else "429 soon"
    with FakeArxiv(papers, drawn(seed, day=day), interval=INTERVAL) as fake:
        made = run(LISTINGS, fake, tmp_path)
    assert undisturbed == result(made)
    assert (0, 1, 1) == (fake.violations, fake.most_at_once, fake.most_connections)
    assert sum(map(bool, fake.days)) > 5, "something went wrong"


def test_the_double_refuses_and_counts_what_comes_too_early(papers, tmp_path):
    with FakeArxiv(papers, interval=10 * INTERVAL) as fake:
        run(LISTINGS[:1], fake, tmp_path)
    assert fake.violations


# -- faults that do not end


@pytest.fixture
def bent(clock, monkeypatch):
    """Time that waiting moves on at once, for the sources that a command opens."""
    monkeypatch.setattr("bibgen.sources.http.SystemClock", lambda: clock)
    monkeypatch.setattr(http, "_READ", 0.05)
    return clock


def export(*arguments):
    done = CliRunner().invoke(app, ["export", *arguments])
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    return done


@pytest.mark.parametrize(
    ("day", "said"),
    [
        ("429", "could not be asked: too many requests (429)"),
        ("hang", "could not be asked: no answer within"),
        ("html", "answered nonsense: answer that is text/html"),
        ("503", "could not be asked: not available (503)"),
        ("elsewhere", "could not be asked: sent on to another host"),
    ],
)
def test_faults_without_end_end_the_run_with_all_that_was_found_and_a_later_one_asks_the_rest(
    papers, tmp_path, monkeypatch, bent, day, said
):
    abstract = next(one["abstract"] for one in papers if one["id"] == "2305.07440")
    (tmp_path / "listing.txt").write_text(f"2205.06175\n\n2204.14198\n\nAbstract: {abstract}\n")
    monkeypatch.chdir(tmp_path)
    with FakeArxiv(papers, [None] + [day] * 500) as fake:
        monkeypatch.setenv("BIBGEN_ARXIV_URL", fake.url)
        began = bent.now
        done = export("listing.txt", "-o", "refs.bib", "--strict")
        assert bent.now - began <= 600
        assert 4 == done.exit_code, done.output
        assert f"arxiv: {said}" in done.stderr
        assert "given up after" in done.stderr
        assert "2 settled, 0 to review, 0 unknown, 1 could not be asked" in done.stderr
        assert "run the same command again later" in done.stderr
        text = (tmp_path / "refs.bib").read_text(encoding="utf-8")
        assert "2205.06175" in text
        assert "2204.14198" in text
        asked = len(fake.requests)
        assert 0 == export("listing.txt", "-o", "again.bib", "--offline").exit_code
        assert asked == len(fake.requests)
        fake.bad_days = iter(())
        done = export("listing.txt", "-o", "refs.bib", "--strict")
        assert 0 == done.exit_code, done.output
        assert not any(one.get("id_list") for one in fake.requests[asked:]), "only the rest is asked"
    assert 3 == (tmp_path / "refs.bib").read_text(encoding="utf-8").count("\n@") + 1


def test_patience_is_as_long_as_is_wished(papers, tmp_path, bent):
    with FakeArxiv(papers, ["503"] * 500) as fake:
        settings = Settings(arxiv_url=fake.url, cache_dir=tmp_path, patience=60)
        began = bent.now
        made = pipeline.run(["2205.06175"], settings=settings)
        assert 20 < bent.now - began <= 60
        assert Outcome.UNASKED is made.resolutions[0].outcome
        pipeline.run(["2205.06175"], settings=replace(settings, patience=6000))
        assert 5000 < bent.now - began


def test_not_found_not_asked_and_nonsense_are_three_things(papers, tmp_path, bent):
    known, nowhere, broken = "2205.06175", "2205.99999", "2204.14198"
    with FakeArxiv(papers) as fake:
        good = fake.answer

        def breaks(asked, query):
            return (500, "<html>") if broken in asked.get("id_list", "") else good(asked, query)

        fake.answer = breaks
        made = run([known, nowhere, broken], fake, tmp_path)
    assert [Outcome.SETTLED, Outcome.UNKNOWN, Outcome.UNASKED] == [one.outcome for one in made.resolutions]
    assert [[], []] == [list(one.failures) for one in made.resolutions[:2]]
    assert ["arxiv: answered nonsense: not available (500)"] == [
        str(one) for one in made.resolutions[2].failures
    ]


# -- several processes


def _export(names, arxiv, crossref, folder, out):
    os.environ["BIBGEN_CROSSREF_URL"] = crossref
    settings = Settings(
        arxiv_url=arxiv,
        arxiv_interval=INTERVAL,
        crossref_url=crossref,
        cache_dir=folder / "cache",
        data_dir=folder / "data",
    )
    made = pipeline.run(names, settings=settings)
    found = [one.best.record.arxiv_id for one in made.resolutions if one.outcome is Outcome.SETTLED]
    out.put((names, found, len(made.resolutions)))


# Authors on one day and nothing else: so a paper that is known is asked for, to vouch for the answer.
WITNESS = re.compile(r'\((?:au:"[^"]+" AND )+submittedDate:\[(?P<day>\d{8})0000 TO (?P=day)2359\]\)')


def questions(request):
    """What a request asks: its identifiers, or its queries but for the witness."""
    ids, text = request.get("id_list", ""), request.get("search_query", "")
    if ids:
        return ids.split(",")
    return [one for one in re.split(r" OR (?=\()", text) if not WITNESS.fullmatch(one)]


def test_four_processes_at_once_ask_nothing_twice_and_each_finds_its_own(papers, tmp_path):
    context = multiprocessing.get_context("spawn")
    out = context.Queue()
    inputs = [LISTINGS[:2], LISTINGS[1:3], LISTINGS[2:4], LISTINGS[3:]]
    with FakeArxiv(papers, interval=INTERVAL) as fake, FakeCrossref([]) as registry:
        workers = [
            context.Process(target=_export, args=(names, fake.url, registry.url, tmp_path, out))
            for names in inputs
        ]
        for worker in workers:
            worker.start()
        told = {
            tuple(names): (found, mentions)
            for names, found, mentions in (out.get(timeout=60) for _ in workers)
        }
        for worker in workers:
            worker.join()
        assert (0, 1, 1) == (fake.violations, fake.most_at_once, fake.most_connections)
        asked = Counter(one for request in fake.requests for one in questions(request))
        alone = {tuple(names): run(names, fake, tmp_path / f"alone{n}") for n, names in enumerate(inputs)}
    assert [] == [one for one, times in asked.items() if times > 1]
    for names, made in alone.items():
        settled = [one.best.record.arxiv_id for one in made.resolutions if one.outcome is Outcome.SETTLED]
        assert (settled, len(made.resolutions)) == told[names]


# -- a run that is followed


class Screen:
    """A terminal that remembers."""

    def __init__(self):
        self.text = ""

    def write(self, text):
        self.text += text

    def flush(self):
        pass


def test_each_request_and_each_wait_is_told_with_its_cause_and_nobodys_address(papers, tmp_path, capsys):
    log = tmp_path / "run.jsonl"
    with FakeArxiv(papers, [None, "503"]) as fake, FakeCrossref([]) as registry:
        settings = Settings(
            arxiv_url=fake.url,
            arxiv_interval=INTERVAL,
            crossref_url=registry.url,
            crossref_interval=INTERVAL,
            mailto="me@example.org",
            cache_dir=tmp_path / "cache",
        )
        line = Line(Screen(), INTERVAL, shown=True)
        with followed(line, verbose=True, log=str(log)) as watch:
            pipeline.run(["2205.06175", "10.5555/nowhere"], settings=settings, watch=watch)
        asked = len(fake.requests) + len(registry.paths)
    events = [json.loads(one) for one in log.read_text(encoding="utf-8").splitlines()]
    requests = [one for one in events if one["event"] == "request"]
    assert asked == len(requests)
    assert {"id 1", "doi 1"} == {one["cause"] for one in requests}
    assert {"arxiv", "crossref"} == {one["source"] for one in requests}
    assert ["not available (503)"] == [one["reason"] for one in events if one["event"] == "wait"]
    shown = capsys.readouterr().err
    assert re.search(r"^\d\d:\d\d:\d\d arxiv: id 1: 200, 1 entry, \d kB, \d\.\d s$", shown, re.M)
    assert "not available (503), next try in" in shown
    assert "mailto=***" in log.read_text(encoding="utf-8")
    assert "example.org" not in shown + log.read_text(encoding="utf-8")


def test_a_request_that_hung_is_told_with_the_seconds_that_it_took(papers, tmp_path, bent):
    def hangs(handler, asked):
        bent.now += 90
        fake._day_reset(handler, asked)

    told = []
    with FakeArxiv(papers, ["hung"]) as fake:
        fake._day_hung = hangs
        run(["2205.06175"], fake, tmp_path, watch=Watch(asked=told.append))
    assert [(0, 90), (200, 0)] == [(one.status, round(one.seconds)) for one in told]


def test_a_log_that_cannot_be_begun_is_told_before_anything_is_asked(tmp_path):
    line = Line(Screen(), INTERVAL, shown=False)
    with pytest.raises(OutputError), followed(line, verbose=False, log=str(tmp_path / "no" / "log")):
        raise AssertionError("it was not told")


def test_a_run_that_nobody_follows_tells_only_its_progress(tmp_path, capsys):
    line = Line(Screen(), INTERVAL, shown=False)
    with followed(line, verbose=False, log=None) as watch:
        assert watch.progress == line.progress
        watch.waiting("too many requests (429)", 30)
    assert "" == capsys.readouterr().err


def test_another_bibgen_that_is_asking_is_a_reason_to_wait_without_a_time(capsys):
    screen = Screen()
    Line(screen, INTERVAL, shown=True).waiting("another bibgen is asking", 0)
    assert "another bibgen is asking" in screen.text
    assert "next try" not in screen.text
