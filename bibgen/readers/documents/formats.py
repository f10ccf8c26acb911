"""File formats: how each shows itself, and which module reads it.

A format is told by the first bytes of a file, whatever its name; the suffix decides only where the
bytes fit more than one (a page of HTML without a head may as well be text about HTML). The bytes are
those that the formats' own definitions prescribe: PDF (ISO 32000-1, 7.5.2, and its implementation note
that up to 1024 bytes may stand before), ZIP (APPNOTE 4.3.7), Office Open XML (ECMA-376-2), Microsoft's
compound file (MS-CFB), gzip (RFC 1952), MIME (RFC 2045), HTML (https://html.spec.whatwg.org).

A module of a format has `items(raw, name, notices, read_lines)`, which yields mentions and leftovers
in the order of the file; those of archives have `members(raw, name, notices)` instead. It is loaded
when the first such file comes, because the libraries behind some take their time or are not there.
"""

from __future__ import annotations

import codecs
import io
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from importlib import import_module
from pathlib import PurePath
from typing import Any, BinaryIO

from bibgen.errors import InputError
from bibgen.readers.cover import Item
from bibgen.readers.lines import Line

HEAD = 1 << 16  # bytes at which a format is told
_MOST_WHOLE = 256 << 20
_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)

ReadLines = Callable[[Iterable[Line], str], Iterator[Item]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Format:
    """A kind of file.

    `shown` matches the first bytes (as Latin-1, blanks at the begin left out) of a file that can be
    nothing else, `fits` those of a file that is of the kind if its suffix says so too. `needs` names
    the package that comes with the extra of the format's name.
    """

    name: str
    says: str
    module: str
    shown: str = r"(?!)"
    fits: str = r"(?!)"
    suffixes: tuple[str, ...] = ()
    needs: str = ""

    def load(self, file: str) -> Any:  # noqa: ANN401
        """The module that reads the format.

        Raises:
            InputError: the library it needs is not installed, so that `file` cannot be read.
        """
        try:
            return import_module(f"bibgen.readers.documents.{self.module}")
        except ModuleNotFoundError as error:
            if not self.needs:
                raise
            how = f"pip install 'bibgen[{self.name}]'"
            raise InputError(f"reading .{self.name} needs {self.needs}: {how}", file) from error


# What stands first in an Office document, an e-book or a Java archive, none of which is an archive of texts.
_PACKAGE = r"[\s\S]{26}(?:\[Content_Types\]\.xml|_rels/|docProps/|mimetype|META-INF/)"
_WORD = r"word/(?:document\.xml|styles\.xml|_rels/)"
_PROLOGUE = r"(?:<\?xml[^>]{0,200}\?>\s*)?(?:<!--(?:(?!-->)[\s\S]){0,2000}-->\s*)*"
_XML = rf"{_PROLOGUE}(?:<!DOCTYPE[^>\[]{{0,500}}(?:\[[^\]]{{0,9000}}\])?[^>]{{0,99}}>\s*)?{_PROLOGUE}"
_FIELD = r"[A-Za-z][\w-]{0,60}:[^\n]{0,2000}\n(?:[ \t][^\n]{0,2000}\n){0,20}"

# Tried in this order; `text` is what is left.
FORMATS = (
    Format(
        name="pdf",
        says="PDF with a text layer (needs bibgen[pdf])",
        module="pdf",
        shown=r"[\s\S]{0,1024}?%PDF-\d",
        suffixes=(".pdf",),
        needs="pypdf",
    ),
    Format(
        name="docx",
        says="Word documents (needs bibgen[docx])",
        module="docx",
        shown=rf"PK\x03\x04(?={_PACKAGE})[\s\S]*?{_WORD}",
        fits=r"PK\x03\x04|\xd0\xcf\x11\xe0",
        suffixes=(".docx", ".docm"),
        needs="python-docx",
    ),
    Format(
        name="zip",
        says="Archives, file by file",
        module="archives",
        shown=rf"PK(?:\x05\x06|\x03\x04(?!{_PACKAGE}))",
        suffixes=(".zip",),
    ),
    Format(
        name="gzip",
        says="A compressed file of any of these",
        module="gz",
        shown=r"\x1f\x8b\x08",
        suffixes=(".gz",),
    ),
    Format(
        name="endnote",
        says="EndNote's XML, one record a paper",
        module="endnote",
        shown=rf"{_XML}<xml>\s*<records\b|{_XML}<records>\s*<record>",
        suffixes=(".xml",),
    ),
    Format(
        name="zotero",
        says="Zotero's RDF, one item a paper",
        module="zotero",
        shown=rf"{_XML}<rdf:RDF\b[^>]{{0,3000}}zotero\.org/namespaces/export",
        suffixes=(".rdf",),
    ),
    Format(
        name="mhtml",
        says="A page saved as one file, or a mail: its HTML or text",
        module="mhtml",
        shown=rf"(?i:(?={_FIELD})(?:{_FIELD}){{0,40}}?content-type:\s*multipart/)",
        fits=_FIELD,
        suffixes=(".mhtml", ".mht", ".eml"),
    ),
    Format(
        name="html",
        says="A page saved from a browser",
        module="html",
        shown=rf"(?i:{_PROLOGUE}<(?:!doctype\s+html|html|head|body)\b)",
        fits=r"(?i:[\s\S]*?<(?:a|p|br|div|span|h[1-6]|[duo]l|li|table|meta|title)\b[^<>]*>)",
        suffixes=(".html", ".htm", ".xhtml"),
    ),
)
TEXT = Format(name="text", says="Text, in whatever layouts it holds", module="text")


def known() -> list[tuple[str, str]]:
    """Every file format by name, in the order in which they are tried, and what it is."""
    return [(one.name, one.says) for one in (*FORMATS, TEXT)]


def named(name: str | None) -> Format | None:
    """The format of that name, or None."""
    return next((one for one in (*FORMATS, TEXT) if one.name == name), None)


def told(head: bytes, name: str) -> Format:
    """The format of a file by its first bytes and, where those leave a doubt, its name.

    >>> told(b"<!DOCTYPE html><title>x</title>", "page.txt").name
    'html'
    >>> told(b"Use <p> for paragraphs.", "notes.txt").name
    'text'
    """
    seen = _visible(head)
    suffix = PurePath(name.lower().removesuffix(".gz")).suffix
    for one in FORMATS:
        if re.match(one.shown, seen) or (suffix in one.suffixes and re.match(one.fits, seen)):
            return one
    return TEXT


def marked(head: bytes) -> tuple[str, int]:
    """The encoding that a byte-order mark at the begin names, and the length of the mark; else "", 0."""
    return next(((encoding, len(mark)) for mark, encoding in _BOMS if head.startswith(mark)), ("", 0))


def _visible(head: bytes) -> str:
    encoding, length = marked(head)
    text = head[length:].decode(encoding, errors="ignore") if encoding else head.decode("latin-1")
    return text.lstrip(" \t\r\n\f\ufeff")


def begin(raw: BinaryIO) -> tuple[bytes, BinaryIO]:
    """The first bytes of a stream, and a stream that still has them."""
    if raw.seekable():
        head = raw.read(HEAD)
        raw.seek(0)
        return head, raw
    head = raw.read(HEAD)
    return head, io.BufferedReader(_Again(head, raw), HEAD)


class _Again(io.RawIOBase):
    """A stream with what was already read of it put back in front."""

    def __init__(self, head: bytes, raw: BinaryIO) -> None:
        self._head = head
        self._raw = raw

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:  # noqa: ANN401
        data = self._head or self._raw.read(len(buffer))
        self._head = data[len(buffer) :]
        data = data[: len(buffer)]
        buffer[: len(data)] = data
        return len(data)


def whole(raw: BinaryIO, name: str, kind: str) -> bytes:
    """All bytes of a file of a format that cannot be read piece by piece.

    Raises:
        InputError: it is larger than the 256 MiB that are read at once.
    """
    size = raw.seek(0, io.SEEK_END) if raw.seekable() else 0
    if size:
        raw.seek(0)
    data = b"" if size > _MOST_WHOLE else raw.read(_MOST_WHOLE + 1)
    if max(size, len(data)) > _MOST_WHOLE:
        raise InputError(f"is larger than 256 MiB, the most that is read of {kind}", name)
    return data
