"""SQLite files that survive crashes, other processes and newer programs; used by both stores.

Files are in WAL mode (https://www.sqlite.org/wal.html), wait half a minute for another process, and
know by `user_version` how many steps of their schema they have had: steps are only ever added, each
in one transaction. A file of a newer bibgen is refused, for nobody can tell what it means.

What a failure means is told by SQLite's own code for it (https://www.sqlite.org/rescode.html). A damaged
file is set aside under another name together with its log, by one process at a time; never deleted.
"""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bibgen.errors import StoreError

try:
    import fcntl
except ImportError:  # not a Unix: two processes that find the same damage at once may both set it aside
    fcntl = None  # type: ignore[assignment]

_DAMAGE = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)
_TAILS = ("-wal", "-shm")
_BUSY = 30.0  # seconds to wait for another process's write
_TRIES, _BETWEEN = 100, 0.05  # seconds
_FEW = 400  # parameters of one statement; SQLite's limit was 999 for long


@dataclass(frozen=True, slots=True, kw_only=True)
class Schema:
    """What a file holds.

    `steps`: those of its schema, in order; `what`: its name for a person; `variable`: names its folder.
    """

    steps: tuple[str, ...]
    what: str
    variable: str


def opened(file: Path, schema: Schema) -> sqlite3.Connection:
    """A connection to a file, with its schema up to date.

    Raises:
        sqlite3.Error: it is damaged, or cannot be opened, or is new and cannot be written.
        StoreError: it was written by a newer bibgen.
    """
    if is_empty(file):
        raise _emptied()
    db = sqlite3.connect(file, timeout=_BUSY, isolation_level=None)
    try:
        _write_ahead(db)
        db.execute("PRAGMA synchronous = FULL")
        db.execute("SELECT count(*) FROM sqlite_master").fetchone()
        return _current(db, schema)
    except sqlite3.Error:
        db.close()
        raise


def begun(file: Path, schema: Schema) -> None:
    """Make a file that is not there, whole or not at all, so that an empty one is always a loss.

    Raises:
        OSError, sqlite3.Error: it cannot be made.
    """
    with alone(file):
        if file.exists():  # another process was quicker
            return
        with anew(file, schema) as (fresh, _):
            pass
        remove(file)  # a log without its file would be taken for that of the new one
        fresh.replace(file)


@contextmanager
def anew(file: Path, schema: Schema) -> Iterator[tuple[Path, sqlite3.Connection]]:
    """A new file that is to take the place of another, whole and closed at the end of the block.

    Raises:
        OSError, sqlite3.Error: it cannot be made; then nothing is left of it.
    """
    fresh = Path(f"{file}.new")
    remove(fresh)  # of a process that was killed here
    try:
        with closing(opened(fresh, schema)) as db:
            yield fresh, db
            db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()  # closing would not tell of a full disk
    except (OSError, sqlite3.Error):
        remove(fresh)
        raise


def is_empty(file: Path) -> bool:
    """Whether the file is there and nothing in it, as a crash or a full disk may leave it."""
    try:
        return file.stat().st_size == 0
    except OSError:
        return False


def _emptied() -> sqlite3.DatabaseError:
    error = sqlite3.DatabaseError("file is empty")
    error.sqlite_errorcode = sqlite3.SQLITE_NOTADB
    return error


def read_only(file: Path) -> Iterator[sqlite3.Connection]:
    """Connections that write nothing, not even beside the file, the one that sees most first."""
    for how in ("mode=ro", "mode=ro&immutable=1"):  # the first needs the files beside a file in WAL mode
        with suppress(sqlite3.Error):
            yield sqlite3.connect(f"{file.absolute().as_uri()}?{how}", uri=True, timeout=0)


def in_memory(schema: Schema, sources: Iterator[sqlite3.Connection]) -> sqlite3.Connection:
    """A database that lasts as long as the process, with what the first sound source holds.

    Raises:
        StoreError: the source was written by a newer bibgen.
    """
    for source in sources:
        copy = sqlite3.connect(":memory:", isolation_level=None)
        with closing(source):
            try:
                source.execute("PRAGMA busy_timeout = 0")
                source.backup(copy, progress=_not_locked)
                if is_sound(copy):
                    return _current(copy, schema)
            except sqlite3.Error:
                pass
        copy.close()
    return _current(sqlite3.connect(":memory:", isolation_level=None), schema)


def _not_locked(status: int, _left: int, _pages: int) -> None:
    """End a copy of a locked file, which Python would begin again for ever."""
    if status in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
        raise sqlite3.OperationalError("database is locked")


def _current(db: sqlite3.Connection, schema: Schema) -> sqlite3.Connection:
    """The connection with its schema up to date; closed where that cannot be."""
    # A letter that is none is damage that SQLite cannot see; whoever reads the value judges it.
    db.text_factory = lambda text: text.decode(errors="replace")
    try:
        _upgrade(db, schema)
    except (sqlite3.Error, StoreError):
        db.close()
        raise
    return db


def is_damage(error: sqlite3.Error) -> bool:
    """Whether the file is no longer what SQLite wrote."""
    return getattr(error, "sqlite_errorcode", 0) & 0xFF in _DAMAGE


def is_sound(db: sqlite3.Connection) -> bool:
    """Whether every page is where and what it should be."""
    try:
        return bool(db.execute("PRAGMA quick_check(1)").fetchone() == ("ok",))
    except sqlite3.DatabaseError:
        return False


def identity(file: Path) -> tuple[int, int] | None:
    """What tells the file from another of its name; None if there is none."""
    try:
        found = file.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino


@contextmanager
def alone(file: Path) -> Iterator[None]:
    """One process at a time, for what SQLite's own locks cannot guard: the file's name."""
    with Path(f"{file}.lock").open("a", encoding="ascii") as held:
        if fcntl is not None:
            fcntl.flock(held, fcntl.LOCK_EX)
        yield


def exchange(file: Path, fresh: Path, at: float) -> Path:
    """Put a fresh file in the place of one that is kept, with its log, under a name that nothing has.

    At no instant is there no file: whoever is killed in between leaves the old one.
    """
    name = f"{file.stem}.damaged-{int(at)}"
    aside = next(one for one in _numbered(file.with_name(name)) if not one.exists())
    try:
        aside.hardlink_to(file)
    except OSError:  # a file system without links
        file.rename(aside)
    for tail in _TAILS:
        with suppress(FileNotFoundError):
            Path(f"{file}{tail}").rename(f"{aside}{tail}")
    fresh.replace(file)
    return aside


def remove(file: Path) -> None:
    """Remove a file that nobody uses, and what SQLite keeps beside it."""
    for tail in ("", *_TAILS):
        Path(f"{file}{tail}").unlink(missing_ok=True)


def _numbered(file: Path) -> Iterator[Path]:
    yield file
    number = 2
    while True:
        yield file.with_name(f"{file.name}-{number}")
        number += 1


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


def _upgrade(db: sqlite3.Connection, schema: Schema) -> None:
    steps = schema.steps
    if _version(db) > len(steps):
        raise StoreError(
            f"the {schema.what} was written by a newer bibgen (version {_version(db)} of its store, this one "
            f"knows {len(steps)}): update bibgen, or name another folder with {schema.variable}"
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
        try:
            if kind is None:
                self._db.execute("COMMIT")
        finally:
            if self._db.in_transaction:  # a full disk may have ended it already
                self._db.execute("ROLLBACK")


def parts(values: Sequence[Any]) -> Iterator[Sequence[Any]]:
    """The values in pieces that one statement can take."""
    return (values[at : at + _FEW] for at in range(0, len(values), _FEW))


def marks(values: Sequence[object]) -> str:
    """A question mark for each value."""
    return ",".join("?" * len(values))
