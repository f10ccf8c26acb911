"""The papers in the store: records filed under their names and hints, and found again by what a text says.

A paper's name is that of its latest version; older versions lie beside it as `arxiv:2103.03206v1`.
"""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from contextlib import suppress

from bibgen.model import Mention, Record
from bibgen.sources import hints
from bibgen.store.database import Database
from bibgen.store.files import marks, parts
from bibgen.store.records import dump, load
from bibgen.store.tables import UNREAD


def file(
    db: sqlite3.Connection, record: Record, answer: int, reading: int, at: float, *, always: bool = True
) -> None:
    """File a record under its name; of several versions of a paper the latest has the name.

    Args:
        answer: the one that holds it, `reading`: how it was read from that.
        at: when it was fetched.
        always: even in place of one that was fetched later.
    """
    name = _settled_name(db, record)
    db.execute(
        "INSERT INTO papers (name, record, reading, answer, at) VALUES (?, ?, ?, ?, ?) "
        "ON CONFLICT (name) DO UPDATE SET record = excluded.record, reading = excluded.reading, "
        "answer = excluded.answer, at = excluded.at WHERE ? OR excluded.at > at",
        (name, dump(record), reading, answer, at, always),
    )
    (paper,) = db.execute("SELECT id FROM papers WHERE name = ?", (name,)).fetchone()
    db.executemany(
        "INSERT OR IGNORE INTO hints VALUES (?, ?)", [(hint, paper) for hint in hints.of_record(record)]
    )


def _settled_name(db: sqlite3.Connection, record: Record) -> str:
    """The name to file a record under; another version that has it gives way if it is older."""
    name = hints.record_name(record)
    held = db.execute("SELECT id, record FROM papers WHERE name = ?", (name,)).fetchone()
    older = _version(held[1]) if held else None
    if older and record.version and older > record.version:
        return f"{name}v{record.version}"
    if older and record.version and older < record.version:
        db.execute("DELETE FROM papers WHERE name = ?", (f"{name}v{older}",))
        db.execute("UPDATE papers SET name = ? WHERE id = ?", (f"{name}v{older}", held[0]))
    return name


def _version(text: str) -> int | None:
    with suppress(TypeError, ValueError):
        return load(text).version
    return None  # a damaged record gives way to any


def drop(db: sqlite3.Connection, answer: int, reading: int) -> None:
    """Drop what an older reading made of an answer and the present one does not."""
    db.execute("DELETE FROM papers WHERE answer = ? AND reading < ?", (answer, reading))


def likely(database: Database, mention: Mention) -> list[tuple[str, float]]:
    """The papers that the mention may mean, likeliest first: their names, and when they were fetched."""
    wanted = list(hints.of_mention(mention))
    shared: defaultdict[int, list[str]] = defaultdict(list)
    for part in parts(wanted):
        rows = database.rows(f"SELECT hint, paper FROM hints WHERE hint IN ({marks(part)})", part)
        for hint, paper in rows:
            shared[hint].append(str(paper))
    best = [int(one) for one in hints.best(shared)]
    read = f"SELECT id, name, at FROM papers WHERE id IN ({marks(best)}) AND reading > ?"
    rows = database.rows(read, (*best, UNREAD))
    held = {paper: (name, at) for paper, name, at in rows}
    return [held[paper] for paper in best if paper in held]
