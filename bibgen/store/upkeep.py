"""Looking after the cache: what is in it, what may go, how much room that gives.

Rows are deleted and the file is packed; the file itself is never removed, for another process may have it
open. Nothing here knows of the data folder.
"""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from bibgen.store.answers import Store
from bibgen.store.tables import DROP_UNUSED, UNREAD

_TABLES = ("answers", "asked", "papers", "hints", "told", "refreshes")
_KIND = (
    "CASE WHEN found THEN 'papers' WHEN question LIKE '% AND %' THEN 'searches' "
    "WHEN question LIKE 'id:%' OR question LIKE 'doi:%' THEN 'unknown' ELSE 'searches' END"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """How many questions of a kind (`papers` by identifier, `unknown` ones, `searches`) a source answered.

    `stale`: how many of them would be asked again. `oldest` and `newest` are in seconds since 1970.
    """

    source: str
    kind: str
    questions: int
    stale: int
    oldest: float
    newest: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Census:
    """What is in a store: sizes in bytes; `papers` and `answers` in all, `set_aside` damaged files."""

    size: int
    answers: int
    papers: int
    accounts: int
    set_aside: int
    counts: tuple[Count, ...]


def census(store: Store) -> Census:
    """Count what is in the store."""
    rows = store.database.rows(
        f"SELECT source, {_KIND} AS kind, found, at, count(*) FROM asked GROUP BY source, kind, found, at"
    )
    gathered: dict[tuple[str, str], list[tuple[float, int, bool]]] = {}
    for source, kind, found, at, number in rows:
        gathered.setdefault((source, kind), []).append((at, number, store.is_fresh(at, bool(found))))
    counts = tuple(
        Count(
            source=source,
            kind=kind,
            questions=sum(number for _, number, _ in held),
            stale=sum(number for _, number, fresh in held if not fresh),
            oldest=min(held)[0],
            newest=max(held)[0],
        )
        for (source, kind), held in sorted(gathered.items())
    )
    one = {name: store.database.rows(f"SELECT count(*) FROM {name}")[0][0] for name in _TABLES}
    return Census(
        size=_size(store),
        answers=one["answers"],
        papers=store.database.rows(f"SELECT count(*) FROM papers WHERE reading > {UNREAD}")[0][0],
        accounts=one["told"],
        set_aside=sum(1 for _ in _leftovers(store)),
        counts=counts,
    )


def prune(store: Store) -> int:
    """Drop stale answers, and those that no question and no paper comes from; the bytes that gives."""
    record, nothing = store.fresh_within(True), store.fresh_within(False)

    def drop(db: sqlite3.Connection) -> None:
        for found, times in ((True, record), (False, nothing)):
            db.execute("DELETE FROM asked WHERE found = ? AND at NOT BETWEEN ? AND ?", (found, *times))
        db.execute("DELETE FROM papers WHERE at NOT BETWEEN ? AND ?", record)
        db.execute("DELETE FROM hints WHERE paper NOT IN (SELECT id FROM papers)")
        db.execute(DROP_UNUSED)

    before = _size(store)
    store.database.change(drop)
    return _packed(store, before)


def clear(store: Store) -> int:
    """Drop everything, and the files that were set aside; the bytes that gives."""

    def drop(db: sqlite3.Connection) -> None:
        for table in _TABLES:
            db.execute(f"DELETE FROM {table}")

    before = _size(store)
    for leftover in _leftovers(store):
        before += _bytes(leftover)
        with suppress(OSError):
            shutil.rmtree(leftover) if leftover.is_dir() else leftover.unlink()
    store.database.change(drop)
    return _packed(store, before)


def _packed(store: Store, before: int) -> int:
    """Give back the room that rows have left; what a full disk or a busy file forbids waits for next time."""

    def pack(db: sqlite3.Connection) -> None:
        with suppress(sqlite3.OperationalError):
            db.execute("VACUUM")
            db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()

    store.database.do(pack)
    return max(0, before - _size(store))


def _leftovers(store: Store) -> Iterator[Path]:
    """Damaged files that were set aside, and what imports left that were killed."""
    file = store.database.file
    if file is not None:
        for pattern in (f"{file.stem}.damaged-*", "import-*"):
            yield from file.parent.glob(pattern)


def _size(store: Store) -> int:
    file = store.database.file
    return sum(_bytes(Path(f"{file}{tail}")) for tail in ("", "-wal")) if file else 0


def _bytes(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0
