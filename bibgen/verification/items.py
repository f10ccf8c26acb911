"""What a bibliography says, in terms that all formats share, and what is wrong with it.

A format's module turns a text into `Item`s, one an entry, with its values as Unicode under the file's own
names; its `Form` tells in which of them a thing such as the journal may stand. Names of things are the
values of `bibgen.writers.options.FIELDS`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from bibgen.model import Name, PartialDate

_SHOWN = 72  # characters of a value
_BEFORE = 24  # of them before the first that differs
# Neither seen nor wanted: controls but for blanks, zero-width characters, marks of writing direction.
_UNSEEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing that is wrong.

    A "rule" is the format's, `text` says which; a "field" differs from the record of `source`: `found` is
    what the file says, `expected` what the record has, "" for nothing. `line` counts from 1.
    """

    line: int
    key: str
    field: str
    kind: Literal["rule", "field"]
    text: str = ""
    found: str = ""
    expected: str = ""
    source: str = "the record"

    @property
    def told(self) -> str:
        """The finding in words, long values cut to where they differ."""
        where = f"{self.field}: " if self.field else ""
        if self.kind == "rule":
            return f"{where}{self.text}"
        said, has = _excerpts(self.found, self.expected)
        return f"{where}{f'says {said}' if said else 'is not there'}, {self.source} has {has or 'nothing'}"


def _excerpts(one: str, other: str) -> tuple[str, str]:
    """Two texts, quoted, each from a little before their first difference."""
    same = next((at for at, pair in enumerate(zip(one, other, strict=False)) if pair[0] != pair[1]), 0)
    begin = max(same - _BEFORE, 0) if max(len(one), len(other)) > _SHOWN else 0
    return _excerpt(one, begin), _excerpt(other, begin)


def _excerpt(text: str, begin: int) -> str:
    if not text:
        return ""
    end = begin + _SHOWN
    return f"“{'…' if begin else ''}{text[begin:end]}{'…' if len(text) > end else ''}”"


@dataclass(frozen=True, slots=True, kw_only=True)
class Value:
    """One value: the file's own name for it, its text in Unicode, and the line on which it begins."""

    name: str
    text: str
    line: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One entry as the file has it; `et_al`: the list of authors says that it is cut.

    `broken`: not all of it could be read, so that what it lacks tells nothing.
    """

    line: int
    key: str
    type: str
    values: tuple[Value, ...] = ()
    authors: tuple[Name, ...] = ()
    et_al: bool = False
    issued: PartialDate | None = None
    broken: bool = False

    def line_of(self, *names: str) -> int:
        """The line of the first value under one of the names, or that of the entry."""
        return next((value.line for value in self.values if value.name in names), self.line)

    def rule(self, field: str, text: str, line: int | None = None) -> Finding:
        """A finding that a rule of the format is broken."""
        at = self.line_of(field) if line is None else line
        return Finding(line=at, key=self.key, field=field, kind="rule", text=text)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadBack:
    """A file read back: its entries in their order, and what its format's rules forbid in it."""

    items: tuple[Item, ...]
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """How a format is read back.

    `read`: from a text to what it says. `places`: for each thing, the names of the values it may stand in.
    `types`: for a record's type, those an entry of it may have. `holds`: whether an entry of a type, made
    of a record of another, has a place for a thing at all. `wordy`: values for words of any kind. `lacks`:
    what an item must have by the format's rules and has not, as pairs of thing and words. `parts`: how
    many of year, month and day a date has at most. `particles`: whether a particle is apart from the
    family name.
    """

    read: Callable[[str], ReadBack]
    places: Mapping[str, tuple[str, ...]]
    types: Mapping[str, tuple[str, ...]]
    holds: Callable[[str, str, str], bool] = lambda _type, _thing, _made_of: True
    wordy: frozenset[str] = frozenset()
    lacks: Callable[[Item], Iterator[tuple[str, str]]] = lambda _item: iter(())
    parts: int = 3
    particles: bool = True


def unseen(items: tuple[Item, ...]) -> Iterator[Finding]:
    """Values with characters that nobody sees."""
    for item in items:
        for value in item.values:
            odd = _UNSEEN.search(value.text)
            if odd:
                text = f"holds the invisible character U+{ord(odd[0]):04X}"
                yield item.rule(value.name, text, value.line)


def twice(items: tuple[Item, ...]) -> Iterator[Finding]:
    """Keys that two entries share, without regard to case."""
    first: dict[str, int] = {}
    for item in items:
        line = first.setdefault(item.key.lower(), item.line)
        if line != item.line and item.key:
            yield item.rule("", f"the key stands in line {line} already", item.line)


def date(year: str, month: str = "", day: str = "") -> PartialDate | None:
    """The date of these digits, or None if there is no such day."""
    if not re.fullmatch(r"\d{4}", year) or not re.fullmatch(r"(?:\d{1,2})?", month) or (day and not month):
        return None
    parts = PartialDate(year=int(year), month=int(month or 0), day=int(day or 0))
    longest = 0 if not parts.month else 29 + (parts.month != 2) + (parts.month in (1, 3, 5, 7, 8, 10, 12))
    return parts if parts.month <= 12 and parts.day <= longest else None
