"""The papers that one item of a list of references speaks of, and how items are marked.

Physicists cite several papers under one number, parted by semicolons or lettered a), b). A part is a
paper of its own only if it can stand alone, because authors and places are parted by semicolons too.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

from bibgen.readers.citations import citation, venues
from bibgen.readers.citations.citation import Citation
from bibgen.readers.citations.damage import repair

# How items are marked, tried in this order.
_MARKS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("bracket", re.compile(r"\s*\[(?P<number>\d{1,4})\]\s*[.:]?\s*")),
    ("label", re.compile(
        r"\s*\[(?P<label>[A-ZÀ-Þ][\w+*’'.&-]{0,14}\s?[’']?\d{2,4}[a-z]?|"
        r"(?!PDF|HTML|DOI|BIB|CODE|ABS|PS|URL)[A-ZÀ-Þ]{1,2}[A-Za-z+]{0,4}|"
        r"[A-ZÀ-Þ][^\[\]]{2,80}?,?\s?\(?(?:19|20)\d\d[a-z]?\)?[^\[\]]{0,160})\]\s*"
    )),
    ("paren", re.compile(r"\s*\((?P<number>\d{1,4})\)\s*")),
    ("half", re.compile(r"\s*(?P<number>\d{1,4})\)\s*")),
    ("dot", re.compile(r"\s*(?P<number>\d{1,4})\s?\.(?=\s|$|[A-ZÀ-Þ“\"])\s*")),
    ("bare", re.compile(r"\s*(?P<number>\d{1,4})(?:\s+(?=[A-ZÀ-Þ“\"])|\s*$|(?=[A-ZÀ-Þ][\w'’]+[ ,]))")),
)  # fmt: skip
_SPLIT = re.compile(r"\s*;\s+(?=[A-ZÀ-Þ])|\s*[;.,]?\s+(?=\(?[b-h]\)\s+[A-ZÀ-Þ])")
# What comes before the number of another paper: "see also arXiv:...", "Part I: arXiv:...".
_BESIDE = re.compile(
    r"(?<=[\s;,.(])(?=(?:see also|cf\.?|compare|part (?:[ivx]+|\d+)|comments? on|reply to|"
    r"companion(?: paper)?|(?:code|data) for)[\s:,]+(?:e-?prints?\s+)?arXiv\b)",
    re.I,
)
_IN_LINE = re.compile(r"(?<!\S)\[(\d{1,3})\]\s(?=\S)")
_LEAST_IN_LINE = 3
_SUB_ITEM = re.compile(r"\s*\(?[a-h]\)\s+")


def mark(text: str, kind: str = "") -> tuple[str, int, int] | None:
    """(kind, number, end) of the mark that a line begins with; labels have the number 0."""
    for name, pattern in _MARKS:
        match = pattern.match(text) if kind in ("", name) else None
        if match:
            return name, int(match.groupdict().get("number") or 0), match.end()
    return None


def in_line(text: str) -> list[tuple[int, int]]:
    """(start, end) of each item of a section that lost its line ends: `[1] ... [2] ... [3] ...`."""
    found = list(_IN_LINE.finditer(text))
    first = next((at for at, one in enumerate(found) if one[1] == "1"), len(found))
    run = [one for number, one in enumerate(found[first:], 1) if int(one[1]) == number]
    if len(run) < _LEAST_IN_LINE or len(run) < len(found) - first:
        return []
    ends = [*(one.start() for one in run[1:]), len(text)]
    return [(one.start(), end) for one, end in zip(run, ends, strict=True)]


def pieces(text: str) -> Iterator[tuple[int, int, Citation]]:
    """(start, end, what it says) of each paper of an item; what is no reference belongs to the one before.

    A journal without names behind a paper is another one by the same authors.
    """
    others = [match.end() for match in _BESIDE.finditer(text)]
    edges = sorted({0, *(match.end() for match in _SPLIT.finditer(text)), *others, len(text)})
    made: list[tuple[int, int]] = []
    for start, end in pairwise(edges):
        alone = start in others or _is_whole(text[start:end])
        if made and not (alone and _is_whole(text[made[-1][0] : made[-1][1]])):
            made[-1] = (made[-1][0], end)
        else:
            made.append((start, end))
    before = Citation()
    for start, end in made:
        one = cited(text[start:end])
        if start in others:  # its number is all that is said of it
            yield start, end, Citation(identifiers=one.identifiers)
            continue
        before = one if one.authors else replace(one, authors=before.authors, et_al=before.et_al)
        yield start, end, before


def cited(text: str) -> Citation:
    """What an item says, its mark and the letter of its part left out."""
    marked = mark(text)
    text = text[marked[2] :] if marked else text
    part = _SUB_ITEM.match(text)
    return citation.parse(text[part.end() :] if part else text)


def _is_whole(text: str) -> bool:
    one = cited(text)
    found = bool(one.identifiers or (one.issued and one.said))
    return found and one.is_reference and bool(one.authors or venues.is_bare(repair(text)))
