"""Sections of references, copied from PDFs or typed: numbered, labelled, or by author and year.

A heading says that one begins; without it two items in a row must show it, by numbers that follow on
each other or by the same shape of names and year. Numbers alone show nothing: lists of steps, headings
and tables of contents have them too, so an item must have authors or an identifier beside a year or a
venue (`citation`). An item ends where the next one begins; where there is no number that is a line
that begins with names as the first item does, behind a line that ends as references end. What a page
has around its text (`furniture`) is left out of the items.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial

from bibgen.model import Mention, Name
from bibgen.readers.citations import authorlist, citation, furniture, venues, works
from bibgen.readers.citations.citation import Citation
from bibgen.readers.citations.damage import repair
from bibgen.readers.cover import cut
from bibgen.readers.lines import Line, Lines
from bibgen.readers.registry import Claim

NAME = "references"

_MOST_LINES = 400  # of an item: three thousand authors take so many
_MOST_BETWEEN = 12  # lines of page furniture and blanks within an item, or between two
_MOST_AHEAD = (5, 60)  # lines in which an item without number shows how its names are closed
_STEP = {"bracket": 4, "label": 0}  # how far numbers may jump: an item may be lost
_BULLET = re.compile(r"\s*[•●▪◦·∗–-]\s+(?=[A-ZÀ-Þ])")
_UNFINISHED = re.compile(
    r"(?:[,;:&(\[–-]|\b(?:and|of|the|in|for|a|an|with|on|to|In|et|pages|pp\.|vol\.|no\.|doi:)|"
    r"\b[A-Z]\.|\b(?:et al|Proc|Trans|Conf)\.)\s*$"
)
_FINISHED = re.compile(r"(?:[.)\]”\"’>]|\d[a-z]?|https?://\S+|10\.\d{4,9}/\S+)\s*$")
_GOES_ON = re.compile(r"\s*(?:[a-zß-ÿ]|[(&,;:.)\]“\"]|\d{1,4}[:,(–-]|(?:19|20)\d\d\b|arXiv|https?:|doi)")
_LONG_LINE = 300  # characters
_CITED_ON = re.compile(r"(?<=\.)\s\d{1,3}(?:, \d{1,3})*\s*$")  # the pages that cite an item
_SURE_VENUE = 0.5
_ANYBODY = "Nemo, N. "  # where dashes stood, so that the style is told as in other items
_SAME_AUTHORS = re.compile(r"\s*(?:[—–―‒_-]\s?){2,}[.,]?\s*(?=[(A-Z“\"\d])")
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d")


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """How the items of a section show themselves: the kind of mark, or names `order` closed by `closing`."""

    kind: str
    number: int = 0
    headed: bool = False
    order: str = ""
    closing: str = ""
    authors: tuple[Name, ...] = ()  # of the last item, for the dashes that stand for them in the next


@dataclass(frozen=True, slots=True, kw_only=True)
class _Item:
    """The lines of an item that are its own, how far ahead the last stands, and what they say."""

    lines: tuple[Line, ...]
    last: int
    cited: Citation


def claim(lines: Lines) -> Claim | None:
    """The heading of a section of references, or the first of several items at the next line."""
    line = lines[0]
    if line is None:
        return None
    if furniture.is_heading(line.text):
        at = _content(lines, 1)
        section = _begins(lines, at, headed=True) if at else None
        return Claim(items=(), lines=1, then=partial(_next, section)) if section else None
    section = _begins(lines, 0, headed=False)
    return _next(section, lines) if section else _glued(lines, line)


def _glued(lines: Lines, line: Line) -> Claim | None:
    """The items of a section that was pasted into one line."""
    if len(line.text) < _LONG_LINE:
        return None
    found: list[Mention] = []
    for start, end in works.in_line(line.text):
        text = _CITED_ON.sub("", line.text[start:end])
        cited, place = citation.parse(text), cut([line], line.start + start, line.start + end, lines.file)
        if place and cited.is_reference:
            found.append(cited.mention(place.text, place.span, NAME))
    return Claim(items=tuple(found), lines=1) if len(found) > 1 else None


def _content(lines: Lines, at: int, section: Section | None = None) -> int:
    """Where the first line from `at` on stands that is neither blank nor page furniture; 0 if far off.

    A number alone is that of a page, unless it is the next mark of `section`.
    """
    for ahead in range(at, at + _MOST_BETWEEN):
        line = lines[ahead]
        if line is None:
            return 0
        if line.blank:
            continue
        before = lines[ahead - 1]
        if not furniture.is_running(line.text, before.text if before else ""):
            return ahead
        mark = works.mark(line.text, "bare") if section and section.kind == "bare" else None
        if section and mark and mark[1] == section.number + 1:
            return ahead
    return 0


def _begins(lines: Lines, at: int, *, headed: bool) -> Section | None:
    """The section whose first item is at line `at`, None if there is none."""
    line = lines[at]
    if line is None:
        return None
    mark = works.mark(line.text)
    if mark:
        section = Section(kind=mark[0], number=mark[1] - 1, headed=headed)
        return section if _shown(lines, at, section) else None
    if not (headed or lines.fresh) or not _plain_begin(line.text):
        return None
    authors = _authors(lines, at)
    if not authors or authors.order == "family" or (authors.closing == "comma" and not headed):
        return None
    section = Section(kind="plain", headed=headed, order=authors.order, closing=authors.closing)
    return section if _shown(lines, at, section) else None


def _shown(lines: Lines, at: int, section: Section) -> bool:
    """Whether the item at line `at` is a reference, and one of the next two unless a heading said so."""
    first = _item(lines, at, section)
    if _is_sure(first, section):
        return section.headed or _is_followed(lines, first.last, section) or _stands_alone(lines, first)
    return section.headed and section.kind != "plain" and _is_followed(lines, first.last, section)


def _stands_alone(lines: Lines, item: _Item) -> bool:
    """Whether an item is a block of its own and says all that a reference says: one pasted by itself."""
    below = lines[item.last + 1]
    if not lines.fresh or not (below is None or below.blank):
        return False
    cited, title = item.cited, item.cited.title or ""
    placed = cited.identifiers or cited.said or venues.strength(cited.venue or "x") > _SURE_VENUE
    whole = bool(cited.authors and cited.issued and placed)
    return whole and len(title.split()) > 2 and not title[0].islower()


def _is_followed(lines: Lines, last: int, section: Section) -> bool:
    """Whether one of the two items behind line `last` is a reference."""
    for _ in range(2):
        section = replace(section, number=section.number + 1)
        at = _content(lines, last + 1, section)
        if not at or not _starts(lines, at, section, ""):
            return False
        item = _item(lines, at, section)
        if _is_sure(item, section):
            return True
        last = item.last
    return False


def _is_sure(item: _Item, section: Section) -> bool:
    """Whether an item is a reference: where no heading says so, names must speak for it."""
    cited = item.cited
    if section.headed:
        return cited.is_reference and bool(cited.title or cited.authors)
    return cited.is_reference and bool(cited.authors) and bool(cited.issued or cited.identifiers)


def _next(section: Section, lines: Lines) -> Claim | None:
    """The next item of a section, or the furniture before it; None where the section ends."""
    line = lines[0]
    if line is None:
        return None
    glued = _glued(lines, line) if section.kind == "bracket" else None
    if glued:
        return glued
    if not _starts(lines, 0, section, ""):
        at = _content(lines, 0, section)
        if at and _starts(lines, at, section, "") and not furniture.is_end(line.text):
            return Claim(items=(), lines=at, then=partial(_next, section))
        return None
    item = _item(lines, 0, section)
    mark = works.mark(line.text, section.kind)
    after = replace(section, authors=item.cited.authors or section.authors)
    then = partial(_next, replace(after, number=mark[1]) if mark else after)
    # Behind a number an identifier by itself is a reference, and so is a title with its year.
    says = item.cited.identifiers or (item.cited.title and item.cited.issued)
    if not (item.cited.is_reference or (section.kind != "plain" and says)):
        return Claim(items=(), lines=item.last + 1, then=then) if section.kind != "plain" else None
    return Claim(items=tuple(_mentions(item, lines)), lines=item.last + 1, then=then)


def _starts(lines: Lines, at: int, section: Section, before: str) -> bool:
    """Whether an item of the section begins at line `at`; `before` is the text of the one above it."""
    line = lines[at]
    if line is None or line.blank or "](http" in line.text or furniture.is_heading(line.text):
        return False
    if section.kind != "plain":
        mark = works.mark(line.text, section.kind)
        if mark is None or section.kind == "label":
            return mark is not None
        return 0 < mark[1] - section.number <= _STEP.get(section.kind, 2)
    if _SAME_AUTHORS.match(line.text):
        return True
    if not _plain_begin(line.text) or (before and not _is_finished(before)):
        return False
    authors = _authors(lines, at)
    if authors is None or not _alike(authors, section):
        return False
    if authors.order == "lone" and venues.strength(line.text) > 0.5:
        return False
    return not before or section.closing == "year" or bool(_YEAR.search(before))


def _plain_begin(text: str) -> bool:
    bullet = _BULLET.match(text)
    return bool(authorlist.EARLY.match(text.strip() if not bullet else text[bullet.end() :]))


def _alike(authors: authorlist.Authors, section: Section) -> bool:
    """Whether names are ordered and closed as in the rest of the section."""
    same = authors.closing == section.closing or {authors.closing, section.closing} == {"year", "quote"}
    if authors.order == "lone" or section.order == "lone":
        return same
    return same and (
        _KIN.get(authors.order, authors.order) == _KIN.get(section.order, section.order)
        or authors.closing == "year"
    )


_KIN = {"first": "spoken", "full": "spoken", "full-inverted": "inverted", "first-full-inverted": "inverted",
        "bare-inverted": "inverted"}  # fmt: skip


def _authors(lines: Lines, at: int) -> authorlist.Authors | None:
    """The names that the text at line `at` begins with; looked for further on only where the list is long."""
    for most in _MOST_AHEAD:
        text = _ahead(lines, at, most)
        authors = authorlist.read(text)
        if (authors and authors.end < len(text) - 2) or text.count(",") < most:
            return authors
    return None


def _ahead(lines: Lines, at: int, most: int) -> str:
    """The text of the next lines, repaired, as far as they go on."""
    texts: list[str] = []
    while len(texts) < most and (line := lines[at]) is not None:
        texts.append(line.text)
        onward = _content(lines, at + 1)
        if not onward or (onward > at + 1 and _is_finished(line.text)):
            break
        at = onward
    text = repair("\n".join(texts))
    bullet = _BULLET.match(text)
    return text[bullet.end() :] if bullet else text


def _is_finished(text: str) -> bool:
    return bool(_FINISHED.search(text)) and not _UNFINISHED.search(text)


def _item(lines: Lines, at: int, section: Section) -> _Item:
    """The item that begins at line `at`."""
    own = list(_own_lines(lines, at, section))
    text = "\n".join(line.text for _, line in own)
    mark = works.mark(text, section.kind)
    bullet = _BULLET.match(text) if not mark else None
    begin = mark[2] if mark else bullet.end() if bullet else 0
    same = _SAME_AUTHORS.match(text, begin)
    cited = citation.parse(_ANYBODY + text[same.end() :] if same else text[begin:])
    if same:
        cited = replace(cited, authors=section.authors)
    return _Item(lines=tuple(line for _, line in own), last=own[-1][0], cited=cited)


def _own_lines(lines: Lines, at: int, section: Section) -> Iterator[tuple[int, Line]]:
    """(how far ahead, line) of each line of the item at line `at`."""
    mark = works.mark(lines.raw(at, at), section.kind)
    within = replace(section, number=mark[1]) if mark else section
    begin, widest = at, 0
    texts: list[str] = []
    while at - begin < _MOST_LINES and (line := lines[at]) is not None:
        yield at, line
        texts.append(line.text)
        widest = max(widest, len(line.text.rstrip()))
        at = _following(lines, at, within, texts, widest)
        if not at:
            return


def _following(lines: Lines, at: int, section: Section, texts: list[str], widest: int) -> int:
    """Where the line stands with which an item (so far `texts`) goes on behind line `at`; 0 if nowhere."""
    line, text = lines[at + 1], "\n".join(texts[-6:])
    if line is None:
        return 0
    marked_only = (
        section.kind != "plain"
        and len(texts) == 1
        and not text[(works.mark(text, section.kind) or ("", 0, 0))[2] :].strip()
    )
    if marked_only and not line.blank:
        return at + 1
    onward = _content(lines, at + 1, section)
    if not onward:
        return 0
    further = lines[onward]
    if further is None or _starts(lines, onward, section, text) or furniture.is_heading(further.text):
        return 0
    if _restarts(further.text, section):
        return 0
    if onward > at + 1:
        return onward if _goes_on(lines, at, onward, section, texts) else 0
    if _is_finished(text) and (furniture.is_end(further.text) or _is_last(lines, at, section, widest)):
        return 0
    return at + 1


def _goes_on(lines: Lines, at: int, onward: int, section: Section, texts: list[str]) -> bool:
    """Whether an item goes on at line `onward`, behind blank lines or a page's end."""
    further, text = lines[onward], "\n".join(texts)
    if further is None or furniture.is_end(further.text):
        return False
    if not _is_finished(text):
        return True
    if all((line := lines[ahead]) is None or line.blank for ahead in range(at + 1, onward)):
        return False
    cited = works.cited(text)
    whole = cited.title and cited.issued and (cited.venue or cited.identifiers or cited.said)
    may = section.kind != "plain" or _GOES_ON.match(further.text)
    return not whole or bool(may and any(_starts(lines, ahead, section, "") for ahead in _soon(onward)))


def _soon(at: int) -> range:
    return range(at + 1, at + _MOST_BETWEEN)


def _restarts(text: str, section: Section) -> bool:
    """Whether numbering begins anew: another list of the same kind."""
    mark = works.mark(text, section.kind) if section.kind in ("bracket", "dot", "paren") else None
    if not mark:
        return False
    return mark[1] == section.number or (mark[1] == 1 if section.kind == "dot" else mark[1] < section.number)


def _is_last(lines: Lines, at: int, section: Section, widest: int) -> bool:
    """Whether a finished item ends with the short line `at`: no other item follows it soon."""
    line, following = lines[at], lines[at + 1]
    if line is None or following is None or _GOES_ON.match(following.text):
        return False
    short = len(line.text.rstrip()) < 0.75 * max(widest, len(following.text.rstrip()))
    alone = widest == len(line.text.rstrip()) and len(following.text) > 200
    if not short and not alone:
        return False
    return not any(_starts(lines, ahead, section, "") for ahead in _soon(at + 1))


def _mentions(item: _Item, lines: Lines) -> Iterator[Mention]:
    """The papers of an item, which are several where physicists cite."""
    whole = [line for at in range(item.last + 1) if (line := lines[at]) is not None]
    texts = [line.text for line in item.lines]
    pieces = list(works.pieces("\n".join(texts)))
    for start, end, cited in pieces if len(pieces) > 1 else [(0, len("\n".join(texts)), item.cited)]:
        place = cut(whole, _place(item.lines, start), _place(item.lines, end), lines.file)
        if place is None:
            continue
        yield cited.mention(place.text, place.span, NAME)


def _place(lines: Sequence[Line], at: int) -> int:
    """Where in the input the character `at` of the lines, joined by newlines, stands."""
    for line in lines:
        if at <= len(line.text):
            return line.start + at
        at -= len(line.text) + 1
    return lines[-1].start + len(lines[-1].text)
