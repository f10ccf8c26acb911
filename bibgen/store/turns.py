"""The store before a source: what has a fresh answer is not asked, and answers are kept before they are used.

A packet of questions is made, asked and kept in one turn, while no other process can ask the source: what
another has asked in the meantime is taken from the store, so that several processes with overlapping inputs
ask nothing twice. Whoever is killed has kept every answer that it had heard to the end.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from typing import TypeVar

from bibgen.errors import SourceError
from bibgen.model import Record
from bibgen.sources import Answer, Query, Shared, Source, ask_key
from bibgen.store.answers import Store
from bibgen.store.files import marks, parts

_Question = TypeVar("_Question", str, Query)


class Cached:
    """A source behind the store: it is asked only what has no fresh answer, and each answer is kept.

    Args:
        opened: makes the source when something must be asked, so that a run which finds all in the
            store never loads a network library.
        reading: which version of the source's reading the kept records are made by.
    """

    def __init__(self, store: Store, name: str, reading: int, opened: Callable[[], Shared]) -> None:
        self.name = name
        self._store = store
        self._reading = reading
        self._opened = opened
        self._read_again()
        store.readers[name] = self._read_again

    def ask_ids(self, ids: Sequence[str]) -> Iterator[Answer]:
        """Answers for identifiers that have no fresh one."""
        return self._asked(ids, lambda source, packet: source.ask_ids(packet))

    def ask(self, queries: Sequence[Query]) -> Iterator[Answer]:
        """Answers for queries that have no fresh one."""
        return self._asked(queries, lambda source, packet: source.ask(packet))

    def requests_for(self, ids: Sequence[str], queries: Sequence[Query]) -> list[str]:
        """The requests that asking would send for what has no fresh answer."""
        questions: list[str | Query] = [*ids, *queries]
        missing = self._missing(questions)
        new_ids = [one for one in ids if ask_key(one) in missing]
        new_queries = [one for one in queries if ask_key(one) in missing]
        if not new_ids and not new_queries:
            return []
        return self._opened().requests_for(new_ids, new_queries)

    def _asked(
        self, questions: Sequence[_Question], ask: Callable[[Shared, Sequence[_Question]], Iterator[Answer]]
    ) -> Iterator[Answer]:
        """Packet by packet, each made, asked and kept while nobody else can ask: nothing is asked twice."""
        missing = self._missing(questions)
        yield Answer(asked=tuple(key for key in map(ask_key, questions) if key not in missing))
        left = [one for one in questions if ask_key(one) in missing]
        while left:
            source, answers = self._opened(), list[Answer]()
            try:
                with source.turn():
                    packet, left = self._packet(source, left, answers)
                    for answer in ask(source, packet):
                        if answer.failure is None:
                            self._store.keep(self.name, answer, self._reading)
                        answers.append(answer)
            except SourceError:
                self._store.make_do()
                yield from answers
                raise
            yield from answers

    def _packet(
        self, source: Shared, left: list[_Question], answers: list[Answer]
    ) -> tuple[list[_Question], list[_Question]]:
        """What is asked next, and the rest; what others have asked meanwhile goes to the answers."""
        while left:
            packet, rest = left[: source.packet(left)], left[source.packet(left) :]
            missing = self._missing(packet)
            known = [key for key in map(ask_key, packet) if key not in missing]
            if not known:
                return packet, rest
            answers.append(self._heard(source, known))
            left = [one for one in packet if ask_key(one) in missing] + rest
        return [], []

    def _missing(self, questions: Sequence[str | Query]) -> set[str]:
        """What has no fresh answer."""
        return self._store.unanswered(self.name, map(ask_key, questions))

    def _read_again(self) -> None:
        """Read answers again whose papers come of an older reading, or of none."""
        if self._store.outdated(self.name, self._reading):
            with suppress(SourceError):  # it has been stopped; then they count as not asked
                self._store.reread(self._opened(), self._reading)

    def _heard(self, source: Source, questions: Sequence[str]) -> Answer:
        """What another process was answered."""
        bodies = dict.fromkeys(
            body
            for part in parts(questions)
            for (body,) in self._store.database.rows(
                "SELECT a.body FROM asked q JOIN answers a ON a.id = q.answer "
                f"WHERE q.source = ? AND q.question IN ({marks(part)})",
                (self.name, *part),
            )
        )
        records = tuple(record for body in bodies for record in source.records(zlib.decompress(body)))
        return Answer(asked=tuple(questions), records=records)

    def records(self, raw: bytes) -> tuple[Record, ...]:
        """The records in a raw answer."""
        return self._opened().records(raw)
