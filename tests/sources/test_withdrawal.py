"""Withdrawn papers: what authors and arXiv write when a paper goes, and what only speaks of it."""

from __future__ import annotations

import pytest

from bibgen.sources.withdrawal import is_withdrawn

GONE = [
    "Withdrawn",
    "WITHDRAWN BY AUTHOR",
    "Withdrawn due to an error in the proof",
    "18 pages. Withdrawn: superseded by a longer text",
    "This paper has been withdrawn by the authors",
    "This paper has been\nwithdrawn by the author",
    "This paper has been temporarily withdrawn until a gap in Lemma 4 is closed",
    "This paper has now been withdrawn",
    "Paper withdrawn: the main theorem is false",
    "The present e-print was withdrawn because of a sign in (12)",
    "12 pages, 3 figures; withdrawn by the author because of an error in Section 2",
    "This submission has been withdrawn by arXiv administrators because of plagiarised text",
    "arXiv admin note: submission has been withdrawn by arXiv admin, authorship in doubt",
    "We withdraw this paper since Theorem 1 was known",
    "I have to withdraw this note, see page 3",
    "The authors have withdrawn this manuscript after a bug was found in the code",
    "The author wishes to withdraw his article",
    "Reason for withdrawal: wrong data in table 2",
]
STAYS = [
    None,
    "",
    "v2: Lemma 3.4 is withdrawn, the rest stands",
    "24 pages; the claim of uniqueness made in v1 is withdrawn",
    "Conjecture 2 of the previous version has been withdrawn",
    "Study of opioid withdrawal in rats, 9 figures",
    "Cash withdrawn from machines: a model of demand",
    "Withdrawn from the market in 2004: a statistical look at a drug",
    "When funds are withdrawn by the authorities, firms fail",
    "A survey of articles withdrawn by publishers",
    "Corrects the withdrawn arXiv:0801.0001",
    "This paper replaces an earlier one, which was withdrawn",
]


@pytest.mark.parametrize("comment", GONE)
def test_a_paper_that_its_authors_took_back_is_not_cited_as_if_it_stood(comment):
    assert is_withdrawn(comment, "We prove that all is well.")


@pytest.mark.parametrize("comment", STAYS)
def test_a_paper_that_only_speaks_of_withdrawal_is_not_called_withdrawn(comment):
    assert not is_withdrawn(comment, "We prove that all is well.")
    assert not is_withdrawn(None, comment)


def test_a_withdrawal_that_stands_in_the_abstract_alone_is_seen():
    assert is_withdrawn("5 pages", "This paper has been withdrawn by the authors due to an error.")
    assert not is_withdrawn("5 pages", "Withdrawn from the reservoir, water cools the plant."), (
        "a comment may begin so, an abstract that does is about something"
    )
