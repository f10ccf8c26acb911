"""Chats: messages that begin with a time and a name, and links with the preview unfolded under them.

A message line is claimed whether it names a paper or not, lest a talk be taken for an abstract. The
preview of an arXiv page says `arXiv.org`, `[2205.06175] A Generalist Agent` and `Abstract page for
arXiv paper 2205.06175: A Generalist Agent`, in this order or another, or only the site's name and the
bare title. All of it and the message above name one paper once; the summary under a bare title goes
with it.
"""

from __future__ import annotations

import re
from dataclasses import replace

from bibgen import identifiers
from bibgen.readers.lines import Line, Lines
from bibgen.readers.markup import links, wording
from bibgen.readers.registry import Claim

NAME = "chat"

_CLOCK = r"\d{1,2}:\d{2}(?::\d{2})?(?:\s?[AaPp]\.?[Mm]\.?)?"
_DAY = r"(?:\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}|today|yesterday)(?:,| at)?\s+"
# `[10:32] Alice: …`, `12/05/2022, 10:32 - Alice: …`, `Alice  10:32 AM`, `Alice — Today at 10:32`.
_MESSAGE = re.compile(
    rf"\s*[\[(]?(?:{_DAY})?{_CLOCK}[\])]?\s*(?:[-–—]\s+)?(?:<@?[^<>]{{1,40}}>|@?[^\W\d][\w.' -]{{0,40}}:)\s"
    rf"|\s*@?[^\W\d][\w.'() -]{{0,40}}?\s*(?:[-–—,]\s*|\s)[\[(]?(?:{_DAY})?{_CLOCK}[\])]?\s*$",
    re.I,
)

_FURNITURE = re.compile(
    r"\W*(?:(?:www\.)?arxiv(?:\.org)?(?: e-print archive)?|hugging ?face|huggingface\.co|alphaxiv(?:\.org)?|"
    r"(?:image|thumbnail|link) preview)\W*$",
    re.I,
)
_TAB = re.compile(r"\W*\[(?P<id>[^\[\]\s]{9,20})\]\s+(?P<title>\S.{3,300})$")
_PAGE = re.compile(
    r"\W*(?:abstract|html) page for arxiv paper (?P<id>[^\s:]{9,20}):\s*(?P<title>\S.{3,300})$", re.I
)
_PAPER_PAGE = re.compile(r"\W*paper page\s*[-–—]\s*(?P<title>\S.{3,300})$", re.I)
_SITE = re.compile(r"\s*[|–—-]\s*arxiv(?:\.org)?\W*$", re.I)
_MOST_LINES = 8
_LONGEST_MESSAGE = 2000
_LONGEST_TITLE = 300


def claim(lines: Lines) -> Claim | None:
    """The message at the next line and the preview under it."""
    line = lines[0]
    if line is None or len(line.text) > _LONGEST_MESSAGE:
        return None
    unfolded = _unfolded(lines, line)
    if unfolded:
        return unfolded
    if not _MESSAGE.match(line.text):
        return None
    made = links.in_line(lines, line)
    items = tuple(replace(one, reader=NAME) for one in made)
    return Claim(items=items, lines=1)


def _unfolded(lines: Lines, line: Line) -> Claim | None:
    """A link and its preview as one mention."""
    start, value = _opening(line)
    title, last = _below(lines, value) if value else (None, 0)
    if last == 0:
        return None
    taken = tuple(one for at in range(last + 1) if (one := lines[at]) is not None)
    (named,) = links.papers(line.text)
    end = taken[-1].start + len(taken[-1].text.rstrip()) - line.start
    whole = replace(named, start=start, end=end)
    made = replace(links.mention(taken, whole, lines.file, title or _own_title(line)), reader=NAME)
    return Claim(items=(made,), lines=last + 1)


def _opening(line: Line) -> tuple[int, str | None]:
    """Where the line names its one arXiv paper, and which."""
    named = links.papers(line.text) if re.search(r"\d{4}\.\d{4}|/\d{7}", line.text) else []
    if len(named) != 1 or named[0].found[0].identifier.scheme != "arxiv":
        return 0, None
    return named[0].start, named[0].found[0].identifier.value


def _own_title(line: Line) -> str | None:
    tab = _TAB.match(line.text)
    return wording.clean(_SITE.sub("", tab["title"])) if tab else None


def _below(lines: Lines, value: str) -> tuple[str | None, int]:
    """The title that a preview under the next line shows, and the preview's last line (0 if none)."""
    title: str | None = None
    last, site = 0, -1
    for at in range(1, _MOST_LINES):
        line = lines[at]
        if line is None or (line.blank and (following := lines[at + 1]) is not None and following.blank):
            break
        if line.blank:
            continue
        shown = _shown(line.text, value)
        if shown:
            title, last = title or wording.clean(shown), at
        elif _FURNITURE.match(line.text):
            site = at
        elif site == at - 1 and title is None and _is_title(line.text):
            title, last = wording.clean(line.text), _summary_end(lines, at)
            break
        else:
            break
    return title, last


def _summary_end(lines: Lines, at: int) -> int:
    """The last line of the summary right under a title, up to a blank line or the next message."""
    begin = at
    while at - begin < _MOST_LINES and (line := lines[at + 1]) is not None:
        if line.blank or _MESSAGE.match(line.text) or links.papers(line.text):
            break
        at += 1
    return at


def _shown(text: str, value: str) -> str | None:
    """The title in a line of a preview of this paper."""
    named = _TAB.match(text) or _PAGE.match(text)
    if named:
        one = identifiers.parse(named["id"])
        return _SITE.sub("", named["title"]) if one and one.value == value else None
    page = _PAPER_PAGE.match(text)
    return page["title"] if page else None


def _is_title(text: str) -> bool:
    text = text.strip()
    return (
        len(text) < _LONGEST_TITLE
        and wording.reads_like_title(text)
        and not text.endswith((".", ":"))
        and text[:1].isupper()
    )
