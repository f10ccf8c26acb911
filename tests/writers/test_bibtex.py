"""Entries of a .bib by program, by style and by wished type."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import get_args

import pytest

from bibgen import names
from bibgen.model import Identifier, Name, Record
from bibgen.writers.options import Kind, Style, Target
from tests.writers.papers import ARTICLE, OLD, PREPRINT, THESIS, written


def entry(record, format="bibtex", **wishes):
    """The type and the fields of an entry."""
    text, _ = written(format, record, **wishes)
    return re.match(r"@(\w+)", text)[1], dict(re.findall(r"^  (\w+) += \{(.*)\},$", text, re.M))


def test_without_a_wish_a_preprint_is_right_in_latex_and_in_zotero():
    type, fields = entry(PREPRINT)
    assert "misc" == type
    assert ("1706.03762", "arXiv", "arxiv", "math.PR") == tuple(
        fields[name] for name in ("eprint", "archivePrefix", "eprinttype", "primaryClass")
    )
    assert ("10.48550/arXiv.1706.03762", "https://arxiv.org/abs/1706.03762") == (fields["doi"], fields["url"])


def test_an_article_keeps_its_arxiv_link_beside_the_journals_doi_or_pandoc_would_lose_arxiv():
    _, fields = entry(ARTICLE)
    assert ("10.1007/s1", "https://arxiv.org/abs/0704.0215") == (fields["doi"], fields["url"])
    assert "url" not in entry(ARTICLE, target="latex")[1]
    assert "url" in entry(PREPRINT, target="latex")[1]


@pytest.mark.parametrize("target", ["zotero", "jabref", "pandoc", "mendeley"])
def test_biblatex_has_no_url_unless_a_program_needs_it(target):
    assert "url" not in entry(PREPRINT, "biblatex")[1]
    assert "url" not in entry(ARTICLE, "biblatex", target="latex")[1]
    assert "https://arxiv.org/abs/0704.0215" == entry(ARTICLE, "biblatex", target=target)[1]["url"]


def test_an_identifier_that_begins_with_its_archive_has_no_class():
    assert "primaryClass" not in entry(OLD)[1]
    assert "arXiv:hep-th/9711200" == entry(OLD, style="plain")[1]["howpublished"]


def test_zotero_gets_types_that_it_knows_and_the_fields_that_it_reads():
    type, fields = entry(PREPRINT, target="zotero")
    assert ("unpublished", "Preprint") == (type, fields["type"])
    assert "misc" == entry(replace(PREPRINT, type="dataset"), "biblatex", target="zotero")[0]
    assert "121801" == entry(ARTICLE, target="zotero")[1]["pages"]


@pytest.mark.parametrize(
    ("style", "record", "there", "absent"),
    [
        ("plain", PREPRINT, {"howpublished": "arXiv:1706.03762 [math.PR]"}, ()),
        ("plain", ARTICLE, {"note": "arXiv:0704.0215 [math.PR]"}, ()),
        ("natbib", PREPRINT, {"url": "https://arxiv.org/abs/1706.03762"}, ("doi", "howpublished")),
        ("natbib", ARTICLE, {"url": "https://arxiv.org/abs/0704.0215", "doi": "10.1007/s1"}, ("note",)),
        ("acm", PREPRINT, {"eprint": "1706.03762"}, ("doi", "url", "howpublished")),
        ("apsrev", ARTICLE, {"eprint": "0704.0215", "doi": "10.1007/s1"}, ("url", "note")),
    ],
)
def test_a_style_gets_the_one_field_that_prints_the_identifier(style, record, there, absent):
    fields = entry(record, style=style)[1]
    assert there == {name: fields.get(name) for name in there}
    assert not set(absent) & set(fields)


@pytest.mark.parametrize("style", get_args(Style))
def test_no_style_makes_a_biblatex_file_print_the_identifier_twice(style):
    _, fields = entry(PREPRINT, "biblatex", style=style)
    assert ["1706.03762"] == [text for text in fields.values() if "1706.03762" in text]


@pytest.mark.parametrize(
    ("kind", "types", "there"),
    [
        ("misc", ("misc", "misc"), {}),
        ("online", ("online", "online"), {}),
        ("article", ("article", "article"), {"journal": "arXiv preprint arXiv:1706.03762"}),
        ("unpublished", ("unpublished", "unpublished"), {"note": "arXiv:1706.03762 [math.PR]"}),
        ("techreport", ("techreport", "report"), {"institution": "arXiv", "type": "Preprint"}),
    ],
)
def test_a_preprint_is_of_the_wished_type_whatever_the_style_and_the_program(kind, types, there):
    wishes = {"kind": kind, "style": "natbib", "target": "zotero"}
    type, fields = entry(PREPRINT, **wishes)
    assert types == (type, entry(PREPRINT, "biblatex", **wishes)[0])
    assert there == {name: fields.get(name) for name in there}


@pytest.mark.parametrize("kind", get_args(Kind))
def test_a_wished_type_is_for_preprints_only(kind):
    assert entry(ARTICLE) == entry(ARTICLE, kind=kind)
    assert entry(THESIS) == entry(THESIS, kind=kind)


@pytest.mark.parametrize("kind", ["article", "unpublished", "techreport"])
def test_a_preprint_of_another_archive_stays_what_it_is_where_the_type_needs_a_journal(kind):
    elsewhere = replace(PREPRINT, identifiers=(Identifier(scheme="doi", value="10.1101/1"),))
    assert "misc" == entry(elsewhere, kind=kind)[0]


@pytest.mark.parametrize(
    ("genre", "bibtex", "biblatex"),
    [
        ("PhD thesis", ("phdthesis", None), ("thesis", "phdthesis")),
        ("Master's thesis", ("mastersthesis", None), ("thesis", "mathesis")),
        ("Bachelor's thesis", ("mastersthesis", "Bachelor's thesis"), ("thesis", "bathesis")),
        ("Habilitation", ("phdthesis", "Habilitation"), ("thesis", "Habilitation")),
        (None, ("phdthesis", "Dissertation"), ("thesis", "Dissertation")),
    ],
)
def test_a_thesis_has_the_degree_that_is_known_and_no_other(genre, bibtex, biblatex):
    thesis = replace(THESIS, genre=genre)
    for format, expected in (("bibtex", bibtex), ("biblatex", biblatex)):
        type, fields = entry(thesis, format)
        assert expected == (type, fields.get("type"))
        assert "University of Bern" == fields["school" if format == "bibtex" else "institution"]


def test_a_thesis_of_no_known_school_claims_none():
    type, fields = entry(replace(THESIS, publisher=None))
    assert ("misc", "PhD thesis") == (type, fields["howpublished"])
    assert (
        "PhD thesis, arXiv:0805.1234"
        == entry(replace(THESIS, publisher=None), style="plain")[1]["howpublished"]
    )


def test_a_technical_report_has_its_number_and_who_published_it():
    report = replace(THESIS, type="report", genre="Technical report", number="17")
    assert ("techreport", "17", None) == (lambda t, f: (t, f["number"], f.get("type")))(*entry(report))
    assert "Technical report 17" == entry(replace(report, publisher=None))[1]["howpublished"]


def test_what_biblatex_prints_last_is_that_a_paper_was_withdrawn():
    withdrawn = replace(PREPRINT, status="withdrawn", note="Withdrawn by the author")
    assert "Withdrawn by the author" == entry(withdrawn, "biblatex")[1]["addendum"]
    assert "Withdrawn by the author" == entry(withdrawn)[1]["note"]


def test_note_and_identifier_share_a_field():
    noted = replace(ARTICLE, note="To appear")
    assert "arXiv:0704.0215 [math.PR]. To appear" == entry(noted, style="plain")[1]["note"]


def test_an_entry_without_authors_has_something_to_be_sorted_by():
    nobodys = replace(PREPRINT, authors=())
    assert "On collision times" == entry(nobodys)[1]["key"]
    assert "key" not in entry(nobodys, "biblatex")[1]
    assert "key" not in entry(PREPRINT)[1]


@pytest.mark.parametrize("format", ["bibtex", "biblatex"])
@pytest.mark.parametrize(
    ("fields", "hidden"),
    [("eprint", "1706.03762"), ("doi", "10.48550"), ("url", "https://"), ("keywords", "cs.LG")],
)
def test_a_field_that_is_not_wished_is_not_there_in_any_guise(format, fields, hidden):
    shown = frozenset(("title", "author", fields))
    alone, _ = written(format, PREPRINT, fields=shown, target="zotero")
    others, _ = written(format, PREPRINT, fields=shown - {fields}, style="plain", kind="article")
    assert hidden in alone
    assert hidden not in others


@pytest.mark.parametrize("format", ["bibtex", "biblatex"])
def test_ascii_reaches_every_field(format):
    foreign = replace(
        ARTICLE,
        title="Größe",
        authors=(names.parse("Jürgen Žižka"), Name(literal="Équipe")),
        container_title="Café",
        note="Straße",
        abstract="Øre",
    )
    assert not written(format, foreign)[0].isascii()
    assert written(format, foreign, ascii=True)[0].isascii()


def test_a_hidden_abstract_still_tells_which_words_are_names():
    told = replace(
        PREPRINT, title="The Brentano Scale", abstract="In this work the scale of Brentano is new."
    )
    bare = replace(told, abstract=None)
    assert "{Brentano}" in entry(told, abstract=False)[1]["title"]
    assert "{Brentano}" not in entry(bare)[1]["title"]
    assert "abstract" not in entry(told, abstract=False)[1]


def test_fields_that_an_entry_cannot_hold_are_told_once_for_all():
    lost = Record(type="paper-conference", title="T", container_title="Proc.", volume="3", issue="5")
    assert (["no-place"]) == written("bibtex", lost)[1]
    assert [] == written("csl-json", lost)[1]


@pytest.mark.parametrize("target", get_args(Target))
@pytest.mark.parametrize("format", ["bibtex", "biblatex"])
def test_every_program_gets_the_identifier(target, format):
    for record in (PREPRINT, ARTICLE, OLD, THESIS):
        assert record.arxiv_id == entry(record, format, target=target)[1]["eprint"]


@pytest.mark.parametrize(
    ("name", "inside"),
    [
        (Name(family="Ferrer-i-Cancho", given="Ramon"), "{Ferrer-i-Cancho}, Ramon"),
        (Name(family="Šrámek-ova", given="Jan"), r"{{\v S}rámek-ova}, Jan"),
        (Name(family="Kim", given="Hyun-woo"), "Kim, Hyun-woo"),
        (Name(family="Anderson-Fernand", given="B."), "Anderson-Fernand, B."),
    ],
)
def test_a_small_part_behind_a_hyphen_is_not_taken_for_a_particle(name, inside):
    assert inside == entry(replace(PREPRINT, authors=(name,)))[1]["author"]


def test_a_file_of_titles_alone_has_titles_alone():
    assert ["title"] == list(entry(PREPRINT, fields=frozenset(("title",)))[1])
    assert "key" in entry(replace(PREPRINT, authors=()))[1]
