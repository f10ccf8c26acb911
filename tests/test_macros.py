import re

import pytest

from bibgen import macros


@pytest.mark.parametrize(
    ("char", "tex"),
    [
        ("é", r"{\'e}"),
        ("ő", r"{\H o}"),
        ("ǽ", r"{\'\ae}"),
        ("å", r"{\r a}"),
        ("ß", r"{\ss}"),
        ("ș", r"{\textcommabelow s}"),
        ("€", r"{\texteuro}"),
        ("q̄", r"{\=q}"),
        ("α", None),
        ("Ж", None),
    ],
)
def test_a_letter_is_spelled_as_most_readers_understand(char, tex):
    assert tex == macros.as_text(char)


@pytest.mark.parametrize(
    ("char", "tex"),
    [
        ("Ω", r"\Omega"),
        ("ώ", r"\acute{\omega}"),
        ("Α", r"\mathrm{{A}}"),
        ("ᵢ", "_{i}"),
        ("𝓝", None),
        ("𝒩", r"\mathcal{N}"),
        ("𝕘", None),
        ("中", None),
    ],
)
def test_mathematics_has_no_macro_that_prints_something_else(char, tex):
    assert tex == macros.as_math(char)


def test_every_macro_of_a_character_is_one_that_is_known_to_be_harmless():
    known = macros.STYLES | macros.SYMBOLS | set(macros.MATH_ACCENTS) | set(macros.ARGUMENTS)
    written = " ".join(filter(None, map(macros.as_math, macros.mathematical())))
    assert len(written) > 3000
    assert set(re.findall(r"\\([a-zA-Z]+)", written)) <= known
