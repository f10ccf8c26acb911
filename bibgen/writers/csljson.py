"""CSL-JSON: one array of items, as citeproc, pandoc and Zotero read it.

Preprints are `article` with `genre`, `publisher` and `number`, which Zotero turns into items of its
type Preprint with repository and archive id, and which the schema allows
(https://github.com/citation-style-language/schema, csl-data.json 1.0.2; its types have no preprint).
`citation-key` carries the key into Zotero, `note` arXiv's identifier, which Zotero and Better BibTeX
read there. Titles and abstracts may hold `<sub>` and `<sup>`, the rich
text of CSL-JSON. One item with a type it does not know makes Zotero refuse the whole file: there is
never one. CSL has no word for a list of authors that is cut, so the last is "et al." as it is printed.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator

from bibgen import latex
from bibgen.model import CslType, Entry, Name, Notice, PartialDate, Record
from bibgen.writers import styles, whereabouts
from bibgen.writers.options import Options

_GENRES: dict[CslType, str] = {"article": "Preprint", "thesis": "Dissertation", "report": "Report"}
_ENCODER = json.JSONEncoder(ensure_ascii=False, indent=2)


def write(entries: Iterable[Entry], options: Options, notices: list[Notice]) -> Iterator[str]:
    """The array, one item a piece."""
    gap = "[\n"
    for entry in entries:
        yield gap + _indented(item(entry, options))
        gap = ",\n"
    yield "[]\n" if gap == "[\n" else "\n]\n"


def _indented(value: dict[str, object]) -> str:
    # No value holds a raw newline, so indenting the lines of the text indents the structure.
    return "  " + _ENCODER.encode(value).replace("\n", "\n  ")


def item(entry: Entry, options: Options) -> dict[str, object]:
    """One item."""
    record = entry.record
    abstract = record.abstract if options.shows("abstract") else None
    made: dict[str, object | None] = {
        "id": entry.key,
        "citation-key": entry.key,
        "type": record.type,
        "title": latex.to_markup(record.title) if record.title else None,
        "author": [_name(name) for name in record.authors] + [{"literal": "et al."}] * record.et_al,
        "issued": _date(record.issued),
        "container-title": record.container_title,
        "collection-title": record.collection_title,
        "volume": record.volume,
        "issue": record.issue,
        "page": _page(record),
        "abstract": latex.to_markup(abstract) if abstract else None,
        "keyword": ", ".join(record.categories) if options.shows("keywords") else None,
        "DOI": whereabouts.doi(entry, options),
        "number": _number(entry, options),
        "URL": whereabouts.url(entry, options),
        "genre": record.genre or _GENRES.get(record.type),
        "status": record.status,
        "publisher": _publisher(record, options),
        "ISBN": whereabouts.isbn(entry, options) if record.type == "book" else None,
        "note": _note(record, options),
    }
    return {name: value for name, value in made.items() if value}


def _page(record: Record) -> str | None:
    """The pages; of an article without any also its number, which few styles print from elsewhere."""
    return record.page or (record.number if record.type == "article-journal" else None)


def _number(entry: Entry, options: Options) -> str | None:
    """arXiv's identifier of what stands only there, else an article's number or a report's."""
    if entry.record.type in whereabouts.UNPUBLISHED and entry.record.arxiv_id:
        return whereabouts.eprint(entry, options)
    return entry.record.number


def _publisher(record: Record, options: Options) -> str | None:
    if record.arxiv_id and record.type == "article":
        return "arXiv" if options.shows("publisher") else None
    return record.publisher


def _note(record: Record, options: Options) -> str:
    arxiv = styles.cited(record) if record.arxiv_id and options.shows("eprint") else None
    return "\n".join(filter(None, (arxiv, record.note)))


def _name(name: Name) -> dict[str, str]:
    if name.literal:
        return {"literal": name.literal}
    parts = {
        "family": name.family,
        "given": name.given,
        "non-dropping-particle": name.particle,
        "suffix": name.suffix,
    }
    return {part: text for part, text in parts.items() if text}


def _date(when: PartialDate | None) -> dict[str, object] | None:
    if when is None:
        return None
    return {"date-parts": [[part for part in (when.year, when.month, when.day) if part]]}
