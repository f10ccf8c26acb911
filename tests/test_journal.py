"""Journal references as authors type them on arXiv: what is taken apart, and what is left alone."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bibgen import journal

# What was typed -> journal, volume, issue, pages, article number, year. All but the last four are arXiv's.
STYLES = [
    # SPIRES
    ("Phys.Rev.D76:013009,2007", ("Phys. Rev. D", "76", None, None, "013009", 2007)),
    ("Astrophys.J.663:1149-1173,2007", ("Astrophys. J.", "663", None, "1149-1173", None, 2007)),
    ("JHEP0710:023,2007", ("JHEP", "0710", None, "023", None, 2007)),
    ("Class.Quant.Grav.24:S541-S550,2007", ("Class. Quant. Grav.", "24", None, "S541-S550", None, 2007)),
    ("Lect.NotesPhys.737:59-118,2008", ("Lect. Notes Phys.", "737", None, "59-118", None, 2008)),
    (
        "Phys.Rev.STAccel.Beams11:011302,2008",
        ("Phys. Rev. ST Accel. Beams", "11", None, None, "011302", 2008),
    ),
    ("AIP Conf.Proc.937:43-50,2007", ("AIP Conf. Proc.", "937", None, "43-50", None, 2007)),
    ("J.Phys.Conf.Ser.91:012001,2007", ("J. Phys. Conf. Ser.", "91", None, None, "012001", 2007)),
    ("PoS Solvay:002,2006", ("PoS", "Solvay", None, "002", None, 2006)),
    # the year at the end
    ("Phys. Rev. Lett. 99, 126405 (2007).", ("Phys. Rev. Lett.", "99", None, None, "126405", 2007)),
    ("Nature 522, 68-72 (04 June 2015)", ("Nature", "522", None, "68-72", None, 2015)),
    ("Phys. Rev. E 76, 046116 (2007) (9 pages)", ("Phys. Rev. E", "76", None, None, "046116", 2007)),
    ("Contrib. Plasma Phys.Volume 47, 368, 2007", ("Contrib. Plasma Phys.", "47", None, "368", None, 2007)),
    ("A&A 470, 97-104 (2007)", ("A&A", "470", None, "97-104", None, 2007)),
    ("Eur. Phys. J. - B, 22, 129-135 (2001)", ("Eur. Phys. J. B", "22", None, "129-135", None, 2001)),
    (
        "Journal of Physics A:Math.Theor.40, 2787 (2007)",
        ("Journal of Physics A: Math. Theor.", "40", None, "2787", None, 2007),
    ),
    ("J.Opt.Soc.Am.A 23(10): 2592-2601 (2006)", ("J. Opt. Soc. Am. A", "23", "10", "2592-2601", None, 2006)),
    (
        "Central European Journal of Mathematics 4, Nr. 3, 323-357 (2006).",
        ("Central European Journal of Mathematics", "4", "3", "323-357", None, 2006),
    ),
    (
        "IEEE Trans. Inf. Theory, vol. 55, no. 3, pp. 1218--1234, March 2009",
        ("IEEE Trans. Inf. Theory", "55", "3", "1218-1234", None, 2009),
    ),
    (
        "Astronomical & Astrophysical Transactions, 26:4, 289 - 299, 2007",
        ("Astronomical & Astrophysical Transactions", "26", "4", "289-299", None, 2007),
    ),
    # the year in the middle
    (
        "Comm. Math. Helv. 84 (2009), No. 2, pp. 259--296.",
        ("Comm. Math. Helv.", "84", "2", "259-296", None, 2009),
    ),
    (
        "J. Nonlinear Math. Phys 14 (4) (2007) 440-461",
        ("J. Nonlinear Math. Phys", "14", "4", "440-461", None, 2007),
    ),
    (
        "Physica A, V. 387, Issues 2-3 (2008), Pages 385-406",
        ("Physica A", "387", "2-3", "385-406", None, 2008),
    ),
    ("Bernoulli 15, 1 (2009) 146-177", ("Bernoulli", "15", "1", "146-177", None, 2009)),
    (
        "Progress in quantum electronics 30 (12/2006) 89-126",
        ("Progress in quantum electronics", "30", None, "89-126", None, 2006),
    ),
    ("SIGMA 3 (2007) 075, 7 pages", ("SIGMA", "3", None, "075", None, 2007)),
    (
        "Astronomy and Astrophysics, Volume 467, Issue 2, May IV 2007, pp.L45-L48",
        ("Astronomy and Astrophysics", "467", "2", "L45-L48", None, 2007),
    ),
    (
        "SIAM Journal on Computing 27:5, 1998, pp. 1457--1491",
        ("SIAM Journal on Computing", "27", "5", "1457-1491", None, 1998),
    ),
    (
        "Journal of Combinatorial Theory, Series A 115 (2008) 777-798",
        ("Journal of Combinatorial Theory, Series A", "115", None, "777-798", None, 2008),
    ),
    (
        "Proc. R. Soc. Edinb. A 140 (2010) 273-289",
        ("Proc. R. Soc. Edinb. A", "140", None, "273-289", None, 2010),
    ),
    (
        "Advances in High Energy Physics, 2013 (2013), Article ID 293986",
        ("Advances in High Energy Physics", "2013", None, None, "293986", 2013),
    ),
    ("J. Stat. Mech. (2007) P07022", ("J. Stat. Mech.", "2007", None, None, "P07022", 2007)),
    ("J. Stat. Mech. P04012 (2007)", ("J. Stat. Mech.", "2007", None, None, "P04012", 2007)),
    # the year first
    ("2009 Chinese Phys. B 18 506-515", ("Chinese Phys. B", "18", None, "506-515", None, 2009)),
    (
        "Annals of Applied Probability 2007, Vol. 17, No. 2, 609-653",
        ("Annals of Applied Probability", "17", "2", "609-653", None, 2007),
    ),
    (
        "Journal of the Chinese Chemical Society, 2001, 48: 449-454",
        ("Journal of the Chinese Chemical Society", "48", None, "449-454", None, 2001),
    ),
    ("MNRAS (May 21, 2016) 458 (3): 3060-3074", ("MNRAS", "458", "3", "3060-3074", None, 2016)),
    # not in the records at hand, but usual
    ("Proc. SPIE 7739, 77390A (2010)", ("Proc. SPIE", "7739", None, None, "77390A", 2010)),
    ("PLoS ONE 7(4): e36055 (2012)", ("PLoS ONE", "7", "4", None, "e36055", 2012)),
    ("Ann. of Math. (2) 171 (2010), no. 1, 1-52", ("Ann. of Math. (2)", "171", "1", "1-52", None, 2010)),
    ("PoS(LATTICE 2008)123", ("PoS", "LATTICE 2008", None, "123", None, 2008)),
]


@pytest.mark.parametrize(("text", "expected"), STYLES, ids=[text for text, _ in STYLES])
def test_the_usual_styles_are_taken_apart(text, expected):
    found = journal.parse(text)
    assert found is not None
    assert expected == (found.journal, found.volume, found.issue, found.page, found.number, found.year)


@pytest.mark.parametrize(
    "text",
    [
        "XXII International Conference On Neutrino Physics And Astrophysics (Neutrino 2006), Santa Fe (2006)",
        "IEEE Transactions on Pattern Analysis and Machine Intelligence ( Volume: PP, Issue: 99 , July 2016 )",
        "Energy and Fuels (2007) sous presse",
        "in Lie algebras, AMS Contemporary Mathematics, vol. 160, pp. 263--310, 1994",
        "LNCS 4978, TAMC 2008, pp 282-293",
        "LNCS 4645, 240-251 (2007)",
        "Proc. of the 25th ICML, pp. 1096-1103, 2008",
        "Proceedings of the American Control Conference 3, 1-5 (2007)",
        "Fractals in Graz 2001, 25--118, Trends Math., Birkhauser, Basel, 2003",
        "P. Virnau, L. A. Mirny, M. Kardar, PLoS Comp Biol 2, 1074-1079 (2006)",
        "Chapter 4, 10-20 (2010)",
        "",
        "A" * 5000,
        "Aa, Ser. A" * 18,
    ],
)
def test_a_reference_that_can_be_read_in_two_ways_is_left_as_written(text):
    assert journal.parse(text) is None


@pytest.mark.parametrize(
    "text", ["ICML 2008, 1096-1103 (2008)", "CVPR 2019, 123 (2019)", "European Wireless 2008, 1-6 (2008)"]
)
def test_the_year_of_a_conference_is_no_volume(text):
    assert journal.parse(text) is None


def test_a_journal_that_counts_in_years_is_no_conference():
    assert journal.parse("JHEP 2019, 123 (2019)").volume == "2019"
    assert journal.parse("Complexity 2018, 1234567 (2018)").number == "1234567"


@pytest.mark.parametrize(
    ("text", "more"),
    [
        ("Class.Quant.Grav.24:5343-5370,2007; Erratum-ibid.25:039801,2008", "Erratum-ibid.25:039801,2008"),
        (
            "Gen.Rel.Grav.39:1545-1550,2007; Int.J.Mod.Phys.D17:685-690,2008",
            "Int.J.Mod.Phys.D17:685-690,2008",
        ),
        ("Phys. Rev. D 75, 1 (2007) [Erratum-ibid. D 76, 2 (2007)]", "Erratum-ibid. D 76, 2 (2007)"),
        (
            "Potential Analysis 30, no. 1 (Jan. 2009), 1--27. See arXiv:0901.3805 for a correction.",
            "See arXiv:0901.3805 for a correction",
        ),
        ("Phys. Rev. Lett. 99, 126405 (2007)", ""),
    ],
)
def test_what_stands_behind_the_reference_is_kept(text, more):
    found = journal.parse(text)
    assert more == found.more
    assert more in text


@given(
    st.lists(
        st.sampled_from(["Phys.", " ", "12", "(2007)", ",", ":", "A", "-", "pp.", "no. 3", ";"]), max_size=14
    )
)
def test_what_is_taken_apart_stands_in_the_text(pieces):
    text = "".join(pieces)
    found = journal.parse(text)
    if found:
        letters = "".join(filter(str.isalnum, text))
        for part in (found.journal, found.volume, found.issue, found.page, found.number):
            assert "".join(filter(str.isalnum, part or "")) in letters
        assert str(found.year) in text
