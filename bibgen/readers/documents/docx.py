"""Word documents, read with python-docx: their paragraphs as lines, tables by row, notes at the end.

A paragraph is a line, numbered from 1, of a table a row is; where its author began a new line within,
there are two lines of one number. The elements are those of ECMA-376-1 (WordprocessingML). They are
walked rather than asked through the library's paragraphs, because the reference lists that Zotero,
Mendeley and Word itself put in stand in content controls, and those the library passes over.
"""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from typing import Any, BinaryIO
from zipfile import BadZipFile

import docx
from docx.opc.exceptions import OpcError
from docx.oxml import parse_xml

from bibgen.errors import InputError
from bibgen.model import Notice
from bibgen.readers.cover import Item
from bibgen.readers.documents.formats import ReadLines, whole
from bibgen.readers.documents.targets import paper
from bibgen.readers.lines import Line, Link

_LOCKED = b"\xd0\xcf\x11\xe0"  # Word encrypts into a compound file (MS-OFFCRYPTO); old .doc are such too
# What the library passes on of what its own libraries say of broken packages; lxml's is a SyntaxError.
_BROKEN = (OpcError, BadZipFile, LookupError, ValueError, SyntaxError, AttributeError, OSError, EOFError)
_NOTES = ("/footnotes", "/endnotes")
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
# What was deleted, what programs without text boxes show instead, how it looks.
_PASSED = frozenset("del moveFrom Fallback instrText pPr rPr tblPr trPr tcPr sectPr sdtPr".split())
_TYPED = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}

_Pieces = Iterator[tuple[str, str]]


def items(raw: BinaryIO, name: str, notices: list[Notice], read_lines: ReadLines) -> Iterator[Item]:
    """What the layouts in a document say.

    Raises:
        InputError: the document is locked, corrupt or larger than 256 MiB.
    """
    del notices
    data = whole(raw, name, "Word documents")
    if data.startswith(_LOCKED):
        raise InputError("is password-protected, or in Word's format before 2007: save it as .docx", name)
    try:
        part = docx.Document(BytesIO(data)).part
        roots = [(part, part.element), *((note, parse_xml(note.blob)) for note in _notes(part))]
    except _BROKEN as error:
        raise InputError("is a corrupt Word document", name) from error
    yield from read_lines(_lines(roots), name)


def _notes(part: Any) -> Iterator[Any]:  # noqa: ANN401
    for relation in part.rels.values():
        if not relation.is_external and relation.reltype.endswith(_NOTES):
            yield relation.target_part


def _lines(roots: list[tuple[Any, Any]]) -> Iterator[Line]:
    at = number = 0
    for part, root in roots:
        for block in _blocks(root):
            number += 1
            row = _cells(block, part) if _local(block) == "tr" else _pieces(block, part)
            for text, links in _split(row):
                yield Line(text=text, number=number, start=at, links=links)
                at += len(text) + 1


def _local(element: Any) -> str:  # noqa: ANN401
    return str(element.tag).rpartition("}")[2]


def _blocks(element: Any) -> Iterator[Any]:  # noqa: ANN401
    """The paragraphs and the rows of tables below an element, in the order of the text."""
    for child in element:
        kind = _local(child)
        if kind in _PASSED:
            continue
        if kind == "p":
            yield child
            for box in child.iterdescendants("{*}txbxContent"):
                if not any(_local(above) == "Fallback" for above in box.iterancestors()):
                    yield from _blocks(box)
        elif kind == "tr" and sum(bool(_shown(cell)) for cell in child.iterchildren("{*}tc")) > 1:
            yield child
        else:
            yield from _blocks(child)


def _shown(element: Any) -> str:  # noqa: ANN401
    return "".join(one.text or "" for one in element.iterdescendants("{*}t")).strip()


def _cells(row: Any, part: Any) -> _Pieces:  # noqa: ANN401
    """The cells of a row with tabs between; the paragraphs of a cell with blanks."""
    for at, cell in enumerate(row.iterchildren("{*}tc")):
        if at:
            yield "\t", ""
        for below, paragraph in enumerate(cell.iterdescendants("{*}p")):
            if below:
                yield " ", ""
            for text, address in _pieces(paragraph, part):
                yield " ".join(text.splitlines()) or " ", address


def _pieces(element: Any, part: Any, address: str = "") -> _Pieces:  # noqa: ANN401
    """The texts of a paragraph, each with the address that it links to."""
    for child in element:
        kind = _local(child)
        if kind in _TYPED:
            yield _TYPED[kind], address
        elif kind == "t":
            yield child.text or "", address
        elif kind == "hyperlink":
            relation = part.rels.get(child.get(_RELATION) or "")
            yield from _pieces(child, part, relation.target_ref if relation else "")
        elif kind not in _PASSED and kind not in ("txbxContent", "p"):
            yield from _pieces(child, part, address)


def _split(pieces: _Pieces) -> Iterator[tuple[str, tuple[Link, ...]]]:
    """Pieces put together to lines, with the papers that they link to."""
    text = ""
    links: list[Link] = []
    for piece, address in pieces:
        for at, part in enumerate(piece.split("\n")):
            if at:
                yield text, tuple(links)
                text, links = "", []
            found = paper(address) if address and part else None
            if found:
                links.append(Link(identifier=found, start=len(text), end=len(text) + len(part)))
            text += part
    yield text, tuple(links)
