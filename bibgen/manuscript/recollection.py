"""Verdicts of an earlier audit of a .bib, so that an entry that has not changed is not judged again.

They are kept in the store, one account a file, and each counts for a day, as everything there that might be
otherwise tomorrow; sooner if its paper was asked for anew. An entry counts as unchanged if its text is the
same, byte for byte, under the same abbreviations. What a person chose goes before, so an entry of which
somebody chose is judged each time; so is one for which something could not be asked.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from hashlib import sha256
from pathlib import Path
from typing import Any

from bibgen import __version__, fingerprint
from bibgen.manuscript.references import Reference
from bibgen.manuscript.verdicts import Audited, Finding, Paper, Standing
from bibgen.model import Identifier
from bibgen.session import Session
from bibgen.sources import READING
from bibgen.splice import BibFile
from bibgen.store import Told

_JUDGING = 3  # raised when the same entry would be judged otherwise

Kept = dict[str, dict[str, Any]]


def recall(listed: Sequence[Reference], session: Session) -> dict[int, Audited]:
    """The verdicts that still hold, by the number of the reference in the list."""
    kept = {name: _kept(name, file, session) for name, file in _files(listed).items()}
    held = {
        at: row
        for at, one in enumerate(listed)
        if one.held and one.source and (row := kept[one.source.path].get(one.digest))
    }
    chosen = session.ledger.choices([row["mark"] for row in held.values()])
    fetched = session.store.fetched({row["paper"][0] for row in held.values() if row["paper"]})
    return {
        at: _audited(listed[at], row)
        for at, row in held.items()
        if row["mark"] not in chosen and _holds(row, fetched, session)
    }


def keep(listed: Sequence[Reference], done: Sequence[Audited], new: set[int], session: Session) -> None:
    """Keep the verdicts on the entries of every .bib.

    Args:
        new: the numbers of those that were judged now.
    """
    if not new:
        return
    marks = {at: fingerprint.of_mention(listed[at].mention) for at in new if listed[at].held}
    chosen = session.ledger.choices(list(marks.values()))
    now = session.store.now()
    files = _files(listed)
    rows: dict[str, Kept] = {name: _kept(name, file, session) for name, file in files.items()}
    for at, mark in marks.items():
        source = listed[at].source
        if source and mark not in chosen and _lasts(done[at]):
            rows[source.path][listed[at].digest] = _row(done[at], mark, now)
    there: dict[str, set[str]] = {name: set() for name in files}
    for one in listed:
        if one.source:
            there[one.source.path].add(one.digest)
    session.store.tell(
        Told(
            file=_name(name),
            first=0,
            last=0,
            key="",
            papers=(),
            account={
                "of": _terms(file),
                "rows": {mark: row for mark, row in rows[name].items() if mark in there[name]},
            },
        )
        for name, file in files.items()
    )


def _lasts(one: Audited) -> bool:
    return one.standing is not Standing.UNASKED and not one.missed


def _files(listed: Sequence[Reference]) -> dict[str, BibFile]:
    return {one.source.path: one.source for one in listed if one.source}


def _name(path: str) -> str:
    """The name under which the account of a file is kept: no place that `bibgen why` could be asked for."""
    return f"audit of {Path(path).absolute()}"


def _terms(file: BibFile) -> str:
    """What all verdicts on a file rest on besides its entries."""
    macros = sha256(json.dumps(dict(file.macros), sort_keys=True).encode()).hexdigest()[:16]
    return f"{__version__} {READING} {_JUDGING} {macros}"


def _kept(path: str, file: BibFile, session: Session) -> Kept:
    for told in session.store.told(file=_name(path), line=0):
        if told.account.get("of") == _terms(file):
            rows: Kept = told.account["rows"]
            return rows
    return {}


def _holds(row: Mapping[str, Any], fetched: Mapping[str, float], session: Session) -> bool:
    """Whether a verdict is of today, and nobody has asked for its paper since."""
    anew = row["paper"] and fetched.get(row["paper"][0], 0.0) > row["at"]
    return session.store.is_fresh(row["at"], False) and not anew


def _row(one: Audited, mark: str, at: float) -> dict[str, Any]:
    paper = one.paper
    named = [f"{name.scheme}:{name.value}" for name in paper.identifiers] if paper else []
    findings = [asdict(finding) | {"standing": finding.standing.value} for finding in one.findings]
    return {
        "at": at,
        "mark": mark,
        "findings": findings,
        "paper": named,
        "title": paper.title if paper else "",
        "standing": one.standing.value,
        "checkable": one.checkable,
        "acknowledged": one.acknowledged,
    }


def _audited(one: Reference, row: Mapping[str, Any]) -> Audited:
    assert one.held is not None
    return Audited(
        file=one.held.file,
        line=one.held.line,
        key=one.held.key,
        standing=Standing(row["standing"]),
        findings=tuple(
            Finding(**kept | {"standing": Standing(kept["standing"])}) for kept in row["findings"]
        ),
        paper=_paper(row) if row["paper"] else None,
        checkable=row["checkable"],
        acknowledged=row["acknowledged"],
    )


def _paper(row: Mapping[str, Any]) -> Paper:
    named = (name.partition(":") for name in row["paper"])
    return Paper(
        identifiers=tuple(Identifier(scheme=scheme, value=value) for scheme, _, value in named),
        title=row["title"],
    )
