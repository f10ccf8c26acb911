"""EndNote's XML: well-formed whatever is in it, and read back as it was."""

from __future__ import annotations

import pytest
from lxml import etree

from bibgen import pipeline, writers
from bibgen.model import Entry, Identifier, Name, PartialDate, Record
from bibgen.writers.options import Options


def written(*records, **wishes):
    entries = [Entry(key=f"k{at}", record=record) for at, record in enumerate(records)]
    return writers.write(entries, "endnote-xml", Options(**wishes)).text


def one(record, **wishes):
    (found,) = etree.fromstring(written(record, **wishes).encode()).iter("record")
    return found


def text(record, path, **wishes):
    return ["".join(element.itertext()) for element in one(record, **wishes).iterfind(path)]


@pytest.mark.parametrize(
    ("type", "kind"),
    [
        ("article", ("43", "Electronic Article")),
        ("article-journal", ("17", "Journal Article")),
        ("paper-conference", ("47", "Conference Paper")),
        ("chapter", ("5", "Book Section")),
        ("book", ("6", "Book")),
        ("thesis", ("32", "Thesis")),
        ("report", ("27", "Report")),
        ("dataset", ("59", "Dataset")),
        ("document", ("13", "Generic")),
    ],
)
def test_each_type_is_a_kind_that_endnote_has(type, kind):
    found = one(Record(type=type)).find("ref-type")
    assert kind == (found.text, found.get("name"))


def test_what_xml_cannot_hold_is_left_out_and_the_rest_escaped():
    title = 'A < B & C > D "q" \x0b\ufffe'
    assert ['A < B & C > D "q" '] == text(Record(type="article", title=title), "titles/title")


def test_what_stands_high_or_low_has_a_style_of_its_own():
    runs = one(Record(type="article", title="H$_2$O at E$^{x_i}$ K")).iterfind("titles/title/style")
    faces = ["normal", "subscript", "normal", "superscript", "subscript", "normal"]
    assert list(zip(faces, ["H", "2", "O at E", "x", "i", " K"], strict=True)) == [
        (run.get("face"), run.text) for run in runs
    ]


def test_a_preprint_prints_its_identifier_as_if_it_were_a_journal():
    record = Record(type="article", identifiers=(Identifier(scheme="arxiv", value="1706.03762"),))
    assert ["arXiv preprint arXiv:1706.03762"] == text(record, "titles/secondary-title")
    assert ["arXiv:1706.03762"] == text(record, "accession-num")
    assert [] == text(record, "accession-num", fields=frozenset(("title",)))


def test_a_group_is_not_split_into_given_and_family_name():
    names = (Name(literal="ATLAS Collaboration"), Name(literal="Aristotle"))
    record = Record(type="article", authors=names, et_al=True)
    assert ["ATLAS Collaboration,", "Aristotle", "et al."] == text(record, "contributors/authors/author")


def test_an_empty_record_is_a_record():
    assert ["source-app", "rec-number", "ref-type", "label"] == [
        child.tag for child in one(Record(type="document"))
    ]


def test_no_entries_are_an_empty_document():
    assert [] == list(etree.fromstring(written().encode()).iter("record"))


def test_ascii_keeps_all_characters():
    record = Record(type="article", title="Erdős 🦜")
    assert written(record, ascii=True).isascii()
    assert ["Erdős 🦜"] == text(record, "titles/title", ascii=True)


def test_categories_are_keywords_only_on_wish():
    record = Record(type="article", categories=("cs.LG", "stat.ML"))
    assert [] == text(record, "keywords/keyword")
    assert ["cs.LG", "stat.ML"] == text(record, "keywords/keyword", keywords=True)


def test_all_of_3300_authors_are_there():
    names = tuple(Name(family=f"Family{at}", given="A.") for at in range(3300))
    assert 3300 == len(text(Record(type="article", authors=names), "contributors/authors/author"))


def test_bibgen_reads_it_back(tmp_path):
    record = Record(
        type="article-journal",
        title="Quenching, in ice & snow",
        authors=(
            Name(family="Oord", given="Aäron", particle="van den"),
            Name(family="Heath", given="Robert W.", suffix="Jr."),
        ),
        et_al=True,
        issued=PartialDate(year=2017, month=6, day=12),
        container_title="Physical Review Ice",
        volume="12",
        issue="3",
        page="101-118",
        abstract="It is cold.",
        identifiers=(
            Identifier(scheme="doi", value="10.5555/quench.1"),
            Identifier(scheme="arxiv", value="0704.0890"),
        ),
    )
    path = tmp_path / "refs.xml"
    path.write_text(written(record), encoding="utf-8")
    (mention,) = pipeline.read([str(path)]).mentions
    assert "endnote" == mention.reader
    assert (record.title, record.authors, True) == (mention.title, mention.authors, mention.et_al)
    assert (2017, "Physical Review Ice", "It is cold.") == (
        mention.issued.year,
        mention.venue,
        mention.abstract,
    )
    assert set(record.identifiers) == set(mention.identifiers)
    assert ("12", "3", "101-118") == tuple(mention.said[name] for name in ("volume", "issue", "page"))
