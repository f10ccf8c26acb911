"""Looking up against the double: few requests, nothing paired by place, failures kept apart."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bibgen import bibliography, matching, readers
from bibgen.model import Outcome
from bibgen.sources.arxiv import ArxivSource
from bibgen.sources.hints import Index
from bibgen.sources.http import Http
from bibgen.sources.pace import Pace
from tests.conftest import SAMPLES
from tests.fakes.arxiv import FakeArxiv


def source(fake, clock, patience=600):
    return ArxivSource(
        fake.url, Http(source="arxiv", agent="t", pace=Pace(3, None, clock), clock=clock, patience=patience)
    )


def mentions(*names):
    found = []
    for name in names:
        found += readers.read((SAMPLES / f"{name}.txt").read_text(encoding="utf-8"), name).mentions
    return found


def resolve(text_or_mentions, fake, clock, **options):
    asked = (
        text_or_mentions if isinstance(text_or_mentions, list) else readers.read(text_or_mentions).mentions
    )
    return matching.resolve(asked, source=source(fake, clock), **options)


ALL = ("abstracts-1", "abstracts-with-ids", "author-profile", "abstracts-2", "author-profile-condensed")


def test_the_five_samples_take_at_most_eight_requests(papers, clock):
    with FakeArxiv(papers) as fake:
        resolutions = resolve(mentions(*ALL), fake, clock)
    assert 105 == len(resolutions)
    assert len([one for one in resolutions if one.outcome is Outcome.SETTLED]) >= 103
    assert len(fake.requests) <= 8
    assert 1 == fake.most_at_once


def test_the_twenty_abstracts_alone_take_at_most_six_requests(papers, clock):
    with FakeArxiv(papers) as fake:
        resolutions = resolve(mentions("abstracts-1", "abstracts-2"), fake, clock)
    assert len([one for one in resolutions if one.outcome is Outcome.SETTLED]) >= 18
    assert all(one.best for one in resolutions)
    assert len(fake.requests) <= 6


def test_a_paper_fetched_for_one_mention_is_not_asked_for_another(papers, clock):
    abstract = next(paper["abstract"] for paper in papers if paper["id"] == "2205.06175")
    text = f"2205.06175\n\n{abstract}\n\narXiv:2205.06175\n\nAIMay 12, 2022\nA Generalist Agent\n\nScott Reed, Konrad Zolna, Emilio Parisotto et al.\n\n{abstract}\n"
    with FakeArxiv(papers) as fake:
        resolutions = resolve(text, fake, clock)
    assert [Outcome.SETTLED] * 3 == [one.outcome for one in resolutions]
    assert 1 == len(fake.requests)


def test_what_is_on_a_shelf_is_not_asked(papers, clock):
    with FakeArxiv(papers) as fake:
        first = resolve("2205.06175\n2204.14198\n", fake, clock)
        shelf = Index(one.best.record for one in first)
        asked = len(fake.requests)
        again = resolve("2204.14198\n2205.06175\n", fake, clock, shelves=[shelf])
    assert asked == len(fake.requests)
    assert ["2204.14198", "2205.06175"] == [one.best.record.arxiv_id for one in again]


def test_publishers_dois_are_found_whatever_their_case(papers, clock):
    with FakeArxiv(papers) as fake:
        resolutions = resolve(
            "10.1109/ICASSP.2019.8683277\nhttps://doi.org/10.1109/TPAMI.2016.2587640\n", fake, clock
        )
    assert ["1910.06464", "1609.06647"] == [one.best.record.arxiv_id for one in resolutions]
    assert 1 == len(fake.requests)


def test_unknown_ids_are_unknown_and_cost_no_other(papers, clock):
    with FakeArxiv(papers) as fake:
        resolutions = resolve("2205.99999\n2205.06175\n", fake, clock)
    assert [Outcome.UNKNOWN, Outcome.SETTLED] == [one.outcome for one in resolutions]


def test_what_could_not_be_asked_is_unasked_and_what_was_answered_stands(papers, clock):
    text = "2205.06175\n\nAbstract: " + next(
        paper["abstract"] for paper in papers if paper["id"] == "2305.07440"
    )
    with FakeArxiv(papers, [None] + ["429"] * 99) as fake:
        resolutions = resolve(text, fake, clock)
    assert [Outcome.SETTLED, Outcome.UNASKED] == [one.outcome for one in resolutions]
    assert "too many requests" in str(resolutions[1].failures[0])


def test_offline_everything_not_at_hand_is_unasked(papers):
    (resolution,) = matching.resolve(readers.read("2205.06175").mentions)
    assert Outcome.UNASKED is resolution.outcome
    assert "offline" in str(resolution.failures[0])


def test_an_id_beside_words_of_another_paper_is_a_conflict(papers, clock):
    wrong = next(paper["abstract"] for paper in papers if paper["id"] == "2305.07440")
    with FakeArxiv(papers) as fake:
        (resolution,) = resolve(f"{wrong}\n\narXiv:2205.06175\nCreated: 2023-05-11\n", fake, clock)
    assert Outcome.CONFLICT is resolution.outcome
    shown = {resolution.best.record.arxiv_id, *(one.record.arxiv_id for one in resolution.alternatives)}
    assert {"2305.07440", "2205.06175"} == shown


def test_two_papers_with_one_abstract_are_ambiguous_by_abstract_and_settled_by_title(clock):
    text = "Zero-divisors derived by the Cayley-Dickson process from hypercomplex numbers can represent singularities and thereby scale-free networks with cowbird meta-fractals."
    pair = [
        {
            "id": f"0704.000{n}",
            "title": f"Placeholder Substructures {'I' * n}: Something",
            "authors": ["Robert de Marrais"],
            "abstract": text,
            "published": "2007-04-01",
        }
        for n in (2, 3)
    ]
    page = f"\n\nmathApr 1, 2007\nPlaceholder Substructures III: Something\n\nRobert de Marrais\n\n{text}\n"
    with FakeArxiv(pair) as fake:
        alone, titled = resolve(f"Abstract: {text}{page}", fake, clock)
    assert Outcome.AMBIGUOUS is alone.outcome
    assert (Outcome.SETTLED, "0704.0003") == (titled.outcome, titled.best.record.arxiv_id)


def test_an_older_version_is_not_taken_for_its_twin_that_happens_to_be_at_hand(clock):
    letters = "abcdefghij"
    words = [f"measure{one}{other} detect{other}{one}" for one in letters for other in letters[:6]]
    true = " ".join(words)
    twin = " ".join(word if at % 5 else "replaced" for at, word in enumerate(" ".join(words).split()))
    pair = [
        {
            "id": "1606.00001",
            "title": "The true one of two detectors",
            "authors": ["A B"],
            "abstract": true,
            "published": "2016-06-01",
        },
        {
            "id": "1606.00002",
            "title": "Its twin",
            "authors": ["C D"],
            "abstract": twin,
            "published": "2016-06-01",
        },
    ]
    with FakeArxiv(pair) as fake:
        _, resolution = resolve(f"1606.00002\n\nAbstract: {true}\n", fake, clock)
    assert "1606.00001" == resolution.best.record.arxiv_id
    assert Outcome.SETTLED is resolution.outcome


@pytest.mark.parametrize("seed", range(3))
def test_the_order_of_the_mentions_changes_no_outcome(papers, clock, seed):
    import random

    asked = mentions("abstracts-1", "author-profile-condensed")
    shuffled = asked[:]
    random.Random(seed).shuffle(shuffled)
    with FakeArxiv(papers) as fake:
        one = {
            (r.mention.span.file, r.mention.span.first): (r.outcome, r.best.record.arxiv_id)
            for r in resolve(asked, fake, clock)
        }
        other = {
            (r.mention.span.file, r.mention.span.first): (r.outcome, r.best.record.arxiv_id)
            for r in resolve(shuffled, fake, clock)
        }
    assert one == other


@pytest.mark.parametrize(
    "title",
    ["to be or not to be", "$\\alpha$", "王小明的论文", 'a "quoted\\" title', "0", "x", "Word " * 400],
)
def test_odd_titles_neither_raise_nor_settle(papers, clock, title):
    page = f"CVSep 14, 2022\n{title}\n\nAda Lovelace\n\nNothing that anybody wrote in an abstract before this test was written.\n"
    with FakeArxiv(papers) as fake:
        resolutions = resolve(page, fake, clock)
    assert all(one.outcome in (Outcome.UNKNOWN, Outcome.REVIEW) for one in resolutions)


def test_what_says_too_little_to_ask_for_is_not_said_to_be_unknown(papers, clock):
    text = "[1] A. Smith and B. Jones, Nature 400, 11 (1999).\n[2] C. Meyer, Phys. Lett. B 12, 345 (2003).\n"
    undated = [replace(one, issued=None) for one in readers.read(text).mentions]
    with FakeArxiv(papers) as fake:
        resolutions = resolve(undated, fake, clock)
        assert 2 == len(resolutions)
        assert {(Outcome.UNASKED, ("nothing-to-ask",))} == {(one.outcome, one.reasons) for one in resolutions}
        assert [] == fake.requests
    made = bibliography.compile(resolutions, keep_unsettled=True)
    assert 2 == len(set(made.keys)), "two papers without a title are two entries"
