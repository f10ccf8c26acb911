"""The keys of a .bib that will be replaced: its papers keep them, and nobody else gets them."""

from __future__ import annotations

import pytest

from bibgen.keys import standing


def given(text):
    return dict(standing.read(text).given)


@pytest.mark.parametrize(
    ("fields", "names"),
    [
        ("eprint = {2205.06175}, archivePrefix = {arXiv}", ["arxiv:2205.06175"]),
        ("eprint = {2205.06175v2}", ["arxiv:2205.06175v2", "arxiv:2205.06175"]),
        ('eprint = "arXiv:2205.06175",\n', ["arxiv:2205.06175"]),
        ("EPRINT={9711200}, primaryClass={hep-th}", ["arxiv:hep-th/9711200"]),
        ("eprint = {12345}, eprinttype = {pubmed}, doi = {10.1000/X}", ["doi:10.1000/x"]),
        ("doi = {https://doi.org/10.1000/X}, eprint = {2205.06175}", ["arxiv:2205.06175", "doi:10.1000/x"]),
        ("doi = {10.48550/arXiv.2205.06175}", ["arxiv:2205.06175"]),
        (r"doi = {10.1000/a\_b}", ["doi:10.1000/a_b"]),
        ("journal = {arXiv preprint arXiv:2205.06175}, year = 2022", ["arxiv:2205.06175"]),
        ("url = {https://arxiv.org/abs/2205.06175}", ["arxiv:2205.06175"]),
        ("title = {On {Gato}}, author = {Reed, Scott and Others}", ["words:ongato reed"]),
        ("title = {T}, note = {see arXiv:2205.06175}", ["words:t "]),
        ("title = {T}, abstract = {We print , eprint = {2205.06175}, and more}", ["words:t "]),
        (
            "eprint={2205.06175}, title={T}, note={Not identified by bibgen: "
            "the identifier and the words name different papers}",
            ["words:t "],
        ),
        (
            "eprint = {2205.06175}, note = {Not identified by bibgen: no source knows it}",
            ["arxiv:2205.06175"],
        ),
        ("year = 2022", []),
    ],
)
def test_an_entry_is_known_by_its_identifier_else_by_its_words(fields, names):
    assert dict.fromkeys(names, "Key") == given(f"@misc{{Key, {fields}}}")


def test_of_two_entries_of_one_paper_the_first_has_its_key_and_both_are_taken():
    found = standing.read("@misc{One, eprint={2205.06175}}\n@misc{two, eprint={2205.06175}}")
    assert {"arxiv:2205.06175": "One"} == found.given
    assert {"one", "two"} == found.taken


def test_keys_of_what_cannot_be_read_are_taken_and_text_has_none():
    text = (
        "@string{jan = {1}}\n@comment{jabref-meta: a, b;}\n@preamble{{x, y}}\nsome @text, here\n"
        "@article{Twice, doi={10.1000/x}}\n@article{Twice, doi={10.1000/y}}\n"
        "@book{alias, title={T}, ids={Old, older}}\n@misc{broken, title={T}, title={U}}\n"
    )
    assert {"twice", "alias", "old", "older", "broken"} == standing.read(text).taken
    assert "Twice" == given(text)["doi:10.1000/x"]


def test_a_key_that_tex_cannot_read_is_not_kept_but_taken():
    found = standing.read("@misc{a%b, eprint={2205.06175}}")
    assert ({}, {"a%b"}) == (dict(found.given), found.taken)


def test_nothing_stands_in_an_empty_file():
    assert standing.Standing() == standing.read("")
