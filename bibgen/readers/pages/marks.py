"""What a kind of page looks like: a table of its marks, and a text seen as cells.

A line between two tabs is a cell, and so is what stands between tabs on it: a cell of a table is as good
as a line. Blanks are one, and characters that cannot be seen are left out, before a mark is held
against a cell.
"""

from __future__ import annotations

import re
from collections import deque
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Literal
from weakref import WeakKeyDictionary

from bibgen.readers.lines import Lines
from bibgen.readers.pages import people

Place = Literal["heading", "above", "below", "either"]

_LONGEST_MARK = 1500  # characters; a longer line can only be an abstract behind its label
_MOST_CELLS = 120  # of one card, its abstract included
_INVISIBLE = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u200e\u200f\u2060\ufeff\u00ad"))


@dataclass(frozen=True, slots=True)
class Mark:
    """A line of page furniture: what it looks like, where it stands, whether it shows the page.

    Named groups of the pattern are fields: `title`, `authors`, `venue`, `issued`, `year`, `arxiv`,
    `abstract`, `comment`, `categories`; any other name is a CSL variable. A `heading` stands over
    many cards and is part of none; what stands `above` a title opens a card.
    """

    pattern: re.Pattern[str]
    place: Place = "below"
    proves: bool = False


def mark(pattern: str, place: Place = "below", *, proves: bool = False) -> Mark:
    """A mark whose pattern the whole line must match, in any case, runs of blanks read as one."""
    return Mark(re.compile(pattern, re.I), place, proves)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Page:
    """A kind of page: its name, its marks, and what its cards may lack.

    `column`: names may stand one a line. `nameless`: a card may show no names at all. `least`: words of
    a title. `initials`: names are given as `O Vinyals`, which proves the page by itself.
    """

    name: str
    marks: tuple[Mark, ...] = ()
    column: bool = False
    nameless: bool = False
    initials: bool = False
    least: int = 1
    any: re.Pattern[str] = field(init=False)

    def __post_init__(self) -> None:
        plain = (re.sub(r"\(\?P<\w+>", "(?:", one.pattern.pattern) for one in self.marks)
        object.__setattr__(self, "any", re.compile("|".join(f"(?:{one})" for one in plain) or r"(?!)", re.I))


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """A line, or what stands between tabs on it, with runs of blanks as one; `gap`: blank lines above."""

    text: str
    ahead: int
    gap: bool


class Cells:
    """The cells from a line on, made as far as they are looked at."""

    def __init__(self, lines: Lines, ahead: int = 0) -> None:
        self.lines = lines
        self._next = ahead
        self._made: list[Cell] = []

    def __getitem__(self, at: int) -> Cell | None:
        gap = False
        while len(self._made) <= at:
            line = self.lines[self._next] if at < _MOST_CELLS else None
            if line is None:
                return None
            made = _cells(line.text)
            for number, text in enumerate(made):
                self._made.append(Cell(text=text, ahead=self._next, gap=gap and not number))
            gap = not made
            self._next += 1
        return self._made[at]


@dataclass(slots=True)
class _Scan:
    """Which of the lines ahead bear a mark: numbers of lines, looked at up to `seen`."""

    seen: int = 0
    marked: deque[int] = field(default_factory=deque)


_SCANS: WeakKeyDictionary[Lines, dict[str, _Scan]] = WeakKeyDictionary()


def marked_ahead(page: Page, lines: Lines) -> bool:
    """Whether a mark of the page stands on one of the next lines; every line is looked at once.

    Most texts are no such page, and to see that must cost next to nothing.
    """
    here = lines[0]
    if here is None:
        return False
    scan = _SCANS.setdefault(lines, {}).setdefault(page.name, _Scan())
    while scan.marked and scan.marked[0] < here.number:
        scan.marked.popleft()
    ahead = max(0, scan.seen + 1 - here.number)
    while ahead < _MOST_CELLS and not scan.marked and (line := lines[ahead]) is not None:
        scan.seen = line.number
        if any(known(page, text) for text in _cells(line.text)):
            scan.marked.append(line.number)
        ahead += 1
    return bool(scan.marked) and scan.marked[0] < here.number + _MOST_CELLS


@lru_cache(maxsize=1024)
def _cells(text: str) -> tuple[str, ...]:
    plain = text.translate(_INVISIBLE)
    return tuple(" ".join(cell.split()) for cell in plain.split("\t") if cell.strip())


@lru_cache(maxsize=4096)
def known(page: Page, text: str) -> Mark | None:
    """The first mark of the page that the text is."""
    if len(text) > _LONGEST_MARK:
        return next(
            (one for one in page.marks if "abstract" in one.pattern.groupindex and _is(one, text)), None
        )
    if not page.any.fullmatch(text):
        return None
    return next((one for one in page.marks if _is(one, text)), None)


def _is(one: Mark, text: str) -> bool:
    """Whether the text is the mark, and its names, if it holds any, can be names."""
    made = one.pattern.fullmatch(text)
    authors = made.groupdict().get("authors") if made else None
    return bool(made) and (authors is None or people.are_some(authors))
