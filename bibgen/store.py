"""The store: what sources answered, kept in SQLite in the user's cache folder.

Raw answers are kept as they came, with the questions each one answered, before anything is made of
them: a better reading of an answer needs no new request, and a run that is cut off goes on where it
stopped. Beside them lie the records read from them, filed under their hints, so that a paper found
once is at hand for every later mention, by whatever it is named there.

`Cached` puts the store before a source: questions that have a fresh answer are not asked again.
The record of an identifier counts for 30 days; that something is unknown, or what a search found,
for one, because arXiv adds papers every night. Failures are never kept. Without a folder that can
be written the store lives in memory, and says so.
"""

from __future__ import annotations

import json
import sqlite3
import time
import zlib
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import fields
from pathlib import Path
from typing import Any

from bibgen.errors import StoreError
from bibgen.model import Identifier, Mention, Name, Notice, PartialDate, Record
from bibgen.sources import Answer, Query, Source, ask_key, hints

_DAY = 86400.0
FRESH_RECORD, FRESH_NOTHING = 30 * _DAY, 1 * _DAY
_BUSY = 30.0  # seconds to wait for another process's write
_FEW = 400  # parameters of one statement; SQLite's limit was 999 for long

# Each step of the schema, in order; a store knows by `user_version` how many it has had.
_MIGRATIONS: tuple[str, ...] = (
    """
    CREATE TABLE answers (
        id INTEGER PRIMARY KEY,
        source TEXT NOT NULL, request TEXT NOT NULL, body BLOB NOT NULL, at REAL NOT NULL
    );
    CREATE TABLE asked (
        source TEXT NOT NULL, question TEXT NOT NULL,
        answer INTEGER NOT NULL, found INTEGER NOT NULL, at REAL NOT NULL,
        PRIMARY KEY (source, question)
    ) WITHOUT ROWID;
    CREATE TABLE papers (
        id INTEGER PRIMARY KEY,
        name TEXT NOT NULL UNIQUE, record TEXT NOT NULL, reading INTEGER NOT NULL,
        answer INTEGER NOT NULL, at REAL NOT NULL
    );
    CREATE INDEX papers_by_reading ON papers (reading);
    CREATE TABLE hints (
        hint INTEGER NOT NULL, paper INTEGER NOT NULL, PRIMARY KEY (hint, paper)
    ) WITHOUT ROWID;
    """,
)


class Store:
    """The store in `folder`, or in memory if that is None or cannot be used.

    Args:
        now: seconds since 1970.

    Raises:
        StoreError: it was written by a newer bibgen.
    """

    answers = False

    def __init__(self, folder: Path | None, now: Callable[[], float] = time.time) -> None:
        self.notices: list[Notice] = []
        self._now = now
        self._loaded: dict[tuple[int, float], Record] = {}  # one object a paper, however often found
        self._db = self._open(folder)
        self._upgrade()

    def close(self) -> None:
        """Close the file; the store cannot be used afterwards."""
        self._db.close()

    def _open(self, folder: Path | None) -> sqlite3.Connection:
        if folder is not None:
            try:
                folder.mkdir(parents=True, exist_ok=True)
                return self._connect(folder / "answers.sqlite")
            except (OSError, sqlite3.Error) as error:
                reason = getattr(error, "strerror", None) or error
                text = f"working without a cache: {folder} cannot be used ({reason})"
                self.notices.append(Notice(code="no-cache", text=text))
        return sqlite3.connect(":memory:", isolation_level=None)

    def _connect(self, file: Path) -> sqlite3.Connection:
        try:
            return _checked(file)
        except sqlite3.DatabaseError as error:
            if "not a database" not in str(error) and "malformed" not in str(error):
                raise
        aside = file.with_suffix(f".damaged-{int(self._now())}")
        file.rename(aside)
        for tail in ("-wal", "-shm"):
            Path(f"{file}{tail}").unlink(missing_ok=True)
        text = f"the cache was damaged; it is set aside as {aside} and a new one begun"
        self.notices.append(Notice(code="cache-damaged", text=text))
        return _checked(file)

    def _upgrade(self) -> None:
        (version,) = self._db.execute("PRAGMA user_version").fetchone()
        if version > len(_MIGRATIONS):
            raise StoreError(
                f"the cache was written by a newer bibgen (version {version} of its store, this one knows "
                f"{len(_MIGRATIONS)}): update bibgen, or name another folder with BIBGEN_CACHE_DIR"
            )
        for step in range(version, len(_MIGRATIONS)):
            script = f"BEGIN IMMEDIATE; {_MIGRATIONS[step]} PRAGMA user_version = {step + 1}; COMMIT;"
            try:
                self._db.executescript(script)
            except sqlite3.OperationalError:  # another process was quicker
                with suppress(sqlite3.Error):
                    self._db.execute("ROLLBACK")
                if self._db.execute("PRAGMA user_version").fetchone()[0] <= step:
                    raise

    # -- what was asked and answered

    def keep(self, source: str, answer: Answer, reading: int) -> None:
        """Keep an answer, the questions it answers and the records in it, all or nothing."""
        at = self._now()
        found = {name for record in answer.records for name in _question_names(record)}
        with self._transaction() as db:
            row = db.execute(
                "INSERT INTO answers (source, request, body, at) VALUES (?, ?, ?, ?)",
                (source, answer.request, zlib.compress(answer.raw, 6), at),
            )
            one = row.lastrowid or 0
            db.executemany(
                "INSERT OR REPLACE INTO asked VALUES (?, ?, ?, ?, ?)",
                [(source, question, one, question in found, at) for question in answer.asked],
            )
            for record in answer.records:
                self._file(record, one, reading, at)

    def _transaction(self) -> _Transaction:
        return _Transaction(self._db)

    def _file(self, record: Record, answer: int, reading: int, at: float) -> None:
        name = hints.record_name(record)
        self._db.execute(
            "INSERT INTO papers (name, record, reading, answer, at) VALUES (?, ?, ?, ?, ?) "
            "ON CONFLICT (name) DO UPDATE SET record = excluded.record, reading = excluded.reading, "
            "answer = excluded.answer, at = excluded.at",
            (name, dump(record), reading, answer, at),
        )
        (paper,) = self._db.execute("SELECT id FROM papers WHERE name = ?", (name,)).fetchone()
        self._db.executemany(
            "INSERT OR IGNORE INTO hints VALUES (?, ?)", [(hint, paper) for hint in hints.of_record(record)]
        )

    def unanswered(self, source: str, questions: Iterable[str]) -> set[str]:
        """Those of the questions that have no fresh answer."""
        asked = list(dict.fromkeys(questions))
        fresh: set[str] = set()
        for part in _parts(asked):
            rows = self._db.execute(
                f"SELECT question, found, at FROM asked WHERE source = ? AND question IN ({_marks(part)})",
                (source, *part),
            )
            fresh.update(question for question, found, at in rows if self._is_fresh(at, bool(found)))
        return set(asked) - fresh

    def _is_fresh(self, at: float, found: bool) -> bool:
        age = self._now() - at
        return -_DAY < age < (FRESH_RECORD if found else FRESH_NOTHING)  # a clock may have been set back

    # -- records at hand

    def find(self, mention: Mention) -> list[Record]:
        """The records at hand that the mention may mean, likeliest first."""
        wanted = list(hints.of_mention(mention))
        shared: defaultdict[int, list[str]] = defaultdict(list)
        for part in _parts(wanted):
            rows = self._db.execute(f"SELECT hint, paper FROM hints WHERE hint IN ({_marks(part)})", part)
            for hint, paper in rows:
                shared[hint].append(str(paper))
        papers = [int(one) for one in hints.best(shared)]
        rows = self._db.execute(f"SELECT id, at FROM papers WHERE id IN ({_marks(papers)})", papers)
        fresh = {paper: at for paper, at in rows if self._is_fresh(at, True)}
        return [self._load(paper, fresh[paper]) for paper in papers if paper in fresh]

    def _load(self, paper: int, at: float) -> Record:
        if (paper, at) not in self._loaded:
            (text,) = self._db.execute("SELECT record FROM papers WHERE id = ?", (paper,)).fetchone()
            self._loaded[paper, at] = load(text)
        return self._loaded[paper, at]

    def reread(self, source: Source, reading: int) -> None:
        """Read stored answers again whose records were made by an older reading of them."""
        stale = self._db.execute(
            "SELECT DISTINCT a.id, a.body, a.at FROM answers a JOIN papers p ON p.answer = a.id "
            "WHERE a.source = ? AND p.reading < ?",
            (source.name, reading),
        ).fetchall()
        for answer, body, at in stale:
            with self._transaction():
                for record in source.records(zlib.decompress(body)):
                    self._file(record, answer, reading, at)

    def outdated(self, reading: int) -> bool:
        """Whether some records were made by an older reading."""
        row = self._db.execute("SELECT 1 FROM papers WHERE reading < ? LIMIT 1", (reading,)).fetchone()
        return row is not None


class _Transaction:
    """All statements inside, or none of them."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db

    def __enter__(self) -> sqlite3.Connection:
        self._db.execute("BEGIN IMMEDIATE")
        return self._db

    def __exit__(self, kind: object, *_: object) -> None:
        self._db.execute("COMMIT" if kind is None else "ROLLBACK")


def _checked(file: Path) -> sqlite3.Connection:
    db = sqlite3.connect(file, timeout=_BUSY, isolation_level=None)
    try:
        db.execute("PRAGMA journal_mode = WAL")
        db.execute("PRAGMA synchronous = FULL")
        db.execute("SELECT count(*) FROM sqlite_master").fetchone()
        if db.execute("PRAGMA user_version").fetchone()[0] == 0:
            db.execute("BEGIN IMMEDIATE")  # fails now, not later, where the folder is read-only
            db.execute("ROLLBACK")
    except sqlite3.Error:
        db.close()
        raise
    return db


def _parts(values: Sequence[Any]) -> Iterator[Sequence[Any]]:
    return (values[at : at + _FEW] for at in range(0, len(values), _FEW))


def _marks(values: Sequence[object]) -> str:
    return ",".join("?" * len(values))


def _question_names(record: Record) -> Iterator[str]:
    return (ask_key(one.value) for one in record.identifiers if one.scheme == "arxiv")


class Cached:
    """A source behind the store: it is asked only what has no fresh answer, and each answer is kept.

    Args:
        opened: makes the source when something must be asked, so that a run which finds all in the
            store never loads a network library.
        reading: which version of the source's reading the kept records are made by.
    """

    def __init__(self, store: Store, name: str, reading: int, opened: Callable[[], Source]) -> None:
        self.name = name
        self._store = store
        self._reading = reading
        self._opened = opened
        if store.outdated(reading):
            store.reread(opened(), reading)

    def ask_ids(self, ids: Sequence[str]) -> Iterator[Answer]:
        """Answers for identifiers that have no fresh one."""
        missing = self._store.unanswered(self.name, map(ask_key, ids))
        yield _known(ask_key(one) for one in ids if ask_key(one) not in missing)
        todo = [one for one in ids if ask_key(one) in missing]
        if todo:
            yield from self._kept(self._opened().ask_ids(todo))

    def ask(self, queries: Sequence[Query]) -> Iterator[Answer]:
        """Answers for queries that have no fresh one."""
        missing = self._store.unanswered(self.name, map(ask_key, queries))
        yield _known(ask_key(one) for one in queries if ask_key(one) not in missing)
        todo = [one for one in queries if ask_key(one) in missing]
        if todo:
            yield from self._kept(self._opened().ask(todo))

    def _kept(self, answers: Iterator[Answer]) -> Iterator[Answer]:
        for answer in answers:
            if answer.failure is None:
                self._store.keep(self.name, answer, self._reading)
            yield answer

    def records(self, raw: bytes) -> tuple[Record, ...]:
        """The records in a raw answer."""
        return self._opened().records(raw)


def _known(questions: Iterable[str]) -> Answer:
    """Questions answered before; their records are on the shelf."""
    return Answer(asked=tuple(questions))


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
            db = _checked(folder / "ledger.sqlite")
            db.execute("CREATE TABLE IF NOT EXISTS written (mark BLOB PRIMARY KEY) WITHOUT ROWID")
            self._db = db

    def wrote(self, marks: Iterable[bytes]) -> bool:
        """Remember entries by their marks; whether that could be done."""
        if self._db is None:
            return False
        try:
            with _Transaction(self._db) as db:
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


# -- records as text


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
    """The record that `dump` wrote."""
    held: dict[str, Any] = json.loads(text)
    for name in ("issued", "submitted", "updated"):
        if name in held:
            held[name] = PartialDate(**held[name])
    held["authors"] = tuple(Name(**one) for one in held.get("authors", ()))
    held["identifiers"] = tuple(Identifier(**one) for one in held.get("identifiers", ()))
    held["categories"] = tuple(held.get("categories", ()))
    return Record(**held)
