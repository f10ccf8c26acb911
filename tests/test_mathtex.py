import re

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bibgen import macros, mathtex


@pytest.mark.parametrize(
    ("text", "formulae"),
    [
        ("a $2\\times2$ grid for $5 and $6", ["2\\times2"]),
        ("$620 billion", []),
        ("$1 to $2 and $x_1$", ["x_1"]),
        ("$ \\mathcal{N} = 4 $ theory", [" \\mathcal{N} = 4 "]),
        ("$$x=1$$", ["x=1"]),
        ("an odd $ sign", []),
        ("$a{$ and $b}$", []),
        ("$" + "{" * 900 + "}" * 900 + "$", []),
    ],
)
def test_money_is_no_formula(text, formulae):
    pieces = list(mathtex.split(text))
    assert formulae == [piece for formula, piece in pieces if formula]


@pytest.mark.parametrize(
    ("formula", "tex"),
    [
        ("Λ_α", r"\Lambda_{\alpha}"),
        (r"\toμ^+", r"\to\mu^{+}"),
        ("ΛCDM", r"\Lambda CDM"),
        (r"{\cal N}=4", r"{\mathcal {N}}=4"),
        (r"\Bbb R^n", r"\mathbb {R}^{n}"),
        (r"H_{\rm eff}", r"H_{\mathrm{eff}}"),
        (r"a \over b", r"\frac {a }{b}"),
        (r"\frac12", r"\frac {1}{2}"),
        (r"\sqrt[3]2", r"\sqrt[{3}]{2}"),
        ("25%", r"25\%"),
        ("a≤b", r"a\leq b"),
        (r"\{x\}", r"\{x\}"),
        (r"x\mbox{ if }α", r"x\text{ if }\alpha"),
        (r"\mbox{é_1}", r"\text{é\_1}"),
        (r"\unicode{x212B}", r"\text{Å}"),
        (r"\not\equiv", r"\not\equiv"),
        (r"f''", "f''"),
        ("x̂\u20dd+\u0304", r"\hat {x}\bar {+}"),
        ("\u0302x", r"\hat {}x"),
        (r"\mathbb{k}+\mathbb 1+\mathcal{L}", r"\mathbf {k}+\mathbf {1}+\mathcal {L}"),
        (r"\text{p̄ and α̂}", r"\text{{\=p} and }\hat {\alpha}"),
    ],
)
def test_a_formula_is_written_in_macros_that_latex_has(formula, tex):
    assert tex == mathtex.to_tex(formula)


@pytest.mark.parametrize(
    ("formula", "tex"),
    [
        (r"\{x", r"\lbrace x"),
        ("f_D_{S^+}", "f_{D}{}_{S^{+}}"),
        ("f^2'", "f^{2}{}'"),
        ("x^", "x^{}"),
        (r"\frac{a}", r"\frac {a}{}"),
        (r"\left( x", "( x"),
        (r"x \right)", "x )"),
        (r"\left\{ x \right.", r"\left\lbrace x \right."),
        (r"\big{\|A}", r"{\|A}"),
        (r"\sum\limits_i", r"\sum_{i}"),
        (r"s_{_{NN}}", "s_{NN}"),
        (r"\mathbf{a}^\mathrm T", r"\mathbf {a}^{\mathrm{T}}"),
    ],
)
def test_what_tex_would_stumble_over_is_mended(formula, tex):
    assert tex == mathtex.to_tex(formula)


@pytest.mark.parametrize(
    ("formula", "tex"),
    [
        (r"\Bz\to\pip", r"\mathrm{Bz}\to \mathrm{pip}"),
        (r"\Q(\sqrt{5})", r"\mathbb {Q}(\sqrt {5})"),
        (r"\input{x}", r"\mathrm{input}{x}"),
        (r"\\", ""),
        (r"\newcommand\x{}", r"\mathrm{newcommand}\mathrm{x}{}"),
        (r"\href{http://x}{y}", r"\mathrm{href}{http://x}{y}"),
        ("x^^5cinput", "x^{}{}^{5}cinput"),
        (r"\mbox{\input x}", r"\text{inputx}"),
    ],
)
def test_a_macro_that_latex_may_not_know_becomes_its_name(formula, tex):
    assert tex == mathtex.to_tex(formula)


PIECES = (
    [
        rf"\{name}"
        for name in ("left", "right", "big", "frac", "sqrt", "bar", "rm", "over", "text", "input", "sp")
    ]
    + [rf"\{name} " for name in ("alpha", "log", "cal", "begin", "middle", "Bz", "mathbb", "limits", "not")]
    + [
        "\\\\",
        "\\{",
        "\\}",
        "\\|",
        "\\,",
        "\\",
        "^",
        "_",
        "'",
        "{",
        "}",
        "[",
        "]",
        "(",
        ".",
        "α",
        "é",
        "中",
        "x",
        "5c",
    ]
    + [" ", "~", "%", "&", "#", '"', "`", "\x07", "^^", "ℝ", "̂"]
)
HARMLESS = (
    macros.STYLES | macros.TEXT_STYLES | macros.FUNCTIONS | macros.SYMBOLS | set(macros.MATH_ACCENTS) | set(macros.ARGUMENTS)
) | {"left", "right", "lbrace", "rbrace", "textbackslash", "textbraceleft", "textbraceright"}  # fmt: skip


@settings(deadline=None, max_examples=300)
@given(st.lists(st.sampled_from(PIECES), max_size=25).map("".join))
@example("{" * 500 + r"\left" * 500)
@example(r"\bar" * 2000)
@example("\\text{%\u0302\u0338}^2\\limits\\text{}'")
@example("^" * 3000)
@example(r"\rm" * 900 + r"\over" * 900)
def test_no_formula_writes_what_may_harm(formula):
    tex = mathtex.to_tex(formula)
    level = 0
    for char in tex:  # as BibTeX counts
        level += (char == "{") - (char == "}")
        assert level >= 0
    assert level == 0
    assert set(re.findall(r"\\([a-zA-Z]+)", tex)) <= HARMLESS
    assert "^^" not in tex
    assert not re.search(r"[\^_](?!\{)", re.sub(r"\\_|\\\^\{\}", "", tex))
    assert not re.search(r"(?<!\\)[%&#$~]", tex)
    assert tex.count(r"\left") - tex.count(r"\leftarrow") == tex.count(r"\right") - tex.count(r"\rightarrow")
    assert len(formula) > 200 or tex == mathtex.to_tex(tex)


@pytest.mark.parametrize(
    ("formula", "shown"),
    [
        (r"\sqrt{s_{_{NN}}}", "√s<sub>NN</sub>"),
        (r"\sqrt{x+1}", "√(x+1)"),
        (r"\sqrt[3]{2}", "<sup>3</sup>√2"),
        (r"B^0_s\toμ^+μ^-", "B<sup>0</sup><sub>s</sub>→μ<sup>+</sup>μ<sup>-</sup>"),
        (r"\frac{a}{b}", "a/b"),
        (r"\frac{a+1}{b}", "(a+1)/b"),
        (r"\binom{n}{k}", "(n choose k)"),
        (r"p\bar p", "pp̄"),
        (r"O(n\log n)", "O(n log n)"),
        (r"\log_2 n", "log<sub>2</sub> n"),
        (r"\unknown{x}", "unknownx"),
        (r"\R^n", "ℝ<sup>n</sup>"),
        (r"90^\circ", "90°"),
        (r"a\not\equiv b", "a≢b"),
        (r"\text{a_b}", "a_b"),
        ("f'", "f′"),
        ("^", ""),
        (r"\frac", "/"),
        (r"\sqrt", "√"),
    ],
)
def test_a_formula_without_tex_keeps_what_can_be_read(formula, shown):
    assert shown == mathtex.to_markup(formula)


def test_a_power_of_ten_stays_one_where_there_is_no_markup():
    assert "10¹⁵ > 2eiπ" == mathtex.to_plain(r"10^{15} > 2e^{iπ}")


def test_nested_macros_cost_no_more_than_their_length():
    assert mathtex.to_markup("{" * 30 + r"b" + r"\log b}" * 30)


@pytest.mark.parametrize(
    ("formula", "tex", "markup"),
    [
        (r"\ell\_r", r"\ell_{r}", "ℓ<sub>r</sub>"),
        (r"P(A\_N,B\_{N})", "P(A_{N},B_{N})", "P(A<sub>N</sub>,B<sub>N</sub>)"),
        (r"\mathrm{file\_name}", r"\mathrm{file{\_}name}", "file_name"),
    ],
)
def test_an_escaped_underscore_is_a_script_before_a_symbol_and_breaks_no_reader_in_a_word(
    formula, tex, markup
):
    assert (tex, markup) == (mathtex.to_tex(formula), mathtex.to_markup(formula))
