"""Answers of a source that are kept beside the papers: found again by who asked, and by no mention.

Where a paper was published is asked of registries for papers that are known already. What they say must not
become a paper of its own, which a mention might then find in place of the one on arXiv, or as its rival:
what `export` makes of a text would depend on which papers somebody had checked before. So these answers are
kept raw, under questions that bear a mark, and read anew each time.

An answer counts for 30 days if whoever asked says that it lasts, else for a day, as everything in the store.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import groupby

from bibgen.errors import SourceError
from bibgen.model import Record
from bibgen.sources import Answer, Query, Shared, ask_key
from bibgen.store.answers import Store
from bibgen.store.files import marks, parts
from bibgen.store.tables import ASIDE as MARK


class Aside:
    """A source behind the store that answers for itself alone; see the module's docstring.

    Args:
        opened: makes the source when there is something to ask.
        read: the records in a raw answer of it.
    """

    def __init__(
        self,
        store: Store,
        name: str,
        opened: Callable[[], Shared],
        read: Callable[[bytes], tuple[Record, ...]],
    ) -> None:
        self.name = name
        self._store = store
        self._opened = opened
        self._read = read

    def fresh(self, queries: Sequence[Query], lasts: Callable[[Answer], bool]) -> Iterator[Answer]:
        """Answers at hand that still count, with their records.

        Args:
            lasts: whether an answer will be the same in a month.
        """
        for answer, at in self._at_hand(list(map(ask_key, queries))):
            if self._store.is_fresh(at, False) or (self._store.is_fresh(at, True) and lasts(answer)):
                yield answer

    def ask(self, queries: Sequence[Query], lasts: Callable[[Answer], bool]) -> Iterator[Answer]:
        """Answers for queries that have no fresh one, each kept before it is given.

        Raises:
            SourceError: going on makes no sense; what was yielded before stands.
        """
        waiting = list(queries)
        while waiting:
            source, answers = self._opened(), list[Answer]()
            try:
                with source.turn():
                    size = source.packet(waiting)
                    packet, waiting = waiting[:size], waiting[size:]
                    answers += self.fresh(packet, lasts)  # what another process has asked meanwhile
                    known = {key for answer in answers for key in answer.asked}
                    for answer in source.ask([query for query in packet if ask_key(query) not in known]):
                        self._keep(answer)
                        answers.append(answer)
            except SourceError:
                yield from answers
                raise
            yield from answers

    def kept(self, queries: Sequence[Query]) -> Iterator[Answer]:
        """Answers of any age for those of the queries that have one: an old one tells more than none."""
        return (answer for answer, _ in self._at_hand(list(map(ask_key, queries))))

    def _keep(self, answer: Answer) -> None:
        if answer.failure is None:
            marked = tuple(MARK + key for key in answer.asked)
            self._store.keep(self.name, replace(answer, asked=marked, records=()), 0)

    def _at_hand(self, keys: Sequence[str]) -> Iterator[tuple[Answer, float]]:
        """The answers that are kept, each read once, and when they came; none that is damaged."""
        for part in parts([MARK + key for key in keys]):
            rows = self._store.database.rows(
                "SELECT a.id, q.question, a.body, a.request, a.at FROM asked q "
                "JOIN answers a ON a.id = q.answer "
                f"WHERE q.source = ? AND q.question IN ({marks(part)}) ORDER BY a.id",
                (self.name, *part),
            )
            for _, group in groupby(rows, key=lambda row: row[0]):
                held = list(group)
                _, _, body, request, at = held[0]
                asked = tuple(question.removeprefix(MARK) for _, question, *_ in held)
                try:
                    raw = zlib.decompress(body)
                    yield Answer(asked=asked, records=self._read(raw), request=request, raw=raw), at
                except (zlib.error, SourceError):
                    continue
