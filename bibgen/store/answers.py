"""The store: what sources answered, kept in SQLite in the user's cache folder.

Raw answers are kept as they came, with the questions each one answered, before anything is made of
them: a better reading of an answer needs no new request, and a run that is cut off goes on where it
stopped. Beside them lie the records read from them, filed under their hints, so that a paper found
once is at hand for every later mention, by whatever it is named there.

`Cached` puts the store before a source: questions that have a fresh answer are not asked again.
The record of an identifier counts for 30 days; that something is unknown, or what a search found,
for one, because arXiv adds papers every night. Failures are never kept.

Who wants all of it fresh refreshes: no answer from before the refresh counts. Its beginning is kept until
`refreshed` says that nothing was left unasked, so that a refresh that was cut off goes on the next time,
within a day, and asks nothing thrice. Once a source cannot be asked, `make_do` lets records of any age
count again, for an old record tells more than none; a notice says how many and how old.

Without a folder that can be written the store lives in memory, on what can be read, and says so.
"""

from __future__ import annotations

import sqlite3
import time
import zlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from pathlib import Path

from bibgen.errors import SourceError
from bibgen.model import Mention, Notice, Record
from bibgen.sources import Answer, Source, ask_key
from bibgen.store import accounts, papers, rescue
from bibgen.store.accounts import Told
from bibgen.store.database import Database
from bibgen.store.files import marks, parts
from bibgen.store.records import load
from bibgen.store.tables import REPLACE_ASKED, SCHEMA, UNREAD

_DAY = 86400.0
_MOST_RECENT = 32
FRESH_RECORD, FRESH_NOTHING = 30 * _DAY, 1 * _DAY


class Store:
    """The store in `folder`, or in memory if that is None or cannot be used.

    Args:
        now: seconds since 1970.
        refresh: no answer from before this run counts, nor from before one that was cut off within a day.

    Raises:
        StoreError: it was written by a newer bibgen.
    """

    answers = False

    def __init__(
        self, folder: Path | None, now: Callable[[], float] = time.time, *, refresh: bool = False
    ) -> None:
        self.now = now
        self._loaded: dict[tuple[str, float], Record] = {}  # one object a paper, however often found
        self._old: dict[str, float] = {}  # papers given though they were not fresh, and when fetched
        self._makes_do = False
        # How answers are read that were saved from a damaged file, by their source; `Cached` enters itself.
        self.readers: dict[str, Callable[[], None]] = {}
        file = folder / "answers.sqlite" if folder else None
        lost = f"working without a cache that lasts: {folder} cannot be written"
        self.database = Database(file, SCHEMA, now=now, salvage=rescue.saved, lost=lost)
        self._since = self._refresh_since() if refresh else 0.0

    @property
    def notices(self) -> list[Notice]:
        """What befell the file, and what was shown though it is old."""
        if not self._old:
            return self.database.notices
        oldest = time.strftime("%Y-%m-%d", time.localtime(min(self._old.values())))
        text = (
            f"not everything could be asked anew: {len(self._old)} of the papers at hand are older answers, "
            f"the oldest of {oldest}"
        )
        return [*self.database.notices, Notice(code="old-answers", text=text)]

    @property
    def kept(self) -> bool:
        """Whether what is kept from now on will last."""
        return self.database.kept

    @property
    def reason(self) -> str:
        """Why it will not last, if it will not."""
        return self.database.reason

    def close(self) -> None:
        """Close the file; the store cannot be used afterwards."""
        self.database.close()

    # -- what is fresh

    def _refresh_since(self) -> float:
        """When the refresh began that is going on."""
        now = self.now()

        def since(db: sqlite3.Connection) -> float:
            begun = [at for (at,) in db.execute("SELECT since FROM refreshes") if 0 <= now - at < _DAY]
            if not begun:
                db.execute("DELETE FROM refreshes")
                db.execute("INSERT INTO refreshes VALUES (?)", (now,))
            return min(begun, default=now)

        return self.database.change(since)

    def refreshed(self) -> None:
        """Note that a refresh has asked all it wanted: the next one begins anew."""
        if self._since:
            self.database.change(lambda db: db.execute("DELETE FROM refreshes"))

    def make_do(self) -> None:
        """Let records of any age count, since no newer ones can be had."""
        self._makes_do = True

    def is_fresh(self, at: float, found: bool) -> bool:
        """Whether an answer of that time counts; `found`: it is a record, and not that there is none."""
        first, last = self.fresh_within(found)
        return first < at < last

    def fresh_within(self, found: bool) -> tuple[float, float]:
        """Between which times the answers lie that count."""
        now = self.now()
        first = now - (FRESH_RECORD if found else FRESH_NOTHING)
        # What is of tomorrow was kept before a clock was set back; what counts in a refresh, since it began.
        return max(first, self._since - 1e-3), now + _DAY

    # -- what was asked and answered

    def keep(self, source: str, answer: Answer, reading: int, at: float | None = None) -> None:
        """Keep an answer, the questions it answers and the records in it, all or nothing.

        Args:
            at: when it came, if that is not now; what is held and newer then stays.
        """
        when = self.now() if at is None else at
        found = {name for record in answer.records for name in question_names(record)}
        row = (source, answer.request, zlib.compress(answer.raw, 6), when)

        def write(db: sqlite3.Connection) -> None:
            one = db.execute("INSERT INTO answers (source, request, body, at) VALUES (?, ?, ?, ?)", row)
            number = one.lastrowid or 0
            # A clock may have been set back: what has just come replaces what seems newer.
            db.executemany(
                f"INSERT INTO asked VALUES (?, ?, ?, ?, ?) {REPLACE_ASKED} WHERE ? OR excluded.at > at",
                [
                    (source, question, number, question in found, when, at is None)
                    for question in answer.asked
                ],
            )
            for record in answer.records:
                papers.file(db, record, number, reading, when, always=at is None)

        self.database.change(write)

    def unanswered(self, source: str, questions: Iterable[str]) -> set[str]:
        """Those of the questions that have no fresh answer."""
        asked = list(dict.fromkeys(questions))
        fresh: set[str] = set()
        for part in parts(asked):
            rows = self.database.rows(
                f"SELECT question, found, at FROM asked WHERE source = ? AND question IN ({marks(part)}) "
                "AND answer NOT IN (SELECT answer FROM papers WHERE reading = ?)",
                (source, *part, UNREAD),
            )
            fresh.update(question for question, found, at in rows if self.is_fresh(at, bool(found)))
        missing = set(asked) - fresh
        return self.unanswered(source, asked) if missing and self._read_saved() else missing

    def asked(self, questions: Iterable[str]) -> list[tuple[str, str, str, float]]:
        """Those of the questions that have been answered: source, question, request and when."""
        found = []
        for part in parts(list(dict.fromkeys(questions))):
            found += self.database.rows(
                "SELECT q.source, q.question, a.request, q.at FROM asked q JOIN answers a ON a.id = q.answer "
                f"WHERE q.question IN ({marks(part)}) ORDER BY q.at, q.question",
                part,
            )
        return found

    # -- records at hand

    def find(self, mention: Mention) -> list[Record]:
        """The records at hand that the mention may mean, likeliest first."""
        likely = papers.likely(self.database, mention)
        found = [record for row in likely if self._counts(*row) and (record := self._load(*row))]
        return self.find(mention) if self._read_saved() else found

    def _counts(self, name: str, at: float) -> bool:
        fresh = self.is_fresh(at, True)
        if not fresh and self._makes_do:
            self._old[name] = at
        return fresh or self._makes_do

    def _load(self, name: str, at: float) -> Record | None:
        """The record; None if another process has dropped it meanwhile, or its text is damaged."""
        if (name, at) in self._loaded:
            return self._loaded[name, at]
        for text, when in self.database.rows("SELECT record, at FROM papers WHERE name = ?", (name,)):
            with suppress(TypeError, ValueError):
                return self._loaded.setdefault((name, when), load(text))
        return None

    def recent(self, source: str) -> Iterator[Record]:
        """A few of the papers that a source gave, the latest first."""
        rows = self.database.rows(
            "SELECT p.name, p.at FROM papers p JOIN answers a ON a.id = p.answer "
            "WHERE a.source = ? AND p.reading > ? ORDER BY p.at DESC, p.id LIMIT ?",
            (source, UNREAD, _MOST_RECENT),
        )
        return (record for row in rows if (record := self._load(*row)))

    def fetched(self, names: Iterable[str]) -> dict[str, float]:
        """When the records of these names were fetched, seconds since 1970."""
        return {
            name: at
            for part in parts(list(names))
            for name, at in self.database.rows(
                f"SELECT name, at FROM papers WHERE name IN ({marks(part)})", part
            )
        }

    # -- accounts of decisions

    def tell(self, told: Iterable[Told]) -> None:
        """Keep the accounts of a run; those of earlier runs over the same files go."""
        accounts.keep(self.database, told, self.now())

    def told(self, *, key: str = "", paper: str = "", file: str = "", line: int = 0) -> list[Told]:
        """The accounts of mentions under a key, of a paper by its name, or at a line of a file."""
        return accounts.find(self.database, key=key, paper=paper, file=file, line=line)

    # -- reading again

    def reread(self, source: Source, reading: int) -> None:
        """Read stored answers again whose records were made by an older reading of them."""
        stale = self.database.rows(
            "SELECT id FROM answers WHERE source = ? AND id IN (SELECT answer FROM papers WHERE reading < ?) "
            "ORDER BY at, id",
            (source.name, reading),
        )
        for (answer,) in stale:
            rows = self.database.rows("SELECT body, at FROM answers WHERE id = ?", (answer,))
            records = [(record, at) for body, at in rows for record in _read(source, body)]

            def write(
                db: sqlite3.Connection, answer: int = answer, records: list[tuple[Record, float]] = records
            ) -> None:
                for record, at in records:
                    papers.file(db, record, answer, reading, at)
                papers.drop(db, answer, reading)

            self.database.change(write)

    def outdated(self, source: str, reading: int) -> bool:
        """Whether some records of a source were made by an older reading."""
        rows = self.database.rows(
            "SELECT 1 FROM papers p JOIN answers a ON a.id = p.answer "
            "WHERE p.reading < ? AND a.source = ? LIMIT 1",
            (reading, source),
        )
        return bool(rows)

    def _read_saved(self) -> bool:
        """Read what was saved from a damaged file meanwhile; whether that brought anything."""
        if not self.database.rows("SELECT 1 FROM papers WHERE reading = ? LIMIT 1", (UNREAD,)):
            return False
        waiting = [name for name in self.readers if self.outdated(name, UNREAD + 1)]
        for name in waiting:
            self.readers[name]()
        return any(not self.outdated(name, UNREAD + 1) for name in waiting)


def _read(source: Source, body: bytes) -> tuple[Record, ...]:
    """The records in a stored answer; none in one that is damaged."""
    try:
        return source.records(zlib.decompress(body))
    except (zlib.error, SourceError):
        return ()


def question_names(record: Record) -> Iterator[str]:
    """The questions by identifier that a record answers, as `ask_key` names them."""
    for one in record.identifiers:
        if one.scheme == "arxiv":
            yield from (ask_key(one.value), ask_key(f"{one.value}v{record.version}"))
        elif one.scheme == "doi":
            yield from (f"doi:{one.value}", f"doi:{one.typed}")
