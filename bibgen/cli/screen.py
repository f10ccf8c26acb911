"""What `bibgen review` shows of a doubtful mention, by rich: the text and the candidates side by side.

As many candidates stand beside the text as the terminal has room for, one at least; the others follow
below. Words that differ are shown in reverse, or in square brackets where a terminal has no such thing
or is asked for none (NO_COLOR, TERM=dumb). Everything from outside goes through `printable`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import groupby

from rich.console import Console
from rich.table import Table
from rich.text import Text

from bibgen import identifiers, names, words
from bibgen.cli.report import place, printable
from bibgen.model import Evidence, Match, Mention, Name, PartialDate, Record, Verdict
from bibgen.review import Doubt, why

_FIELD = 9  # columns of a field's name
_LEAST = 28  # columns of a text, or it is broken into too many lines
_IN_FULL = 3  # candidates; of the others a line or two
# Characters of a text that are shown: beside nothing, beside a title, where it is all there is.
_SHORT, _LONG, _WHOLE = 90, 180, 480
_PEOPLE = 6
_SIGNS = re.compile(r"[^\w\s.,:;!?'’‘`\"“”()\[\]{}$\\]|(?<=\^)-|(?<=\^\{)-")
_HYPHEN = re.compile(r"(?<=\w)[-‐‑–](?=\w)")


@dataclass(frozen=True, slots=True)
class _Word:
    """A word, or a name, of a text, and whether the other text lacks it."""

    text: str
    differs: bool = False


_Cell = list[_Word]


class Screen:
    """The terminal behind standard error, which is free even where the bibliography goes to a pipe."""

    def __init__(self, console: Console | None = None) -> None:
        self._console = console or Console(stderr=True, highlight=False)
        self._reverses = (
            self._console.is_terminal and not self._console.no_color and not self._console.is_dumb_terminal
        )

    def doubt(self, doubt: Doubt) -> None:
        """Show a mention with its candidates."""
        one = doubt.resolution
        reason = why(one)
        heading = f"{doubt.number} of {doubt.total} · {place(one.mention)} · {one.outcome.value}"
        self._console.print()
        self._console.print(Text(printable(f"{heading}: {reason}" if reason else heading), style="bold"))
        full = max(1, min(_IN_FULL, (self._console.width - _FIELD) // (_LEAST + 2) - 1))
        shown = doubt.candidates[:_IN_FULL]
        for first in range(0, max(len(shown), 1), full):
            self._beside(one.mention, shown[first : first + full], first + 1)
        for number, match in enumerate(doubt.candidates[_IN_FULL:], _IN_FULL + 1):
            self.line(f"{number}  {_brief(match.record)}")
        if doubt.hint:
            self.line(doubt.hint)

    def line(self, text: str, *, end: str = "\n") -> None:
        """Show a line, wrapped where it is too long."""
        self._console.print(Text(printable(text)), end=end)

    def keys(self, rows: Iterable[tuple[str, str]]) -> None:
        """Explain keys, one a line."""
        table = Table.grid(padding=(0, 2, 0, 0))
        for key, text in rows:
            table.add_row(Text(key, style="bold"), Text(text))
        self._console.print(table)

    def _beside(self, mention: Mention, matches: Sequence[Match], first: int) -> None:
        """The text and some candidates, field by field; `first` is the number of the first of them."""
        table = Table(box=None, padding=(0, 2, 0, 0), pad_edge=False, show_edge=False)
        table.add_column("", style="dim", width=_FIELD)
        table.add_column("the text", ratio=1, overflow="fold")
        for number, _ in enumerate(matches, first):
            table.add_column(str(number), ratio=1, overflow="fold")
        for name, said, found in _fields(mention, matches):
            if said or any(found):
                table.add_row(name, *map(self._marked, [said, *found]))
        self._console.print()
        self._console.print(table)
        for number, match in enumerate(matches, first):
            self.line(f"{number}  {_told(match)}")

    def _marked(self, cell: _Cell) -> Text:
        made = Text()
        for differs, run in groupby(cell, key=lambda one: one.differs):
            text = printable(" ".join(one.text for one in run))
            made.append(" " if made else "")
            made.append(text if not differs or self._reverses else f"[{text}]", self._style(differs))
        return made

    def _style(self, differs: bool) -> str:
        return "bold reverse" if differs and self._reverses else ""


def _fields(mention: Mention, matches: Sequence[Match]) -> Iterable[tuple[str, _Cell, list[_Cell]]]:
    """Field by field: its name, what the text says, and what each candidate says."""
    records = [match.record for match in matches]
    long = _SHORT if not mention.abstract else _LONG if mention.title else _WHOLE
    yield "title", *_texts(mention.title, [one.title for one in records], _WHOLE)
    yield "authors", *_people(mention, records)
    yield (
        "date",
        [_Word(_date(mention.issued))] if mention.issued else [],
        [_judged(_dates(match.record), match.feature("date")) for match in matches],
    )
    said = " ".join(map(identifiers.display, mention.identifiers))
    found = [" ".join(map(identifiers.display, one.identifiers)) for one in records]
    judged = [_judged(text, match.feature("identifier")) for text, match in zip(found, matches, strict=True)]
    yield "ids", [_Word(said)] if said else [], judged
    yield "abstract", *_texts(mention.abstract, [one.abstract for one in records], long)
    if not (mention.title or mention.abstract):
        yield "words", *_texts(mention.raw, [], _LONG)


def _texts(said: str | None, found: Sequence[str | None], most: int) -> tuple[_Cell, list[_Cell]]:
    """A text beside others, at most so many characters of each; differences where both sides speak.

    What the text says differs where no candidate has it.
    """
    sides = [_contrasted(said or "", one or "") for one in found]
    cells = [other for _, other in sides]
    mine = [one for (one, _), text in zip(sides, found, strict=True) if text]
    words_said = (said or "").split()
    lacking = [all(cell[at].differs for cell in mine) for at in range(len(words_said))] if mine else []
    own = [_Word(word, bool(lacking) and lacking[at]) for at, word in enumerate(words_said)]
    return _cut(own, most), [_cut(cell, most) for cell in cells]


def _contrasted(said: str, found: str) -> tuple[_Cell, _Cell]:
    """The words of two texts; those that the other has not at that place differ, if both say something.

    >>> sides = _contrasted("Pre-training for B^+", "Pretraining for B^-")
    >>> [[word.text for word in side if word.differs] for side in sides]
    [['B^+'], ['B^-']]
    """
    one, other = said.split(), found.split()
    if not one or not other:
        return [_Word(word) for word in one], [_Word(word) for word in other]
    matcher = SequenceMatcher(None, [*map(_form, one)], [*map(_form, other)], autojunk=False)
    same = [(block.a, block.b, block.size) for block in matcher.get_matching_blocks()]
    mine = {at for a, _, size in same for at in range(a, a + size)}
    theirs = {at for _, b, size in same for at in range(b, b + size)}
    return (
        [_Word(word, at not in mine and _form(word) != "") for at, word in enumerate(one)],
        [_Word(word, at not in theirs and _form(word) != "") for at, word in enumerate(other)],
    )


def _form(word: str) -> str:
    """A word as it is compared: no case, accents or punctuation, but its signs."""
    return words.key(word) + "".join(_SIGNS.findall(_HYPHEN.sub("", word)))


def _cut(cell: _Cell, most: int) -> _Cell:
    length = 0
    for at, one in enumerate(cell):
        length += len(one.text) + 1
        if length > most:
            return [*cell[:at], _Word("…")]
    return cell


def _people(mention: Mention, records: Sequence[Record]) -> tuple[_Cell, list[_Cell]]:
    """Names beside names: those differ that nobody on the other side can be."""
    found = [_named(record.authors, mention.authors, mention.et_al, record.et_al) for record in records]
    every = [name for record in records for name in record.authors]
    return _named(mention.authors, every, False, mention.et_al), found


def _named(people: Sequence[Name], others: Sequence[Name], others_cut: bool, cut: bool) -> _Cell:
    compared = bool(others) and not others_cut
    cell = [
        _Word(
            names.display(one) + ";", compared and max(names.likeness(one, other) for other in others) < 0.8
        )
        for one in people[:_PEOPLE]
    ]
    more = len(people) - _PEOPLE
    tail = f"and {more} more" if more > 0 else "et al." if cut else ""
    if cell and not tail:
        cell[-1] = _Word(cell[-1].text.removesuffix(";"), cell[-1].differs)
    return [*cell, _Word(tail)] if tail else cell


def _judged(text: str, evidence: Evidence | None) -> _Cell:
    """A value that differs as a whole or not at all."""
    return [_Word(text, evidence is not None and evidence.verdict is Verdict.DIFFERS)] if text else []


def _date(when: PartialDate) -> str:
    return "-".join([f"{when.year:04}"] + [f"{part:02}" for part in (when.month, when.day) if part])


def _dates(record: Record) -> str:
    """When it came to arXiv, and when it was published elsewhere if that is another year."""
    known = [when for when in (record.submitted, record.issued) if when]
    return " / ".join(dict.fromkeys(_date(when) for when in known))


def _told(match: Match) -> str:
    """Where to look a candidate up, and what speaks for and against it."""
    pages = (identifiers.address(one) for one in match.record.identifiers)
    said = [next((page for page in pages if page), "")]
    for verdict in (Verdict.AGREES, Verdict.DIFFERS):
        listed = [_strength(one) for one in match.evidence if one.verdict is verdict]
        said.append(f"{verdict.value}: {', '.join(listed)}" if listed else "")
    said += [match.record.status or ""]
    return " · ".join(filter(None, said))


def _strength(one: Evidence) -> str:
    name = one.feature.replace("-", " ")
    return name if one.strength in (0, 1) else f"{name} {one.strength:.2f}"


def _brief(record: Record) -> str:
    """A candidate in a line or two."""
    people = names.display(record.authors[0]) if record.authors else ""
    more = " et al." if len(record.authors) > 1 else ""
    named = " ".join(map(identifiers.display, record.identifiers[:1]))
    return " · ".join(filter(None, (record.title, f"{people}{more}", _dates(record), named)))


def choices(columns: Sequence[str], rows: Iterable[Sequence[str]], console: Console | None = None) -> None:
    """Show what was chosen as a table."""
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    for name in columns:
        table.add_column(name, overflow="fold")
    for row in rows:
        table.add_row(*(Text(printable(cell)) for cell in row))
    (console or Console(highlight=False)).print(table)
