"""A block of a .bib taken apart as strictly as BibTeX does, with the exact place of each field.

btxdoc (section 2) and bibtex.web: a key ends at a comma, a blank or the closing brace; a value is a
number, a macro, or text in braces or quotes, joined by `#`; a brace counts wherever it stands, escaped
or not. Where BibTeX would complain and skip, this says what is wrong and where.

BibTeX knows no comments; biber does (btparse's `bibtex` manual page: a `%` outside a value hides the rest
of its line). Whoever wants an entry as biber reads it says `comments=True`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_HEAD = re.compile(r"@\s*(?P<type>[A-Za-z]\w*)\s*[{(]\s*(?P<key>[^\s,{}=\"]*)\s*")
_OTHER = re.compile(r"@\s*(?P<type>comment|preamble)\b", re.I)
_STRING = re.compile(r"@\s*string\s*[{(]", re.I)
_NAME = re.compile(r"\s*(?P<name>[^\s\"#%'(),={}]+)\s*=\s*")
_BARE = re.compile(r"[^\s\"#%'(),={}]+")
_SWALLOWED = re.compile(r"\n\s*[A-Za-z]+\s*=\s*[{\"]")
_BLANK = re.compile(r"\s*")
_BLANK_OR_COMMENT = re.compile(r"\s*(?:%[^\n]*(?:\n\s*|$))*")
_MARK = re.compile(r"[{}\"]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """A field: its name in lower case, and the pieces of its value as written.

    A piece is a number or a macro if it is `bare`, else it stood in braces or quotes. The name begins at
    `start`, the value, with its delimiters, reaches from `value` to `end`: offsets in the block.
    """

    name: str
    pieces: tuple[tuple[bool, str], ...]
    line: int
    start: int
    value: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Scanned:
    """A block taken apart: `fault` says what stopped that, in `line`; "" if nothing did.

    `key_at` and `key_end` are offsets in the block, and `end` is that behind its closing brace.
    """

    type: str
    key: str = ""
    key_at: int = 0
    key_end: int = 0
    fields: tuple[Field, ...] = ()
    fault: str = ""
    line: int = 0
    end: int = 0


class _Fault(Exception):
    def __init__(self, text: str, at: int) -> None:
        super().__init__(text)
        self.text = text
        self.at = at


def scan(raw: str, line: int, *, comments: bool = False, longer: bool = False) -> Scanned:
    """What stands in one block, from its `@` on.

    Args:
        line: that of the `@`, from 1.
        comments: let pass comments between fields, as biber does.
        longer: the text may go on behind the block.
    """
    other = _OTHER.match(raw)
    if other:
        return Scanned(type=other["type"].lower())
    string, head = _STRING.match(raw), _HEAD.match(raw)
    if head is None:
        return Scanned(type="", fault="it begins like an entry and is none", line=line)
    round_ = "(" in raw[: string.end() if string else head.start("key")]
    walk = _Walk(
        raw=raw, line=line, blank=_BLANK_OR_COMMENT if comments else _BLANK, closing=")" if round_ else "}"
    )
    found: list[Field] = []
    fault, at, end = "", 0, 0
    try:
        end = walk.fields(string.end() if string else walk.behind(head.end()), found)
        if raw[end:].strip() and not longer:
            raise _Fault("it is closed before its end", end - 1)
    except _Fault as error:
        fault, at = _traced(error, found, raw)
    return Scanned(
        type=head["type"].lower(),
        key="" if string else head["key"],
        key_at=head.start("key"),
        key_end=head.end("key"),
        fields=tuple(found),
        fault=fault,
        line=line + raw.count("\n", 0, at),
        end=end,
    )


def _traced(error: _Fault, found: list[Field], raw: str) -> tuple[str, int]:
    """What stopped the reading and where; a lost brace is noticed late, behind the fields it swallowed."""
    for field in found:
        swallowed = next((match for _, text in field.pieces if (match := _SWALLOWED.search(text))), None)
        if swallowed:
            return f"{field.name}: the braces of the value do not balance", raw.find(swallowed.string)
    return error.text, error.at


@dataclass(frozen=True, slots=True, kw_only=True)
class _Walk:
    """The way through one block; `blank` is what may stand between its parts, `closing` what ends it."""

    raw: str
    line: int
    blank: re.Pattern[str]
    closing: str

    def fields(self, at: int, found: list[Field]) -> int:
        """Gather the fields behind the key into `found`; the offset behind the closing brace."""
        at = self.skipped(at)
        while not self.raw.startswith(self.closing, at):
            name = _NAME.match(self.raw, at)
            if name is None:
                raise _Fault("there is no name and `=` where a field should begin", at)
            pieces, end = self._pieces(name.end(), name["name"])
            found.append(
                Field(
                    name=name["name"].lower(),
                    pieces=tuple(pieces),
                    line=self.line + self.raw.count("\n", 0, name.start("name")),
                    start=name.start("name"),
                    value=name.end(),
                    end=end,
                )
            )
            at = self.behind(end)
        return at + 1

    def behind(self, at: int) -> int:
        """Where the next field begins, or the closing brace stands."""
        at = self._inside(at)
        if self.raw[at] == ",":
            return self._inside(at + 1)
        if self.raw[at] != self.closing:
            raise _Fault("a comma is missing", at)
        return at

    def _inside(self, at: int) -> int:
        """The next offset that is not blank, which must be in the block."""
        at = self.skipped(at)
        if at >= len(self.raw):
            raise _Fault("it is never closed: a brace is missing", len(self.raw.rstrip()))
        return at

    def skipped(self, at: int) -> int:
        match = self.blank.match(self.raw, at)
        return match.end() if match else at

    def _pieces(self, at: int, name: str) -> tuple[list[tuple[bool, str]], int]:
        """The pieces of the value at `at`, and the offset behind the last."""
        pieces: list[tuple[bool, str]] = []
        while True:
            piece, end = self._piece(at, name)
            pieces.append(piece)
            at = self.skipped(end)
            if not self.raw.startswith("#", at):
                return pieces, end
            at = self.skipped(at + 1)

    def _piece(self, at: int, name: str) -> tuple[tuple[bool, str], int]:
        if self.raw[at : at + 1] in ("{", '"'):
            end = _closing(self.raw, at)
            if end is None:
                raise _Fault(f"{name}: the braces of the value do not balance", at)
            return (False, self.raw[at + 1 : end]), end + 1
        word = _BARE.match(self.raw, at)
        if word is None:
            raise _Fault(f"{name}: there is no value that can be read", at)
        return (True, word[0]), word.end()


def _closing(raw: str, at: int) -> int | None:
    """Where the piece that opens at `at` closes; every brace counts."""
    depth = 0
    quoted = raw[at] == '"'
    for mark in _MARK.finditer(raw, at + quoted):
        depth += (mark[0] == "{") - (mark[0] == "}")
        if depth < 0:
            return None
        if depth == 0 and mark[0] == ('"' if quoted else "}"):
            return mark.start()
    return None
