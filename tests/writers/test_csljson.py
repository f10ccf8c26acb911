"""Items of CSL-JSON."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from bibgen.model import Name
from tests.writers.papers import ARTICLE, OLD, PREPRINT, THESIS, written


def item(record, **wishes):
    (made,) = json.loads(written("csl-json", record, **wishes)[0])
    return made


def test_a_preprint_has_what_zotero_makes_a_preprint_of():
    made = item(PREPRINT)
    assert {
        "type": "article",
        "genre": "Preprint",
        "publisher": "arXiv",
        "number": "arXiv:1706.03762",
        "DOI": "10.48550/arXiv.1706.03762",
        "citation-key": "k",
        "note": "arXiv:1706.03762 [math.PR]",
    }.items() <= made.items()


def test_an_article_has_its_own_number_and_still_leads_to_arxiv():
    made = item(ARTICLE)
    assert ("121801", "10.1007/s1") == (made["number"], made["DOI"])
    assert "https://arxiv.org/abs/0704.0215" == made["URL"]


def test_an_old_identifier_needs_no_class():
    assert "arXiv:hep-th/9711200" == item(OLD)["note"]


def test_a_cut_list_of_authors_is_said_to_be_cut_in_the_words_that_are_printed():
    assert {"literal": "et al."} == item(replace(PREPRINT, et_al=True))["author"][-1]


@pytest.mark.parametrize(("genre", "expected"), [("PhD thesis", "PhD thesis"), (None, "Dissertation")])
def test_a_thesis_has_the_degree_that_is_known(genre, expected):
    assert expected == item(replace(THESIS, genre=genre))["genre"]


def test_a_withdrawn_paper_has_its_status():
    assert "withdrawn" == item(replace(PREPRINT, status="withdrawn"))["status"]


def test_keywords_are_one_text_and_only_on_request():
    assert "keyword" not in item(PREPRINT)
    assert "math.PR, cs.LG" == item(PREPRINT, keywords=True)["keyword"]


@pytest.mark.parametrize(
    ("field", "names"),
    [
        ("eprint", ("number", "note")),
        ("doi", ("DOI",)),
        ("url", ("URL",)),
        ("abstract", ("abstract",)),
        ("publisher", ("publisher",)),
    ],
)
def test_a_field_that_is_not_wished_is_not_there(field, names):
    assert set(names) <= set(item(PREPRINT, fields=frozenset(("title", field))))
    assert not set(names) & set(item(PREPRINT, fields=frozenset(("title",))))


@pytest.mark.parametrize("target", ["zotero", "pandoc", "mendeley"])
def test_no_program_and_no_style_gets_an_item_of_another_type(target):
    assert item(PREPRINT) == item(PREPRINT, target=target, style="plain", kind="article")


def test_names_have_the_parts_of_csl():
    named = replace(
        PREPRINT,
        authors=(Name(family="Oord", given="Aaron", particle="van den"), Name(literal="ATLAS Collaboration")),
    )
    assert [
        {"family": "Oord", "given": "Aaron", "non-dropping-particle": "van den"},
        {"literal": "ATLAS Collaboration"},
    ] == item(named)["author"]
