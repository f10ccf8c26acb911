"""How a person writes entries: what is added to a file should look as if they had written it.

The habits of a file are those that most of its entries have; a file without entries gets those of bibgen's
own writer. What is added to one entry follows that entry first.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import islice, pairwise
from typing import TypeVar

from bibgen import bibscan
from bibgen.splice.bibfile import BibFile, Held, HeldField

_T = TypeVar("_T")

_LOOKED_AT = 200  # entries; a file of thousands is of one kind or of none
_JOINT = re.compile(r"\s*,\s*")
_LINE_END = re.compile(r"[\r\n]")
_REMARK = re.compile(r"[ \t]*%[^\r\n]*")
_CASES: dict[str, Callable[[str], str]] = {
    "lower": str.lower,
    "capital": str.capitalize,
    "upper": str.upper,
}
_OPENING = re.compile(r"(?<!\\)\"")
_ROUND = re.compile(r"@\s*\w+\s*\(")


@dataclass(frozen=True, slots=True, kw_only=True)
class Habits:
    """How entries are written.

    `joint` stands between two fields, comma and line end with it; `column` is where values begin, counted
    from the name, None if each is set behind its name with `equals`; `closing` stands behind the last
    value, `gap` between entries. `type_case` and `name_case` are "lower", "capital" or "upper".
    """

    joint: str
    equals: str = " = "
    column: int | None = None
    quoted: bool = False
    closing: str = ",\n"
    gap: str = "\n\n"
    type_case: str = "lower"
    name_case: str = "lower"
    parentheses: bool = False

    def begun(self, name: str) -> str:
        """A field's name and what stands before its value."""
        named = name if self.name_case == "lower" else _CASES[self.name_case](name)
        if self.column is None:
            return named + self.equals
        return named + self.equals.lstrip(" ").rjust(
            max(self.column - len(named), len(self.equals.lstrip(" ")) + 1)
        )

    def value(self, inner: str, *, bare: bool = False) -> str:
        """A value in its delimiters; quotes only if none stand in it."""
        if bare:
            return inner
        return f'"{inner}"' if self.quoted and not _OPENING.search(inner) else f"{{{inner}}}"


def of_file(file: BibFile) -> Habits:
    """The habits of a file."""
    seen = [one for one in islice(reversed(file.entries), _LOOKED_AT) if one.fields and not one.scanned.fault]
    usual = Habits(
        joint=f",{file.newline}  ", equals=" = ", column=16, closing=f",{file.newline}", gap=file.newline * 2
    )
    if not seen:
        return usual
    own = [of_entry(file, one, usual) for one in seen]
    own.sort(key=lambda one: not _LINE_END.search(one.joint))  # of two kinds as many, the one in lines
    return Habits(
        joint=_most(one.joint for one in own),
        equals=_most(one.equals for one in own),
        column=_most(one.column for one in own),
        quoted=_most(one.quoted for one in own),
        closing=_most(one.closing for one in own),
        gap=_gap(file, usual.gap),
        type_case=_most(_case(one.raw[1:].strip()[: len(one.type)]) for one in seen),
        name_case=_most(one.name_case for one in own),
        parentheses=_most(bool(_ROUND.match(one.raw)) for one in seen),
    )


def of_entry(file: BibFile, held: Held, usual: Habits) -> Habits:
    """The habits of one entry; `usual` where it shows none."""
    fields = held.fields
    if not fields:
        return usual
    names = [file.text[one.start : one.start + len(one.name)] for one in fields]
    equals = [file.text[one.start + len(one.name) : one.value_start] for one in fields]
    column, most = _column(fields, equals)
    return Habits(
        joint=_joint(file, held, usual),
        equals=most,
        column=column,
        quoted=_most(file.text[one.value_start] == '"' for one in _spoken(fields)),
        closing=_closing(file, held, usual),
        type_case=_case(held.raw[1:].strip()[: len(held.type)]),
        name_case=_most(map(_case, names)),
    )


def _spoken(fields: Sequence[HeldField]) -> list[HeldField]:
    """The fields whose values stand in delimiters, or all if none does."""
    return [one for one in fields if not one.pieces[0][0]] or list(fields)


def _joint(file: BibFile, held: Held, usual: Habits) -> str:
    """What stands between fields; the last two show it, or key and field."""
    places = [held.start + held.scanned.key_end, *(one.end for one in held.fields)]
    joints = [
        _REMARK.sub("", file.text[end : one.start]) for end, one in zip(places, held.fields, strict=False)
    ]
    plain = [joint for joint in joints if _JOINT.fullmatch(joint)]
    # Between key and first field there may be less room than between fields.
    return _most(plain[1:] or plain) if plain else usual.joint


def _closing(file: BibFile, held: Held, usual: Habits) -> str:
    """What stands behind the last value, before the closing brace."""
    end = file.text[held.fields[-1].end : held.end - 1]
    return end if not end.strip(", \t\r\n") else usual.closing


def _column(fields: Sequence[HeldField], equals: Sequence[str]) -> tuple[int | None, str]:
    """Where values begin if they stand in a column, and what stands between name and value."""
    most = _most(equals)
    columns = Counter(one.value_start - one.start for one in fields)
    column, count = columns.most_common(1)[0]
    if len(set(equals)) > 1 and count > len(fields) / 2:
        return column, _most(text.lstrip(" ") for text in equals)
    return None, most


def _gap(file: BibFile, usual: str) -> str:
    gaps = [
        file.text[one.end : other.start]
        for one, other in islice(pairwise(file.entries), _LOOKED_AT)
        if not file.text[one.end : other.start].strip()
    ]
    return _most(gaps) if gaps else usual


def _case(word: str) -> str:
    if word.islower() or not word:
        return "lower"
    return (
        "upper" if word.isupper() and len(word) > 1 else "capital" if word == word.capitalize() else "lower"
    )


def _most(values: Iterable[_T]) -> _T:
    return Counter(values).most_common(1)[0][0]


def dressed(entry: str, habits: Habits) -> str:
    """An entry of bibgen's writer in these habits, without the line end behind it."""
    scanned = bibscan.scan(entry.strip(), 1)
    opening, closing = "()" if habits.parentheses else "{}"
    parts = [f"@{_CASES[habits.type_case](scanned.type)}{opening}{scanned.key}"]
    for one in scanned.fields:
        bare, inner = one.pieces[0]
        parts.append(habits.joint + habits.begun(_named(entry.strip(), one)) + habits.value(inner, bare=bare))
    return "".join(parts) + habits.closing + closing


def _named(entry: str, one: bibscan.Field) -> str:
    return entry[one.start : one.start + len(one.name)]
