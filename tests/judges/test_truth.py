"""The judges themselves: they see what is wrong, and take nothing for wrong that is only written otherwise."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bibgen.model import Name
from tests.judges import truth
from tests.judges.programs import REQUIRED, missing
from tests.judges.truth import Heard
from tests.judges.typeset import visible

EXPECT = {
    "title": "Decays of B^0 in “NMR” – a γ study",
    "title_alt": ["Decays of B0 in NMR"],
    "protect": ["NMR"],
    "creators": [
        {"family": "van Raan", "given": "A. F. J."},
        {"family": "Webber", "given": "C.", "suffix": "Jr."},
    ],
    "year": "2007",
    "doi": "10.1000/Ab_c",
    "arxiv": "0704.0889",
}
RIGHT = Heard(
    key="any",
    title="decays of $B^{0}$ in ``NMR'' -- a $\\gamma$ study",
    lowered="Decays of B0 in “NMR” - a γ study",
    authors=(
        Name(family="Raan", particle="van", given="A.F.J."),
        Name(family="Webber", given="C.", suffix="Jr"),
    ),
    year="2007",
    doi="10.1000/ab_c",
    places=("https://arxiv.org/abs/0704.0889v2",),
)


def test_another_spelling_of_the_same_is_right():
    assert [] == truth.faults(RIGHT, EXPECT)
    assert [] == truth.faults(replace(RIGHT, title="Decays of B<sup>0</sup> in NMR"), EXPECT)
    assert [] == truth.faults(replace(RIGHT, places=("10.48550/arXiv.0704.0889",)), EXPECT)


@pytest.mark.parametrize(
    "wrong",
    [
        {"title": "Decays of B in NMR – a γ study"},
        {"title": "Decays of $B^{0}$ in NMR – a $\\beta$ study"},
        {"lowered": "Decays of B0 in “nmr” – a γ study"},
        {"authors": RIGHT.authors[:1]},
        {"authors": RIGHT.authors[::-1]},
        {"authors": (Name(family="Raan", given="A. F. J. van"), RIGHT.authors[1])},
        {"authors": (RIGHT.authors[0], Name(literal="C. Webber Jr."))},
        {"year": "2008"},
        {"doi": ""},
        {"doi": "10.1000/ab\\_c"},
        {"places": ("0704.08891",)},
        {"places": ()},
        {"wrong": ("Missing $ inserted.",)},
    ],
    ids=str,
)
def test_what_is_wrong_is_one_fault(wrong):
    assert 1 == len(truth.faults(replace(RIGHT, **wrong), EXPECT))


def test_a_lost_entry_is_wrong():
    assert ["missing"] == truth.faults(None, EXPECT)


@pytest.mark.judge
def test_a_piece_that_breaks_tex_breaks_no_other(tmp_path):
    if lacking := missing(("pdflatex", "pdftotext", "tex:lmodern.sty")):
        pytest.fail(str(lacking)) if REQUIRED else pytest.skip(str(lacking))
    seen = visible(tmp_path, ["Erd{\\H o}s", "in} a $\\sqrt{2}$", "\\Q", "fine $\\alpha_1$"])
    assert ("Erdős", "fine α1") == (seen[0][0], seen[3][0])
    assert [False, True, True, False] == [bool(errors) for _, errors in seen]
