"""The lines of a page as they come together: pieces of text, breaks between blocks, links, cells.

White space is collapsed as a browser does, blocks ask for a new line or a blank one and get it when
more text comes, and a link is cut where its line ends. A link that carries no text (a picture) goes to
the line it stands on; if it stands alone, its address is the text, or the paper would be lost.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from bibgen import identifiers
from bibgen.model import Identifier
from bibgen.readers.lines import Line, Link

_SPACES = re.compile(r"[ \t\r\n\f]+")
# A no-break space is copied as a blank; marks that only say where a word may break are not copied.
_COPIED = {0xA0: " ", 0xAD: None, 0x200B: None, 0x2060: None, 0xFEFF: None}


@dataclass(slots=True)
class _Open:
    """A link that has begun: `start` is None until text follows on the present line."""

    identifier: Identifier | None
    start: int | None = None
    empty: bool = True


class Text:
    """Lines in the making; the first character of the first is at `offset`."""

    def __init__(self, offset: int) -> None:
        self.kept = 0  # how many elements are open in which white space counts
        self._at = offset
        self._number = self._begun = 1
        self._gap = 0  # 1: a new line is due, 2: a blank one too
        self._new_row = False
        self._pieces: list[str] = []
        self._length = 0
        self._links: list[Link] = []
        self._open: list[_Open] = []
        self._loose: list[Identifier] = []
        self._done: list[Line] = []
        self._apart = True  # the last line was blank, or there was none

    def at_least(self, number: int) -> None:
        """What follows stands on line `number` of the source or below."""
        self._number = max(self._number, number)

    def skip(self, text: str) -> None:
        """Pass over text of the source that is not shown."""
        self._number += text.count("\n")

    def add(self, text: str) -> None:
        """Text as the source has it."""
        if not self.kept:
            self._flow(text)
            return
        for at, part in enumerate(text.split("\n")):
            if at:
                self._number += 1
                self.newline()
            if part.strip():
                self._put(part.rstrip("\r").translate(_COPIED), self._number)

    def _flow(self, text: str) -> None:
        begins = self._number + text[: len(text) - len(text.lstrip())].count("\n")
        self._number += text.count("\n")
        shown = _SPACES.sub(" ", text).translate(_COPIED)
        goes_on = bool(self._pieces) and not self._gap
        if goes_on and self._pieces[-1][-1] in " \t":
            shown = shown.lstrip(" ")
        if shown.strip():
            self._put(shown if goes_on else shown.lstrip(" "), begins)
        elif shown and goes_on:
            self._write(" ")

    def _put(self, shown: str, number: int) -> None:
        """Text that can be seen, on a new line if one is due."""
        self._break()
        if not self._pieces:
            self._begun = number
        for one in self._open:
            if one.start is None:
                one.start, one.empty = self._length, False
        self._write(shown)
        self._links += [Link(identifier=one, start=0, end=1) for one in self._loose]
        self._loose.clear()
        self._new_row = False

    def _write(self, shown: str) -> None:
        self._pieces.append(shown)
        self._length += len(shown)

    def block(self, lines: int = 1) -> None:
        """A block begins or ends: what follows stands on a new line, with a blank one between if 2."""
        if self._pieces and self._pieces[-1] == "\t" and not self._gap:
            return  # a cell has begun, and its first block with it
        if self._loose and (self._gap or not self._pieces):
            addresses = " ".join(identifiers.address(one) or "" for one in self._loose)
            self._put(addresses, self._number)
        self._gap = max(self._gap, lines)

    def newline(self) -> None:
        """A break of the line; two of them leave a blank line."""
        self._gap = min(self._gap + 1, 2)

    def row(self) -> None:
        """A row of a table begins."""
        self.block()
        self._new_row = True

    def cell(self) -> None:
        """A cell of a row begins that is not the first."""
        if self._new_row:
            self._break()
            self._begun = self._number
        self._new_row = False
        self._gap = 0
        self._write("\t")

    def link(self, identifier: Identifier | None) -> None:
        """A link begins, to a paper or to something else."""
        self._open.append(_Open(identifier))

    def unlink(self) -> None:
        """The last link that began ends."""
        ended = self._open.pop()
        if ended.identifier is None:
            return
        if ended.start is not None:
            self._linked(ended.identifier, ended.start)
        elif ended.empty and self._length and not self._gap:
            self._linked(ended.identifier, self._length - 1)
        elif ended.empty:
            self._loose.append(ended.identifier)

    def _linked(self, identifier: Identifier, start: int) -> None:
        self._links.append(Link(identifier=identifier, start=start, end=self._length))

    def _break(self) -> None:
        """End the line if a new one is due."""
        if not self._gap:
            return
        for one in self._open:
            if one.start is not None and one.identifier:
                self._linked(one.identifier, one.start)
            one.start = None
        text = "".join(self._pieces).rstrip()
        if text:
            end = len(text)
            links = tuple(
                Link(identifier=one.identifier, start=min(one.start, end - 1), end=min(one.end, end))
                for one in self._links
            )
            self._emit(Line(text=text, number=self._begun, start=self._at, links=links))
            self._apart = False
        if self._gap > 1 and not self._apart:
            self._emit(Line(text="", number=self._begun, start=self._at))
            self._apart = True
        self._pieces.clear()
        self._links.clear()
        self._length = self._gap = 0

    def _emit(self, line: Line) -> None:
        self._done.append(line)
        self._at += len(line.text) + 1

    def done(self) -> Iterator[Line]:
        """The lines that are complete, once."""
        if self._done:
            yield from self._done
            self._done.clear()

    def finish(self) -> Iterator[Line]:
        """The same, and the last line."""
        self.block()
        self._break()
        yield from self.done()
