"""The transport against a server with bad days, in bent time."""

from __future__ import annotations

import socket

import pytest

from bibgen.errors import SourceNonsense, SourceRefused, SourceUnknown, SourceUnreachable
from bibgen.sources.http import Http
from bibgen.sources.pace import Pace
from tests.fakes.arxiv import FakeArxiv
from tests.fakes.crossref import FakeCrossref

PAPER = {
    "id": "2205.06175",
    "title": "A Generalist Agent",
    "authors": ["Scott Reed"],
    "abstract": "x",
    "published": "2022-05-12",
}
INTERVAL = 3.0


def http(clock, **options):
    waits = []
    made = Http(
        source="arxiv",
        agent="bibgen/test",
        pace=Pace(INTERVAL, None, clock),
        clock=clock,
        waiting=lambda reason, seconds: waits.append((reason, seconds)),
        **options,
    )
    return made, waits


def whole(body):
    if not body.rstrip().endswith(b"</feed>"):
        raise SourceNonsense("not whole", "arxiv")


def ask(made, fake):
    return made.get(f"{fake.url}?id_list=2205.06175&max_results=1", whole)


@pytest.mark.parametrize("day", ["503", "html", "half", "cut", "reset", "429"])
def test_one_bad_day_costs_a_wait_and_no_answer(clock, day):
    with FakeArxiv([PAPER], [day]) as fake:
        made, waits = http(clock)
        assert b"A Generalist Agent" in ask(made, fake)
    assert 2 == made.requests == len(fake.requests)
    assert 1 == len(waits)


def test_waves_of_429_are_met_with_longer_and_longer_patience(clock):
    with FakeArxiv([PAPER], ["429"] * 4) as fake:
        made, waits = http(clock)
        ask(made, fake)
    seconds = [seconds for _, seconds in waits]
    assert all(
        30 * factor <= wait <= 30 * factor * 1.25 for factor, wait in zip((1, 2, 4, 4), seconds, strict=True)
    )
    assert "too many requests (429)" == waits[0][0]


def test_retry_after_is_never_cut_short(clock):
    with FakeArxiv([PAPER], ["429 later"]) as fake:
        made, waits = http(clock)
        ask(made, fake)
    assert waits[0][1] >= 77


def test_requests_never_come_sooner_than_the_interval_after_the_last_answer(clock):
    with FakeArxiv([PAPER]) as fake:
        made, _ = http(clock)
        for _ in range(3):
            ask(made, fake)
    assert [INTERVAL, INTERVAL] == pytest.approx(clock.slept)


@pytest.mark.parametrize(
    ("day", "kind"), [("429", SourceUnreachable), ("html", SourceNonsense), ("503", SourceUnreachable)]
)
def test_faults_that_do_not_end_are_given_up_when_patience_ends(clock, day, kind):
    with FakeArxiv([PAPER], [day] * 100) as fake:
        made, _ = http(clock, patience=600)
        began = clock.now
        with pytest.raises(kind):
            ask(made, fake)
        assert clock.now - began <= 600
        asked = len(fake.requests)
        with pytest.raises(kind):
            ask(made, fake)
        assert asked == len(fake.requests), "what was given up is not tried again in the same run"


def test_nobody_listening_ends_within_half_a_minute(clock):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    made, waits = http(clock)
    began = clock.now
    with pytest.raises(SourceUnreachable, match="refused"):
        made.get(f"http://127.0.0.1:{port}/api/query", whole)
    assert 3 == made.requests
    assert 2 == len(waits)
    assert clock.now - began < 30


def test_a_request_that_is_wrong_is_not_repeated(clock):
    with FakeArxiv([PAPER]) as fake:
        made, waits = http(clock)
        with pytest.raises(SourceRefused):
            made.get(f"{fake.url}?id_list=nonsense", whole)
    assert 1 == len(fake.requests)
    assert not waits


def test_a_login_page_on_another_host_is_not_followed(clock):
    with FakeArxiv([PAPER], ["elsewhere"] * 9) as fake:
        made, _ = http(clock)
        with pytest.raises(SourceUnreachable, match="another host"):
            ask(made, fake)


def test_a_move_on_the_same_host_is_followed(clock):
    with FakeArxiv([PAPER], ["moved"]) as fake:
        made, waits = http(clock)
        assert b"A Generalist Agent" in ask(made, fake)
    assert not waits


def test_we_say_who_we_are(clock):
    with FakeArxiv([PAPER]) as fake:
        made, _ = http(clock)
        ask(made, fake)
    assert ["bibgen/test"] == fake.agents


def test_that_there_is_no_such_thing_is_an_answer_and_not_tried_again(clock):
    with FakeCrossref([]) as fake:
        made, waits = http(clock)
        with pytest.raises(SourceUnknown):
            made.get(f"{fake.url}/10.5555%2Fnone", whole)
    assert (1, []) == (len(fake.paths), waits)


def test_a_page_that_says_not_found_is_not_the_service_saying_so(clock):
    with FakeCrossref([], ["404 html"]) as fake:
        made, _ = http(clock)
        with pytest.raises(SourceRefused) as raised:
            made.get(f"{fake.url}/10.5555%2Fnone", whole)
    assert SourceRefused is raised.type


@pytest.mark.parametrize(
    ("status", "tries"), [(400, 1), (410, 1), (422, 1), (401, 2), (403, 2), (408, 2), (425, 2)]
)
def test_only_a_refusal_of_what_was_asked_is_final(clock, status, tries):
    with FakeCrossref([]) as fake:
        answers = iter([(status, "no", "text/plain"), (200, "</feed>", "text/plain")])
        fake.answer = lambda path: next(answers)
        made, _ = http(clock)
        if tries == 1:
            with pytest.raises(SourceRefused):
                made.get(fake.url, whole)
        else:
            assert b"</feed>" == made.get(fake.url, whole)
    assert tries == len(fake.paths)


def test_short_patience_does_not_wait_longer_for_one_answer(clock):
    with socket.create_server(("127.0.0.1", 0)) as silent:
        made, _ = http(clock, patience=0.2)
        with pytest.raises(SourceUnreachable, match="no answer within"):
            made.get(f"http://127.0.0.1:{silent.getsockname()[1]}/works", whole)
    assert 1 == made.requests
