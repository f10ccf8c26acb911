"""The rules, on made-up evidence; no text, no network."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bibgen.errors import SourceUnreachable
from bibgen.matching.decide import decide
from bibgen.matching.evidence import match
from bibgen.matching.policy import Policy
from bibgen.matching.rules import Grade, grade
from bibgen.model import Evidence, Identifier, Mention, Outcome, Record, Span, Verdict

POLICY = Policy()
SPAN = Span(file="x", first=1, last=1, start=0, end=1)
LONG = "Perceivers compress multimodal observations through hierarchical latent bottlenecks " * 4
BARS = {
    "identifier": 1,
    "title": 0.8,
    "abstract": 0.5,
    "first-author": 0.8,
    "authors": 0.6,
    "date": 0.7,
    "category": 0.8,
    "comment": 0.8,
    "venue": 1,
}


def mention(title="A long enough title about perceivers", abstract=LONG, arxiv=None):
    identifiers = (Identifier(scheme="arxiv", value=arxiv),) if arxiv else ()
    return Mention(raw="x", span=SPAN, title=title, abstract=abstract, identifiers=identifiers)


def candidate(number, said="A long enough title about perceivers", **strengths):
    record = Record(
        type="article",
        title=f"Paper {number}",
        identifiers=(Identifier(scheme="arxiv", value=f"2205.{number:05}"),),
    )
    evidence = tuple(
        Evidence(
            feature=name.replace("_", "-"),
            verdict=Verdict.AGREES if strength >= BARS[name.replace("_", "-")] else Verdict.DIFFERS,
            strength=strength,
            said=said if name == "title" else "said",
            found="found",
        )
        for name, strength in strengths.items()
    )
    return match(record, evidence, POLICY)


def outcome(*candidates, failures=(), **said):
    return decide(mention(**said), candidates, failures, POLICY)


@pytest.mark.parametrize(
    "strengths",
    [
        {"identifier": 1},
        {"identifier": 1, "category": 1},
        {"identifier": 1, "title": 1},
        {"identifier": 1, "title": 0.85, "first_author": 0.3},
        {"identifier": 1, "title": 1, "date": 0},
        {"identifier": 1, "abstract": 0.55},
        {"identifier": 1, "abstract": 0.3, "date": 1},
        {"identifier": 1, "first_author": 1, "date": 0.8},
        {"title": 1, "first_author": 1},
        {"title": 1, "date": 1},
        {"title": 1, "abstract": 0.6},
        {"title": 1},
        {"title": 0.85, "abstract": 0.6},
        {"title": 0.9, "first_author": 1, "date": 1},
        {"abstract": 1},
        {"abstract": 0.7},
        {"abstract": 0.55, "first_author": 0.9},
        {"title": 0.6, "abstract": 0.95, "first_author": 1},
    ],
)
def test_enough_agreement_settles(strengths):
    assert Outcome.SETTLED is outcome(candidate(1, **strengths)).outcome


@pytest.mark.parametrize(
    "strengths",
    [
        {"title": 1, "first_author": 0, "authors": 0},
        {"title": 1, "date": 0},
        {"title": 0.85},
        {"title": 0.8, "date": 1},
        {"title": 0.7, "first_author": 1, "date": 1},
        {"abstract": 0.55},
        {"abstract": 0.4, "first_author": 1, "date": 1},
        {"title": 0.3, "abstract": 1, "first_author": 1, "date": 1},
        {"identifier": 1, "title": 0.3, "first_author": 1, "date": 1},
    ],
)
def test_thin_or_divided_evidence_goes_to_a_person(strengths):
    assert Outcome.REVIEW is outcome(candidate(1, **strengths)).outcome


def test_a_two_word_title_alone_is_at_most_review():
    assert (
        Outcome.REVIEW
        is outcome(candidate(1, said="Spin Ice", title=1), title="Spin Ice", abstract=None).outcome
    )


def test_a_short_title_with_its_author_and_day_settles():
    found = candidate(1, said="Spin Ice", title=1, first_author=1, date=1)
    assert Outcome.SETTLED is outcome(found, title="Spin Ice", abstract=None).outcome


def test_what_hardly_agrees_is_not_shown_as_a_match():
    resolution = outcome(candidate(1, title=0.4, abstract=0.1), candidate(2, category=1, date=1))
    assert Outcome.UNKNOWN is resolution.outcome
    assert resolution.best is None


def test_unknown_and_unasked_are_two_answers():
    failure = SourceUnreachable("refused", "arxiv")
    assert Outcome.UNKNOWN is outcome().outcome
    unasked = outcome(failures=[failure])
    assert Outcome.UNASKED is unasked.outcome
    assert (failure,) == unasked.failures


def test_a_likely_paper_is_shown_even_if_not_all_could_be_asked():
    assert (
        Outcome.REVIEW is outcome(candidate(1, title=0.7), failures=[SourceUnreachable("x", "arxiv")]).outcome
    )


def test_two_papers_that_fit_about_equally_are_ambiguous_at_every_level():
    settled = outcome(candidate(1, title=1, first_author=1), candidate(2, title=1, first_author=1))
    assert Outcome.AMBIGUOUS is settled.outcome
    assert 1 == len(settled.alternatives)
    assert Outcome.AMBIGUOUS is outcome(candidate(1, title=0.7), candidate(2, title=0.7)).outcome


def test_a_clear_lead_is_no_ambiguity():
    assert (
        Outcome.SETTLED
        is outcome(candidate(1, title=1, first_author=1, date=1), candidate(2, title=1, date=0.4)).outcome
    )


def test_an_abstract_word_for_word_beats_its_twin():
    resolution = outcome(candidate(2, abstract=0.97), candidate(1, abstract=1))
    assert Outcome.SETTLED is resolution.outcome
    assert "2205.00001" == resolution.best.record.arxiv_id


def test_a_title_above_the_abstract_of_another_paper_goes_to_a_person():
    titled = {"title": 1, "first_author": 1, "date": 1}
    resolution = outcome(candidate(1, abstract=0.1, **titled), candidate(2, abstract=1, title=0.1))
    assert Outcome.REVIEW is resolution.outcome
    assert "abstract-of-another" in resolution.reasons
    assert "2205.00001" == resolution.best.record.arxiv_id
    # An abstract that was rewritten, and is nobody else's, is an older version.
    rewritten = outcome(candidate(1, abstract=0.1, **titled), candidate(2, abstract=0.3, title=0.1))
    assert Outcome.SETTLED is rewritten.outcome


def test_an_id_whose_paper_the_words_do_not_fit_is_a_conflict_with_both_shown():
    resolution = outcome(
        candidate(1, identifier=1, title=0.2, first_author=0),
        candidate(2, identifier=0, title=1, first_author=1),
        arxiv="2205.00001",
    )
    assert Outcome.CONFLICT is resolution.outcome
    shown = [resolution.best.record.arxiv_id, *(one.record.arxiv_id for one in resolution.alternatives)]
    assert ["2205.00002", "2205.00001"] == shown


def test_words_that_fit_no_paper_contradict_an_id_all_the_same():
    assert (
        Outcome.CONFLICT
        is outcome(candidate(1, identifier=1, title=0.2, first_author=0), arxiv="2205.00001").outcome
    )
    assert Outcome.CONFLICT is outcome(candidate(1, identifier=1, abstract=0.1), arxiv="2205.00001").outcome


def test_a_mistyped_id_whose_paper_the_words_find_is_a_conflict():
    assert (
        Outcome.CONFLICT
        is outcome(candidate(2, identifier=0, title=1, first_author=1), arxiv="2205.99999").outcome
    )


def test_no_evidence_settles_nothing():
    assert Outcome.UNKNOWN is outcome(candidate(1)).outcome


strengths = st.fixed_dictionaries(
    {},
    optional={
        name.replace("-", "_"): st.sampled_from([0, 0.2, 0.3, 0.45, 0.55, 0.65, 0.75, 0.85, 0.95, 1])
        for name in BARS
    },
)


@given(strengths, st.sampled_from(sorted(BARS)), st.sampled_from([LONG, "short text of few words"]))
def test_more_agreeing_evidence_never_makes_a_grade_worse(given_strengths, feature, abstract):
    name = feature.replace("-", "_")
    said = mention(abstract=abstract)
    before = grade(said, candidate(1, **given_strengths), POLICY).grade
    more = given_strengths | {name: 1}
    assert grade(said, candidate(1, **more), POLICY).grade >= before


# How far an outcome is from a paper that can be cited.
RANK = {Outcome.UNKNOWN: 0, Outcome.AMBIGUOUS: 1, Outcome.CONFLICT: 1, Outcome.REVIEW: 1, Outcome.SETTLED: 2}


@given(strengths, st.sampled_from(sorted(BARS)), strengths, st.booleans())
def test_more_agreeing_evidence_never_makes_an_outcome_worse(given_strengths, feature, of_another, alone):
    name = feature.replace("-", "_")
    others = [] if alone else [candidate(2, **of_another)]
    said = {"arxiv": "2205.00001"} if "identifier" in given_strengths | {name: 1} else {}
    before = outcome(candidate(1, **given_strengths), *others, **said)
    after = outcome(candidate(1, **given_strengths | {name: 1}), *others, **said)
    if before.best is None or before.best.record.arxiv_id == "2205.00001":  # else it makes a rival stronger
        assert RANK[after.outcome] >= RANK[before.outcome]


@given(strengths)
def test_score_and_coverage_stay_between_nought_and_one(given_strengths):
    found = candidate(1, **given_strengths)
    assert 0 <= found.score <= 1
    assert 0 <= found.coverage <= 1


def test_reasons_name_the_rules_that_fired():
    resolution = outcome(candidate(1, title=1, first_author=1))
    assert "title" in resolution.reasons
    assert "other-authors" in outcome(candidate(1, title=1, first_author=0)).reasons


def test_bars_mean_at_least():
    assert (
        Grade.SETTLE is grade(mention(title=None), candidate(1, abstract=POLICY.abstract_alone), POLICY).grade
    )
    stricter = replace(POLICY, abstract_alone=POLICY.abstract_alone + 0.01)
    assert (
        Grade.REVIEW
        is grade(mention(title=None), candidate(1, abstract=POLICY.abstract_alone), stricter).grade
    )


def dated(said, **strengths):
    one = candidate(1, title=1, first_author=1, date=0, **strengths)
    evidence = tuple(
        replace(each, said=said, found="2007-04-02") if each.feature == "date" else each
        for each in one.evidence
    )
    return replace(one, evidence=evidence)


def test_years_between_arxiv_and_print_are_no_veto_against_title_and_all_authors():
    assert Outcome.SETTLED is outcome(dated("2010", authors=1), abstract=None).outcome
    assert Outcome.REVIEW is outcome(dated("2016", authors=1), abstract=None).outcome
    assert Outcome.REVIEW is outcome(dated("2010", authors=0.5), abstract=None).outcome


@pytest.mark.parametrize(
    ("said", "expected"),
    [("Gato", Outcome.SETTLED), ("Generalist Agent", Outcome.SETTLED), ("Flamingo", Outcome.CONFLICT)],
)
def test_a_short_name_beside_an_id_is_that_of_its_paper(said, expected):
    one = candidate(1, identifier=1, title=0.2)
    evidence = tuple(
        replace(each, said=said, found="Gato: A Generalist Agent") if each.feature == "title" else each
        for each in one.evidence
    )
    found = outcome(replace(one, evidence=evidence), title=said, abstract=None, arxiv="2205.00001")
    assert expected is found.outcome
