"""Markup of publishers, as it comes through Crossref."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bibgen.sources.jats import plain

MATH = '<mml:math xmlns:mml="http://www.w3.org/1998/Math/MathML"{}>{}</mml:math>'


@pytest.mark.parametrize(
    ("given_", "expected"),
    [
        ("A  plain\n title", "A plain title"),
        ("The <i>E. coli</i> <scp>dna</scp> of <b>R&amp;D</b>", "The E. coli dna of R&D"),
        ("R&amp;amp;D and p &amp;lt; 0.05", "R&D and p < 0.05"),
        ("&lt;i&gt;Ab initio&lt;/i&gt; methods", "Ab initio methods"),
        ("H<sub>2</sub>O at 10<sup>-3</sup> K", "H₂O at 10⁻³ K"),
        ("T<sub><i>c</i></sub> of YBCO", r"T$_{\mathrm{c}}$ of YBCO"),
        ("the 13<sup>th</sup>", r"the 13$^{\mathrm{th}}$"),
        ("x<sub>α</sub>", "x$_{α}$"),
        ("CO<sub>x</sub>2 laser", "COx2 laser"),
        ("A title with a footnote<sup>*</sup>", "A title with a footnote"),
        ("where p<0.05 and q>1, if a<b", "where p<0.05 and q>1, if a<b"),
        ("where a<i and j>k", "where a<i and j>k"),
        (
            "an <ext-link ext-link-type=\"uri\" xlink:href='http://x'>address</ext-link><br />below",
            "an address below",
        ),
        ("Erd\\H{o}s at 100% for $5", "Erdős at 100% for $5"),
        ("a<!-- remark --> b<?xml-stylesheet x?> c", "a b c"),
        ("AT&T; caf&eacute; &#8211; &#x2014;", "AT&T; café – —"),
        (
            "of "
            + MATH.format("", "\n <mml:mi>N</mml:mi>\n <mml:mo>=</mml:mo>\n<mml:mn>4</mml:mn>\n")
            + " ice",
            "of N=4 ice",
        ),
        ("of " + MATH.format(' alttext="\\mathcal{N}=4"', "<mml:mi>N</mml:mi>"), r"of $\mathcal{N}=4$"),
        (
            MATH.format("", "<mml:mn>13</mml:mn><mml:mspace width='1em'/><mml:mtext>TeV</mml:mtext>"),
            "13 TeV",
        ),
        (
            "<jats:title>Abstract</jats:title><jats:p>One.</jats:p><jats:p>Two.</jats:p>",
            "One. Two.",
        ),
        (
            "<jats:sec><jats:title>Background</jats:title><jats:p>Ice is <jats:italic>cold</jats:italic>.</jats:p></jats:sec>",
            "Background Ice is cold.",
        ),
        (
            "<jats:p>Let <jats:inline-formula><jats:alternatives><jats:tex-math>\\documentclass[12pt]{minimal}"
            "\\begin{document}$$x_1$$\\end{document}</jats:tex-math><mml:math><mml:mi>x</mml:mi></mml:math>"
            "</jats:alternatives></jats:inline-formula> be.</jats:p>",
            "Let $x_1$ be.",
        ),
    ],
)
def test_text_is_what_a_reader_sees(given_, expected):
    assert expected == plain(given_)


@given(
    st.lists(
        st.sampled_from(["<i>", "</i>", "<sub>", "</sub>", "<", ">", "&lt;", "&amp;", "$", "a", "2", " "])
    )
)
def test_broken_markup_is_no_trouble(pieces):
    text = plain("".join(pieces))
    assert "  " not in text


def test_deep_and_unclosed_markup_takes_no_time():
    assert plain("<mml:math><" * 3000) is not None
    assert plain("<jats:inline-formula>" * 3000 + "x") is not None
    assert plain("<tex-math>" + "\\documentclass" * 9000 + "</tex-math>") is not None
    assert plain("<i a=" * 9000 + "<a x='" * 9000) is not None
    assert plain("<!--" * 5000 + "<?" * 5000) is not None
