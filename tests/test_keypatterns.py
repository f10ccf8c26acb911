"""The pattern language of keys: what JabRef's users know holds, and what cannot be meant is named."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bibgen import names
from bibgen.errors import UsageError
from bibgen.keys import markers, patterns
from bibgen.model import Identifier, PartialDate, Record

NEWTON, MAXWELL, EINSTEIN, BOHR = "Isaac Newton", "James Maxwell", "Albert Einstein", "N. Bohr"


def paper(*authors, **fields):
    usual = {
        "title": "An awesome paper on JabRef",
        "submitted": PartialDate(year=2022, month=5, day=9),
        "identifiers": (Identifier(scheme="arxiv", value="hep-th/9711200"),),
        "categories": ("cs.LG", "stat.ML"),
    }
    return Record(type="article", authors=tuple(map(names.parse, authors)), **usual | fields)


def said(pattern, *authors, **fields):
    return patterns.parse(pattern).key(paper(*authors, **fields))


@pytest.mark.parametrize(
    ("pattern", "one", "two", "three", "four"),
    [
        # The examples are those of JabRef's manual and of the comments in its source.
        ("[auth]", "Newton", "Newton", "Newton", "Newton"),
        ("[auth3]", "New", "New", "New", "New"),
        ("[auth4_2]", "", "Maxw", "Maxw", "Maxw"),
        ("[authors]", "Newton", "NewtonMaxwell", "NewtonMaxwellEinstein", "NewtonMaxwellEinsteinBohr"),
        ("[authors2]", "Newton", "NewtonMaxwell", "NewtonMaxwellEtAl", "NewtonMaxwellEtAl"),
        ("[authEtAl]", "Newton", "NewtonMaxwell", "NewtonEtAl", "NewtonEtAl"),
        ("[auth.etal]", "Newton", "Newton.Maxwell", "Newton.etal", "Newton.etal"),
        ("[auth.auth.ea]", "Newton", "Newton.Maxwell", "Newton.Maxwell.ea", "Newton.Maxwell.ea"),
        ("[authshort]1", "Newton1", "NM1", "NME1", "NME+1"),
        ("[authIni4]", "Newt", "NeMa", "NeME", "NMEB"),
        ("[authorIni]", "Newto", "NewtoM", "NewtoME", "NewtoMEB"),
        ("[authorsAlpha]", "New", "NM", "NME", "NMEB"),
        ("[authorLast]", "Newton", "Maxwell", "Einstein", "Bohr"),
        ("[authForeIni][authorLastForeIni]", "II", "IJ", "IA", "IN"),
    ],
)
def test_markers_of_authors_mean_what_they_mean_in_jabref(pattern, one, two, three, four):
    authors = (NEWTON, MAXWELL, EINSTEIN, BOHR)
    assert [one, two, three, four] == [said(pattern, *authors[:count]) for count in (1, 2, 3, 4)]


def test_particles_belong_to_the_full_family_name_and_to_the_initials_of_alpha():
    aalst, lessen = "Wil van der Aalst", "Tammo van Lessen"
    assert "Aalst" == said("[auth]", aalst)
    assert "vanderAalst" == said("[authFirstFull]", aalst)
    assert ["vdAal", "vdAvL"] == [said("[authorsAlpha]", aalst), said("[authorsAlpha]", aalst, lessen)]
    assert "NMA+1" == said("[authorsAlpha]1", NEWTON, MAXWELL, "A. A", BOHR, EINSTEIN)


def test_a_list_that_is_known_to_be_cut_says_so():
    assert "NewtonEtAl" == said("[authEtAl]", NEWTON, et_al=True)
    assert "NewtonMaxwellEtAl" == said("[authors2]", NEWTON, MAXWELL, et_al=True)


@pytest.mark.parametrize(
    ("pattern", "key"),
    [
        ("[title]", "AnAwesomePaperonJabRef"),
        ("[title:abbr]", "AAPoJ"),
        ("demo[title:abbr]", "demoAAPoJ"),
        ("[camel]", "AnAwesomePaperOnJabRef"),
        ("[camel:abbr]", "AAPOJ"),
        ("[fulltitle]", "AnawesomepaperonJabRef"),
        ("[fulltitle:truncate5]", "Anaw"),
        ("[shorttitle]", "awesomepaperJabRef"),
        ("[shorttitleINI]", "Aap"),
        ("[veryshorttitle:upper]", "AWESOME"),
        ("[shorttitle:capitalize]", "AwesomePaperJabref"),
        ("[fulltitle:titlecase]", "AnAwesomePaperonJabref"),
        ("[fulltitle:sentencecase]", "Anawesomepaperonjabref"),
        ("[AUTH:LOWER][Year]", "newton2022"),
        ("[auth:lower][shortyear]", "newton22"),
        ("[date]", "2022-05-09"),
        ("[year][month][day]", "20220509"),
        ("[arxivid]", "hep-th/9711200"),
        ("[category]_[eprint]", "cs.LG_hep-th/9711200"),
        ("[journal:abbr][volume]-[firstpage]-[lastpage]", "JoFB7-73-97"),
        ("[pageprefix][firstpage]", "L73"),
        ("[number:(none)]", "none"),
        ("[number][doi]x", "x"),
        ('[auth.etal:regex("\\\\.etal","EtAl"):regex("\\.","And")]', "NewtonAndMaxwell"),
        ('[title:regex("([A-Z])[a-z]+", "$1")]', "AAPonJR"),
        ('[auth:regex("[wt]","")]', "Neon"),
    ],
)
def test_titles_numbers_and_modifiers(pattern, key):
    fields = {"container_title": "Journal of Fish Biology", "volume": "7", "page": "L73-L97"}
    assert key == said(pattern, NEWTON, MAXWELL, **fields)


def test_what_is_not_known_is_said_or_left_out_or_what_the_pattern_wants():
    nothing = {"submitted": None, "title": None, "identifiers": (), "categories": ()}
    assert "anon_nd" == said("[auth]_[year]_[title]", **nothing)
    assert "nobody" == said("[auth:(nobody)][year:()]", **nothing)
    assert "" == said("[volume]-[journal]", **nothing)


def test_a_key_neither_ends_with_a_sign_nor_has_two_side_by_side():
    assert "Newton:2022" == said("_[auth]:-:[volume]-[year]:[journal]", NEWTON)


def test_a_key_of_a_long_title_is_cut_so_that_bibtex_does_not_break_it():
    assert patterns.LONGEST == len(said("[camel]", title="Supercalifragilistic " * 99))


@pytest.mark.parametrize(
    ("pattern", "told"),
    [
        ("[auth][yaer]", r"no marker \[yaer\]; it knows auth, authFirstFull, .*year.*pageprefix"),
        ("[auth0]", r"no marker \[auth0\]"),
        ("[]", r"no marker \[\]"),
        ("[auth:lowre]", r"no modifier ':lowre'; it knows lower, upper, .*truncateN"),
        ("[auth:lower3]", "no modifier ':lower3'"),
        ("[auth:truncate]", "no modifier ':truncate'"),
        ("[auth:regex]", "no modifier ':regex'"),
        ("[auth:]", "the modifier ':' cannot be read"),
        ("[auth:lower:(x]", r"the modifier ':\(x' cannot be read"),
        ('[auth:regex("(","")]', "cannot be used: missing"),
        ('[auth:regex("a","$1")]', "cannot be used: invalid group"),
        ('[auth:regex("a","{")]', "'{' cannot stand in a citation key"),
        ("[auth][year", "the bracket at character 7 is not closed"),
        ("[auth]]", "the bracket at character 7 closes nothing"),
        ("[[auth]]", "the bracket at character 1 is not closed"),
        ("[auth] [year]", "a blank cannot stand"),
        ("[auth],[year]", "',' cannot stand"),
        ("[auth:(née)]", "'é' cannot stand"),
        ("auth.lower + year", r"no marker such as \[auth\]|a blank cannot stand"),
        ("auth", r"has no marker such as \[auth\] or \[year\]"),
        ("", "has no marker"),
    ],
)
def test_a_pattern_that_cannot_be_meant_is_refused_by_name(pattern, told):
    with pytest.raises(UsageError, match=told):
        patterns.parse(pattern)


@pytest.mark.parametrize("sign", sorted(" ,{}#%~\\\"'()=@^&$|<>;!?*`\t\né"))
def test_signs_that_tex_or_bibtex_would_stumble_over_are_refused(sign):
    with pytest.raises(UsageError, match="cannot stand in a citation key"):
        patterns.parse(f"[auth]{sign}[year]")


def test_every_marker_can_be_written_with_and_without_modifiers():
    for name in markers.NAMES:
        numbered = name.replace("N_M", "3_1") if name.endswith("N_M") else name
        numbered = f"{name[:-1]}3" if name.endswith("N") else numbered
        assert said(f"[{numbered}]x", NEWTON) == said(f"[{numbered.upper()}]x", NEWTON)


@given(st.text(st.sampled_from('[]:()"\\,$1auth lower year regex truncate5 {'), max_size=30))
def test_a_pattern_makes_keys_or_is_refused(text):
    try:
        pattern = patterns.parse(text)
    except UsageError:
        return
    assert set(pattern.key(paper(NEWTON))) <= set(map(chr, range(33, 127))) - set(",{}#%~\\\"'()=@[]")
