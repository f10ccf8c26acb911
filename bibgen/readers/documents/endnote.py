"""EndNote's XML: one `<record>` a paper, each text wrapped in a `<style>`.

The elements are those of the RefML definition that comes with EndNote and of what Zotero, Mendeley
and Web of Science write by that name. What is known only by its place (`dates/year`,
`periodical/full-title`) gets the name that `fields` knows; all else keeps its own.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, BinaryIO

from bibgen.model import Notice
from bibgen.readers.cover import Item
from bibgen.readers.documents import elements
from bibgen.readers.documents.elements import Piece
from bibgen.readers.documents.formats import ReadLines
from bibgen.readers.records import fields, persons

NAME = "endnote"

_NAMES = {
    "titles/title": "title",
    "titles/secondary-title": "journal",
    "titles/tertiary-title": "series",
    "titles/alt-title": "journal abbreviation",
    "titles/short-title": "short title",
    "periodical/full-title": "journal",
    "periodical/abbr-1": "journal abbreviation",
    "alt-periodical/full-title": "journal abbreviation",
    "dates/year": "year",
    "dates/pub-dates/date": "pub date",
    "electronic-resource-num": "doi",
    "urls/related-urls/url": "url",
    "urls/web-urls/url": "url",
    "urls/pdf-urls/url": "pdf",
    "urls/text-urls/url": "url",
    "pub-location": "place",
    "accession-num": "accession number",
    "remote-database-name": "database",
    "keywords/keyword": "keywords",
    "notes": "notes",
    "research-notes": "notes",
    "label": "label",
    "number": "issue",
}
_AUTHORS = "contributors/authors/author"
_EDITORS = "contributors/secondary-authors/author"
# EndNote's own numbers for its library, which say nothing of the paper.
_ITS_OWN = frozenset(("database", "source-app", "rec-number", "foreign-keys/key"))


def items(raw: BinaryIO, name: str, notices: list[Notice], read_lines: ReadLines) -> Iterator[Item]:
    """One mention a record.

    Raises:
        InputError: it is larger than 256 MiB, or no text.
    """
    del read_lines
    text = elements.document(raw, name, notices, "EndNote XML")
    records = elements.outermost(text, lambda tag: tag == "record")
    yield from elements.items(text, records, name, _read)


def _read(piece: Piece) -> dict[str, Any] | str:
    record = elements.parsed(piece.text)
    if record is None:
        return elements.BROKEN
    texts = list(_texts(record))
    kind = next(iter(record.xpath("ref-type/@name")), "")
    authors, et_al = persons.people(text for path, text in texts if path == _AUTHORS)
    pairs = [(_name(path), text) for path, text in texts if path not in (_AUTHORS, *_ITS_OWN)]
    made = fields.told([*pairs, ("type", str(kind))], authors, et_al=et_al)
    return (
        {"reader": NAME, **made}
        if made.get("title") or made.get("identifiers")
        else "a record without a title"
    )


def _name(path: str) -> str:
    return "editor" if path == _EDITORS else _NAMES.get(path, path.rsplit("/", 1)[-1])


def _texts(record: Any) -> Iterator[tuple[str, str]]:  # noqa: ANN401
    """Every text of a record by its path; `<style>` only says how it looks."""
    for element in record.iterdescendants("*"):
        below = [child for child in element if child.tag != "style"]
        text = "".join(element.itertext()).strip()
        if element.tag != "style" and not below and text and element.tag != "ref-type":
            above = [one.tag for one in element.iterancestors()][:-1]
            yield "/".join((*reversed(above), element.tag)), text
