"""A few hundred labelled mentions over the bundled sample: nothing wrong is settled, what can be is found."""

from __future__ import annotations

import random

import pytest

from bibgen.model import Outcome
from tests.benchmarks.identify import SAMPLE, looked_up, serve_versions, split
from tests.fakes.arxiv import FakeArxiv
from tests.judges.identify import generator
from tests.judges.identify.corpus import Corpus, load
from tests.judges.identify.generator import CLASSES
from tests.judges.identify.scoring import Report, Tally, explained

pytestmark = pytest.mark.judge

MENTIONS = 420
LARGE = 20  # mentions of one bar; fewer tell nothing of shares near 1
NOT_THERE = ("invented", "sibling", "held out", "not on arXiv")


@pytest.fixture(scope="module")
def corpus():
    return Corpus(*split(load(SAMPLE)))


@pytest.fixture(scope="module")
def measured(corpus):
    """The report, the resolutions beside their labels, and the number of requests."""
    labelled = generator.generate(corpus, MENTIONS, seed=11)
    with FakeArxiv(corpus.records) as fake:
        serve_versions(fake, labelled)
        found, requests = looked_up(labelled, fake.url, interval=0)
    report = Report()
    report.add(labelled, found)
    return report, list(zip(labelled, found, strict=True)), requests


def shown(report, *names):
    return "\n\n".join(explained(*one) for one in report.failures if one[0].cls in names)


def test_every_class_has_mentions_and_they_are_enough(measured):
    report, pairs, _ = measured
    assert {one.name for one in CLASSES} == set(report.tallies)
    assert len(pairs) >= 400


def test_no_mention_is_settled_to_a_paper_that_it_does_not_name(measured):
    report = measured[0]
    wrong = [one for one in report.failures if one[1].outcome is Outcome.SETTLED]
    assert not wrong, "\n\n".join(explained(*one) for one in wrong)


@pytest.mark.parametrize("name", NOT_THERE)
def test_a_paper_that_is_not_there_is_never_settled(measured, name):
    found = [resolution for said, resolution in measured[1] if said.cls == name]
    assert found
    assert Outcome.SETTLED not in {one.outcome for one in found}


@pytest.mark.parametrize("name", ["title, wrong id", "id, another's title", "id, invented title"])
def test_an_identifier_of_another_paper_than_the_words_is_a_conflict_with_both_shown(measured, name):
    tally = measured[0].tallies[name]
    assert (tally.mentions, 0) == (tally.conflict, tally.amiss), shown(measured[0], name)


@pytest.mark.parametrize("bar", sorted({one.bar for one in CLASSES if one.bar}))
def test_classes_of_one_bar_reach_it_together(measured, bar):
    names = [one.name for one in CLASSES if one.bar == bar]
    total = Tally()
    for name in names:
        total += measured[0].tallies[name]
    assert total.mentions >= LARGE
    assert total.share() >= bar, shown(measured[0], *names)


def test_a_title_of_one_or_two_words_alone_is_left_to_a_person(measured):
    for name in ("two words, alone", "one word, alone"):
        assert 0 == measured[0].tallies[name].right + measured[0].tallies[name].amiss


def test_the_mentions_share_their_requests(measured):
    _, pairs, requests = measured
    assert requests <= 0.2 * len(pairs)


def test_the_same_seed_gives_the_same_mentions_and_another_seed_others(corpus):
    one, again, other = (generator.generate(corpus, 60, seed) for seed in (1, 1, 2))
    assert one == again
    assert one != other


def test_a_label_is_of_one_paper_only(corpus):
    """Papers that share title, abstract or DOI are not drawn; damage never makes another paper's title."""
    drawn = {one["id"] for one in corpus.drawable}
    assert not drawn & {one["id"] for one in corpus.withheld}
    assert len(drawn) == len({one["title"].lower() for one in corpus.drawable}) > 1000
    titles = {one["title"]: one["id"] for one in corpus.drawable}
    for said in generator.generate(corpus, 300, seed=3):
        if said.truth and said.mention.title in titles:
            assert said.truth == titles[said.mention.title], said


def test_absent_papers_are_many_and_none_is_of_the_sample(corpus):
    papers = generator.absent()
    assert len(papers) >= 60
    assert len({one["title"] for one in papers}) == len(papers)
    people = {name for one in corpus.records for name in one["authors"]}
    alike = [one for one in papers if corpus.is_title(one["title"]) and set(one["authors"]) & people]
    assert not alike
    assert all(1900 <= one["year"] <= 2025 and one["authors"] for one in papers)


def test_chance_is_the_generators_own(corpus):
    random.seed(1)
    before = random.random()
    random.seed(1)
    generator.generate(corpus, 30, seed=1)
    assert before == random.random()
