import pytest
from hypothesis import given
from hypothesis import strategies as st

from bibgen import words


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("From dyadic $Λ_α$", r"From dyadic $\Lambda_{\alpha}$"),
        ("$\\mathcal{N}=4$ Super-Yang--Mills", "𝒩 = 4 super Yang–Mills"),
        ('Schr{\\"o}dinger', "Schrödinger"),
        ("H$_2$O", "H₂O"),
        ("A Practitioner's Guide", "A Practitioner’s guide"),
        ("Pre-training", "Pretraining"),
        ("Erd\\H{o}s", "Erdős"),
        ("Poincar\\'e", "Poincaré"),
    ],
)
def test_tex_and_unicode_forms_of_a_title_have_one_key(one, other):
    assert words.key(one) == words.key(other)


@pytest.mark.parametrize(
    ("one", "other"), [("C++", "C#"), ("C++", "C"), ("Gemma 3", "Gemma 3n"), ("Part I", "Part II")]
)
def test_symbols_and_numbers_that_tell_papers_apart_survive(one, other):
    assert words.key(one) != words.key(other)


def test_a_rare_word_weighs_more_than_a_common_one():
    assert (
        0
        == words.rarity("the")
        < words.rarity("model")
        < words.rarity("interpolation")
        < words.rarity("graphcast")
        == 1
    )


def test_an_abstract_with_a_quarter_of_its_words_changed_still_meets_its_fingerprint():
    text = " ".join(f"word{n} thing{n * 7}" for n in range(80))
    changed = " ".join("other" if n % 4 == 3 else word for n, word in enumerate(text.split()))
    kept = words.abstract_fingerprint(text, whole=False)
    assert len(kept & words.abstract_fingerprint(changed, whole=True)) >= 3


@given(st.text())
def test_normalising_twice_is_normalising_once(text):
    once = words.words(text)
    assert once == words.words(" ".join(once))
