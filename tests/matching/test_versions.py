"""Versions of one paper: asked for, fitted, shown, cited."""

from __future__ import annotations

import pytest

from bibgen import bibliography, matching, readers, writers
from bibgen.model import Outcome
from tests.fakes.arxiv import FakeArxiv
from tests.matching.test_lookup import source

ABSTRACT = (
    "Lattice gauge ensembles are compressed by hierarchical bottlenecks that forget nothing of the spectrum, "
    "which is shown for quenched and dynamical quarks on four lattices of growing volume."
)
PAPER = {
    "id": "2301.00001",
    "title": "Compressing Gauge Ensembles with Hierarchical Bottlenecks",
    "authors": ["Ada Lovelace", "Charles Babbage", "Mary Somerville"],
    "abstract": ABSTRACT,
    "published": "2023-01-02",
    "updated": "2023-09-01T00:00:00Z",
    "categories": ["hep-lat"],
    "version": 3,
    "older": {
        1: {
            "title": "Forgetful Bottlenecks on the Lattice",
            "authors": ["Ada Lovelace", "Charles Babbage"],
            "abstract": "An early note about forgetful autoencoders for lattice ensembles of quarks.",
        },
        2: {"title": "Compressing Gauge Ensembles with Hierarchical Bottlenecks"},
    },
}
OTHER = PAPER | {
    "id": "2301.00002",
    "title": "Another Matter of Quarks",
    "version": 1,
    "older": {},
    "authors": ["B. C"],
}


def compiled(text, clock, **options):
    with FakeArxiv([PAPER, OTHER]) as fake:
        resolutions = matching.resolve(readers.read(text).mentions, source=source(fake, clock))
    return resolutions, bibliography.compile(resolutions, keep_unsettled=True, **options), fake


def test_a_version_that_is_asked_for_is_shown_with_its_own_title_and_authors(clock):
    resolutions, made, fake = compiled("arXiv:2301.00001v1\n", clock)
    assert [Outcome.SETTLED] == [one.outcome for one in resolutions]
    (entry,) = made.entries
    assert "Forgetful Bottlenecks on the Lattice" == entry.record.title
    assert 2 == len(entry.record.authors)
    assert 2023 == entry.record.submitted.year
    assert 1 == len(fake.requests), "paper and version are asked for together"
    assert any("another title in v3" in one.text and "other authors" in one.text for one in made.notices)


def test_two_versions_of_one_paper_are_one_entry_the_latest(clock):
    _, made, _ = compiled("2301.00001v1\n2301.00001v3\n", clock)
    (entry,) = made.entries
    assert PAPER["title"] == entry.record.title
    assert made.keys[0] == made.keys[1]
    assert "v" not in entry.record.arxiv_id


def test_cited_versions_are_entries_of_their_own_with_the_version_in_eprint_and_url(clock):
    _, made, _ = compiled("2301.00001v1\n2301.00001\n", clock, cite_version=True)
    assert ["Forgetful Bottlenecks on the Lattice", PAPER["title"]] == [
        one.record.title for one in made.entries
    ]
    text = writers.write(made.entries, "bibtex").text
    assert "{2301.00001v1}" in text
    assert "{https://arxiv.org/abs/2301.00001v1}" in text
    assert "{2301.00001v3}" in text
    assert "10.48550/arXiv.2301.00001}" in text
    assert len({key.lower() for key in made.keys}) == 2


def test_a_version_that_does_not_exist_is_said(clock):
    _, made, _ = compiled("2301.00001v9\n", clock)
    assert any("no v9" in one.text and "v3" in one.text for one in made.notices)


def test_an_older_title_beside_an_id_is_no_conflict(clock):
    text = "[1] A. Lovelace and C. Babbage. Forgetful Bottlenecks on the Lattice. arXiv:2301.00001, 2023.\n"
    resolutions, made, _ = compiled(text, clock)
    assert Outcome.SETTLED is resolutions[0].outcome
    assert PAPER["title"] == made.entries[0].record.title, "no version was asked for"
    assert any("since v1" in one.text for one in made.notices)


def test_a_title_that_only_an_older_version_has_is_settled_by_it(clock):
    text = "[1] A. Lovelace and C. Babbage. Forgetful Bottlenecks on the Lattice. arXiv preprint, 2023.\n"
    resolutions, _, _ = compiled(text, clock)
    assert Outcome.SETTLED is resolutions[0].outcome
    assert 1 == resolutions[0].best.older.version


@pytest.mark.parametrize(
    ("comment", "withdrawn"),
    [("This paper has been withdrawn by the author", True), ("Theorem 3 withdrawn in v2", False)],
)
def test_a_withdrawn_paper_is_said_to_be(clock, comment, withdrawn):
    with FakeArxiv([PAPER | {"comment": comment}]) as fake:
        resolutions = matching.resolve(readers.read("2301.00001\n").mentions, source=source(fake, clock))
    made = bibliography.compile(resolutions, keep_unsettled=True)
    assert withdrawn == any(one.code == "withdrawn" for one in made.notices)
    assert ("withdrawn" if withdrawn else None) == made.entries[0].record.status
    # A withdrawal has no text to read, so the link leads to the version before it.
    assert ("2301.00001v2" if withdrawn else "2301.00001") == made.entries[0].record.eprint
    assert "10.48550/arXiv.2301.00001}" in writers.write(made.entries, "bibtex").text
