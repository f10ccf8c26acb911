import pytest

from bibgen import prose


@pytest.mark.parametrize(
    ("tex", "text"),
    [
        (r"Mart\'in Abadi", "Martín Abadi"),
        (r"{\'E}tale, \'{E}tale", "Étale, Étale"),
        (r"Erd\H{o}s and Erd{\H o}s", "Erdős and Erdős"),
        (r"na\"{\i}ve na\"\i ve", "naïve naïve"),
        ('Na\\"ıve', "Naïve"),
        (r"{\~{\^e}} \d{\^e} \t{oo}", "ễ ệ o͡o"),
        (r"{\O}bro \o{} \ss", "Øbro ø ß"),
        (r"\bar D and \tildeΘ and \hat{\chi}", "D̄ and Θ̃ and χ̂"),
        (r"{\textcommabelow s}i \textcommabelow{T}", "și Ț"),
    ],
)
def test_letters_get_their_accents(tex, text):
    assert text == prose.decoded(tex)


@pytest.mark.parametrize(
    ("served", "text"),
    [
        ("2γand the Zα- of Λin", "2γ and the Zα- of Λ in"),
        ("γ-rays, Ωmega, μon", "γ-rays, Ωmega, μon"),
        (r"\b{eta}, \r{ho}, \c{hi}(T)", "β, ρ, χ(T)"),
        (r"850{\deg}C, 3 {\mu}m, x^\mu", "850°C, 3 μm, x^μ"),
        (r"Z^0 \to 2 \gamma decay", "Z^0 → 2 γ decay"),
        ("in}$D$", "in}$D$"),
        (r"\"hello\", said \"Osth", '"hello", said Östh'),
    ],
)
def test_what_conversions_have_damaged_is_mended_where_it_is_sure(served, text):
    assert text == prose.decoded(served)


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        ("``atom diodes''", "“atom diodes”"),
        ("''Recipe Theory'' for", "“Recipe Theory” for"),
        ('a ``universe", and ``no"', "a “universe”, and “no”"),
        ("``$Λ_α$'' is", "“$Λ_α$” is"),
        ("5D `plain' R, `don't'", "5D ‘plain’ R, ‘don't’"),
        ("it's 5'' wide, u'' too", "it's 5'' wide, u'' too"),
        ('"plain" stays', '"plain" stays'),
        ("Temperley--Lieb --- 10--20 -- ok", "Temperley–Lieb — 10–20 – ok"),
        ("B --> rho, <-- and <-->, a -> b", "B → rho, ← and ↔, a -> b"),
        ("run --force or ----", "run --force or ----"),
        ("Fig.~1 of http://x.org/~me, ~5 and x ~ y", "Fig. 1 of http://x.org/~me, ~5 and x ~ y"),
    ],
)
def test_quotes_dashes_and_ties_are_what_they_look_like_in_print(typed, text):
    assert text == prose.decoded(typed)


@pytest.mark.parametrize(
    ("tex", "text"),
    [
        (r"R\&D at 100\% for \$5", "R&D at 100% for $5"),
        (r"\textit{which {\em has} a} shape", "which has a shape"),
        (r"\textsuperscript{3}He, T\textsubscript{c}", "³He, T$_{\\mathrm{c}}$"),
        (r"\textcolor{red}{hot} {\color{blue}cold}", "hot cold"),
        (r"Sol\-id a\,b\\c \LaTeX code", "Solid a b c LaTeX code"),
        (r"\(\ell_1\) and \[x^2\]", "$\\ell_1$ and $x^2$"),
        (r"\href{https://a.b/c\_d}{Git} \url{http://x/~y}", "Git (https://a.b/c_d) http://x/~y"),
        (r"ours\footnote{At Penn.}", "ours (At Penn.)"),
        (r"O(\log n)", "O(log n)"),
        (r"{\textbackslash}x {\textbraceleft} \~{} \{a\}", "\\x { ~ {a}"),
        (r"{$\beta$}-decay of {$x_1$}", "β-decay of $x_1$"),
    ],
)
def test_macros_of_text_are_read(tex, text):
    assert text == prose.decoded(tex)


@pytest.mark.parametrize(
    "text",
    [
        "Counting {0,1}-matrices",
        r"5 \nummodels models",
        r"\cite{hajac} and \Ext{A}",
        "From dyadic $Λ_α$",
        r"a set {φ_n} and H_{eff}",
        "`<think>` blocks",
        "a < b and c<d - e",
    ],
)
def test_what_is_not_known_stays_as_it_is_written(text):
    assert text == prose.decoded(text)


@pytest.mark.parametrize(
    "piece", ["{", r"\'", "``", r"\textit{", "{{}", r"\(", "`x'", "--", r"\href{a}", "~{"]
)
def test_a_text_of_nothing_but_tex_is_read_to_its_end(piece):
    assert isinstance(prose.decoded(piece * 5000 + "}" * 5000), str)
