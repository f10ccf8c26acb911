"""arXiv's e-mail digest: papers between lines of `\\\\`, as it has looked since 1991.

`arXiv:2205.06175` (`Paper: hep-th/9901001` until 2007), date and size, then labelled lines that go
on indented, then the abstract, then `\\\\ ( https://arxiv.org/abs/2205.06175 ,  8124kb)` and a ruler.
A replacement has the date of its last version only, and may have no abstract. The date is that of
submission; names are written in TeX. See https://info.arxiv.org/help/subscribe.html.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from bibgen import dates, identifiers
from bibgen.model import Identifier, Mention
from bibgen.readers.arxiv import page as arxivpage
from bibgen.readers.arxiv import values as arxivvalues
from bibgen.readers.arxiv.page import Field
from bibgen.readers.lines import Lines, join
from bibgen.readers.registry import Claim

NAME = "arxiv-mail"

_HEAD = re.compile(r"\s*(?:Paper\s*(?:\(\*?cross-listing\*?\))?\s*:\s*(?P<old>\S+)|(?=arXiv:))", re.I)
_NOTE = re.compile(r"\s*(?:\(\*?cross-list(?:ing)?\*?\))?\s*$", re.I)
_BACKSLASHES = re.compile(r"\s*\\{1,2}\s*(?:\(\s*https?://.*)?$")
_FOOT = re.compile(r"\s*\\{1,2}\s*\(\s*https?://")
_RULER = re.compile(r"\s*(?:[-=_—–]{5,}|%[%-]{5,}|\\{1,2})\s*$")
_MOST_ABSTRACT = 200  # lines
_LABELS = ("date", "replaced", "title", "authors", "categories", "comment", "venue", "abstract")
_HEADER = ("date", "replaced", "letterhead")


def claim(lines: Lines) -> Claim | None:
    """The paper whose lines begin at the next one."""
    named = _named(arxivpage.seen(lines, 0) or "")
    if named is None or arxivpage.in_list(lines):
        return None
    given = _header(_fields(lines))
    kinds = {one.kind for one in given}
    if "title" not in kinds or not kinds & {"date", "replaced", "categories"}:
        return None
    abstract, last = _abstract(lines, given[-1].last)
    told = arxivpage.said(given)
    told["identifiers"] = arxivvalues.merged((named, *told.get("identifiers", ())))
    if "replaced" not in kinds:
        told["issued"] = next((dates.parse(one.text) for one in given if one.kind == "date"), None)
    told.setdefault("abstract", abstract)
    mention = Mention(raw=lines.raw(0, last), span=lines.span(0, last), reader=NAME, **told)
    return Claim(items=(mention,), lines=_behind(lines, last))


def _fields(lines: Lines) -> list[Field]:
    given = arxivpage.fields(lines, 1, arxivpage.seen(lines, 1) or "", _ends)
    return arxivpage.before_repeat(given, _LABELS)


def _named(text: str) -> Identifier | None:
    head = _HEAD.match(text)
    if head is None:
        return None
    if head["old"]:
        return identifiers.parse(head["old"]) if _NOTE.match(text, head.end()) else None
    found = next(identifiers.find(text, in_list=True), None)
    return found.identifier if found and _NOTE.match(text, found.end) else None


def _ends(lines: Lines, ahead: int) -> bool:
    text = arxivpage.seen(lines, ahead) or ""
    if _BACKSLASHES.match(text) or _RULER.match(text):
        return True
    return _named(text) is not None and arxivpage.titled(lines, ahead, "")


def _header(given: Sequence[Field]) -> list[Field]:
    """The fields, each with the lines that blank lines have cut off from it."""
    whole: list[Field] = []
    for one in given:
        if one.kind == "" and whole and whole[-1].kind not in _HEADER:
            last = whole[-1]
            whole[-1] = Field(kind=last.kind, texts=[*last.texts, *one.texts], last=one.last)
        else:
            whole.append(one)
    return whole


def _abstract(lines: Lines, last: int) -> tuple[str | None, int]:
    """The lines between two `\\\\` under line `last`, and the last line that belongs to them."""
    at = arxivpage.next_seen(lines, last + 1)
    text = arxivpage.seen(lines, at)
    if text is None or not _BACKSLASHES.match(text):
        return None, last
    if _FOOT.match(text):
        return None, at
    begin = at + 1
    for end in range(begin, begin + _MOST_ABSTRACT):
        text = arxivpage.seen(lines, end)
        if text is None or (text and _ends(lines, end)):
            texts = [arxivpage.seen(lines, one) or "" for one in range(begin, end)]
            found = join(one for one in texts if one) or None
            return found, end if text and _BACKSLASHES.match(text) else _last_seen(lines, begin - 1, end - 1)
    return None, at


def _last_seen(lines: Lines, first: int, last: int) -> int:
    while last > first and not arxivpage.seen(lines, last):
        last -= 1
    return last


def _behind(lines: Lines, last: int) -> int:
    """How many lines the paper takes with the rulers behind it."""
    taken = last + 1
    at = arxivpage.next_seen(lines, taken)
    while (text := arxivpage.seen(lines, at)) and _RULER.match(text):
        taken = at + 1
        at = arxivpage.next_seen(lines, taken)
    return taken
