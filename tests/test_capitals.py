import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bibgen import latex
from bibgen.capitals import sentence_case, to_bibtex_title


@pytest.mark.parametrize(
    ("title", "written"),
    [
        (
            "BERT: Pre-training of Deep Bidirectional Transformers",
            "{BERT}: Pre-training of Deep Bidirectional Transformers",
        ),
        (
            "Low Bit-Rate Speech Coding with VQ-VAE and a WaveNet Decoder",
            "Low Bit-Rate Speech Coding with {VQ-VAE} and a {WaveNet} Decoder",
        ),
        ("The Large N Limit of Theories", "The Large {N} Limit of Theories"),
        ("Physics in 5D", "Physics in {5D}"),
        (
            "On the Markov trace for Temperley–Lieb algebras of type $n$",
            "On the {Markov} trace for {Temperley–Lieb} algebras of type {$n$}",
        ),
        (
            "Feature Reuse? Towards Understanding the Effectiveness",
            "Feature Reuse? {T}owards Understanding the Effectiveness",
        ),
        (
            "Superconductivity in Pr$_{2-x}$Ce$_{x}$CuO",
            "Superconductivity in {Pr}{$_{2-x}$}{Ce}{$_{x}$}{CuO}",
        ),
        ("Superfluid $^{3}$He in Aerogel", "Superfluid {$^{3}$}{He} in Aerogel"),
        ("Pairing in BaFe2As2, CuO2 and NaCl", "Pairing in {BaFe2As2}, {CuO2} and {NaCl}"),
        ("Measuring pH with an iPhone on Two GPUs", "Measuring {pH} with an {iPhone} on Two {GPUs}"),
        ("Polarizations of J/psi and psi(2S) Mesons", "Polarizations of {J}/psi and psi({2S}) Mesons"),
        ("Measurement of CP-Violation in X-Ray Bursts", "Measurement of {CP}-Violation in {X}-Ray Bursts"),
        ("Placeholder Substructures III: A Study", "Placeholder Substructures {III}: A Study"),
        ("Learning in O(n) Time with T Cells", "Learning in {O}(n) Time with {T} Cells"),
        ("The Fate of Vitamin A", "The Fate of Vitamin {A}"),
    ],
)
def test_capitals_that_mean_something_survive_a_style(title, written):
    assert written == to_bibtex_title(title)


@pytest.mark.parametrize(
    ("title", "written"),
    [
        ("The Poincaré Group and Its Coproduct", "The {Poincaré} Group and Its Coproduct"),
        ("Names in Chinese, Japanese and Korean", "Names in {Chinese}, {Japanese} and {Korean}"),
        ("Bayesian and Gaussian Methods: Markov Chains", "Bayesian and {Gaussian} Methods: {Markov} Chains"),
        ("A Proof of Newton's Theorem", "A Proof of {Newton's} Theorem"),
        ("The Korteweg-de Vries Equation", "The {Korteweg}-de {Vries} Equation"),
        ("A Quasi-Einstein Metric", "A Quasi-{Einstein} Metric"),
        ("The Gauss-Xyzzyk Formula", "The {Gauss-Xyzzyk} Formula"),  # unknown, but joined to a name
        ("Beyond Xyzzyk's Theorem", "Beyond {Xyzzyk's} Theorem"),
    ],
)
def test_a_name_in_title_case_is_known_by_itself(title, written):
    # The first word needs no braces: all styles leave the first letter of a title.
    assert written == to_bibtex_title(title)


SURVEY = "We describe the Ghirlanda survey. With Swift we see that soft bursts obey Green functions."


@pytest.mark.parametrize(
    ("title", "abstract", "written"),
    [
        ("The Ghirlanda Survey of Soft Bursts", SURVEY, "The {Ghirlanda} Survey of Soft Bursts"),
        ("Soft Bursts Seen by Swift", SURVEY, "Soft Bursts Seen by {Swift}"),
        ("Soft Bursts Seen by Swift", "A swift survey.", "Soft Bursts Seen by Swift"),
        ("Soft Bursts Seen by Swift", "Swift sees bursts.", "Soft Bursts Seen by Swift"),
        ("Bursts and Green Functions", SURVEY, "Bursts and {Green} Functions"),
        ("Bursts and Green Light", "Bursts of green light.", "Bursts and Green Light"),
        ("Conditional Random Fields", "We use Conditional Random Fields.", "Conditional Random Fields"),
        ("Fast K-Means Clustering", "We study k-means.", "Fast K-Means Clustering"),
        ("Fast K-Means Clustering", "We study K-means.", "Fast {K}-Means Clustering"),
        ("A robust Cluster analysis of the data", "A cluster is.", "A robust Cluster analysis of the data"),
        ("The Delta Xyzzyk", r"On $\delta xyzzyk$ we", "The Delta Xyzzyk"),
    ],
)
def test_the_abstract_tells_names_from_other_words(title, abstract, written):
    assert written == to_bibtex_title(title, abstract)


@pytest.mark.parametrize(
    "title",
    [
        "A Generalist Agent",
        "Training Compute-Optimal Large Language Models",
        "ON THE THEORY OF SELF-ADJOINT OPERATORS",
        "Flamingo: a Visual Language Model for Few-Shot Learning",
        "A Bit-String-Driven Theory",
        "Random vs. Regular Graphs",
        "The Price of $p$-Adic Analysis",
    ],
)
def test_a_title_is_not_braced_from_end_to_end(title):
    assert latex.to_bibtex(title) == to_bibtex_title(title)


def test_in_capitals_only_those_letters_are_kept_that_are_capitals():
    abstract = "We train ELMo and BERT on data by the Xyzzyk method."
    assert "THE {ELM}O AND {BERT} OF {M}ARKOV AND {X}YZZYK" == to_bibtex_title(
        "THE ELMO AND BERT OF MARKOV AND XYZZYK", abstract
    )


def test_the_ascii_of_a_title_has_its_braces_too():
    assert r"The {Poincar{\'e}} Group" == to_bibtex_title("The Poincaré Group", ascii=True)


@pytest.mark.parametrize(
    ("title", "made"),
    [
        ("The Spitzer Survey. IX. The Serpens Clouds", "The Spitzer survey. IX. The Serpens clouds"),
        ("Flamingo: a Visual Language Model", "Flamingo: A visual language model"),
        ("Attention in deep networks: a survey", "Attention in deep networks: A survey"),
        ("A Bit-String-Driven “Recipe Theory”", "A bit-string-driven “recipe theory”"),
        (
            "An $O(n \\log N)$ Algorithm: $\\Delta$ and BaFe2As2",
            "An $O(n \\log N)$ algorithm: $\\Delta$ and BaFe2As2",
        ),
        ("d-Wave Pairing: p-Adic Numbers", "d-wave pairing: p-adic numbers"),
        ("iPhone Use and pH", "iPhone use and pH"),
        ("von Neumann Algebras", "Von Neumann algebras"),
        ("D-Brane Dynamics", "D-brane dynamics"),
        ("ON THE THEORY OF SELF-ADJOINT OPERATORS", "On the theory of self-adjoint operators"),
        ("NEWTON'S LAWS: PART II. THE LHC", "Newton's laws: Part II. The LHC"),
        ("K-MEANS FOR T CELLS AND A VIRUS", "K-means for T cells and a virus"),
        ("LA ESPIRAL ÁUREA, SU LONGITUD", "La espiral áurea, su longitud"),
        ("CMS ECAL TDR", "CMS ECAL TDR"),
    ],
)
def test_sentence_case_lowers_what_means_nothing(title, made):
    assert made == sentence_case(title)
    assert made == sentence_case(made)


def test_sentence_case_asks_the_abstract_how_a_shouted_word_is_spelled():
    abstract = "We train ELMo on MItosis images (an EXperiment) with the Xyzzyk method; WIND is used."
    assert "Mitosis and experiment with ELMo, WIND and Xyzzyk's fog" == sentence_case(
        "MITOSIS AND EXPERIMENT WITH ELMO, WIND AND XYZZYK'S FOG", abstract
    )


TITLES = st.one_of(
    st.text(max_size=60),
    st.text(alphabet="$ {}\\5Aab:.'-_^\ue010\ue011É", max_size=30),
    st.lists(
        st.sampled_from("The Markov GPT-3 a $x_1$ $5 $6M X-Ray: of $ { } J/psi OF THEORY Newton's".split()),
        max_size=8,
    ).map(" ".join),
)


def balanced(text):
    """Whether BibTeX, which counts escaped braces too, finds every brace closed."""
    depth = 0
    for char in text:
        depth += (char == "{") - (char == "}")
        if depth < 0:
            return False
    return depth == 0


@given(TITLES, TITLES)
def test_braces_are_all_that_protection_adds(title, abstract):
    title = re.sub("[\ue010\ue011]", "", title)
    plain, written = latex.to_bibtex(title), to_bibtex_title(title, abstract)
    assert plain.replace("{", "").replace("}", "") == written.replace("{", "").replace("}", "")
    assert balanced(written)


@given(TITLES, TITLES)
def test_braces_are_closed_whatever_a_title_holds(title, abstract):
    assert balanced(to_bibtex_title(title, abstract))
    assert balanced(to_bibtex_title(title, abstract, ascii=True))


@given(TITLES, TITLES)
def test_a_title_in_sentence_case_stays_as_it_is(title, abstract):
    made = sentence_case(title, abstract)
    assert made == sentence_case(made, abstract)


def test_a_letter_with_a_bar_is_one_letter_and_keeps_its_capital():
    assert r"{\textasciicircum}0-{{\=D}}{\textasciicircum}0 Mixing" in to_bibtex_title(
        "Width of D^0-D̄^0 Mixing"
    )
