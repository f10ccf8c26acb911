"""The lines of an input, looked at ahead of the place where reading stands.

A reader must see what follows before it can tell a layout (an abstract is one because an `arXiv:`
line comes after it), but an input may be larger than memory. So lines are fetched only as far as a
reader looks ahead and forgotten once they are claimed. A line ends at `\\n`, `\\r\\n` or `\\r`, as
editors count them; other Unicode separators are part of the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from bibgen.model import Identifier, Span

_WRAPPED = 160  # a longer line was not wrapped by hand or mail: it is a paragraph of its own
_LABEL_LENGTH = 40
_MOST_LINES = 200  # of a paragraph; wrapped at 60 characters that is six times arXiv's longest abstract
_FORGET = 1000  # lines behind before their memory is given back


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A paper that the characters `start:end` of a line link to."""

    identifier: Identifier
    start: int
    end: int


class Line(NamedTuple):  # not a dataclass: a page has more lines than anything else, and this is made faster
    """One line without its end; `number` from 1, `start` the offset of its first character.

    `links` are those of a page that is more than its text; what pasted text names stands in `text`.
    """

    text: str
    number: int
    start: int
    links: tuple[Link, ...] = ()

    @property
    def blank(self) -> bool:
        """Whether nothing can be seen on it."""
        return not self.text.strip()


class Lines:
    """A window on the lines of `file`: `lines[0]` is the next to be claimed, `lines[n]` n further.

    `fresh` tells whether a block may begin here: at the start of the text, after a blank line, or
    where the last block ended.
    """

    def __init__(self, source: Iterable[Line], file: str) -> None:
        self.file = file
        self.fresh = True
        self._source = iter(source)
        self._held: list[Line] = []
        self._taken = 0  # of those held

    def __getitem__(self, ahead: int) -> Line | None:
        at = self._taken + ahead
        held = self._held
        while len(held) <= at:
            line = next(self._source, None)
            if line is None:
                return None
            held.append(line)
        return held[at]

    def take(self, count: int) -> None:
        """Leave the next `count` lines behind."""
        self._taken += count
        if self._taken > _FORGET:
            del self._held[: self._taken]
            self._taken = 0

    def skip_blank(self, ahead: int) -> int:
        """How far ahead the first line that is not blank stands, from `ahead` on."""
        while (line := self[ahead]) is not None and line.blank:
            ahead += 1
        return ahead

    def span(self, first: int, last: int) -> Span:
        """The place of the lines `first` to `last` ahead (inclusive), blanks at the ends left out."""
        top, bottom = self._held[self._taken + first], self._held[self._taken + last]
        return Span(
            file=self.file,
            first=top.number,
            last=bottom.number,
            start=top.start + len(top.text) - len(top.text.lstrip()),
            end=bottom.start + len(bottom.text.rstrip()),
        )

    def raw(self, first: int, last: int) -> str:
        """The text of the lines `first` to `last` ahead, joined by newlines."""
        held = self._held[self._taken + first : self._taken + last + 1]
        return "\n".join(line.text for line in held).strip()


_LINE_END = re.compile(r"(\r\n|\n|\r)")


def split(chunks: Iterable[str]) -> Iterator[Line]:
    """The lines of a text that comes in pieces, which may end anywhere."""
    carried: list[str] = []
    number, start, held = 1, 0, ""
    for chunk in chunks:
        chunk = held + chunk
        held = "\r" if chunk.endswith("\r") else ""  # its `\n` may come with the next chunk
        chunk = chunk[: len(chunk) - len(held)]
        *pieces, rest = _LINE_END.split(chunk)  # texts and ends by turns, then what has no end yet
        for text, end in zip(pieces[::2], pieces[1::2], strict=True):
            if carried:
                text = "".join((*carried, text))
                carried.clear()
            yield Line(text, number, start)
            number, start = number + 1, start + len(text) + len(end)
        if rest:
            carried.append(rest)
    text = "".join(carried)
    if text:
        yield Line(text=text, number=number, start=start)


def paragraph_end(lines: Lines, ahead: int, stops: re.Pattern[str]) -> int:
    """How far ahead the paragraph that begins at `ahead` ends (inclusive).

    It ends before a blank line, before a line that `stops` matches, and before the labels and
    buttons that a page puts right under its prose.
    """
    begin = ahead
    while (following := lines[ahead + 1]) is not None and not following.blank:
        line = lines[ahead] if ahead - begin < _MOST_LINES else None
        if line is None or stops.match(following.text) or not _goes_on(line.text, following.text):
            break
        ahead += 1
    return ahead


def _goes_on(text: str, following: str) -> bool:
    """Whether prose goes on: mid-sentence always, after a full stop only with more prose."""
    text, following = text.rstrip(), following.strip()
    if len(text) > _WRAPPED:
        return len(following) > _WRAPPED or (
            not text.endswith((".", "!", "?", ":", '"', ")", "”")) and following[:1].islower()
        )
    ended = text.endswith((".", "!", "?"))
    return not ended or len(following) > _LABEL_LENGTH or following.endswith(".")


def join(texts: Iterable[str]) -> str:
    """Wrapped lines as one; a hyphen at a line's end stays and takes no blank."""
    pieces: list[str] = []
    for text in texts:
        last = pieces[-1] if pieces else ""
        if pieces and not (last[-1:] == "-" and last[-2:-1].isalpha()):
            pieces.append(" ")
        pieces.append(" ".join(text.split()))
    return "".join(pieces)
