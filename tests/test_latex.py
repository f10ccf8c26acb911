import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bibgen import latex


@pytest.mark.parametrize(
    ("tex", "text"),
    [
        (r"Mart\'in Abadi", "Martín Abadi"),
        (r"{\'E}tale, \'{E}tale", "Étale, Étale"),
        (r"Erd\H{o}s and Erd{\H o}s", "Erdős and Erdős"),
        (r"na\"{\i}ve na\"\i ve", "naïve naïve"),
        ('Na\\"ıve', "Naïve"),
        (r"{\O}bro \o{} \ss", "Øbro ø ß"),
        (r"R\&D at 100\%", "R&D at 100%"),
        (r"``atom diodes''", "“atom diodes”"),
        (r"\textit{which {\em has} a} shape", "which has a shape"),
        ("Fig.~1 of http://x.org/~me", "Fig. 1 of http://x.org/~me"),
        ("From dyadic $Λ_α$", "From dyadic $Λ_α$"),
        ("Counting {0,1}-matrices", "Counting {0,1}-matrices"),
        ("a\u200b b\u202e c\x07 d", "a b c d"),
        ("Cafe\u0301", "Café"),
        (r"5 \nummodels models", r"5 \nummodels models"),
    ],
)
def test_what_arxiv_serves_becomes_clean_text(tex, text):
    assert text == latex.decode(tex)


@pytest.mark.parametrize(
    ("text", "tex"),
    [
        ("R&D: 100% of #1_a", r"R\&D: 100\% of \#1\_a"),
        ("costs $5 and $6", r"costs \$5 and \$6"),
        ("$Λ_α$ on $2\\times2$", r"{$\Lambda_{\alpha}$} on {$2\times2$}"),
        ("β-decay at −5 °C", r"{$\beta$}-decay at $-$5 °C"),
        ("D^0 ~ x\\y", r"D{\textasciicircum}0 \~{} x{\textbackslash}y"),
        ("the set {a, b}", r"the set \{a, b\}"),
        ("in}$D$", r"in{\textbraceright}{$D$}"),
        ("Nguyễn, ő, ł, –, “x”", r"Nguy{\~{\^e}}n, ő, ł, –, “x”"),
    ],
)
def test_special_characters_are_spelled_as_latex_and_importers_understand(text, tex):
    assert tex == latex.to_bibtex(text)


@pytest.mark.parametrize(
    "hostile",
    [
        r"\input{/etc/passwd}",
        r"$\input{/etc/passwd}$",
        r"$\write18{rm -rf /}$",
        r"\csname end\endcsname",
        r"$\catcode`\%=1$",
        r"\immediate\openout1=x",
        "^^5cinput",
        r"$\def\x{}$",
        r"$\expandafter\x$",
        r"$x^{\input y}$",
    ],
)
def test_no_macro_from_outside_reaches_the_bib(hostile):
    written = latex.to_bibtex(latex.decode(hostile))
    assert not re.search(r"\\(?:input|write|csname|catcode|immediate|openout|def|expandafter|end)", written)
    assert "^^" not in written


def depth(text):
    level = 0
    for char in text:
        level += (char == "{") - (char == "}")
        assert level >= 0, text
    return level


PIECES = [
    "$",
    "\\",
    "{",
    "}",
    "\\{",
    "\\}",
    "\\alpha",
    "\\'",
    "``",
    "''",
    "^",
    "_",
    "%",
    "&",
    "~",
    '"',
    "α",
    "é",
    "→",
    "a",
    " ",
    "1",
]


@given(st.lists(st.sampled_from(PIECES), max_size=30).map("".join))
def test_braces_balance_so_that_the_next_entry_is_never_lost(text):
    assert 0 == depth(latex.to_bibtex(latex.decode(text)))
    assert 0 == depth(latex.to_bibtex(text))


@given(st.text(max_size=60))
def test_decoding_twice_is_decoding_once_for_text_without_tex(text):
    text = text.replace("\\", "").replace("`", "")
    assert latex.decode(text) == latex.decode(latex.decode(text))


@given(st.text(alphabet=st.characters(categories=("Ll", "Lu"), max_codepoint=0x17F), max_size=30))
def test_latin_letters_come_back_from_a_bib(text):
    text = latex.clean(text)
    assert text == latex.decode(latex.to_bibtex(text).replace(r"{$\hbar$}", "ħ"))


def test_formulae_print_without_tex_where_there_is_none():
    assert "Pr<sub>2-x</sub>CuO" == latex.to_markup("Pr$_{2-x}$CuO")
    assert "Pr2-xCuO" == latex.to_plain("Pr$_{2-x}$CuO")
