"""The forecast of a look-up, held against what the look-up then asks of the double."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bibgen import matching, names
from bibgen.model import Choice, Identifier, Mention, Outcome, PartialDate, Span
from bibgen.sources import READING
from bibgen.sources.hints import Index
from bibgen.store import Cached, Store
from tests.conftest import BentClock
from tests.fakes.arxiv import FakeArxiv
from tests.matching.test_lookup import source

SPAN = Span(file="x", first=1, last=1, start=0, end=1)
INVENTED = (
    "Notes on a paper that was invented for a forecast",
    "Bottlenecks of weather: who forgets the spectrum",
    "Grammars $G_2$ of rain and of grounded oceans",
)


def sent(urls):
    """The requests of these addresses, as the double notes them."""
    return [
        {name: values[0] for name, values in parse_qs(urlsplit(url).query, keep_blank_values=True).items()}
        for url in urls
    ]


def mention(**said):
    return Mention(raw="x", span=SPAN, **said)


def by_id(arxiv_id):
    return mention(identifiers=(Identifier(scheme="arxiv", value=arxiv_id),))


WAYS = ("id", "unknown-id", "doi", "title", "cut", "invented", "abstract", "half", "people")
asking = st.lists(
    st.tuples(st.integers(0, 74), st.lists(st.sampled_from(WAYS), min_size=1, max_size=3, unique=True)),
    max_size=6,
)


def made_of(paper, ways):
    """A mention of a paper, right or damaged or invented, by one or more of its features."""
    said, words = {}, paper["abstract"].split()
    for way in ways:
        if way in ("id", "unknown-id"):
            value = paper["id"] if way == "id" else f"2999.{paper['id'][-4:]:0>5}"
            said["identifiers"] = (Identifier(scheme="arxiv", value=value),)
        elif way == "doi":
            said["identifiers"] = (Identifier(scheme="doi", value=f"10.5555/{paper['id']}"),)
        elif way in ("title", "cut"):
            said["title"] = paper["title"][: None if way == "title" else len(paper["title"]) * 2 // 3]
        elif way == "invented":
            said["title"] = INVENTED[len(words) % 3]
        elif way == "people":
            said["authors"] = tuple(names.parse(one) for one in paper["authors"][:3])
            said["issued"] = PartialDate(year=int(paper["published"][:4]))
        else:
            said["abstract"] = " ".join(words[:: 1 if way == "abstract" else 2])
    return mention(**said)


@pytest.fixture(scope="module")
def fake(papers):
    short = [one | {"abstract": " ".join(one["abstract"].split()[:40])} for one in papers]
    with FakeArxiv(short) as double:
        yield double


def foreseen(asked, fake, **at_hand):
    """The forecast for the mentions, and the requests that a look-up of them then sends."""
    fake.requests.clear()
    made = matching.foresee(asked, source=source(fake, BentClock()), **at_hand)
    assert [] == fake.requests, "a forecast asks nothing"
    matching.resolve(asked, source=source(fake, BentClock()), **at_hand)
    return made, list(fake.requests)


@given(wanted=asking)
@settings(max_examples=15, deadline=None)
def test_the_requests_that_are_made_are_neither_fewer_than_the_least_nor_more_than_the_most(wanted, fake):
    papers = list(fake.papers.values())
    made, asked = foreseen([made_of(papers[at], ways) for at, ways in wanted], fake)
    assert made.least <= made.likely <= made.most
    assert made.least <= len(asked) <= made.most
    assert len(made.first) == made.least


def test_the_first_round_is_sent_as_it_was_shown(fake):
    papers = list(fake.papers.values())
    named = [by_id(paper["id"]) for paper in papers]
    made, asked = foreseen(named, fake)
    assert sent(made.first) == asked
    assert (1, 1) == (made.least, len(asked))
    made, asked = foreseen([made_of(papers[0], ["title", "people"])], fake)
    assert sent(made.first) == asked[:1]


def test_what_is_at_hand_costs_no_request(fake, papers):
    named = [by_id(paper["id"]) for paper in papers[:3]]
    found = matching.resolve(named, source=source(fake, BentClock()))
    shelf = Index(one.best.record for one in found)
    made, asked = foreseen(named, fake, shelves=[shelf])
    assert (0, (), 0, 0, 0) == (made.open, made.first, made.least, made.likely, made.most)
    assert [] == asked


def test_what_a_person_chose_is_not_asked_for(fake):
    nobodys = mention(title=INVENTED[0])
    made, asked = foreseen([nobodys], fake, choices=[Choice(kind="written")])
    assert (0, 0, []) == (made.open, made.most, asked)
    assert foreseen([nobodys], fake)[0].least, "without the choice it would be"


def test_what_was_answered_before_is_not_asked_again_though_it_was_in_vain(fake, tmp_path):
    nobodys = [mention(title=INVENTED[0]), by_id("2999.00001")]
    store = Store(tmp_path)
    cached = Cached(store, "arxiv", READING, lambda: source(fake, BentClock()))
    first = matching.foresee(nobodys, shelves=[store], source=cached)
    assert 0 < first.least
    (title, number) = matching.resolve(nobodys, shelves=[store], source=cached)
    assert Outcome.UNKNOWN is title.outcome is number.outcome
    again = matching.foresee(nobodys, shelves=[store], source=cached)
    assert (2, (), 0, 0) == (again.open, again.first, again.least, again.most)
    store.close()


def test_nothing_to_ask_is_no_forecast_of_requests(fake):
    made, asked = foreseen([], fake)
    assert (0, (), 0, 0, 0, []) == (made.open, made.first, made.least, made.likely, made.most, asked)
