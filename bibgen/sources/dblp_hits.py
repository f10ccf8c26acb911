"""From a raw answer of DBLP's search API to its hits, and from a hit to a `Record`.

The shape is that of https://dblp.org/faq/13501473.html with `format=json`: XML turned into JSON, so that
what can stand several times (authors, venues, addresses) is a list or, if there is one, the thing itself. A
title ends with a full stop that is not its own; people of one name have a number behind it (`Wei Wang 0001`).
`CoRR` is arXiv, whichever type it comes under, while proceedings that appeared on arXiv have keys like its
own and venues of theirs. Anything may be missing or odd: a piece that cannot be used is left out, and nothing
raises but for an answer that is none.

DBLP names conferences in short (`NeurIPS`, `ECCV (13)`), and a workshop by a name of its own (`ICLR
(Workshop)`), which is all that tells it from the conference.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from bibgen import identifiers, names
from bibgen.errors import SourceNonsense
from bibgen.model import CslType, Identifier, Name, PartialDate, Record
from bibgen.sources import jats

NAME = "dblp"

_RECORD = "https://dblp.org/rec/"
_TYPES: dict[str, CslType] = {
    "Journal Articles": "article-journal",
    "Conference and Workshop Papers": "paper-conference",
    "Parts in Books or Collections": "chapter",
    "Reference Works": "chapter",
    "Books and Theses": "book",
    "Informal Publications": "article",
    "Informal and Other Publications": "article",
    "Data and Artifacts": "dataset",
}
_PREPRINTS = frozenset(
    ("corr", "arxiv", "iacr cryptol. eprint arch.", "electron. colloquium comput. complex.")
)
_HOMONYM = re.compile(r"\s+\d{4}$")
_YEAR = re.compile(r"(?:18|19|20)\d\d")


def records(raw: bytes) -> tuple[Record, ...]:
    """The records in a stored answer, in DBLP's order."""
    made = map(record, infos(raw))
    return tuple(one for one in made if one)


def infos(raw: bytes) -> list[dict[str, Any]]:
    """What the hits of an answer say; where there are none it has to say so.

    Raises:
        SourceNonsense: it is no answer of DBLP's, or not a whole one.
    """
    hits = _hits(raw)
    given = hits.get("hit", [])
    listed = given if isinstance(given, list) else [given]
    found = [one["info"] for one in listed if isinstance(one, dict) and isinstance(one.get("info"), dict)]
    if len(found) < len(listed):
        raise SourceNonsense("hits that say nothing", NAME)
    if not found and str(hits.get("@total")) != "0":
        raise SourceNonsense("answer without the hits that it speaks of", NAME)
    return found


def _hits(raw: bytes) -> dict[str, Any]:
    try:
        answer = json.loads(raw)
    except (ValueError, RecursionError) as error:
        raise SourceNonsense("answer that is not whole JSON", NAME) from error
    result = answer.get("result") if isinstance(answer, dict) else None
    hits = result.get("hits") if isinstance(result, dict) else None
    if not isinstance(hits, dict):
        raise SourceNonsense("answer that is not DBLP's", NAME)
    return hits


def record(info: Mapping[str, Any]) -> Record | None:
    """The record of a hit's `info`, or None if nothing in it tells what it is.

    >>> found = record({"title": "Attention is All you Need.", "venue": "NIPS", "pages": "5998-6008",
    ...     "year": "2017", "type": "Conference and Workshop Papers", "key": "conf/nips/VaswaniSPUJGKP17",
    ...     "authors": {"author": {"@pid": "99/1", "text": "Wei Wang 0001"}}})
    >>> found.type, found.title, found.container_title, found.authors[0].family
    ('paper-conference', 'Attention is All you Need', 'NIPS', 'Wang')
    """
    kind = _kind(info)
    venue, series = [*_texts(info.get("venue")), "", ""][:2]
    placed = kind not in ("article", "book", "thesis", "dataset")
    volume = _text(info, "volume") if kind != "article" else ""
    fields: dict[str, Any] = {
        "title": _title(info),
        "authors": tuple(_authors(info)),
        "issued": _issued(info),
        "container_title": venue if placed else "",
        "collection_title": series if placed and volume and kind != "article-journal" else "",
        "volume": volume,
        "issue": _text(info, "number") if kind == "article-journal" else "",
        "page": re.sub(r"\s*[-–—]+\s*", "-", _text(info, "pages")),
        "publisher": _text(info, "publisher"),
        "identifiers": tuple(_identifiers(info)),
    }
    if not fields["title"] or info.get("type") == "Editorship":
        return None
    held = {name: value for name, value in fields.items() if value}
    return Record(type=kind, origin=dict.fromkeys(held, NAME), **held)


def _kind(info: Mapping[str, Any]) -> CslType:
    key = _text(info, "key")
    if any(venue.lower() in _PREPRINTS for venue in _texts(info.get("venue"))):
        return "article"
    if key.startswith(("phd/", "ms/")):
        return "thesis"
    return _TYPES.get(_text(info, "type"), "document")


def _texts(value: object) -> list[str]:
    """The texts of what may be a list of them, a single one, or a thing with a text."""
    listed = value if isinstance(value, list) else [value]
    said = (one.get("text") if isinstance(one, dict) else one for one in listed)
    found = (jats.plain(one).strip() for one in said if isinstance(one, str))
    return [text for text in found if text]


def _text(info: Mapping[str, Any], field: str) -> str:
    return next(iter(_texts(info.get(field))), "")


def _title(info: Mapping[str, Any]) -> str:
    title = _text(info, "title")
    return title if title.endswith("..") else title.removesuffix(".")


def _authors(info: Mapping[str, Any]) -> Iterator[Name]:
    listed = info.get("authors")
    for person in _texts(listed.get("author") if isinstance(listed, dict) else None):
        yield names.parse(_HOMONYM.sub("", person))


def _issued(info: Mapping[str, Any]) -> PartialDate | None:
    year = _YEAR.fullmatch(_text(info, "year"))
    return PartialDate(year=int(year[0])) if year else None


def _identifiers(info: Mapping[str, Any]) -> Iterator[Identifier]:
    """What arXiv or the publisher calls it, from the DOI or an address; then its own page at DBLP."""
    said = (identifiers.parse(text) for text in (*_texts(info.get("doi")), *_texts(info.get("ee"))))
    yield from dict.fromkeys(one for one in said if one and one.scheme in ("doi", "arxiv"))
    key = _text(info, "key")
    if key:
        yield Identifier(scheme="url", value=f"{_RECORD}{key}")
