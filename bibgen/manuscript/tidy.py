"""A whole .bib made tidy: the one thing bibgen does to a person's file that rewrites it.

Blocks keep their order unless another is asked for. What stands between them is a person's too, and stays
word by word: a remark goes with the block it precedes, one on the line of a closing brace, or right below
it with a blank line behind, with the block before. Blocks that cannot be read, and entries that a person
marked, stay as they are.

Sorting must not change what BibTeX reads. So abbreviations and preambles go first, entries that others take
fields from (`crossref`) last, since BibTeX wants them behind their children (btxdoc, section 2.3), and of two
entries with one key the first stays the first. A file in which an abbreviation means two things, or comes
after its use, or which has a block that cannot be read, is not sorted. The text that is made is read back: a
file that would then say something else, broken as it is, is left alone.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal, get_args

from bibgen import bib, bibscan, splice
from bibgen.manuscript import layout
from bibgen.manuscript.layout import Style
from bibgen.splice import BibFile, Held

Order = Literal["none", "key", "year", "type"]
ORDERS = get_args(Order)

_LINE_END = re.compile(r"\r\n|\r|\n")
_BLANK_LINE = re.compile(r"(?:\r\n|\r(?!\n)|\n)[ \t]*(?=\r|\n)")
_LEADING = re.compile(r"(?:[ \t\f]*(?:\r\n|\r|\n))*")
_REST_OF_LINE = re.compile(r"[^\r\n]*")
_DEFINITION = re.compile(r"@\s*(?P<kind>string|preamble)\b", re.I)
_YEAR = re.compile(r"\d{4}")
_UNKNOWN_YEAR = "9999"
_LEFT = "left as it is: it is broken in a way in which a blank line more would change what is read of it"
_DEEPEST = 9  # parents of parents; who goes round in a circle is left where they are


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What is done at a line of the file as it was; `key` is the entry's, "" for other blocks."""

    line: int
    key: str
    what: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Tidied:
    """The text of a file made tidy, what changed in it, and what a person should know."""

    text: str
    changes: tuple[Change, ...] = ()
    notices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Part:
    """A block and what goes with it.

    `remark` stands before it, with a blank line between unless `close`; `beside` on the line where it ends,
    `below` on the lines right behind.
    """

    raw: str
    text: str
    line: int
    kind: str
    held: Held | None = None
    remark: str = ""
    close: bool = False
    beside: str = ""
    below: str = ""

    @property
    def key(self) -> str:
        return self.held.key if self.held else ""


def tidied(file: BibFile, style: Style, *, order: Order = "none", duplicates: bool = False) -> Tidied:
    """A file in a style; made tidy twice it is as made tidy once.

    Args:
        duplicates: take out entries that say the same as one before them under the same key.
    """
    before, tail = _parts(file, style)
    if not before:
        return Tidied(text=file.text)
    notices = []
    parts = list(before)
    if duplicates:
        parts, told = _without_doubles(parts)
        notices += told
    head = ""
    if order != "none":
        why = _unsortable(file, parts)
        if why:
            notices.append(f"not sorted: {why}")
        else:
            head, parts = _with_head(parts)
            parts = _sorted(parts, order)
    leads = [_lead(one, earlier, file.newline) for one, earlier in zip(parts, [None, *parts], strict=False)]
    pieces = [lead + _whole(one, file.newline) for lead, one in zip(leads, parts, strict=True)]
    text = (head and head + file.newline * 2) + "".join(pieces) + _tail(tail, file.newline)
    if _meaning(splice.parse(text)) != _meaning(file):
        return Tidied(text=file.text, notices=(*notices, _LEFT))
    return Tidied(text=text, changes=tuple(_changes(file, before, parts, text)), notices=tuple(notices))


def _meaning(file: BibFile) -> set[object]:
    """What a file says, whatever it looks like: its entries, and the blocks that cannot be read."""
    entries = {
        (one.key, one.type, tuple(sorted((of.name, of.pieces) for of in one.fields))) for one in file.entries
    }
    return {*entries, *(one.raw.strip() for one in file.unread)}


# -- a file in parts


def _parts(file: BibFile, style: Style) -> tuple[list[_Part], str]:
    """The blocks with what goes with each, and what stands behind the last."""
    parts: list[_Part] = []
    at = 0
    for start, end, kind, held in _blocks(file):
        lead = file.text[at:start]
        remark = _with_tail(parts, lead)
        raw = file.text[start:end]
        line = held.line if held else len(_LINE_END.findall(file.text, 0, start)) + 1
        parts.append(
            _Part(
                raw=raw,
                text=_laid_out(raw, kind, held, style, file.newline),
                line=line,
                kind=kind,
                held=held,
                remark=_stripped(remark),
                close=len(_LINE_END.findall(remark[len(remark.rstrip(" \t\f\r\n")) :])) < 2,
            )
        )
        at = end
    return parts, _with_tail(parts, file.text[at:]) if parts else ""


def _blocks(file: BibFile) -> Iterator[tuple[int, int, str, Held | None]]:
    """The places of entries, definitions and unreadable blocks; an entry behind a `%` is but a remark."""
    found: list[tuple[int, int, str, Held | None]] = [
        (one.start, one.end, "entry", one) for one in file.entries
    ]
    for one in file.unread:
        if not file.text[: one.start].rpartition(file.newline)[2].lstrip().startswith("%"):
            found.append((one.start, one.start + len(one.raw.rstrip()), "broken", None))
    for block in bib.blocks(file.text):
        definition = _DEFINITION.match(block.raw)
        if definition:
            end = block.start + len(block.raw.rstrip())  # one never closed goes on to the next block
            found.append((block.start, end, definition["kind"].lower(), None))
    done = 0
    for place in sorted(found, key=lambda place: place[0]):
        if place[0] >= done:  # else it stands inside an entry
            yield place
            done = place[1]


def _laid_out(raw: str, kind: str, held: Held | None, style: Style, newline: str) -> str:
    if kind == "string":
        return layout.abbreviation(raw, style)
    return layout.entry(raw, style, newline) if held and not held.protected else raw


def _with_tail(parts: list[_Part], lead: str) -> str:
    """Give the last part what goes with it of the text behind it; the rest of that text."""
    if not parts:
        return lead
    rest = _REST_OF_LINE.match(lead)
    beside = rest[0].rstrip() if rest else ""
    lead = lead[len(rest[0]) :] if rest and (beside or _LINE_END.search(lead)) else lead
    below, lead = _below(lead)
    parts[-1] = replace(parts[-1], beside=beside, below=below)
    return lead


def _below(lead: str) -> tuple[str, str]:
    """The lines right behind a block that a blank line parts from all else, and the rest."""
    end = _LINE_END.match(lead)
    behind = lead[end.end() :] if end else ""
    blank = _BLANK_LINE.search(behind)
    if not blank or not _REST_OF_LINE.match(behind)[0].strip() or "@" in lead:  # type: ignore[index]
        return "", lead
    return behind[: blank.start()].rstrip(), behind[blank.start() :]


def _stripped(remark: str) -> str:
    """A remark without blank lines around it; those inside stay."""
    leading = _LEADING.match(remark)
    return remark[leading.end() if leading else 0 :].rstrip(" \t\f\r\n")


# -- parts in another order


def _without_doubles(parts: Sequence[_Part]) -> tuple[list[_Part], list[str]]:
    """The parts without entries that say the same as one before; what goes with those stays."""
    kept: list[_Part] = []
    told: list[str] = []
    first: dict[str, _Part] = {}
    for one in parts:
        earlier = first.setdefault(one.key.casefold(), one) if one.held else one
        if earlier is one:
            kept.append(one)
        elif one.held and earlier.held and _says(one.held) == _says(earlier.held) and not one.held.protected:
            kept.append(replace(one, text=""))
        else:
            kept.append(one)
            told.append(f"lines {earlier.line} and {one.line} have the key {one.key} and do not say the same")
    return kept, told


def _says(held: Held) -> tuple[object, ...]:
    return held.key, held.fault, held.type, sorted((one.name, one.pieces) for one in held.fields)


def _unsortable(file: BibFile, parts: Sequence[_Part]) -> str:
    """Why the blocks cannot be put in another order; "" if they can."""
    broken = next((one for one in parts if one.kind == "broken"), None)
    if broken:
        return f"the block in line {broken.line} cannot be read"
    used: set[str] = set()
    defined: set[str] = set()
    for one in parts:
        scanned = one.held.scanned if one.held else bibscan.scan(one.raw, 1)
        words = {text.lower() for field in scanned.fields for bare, text in field.pieces if bare}
        if one.kind == "string":
            names = {field.name for field in scanned.fields}
            if names & (used | defined):
                return f"{', '.join(sorted(names))} is defined again, or after its use, in line {one.line}"
            defined |= names
        used |= words
    return ""


def _with_head(parts: list[_Part]) -> tuple[str, list[_Part]]:
    """What stands at the head of a file, apart from the first block, and the parts without it."""
    first = parts[0]
    paragraphs = [0, *(one.end() for one in _BLANK_LINE.finditer(first.remark) if "@" not in first.remark)]
    cut = paragraphs[-1] if first.close else len(first.remark)
    rest = _stripped(first.remark[cut:])
    return first.remark[:cut].rstrip(), [replace(first, remark=rest), *parts[1:]]


def _sorted(parts: Sequence[_Part], order: Order) -> list[_Part]:
    """Definitions, then entries by what is asked for, then those that others take fields from."""
    entries = [one for one in parts if one.held]
    depth = _depths([one.held for one in entries if one.held])
    first: dict[str, Held] = {}
    for one in entries:
        if one.held:
            first.setdefault(one.key.casefold(), one.held)
    worth = _BY[order]

    def rank(one: _Part) -> tuple[int, int, str]:
        if one.held is None:
            return (0, 0, "") if one.kind in ("string", "preamble") else (2, 0, "")
        return 1, depth.get(one.key.casefold(), 0), worth(first[one.key.casefold()])

    return sorted(parts, key=rank)


def _year(held: Held) -> str:
    found = _YEAR.search(held.value("year") or held.value("date") or "")
    return found[0] if found else _UNKNOWN_YEAR


_BY: Mapping[str, Callable[[Held], str]] = {
    "key": lambda held: held.key.casefold(),
    "year": _year,
    "type": lambda held: held.type,
}


def _depths(entries: Sequence[Held]) -> dict[str, int]:
    """How many generations of entries take fields from the entry of a key."""
    parents = {
        held.key.casefold(): parent.casefold() for held in entries if (parent := held.value("crossref"))
    }
    depths: dict[str, int] = {}
    for child in parents:
        key = child
        for depth in range(1, _DEEPEST):
            key = parents.get(key, "")
            if not key:
                break
            depths[key] = max(depths.get(key, 0), depth)
    return depths


# -- parts as text


def _whole(one: _Part, newline: str) -> str:
    """A part as text, with the remark before it."""
    text = one.text + one.beside + (newline + one.below if one.below else "")
    if not one.remark:
        return text if text.strip() or not one.text else ""
    return one.remark + newline * ((1 if one.close else 2) if text else 0) + text


def _lead(one: _Part, earlier: _Part | None, newline: str) -> str:
    """The line ends between two parts: a blank line, but none among abbreviations."""
    if earlier is None or not _whole(one, newline):
        return ""
    together = one.kind == earlier.kind == "string" and not one.remark and not earlier.below
    return newline if together else newline * 2


def _tail(tail: str, newline: str) -> str:
    """What stands behind the last block, and one line end."""
    text = _stripped(tail)
    end = _LINE_END.match(tail)
    close = bool(end and text and _REST_OF_LINE.match(tail, end.end())[0].strip())  # type: ignore[index]
    return (newline * (1 if close else 2) + text if text else "") + newline


# -- what changed


def _changes(file: BibFile, before: Sequence[_Part], after: Sequence[_Part], text: str) -> Iterator[Change]:
    if text == file.text:
        return
    told = False
    for one in after:
        what = _what(one)
        if what:
            told = True
            yield Change(line=one.line, key=one.key, what=what)
    moved = [one for one, other in zip(before, after, strict=True) if one.line != other.line]
    if moved:
        yield Change(line=moved[0].line, key=moved[0].key, what="put in another place")
    elif not told:
        yield Change(line=1, key="", what="given other blank lines")


def _what(one: _Part) -> str:
    """What becomes of a block; "" for nothing."""
    if not one.text:
        return "taken out, as it says the same as one before"
    return "" if one.text == one.raw else "laid out anew"
