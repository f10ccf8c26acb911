"""MEDLINE, PubMed's own format (`.nbib`): `PMID- 28538175`, `FAU - Vaswani, Ashish`.

Tags of two to four letters, padded to four, then `- `; long texts go on in lines that begin with six
blanks; a blank line ends a record (https://www.nlm.nih.gov/bsd/mms/medlineelements.html, tags and
their meaning). Titles end in a full stop that is the format's, translated ones stand in brackets.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from bibgen.model import Mention
from bibgen.readers.lines import Lines
from bibgen.readers.records import fields, persons
from bibgen.readers.records.tagged import Format, record
from bibgen.readers.registry import Claim

NAME = "medline"

_TAGGED = re.compile(r"\ufeff?(?P<tag>[A-Z]{2,4})[ \u00a0]{0,2}-(?:[ \u00a0]|$)(?P<text>.*)")
_FORMAT = Format(line=_TAGGED, first="PMID")
_BEGINS = re.compile(r"\ufeff?PMID ?- ?\d{1,9}\s*$")
_LOCATED = re.compile(r"(?P<value>.*?)\s*\[(?P<kind>doi|pii|bookaccession)\]", re.I)

# Tag -> the name of the field, one that `fields` knows.
_FIELDS = {
    "PMID": "pmid", "BTI": "book title", "AB": "abstract", "DP": "date", "JT": "journal",
    "TA": "journal abbreviation", "VI": "volume", "IP": "issue", "PG": "page", "LA": "language",
    "PB": "publisher", "PL": "place", "IS": "ISSN", "ISBN": "ISBN", "OT": "keyword", "PMC": "PMCID",
    "FED": "editor", "CTI": "series", "TT": "original-title",
}  # fmt: skip
_PEOPLE = ("FAU", "AU", "CN")


def claim(lines: Lines) -> Claim | None:
    """The record that begins at the next line."""
    line = lines[0]
    if line is None or "PMID" not in line.text[:5] or not _BEGINS.match(line.text):
        return None
    found = record(lines, _FORMAT)
    if found is None or len(found[0]) < 2:  # a number alone is a list of numbers, not a record
        return None
    told, last = found
    authors, et_al = persons.people(_authors(told))
    made = fields.told(_pairs(told), authors, et_al=et_al)
    raw, span = lines.raw(0, last), lines.span(0, last)
    return Claim(items=(Mention(raw=raw, span=span, reader=NAME, **made),), lines=last + 1)


def _authors(told: list[tuple[str, str]]) -> list[str]:
    """Full names where there are any, for the short ones (`AU`) only say the same again."""
    full = any(tag == "FAU" for tag, _ in told)
    return [text for tag, text in told if tag in ("FAU" if full else "AU", "CN")]


def _pairs(told: list[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    for tag, text in told:
        located = _LOCATED.fullmatch(text) if tag in ("AID", "LID") else None
        if located:
            yield located["kind"].lower(), located["value"]
        elif tag == "TI":
            yield "title", _title(text)
        elif tag not in _PEOPLE:
            yield _FIELDS.get(tag, tag), text


def _title(text: str) -> str:
    whole = re.fullmatch(r"\[(.*?)\.?\]\.?", text)
    text = whole[1] if whole else text
    return text[:-1] if text.endswith(".") and not text.endswith("..") else text
