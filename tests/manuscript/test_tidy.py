"""`bibgen.manuscript.tidy`: a file looks otherwise and says the same, over the 300 files and one by one."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from itertools import islice

import pytest

from bibgen import bib, splice, writers
from bibgen.manuscript import tidy
from bibgen.manuscript.layout import Style
from bibgen.splice.disk import decoded, encoded
from tests import bibfiles
from tests.benchmarks import writing
from tests.judges.identify import corpus

CASES = bibfiles.files()
PLAIN = Style()
OTHER = Style(indent="\t", column=0, quotes=True, trailing_comma=False, keep_case=True, order=True)
WAYS = {
    "as it is": (PLAIN, "none", False),
    "otherwise": (OTHER, "none", True),
    "by key": (PLAIN, "key", True),
    "by year": (OTHER, "year", False),
    "by type": (PLAIN, "type", False),
}


def parsed(case):
    text, encoding = decoded(case.data, "refs.bib")
    return replace(splice.parse(text, "refs.bib"), raw=case.data, encoding=encoding)


def made(text, style=PLAIN, **ways):
    return tidy.tidied(splice.parse(text), style, **ways).text


def says(file):
    """What a file says, in any order: its entries, and what cannot be read."""
    entries = [
        (one.key, one.type, tuple(sorted((field.name, field.pieces) for field in one.fields)), one.fault)
        for one in file.entries
    ]
    return Counter(entries) + Counter(one.raw.strip() for one in file.unread)


def remarks(file):
    """The words outside all entries and definitions, counted."""
    text, at, kept = file.text, 0, []
    defined = [one for one in bib.blocks(text) if re.match(r"@\s*string", one.raw, re.I)]
    for one in sorted((*file.entries, *file.unread, *defined), key=lambda one: one.start):
        kept.append(text[at : one.start])
        at = max(at, one.end)
    rest = " ".join([*kept, text[at:]])
    return Counter(rest.split())


# Every file in two ways, every third in all.
@pytest.mark.parametrize(
    ("case", "way"),
    [
        (case, way)
        for at, case in enumerate(CASES)
        for way in (WAYS if at % 3 == 0 else ("otherwise", "by key"))
    ],
    ids=str,
)
def test_a_tidy_file_says_the_same_and_twice_is_once(case, way):
    style, order, duplicates = WAYS[way]
    file = parsed(case)
    done = tidy.tidied(file, style, order=order, duplicates=duplicates)
    after = splice.parse(done.text)
    lost = says(file) - says(after)
    assert Counter() == says(after) - says(file)
    assert not lost or (duplicates and set(lost) <= set(says(after)))
    assert remarks(file) == remarks(after)
    again = tidy.tidied(after, style, order=order, duplicates=duplicates)
    assert done.text == again.text
    assert () == again.changes
    assert bool(done.changes) == (done.text != file.text)
    assert encoded(done.text, "refs.bib", file.encoding) or not case.data


@pytest.mark.parametrize("case", CASES, ids=str)
def test_the_order_stays_unless_another_is_asked_for(case):
    file = parsed(case)
    after = splice.parse(tidy.tidied(file, OTHER).text)
    assert [one.key for one in file.entries] == [one.key for one in after.entries]
    assert file.macros == after.macros


FILE = """% My papers

% about agents
@Misc{reed2022, Title = "A {G}eneralist Agent", YEAR = 2022,
   author = {Reed, Scott
       and Zolna, Konrad}, } % read it
% bibgen: keep
@misc( adare, title={Heavy flavour} )
"""


def test_layout_changes_and_values_do_not():
    assert (
        made(FILE)
        == """% My papers

% about agents
@misc{reed2022,
  title         = {A {G}eneralist Agent},
  year          = 2022,
  author        = {Reed, Scott
       and Zolna, Konrad},
} % read it

% bibgen: keep
@misc( adare, title={Heavy flavour} )
"""
    )


def test_a_head_stays_and_remarks_go_with_their_entries():
    text = made(FILE.replace("% bibgen: keep", "% heavy ions"), order="key")
    assert text.startswith("% My papers\n\n% heavy ions\n@misc{adare,\n")
    assert "\n}\n\n% about agents\n@misc{reed2022,\n" in text
    assert text.endswith("} % read it\n")


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_a_report_below_an_entry_goes_with_it(end):
    text = "@misc{b,\n}\n% report\n% for b\n\n@misc{a,\n}\n".replace("\n", end)
    assert "@misc{a,\n}\n\n@misc{b,\n}\n% report\n% for b\n".replace("\n", end) == made(text, order="key")


def test_parents_come_behind_their_children_and_definitions_before_their_use():
    text = (
        "@proceedings{all, title = {P}}\n@inproceedings{z, crossref = {ALL}, title = t}\n"
        '@string{u = "x"}\n@inproceedings{b, crossref = "all"}\n@proceedings{a, title = {Q}}\n'
    )
    assert "not sorted" not in str(tidy.tidied(splice.parse(text), PLAIN, order="key").notices)
    after = splice.parse(made(text, order="key"))
    assert ["a", "b", "z", "all"] == [one.key for one in after.entries]
    assert after.text.startswith("@string{u = {x}}\n\n")


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("@misc{b, note = u}\n@string{u = {x}}\n@misc{a,}\n", "u is defined again, or after its use, in line 2"),
        ("@string{u = {x}}\n@misc{b, note = u}\n@string{U = {y}}\n@misc{a,}\n", "u is defined again, or after its use, in line 3"),
        ("@misc{b, note = {x}\n\n@misc{a,}\n", "the block in line 1 cannot be read"),
    ],
)  # fmt: skip
def test_what_sorting_would_change_the_sense_of_is_not_sorted(text, why):
    done = tidy.tidied(splice.parse(text), PLAIN, order="key")
    assert (f"not sorted: {why}",) == done.notices
    assert splice.parse(done.text).entries[-1].key == "a"


def test_of_two_entries_with_one_key_the_first_stays_the_first():
    text = "@misc{k, year = 2022}\n@misc{a, year = 2021}\n@misc{k, year = 2020}\n"
    years = [one.value("year") for one in splice.parse(made(text, order="year")).entries]
    assert ["2021", "2022", "2020"] == years


def test_only_entries_that_say_the_same_are_taken_out():
    text = "@misc{k, year = 2022}\n% mine\n@MISC{k,year=2022}\n@misc{j, year = 2022}\n@misc{J, year = 2023}\n"
    done = tidy.tidied(splice.parse(text), Style(column=0), duplicates=True)
    assert (
        "@misc{k,\n  year = 2022,\n}\n\n% mine\n\n@misc{j,\n  year = 2022,\n}\n\n@misc{J,\n  year = 2023,\n}\n"
        == done.text
    )
    assert ("lines 4 and 5 have the key J and do not say the same",) == done.notices
    assert made(text).count("2022") == 3  # unless asked, none is


def test_comments_inside_an_entry_stay_at_their_field():
    text = "@misc{k, % new\n title = {A}, % as printed\n % not sure\n year = 2022 % or 2023?\n % the end\n}\n"
    assert (
        "@misc{k, % new\n  % not sure\n  year = 2022, % or 2023?\n  title = {A}, % as printed\n  % the end\n}\n"
        == made(text.replace("title", "ztitle"), Style(column=0, order=True)).replace("ztitle", "title")
    )


def test_changes_are_told_by_line():
    text = "@misc{a,\n  year = 2022,\n}\n@misc{b, year = 2022}\n"
    (change,) = tidy.tidied(splice.parse(text), Style(column=0)).changes
    assert (4, "b", "laid out anew") == (change.line, change.key, change.what)
    (blank,) = tidy.tidied(splice.parse("\n@misc{a,\n  year = 2022,\n}\n"), Style(column=0)).changes
    assert "given other blank lines" == blank.what


def test_a_file_so_broken_that_a_blank_line_would_change_it_is_left():
    text = "@misc{a, year = 1}\n@misc%{reed@misc{b, year = 2}\n"
    done = tidy.tidied(splice.parse(text), PLAIN)
    assert text == done.text
    assert () == done.changes
    assert "left as it is" in done.notices[0]


@pytest.mark.parametrize("format", ["bibtex", "biblatex"])
def test_what_bibgen_writes_is_tidy_by_its_own_measure(format):
    papers = list(islice(corpus.load(str(writing.SAMPLE)), 300))
    text = writers.write(writing.entries(papers), format).text
    assert text == made(text)
