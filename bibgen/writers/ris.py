"""RIS: one value a line, CRLF at each line's end, `ER` behind each record.

RIS knows no preprint. `MANSCPT` with `M3  - Preprint` is what Zotero reads as an unpublished manuscript of
that kind and citation-js as a manuscript, where `GEN` and `UNPB` become journal articles. EndNote, Mendeley
and JabRef know `UNPB` as unpublished work, so they get that. The arXiv identifier stands in `AN` beside
`DB  - arXiv`, or in a note for an article in a journal. The title of proceedings stands in `T2`, where
most look, and in `C3`, where Zotero does. The number of an article that has pages too is EndNote's `C7`. The
format's own description (Research Information Systems, 2001) wants a blank behind the dash of `ER`,
and its readers want it too.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from bibgen import latex
from bibgen.model import CslType, Entry, Name, Notice, PartialDate, Record
from bibgen.writers import styles, whereabouts
from bibgen.writers.options import Options, Target

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
_TARGETS: dict[Target | None, dict[CslType, str]] = {
    "endnote": {"article": "UNPB", "document": "UNPB"},
    "mendeley": {"article": "UNPB", "document": "UNPB"},
    "jabref": {"article": "UNPB", "document": "UNPB"},
}
_KINDS: dict[CslType, str] = {"article": "Preprint", "thesis": "Dissertation", "report": "Report"}


def write(entries: Iterable[Entry], options: Options, notices: list[Notice]) -> Iterator[str]:
    """The records, one a piece."""
    for entry in entries:
        lines = "".join(f"{tag}  - {_line(value)}\r\n" for tag, value in _tags(entry, options) if value)
        yield f"{lines}ER  - \r\n\r\n"


def _line(value: str) -> str:
    """A value on one line, without TeX."""
    return " ".join(latex.to_plain(value).split())


def _tags(entry: Entry, options: Options) -> Iterator[tuple[str, str | None]]:
    record = entry.record
    yield "TY", _TARGETS.get(options.target, _TYPES).get(record.type, _TYPES[record.type])
    yield "ID", entry.key
    yield "TI", record.title
    for name in record.authors:
        yield "AU", _name(name)
    if record.et_al:
        yield "AU", "et al."
    if record.issued:
        yield "PY", f"{record.issued.year:04}"
        yield "DA", _date(record.issued)
    yield from _container(entry, options)
    yield from _identifiers(entry, options)
    yield "N1", record.note
    for category in record.categories if options.shows("keywords") else ():
        yield "KW", category
    yield "AB", record.abstract if options.shows("abstract") else None


def _container(entry: Entry, options: Options) -> Iterator[tuple[str, str | None]]:
    """What a work stands in, where in it, and who published it."""
    record = entry.record
    article_number = None if record.type == "report" else record.number
    first, _, last = (record.page or article_number or "").partition("-")
    yield "M3", record.genre or _KINDS.get(record.type)
    yield "T2", record.container_title
    yield "C3", record.container_title if record.type == "paper-conference" else None
    yield "T3", record.collection_title
    yield "VL", record.volume
    yield "IS", record.issue
    yield "SP", first
    yield "EP", last
    yield "C7", article_number if record.page else None
    yield "PB", _publisher(record, options)
    if record.type == "report":
        yield "SN", record.number
    elif record.type == "book":
        yield "SN", whereabouts.isbn(entry, options)


def _publisher(record: Record, options: Options) -> str | None:
    if record.arxiv_id and record.type == "article":
        return "arXiv" if options.shows("publisher") else None
    return record.publisher


def _identifiers(entry: Entry, options: Options) -> Iterator[tuple[str, str | None]]:
    record = entry.record
    if record.arxiv_id and options.shows("eprint"):
        if record.type in whereabouts.UNPUBLISHED:
            yield "DB", "arXiv"
            yield "AN", f"arXiv:{record.eprint}"
        else:
            yield "N1", styles.cited(record)
    yield "DO", whereabouts.doi(entry, options)
    yield "UR", whereabouts.url(entry, options)


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
