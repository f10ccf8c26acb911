"""A person's .bib brought up to date: each entry's paper looked up, and what follows for the entry.

First everything is looked up (`look_up`), for all entries together; then `plan` says what to do. That is pure
and can be done again for a file that has changed meanwhile: what was found is known by the entry's text.

An entry is touched only if it is settled which paper it is: one whose identifier is another paper's than its
title is a conflict, and left as it is, for nobody knows which of the two is meant. So is a thesis, or an
article elsewhere, under the title of the paper (`sameness`); one that has the paper's number on arXiv gets
what belongs to that, and no place. And so are entries that a person marked, or that cannot be read.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from bibgen import identifiers, versions
from bibgen.errors import SourceError
from bibgen.manuscript import completion, identity, published, relocation
from bibgen.manuscript.draft import Change, Draft, Kept
from bibgen.manuscript.published import Published, State
from bibgen.manuscript.wording import Tongue
from bibgen.matching import forms, venues
from bibgen.matching.rules import OTHER_KIND
from bibgen.matching.sameness import contradiction, other_kind
from bibgen.model import Mention, Outcome, Record, Resolution
from bibgen.session import Session
from bibgen.splice import BibFile, Edit, Held

Result = Literal["changed", "complete", "left", "conflict", "doubtful", "unknown", "unasked"]

_RESULTS: dict[Outcome, tuple[Result, str]] = {
    Outcome.CONFLICT: ("conflict", "its identifier is that of another paper than its title"),
    Outcome.REVIEW: ("doubtful", "it is not sure which paper it is"),
    Outcome.AMBIGUOUS: ("doubtful", "it may be one of several papers"),
    Outcome.UNKNOWN: ("unknown", "no source knows it"),
    Outcome.UNASKED: ("unasked", "it could not be asked for"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Wishes:
    """`published`: move preprints that have appeared. `overwrite`: fields in which a person is overruled."""

    published: bool = False
    overwrite: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What was found for an entry; `published` is None if nobody was asked for it."""

    resolution: Resolution
    published: Published | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """What becomes of an entry, and why.

    `unasked`: somebody could not be asked, so that more may be found later, and `failures` who. `resolution`
    is None for an entry that was not looked up.
    """

    key: str
    line: int
    result: Result
    changes: tuple[Change, ...] = ()
    kept: tuple[Kept, ...] = ()
    why: tuple[str, ...] = ()
    unasked: bool = False
    failures: tuple[SourceError, ...] = ()
    resolution: Resolution | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What to do to a file, and a row for each of its entries in their order, unreadable ones with them."""

    edits: tuple[Edit, ...]
    rows: tuple[Row, ...]


# -- looking up


def look_up(file: BibFile, session: Session, wishes: Wishes) -> dict[str, Found]:
    """What is found for the entries of a file, by their text."""
    entries = list({one.raw: one for one in file.entries if not one.protected}.values())
    resolutions = session.resolve([one.mention for one in entries], as_cited=False)
    asked = [at for at, one in enumerate(resolutions) if _asks_for_form(entries[at], one, wishes)]
    publications = published.find([_record(resolutions[at]) for at in asked], session)
    known = dict(zip(asked, publications, strict=True))
    return {
        one.raw: Found(resolution=resolution, published=known.get(at))
        for at, (one, resolution) in enumerate(zip(entries, resolutions, strict=True))
    }


def _asks_for_form(held: Held, resolution: Resolution, wishes: Wishes) -> bool:
    """Whether it must be known where the paper appeared: to move the entry, or for the DOI that it lacks."""
    if resolution.outcome is not Outcome.SETTLED or resolution.best is None:
        return False
    if wishes.published:
        return True
    lacks = not held.has("doi") and bool(forms.dois(resolution.best.record))
    return (lacks or bool(wishes.overwrite)) and venues.names_publication(resolution.mention)


def _record(resolution: Resolution) -> Record:
    return versions.shown([resolution], cite_version=False)


# -- planning


def plan(file: BibFile, found: Mapping[str, Found], wishes: Wishes) -> Plan:
    """What to do to a file; an entry of which nothing was found, as its text is new, is left."""
    tongue = Tongue(file=file)
    twins = _twins(file, found)
    edits: list[Edit] = []
    rows: list[Row] = []
    for held in file.entries:
        one = found.get(held.raw)
        if held.protected or one is None:
            why = held.fault or "it is to be kept" if held.protected else "it was changed meanwhile"
            rows.append(_row(held, "left", why))
            continue
        row, made = _planned(Draft(tongue=tongue, held=held), one, wishes, twins.get(held.start, ()))
        rows.append(row)
        edits += made
    rows += [Row(key=one.key, line=one.line, result="left", why=(one.reason,)) for one in file.unread]
    return Plan(edits=tuple(edits), rows=tuple(sorted(rows, key=lambda row: row.line)))


def _twins(file: BibFile, found: Mapping[str, Found]) -> dict[int, tuple[Held, ...]]:
    """The other entries of the same paper, by the place of each."""
    papers: dict[tuple[str, str], list[Held]] = {}
    for held in file.entries:
        one = found.get(held.raw)
        if one and one.resolution.outcome is Outcome.SETTLED and one.resolution.best and not _doubt(one):
            named = one.resolution.best.record.identifiers[0]
            papers.setdefault((named.scheme, named.value), []).append(held)
    return {
        held.start: tuple(other for other in same if other is not held)
        for same in papers.values()
        for held in same
        if len(same) > 1
    }


def _planned(draft: Draft, found: Found, wishes: Wishes, twins: Sequence[Held]) -> tuple[Row, list[Edit]]:
    held, resolution = draft.held, found.resolution
    row = _row(held, "left", "it is as a person chose", resolution=resolution)
    if resolution.outcome in _RESULTS:
        return _untouched(row, resolution), []
    if resolution.best is None:
        return row, []
    if doubt := _doubt(found):
        return replace(row, result="doubtful", why=(doubt,)), []
    unasked = _draw(draft, found, wishes, twins)
    failures = found.published.failures if found.published and unasked else ()
    if draft.edits and not draft.is_sound():
        return replace(row, why=("its fields are set too oddly to be changed",)), []
    row = replace(
        row,
        result="changed" if draft.changes else "unasked" if unasked else "complete",
        changes=tuple(draft.changes),
        kept=_kept(draft),
        why=tuple(draft.remarks),
        unasked=unasked,
        failures=failures,
    )
    return row, draft.edits


def _doubt(found: Found) -> str:
    """Why an entry may cite something else of the same title and authors; "" if it does not."""
    against = _against(found)
    if not against or found.resolution.choice or found.resolution.best is None:
        return ""
    listed = found.resolution.best.record.identifiers
    known = {(one.scheme, one.value) for one in listed}
    if any((one.scheme, one.value) in known for one in found.resolution.mention.identifiers):
        return ""
    return f"{identifiers.display(listed[0])} has its title and authors, but it cites {against}"


def _against(found: Found) -> str:
    """What tells against an entry citing the paper, in words."""
    one = found.published
    forms = (*([one.record] if one.record else []), *one.rivals) if one else ()
    return contradiction(found.resolution.mention, _record(found.resolution), forms)


def _untouched(row: Row, resolution: Resolution) -> Row:
    """The row of an entry of which it is not settled which paper it is."""
    result, why = _RESULTS[resolution.outcome]
    told = tuple(one.text for one in identity.of(resolution).findings) or (_other_kind(resolution) or why,)
    unasked = resolution.outcome is Outcome.UNASKED
    failures = resolution.failures if unasked else ()
    return replace(row, result=result, why=told, unasked=unasked, failures=failures)


def _other_kind(resolution: Resolution) -> str:
    """Of what kind the entry is and the paper of its title is not, in words; "" if nothing tells."""
    if resolution.best is None or OTHER_KIND not in resolution.reasons:
        return ""
    record = resolution.best.record
    kind = other_kind(resolution.mention, record)
    return f"{identifiers.display(record.identifiers[0])} has its title, but it cites {kind}"


def _row(held: Held, result: Result, why: str, *, resolution: Resolution | None = None) -> Row:
    return Row(key=held.key, line=held.line, result=result, why=(why,), resolution=resolution)


def _kept(draft: Draft) -> tuple[Kept, ...]:
    """What is kept at last; a field may have been overwritten since."""
    changed = {change.field for change in draft.changes}
    return tuple(dict.fromkeys(one for one in draft.kept if one.field not in changed))


def _draw(draft: Draft, found: Found, wishes: Wishes, twins: Sequence[Held]) -> bool:
    """Gather what is to be done to an entry of a settled paper; whether more may be found later."""
    mention, paper = found.resolution.mention, _record(found.resolution)
    form, unasked = _form(found.published, paper)
    draft.remarks += [f"the same paper as {one.key} (line {one.line})" for one in twins]
    draft.remarks += _remarks(mention, paper, found.published, wishes)
    cited: Record | None = None
    if against := _against(found):
        _part(draft, mention, paper, form if wishes.published else None, against)
    elif form and wishes.published and _moves(draft, mention, form, twins):
        cited = relocation.move(draft, mention, paper, form)
    elif paper.arxiv_id and not venues.names_publication(mention):
        cited = relocation.preprint(paper)
    else:
        cited = _placed(draft, mention, paper, form, wishes)
    if cited and wishes.overwrite:
        completion.overwrite(draft, cited, wishes.overwrite)
    completion.complete(draft, mention, paper, cited)
    return unasked


def _part(draft: Draft, mention: Mention, paper: Record, form: Record | None, against: str) -> None:
    """Tell that an entry has the paper's number and cites something else."""
    if form:
        relocation.differs(draft, mention, form)
    if all(one.field in ("year", "date") for one in draft.kept):
        named = identifiers.display(paper.identifiers[0])
        draft.remarks.append(f"has the number of {named}, but cites {against}")


def _form(one: Published | None, paper: Record) -> tuple[Record | None, bool]:
    """The published form as far as it is sure, and whether somebody could not be asked for it."""
    if one is None or one.record is None:
        return None, one is not None and one.state is State.UNASKED
    # A registry has DOIs in lower case; the publisher's own spelling is what people know.
    typed = {named.value: named for named in paper.identifiers if named.scheme == "doi"}
    listed = tuple(typed.get(named.value, named) for named in one.record.identifiers)
    unsure = one.found is None and bool(one.failures)
    if unsure:  # arXiv gives a place and a DOI, but nobody could say whether the DOI is the paper's
        listed = tuple(named for named in listed if named.scheme != "doi")
    return replace(one.record, identifiers=listed), unsure


def _moves(draft: Draft, mention: Mention, form: Record, twins: Sequence[Held]) -> bool:
    if not relocation.is_movable(draft, mention, form):
        return False
    for other in twins:
        if relocation.is_cited(Draft(tongue=draft.tongue, held=other), other.mention, form):
            draft.remarks.append(f"not moved: {other.key} is its published form")
            return False
    return True


def _placed(
    draft: Draft, mention: Mention, paper: Record, form: Record | None, wishes: Wishes
) -> Record | None:
    """The form that an entry with a venue cites, None if that is unknown; completed if that is wished."""
    known = form or (paper if paper.arxiv_id is None else None)
    if known is None:
        return None
    if not relocation.is_cited(draft, mention, known):
        if wishes.published:
            relocation.differs(draft, mention, known)
        return None
    if wishes.published:
        relocation.fill(draft, mention, paper, known)
    return known


def _remarks(mention: Mention, paper: Record, publication: Published | None, wishes: Wishes) -> Iterator[str]:
    """What a person should know of the paper besides."""
    if paper.status:
        yield f"the paper is {paper.status}"
    if publication and publication.retraction:
        yield publication.retraction
    if not wishes.published:
        place = paper.journal_ref or next(iter(forms.dois(paper)), "")
        if place and venues.cites_preprint(mention):
            yield f"has appeared: {place} (--published)"
    elif publication and publication.state is State.AMBIGUOUS:
        yield from publication.why
    elif publication and publication.state is State.UNASKED:
        yield "whether it has appeared could not be asked"
