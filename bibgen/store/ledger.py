"""The ledger: what people chose, and what bibgen wrote under which keys, kept in SQLite in the data folder.

Nothing in it can be fetched again, so no cleaning of the cache touches it, and a file that is damaged is
set aside whole, never deleted. Whatever befalls the file, a run goes on: what cannot be kept is
remembered in memory for as long as the run lasts, and `kept` says so. A folder that can only be read
still tells what was chosen.
"""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from bibgen.errors import StoreError
from bibgen.model import Choice, Notice
from bibgen.store.files import Transaction, marks, opened, parts, upgrade
from bibgen.store.records import dump, load

# Each step of the schema, in order. The first was made without being counted, so it may be there.
_STEPS: tuple[str, ...] = (
    "CREATE TABLE IF NOT EXISTS written (mark BLOB PRIMARY KEY) WITHOUT ROWID;",
    """
    CREATE TABLE choices (
        fingerprint TEXT PRIMARY KEY, kind TEXT NOT NULL, record TEXT,
        said TEXT NOT NULL, place TEXT NOT NULL, at REAL NOT NULL
    ) WITHOUT ROWID;
    """,
    """
    CREATE TABLE keys (
        pattern TEXT NOT NULL, paper TEXT NOT NULL, key TEXT NOT NULL COLLATE NOCASE, at REAL NOT NULL,
        PRIMARY KEY (pattern, paper), UNIQUE (pattern, key)
    ) WITHOUT ROWID;
    """,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """A choice that was made of the mention with a fingerprint.

    `said` and `place` are for people: what the text said, and where; `at` is in seconds since 1970.
    """

    fingerprint: str
    choice: Choice
    said: str
    place: str
    at: float


class Ledger:
    """The ledger in `folder`; in memory if that is None or cannot be written, and then `kept` is False.

    Args:
        now: seconds since 1970.

    Raises:
        StoreError: it was written by a newer bibgen.
    """

    def __init__(self, folder: Path | None, now: Callable[[], float] = time.time) -> None:
        self.notices: list[Notice] = []
        self._now = now
        self._file = folder / "ledger.sqlite" if folder else None
        self._db = self._open()

    def close(self) -> None:
        """Close the file; the ledger cannot be used afterwards."""
        self._db.close()

    def _open(self) -> sqlite3.Connection:
        self.kept = False
        if self._file is not None:
            with suppress(OSError, sqlite3.Error):
                self._file.parent.mkdir(parents=True, exist_ok=True)
                db = self._connect(self._file)
                self.kept = True
                return db
            with suppress(OSError, sqlite3.Error), closing(_read_only(self._file)) as held:
                return _in_memory(held)
        return _in_memory(None)

    def _connect(self, file: Path) -> sqlite3.Connection:
        try:
            return _current(opened(file))
        except sqlite3.DatabaseError as error:
            if not _is_damage(error):
                raise
        self._set_aside(file)
        return _current(opened(file))

    def _set_aside(self, file: Path) -> None:
        aside = file.with_suffix(f".damaged-{int(self._now())}")
        file.rename(aside)
        for tail in ("-wal", "-shm"):
            with suppress(FileNotFoundError):
                Path(f"{file}{tail}").rename(f"{aside}{tail}")
        text = f"what was chosen and written is forgotten: the ledger was damaged and is set aside as {aside}"
        self.notices.append(Notice(code="ledger-damaged", text=text))

    # -- what bibgen wrote

    def wrote(self, marks: Iterable[bytes]) -> bool:
        """Remember entries by their marks; whether that will last."""
        self._write(("INSERT OR IGNORE INTO written VALUES (?)", [(mark,) for mark in marks]))
        return self.kept

    def knows(self, mark: bytes) -> bool:
        """Whether bibgen wrote the entry with this mark."""
        return bool(self._rows("SELECT 1 FROM written WHERE mark = ?", (mark,)))

    # -- under which keys

    def keys(self, pattern: str) -> dict[str, str]:
        """The keys given under a pattern, by what their papers are known by (`bibgen.keys.known_by`)."""
        return dict(self._rows("SELECT paper, key FROM keys WHERE pattern = ?", (pattern,)))

    def keep_keys(self, pattern: str, new: Mapping[str, str], old: Iterable[str] = ()) -> bool:
        """Remember keys, by what their papers are known by; whether all of them are the papers' now.

        They are not where another process was quicker: it has given a paper another key, or one of the keys
        to another paper. What it gave stays.

        Args:
            old: what is forgotten first.
        """
        now = self._now()
        self._write(
            ("DELETE FROM keys WHERE pattern = ? AND paper = ?", [(pattern, paper) for paper in old]),
            (
                "INSERT OR IGNORE INTO keys VALUES (?, ?, ?, ?)",
                [(pattern, paper, key, now) for paper, key in new.items()],
            ),
        )
        return new.items() <= self.keys(pattern).items()

    # -- what people chose

    def choose(self, fingerprint: str, choice: Choice, *, said: str, place: str) -> bool:
        """Remember a choice, in place of any earlier one of the mention; whether that will last.

        Args:
            said: what the text said, in short, for a person who looks back.
            place: where it said so, as `listing.txt:12`.
        """
        record = dump(choice.record) if choice.record else None
        row = (fingerprint, choice.kind, record, said, place, self._now())
        self._write(("INSERT OR REPLACE INTO choices VALUES (?, ?, ?, ?, ?, ?)", [row]))
        return self.kept

    def choices(self, fingerprints: Iterable[str]) -> dict[str, Choice]:
        """What was chosen of mentions, by their fingerprints; those nobody chose of are left out."""
        found = {}
        for part in parts(list(dict.fromkeys(fingerprints))):
            rows = self._rows(
                f"SELECT fingerprint, kind, record FROM choices WHERE fingerprint IN ({marks(part)})", part
            )
            found.update({fingerprint: _choice(kind, record) for fingerprint, kind, record in rows})
        return {name: choice for name, choice in found.items() if choice.record or choice.kind != "take"}

    def chosen(self) -> list[Chosen]:
        """All choices, the oldest first."""
        rows = self._rows("SELECT fingerprint, kind, record, said, place, at FROM choices ORDER BY at, place")
        return [
            Chosen(fingerprint=fingerprint, choice=_choice(kind, record), said=said, place=place, at=at)
            for fingerprint, kind, record, said, place, at in rows
        ]

    def forget(self, fingerprints: Iterable[str]) -> int:
        """Forget choices, so that the mentions are asked of again; how many there were."""
        held = [name for name in dict.fromkeys(fingerprints) if self._holds(name)]
        self._write(("DELETE FROM choices WHERE fingerprint = ?", [(name,) for name in held]))
        return len(held)

    def _holds(self, fingerprint: str) -> bool:
        return bool(self._rows("SELECT 1 FROM choices WHERE fingerprint = ?", (fingerprint,)))

    # -- statements

    def _rows(self, statement: str, values: Sequence[Any] = ()) -> list[Any]:
        """What a statement finds; nothing in a file that turns out to be damaged."""
        try:
            return self._db.execute(statement, values).fetchall()
        except sqlite3.DatabaseError as error:
            if _is_damage(error):
                self._recover(error)
            return []

    def _write(self, *statements: tuple[str, Sequence[Sequence[Any]]]) -> None:
        for _ in range(3):  # the file; a new one if that is damaged; memory, which takes everything
            try:
                with Transaction(self._db) as db:
                    for statement, rows in statements:
                        db.executemany(statement, rows)
                return
            except sqlite3.Error as error:
                self._recover(error)

    def _recover(self, error: sqlite3.Error) -> None:
        """Go on with a new file if this one is damaged, else with a copy in memory."""
        before = self._db
        if _is_damage(error) and self._file is not None and self.kept:
            before.close()
            with suppress(OSError):
                self._set_aside(self._file)
            self._db = self._open()
        else:
            self.kept = False
            self._db = _in_memory(before)
            before.close()


def _current(db: sqlite3.Connection) -> sqlite3.Connection:
    """The connection with its schema up to date; closed where that cannot be."""
    try:
        upgrade(db, _STEPS, "ledger", "BIBGEN_DATA_DIR")
    except (sqlite3.Error, StoreError):
        db.close()
        raise
    return db


def _read_only(file: Path) -> sqlite3.Connection:
    # `immutable`: SQLite else wants to write beside a file in WAL mode even to read it.
    return sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro&immutable=1", uri=True)


def _in_memory(source: sqlite3.Connection | None) -> sqlite3.Connection:
    """A ledger that lasts as long as the run, with what the source holds as far as it can be read."""
    try:
        copy = sqlite3.connect(":memory:", isolation_level=None)
        if source:
            source.backup(copy)
        return _current(copy)
    except sqlite3.Error:
        return _current(sqlite3.connect(":memory:", isolation_level=None))


def _is_damage(error: sqlite3.Error) -> bool:
    return "not a database" in str(error) or "malformed" in str(error)


def _choice(kind: Literal["take", "written", "skip"], record: str | None) -> Choice:
    """A choice as it was kept; without its record if a newer bibgen wrote what this one cannot read."""
    try:
        return Choice(kind=kind, record=load(record) if record else None)
    except (TypeError, ValueError):
        return Choice(kind=kind)
