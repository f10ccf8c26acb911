"""The outermost elements of some names in XML, with the place of each in the text.

A parser gives elements but not their places, and a broken record would cost all others. So records are
cut out of the text by their tags, as XML defines tags, comments and CDATA sections
(https://www.w3.org/TR/xml/#sec-logical-struct), and each is parsed by itself: without the document's
own definitions, so that no entity can grow, and without reaching for a file or the network.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from io import BytesIO
from typing import Any, BinaryIO

from lxml import etree

from bibgen.model import Leftover, Mention, Notice, Span
from bibgen.readers.cover import Item, cut
from bibgen.readers.documents.formats import marked, whole
from bibgen.readers.documents.text import decode
from bibgen.readers.lines import Line, split

BROKEN = "a record whose XML is broken"
_DECLARED = re.compile(rb"<\?xml[^>]{0,100}encoding\s*=\s*[\"']([\w.:-]{1,40})")
# No possessive loop over a choice: Python before 3.11.5 misreads those (gh-106052).
# What is never closed goes to the end, or every further one would look there for its end again.
_MARKUP = re.compile(
    r"<(?:!--[\s\S]*?(?:-->|\Z)|!\[CDATA\[[\s\S]*?(?:\]\]>|\Z)|[?!][^>]*+(?:>|\Z)"
    r"|(?P<close>/)?(?P<name>[A-Za-z_][\w:.-]*+)"
    r"(?:[^<>\"'/]|/(?!>)|\"[^\"]*+(?:\"|\Z)|'[^']*+(?:'|\Z))*(?P<empty>/)?>)"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """An element's text, and the characters `start:end` of the document that are it."""

    name: str
    text: str
    start: int
    end: int


def document(raw: BinaryIO, name: str, notices: list[Notice], kind: str) -> str:
    """The text of an XML file, in the character set that it declares or as any text.

    Raises:
        InputError: it is larger than 256 MiB, or no text.
    """
    data = whole(raw, name, kind)
    declared = None if marked(data)[0] else _DECLARED.match(data.lstrip())
    if declared and declared[1].lower() not in (b"utf-8", b"utf8"):
        try:
            return data.decode(declared[1].decode())
        except (LookupError, UnicodeError):
            pass
    return "".join(decode(BytesIO(data), name, notices))


def outermost(text: str, wanted: Callable[[str], bool]) -> Iterator[Piece]:
    """The elements whose name is wanted and that stand in no other such element."""
    name, start, depth = "", 0, 0
    for tag in _MARKUP.finditer(text):
        found = tag["name"]
        if not depth and found and not tag["close"] and wanted(found):
            name, start, depth = found, tag.start(), 0 if tag["empty"] else 1
            if tag["empty"]:
                yield Piece(name=name, text=tag[0], start=start, end=tag.end())
        elif depth and found == name and not tag["empty"]:
            depth += -1 if tag["close"] else 1
            if not depth:
                yield Piece(name=name, text=text[start : tag.end()], start=start, end=tag.end())


def parsed(text: str) -> Any:  # noqa: ANN401
    """The element that a text is, or None if it is broken."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True)
    try:
        return etree.fromstring(text.encode("utf-8", "replace"), parser=parser)
    except etree.XMLSyntaxError:
        return None


def items(
    text: str, pieces: Iterable[Piece], file: str, read: Callable[[Piece], dict[str, Any] | str]
) -> Iterator[Item]:
    """Each piece as a mention or a leftover with its place, and what stands between them as leftovers.

    Args:
        read: gives the fields of the mention that a piece makes, or the reason why it makes none.
    """
    taken = list(split([text]))
    at = _Place(taken, file)
    done = 0
    for piece in pieces:
        yield from at.left(done, piece.start)
        made = read(piece)
        span = at.span(piece.start, piece.end)
        if isinstance(made, str):
            yield Leftover(text=piece.text, span=span, reason=made)
        else:
            yield Mention(raw=piece.text, span=span, **made)
        done = piece.end
    yield from at.left(done, len(text))


class _Place:
    """Where characters of a text stand; asked from front to back."""

    def __init__(self, lines: list[Line], file: str) -> None:
        self._lines = lines
        self._file = file
        self._at = 0

    def span(self, start: int, end: int) -> Span:
        first = self._line(start)
        return Span(file=self._file, first=first, last=self._line(end - 1), start=start, end=end)

    def left(self, start: int, end: int) -> Iterator[Leftover]:
        if start >= end:
            return
        begin = self._line(start) - 1
        made = cut(self._lines[begin : self._line(end - 1)], start, end, self._file)
        if made:
            yield made

    def _line(self, offset: int) -> int:
        while self._at + 1 < len(self._lines) and self._lines[self._at + 1].start <= offset:
            self._at += 1
        return self._at + 1
