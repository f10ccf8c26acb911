"""How far two titles are one: each way of being one has its value, and what tells papers apart has none."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from bibgen import words
from bibgen.matching import signs
from bibgen.matching.policy import Policy
from bibgen.matching.titles import title_likeness
from tests.judges.identify import damage
from tests.judges.identify.corpus import load

TITLES = [
    one["title"]
    for one in load(Path(__file__).parents[1] / "judges/identify/records.jsonl.gz")
    if words.key(one["title"])
]
DAMAGES = (
    damage.typed,
    damage.typed_name,
    damage.cut,
    damage.changed_case,
    damage.without_subtitle,
    damage.short_name,
    damage.with_subtitle,
)
titles = st.integers(0, len(TITLES) - 1).map(lambda at: TITLES[at])
ROUTING = "Efficient routing in hyperbolic planar graphs"


@st.composite
def damaged(draw):
    """A real title, and what became of it on its way."""
    title = draw(titles)
    made = draw(st.sampled_from(DAMAGES))(title, random.Random(draw(st.integers(0, 1 << 16))))
    assume(made)
    return title, made


@given(damaged() | st.tuples(titles, titles) | st.tuples(titles, st.text(max_size=60)))
@settings(max_examples=300, deadline=None)
def test_only_an_equal_title_is_whole(pair):
    one, other = pair
    likeness = title_likeness(one, other)
    assert 0 <= likeness <= 1
    same = words.key(one) == words.key(other) != "" and signs.of(one) == signs.of(other)
    assert (likeness == 1) == same == (title_likeness(other, one) == 1)


@given(
    titles,
    st.sampled_from(
        "survey review part chapter erratum revisited comment 2 3 7 II iii IV 2020 3D n x2".split()
    ),
)
@settings(max_examples=200, deadline=None)
def test_a_word_more_that_tells_papers_apart_never_makes_an_agreeing_title(title, word):
    assume(word.lower() not in words.words(title))
    for longer in (f"{title} {word}", f"{title}: {word}", f"{word} {title}", f"{title}, {word}"):
        assert title_likeness(title, longer) < Policy.TITLE_AGREES


@pytest.mark.parametrize(
    ("said", "found", "likeness"),
    [
        (ROUTING, "efficient Routing in hyper-bolic planar graphs.", 1.0),
        (ROUTING, "Efficient rouitng in hyperbolic planar graphs", 0.95),
        (ROUTING, "Efficient routings in hyperbolic planar graph", 0.95),
        ("Planar graphs with many colours", "Planar graphs of many colors", 0.95),
        (ROUTING, f"{ROUTING}: theory and practice", 0.9),
        (ROUTING, f"Theory and practice: {ROUTING}", 0.9),
        ("Efficient routing in hyperbolic pla", ROUTING, 0.85),
        ("Efficient routing in hyperbolic ...", ROUTING, 0.85),
        ("Efficient routing in hyperbolic", ROUTING, 0.85),
        ("Efficient routing in", ROUTING, 0.8),
        (f"FLORA-T: {ROUTING}", ROUTING, 0.8),
        (f"A study of {ROUTING}", ROUTING, 0.8),
        (f"Towards {ROUTING}", ROUTING, 0.79),
        (f"Improved {ROUTING}", ROUTING, 0.79),
        (f"{ROUTING} with applications", ROUTING, 0.79),
        (f"Poster: {ROUTING}", ROUTING, 0.79),
        (f"Correction to: {ROUTING}", ROUTING, 0.79),
        ("Routing: a study", "Routing", 0.79),
        ("Nuclear matter at high densities", "Unclear matter at high densities", 0.79),
        ("Macroeconomics of oil markets", "Microeconomics of oil markets", 0.79),
        ("Detection with YOLOX in one stage", "Detection with YOLOR in one stage", 0.79),
        ("Attention is all you need", "Attention is not all you need", 0.39),
        ("MineRL 2019 on human priors", "MineRL 2020 on human priors", 0.39),
        ("A theory of forms, part I", "A theory of forms, part II", 0.39),
        ("Gemma 3 technical report", "Gemma 3n technical report", 0.39),
        (ROUTING, f"{ROUTING}: a survey", 0.39),
        (ROUTING, f"{ROUTING} 2", 0.39),
        (ROUTING, f"Comment on {ROUTING}", 0.39),
        ("Lower bounds on sorting networks", "Upper bounds on sorting networks", 0.39),
        ("", ROUTING, 0.0),
        ("$$", "$$", 0.0),
        ("?!", "?!", 0.0),
    ],
)
def test_each_way_of_being_one_title_has_its_value_and_another_paper_stays_below_the_bar(
    said, found, likeness
):
    made = title_likeness(said, found)
    if likeness in (0.79, 0.39):  # the most that there is for those that differ
        assert likeness - 0.2 < made <= likeness
    else:
        assert likeness == made


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (r"$\mathcal{N}=4$ super-Yang--Mills", "N=4 Super Yang-Mills"),
        (r"$\mathcal{N}=4$ super-Yang--Mills", "𝒩 = 4 super Yang–Mills"),
        (r"$\alpha$-decay of $^{12}$C nuclei", "α-decay of 12C nuclei"),
        (r"Schr\"{o}dinger operators", "Schrödinger operators"),
        (r"Poincar\'e duality in \emph{small} spaces", "Poincaré duality in small spaces"),
        (r"The space $L_2 \times \ell_1$", "The space L₂ × ℓ₁"),
        ("Straße und Fluß", "Strasse und Fluss"),
        ("ﬁne-tuning", "fine‑tuning"),
    ],
)
def test_tex_and_unicode_spell_one_title(one, other):
    assert 1 == title_likeness(one, other) == title_likeness(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Sorting in C++", "Sorting in C#"),
        ("Sorting in C++", "Sorting in C"),
        ("On $E_7$ lattices of many points", "On $E_8$ lattices of many points"),
        (r"On $\mu$ decays in heavy nuclei", r"On $\nu$ decays in heavy nuclei"),
        ("王小明的论文", "李小明的论文"),
    ],
)
def test_what_differs_in_one_sign_or_letter_of_a_formula_is_not_one_title(one, other):
    assert title_likeness(one, other) < Policy.TITLE_AGREES


@pytest.mark.parametrize(
    "more",
    [
        "of virtual links",
        ": the singular case",
        ": a correction",
        " over finite fields",
        ": an upper bound",
        ": theory and practice",
    ],
)
def test_a_title_that_says_more_than_the_papers_is_another_paper(more):
    assert title_likeness(f"{ROUTING}{more}", ROUTING) < Policy.TITLE_AGREES


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ("Formation of H₃⁻ in cold dense clouds", "Formation of $H_3^+$ in cold dense clouds"),
        ("Search for W bosons with two jets", "Search for $W'$ bosons with two jets"),
        ("Gauge mediation with an extra U(1)", "Gauge mediation with an extra $U(1)^\\prime$"),
        ("Charge exchange in e-e- collisions", "Charge exchange in $e^+e^-$ collisions"),
        ("Inequalities in spaces with $p>2$", "Inequalities in spaces with $p<2$"),
        ("Classical simulation of quantum systems", "Quantum simulation of classical systems"),
        ("A note on hyperbolic planar graphs", "Hyperbolic planar graphs"),
    ],
)
def test_a_sign_a_prime_or_the_order_of_words_makes_another_paper(said, found):
    assert title_likeness(said, found) < Policy.TITLE_AGREES
    assert title_likeness(found, said) < Policy.TITLE_AGREES


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Centauro- and anti-Centauro-type events", "Centauro and anti-Centauro type events"),
        ("Asymptotics of U- and V-statistics", "Asymptotics of $U$- and $V$-statistics"),
        ("Bounds for $1 \\leq p \\le 2$ on groups", "Bounds for 1 <= p <= 2 on groups"),
        ("Decays of D*+ mesons into pions", "Decays of $D^{*+}$ mesons into pions"),
        ("Triples on JBW*-algebras and others", "Triples on JBW$^*$-algebras and others"),
        ("Dynamics of cold atoms in lattices†", "Dynamics of cold atoms in lattices"),
    ],
)
def test_hyphens_and_marks_of_footnotes_are_no_signs(one, other):
    assert title_likeness(one, other) == 1
