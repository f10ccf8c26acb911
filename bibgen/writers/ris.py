"""RIS: one value a line, CRLF at each line's end, `ER` behind each record.

RIS knows no preprint. `MANSCPT` with `M3  - Preprint` is what Zotero reads as an unpublished
manuscript of that kind and citation-js as a manuscript, where `GEN` and `UNPB` become journal
articles. The arXiv identifier stands in `AN` beside `DB  - arXiv`, or in a note for an article in a
journal. The title of proceedings stands in `T2`, where most look, and in `C3`, where Zotero does. The
format's own description (Research Information Systems, 2001) wants a blank behind the dash of `ER`,
and its readers want it too.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from bibgen import latex
from bibgen.model import CslType, Entry, Name, Notice, PartialDate, Record
from bibgen.writers.options import Options

_TYPES: dict[CslType, str] = {
    "article": "MANSCPT",
    "article-journal": "JOUR",
    "paper-conference": "CONF",
    "chapter": "CHAP",
    "book": "BOOK",
    "thesis": "THES",
    "report": "RPRT",
    "dataset": "DATA",
    "document": "MANSCPT",
}
_KINDS: dict[CslType, str] = {"article": "Preprint", "thesis": "Dissertation", "report": "Report"}
_UNPUBLISHED = ("article", "dataset", "document")  # there arXiv is the database to find it in


def write(entries: Iterable[Entry], options: Options, notices: list[Notice]) -> Iterator[str]:
    """The records, one a piece."""
    for entry in entries:
        lines = "".join(f"{tag}  - {_line(value)}\r\n" for tag, value in _tags(entry) if value)
        yield f"{lines}ER  - \r\n\r\n"


def _line(value: str) -> str:
    """A value on one line, without TeX."""
    return " ".join(latex.to_plain(value).split())


def _tags(entry: Entry) -> Iterator[tuple[str, str | None]]:
    record = entry.record
    yield "TY", _TYPES[record.type]
    yield "ID", entry.key
    yield "TI", record.title
    for name in record.authors:
        yield "AU", _name(name)
    if record.et_al:
        yield "AU", "et al."
    if record.issued:
        yield "PY", f"{record.issued.year:04}"
        yield "DA", _date(record.issued)
    yield from _container(record)
    yield from _identifiers(record)
    yield "N1", record.note
    yield "AB", record.abstract


def _container(record: Record) -> Iterator[tuple[str, str | None]]:
    """What a work stands in, where in it, and who published it."""
    article_number = None if record.type == "report" else record.number
    first, _, last = (record.page or article_number or "").partition("-")
    isbn = record.identifier("isbn")
    yield "M3", _KINDS.get(record.type)
    yield "T2", record.container_title
    yield "C3", record.container_title if record.type == "paper-conference" else None
    yield "T3", record.collection_title
    yield "VL", record.volume
    yield "IS", record.issue
    yield "SP", first
    yield "EP", last
    yield "PB", "arXiv" if record.arxiv_id and record.type == "article" else record.publisher
    if record.type == "report":
        yield "SN", record.number
    elif record.type == "book" and isbn:
        yield "SN", isbn.value


def _identifiers(record: Record) -> Iterator[tuple[str, str | None]]:
    arxiv, doi, url = record.arxiv_id, record.identifier("doi"), record.identifier("url")
    if arxiv and record.type not in _UNPUBLISHED:
        category = f" [{record.categories[0]}]" if record.categories else ""
        yield "N1", f"arXiv:{record.eprint}{category}"
    elif arxiv:
        yield "DB", "arXiv"
        yield "AN", f"arXiv:{record.eprint}"
    if doi:
        yield "DO", doi.typed or doi.value
    elif arxiv and record.type == "article":
        yield "DO", f"10.48550/arXiv.{arxiv}"
    if arxiv and record.type in _UNPUBLISHED:
        yield "UR", f"https://arxiv.org/abs/{record.eprint}"
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
