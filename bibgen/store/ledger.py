"""What bibgen has written, remembered in the user's data folder."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from bibgen.store.files import Transaction, opened


class Ledger:
    """What bibgen has written, kept in the data folder, which no cleaning of the cache touches.

    Without a folder that can be written nothing is remembered.
    """

    def __init__(self, folder: Path | None) -> None:
        self._db: sqlite3.Connection | None = None
        if folder is None:
            return
        with suppress(OSError, sqlite3.Error):
            folder.mkdir(parents=True, exist_ok=True)
            db = opened(folder / "ledger.sqlite")
            db.execute("CREATE TABLE IF NOT EXISTS written (mark BLOB PRIMARY KEY) WITHOUT ROWID")
            self._db = db

    def wrote(self, marks: Iterable[bytes]) -> bool:
        """Remember entries by their marks; whether that could be done."""
        if self._db is None:
            return False
        try:
            with Transaction(self._db) as db:
                db.executemany("INSERT OR IGNORE INTO written VALUES (?)", [(mark,) for mark in marks])
        except sqlite3.Error:
            return False
        return True

    def knows(self, mark: bytes) -> bool:
        """Whether bibgen wrote the entry with this mark."""
        if self._db is None:
            return False
        row = self._db.execute("SELECT 1 FROM written WHERE mark = ?", (mark,)).fetchone()
        return row is not None
