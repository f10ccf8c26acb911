"""CSV: what a spreadsheet would make of a cell, and what comes back out of it."""

from __future__ import annotations

import csv
import io

import pytest

from bibgen import pipeline, writers
from bibgen.model import Entry, Identifier, Name, PartialDate, Record
from bibgen.writers.options import Options

ARXIV = Identifier(scheme="arxiv", value="0704.0890")


def written(*records, **wishes):
    entries = [Entry(key=f"k{at}", record=record) for at, record in enumerate(records)]
    return writers.write(entries, "csv", Options(**wishes))


def rows(*records, **wishes):
    return list(
        csv.DictReader(io.StringIO(written(*records, **wishes).text.removeprefix("\ufeff"), newline=""))
    )


def test_excel_is_told_that_it_is_unicode():
    text = written(Record(type="article", title="Erdős")).text
    assert text.startswith("\ufeffkey,")
    assert text.replace("\r\n", "").isprintable() or "\n" not in text.replace("\r\n", "")


@pytest.mark.parametrize("title", ["=HYPERLINK(A1)", "+1 for it", "-ly adverbs", "@sum", "＝1+1"])
def test_a_title_is_not_run_as_a_formula(title):
    assert rows(Record(type="article", title=title))[0]["title"] == f"'{title}"


@pytest.mark.parametrize("title", ["-5", "+3.14", "a = b", "2 + 2 = 4"])
def test_what_is_no_formula_stays_as_it_is(title):
    assert rows(Record(type="article", title=title))[0]["title"] == title


def test_an_identifier_does_not_become_a_number():
    assert rows(Record(type="article", identifiers=(ARXIV,)))[0]["arxiv"] == "arXiv:0704.0890"


def test_pages_do_not_become_a_date():
    row = rows(Record(type="article-journal", page="1-12", issue="3-4"))[0]
    assert ("1–12", "3–4") == (row["pages"], row["issue"])


def test_quotes_commas_semicolons_and_line_ends_stay_in_their_cell():
    title = 'A "quoted", and; divided title'
    row = rows(Record(type="article", title=title, abstract="one\r\ntwo\nthree"))[0]
    assert title == row["title"]
    assert "one two three" == row["abstract"]


def test_a_formula_is_readable():
    assert (
        "Measuring x at 10⁶ K" == rows(Record(type="article", title="Measuring $x$ at $10^6$ K"))[0]["title"]
    )


def test_an_empty_record_has_a_row():
    row = rows(Record(type="document"))[0]
    assert {"key": "k0", "type": "document"} == {name: cell for name, cell in row.items() if cell}


def test_no_entries_are_a_header():
    assert written().text.count("\r\n") == 1


def test_fields_that_are_not_wished_have_no_column():
    assert {"key", "type", "title", "doi"} == set(
        rows(Record(type="book"), fields=frozenset(("title", "doi")))[0]
    )
    assert "abstract" not in rows(Record(type="book"), abstract=False)[0]


def test_a_cell_that_excel_would_cut_is_told_of():
    names = tuple(Name(family=f"Family{at}", given="A.") for at in range(3300))
    made = written(Record(type="article", authors=names))
    assert ["cell-too-long"] == [notice.code for notice in made.notices]
    assert "Family3299, A." in made.text


def test_bibgen_reads_it_back(tmp_path):
    record = Record(
        type="article-journal",
        title="Quenching, in ice",
        authors=(
            Name(family="Oord", given="Aäron", particle="van den"),
            Name(family="Heath", given="Robert W.", suffix="Jr."),
            Name(literal="COLD Collaboration"),
        ),
        et_al=True,
        issued=PartialDate(year=2017, month=6),
        container_title="Physical Review Ice",
        volume="12",
        issue="3",
        page="101-118",
        identifiers=(Identifier(scheme="doi", value="10.5555/quench.1"), ARXIV),
    )
    path = tmp_path / "refs.csv"
    path.write_bytes(written(record).text.encode())
    (mention,) = pipeline.read([str(path)]).mentions
    assert (record.title, record.authors, True) == (mention.title, mention.authors, mention.et_al)
    assert (record.issued, record.container_title) == (mention.issued, mention.venue)
    assert set(record.identifiers) == set(mention.identifiers)
    assert ("12", "3", "101–118") == tuple(mention.said[name] for name in ("volume", "issue", "page"))
