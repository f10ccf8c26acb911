"""Which entry type a record gets in a .bib, and which fields it has there: tables for BibTeX and BibLaTeX.

Fields and types are those of btxdoc (section 3) and of the biblatex manual (section 2). A preprint is `@misc`
or `@online`, unless a program is named that makes more of another type, or a type is asked for: Zotero makes
a manuscript of `@unpublished` but a document of `@misc`, and drops entries of a type that it does not know,
such as `@dataset`; pandoc makes nothing of `@misc` and a web page of `@online`.

What a type must have, or BibTeX and biber warn, is not always known. A thesis or report of nobody's is
`@misc` with what it is in words. BibLaTeX wants an editor for `@incollection`, who is never known, and none
for `@inbook`, which is printed alike.

Crossref says "dissertation" and "report" and no more, so neither a PhD nor a technical report is claimed.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from bibgen.model import CslType, Record
from bibgen.writers.options import Kind, Target


@dataclass(frozen=True, slots=True, kw_only=True)
class Dialect:
    """BibTeX or BibLaTeX."""

    column: int  # of the tables below
    modern: bool  # BibLaTeX: whole dates, eprint class and type, publication state, UTF-8 throughout


BIBTEX = Dialect(column=0, modern=False)
BIBLATEX = Dialect(column=1, modern=True)

# Type -> that of the entry in BibTeX and in BibLaTeX.
_TYPES: dict[CslType, tuple[str, str]] = {
    "article": ("misc", "online"),
    "article-journal": ("article", "article"),
    "paper-conference": ("inproceedings", "inproceedings"),
    "chapter": ("incollection", "inbook"),
    "book": ("book", "book"),
    "thesis": ("phdthesis", "thesis"),
    "report": ("techreport", "report"),
    "dataset": ("misc", "dataset"),
    "document": ("misc", "misc"),
}
_TARGETS: dict[Target, dict[CslType, tuple[str, str]]] = {
    "zotero": {"article": ("unpublished", "unpublished"), "dataset": ("misc", "misc")},
    "pandoc": {"article": ("online", "online")},
    "mendeley": {"article": ("misc", "misc"), "dataset": ("misc", "misc")},
}
_KINDS: dict[Kind, tuple[str, str]] = {
    "misc": ("misc", "misc"),
    "online": ("online", "online"),
    "article": ("article", "article"),
    "unpublished": ("unpublished", "unpublished"),
    "techreport": ("techreport", "report"),
}
_UNDEMANDING: tuple[Kind, ...] = ("misc", "online")  # the others need a journal, a note or an institution
# Genre of a thesis -> its entry type in BibTeX, and the `type` that this prints if not left to the style;
# the same in BibLaTeX, where `type` is a key that is printed in the document's language, if there is one.
_THESES: dict[str, tuple[tuple[str, str], tuple[str, str]]] = {
    "PhD thesis": (("phdthesis", ""), ("thesis", "phdthesis")),
    "Master's thesis": (("mastersthesis", ""), ("thesis", "mathesis")),
    "Bachelor's thesis": (("mastersthesis", "Bachelor's thesis"), ("thesis", "bathesis")),
    "Habilitation": (("phdthesis", "Habilitation"), ("thesis", "Habilitation")),
    "Technical report": (("techreport", ""), ("report", "techreport")),
}
_UNNAMED: dict[CslType, str] = {"thesis": "Dissertation", "report": "Report"}  # of Crossref's works
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
_PLACES = ("container_title", "collection_title", "volume", "issue", "page", "number")
_PLACELESS: dict[CslType, tuple[str, ...]] = {
    type: tuple(place for place in _PLACES if place not in {row[0] for row in rows})
    for type, rows in _FIELDS.items()
}


def entry_type(record: Record, dialect: Dialect, target: Target | None, kind: Kind | None) -> str:
    """The type of a record's entry; `kind` is about preprints and goes over `target`."""
    if record.type == "article" and kind and (record.arxiv_id or kind in _UNDEMANDING):
        return _KINDS[kind][dialect.column]
    if _is_nobodys(record):
        return "misc"
    if record.type in _UNNAMED and record.genre in _THESES:
        return _THESES[record.genre][dialect.column][0]
    types = _TARGETS.get(target, _TYPES) if target else _TYPES
    return types.get(record.type, _TYPES[record.type])[dialect.column]


def _is_nobodys(record: Record) -> bool:
    return record.type in _UNNAMED and not record.publisher


def where(record: Record, dialect: Dialect, target: Target | None) -> Iterator[tuple[str, str]]:
    """What a work is, what it stands in and who published it: fields and text, a field perhaps twice."""
    if _is_nobodys(record):
        yield "howpublished", " ".join(filter(None, (_degree(record, dialect), record.number)))
        return
    if record.type in _UNNAMED:
        yield "type", _degree(record, dialect)
    elif record.type == "article" and target == "zotero":
        yield "type", "Preprint"
    # Zotero reads an article's number only as its pages; plain, IEEEtran and most others so print it.
    paged = target == "zotero" or not dialect.modern
    for field, *names in _FIELDS[record.type]:
        value = getattr(record, field)
        if value:
            yield _renamed(names[dialect.column], record, paged), value


def _degree(record: Record, dialect: Dialect) -> str:
    """What a thesis or report is, as far as its entry type does not say it."""
    genre = record.genre or _UNNAMED[record.type]
    if _is_nobodys(record) or genre not in _THESES:
        return genre
    return _THESES[genre][dialect.column][1]


def _renamed(name: str, record: Record, paged: bool) -> str:
    return "pages" if name == "eid" and paged and not record.page else name


def without_place(record: Record) -> Iterator[str]:
    """The fields of a record that its entry cannot hold."""
    return (name for name in _PLACELESS[record.type] if getattr(record, name))
