"""RIS: one value a line, CRLF at each line's end, `ER` behind each record.

RIS knows no preprint. `MANSCPT` with `M3  - Preprint` is what Zotero reads as an unpublished
manuscript of that kind and citation-js as a manuscript, where `GEN` and `UNPB` become journal
articles. The arXiv identifier stands in `AN` beside `DB  - arXiv`, or in a note for an article in a
journal. The format's own description (Research Information Systems, 2001) wants a blank behind the
dash of `ER`, and its readers want it too.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from bibgen import latex
from bibgen.model import Entry, Name, Notice, PartialDate, Record


def write(entries: Iterable[Entry], notices: list[Notice]) -> Iterator[str]:
    """The records, one a piece."""
    for entry in entries:
        lines = "".join(f"{tag}  - {_line(value)}\r\n" for tag, value in _tags(entry) if value)
        yield f"{lines}ER  - \r\n\r\n"


def _line(value: str) -> str:
    """A value on one line, without TeX."""
    return " ".join(latex.to_plain(value).split())


def _tags(entry: Entry) -> Iterator[tuple[str, str | None]]:
    record = entry.record
    published = record.type == "article-journal"
    yield "TY", "JOUR" if published else "MANSCPT"
    yield "ID", entry.key
    yield "TI", record.title
    for name in record.authors:
        yield "AU", _name(name)
    if record.et_al:
        yield "AU", "et al."
    if record.issued:
        yield "PY", f"{record.issued.year:04}"
        yield "DA", _date(record.issued)
    if published:
        yield from _journal(record)
    elif record.type == "article":
        yield "M3", "Preprint"
        yield "PB", "arXiv"
    else:
        yield "T2", record.container_title
    yield from _identifiers(record)
    yield "N1", record.note
    yield "AB", record.abstract


def _journal(record: Record) -> Iterator[tuple[str, str | None]]:
    first, _, last = (record.page or record.number or "").partition("-")
    yield "T2", record.container_title
    yield "VL", record.volume
    yield "IS", record.issue
    yield "SP", first
    yield "EP", last


def _identifiers(record: Record) -> Iterator[tuple[str, str | None]]:
    arxiv, doi, url = record.arxiv_id, record.identifier("doi"), record.identifier("url")
    if arxiv and record.type == "article-journal":
        category = f" [{record.categories[0]}]" if record.categories else ""
        yield "N1", f"arXiv:{arxiv}{category}"
    elif arxiv:
        yield "DB", "arXiv"
        yield "AN", f"arXiv:{arxiv}"
    if doi:
        yield "DO", doi.typed or doi.value
    elif arxiv and record.type == "article":
        yield "DO", f"10.48550/arXiv.{arxiv}"
    if arxiv and record.type != "article-journal":
        yield "UR", f"https://arxiv.org/abs/{arxiv}"
    elif url:
        yield "UR", url.value


def _date(when: PartialDate) -> str:
    """`YYYY/MM/DD/`, unknown parts left empty, as the format wants."""
    month = f"{when.month:02}" if when.month else ""
    day = f"{when.day:02}" if when.day else ""
    return f"{when.year:04}/{month}/{day}/"


def _name(name: Name) -> str:
    if name.literal:
        return name.literal
    family = f"{name.particle} {name.family}".strip()
    # An asterisk would end the value for old readers.
    parts = (re.sub(r"\*", "", part) for part in (family, name.given, name.suffix) if part)
    return ", ".join(parts)
