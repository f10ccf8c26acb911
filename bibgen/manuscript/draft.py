"""What is to be done to one entry: edits, and for each what it changes and who says so.

Nothing goes into a draft that the file cannot hold: a sign that its encoding lacks is told and left out.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from bibgen import splice
from bibgen.manuscript.wording import Tongue, Wording
from bibgen.model import Record
from bibgen.splice import Edit, Held

_BARE_MONTH = re.compile(r"[a-z]{3}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A field, or the `entrytype`, as it was and as it is to be; "" for none. `source` says so: "dblp"."""

    field: str
    old: str
    new: str
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """A field that is left as a person filled it, though `source` has it otherwise."""

    field: str
    yours: str
    theirs: str
    source: str


@dataclass(slots=True, kw_only=True)
class Draft:
    """The edits to one entry while they gather."""

    tongue: Tongue
    held: Held
    edits: list[Edit] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)
    kept: list[Kept] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
    _words: list[tuple[Record, Wording]] = field(default_factory=list)

    def words(self, record: Record) -> Wording:
        """What would be written of a paper into the entry."""
        known = next((made for one, made in self._words if one is record), None)
        if known is None:
            known = self.tongue.words(record, self.held)
            self._words.append((record, known))
        return known

    def has(self, name: str) -> bool:
        """Whether the entry has a field, as far as the draft has got."""
        mine = [change.new for change in self.changes if change.field == name]
        return bool(mine[-1]) if mine else self.held.has(name)

    def said(self, name: str) -> str:
        """What a field says, in Unicode, as a person filled it; "" if it is not there or is changed."""
        return "" if self._changed(name) else self.held.value(name) or ""

    def _changed(self, name: str) -> bool:
        return any(change.field == name for change in self.changes)

    def raw(self, name: str) -> str:
        """The value of a field as it stands in the file, without delimiters if it is one piece."""
        there = self.held.field(name)
        if there is None:
            return ""
        text = self.tongue.file.text[there.value_start : there.value_end]
        return there.pieces[0][1] if len(there.pieces) == 1 else text

    def put(self, name: str, value: str, source: str) -> None:
        """Give a field a value, unless it has it already, or got another.

        Args:
            name: in lower case.
            value: in TeX, without delimiters.
        """
        old = self.raw(name)
        same = self.held.field(name) is not None and " ".join(old.split()) == " ".join(value.split())
        if same or self._changed(name):
            return
        file = self.tongue.file
        try:
            value.encode(file.encoding)
        except UnicodeEncodeError as error:
            self.remarks.append(f"{name} left: {value[error.start]!r} cannot be written in {file.encoding}")
            return
        self.edits.append(self._edit(name, value))
        self.changes.append(Change(field=name, old=old, new=value, source=source))

    def is_sound(self) -> bool:
        """Whether the entry is one afterwards that has the fields it should have."""
        held = self.held
        own = [replace(one, start=one.start - held.start, end=one.end - held.start) for one in self.edits]
        try:
            entries = splice.parse(splice.apply(held.raw, own)).entries
        except ValueError:
            return False
        if [one.key for one in entries] != [held.key] or entries[0].fault:
            return False
        changed = {change.field: change.new for change in self.changes if change.field != "entrytype"}
        wanted = {one.name for one in held.fields if changed.get(one.name) != ""}
        return {one.name for one in entries[0].fields} == wanted | {name for name in changed if changed[name]}

    def _edit(self, name: str, value: str) -> Edit:
        there = self.held.field(name)
        if there and name == "month" and _BARE_MONTH.fullmatch(value):
            what = "month changed"
            return Edit(start=there.value_start, end=there.end, text=value, what=what, key=self.held.key)
        spelled = name if there else self.tongue.spelled(name)
        return splice.set_field(self.tongue.file, self.held, spelled, value)

    def drop(self, name: str, source: str) -> None:
        """Take a field out, unless it is changed."""
        if self._changed(name):
            return
        self.edits.append(splice.remove_field(self.tongue.file, self.held, name))
        self.changes.append(Change(field=name, old=self.raw(name), new="", source=source))

    def retype(self, type: str, source: str) -> None:
        """Make the entry one of another type, unless it is."""
        if type != self.held.type:
            self.edits.append(splice.set_type(self.tongue.file, self.held, type))
            self.changes.append(Change(field="entrytype", old=self.held.type, new=type, source=source))

    def keep(self, name: str, theirs: str, source: str) -> None:
        """Note that a field says something else."""
        self.kept.append(Kept(field=name, yours=self.said(name), theirs=theirs, source=source))
