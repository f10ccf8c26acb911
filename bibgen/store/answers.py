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
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bibgen.model import Mention, Notice, Record
from bibgen.sources import Answer, Query, Source, ask_key, hints
from bibgen.store.files import Transaction, marks, opened, parts, upgrade
from bibgen.store.records import dump, load

_DAY = 86400.0
FRESH_RECORD, FRESH_NOTHING = 30 * _DAY, 1 * _DAY

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
    """
    CREATE TABLE told (
        file TEXT NOT NULL, first INTEGER NOT NULL, last INTEGER NOT NULL,
        key TEXT NOT NULL, papers TEXT NOT NULL, account BLOB NOT NULL, at REAL NOT NULL
    );
    CREATE INDEX told_by_file ON told (file, first);
    CREATE INDEX told_by_key ON told (key);
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
        upgrade(self._db, _MIGRATIONS, "cache", "BIBGEN_CACHE_DIR")

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
            return opened(file)
        except sqlite3.DatabaseError as error:
            if "not a database" not in str(error) and "malformed" not in str(error):
                raise
        aside = file.with_suffix(f".damaged-{int(self._now())}")
        file.rename(aside)
        for tail in ("-wal", "-shm"):
            Path(f"{file}{tail}").unlink(missing_ok=True)
        text = f"the cache was damaged; it is set aside as {aside} and a new one begun"
        self.notices.append(Notice(code="cache-damaged", text=text))
        return opened(file)

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

    def _transaction(self) -> Transaction:
        return Transaction(self._db)

    def _file(self, record: Record, answer: int, reading: int, at: float) -> None:
        """File a record under its name; of several versions of a paper the latest has the name."""
        name = hints.record_name(record)
        held = self._db.execute("SELECT id, record FROM papers WHERE name = ?", (name,)).fetchone()
        older = load(held[1]).version if held else None
        if older and record.version and older > record.version:
            name = f"{name}v{record.version}"
        elif older and record.version and older < record.version:
            self._db.execute("DELETE FROM papers WHERE name = ?", (f"{name}v{older}",))
            self._db.execute("UPDATE papers SET name = ? WHERE id = ?", (f"{name}v{older}", held[0]))
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
        for part in parts(asked):
            rows = self._db.execute(
                f"SELECT question, found, at FROM asked WHERE source = ? AND question IN ({marks(part)})",
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
        for part in parts(wanted):
            rows = self._db.execute(f"SELECT hint, paper FROM hints WHERE hint IN ({marks(part)})", part)
            for hint, paper in rows:
                shared[hint].append(str(paper))
        papers = [int(one) for one in hints.best(shared)]
        rows = self._db.execute(f"SELECT id, at FROM papers WHERE id IN ({marks(papers)})", papers)
        fresh = {paper: at for paper, at in rows if self._is_fresh(at, True)}
        return [self._load(paper, fresh[paper]) for paper in papers if paper in fresh]

    def _load(self, paper: int, at: float) -> Record:
        if (paper, at) not in self._loaded:
            (text,) = self._db.execute("SELECT record FROM papers WHERE id = ?", (paper,)).fetchone()
            self._loaded[paper, at] = load(text)
        return self._loaded[paper, at]

    def asked(self, questions: Iterable[str]) -> list[tuple[str, str, str, float]]:
        """Those of the questions that have been answered: source, question, request and when."""
        found = []
        for part in parts(list(dict.fromkeys(questions))):
            found += self._db.execute(
                "SELECT q.source, q.question, a.request, q.at FROM asked q JOIN answers a ON a.id = q.answer "
                f"WHERE q.question IN ({marks(part)}) ORDER BY q.at, q.question",
                part,
            ).fetchall()
        return found

    def fetched(self, names: Iterable[str]) -> dict[str, float]:
        """When the records of these names were fetched, seconds since 1970."""
        return {
            name: at
            for part in parts(list(names))
            for name, at in self._db.execute(
                f"SELECT name, at FROM papers WHERE name IN ({marks(part)})", part
            )
        }

    # -- accounts of decisions

    def tell(self, accounts: Iterable[Told]) -> None:
        """Keep the accounts of a run; those of earlier runs over the same files go."""
        new = list(accounts)
        rows = [
            (one.file, one.first, one.last, one.key, f" {' '.join(one.papers)} ", _packed(one), self._now())
            for one in new
        ]
        with suppress(sqlite3.Error), self._transaction() as db:  # a run is not lost for want of its account
            db.executemany("DELETE FROM told WHERE file = ?", [(name,) for name in {one.file for one in new}])
            db.executemany("INSERT INTO told VALUES (?, ?, ?, ?, ?, ?, ?)", rows)

    def told(self, *, key: str = "", paper: str = "", file: str = "", line: int = 0) -> list[Told]:
        """The accounts of mentions under a key, of a paper by its name, or at a line of a file."""
        where, values = "lower(key) = lower(?)", [key]
        if paper:
            where, values = "papers LIKE '% ' || ? || ' %'", [paper]
        elif file:
            where, values = "file = ? AND first <= ? AND last >= ?", [file, str(line), str(line)]
        rows = self._db.execute(
            f"SELECT file, first, last, key, papers, account FROM told WHERE {where} ORDER BY at DESC, rowid",
            values,
        )
        return [_unpacked(*row) for row in rows]

    # -- reading again

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


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """The account of one decision: `account` is JSON, `papers` name what it speaks of."""

    file: str
    first: int
    last: int
    key: str
    papers: tuple[str, ...]
    account: dict[str, Any]


def _packed(one: Told) -> bytes:
    return zlib.compress(json.dumps(one.account).encode(), 1)


def _unpacked(file: str, first: int, last: int, key: str, papers: str, account: bytes) -> Told:
    held = json.loads(zlib.decompress(account))
    return Told(file=file, first=first, last=last, key=key, papers=tuple(papers.split()), account=held)


def _question_names(record: Record) -> Iterator[str]:
    """The questions by identifier that a record answers, as `ask_key` names them."""
    for one in record.identifiers:
        if one.scheme == "arxiv":
            yield from (ask_key(one.value), ask_key(f"{one.value}v{record.version}"))
        elif one.scheme == "doi":
            yield from (f"doi:{one.value}", f"doi:{one.typed}")


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

    def requests_for(self, ids: Sequence[str], queries: Sequence[Query]) -> list[str]:
        """The requests that asking would send for what has no fresh answer."""
        questions: list[str | Query] = [*ids, *queries]
        missing = self._store.unanswered(self.name, map(ask_key, questions))
        new_ids = [one for one in ids if ask_key(one) in missing]
        new_queries = [one for one in queries if ask_key(one) in missing]
        if not new_ids and not new_queries:
            return []
        return self._opened().requests_for(new_ids, new_queries)

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
