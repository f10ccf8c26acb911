"""The Crossref source against the double: lists, single works, refusals, patience."""

from __future__ import annotations

import pytest

from bibgen.errors import SourceNonsense, SourceRefused, SourceUnknown, SourceUnreachable
from bibgen.sources import Query, Term, ask_key, load
from bibgen.sources.crossref import CrossrefSource, opened
from bibgen.sources.http import Http
from bibgen.sources.pace import Pace
from tests.fakes.crossref import FakeCrossref, many_of, work

AGENT = "bibgen/test"


def source(fake, clock, mailto=""):
    pace = Pace(1.0, None, clock)
    return CrossrefSource(
        fake.url, Http(source="crossref", agent=AGENT, pace=pace, clock=clock, patience=60), mailto
    )


def queries(*dois):
    return [Query(terms=(Term(field="doi", text=doi),)) for doi in dois]


def keys(*dois):
    return tuple(map(ask_key, queries(*dois)))


def dois_of(answers):
    return [record.identifiers[0].value for answer in answers for record in answer.records]


def test_one_doi_is_asked_for_by_its_name_however_it_is_typed(clock):
    with FakeCrossref([work("10.5555/abc.def")]) as fake:
        (answer,) = source(fake, clock).ask(queries("10.5555/ABC.def"))
    assert keys("10.5555/ABC.def") == answer.asked
    assert ["10.5555/abc.def"] == dois_of([answer])
    assert ["/works/10.5555%2Fabc.def"] == fake.paths
    assert answer.request == f"{fake.url}/10.5555%2Fabc.def"


def test_a_doi_with_signs_of_urls_in_it_is_quoted(clock):
    doi = "10.1175/1520-0469(1996)053<0946:asthf h>2.0.co;2?x#y%20"
    with FakeCrossref([work(doi)]) as fake:
        (answer,) = source(fake, clock).ask(queries(doi))
    assert [doi] == dois_of([answer])


def test_two_ways_to_type_a_doi_are_one_request(clock):
    with FakeCrossref([work("10.5555/a")]) as fake:
        (answer,) = source(fake, clock).ask(queries("10.5555/A", "10.5555/a"))
    assert keys("10.5555/A", "10.5555/a") == answer.asked
    assert 1 == len(fake.paths)


def test_an_unknown_doi_is_known_to_be_unknown(clock):
    with FakeCrossref([]) as fake:
        asked = source(fake, clock)
        (answer,) = asked.ask(queries("10.5555/none"))
    assert ((), None, b"") == (answer.records, answer.failure, answer.raw)
    assert keys("10.5555/none") == answer.asked
    assert () == asked.records(answer.raw)


def test_many_dois_are_one_list_and_a_stored_answer_reads_the_same(clock):
    given = [f"10.5555/{n}" for n in range(40)]
    with FakeCrossref([work(doi, abstract="x", reference=[{"key": "1"}]) for doi in given]) as fake:
        asked = source(fake, clock)
        (answer,) = asked.ask(queries(*given))
    assert sorted(given) == sorted(dois_of([answer]))
    assert keys(*given) == answer.asked
    assert answer.records == asked.records(answer.raw)
    assert b"reference" not in answer.raw


def test_lists_stay_short_enough_for_a_url(clock):
    given = [f"10.5555/{'<' * 60}{n}" for n in range(90)]
    with FakeCrossref([work(doi) for doi in given]) as fake:
        answers = list(source(fake, clock).ask(queries(*given)))
    assert set(given) == set(dois_of(answers))
    assert len(fake.paths) > 3
    assert max(map(len, fake.paths)) < 4000


def test_what_a_list_leaves_out_is_asked_for_alone_before_it_is_called_unknown(clock):
    given = ["10.5555/a", "10.5555/b", "10.5555/c", "10.5555/none"]
    with FakeCrossref([work(doi) for doi in given[:3]], ["short"]) as fake:
        answers = list(source(fake, clock).ask(queries(*given)))
    assert set(given[:3]) == set(dois_of(answers))
    assert sorted(keys(*given)) == sorted(key for answer in answers for key in answer.asked)
    assert not any(answer.failure for answer in answers)
    assert [1, 3] == [len(fake.lists), len(fake.paths) - len(fake.lists)]


@pytest.mark.parametrize("day", ["none", "wrong", "400"])
def test_a_list_that_is_empty_or_of_others_or_refused_proves_nothing(clock, day):
    given = ["10.5555/a", "10.5555/b", "10.5555/c"]
    with FakeCrossref([work(doi) for doi in given], [day]) as fake:
        answers = list(source(fake, clock).ask(queries(*given)))
    assert given == dois_of(answers)
    assert 4 == len(fake.paths)


def test_a_comma_would_part_a_doi_in_a_list(clock):
    given = ["10.5555/a", "10.5555/b", "10.5555/c", "10.5555/d,e"]
    with FakeCrossref([work(doi) for doi in given]) as fake:
        answers = list(source(fake, clock).ask(queries(*given)))
    assert set(given) == set(dois_of(answers))
    assert 2 == len(fake.paths)


def test_what_would_be_asked_is_what_is_asked(clock):
    given = [f"10.5555/{n}" for n in range(42)] + ["10.5555/d,e"]
    with FakeCrossref([work(doi) for doi in given]) as fake:
        asked = source(fake, clock, "ada@example.org")
        planned = asked.requests_for([], queries(*given, "10.5555/1"))
        answers = list(asked.ask(queries(*given)))
    assert planned == [answer.request for answer in answers]
    assert 4 == len(planned)


def test_a_packet_is_what_one_list_takes(clock):
    given = queries(*(f"10.5555/{n}" for n in range(41)), "10.5555/d,e")
    with FakeCrossref([]) as fake:
        asked = source(fake, clock)
        assert (40, 2, 1) == tuple(map(asked.packet, (given, given[40:], given[41:])))


def test_two_dois_are_no_list(clock):
    with FakeCrossref([work("10.5555/a"), work("10.5555/b")]) as fake:
        assert 2 == len(list(source(fake, clock).ask(queries("10.5555/a", "10.5555/b"))))
    assert [] == fake.lists


@pytest.mark.parametrize("day", ["429", "429 later", "503", "html", "half", "failed", "reset", "wrong"])
def test_one_bad_day_costs_a_request_and_no_answer(clock, day):
    with FakeCrossref([work("10.5555/a")], [day]) as fake:
        (answer,) = source(fake, clock).ask(queries("10.5555/a"))
    assert ["10.5555/a"] == dois_of([answer])
    assert 2 == len(fake.paths)


@pytest.mark.parametrize("day", ["429", "503", "html", "half", "failed"])
def test_bad_days_that_do_not_end_are_given_up_within_a_minute_and_say_nothing_of_the_doi(clock, day):
    began = clock.now
    with FakeCrossref([work("10.5555/a")], [day] * 99) as fake:
        asked = source(fake, clock)
        answers = []
        with pytest.raises((SourceUnreachable, SourceNonsense)):
            answers.extend(asked.ask(queries(*(f"10.5555/{letter}" for letter in "abcdefgh"))))
        assert all(answer.failure for answer in answers)
        tried = len(fake.paths)
        with pytest.raises((SourceUnreachable, SourceNonsense)):
            list(asked.ask(queries("10.5555/b")))
    assert clock.now - began <= 60
    assert tried == len(fake.paths)


@pytest.mark.parametrize(("day", "kind"), [("400", SourceRefused), ("404 html", SourceRefused)])
def test_a_doi_that_is_refused_costs_no_other(clock, day, kind):
    with FakeCrossref([work("10.5555/a"), work("10.5555/b")], [day]) as fake:
        refused, good = source(fake, clock).ask(queries("10.5555/a", "10.5555/b"))
    assert isinstance(refused.failure, kind)
    assert not isinstance(refused.failure, SourceUnknown)
    assert keys("10.5555/a") == refused.asked
    assert ["10.5555/b"] == dois_of([good])


def test_a_doi_answered_with_another_work_for_ever_is_not_taken_and_costs_no_other(clock):
    with FakeCrossref([work("10.5555/b")], ["wrong"] * 3) as fake:
        strange, good = source(fake, clock).ask(queries("10.5555/a", "10.5555/b"))
    assert isinstance(strange.failure, SourceNonsense)
    assert () == strange.records
    assert ["10.5555/b"] == dois_of([good])


def test_a_list_where_one_work_was_asked_for_is_nonsense(clock):
    with FakeCrossref([work("10.5555/a")]) as fake:
        fake.answer = lambda path: (200, many_of([work("10.5555/a")]), "application/json")
        (answer,) = source(fake, clock).ask(queries("10.5555/a"))
    assert isinstance(answer.failure, SourceNonsense)
    assert "answered nonsense" in str(answer.failure)


def test_the_mail_address_is_sent_and_not_kept(clock):
    given = ["10.5555/a", "10.5555/b", "10.5555/c", "10.5555/none"]
    with FakeCrossref([work(doi) for doi in given[:3]]) as fake:
        answers = list(source(fake, clock, "ada+x@example.org").ask(queries(*given)))
    assert all("mailto=ada%2Bx@example.org" in path for path in fake.paths)
    assert not any("ada" in answer.request or "mailto" in answer.request for answer in answers)
    assert {AGENT} == set(fake.agents)


def test_arxiv_identifiers_are_nothing_to_crossref(clock):
    with FakeCrossref([]) as fake:
        assert [] == list(source(fake, clock).ask_ids(["1706.03762"]))
    assert [] == fake.paths


def test_it_keeps_a_pace_of_its_own_in_the_folder_it_shares(tmp_path):
    with FakeCrossref([work("10.5555/a")]) as fake:
        made = load("crossref").opened(
            url=f"{fake.url}/", interval=0, agent=AGENT, mailto="", folder=tmp_path, waiting=lambda *_: None
        )
        assert ["10.5555/a"] == dois_of(made.ask(queries("10.5555/a")))
    assert 1 == made.http.requests
    assert (tmp_path / "crossref.pace").exists()
    assert opened is load("crossref").opened
