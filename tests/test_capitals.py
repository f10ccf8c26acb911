import pytest

from bibgen.capitals import to_bibtex_title


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
            "On the Markov trace for Temperley–Lieb algebras of type $E_n$",
            "On the {Markov} trace for {Temperley–Lieb} algebras of type {$E_n$}",
        ),
        (
            "Feature Reuse? Towards Understanding the Effectiveness",
            "Feature Reuse? {T}owards Understanding the Effectiveness",
        ),
        ("Superconductivity in Pr$_{2-x}$Ce$_x$CuO", "Superconductivity in {Pr}{$_{2-x}$}{Ce}{$_x$}{CuO}"),
    ],
)
def test_capitals_that_mean_something_survive_a_style(title, written):
    assert written == to_bibtex_title(title)


@pytest.mark.parametrize(
    "title",
    [
        "A Generalist Agent",
        "Training Compute-Optimal Large Language Models",
        "ON THE THEORY OF SELF-ADJOINT OPERATORS",
        "Flamingo: a Visual Language Model for Few-Shot Learning",
    ],
)
def test_a_title_is_not_braced_from_end_to_end(title):
    assert title == to_bibtex_title(title)
