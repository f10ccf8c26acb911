"""Records of RIS."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bibgen.model import Identifier, Record
from tests.writers.papers import ARTICLE, PREPRINT, THESIS, written


def tags(record, **wishes):
    """The lines of a record as (tag, value)."""
    text, _ = written("ris", record, **wishes)
    return [(line[:2], line[6:]) for line in text.split("\r\n") if line]


def values(tag, record, **wishes):
    return [value for name, value in tags(record, **wishes) if name == tag]


@pytest.mark.parametrize(
    ("target", "expected"),
    [
        (None, "MANSCPT"),
        ("zotero", "MANSCPT"),
        ("pandoc", "MANSCPT"),
        ("endnote", "UNPB"),
        ("mendeley", "UNPB"),
        ("jabref", "UNPB"),
    ],
)
def test_a_preprint_has_the_type_that_its_reader_takes_for_unpublished(target, expected):
    assert [expected] == values("TY", PREPRINT, target=target)
    assert ["Preprint"] == values("M3", PREPRINT, target=target)
    assert ["JOUR"] == values("TY", ARTICLE, target=target)


def test_a_preprint_is_to_be_found_in_arxiv_under_its_identifier():
    assert (["arXiv"], ["arXiv:1706.03762"]) == (values("DB", PREPRINT), values("AN", PREPRINT))
    assert ["https://arxiv.org/abs/1706.03762"] == values("UR", PREPRINT)


def test_an_article_names_arxiv_in_a_note_and_leads_there():
    assert ["arXiv:0704.0215 [math.PR]"] == values("N1", ARTICLE)
    assert ["https://arxiv.org/abs/0704.0215"] == values("UR", ARTICLE)
    assert ["10.1007/s1"] == values("DO", ARTICLE)


def test_an_article_number_beside_pages_is_not_lost():
    assert (["121801"], []) == (values("SP", ARTICLE), values("C7", ARTICLE))
    both = replace(ARTICLE, page="1-12")
    assert (["1"], ["12"], ["121801"]) == tuple(values(tag, both) for tag in ("SP", "EP", "C7"))


def test_keywords_stand_one_a_line_and_only_on_request():
    assert [] == values("KW", PREPRINT)
    assert ["math.PR", "cs.LG"] == values("KW", PREPRINT, keywords=True)


@pytest.mark.parametrize(
    ("genre", "expected"), [("Master's thesis", "Master's thesis"), (None, "Dissertation")]
)
def test_a_thesis_has_the_degree_that_is_known(genre, expected):
    assert [expected] == values("M3", replace(THESIS, genre=genre))


@pytest.mark.parametrize(
    ("field", "tag"),
    [
        ("eprint", "AN"),
        ("doi", "DO"),
        ("url", "UR"),
        ("abstract", "AB"),
        ("publisher", "PB"),
        ("keywords", "KW"),
    ],
)
def test_a_field_that_is_not_wished_is_not_there(field, tag):
    assert values(tag, PREPRINT, fields=frozenset(("title", field)))
    assert not values(tag, PREPRINT, fields=frozenset(("title",)))


def test_an_isbn_is_hidden_too():
    book = Record(type="book", title="B", identifiers=(Identifier(scheme="isbn", value="9780262035613"),))
    assert ["9780262035613"] == values("SN", book)
    assert [] == values("SN", book, fields=frozenset(("title",)))


def test_no_value_has_a_line_break_and_every_line_ends_with_two_characters():
    text, _ = written("ris", replace(PREPRINT, abstract="Two\nlines \r and more"), fields=None)
    assert "AB  - Two lines and more\r\n" in text
    assert "\n" not in text.replace("\r\n", "")
    assert "ER  - \r\n" in text
