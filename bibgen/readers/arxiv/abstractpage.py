"""arXiv's page of one paper (`arxiv.org/abs/...`) as pasted text.

It names its paper many times over, above the title and in `Cite as:`, with and without version and
as a DOI; all that is one mention. A copy may begin anywhere above the abstract: at the trail
`arXiv > cs > arXiv:2205.06175`, at `[Submitted on 12 May 2022 (v1)]`, or at the title. See
https://arxiv.org/abs/2205.06175 and https://github.com/arXiv/arxiv-browse (its templates).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import takewhile

from bibgen import dates, identifiers
from bibgen.model import Identifier, Mention, PartialDate
from bibgen.readers.arxiv import page as arxivpage
from bibgen.readers.arxiv import values as arxivvalues
from bibgen.readers.arxiv.page import Field
from bibgen.readers.lines import Lines
from bibgen.readers.registry import Claim

NAME = "arxiv-abs"

_START = re.compile(
    r"\s*(?:(?:arXiv\s*>\s*[\w.-]+\s*>\s*)?arXiv:\s?\S{9,}\s*(?:\([\w.-]+\)\s*)?(?:[\[(]Submitted on .*)?$"
    r"|[\[(]Submitted on \d|Title:)"
)
_TRAIL = re.compile(r"\s*arXiv\s*>")
_FOOT = re.compile(r"\s*(?:Full-text links|Access Paper:|Current browse context|References & Citations)")
_MOST_BELOW = 40  # lines of buttons
_DATE = rf"(\d{{1,2}}\s+{dates.MONTH},?\s+\d{{4}})"
_FIRST = re.compile(rf"Submitted on {_DATE}")
_FIRST_VERSION = re.compile(rf"\[v1\]\s*\w{{3}},\s+{_DATE}")
_MOST_ABOVE = 25  # lines of the page between the trail and the title
_LABELS = ("title", "authors", "abstract", "comment", "venue", "subjects", "letterhead")
_EVER_ABOVE = ("", "button", "submitted")


def claim(lines: Lines) -> Claim | None:
    """The page that begins at the next line, from there to the history of its versions."""
    text = arxivpage.seen(lines, 0)
    if text is None or not _START.match(text) or arxivpage.in_list(lines):
        return None
    given = _page(arxivpage.fields(lines, 0, text, _ends))
    named = _named(given)
    if not named:
        return None
    last = given[-1].last
    told = arxivpage.said(given)
    told["identifiers"] = arxivvalues.merged((*named, *told.get("identifiers", ())))
    told["abstract"] = told.get("abstract") or _abstract(given)
    told["issued"] = _issued(given)
    mention = Mention(raw=lines.raw(0, last), span=lines.span(0, last), reader=NAME, **told)
    return Claim(items=(mention,), lines=_foot(lines, last) + 1)


def _foot(lines: Lines, last: int) -> int:
    """The last line of the buttons right under the page, which are left over; `last` if there are none."""
    at = arxivpage.next_seen(lines, last + 1)
    if not _FOOT.match(arxivpage.seen(lines, at) or ""):
        return last
    while at - last < _MOST_BELOW and arxivpage.seen(lines, at + 1):
        at += 1
    return at


def _ends(lines: Lines, ahead: int) -> bool:
    """Another page begins: a second trail, or an item of a list."""
    text = arxivpage.seen(lines, ahead) or ""
    if _FOOT.match(text) or _TRAIL.match(text):
        return True
    head = arxivpage.head(lines, ahead)
    return head is not None and head.linked


def _page(given: Sequence[Field]) -> list[Field]:
    """The fields of one page, if its title is among the first: up to the last label."""
    title = next((at for at, one in enumerate(given) if one.kind == "title"), len(given))
    if title == len(given) or any(one.kind not in _EVER_ABOVE for one in given[:title]):
        return []
    if given[title].last > _MOST_ABOVE:
        return []
    below = _below(arxivpage.before_repeat(given[title:], _LABELS))
    labels = [at for at, one in enumerate(below) if one.kind not in ("", "button")]
    return [*given[:title], *below[: labels[-1] + 1]]


def _below(given: Sequence[Field]) -> list[Field]:
    """The fields from the title on, up to prose behind the labels or a label behind the history."""
    kept: list[Field] = []
    for one in given:
        kinds = {other.kind for other in kept}
        if one.kind == "" and kinds & {"subjects", "cite"} and arxivvalues.is_prose(one.text):
            break
        if "history" in kinds and one.kind not in ("", "button", "history", "letterhead"):
            break
        kept.append(one)
    return kept


def _named(given: Sequence[Field]) -> tuple[Identifier, ...]:
    """The identifiers of `Cite as:` and of the line above the title; none if it is no such page."""
    cited = [one.text for one in given if one.kind == "cite"]
    above: list[str] = []
    for one in given:
        if one.kind == "title":
            break
        above.append(one.text)
    if not cited and not any(one.kind == "submitted" for one in given):
        return ()
    found = [one.identifier for text in (*above, *cited) for one in identifiers.find(text)]
    named = [one for one in found if one.scheme == "arxiv"]
    return tuple(one for one in named if one.value == named[0].value)


def _abstract(given: Sequence[Field]) -> str | None:
    """The paragraphs without a label under the authors."""
    begin = next((at for at, one in enumerate(given) if one.kind == "title"), 0)
    above = [one for one in given[begin:] if one.kind in ("", "comment", "subjects", "cite")]
    loose = list(takewhile(lambda one: one.kind == "", above))
    first = next((at for at, one in enumerate(loose) if arxivvalues.is_prose(one.text)), len(loose))
    return " ".join(one.text for one in loose[first:]) or None


def _issued(given: Sequence[Field]) -> PartialDate | None:
    text = " ".join(one.text for one in given if one.kind in ("submitted", "history"))
    stated = _FIRST.search(text) or _FIRST_VERSION.search(text)
    return dates.parse(stated[1]) if stated else None
