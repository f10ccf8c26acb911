"""What the head of a page says of the paper that the page is about.

Publishers tell search engines about a paper in one of three ways: Highwire's tags
(https://scholar.google.com/intl/en/scholar/inclusion.html#indexing: `citation_title`), Dublin Core
(https://www.dublincore.org/specifications/dublin-core/dcq-html/: `DC.title`), schema.org's
`ScholarlyArticle` in JSON-LD (https://schema.org/ScholarlyArticle). The first is asked first. Dublin
Core stands on many pages that are about no paper, so there an identifier must be among it.

None of this is in the text of the page; it counts as the lines above it, one a field. What the text
says of the same paper again is left over, but fills what the head lacks.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

from bibgen import words
from bibgen.model import Leftover, Mention, Span
from bibgen.readers.cover import Item
from bibgen.readers.records import fields, persons

NAME = "html"
OWN = "the paper that the page is about, which its head names"

# The tags that say something of the paper, and the names that `fields` knows for that.
_HIGHWIRE = {
    "title": "title",
    "author": "author",
    "authors": "author",
    "date": "date",
    "publication_date": "publication date",
    "year": "year",
    "online_date": "posted",
    "doi": "doi",
    "arxiv_id": "arxiv",
    "pmid": "pmid",
    "abstract_html_url": "url",
    "pdf_url": "pdf",
    "journal_title": "journal",
    "conference_title": "conference title",
    "conference": "conference title",
    "inbook_title": "booktitle",
    "dissertation_institution": "institution",
    "technical_report_institution": "institution",
    "abstract": "abstract",
    "volume": "volume",
    "issue": "issue",
    "firstpage": "first page",
    "lastpage": "last page",
    "publisher": "publisher",
    "isbn": "isbn",
    "issn": "issn",
    "keywords": "keywords",
    "language": "language",
}
_DUBLIN = {
    "title": "title",
    "creator": "author",
    "creator.personalname": "author",
    "date": "date",
    "issued": "date",
    "date.issued": "date",
    "identifier": "doi",
    "identifier.doi": "doi",
    "identifier.uri": "doi",
    "description": "abstract",
    "abstract": "abstract",
    "description.abstract": "abstract",
    "source": "journal",
    "publisher": "publisher",
    "language": "language",
}
_ABOUT = frozenset(("ScholarlyArticle", "MedicalScholarlyArticle"))
_FILLED = ("title", "authors", "issued", "abstract", "venue", "categories", "comment")

_Told = list[tuple[str, str, int]]  # name, text, line


def own(page: Any, file: str) -> Mention | None:  # noqa: ANN401
    """The paper that the head of a page is about, or None; its place is the lines above the text."""
    metas = [one for one in page.iter("meta") if one.get("content")]
    for told, needs_id in (
        (_tags(metas, r"(?:bepress_|eprints\.)?citation_", _HIGHWIRE), False),
        (_linked_data(page), False),
        (_tags(metas, r"dc(?:terms)?[.:]", _DUBLIN), True),
    ):
        made = _made(told, file)
        if made and made.title and (made.identifiers or (made.authors and not needs_id)):
            return made
    return None


def _tags(metas: Iterable[Any], prefix: str, known: dict[str, str]) -> _Told:
    told = []
    for meta in metas:
        name = (meta.get("name") or meta.get("property") or "").lower()
        rest = re.sub(f"^{prefix}", "", name)
        if rest != name and rest in known:
            told.append((known[rest], " ".join(meta.get("content").split()), meta.sourceline or 1))
    return told


def _linked_data(page: Any) -> _Told:  # noqa: ANN401
    """The one article of a page's JSON-LD; a list of articles is not about one."""
    found: list[tuple[dict[str, Any], int]] = []
    for script in page.iter("script"):
        if (script.get("type") or "").lower() != "application/ld+json":
            continue
        try:
            data = json.loads(script.text or "")
        except (ValueError, RecursionError):
            continue
        held = data if isinstance(data, list) else [data]
        held += [one for part in held if isinstance(part, dict) for one in _many(part.get("@graph"))]
        found += [(one, script.sourceline or 1) for one in held if isinstance(one, dict) and _is_article(one)]
    return _article(*found[0]) if len(found) == 1 else []


def _is_article(data: dict[str, Any]) -> bool:
    return any(kind in _ABOUT for kind in _many(data.get("@type")) if isinstance(kind, str))


def _many(value: Any) -> list[Any]:  # noqa: ANN401
    return value if isinstance(value, list) else [] if value is None else [value]


def _article(data: dict[str, Any], line: int) -> _Told:
    title = data.get("headline") or data.get("name")
    texts = [("title", title)]
    texts += [("author", _text(one)) for one in _many(data.get("author") or data.get("creator"))]
    texts += [("date", data.get("datePublished") or data.get("dateCreated"))]
    texts += [("abstract", data.get("abstract") or data.get("description"))]
    texts += [("journal", _text(one)) for one in _many(data.get("isPartOf"))[:1]]
    for name in ("@id", "identifier", "sameAs", "url"):
        texts += [("url", _text(one)) for one in _many(data.get(name))]
    return [
        (name, " ".join(text.split()), line) for name, text in texts if isinstance(text, str) and text.strip()
    ]


def _text(value: Any) -> Any:  # noqa: ANN401
    """A text, or what stands for it in an object: {"name": "Ada Lovelace"}."""
    if not isinstance(value, dict):
        return value
    parts = " ".join(str(value[part]) for part in ("givenName", "familyName") if value.get(part))
    return value.get("name") or value.get("value") or parts or value.get("@id")


def _made(told: _Told, file: str) -> Mention | None:
    raw = "\n".join(f"{name}: {text}" for name, text, _ in told)
    if not told:
        return None
    authors, et_al = _authors([text for name, text, _ in told if name == "author"])
    numbers = [line for _, _, line in told]
    return Mention(
        raw=raw,
        span=Span(file=file, first=min(numbers), last=max(numbers), start=0, end=len(raw)),
        reader=NAME,
        **fields.told([(name, text) for name, text, _ in told if name != "author"], authors, et_al=et_al),
    )


def _authors(texts: list[str]) -> persons.People:
    return persons.listed(texts[0]) if len(texts) == 1 else persons.people(texts)


def merged(own: Mention, found: Iterable[Item]) -> Iterator[Item]:
    """The head's paper with what the text adds to it, and all else that the text says."""
    items: list[Item] = []
    for item in found:
        if isinstance(item, Mention) and _is_same(own, item):
            lacking = {name: getattr(item, name) for name in _FILLED if not getattr(own, name)}
            more = [one for one in item.identifiers if not own.identifier(one.scheme)]
            own = replace(own, **lacking, identifiers=(*own.identifiers, *more))
            items.append(Leftover(text=item.raw, span=item.span, reason=OWN))
        else:
            items.append(item)
    yield own
    yield from items


def _is_same(own: Mention, item: Mention) -> bool:
    named = {(one.scheme, one.value) for one in own.identifiers}
    told = {(one.scheme, one.value) for one in item.identifiers}
    if named & told or not item.title:
        return bool(named & told)
    at_odds = {scheme for scheme, _ in named} & {scheme for scheme, _ in told}
    return not at_odds and words.key(own.title or "") == words.key(item.title)
