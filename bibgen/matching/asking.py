"""One source as a look-up asks it: nothing twice, and nothing after it was given up.

This is the one place where a `SourceError` becomes a value: what a source could not be asked is known
question by question, and no failure of one source ends the asking of another, or the run.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from bibgen.errors import SourceError, SourceUnreachable
from bibgen.sources import Answer, Query, Source, ask_key


class Asking:
    """A source in one look-up; `down` is why it is asked no more.

    Args:
        source: None to ask nothing: every question then fails.
        take: gets each answer as it comes.
    """

    def __init__(self, source: Source | None, name: str, take: Callable[[Answer], None]) -> None:
        self.down: SourceError | None = None
        if source is None:
            self.down = SourceUnreachable("not asked: working offline", name)
        self._source = source
        self._take = take
        self._asked: dict[str, SourceError | None] = {}

    def ids(self, ids: Iterable[str]) -> None:
        """Ask for arXiv identifiers, with or without version."""
        new = [one for one in dict.fromkeys(ids) if ask_key(one) not in self._asked]
        if self._source and not self.down and new:
            self._receive(self._source.ask_ids(new))

    def queries(self, queries: Sequence[Query]) -> None:
        """Ask queries, each given once."""
        new = [query for query in queries if ask_key(query) not in self._asked]
        if self._source and not self.down and new:
            self._receive(self._source.ask(new))

    def _receive(self, answers: Iterator[Answer]) -> None:
        try:
            for answer in answers:
                self._asked.update(dict.fromkeys(answer.asked, answer.failure))
                self._take(answer)
        except SourceError as error:
            self.down = error

    def failures(self, questions: Iterable[str | Query]) -> list[SourceError]:
        """Why those of the questions could not be answered that could not."""
        found = (self._asked.get(key, self.down) for key in map(ask_key, questions))
        return [error for error in found if error]
