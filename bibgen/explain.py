"""What there is to say of a decision, as data: the rows of the report, and what `bibgen why` shows later.

A run leaves an account of each mention in the store: what the text said, each piece of evidence, the rules
that fired, the rivals with their evidence, and the questions that were, or would have been, asked. It is
the account of that run, not a new look-up, so it tells what really led to the entry.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import fields
from pathlib import Path
from typing import Any

from bibgen import identifiers, names
from bibgen.matching import questions
from bibgen.model import Evidence, Identifier, Match, Mention, Name, PartialDate, Record, Resolution
from bibgen.sources.hints import record_name
from bibgen.store import Told

_APART = ("origin", "et_al")  # fields of a record that say nothing by themselves


def rows(resolutions: Sequence[Resolution], keys: Sequence[str | None]) -> Iterator[dict[str, Any]]:
    """The report: one object a mention, in input order."""
    seen: Counter[str] = Counter()
    for one, key in zip(resolutions, keys, strict=True):
        seen[one.mention.span.file] += 1
        yield _row(one, key, seen[one.mention.span.file])


def accounts(resolutions: Sequence[Resolution], keys: Sequence[str | None]) -> Iterator[Told]:
    """The rows with all that `why` shows besides, addressed by place, key and papers."""
    for one, key, row in zip(resolutions, keys, rows(resolutions, keys), strict=True):
        matches = [*([one.best] if one.best else []), *one.alternatives]
        more = {
            "said": _said(one.mention),
            "record": _record(one.best) if one.best else {},
            "older_version": one.best.older.version if one.best and one.best.older else None,
            "rivals": [_rival(match) for match in one.alternatives],
            "questions": list(questions(one.mention)),
        }
        yield Told(
            file=address(one.mention.span.file),
            first=one.mention.span.first,
            last=one.mention.span.last,
            key=key or "",
            papers=tuple(dict.fromkeys([*_papers(matches), *_named(one.mention)])),
            account=row | more,
        )


def address(file: str) -> str:
    """A file under the name that holds wherever one stands; what is no file keeps its own."""
    return encodable(os.path.realpath(file) if Path(file).exists() else file)


def encodable(text: str) -> str:
    """The text with escapes for the bytes of a name that are no characters, which no database takes.

    >>> encodable("caf\\udce9.txt")
    'caf\\\\udce9.txt'
    """
    return text.encode(errors="backslashreplace").decode()


def _papers(matches: Sequence[Match]) -> Iterator[str]:
    for match in matches:
        yield from _names(match.record)


def _named(mention: Mention) -> Iterator[str]:
    return (f"{one.scheme}:{one.value}" for one in mention.identifiers)


def _names(record: Record) -> Iterator[str]:
    yield record_name(record)
    yield from (f"{one.scheme}:{one.value}" for one in record.identifiers)


def _row(one: Resolution, key: str | None, ordinal: int) -> dict[str, Any]:
    mention, best = one.mention, one.best
    said = mention.identifier("arxiv")
    doi = best.record.identifier("doi") if best else None
    compared = bool(best and best.evidence)
    return {
        "file": encodable(mention.span.file),
        "line": mention.span.first,
        "last_line": mention.span.last,
        "ordinal": ordinal,
        "outcome": one.outcome.value,
        "arxiv_id": best.record.arxiv_id if best else None,
        "version": said.version if said else None,
        "doi": (doi.typed or doi.value) if doi else None,
        "key": key,
        "title": best.record.title if best else mention.title,
        "source": best.record.origin.get("title") if best else "text" if key else None,
        "score": round(best.score, 4) if best and compared else None,
        "coverage": round(best.coverage, 4) if best and compared else None,
        "evidence": [_evidence(piece) for piece in best.evidence] if best else [],
        "alternatives": [_alternative(match) for match in one.alternatives],
        "reasons": list(one.reasons),
        "failures": [str(error) for error in one.failures],
    }


def _evidence(one: Evidence) -> dict[str, Any]:
    return {
        "feature": one.feature,
        "verdict": one.verdict.value,
        "strength": one.strength,
        "said": one.said,
        "found": one.found,
    }


def _alternative(match: Match) -> dict[str, Any]:
    record = match.record
    return {"arxiv_id": record.arxiv_id, "title": record.title, "score": round(match.score, 4)}


def _rival(match: Match) -> dict[str, Any]:
    """An alternative with its evidence."""
    return {
        "id": identifiers.display(match.record.identifiers[0]),
        "title": match.record.title,
        "evidence": [_evidence(piece) for piece in match.evidence],
    }


def _said(mention: Mention) -> dict[str, str]:
    """What the text says, for reading; what it does not say is left out."""
    held = {
        "title": mention.title or "",
        "authors": _plain(mention.authors) + (" et al." if mention.et_al else ""),
        "date": _plain(mention.issued) if mention.issued else "",
        "identifiers": " ".join(map(identifiers.display, mention.identifiers)),
        "venue": mention.venue or "",
        "abstract": mention.abstract or "",
        "comment": mention.comment or "",
    }
    return {name: text for name, text in held.items() if text}


def _record(match: Match) -> dict[str, dict[str, str]]:
    """Field by field of the record: the value, and the source that it came from."""
    record = match.record
    made = {}
    for one in fields(record):
        value = getattr(record, one.name)
        if value and one.name not in _APART:
            origin = record.origin.get(one.name) or record.origin.get("title", "")
            made[one.name] = {"value": _plain(value), "origin": origin}
    return made


def _plain(value: object) -> str:
    """A value of a record or a mention in words."""
    if isinstance(value, PartialDate):
        parts = [f"{value.year:04}"] + [f"{part:02}" for part in (value.month, value.day) if part]
        return "-".join(parts)
    if isinstance(value, Name):
        return names.display(value)
    if isinstance(value, tuple):
        return "; ".join(map(_plain, value))
    return identifiers.display(value) if isinstance(value, Identifier) else str(value)
