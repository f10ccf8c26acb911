"""Records as text: JSON, field by field, empty ones left out; what `dump` writes `load` reads."""

from __future__ import annotations

import json
from dataclasses import fields
from typing import Any

from bibgen.model import Identifier, Name, PartialDate, Record


def dump(record: Record) -> str:
    """A record as JSON."""
    return json.dumps(
        {one.name: _plain(getattr(record, one.name)) for one in fields(record) if getattr(record, one.name)}
    )


def _plain(value: object) -> object:
    if isinstance(value, tuple):
        return [_plain(one) for one in value]
    if isinstance(value, (Name, Identifier, PartialDate)):
        return {one.name: held for one in fields(value) if (held := getattr(value, one.name))}
    return dict(value) if isinstance(value, dict) else value


def load(text: str) -> Record:
    """The record that `dump` wrote.

    Raises:
        ValueError, TypeError: it is damaged, or of a newer bibgen.
    """
    if not text.isascii():  # `dump` writes none but these
        raise ValueError("a damaged record")
    held: dict[str, Any] = json.loads(text)
    for name in ("issued", "submitted", "updated"):
        if name in held:
            held[name] = PartialDate(**held[name])
    held["authors"] = tuple(Name(**one) for one in held.get("authors", ()))
    held["identifiers"] = tuple(Identifier(**one) for one in held.get("identifiers", ()))
    held["categories"] = tuple(held.get("categories", ()))
    return Record(**held)
