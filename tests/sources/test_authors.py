"""arXiv's lists of authors, as its API serves them: who is a person, who a group, who nobody."""

from __future__ import annotations

import pytest

from bibgen.names import display
from bibgen.sources.authors import people


def shown(listed):
    """Persons in the order of speech, groups in brackets."""
    return [f"[{one.literal}]" if one.literal else display(one) for one in people(listed)[0]]


@pytest.mark.parametrize(
    ("served", "expected"),
    [
        (
            ["The CMS", "LHCb Collaborations", ":", "V. Khachatryan"],
            ["[The CMS and LHCb Collaborations]", "V. Khachatryan"],
        ),
        (["The IceCube", "PINGU collaboration"], ["[The IceCube and PINGU collaboration]"]),
        (
            ["The Mu2e Project", "Collaboration", ":", "R. J. Abrams"],
            ["[The Mu2e Project Collaboration]", "R. J. Abrams"],
        ),
        (
            ["T. Dafni", "on behalf of the CAST", "IAXO collaborations"],
            ["T. Dafni", "[CAST and IAXO collaborations]"],
        ),
        (
            ["Mark Scott for the NuPRISM", "Hyper-K collaborations"],
            ["Mark Scott", "[NuPRISM and Hyper-K collaborations]"],
        ),
        (
            ["for the LHCb VELO Group", "for the VELO Upgrade group"],
            ["[LHCb VELO Group]", "[VELO Upgrade group]"],
        ),
    ],
)
def test_groups_that_arxiv_cut_in_two_are_one_again(served, expected):
    assert expected == shown(served)


def test_a_first_name_the_is_no_group_that_was_cut():
    assert ["The Anh Han", "Edward Hughes"] == shown(["The Anh Han", "Edward Hughes"])


@pytest.mark.parametrize(
    ("served", "expected"),
    [
        (["Mistral AI", ":", "Adrien Sadé"], ["[Mistral AI]", "Adrien Sadé"]),
        (["Authors", ":", "SNO+ Collaboration", ":"], ["[SNO+ Collaboration]"]),
        (["J. Smith", ":"], ["J. Smith"]),
        ([":"], []),
    ],
)
def test_what_stands_before_a_lone_colon_is_a_group(served, expected):
    assert expected == shown(served)


@pytest.mark.parametrize(
    ("served", "expected"),
    [
        (["Samuel J. Lomonaco", "jr"], ["Samuel J. Lomonaco, jr"]),
        (["M. Finger", "\\, Jr.", "F. Fleuret"], ["M. Finger, Jr.", "F. Fleuret"]),
        (["Thomas H. Puzia", "& Francesca Matteucci"], ["Thomas H. Puzia", "Francesca Matteucci"]),
        (["Nati Linial", "and Toniann Pitassi"], ["Nati Linial", "Toniann Pitassi"]),
        (["Victor Y. Pan and", "Jonh Svadlenka"], ["Victor Y. Pan", "Jonh Svadlenka"]),
        (["Chris Blake & Karl Glazebrook"], ["Chris Blake", "Karl Glazebrook"]),
        (["Julio C. Serrano. Joonas Kevari"], ["Julio C. Serrano", "Joonas Kevari"]),
        (["Sheikh Mohd. Imran Khan"], ["Sheikh Mohd. Imran Khan"]),
        (["Eduardo. V. Castro"], ["Eduardo. V. Castro"]),
        (["S. James Gates,"], ["S. James Gates"]),
        (["Manjushree B. Aithal", "Ph. D.", "James Mitchell"], ["Manjushree B. Aithal", "James Mitchell"]),
        (["J. Sj\x7fogren"], ["J. Sjögren"]),
        (["Ann Lee", "with an appendix by Bo Wu"], ["Ann Lee", "Bo Wu"]),
        (["Ann Lee (with an appendix by Bo Wu)"], ["Ann Lee", "Bo Wu"]),
        (["Public Outreach & Education Team"], ["[Public Outreach & Education Team]"]),
    ],
)
def test_people_that_arxiv_ran_together_or_cut_are_whole(served, expected):
    assert expected == shown(served)


@pytest.mark.parametrize(
    ("served", "count"),
    [
        (["A. Abulencia et al."], 1),
        (["J. Abdallah", "et al"], 1),
        (["A. Abulencia et al. (CDF Collaboration)"], 2),
        (["et al."], 0),
    ],
)
def test_et_al_is_nobody_and_says_that_the_list_is_cut(served, count):
    found, cut = people(served)
    assert (count, True) == (len(found), cut)


def test_two_single_names_in_a_row_stay_two():
    assert ["[Gowtham]", "[Saravanan]"] == shown(["Gowtham", "Saravanan"])
    assert not people(["王小明", "Li Wei (李伟)"])[1]


def test_an_empty_list_has_nobody():
    assert ((), False) == people([])
    assert [] == shown(["", " ", "."])
