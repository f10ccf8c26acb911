"""Tables of papers: CSV, TSV or semicolons, under a header that names their columns.

Zotero, Scopus, Web of Science, PubMed, IEEE Xplore and Publish or Perish export such tables, and
people make them by hand. The header is what tells: it names a column of titles or identifiers that
`fields` knows, and a line right under it has as many cells. From there each row is a paper, until a
line has another number of cells behind a blank one. Cells are quoted as RFC 4180 says, so that one may
go over several lines; a quotation mark inside an unquoted cell is just a character.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial

from bibgen.model import Leftover, Mention
from bibgen.readers.lines import Lines
from bibgen.readers.records import fields, persons
from bibgen.readers.registry import Claim

NAME = "table"
HEADER = "the header of a table"

_DELIMITERS = "\t,;"
_LONGEST_NAME = 60  # characters of a column's name
_MOST_LINES = 100  # of a row; abstracts in a cell keep their lines
_ROWS_TRIED = 3  # under a header; a comma too many in one row does not unmake a table
_TELLING = ("title", "doi", "arxiv")
# Web of Science names its columns by tags (https://images.webofknowledge.com, "Field Tags").
_TAGS = {
    "AF": "authors", "AU": "author", "TI": "title", "SO": "journal", "PY": "year", "VL": "volume",
    "IS": "issue", "BP": "start page", "EP": "end page", "AR": "article number", "DI": "doi",
    "AB": "abstract", "PM": "pmid", "DE": "keyword", "SN": "issn", "BN": "isbn", "PU": "publisher",
    "LA": "language", "DT": "type", "SE": "series", "JI": "journal abbreviation", "PD": "month",
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Header:
    """What a header says: the names of the columns, the sign between them, its line, and the last row's."""

    names: tuple[str, ...]
    cells: tuple[str, ...]
    delimiter: str
    last: int


def claim(lines: Lines) -> Claim | None:
    """A header at the next line; the rows follow from there."""
    line = lines[0]
    if line is None or not any(sign in line.text for sign in _DELIMITERS):
        return None
    head = _header(lines)
    if head is None:
        return None
    left = Leftover(text=lines.raw(0, 0), span=lines.span(0, 0), reason=HEADER)
    return Claim(items=(left,), lines=1, then=partial(_row, head=head))


def _header(lines: Lines) -> Header | None:
    """The header at the next line, if a row of as many cells stands under it."""
    line = lines[0]
    if line is None:
        return None
    for delimiter in _DELIMITERS:
        cells = _cells(line.text.lstrip("\ufeff"), delimiter) if delimiter in line.text else ()
        names = _columns(cells)
        if names and _rows_follow(lines, len(names), delimiter):
            return Header(names=names, cells=cells, delimiter=delimiter, last=line.number)
    return None


def _rows_follow(lines: Lines, count: int, delimiter: str) -> bool:
    """Whether one of the next rows, the first as a rule, has as many cells."""
    at = 1
    for _ in range(_ROWS_TRIED):
        at = lines.skip_blank(at)
        found = _cut(lines, at, count, delimiter)
        if found is None:
            return False
        cells, last = found
        if len(cells) == count:
            return True
        at = last + 1
    return False


def _columns(cells: Sequence[str]) -> tuple[str, ...]:
    """The names of the columns if these cells are names of columns: short, each its own, two known."""
    names = tuple(cell.strip() for cell in cells)
    filled = [name for name in names if name]
    if (
        len(filled) < 2
        or max(map(len, filled)) > _LONGEST_NAME
        or len({n.lower() for n in filled}) < len(filled)
    ):
        return ()
    if {"TI", "AU"} <= set(names):
        return tuple(_TAGS.get(name, name) for name in names)
    roles = [fields.role(name) for name in filled]
    telling = any(role in _TELLING for role in roles)
    return names if telling and sum(map(bool, roles)) >= 2 and _are_names(filled, roles) else ()


def _are_names(filled: Sequence[str], roles: Sequence[str]) -> bool:
    """Whether cells read like names of columns: no sentence, and a good part of them known."""
    prose = any(len(name.split()) > 7 or re.search(r"[!?]|:\s|\d{4}", name) for name in filled)
    return not prose and sum(map(bool, roles)) >= 0.2 * len(filled)


def _row(lines: Lines, head: Header) -> Claim | None:
    """The row at the next line, or None behind the end of the table."""
    line = lines[0]
    if line is None:
        return None
    count = len(head.names)
    found = _cut(lines, 0, count, head.delimiter)
    if found is None:
        return None
    cells, last = found
    apart = line.number > head.last + 1
    if (apart and (len(cells) != count or _is_prose(cells, head))) or len(cells) < min(2, count):
        return None
    bottom = lines[last]
    following = replace(head, last=bottom.number if bottom else line.number)
    return Claim(items=(_item(lines, last, cells, head),), lines=last + 1, then=partial(_row, head=following))


def _is_prose(cells: Sequence[str], head: Header) -> bool:
    """Whether a blank stands behind every delimiter, as behind the commas of a sentence."""
    return all(cell[:1] == " " for cell in cells[1:]) and not all(cell[:1] == " " for cell in head.cells[1:])


def _item(lines: Lines, last: int, cells: Sequence[str], head: Header) -> Mention | Leftover:
    raw, span = lines.raw(0, last), lines.span(0, last)
    if tuple(cells) == head.cells:
        return Leftover(text=raw, span=span, reason=HEADER)
    if len(cells) > len(head.names):
        reason = f"a row of {len(cells)} cells in a table of {len(head.names)} columns"
        return Leftover(text=raw, span=span, reason=reason)
    pairs = [
        (name or f"column {at}", cell)
        for at, (name, cell) in enumerate(zip(head.names, cells, strict=False), 1)
    ]
    column, (authors, et_al) = _authors(pairs)
    made = fields.told((pair for pair in pairs if pair[0] != column), authors, et_al=et_al)
    if made.get("title") or made.get("identifiers"):
        return Mention(raw=raw, span=span, reader=NAME, **made)
    return Leftover(text=raw, span=span, reason="a row without title or identifier")


def _authors(pairs: Sequence[fields.Pair]) -> tuple[str, persons.People]:
    """The column that gives the authors best, and what it gives; full names come before initials."""
    columns = [pair for pair in pairs if fields.role(pair[0]) == "authors" and pair[1].strip()]
    full = [pair for pair in columns if "full" in pair[0].lower()] or columns
    return (full[0][0], persons.listed(full[0][1])) if full else ("", ((), False))


def _cut(lines: Lines, at: int, count: int, delimiter: str) -> tuple[tuple[str, ...], int] | None:
    """The cells of the row at line `at`, and the line where it ends.

    Lines are joined while a quotation is open, if it closes in time and the cells come out right.
    """
    line = lines[at]
    if line is None:
        return None
    alone = _cells(line.text, delimiter)
    if line.text.count('"') % 2 == 0:
        return alone or tuple(line.text.split(delimiter)), at
    for end, text in _joined(lines, at):
        cells = _cells(text, delimiter)
        if len(cells) == count:
            return cells, end
    return (alone if len(alone) == count else tuple(line.text.split(delimiter))), at


def _joined(lines: Lines, at: int) -> Iterator[tuple[int, str]]:
    """The row with the lines below it, as often as the quotation is closed again."""
    texts: list[str] = []
    quotes = 0
    for ahead in range(at, at + _MOST_LINES):
        line = lines[ahead]
        if line is None:
            return
        texts.append(line.text)
        quotes += line.text.count('"')
        if quotes % 2 == 0:
            yield ahead, "\n".join(texts)


def _cells(text: str, delimiter: str) -> tuple[str, ...]:
    """The cells of a text that is one row; none if it is more rows than one, or not readable."""
    try:
        rows = list(csv.reader(text.splitlines(keepends=True), delimiter=delimiter))
    except csv.Error:  # a cell longer than csv allows
        return ()
    return tuple(rows[0]) if len(rows) == 1 else ()
