"""The traps of RIS: its many tags, lost blanks and ends, and what bibgen writes itself."""

from __future__ import annotations

import json

import pytest

from bibgen import writers
from bibgen.readers import read
from tests.readers.cover import check_cover
from tests.readers.roundtrip import PAPERS, told, wanted
from tests.writers.test_golden import entries


def one(*lines):
    (mention,) = read("\n".join(("TY  - JOUR", *lines, "ER  - "))).mentions
    return mention


@pytest.mark.parametrize("case", PAPERS, ids=lambda case: case.parent.name)
def test_what_bibgen_writes_it_reads(case):
    made = entries(json.loads(case.read_text(encoding="utf-8")))
    mentions = read(writers.write(made, "ris").text).mentions
    assert [wanted(entry.record, plain=True) for entry in made] == [told(mention) for mention in mentions]


@pytest.mark.parametrize("tag", ["TI", "T1", "CT", "BT"])
def test_titles(tag):
    (mention,) = read(f"TY  - BOOK\n{tag}  - A title\nAU  - B, A\nER  - \n").mentions
    assert "A title" == mention.title


@pytest.mark.parametrize(
    ("line", "ids"),
    [
        ("DO  - 10.1000/X", ["10.1000/x"]),
        ("DO  - https://doi.org/10.1000/x", ["10.1000/x"]),
        ("UR  - http://arxiv.org/abs/1706.03762v5", ["1706.03762"]),
        ("L1  - https://arxiv.org/pdf/hep-th/9711200.pdf", ["hep-th/9711200"]),
        ("LK  - https://arxiv.org/abs/1706.03762", ["1706.03762"]),
        ("M1  - arXiv:1706.03762", ["1706.03762"]),
        ("AN  - arXiv:1706.03762", ["1706.03762"]),
        ("C7  - arXiv:1706.03762", ["1706.03762"]),
        ("N1  - arXiv:1706.03762 [cs]", ["1706.03762"]),
        ("JO  - arXiv preprint arXiv:1706.03762", ["1706.03762"]),
        ("N1  - Reply to arXiv:1706.03762", []),
        ("AB  - as in arXiv:1706.03762", []),
    ],
)
def test_identifiers(line, ids):
    assert ids == [found.value for found in one("TI  - T", line).identifiers]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("PY  - 2017", (2017, 0, 0)),
        ("PY  - 2017///", (2017, 0, 0)),
        ("Y1  - 2017/11//", (2017, 11, 0)),
        ("DA  - 2017/11/03/Fall", (2017, 11, 3)),
        ("DA  - 2017-11-03", (2017, 11, 3)),
        ("Y1  - Nov 2017", (2017, 11, 0)),
    ],
)
def test_dates(line, expected):
    when = one("TI  - T", line).issued
    assert when is not None
    assert expected == (when.year, when.month, when.day)


def test_every_other_tag_is_kept():
    said = one("TI  - T", "VL  - 3", "IS  - 4", "SP  - 1", "EP  - 9", "SN  - 1234-5678", "KW  - a", "KW  - b",
               "ID  - key", "A2  - Editor, An", "ZZ  - odd").said  # fmt: skip
    assert dict(said) == {
        "type": "article-journal",
        "volume": "3",
        "issue": "4",
        "page": "1-9",
        "ISSN": "1234-5678",
        "keyword": "a; b",
        "citation-key": "key",
        "editor": "Editor, An",
        "ZZ": "odd",
    }


def test_a_record_may_lack_its_end_and_lines_may_be_indented():
    text = "  TY  - JOUR\n  TI  - One\n  AU  - A, B\n  TY  - JOUR\n  TI  - Two\n\nA line of prose.\n"
    reading = read(text)
    assert ["One", "Two"] == [mention.title for mention in reading.mentions]
    assert ["A line of prose."] == [left.text for left in reading.leftovers]
    check_cover(text)


def test_a_paragraph_of_an_abstract_does_not_end_the_record():
    mention = one("TI  - T", "AB  - First.", "", "Second.", "DO  - 10.1000/x")
    assert "First. Second." == mention.abstract
    assert mention.identifiers


@pytest.mark.parametrize("text", ["TY - no, in Vienna", "TY  - ", "TY: JOUR\nTI: T"])
def test_other_lines_are_no_records(text):
    assert not read(text).mentions
