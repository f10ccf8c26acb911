import pytest

from bibgen import journal


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Phys.Rev.D76:013009,2007", ("Phys. Rev. D", "76", None, None, "013009", 2007)),
        ("Astrophys.J.663:1149-1173,2007", ("Astrophys. J.", "663", None, "1149-1173", None, 2007)),
        ("JHEP0710:023,2007", ("JHEP", "0710", None, "023", None, 2007)),
        ("Class.Quant.Grav.24:S541-S550,2007", ("Class. Quant. Grav.", "24", None, "S541-S550", None, 2007)),
        ("Phys. Rev. Lett. 99, 126405 (2007).", ("Phys. Rev. Lett.", "99", None, None, "126405", 2007)),
        (
            "Comm. Math. Helv. 84 (2009), No. 2, pp. 259--296.",
            ("Comm. Math. Helv.", "84", "2", "259-296", None, 2009),
        ),
        (
            "J.Opt.Soc.Am.A 23(10): 2592-2601 (2006)",
            ("J. Opt. Soc. Am. A", "23", "10", "2592-2601", None, 2006),
        ),
        (
            "Annals of Applied Probability 2007, Vol. 17, No. 2, 609-653",
            ("Annals of Applied Probability", "17", "2", "609-653", None, 2007),
        ),
        ("Nature 522, 68-72 (04 June 2015)", ("Nature", "522", None, "68-72", None, 2015)),
        (
            "Phys.Rev.C76:024606,2007; Erratum-ibid.C76:039902,2007",
            ("Phys. Rev. C", "76", None, None, "024606", 2007),
        ),
    ],
)
def test_the_usual_styles_are_taken_apart(text, expected):
    found = journal.parse(text)
    assert found is not None
    assert expected == (found.journal, found.volume, found.issue, found.page, found.number, found.year)


@pytest.mark.parametrize(
    "text",
    [
        "XXII International Conference On Neutrino Physics And Astrophysics (Neutrino 2006), Santa Fe (2006)",
        "IEEE Transactions on Pattern Analysis and Machine Intelligence ( Volume: PP, Issue: 99 , July 2016 )",
        "J. Stat. Mech. P04012 (2007)",
        "AIP Conf.Proc.937:43-50,2007",
        "Energy and Fuels (2007) sous presse",
        "in Lie algebras, AMS Contemporary Mathematics, vol. 160, pp. 263--310, 1994",
        "",
        "A" * 5000,
    ],
)
def test_a_reference_that_can_be_read_in_two_ways_is_left_as_written(text):
    assert journal.parse(text) is None
