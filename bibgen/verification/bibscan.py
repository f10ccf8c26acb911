"""A block of a .bib taken apart as strictly as BibTeX does, with the line of each field.

btxdoc (section 2) and bibtex.web: a key ends at a comma, a blank or the closing brace; a value is a
number, a macro, or text in braces or quotes, joined by `#`; a brace counts wherever it stands, escaped
or not. Where BibTeX would complain and skip, this says what is wrong and where.
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
_MARK = re.compile(r"[{}\"]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """A field: its name in lower case, and the pieces of its value as written.

    A piece is a number or a macro if it is `bare`, else it stood in braces or quotes.
    """

    name: str
    pieces: tuple[tuple[bool, str], ...]
    line: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Scanned:
    """A block taken apart: `fault` says what stopped that, in `line`; "" if nothing did."""

    type: str
    key: str = ""
    fields: tuple[Field, ...] = ()
    fault: str = ""
    line: int = 0


class _Fault(Exception):
    def __init__(self, text: str, at: int) -> None:
        super().__init__(text)
        self.text = text
        self.at = at


def scan(raw: str, line: int) -> Scanned:
    """What stands in one block, from its `@` on; `line` is that of the `@`, from 1."""
    other = _OTHER.match(raw)
    if other:
        return Scanned(type=other["type"].lower())
    string, head = _STRING.match(raw), _HEAD.match(raw)
    if head is None:
        return Scanned(type="", fault="it begins like an entry and is none", line=line)
    found: list[Field] = []
    fault, at = "", 0
    try:
        if string:
            _fields(raw, string.end(), line, found)
        else:
            _fields(raw, _behind(raw, head.end()), line, found)
    except _Fault as error:
        fault, at = _traced(error, found, raw)
    return Scanned(
        type=head["type"].lower(),
        key="" if string else head["key"],
        fields=tuple(found),
        fault=fault,
        line=line + raw.count("\n", 0, at),
    )


def _traced(error: _Fault, found: list[Field], raw: str) -> tuple[str, int]:
    """What stopped the reading and where; a lost brace is noticed late, behind the fields it swallowed."""
    for field in found:
        swallowed = next((match for _, text in field.pieces if (match := _SWALLOWED.search(text))), None)
        if swallowed:
            return f"{field.name}: the braces of the value do not balance", raw.find(swallowed.string)
    return error.text, error.at


def _fields(raw: str, at: int, line: int, found: list[Field]) -> None:
    """Gather the fields behind the key into `found`."""
    while not raw.startswith(("}", ")"), at):
        name = _NAME.match(raw, at)
        if name is None:
            raise _Fault("there is no name and `=` where a field should begin", at)
        pieces, end = _pieces(raw, name.end(), name["name"])
        begin = line + raw.count("\n", 0, name.start("name"))
        found.append(Field(name=name["name"].lower(), pieces=pieces, line=begin))
        at = _behind(raw, end)
    if raw[at + 1 :].strip():
        raise _Fault("it is closed before its end", at)


def _behind(raw: str, at: int) -> int:
    """Where the next field begins, or the closing brace stands."""
    at = _skipped(raw, at)
    if at >= len(raw):
        raise _Fault("it is never closed: a brace is missing", len(raw.rstrip()))
    if raw[at] == ",":
        at = _skipped(raw, at + 1)
        if at >= len(raw):
            raise _Fault("it is never closed: a brace is missing", len(raw.rstrip()))
    elif raw[at] not in "})":
        raise _Fault("a comma is missing", at)
    return at


def _skipped(raw: str, at: int) -> int:
    match = _BLANK.match(raw, at)
    return match.end() if match else at


def _pieces(raw: str, at: int, name: str) -> tuple[tuple[tuple[bool, str], ...], int]:
    """The pieces of the value at `at`, and where it ends."""
    pieces: list[tuple[bool, str]] = []
    while True:
        if raw[at : at + 1] in ("{", '"'):
            end = _closing(raw, at)
            if end is None:
                raise _Fault(f"{name}: the braces of the value do not balance", at)
            pieces.append((False, raw[at + 1 : end]))
            at = end + 1
        else:
            word = _BARE.match(raw, at)
            if word is None:
                raise _Fault(f"{name}: there is no value that can be read", at)
            pieces.append((True, word[0]))
            at = word.end()
        at = _skipped(raw, at)
        if not raw.startswith("#", at):
            return tuple(pieces), at
        at = _skipped(raw, at + 1)


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
