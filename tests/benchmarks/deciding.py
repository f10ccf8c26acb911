"""What deciding costs beside a peer: rapidfuzz's `process.extract` over the same candidates, in the same run.

`process.extract` ranks candidates by one likeness of strings, and decides nothing; it is the least that any
tool does that looks for the best of some candidates. For mentions with an abstract it is given abstracts,
for the others titles. The caches of the package are emptied before each measure.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator, Sequence

from rapidfuzz import process

from bibgen.matching.decide import decide
from bibgen.matching.policy import Policy
from bibgen.matching.pool import Pool
from bibgen.model import Match, Mention, Record
from bibgen.sources import Answer, Query, Source

FACTOR = 3  # "Must show" 4: less than the peer takes times this


class Recording:
    """A source that keeps the records it hands out."""

    def __init__(self, source: Source) -> None:
        self.name = source.name
        self.records_seen: list[Record] = []
        self._source = source

    def ask_ids(self, ids: Sequence[str]) -> Iterator[Answer]:
        return self._noted(self._source.ask_ids(ids))

    def ask(self, queries: Sequence[Query]) -> Iterator[Answer]:
        return self._noted(self._source.ask(queries))

    def _noted(self, answers: Iterator[Answer]) -> Iterator[Answer]:
        for answer in answers:
            self.records_seen += answer.records
            yield answer

    def requests_for(self, ids: Sequence[str], queries: Sequence[Query]) -> list[str]:
        return self._source.requests_for(ids, queries)

    def records(self, raw: bytes) -> tuple[Record, ...]:
        return self._source.records(raw)


def cost(mentions: Sequence[Mention], records: Sequence[Record]) -> tuple[float, float]:
    """Seconds to decide on all mentions over their candidates, and seconds the peer takes for the same."""
    pool, policy = Pool(mentions, Policy()), Policy()
    pool.add(records)
    candidates: list[list[Match]] = []

    def ours() -> None:
        for number, mention in enumerate(mentions):
            candidates.append(pool.matches(number))
            decide(mention, candidates[-1], (), policy)

    def peers() -> None:
        for mention, matches in zip(mentions, candidates, strict=True):
            by_abstract = bool(mention.abstract)
            texts = [(one.record.abstract if by_abstract else one.record.title) or "" for one in matches]
            process.extract(mention.abstract or mention.title or "", texts)

    return timed(ours), timed(peers)


def timed(work: Callable[[], None]) -> float:
    """Seconds of processor time, with the package's caches empty."""
    for module in [module for name, module in sys.modules.items() if name.startswith("bibgen")]:
        for held in vars(module).values():
            if hasattr(held, "cache_clear") and getattr(held, "__module__", "") == module.__name__:
                held.cache_clear()
    began = time.process_time()
    work()
    return time.process_time() - began
