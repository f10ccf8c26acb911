"""Bad input: titles that are none, and answers that are none. No traceback, no wrong paper, no lie."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bibgen import matching, names, readers
from bibgen.errors import SourceRefused
from bibgen.model import Identifier, Mention, Outcome, PartialDate, Span
from tests.conftest import BentClock
from tests.fakes.arxiv import FakeArxiv, error
from tests.matching.test_lookup import source

SPAN = Span(file="x", first=1, last=1, start=0, end=1)
FOUND_NOWHERE = {Outcome.UNKNOWN, Outcome.UNASKED, Outcome.REVIEW}
ODD = {
    "thirty lines": "\n".join(f"Line {n} of a page that was taken for a title" for n in range(30)),
    "stop words": "To be or not to be",
    "tex": r"$\mathcal{N}=4$ $\int_0^\infty \frac{x}{y}$",
    "macros": r"\textbf{\emph{}} \alpha\beta \\",
    "chinese": "基于深度学习的论文",
    "quotes and backslashes": 'The "quoted\\" title \\" of (all) [these] \'things\': OR ti:"x") AND (',
    "operators": "AND OR ANDNOT ti: au:del_maestro submittedDate:[20000101 TO 2001]",
    "one letter": "x",
    "nought": "0",
    "emoji": "🦙",
    "emoji with words": "🦙 Llamas all the way down 👩‍👩‍👧‍👦",
    "five thousand letters": "word of many " * 385,
    "one word of five thousand letters": "w" * 5000,
    "control characters": "Null\x00 and bell\x07 and escape\x1b[31m and \x85 break",
    "half a pair": "A title with \ud800 half a pair",
    "directions": "\u202eelttil eht\u202c of marks\u200b",
    "blank": " \t\n ",
    "marks": "?!… — ;",
}


def mention(title, **said):
    return Mention(raw=title, span=SPAN, title=title, **said)


class Strict(FakeArxiv):
    """A double that remembers every request it had to refuse."""

    def __init__(self, papers):
        super().__init__(papers)
        self.refused = []

    def answer(self, asked, query):
        status, body = super().answer(asked, query)
        if status != 200:
            self.refused.append(asked)
        return status, body


@pytest.fixture(scope="module")
def strict(papers):
    with Strict([one | {"abstract": " ".join(one["abstract"].split()[:40])} for one in papers]) as fake:
        yield fake


def resolved(asked, fake, **options):
    return matching.resolve(asked, source=source(fake, BentClock()), **options)


REED = {"authors": (names.parse("Scott Reed"),), "issued": PartialDate(year=2022)}
NAMED = {"identifiers": (Identifier(scheme="arxiv", value="2205.06175"),)}


@pytest.fixture(scope="module", params=[{}, REED, NAMED], ids=["alone", "with-author-and-year", "with-id"])
def judged(strict, request):
    """What becomes of every odd title, looked up together: what is said besides, outcomes by name."""
    strict.refused.clear()
    found = resolved([mention(title, **request.param) for title in ODD.values()], strict)
    return request.param, dict(zip(ODD, found, strict=True))


@pytest.mark.parametrize("name", ODD)
def test_a_title_that_is_none_names_no_paper_and_breaks_no_query(judged, name, strict):
    said, found = judged
    made = found[name]
    assert [] == strict.refused
    assert () == made.failures
    if said is NAMED:
        assert "2205.06175" == made.best.record.arxiv_id
    else:
        assert made.outcome in FOUND_NOWHERE


@pytest.mark.parametrize(
    "title", [ODD[one] for one in ("stop words", "nought", "one letter", "emoji", "blank", "marks")]
)
def test_what_nobody_was_asked_about_is_not_said_to_be_unknown(title, strict):
    strict.requests.clear()
    (made,) = resolved([mention(title)], strict)
    assert (made.outcome is Outcome.UNASKED) == (not strict.requests)


@given(st.lists(st.text(max_size=80) | st.sampled_from(list(ODD.values())), min_size=1, max_size=4))
@settings(max_examples=15, deadline=None)
def test_odd_titles_never_cost_a_good_one_that_is_asked_with_them(strict, titles):
    good = mention(
        "Gemma 2: Improving Open Language Models at a Practical Size", issued=PartialDate(year=2024)
    )
    *odd, right = resolved([*map(mention, titles), good], strict)
    assert (Outcome.SETTLED, "2408.00118") == (right.outcome, right.best.record.arxiv_id)
    assert not [one for one in odd if one.outcome is Outcome.SETTLED]
    assert [] == strict.refused


# -- answers that are none

TITLED = [mention("A Generalist Agent", authors=(names.parse("Scott Reed"),), issued=PartialDate(year=2022))]
BY_ID = list(readers.read("arXiv:2205.06175\n\narXiv:2204.14198\n").mentions)


BROKEN = ("empty", "short", "half", "cut", "html", "reset", "429", "503")


@pytest.mark.parametrize(
    ("asked", "day"),
    [*((BY_ID, day) for day in (*BROKEN, "stray", "none")), *((TITLED, day) for day in BROKEN)],
    ids=lambda one: one if isinstance(one, str) else "by-id" if one is BY_ID else "by-title",
)
def test_a_bad_answer_is_asked_again_and_the_paper_found_all_the_same(papers, asked, day):
    with FakeArxiv(papers, [day]) as fake:
        found = resolved(asked, fake)
    assert {Outcome.SETTLED} == {one.outcome for one in found}
    assert "2205.06175" == found[0].best.record.arxiv_id


@pytest.mark.parametrize("asked", [BY_ID, TITLED], ids=["by-id", "by-title"])
def test_answers_for_another_question_settle_nothing_however_often_they_come(papers, asked):
    with FakeArxiv(papers, ["stray"] * 999) as fake:
        found = resolved(asked, fake)
    assert {one.outcome for one in found} <= {Outcome.UNKNOWN, Outcome.UNASKED}
    assert (asked is BY_ID) == any(one.failures for one in found)


@pytest.mark.parametrize("day", ["half", "html", "429"])
def test_a_source_that_never_answers_leaves_the_paper_unasked_not_unknown(papers, day):
    with FakeArxiv(papers, [day] * 999) as fake:
        found = resolved([*BY_ID, *TITLED], fake)
    assert {Outcome.UNASKED} == {one.outcome for one in found}
    assert all(one.failures for one in found)


def test_a_search_whose_answers_are_always_emptied_is_no_proof_that_there_is_no_paper(papers):
    with FakeArxiv(papers, ["empty"] * 999) as fake:
        (made,) = resolved(TITLED, fake)
    assert Outcome.UNASKED is made.outcome


# -- a packet that arXiv refuses

CULPRIT = "Innocent looking title that nobody may print"


class Fussy(FakeArxiv):
    """Refuses with an error entry whatever contains some text; as arXiv did for years, perhaps with 200."""

    def __init__(self, papers, status):
        super().__init__(papers)
        self.status = status

    def answer(self, asked, query):
        if "Innocent looking" in asked["search_query"] or "2301.00666" in asked["id_list"]:
            return self.status, error("malformed, for a reason of our own")
        return super().answer(asked, query)


@pytest.mark.parametrize("status", [400, 200])
def test_a_refused_packet_is_halved_until_the_culprit_stands_alone_and_all_others_are_settled(papers, status):
    good = [
        mention(one["title"], authors=tuple(map(names.parse, one["authors"][:1])), et_al=True)
        for one in papers[:16]
    ]
    asked = [*good[:5], mention(CULPRIT), *good[5:]]
    with Fussy(papers, status) as fake:
        found = resolved(asked, fake)
    culprit = found.pop(5)
    assert [one["id"] for one in papers[:16]] == [one.best.record.arxiv_id for one in found]
    assert {Outcome.SETTLED} == {one.outcome for one in found}
    assert Outcome.UNASKED is culprit.outcome, "it was refused, so nobody said that it does not exist"
    assert {SourceRefused} == {type(one) for one in culprit.failures}
    alone = [one for one in fake.requests if one["search_query"] == f'(ti:"{CULPRIT}")']
    assert 1 == len(alone)


@pytest.mark.parametrize("status", [400, 200])
def test_a_refused_identifier_is_reported_and_costs_no_other(papers, status):
    with Fussy(papers, status) as fake:
        found = resolved([*BY_ID, *readers.read("arXiv:2301.00666").mentions], fake)
    assert [Outcome.SETTLED, Outcome.SETTLED, Outcome.UNASKED] == [one.outcome for one in found]
    assert {SourceRefused} == {type(one) for one in found[-1].failures}
