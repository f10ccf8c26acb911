"""From resolutions to the entries of one bibliography.

Mentions of one paper become one entry, at the place of the first. A settled mention gives the record
that was found; any other gives what its text said, with a remark that it was not identified, unless
its best match is an entry already: then the remark in summary and report is all, because a second
entry for a paper that stands there would be noise. Two texts that say the same are one entry too.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from bibgen import keys, latex, words
from bibgen.model import Entry, Mention, Outcome, Record, Resolution
from bibgen.sources.hints import record_name

_REMARKS = {
    Outcome.REVIEW: "a likely paper was found, but the evidence is thin",
    Outcome.AMBIGUOUS: "more than one paper fits",
    Outcome.CONFLICT: "the identifier and the words name different papers",
    Outcome.UNKNOWN: "no source knows it",
    Outcome.UNASKED: "the sources could not be asked",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Bibliography:
    """Entries in the order of the text; `keys` has one for each mention, None where it has no entry."""

    entries: tuple[Entry, ...]
    keys: tuple[str | None, ...]


def compile(resolutions: Sequence[Resolution], *, keep_unsettled: bool) -> Bibliography:
    """The bibliography of a text.

    Args:
        keep_unsettled: whether a mention that was not identified gives an entry of its own words.
    """
    settled = {
        record_name(one.best.record): one.best.record
        for one in resolutions
        if one.outcome is Outcome.SETTLED and one.best
    }
    records: dict[str, Record] = {}
    names: list[str | None] = []
    for one in resolutions:
        name = _entry_name(one, settled, keep_unsettled)
        names.append(name)
        if name and name not in records:
            records[name] = settled.get(name) or as_written(one.mention, one.outcome)
    assigned = dict(zip(records, keys.assign(list(records.values())), strict=True))
    return Bibliography(
        entries=tuple(Entry(key=assigned[name], record=record) for name, record in records.items()),
        keys=tuple(assigned[name] if name else None for name in names),
    )


def _entry_name(one: Resolution, settled: dict[str, Record], keep_unsettled: bool) -> str | None:
    """What the entry of a mention is known by, or None if it gets none."""
    best = record_name(one.best.record) if one.best else None
    if one.outcome is Outcome.SETTLED:
        return best
    if not keep_unsettled or best in settled:
        return None
    return _fingerprint(one.mention)


def _fingerprint(mention: Mention) -> str:
    """What two mentions share that say the same."""
    named = " ".join(f"{one.scheme}:{one.value}" for one in mention.identifiers)
    if not (named or mention.title or mention.abstract):
        return f"text\n{words.key(mention.raw)}"  # a reference without a title: journal and pages tell
    return "\n".join(("text", named, words.key(mention.title or ""), words.key(mention.abstract or "")))


def as_written(mention: Mention, outcome: Outcome) -> Record:
    """A record of what the text said and nothing more, remarked as not identified."""
    said = mention.said
    container = said.get("container-title") or mention.venue
    fields = {
        "title": latex.decode(mention.title) if mention.title else None,
        "authors": mention.authors,
        "et_al": mention.et_al,
        "issued": mention.issued,
        "abstract": latex.decode(mention.abstract) if mention.abstract else None,
        "container_title": latex.decode(container) if container else None,
        "volume": said.get("volume"),
        "issue": said.get("issue"),
        "page": re.sub(r"\s*[-–—]+\s*", "-", said["page"]) if "page" in said else None,
        "number": said.get("number"),
        "identifiers": mention.identifiers,
        "comment": mention.comment,
        "note": f"Not identified by bibgen: {_REMARKS[outcome]}",
    }
    origin = {name: "text" for name, value in fields.items() if value}
    # A volume tells that the container is a journal; a bare name may as well be a conference's.
    kind = "article-journal" if container and said.get("volume") else "document"
    return Record(type=kind, origin=origin, **fields)  # type: ignore[arg-type]
