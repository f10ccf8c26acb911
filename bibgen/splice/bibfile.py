"""A .bib as a value: entries and their fields with exact places, and the blocks that cannot be read.

`bibgen.bib` finds the blocks, `bibgen.bibscan` the fields. What is costly (the fields, what an entry says)
is worked out only for the entries that are looked at, so that adding one paper to a file of 20,000 entries
takes little more than finding its blocks.

Comments of biber's kind (`%` to the end of the line) inside an entry are let pass. An entry behind a `%` on
its own line is one for BibTeX and none for biber; it keeps its key and is otherwise left alone. So is an
entry that a person marks, with `% bibgen: keep` before, in or right behind it, or with a field such as
`protect = {true}`.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from bibgen import bib, bibscan
from bibgen.model import Mention, Span
from bibgen.readers.records import bibtex

_LINE_END = re.compile(r"\r\n|\r|\n")
BLANK_LINE = re.compile(r"(?:\r\n|\r(?!\n)|\n)[ \t]*(?:\r\n|\r(?!\n)|\n)")
_KEEP = re.compile(r"%[^\r\n]*\bbibgen:\s*keep\b", re.I)
_LONGEST = 50_000  # characters of an entry in which another begins a line
_PROTECTING = ("protect", "protected")
_IDS = re.compile(r"ids\s*=")  # begins with letters, for that is searched for fast
_SAMPLE, _HEAD = 300, 2000  # entries, and characters of each, that tell the dialect of a file
_OFF = ("", "false", "no", "0")
_KEY = re.compile(r"@\s*\w+\s*[{(]\s*(?P<key>[^\s,{}\"=]+)\s*,")
_BESIDE = re.compile(r"[ \t,]*%[^\r\n]*")
_BEHIND_COMMENT = re.compile(r"%[^\r\n]*\Z")
_COMMENT = re.compile(r"%[^\r\n]*")
_OTHER_BLOCK = re.compile(r"@\s*(?:string|comment|preamble)\b", re.I)
# What only biblatex knows, and what only classic BibTeX's files have (biblatex manual, section 2.2).
_MODERN = re.compile(
    r"[,\n]\s*(?:date|journaltitle|eprinttype|eprintclass|pubstate|ids|xdata|location)\s*=|"
    r"@\s*(?:online|thesis|report|dataset|software|mvbook|collection|xdata)\s*[{(]",
    re.I,
)
_CLASSIC = re.compile(
    r"[,\n]\s*(?:year|journal|archiveprefix|primaryclass|school|address)\s*=|"
    r"@\s*(?:phdthesis|mastersthesis|techreport|conference)\s*[{(]",
    re.I,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldField:
    """A field as it stands: from its name at `start` to the end of its value, `value_start:value_end`.

    `name` is in lower case; places are characters of the file's text; a value has its delimiters with it.
    `pieces` are those of `bibscan.Field`.
    """

    name: str
    line: int
    start: int
    value_start: int
    value_end: int
    pieces: tuple[tuple[bool, str], ...]

    @property
    def end(self) -> int:
        """Where the value ends."""
        return self.value_end


@dataclass(frozen=True, kw_only=True)
class Held:
    """An entry of a file: `text[start:end]`, its `@` in `line` (from 1).

    `before` is what stands between it and the line of the block before, `behind` the comment on the line
    where it ends. `macros` are the file's `@string`s.
    """

    key: str
    type: str
    line: int
    start: int
    end: int
    raw: str
    before: str = ""
    behind: str = ""
    file: str = "-"
    macros: Mapping[str, str] = field(default_factory=dict, repr=False, compare=False)
    block: bib.Block | None = field(default=None, repr=False, compare=False)

    @cached_property
    def scanned(self) -> bibscan.Scanned:
        """The entry taken apart, offsets within it."""
        return bibscan.scan(self.raw, self.line, comments=True)

    @cached_property
    def fields(self) -> tuple[HeldField, ...]:
        """The fields in their order."""
        return tuple(
            HeldField(
                name=one.name,
                line=one.line,
                start=self.start + one.start,
                value_start=self.start + one.value,
                value_end=self.start + one.end,
                pieces=one.pieces,
            )
            for one in self.scanned.fields
        )

    def field(self, name: str) -> HeldField | None:
        """The field of that name; the first, as BibTeX takes it."""
        return next((one for one in self.fields if one.name == name), None)

    def has(self, name: str) -> bool:
        """Whether there is a field of that name with something in it."""
        return bool(self.value(name))

    def value(self, name: str) -> str | None:
        """What a field says, in Unicode with macros resolved; names of people as they stand."""
        return self._values.get(name)

    @cached_property
    def parsed(self) -> bib.Parsed:
        """What the entry says."""
        read = bib.read(self.block, self.macros) if self.block is not None else None
        if read and not (
            "%" in self.raw and (not read.fields or any("%" in name for name, _ in read.fields))
        ):
            return read
        return bib.parse(_without_comments(self.raw), self.macros)

    @cached_property
    def _values(self) -> dict[str, str]:
        return dict(reversed(self.parsed.fields))

    @cached_property
    def aliases(self) -> tuple[str, ...]:
        """Other keys that the entry answers to (`ids`; biblatex manual, section 2.2.3)."""
        listed = (self.value("ids") or "").split(",") if _IDS.search(self.raw) else []
        return tuple(one.strip() for one in listed if one.strip())

    @property
    def fault(self) -> str:
        """What BibTeX or a parser would stop at in it, though another lets it pass; "" for nothing."""
        return self.scanned.fault or self.parsed.reason

    @cached_property
    def protected(self) -> bool:
        """Whether it is to be left as it is: a person wants that, or an edit might not do what it should."""
        remarks = (_own_remarks(self.before), self.raw, self.behind)
        if self.fault or any(map(_KEEP.search, remarks)):
            return True
        if "protect" not in self.raw:
            return False
        return any((self.value(name) or "").strip().lower() not in _OFF for name in _PROTECTING)

    @cached_property
    def mention(self) -> Mention:
        """What the entry says of its paper."""
        last = self.line + len(_LINE_END.findall(self.raw))
        span = Span(file=self.file, first=self.line, last=last, start=self.start, end=self.end)
        return Mention(raw=self.raw, span=span, reader=bibtex.NAME, **bibtex.said(bib, self.parsed))


@dataclass(frozen=True, slots=True, kw_only=True)
class Unread:
    """A block that cannot be read, or that is none for biber: left alone; `key` is "" if it shows none."""

    raw: str
    line: int
    start: int
    end: int
    reason: str
    key: str = ""


@dataclass(frozen=True, kw_only=True)
class BibFile:
    """A .bib: its `text` with the line ends as they are, without a mark of UTF-8.

    `raw` is what was read, None if there was no file. `entries` and `unread` are in the order of the file;
    `macros` are its abbreviations by their names in lower case. `newline` is the line end of most lines.
    """

    path: str
    text: str
    raw: bytes | None = b""
    encoding: str = "utf-8"
    bom: bool = False
    newline: str = "\n"
    entries: tuple[Held, ...] = ()
    unread: tuple[Unread, ...] = ()
    macros: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def modern(self) -> bool:
        """Whether it is written for biblatex; what has no mark of either is taken for BibTeX's."""
        step = len(self.entries) // _SAMPLE + 1
        sample = "\n".join(one.raw[:_HEAD] for one in self.entries[::step])
        return len(_MODERN.findall(sample)) > len(_CLASSIC.findall(sample))

    @property
    def mentions(self) -> tuple[Mention, ...]:
        """What each entry says of its paper, in the order of the entries."""
        return tuple(one.mention for one in self.entries)

    @cached_property
    def keys(self) -> frozenset[str]:
        """All keys that are taken, aliases and unreadable entries too, without case as BibTeX has it."""
        taken = [one.key for one in self.entries] + [one.key for one in self.unread if one.key]
        aliases = [alias for one in self.entries for alias in one.aliases]
        return frozenset(key.casefold() for key in (*taken, *aliases))


def parse(text: str, path: str = "-") -> BibFile:
    r"""A .bib from its text.

    >>> file = parse("@misc{Gato,\n  title = {A Generalist Agent},\n}\n")
    >>> [(one.key, one.line, one.value("title")) for one in file.entries]
    [('Gato', 1, 'A Generalist Agent')]
    """
    macros: dict[str, str] = {}
    entries: list[Held] = []
    unread: list[Unread] = []
    for found in _blocks(text, path, macros):
        (entries if isinstance(found, Held) else unread).append(found)  # type: ignore[arg-type]
    return BibFile(
        path=path,
        text=text,
        newline=_newline(text),
        entries=tuple(entries),
        unread=tuple(unread),
        macros=macros,
    )


def _blocks(text: str, path: str, macros: dict[str, str]) -> Iterator[Held | Unread]:
    """Entries, and what cannot be read; `macros` fill on the way, and all entries share them."""
    starts = [0, *(match.end() for match in _LINE_END.finditer(text))]
    done = 0
    for block in bib.blocks(text):
        if block.start < done:
            continue  # a piece of an entry that was read whole here
        line = bisect_right(starts, block.start)
        if block.key is None and _OTHER_BLOCK.match(block.raw):
            parsed = bib.read(block, macros)
            macros.update(parsed.fields if parsed.kind == "string" else ())
            done = block.end
            continue
        gap = text[done : block.start]
        first_line = _LINE_END.search(gap) if done else None
        before = gap[first_line.start() :] if first_line else gap
        held = _held(text, block, {"line": line, "before": before, "file": path, "macros": macros})
        if isinstance(held, Held) and _BEHIND_COMMENT.search(gap):
            held = _unread(held.raw, line, held.start, "it stands behind a %, so biber passes over it")
        elif isinstance(held, Held) and (behind := _BESIDE.match(text, held.end)):
            held = replace(held, behind=behind[0])
        done = held.end
        yield held


def _held(text: str, block: bib.Block, about: dict[str, Any]) -> Held | Unread:
    """A block as an entry, if it is one; `about` is what holds of it whatever stands in it."""
    if block.key is not None:
        head = block.raw[1:].split("{" if "(" not in block.raw[:30].split("{")[0] else "(", 1)[0]
        return Held(
            key=block.key,
            type=head.strip().lower(),
            start=block.start,
            end=block.end,
            raw=block.raw,
            block=block,
            **about,
        )
    for end in (_closed(text, block.start), block.start + _LONGEST):
        scanned = bibscan.scan(text[block.start : end], about["line"], comments=True, longer=True)
        names = [one.name for one in scanned.fields]
        if scanned.key and not scanned.fault and len(set(names)) == len(names):
            return Held(
                key=scanned.key,
                type=scanned.type,
                start=block.start,
                end=block.start + scanned.end,
                raw=text[block.start : block.start + scanned.end],
                **about,
            )
    return _unread(block.raw, about["line"], block.start, bib.read(block).reason or "it cannot be read")


def _unread(raw: str, line: int, start: int, reason: str) -> Unread:
    key = _KEY.match(raw)
    return Unread(
        raw=raw, line=line, start=start, end=start + len(raw), reason=reason, key=key["key"] if key else ""
    )


def _closed(text: str, start: int) -> int:
    """A place behind the entry at `start`: the next one that begins a line, or the end of the text."""
    following = re.compile(r"[\r\n][ \t]*@\s*\w+\s*[{(]").search(text, start + 1)
    return following.start() if following else len(text)


def _without_comments(raw: str) -> str:
    """The entry with blanks for the comments between its fields, so that places stay."""
    kept = list(raw)
    at = 0
    for one in bibscan.scan(raw, 1, comments=True).fields:
        _blank_comments(raw, at, one.start, kept)
        at = one.end
    _blank_comments(raw, at, len(raw), kept)
    return "".join(kept)


def _blank_comments(raw: str, start: int, end: int, kept: list[str]) -> None:
    for match in _COMMENT.finditer(raw, start, end):
        kept[match.start() : match.end()] = " " * len(match[0])


def _own_remarks(before: str) -> str:
    """The remarks that belong to the entry behind them: the last lines that are not blank."""
    return BLANK_LINE.split(before.rstrip())[-1]


def _newline(text: str) -> str:
    counted = dict.fromkeys(("\n", "\r\n", "\r"), 0)
    for end in _LINE_END.findall(text):
        counted[end] += 1
    return max(counted, key=lambda end: counted[end])
