"""CSV for spreadsheets and data frames: a header, and one row a paper.

Quoting and CRLF are those of RFC 4180. The rest is what Excel, LibreOffice and pandas make of a cell. Without
a byte order mark Excel takes UTF-8 for the computer's old code page, and all three know the mark. A bare
`0704.0890` becomes the number 704.089, so the identifier bears `arXiv:`; `1-12` becomes a day in January,
so a range has the dash that printers use. A cell that begins like a formula would be run as one: an
apostrophe stands before it (https://owasp.org/www-community/attacks/CSV_Injection), unless it is a number.
What could be taken for the end of a cell, a semicolon too, is quoted. No cell holds a line break. Excel
cuts cells longer than it can hold, which is told.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator

from bibgen import latex
from bibgen.model import Entry, Name, Notice, PartialDate, Record
from bibgen.writers import whereabouts
from bibgen.writers.options import Options

_Cell = Callable[[Entry, Options], object]
_LONGEST = 32_767  # characters: https://support.microsoft.com, "Excel specifications and limits"
_FORMULA = re.compile(r"[=+\-@＝＋－＠]")
_NUMBER = re.compile(r"[-+]?\d+(?:[.,]\d+)*")
_QUOTED = re.compile(r"[\",;'|\r\n\t]|^ | $")


def write(entries: Iterable[Entry], options: Options, notices: list[Notice]) -> Iterator[str]:
    """The header, then one row a piece."""
    columns = {name: cell for name, (field, cell) in _COLUMNS.items() if not field or options.shows(field)}
    yield "\ufeff" + _row(columns)
    for entry in entries:
        cells = [_text(cell(entry, options)) for cell in columns.values()]
        yield _row(cells)
        long = [name for name, cell in zip(columns, cells, strict=True) if len(cell) > _LONGEST]
        if long:
            told = f"{entry.key}: Excel would cut {' and '.join(long)} after {_LONGEST} characters"
            notices.append(Notice(code="cell-too-long", text=told))


def _row(cells: Iterable[str]) -> str:
    return ",".join(map(_quoted, cells)) + "\r\n"


def _text(value: object) -> str:
    return "" if value is None else " ".join(latex.to_plain(str(value)).split())


def _quoted(cell: str) -> str:
    if _FORMULA.match(cell) and not _NUMBER.fullmatch(cell):
        cell = f"'{cell}"
    return '"' + cell.replace('"', '""') + '"' if _QUOTED.search(cell) else cell


def _authors(record: Record) -> str:
    return "; ".join([*map(_inverted, record.authors), *["et al."] * record.et_al])


def _inverted(name: Name) -> str:
    """`Family, Given`, as a table can be sorted by it and read back."""
    family = f"{name.particle} {name.family}".strip()
    return name.literal or ", ".join(part for part in (family, name.suffix, name.given) if part)


def _date(when: PartialDate | None) -> str | None:
    if when is None:
        return None
    return "-".join([f"{when.year:04}", *(f"{part:02}" for part in (when.month, when.day) if part)])


def _range(text: str | None) -> str | None:
    return re.sub(r"(?<=\w)-+(?=\w)", "–", text) if text else None


def _version(record: Record) -> int | None:
    found = record.identifier("arxiv")
    return (found.version or record.version) if found else None


# Column -> the wish that hides it (see `options.FIELDS`), and what stands in it.
_COLUMNS: dict[str, tuple[str, _Cell]] = {
    "key": ("", lambda entry, _: entry.key),
    "type": ("", lambda entry, _: entry.record.type),
    "title": ("title", lambda entry, _: entry.record.title),
    "authors": ("author", lambda entry, _: _authors(entry.record)),
    "year": ("date", lambda entry, _: entry.record.issued and entry.record.issued.year),
    "date": ("date", lambda entry, _: _date(entry.record.issued)),
    "journal": ("container", lambda entry, _: entry.record.container_title),
    "series": ("series", lambda entry, _: entry.record.collection_title),
    "volume": ("volume", lambda entry, _: entry.record.volume),
    "issue": ("issue", lambda entry, _: _range(entry.record.issue)),
    "pages": ("page", lambda entry, _: _range(entry.record.page)),
    "article number": ("eid", lambda entry, _: entry.record.number),
    "publisher": ("publisher", lambda entry, _: entry.record.publisher),
    "isbn": ("isbn", whereabouts.isbn),
    "doi": ("doi", whereabouts.doi),
    "arxiv": ("eprint", lambda entry, _: entry.record.arxiv_id and f"arXiv:{entry.record.arxiv_id}"),
    "version": ("eprint", lambda entry, _: _version(entry.record)),
    "categories": ("eprint", lambda entry, _: " ".join(entry.record.categories)),
    "url": ("url", whereabouts.url),
    "abstract": ("abstract", lambda entry, _: entry.record.abstract),
    "note": ("note", lambda entry, _: entry.record.note),
}
