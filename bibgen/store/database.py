"""A database that a run can rely on whatever befalls its file: damage, a full disk, a lock, a removal.

A statement that fails for the file's sake is done again: in a new file where the old one is damaged,
which is set aside whole; else in memory, on a copy of what could be read, for as long as the process
lasts. A file that was renamed or removed meanwhile (by another process that found it damaged, or by a
person who cleans up) is opened anew by its name, so that nothing is written where nobody will look for
it. Statements that are wrong in themselves fail as ever.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any, TypeVar

from bibgen.model import Notice
from bibgen.store import files
from bibgen.store.files import Schema, Transaction

T = TypeVar("T")

_OURS = (sqlite3.IntegrityError, sqlite3.ProgrammingError)  # errors that no other file would cure
_TRIES = 3  # the file; a new one if that is damaged; memory, which takes everything


class Database:
    """The database in `file`; in memory if that is None or cannot be used, and then `kept` is False.

    Args:
        now: seconds since 1970.
        salvage: takes over into a new database what can be read of a damaged file, and says how much
            that is, after a comma.
        lost: what to tell where nothing lasts, before the reason; nothing if empty.

    `notices` tell what befell it, `reason` why nothing is kept.

    Raises:
        StoreError: it was written by a newer bibgen.
    """

    def __init__(
        self,
        file: Path | None,
        schema: Schema,
        *,
        now: Callable[[], float],
        salvage: Callable[[Path, sqlite3.Connection], str] = lambda _file, _db: "",
        lost: str = "",
    ) -> None:
        self.file = file
        self.kept = False
        self.reason = ""
        self.notices: list[Notice] = []
        self._identity: tuple[int, int] | None = None
        self._schema = schema
        self._now = now
        self._salvage = salvage
        self._lost = lost
        self._db = self._open()

    def close(self) -> None:
        """Close the file; the database cannot be used afterwards."""
        self._db.close()

    def rows(self, statement: str, values: Sequence[Any] = ()) -> list[Any]:
        """What a statement finds."""
        return self.do(lambda db: db.execute(statement, values).fetchall())

    def change(self, work: Callable[[sqlite3.Connection], T]) -> T:
        """What `work` gives, all of its statements done, or none; it may be called more than once."""

        def whole(db: sqlite3.Connection) -> T:
            with Transaction(db):
                return work(db)

        return self.do(whole)

    def do(self, work: Callable[[sqlite3.Connection], T]) -> T:
        """The same without a transaction around it."""
        for _ in range(_TRIES - 1):
            self._follow()
            try:
                return work(self._db)
            except sqlite3.DatabaseError as error:
                if not self.kept or isinstance(error, _OURS):
                    raise
                self._go_on(error)
        return work(self._db)

    def _open(self) -> sqlite3.Connection:
        if self.file is None:
            return files.in_memory(self._schema, iter(()))
        try:
            self.file.parent.mkdir(parents=True, exist_ok=True)
            return self._standing(self._connected(self.file))
        except (OSError, sqlite3.Error) as error:
            # Behind the back of whoever has locked it, half of a change might be read.
            return self._remembered(error, iter(()) if _is_locked(error) else files.read_only(self.file))

    def _connected(self, file: Path) -> sqlite3.Connection:
        if not file.exists():
            files.begun(file, self._schema)
        try:
            return files.opened(file, self._schema)
        except sqlite3.DatabaseError as error:
            if not files.is_damage(error):
                raise
            damage = error
        try:
            return self._renewed(file)
        except (OSError, sqlite3.Error) as error:
            raise damage from error

    def _renewed(self, file: Path) -> sqlite3.Connection:
        """A sound file in place of a damaged one, made here or by another process that was quicker."""
        with files.alone(file):
            with suppress(sqlite3.DatabaseError):
                db = files.opened(file, self._schema)
                if files.is_sound(db):
                    return db
                db.close()
            with files.anew(file, self._schema) as (fresh, db):
                saved = self._salvage(file, db)
            aside = files.exchange(file, fresh, self._now())
            self._tell_damage(f"set aside as {aside} and a new one begun", saved)
            return files.opened(file, self._schema)

    def _standing(self, db: sqlite3.Connection) -> sqlite3.Connection:
        self.kept, self._identity = True, files.identity(self.file) if self.file else None
        return db

    def _remembered(self, error: Exception, sources: Iterator[sqlite3.Connection]) -> sqlite3.Connection:
        """What can be read of the file, for as long as the process lasts."""
        self.kept = False
        self.reason = str(getattr(error, "strerror", None) or error)
        if self._lost:
            self.notices.append(Notice(code=f"no-{self._schema.what}", text=f"{self._lost} ({self.reason})"))
        db = files.in_memory(self._schema, sources)
        if self.file and isinstance(error, sqlite3.Error) and files.is_damage(error):
            self._tell_damage("left as it is, for it cannot be replaced", self._salvage(self.file, db))
        return db

    def _tell_damage(self, fate: str, saved: str) -> None:
        what = self._schema.what
        text = f"the {what} was damaged; it is {fate}{saved and f', {saved}'}"
        self.notices.append(Notice(code=f"{what}-damaged", text=text))

    def _follow(self) -> None:
        """Open the file by its name if that names another one now."""
        if self.kept and self.file and files.identity(self.file) != self._identity:
            self._db.close()
            self._db = self._open()

    def _go_on(self, error: sqlite3.DatabaseError) -> None:
        before = self._db
        if self.file is None or not files.is_damage(error):
            self._db = self._remembered(error, iter((before,)))
            return
        before.close()
        try:
            self._db = self._standing(self._renewed(self.file))
        except (OSError, sqlite3.Error):
            self._db = self._remembered(error, iter(()))


def _is_locked(error: Exception) -> bool:
    return getattr(error, "sqlite_errorcode", 0) & 0xFF in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)
