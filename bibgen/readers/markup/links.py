"""Chat, mail and any other text: papers named by an explicit identifier, one line at a time.

The last reader of all. Whatever names a paper beyond doubt is a mention: a URL, `arXiv:2205.06175`, a
DOI, an old-style `hep-th/9901001`. A bare `2205.06175` may be a price or a room, so it is taken only
where the words around it say what it is: after `paper` or `id`, before a category in brackets, in
brackets before a title as in a browser's tab, or in a list that an explicit identifier opens. The
title is taken along where it plainly is one: quoted, or in title case right beside the identifier.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from bibgen import identifiers
from bibgen.identifiers import Found
from bibgen.model import Mention
from bibgen.readers.cover import cut
from bibgen.readers.lines import Line, Lines
from bibgen.readers.markup import wording
from bibgen.readers.registry import Claim

NAME = "links"

_MAYBE = re.compile(r"\d{4}[.]\d{4}|/\d{7}|10\.\d{4,9}(?:\.\d+)*/|10%2e|\.\d{2,9}/", re.I)
_CALLED = re.compile(
    r"\b(?:arxiv|papers?|preprints?|e-?prints?|id|identifiers?|abs)\b[\s:#(\[]{1,3}"
    r"(?:(?:arxiv|papers?|preprints?|id|number|no|nr)\b[.\s:#(\[]{1,3}){0,2}$",
    re.I,
)
_CATEGORY = re.compile(rf"\s?\[(?:{'|'.join(identifiers.ARCHIVES)})(?:\.[A-Za-z-]{{2,17}})?\]", re.I)
_ON_LIST = re.compile(r"[\s,;/&+|]*(?:\band\b|\bor\b)?[\s,;/&+|]*", re.I)
_BESIDE = re.compile(r"[\s,;()\[\]|/.<>-]*(?:\bdoi\b:?\s?)?", re.I)
_SPOKEN_BY = re.compile(
    r"\s*(?:>\s?)*(?:(?:[-*•+–]|\d{1,3}[.)]|\[\d{1,3}\])\s+)?"
    r"(?:(?:subject|re|fwd?|aw|wg|paper|title|link|url|pdf)\s*:\s*)*"
    r"(?P<time>[\[(]?(?:\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4},?\s+)?\d{1,2}:\d{2}(?::\d{2})?(?:\s?[ap]\.?m\.?)?[\])]?\s*[-–]?\s*)?"
    r"(?P<name>(?(time)<?@?[\w.' -]{1,40}>?:\s+|(?:<[^<>\s]{1,30}>\s+)))?",
    re.I,
)
_LISTED = re.compile(r"\s*(?:>\s?)*(?:[-*•+–]|\d{1,3}[.)]|\[\d{1,3}\])\s+")
_SPEAKING = re.compile(
    r"\b(?:i|you|we|my|your|they|he|she|it's|i'm|please|check|look|looks|seen?|reads?|think|thought|this|that's|here|"
    r"interesting|cool|nice|great|discussed|mentioned|hi|hello|hey|thanks|thank|fyi|btw|also|maybe|don't|lol|"
    r"just|today|yesterday|tomorrow|meeting|attached|session|published|posted|uploaded|"
    r"papers?|preprints?|articles?|link|e\.g|available|found|found at|out|published)\b",
    re.I,
)
_QUOTED = re.compile(r"(?<![\\\w])[\"“«](?P<title>(?:[^\"“”«»\\]|\\.){4,300}+)[\"”»]")
_TAB = re.compile(r"\]\s+(?P<title>\S.{3,300})$")
_SITE = re.compile(r"\s*[|–—-]\s*(?:arxiv(?:\.org)?|alphaxiv|hugging ?face|openreview)\W*$", re.I)
_BETWEEN = " \t\u00a0:;,.|()[]<>–—-"
_LONGEST = 20_000  # characters of a line in which a title is looked for


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """One paper in a line: its identifiers, and the characters `start:end` that name it."""

    found: tuple[Found, ...]
    start: int
    end: int


def claim(lines: Lines) -> Claim | None:
    """The papers that the next line names."""
    line = lines[0]
    if line is None:
        return None
    if not _MAYBE.search(line.text):
        return _titled_above(lines, line)
    made = in_line(lines, line)
    return Claim(items=made, lines=1) if made else None


def in_line(lines: Lines, line: Line) -> tuple[Mention, ...]:
    """The mentions of the papers that one line names."""
    named = papers(line.text) if _MAYBE.search(line.text) else []
    title, start, end = title_beside(line.text, named[0]) if len(named) == 1 else (None, 0, 0)
    if title:
        wider = replace(named[0], start=min(named[0].start, start), end=max(named[0].end, end))
        return (mention((line,), wider, lines.file, title),)
    return tuple(mention((line,), one, lines.file) for one in named)


def _titled_above(lines: Lines, line: Line) -> Claim | None:
    """A title on a line of its own with nothing but the paper's URL under it, as phones share pages."""
    below = lines[1]
    if below is None or len(line.text) > 300 or not lines.fresh or not _MAYBE.search(below.text):
        return None
    named = papers(below.text)
    text = line.text.strip()
    site = _SITE.search(text)
    quoted = _QUOTED.fullmatch(text)
    title = quoted["title"] if quoted else _SITE.sub("", text)
    alone = (
        len(named) == 1
        and not below.text[: named[0].start].strip()
        and not below.text[named[0].end :].strip()
    )
    if not alone or not _is_plainly(title, known=bool(site or quoted)) or len(title.split()) < 3:
        return None
    one = named[0]
    offset = below.start - line.start
    whole = Named(found=one.found, start=len(line.text) - len(line.text.lstrip()), end=offset + one.end)
    return Claim(items=(mention((line, below), whole, lines.file, wording.clean(title)),), lines=2)


def mention(taken: Sequence[Line], one: Named, file: str, title: str | None = None) -> Mention:
    """The mention of one paper in the characters `one.start:one.end` from the first line's begin on."""
    begin = taken[0].start
    place = cut(taken, begin + one.start, begin + one.end, file)
    assert place is not None, "an identifier can be seen"
    best = {
        (found.identifier.scheme, found.identifier.value): found.identifier for found in reversed(one.found)
    }
    for found in one.found:
        if found.identifier.version:
            best[found.identifier.scheme, found.identifier.value] = found.identifier
    return Mention(
        raw=place.text,
        span=place.span,
        reader=NAME,
        title=title,
        identifiers=tuple(reversed(best.values())),
    )


def papers(text: str) -> list[Named]:
    """The papers that a line names, each once, in the order of the text."""
    named: list[Named] = []
    for found in _explicit(text):
        same = next((one for one in named if _is_same(one, found)), None)
        if same is None and named and _stands_beside(text, named[-1], found):
            same = named[-1]
        if same is None:
            named.append(Named(found=(found,), start=found.start, end=found.end))
        elif same is named[-1]:
            named[-1] = Named(found=(*same.found, found), start=same.start, end=found.end)
    return named


def _is_same(one: Named, found: Found) -> bool:
    return any(found.identifier.value == other.identifier.value for other in one.found)


def _stands_beside(text: str, one: Named, found: Found) -> bool:
    """Whether an arXiv id and a DOI side by side name one paper."""
    schemes = {other.identifier.scheme for other in one.found}
    return found.identifier.scheme not in schemes and bool(_BESIDE.fullmatch(text, one.end, found.start))


def _explicit(text: str) -> Iterator[Found]:
    """The identifiers that are beyond doubt; bare numbers only where the words say so."""
    sure = {(found.start, found.end): found for found in identifiers.find(text)}
    last = -1
    for found in identifiers.find(text, in_list=True):
        known = sure.get((found.start, found.end))
        if not _is_price(text, known) if known else _is_meant(text, found, last):
            last = found.end
            yield found


def _is_price(text: str, found: Found) -> bool:
    """Whether a bare `10.5000/month` is no DOI, or a DOI only a badge of software."""
    if found.identifier.scheme != "doi":
        return False
    bare = text[found.start : found.start + 3] == "10."
    return "zenodo.org/badge" in text or (
        bare and not re.search(r"\d", found.identifier.value.split("/", 1)[1])
    )


def _is_meant(text: str, found: Found, last: int) -> bool:
    if "/" in found.identifier.value or _CALLED.search(text, max(0, found.start - 60), found.start):
        return True
    if _CATEGORY.match(text, found.end):
        return True
    if last >= 0 and _ON_LIST.fullmatch(text, last, found.start):
        return True
    opens = text[: found.start].rstrip(" \t>-*•")
    tab = _TAB.match(text, found.end)
    return opens == "[" and tab is not None and wording.reads_like_title(tab["title"])


def title_beside(text: str, one: Named) -> tuple[str | None, int, int]:
    """The title that stands beside the only identifier of a line, and where; None if none plainly does."""
    if len(text) > _LONGEST:
        return None, 0, 0
    head = _SPOKEN_BY.match(text)
    begin = min(head.end() if head else 0, one.start)
    for start, end in ((begin, one.start), (one.end, len(text))):
        quoted = [
            match for match in _QUOTED.finditer(text, start, end) if wording.reads_like_title(match["title"])
        ]
        if len(quoted) == 1 and len(quoted[0]["title"].split()) > 2:
            title = wording.clean(quoted[0]["title"])
            return title, quoted[0].start(), quoted[0].end()
    tab = _TAB.match(text, one.end)
    if tab and text[: one.start].rstrip().endswith("[") and wording.reads_like_title(tab["title"]):
        site = _SITE.search(tab["title"])
        end = tab.start("title") + (site.start() if site else len(tab["title"]))
        return wording.clean(text[tab.start("title") : end]), tab.start("title"), end
    for start, end in ((begin, one.start), (one.end, len(text))):
        other = text[one.end :] if end == one.start else text[begin : one.start]
        found = _unmarked(text, start, end)
        if found and not re.search(r"\w{2}", other):
            return found
    return None, 0, 0


def _unmarked(text: str, start: int, end: int) -> tuple[str, int, int] | None:
    """A title without quotes between the two places, if it fills them."""
    shown = text[start:end]
    title = shown.strip(_BETWEEN + "*_#`\"'")
    if not title or (start and text[start:end].strip(" ")[0] not in _BETWEEN and text[start - 1].isalnum()):
        return None
    title = wording.clean(_SITE.sub("", title))
    if len(title.split()) < 3 or not _is_plainly(title, known=False, listed=bool(_LISTED.match(text))):
        return None
    at = start + len(shown) - len(shown.lstrip(_BETWEEN))
    return title, at, start + len(shown.rstrip(_BETWEEN))


def _is_plainly(title: str, *, known: bool, listed: bool = False) -> bool:
    """Whether a text is a title, not somebody's words: title case, or an item of a list."""
    if not wording.reads_like_title(title):
        return False
    if known:
        return True
    speaker = re.match(r"[A-Z][a-z]+:\s", title)
    if speaker or _SPEAKING.search(title) or not (title[0].isupper() or title[0] in "$([0123456789"):
        return False
    if re.search(r"[.!]\s+\S", title):
        return False
    return wording.is_title_case(title) or (listed and len(title.split()) > 3)
