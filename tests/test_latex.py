import re
import unicodedata

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from bibgen import latex, macros, mathtex


@pytest.mark.parametrize(
    ("served", "text"),
    [
        ("From dyadic $Λ_α$", "From dyadic $Λ_α$"),
        ("a\u200b b\u202e c\x07 d\ufe0f\u2066", "a b c d"),
        ("Cafe\u0301", "Café"),
        ("half \ud835 \ufffe a \n\t character", "half a character"),
        (r"2\times 2 {\'e}", "2× 2 é"),
    ],
)
def test_what_arxiv_serves_becomes_clean_text(served, text):
    assert text == latex.decode(served)


@pytest.mark.parametrize(
    ("text", "tex"),
    [
        ("R&D: 100% of #1_a", r"R\&D: 100\% of \#1\_a"),
        ("costs $5 and $6", r"costs \$5 and \$6"),
        ("$Λ_α$ on $2\\times2$", r"{$\Lambda_{\alpha}$} on {$2\times2$}"),
        ("β-decay at −5 °C", r"{$\beta$}-decay at {$-$}5 °C"),
        ("D^0 ~ x\\y", r"D{\textasciicircum}0 \~{} x{\textbackslash}y"),
        ("the set {a, b}", r"the set \{a, b\}"),
        ("in}$D$", r"in{\textbraceright}{$D$}"),
        ("Nguyễn, ő, ł, –, “x”", r"Nguy{\~{\^e}}n, ő, ł, –, “x”"),
        ("p̄ and α̂", r"{\=p} and {$\hat {\alpha}$}"),
        ("a<<b --force ''", "a<{}<b -{}-force '{}'"),
        ("pages 12--20", "pages 12--20"),
        ("code `x`", "code {`}x{`}"),
        ("ﬁt ﬀ 5％", r"fit ff 5\%"),
        ("$\\displaystyle$ x", " x"),
        ("$\\text{é ẍ}$", r"{$\text{é {\"x}}$}"),
    ],
)
def test_special_characters_are_spelled_as_latex_and_importers_understand(text, tex):
    assert tex == latex.to_bibtex(text)


@pytest.mark.parametrize(
    ("text", "tex"),
    [
        ("Gödel – “Erdős”… ½ €5", r"G{\"o}del {--} {\textquotedblleft}Erd{\H o}s{\textquotedblright}{\ldots} {\textonehalf} {\texteuro}5"),
        ("β → ∞ ± 3", r"{$\beta$} {$\to$} {$\infty$} {$\pm$} 3"),
        ("$\\text{é}$ ¸", r"{$\text{{\'e}}$} \c{}"),
        ("Ǆ 中 Ж", r"D{\v Z} 中 Ж"),
    ],
)  # fmt: skip
def test_classic_bibtex_gets_ascii_and_nothing_is_transliterated(text, tex):
    assert tex == latex.to_bibtex(text, ascii=True)


def test_initials_that_a_style_cuts_out_are_macros_of_their_own():
    assert r"Élie-{\O}ystein".replace("É", r"{\'E}") == latex.name_to_bibtex("Élie-Øystein")
    assert r"{\c S}{\"u}kr{\"u}" == latex.name_to_bibtex("Şükrü", ascii=True)


def test_what_pdflatex_cannot_print_is_named_and_nothing_else():
    assert "中🦜Ж\u0338" == latex.unprintable("naïve 中🦜 αΩ ℝ Ж ₂ p̄ “x” 中 ℝ\u0338")


HOSTILE = [
    r"\input{/etc/passwd}",
    r"$\input{/etc/passwd}$",
    r"$\write18{rm -rf /}$",
    r"\csname end\endcsname",
    r"$\catcode`\%=1$",
    r"\immediate\openout1=x \write1{x}",
    "^^5cinput $^^5cinput$ $x^^5c$ $x^^_y$",
    r"$\def\x{}$ \def\x#1{#1}",
    r"$\expandafter\x$ $\text{\input y}$",
    r"$x^{\input y}$ {\it\input y}",
    r"\end{document} $\end{document}$ %",
    r"}\input{x} {\'\input x} \textit{\input{x}}",
    r"\href{\input{x}}{\def} \url{\input{x}} \(\input x\)",
    r"\c\input \accent\relax \"\write",
    r"$\mathrm\input$ $\sqrt[\input x]{y}$ $\left\input x\right)$",
]
PIECES = [
    "$", "\\", "{", "}", "\\{", "\\}", "\\alpha", "\\'", "\\input", "\\def", "``", "''", "`", "'", "^", "^^", "_", "%",
    "&", "~", '"', "#", "--", "<", ",", "α", "é", "→", "̂", "̸", "ℝ̸", "中", "a", " ", "1", "\\text", "\\left", "\\(", "\\)", "\x00",
]  # fmt: skip
HARMLESS = (
    macros.STYLES | macros.TEXT_STYLES | macros.FUNCTIONS | macros.SYMBOLS | set(macros.MATH_ACCENTS)
    | set(macros.ARGUMENTS) | set(macros.LETTERS) | set(macros.SIGNS) | set(filter(str.isalpha, macros.ACCENTS))
    | {"left", "right"}
)  # fmt: skip


def assert_harmless(tex):
    level = 0
    for char in tex:  # as BibTeX counts, escaped or not
        level += (char == "{") - (char == "}")
        assert level >= 0, tex
    assert level == 0, tex
    assert set(re.findall(r"\\([a-zA-Z]+)", tex)) <= HARMLESS, tex
    assert not re.search(r"\\[^a-zA-Z&%#_${}~^'\"`=.,|]", tex), tex
    assert "^^" not in tex
    bare = re.sub(r"\\[^a-zA-Z]", "", re.sub(r"\{\$(?:[^$\\]|\\.)*\$\}", "", tex))
    assert not re.search(r"[&%#_$~^]", bare), tex
    assert latex.clean(tex) == " ".join(tex.split())


@pytest.mark.parametrize("hostile", HOSTILE)
@pytest.mark.parametrize("ascii", [False, True])
def test_no_macro_from_outside_reaches_the_bib(hostile, ascii):
    for text in (hostile, latex.decode(hostile)):
        assert_harmless(latex.to_bibtex(latex.clean(text), ascii))


@given(st.lists(st.sampled_from(PIECES), max_size=30).map("".join), st.booleans())
def test_whatever_the_text_the_bib_is_harmless_and_the_next_entry_is_never_lost(text, ascii):
    assert_harmless(latex.to_bibtex(latex.decode(text), ascii))
    assert_harmless(latex.to_bibtex(latex.clean(text), ascii))


@given(st.text(max_size=80), st.booleans())
def test_any_characters_at_all_make_a_harmless_bib(text, ascii):
    assert_harmless(latex.to_bibtex(latex.clean(text), ascii))


@given(st.text(max_size=60))
def test_decoding_twice_is_decoding_once_for_text_without_tex(text):
    text = re.sub(r"[\\`{}~'-]", "", text)
    assert latex.decode(text) == latex.decode(latex.decode(text))


def plain(text):
    """Characters that differ in their face only, or in print not at all, as one."""
    text = re.sub(r"(?<=\w)--(?=\w)", "–", unicodedata.normalize("NFKC", text))
    return text.translate(str.maketrans("‐‑‒―∆∊∍■◦♢⪯⪰〈〉", "--–—Δ∈∋∎∘⋄≼≽⟨⟩"))


def comes_back(text, ascii):
    text = latex.clean(text)
    assume(not any(formula for formula, _ in mathtex.split(text)))
    assume(not re.search(r"[Α-Ωα-ω](?:and|of|in|is|for|from|with|where|are|the|to|at|by|or)(?![^\W_])", text))
    assert plain(text) == plain(latex.decode(latex.to_bibtex(text, ascii)))


LETTERS = st.text(alphabet=st.characters(categories=("L", "M", "N")), max_size=30)
PROBED = st.text(alphabet="<>^~\\{}$|%#&_→×√αΛ−“\"`'’—–-°éőłşșễıíǎđøß²₂ ,.?!ax1", max_size=30)


@given(LETTERS, st.booleans())
def test_all_letters_come_back_from_a_bib(text, ascii):
    comes_back(text, ascii)


@given(st.lists(st.sampled_from("aαeΩчx1 -̄̂́̃⃗"), max_size=12).map("".join), st.booleans())
@example("p̄ α̂ x⃗ 2̄", False)
def test_letters_with_accents_of_their_own_come_back_from_a_bib(text, ascii):
    comes_back(text, ascii)


@given(PROBED, st.booleans())
@example("'' ``x'' --- $5 {} \\{ \\'e `x' <<", False)
@example("\\(x\\) \\$ ~ {~} \\alpha {\\it x}", True)
def test_signs_that_tex_takes_for_something_else_come_back_from_a_bib(text, ascii):
    comes_back(text, ascii)


@given(st.text(alphabet=st.characters(categories=("L", "P", "S", "N", "Zs")), max_size=30), st.booleans())
def test_all_signs_come_back_from_a_bib(text, ascii):
    comes_back(text, ascii)


@given(
    st.lists(st.sampled_from(["x", "^", "_", "{", "}", "α", r"\frac", r"\Bz", "2"]), max_size=9).map("".join)
)
def test_a_formula_comes_back_in_normal_form(formula):
    text = f"a ${formula}+1$ b"
    assume(any(is_formula for is_formula, _ in mathtex.split(text)))
    again = latex.decode(latex.to_bibtex(text))
    assert latex.to_bibtex(text) == latex.to_bibtex(again)
    assert latex.to_markup(text) == latex.to_markup(again)


def test_formulae_print_without_tex_where_there_is_none():
    assert "Pr<sub>2-x</sub>CuO" == latex.to_markup("Pr$_{2-x}$CuO")
    assert "Pr2-xCuO" == latex.to_plain("Pr$_{2-x}$CuO")
    assert "a <sub>b</sub> cₙ"[:-1] + "<sub>n</sub>" == latex.to_markup("a <sub>b</sub> c$_n$")
    assert "a <sub>b</sub> 10¹⁵" == latex.to_plain("a <sub>b</sub> $10^{15}$")


def test_only_markup_that_csl_shows_as_it_is_meant_stays_markup():
    assert "p < 0.05, <SEG>, <i>x</i>" == latex.to_markup("p < 0.05, <SEG>, <i>x</i>")
    assert "< b>bold</b> and <b>" == latex.to_markup("<b>bold</b> and <b>")
