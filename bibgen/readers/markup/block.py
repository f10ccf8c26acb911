"""A block of Markdown: its links, the papers that they lead to, and the mentions they make.

One paper may be linked several times over (abs, pdf, a badge, its DOI, its OpenReview page); which
links go together is decided here, and which characters each mention takes: the whole block if it is
an entry about one paper, else no more than the links and the title that are its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from weakref import WeakKeyDictionary

from bibgen.model import Mention
from bibgen.readers.cover import cut
from bibgen.readers.lines import Line, Lines
from bibgen.readers.markup import inline, item, wording
from bibgen.readers.markup.inline import Hyperlink, Named
from bibgen.readers.markup.item import Said

NAME = "markdown"

DEFINITION = re.compile(
    r"\s{0,3}\[(?P<label>[^\[\]^][^\[\]]{0,80})\]:\s*<?(?P<url>[^\s<>]+)>?(?:\s+[\"'(](?P<title>.+)[\"')])?\s*$"
)
_QUOTED = re.compile(r"(?:\s{0,3}>)+")
_LINKED = re.compile(r"\]\(|\]\s\(http|\]\[|<https?:|<a\s|!\[|\[[^\[\]]+\](?![(:])", re.I)
_BY_REFERENCE = re.compile(r"\]\[|\](?![(:])")
_FAR = 3000  # lines ahead that a reference may stand
_LONGEST = 20_000  # characters of a block; what is longer is no item of a list


@dataclass(slots=True)
class References:
    """Where the reference labels of a text lead, as far as it was read, and which URLs were used."""

    targets: dict[str, str] = field(default_factory=dict)
    used: set[str] = field(default_factory=set)
    seen: int = 0


_REFERENCES: WeakKeyDictionary[Lines, References] = WeakKeyDictionary()


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """Some of the next lines, their text without bullets (blanks in their place), its links and papers."""

    lines: tuple[Line, ...]
    text: str
    links: tuple[Hyperlink, ...]
    papers: tuple[tuple[Named, ...], ...]
    file: str
    references: References

    def place(self, at: int) -> int:
        """Where in the input the character `at` of the text stands."""
        for line in self.lines:
            if at <= len(line.text):
                return line.start + at
            at -= len(line.text) + 1
        return self.lines[-1].start + len(self.lines[-1].text)


def linked(text: str) -> bool:
    """Whether links may stand in a text; quickly said."""
    return bool(_LINKED.search(text))


def block(lines: Lines, first: int, last: int, marks: re.Pattern[str] | None = None) -> Block | None:
    """The lines `first` to `last` ahead, None if they are too long for an item.

    `marks` are what opens a line and says nothing: bullets and the signs of a heading.
    """
    taken = tuple(line for at in range(first, last + 1) if (line := lines[at]) is not None)
    if not taken or sum(len(line.text) for line in taken) > _LONGEST:
        return None
    text = "\n".join(_without_marks(line.text, marks) for line in taken)
    known = references(lines) if _BY_REFERENCE.search(text) else References()
    links = tuple(inline.hyperlinks(text, known.targets)) if linked(text) else ()
    papers = _grouped(inline.papers(text, links))
    return Block(lines=taken, text=text, links=links, papers=papers, file=lines.file, references=known)


def _without_marks(text: str, marks: re.Pattern[str] | None) -> str:
    mark = (marks.match(text) if marks else None) or _QUOTED.match(text)
    return " " * mark.end() + text[mark.end() :] if mark else text


def references(lines: Lines) -> References:
    """The reference definitions ahead, looked for once over."""
    known = _REFERENCES.setdefault(lines, References())
    here = lines[0]
    ahead = max(0, known.seen + 1 - here.number) if here else 0
    while ahead < _FAR and (line := lines[ahead]) is not None:
        match = DEFINITION.match(line.text)
        if match:
            known.targets.setdefault(inline.label(match["label"]), match["url"])
        known.seen = line.number
        ahead += 1
    return known


def _grouped(named: Sequence[Named]) -> tuple[tuple[Named, ...], ...]:
    """What names each paper: its identifier wherever it stands, and one of another scheme beside it."""
    groups: list[list[Named]] = []
    for one in named:
        same = next((group for group in groups if any(_value(one) == _value(other) for other in group)), None)
        if same is None and groups and _goes_with(one, groups[-1]):
            same = groups[-1]
        if same is None:
            groups.append([one])
        else:
            same.append(one)
    return tuple(map(tuple, groups))


def _value(one: Named) -> tuple[str, str]:
    return one.identifier.scheme, one.identifier.value


def _goes_with(one: Named, group: Sequence[Named]) -> bool:
    """Whether a name of another scheme is the same paper's: one of the two is a mere label."""
    if any(one.identifier.scheme == other.identifier.scheme for other in group):
        return False
    return _is_mere_label(one) or all(_is_mere_label(other) for other in group)


def _is_mere_label(one: Named) -> bool:
    return one.link is None or wording.is_label(inline.plain(one.link.text))


def mentions(of: Block, *, entry: bool, told: Said | None = None) -> tuple[Mention, ...]:
    """The mentions of the papers that a block names.

    Args:
        entry: the block is an entry of a list, not prose.
        told: what it says of its one paper, if that is known already.
    """
    of.references.used.update(link.url for link in of.links)
    if entry and len(of.papers) == 1:
        told = told or item.said(of.text, of.links, of.papers[0], entry=True)
        whole = _mention(of, of.papers[0], told, 0, len(of.text))
        return (whole,) if whole else ()
    return tuple(one for own, begin in _parts(of) if (one := _part(of, own, begin, entry=entry)))


def _parts(of: Block) -> Iterator[tuple[tuple[Named, ...], int]]:
    """The papers of a block that names several, each up to the next one, and where its text begins."""
    done = 0
    for own in sorted(of.papers, key=lambda group: group[0].start):
        others = (one.start for group in of.papers if group is not own for one in group)
        following = min((start for start in others if start > own[0].start), default=len(of.text))
        near = tuple(one for one in own if one.start < following)
        yield near, done
        done = max(one.end for one in near)


def _part(of: Block, own: tuple[Named, ...], begin: int, *, entry: bool) -> Mention | None:
    """One of several papers in a block: its links, and its title if that stands before them."""
    end = max(one.end for one in own)
    text = " " * begin + of.text[begin:end]
    links = [link for link in of.links if begin <= link.start < end]
    told = item.said(text, links, own, entry=entry, leading=False)
    start = min((one for one in (told.start, own[0].start) if one >= begin), default=begin)
    return _mention(of, own, told, start, end) if start < end and own[0].start >= begin else None


def _mention(of: Block, own: Sequence[Named], told: Said, start: int, end: int) -> Mention | None:
    place = cut(of.lines, of.place(start), of.place(end), of.file)
    if place is None:
        return None
    best = {(one.identifier.scheme, one.identifier.value): one.identifier for one in own}
    for one in own:
        if one.identifier.version:
            best[one.identifier.scheme, one.identifier.value] = one.identifier
    return Mention(
        raw=place.text,
        span=place.span,
        reader=NAME,
        title=told.title,
        authors=told.authors,
        et_al=told.et_al,
        venue=told.venue,
        issued=told.issued,
        identifiers=tuple(best.values()),
    )
