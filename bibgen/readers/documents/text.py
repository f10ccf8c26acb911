"""Text files: decoded, cut into lines, read by the layouts they hold.

Text is UTF-8 unless a byte-order mark says otherwise. Files from old Windows programs are not; a
line that cannot be UTF-8 is read as Windows-1252 (as browsers do, https://encoding.spec.whatwg.org),
with a notice that names line and byte. Line by line rather than file by file, because pages pasted
together seldom share one encoding, and the lines that are UTF-8 must not suffer for one that is not.
A file with zero bytes and no byte-order mark is no text.

A text may be larger than memory, a line may not: what is one line of a gigabyte was not written for
people, and is refused.
"""

from __future__ import annotations

import codecs
import io
from collections.abc import Iterable, Iterator
from typing import BinaryIO

from bibgen.errors import InputError
from bibgen.model import Notice, Span
from bibgen.readers.cover import Item
from bibgen.readers.documents.formats import ReadLines, marked
from bibgen.readers.lines import split

_CHUNK = 1 << 16
_LONGEST_LINE = 16 << 20
_TOO_LONG = "holds a line of more than 16 MiB, the most that is read as one line"


def items(raw: BinaryIO, name: str, notices: list[Notice], read_lines: ReadLines) -> Iterator[Item]:
    """What the layouts of a text say.

    Raises:
        InputError: it is no text, or one line of it is too long.
    """
    return read_lines(split(_in_lines(decode(raw, name, notices), name)), name)


def _in_lines(chunks: Iterable[str], name: str) -> Iterator[str]:
    """The same pieces, as long as no line in them gets too long."""
    begun = 0
    for chunk in chunks:
        end = max(chunk.rfind("\n"), chunk.rfind("\r"))
        begun = begun + len(chunk) if end < 0 else len(chunk) - end - 1
        if begun > _LONGEST_LINE:
            raise InputError(_TOO_LONG, name)
        yield chunk


def decode(raw: BinaryIO, name: str, notices: list[Notice]) -> Iterator[str]:
    """The text of a stream of bytes, in pieces of at least a line.

    Raises:
        InputError: it is no text.
    """
    head = raw.read(_CHUNK)
    encoding, length = marked(head)
    if encoding:
        yield from _marked(head[length:], raw, encoding, name)
    else:
        yield from _unmarked(head, raw, name, notices)


def _marked(head: bytes, raw: BinaryIO, encoding: str, name: str) -> Iterator[str]:
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        while head:
            yield decoder.decode(head)
            head = raw.read(_CHUNK)
        yield decoder.decode(b"", final=True)
    except UnicodeDecodeError as error:
        reason = f"begins as {encoding.upper()} but is not: {error.reason}"
        raise InputError(reason, name) from error


def _unmarked(head: bytes, raw: BinaryIO, name: str, notices: list[Notice]) -> Iterator[str]:
    """Whole lines at a time, so that one bad line does not decide for the others."""
    number, carried, length = 1, [b""], 0
    while head:
        if b"\0" in head:
            raise InputError("holds zero bytes: not a text file", name)
        # A text without line ends is cut at blanks instead, or it would be copied over and over.
        block, cut, rest = head.rpartition(b"\n" if b"\n" in head else b" ")
        if cut:
            block = b"".join((*carried, block, cut))
            yield _block(block, number, name, notices)
            number += block.count(b"\n")
            carried.clear()
            length = 0
        carried.append(rest)
        length += len(rest)
        if length > _LONGEST_LINE:
            raise InputError(_TOO_LONG, name)
        head = raw.read(_CHUNK)
    yield _block(b"".join(carried), number, name, notices)


def _block(block: bytes, number: int, name: str, notices: list[Notice]) -> str:
    try:
        return block.decode("utf-8")
    except UnicodeDecodeError:
        return "".join(_line(line, at, name, notices) for at, line in _numbered(block, number))


def _numbered(block: bytes, number: int) -> Iterator[tuple[int, bytes]]:
    for line in io.BytesIO(block):
        yield number, line
        number += line.endswith(b"\n")


def _line(line: bytes, number: int, name: str, notices: list[Notice]) -> str:
    try:
        return line.decode("utf-8")
    except UnicodeDecodeError as error:
        text = _windows(line)
        if not any(notice.code == "encoding" for notice in notices):
            told = (
                f"{name}:{number}: byte {error.start + 1} is not UTF-8; such lines are read as Windows-1252"
            )
            span = Span(file=name, first=number, last=number, start=0, end=0)
            notices.append(Notice(code="encoding", text=told, span=span))
        return text


def _windows(line: bytes) -> str:
    """Bytes in Windows-1252; the five it leaves open are control characters, as on the web."""
    try:
        return line.decode("cp1252")
    except UnicodeDecodeError:
        return "".join(bytes((byte,)).decode("cp1252", "ignore") or chr(byte) for byte in line)
