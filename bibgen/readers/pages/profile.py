"""An author's profile page: header, title, authors, abstract for each paper.

The header glues category, date and sometimes a badge: `CVMar 16, 2022Code`. Under it stand the
title, the authors (up to three, then `et al.`, then `· affiliation`) and the abstract, with or
without blank lines between. Statistics at the top of the page are left over. Where title and
authors share a line, `condensed` reads the paper.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from bibgen import dates, names
from bibgen.model import Mention, PartialDate
from bibgen.readers.citations import furniture
from bibgen.readers.lines import Lines, join, paragraph_end
from bibgen.readers.registry import Claim

NAME = "profile"

_HEADER = re.compile(
    r"\s*(?P<category>[A-Za-z][A-Za-z-]{0,14}(?:\.[A-Za-z-]{2,12})?)?\s?(?P<date>"
    rf"(?:{dates.MONTH})\s+\d{{1,2}},\s+\d{{4}})(?P<badges>(?:\s?[A-Z][A-Za-z]{{2,11}}){{0,4}})\s*"
)
HEADER = re.compile(rf"(?:{_HEADER.pattern})$")
_AFFILIATION = re.compile(r"\s+[·•|]\s+.*$")
_MOST_TITLE_LINES = 4
_LONGEST_TITLE = 300  # characters; the longest on arXiv has 268, and a longer line is an abstract
_LONGEST_WRAPPED = 120  # characters of the last line of a title that wraps
_LONGEST_NAME = 6  # words; "the" and "and" of groups come on top


@dataclass(frozen=True, slots=True, kw_only=True)
class Header:
    """What a header line says, and how far ahead the text under it begins."""

    category: str
    issued: PartialDate
    below: int


def header(lines: Lines) -> Header | None:
    """The header at the next line, or None."""
    line = lines[0]
    match = HEADER.match(line.text) if line else None
    when = dates.parse(match["date"]) if match else None
    if match is None or when is None:
        return None
    return Header(category=match["category"] or "", issued=when, below=lines.skip_blank(1))


def claim(lines: Lines) -> Claim | None:
    """The paper under the header at the next line, if its authors stand on a line of their own."""
    head = header(lines)
    if head is None:
        return None
    title_end = _title_end(lines, head.below)
    at = lines.skip_blank(title_end + 1)
    line = lines[at]
    if title_end < head.below or line is None or not is_author_line(line.text):
        return None
    if not (head.category or names.is_cut(line.text) or " " in line.text.strip()):
        return None  # under a date alone, a word is a heading
    title = join(lines.raw(head.below, title_end).splitlines())
    wrapped = title_end > head.below
    if len(title) > _LONGEST_TITLE or (wrapped and (title.endswith(".") or _is_long(lines, title_end))):
        return None  # an abstract is part of it
    authors, et_al = names.parse_list(without_affiliation(line.text))
    abstract, last = abstract_below(lines, at)
    mention = Mention(
        raw=lines.raw(0, last),
        span=lines.span(0, last),
        reader=NAME,
        title=title,
        authors=authors,
        et_al=et_al,
        issued=head.issued,
        categories=(head.category,) if head.category else (),
        abstract=abstract,
    )
    return Claim(items=(mention,), lines=last + 1)


def _is_long(lines: Lines, at: int) -> bool:
    line = lines[at]
    return line is not None and len(line.text) > _LONGEST_WRAPPED


def _title_end(lines: Lines, at: int) -> int:
    """Where the title ends: with its paragraph, or above a line of authors; `at - 1` if none."""
    line = lines[at]
    if line is None or HEADER.match(line.text):
        return at - 1
    first = at
    while (following := lines[at + 1]) is not None and not following.blank:
        if at - first == _MOST_TITLE_LINES or HEADER.match(following.text) or is_author_line(following.text):
            break
        at += 1
    return at


def abstract_below(lines: Lines, at: int) -> tuple[str | None, int]:
    """The paragraph under line `at` unless the next paper begins there; and its last line."""
    begin = lines.skip_blank(at + 1)
    line = lines[begin]
    if line is None or HEADER.match(line.text):
        return None, at
    last = paragraph_end(lines, begin, HEADER)
    text = join(lines.raw(begin, last).splitlines())
    # A word or two is a button of the page, or an identifier that stands for itself.
    return (text, last) if len(text.split()) > 2 else (None, at)


def without_affiliation(text: str) -> str:
    """A line of authors without the `· affiliation` at its end."""
    return _AFFILIATION.sub("", text)


def is_author_line(text: str) -> bool:
    """Whether a line can be nothing but names."""
    text = without_affiliation(text).strip()
    if names.is_cut(text):
        return True
    ended = text.endswith((".", ":", "?", "!"))
    if not text or (ended and not re.search(r"\b(?:Jr|Sr|[A-Z])\.$", text)):
        return False
    return all(is_name(piece) for piece in re.split(r",\s*|\s+and\s+", text) if piece)


def is_name(text: str) -> bool:
    """Whether a few words can be a name: capitals, initials and particles, no digits."""
    parsed = names.parse(text)
    if furniture.is_heading(text):
        return False
    if names.is_group(text):
        return len(text.split()) <= 2 * _LONGEST_NAME
    words = text.split()
    if not words or len(words) > _LONGEST_NAME or re.search(r"[\d:;?!$\\=<>\[\]]", text):
        return False
    spoken = (parsed.given, parsed.family, parsed.literal)
    return all(part[0].isupper() or not part[0].isascii() or "'" in part[:3] for part in spoken if part)
