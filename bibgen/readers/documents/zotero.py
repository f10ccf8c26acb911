"""Zotero's RDF export: one element a library item, beside journals, attachments, notes, collections.

The vocabulary is that of Zotero's own translator (https://github.com/zotero/translators, RDF.js and
"Zotero RDF.js"): Dublin Core for title, date and identifiers, FOAF for people, PRISM and the
Bibliographic Ontology for the rest. A journal or book may stand inside its item or for itself, to be
named by `rdf:about`; what it says is taken as the item's, its identifiers only if no other item names
it, because Zotero puts an article's DOI there.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, BinaryIO

from bibgen import names
from bibgen.model import Name, Notice
from bibgen.readers.cover import Item
from bibgen.readers.documents import elements
from bibgen.readers.documents.elements import Piece
from bibgen.readers.documents.formats import ReadLines
from bibgen.readers.records import fields

NAME = "zotero"

_RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
_SAID = {
    "title": "title",
    "abstract": "abstract",
    "date": "date",
    "pages": "pages",
    "volume": "volume",
    "number": "issue",
    "description": "extra",
    "subject": "keywords",
    "itemType": "type",
    "language": "language",
    "shortTitle": "short title",
    "dateSubmitted": "accessed",
    "alternative": "journal abbreviation",
    "edition": "edition",
    "type": "genre",
    "libraryCatalog": "library catalog",
}
_OF_JOURNAL = {**_SAID, "title": "journal", "itemType": "journal type", "abstract": "journal abstract"}
_NO_PAPER = {"Memo": "a note", "Attachment": "an attachment", "Collection": "a collection"}
_NO_PAPER_TYPES = frozenset(("attachment", "note", "annotation"))
_CREATORS = frozenset(
    "authors editors contributors translators seriesEditors directors reviewedAuthors inventors "
    "presenters".split()
)
_AUTHORS = frozenset(("authors", "inventors", "presenters"))

_Pairs = list[tuple[str, str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Around:
    """What items refer to: elements by their `rdf:about`, and how often each is referred to."""

    root: str
    known: dict[str, Any]
    uses: Counter[str]


def items(raw: BinaryIO, name: str, notices: list[Notice], read_lines: ReadLines) -> Iterator[Item]:
    """One mention a library item.

    Raises:
        InputError: it is larger than 256 MiB, or no text.
    """
    del read_lines
    text = elements.document(raw, name, notices, "Zotero RDF")
    pieces = list(elements.outermost(text, lambda tag: ":" in tag and tag != "rdf:RDF"))
    around = _around(text, pieces)
    yield from elements.items(text, pieces, name, lambda piece: _read(piece, around))


def _around(text: str, pieces: list[Piece]) -> _Around:
    begin = text.find("<rdf:RDF")
    root = text[begin : text.find(">", begin) + 1]
    known: dict[str, Any] = {}
    uses: Counter[str] = Counter()
    for piece in pieces:
        element = _element(piece, root)
        if element is None:
            continue
        uses.update(element.xpath("./*[local-name()='isPartOf']/@*[local-name()='resource']"))
        if not _is_item(element):
            known[element.get(f"{_RDF}about") or ""] = element
    return _Around(root=root, known=known, uses=uses)


def _element(piece: Piece, root: str) -> Any:  # noqa: ANN401
    whole = elements.parsed(f"{root}{piece.text}</rdf:RDF>")
    return whole[0] if whole is not None and len(whole) else None


def _is_item(element: Any) -> bool:  # noqa: ANN401
    return any(_local(child) == "itemType" for child in element)


def _local(element: Any) -> str:  # noqa: ANN401
    return str(element.tag).rpartition("}")[2]


def _read(piece: Piece, around: _Around) -> dict[str, Any] | str:
    element = _element(piece, around.root)
    if element is None:
        return elements.BROKEN
    kind = _local(element)
    types = {child.text for child in element if _local(child) == "itemType"}
    if kind in _NO_PAPER or types & _NO_PAPER_TYPES:
        return _NO_PAPER.get(kind, "an attachment or a note")
    if not types and kind not in (
        "Article",
        "Book",
        "BookSection",
        "Thesis",
        "Report",
        "Manuscript",
        "Document",
    ):
        return "what papers of this library are part of"
    pairs = list(_pairs(element, _SAID, around))
    authors = _people(element, _AUTHORS)
    said = fields.told(pairs, authors)
    return (
        {"reader": NAME, **said}
        if said.get("title") or said.get("identifiers")
        else "an item without a title"
    )


def _pairs(element: Any, named: dict[str, str], around: _Around) -> Iterator[tuple[str, str]]:  # noqa: ANN401
    for child in element:
        kind = _local(child)
        if kind == "identifier":
            yield _identified(child)
        elif kind == "isPartOf":
            yield from _container(child, around)
        elif kind in _CREATORS:
            if kind not in _AUTHORS:
                yield kind.removesuffix("s"), "; ".join(map(names.display, _people(element, {kind})))
        elif kind not in ("link", "relation", "rest"):
            yield named.get(kind, kind), _shown(child)


def _identified(child: Any) -> tuple[str, str]:  # noqa: ANN401
    """An identifier by its kind: `DOI 10.1000/xyz`, `ISSN 0028-0836`, or a URI."""
    text = _shown(child)
    kind, _, value = text.partition(" ")
    return (kind.lower(), value) if kind in ("DOI", "ISSN", "ISBN", "PMID") else ("url", text)


def _container(child: Any, around: _Around) -> Iterator[tuple[str, str]]:  # noqa: ANN401
    """What the journal or book says that an item is part of, inside it or elsewhere."""
    named = child.get(f"{_RDF}resource") or ""
    held = child[0] if len(child) else around.known.get(named)
    if held is None:
        return
    for name, text in _pairs(held, _OF_JOURNAL, around):
        shared = name in ("doi", "url", "pmid") and around.uses[named] > 1
        if not shared and not (name == "journal" and _local(held) == "Series"):
            yield name, text
        elif name == "journal":
            yield "series", text


def _shown(child: Any) -> str:  # noqa: ANN401
    """The text of a field: its own, that of its value, or the name of an organisation in it."""
    return " ".join("".join(child.itertext()).split())


def _people(element: Any, kinds: frozenset[str] | set[str]) -> tuple[Name, ...]:  # noqa: ANN401
    people = (person for child in element if _local(child) in kinds for person in child.iter("{*}Person"))
    return tuple(_person(person) for person in people)


def _person(person: Any) -> Name:  # noqa: ANN401
    parts = {_local(child): " ".join((child.text or "").split()) for child in person}
    family, given = parts.get("surname", ""), parts.get("givenName") or parts.get("givenname") or ""
    return (
        names.parse(f"{family}, {given}")
        if given
        else names.parse(family)
        if " " not in family
        else Name(literal=family)
    )
