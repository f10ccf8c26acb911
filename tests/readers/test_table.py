"""The traps of tables: quotes, lines in cells, other delimiters, where a table ends."""

from __future__ import annotations

import pytest

from bibgen.readers import read
from bibgen.readers.records.table import HEADER
from tests.readers.cover import check_cover


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_delimiters_and_kept_columns(delimiter):
    text = "\n".join(delimiter.join(row) for row in (("Title", "Year", "My Notes"), ("One", "2017", "good")))
    reading = read(text)
    assert ["One"] == [mention.title for mention in reading.mentions]
    assert {"My Notes": "good"} == dict(reading.mentions[0].said)
    assert [HEADER] == [left.reason for left in reading.leftovers]


def test_quoted_cells_hold_delimiters_quotes_and_lines():
    text = 'title,authors,abstract,doi\n"A, ""B""","X, Y; Z, W","first\n\nsecond, ""q""",10.1000/x\nTwo,,,10.1000/y\n'
    first, second = read(text).mentions
    assert ('A, "B"', 'first second, "q"') == (first.title, first.abstract)
    assert (2, 4) == (first.span.first, first.span.last)
    assert "Two" == second.title
    check_cover(text)


def test_a_lone_quotation_mark_is_a_character():
    text = 'title\tdoi\nA 5" screen\t10.1000/x\nTwo\t10.1000/y\n'
    assert ['A 5" screen', "Two"] == [mention.title for mention in read(text).mentions]


def test_a_lone_quotation_mark_does_not_join_what_follows_the_table():
    reading = read('title\tdoi\nA 5" screen\t10.1000/x\n\nHe said "so.\n')
    assert ['A 5" screen'] == [mention.title for mention in reading.mentions]
    assert 'He said "so.' == reading.leftovers[-1].text


def test_a_table_ends_behind_a_blank_line_where_the_cells_do():
    text = "Title,Authors,Year\nOne,A B,2017\n\nTwo,C D,2018\n\nThanks, and bye.\n"
    reading = read(text)
    assert ["One", "Two"] == [mention.title for mention in reading.mentions]
    assert "Thanks, and bye." == reading.leftovers[-1].text


def test_a_row_with_too_many_cells_is_left_over_and_the_table_goes_on():
    reading = read("Title,Authors,Year\nOne, or two,A B,2017\nThree,C D,2018\n")
    assert ["Three"] == [mention.title for mention in reading.mentions]
    assert "a row of 4 cells in a table of 3 columns" == reading.leftovers[-1].reason


def test_a_row_that_names_nothing_is_left_over():
    reading = read("Title,Authors,Year\nOne,A B,2017\n,,2018\nTwo,A B,2017\n")
    assert 2 == len(reading.mentions)
    assert "a row without title or identifier" == reading.leftovers[-1].reason


def test_two_tables_one_under_the_other():
    text = "Title,Year\nOne,2017\nTitle,Year\nTwo,2018\ndoi;comment;title\n10.1000/x;12 pages;Three\n"
    assert ["One", "Two", "Three"] == [mention.title for mention in read(text).mentions]


@pytest.mark.parametrize(
    ("authors", "expected"),
    [
        ("Vaswani, Ashish; van den Oord, Aäron", ["Vaswani Ashish", "Oord Aäron"]),
        ("Vaswani A., Shazeer N.", ["Vaswani A.", "Shazeer N."]),
        ("A Vaswani, N Shazeer, ...", ["Vaswani A", "Shazeer N"]),
        ("Vaswani, A., Shazeer, N., & Parmar, N.", ["Vaswani A.", "Shazeer N.", "Parmar N."]),
        ("Ashish Vaswani and Noam Shazeer", ["Vaswani Ashish", "Shazeer Noam"]),
        ("Heath, Jr., Robert W.; Lo, Caleb", ["Heath Robert W.", "Lo Caleb"]),
    ],
)
def test_lists_of_authors(authors, expected):
    (mention,) = read(f'title\tauthors\nOne\t"{authors}"\n').mentions
    assert expected == [f"{name.family} {name.given}" for name in mention.authors]


@pytest.mark.parametrize(
    "text",
    [
        "The title, the year, and the rest.\nAll that, and more, was said.\n",
        "Title, Authors, Year\n",
        "Dear all,\nthe title, the doi, thanks\n",
        "name,price\nA,3\n",
        "Title: a, Year: b\nOne, two\n",
    ],
)
def test_prose_and_other_tables_are_left(text):
    assert not [mention for mention in read(text).mentions if mention.reader == "table"]


@pytest.mark.parametrize(
    ("cell", "families"),
    [
        ("Knuth, Donald E.", ["Knuth"]),
        ("Burton, Benjamin A.", ["Burton"]),
        ("Lewandowski & Mayr", ["Lewandowski", "Mayr"]),
        ("Ada Lovelace, Charles Babbage", ["Lovelace", "Babbage"]),
        ("Wang, A., Chang, S.", ["Wang", "Chang"]),
    ],
)
def test_one_name_with_its_family_first_is_not_two(cell, families):
    text = f'Title,Author,Year\n"A title of a paper","{cell}",2016\n'
    (mention,) = read(text).mentions
    assert families == [one.family or one.literal for one in mention.authors]


def test_columns_may_be_named_in_other_languages():
    text = "no;titel;autoren;jahr;link\n1;Predict Moves;Wang, A.;2016;https://arxiv.org/abs/1610.05455\n"
    (mention,) = read(text).mentions
    assert ("Predict Moves", "1610.05455") == (mention.title, mention.identifiers[0].value)
