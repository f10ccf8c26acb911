"""What is saved of a damaged cache: the answers that are whole, what they answered, accounts of decisions.

Papers and their hints are not saved but read anew out of the answers, for of half of them nobody could tell
that the rest is missing. That takes the reading of their source (`Store.reread`); until then a row of
`papers` stands for them, and the questions count as unanswered.

That an answer is whole is told by zlib's own sum. A page that nobody uses any more may hold rows from before
the cache was cleared, whose numbers have been given anew: so a question belongs to an answer only if both
came at the same instant.
"""

from __future__ import annotations

import sqlite3
import zlib
from collections import defaultdict
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path
from typing import Any

from bibgen.store import salvage
from bibgen.store.files import Transaction
from bibgen.store.tables import ASIDE, UNREAD

_NOTHING_SAVED = "and nothing could be saved of it: what is needed is asked for again"
_When = tuple[str, int, float]  # source, number and time of an answer


@dataclass(slots=True)
class _Found:
    """The rows that could be read."""

    answers: dict[_When, tuple[str, bytes]] = field(default_factory=dict)
    asked: defaultdict[_When, set[tuple[str, int]]] = field(default_factory=lambda: defaultdict(set))
    read: set[tuple[int, float]] = field(default_factory=set)  # answers with papers: number and time
    told: defaultdict[str, dict[float, set[tuple[Any, ...]]]] = field(
        default_factory=lambda: defaultdict(lambda: defaultdict(set))
    )

    def take(self, rows: Iterable[salvage.Row]) -> None:
        """Sort rows by the tables they are of; what is of none, or not as it was kept, is left out."""
        for row in rows:
            match row:
                case (int(number), None, str(source), str(request), bytes(body), float() | int() as at):
                    if _is_whole(body):
                        self.answers[source, number, at] = request, body
                case (str(source), str(question), int(number), int(found), float() | int() as at):
                    self.asked[source, number, at].add((question, found))
                case (int(), None, str(), str(), int(), int(number), float() | int() as at):
                    self.read.add((number, at))
                case (int(), str(file), int(), int(), str(), str(), bytes(), float() | int() as at):
                    self.told[file][at].add(row[1:])


def saved(damaged: Path, db: sqlite3.Connection) -> str:
    """Take over what can still be read; how much, in words."""
    found = _Found()
    found.take(salvage.rows(damaged))
    with Transaction(db):
        for when in sorted(found.answers, key=lambda one: one[::-1]):
            questions = found.asked[when]
            beside = any(question.startswith(ASIDE) for question, _ in questions)
            # Of an answer without either nobody can tell what it is good for.
            if questions or when[1:] in found.read:
                _keep(db, when, *found.answers[when], questions, read=not beside)
        # Of the accounts of a file those of the last run count.
        rows = chain.from_iterable(of_file[max(of_file)] for of_file in found.told.values())
        db.executemany("INSERT INTO told VALUES (?, ?, ?, ?, ?, ?, ?)", sorted(rows))
    names = {"answers": "answers", "asked": "questions answered", "told": "accounts of decisions"}
    counts = {said: db.execute(f"SELECT count(*) FROM {name}").fetchone()[0] for name, said in names.items()}
    told = " and ".join(f"{count} {said}" for said, count in counts.items() if count)
    return f"with {told}" if told else _NOTHING_SAVED


def _keep(
    db: sqlite3.Connection,
    when: _When,
    request: str,
    body: bytes,
    asked: Iterable[tuple[str, int]],
    *,
    read: bool,
) -> None:
    """Keep an answer and the questions to it; `read`: there may be papers in it to be read."""
    source, _, at = when
    row = (source, request, body, at)
    number = db.execute("INSERT INTO answers (source, request, body, at) VALUES (?, ?, ?, ?)", row).lastrowid
    if read:
        db.execute(
            "INSERT INTO papers (name, record, reading, answer, at) VALUES (?, '{}', ?, ?, ?)",
            (f"unread:{number}", UNREAD, number, at),
        )
    db.executemany(
        "INSERT OR REPLACE INTO asked VALUES (?, ?, ?, ?, ?)",
        [(source, question, number, found, at) for question, found in sorted(asked)],
    )


def _is_whole(body: bytes) -> bool:
    with suppress(zlib.error):
        zlib.decompress(body)
        return True
    return False
