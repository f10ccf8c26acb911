r"""What one item of a Markdown list, one heading or one row says of a paper: title, authors, venue.

Nobody writes two awesome-lists alike. What they share: the title is the text of a link, or bold, or
quoted, or it leads the item; `[Paper]`, `[pdf]`, `[code]` and badges name no title; venue and date
stand in brackets before it or anywhere after it. A title is given only where one of these signs is
plain: an identifier beside wrong words would make a conflict of a sound mention, and an identifier
alone is enough.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bibgen import names
from bibgen.model import Name, PartialDate
from bibgen.readers.markup.inline import Hyperlink, Named, badge_words, plain
from bibgen.readers.markup.wording import (
    REFERRING,
    VENUE,
    clean,
    is_authors,
    is_label,
    is_title_case,
    reads_like_title,
    when_and_where,
)

_PROSE = re.compile(
    r"\b(?:see (?:the|also|our|this|\[)|e\.g\.|i\.e\.|check out|"
    r"this (?:paper|work|repo|is|list|survey)|proposed? (?:by|in|a|an|the)|"
    r"introduced? (?:by|in|a|an|the)|presented? (?:in|at)|we (?:use|also|have|propose|provide|recommend)|"
    r"(?:is|are) (?:our|based|described|available)|implementation of|code (?:for|of)|based on the|"
    r"as (?:described|proposed)|according to|described in|read the|official)\b",
    re.I,
)  # fmt: skip
_BOLD = re.compile(
    r"(?P<mark>\*\*|__)(?=[^\s*_])(?P<text>.{2,400}?)(?<=\S)(?P=mark)"
    r"|<(?P<tag>b|strong)>(?P<html>.{2,400}?)</(?P=tag)>",
    re.I | re.S,
)
_QUOTED = re.compile(
    r"(?<![\\\w])[\"“](?P<text>(?:[^\"“”\\]|\\.){4,300}+)[\"”]"
    r"|``(?P<tex>.{4,300}?)''",
    re.S,
)
_ITALIC = re.compile(
    r"(?<![\w*_\\])(?P<mark>[*_])(?=[^\s*_])(?P<text>[^*\n]{2,600}?)(?<=[^\s*_])(?P=mark)(?![\w*_])"
    r"|<(?P<tag>i|em)>(?P<html>.{2,600}?)</(?P=tag)>",
    re.I | re.S,
)
_BREAK = re.compile(
    r"\s*(?:\n|<br\s{0,2}/?>|\s\|\s|•|·"
    r"|(?<!\b[A-Z])(?<!\bvs)(?<!\b[JSD]r)(?<!\bSt)[.](?=\s+[^a-z\s])(?!\s+(?:[IVX]+\b|Part\b|\d)))\s*"
)
_CUT = re.compile(
    r"(?P<weak>,\s+|(?<=\w)\.\s+(?=[A-Z])|(?<=[?!])\s+|\s+\(|\s+\[|\s+(?=[*_`]\w))"
    r"|\s+[-–—/|]+\s+|\s+by\s+"
)
_LONGEST = 4000  # characters of an item in which titles and names are looked for
_NONE: tuple[None, int, int] = (None, -1, -1)
_BY = re.compile(r"^\W*(?:authors?\s*:|by\b:?|from\b)\s*", re.I)
_OPENERS = "([{ \t\n-–—|,:;.•·>&+/"


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What the words of an item say of its paper; `start` is where the title begins in the text."""

    title: str | None = None
    start: int = -1
    end: int = -1
    authors: tuple[Name, ...] = ()
    et_al: bool = False
    venue: str | None = None
    issued: PartialDate | None = None


def said(
    text: str, links: Sequence[Hyperlink], own: Sequence[Named], *, entry: bool, leading: bool = True
) -> Said:
    """What a text says of the one paper that `own` names.

    Args:
        entry: the text is an entry of a list, not prose; so what leads it may be a title.
        leading: a title may also be the text before the first link, with nothing to mark it.
    """
    title, start, end = _title(text, links, own, entry=entry, leading=leading)
    if not entry:
        return Said(title=title, start=start, end=end)
    authors, et_al = _authors(_unlinked(text, links, max(end, 0)))
    if not authors and start > 0:
        authors, et_al = _authors(text[:start])
    around = text[: max(start, 0)] + " ; " + _unlinked(text, links, max(end, 0))
    venue, issued = when_and_where(f"{plain(around)} ; {badge_words(text)}")
    return Said(title=title, start=start, end=end, authors=authors, et_al=et_al, venue=venue, issued=issued)


def _title(
    text: str, links: Sequence[Hyperlink], own: Sequence[Named], *, entry: bool, leading: bool
) -> tuple[str | None, int, int]:
    for one in own:
        title = clean(one.link.text) if one.link else None
        if one.link is None or not title:
            continue
        opens = entry and may_precede(_blanked(text[: one.link.start], links))
        if (reads_like_title(title) and not _is_term(title)) if opens else _is_cited(text, one.link, title):
            return title, one.link.start, one.link.end
    if not entry:
        return _NONE
    blank = _blanked(text, links)
    for pattern in (_BOLD, _QUOTED, _ITALIC):
        for match in pattern.finditer(blank):
            if pattern is _ITALIC and is_authors(plain(match[0])):
                continue
            inner = plain(text[match.start() : match.end()])
            title = clean(inner.strip("\"“”`'") if pattern is _QUOTED else inner)
            if reads_like_title(title) and may_precede(blank[: match.start()]):
                return title, match.start(), match.end()
    other = next((link for link in links if reads_like_title(clean(link.text))), None)
    if other and may_precede(blank[: other.start]) and not _PROSE.search(plain(other.text)):
        return clean(other.text), other.start, other.end
    return _leading(blank, links) if leading and links else _NONE


def _is_term(text: str) -> bool:
    """Whether a text is a few words in small letters: a notion more likely than a title."""
    return len(text.split()) < 4 and text.islower()


def _is_cited(text: str, link: Hyperlink, title: str) -> bool:
    """Whether a link in prose shows a whole title: in title case, or marked off from its sentence."""
    if not reads_like_title(title) or len(title.split()) < 3 or not title[0].isupper():
        return False
    before = text[: link.start].rstrip(' *_"“')
    inside = bool(before) and before[-1] not in ".!?:>-" and before[-1] != "\n"
    return inside or is_title_case(title)


def may_precede(text: str) -> bool:
    """Whether what stands before a title may stand there: nothing, labels, a date, authors."""
    rest = plain(text).strip(_OPENERS + "[]\"“'`*_)✅")
    rest = re.sub(r"^(?:\d{1,4}[.)]|\[[ xX]\])\s*", "", rest)
    if (
        not rest
        or is_label(rest)
        or is_authors(_without_labels(rest), alone=True)
        or re.fullmatch(r"[\w.+-]{1,20}\W*", rest)
    ):
        return True
    return bool(re.search(r"\bet\.? ?al\.?\W*(?:\(?\d{4}\)?)?\W*$", rest)) and len(rest) < 200


def _leading(blank: str, links: Sequence[Hyperlink]) -> tuple[str | None, int, int]:
    """The text before the first link, or behind links that open the item, up to authors or venue."""
    known = [link for link in links if _names_no_title(link)]
    if not known or known[0] is not links[0]:
        return _NONE
    begin, stop = 0, links[0].start
    if not re.search(r"\w{2}", blank[:stop]) or is_label(plain(blank[:stop])):
        at = 0
        while at + 1 < len(links) and not re.search(r"\w{2}", blank[links[at].end : links[at + 1].start]):
            at += 1
        named = plain(links[at].text)
        if named and not is_label(named) and blank[links[at].end :].lstrip()[:1] in (":", "-", "–", "—"):
            return _NONE  # `[REAM](...): merge experts` describes a work by its short name
        begin, stop = links[at].end, links[at + 1].start if at + 1 < len(links) else len(blank)
    segments = list(_segments(blank, begin, stop))
    for at, (start, end) in enumerate(segments):
        piece = _cut_tail(blank[start:end])
        title = clean(piece)
        if not title or is_label(title) or REFERRING.search(title):
            continue
        if is_authors(title, alone=at + 1 < len(segments)):
            continue
        plainly = reads_like_title(title) and not title.endswith(":") and not title.split()[0].islower()
        sure = plainly and not _PROSE.search(title) and _closes(blank, piece, segments[at:])
        return (title, start, start + len(piece)) if sure else _NONE
    return _NONE


def _closes(text: str, piece: str, segments: Sequence[tuple[int, int]]) -> bool:
    """Whether a title ends with its segment: authors, a venue or nothing follows, not more of its words."""
    start, end = segments[0]
    if len(segments) == 1 or len(piece) < end - start:
        return True
    parting = text[end : segments[1][0]]
    rest = plain(text[slice(*segments[1])]).strip(_OPENERS)
    people = _BY.sub("", _without_labels(rest))
    return parting.strip() != "." or bool(
        is_label(rest) or is_authors(people, alone=True) or VENUE.match(rest) or REFERRING.search(rest)
    )


def _names_no_title(link: Hyperlink) -> bool:
    shown = plain(link.text)
    return not shown or is_label(shown) or not reads_like_title(clean(link.text))


def _segments(text: str, begin: int, stop: int) -> Iterator[tuple[int, int]]:
    done = begin
    if stop - begin > _LONGEST:
        return  # blanks stand where links stood, and so many of them that no item is meant
    for match in _BREAK.finditer(text, begin, stop):
        if text[done : match.start()].strip():
            yield done, match.start() + (text[match.start() : match.end()].strip() in ("?", "!"))
        done = match.end()
    if text[done:stop].strip():
        yield done, stop


def _cut_tail(text: str) -> str:
    """A title without the authors, venue and labels behind it."""
    for match in _CUT.finditer(text):
        rest = plain(text[match.end() :]).strip(_OPENERS + ")]*_")
        people = _BY.sub("", _without_labels(rest))
        if match.start() and (not rest or is_label(rest) or is_authors(people, alone=not match["weak"])):
            return text[: match.start()]
    return text


def _without_labels(text: str) -> str:
    """Names without the venue and the date behind them."""
    pieces = re.split(r"(?<=[\w.])[,.;(]\s*(?=\S)|\s+[-–—|]\s+|\s+\(", text)
    while len(pieces) > 1 and is_label(pieces[-1]):
        pieces.pop()
        text = text[: text.rfind(pieces[-1]) + len(pieces[-1])]
    return text


def _authors(text: str) -> tuple[tuple[Name, ...], bool]:
    """The first list of names in a text, if it plainly is one."""
    spots = [match["text"] or match["html"] for match in _ITALIC.finditer(text)]
    spots += [text[start:end] for start, end in _segments(text, 0, len(text))]
    for spot in spots:
        shown = plain(spot).strip(_OPENERS + "*_")
        given = _BY.sub("", shown)
        alone = given != shown
        for whole in (given, _without_labels(given), given.split(" (")[0].split("(")[-1]):
            whole = whole.strip(_OPENERS + ")]*_")
            if is_authors(whole, alone=alone) and not is_label(whole):
                return names.parse_list(re.sub(r"\bet\.al\b", "et al", whole))
    return (), False


def _blanked(text: str, links: Sequence[Hyperlink]) -> str:
    """The text with blanks where links that show no title stand; places stay."""
    chars = list(text)
    for link in links:
        if _names_no_title(link) and link.end <= len(text):
            chars[link.start : link.end] = " " * (link.end - link.start)
    return "".join(chars)


def _unlinked(text: str, links: Sequence[Hyperlink], begin: int) -> str:
    """What follows `begin`, a line end where a link stood, venue labels of links kept."""
    pieces: list[str] = []
    for link in links:
        if link.start >= begin:
            shown = plain(link.text)
            kept = shown if VENUE.search(shown) or is_authors(shown) else ""
            pieces += text[begin : link.start], f"\n{kept}\n"
            begin = link.end
    return "".join((*pieces, text[begin:]))
