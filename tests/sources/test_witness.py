"""That there is nothing is believed once a paper that is known came along; and what is remembered of a crowd."""

from __future__ import annotations

import re
from urllib.parse import parse_qs, urlsplit

import pytest

from bibgen.sources import READING
from bibgen.sources.arxiv import ArxivSource
from bibgen.sources.http import Http
from bibgen.sources.pace import Pace
from bibgen.store import Cached, Store
from tests.fakes.arxiv import FakeArxiv
from tests.sources.test_arxiv import ids_of, paper, title

KNOWN = paper(12, "A paper that was found before", authors=["Ada Lovelace", "Ó Dulacháin", "Charles Babbage"])
NOWHERE = [title("Nobody ever wrote this"), title("Nor this about gardens")]


@pytest.fixture
def store(tmp_path):
    store = Store(tmp_path)
    yield store
    store.close()


def behind(store, fake, clock):
    http = Http(source="arxiv", agent="t", pace=Pace(3, None, clock), clock=clock)
    return Cached(store, "arxiv", READING, lambda: ArxivSource(fake.url, http, store))


@pytest.fixture
def served(store, clock):
    with FakeArxiv([KNOWN]) as fake:
        source = behind(store, fake, clock)
        assert ["2205.00012"] == ids_of(source.ask_ids(["2205.00012"]))
        fake.requests.clear()
        yield fake, source


def test_titles_that_nobody_wrote_are_asked_for_once(served):
    fake, source = served
    assert ["2205.00012"] == ids_of(source.ask(NOWHERE))
    (request,) = fake.requests
    day = "submittedDate:[202205120000 TO 202205122359]"
    assert request["search_query"].endswith(f' OR (au:"Lovelace" AND au:"Babbage" AND {day})')
    assert [] == ids_of(source.ask(NOWHERE))
    assert 1 == len(fake.requests)


def test_what_would_be_asked_is_shown_as_it_is_asked(served):
    fake, source = served
    (shown,) = source.requests_for([], NOWHERE)
    list(source.ask(NOWHERE))
    assert [parse_qs(urlsplit(shown).query)["search_query"][0]] == [
        one["search_query"] for one in fake.requests
    ]


def test_an_answer_without_the_witness_is_not_believed_at_once(served):
    fake, source = served
    fake.papers["2205.00077"] = paper(77, "Nor this about gardens")
    fake.bad_days = iter(["none"])
    assert ["2205.00012", "2205.00077"] == sorted(ids_of(source.ask(NOWHERE)))
    assert 2 == len(fake.requests)


def test_a_service_that_lost_the_witness_is_believed_in_the_end(served):
    fake, source = served
    del fake.papers["2205.00012"]
    assert [] == ids_of(source.ask(NOWHERE))
    assert 2 == len(fake.requests)


def test_an_identifier_that_nobody_has_is_asked_twice_and_not_thrice(served):
    fake, source = served
    list(source.ask_ids(["2205.99999"]))
    assert ["2205.99999", "2205.99999,2205.00012v1"] == [one["id_list"] for one in fake.requests]


def test_an_identifier_that_was_denied_is_found_beside_the_witness(served):
    fake, source = served
    fake.papers["2205.00077"] = paper(77)
    fake.bad_days = iter(["none"])
    assert {"2205.00012", "2205.00077"} == set(ids_of(source.ask_ids(["2205.00077"])))
    assert 2 == len(fake.requests)


@pytest.mark.parametrize("known", [{"authors": ["李 明"]}, {"authors": []}])
def test_a_paper_that_cannot_be_asked_for_bears_no_witness(store, clock, known):
    with FakeArxiv([KNOWN | known]) as fake:
        source = behind(store, fake, clock)
        list(source.ask_ids(["2205.00012"]))
        list(source.ask(NOWHERE))
    assert [2, 2] == [len(re.split(r" OR ", one["search_query"])) for one in fake.requests[1:]]


def test_a_crowded_packet_is_not_asked_again_by_the_run_that_goes_on(store, clock, monkeypatch):
    def keep_and_die(*told):
        Store.keep(store, *told)
        raise KeyboardInterrupt

    crowd = [paper(n, "Free lunch theorems") for n in range(100, 1101)]
    both = [title("Free lunch theorems"), title("Zebra crossings of measure zero")]
    with FakeArxiv([*crowd, paper(99, "Zebra crossings of measure zero")]) as fake:
        monkeypatch.setattr(store, "keep", keep_and_die)
        with pytest.raises(KeyboardInterrupt):
            list(behind(store, fake, clock).ask(both))
        monkeypatch.undo()
        assert 1 == len(fake.requests)
        found = ids_of(behind(store, fake, clock).ask(both))
    assert "2205.00099" in found
    assert [2, 1, 1] == [one["search_query"].count("ti:") for one in fake.requests]
