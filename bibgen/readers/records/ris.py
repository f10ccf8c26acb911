"""RIS: records from `TY  - ` to `ER  - `, as reference managers and publishers export them.

Tags are those of the format's own description (Research Information Systems, 2001) and of what
programs made of it (https://en.wikipedia.org/wiki/RIS_(file_format)): one thing has up to five tags,
and one tag means different things by the type of the record. The two blanks before the hyphen may
be lost, and `ER` with them; a record then ends where the next begins.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from bibgen.model import Leftover, Mention
from bibgen.readers.lines import Lines
from bibgen.readers.records import fields, persons
from bibgen.readers.records.tagged import Format, record
from bibgen.readers.registry import Claim

NAME = "ris"

_TEXT = r"(?:[ \t\u00a0]|$)(?P<text>.*)"
_LEAD = r"[\ufeff\s]{0,4}"
_DASH = r"[ \t\u00a0]{0,4}[-–]"
_STRICT = re.compile(rf"{_LEAD}(?P<tag>[A-Z][A-Z0-9](?=[ \t\u00a0]{{2}}-)|TY|ER){_DASH}{_TEXT}")
_LAX = re.compile(rf"{_LEAD}(?P<tag>[A-Z][A-Z0-9]){_DASH}{_TEXT}")
_SPACED = re.compile(rf"{_LEAD}TY[ \t\u00a0]{{2}}-")
_TYPE = re.compile(r"[A-Z]{3,7}\d?")

# Tag -> the name of the field, one that `fields` knows; where several tags name one, the surest first.
_FIELDS = {
    "TI": "title", "T1": "article title", "CT": "document title", "AB": "abstract", "N2": "summary",
    "T2": "container-title", "JF": "journal full", "JO": "journal", "JA": "journal abbreviation",
    "J1": "journal abbrev", "J2": "short journal", "T3": "series", "PY": "year", "Y1": "date",
    "DA": "date", "DO": "doi", "UR": "url", "L1": "urls", "L2": "links", "L3": "links", "L4": "links",
    "LK": "link", "VL": "volume", "IS": "issue", "CP": "issue", "SP": "start page", "EP": "end page",
    "C7": "article number", "M1": "number", "M3": "genre", "AN": "accession number", "DB": "archive",
    "KW": "keyword", "N1": "note", "RN": "note", "ID": "citation-key", "PB": "publisher", "CY": "place",
    "PP": "place", "LA": "language", "ET": "edition", "Y2": "accessed", "SE": "section",
    "ST": "title-short", "TY": "type", "C2": "PMCID",
}  # fmt: skip
_PEOPLE = ("AU", "A1")
_EDITORS = ("A2", "A3", "ED")
# Types of RIS by the names that CSL has for them.
_TYPES = {
    "JOUR": "article-journal", "EJOUR": "article-journal", "MGZN": "article-magazine",
    "NEWS": "article-newspaper", "CONF": "paper-conference", "CPAPER": "paper-conference", "BOOK": "book",
    "EBOOK": "book", "CHAP": "chapter", "ECHAP": "chapter", "THES": "thesis", "RPRT": "report",
    "UNPB": "manuscript", "MANSCPT": "manuscript", "ELEC": "webpage", "PAT": "patent", "COMP": "software",
    "DATA": "dataset", "GEN": "document",
}  # fmt: skip


def claim(lines: Lines) -> Claim | None:
    """The record that begins at the next line."""
    line = lines[0]
    if line is None or "TY" not in line.text[:8]:
        return None
    style = _STRICT if _SPACED.match(line.text) else _LAX
    found = record(lines, Format(line=style, first="TY", last="ER"))
    if found is None or not _TYPE.fullmatch(found[0][0][1]):
        return None
    told, last = found
    return Claim(items=(_item(lines, told, last),), lines=last + 1)


def _item(lines: Lines, told: list[tuple[str, str]], last: int) -> Mention | Leftover:
    authors, et_al = persons.people(text for tag, text in told if tag in _PEOPLE)
    made = fields.told(_pairs(told), authors, et_al=et_al)
    raw, span = lines.raw(0, last), lines.span(0, last)
    if any(made.get(field) for field in ("title", "authors", "identifiers")):
        return Mention(raw=raw, span=span, reader=NAME, **made)
    return Leftover(text=raw, span=span, reason="a record of RIS without title, author or identifier")


def _pairs(told: list[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    kind = told[0][1]
    titled = any(tag in ("TI", "T1", "CT") for tag, _ in told)
    for tag, text in told:
        if tag == "TY":
            yield "type", _TYPES.get(text, text)
        elif tag == "BT":
            yield ("book title", text) if titled or kind not in ("BOOK", "EBOOK") else ("title", text)
        elif tag == "SN":
            yield ("ISBN" if len(re.sub(r"[^\dXx]", "", text)) >= 10 else "ISSN"), text
        elif tag in _EDITORS:
            yield "editor", text
        elif tag == "PY" and not text.isdigit():
            yield "date", text
        elif tag not in (*_PEOPLE, "ER"):
            yield _FIELDS.get(tag, tag), text
