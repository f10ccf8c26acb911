"""The arXiv source against the double: pairing, checking, splitting, mapping."""

from __future__ import annotations

import pytest

from bibgen.errors import SourceNonsense, SourceUnreachable
from bibgen.model import PartialDate
from bibgen.sources import Query, Term, ask_key
from bibgen.sources.arxiv import ArxivSource
from bibgen.sources.http import Http
from bibgen.sources.pace import Pace
from tests.fakes.arxiv import FakeArxiv, entry, feed


def paper(number, title="A title of some words", **more):
    made = {
        "id": f"2205.{number:05}",
        "title": title,
        "authors": ["Ada Lovelace"],
        "abstract": "Text.",
        "published": "2022-05-12",
    }
    return made | more


def source(fake, clock, patience=600):
    return ArxivSource(
        fake.url, Http(source="arxiv", agent="t", pace=Pace(3, None, clock), clock=clock, patience=patience)
    )


def title(text):
    return Query(terms=(Term(field="title", text=text),))


def ids_of(answers):
    return [record.arxiv_id for answer in answers for record in answer.records]


def test_answers_in_any_order_and_unknown_ids_are_no_trouble(clock):
    with FakeArxiv([paper(21), paper(12)]) as fake:
        (answer,) = source(fake, clock).ask_ids(["2205.00012", "2205.00021", "2205.99999"])
    assert {"2205.00012", "2205.00021"} == {record.arxiv_id for record in answer.records}
    assert ("id:2205.00012", "id:2205.00021", "id:2205.99999") == answer.asked
    assert 1 == len(fake.requests)


@pytest.mark.parametrize("ids", [["2205.00012"], ["2205.00012", "2205.00021"]])
def test_ids_are_called_unknown_when_that_was_said_three_times(clock, ids):
    with FakeArxiv([]) as fake:
        (answer,) = source(fake, clock).ask_ids(ids)
    assert () == answer.records
    assert 3 == len(fake.requests)


@pytest.mark.parametrize(
    ("days", "asked"), [([], 1), (["none"], 2), (["none"] * 2, 3), (["none", "empty"], 3)]
)
def test_a_feed_that_denies_a_known_id_is_not_believed_at_once(clock, days, asked):
    with FakeArxiv([paper(12)], days) as fake:
        answers = list(source(fake, clock).ask_ids(["2205.00012"]))
    assert ["2205.00012"] == ids_of(answers)
    assert asked == len(fake.requests)


@pytest.mark.parametrize(("titles", "lies"), [(1, 1), (8, 2)])
def test_a_feed_that_denies_a_title_is_not_believed_at_once(clock, titles, lies):
    papers = [
        paper(n + 1, f"Number {'one two six ten red sea sky sun'.split()[n]} of these") for n in range(titles)
    ]
    with FakeArxiv(papers, ["none"] * lies) as fake:
        answers = list(source(fake, clock).ask([title(one["title"]) for one in papers]))
    assert titles == len(ids_of(answers))
    assert lies + 1 == len(fake.requests)


def test_a_title_that_nobody_wrote_costs_two_requests(clock):
    with FakeArxiv([paper(12)]) as fake:
        (answer,) = source(fake, clock).ask([title("Nothing of the sort")])
    assert ((), None) == (answer.records, answer.failure)
    assert 2 == len(fake.requests)


@pytest.mark.parametrize("day", ["short", "half", "html", "stray", "empty"])
def test_an_answer_that_is_not_whole_or_not_ours_is_asked_again(clock, day):
    with FakeArxiv([paper(12), paper(21)], [day]) as fake:
        answers = list(source(fake, clock).ask_ids(["2205.00012", "2205.00021"]))
    assert {"2205.00012", "2205.00021"} == set(ids_of(answers))
    assert 2 == len(fake.requests)


def test_the_old_api_that_counts_unknown_ids_is_believed_in_the_end(clock):
    with FakeArxiv([paper(12)]) as fake:
        fake.answer = lambda asked, query: (200, feed([entry(paper(12))], 2, 2, 0))
        answers = list(source(fake, clock).ask_ids(["2205.00012", "2205.00021"]))
    assert ["2205.00012"] == ids_of(answers)


def test_html_for_ever_is_nonsense_and_not_no_results(clock):
    with FakeArxiv([paper(12)], ["html"] * 50) as fake, pytest.raises(SourceNonsense):
        list(source(fake, clock).ask_ids(["2205.00012"]))


def test_a_bad_item_is_found_by_halving_and_costs_no_other(clock):
    with FakeArxiv([paper(12), paper(21)]) as fake:
        answers = list(source(fake, clock).ask_ids(["2205.00012", "nonsense", "2205.00021"]))
    assert {"2205.00012", "2205.00021"} == set(ids_of(answers))
    (failed,) = [answer for answer in answers if answer.failure]
    assert ("id:nonsense",) == failed.asked


def test_an_item_that_breaks_the_service_costs_no_other_and_not_the_run(clock):
    with FakeArxiv([paper(n) for n in range(12, 52)]) as fake:
        good = fake.answer

        def breaks(asked, query):
            return (500, "<html>") if "2205.00037" in asked["id_list"] else good(asked, query)

        fake.answer = breaks
        asked = source(fake, clock)
        answers = list(asked.ask_ids([f"2205.{n:05}" for n in range(12, 52)]))
        again = list(asked.ask_ids(["2205.00012"]))
    assert 39 == len(ids_of(answers))
    (failed,) = [answer for answer in answers if answer.failure]
    assert ("id:2205.00037",) == failed.asked
    assert "not available (500)" in str(failed.failure)
    assert ["2205.00012"] == ids_of(again), "the service is not given up"


def test_a_page_cut_to_fewer_entries_than_were_asked_for_is_crowded_and_not_the_end(clock):
    crowd = [paper(n, f"Free lunch theorems {n % 2}") for n in range(100, 140)]
    with FakeArxiv(crowd) as fake:
        good = fake.answer
        fake.answer = lambda asked, query: good(asked | {"max_results": "25"}, query)
        answers = list(source(fake, clock).ask([title("theorems 0"), title("theorems 1")]))
    assert 40 == len(set(ids_of(answers)))


@pytest.mark.parametrize(
    "bomb",
    [
        '<!DOCTYPE feed [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>',
        '<!DOCTYPE feed [<!ENTITY a SYSTEM "file:///etc/hostname">]>',
    ],
)
def test_a_feed_with_entities_of_its_own_is_nonsense(clock, bomb):
    with FakeArxiv([paper(12)]) as fake:
        body = feed([entry(paper(12))], 1, 1, 0).replace("A title", "&a; title")
        fake.answer = lambda asked, query: (200, body.replace("<feed", f"{bomb}<feed", 1))
        (answer,) = source(fake, clock).ask_ids(["2205.00012"])
    assert "answered nonsense" in str(answer.failure)


def test_a_wrong_address_is_not_asked_for_every_paper_alone(clock):
    with FakeArxiv([]) as fake:
        fake.answer = lambda asked, query: (404, "<html>Not Found</html>")
        with pytest.raises(SourceUnreachable, match="nothing is at this address"):
            list(source(fake, clock).ask_ids([f"2205.{n:05}" for n in range(12, 52)]))
    assert 3 == len(fake.requests)


def test_a_packet_is_what_one_request_takes(clock):
    with FakeArxiv([]) as fake:
        asked = source(fake, clock)
        ids = [f"2205.{n:05}" for n in range(1, 1001)]
        first = asked.packet(ids)
        assert 1 == len(asked.requests_for(ids[:first], ()))
        assert 2 == len(asked.requests_for(ids[: first + 1], ()))
        mute, two = title("to be or not to be"), [title("Free lunch"), title("Dear lunch")]
        assert (2, 3, 1) == (
            asked.packet([mute, two[0]]),
            asked.packet([*two, mute][::-1]),
            asked.packet([mute]),
        )


def test_titles_are_packed_and_a_crowded_packet_is_split(clock):
    crowd = [paper(n, "Free lunch theorems") for n in range(100, 1101)]
    with FakeArxiv([*crowd, paper(99, "Zebra crossings of measure zero")]) as fake:
        answers = list(
            source(fake, clock).ask([title("Free lunch theorems"), title("Zebra crossings of measure zero")])
        )
    assert "2205.00099" in ids_of(answers)
    assert 3 == len(fake.requests)
    assert {ask_key(title("Free lunch theorems")), ask_key(title("Zebra crossings of measure zero"))} == {
        key for answer in answers for key in answer.asked if not key.startswith("crowded:")
    }


def test_a_record_holds_what_the_feed_says(clock):
    given = paper(
        12,
        "Erd\\H{o}s & $Λ_α$\n  again",
        authors=["J. -M. Caillol", ":", "CDF Collaboration", "Robert W. Heath, Jr."],
        categories=["hep-th", "math.CO"],
        doi="10.1103/PhysRevD.76.013009 10.1088/x",
        journal_ref="Phys.Rev.D76:013009,2007",
        comment="12 pages",
        version=3,
        updated="2023-01-02T03:04:05Z",
    )
    with FakeArxiv([given]) as fake:
        asked = source(fake, clock)
        (answer,) = asked.ask_ids(["2205.00012"])
        (record,) = answer.records
        assert answer.records == asked.records(answer.raw), "a stored answer reads the same"
    assert "Erdős & $Λ_α$ again" == record.title
    assert ["Caillol", "CDF Collaboration", "Heath"] == [
        name.family or name.literal for name in record.authors
    ]
    assert ("article-journal", "Phys. Rev. D", "76", "013009") == (
        record.type,
        record.container_title,
        record.volume,
        record.number,
    )
    assert PartialDate(year=2007) == record.issued
    assert PartialDate(year=2022, month=5, day=12) == record.submitted
    assert PartialDate(year=2023, month=1, day=2) == record.updated
    assert ["2205.00012", "10.1103/physrevd.76.013009", "10.1088/x"] == [
        one.value for one in record.identifiers
    ]
    assert ("hep-th", "math.CO") == record.categories
    assert 3 == record.version
    assert {"arxiv"} == set(record.origin.values())


def test_an_unsure_journal_reference_stays_a_note_on_a_preprint(clock):
    with FakeArxiv([paper(12, journal_ref="in some proceedings, 2007")]) as fake:
        (answer,) = source(fake, clock).ask_ids(["2205.00012"])
    (record,) = answer.records
    assert ("article", "in some proceedings, 2007", 2022) == (record.type, record.note, record.issued.year)


def test_a_date_that_nobody_can_read_fails_alone_and_is_no_crash(clock):
    odd = paper(12) | {"published": "2022-13-45"}
    with FakeArxiv([odd, paper(21)]) as fake:
        answers = list(source(fake, clock).ask_ids(["2205.00012", "2205.00021"]))
    assert ["2205.00021"] == ids_of(answers)
    (failure,) = [answer.failure for answer in answers if answer.failure]
    assert "date that can be read" in str(failure)


def test_the_pieces_of_a_doi_that_was_typed_with_a_blank_are_one_doi_again(clock):
    with FakeArxiv([paper(12) | {"doi": "10.1785/ 0120100293"}]) as fake:
        (answer,) = source(fake, clock).ask_ids(["2205.00012"])
    assert ["10.1785/0120100293"] == [
        one.value for one in answer.records[0].identifiers if one.scheme == "doi"
    ]
