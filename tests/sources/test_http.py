"""The transport against a server with bad days, in bent time."""

from __future__ import annotations

import socket
import ssl
import tracemalloc
from pathlib import Path

import pytest

from bibgen.errors import SourceNonsense, SourceRefused, SourceUnknown, SourceUnreachable
from bibgen.sources.http import Http, Spoilt
from bibgen.sources.pace import Pace, SystemClock
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
# Made for these tests alone: a key and a certificate that signs itself in each, valid from 2001 or 2198 on.
CERTIFICATES = Path(__file__).parent.parent / "fakes" / "certificates"


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
    return made.get(f"{fake.url}?id_list=2205.06175&max_results=1", whole, kind="xml")


@pytest.mark.parametrize(
    "day", ["503", "html", "half", "cut", "reset", "429", "gzip cut", "brotli", "bomb", "429 date"]
)
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
        30 * factor <= wait <= min(30 * factor * 1.25, 120)
        for factor, wait in zip((1, 2, 4, 4), seconds, strict=True)
    )
    assert "too many requests (429)" == waits[0][0]


@pytest.mark.parametrize("day", ["429 later", "429 date"])
def test_retry_after_is_never_cut_short(clock, day):
    with FakeArxiv([PAPER], [day]) as fake:
        made, waits = http(clock)
        ask(made, fake)
    assert 77 == waits[0][1]


def test_a_retry_after_beyond_our_patience_is_not_waited_for(clock):
    with FakeArxiv([PAPER], ["429 much later"]) as fake:
        made, waits = http(clock)
        with pytest.raises(SourceUnreachable, match="not before 86400 s"):
            ask(made, fake)
    assert ([], 1) == (waits, len(fake.requests))


def test_a_first_429_among_other_troubles_is_met_like_a_first(clock):
    with FakeArxiv([PAPER], ["503", "503", "503", "429"]) as fake:
        made, waits = http(clock)
        ask(made, fake)
    assert 30 <= waits[3][1] <= 37.5


@pytest.mark.parametrize(("answered", "tries"), [(True, 5), (False, 1)])
def test_patience_is_counted_from_the_last_good_answer_that_anybody_here_had(
    clock, tmp_path, answered, tries
):
    class Queued(Pace):
        """Others have their turn first, and try in vain for long."""

        def held(self, *blocked):
            if not self.is_held:
                clock.now += 1000
                others = Pace(INTERVAL, tmp_path / "pace", clock)
                with others.turn():
                    pass
                if answered:
                    with others.held():
                        others.praise()
            return super().held(*blocked)

    with FakeArxiv([PAPER], ["429"] * 4) as fake:
        pace = Queued(INTERVAL, tmp_path / "pace", clock)
        made = Http(source="arxiv", agent="t", pace=pace, clock=clock, patience=600)
        if answered:
            ask(made, fake)
        else:
            with pytest.raises(SourceUnreachable, match="given up after 1 try"):
                ask(made, fake)
    assert tries == len(fake.requests)


def test_time_spent_on_other_things_is_no_impatience(clock):
    with FakeArxiv([PAPER], [None, "503"]) as fake:
        made, waits = http(clock)
        ask(made, fake)
        clock.now += 3600  # a person was choosing
        ask(made, fake)
    assert 1 == len(waits)


@pytest.mark.parametrize("day", ["half", "bomb"])
def test_a_request_that_is_only_ever_answered_with_nonsense_fails_alone(clock, day):
    with FakeArxiv([PAPER], [day] * 6) as fake:
        made, _ = http(clock)
        began = clock.now
        with pytest.raises(Spoilt, match="answered nonsense"):
            ask(made, fake)
        assert clock.now - began < 75
        assert b"A Generalist Agent" in ask(made, fake)


def test_nonsense_for_whatever_is_asked_is_given_up_when_patience_ends(clock):
    with FakeArxiv([PAPER], ["half"] * 1000) as fake:
        made, _ = http(clock)
        began = clock.now
        for _ in range(100):
            try:
                ask(made, fake)
            except Spoilt:
                continue
            except SourceNonsense:
                break
        assert 500 < clock.now - began <= 600


@pytest.mark.parametrize("day", ["bomb", "endless", "moved with a bomb"])
def test_an_answer_without_end_is_not_taken_into_memory(clock, day):
    with FakeArxiv([PAPER], [day]) as fake:
        made, _ = http(clock)
        tracemalloc.start()
        try:
            ask(made, fake)
            _, most = tracemalloc.get_traced_memory()
        finally:
            tracemalloc.stop()
    assert most < 150 << 20


def test_a_packed_answer_is_unpacked(clock):
    with FakeArxiv([PAPER], ["gzip"]) as fake:
        made, waits = http(clock)
        assert b"A Generalist Agent" in ask(made, fake)
    assert not waits


def test_an_answer_that_drips_is_not_waited_for_byte_by_byte():
    with FakeArxiv([PAPER], ["drip"]) as fake:
        made, _ = http(SystemClock(), patience=0.3)
        with pytest.raises(SourceUnreachable, match="no whole answer within"):
            ask(made, fake)


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


def test_a_captive_portal_on_another_host_is_not_followed(clock):
    with FakeArxiv([PAPER], ["elsewhere"] * 9) as fake:
        made, _ = http(clock)
        with pytest.raises(
            SourceUnreachable, match=r"another host \(captive\.example\), as by a log-in page"
        ):
            ask(made, fake)
    assert 3 == len(fake.requests)


def test_a_network_that_wants_a_log_in_is_named(clock):
    with FakeArxiv([PAPER], ["511"] * 99) as fake:
        made, waits = http(clock)
        with pytest.raises(SourceUnreachable):
            ask(made, fake)
    assert "the network wants a log-in (511)" == waits[0][0]


def test_a_proxy_that_answers_with_a_login_page_is_named(clock, monkeypatch):
    with FakeArxiv([PAPER], ["html"] * 99) as proxy:
        monkeypatch.setenv("HTTP_PROXY", f"http://127.0.0.1:{proxy.port}")
        made, waits = http(clock)
        with pytest.raises(SourceNonsense, match="answered nonsense: answer that is text/html and not xml"):
            made.get("http://arxiv.test/api/query", whole, kind="xml")
    assert "as from a proxy or a log-in page" in waits[0][0]


def test_a_proxy_that_is_not_there_is_not_taken_for_the_service(clock, monkeypatch):
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    made, _ = http(clock)
    with pytest.raises(SourceUnreachable, match="the proxy cannot be reached: connection refused"):
        made.get("http://arxiv.test/api/query", whole)


def secure(name):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(CERTIFICATES / f"{name}.pem")
    return context


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("expired", r"certificate has expired \(is the clock of this machine right\?\)"),
        ("of-tomorrow", r"certificate is not yet valid \(is the clock of this machine right\?\)"),
        ("of-another-host", "IP address mismatch"),
    ],
)
def test_a_certificate_that_does_not_hold_is_named_and_nothing_is_asked(clock, monkeypatch, name, said):
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(CERTIFICATES / f"{name}.pem"))
    with FakeArxiv([PAPER], tls=secure(name)) as fake:
        made, waits = http(clock)
        with pytest.raises(SourceUnreachable, match=f"its certificate cannot be trusted: .*{said}"):
            ask(made, fake)
    assert ([], 2) == (fake.requests, len(waits))


def test_a_certificate_of_nobody_we_know_is_not_trusted(clock):
    with FakeArxiv([PAPER], tls=secure("good")) as fake:
        made, _ = http(clock)
        with pytest.raises(SourceUnreachable, match="cannot be trusted: self-signed certificate"):
            ask(made, fake)
    assert [] == fake.requests


def test_a_good_certificate_is_trusted_and_its_answer_not_sent_on_to_plain_http(clock, monkeypatch):
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(CERTIFICATES / "good.pem"))
    with FakeArxiv([PAPER], tls=secure("good")) as fake:
        made, _ = http(clock)
        assert b"A Generalist Agent" in ask(made, fake)
        down = ("Location", f"http://127.0.0.1:{fake.port}/api/query")
        fake._day_down = lambda handler, asked: fake._send(handler, 302, "", "text/html", [down])
        fake.bad_days = iter(["down"] * 9)
        with pytest.raises(SourceUnreachable, match="not safe"):
            ask(made, fake)


@pytest.fixture
def names(monkeypatch):
    """Host names and their addresses; others are unknown, as where there is no name service."""
    known = {}
    asked = socket.getaddrinfo

    def look_up(host, port, *more, **options):
        if host not in known:
            raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")
        return [one for address in known[host] for one in asked(address, port, *more, **options)]

    monkeypatch.setattr(socket, "getaddrinfo", look_up)
    return known


def test_a_host_that_no_name_service_knows_is_named_within_half_a_minute(clock, names):
    made, waits = http(clock)
    began = clock.now
    with pytest.raises(SourceUnreachable, match="cannot be reached: host unknown"):
        made.get("http://arxiv.test/api/query", whole)
    assert (3, 2) == (made.requests, len(waits))
    assert clock.now - began < 30


@pytest.mark.parametrize("addresses", [["::1"], ["127.0.0.1", "::1"]])
def test_a_service_that_is_there_by_ipv6_only_is_found(clock, names, addresses):
    try:
        fake = FakeArxiv([PAPER], host="::1")
    except OSError:
        pytest.skip("no IPv6 here")
    names["arxiv.test"] = addresses
    with fake:
        made, waits = http(clock)
        found = made.get(f"http://arxiv.test:{fake.port}/api/query?id_list=2205.06175", whole)
    assert b"A Generalist Agent" in found
    assert not waits


def test_a_move_on_the_same_host_is_followed(clock):
    with FakeArxiv([PAPER], ["moved"]) as fake:
        made, waits = http(clock)
        assert b"A Generalist Agent" in ask(made, fake)
    assert not waits
    assert [INTERVAL] == pytest.approx(clock.slept), "it is a request like any other"


def test_moves_without_end_are_given_up(clock):
    with FakeArxiv([PAPER], ["moved"] * 99) as fake:
        made, _ = http(clock)
        with pytest.raises(SourceUnreachable, match="from one address to the next"):
            ask(made, fake)
    assert 4 == len(fake.requests)


def test_one_connection_at_a_time_is_open_and_none_is_left_behind(clock):
    with FakeArxiv([PAPER], [None, "html", "reset", "503"]) as fake:
        one, _ = http(clock)
        other, _ = http(clock)
        for made in (one, other, one):
            ask(made, fake)
    assert 1 == fake.most_connections


def test_what_was_asked_and_what_came_is_told_without_mail_addresses_and_secrets(clock):
    told = []
    with FakeArxiv([PAPER], ["503", "html"]) as fake:
        pace = Pace(INTERVAL, None, clock)
        agent = "bibgen/test (mailto:me@example.org)"
        made = Http(source="arxiv", agent=agent, pace=pace, clock=clock, asked=told.append)
        url = fake.url.replace("http://", "http://me:pw@")
        query = "id_list=2205.06175&max_results=1&mailto=me%40example.org&api_key=s3cret"
        made.get(f"{url}?{query}", lambda body: body.count(b"<entry>"), kind="xml", cause="id 1")
    assert [503, 200, 200] == [one.status for one in told]
    assert ["not available (503)", ""] == [told[0].trouble, told[2].trouble]
    assert (1, "id 1", "arxiv") == (told[2].entries, told[2].cause, told[2].source)
    assert told[2].bytes > 500
    assert f"{fake.url}?id_list=2205.06175&max_results=1&mailto=***&api_key=***" == told[0].url
    shown = repr(told)
    assert not any(secret in shown for secret in ("me@", "me%40", "pw", "s3cret"))


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
