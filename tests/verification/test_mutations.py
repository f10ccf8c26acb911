"""What goes wrong with a written file is found, with its line, whatever the format."""

from __future__ import annotations

import re

import pytest

from bibgen import verification, writers
from bibgen.errors import OutputError, UsageError
from bibgen.writers.options import Options
from tests.verification.records import ARTICLE, PREPRINT, entries

FORMATS = tuple(verification.FORMS)


def written(format, options=writers.USUAL):
    return writers.write(entries(), format, options).text


# What happens to the file, in which format: text taken, text put, and a part of what is told.
MUTATIONS = {
    "a brace lost": ("bibtex", "{WaveNet}", "WaveNet}", "comma is missing"),
    "a closing brace lost": (
        "bibtex",
        "{WaveNet}",
        "{WaveNet",
        "title: the braces of the value do not balance",
    ),
    "a comma lost": ("biblatex", "{2007},", "{2007}", "comma is missing"),
    "an initial changed": ("bibtex", "Yuan, C.-P.", "Yuan, C.-Q.", "author 2: says “Yuan, C.-Q.”"),
    "a particle taken for a name": ("bibtex", "van den Oord", "{van den Oord}", "has “[van den] Oord"),
    "a group taken for a person": ("biblatex", "{ATLAS Collaboration}", "ATLAS Collaboration", "author 3"),
    "a suffix in the given name": ("bibtex", "Heath, Jr., Robert W.", "Heath, Robert W. Jr.", "author 2"),
    "an author lost": ("ris", "AU  - Yuan, C.-P.\r\n", "", "author 2: is not there"),
    "authors in another order": ("ris", "AU  - Yuan, C.-P.\r\nPY", "AU  - Yuan, A.\r\nPY", "author 2"),
    "et al. lost": ("bibtex", " and others", "", "author: is not there"),
    "a nameless et al.": ("csl-json", '"literal": "ATLAS', '"literal": "CMS', "author 3: says “CMS"),
    "a DOI swapped": ("bibtex", "10.1109/ICASSP.2019.8683277", "10.1103/PhysRevD.76.013009", "doi: says"),
    "a DOI as URL": ("biblatex", "{10.1109/", "{https://doi.org/10.1109/", "is no bare DOI"),
    "a DOI escaped": ("bibtex", "{10.1007/978-1-4612-0001-1}", r"{10.1007/978\_1}", "is no bare DOI"),
    "another paper's eprint": ("bibtex", "{1609.03499}", "{1609.03498}", "eprint: says"),
    "another paper's AN": ("ris", "AN  - arXiv:1609.03499", "AN  - arXiv:1609.03490", "AN: says"),
    "another title": ("csl-json", "diphoton", "dilepton", "title: says"),
    "a formula changed": ("bibtex", r"\alpha", r"\beta", "title: says"),
    "a formula lost": ("ris", "Λ", "L", "TI: says"),
    "another year": ("bibtex", "{2007}", "{2017}", "date: says “2017”"),
    "another day": ("csl-json", "12\n", "13\n", "date: says “2016-09-13”"),
    "a day that is none": ("biblatex", "2016-09-12", "2016-09-31", "no date of ISO 8601"),
    "another journal": ("biblatex", "Physical Review D", "Physical Review B", "journaltitle: says"),
    "a volume lost": ("csl-json", '    "volume": "76",\n', "", "volume: is not there"),
    "another page": ("ris", "SP  - 97", "SP  - 79", "pages: says “79-105”"),
    "another publisher": ("bibtex", "Birkhäuser", "Springer", "publisher: says"),
    "an abstract cut": ("csl-json", " holds.", "", "abstract: says"),
    "a note lost": ("ris", "N1  - 12 pages, 3 figures\r\n", "", "note: is not there"),
    "a key with a blank": ("biblatex", "vega2001hypercomplex", "vega 2001", ""),
    "a key in two entries": ("bibtex", "vega2001hypercomplex", "Balazs2007predictions", "stands in line"),
    "a field twice": ("bibtex", "{Birkhäuser},", "{Birkhäuser},\n  publisher = {x},", "2 times"),
    "a month in braces": ("bibtex", "= sep,", "= {September},", "none of the macros"),
    "a macro nobody defined": ("bibtex", "= sep,", "= sept,", "macro sept is not defined"),
    "a type nobody knows": ("bibtex", "@book", "@tome", "BibTeX knows no @tome"),
    "another type": ("bibtex", "@book", "@phdthesis", "type: says"),
    "a bare ampersand": ("bibtex", r"\&", "&", "bare &"),
    "a bare percent sign": ("bibtex", r"100\%", "100%", "bare %"),
    "a lone dollar": ("bibtex", r"cost \$5", "cost $5", "without its partner"),
    "an empty formula": ("bibtex", r"cost \$5", "cost $$5", "displayed formula"),
    "a file read in": ("bibtex", "12 pages", r"\input{x} 12 pages", r"macro \input is not known"),
    "a shell escaped to": ("biblatex", "12 pages", r"\write18{x} 12 pages", r"macro \write is not known"),
    "a category changed": ("bibtex", "12 pages", r"\catcode`\% 12 pages", r"macro \catcode is not known"),
    "a sign in disguise": ("bibtex", "12 pages", "^^5cinput 12 pages", "holds ^^"),
    "an eprint of nowhere": ("biblatex", "eprinttype    = {arxiv},\n", "", "stands without"),
    "too many commas": ("bibtex", "Vega, Ada", "Vega, Dr, Ada, M", "more than two commas"),
    "nobody between ands": ("bibtex", "Balázs, C. and", "Balázs, C. and and", "nobody beside"),
    "a type unknown to CSL": ("csl-json", '"type": "book"', '"type": "tome"', "no type “tome”"),
    "no type": ("csl-json", '    "type": "book",\n', "", "type: is missing"),
    "a variable unknown to CSL": ("csl-json", '"volume"', '"volumes"', "no such variable"),
    "a name part unknown to CSL": ("csl-json", '"family": "Vega"', '"last": "Vega"', "no part “last”"),
    "a date of words": ("csl-json", "2001\n", '"2001"\n', "whole numbers"),
    "a tag left open": ("csl-json", "</sub>", "", "not closed"),
    "no JSON": ("csl-json", '"title": "Hyper', '"title" "Hyper', "no JSON"),
    "a variable twice": ("csl-json", '"volume": "76",', '"volume": "76", "volume": "76",', "twice"),
    "a line end of Unix": ("ris", "ID  - vega2001hypercomplex\r\n", "ID  - vega2001hypercomplex\n", "CRLF"),
    "a value on two lines": ("ris", "12 pages, ", "12 pages,\r\n", "no tag and value"),
    "ER without its blank": ("ris", "ER  - \r\n", "ER  -\r\n", "lacks the blank"),
    "no ER": ("ris", "ER  - \r\n\r\nTY  - JOUR", "\r\nTY  - JOUR", "not closed by ER"),
    "a tag nobody knows": ("ris", "VL  - 76", "VX  - 76", "no such tag"),
    "a date in another form": ("ris", "DA  - 2016/09/12/", "DA  - 2016-09-12", "no date like"),
    "a year beside another": ("ris", "PY  - 2016", "PY  - 2017", "another year than"),
    "an invisible character": ("ris", "diphoton", "di\u200bphoton", "U+200B"),
    "a control character": ("csl-json", "diphoton", "di\\u0007photon", "U+0007"),
}


ENTRY = re.compile(r"^(?:@|TY|  \{)", re.M)
FIELD = re.compile(r"^(?:  [A-Za-z]+ +=|    \"|[A-Z]{2}  - )", re.M)


@pytest.mark.parametrize("case", MUTATIONS)
def test_is_found_with_its_line(case):
    format, old, new, told = MUTATIONS[case]
    text = written(format)
    assert old in text
    found = verification.differences(text.replace(old, new, 1), format, entries())
    lines = [one.line for one in found if told in one.told]
    at = text.index(old)
    begun = (max(one.start() for one in sign.finditer(text) if one.start() <= at) for sign in (ENTRY, FIELD))
    entry, *near = (text.count("\n", 0, place) + 1 for place in (*begun, at, at + len(old)))
    due = {entry, *range(min(near) - 1, max(near) + 2)}  # of what is lost, its neighbour is told
    assert lines, [one.told for one in found]
    assert due.intersection(lines), (due, lines)


@pytest.mark.parametrize("format", FORMATS)
def test_finds_nothing_in_what_was_written(format):
    assert () == verification.differences(written(format), format, entries())


@pytest.mark.parametrize("format", FORMATS)
def test_an_entry_that_is_lost_or_strange_is_told(format):
    made = entries()
    fewer, more = writers.write(made[1:], format).text, writers.write(made, format).text
    (lost,) = verification.differences(fewer, format, made)
    assert (made[0].key, "", PREPRINT.title.split()[0]) == (lost.key, lost.found, lost.expected.split()[0])
    (strange,) = verification.differences(more, format, made[1:])
    assert (made[0].key, "") == (strange.key, strange.expected)


WISHES = (
    {"fields": frozenset(("title", "author", "date"))},
    {"abstract": False},
    {"max_authors": 1},
    {"dated": "updated"},
    {"dated": "published"},
    {"case": "sentence"},
    {"keywords": True},
)


@pytest.mark.parametrize("format", FORMATS)
@pytest.mark.parametrize("wishes", WISHES, ids=lambda wishes: next(iter(wishes)))
def test_what_was_wished_is_no_difference(format, wishes):
    options = Options(**wishes)
    assert () == verification.differences(written(format, options), format, entries(), options)


@pytest.mark.parametrize("format", FORMATS)
def test_a_wish_not_fulfilled_is_told(format):
    assert verification.differences(written(format), format, entries(), Options(max_authors=1))
    hidden = Options(fields=frozenset(("title", "author", "date")))
    assert verification.differences(written(format, hidden), format, entries())


def test_check_names_the_first_difference_and_how_many_more():
    text = written("bibtex").replace("{76}", "{67}").replace("{97--105}", "{99--105}")
    with pytest.raises(OutputError, match=r"volume: says “67”, the record has “76” \(and 1 more\)") as raised:
        verification.check([text], "bibtex", entries(), writers.USUAL, "refs.bib")
    assert "refs.bib" == raised.value.file
    verification.check(
        writers.stream(entries(), "bibtex", []), "bibtex", entries(), writers.USUAL, "refs.bib"
    )


def test_a_format_that_nobody_reads_back_is_refused():
    with pytest.raises(UsageError, match="html cannot be read back"):
        verification.checked("html")


def test_of_an_unknown_export_any_of_the_papers_dates_will_do():
    form = verification.form("biblatex")
    for date, wrong in (("2016-09-12", 0), ("2017-01-03", 0), ("2016", 0), ("2018", 1)):
        text = written("biblatex").replace("2016-09-12", date)
        item = form.read(text).items[0]
        assert wrong == len(verification.loosely(item, PREPRINT, form, frozenset(), "arXiv"))


def test_of_an_unknown_export_what_no_entry_shows_was_not_wished():
    form = verification.form("bibtex")
    items = form.read(written("bibtex", Options(fields=frozenset(("title", "author", "doi"))))).items
    unshown = verification.unshown(items, form)
    assert {"date", "container", "volume", "abstract"} <= unshown
    assert () == verification.loosely(items[1], ARTICLE, form, unshown, "arXiv")
    assert verification.loosely(items[1], ARTICLE, form, frozenset(), "arXiv")
