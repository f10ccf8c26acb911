"""From works, whole and damaged, to records."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bibgen.model import Identifier, Name, PartialDate, Record
from bibgen.sources.crossref_works import FIELDS, record
from bibgen.store.records import dump, load
from tests.fakes.crossref import work

FULL = work(
    "10.1103/PhysRevD.76.013009",
    "Prompt diphoton production at H<sub>2</sub>",
    subtitle=["A study"],
    issue="1",
    page="100–110",
    abstract="<jats:p>Text.</jats:p>",
    ISBN=["9783161484100"],
    **{
        "short-container-title": ["J. Ex."],
        "article-number": "013009",
        "published": {"date-parts": [[2017]]},
        "posted": {"date-parts": [[2016, 1, 1]]},
    },
)


def test_a_record_holds_what_the_work_says():
    made = record(FULL)
    assert (
        Record(
            type="article-journal",
            title="Prompt diphoton production at H₂: A study",
            authors=(Name(family="Lovelace", given="Ada"),),
            issued=PartialDate(year=2017, month=12, day=6),
            container_title="Journal of Examples",
            volume="12",
            issue="1",
            page="100-110",
            number="013009",
            publisher="Example Press",
            abstract="Text.",
            identifiers=(Identifier(scheme="doi", value="10.1103/physrevd.76.013009"),),
            origin=made.origin,
        )
        == made
    )
    assert "10.1103/PhysRevD.76.013009" == made.identifiers[0].typed
    assert {"crossref"} == set(made.origin.values())
    assert {"title", "authors", "issued", "publisher", "identifiers"} <= set(made.origin)
    assert made == load(dump(made))


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        ("journal-article", "article-journal"),
        ("proceedings-article", "paper-conference"),
        ("book-chapter", "chapter"),
        ("reference-entry", "chapter"),
        ("monograph", "book"),
        ("edited-book", "book"),
        ("dissertation", "thesis"),
        ("report", "report"),
        ("posted-content", "article"),
        ("dataset", "dataset"),
        ("peer-review", "document"),
        ("of next year", "document"),
        (None, "document"),
        (["report"], "document"),
    ],
)
def test_types_are_those_of_csl(kind, expected):
    assert expected == record(work("10.5555/a", type=kind)).type


@pytest.mark.parametrize(
    ("title", "subtitle", "expected"),
    [
        ("Ice", "A Survey", "Ice: A Survey"),
        ("Ice: A Survey", "A survey", "Ice: A Survey"),
        ("Why ice?", "A survey", "Why ice? A survey"),
        ("Ice:", "A survey", "Ice: A survey"),
        ("Ice", "", "Ice"),
        ("", "A survey", "A survey"),
    ],
)
def test_a_subtitle_is_said_once(title, subtitle, expected):
    assert expected == record(work("10.5555/a", title, subtitle=[subtitle])).title


@pytest.mark.parametrize(
    ("person", "expected"),
    [
        (
            {"family": "van den Oord", "given": "Aäron"},
            Name(family="Oord", given="Aäron", particle="van den"),
        ),
        (
            {"family": "Heath", "given": "R. W.", "suffix": "Jr."},
            Name(family="Heath", given="R. W.", suffix="Jr."),
        ),
        ({"family": "Vega", "given": "Ana", "suffix": "PhD"}, Name(family="Vega", given="Ana")),
        ({"family": "García Márquez", "given": "G."}, Name(family="García Márquez", given="G.")),
        ({"family": "王", "given": "伟"}, Name(family="王", given="伟")),
        ({"family": "Suharto"}, Name(literal="Suharto")),
        ({"name": "DeepMind Research"}, Name(literal="DeepMind Research")),
        ({"name": "for the ATLAS Collaboration"}, Name(literal="ATLAS Collaboration")),
        ({"family": "M&uuml;ller", "given": "<b>K.</b>"}, Name(family="Müller", given="K.")),
    ],
)
def test_names_keep_their_parts(person, expected):
    assert (expected,) == record(work("10.5555/a", author=[person])).authors


def test_et_al_is_nobody():
    made = record(
        work("10.5555/a", author=[{"family": "Li", "given": "X."}, {"family": "al.", "given": "et"}])
    )
    assert ((Name(family="Li", given="X."),), True) == (made.authors, made.et_al)


@pytest.mark.parametrize(
    ("given_", "expected"),
    [
        ({"issued": {"date-parts": [[2017, 12, 6]]}}, (2017, 12, 6)),
        ({"issued": {"date-parts": [[2017]]}, "published-print": {"date-parts": [[2018, 1]]}}, (2017, 0, 0)),
        ({"issued": {"date-parts": [[None]]}, "published-online": {"date-parts": [[2018, 1]]}}, (2018, 1, 0)),
        ({"issued": {"date-parts": [[2017, 2, 31]]}}, (2017, 2, 0)),
        ({"issued": {"date-parts": [[2017, 13, 1]]}}, (2017, 0, 0)),
        ({"issued": {"date-parts": [[2017, None, 3]]}}, (2017, 0, 0)),
        ({"issued": {"date-parts": [["2017"]]}}, None),
        ({"issued": {"date-parts": [[True]]}}, None),
        ({"issued": {"date-parts": []}}, None),
        ({"issued": "2017"}, None),
        ({"issued": {"date-parts": [[10**30]]}}, None),
    ],
)
def test_dates_are_as_precise_as_they_can_be(given_, expected):
    made = record(work("10.5555/a") | {"issued": None} | given_).issued
    assert (PartialDate(year=expected[0], month=expected[1], day=expected[2]) if expected else None) == made


@pytest.mark.parametrize(
    ("kind", "titles", "short", "expected"),
    [
        (
            "journal-article",
            ["Z. Ex.", "Zeitschrift für Beispiele"],
            ["Z. Ex."],
            ("Zeitschrift für Beispiele", None),
        ),
        ("journal-article", ["Z. Ex."], ["Z. Ex."], ("Z. Ex.", None)),
        (
            "book-chapter",
            ["Lecture Notes in X", "Vision – ECCV"],
            [],
            ("Vision – ECCV", "Lecture Notes in X"),
        ),
        (
            "book-chapter",
            ["Ice in Water", "ACS Symposium Series"],
            [],
            ("Ice in Water", "ACS Symposium Series"),
        ),
        ("book-chapter", ["Frozen Things", "The Book"], [], ("The Book", "Frozen Things")),
        ("book-chapter", ["Advances in Neural Ice"], [], ("Advances in Neural Ice", None)),
        ("monograph", ["Texts in Ice"], [], (None, "Texts in Ice")),
        ("report", [], [], (None, None)),
    ],
)
def test_books_and_their_series_are_told_apart(kind, titles, short, expected):
    made = record(work("10.5555/a", type=kind) | {"container-title": titles, "short-container-title": short})
    assert expected == (made.container_title, made.collection_title)


@pytest.mark.parametrize(
    ("page", "number", "expected"),
    [
        ("5343–5370", None, ("5343-5370", None)),
        ("1--10", None, ("1-10", None)),
        ("S1 − S9", None, ("S1-S9", None)),
        ("013009", "013009", (None, "013009")),
        ("1-20", "17", ("1-20", "17")),
    ],
)
def test_pages_are_joined_by_one_hyphen_and_an_article_number_is_none(page, number, expected):
    made = record(work("10.5555/a", page=page) | {"article-number": number})
    assert expected == (made.page, made.number)


def test_the_isbn_of_a_book_names_the_book_and_not_its_chapters():
    numbers = ["http://id.crossref.org/isbn/9783161484100", "0262033844", "123"]
    book = record(work("10.5555/a", type="book", ISBN=numbers))
    chapter = record(work("10.5555/a_1", type="book-chapter", ISBN=numbers))
    assert ["10.5555/a", "9783161484100", "9780262033848"] == [one.value for one in book.identifiers]
    assert ["doi"] == [one.scheme for one in chapter.identifiers]


def test_a_work_without_a_title_is_one_if_it_stands_somewhere():
    assert record(work("10.5555/a", title=None)).title is None
    assert record({"DOI": "10.5555/a", "volume": "3"}).volume == "3"
    assert record({"DOI": "10.5555/a", "title": [], "publisher": "P", "issued": FULL["issued"]}) is None
    assert record(work("10.5555/a") | {"DOI": None}) is None


def test_a_text_where_a_list_should_be_is_taken_as_it_is_meant():
    made = record(work("10.5555/a") | {"title": "Plain", "container-title": "Journal", "volume": ["3"]})
    assert ("Plain", "Journal", "3") == (made.title, made.container_title, made.volume)


ODD = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from([*FIELDS, "date-parts", "id"]), inner)
    ),
    max_leaves=6,
)


@settings(max_examples=300, deadline=None)
@given(st.dictionaries(st.sampled_from(FIELDS), ODD))
def test_nothing_that_can_stand_in_a_work_raises(odd):
    made = record({**FULL, **odd})
    assert made is None or (made.identifiers and made == load(dump(made)))


@settings(max_examples=200, deadline=None)
@given(st.dictionaries(st.sampled_from(["family", "given", "name", "suffix", "sequence"]), ODD), ODD)
def test_no_person_raises(person, other):
    made = record({**FULL, "author": [person, other]})
    assert all(name.family or name.given or name.literal for name in made.authors)


# -- what became of a work

NOTICE = {
    "type": "retraction",
    "DOI": "10.1016/S0140-6736(10)60175-4",
    "updated": {"date-parts": [[2010, 2, 6]]},
    "source": "retraction-watch",
    "label": "Retraction",
}


def updated(kind, doi="10.5555/notice", year=2012, source="publisher"):
    return {"type": kind, "DOI": doi, "updated": {"date-parts": [[year]]}, "source": source}


def test_a_retraction_is_told_with_its_notice_and_date_whoever_says_so():
    made = record(work("10.5555/a", **{"updated-by": [NOTICE, NOTICE | {"source": "publisher"}]}))
    assert "retracted" == made.status
    assert "Retracted 2010-02-06 (see 10.1016/s0140-6736(10)60175-4)" == made.note
    assert {"status", "note"} <= set(made.origin)
    assert made == load(dump(made))


@pytest.mark.parametrize(
    ("updates", "status", "note"),
    [
        ([updated("correction")], None, "Corrected 2012 (see 10.5555/notice)"),
        ([updated("erratum", doi="10.5555/A")], None, "Corrected 2012"),
        ([updated("expression_of_concern")], None, "Expression of concern 2012 (see 10.5555/notice)"),
        ([updated("partial_retraction")], None, "Retracted in part 2012 (see 10.5555/notice)"),
        ([updated("withdrawal")], "retracted", "Withdrawn by the publisher 2012 (see 10.5555/notice)"),
        ([updated("removal", doi="")], "retracted", "Removed 2012"),
        (
            [updated("reinstatement", year=2015), updated("retraction")],
            None,
            "Retracted 2012 (see 10.5555/notice); Reinstated 2015 (see 10.5555/notice)",
        ),
        (
            [updated("correction", year=2014), updated("retraction")],
            "retracted",
            "Retracted 2012 (see 10.5555/notice); Corrected 2014 (see 10.5555/notice)",
        ),
        ([updated("new_version"), updated("addendum")], None, None),
        (["retraction", None, {"type": ["retraction"]}, {}], None, None),
        ("retraction", None, None),
        ([{"type": "retraction", "updated": {"date-parts": [[None]]}}], "retracted", "Retracted"),
    ],
)
def test_only_what_takes_a_work_back_makes_it_retracted(updates, status, note):
    made = record(work("10.5555/a", **{"updated-by": updates}))
    assert (status, note) == (made.status, made.note)


def test_a_notice_is_not_itself_retracted():
    assert record(work("10.5555/notice", **{"update-to": [NOTICE]})).status is None


@pytest.mark.parametrize(
    ("title", "bare", "status"),
    [
        ("RETRACTED: Order in sorting", "Order in sorting", "retracted"),
        ("RETRACTED ARTICLE: Order in sorting", "Order in sorting", "retracted"),
        ("[Retracted] Order in sorting", "Order in sorting", "retracted"),
        ("Order in sorting [Retracted]", "Order in sorting", "retracted"),
        ("WITHDRAWN: Order in sorting", "Order in sorting", "retracted"),
        ("Retracted: Order in sorting", "Retracted: Order in sorting", None),
        ("RETRACTED:", "RETRACTED:", "retracted"),
        ("Removed variables in sorting", "Removed variables in sorting", None),
    ],
)
def test_the_mark_before_a_title_is_no_part_of_it(title, bare, status):
    made = record(work("10.5555/a", title=title))
    assert (bare, status) == (made.title, made.status)


@pytest.mark.parametrize(
    ("relation", "preprint"),
    [
        ({"has-preprint": [{"id-type": "doi", "id": "10.48550/arXiv.2205.06175v2"}]}, "2205.06175"),
        ({"is-version-of": [{"id-type": "uri", "id": "https://arxiv.org/abs/2205.06175"}]}, "2205.06175"),
        ({"has-preprint": {"id-type": "arxiv", "id": "hep-th/9711200"}}, "hep-th/9711200"),
        ({"has-preprint": [{"id-type": "doi", "id": "10.1101/2020.01.01.123456"}]}, None),
        (
            {"has-preprint": [{"id-type": "arxiv", "id": one} for one in ("2205.06175", "2205.06176")]},
            None,
        ),
        ({"cites": [{"id-type": "arxiv", "id": "2205.06175"}]}, None),
        ({"has-preprint": "2205.06175"}, None),
        ([], None),
    ],
)
def test_a_preprint_on_arxiv_is_known_by_its_identifier_and_is_no_name_of_the_work(relation, preprint):
    made = record(work("10.5555/a", relation=relation))
    assert preprint == made.preprint
    assert made.arxiv_id is None


def test_lists_ask_for_what_became_of_a_work():
    assert {"updated-by", "relation"} <= set(FIELDS)
