"""The ledger: what people chose, and what bibgen wrote under which keys, kept in SQLite in the data folder.

Nothing in it can be fetched again, so no cleaning of the cache touches it. A file that is damaged is set
aside whole, never deleted, and every row that can still be read is carried over into a new one. Whatever
befalls the file, a run goes on: what cannot be kept is remembered in memory for as long as the run lasts,
and `kept` says so. A folder that can only be read still tells what was chosen.
"""

from __future__ import annotations

import json
import sqlite3
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from operator import itemgetter
from pathlib import Path
from typing import Any, Literal, Protocol, TypeVar

from bibgen.model import Choice, Notice
from bibgen.store import salvage
from bibgen.store.database import Database
from bibgen.store.files import Schema, marks, parts
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
_SCHEMA = Schema(steps=_STEPS, what="ledger", variable="BIBGEN_DATA_DIR")

_WRITE = "INSERT OR IGNORE INTO written VALUES (?)"
_CHOOSE = "INSERT OR REPLACE INTO choices VALUES (?, ?, ?, ?, ?, ?)"
_KEYS = "SELECT paper, key FROM keys WHERE pattern = ?"
_KEEP_KEY = "INSERT OR IGNORE INTO keys VALUES (?, ?, ?, ?)"
_NOTHING_SAVED = (
    "and nothing could be saved of it: choices are asked for again, and a .bib that bibgen wrote may need "
    "--force to be replaced"
)


class Keyed(Protocol):
    """What a ledger should learn and forget of the keys, by what papers are known by."""

    @property
    def new_keys(self) -> Mapping[str, str]:
        """What is to be learnt: key by paper."""

    @property
    def old_keys(self) -> Iterable[str]:
        """The papers whose keys are to be forgotten first."""


K = TypeVar("K", bound=Keyed)


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
        self._now = now
        file = folder / "ledger.sqlite" if folder else None
        self._db = Database(file, _SCHEMA, now=now, salvage=_salvage)

    @property
    def kept(self) -> bool:
        """Whether what is remembered from now on will last."""
        return self._db.kept

    @property
    def notices(self) -> list[Notice]:
        """What befell the file."""
        return self._db.notices

    def close(self) -> None:
        """Close the file; the ledger cannot be used afterwards."""
        self._db.close()

    # -- what bibgen wrote

    def wrote(self, marks: Iterable[bytes]) -> bool:
        """Remember entries by their marks; whether that will last."""
        self._write((_WRITE, [(mark,) for mark in marks]))
        return self.kept

    def knows(self, mark: bytes) -> bool:
        """Whether bibgen wrote the entry with this mark."""
        return bool(self._db.rows("SELECT 1 FROM written WHERE mark = ?", (mark,)))

    @property
    def set_aside(self) -> Path | None:
        """The last damaged ledger, which may have known what this one does not; None if there was none."""
        file = self._db.file
        found = file.parent.glob(f"{file.stem}.damaged-*") if file else iter(())
        return max((one for one in found if not one.name.endswith(("-wal", "-shm"))), default=None)

    # -- under which keys

    def keys(self, pattern: str) -> dict[str, str]:
        """The keys given under a pattern, by what their papers are known by (`bibgen.keys.known_by`)."""
        return dict(self._db.rows(_KEYS, (pattern,)))

    def give_keys(self, pattern: str, give: Callable[[Mapping[str, str]], K]) -> K:
        """What `give` makes of the keys given so far, once its new keys are the papers' own.

        They are not where another process was quicker: it has given a paper another key, or one of the keys
        to another paper. What it gave stays; `give` is called a second time then, and the others are kept
        waiting meanwhile, or two processes in step could be too late for ever.
        """
        made = give(self.keys(pattern))
        if self.keep_keys(pattern, made.new_keys, made.old_keys):
            return made

        def undisturbed(db: sqlite3.Connection) -> K:
            made = give(dict(db.execute(_KEYS, (pattern,)).fetchall()))
            self._keep_keys(db, pattern, made.new_keys, made.old_keys)
            return made

        return self._db.change(undisturbed)

    def keep_keys(self, pattern: str, new: Mapping[str, str], old: Iterable[str] = ()) -> bool:
        """Remember keys, by what their papers are known by; whether all of them are the papers' now.

        Args:
            old: what is forgotten first.
        """
        old = tuple(old)
        self._db.change(lambda db: self._keep_keys(db, pattern, new, old))
        return new.items() <= self.keys(pattern).items()

    def _keep_keys(
        self, db: sqlite3.Connection, pattern: str, new: Mapping[str, str], old: Iterable[str]
    ) -> None:
        now = self._now()
        db.executemany(
            "DELETE FROM keys WHERE pattern = ? AND paper = ?", [(pattern, paper) for paper in old]
        )
        db.executemany(_KEEP_KEY, [(pattern, paper, key, now) for paper, key in new.items()])

    # -- what people chose

    def choose(self, fingerprint: str, choice: Choice, *, said: str, place: str) -> bool:
        """Remember a choice, in place of any earlier one of the mention; whether that will last.

        Args:
            said: what the text said, in short, for a person who looks back.
            place: where it said so, as `listing.txt:12`.
        """
        record = dump(choice.record) if choice.record else None
        row = (fingerprint, choice.kind, record, said, place, self._now())
        self._write((_CHOOSE, [row]))
        return self.kept

    def choices(self, fingerprints: Iterable[str]) -> dict[str, Choice]:
        """What was chosen of mentions, by their fingerprints; those nobody chose of are left out."""
        found = {}
        for part in parts(list(dict.fromkeys(fingerprints))):
            rows = self._db.rows(
                f"SELECT fingerprint, kind, record FROM choices WHERE fingerprint IN ({marks(part)})", part
            )
            found.update({fingerprint: _choice(kind, record) for fingerprint, kind, record in rows})
        return {name: choice for name, choice in found.items() if choice.record or choice.kind != "take"}

    def chosen(self) -> list[Chosen]:
        """All choices, the oldest first."""
        rows = self._db.rows(
            "SELECT fingerprint, kind, record, said, place, at FROM choices ORDER BY at, place"
        )
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
        return bool(self._db.rows("SELECT 1 FROM choices WHERE fingerprint = ?", (fingerprint,)))

    def _write(self, *statements: tuple[str, Sequence[Sequence[Any]]]) -> None:
        def write(db: sqlite3.Connection) -> None:
            for statement, rows in statements:
                db.executemany(statement, rows)

        self._db.change(write)


def _salvage(damaged: Path, db: sqlite3.Connection) -> str:
    """Take over the rows that can still be read; how many, in words."""
    found: defaultdict[str, list[Any]] = defaultdict(list)
    for row in salvage.rows(damaged):
        found[_statement(row)].append(row)
    # The last of several choices of a mention counts, but the first of several keys.
    db.executemany(_CHOOSE, sorted(found[_CHOOSE], key=itemgetter(-1)))
    db.executemany(_KEEP_KEY, sorted(found[_KEEP_KEY], key=itemgetter(-1)))
    db.executemany(_WRITE, found[_WRITE])
    names = {"choices": "choices", "keys": "keys", "written": "marks of what bibgen wrote"}
    counts = {said: db.execute(f"SELECT count(*) FROM {name}").fetchone()[0] for name, said in names.items()}
    saved = " and ".join(f"{count} {said}" for said, count in counts.items() if count)
    return f"with {saved}" if saved else _NOTHING_SAVED


def _statement(row: salvage.Row) -> str:
    """The statement that keeps a row; empty for what is of no table, or not as it was kept."""
    match row:
        case (bytes(),):
            return _WRITE
        case (str(), "take" | "written" | "skip", record, str(), str(), float() | int()):
            return _CHOOSE if record is None or (isinstance(record, str) and _is_whole(record)) else ""
        case (str(), str(), str(), float() | int()):
            return _KEEP_KEY
    return ""


def _is_whole(record: str) -> bool:
    with suppress(ValueError, RecursionError):
        return record.isascii() and isinstance(json.loads(record), dict)
    return False


def _choice(kind: Literal["take", "written", "skip"], record: str | None) -> Choice:
    """A choice as it was kept; without its record if a newer bibgen wrote what this one cannot read."""
    try:
        return Choice(kind=kind, record=load(record) if record else None)
    except (TypeError, ValueError):
        return Choice(kind=kind)
