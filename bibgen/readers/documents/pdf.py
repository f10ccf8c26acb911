"""PDF files, read with pypdf: the text layer, page by page, as lines that are numbered throughout.

PDF (ISO 32000-1) knows glyphs and their places, not lines; which glyphs make a line is the library's
judgement. Words divided at a line's end stay divided, running heads and page numbers stay in: the
reader of references knows about both. Pictures of pages (scans) have no text at all.
"""

from __future__ import annotations

import logging
import struct
import zlib
from collections.abc import Iterator
from io import BytesIO
from typing import BinaryIO

from pypdf import PdfReader
from pypdf.errors import DependencyError, FileNotDecryptedError, PyPdfError

from bibgen.errors import InputError
from bibgen.model import Notice
from bibgen.readers.cover import Item
from bibgen.readers.documents.formats import ReadLines, whole
from bibgen.readers.lines import split

# What the library says of a broken file besides its own errors, seen when bytes of good ones were changed.
_BROKEN = (
    PyPdfError,
    ArithmeticError,
    AssertionError,
    AttributeError,
    LookupError,
    NotImplementedError,
    OSError,
    RecursionError,
    TypeError,
    ValueError,
    struct.error,
    zlib.error,
)
_LOCKED = "is password-protected: save it without the password first"

# It repairs much and tells of each repair; a reader of papers cannot do anything about that.
logging.getLogger("pypdf").setLevel(logging.CRITICAL)


def items(raw: BinaryIO, name: str, notices: list[Notice], read_lines: ReadLines) -> Iterator[Item]:
    """What the layouts of the text say.

    Raises:
        InputError: the file is locked, corrupt, larger than 256 MiB, or has no text.
    """
    data = whole(raw, name, "PDF")
    try:
        reader = _unlocked(data, name)
        pages = [reader.pages[at].extract_text() for at in range(len(reader.pages))]
    except _BROKEN as error:
        raise InputError("is a corrupt PDF file", name) from error
    if not any(page.strip() for page in pages):
        raise InputError("has no text layer: run OCR first", name)
    del notices
    yield from read_lines(split(f"{page.rstrip()}\n" for page in pages), name)


def _unlocked(data: bytes, name: str) -> PdfReader:
    """The file; many are encrypted with no password, only to say what may not be done with them."""
    try:
        reader = PdfReader(BytesIO(data), strict=False)
        if reader.is_encrypted and not reader.decrypt(""):
            raise InputError(_LOCKED, name)
    except (DependencyError, FileNotDecryptedError) as error:
        raise InputError(_LOCKED, name) from error
    return reader
