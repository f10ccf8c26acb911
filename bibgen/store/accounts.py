"""Accounts of decisions, as they lie in the store: what a run decided, found again by key, paper or place."""

from __future__ import annotations

import json
import sqlite3
import zlib
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from bibgen.store.database import Database


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """The account of one decision: `account` is JSON, `papers` name what it speaks of."""

    file: str
    first: int
    last: int
    key: str
    papers: tuple[str, ...]
    account: dict[str, Any]


def keep(database: Database, accounts: Iterable[Told], at: float) -> None:
    """Keep the accounts of a run; those of earlier runs over the same files go."""
    new = list(accounts)
    rows = [
        (one.file, one.first, one.last, one.key, f" {' '.join(one.papers)} ", _packed(one), at) for one in new
    ]

    def write(db: sqlite3.Connection) -> None:
        db.executemany("DELETE FROM told WHERE file = ?", [(name,) for name in {one.file for one in new}])
        db.executemany("INSERT INTO told VALUES (?, ?, ?, ?, ?, ?, ?)", rows)

    database.change(write)


def find(database: Database, *, key: str = "", paper: str = "", file: str = "", line: int = 0) -> list[Told]:
    """The accounts of mentions under a key, of a paper by its name, or at a line of a file."""
    where, values = "lower(key) = lower(?)", [key]
    if paper:
        where, values = "papers LIKE '% ' || ? || ' %'", [paper]
    elif file:
        where, values = "file = ? AND first <= ? AND last >= ?", [file, str(line), str(line)]
    rows = database.rows(
        f"SELECT file, first, last, key, papers, account FROM told WHERE {where} ORDER BY at DESC, rowid",
        values,
    )
    return [told for row in rows for told in _unpacked(*row)]


def _packed(one: Told) -> bytes:
    return zlib.compress(json.dumps(one.account).encode(), 1)


def _unpacked(file: str, first: int, last: int, key: str, papers: str, account: bytes) -> Iterable[Told]:
    """The account, unless its bytes are damaged."""
    with suppress(zlib.error, ValueError):
        held = json.loads(zlib.decompress(account))
        yield Told(file=file, first=first, last=last, key=key, papers=tuple(papers.split()), account=held)
