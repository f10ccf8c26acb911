"""Every format against golden cases: papers as arXiv or Crossref serves them, and what comes out."""

from __future__ import annotations

import json

import pytest

from bibgen import identifiers, keys, writers
from bibgen.dates import parse
from bibgen.model import Entry
from bibgen.sources import crossref_works, mapping
from tests.conftest import GOLDEN

CASES = sorted(path.parent for path in (GOLDEN / "writers").rglob("papers.json"))
FILES = {
    "bibtex": "expected.bib",
    "biblatex": "expected-biblatex.bib",
    "csl-json": "expected.json",
    "ris": "expected.ris",
    "endnote-xml": "expected.xml",
    "yaml": "expected.yaml",
    "csv": "expected.csv",
    "bibitem": "expected.bbl",
    "markdown": "expected.md",
    "html": "expected.html",
    "text": "expected.txt",
}


def record(paper):
    if "DOI" in paper:
        return crossref_works.record(paper)
    return mapping.record(
        source="arxiv",
        arxiv=identifiers.parse(paper["id"]),
        title=paper["title"],
        authors=paper["authors"],
        abstract=paper.get("abstract") or "",
        categories=paper.get("categories") or [],
        submitted=parse(paper.get("published") or ""),
        updated=None,
        comment=paper.get("comment"),
        journal_ref=paper.get("journal_ref"),
        dois=[paper.get("doi") or ""],
    )


def entries(papers):
    records = [record(paper) for paper in papers]
    return [Entry(key=key, record=record) for key, record in zip(keys.assign(records), records, strict=True)]


@pytest.mark.parametrize("format", FILES)
@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_writes_as_accepted(case, format, golden):
    made = entries(json.loads(golden.read(case / "papers.json")))
    golden.check(case / FILES[format], writers.write(made, format).text)


def test_every_format_has_five_cases():
    assert len(CASES) >= 5
    assert set(FILES) == set(writers.WRITERS)
