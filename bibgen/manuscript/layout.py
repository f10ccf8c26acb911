"""One entry of a .bib laid out anew: its indent, alignment, delimiters and commas; never what it says.

The text inside a value's braces or quotes stays byte by byte, line breaks too; so do numbers and macros.
What BibTeX does not tell apart is made alike: the case of types and names of fields, quotes or braces
around a value, parentheses or braces around an entry (btxdoc, section 2). Comments of biber's kind inside
an entry stay at their field. The new text is taken apart again before it is taken: an entry that would
then say something else is left as it stands, and so is one with a field twice, which programs read in
two ways.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from bibgen import bibscan

_COMMENT = re.compile(r"%[^\r\n]*")
_LINE_END = re.compile(r"\r\n|\r|\n")
_HEAD = re.compile(r"@\s*(?P<type>\w+)")
# The order of fields where one is asked for: what a reader looks for first; all others follow as they stand.
_ORDER = (
    "ids title subtitle author editor year date month day journal journaltitle booktitle series edition "
    "volume number issue pages eid publisher institution school organization address location doi eprint "
    "eprinttype archiveprefix eprintclass primaryclass url urldate isbn issn note keywords abstract"
).split()
# Names that arXiv, its users and bibgen's own writer spell with a capital within.
_SPELT = {"archiveprefix": "archivePrefix", "primaryclass": "primaryClass"}
_RANK = {name: at for at, name in enumerate(_ORDER)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Style:
    """How entries are to look.

    `column`: how wide the names of fields are made, 0 for as wide as they are. `keep_case`: leave the case of
    types and names. `order`: put the fields in the order that readers expect.
    """

    indent: str = "  "
    column: int = 13
    quotes: bool = False
    trailing_comma: bool = True
    keep_case: bool = False
    order: bool = False

    def name(self, written: str) -> str:
        """A type or the name of a field."""
        return written if self.keep_case else _SPELT.get(written.lower(), written.lower())

    def value(self, raw: str, pieces: tuple[tuple[bool, str], ...]) -> str:
        """A value, its pieces in the same delimiters; as it stands if a comment is among them."""
        if raw.count("%") != sum(text.count("%") for _, text in pieces):
            return raw
        return " # ".join(text if bare else self._delimited(text) for bare, text in pieces)

    def _delimited(self, text: str) -> str:
        return f'"{text}"' if self.quotes and '"' not in text else f"{{{text}}}"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Line:
    """A field as it will stand: the comments above it, the field, and the comment beside it."""

    rank: int
    above: tuple[str, ...]
    text: str
    beside: str


def entry(raw: str, style: Style, newline: str = "\n") -> str:
    r"""An entry in a style; as it stands where that is not sure to say the same.

    >>> print(entry('@MISC(Gato,TITLE="A {G}eneralist Agent",YEAR=2022)', Style(column=0)))
    @misc{Gato,
      title = {A {G}eneralist Agent},
      year = 2022,
    }
    """
    scanned = bibscan.scan(raw, 1, comments=True)
    head = _HEAD.match(raw)
    names = {one.name for one in scanned.fields}
    if scanned.fault or not scanned.key or head is None or len(names) < len(scanned.fields):
        return raw
    made = newline.join(
        [
            f"@{style.name(head['type'])}{{{scanned.key},{_behind_key(raw, scanned)}",
            *_body(raw, scanned, style),
            "}",
        ]
    )
    return made if _means(made) == _means(raw) else raw


def abbreviation(raw: str, style: Style) -> str:
    """An `@string` on one line, in a style."""
    scanned = bibscan.scan(raw, 1)
    if scanned.fault or len(scanned.fields) != 1:
        return raw
    (one,) = scanned.fields
    name = raw[one.start : one.start + len(one.name)]
    return f"@string{{{name} = {style.value(raw[one.value : one.end], one.pieces)}}}"


def _behind_key(raw: str, scanned: bibscan.Scanned) -> str:
    """The comment on the line of the key."""
    first = scanned.fields[0].start if scanned.fields else scanned.end - 1
    beside, _ = _comments(raw[scanned.key_end : first])
    return f" {beside}" if beside else ""


def _body(raw: str, scanned: bibscan.Scanned, style: Style) -> Iterator[str]:
    lines = list(_lines(raw, scanned, style))
    if style.order:
        lines.sort(key=lambda one: one.rank)
    for at, one in enumerate(lines):
        comma = "," if style.trailing_comma or at < len(lines) - 1 else ""
        yield from (style.indent + text for text in one.above)
        yield f"{style.indent}{one.text}{comma}{' ' if one.beside else ''}{one.beside}"
    last = scanned.fields[-1].end if scanned.fields else scanned.key_end
    _, rest = _comments(raw[last : scanned.end - 1])
    yield from (style.indent + text for text in rest)


def _lines(raw: str, scanned: bibscan.Scanned, style: Style) -> Iterator[_Line]:
    before = scanned.key_end
    ends = (*(one.start for one in scanned.fields[1:]), scanned.end - 1)
    for one, end in zip(scanned.fields, ends, strict=False):
        _, above = _comments(raw[before : one.start])
        beside, _ = _comments(raw[one.end : end])
        name = style.name(raw[one.start : one.start + len(one.name)])
        yield _Line(
            rank=_RANK.get(one.name, len(_RANK)),
            above=above,
            text=f"{name:<{style.column}} = {style.value(raw[one.value : one.end], one.pieces)}",
            beside=beside,
        )
        before = one.end


def _comments(gap: str) -> tuple[str, tuple[str, ...]]:
    """The comment on the line where a gap begins, and those on lines of their own."""
    found = list(_COMMENT.finditer(gap))
    beside = [one for one in found if not _LINE_END.search(gap, 0, one.start())]
    return "".join(one[0].rstrip() for one in beside), tuple(one[0].rstrip() for one in found[len(beside) :])


def _means(raw: str) -> tuple[object, ...]:
    """What an entry says, whatever it looks like; fields of one name in their order."""
    scanned = bibscan.scan(raw, 1, comments=True)
    fields = sorted((one.name, at, one.pieces) for at, one in enumerate(scanned.fields))
    told = [(name, pieces) for name, _, pieces in fields]
    return (
        scanned.fault,
        scanned.type,
        scanned.key,
        told,
        sorted(text.rstrip() for text in _remarks(raw, scanned)),
    )


def _remarks(raw: str, scanned: bibscan.Scanned) -> Iterator[str]:
    """All comments between the fields."""
    before = scanned.key_end
    for start, end in (*((one.start, one.end) for one in scanned.fields), (scanned.end - 1, scanned.end)):
        yield from _COMMENT.findall(raw[before:start])
        before = end
