"""What is different between two long texts, as a unified diff (POSIX `diff -u`); pure.

A change to a .bib of 20,000 entries touches few of its 300,000 lines, and `difflib` alone would hold all
against all. So what both texts have at their beginning and end is put aside, and the rest is parted at lines
that stand once in either, in their order (as "patience diff" does; https://bramcohen.livejournal.com/73318.html);
what lies between two of those is short and left to `difflib`.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+\Z")
_CONTEXT = 3  # lines before and behind a change
_MOST = 4_000_000  # pairs of lines that are compared; what is larger is told as taken out and put in
_UNFINISHED = "\\ No newline at end of file\n"


@dataclass(frozen=True, slots=True)
class _Stretch:
    """Lines `start:end` of the old text, in whose place the new one has `new_start:new_end`."""

    start: int
    end: int
    new_start: int
    new_end: int


def unified(old: str, new: str, name: str) -> Iterator[str]:
    r"""The lines of a unified diff, each with its line end; none for two texts that are the same.

    >>> print("".join(unified("a\nb\n", "a\nB\n", "refs.bib")), end="")
    --- refs.bib
    +++ refs.bib
    @@ -1,2 +1,2 @@
     a
    -b
    +B
    """
    if old == new:
        return
    lines, others = _LINE.findall(old), _LINE.findall(new)
    yield f"--- {name}\n"
    yield f"+++ {name}\n"
    for changes in _grouped(_changes(lines, others), len(lines)):
        yield from _hunk(changes, lines, others)


def _hunk(changes: Sequence[_Stretch], lines: Sequence[str], others: Sequence[str]) -> Iterator[str]:
    first, last = changes[0], changes[-1]
    before = min(first.start, _CONTEXT)
    behind = min(len(lines) - last.end, _CONTEXT)
    begin, end = first.start - before, last.end + behind
    new_begin, new_end = first.new_start - before, last.new_end + behind
    yield f"@@ -{_range(begin, end)} +{_range(new_begin, new_end)} @@\n"
    at = begin
    for change in changes:
        yield from _marked(" ", lines[at : change.start])
        yield from _marked("-", lines[change.start : change.end])
        yield from _marked("+", others[change.new_start : change.new_end])
        at = change.end
    yield from _marked(" ", lines[at:end])


def _range(begin: int, end: int) -> str:
    """Lines as a hunk names them, from 1; an empty range by the line before it."""
    length = end - begin
    first = begin + 1 if length else begin
    return str(first) if length == 1 else f"{first},{length}"


def _marked(mark: str, lines: Sequence[str]) -> Iterator[str]:
    for line in lines:
        bare = line.rstrip("\r\n")
        yield f"{mark}{bare}\r\n" if line.endswith("\r\n") else f"{mark}{bare}\n"
        if line == bare:
            yield _UNFINISHED


def _grouped(changes: Sequence[_Stretch], length: int) -> Iterator[list[_Stretch]]:
    """The changes by hunks: those are together whose surroundings meet."""
    group: list[_Stretch] = []
    for change in changes:
        if group and change.start - group[-1].end > 2 * _CONTEXT:
            yield group
            group = []
        group.append(change)
    if group:
        yield group


def _changes(lines: Sequence[str], others: Sequence[str]) -> list[_Stretch]:
    """Where the texts differ, in their order."""
    at = new_at = head = _same(lines, others)
    tail = _same(lines[head:][::-1], others[head:][::-1])
    end, new_end = len(lines) - tail, len(others) - tail
    found: list[_Stretch] = []
    for place, new_place in [*_anchors(lines[head:end], others[head:new_end], head), (end, new_end)]:
        found += _between(_Stretch(at, place, new_at, new_place), lines, others)
        at, new_at = place + 1, new_place + 1
    return found


def _same(lines: Sequence[str], others: Sequence[str]) -> int:
    """How many lines two texts have in common from their beginning."""
    pairs = enumerate(zip(lines, others, strict=False))
    return next((at for at, (one, other) in pairs if one != other), min(len(lines), len(others)))


def _anchors(lines: Sequence[str], others: Sequence[str], begin: int) -> list[tuple[int, int]]:
    """Lines that stand once in both, as many as are in the same order; places counted from `begin`."""
    once = _once(lines)
    places = _once(others)
    pairs = [(at, places[line]) for line, at in once.items() if line in places]
    return [(at + begin, other + begin) for at, other in _rising(pairs)]


def _once(lines: Sequence[str]) -> dict[str, int]:
    """The lines that stand there once, and where, in their order."""
    counted = Counter(lines)
    return {line: at for at, line in enumerate(lines) if counted[line] == 1}


def _rising(pairs: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """The longest row of pairs in which the second number rises too."""
    ends: list[int] = []  # the least number in which a row of each length ends
    last: list[int] = []  # the pair that does
    before: list[int] = []
    for number, (_, other) in enumerate(pairs):
        length = bisect_left(ends, other)
        before.append(last[length - 1] if length else -1)
        if length == len(ends):
            ends.append(other)
            last.append(number)
        else:
            ends[length], last[length] = other, number
    row: list[tuple[int, int]] = []
    number = last[-1] if last else -1
    while number >= 0:
        row.append(pairs[number])
        number = before[number]
    return row[::-1]


def _between(gap: _Stretch, lines: Sequence[str], others: Sequence[str]) -> Iterator[_Stretch]:
    """Where the texts differ in a stretch."""
    one, other = lines[gap.start : gap.end], others[gap.new_start : gap.new_end]
    if one == other:
        return
    if not one or not other or len(one) * len(other) > _MOST:
        yield gap
        return
    for kind, start, end, new_start, new_end in SequenceMatcher(None, one, other, False).get_opcodes():
        if kind != "equal":
            yield _Stretch(
                gap.start + start, gap.start + end, gap.new_start + new_start, gap.new_start + new_end
            )
