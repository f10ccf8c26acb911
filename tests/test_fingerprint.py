"""Fingerprints: a choice made once holds wherever the same is said, and never for what says otherwise."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bibgen import names, readers
from bibgen.fingerprint import of_mention
from bibgen.model import Identifier, Mention, PartialDate, Span

SPAN = Span(file="x", first=1, last=1, start=0, end=1)
FULL = Mention(
    raw="x",
    span=SPAN,
    title="Decays of $B^+$ mesons",
    authors=(names.parse("Ada Lovelace"),),
    issued=PartialDate(year=2020),
    venue="Phys. Rev. D",
    identifiers=(Identifier(scheme="arxiv", value="2001.00001"),),
    said={"volume": "7", "page": "12"},
)


@pytest.mark.parametrize(
    "other",
    [
        {"title": "Decays of $B^-$ mesons"},
        {"title": None},
        {"authors": (names.parse("Ida Lovelace"),)},
        {"issued": PartialDate(year=2021)},
        {"issued": PartialDate(year=2020, month=3)},
        {"venue": "Phys. Rev. E"},
        {"abstract": "We measure decays."},
        {"identifiers": (Identifier(scheme="arxiv", value="2001.00001", version=2),)},
        {"identifiers": (Identifier(scheme="doi", value="2001.00001"),)},
        {"said": {"volume": "71", "page": "2"}},
    ],
    ids=str,
)
def test_a_choice_never_settles_a_mention_that_says_something_else(other):
    assert of_mention(FULL) != of_mention(replace(FULL, **other))


def test_a_choice_holds_in_another_file_on_another_line_and_wrapped_otherwise():
    elsewhere = Span(file="y", first=9, last=11, start=70, end=99)
    moved = replace(FULL, raw="x\n y", span=elsewhere, reader="bibtex", title="Decays of\n  $B^+$ mesons.")
    assert of_mention(FULL) == of_mention(moved)


@given(st.text(min_size=1, max_size=40), st.text(min_size=1, max_size=40))
def test_texts_that_say_nothing_else_are_told_apart_by_their_words(one, other):
    made = [of_mention(Mention(raw=text, span=SPAN)) for text in (one, other)]
    if (
        "".join(one.split()).isalnum()
        and "".join(other.split()).isalnum()
        and one.isascii()
        and other.isascii()
    ):
        same = "".join(one.split()).lower() == "".join(other.split()).lower()
        assert (made[0] == made[1]) == same
    assert all(len(mark) == 32 for mark in made)


def test_the_same_reference_on_two_pages_has_one_fingerprint():
    line = "A. Jaegle et al. Perceiver: General Perception with Iterative Attention. arXiv:2103.03206, 2021."
    (one,), (other,) = (readers.read(f"{start}{line}\n").mentions for start in ("", "\n\n"))
    assert one.span != other.span
    assert of_mention(one) == of_mention(other)
