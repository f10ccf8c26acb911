"""The DBLP source against its double: questions, hits in every shape, bad days, patience."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bibgen.errors import SourceNonsense, SourceRefused, SourceUnreachable
from bibgen.model import Identifier, Name, PartialDate, Record
from bibgen.sources import Query, Term, ask_key, load, read
from bibgen.sources.dblp import DblpSource, opened
from bibgen.sources.dblp_hits import record
from bibgen.sources.http import Http
from bibgen.sources.pace import Pace
from tests.fakes.dblp import FakeDblp, answer_of, publication

PAPER = publication("Learning to Sort", "Ada Lovelace", "Wei Wang 0001", pages="1-12", volume="97")


def source(fake, clock):
    pace = Pace(2.0, None, clock)
    return DblpSource(fake.url, Http(source="dblp", agent="bibgen/test", pace=pace, clock=clock, patience=60))


def query(title, family):
    title, name = Term(field="title", text=title, words="all"), Term(field="author", text=family, words="all")
    return Query(terms=(title, name))


SORT = query("Learning to Sort", "Lovelace")


def test_a_paper_is_found_by_its_words_and_its_first_author(clock):
    with FakeDblp([PAPER, publication("Learning to Search", "Ada Lovelace")]) as fake:
        (answer,) = source(fake, clock).ask([SORT])
    assert (ask_key(SORT),) == answer.asked
    assert ["Learning to Sort"] == [one.title for one in answer.records]
    assert ["Learning Sort Lovelace"] == fake.asked
    assert answer.records == read("dblp", answer.raw)
    assert answer.request == f"http://127.0.0.1:{fake.url.split(':')[2].split('/')[0]}{fake.paths[0]}"


@pytest.mark.parametrize(
    ("title", "family", "asked"),
    [
        ("$k$-means: what | who? -not (really)", "O'Hara", "means what who really O Hara"),
        ("C++ and C# at $O(n \\log n)$", "Ó Súilleabháin", "Ó Súilleabháin"),
        ("Schr{\\\"o}dinger's cats", "van den Oord", "Schrödinger cats van den Oord"),
        ("Llama 2: Open Foundation", "Touvron", "Llama 2 Open Foundation Touvron"),
    ],
)
def test_signs_that_mean_something_to_dblp_are_not_sent(title, family, asked, clock):
    with FakeDblp() as fake:
        (answer,) = source(fake, clock).ask([query(title, family)])
    assert [asked] == fake.asked
    assert () == answer.records


def test_a_long_title_is_asked_for_by_its_rarest_words_in_order(clock):
    title = "On the use of a new method for the perceptual deblurring of tomographic ptychography data sets"
    with FakeDblp() as fake:
        list(source(fake, clock).ask([query(title, "Li")]))
    (asked,) = fake.asked
    said = asked.split()
    assert "Li" == said.pop()
    assert 7 == len(said)
    assert said == [word for word in title.split() if word in said]
    assert {"deblurring", "tomographic", "ptychography"} <= set(said)


def test_what_would_be_asked_is_what_is_asked_one_by_one(clock):
    questions = [query(f"Sorting machine {word}", "Lovelace") for word in ("alpha", "beta", "gamma")]
    with FakeDblp() as fake:
        asked = source(fake, clock)
        planned = asked.requests_for([], questions)
        answers = list(asked.ask(questions))
        assert 1 == asked.packet(questions)
        assert [] == list(asked.ask_ids(["2205.06175"]))
    assert planned == [answer.request for answer in answers]
    assert 3 == len(fake.paths)
    assert [2.0, 2.0] == [round(slept, 6) for slept in clock.slept]


def test_nothing_found_is_an_answer(clock):
    with FakeDblp([PAPER]) as fake:
        (answer,) = source(fake, clock).ask([query("Nothing of the kind", "Lovelace")])
    assert ((), None) == (answer.records, answer.failure)
    assert () == read("dblp", answer.raw)


# -- bad days


@pytest.mark.parametrize("day", ["429", "500", "503", "html", "half", "empty", "none", "bare"])
def test_one_bad_day_costs_a_request_and_no_answer(clock, day):
    with FakeDblp([PAPER], [day]) as fake:
        (answer,) = source(fake, clock).ask([SORT])
    assert ["Learning to Sort"] == [one.title for one in answer.records]
    assert 2 == len(fake.paths)


def test_a_busy_service_is_left_alone_for_as_long_as_it_asks(clock):
    with FakeDblp([PAPER], ["429"]) as fake:
        list(source(fake, clock).ask([SORT]))
    assert max(clock.slept) >= 17


def test_who_is_told_to_wait_an_hour_gives_up_at_once(clock):
    with FakeDblp([PAPER], ["429 much later"]) as fake:
        asked = source(fake, clock)
        with pytest.raises(SourceUnreachable, match="3600"):
            list(asked.ask([SORT]))
        with pytest.raises(SourceUnreachable):
            list(asked.ask([SORT]))
    assert 1 == len(fake.paths)


def test_a_slow_answer_is_waited_for(clock):
    with FakeDblp([PAPER], ["slow"]) as fake:
        (answer,) = source(fake, clock).ask([SORT])
    assert 1 == len(answer.records)


@pytest.mark.parametrize("day", ["429", "503", "html"])
def test_bad_days_that_do_not_end_are_given_up_within_a_minute(clock, day):
    began = clock.now
    with FakeDblp([PAPER], [day] * 99) as fake, pytest.raises((SourceUnreachable, SourceNonsense)):
        list(source(fake, clock).ask([SORT]))
    assert clock.now - began <= 60


def test_dblp_out_of_reach_costs_two_seconds_and_is_not_tried_again(clock):
    with FakeDblp() as fake:
        asked = source(fake, clock)
    began = clock.now
    for _ in range(2):
        with pytest.raises(SourceUnreachable, match="refused"):
            list(asked.ask([SORT]))
    assert clock.now - began <= 2.5
    assert 3 == asked.http.requests


@pytest.mark.parametrize(
    ("day", "error"), [("half", SourceNonsense), ("none", SourceNonsense), ("414", SourceRefused)]
)
def test_a_question_that_cannot_be_answered_costs_itself_and_no_other(clock, day, error):
    other = query("Searching for order", "Lovelace")
    with FakeDblp([PAPER, publication("Searching for Order", "Ada Lovelace")], [day] * 6) as fake:
        asked = source(fake, clock)
        fake.bad_days = [day] * (1 if day == "414" else 6)
        first, second = asked.ask([SORT, other])
    assert isinstance(first.failure, error)
    assert () == first.records
    assert ["Searching for Order"] == [one.title for one in second.records]


def test_it_is_loaded_like_the_other_sources(clock, tmp_path):
    with FakeDblp([PAPER]) as fake:
        made = load("dblp").opened(
            url=fake.url, interval=0, agent="a", folder=tmp_path, waiting=lambda *_: None, clock=clock
        )
        assert 1 == len(list(made.ask([SORT])))
    assert "dblp" == made.name
    assert load("dblp").opened is opened


# -- hits


def test_a_record_holds_what_the_hit_says():
    made = record(
        PAPER
        | {
            "doi": "10.1109/CVPR.2019.00001",
            "ee": "https://doi.org/10.1109/CVPR.2019.00001",
            "key": "conf/x/y",
        }
    )
    assert (
        Record(
            type="paper-conference",
            title="Learning to Sort",
            authors=(Name(family="Lovelace", given="Ada"), Name(family="Wang", given="Wei")),
            issued=PartialDate(year=2019),
            container_title="NeurIPS",
            volume="97",
            page="1-12",
            identifiers=(
                Identifier(scheme="doi", value="10.1109/cvpr.2019.00001"),
                Identifier(scheme="url", value="https://dblp.org/rec/conf/x/y"),
            ),
            origin=made.origin,
        )
        == made
    )
    assert {"dblp"} == set(made.origin.values())


@pytest.mark.parametrize(
    ("more", "kind", "venue"),
    [
        (
            {"key": "journals/jmlr/L19", "type": "Journal Articles", "venue": "J. Mach. Learn. Res."},
            "article-journal",
            "J. Mach. Learn. Res.",
        ),
        (
            {"key": "journals/corr/abs-1901-00001", "venue": "CoRR", "volume": "abs/1901.00001"},
            "article",
            None,
        ),
        ({"key": "journals/corr/L19", "venue": "CoRR", "type": "Journal Articles"}, "article", None),
        ({"key": "journals/corr/KingmaW13", "venue": "ICLR"}, "paper-conference", "ICLR"),
        (
            {"key": "journals/iacr/X", "venue": "IACR Cryptol. ePrint Arch.", "type": "Journal Articles"},
            "article",
            None,
        ),
        ({"key": "phd/basesearch/L19", "type": "Books and Theses", "venue": []}, "thesis", None),
        (
            {"key": "reference/x", "type": "Reference Works", "venue": "Encyclopedia"},
            "chapter",
            "Encyclopedia",
        ),
        ({"key": "data/x", "type": "Data and Artifacts", "venue": "Zenodo"}, "dataset", None),
        ({"key": "x", "type": "Something New", "venue": "V"}, "document", "V"),
    ],
)
def test_arxiv_is_no_venue_whatever_its_key_or_type(more, kind, venue):
    made = record(PAPER | more)
    assert (kind, venue) == (made.type, made.container_title)


def test_proceedings_are_no_paper():
    assert record(PAPER | {"type": "Editorship"}) is None


def test_a_series_behind_the_venue_is_the_series():
    made = record(PAPER | {"venue": ["ICLP", "EPTCS"], "volume": "306"})
    assert ("ICLP", "EPTCS", "306") == (made.container_title, made.collection_title, made.volume)


@pytest.mark.parametrize(
    ("given", "title"),
    [
        ("P &amp; NP: &quot;Equal&quot;?", 'P & NP: "Equal"?'),
        ("And so on...", "And so on..."),
        ("Order.", "Order"),
        ("H&lt;sub&gt;2&lt;/sub&gt; Storage.", "H₂ Storage"),
        ({"text": "Order."}, "Order"),
    ],
)
def test_titles_are_as_their_authors_wrote_them(given, title):
    assert title == record(PAPER | {"title": given}).title


def test_one_author_is_no_list_and_numbers_are_no_names():
    made = record(publication("Order", "Aäron van den Oord 0002"))
    assert (Name(family="Oord", given="Aäron", particle="van den"),) == made.authors


def test_an_address_that_is_a_doi_is_one_and_arxiv_is_arxiv():
    ee = ["https://openreview.net/forum?id=1", "https://doi.org/10.5555/ABC"]
    assert "10.5555/abc" == record(PAPER | {"ee": ee}).identifier("doi").value
    made = record(
        PAPER
        | {"venue": "CoRR", "doi": "10.48550/ARXIV.1901.00001", "ee": "https://arxiv.org/abs/1901.00001"}
    )
    assert "1901.00001" == made.arxiv_id
    assert made.identifier("doi") is None


JUNK = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["text", "author", "@pid"]), inner)
    ),
    max_leaves=8,
)


@given(
    st.dictionaries(st.sampled_from([*PAPER, "doi", "ee", "number", "pages", "volume", "publisher"]), JUNK)
)
@settings(max_examples=200, deadline=None)
def test_whatever_a_hit_holds_it_raises_nothing(more):
    for info in (more, PAPER | more):
        made = record(info)
        assert made is None or made.title


@given(st.binary(max_size=60) | JUNK.map(lambda value: answer_of([{"title": value}]).encode()))
@settings(max_examples=100, deadline=None)
def test_a_body_is_read_or_refused(raw):
    with suppress(SourceNonsense):
        assert all(one.title for one in read("dblp", raw))
