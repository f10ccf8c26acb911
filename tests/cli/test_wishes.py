"""What the options of `export` wish of the bibliography, and what a slip in one of them is told."""

from __future__ import annotations

import pytest

from bibgen.cli import wishes
from bibgen.errors import UsageError
from bibgen.writers.options import Options


def wished(**more):
    usual = {
        "target": None,
        "style": None,
        "kind": None,
        "case": "as-is",
        "dated": "submitted",
        "fields": None,
        "max_authors": None,
        "csl": None,
        "ascii": False,
        "abstract": True,
        "keywords": False,
    }
    return wishes.wished(**(usual | more))


def test_nothing_wished_is_the_usual():
    assert Options() == wished()


@pytest.mark.parametrize(
    ("flag", "wish"),
    [("--for", "target"), ("--style", "style"), ("--as", "kind"), ("--case", "case"), ("--date", "dated")],
)
def test_a_value_that_there_is_not_is_named_with_those_there_are(flag, wish):
    with pytest.raises(UsageError, match=rf"^{flag} zotpero: there is no such; there are \w") as told:
        wished(**{wish: "zotpero"})
    assert "\n" not in str(told.value)


def test_fields_may_be_named_as_bibtex_or_csl_names_them_in_any_case():
    assert (
        frozenset(("title", "container", "doi")) == wished(fields="Title, journal,container-title,DOI").fields
    )


def test_a_field_that_there_is_not_is_named_with_what_was_perhaps_meant():
    with pytest.raises(UsageError, match="no field 'titel'; did you mean title"):
        wished(fields="author,titel")


@pytest.mark.parametrize("fields", ["", " , "])
def test_no_field_at_all_is_a_slip_and_not_an_empty_bibliography(fields):
    with pytest.raises(UsageError, match="names no field"):
        wished(fields=fields)


def test_no_author_at_all_is_a_slip():
    with pytest.raises(UsageError, match="at least one author"):
        wished(max_authors=0)


def test_keywords_among_the_fields_are_shown_without_a_second_option():
    assert wished(fields="title,keywords").shows("keywords")
    assert not wished().shows("keywords")
    assert not wished(fields="title,abstract", abstract=False).shows("abstract")


def test_a_wish_that_a_format_has_no_use_for_is_said_to_have_no_effect():
    said = {"style": "acm", "kind": None, "ascii": True, "csl": None}
    assert [
        "--style has no effect on ris; it is about bibtex, biblatex",
        "--ascii has no effect on ris; it is about bibtex, biblatex, bibitem",
    ] == [notice.text for notice in wishes.idle(said, "ris")]
    assert [] == list(wishes.idle(said, "bibtex"))
