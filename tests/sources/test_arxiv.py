"""The arXiv source against the double: pairing, checking, splitting, mapping."""

from __future__ import annotations

import pytest

from bibgen.errors import SourceNonsense
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


def test_ids_all_unknown_are_asked_once_more(clock):
    with FakeArxiv([]) as fake:
        (answer,) = source(fake, clock).ask_ids(["2205.00012", "2205.00021"])
    assert () == answer.records
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


def test_titles_are_packed_and_a_crowded_packet_is_split(clock):
    crowd = [paper(n, "Free lunch theorems") for n in range(100, 1101)]
    with FakeArxiv([*crowd, paper(99, "Zebra crossings of measure zero")]) as fake:
        answers = list(
            source(fake, clock).ask([title("Free lunch theorems"), title("Zebra crossings of measure zero")])
        )
    assert "2205.00099" in ids_of(answers)
    assert 3 == len(fake.requests)
    assert {ask_key(title("Free lunch theorems")), ask_key(title("Zebra crossings of measure zero"))} == {
        key for answer in answers for key in answer.asked
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
