"""The entry that stays of several of one paper: what it gets of those that go, field by field.

Whatever is the paper's and is not said yet is taken as it stands. What is said already is settled by
`agreement`; a field of which two things are said is named as lost, and then nothing should be merged.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

from bibgen import splice
from bibgen.manuscript import agreement
from bibgen.manuscript.agreement import ALSO_CALLED, JOINED, Fate
from bibgen.manuscript.place import Place
from bibgen.splice import Edit, HeldField

_NEVER = frozenset("crossref xref xdata entryset related relatedtype options".split())


@dataclass(slots=True, kw_only=True)
class Fields:
    """Edits to the entry that stays, by field; what goes with the others, and which fields would be lost."""

    edits: dict[str, Edit] = field(default_factory=dict)
    lists: dict[str, str] = field(default_factory=dict)
    dropped: list[tuple[str, str, str]] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)


def settled(kept: Place, others: Sequence[Place], is_written: Callable[[str], bool]) -> Fields:
    """What the entry that stays gets of the others, the fuller first.

    Args:
        is_written: whether a word, in the form of `words`, stands elsewhere in the file.
    """
    made = Fields()
    holders: dict[str, Place] = {}
    for other in others:
        for name in dict.fromkeys(one.name for one in other.held.fields if other.held.has(one.name)):
            if name != "ids":
                _settle(name, kept, other, holders, is_written, made)
    _name_arxiv(kept, others, made)
    return made


def _settle(
    name: str,
    kept: Place,
    other: Place,
    holders: dict[str, Place],
    is_written: Callable[[str], bool],
    made: Fields,
) -> None:
    """One field of an entry that goes, held against whoever has it so far."""
    called = next(
        (one for one in (name, ALSO_CALLED.get(name, "")) if one in holders or kept.held.has(one)), ""
    )
    holder = holders.get(called, kept)
    found = agreement.fate(name, holder, other, is_written) if called else _unheld(name, kept, other)
    if found is Fate.LOST:
        made.lost.append(name)
    elif found is Fate.GOES:
        made.dropped.append((other.held.key, name, other.held.value(name) or ""))
    elif found is Fate.JOINED:
        made.lists[name] = _joined(name, made.lists.get(name) or _inner(holder, name), _inner(other, name))
        made.edits[name] = splice.set_field(kept.file, kept.held, name, made.lists[name])
    elif found is Fate.BETTER:
        one = other.held.field(name)
        if one:
            holders[called or name] = other
            made.edits[called or name] = _taken(kept, called or name, one)


def _unheld(name: str, kept: Place, other: Place) -> Fate:
    """What becomes of a field that the entry that stays has not: it is taken, if it is the paper's."""
    if name in _NEVER:
        return Fate.LOST
    if agreement.is_older(other, kept) and name in agreement.OF_ITS_VERSION:
        return Fate.GOES
    if kept.published == other.published:
        return Fate.BETTER
    if name in ("url", "note") and agreement.only_arxivs(other.held.value(name) or ""):
        return Fate.SAME if kept.arxiv or not kept.held.has("eprint") else Fate.BETTER  # HAL has eprints too
    if name in agreement.OF_ITS_FORM:
        return Fate.GOES if agreement.may_go_with_form(name, other) else Fate.LOST
    return Fate.BETTER


def _name_arxiv(kept: Place, others: Sequence[Place], made: Fields) -> None:
    """Give the entry that stays the paper's name on arXiv, if others have it in an address or a remark."""
    on_arxiv = next((one.arxiv for one in others if one.arxiv), "")
    named = "eprint" in made.edits or "arxivid" in made.edits or kept.held.has("eprint")
    if on_arxiv and not kept.arxiv and not named:
        kind = "eprinttype" if kept.file.modern else "archivePrefix"
        for name, value in (("eprint", on_arxiv), (kind, "arXiv")):
            made.edits[name] = splice.set_field(kept.file, kept.held, name, value)


def _joined(name: str, mine: str, theirs: str) -> str:
    """Two lists made one, each item once."""
    separator = JOINED[name]
    items: dict[str, str] = {}
    for item in f"{mine}{separator}{theirs}".split(separator.strip()):
        items.setdefault(item.strip().casefold(), item.strip())
    return separator.join(filter(None, items.values()))


def _inner(place: Place, name: str) -> str:
    """What stands between the delimiters of a field, or what it says if it is put together."""
    one = place.held.field(name)
    alone = one and len(one.pieces) == 1 and place.file.text[one.value_start] in '{"'
    return one.pieces[0][1] if one and alone else place.held.value(name) or ""


def _taken(kept: Place, name: str, one: HeldField) -> Edit:
    """A field of another entry put into the one that is kept, its value as it stands: macros too."""
    file = kept.file
    written = file.text[one.value_start : one.value_end]
    there = kept.held.field(name)
    if there:
        return Edit(
            start=there.value_start,
            end=there.value_end,
            text=written,
            what=f"{name} {'changed' if kept.held.has(name) else 'added'}",
            key=kept.held.key,
        )
    if len(one.pieces) == 1 and written[0] in '{"':
        return splice.set_field(file, kept.held, name, one.pieces[0][1])
    made = splice.set_field(file, kept.held, name, "")
    return replace(made, text=f"{made.text[:-2]}{written}")
