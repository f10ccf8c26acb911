"""Names apart as BibTeX has them; the parts are those that bibtex 0.99d prints by `{vv} {ll} {jj} {ff}`."""

from __future__ import annotations

import pytest

from bibgen.model import Name
from bibgen.verification import bibnames

# Name -> von, Last, Jr, First
PRINTED = {
    "Diaz-de-Anda, A.": ("Diaz-de", "Anda", "", "A."),
    "al-Khwarizmi, M.": ("al", "Khwarizmi", "", "M."),
    "Van der Linden, Tim": ("Van der", "Linden", "", "Tim"),
    "'t Hooft, Gerard": ("'t", "Hooft", "", "Gerard"),
    "Ødegaard Hansen, Per": ("Ødegaard", "Hansen", "", "Per"),
    r"{\O}degaard Hansen, Per": ("", r"{\O}degaard Hansen", "", "Per"),
    r"van den {\"O}ord, A": ("van den", r"{\"O}ord", "", "A"),
    "{de la Cruz}, A": ("", "{de la Cruz}", "", "A"),
    r"{\v s}rámek Foo, A": (r"{\v s}rámek", "Foo", "", "A"),
    "Jean-Paul de la Foo": ("de la", "Foo", "", "Jean-Paul"),
    "Müller-von Bär, Ж.": ("Müller-von", "Bär", "", "Ж."),
    "d'Alembert Foo, Jr, X": ("d'Alembert", "Foo", "Jr", "X"),
    "Foo Bar": ("", "Bar", "", "Foo"),
    r"{\'e}le Foo, X": (r"{\'e}le", "Foo", "", "X"),
    "O'neil-Smith, X": ("", "O'neil-Smith", "", "X"),
    r"{\relax van} Foo, X": (r"{\relax van}", "Foo", "", "X"),
}


@pytest.mark.parametrize("text", PRINTED)
def test_splits_a_name_as_bibtex_does(text):
    von, last, junior, first = PRINTED[text]
    expected = Name(particle=von, family=last, suffix=junior, given=first)
    assert expected == bibnames.person(text, str, classic=True)


def test_biber_knows_letters_and_takes_a_hyphen_for_one():
    hansen = bibnames.person("Ødegaard Hansen, Per", str, classic=False)
    assert ("", "Ødegaard Hansen") == (hansen.particle, hansen.family)
    anda = bibnames.person("Diaz-de-Anda, A.", str, classic=False)
    assert ("", "Diaz-de-Anda") == (anda.particle, anda.family)


def test_a_list_is_cut_at_ands_outside_braces():
    assert ["A, B", "{C and D}", "", "others"] == list(
        bibnames.people("A, B and {C and D}\n and  and others")
    )
    assert 2 == bibnames.commas("A, {B, C}, D")
