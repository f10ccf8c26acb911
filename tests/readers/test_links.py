"""Identifiers in talk: what is one, where it ends, and which words beside it are its title."""

from __future__ import annotations

import pytest

from bibgen.readers import read


def told(text):
    return [(one.title, [named.value for named in one.identifiers]) for one in read(text).mentions]


@pytest.mark.parametrize(
    "text",
    [
        "call +49 2205.06175 now",
        "Room 1204.0301, at 10:32 on 2022.05.12",
        "version 2024.10001 of the tool",
        "it costs 1999.9999 USD, or 10.5000/month",
        "host 192.168.10.1/24, pages 1204.0301-1204.0310",
        "/tmp/2205.06175.log",
        "Figure 2.1012.1234",
    ],
)
def test_numbers_that_are_no_ids(text):
    assert not read(text).mentions


@pytest.mark.parametrize(
    "text",
    [
        "see arXiv:2205.06175.",
        "see the arxiv paper 2205.06175, please",
        "it has id 2205.06175v2!",
        "preprint no. 2205.06175 (draft)",
        "as in 2205.06175 [cs.AI] and elsewhere",
        "is it (https://www.alphaxiv.org/abs/2205.06175)?",
        "abs https://arxiv.org/abs/2205.06175 and pdf https://arxiv.org/pdf/2205.06175v2.pdf too",
    ],
)
def test_an_id_that_the_words_make_plain(text):
    assert [(None, ["2205.06175"])] == told(text)


def test_a_list_goes_on_behind_an_explicit_id():
    assert [["2205.06175"], ["2204.14198"]] == [
        ids for _, ids in told("read arXiv:2205.06175 and 2204.14198, not 2")
    ]


@pytest.mark.parametrize(
    "text",
    [
        "A Generalist Agent: https://arxiv.org/abs/2205.06175",
        'see "A Generalist Agent" at https://arxiv.org/abs/2205.06175',
        "A Generalist Agent (arXiv:2205.06175)",
        "[2205.06175v1] A Generalist Agent | arXiv",
        "arXiv:2205.06175 - A Generalist Agent",
        "A Generalist Agent\nhttps://arxiv.org/abs/2205.06175",
        "A Generalist Agent | arXiv\nhttps://arxiv.org/abs/2205.06175",
        "Alice  10:32 AM\nhttps://arxiv.org/abs/2205.06175\narXiv.org\n[2205.06175] A Generalist Agent\n"
        "Abstract page for arXiv paper 2205.06175: A Generalist Agent",
    ],
)
def test_a_title_that_is_plainly_one(text):
    assert [("A Generalist Agent", ["2205.06175"])] == told(text)


@pytest.mark.parametrize(
    "text",
    [
        "Bob: Nice Work On Agents https://arxiv.org/abs/2205.06175",
        "I Think This Paper Rocks: https://arxiv.org/abs/2205.06175",
        "new work on agents: https://arxiv.org/abs/2205.06175",
        "[10:32] Bob: https://arxiv.org/abs/2205.06175",
    ],
)
def test_talk_is_no_title(text):
    assert [(None, ["2205.06175"])] == told(text)


def test_a_doi_beside_its_preprint_is_one_paper():
    text = "The preprint (arXiv:2205.06175, doi:10.1103/PhysRevD.76.013009) is longer than 10.1103/PhysRevD.76.013010."
    assert [["2205.06175", "10.1103/physrevd.76.013009"], ["10.1103/physrevd.76.013010"]] == [
        ids for _, ids in told(text)
    ]


def test_talk_around_is_left_over():
    reading = read("> so (see arXiv:2205.06175), he said")
    assert "arXiv:2205.06175" == reading.mentions[0].raw
    assert ["> so (see", "), he said"] == [one.text for one in reading.leftovers]
