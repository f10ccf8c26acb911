"""Titles that look alike and name two papers, and spellings that look different and name one."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bibgen import names, words
from bibgen.matching.decide import decide
from bibgen.matching.evidence import compare
from bibgen.matching.policy import Policy
from bibgen.model import Identifier, Outcome, PartialDate, Verdict
from bibgen.sources import mapping
from tests.judges.identify.saying import mention

pytestmark = pytest.mark.judge

HERE = Path(__file__).parent
PEOPLE = ("Ines Okafor", "Tomasz B. Lind", "Wei Zhao")
OTHERS = ("Rosa Feldmann", "Arun K. Iyer", "Maja Novak")


def lines(name):
    return [json.loads(line) for line in (HERE / name).read_text(encoding="utf-8").splitlines()]


def record(number, title, authors, year):
    return mapping.record(
        source="arxiv",
        arxiv=Identifier(scheme="arxiv", value=number, version=1),
        title=title,
        authors=authors,
        abstract="",
        categories=["cs.LG"],
        submitted=PartialDate(year=year, month=5, day=17),
        updated=PartialDate(year=year, month=5, day=17),
    )


def said(title, year):
    return mention(title=title, authors=tuple(map(names.parse, PEOPLE)), issued=PartialDate(year=year))


def turned(pair):
    """The pair with the text naming the other paper."""
    return pair | {"said": pair["other"], "other": pair["said"]}


PAIRS = [way for pair in lines("pairs.jsonl") for way in (pair, turned(pair))]
SAME = lines("same.jsonl")


def look_alike(pair):
    return record("2101.00002", pair["other"], PEOPLE if pair["authors_same"] else OTHERS, pair["year"])


def judged(asked, *records):
    policy = Policy()
    return decide(asked, [compare(asked, one, policy) for one in records], (), policy)


@pytest.mark.parametrize("pair", PAIRS, ids=lambda pair: f"{pair['said']} / {pair['other']}"[:100])
def test_the_look_alike_alone_is_not_taken_for_the_paper_and_the_evidence_says_why(pair):
    asked, other = said(pair["said"], pair["year"]), look_alike(pair)
    found = judged(asked, other)
    title = compare(asked, other, Policy()).feature("title")
    assert found.outcome is not Outcome.SETTLED, f"{pair['why']}; {found.reasons}"
    assert title.verdict is Verdict.DIFFERS, f"{pair['why']}; {title}"
    assert (title.said, title.found) == (pair["said"], pair["other"])
    assert found.reasons


@pytest.mark.parametrize("pair", PAIRS, ids=lambda pair: f"{pair['said']} / {pair['other']}"[:100])
def test_of_the_paper_and_its_look_alike_the_paper_wins(pair):
    right = record("2101.00001", pair["said"], PEOPLE, pair["year"])
    found = judged(said(pair["said"], pair["year"]), look_alike(pair), right)
    assert "2101.00001" == found.best.record.arxiv_id
    assert found.outcome is Outcome.SETTLED, f"{pair['why']}; {found.reasons}"


@pytest.mark.parametrize("same", SAME, ids=lambda same: f"{same['said']} ({same['why']})"[:90])
def test_a_spelling_of_a_title_with_its_authors_and_year_is_settled(same):
    found = judged(said(same["said"], 2014), record("1405.00001", same["title"], PEOPLE, 2014))
    assert found.outcome is Outcome.SETTLED, f"{same['why']}; {found.reasons}; {found.best}"


def test_there_are_enough_pairs_and_none_twice():
    pairs = {tuple(sorted((words.key(one["said"]), words.key(one["other"])))) for one in PAIRS}
    assert len(PAIRS) == 2 * len(pairs) >= 2 * 46
    assert len(SAME) == len({(one["said"], one["title"]) for one in SAME}) >= 40
