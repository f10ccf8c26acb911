"""One reference as text: where its authors, its title and its venue begin and end.

No style is asked for: styles mix, and are kept badly. The authors are read first (`authorlist`). A
title in quotes is what the quotes hold. Else it ends at one of the points, question marks or commas
behind it: each is weighed by what follows (`venues.strength`) and by how many better ends were passed
over; the best wins, and what comes close is kept as a rival. Identifiers are taken out before, so
that their points end nothing. Pure: text in, fields out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from bibgen import identifiers
from bibgen.model import Identifier, Mention, Name, PartialDate, Span
from bibgen.readers.citations import authorlist, venues
from bibgen.readers.citations.authorlist import Authors
from bibgen.readers.citations.damage import repair
from bibgen.readers.citations.venues import ID


@dataclass(frozen=True, slots=True, kw_only=True)
class Citation:
    """What a reference says; `said` by CSL variables, `rivals` as in a Mention."""

    title: str | None = None
    authors: tuple[Name, ...] = ()
    et_al: bool = False
    issued: PartialDate | None = None
    venue: str | None = None
    identifiers: tuple[Identifier, ...] = ()
    said: dict[str, str] = field(default_factory=dict)
    rivals: tuple[tuple[str, tuple[Name, ...]], ...] = ()
    evidence: int = 0

    @property
    def is_reference(self) -> bool:
        """Whether enough speaks for it being a reference: an identifier, or names and something more."""
        return self.evidence >= ENOUGH

    def mention(self, raw: str, span: Span, reader: str) -> Mention:
        """The mention that the reference makes where it stands."""
        return Mention(
            raw=raw,
            span=span,
            reader=reader,
            title=self.title,
            authors=self.authors,
            et_al=self.et_al,
            issued=self.issued,
            venue=self.venue,
            identifiers=self.identifiers,
            said=self.said,
            rivals=self.rivals,
        )


ENOUGH = 3
_MOST_RIVALS = 3
_LONGEST = 50_000  # characters; what is longer is no reference but for its authors
_LONGEST_TITLE = 400
_BRACKETED = re.compile(r"[\[(](?P<id>[^\[\]()\s]{9,30}?)(?:\s?\[[\w.-]+\])?[\])]")
_CORR = re.compile(r"(?<![\w/])abs/(?P<id>\d{4}\.\d{4,5}|[a-z-]+(?:\.[A-Z]{2})?/\d{7})(?:v\d+)?", re.I)
_BARE_OLD = re.compile(
    r"(?<![\w/.-])(?:[a-z]{2,8}-[a-z]{2,3}|math|cs|nlin|physics)(?:\.[A-Z]{2})?/\d{7}(?:v\d+)?\b"
)
_AFTER_PREPRINT = re.compile(
    r"(?i:\b(?:arxiv|corr|e-?print|preprint))[\s:,#]{1,3}(?:(?:no|id)\.?\s)?(?P<id>\d{4}\.\d{4,5})(?:v\d+)?\b"
)
_URL = re.compile(
    r"(?:https?://|www\.)[^\s<>]+[^\s<>.,;)\]]|\bISBN(?:-1[03])?:?\s?[\d-]{9,17}X?\b|\bPMID:?\s?\d+"
)
_CLASS = re.compile(rf"(?<={ID})\s?\[[\w.-]{{2,20}}\]")
_YEAR = re.compile(r"(?<![\d–-])(?<!\d[.:/])(?P<year>(?:19|20)\d\d)[a-z]?(?![\d]|[–-]\d|\.\d)")
_YEAR_IN_BRACKETS = re.compile(r"\((?:[A-Z][a-z]+\.?\s)?(?P<year>(?:19|20)\d\d)[a-z]?\)")
_MARK = re.compile(r"\s*(?:\[[^\[\]]{1,60}\]|\(\d{1,4}\)|\d{1,4}[.)]|\d{1,4}(?=\s+[A-Z]))\s*")
_QUOTED = (
    re.compile(r"[“„](?P<title>(?:[^“”„]|[“„][^“”]*”)+)[”“](?P<behind>[.,]?)"),
    re.compile(r"«\s?(?P<title>[^»]+?)\s?»(?P<behind>[.,]?)"),
    re.compile(r"``(?P<title>.+?)''(?P<behind>[.,]?)"),
    re.compile(r"\"(?P<title>.+?)\"(?P<behind>[.,]?)(?=\s|$|\ue000)"),
    re.compile(r"[‘'](?P<title>.+?)(?<![\s])[’'](?P<behind>[.,]?)(?=\s+[(A-Z\d\[\ue000]|\s+in\b|$|[,.]\s)"),
)
_STOP = re.compile(
    r"(?P<stop>[.?!]['’”\"]?)\s+(?=[^\s])|(?P<semicolon>;)\s+|(?P<comma>,)\s+|(?P<blank>\s)(?=\(|\[|"
    r"In:?\s|\ue000|arXiv\b)|(?P<end>$)"
)
_ABBREVIATION = re.compile(
    r"(?:\b(?:vs|cf|e\.g|i\.e|etc|et al|St|Dr|Mr|Mrs|Ms|No|Vol|Fig|Eq|Sec|Ch|approx|resp|ca|viz|Nos|v|"
    r"Prof|Inc|Ltd|Co|Mt|Ft|Pt|ed|Jr|Sr)|(?<![^\W_])[A-Z])$"
)
_LETTERED = re.compile(r"[a-z]{2} [A-Z]$")
_PART_OF_SERIES = re.compile(r"(?:[IVX]{1,4}|Part [IVX\d]+)[.:] ")
_FORMULA = re.compile(r"\$[^$]{1,200}\$")
_TRAILING = re.compile(
    r"\s*(?:\(\s*(?:(?:Unpublished\s)?(?:[Dd]octoral|[Mm]aster|Ph\.?\s?D|[Tt]ech|[Rr]eport|"
    r"[Pp]ublication|[Vv]ol|[Vv]ersion|"
    rf"[Ww]orking|arXiv|No\.|\d+(?:st|nd|rd|th)\sed|[Pp]reprint|{ID}|[Ss]ubmitted|[Aa]ccepted)[^()]*|"
    r"(?:19|20)\d\d[a-z]?)\s*\)"
    r"|\[(?:[Pp]reprint|[Oo]nline|[Dd]ata\s?set|[Cc]omputer\s|[Cc]onference|[Pp]aper|[Dd]octoral|"
    rf"[Mm]aster|[Ss]oftware|[Pp]oster|{ID})[^\[\]]*\]"
    rf"|\[[a-z-]{{2,8}}(?:\.[A-Za-z-]{{2,8}})?\]|,?\s[Aa]rXiv:?|[\s.,;:]*{ID})[\s.,;:]*$"
)


# What authors say before a reference, and what stands in a list without being one.
_LEAD = re.compile(
    r"^\s*(?:for (?:a |an |recent |some )*(?:reviews?|details?|introductions?|examples?),?\s+)?"
    r"see,?(?:\s+(?:also|e\.\s?g\.|for (?:example|instance)),?)*\s+(?=[A-Z])",
    re.I,
)
_NO_PAPER = re.compile(
    r"\s*(?:see\s+)?(?:the\s+)?(?:supplement(?:ary|al)\s+(?:materials?|information|notes?)\b|"
    r"this paper has been typeset|private communication|footnote\b)",
    re.I,
)


def parse(text: str) -> Citation:
    """What one reference says; its text may be wrapped, damaged, and begin with its number.

    >>> cited = parse("[12] A. Vaswani. Attention is all you need. In NIPS, 2017. arXiv:1706.\\n03762")
    >>> cited.title, cited.venue, cited.identifiers[0].value
    ('Attention is all you need', 'NIPS', '1706.03762')
    """
    whole = repair(text[:_LONGEST])
    mark = _MARK.match(whole)
    whole = whole[mark.end() :] if mark else whole
    if _NO_PAPER.match(whole):
        return Citation()
    plain, named = _without_ids(_LEAD.sub("", whole))
    authors = authorlist.read(plain)
    rest = plain[authors.end :].strip() if authors else plain
    cuts = _cuts(rest, authors)
    title, end = cuts[0] if cuts and not venues.is_cut_word(cuts[0][0] or "") else (None, 0)
    who = authors.names if authors else ()
    issued = _issued(rest, end, authors)
    venue, said = venues.parts(rest[end:])
    return Citation(
        title=title,
        authors=who,
        et_al=bool(authors and authors.et_al),
        issued=issued,
        venue=_restored(venue),
        identifiers=named,
        said=said,
        rivals=tuple((rival, who) for rival, _ in cuts[1:] if rival and rival != title),
        evidence=_evidence(authors, rest[end:], title, issued, named, said),
    )


def _evidence(
    authors: Authors | None, tail: str, title: str | None, issued: PartialDate | None,
    named: tuple[Identifier, ...], said: dict[str, str],
) -> int:  # fmt: skip
    """How much speaks for a reference; three is enough."""
    listed = 2 * bool(authors) if authors and authors.order not in ("full", "lone") else bool(authors)
    behind = venues.strength(tail.lstrip(" .,;:")) > 0.6 and bool(tail.strip(f" .,;{ID}"))
    return 3 * bool(named) + listed + bool(issued) + behind + bool(said) - 2 * (not title and not said)


def _without_ids(text: str) -> tuple[str, tuple[Identifier, ...]]:
    """The text with a mark in place of every identifier and URL, and the identifiers."""
    found: list[tuple[int, int, Identifier | None]] = [
        (one.start, one.end, one.identifier) for one in identifiers.find(text)
    ]
    for pattern in (_CORR, _AFTER_PREPRINT, _BRACKETED, _BARE_OLD, _URL):
        for match in pattern.finditer(text):
            groups = match.groupdict()
            inner = groups.get("id") or match[0]
            one = None if pattern is _URL else identifiers.parse(inner)
            taken = any(match.start() < end and start < match.end() for start, end, _ in found)
            if not taken and (one or pattern is _URL):
                found.append((match.start(), match.end(), one))
    pieces: list[str] = []
    done = 0
    for start, end, _ in sorted(found, key=lambda one: one[0]):
        pieces += text[done:start], ID
        done = max(done, end)
    plain = _CLASS.sub("", "".join((*pieces, text[done:])))
    return plain, _papers(one for _, _, one in sorted(found, key=lambda one: one[0]) if one)


def identifiers_in(text: str) -> tuple[Identifier, ...]:
    """The papers that a text about one paper names, each once."""
    return _without_ids(text)[1]


def _papers(named: Iterator[Identifier]) -> tuple[Identifier, ...]:
    best: dict[tuple[str, str], Identifier] = {}
    for one in named:
        known = best.get((one.scheme, one.value))
        best[one.scheme, one.value] = one if known is None or one.version else known
    return tuple(best.values())


def _issued(rest: str, end: int, authors: Authors | None) -> PartialDate | None:
    if authors and authors.year:
        return PartialDate(year=authors.year)
    tail = rest[end:] or rest
    bracketed = _YEAR_IN_BRACKETS.search(tail)
    years = [bracketed] if bracketed else list(_YEAR.finditer(tail))
    return PartialDate(year=int(years[-1]["year"])) if years else None


def _cuts(rest: str, authors: Authors | None) -> list[tuple[str | None, int]]:
    """Titles that the text behind the authors may begin with and where each ends, the best first."""
    quoted = _quoted(rest)
    if quoted:
        return [quoted]
    if not rest.strip(f" .,;:()[]{ID}") or _has_no_title(rest, authors):
        return [(None, 0)]
    weighed = sorted(_weighed(rest, authors), reverse=True)
    if not weighed:
        return [(None, 0)]
    best = weighed[0][0]
    kept: dict[str | None, int] = {}
    for worth, at in weighed:
        title = tidy(rest[: abs(at)])
        if title and worth > best - 0.35:
            kept.setdefault(title, abs(at))
    return list(kept.items())[: _MOST_RIVALS + 1] or [(None, 0)]


def _has_no_title(rest: str, authors: Authors | None) -> bool:
    """Whether the venue follows the authors at once, as physicists cite."""
    if venues.is_bare(rest):
        return True
    plain = bool(authors and authors.closing in ("comma", "year", "stop"))
    return plain and bool(
        re.match(
            r"(?:arXiv|Preprint|preprint|e-?print|private|in preparation|unpublished|https?:)\b|"
            r"\ue000|[(\[]\ue000",
            rest,
        )
    )


def _quoted(rest: str) -> tuple[str, int] | None:
    """The title if the text begins with one in quotes, and not with quoted words of one."""
    for pattern in _QUOTED:
        match = pattern.match(rest)
        while match:
            title, behind = match["title"].strip(), rest[match.end() :].lstrip()
            if match["behind"] or (title[-1:] in (".", ",") and not behind[:1].islower()):
                return tidy(title), match.end()
            if (
                not behind
                or behind[0] in f"({ID}["
                or venues.strength(behind) > 0.6
                or behind.startswith("in ")
            ):
                return tidy(title), match.end()
            end = match.end() + 1
            match = (
                re.compile(
                    rf"(?P<title>.{{{end},}}?)" + ("”" if rest[0] == "“" else '"') + r"(?P<behind>[.,])(?=\s)"
                ).match(rest)
                if rest[:1] in '“"' and rest[:2] in ("““", '""')
                else None
            )
            if match:
                return tidy(match["title"][1:]), match.end()
    return None


def _weighed(rest: str, authors: Authors | None) -> Iterator[tuple[float, int]]:
    """(worth, minus the place) of each end that the title may have."""
    formulae = [match.span() for match in _FORMULA.finditer(rest)]
    by_comma = bool(authors and authors.closing == "comma")
    passed, venue_until = 0.0, 0
    for match in _STOP.finditer(rest, 1):
        if match.start() > (_LONGEST_TITLE if passed else 3 * _LONGEST_TITLE):
            break
        if any(start < match.start() < end for start, end in formulae):
            continue
        kind = next(name for name, value in match.groupdict().items() if value is not None)
        behind = rest[match.end() :]
        worth = venues.strength(behind) if kind != "end" else 0.45
        short = _ABBREVIATION.search(rest[max(0, match.start() - 30) : match.start()]) and match[0][:1] == "."
        if match.end() < venue_until and (kind != "comma" or not by_comma):
            continue
        numbered = venues.numbered(behind)
        venue_until = max(venue_until, match.end() + numbered) if numbered else venue_until
        surely = 0.3 * (worth >= 0.9 and kind in ("stop", "comma") and not _PART_OF_SERIES.match(behind))
        worth += _bonus(kind, match[0][:1], worth, behind, by_comma=by_comma) - (
            0.25
            if short and _LETTERED.search(rest[max(0, match.start() - 30) : match.start()])
            else 0.5 * bool(short)
        )
        if worth > 0:
            yield worth - passed, -(match.start() + (match[0][:1] in ("?", "!")))
        passed += surely
        if kind == "stop" and not surely and not short and behind[:1] and not behind[0].islower():
            passed += 0.12 if match[0][:1] in ("?", "!") else 0.45 if not by_comma else 0.3


def _bonus(kind: str, char: str, worth: float, behind: str, *, by_comma: bool) -> float:
    """What the mark at the end of a title adds to what stands behind it."""
    if kind == "stop":
        if _PART_OF_SERIES.match(behind):
            return -0.6
        if behind[0].islower() and worth < 0.6:
            return -1.0
        return 0.0 if char in ("?", "!") else 0.35 if not by_comma else 0.3
    if kind in ("comma", "semicolon"):
        return 0.15 if by_comma else -0.3 + 0.25 * behind.startswith(("in: ", "in Proc", "arXiv"))
    if kind == "blank":
        return (
            0.25
            if behind[:1] == "(" and 0.6 < worth < 0.8
            else -0.3 + 0.3 * (behind.startswith("In: ") or behind[:1] == ID)
        )
    return 0.0


def tidy(title: str) -> str:
    """A title without what stands at its ends and is not of it."""
    before = ""
    while before != title:
        before, title = title, _TRAILING.sub("", title.strip(" .,;:") if not title.endswith("...") else title)
    for opener, closer in (("“", "”"), ('"', '"'), ("‘", "’")):
        if (
            title.startswith(opener)
            and title.endswith(closer)
            and title.count(closer) <= 2
            and len(title) > 2
            and closer not in title[1:-1]
        ):
            title = title[1:-1].strip(" .,")
    return title.replace(ID, "").strip()


def _restored(venue: str | None) -> str | None:
    return venue.replace(ID, "").strip() if venue else None
