"""Inputs opened and decoded: files, standard input, or an identifier in place of either.

Text is UTF-8 unless a byte-order mark says otherwise. Files from old Windows programs are not; a
line that cannot be UTF-8 is read as Windows-1252 (as browsers do, https://encoding.spec.whatwg.org),
with a notice that names line and byte. Line by line rather than file by file, because pages pasted
together seldom share one encoding, and the lines that are UTF-8 must not suffer for one that is not.
A file with zero bytes and no byte-order mark is no text.
"""

from __future__ import annotations

import codecs
import io
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

from bibgen import identifiers, readers
from bibgen.errors import InputError
from bibgen.model import Identifier, Leftover, Mention, Notice, Span

_CHUNK = 1 << 16
_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Input:
    """One thing to read: a file, standard input ("-"), or an identifier given as an argument."""

    name: str
    identifier: Identifier | None = None
    only: str | None = None
    notices: list[Notice] = field(default_factory=list)

    def items(self) -> Iterator[Mention | Leftover]:
        """What the input holds; decoding notices gather in `notices` meanwhile.

        Raises:
            InputError: it is missing, a directory, unreadable or no text.
        """
        if self.identifier:
            yield mention_of(self.name, self.identifier)
            return
        with _opened(self.name) as raw:
            yield from readers.stream(decode(raw, self.name, self.notices), self.name, only=self.only)


def inputs(names: Iterable[str], *, only: str | None = None) -> list[Input]:
    """The inputs that command-line arguments name; a file that exists wins over an identifier.

    Args:
        only: the name of the one layout or file format to read them as.

    Raises:
        InputError: an argument is neither a file nor an identifier.
    """
    return [_input(name, only) for name in names]


def _input(name: str, only: str | None) -> Input:
    if name == "-" or _exists(name):
        return Input(name=name, only=only)
    identifier = identifiers.parse(name)
    if identifier is None:
        what = "no such file, and not an arXiv id, arXiv URL or DOI either"
        raise InputError(what, name)
    return Input(name=name, identifier=identifier)


def _exists(name: str) -> bool:
    try:
        return bool(name) and Path(name).exists()
    except (OSError, ValueError):  # a name too long or with a zero byte is no file
        return False


def mention_of(text: str, identifier: Identifier) -> Mention:
    """The mention that an identifier given as an argument makes."""
    span = Span(file=text, first=1, last=1, start=0, end=len(text))
    return Mention(raw=text, span=span, reader="argument", identifiers=(identifier,))


class _opened:
    """Standard input or a file for reading bytes, its troubles as `InputError`."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._file: BinaryIO | None = None

    def __enter__(self) -> BinaryIO:
        if self._name == "-":
            return sys.stdin.buffer
        try:
            if Path(self._name).is_dir():
                raise InputError("is a directory; name the files in it", self._name)
            self._file = Path(self._name).open("rb")
        except OSError as error:
            raise InputError(f"cannot be read: {error.strerror or error}", self._name) from error
        return self._file

    def __exit__(self, *_: object) -> None:
        if self._file:
            self._file.close()


def decode(raw: BinaryIO, name: str, notices: list[Notice]) -> Iterator[str]:
    """The text of a stream of bytes, in pieces of at least a line.

    Raises:
        InputError: it is no text.
    """
    try:
        head = raw.read(_CHUNK)
        for mark, encoding in _BOMS:
            if head.startswith(mark):
                yield from _marked(head[len(mark) :], raw, encoding, name)
                return
        yield from _unmarked(head, raw, name, notices)
    except OSError as error:
        raise InputError(f"cannot be read: {error.strerror or error}", name) from error


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
    number, carried = 1, [b""]
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
        carried.append(rest)
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
        text = "".join(_windows(byte) for byte in line)
        if not any(notice.code == "encoding" for notice in notices):
            told = (
                f"{name}:{number}: byte {error.start + 1} is not UTF-8; such lines are read as Windows-1252"
            )
            span = Span(file=name, first=number, last=number, start=0, end=0)
            notices.append(Notice(code="encoding", text=told, span=span))
        return text


def _windows(byte: int) -> str:
    """One byte in Windows-1252; the five it leaves open are control characters, as on the web."""
    try:
        return bytes((byte,)).decode("cp1252")
    except UnicodeDecodeError:
        return chr(byte)
