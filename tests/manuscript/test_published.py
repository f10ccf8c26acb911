"""The published form of papers: from arXiv, Crossref and DBLP, on good days and bad, and never another paper's."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bibgen import session
from bibgen.errors import SourceNonsense, SourceUnreachable
from bibgen.manuscript.published import Published, State, find
from bibgen.matching import forms
from bibgen.model import Identifier, Name, PartialDate
from bibgen.settings import Settings
from bibgen.sources import crossref_works, dblp_hits, mapping
from tests.conftest import BentClock
from tests.fakes.crossref import FakeCrossref, work
from tests.fakes.dblp import FakeDblp, publication

PEOPLE = ("Ada Lovelace", "Grace Hopper", "Wei Wang")
TITLE = "Learning to sort with pointer machines"


def paper(arxiv="1901.00001", title=TITLE, authors=PEOPLE, year=2019, categories=("cs.LG",), **more):
    return mapping.record(
        source="arxiv",
        arxiv=Identifier(scheme="arxiv", value=arxiv, version=1),
        title=title,
        authors=authors,
        abstract=more.pop("abstract", "We sort."),
        categories=categories,
        submitted=PartialDate(year=year, month=1, day=2),
        updated=None,
        **more,
    )


def people(*names):
    return [{"given": name.rpartition(" ")[0], "family": name.rpartition(" ")[2]} for name in names]


def article(doi="10.5555/sort", title=TITLE, authors=PEOPLE, **more):
    held = {
        "title": [title],
        "author": people(*authors),
        "issued": {"date-parts": [[2020, 3]]},
        "page": "1-12",
    }
    return work(doi) | held | more


@contextmanager
def asking(folder, works=(), hits=(), *, bad_works=(), bad_hits=(), offline=False):
    """A session over both doubles, on a clock that takes no time; and the doubles."""
    with FakeCrossref(works, bad_works) as registry, FakeDblp(hits, bad_hits) as venues:
        places = {"crossref_url": registry.url, "dblp_url": venues.url}
        made = Settings(crossref_interval=1, dblp_interval=1, cache_dir=folder, **places)
        with session.opened(made, offline=offline) as opened:
            for service in (opened.publishers, opened.venues):
                service.options["clock"] = BentClock()
            yield opened, registry, venues


def one(folder, record, works=(), hits=(), **days) -> Published:
    with asking(folder, works, hits, **days) as (opened, _, _):
        (found,) = find([record], opened)
    return found


# -- arXiv and Crossref


def test_a_year_of_the_registry_that_is_decades_off_is_not_taken_over(tmp_path):
    said = {"dois": ["10.5555/sort"], "journal_ref": "Journal of Examples 12 (2019) 1952-1962"}
    early = article(issued={"date-parts": [[1952]]}, page="1952-1962")
    assert 2019 == one(tmp_path, paper(**said), [early]).record.issued.year
    assert 2020 == one(tmp_path / "near", paper(**said), [article(page="1952-1962")]).record.issued.year


def test_the_doi_on_arxiv_leads_to_the_place_and_each_field_says_who_gave_it(tmp_path):
    found = one(tmp_path, paper(dois=["10.5555/SORT"]), [article(issue="3", publisher="Example Press")])
    made = found.record
    assert (State.PUBLISHED, "article-journal", "1901.00001") == (found.state, made.type, made.arxiv_id)
    assert ("Journal of Examples", "12", "3", "1-12") == (
        made.container_title,
        made.volume,
        made.issue,
        made.page,
    )
    assert PartialDate(year=2020, month=3) == made.issued
    assert ["arxiv", "doi"] == [one.scheme for one in made.identifiers]
    assert "10.5555/sort" == made.identifier("doi").value
    assert {"crossref"} == {
        made.origin[name] for name in ("type", "volume", "issued", "publisher", "identifiers")
    }
    assert {"arxiv"} == {made.origin[name] for name in ("title", "authors", "abstract", "submitted")}
    assert ("arxiv", "crossref") == found.asked
    assert ("10.5555/sort is the paper: Journal of Examples 2020",) == found.why
    assert () == found.failures
    assert found.found.title == TITLE


def test_many_papers_are_one_request_and_the_second_run_asks_nothing(tmp_path):
    papers = [paper(f"1901.{n:05}", f"{TITLE} of {n} cells", dois=[f"10.5555/{n}"]) for n in range(1, 41)]
    works = [article(f"10.5555/{n}", f"{TITLE} of {n} cells") for n in range(1, 41)]
    for requests in (1, 0):
        with asking(tmp_path, works) as (opened, registry, venues):
            found = find(papers, opened)
        assert {State.PUBLISHED} == {one.state for one in found}
        assert [one.record.arxiv_id for one in found] == [one.arxiv_id for one in papers]
        assert (requests, 0) == (len(registry.paths), len(venues.paths))


def test_what_was_found_here_is_no_paper_that_a_text_could_mean(tmp_path):
    record = paper(dois=["10.5555/sort"])
    with asking(tmp_path, [article()], [publication(TITLE, *PEOPLE)]) as (opened, _, _):
        find([record, paper("1901.00002")], opened)
        assert [] == opened.store.find(forms._said(record))
        assert {"doi:10.5555/sort"} == opened.store.unanswered("crossref", ["doi:10.5555/sort"])


def test_a_journal_reference_that_can_be_read_is_enough(tmp_path):
    record = paper(journal_ref="Phys.Rev.D75:097303,2007", year=2007, categories=("hep-ph",))
    with asking(tmp_path) as (opened, registry, venues):
        (found,) = find([record], opened)
    assert (State.PUBLISHED, "75", "097303") == (found.state, found.record.volume, found.record.number)
    assert {"arxiv"} == {
        found.record.origin[name] for name in ("container_title", "volume", "number", "issued")
    }
    assert (("arxiv",), None) == (found.asked, found.found)
    assert [] == [*registry.paths, *venues.paths]


def test_crossref_completes_the_reference_and_what_it_lacks_stays(tmp_path):
    record = paper(dois=["10.5555/sort"], journal_ref="J. Examples 12 (2020), no. 4, 1-12")
    found = one(tmp_path, record, [article()]).record
    assert ("Journal of Examples", "12", "4", "1-12") == (
        found.container_title,
        found.volume,
        found.issue,
        found.page,
    )
    assert ("crossref", "arxiv") == (found.origin["volume"], found.origin["issue"])


def test_a_work_that_crossref_has_no_journal_of_has_the_one_that_arxiv_names(tmp_path):
    work = article(**{"container-title": [], "short-container-title": []})
    record = paper(dois=["10.5555/sort"], journal_ref="J. Examples 12 (2020), no. 4, 1-12")
    found = one(tmp_path, record, [work]).record
    assert ("J. Examples", "12", "4", "1-12") == (
        found.container_title,
        found.volume,
        found.issue,
        found.page,
    )
    assert ("arxiv", "crossref") == (found.origin["container_title"], found.origin["page"])
    other = replace(record, volume="99")
    assert one(tmp_path, other, [work]).record.container_title is None


def test_places_of_two_publications_are_never_mixed(tmp_path):
    record = paper(dois=["10.5555/sort"], journal_ref="Other J. 99 (2019), no. 4, 501-512")
    found = one(tmp_path, record, [article(page=None)]).record
    assert ("Journal of Examples", "12", None, None) == (
        found.container_title,
        found.volume,
        found.issue,
        found.page,
    )


def test_an_article_number_drives_out_the_page_that_arxiv_gives(tmp_path):
    record = paper(dois=["10.5555/sort"], journal_ref="J. Examples 12 (2020), no. 4, 1-12")
    found = one(tmp_path, record, [article(page=None, **{"article-number": "013009"})]).record
    assert ("013009", None) == (found.number, found.page)


def test_authors_are_whole_in_the_published_form(tmp_path):
    cut = replace(paper(dois=["10.5555/sort"], authors=PEOPLE[:1]), et_al=True)
    found = one(tmp_path, cut, [article()]).record
    assert ["Lovelace", "Hopper", "Wang"] == [name.family for name in found.authors]
    assert (False, "crossref") == (found.et_al, found.origin["authors"])


def test_a_collaboration_is_not_unrolled(tmp_path):
    record = replace(paper(dois=["10.5555/sort"]), authors=(Name(literal="The Sorting Collaboration"),))
    everyone = article(author=[{"name": "The Sorting Collaboration"}, *people(*PEOPLE)])
    assert record.authors == one(tmp_path, record, [everyone]).record.authors


@pytest.mark.parametrize(
    "title",
    [
        "Parsing trees with pointer machines",
        "Learning to sort with pointer machines II",
        "An Entirely Other Work",
    ],
)
def test_a_doi_on_arxiv_that_names_another_paper_is_told_and_left(tmp_path, title):
    found = one(tmp_path, paper(dois=["10.5555/sort"]), [article(title=title)])
    assert (State.PREPRINT, None) == (found.state, found.record)
    assert f"10.5555/sort names another paper: “{title}”" in found.why


def test_a_doi_of_a_paper_of_that_title_by_others_is_left(tmp_path):
    found = one(tmp_path, paper(dois=["10.5555/sort"]), [article(authors=("Alan Turing", "Kurt Gödel"))])
    assert State.PREPRINT is found.state
    assert "10.5555/sort has other authors: Alan Turing, Kurt Gödel" in found.why


def test_a_wrong_doi_does_not_take_the_journal_reference_with_it(tmp_path):
    record = paper(dois=["10.5555/other"], journal_ref="J. Examples 12 (2020), no. 4, 1-12")
    found = one(
        tmp_path, record, [article("10.5555/other", "An Entirely Other Work", volume="7", page="80-90")]
    )
    assert (State.PUBLISHED, "12") == (found.state, found.record.volume)
    assert found.record.identifier("doi") is None


@pytest.mark.parametrize(
    "kind", ["Correction to: ", "Erratum: ", "Retraction Note: ", "Publisher Correction: ", "Comment on "]
)
def test_a_notice_about_the_paper_is_not_the_paper(tmp_path, kind):
    found = one(tmp_path, paper(dois=["10.5555/sort"]), [article(title=kind + TITLE)])
    assert State.PREPRINT is found.state
    assert "notice" in found.why[0]


def test_a_paper_that_changed_its_title_is_known_by_its_abstract(tmp_path):
    words = (
        "We prove that pointer machines learn to sort any finite list within linear time on average, given enough \
        training data, and that no comparison is wasted; experiments on public benchmarks confirm the bound."
    )
    record = paper(dois=["10.5555/sort"], abstract=words)
    retitled = article(title="Pointer machines learn sorting", abstract=f"<jats:p>{words}</jats:p>")
    assert State.PUBLISHED is one(tmp_path, record, [retitled]).state
    part = article(title=f"{TITLE}: Part II", abstract=f"<jats:p>{words}</jats:p>")
    assert State.PREPRINT is one(tmp_path / "other", record, [part]).state


def test_a_paper_that_changed_its_title_is_known_by_its_place_and_all_of_its_authors(tmp_path):
    record = paper(dois=["10.5555/sort"], journal_ref="J. Ex. 12, 1 (2020)")
    retitled = article(title="Learning how to sort using pointer automata")
    assert State.PUBLISHED is one(tmp_path, record, [retitled]).state
    assert State.PREPRINT is one(tmp_path / "other", paper(dois=["10.5555/sort"]), [retitled]).state


@pytest.mark.parametrize(
    "doi",
    [
        "10.48550/arXiv.1901.00001",
        "10.5281/zenodo.12345",
        "10.2139/ssrn.12345",
        "10.1101/2020.03.04.975573",
        "10.1101/123456",
        "10.21203/rs.3.rs-123/v1",
        "10.36227/techrxiv.123",
        "10.31219/osf.io/abcde",
        "10.6084/m9.figshare.1",
    ],
)
def test_a_doi_of_a_repository_is_no_publication_and_is_not_asked_for(tmp_path, doi):
    with asking(tmp_path, [article(doi)]) as (opened, registry, _):
        (found,) = find([paper(dois=[doi])], opened)
    assert (State.PREPRINT, []) == (found.state, registry.paths)


@pytest.mark.parametrize(
    ("kind", "said"), [("posted-content", "preprint"), ("dataset", "dataset"), ("peer-review", "notice")]
)
def test_what_crossref_calls_a_preprint_is_no_publication(tmp_path, kind, said):
    found = one(tmp_path, paper(dois=["10.5555/sort"]), [article(type=kind)])
    assert State.PREPRINT is found.state
    assert said in found.why[0]


def test_of_two_dois_the_first_that_is_the_paper_counts(tmp_path):
    record = paper(dois=["10.5555/wrong 10.5555/conf 10.5555/journal"])
    works = [
        article("10.5555/wrong", "An Entirely Other Work"),
        article("10.5555/conf", type="proceedings-article", **{"container-title": ["Proc. Sorting"]}),
        article("10.5555/journal"),
    ]
    found = one(tmp_path, record, works)
    assert ("paper-conference", "10.5555/conf") == (found.record.type, found.record.identifier("doi").value)
    assert 1 == sum(one.scheme == "doi" for one in found.record.identifiers)
    assert "also 10.5555/journal, Journal of Examples 2020" in found.why


def test_a_retraction_is_told_and_a_withdrawal_stays(tmp_path):
    notice = {"type": "retraction", "DOI": "10.5555/notice", "updated": {"date-parts": [[2021, 5, 6]]}}
    found = one(tmp_path, paper(dois=["10.5555/sort"]), [article(**{"updated-by": [notice]})])
    assert ("retracted", "Retracted 2021-05-06 (see 10.5555/notice)") == (
        found.record.status,
        found.retraction,
    )
    withdrawn = paper(comment="This paper has been withdrawn by the authors", dois=["10.5555/sort"])
    found = one(tmp_path / "other", withdrawn, [article()])
    assert ("withdrawn", "") == (found.record.status, found.retraction)


def test_a_record_without_arxiv_identifier_is_looked_up_by_its_doi(tmp_path):
    notice = {"type": "retraction", "DOI": "10.5555/notice", "updated": {"date-parts": [[2021, 5, 6]]}}
    known = crossref_works.record(article())
    found = one(tmp_path, known, [article(**{"updated-by": [notice]})])
    assert (State.PUBLISHED, "retracted", ("crossref",)) == (found.state, found.record.status, found.asked)


# -- DBLP


def test_a_venue_without_doi_is_found_by_title_and_authors(tmp_path):
    hit = publication(TITLE, *PEOPLE, venue="NeurIPS", pages="5998-6008")
    found = one(
        tmp_path, paper(), [], [hit, publication(TITLE, *PEOPLE, venue="CoRR", volume="abs/1901.00001")]
    )
    made = found.record
    assert ("paper-conference", "NeurIPS", "5998-6008", 2019) == (
        made.type,
        made.container_title,
        made.page,
        made.issued.year,
    )
    assert {"dblp"} == {made.origin[name] for name in ("type", "container_title", "page", "issued")}
    assert "1901.00001" == made.arxiv_id
    assert ("arxiv", "dblp") == found.asked
    assert ("DBLP has title and authors: NeurIPS 2019",) == found.why


def test_dblp_is_asked_once_a_paper_and_a_second_run_asks_nothing(tmp_path):
    papers = [paper(f"1901.{n:05}", f"{TITLE} of {n} cells") for n in range(10, 15)]
    hits = [publication(f"{TITLE} of {n} cells", *PEOPLE) for n in range(10, 13)]
    states = [State.PUBLISHED] * 3 + [State.PREPRINT] * 2
    for requests in (5, 0):
        with asking(tmp_path, (), hits) as (opened, registry, venues):
            assert states == [one.state for one in find(papers, opened)]
        assert (0, requests) == (len(registry.paths), len(venues.paths))


def test_dblp_is_not_asked_where_the_place_is_known_or_the_field_is_another(tmp_path):
    papers = [
        paper(dois=["10.5555/sort"]),
        paper("1901.00002", journal_ref="J. Examples 12 (2020), no. 4, 1-12"),
        paper("1901.00003", categories=("hep-th", "math-ph")),
    ]
    with asking(tmp_path, [article()]) as (opened, _, venues):
        find(papers, opened)
    assert [] == venues.paths
    with asking(tmp_path) as (opened, _, venues):
        find(
            [
                paper("1901.00004", categories=("hep-th", "cs.IT")),
                paper("1901.00005", "Counting heaps", categories=("math.CO",)),
            ],
            opened,
        )
    assert 2 == len(venues.paths)


def test_an_answer_that_nothing_is_known_lasts_a_day_and_what_was_found_a_month(tmp_path):
    records = [paper(), paper("1901.00002", "Searching for lost order in heaps")]
    hits = [
        publication(TITLE, *PEOPLE),
        publication("Searching for lost order in heaps", *PEOPLE, venue="CoRR"),
    ]
    for days, asked in ((0, 2), (0.9, 0), (2, 1), (25, 1), (40, 2)):
        with asking(tmp_path, (), hits) as (opened, _, venues):
            start = 1_900_000_000
            opened.store.now = lambda days=days, start=start: start + days * 86400
            states = [one.state for one in find(records, opened)]
        assert ([State.PUBLISHED, State.PREPRINT], asked) == (states, len(venues.paths)), days


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ({"venue": "ICML"}, {"venue": "J. Mach. Learn. Res.", "key": "journals/jmlr/x"}),
        ({"venue": "ICLR"}, {"venue": "ICLR (Workshop)"}),
        ({"venue": "NeurIPS", "year": "2019"}, {"venue": "NeurIPS", "year": "2020"}),
    ],
)
def test_two_venues_are_two_forms_and_none_is_taken(tmp_path, first, second):
    found = one(
        tmp_path, paper(), [], [publication(TITLE, *PEOPLE, **first), publication(TITLE, *PEOPLE, **second)]
    )
    assert (State.AMBIGUOUS, None) == (found.state, found.record)
    assert {first["venue"], second["venue"]} == {one.container_title for one in found.rivals}
    assert {"1901.00001"} == {one.arxiv_id for one in found.rivals}
    assert "more than once" in found.why[0]


def test_of_two_venues_the_one_that_arxiv_names_is_taken(tmp_path):
    hits = [
        publication(TITLE, *PEOPLE, venue="ICML"),
        publication(TITLE, *PEOPLE, venue="J. ACM", key="journals/x/y"),
    ]
    found = one(tmp_path, paper(journal_ref="Proceedings of ICML 2019"), [], hits)
    assert "ICML" == found.record.container_title
    found = one(tmp_path / "other", paper(comment="extends our ICML 2019 paper"), [], hits)
    assert State.AMBIGUOUS is found.state


def test_a_doi_on_arxiv_goes_before_what_dblp_has_under_that_title(tmp_path):
    hits = [
        publication(TITLE, *PEOPLE, venue="ICML"),
        publication(TITLE, *PEOPLE, venue="J. Ex.", doi="10.5555/SORT"),
    ]
    found = one(tmp_path, paper(dois=["10.5555/sort"]), [], hits)
    assert ("J. Ex.", "10.5555/sort") == (found.record.container_title, found.record.identifier("doi").value)
    assert "10.5555/sort is not known to Crossref" in found.why
    found = one(tmp_path / "other", paper(dois=["10.5555/sort"]), [], hits[:1])
    assert State.PREPRINT is found.state
    assert "DBLP knows it elsewhere than under the DOI on arXiv" in found.why


@pytest.mark.parametrize(
    "hit",
    [
        publication(TITLE, "Alan Turing", "Kurt Gödel", "Emmy Noether"),
        publication(TITLE, "Ada Lovelace"),
        publication(TITLE, "Ada Lovelace", "Alan Turing", "Kurt Gödel"),
        publication(f"{TITLE} II", *PEOPLE),
        publication(f"{TITLE}: a survey", *PEOPLE),
        publication(f"{TITLE} and trees", *PEOPLE),
        publication(f"{TITLE} (Extended Abstract)", *PEOPLE),
        publication(f"Correction to: {TITLE}", *PEOPLE),
        publication(TITLE.replace("sort", "search"), *PEOPLE),
        publication(TITLE, *PEOPLE, year="2031"),
        publication(TITLE, *PEOPLE, venue="CoRR"),
        publication(TITLE, *PEOPLE, type="Editorship"),
        publication(TITLE, *PEOPLE, type="Data and Artifacts", venue="Zenodo"),
    ],
    ids=lambda hit: f"{hit['title']}{hit['year']}{hit['type'][:9]}{len(hit['authors']['author'])}",
)
def test_what_differs_in_anything_is_not_taken_by_its_words(tmp_path, hit):
    found = one(tmp_path, paper(), [], [hit])
    assert (State.PREPRINT, None) == (found.state, found.record)


def test_spelling_accents_and_one_who_joined_do_not_keep_a_paper_apart(tmp_path):
    record = paper(
        title="Schr{\\\"o}dinger's sort: modeling caches",
        authors=("J\\'er\\^ome M\\\"uller", "G. Hopper", "Wei Wang"),
    )
    hit = publication(
        "Schrödinger&apos;s Sort: Modeling Caches",
        "Jérôme Müller",
        "Grace Hopper",
        "Wei Wang 0003",
        "Zoë New",
    )
    found = one(tmp_path, record, [], [hit])
    assert State.PUBLISHED is found.state
    assert ["Müller", "Hopper", "Wang", "New"] == [name.family for name in found.record.authors]


# -- bad days, and nobody to ask


@pytest.mark.parametrize("day", ["429", "429 later", "503", "html", "half", "failed", "wrong", "reset"])
def test_a_bad_day_of_crossref_costs_nothing(tmp_path, day):
    assert State.PUBLISHED is one(tmp_path, paper(dois=["10.5555/sort"]), [article()], bad_works=[day]).state


@pytest.mark.parametrize("day", ["429", "500", "503", "html", "half", "empty", "none", "bare", "slow"])
def test_a_bad_day_of_dblp_costs_nothing(tmp_path, day):
    found = one(tmp_path, paper(), [], [publication(TITLE, *PEOPLE)], bad_hits=[day])
    assert State.PUBLISHED is found.state


def test_hits_for_another_question_are_not_taken(tmp_path):
    found = one(tmp_path, paper(), [], [publication(TITLE, *PEOPLE)], bad_hits=["wrong"])
    assert (State.PREPRINT, None) == (found.state, found.record)


@pytest.mark.parametrize(("day", "error"), [("429", SourceUnreachable), ("html", SourceNonsense)])
def test_who_cannot_be_asked_leaves_it_open_and_nothing_is_kept(tmp_path, day, error):
    records = [paper(dois=["10.5555/sort"]), paper("1901.00002", "Searching for lost order in heaps")]
    hits = [publication("Searching for lost order in heaps", *PEOPLE)]
    with asking(tmp_path, [article()], hits, bad_works=[day] * 99, bad_hits=[day] * 99) as (opened, _, _):
        found = find(records, opened)
    assert [State.UNASKED] * 2 == [one.state for one in found]
    assert [("crossref",), ("dblp",)] == [tuple(failure.source for failure in one.failures) for one in found]
    assert all(isinstance(one.failures[0], error) for one in found)
    with asking(tmp_path, [article()], hits) as (opened, _, _):
        assert [State.PUBLISHED] * 2 == [one.state for one in find(records, opened)]


def test_crossref_out_of_reach_leaves_what_arxiv_gives_and_says_so(tmp_path):
    record = paper(dois=["10.5555/sort"], journal_ref="J. Examples 12 (2020), no. 4, 1-12")
    found = one(tmp_path, record, [article()], bad_works=["503"] * 99)
    assert (State.PUBLISHED, "12", "10.5555/sort") == (
        found.state,
        found.record.volume,
        found.record.identifier("doi").value,
    )
    assert ["crossref"] == [failure.source for failure in found.failures]


def test_offline_is_unasked_and_not_unknown(tmp_path):
    records = [paper(dois=["10.5555/sort"]), paper("1901.00002"), paper("1901.00003", categories=("hep-th",))]
    with asking(tmp_path, [article()], offline=True) as (opened, registry, venues):
        found = find(records, opened)
    assert [State.UNASKED, State.UNASKED, State.PREPRINT] == [one.state for one in found]
    assert ["working offline" in str(one.failures[0]) for one in found[:2]] == [True, True]
    assert [] == [*registry.paths, *venues.paths]


def test_offline_what_was_answered_before_counts_and_if_it_is_old_that_is_told(tmp_path):
    record = paper(dois=["10.5555/sort"])
    with asking(tmp_path, [article()]) as (opened, _, _):
        find([record], opened)
    for days, failures in ((1, 0), (90, 1)):
        with asking(tmp_path, offline=True) as (opened, _, _):
            now = opened.store.now()
            opened.store.now = lambda days=days, now=now: now + days * 86400
            (found,) = find([record], opened)
        assert (State.PUBLISHED, failures) == (found.state, len(found.failures))


def test_no_papers_are_no_requests(tmp_path):
    with asking(tmp_path) as (opened, registry, venues):
        assert [] == find([], opened)
    assert [] == [*registry.paths, *venues.paths]


# -- siblings: papers of one group under titles that differ in little

STEMS = ("Learning to sort", "Deep sorting networks", "Sorting in the cell-probe model", "Order from chaos")
TAILS = ("", " II", " III", " on trees", " on graphs", ": a survey", " revisited", " 2019", " 2020", " without labels",
         ", part 2", " with applications", ": theory", ": practice", " (extended abstract)")  # fmt: skip
TITLES = st.tuples(st.sampled_from(STEMS), st.sampled_from(TAILS)).map("".join)


@given(
    title=TITLES,
    others=st.lists(st.tuples(TITLES, st.sampled_from(("NeurIPS", "ICML", "J. ACM", "CoRR"))), max_size=4),
    year=st.integers(2019, 2021),
)
@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_sibling_is_ever_taken_for_the_paper(title, others, year):
    record = paper(title=title)
    for sibling, venue in others:
        hit = dblp_hits.record(publication(sibling, *PEOPLE, venue=venue, year=str(year)))
        if forms.is_same(record, hit):
            assert sibling == title
            assert venue != "CoRR"
        wrong = crossref_works.record(article(title=sibling, type="journal-article"))
        if not forms.objection(record, wrong) and sibling != title:
            # What a DOI names may have lost a subtitle, or got one; nothing that tells papers apart.
            assert sibling.startswith(title) or title.startswith(sibling)
