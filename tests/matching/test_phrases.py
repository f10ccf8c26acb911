"""Words to search by: what arXiv's index cannot be asked for must never be among them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bibgen import words
from bibgen.matching.phrases import distinctive, pairs, pieces, rarest

PROSE = "Perceiver attention planar graph lattice quarks spanner Schrödinger nuclaer deep of".split()
# Each holds a word that must not be asked for; `zz` marks those of TeX, which are no words of the text.
FORBIDDEN = [
    *("of", "The", "to be or not to be", "and"),
    *(r"\zzmacro", r"\zzmacro{N}=4", r"$\zzalpha_{zzi}$", "$zzx^2$", r"$Q^2 \zzgt 5$"),
    *("4", "2.5", "α", ":", "–", ",", "(", "{", "\\", "_"),
]
texts = st.lists(st.sampled_from(PROSE + FORBIDDEN), max_size=14).map(" ".join)


def is_askable(word):
    return len(word) > 1 and word.isalpha() and word.lower() not in words.STOP_WORDS and "zz" not in word


@given(texts, st.integers(2, 4), st.integers(1, 6))
def test_no_stop_word_and_no_tex_is_ever_asked_for(text, size, count):
    asked = [word for phrase in distinctive(text, size, count) for word in phrase.split()]
    asked += rarest(text, count)
    asked += [word for pair in pairs(rarest(text, 12)) for word in pair]
    assert [] == [word for word in asked if not is_askable(word)]


@given(texts)
def test_a_piece_of_a_title_says_something_and_holds_no_tex(text):
    for piece in pieces(text):
        assert len([word for word in piece.split() if is_askable(word)]) >= 2, piece
        assert piece.replace(" ", "").isalpha()
        assert "zz" not in piece


@given(st.lists(st.sampled_from(PROSE[:9]), unique=True))
def test_one_slip_of_the_pen_never_spoils_every_pair(ranked):
    made = pairs(ranked)
    if len(ranked) < 4:
        return
    for slip in ranked:
        assert any(slip not in pair for pair in made)


@pytest.mark.parametrize(
    ("title", "found"),
    [
        ("Lattices of $E_8$ type and quarks", ["type and quarks"]),
        ("Deep planar graphs: a theory of spanners", ["a theory of spanners", "Deep planar graphs"]),
        ("Is attention enough? Lattices of quarks", ["Is attention enough", "Lattices of quarks"]),
        ("Lattices of quarks", []),
        ("$E_8$: of the", []),
        ("", []),
    ],
)
def test_a_title_is_cut_where_spellings_differ_and_nowhere_else(title, found):
    assert found == pieces(title)


def test_the_rarest_stretch_of_each_part_of_an_abstract_is_taken():
    abstract = (
        "We show a new method for large models. Perceiver bottlenecks work. We show results of new models."
    )
    assert ["Perceiver bottlenecks"] == distinctive(abstract, 2, 1)
    assert "Perceiver bottlenecks" in distinctive(abstract, 2, 3)
