"""JSON about papers: CSL-JSON, JSON Lines, and what the services of papers answer.

A paper is an object with a title and something that a paper has (authors, an abstract, an
identifier); the outermost such object counts, wherever it stands: in an array, under `items` or
`data`, alone on a line, inside other text. So no wrapper need be known, and objects are read one by
one from an array of any length. What the keys mean is for `jsonkeys` to say. Code in braces is told
by its first sign that JSON has not.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass

from bibgen.model import Mention, Span
from bibgen.readers.lines import Lines
from bibgen.readers.records import jsonkeys
from bibgen.readers.registry import Claim

NAME = "json"

_BEGINS = re.compile(r"[\[{]\s*(?:$|[\[{\"])")
_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*+"|[{}\[\]]|(?P<odd>["\'()=;<>#/\\`@])')
_SEPARATORS = re.compile(r"[\s\[\]},]*")
_CLOSING = re.compile(r"[\s\]},]*")
_MOST_LINES = 5000  # of an object; a paper of three thousand authors with lines for each of their parts
_DEEPEST = 16  # levels; no service nests its answers deeper
_HEAD = 60  # lines from the beginning of an answer too long to be looked through to its first paper


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A place in the text: how many lines ahead, and the column there."""

    ahead: int
    column: int


def claim(lines: Lines) -> Claim | None:
    """The papers of the objects that begin on the next line."""
    line = lines[0]
    if line is None or ("{" not in line.text and "[" not in line.text):
        return None
    begins = _BEGINS.search(line.text)
    if begins is None:
        return None
    found = list(_papers(lines, Place(ahead=0, column=begins.start())))
    if not found:
        return None
    mentions, ends = zip(*found, strict=True)
    return Claim(items=mentions, lines=_closed(lines, ends[-1]) + 1)


def _papers(lines: Lines, at: Place) -> Iterator[tuple[Mention, Place]]:
    """The papers from a place on and where each ends, as long as they begin where the last one ended."""
    descents = 0
    begin = _opening(lines, at, most=_HEAD)
    while begin:
        end = _end(lines, begin)
        if end is None:  # too long, perhaps the frame of a long list
            descents += 1
            inside = Place(ahead=begin.ahead, column=begin.column + 1)
            begin = _opening(lines, inside, most=_HEAD, framed=True) if descents < _DEEPEST else None
            continue
        found = list(_within(lines, begin, end))
        yield from found
        if not found and end.ahead > begin.ahead:
            return
        begin = _opening(lines, end, most=1)
        descents = _DEEPEST


def _opening(lines: Lines, at: Place, *, most: int, framed: bool = False) -> Place | None:
    """The next `{`, on the line of `at` or up to `most` lines from it, with only separators before.

    Args:
        framed: keys and values may stand before it too.
    """
    for ahead in range(at.ahead, at.ahead + most):
        line = lines[ahead]
        if line is None:
            return None
        column = at.column if ahead == at.ahead else 0
        if framed:
            column = _framed(line.text, column)
        else:
            gap = _SEPARATORS.match(line.text, column)
            column = gap.end() if gap else column
        if column < 0 or line.text[column : column + 1] == "{":
            return Place(ahead=ahead, column=column) if column >= 0 else None
        if column < len(line.text) and not framed:
            return None
    return None


def _framed(text: str, column: int) -> int:
    """The column of the next `{` outside strings, the line's end if there is none, -1 if it is no JSON."""
    for token in _TOKEN.finditer(text, column):
        if token["odd"]:
            return -1
        if token[0] == "{":
            return token.start()
    return len(text)


def _end(lines: Lines, begin: Place) -> Place | None:
    """The place behind the brace that closes the object at `begin`; None if there is none, or no JSON."""
    depth = 0
    for ahead in range(begin.ahead, begin.ahead + _MOST_LINES):
        line = lines[ahead]
        if line is None:
            return None
        for token in _TOKEN.finditer(line.text, begin.column if ahead == begin.ahead else 0):
            depth += (token[0] in "{[") - (token[0] in "}]")
            if depth == 0:
                return Place(ahead=ahead, column=token.end())
            if token["odd"] or depth > _DEEPEST:
                return None
    return None


def _within(lines: Lines, begin: Place, end: Place) -> Iterator[tuple[Mention, Place]]:
    """The object between two places if it is a paper, else the outermost papers in it."""
    text = _text(lines, begin, end)
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        return
    made = jsonkeys.told(value)
    if made:
        yield Mention(raw=text, span=_span(lines, begin, end), reader=NAME, **made), end
        return
    if not jsonkeys.holds_papers(value):
        return
    at: Place | None = Place(ahead=begin.ahead, column=begin.column + 1)
    while at and (inner := _opening(lines, at, most=end.ahead - at.ahead + 1, framed=True)):
        inner_end = _end(lines, inner)
        if inner_end is None or (inner.ahead, inner.column) >= (end.ahead, end.column):
            return
        yield from _within(lines, inner, inner_end)
        at = inner_end


def _text(lines: Lines, begin: Place, end: Place) -> str:
    texts = [line.text for ahead in range(begin.ahead, end.ahead + 1) if (line := lines[ahead])]
    texts[-1] = texts[-1][: end.column]
    texts[0] = texts[0][begin.column :]
    return "\n".join(texts)


def _span(lines: Lines, begin: Place, end: Place) -> Span:
    top, bottom = lines[begin.ahead], lines[end.ahead]
    assert top is not None
    assert bottom is not None
    start, stop = top.start + begin.column, bottom.start + end.column
    return Span(file=lines.file, first=top.number, last=bottom.number, start=start, end=stop)


def _closed(lines: Lines, end: Place) -> int:
    """The last line of what ends there: that of `end`, or of the brackets below that close the frame."""
    last = end.ahead
    column = end.column
    while (line := lines[last]) and _CLOSING.fullmatch(line.text, column):
        following = lines[last + 1]
        if following is None or following.blank or not _CLOSING.fullmatch(following.text):
            break
        last, column = last + 1, 0
    return last
