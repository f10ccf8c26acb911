"""Edits: stretches of a .bib to be replaced, each as small as what it changes.

A value is replaced between its own delimiters. A new field goes behind the last one, joined as the fields
before it are. What is removed takes its own line with it and no remark. Edits of one file must not overlap;
those at one place are put one behind the other, in their order.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from bibgen.splice import habits
from bibgen.splice.bibfile import BLANK_LINE, BibFile, Held

_UNESCAPED_QUOTE = re.compile(r"\"")
_BARE = re.compile(r"\d+|[A-Za-z][\w:.+/-]*")
_BLANK_LINE_END = re.compile(r"[ \t]*(?:\r\n|\r|\n)")
_SIGHT = 1000  # characters before a place in which its line begins
_LINE_END = re.compile(r"\r\n|\r|\n")
_GAP = re.compile(r"[ \t]*(?:(?:\r\n|\r|\n)[ \t]*){0,2}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """The characters `start:end` become `text`. `what` says why, in a few words; `key` is the entry's."""

    start: int
    end: int
    text: str
    what: str = ""
    key: str = ""


def apply(text: str, edits: Sequence[Edit]) -> str:
    """The text with all edits made.

    Raises:
        ValueError: two of them overlap, which is a fault of the caller.
    """
    ordered = sorted(edits, key=lambda one: (one.start, one.end))
    pieces, at = [], 0
    for one in ordered:
        if one.start < at:
            raise ValueError(f"edits overlap at character {one.start}")
        pieces += [text[at : one.start], one.text]
        at = one.end
    return "".join([*pieces, text[at:]])


def set_field(file: BibFile, held: Held, name: str, value: str) -> Edit:
    """Give a field a value, in place of the one it has.

    Args:
        value: as it stands between the delimiters, in TeX; its braces must balance.
    """
    there = held.field(name.lower())
    if there is None:
        return _added(file, held, name, value)
    old = file.text[there.value_start : there.value_end]
    if len(there.pieces) == 1 and old[0] in '{"' and not (old[0] == '"' and _UNESCAPED_QUOTE.search(value)):
        start, end, new = there.value_start + 1, there.value_end - 1, value
    else:
        bare = len(there.pieces) == 1 and there.pieces[0][0] and value.isdigit()
        start, end, new = there.value_start, there.value_end, value if bare else f"{{{value}}}"
    return Edit(start=start, end=end, text=new, what=f"{name} changed", key=held.key)


def _added(file: BibFile, held: Held, name: str, value: str) -> Edit:
    usual = habits.of_file(file) if not held.fields else None
    own = usual or habits.of_entry(file, held, habits.Habits(joint=f",{file.newline}  "))
    at = held.fields[-1].end if held.fields else held.start + held.scanned.key_end
    bare = name.lower() == "month" and bool(_BARE.fullmatch(value))
    text = own.joint + own.begun(name) + own.value(value, bare=bare)
    return Edit(start=at, end=at, text=text, what=f"{name} added", key=held.key)


def remove_field(file: BibFile, held: Held, name: str) -> Edit:
    """Take a field out, its comma and its line with it.

    Raises:
        KeyError: the entry has no such field.
    """
    there = held.field(name.lower())
    if there is None:
        raise KeyError(name)
    at = held.fields.index(there)
    before = held.fields[at - 1].end if at else held.start + held.scanned.key_end
    start, end = there.start, there.end
    if not file.text[before:start].strip(", \t\r\n"):
        start = before  # the comma before it goes, the one behind it stays for the field before
    else:
        comma = re.compile(r"\s*,").match(file.text, end)
        end = comma.end() if comma else end
    return Edit(start=start, end=end, text="", what=f"{name} removed", key=held.key)


def set_type(file: BibFile, held: Held, type: str) -> Edit:
    """Make an entry one of another type, written in the same case."""
    start = file.text.index(held.raw[1:].lstrip()[0], held.start + 1)
    old = file.text[start : start + len(held.type)]
    new = type.upper() if old.isupper() else type.capitalize() if old[:1].isupper() else type
    return Edit(start=start, end=start + len(old), text=new, what=f"@{held.type} is @{type}", key=held.key)


def set_key(file: BibFile, held: Held, key: str) -> Edit:
    """Give an entry another key."""
    start, end = held.start + held.scanned.key_at, held.start + held.scanned.key_end
    return Edit(start=start, end=end, text=key, what=f"key is {key}", key=held.key)


def remove_entry(file: BibFile, held: Held) -> Edit:
    """Take an entry out, and the blank line behind it if it begins its line."""
    if file.text[: held.start].rpartition(file.newline)[2].strip():
        return Edit(start=held.start, end=held.end, text="", what="entry removed", key=held.key)
    gap = _GAP.match(file.text, held.end)
    line_end = _BLANK_LINE_END.match(file.text, held.end)
    end = gap.end() if gap and line_end else held.end
    return Edit(start=held.start, end=end, text="", what="entry removed", key=held.key)


def insert_entries(file: BibFile, entries: Sequence[str]) -> list[Edit]:
    """Put entries into a file: in the order of the keys where it has one, else at its end.

    Args:
        entries: as bibgen's writer makes them; they get the habits of the file.
    """
    own = habits.of_file(file)
    own = own if _LINE_END.search(own.gap) else replace(own, gap=file.newline)
    made = [habits.dressed(entry, own) for entry in entries]
    if not made:
        return []
    keys = [_key(entry) for entry in entries]
    if not _is_sorted(file):
        return [_at_end(file, made, own.gap, ", ".join(keys))]
    edits: list[Edit] = []
    last: list[str] = []
    for key, text in sorted(zip(keys, made, strict=True), key=lambda one: one[0].casefold()):
        following = next((one for one in file.entries if one.key.casefold() > key.casefold()), None)
        if following is None:
            last.append(text)
        else:
            at = _before(following)
            edits.append(Edit(start=at, end=at, text=text + own.gap, what="entry added", key=key))
    return [*edits, _at_end(file, last, own.gap, ", ".join(keys))] if last else edits


def _key(entry: str) -> str:
    return entry.partition("{")[2].partition(",")[0].strip()


def _is_sorted(file: BibFile) -> bool:
    keys = [one.key.casefold() for one in file.entries]
    return len(keys) > 2 and all(one <= other for one, other in pairwise(keys))


def _before(held: Held) -> int:
    """Where to put what goes before an entry: before the remarks that belong to it."""
    remarks = BLANK_LINE.split(held.before)[-1]
    return held.start - len(remarks.lstrip(" \t\r\n"))


def _is_remark(text: str, start: int) -> bool:
    """Whether what begins there stands behind a `%`."""
    return "%" in _LINE_END.split(text[max(start - _SIGHT, 0) : start])[-1]


def _at_end(file: BibFile, entries: Sequence[str], gap: str, key: str) -> Edit:
    """Behind all that is there; but before a block that is never closed, which would swallow it."""
    text = file.text
    last = file.entries[-1].start if file.entries else -1
    broken = [one for one in file.unread if one.start > last and not _is_remark(text, one.start)]
    at = broken[0].start if broken else len(text)
    if broken:
        return Edit(start=at, end=at, text="".join(one + gap for one in entries), what="added", key=key)
    tail = text[len(text.rstrip(" \t\r\n")) :]
    lines = len(_LINE_END.findall(gap)) if text.strip() else 0
    missing = file.newline * max(lines - len(_LINE_END.findall(tail)), 0)
    return Edit(start=at, end=at, text=missing + gap.join(entries) + file.newline, what="added", key=key)
