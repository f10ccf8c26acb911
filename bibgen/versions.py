"""Which version of a paper an entry shows, and what is to be said of the others.

An entry is the paper's latest version, unless all mentions of the paper ask for one and the same older
version: then title, authors and abstract are that version's. What belongs to the paper as a whole (the
date of its first version, its DOI, where it was published) stays. A withdrawn paper says so in its note, and
its eprint and URL lead to the version before: a withdrawal is a version without a text.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from bibgen import identifiers, words
from bibgen.model import Identifier, Match, Notice, Record, Resolution


def cited(one: Resolution) -> int | None:
    """The version to cite for a settled mention: the one it asks for, if that is known, else the latest."""
    if one.best is None:
        return None
    asked = _asked(one)
    known = {one.best.record.version, one.best.older.version if one.best.older else None}
    return asked if asked and asked in known else one.best.record.version


def shown(mentions: Sequence[Resolution], cite_version: bool) -> Record:
    """The record of the entry for settled mentions of one paper.

    Args:
        cite_version: whether the arXiv identifier names the version.
    """
    best = _fullest(mentions)
    asked = {_asked(one) for one in mentions}
    older = next((one.best.older for one in mentions if one.best and one.best.older), None)
    record = best.record
    if older and asked == {older.version}:
        record = replace(
            record,
            title=older.title,
            authors=older.authors,
            et_al=older.et_al,
            abstract=older.abstract,
            version=older.version,
        )
    if record.status == "withdrawn":
        record = _withdrawn(record, best.record.version or 1)
    return _numbered(record, record.version) if cite_version else record


def _withdrawn(record: Record, withdrawal: int) -> Record:
    """The record of a paper that version `withdrawal` took back."""
    said = record.comment if record.comment and "withdr" in record.comment.lower() else "Withdrawn"
    record = replace(record, note="; ".join(filter(None, (said, record.note))))
    last_text = min(record.version or 1, withdrawal - 1)
    return _numbered(record, last_text) if last_text else record


def _fullest(mentions: Sequence[Resolution]) -> Match:
    """The match whose record knows most: one may have been completed by a publisher's registry."""
    return max((one.best for one in mentions if one.best), key=lambda best: len(best.record.origin))


def _numbered(record: Record, version: int | None) -> Record:
    """The record with a version in the arXiv identifier."""
    listed = tuple(
        Identifier(scheme="arxiv", value=one.value, version=version) if one.scheme == "arxiv" else one
        for one in record.identifiers
    )
    return replace(record, identifiers=listed)


def _asked(one: Resolution) -> int | None:
    """The version that a mention asks for."""
    arxiv = one.best.record.arxiv_id if one.best else None
    named = (
        said.version for said in one.mention.identifiers if said.scheme == "arxiv" and said.value == arxiv
    )
    return next((version for version in named if version), None)


def notices(key: str, mentions: Sequence[Resolution]) -> Iterator[Notice]:
    """What a person should know of the paper that settled mentions mean."""
    record = _fullest(mentions).record
    if record.status == "withdrawn":
        why = f": {record.comment}" if record.comment else ""
        yield Notice(code="withdrawn", text=f"{key}: {_name(record)} was withdrawn{why}")
    if record.status == "retracted":
        yield Notice(code="retracted", text=f"{key}: {_name(record)} was retracted: {record.note}")
    told: set[str] = set()
    for one in mentions:
        for notice in _of_mention(key, one):
            if notice.text not in told:
                told.add(notice.text)
                yield notice


def _of_mention(key: str, one: Resolution) -> Iterator[Notice]:
    best, asked = one.best, _asked(one)
    if best is None:
        return
    record, older = best.record, best.older
    if older:
        changed = _changed(older, record)
        if changed:
            text = f"{key}: {_name(record)} has {changed} since v{older.version}"
            yield Notice(code="changed-since", text=text, span=one.mention.span)
    elif asked and record.version and asked != record.version and record.origin.get("version") == "arxiv":
        # A snapshot may be older than the version; arXiv itself would have it.
        text = f"{key}: no v{asked} of {_name(record)} was found, the latest is v{record.version}"
        yield Notice(code="no-such-version", text=text, span=one.mention.span)


def _changed(older: Record, latest: Record) -> str:
    """What differs in the latest version, in words; "" if title and authors are the same."""
    now = f" in v{latest.version}" if latest.version else ""
    parts = []
    if words.key(older.title or "") != words.key(latest.title or ""):
        parts.append(f"another title{now} (“{latest.title}”)")
    if older.authors != latest.authors:
        parts.append(f"other authors{now}")
    return " and ".join(parts)


def _name(record: Record) -> str:
    return identifiers.display(record.identifiers[0])
