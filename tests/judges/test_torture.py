"""The records that break exporters, exported with the usual options and read by every judge.

No file can satisfy all: where one consumer wants a spelling that another misreads, or has no glyph or no field
for something, a record stays wrong there. `CONFLICTS` names each of these with its reason; a record that is
wrong and not listed fails the test, and so does one that is listed and right.
"""

from __future__ import annotations

import pytest

from tests.judges import trial, truth
from tests.judges.consumers import JUDGES, named
from tests.judges.programs import REQUIRED

pytestmark = pytest.mark.judge

# Judge and format -> how many of the 56 must be right at least.
BARS = {
    ("bibtex", "bibtex"): 53,
    ("biber", "biblatex"): 54,
    ("pandoc", "bibtex"): 52,
    ("pandoc", "biblatex"): 52,
    ("pandoc", "csl-json"): 55,
    ("citation-js", "bibtex"): 52,
    ("citation-js", "csl-json"): 56,
    ("citation-js", "ris"): 56,
    ("bibtexparser", "bibtex"): 53,
    ("bibtexparser", "biblatex"): 52,
    ("rispy", "ris"): 56,
    ("csl-schema", "csl-json"): 56,
}
_NO_GLYPHS = "the fonts of pdflatex have no {}; lualatex and xelatex print them"
_OTHERS = "takes the `others` of a list that is cut for a person; BibTeX has no other way to say so"
_QUOTES = "prints single quotes as double ones, as citation styles want those that stand in no others"
_ROOTS = "puts what stands under a root into parentheses, which are not there"
# Judge, format and record -> why it cannot be right there as well.
CONFLICTS = {
    ("bibtex", "bibtex", "k023"): _NO_GLYPHS.format("Han and no Hangul"),
    ("bibtex", "bibtex", "k053"): _NO_GLYPHS.format("emoji"),
    ("biber", "biblatex", "k023"): _NO_GLYPHS.format("Han and no Hangul"),
    ("biber", "biblatex", "k053"): _NO_GLYPHS.format("emoji"),
    ("pandoc", "bibtex", "k012"): _OTHERS,
    ("pandoc", "biblatex", "k012"): _OTHERS,
    ("citation-js", "bibtex", "k010"): "has the sign for a lowered p where an s is lowered in a formula",
    ("citation-js", "bibtex", "k012"): _OTHERS,
    **{("pandoc", format, "k037"): _QUOTES for format in ("bibtex", "biblatex", "csl-json")},
    **{("bibtexparser", f, key): _ROOTS for f in ("bibtex", "biblatex") for key in ("k018", "k035")},
    ("bibtexparser", "bibtex", "k012"): _OTHERS,
    ("bibtexparser", "biblatex", "k012"): _OTHERS,
    ("bibtexparser", "biblatex", "k032"): "has a line over a letter for the bar that biber and pdflatex need",
}
PAIRS = [(judge.name, format) for judge in JUDGES for format in judge.formats]
RECORDS = truth.load()


@pytest.fixture(scope="module")
def exported():
    return trial.exported(RECORDS)


@pytest.fixture(scope="module")
def ask(exported, tmp_path_factory):
    """Asks a judge, once for all tests; skips where it is missing, unless none may be."""
    verdicts = {}

    def asked(name, format):
        judge = named(name)
        if missing := judge.missing():
            told = f"the judge {name} lacks {', '.join(missing)}"
            pytest.fail(told) if REQUIRED else pytest.skip(told)
        if (name, format) not in verdicts:
            made, keys = exported
            folder = tmp_path_factory.mktemp("judged")
            verdicts[name, format] = trial.judged(judge, made.text(format), format, RECORDS, keys, folder)
        return verdicts[name, format]

    return asked


def listed(name, format):
    return {key for judge, kind, key in CONFLICTS if (judge, kind) == (name, format)}


@pytest.mark.parametrize(("name", "format"), PAIRS)
def test_no_record_is_lost_and_none_spoils_the_file(ask, name, format):
    verdict = ask(name, format)
    assert () == verdict.errors
    assert len(RECORDS) == verdict.out
    assert [] == [key for key, faults in verdict.faults.items() if "missing" in faults]


@pytest.mark.parametrize(("name", "format"), BARS)
def test_only_what_is_listed_is_wrong(ask, name, format):
    known = listed(name, format)
    unlisted = {key: faults for key, faults in ask(name, format).faults.items() if key not in known}
    assert {} == unlisted


@pytest.mark.parametrize(("name", "format"), BARS)
def test_what_is_listed_is_wrong_indeed(ask, name, format):
    assert set() == listed(name, format) - set(ask(name, format).faults)


@pytest.mark.parametrize(("name", "format"), BARS)
def test_enough_is_right(ask, name, format):
    assert BARS[name, format] <= ask(name, format).right


def test_the_list_names_only_records_and_judges_that_there_are():
    keys = {one.key for one in RECORDS}
    assert all((judge, format) in BARS and key in keys for judge, format, key in CONFLICTS)
