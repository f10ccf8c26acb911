"""A publisher's DOI that arXiv does not know: the preprint if there is one, else the registry's record."""

from __future__ import annotations

from bibgen import bibliography, matching, readers
from bibgen.model import Outcome
from bibgen.sources.crossref import CrossrefSource
from bibgen.sources.http import Http
from bibgen.sources.pace import Pace
from tests.fakes.arxiv import FakeArxiv
from tests.fakes.crossref import FakeCrossref, work
from tests.matching.test_lookup import source

PREPRINT = {
    "id": "1606.00001",
    "title": "Hierarchical Bottlenecks for Gauge Ensembles",
    "authors": ["Ada Lovelace", "Charles Babbage"],
    "abstract": "We compress lattices.",
    "published": "2016-06-01",
    "categories": ["hep-lat"],
}
PEOPLE = [{"given": "Ada", "family": "Lovelace"}, {"given": "Charles", "family": "Babbage"}]


def registry(fake, clock):
    http = Http(source="crossref", agent="t", pace=Pace(1, None, clock), clock=clock, patience=60)
    return CrossrefSource(fake.url, http)


def resolved(text, clock, *, papers=(PREPRINT,), works=(), bad_days=()):
    with FakeArxiv(papers) as arxiv, FakeCrossref(works, bad_days) as crossref:
        return matching.resolve(
            readers.read(text).mentions, source=source(arxiv, clock), publishers=registry(crossref, clock)
        )


def test_a_published_doi_finds_the_preprint_that_does_not_name_it(clock):
    published = work("10.1000/Gauge.1", PREPRINT["title"].upper(), author=PEOPLE)
    (one,) = resolved("10.1000/GAUGE.1\n", clock, works=[published])
    assert Outcome.SETTLED is one.outcome
    assert "1606.00001" == one.best.record.arxiv_id
    assert "10.1000/gauge.1" == one.best.record.identifier("doi").value
    assert "Journal of Examples" == one.best.record.container_title
    assert ("arxiv", "crossref") == (
        one.best.record.origin["title"],
        one.best.record.origin["container_title"],
    )


def test_a_work_that_appeared_twice_is_cited_as_the_doi_says(clock):
    published = work("10.1000/gauge.1", PREPRINT["title"], author=PEOPLE)
    elsewhere = PREPRINT | {"doi": "10.1103/PhysRevD.1.1", "journal_ref": "Phys. Rev. D 1, 1 (2017)"}
    (one,) = resolved("10.1000/gauge.1\n", clock, papers=[elsewhere], works=[published])
    assert ("1606.00001", "Journal of Examples") == (
        one.best.record.arxiv_id,
        one.best.record.container_title,
    )
    dois = [held.value for held in one.best.record.identifiers if held.scheme == "doi"]
    assert ["10.1000/gauge.1", "10.1103/physrevd.1.1"] == dois


def test_a_thesis_is_not_the_preprint_of_its_title(clock):
    thesis = work("10.1000/thesis", PREPRINT["title"], author=PEOPLE, type="dissertation")
    (one,) = resolved("10.1000/thesis\n", clock, works=[thesis])
    assert ("thesis", None) == (one.best.record.type, one.best.record.arxiv_id)


def test_a_doi_of_another_paper_of_the_same_people_is_not_that_preprint(clock):
    published = work("10.1000/gauge.2", "Hierarchical Bottlenecks for Gauge Ensembles II", author=PEOPLE)
    (one,) = resolved("10.1000/gauge.2\n", clock, works=[published])
    assert Outcome.SETTLED is one.outcome
    assert one.best.record.arxiv_id is None
    assert "Hierarchical Bottlenecks for Gauge Ensembles II" == one.best.record.title


def test_what_only_the_registry_knows_is_an_entry_of_its_record(clock):
    (one,) = resolved("https://doi.org/10.1000/alone\n", clock, works=[work("10.1000/alone")])
    made = bibliography.compile([one], keep_unsettled=True)
    (entry,) = made.entries
    assert ("article-journal", "crossref") == (entry.record.type, entry.record.origin["title"])
    assert entry.record.note is None


def test_a_doi_beside_the_title_of_another_paper_is_a_conflict(clock):
    roman = work("10.1000/alone", "Roman glass in Gaul", author=[{"given": "Jane", "family": "Doe"}])
    text = "[1] A. Lovelace, C. Babbage. On the origin of quarks and their friends. 2016. doi:10.1000/alone\n"
    (one,) = resolved(text, clock, papers=[], works=[roman])
    assert Outcome.CONFLICT is one.outcome


def test_a_doi_that_nobody_knows_is_unknown_and_keeps_its_words(clock):
    (one,) = resolved("10.1000/nowhere\n", clock)
    assert Outcome.UNKNOWN is one.outcome


def test_a_doi_that_could_not_be_asked_is_not_unknown(clock):
    (one,) = resolved("10.1000/nowhere\n", clock, bad_days=["503"] * 200)
    assert Outcome.UNASKED is one.outcome
    assert {"crossref"} == {error.source for error in one.failures}


def test_an_outage_of_the_registry_costs_no_preprint(clock):
    text = "10.1000/nowhere\n\n1606.00001\n"
    found = resolved(text, clock, bad_days=["503"] * 200)
    assert [Outcome.UNASKED, Outcome.SETTLED] == [one.outcome for one in found]
