"""From a work, as Crossref's REST API describes it, to a `Record`.

What a work has is what its publisher deposited, and anything may be missing or odd: a piece that
cannot be used is left out, and nothing here raises. The fields are described at
https://github.com/CrossRef/rest-api-doc/blob/master/api_format.md.

The date is `issued`, the earliest on which the work appeared, online or in print: citation styles and
Crossref's own BibTeX give that one, and of print alone it often is not known. A chapter has two
containers, its book and the series, in no reliable order (CrossRef/rest-api-doc#11): what is named like
a series is the series, else the first, as Springer deposits them. The ISBN of a book names the book
and none of its chapters.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from bibgen import identifiers, names
from bibgen.model import CslType, Identifier, Name, PartialDate, Record
from bibgen.sources import jats

NAME = "crossref"

# What is read of a work, and hence asked for in lists, where works may be cut down to it.
FIELDS = (
    "DOI", "type", "title", "subtitle", "author", "issued", "published", "published-print",
    "published-online", "posted", "container-title", "short-container-title", "volume", "issue", "page",
    "article-number", "publisher", "abstract", "ISBN",
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
_DASHES = re.compile(r"\s*[-‐‑‒–—−]+\s*")


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
    title, subtitle = _text(work, "title"), _text(work, "subtitle")
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
    given = work.get("author")
    people = [one for one in given if isinstance(one, dict)] if isinstance(given, list) else []
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
    return next(filter(None, (_date(work.get(field)) for field in _DATES)), None)


def _date(value: object) -> PartialDate | None:
    """`{"date-parts": [[2017, 12, 6]]}` as far as it names a date: `[[null]]` is how none is written."""
    listed = value.get("date-parts") if isinstance(value, dict) else None
    parts = listed[0] if isinstance(listed, list) and listed else None
    if not isinstance(parts, list) or not parts or not all(type(part) is int for part in parts[:1]):
        return None
    year, month, day = ([part if type(part) is int else 0 for part in parts[:3]] + [0, 0])[:3]
    for made in ((year, month, day if month else 0), (year, month, 0), (year, 0, 0)):
        try:
            date(made[0], made[1] or 1, made[2] or 1)
        except (ValueError, OverflowError):
            continue
        return PartialDate(year=made[0], month=made[1], day=made[2])
    return None


def _identifiers(work: Mapping[str, Any], kind: CslType) -> Iterator[Identifier]:
    yield Identifier(scheme="doi", value=doi(work), typed=str(work.get("DOI")).strip())
    if kind == "book":
        found = (identifiers.isbn(text.rsplit("/", 1)[-1]) for text in _texts(work, "ISBN"))
        yield from dict.fromkeys(one for one in found if one)
