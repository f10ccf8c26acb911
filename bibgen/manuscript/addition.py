"""Papers put into a person's .bib: those that are not there yet, and nothing else in it is touched.

A paper that has an entry, under whatever key, keeps it and is told by that key. A new one gets an entry in
the dialect and the habits of the file: without abstract where the file has none, in TeX's own letters where
the file's encoding has no others. What was not identified is told, and gets an entry only if that is
wanted, for a bibliography kept by hand is no place for what nobody has looked at.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from bibgen import bibliography, identifiers, keys, writers
from bibgen.keys import Standing, Wanted
from bibgen.manuscript.presence import Present
from bibgen.model import Entry, Notice, Outcome, Resolution
from bibgen.splice import BibFile, Edit, Held, insert_entries
from bibgen.store import Ledger
from bibgen.writers.options import USUAL, Options

State = Literal["there", "added", "left"]

# An accent or a letter of TeX's.
_SPELT = re.compile(
    r"\\(?:[`'^\"~=.]\s*\{?\\?[A-Za-z]|[uvHckrdb]\s*\{\\?[A-Za-z]|(?:ss|o|O|ae|AE|l|L|aa|AA|i)(?![A-Za-z]))"
)
_ABSTRACT = re.compile(r"[,\n]\s*abstract\s*=", re.I)


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """What became of one mention: its entry was "there" or is "added" under `key`, or it is "left" out."""

    resolution: Resolution
    state: State
    key: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Addition:
    """What to change in a file, and what became of each mention, in their order.

    `entries` are the new ones.
    """

    edits: tuple[Edit, ...]
    rows: tuple[Row, ...]
    entries: tuple[Entry, ...]
    notices: tuple[Notice, ...]


def add(
    file: BibFile,
    resolutions: Sequence[Resolution],
    ledger: Ledger,
    *,
    wanted: Wanted | None = None,
    options: Options = USUAL,
    keep_unsettled: bool = False,
    cite_version: bool = False,
    format: str | None = None,
) -> Addition:
    """The papers of the resolutions that a file lacks, as edits to it.

    Args:
        wanted: the pattern of new keys.
        keep_unsettled: give what was not identified an entry of its own words too.
        cite_version: name the version in new entries.
        format: "bibtex" or "biblatex"; else as the file is.
    """
    wanted = wanted or Wanted()
    known = bibliography.compile(
        resolutions, keep_unsettled=keep_unsettled, cite_version=cite_version, wanted=wanted
    )
    present = Present(file)
    held = _held(present, known.entries)
    made = bibliography.keyed(
        resolutions,
        ledger,
        keep_unsettled=keep_unsettled,
        cite_version=cite_version,
        wanted=replace(wanted, standing=_standing(file, known.entries, held), reset=False),
    )
    there = {made_.key: one.key for made_, one in zip(made.entries, held, strict=True) if one}
    fresh = [entry for entry, one in zip(made.entries, held, strict=True) if one is None]
    notices = [*made.notices, *_misnamed(present, fresh)]
    texts = list(writers.stream(fresh, format or _format(file), notices, suited(file, options)))
    return Addition(
        edits=tuple(insert_entries(file, texts)),
        rows=tuple(_row(one, key, there) for one, key in zip(resolutions, made.keys, strict=True)),
        entries=tuple(fresh),
        notices=tuple(notices),
    )


def _held(present: Present, entries: Iterable[Entry]) -> list[Held | None]:
    """The entry that the file has of each paper; one entry is that of one paper only."""
    found: list[Held | None] = []
    taken: set[int] = set()
    for entry in entries:
        held = present.find(entry.record)
        held = None if held and held.start in taken else held
        taken |= {held.start} if held else set()
        found.append(held)
    return found


def _misnamed(present: Present, fresh: Sequence[Entry]) -> Iterator[Notice]:
    """That an entry names a paper and describes another: the paper has now two entries that name it."""
    for entry in fresh:
        held = present.misnamed(entry.record)
        if held:
            named = identifiers.display(entry.record.identifiers[0])
            text = f"{held.key} (line {held.line}) has the identifier of {named}, but describes another paper"
            yield Notice(code="misnamed", text=f"{text}: {entry.key} was added; see `bibgen audit`")


def _standing(file: BibFile, entries: Sequence[Entry], held: Sequence[Held | None]) -> Standing:
    given = {
        name: one.key
        for entry, one in zip(entries, held, strict=True)
        if one
        for name in keys.known_by(entry.record)
    }
    return Standing(given=given, taken=file.keys)


def _row(one: Resolution, key: str | None, there: dict[str, str]) -> Row:
    if key is None:
        return Row(resolution=one, state="left", key=None)
    return Row(resolution=one, state="there" if key in there else "added", key=there.get(key, key))


def _format(file: BibFile) -> str:
    return "biblatex" if file.modern else "bibtex"


def suited(file: BibFile, options: Options) -> Options:
    """What is wished of new entries, as far as it suits the file."""
    bare = bool(file.entries) and not _ABSTRACT.search(file.text)
    return replace(
        options,
        abstract=options.abstract and not bare,
        ascii=options.ascii or not _takes_unicode(file),
    )


def _takes_unicode(file: BibFile) -> bool:
    """Whether letters of all kinds may stand in the file; one that spells them all in TeX is left to that."""
    if file.encoding.lower().replace("_", "-") not in ("utf-8", "utf8"):
        return False
    return not (file.text.isascii() and _SPELT.search(file.text))


def unidentified(rows: Iterable[Row]) -> list[Row]:
    """The rows of what was not identified."""
    return [row for row in rows if row.resolution.outcome is not Outcome.SETTLED]
