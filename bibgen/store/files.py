"""SQLite files that survive crashes, other processes and newer programs; used by both stores.

Files are in WAL mode (https://www.sqlite.org/wal.html), wait half a minute for another process, and
know by `user_version` how many steps of their schema they have had: steps are only ever added, each
in one transaction. A file of a newer bibgen is refused, for nobody can tell what it means.
"""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from bibgen.errors import StoreError

_BUSY = 30.0  # seconds to wait for another process's write
_TRIES, _BETWEEN = 100, 0.05  # seconds
_FEW = 400  # parameters of one statement; SQLite's limit was 999 for long


def opened(file: Path) -> sqlite3.Connection:
    """A connection to a file that can be written; raises sqlite3.Error where it cannot."""
    db = sqlite3.connect(file, timeout=_BUSY, isolation_level=None)
    try:
        _write_ahead(db)
        db.execute("PRAGMA synchronous = FULL")
        db.execute("SELECT count(*) FROM sqlite_master").fetchone()
        if db.execute("PRAGMA user_version").fetchone()[0] == 0:
            db.execute("BEGIN IMMEDIATE")  # fails now, not later, where the folder is read-only
            db.execute("ROLLBACK")
    except sqlite3.Error:
        db.close()
        raise
    return db


def _write_ahead(db: sqlite3.Connection) -> None:
    """Set WAL mode; while another process does so too SQLite says "locked" at once, whatever the timeout."""
    for left in range(_TRIES, -1, -1):
        try:
            db.execute("PRAGMA journal_mode = WAL")
            return
        except sqlite3.OperationalError as error:
            if "locked" not in str(error) or not left:
                raise
            time.sleep(_BETWEEN)


def upgrade(db: sqlite3.Connection, steps: Sequence[str], what: str, variable: str) -> None:
    """Bring a file to the present schema.

    Args:
        steps: the schema's steps, in order.
        what: the file's name for a person; `variable` names the folder it is in.

    Raises:
        StoreError: it was written by a newer bibgen.
    """
    if _version(db) > len(steps):
        raise StoreError(
            f"the {what} was written by a newer bibgen (version {_version(db)} of its store, this one knows "
            f"{len(steps)}): update bibgen, or name another folder with {variable}"
        )
    while _version(db) < len(steps):
        with Transaction(db):
            step = _version(db)  # another process may have been quicker
            if step < len(steps):
                for statement in _statements(steps[step]):
                    db.execute(statement)
                db.execute(f"PRAGMA user_version = {step + 1}")


def _version(db: sqlite3.Connection) -> int:
    found: int = db.execute("PRAGMA user_version").fetchone()[0]
    return found


def _statements(script: str) -> Iterator[str]:
    """The statements of a script, one at a time, for `executescript` would end the transaction."""
    return (f"{one};" for one in script.split(";") if one.strip())


class Transaction:
    """All statements inside, or none of them."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db

    def __enter__(self) -> sqlite3.Connection:
        self._db.execute("BEGIN IMMEDIATE")
        return self._db

    def __exit__(self, kind: object, *_: object) -> None:
        self._db.execute("COMMIT" if kind is None else "ROLLBACK")


def parts(values: Sequence[Any]) -> Iterator[Sequence[Any]]:
    """The values in pieces that one statement can take."""
    return (values[at : at + _FEW] for at in range(0, len(values), _FEW))


def marks(values: Sequence[object]) -> str:
    """A question mark for each value."""
    return ",".join("?" * len(values))
