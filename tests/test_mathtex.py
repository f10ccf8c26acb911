import pytest

from bibgen import mathtex


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
    ],
)
def test_money_is_no_formula(text, formulae):
    pieces = list(mathtex.split(text))
    assert formulae == [piece for formula, piece in pieces if formula]


@pytest.mark.parametrize(
    ("formula", "tex"),
    [
        ("Λ_α", r"\Lambda_{\alpha}"),
        (r"\toμ^+", r"\to\mu^+"),
        ("ΛCDM", r"\Lambda CDM"),
        (r"{\cal N}=4", r"{\mathcal{N}}=4"),
        (r"\Bbb R^n", r"\mathbb R^n"),
        ("25%", r"25\%"),
        ("a≤b", r"a\leq b"),
        (r"\{x", r"\lbrace x"),
    ],
)
def test_a_formula_is_written_in_macros_that_latex_has(formula, tex):
    assert tex == mathtex.to_tex(formula)


@pytest.mark.parametrize(
    "formula", [r"\Bz\to\pip", r"\input{x}", r"\\", r"\newcommand\x{}", r"\href{http://x}{y}"]
)
def test_a_formula_with_unknown_macros_is_no_tex(formula):
    assert mathtex.to_tex(formula) is None


@pytest.mark.parametrize(
    ("formula", "shown"),
    [
        (r"\sqrt{s_{_{NN}}}", "√(s<sub><sub>NN</sub></sub>)"),
        (r"B^0_s\toμ^+μ^-", "B<sup>0</sup><sub>s</sub>→μ<sup>+</sup>μ<sup>-</sup>"),
        (r"\frac{a}{b}", "a/b"),
        (r"p\bar p", "pp̄"),
        (r"O(n\log n)", "O(n log n)"),
        (r"\unknown{x}", "unknownx"),
        ("f'", "f′"),
        ("^", "<sup></sup>"),
        (r"\frac", "/"),
        (r"\sqrt", "√"),
    ],
)
def test_a_formula_without_tex_keeps_what_can_be_read(formula, shown):
    assert shown == mathtex.to_markup(formula)
