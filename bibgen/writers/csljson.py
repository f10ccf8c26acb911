"""CSL-JSON: one array of items, as citeproc, pandoc and Zotero read it.

Preprints are `article` with `genre`, `publisher` and `number`, which Zotero turns into items of its
type Preprint with repository and archive id, and which the schema allows
(https://github.com/citation-style-language/schema, csl-data.json 1.0.2; its types have no preprint).
`citation-key` carries the key into Zotero. Titles and abstracts may hold `<sub>` and `<sup>`, the rich
text of CSL-JSON. One item with a type it does not know makes Zotero refuse the whole file: there is
never one.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator

from bibgen import latex
from bibgen.model import CslType, Entry, Name, Notice, PartialDate, Record
from bibgen.writers.options import Options

_GENRES: dict[CslType, str] = {"article": "Preprint", "thesis": "Dissertation", "report": "Report"}
_UNPUBLISHED = ("article", "dataset", "document")  # there arXiv's identifier is the number
_ENCODER = json.JSONEncoder(ensure_ascii=False, indent=2)


def write(entries: Iterable[Entry], options: Options, notices: list[Notice]) -> Iterator[str]:
    """The array, one item a piece."""
    gap = "[\n"
    for entry in entries:
        yield gap + _indented(item(entry))
        gap = ",\n"
    yield "[]\n" if gap == "[\n" else "\n]\n"


def _indented(value: dict[str, object]) -> str:
    # No value holds a raw newline, so indenting the lines of the text indents the structure.
    return "  " + _ENCODER.encode(value).replace("\n", "\n  ")


def item(entry: Entry) -> dict[str, object]:
    """One item."""
    record = entry.record
    made: dict[str, object | None] = {
        "id": entry.key,
        "citation-key": entry.key,
        "type": record.type,
        "title": latex.to_markup(record.title) if record.title else None,
        "author": [_name(name) for name in record.authors] + [{"literal": "others"}] * record.et_al,
        "issued": _date(record.issued),
        "container-title": record.container_title,
        "collection-title": record.collection_title,
        "volume": record.volume,
        "issue": record.issue,
        "page": record.page,
        "abstract": latex.to_markup(record.abstract) if record.abstract else None,
        **_identifiers(record),
    }
    return {name: value for name, value in made.items() if value}


def _identifiers(record: Record) -> dict[str, object | None]:
    arxiv, doi, url = record.arxiv_id, record.identifier("doi"), record.identifier("url")
    isbn = record.identifier("isbn")
    found: dict[str, object | None] = {
        "DOI": (doi.typed or doi.value) if doi else None,
        "number": record.number,
        "URL": url.value if url else None,
        "genre": _GENRES.get(record.type),
        "status": record.status,
        "publisher": "arXiv" if arxiv and record.type == "article" else record.publisher,
        "ISBN": isbn.value if isbn and record.type == "book" else None,
    }
    said = [record.note] if record.note else []
    if arxiv:
        category = f" [{record.categories[0]}]" if record.categories else ""
        said.insert(0, f"arXiv:{record.eprint}{category}")
    if arxiv and record.type in _UNPUBLISHED:
        found |= {"number": f"arXiv:{record.eprint}", "URL": f"https://arxiv.org/abs/{record.eprint}"}
    if arxiv and record.type == "article":
        found["DOI"] = found["DOI"] or f"10.48550/arXiv.{arxiv}"
    return found | {"note": "\n".join(said)}


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
