"""From a raw answer of Crossref's REST API to its works, and from a work to a `Record`.

What a work has is what its publisher deposited, and anything may be missing or odd: a piece that
cannot be used is left out, and nothing here raises. The fields are described at
https://github.com/CrossRef/rest-api-doc/blob/master/api_format.md.

The date is `issued`, the earliest on which the work appeared, online or in print: citation styles and
Crossref's own BibTeX give that one, and of print alone it often is not known. A chapter has two
containers, its book and the series, in no reliable order (CrossRef/rest-api-doc#11): what is named like
a series is the series, else the first, as Springer deposits them. The ISBN of a book names the book
and none of its chapters. What became of a work later is its status and its note (`crossref_updates`). Of the
relations that a publisher states
(https://www.crossref.org/documentation/schema-library/markup-guide-metadata-segments/relationships/) those
count that name a preprint on arXiv; it stands apart from the identifiers, for what it says is not arXiv's.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from bibgen import identifiers, names
from bibgen.errors import SourceNonsense
from bibgen.model import CslType, Identifier, Name, PartialDate, Record
from bibgen.sources import crossref_updates, jats

NAME = "crossref"

# What is read of a work, and hence asked for in lists, where works may be cut down to it.
FIELDS = (
    "DOI", "type", "title", "subtitle", "author", "issued", "published", "published-print",
    "published-online", "posted", "container-title", "short-container-title", "volume", "issue", "page",
    "article-number", "publisher", "abstract", "ISBN", "updated-by", "relation",
)  # fmt: skip

_TYPES: dict[str, CslType] = {
    "journal-article": "article-journal",
    "proceedings-article": "paper-conference",
    "book-chapter": "chapter",
    "book-part": "chapter",
    "book-section": "chapter",
    "book-track": "chapter",
    "reference-entry": "chapter",
    "book": "book",
    "monograph": "book",
    "edited-book": "book",
    "reference-book": "book",
    "book-set": "book",
    "proceedings": "book",
    "dissertation": "thesis",
    "report": "report",
    "report-component": "report",
    "posted-content": "article",
    "dataset": "dataset",
}
_DATES = ("issued", "published", "published-print", "published-online", "posted")
_SERIES = re.compile(
    r"\b(?:series|lecture notes|studies in|texts in|methods in|progress in|proceedings in|communications in "
    r"computer|advances in (?:intelligent systems|soft computing|experimental medicine))\b",
    re.I,
)
_PREPRINTS = ("has-preprint", "is-version-of", "has-version", "is-same-as", "is-identical-to")
_DASHES = re.compile(r"\s*[-‐‑‒–—−]+\s*")


def records(raw: bytes) -> tuple[Record, ...]:
    """The records in a stored answer; an empty one says that there are none."""
    made = map(record, works(raw)) if raw else ()
    return tuple(one for one in made if one)


def kind(raw: bytes) -> str:
    """What an answer says it is: "work" or "work-list"."""
    return _message(raw)[0]


def works(raw: bytes) -> list[dict[str, Any]]:
    """The works in an answer, one or a list of them.

    Raises:
        SourceNonsense: it is no answer of Crossref's, or has none.
    """
    kind, message = _message(raw)
    listed = [message] if kind == "work" else message.get("items")
    if not isinstance(listed, list) or not all(isinstance(work, dict) for work in listed):
        raise SourceNonsense("list without works", NAME)
    return listed


def _message(raw: bytes) -> tuple[str, dict[str, Any]]:
    try:
        answer = json.loads(raw)
    except (ValueError, RecursionError) as error:
        raise SourceNonsense("answer that is not whole JSON", NAME) from error
    message = answer.get("message") if isinstance(answer, dict) else None
    if not isinstance(message, dict) or answer.get("status") != "ok":
        raise SourceNonsense("answer that is not Crossref's", NAME)
    return str(answer.get("message-type")), message


def doi(work: Mapping[str, Any]) -> str:
    """The DOI of a work in lower case; empty if it has none."""
    value = work.get("DOI")
    return value.strip().lower() if isinstance(value, str) else ""


def record(work: Mapping[str, Any]) -> Record | None:
    """The record of a work, or None if nothing in it tells what it is."""
    kind = _TYPES.get(str(work.get("type")), "document")
    container, series = _containers(work, kind)
    listed, et_al = _authors(work)
    number = _text(work, "article-number")
    page = _DASHES.sub("-", _text(work, "page"))
    updates = crossref_updates.of_work(work)
    retracted = crossref_updates.is_retracted(updates, _text(work, "title"))
    fields = {
        "title": _title(work),
        "authors": listed,
        "et_al": et_al,
        "issued": _issued(work),
        "container_title": container,
        "collection_title": series,
        "volume": _text(work, "volume"),
        "issue": _text(work, "issue"),
        "page": "" if page == number else page,  # some deposit an article's number as its pages too
        "number": number,
        "publisher": _text(work, "publisher"),
        "abstract": _text(work, "abstract"),
        "identifiers": tuple(_identifiers(work, kind)),
        "note": "; ".join(map(str, updates)) or ("Retracted" if retracted else ""),
        "status": "retracted" if retracted else "",
        "preprint": _preprint(work),
    }
    if not doi(work) or not (fields["title"] or container or fields["volume"]):
        return None
    held = {name: value for name, value in fields.items() if value}
    return Record(type=kind, origin=dict.fromkeys(held, NAME), **held)  # type: ignore[arg-type]


def _texts(work: Mapping[str, Any], field: str) -> list[str]:
    """The texts of a field, which is a list for some fields and a single text for others."""
    value = work.get(field)
    listed = value if isinstance(value, list) else [value]
    found = (jats.plain(one) for one in listed if isinstance(one, str))
    return [text for text in found if text]


def _text(work: Mapping[str, Any], field: str) -> str:
    return next(iter(_texts(work, field)), "")


def _title(work: Mapping[str, Any]) -> str:
    """The title with its subtitle, unless that stands in it already."""
    title, subtitle = crossref_updates.unmarked(_text(work, "title")), _text(work, "subtitle")
    if not (title and subtitle) or subtitle.casefold() in title.casefold():
        return title or subtitle
    return f"{title}{' ' if title[-1] in ':?!–—' else ': '}{subtitle}"


def _containers(work: Mapping[str, Any], kind: CslType) -> tuple[str, str]:
    """What a work stands in, and the series that this, or the book itself, belongs to."""
    titles = list(dict.fromkeys(_texts(work, "container-title")))
    if kind == "book":
        return "", next(iter(titles), "")
    if kind in ("chapter", "paper-conference") and len(titles) > 1:
        series = next(filter(_SERIES.search, titles), titles[0])
        return next(title for title in titles if title != series), series
    short = _texts(work, "short-container-title")
    return next((title for title in titles if title not in short), next(iter(titles), "")), ""


def _authors(work: Mapping[str, Any]) -> tuple[tuple[Name, ...], bool]:
    """The names, and whether the list is cut: some deposit "et al." as a person."""
    people = _dicts(work.get("author"))
    spoken = [" ".join(filter(None, (_text(one, "given"), _text(one, "family")))) for one in people]
    cut = [names.is_cut(whole) and not names.without_et_al(whole)[0].strip() for whole in spoken]
    listed = (_name(one) for one, is_cut in zip(people, cut, strict=True) if not is_cut)
    return tuple(name for name in listed if name), any(cut)


def _name(person: Mapping[str, Any]) -> Name | None:
    """A person as deposited, the particle taken off the family name; a group, or one word, whole."""
    family, given, suffix = (_text(person, part) for part in ("family", "given", "suffix"))
    if not (family and given):
        whole = _text(person, "name") or family or given
        group = names.is_group(whole)
        return (names.parse(whole) if group else Name(literal=whole)) if whole else None
    parsed = names.parse(", ".join(filter(None, (family, suffix, given))))
    return Name(family=family, given=given, suffix=suffix) if parsed.literal or not parsed.given else parsed


def _issued(work: Mapping[str, Any]) -> PartialDate | None:
    return next(filter(None, (crossref_updates.parse_date(work.get(field)) for field in _DATES)), None)


def _identifiers(work: Mapping[str, Any], kind: CslType) -> Iterator[Identifier]:
    yield Identifier(scheme="doi", value=doi(work), typed=str(work.get("DOI")).strip())
    if kind == "book":
        found = (identifiers.isbn(text.rsplit("/", 1)[-1]) for text in _texts(work, "ISBN"))
        yield from dict.fromkeys(one for one in found if one)


def _preprint(work: Mapping[str, Any]) -> str:
    """The arXiv identifier that the work's relations name; none if they name several."""
    given = work.get("relation")
    relations = given if isinstance(given, dict) else {}
    listed = [one for name in _PREPRINTS for one in _dicts(relations.get(name))]
    found = {_arxiv(str(one.get("id"))) for one in listed if one.get("id-type") in ("doi", "arxiv", "uri")}
    named = found - {""}
    return named.pop() if len(named) == 1 else ""


def _dicts(value: object) -> list[dict[str, Any]]:
    listed = value if isinstance(value, list) else [value]
    return [one for one in listed if isinstance(one, dict)]


def _arxiv(text: str) -> str:
    """The arXiv identifier in `10.48550/arXiv.2205.06175`, an address, or by itself; else nothing."""
    found = identifiers.parse(text)
    return found.value if found and found.scheme == "arxiv" else ""
