"""BibTeX and BibLaTeX: one writer, two dialects, nine tenths alike.

BibTeX entries are made to be right in LaTeX and in Zotero at once. Zotero reads an `eprint` only
beside `eprinttype`, the LaTeX styles that know arXiv read `archivePrefix` and `primaryClass`
(https://info.arxiv.org/help/hypertex/bibstyles), so both stand there; DOI, URL and eprint are bare and
never escaped. BibLaTeX has fields of its own for all that (biblatex manual, section 3.14.7), and
`@online` with `pubstate` for a preprint. A paper that has appeared keeps its eprint beside the
journal's data and loses the arXiv URL. What Crossref alone knows is an entry of its own type; it says
"dissertation" and "report" and no more, so neither a PhD nor a technical report is claimed.

All authors are written. A group stands in double braces, or BibTeX would take it for a person.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from bibgen import latex
from bibgen.capitals import to_bibtex_title
from bibgen.model import CslType, Entry, Name, Notice, PartialDate, Record
from bibgen.names import display
from bibgen.writers.options import Options

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_COLUMN = len("archivePrefix")
_SPLITS_NAMES = re.compile(r",|\band\b", re.I)


# Type -> that of the entry in BibTeX and in BibLaTeX.
_TYPES: dict[CslType, tuple[str, str]] = {
    "article": ("misc", "online"),
    "article-journal": ("article", "article"),
    "paper-conference": ("inproceedings", "inproceedings"),
    "chapter": ("incollection", "incollection"),
    "book": ("book", "book"),
    "thesis": ("phdthesis", "thesis"),
    "report": ("techreport", "report"),
    "dataset": ("misc", "dataset"),
    "document": ("misc", "misc"),
}
_KINDS: dict[CslType, str] = {"thesis": "Dissertation", "report": "Report"}  # printed by both dialects
# Type -> what stands in its entry: field of the record, its names in BibTeX and BibLaTeX.
_BOOK = (
    ("container_title", "booktitle", "booktitle"),
    ("collection_title", "series", "series"),
    ("volume", "volume", "volume"),
    ("page", "pages", "pages"),
    ("number", "eid", "eid"),
    ("publisher", "publisher", "publisher"),
)
_LOOSE = (("container_title", "howpublished", "howpublished"), ("publisher", "howpublished", "organization"))
_FIELDS: dict[CslType, tuple[tuple[str, str, str], ...]] = {
    "article": _LOOSE,
    "article-journal": (
        ("container_title", "journal", "journaltitle"),
        ("volume", "volume", "volume"),
        ("issue", "number", "number"),
        ("page", "pages", "pages"),
        ("number", "eid", "eid"),
    ),
    "paper-conference": _BOOK,
    "chapter": _BOOK,
    "book": _BOOK[1:],
    "thesis": (("publisher", "school", "institution"),),
    "report": (("number", "number", "number"), ("publisher", "institution", "institution")),
    "dataset": (_LOOSE[0], ("publisher", "howpublished", "publisher")),
    "document": _LOOSE,
}
_UNPUBLISHED = ("article", "dataset", "document")  # there the arXiv page is where to read it


@dataclass(frozen=True, slots=True, kw_only=True)
class _Dialect:
    column: int  # of the tables above
    modern: bool  # BibLaTeX: whole dates, eprint class and type, publication state, UTF-8 throughout


_BIBTEX = _Dialect(column=0, modern=False)
_BIBLATEX = _Dialect(column=1, modern=True)


def write_bibtex(entries: Iterable[Entry], options: Options, notices: list[Notice]) -> Iterator[str]:
    """BibTeX, one entry a piece."""
    return _write(entries, _BIBTEX, notices)


def write_biblatex(entries: Iterable[Entry], options: Options, notices: list[Notice]) -> Iterator[str]:
    """BibLaTeX, one entry a piece."""
    return _write(entries, _BIBLATEX, notices)


def _write(entries: Iterable[Entry], dialect: _Dialect, notices: list[Notice]) -> Iterator[str]:
    gap = ""
    for entry in entries:
        yield gap + entry_text(entry, dialect)
        gap = "\n"
        odd = latex.unprintable((entry.record.title or "") + "".join(map(display, entry.record.authors)))
        if odd:
            text = f"{entry.key}: pdflatex cannot print {odd}; lualatex and xelatex can"
            notices.append(Notice(code="not-for-pdflatex", text=text))


def entry_text(entry: Entry, dialect: _Dialect = _BIBTEX) -> str:
    """One entry, with a newline at its end."""
    record = entry.record
    fields = [*_what(record, dialect), *_when(record, dialect), *_where(record, dialect), *_more(record)]
    body = "".join(f"  {name:<{_COLUMN}} = {value},\n" for name, value in fields)
    return f"@{_TYPES[record.type][dialect.column]}{{{entry.key},\n{body}}}\n"


def _what(record: Record, dialect: _Dialect) -> Iterator[tuple[str, str]]:
    if record.title:
        yield "title", f"{{{to_bibtex_title(record.title)}}}"
    if record.authors:
        listed = " and ".join(_name(name, dialect) for name in record.authors)
        yield "author", f"{{{listed}{' and others' if record.et_al else ''}}}"


def _when(record: Record, dialect: _Dialect) -> Iterator[tuple[str, str]]:
    if record.issued is None:
        return
    if dialect.modern:
        yield "date", f"{{{_iso(record.issued)}}}"
        return
    yield "year", f"{{{record.issued.year}}}"
    if record.issued.month:
        yield "month", _MONTHS[record.issued.month - 1]


def _iso(when: PartialDate) -> str:
    parts = [f"{when.year:04}"] + [f"{part:02}" for part in (when.month, when.day) if part]
    return "-".join(parts)


def _where(record: Record, dialect: _Dialect) -> Iterator[tuple[str, str]]:
    yield from _container(record, dialect)
    arxiv, doi, url = record.arxiv_id, record.identifier("doi"), record.identifier("url")
    if arxiv:
        yield "eprint", f"{{{record.eprint}}}"
        if not dialect.modern:
            yield "archivePrefix", "{arXiv}"
        yield "eprinttype", "{arxiv}"
        if record.categories:
            yield "eprintclass" if dialect.modern else "primaryClass", f"{{{record.categories[0]}}}"
    if doi:
        yield "doi", f"{{{doi.typed or doi.value}}}"
    elif arxiv and record.type != "document":
        yield "doi", f"{{10.48550/arXiv.{arxiv}}}"
    if arxiv and record.type in _UNPUBLISHED and not dialect.modern:
        yield "url", f"{{https://arxiv.org/abs/{record.eprint}}}"
    elif url and not arxiv:
        yield "url", f"{{{url.value}}}"
    if dialect.modern and record.type == "article":
        yield "pubstate", "{prepublished}"


def _container(record: Record, dialect: _Dialect) -> Iterator[tuple[str, str]]:
    """What a work stands in and who published it; of two that share a field the first counts."""
    held: dict[str, str] = {}
    if record.type in _KINDS:
        held["type"] = _KINDS[record.type]
    for field, *names in _FIELDS[record.type]:
        value = getattr(record, field)
        if value:
            held.setdefault(names[dialect.column], value.replace("-", "--") if field == "page" else value)
    isbn = record.identifier("isbn")
    if isbn and record.type == "book":
        held["isbn"] = isbn.value
    for name, value in held.items():
        yield name, f"{{{latex.to_bibtex(value)}}}"


def _more(record: Record) -> Iterator[tuple[str, str]]:
    if record.note:
        yield "note", f"{{{latex.to_bibtex(record.note)}}}"
    if record.abstract:
        yield "abstract", f"{{{latex.to_bibtex(record.abstract)}}}"


def _name(name: Name, dialect: _Dialect) -> str:
    """A name as `von Last, Jr, First`; what BibTeX would split in the wrong place in braces."""
    if name.literal:
        return f"{{{latex.to_bibtex(name.literal)}}}"
    family, suffix, given = (_part(part, dialect) for part in (name.family, name.suffix, name.given))
    whole = " ".join(part for part in (latex.to_bibtex(name.particle), family) if part)
    return ", ".join(part for part in (whole, suffix, given) if part)


def _part(part: str, dialect: _Dialect) -> str:
    written = latex.to_bibtex(part) if dialect.modern else latex.name_to_bibtex(part)
    return f"{{{written}}}" if _SPLITS_NAMES.search(part) else written
