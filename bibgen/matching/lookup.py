"""Looking things up: candidates for all mentions together, in as few requests as can be.

What is at hand comes first: the records of the shelves, and every record that was fetched for any
other mention. Only then is the source asked, identifiers before words, and words rung by rung, each
rung for all mentions that are still open. A mention is closed when its evidence settles it. Answers
are never paired by position: every record joins one pool, and each mention finds its candidates in
it by content.

This is the one place where a `SourceError` becomes a value: it ends the asking, never the run.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from bibgen.errors import SourceError, SourceUnreachable
from bibgen.matching import plan
from bibgen.matching.decide import decide, is_conclusive
from bibgen.matching.evidence import compare
from bibgen.matching.policy import Policy
from bibgen.model import Match, Mention, Outcome, Record, Resolution
from bibgen.sources import Answer, Query, Shelf, Source, ask_key
from bibgen.sources.hints import Index, record_name


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """How far a run is: mentions in all and settled, questions still to be asked at most."""

    total: int
    settled: int
    open: int


@dataclass(slots=True)
class _State:
    """What is known of one mention while the look-up goes on."""

    mention: Mention
    failures: list[SourceError] = field(default_factory=list)
    resolution: Resolution | None = None
    answered: bool = False
    _ladder: list[plan.Rung] | None = None

    @property
    def ladder(self) -> list[plan.Rung]:
        """The rungs still to climb; made when first needed, for most mentions never need one."""
        if self._ladder is None:
            self._ladder = plan.rungs(self.mention)
        return self._ladder

    @property
    def nothing_to_ask(self) -> bool:
        """Whether the text says too little for any question: no identifier, title or abstract."""
        return not plan.rungs(self.mention) and self.mention.identifier("arxiv") is None


class Lookup:
    """One look-up of many mentions; see the module's docstring.

    Args:
        source: None to ask nothing (offline): what is not at hand is then UNASKED.
    """

    def __init__(
        self,
        mentions: Sequence[Mention],
        shelves: Sequence[Shelf],
        source: Source | None,
        policy: Policy,
        progress: Callable[[Progress], None],
    ) -> None:
        self._states = [_State(mention) for mention in mentions]
        self._shelves = shelves
        self._source = source
        self._policy = policy
        self._progress = progress
        self._pool = Index()
        self._compared: dict[tuple[int, str, int], Match] = {}
        self._asked: dict[str, SourceError | None] = {}

    def run(self) -> list[Resolution]:
        """The resolutions, in the order of the mentions."""
        for shelf in self._shelves:
            for state in self._open():
                self._add(shelf.find(state.mention))
            self._decide_all()
            for state in self._open():
                state.answered = shelf.answers and _settled(state)
        try:
            self._ask_ids()
            self._climb()
        except SourceError as error:
            self._give_up(error)
        self._decide_all(final=True)
        return [state.resolution for state in self._states if state.resolution]

    # -- asking

    def _ask_ids(self) -> None:
        ids = [
            one.value
            for state in self._open()
            for one in state.mention.identifiers
            if one.scheme == "arxiv" and not self._pool.get(one.value)
        ]
        if ids:
            self._receive(self._asking().ask_ids(list(dict.fromkeys(ids))))

    def _climb(self) -> None:
        """Ask rung after rung: always the cheapest kind that any open mention still has."""
        while True:
            climbing = [state for state in self._open() if state.ladder]
            if not climbing:
                return
            kind = min(state.ladder[0].kind for state in climbing)
            queries: dict[str, Query] = {}
            for state in climbing:
                if state.ladder[0].kind == kind:
                    rung = state.ladder.pop(0)
                    queries.update((ask_key(query), query) for query in rung.queries)
                    state.failures += self._failures(rung.queries)
            new = [query for key, query in queries.items() if key not in self._asked]
            if new:
                self._receive(self._asking().ask(new))

    def _asking(self) -> Source:
        if self._source is None:
            raise SourceUnreachable("not asked: working offline", "arxiv")
        return self._source

    def _receive(self, answers: Iterator[Answer]) -> None:
        for answer in answers:
            self._add(answer.records)
            self._asked.update(dict.fromkeys(answer.asked, answer.failure))
            self._tell()
        self._decide_all()

    def _failures(self, queries: Iterable[Query]) -> list[SourceError]:
        return [error for query in queries if (error := self._asked.get(ask_key(query)))]

    def _give_up(self, error: SourceError) -> None:
        """No more asking in this run: whatever is open has a question unanswered."""
        for state in self._open():
            if state.ladder or self._unanswered_id(state.mention):
                state.failures.append(error)

    def _unanswered_id(self, mention: Mention) -> bool:
        return any(
            one.scheme == "arxiv" and ask_key(one.value) not in self._asked and not self._pool.get(one.value)
            for one in mention.identifiers
        )

    # -- deciding

    def _add(self, records: Iterable[Record]) -> None:
        for record in records:
            self._pool.add(record)

    def _open(self) -> list[_State]:
        return [state for state in self._states if not self._closed(state)]

    def _decide_all(self, *, final: bool = False) -> None:
        for state in self._states if final else self._open():
            refused = [
                error for one in state.mention.identifiers if (error := self._asked.get(ask_key(one.value)))
            ]
            failures = [*state.failures, *refused]
            state.resolution = decide(state.mention, self._matches(state.mention), failures, self._policy)
            if state.resolution.outcome is Outcome.UNKNOWN and state.nothing_to_ask:
                # Nobody was asked, so nobody can have said that there is no such paper.
                state.resolution = replace(
                    state.resolution, outcome=Outcome.UNASKED, reasons=("nothing-to-ask",)
                )
        self._tell()

    def _matches(self, mention: Mention) -> list[Match]:
        candidates = {record_name(record): record for record in self._pool.find(mention)}
        for one in mention.identifiers:
            named = self._pool.get(one.value) if one.scheme == "arxiv" else None
            if named:
                candidates[record_name(named)] = named
        return [self._match(mention, record) for record in candidates.values()]

    def _match(self, mention: Mention, record: Record) -> Match:
        key = (id(mention), record_name(record), id(record))
        if key not in self._compared:
            self._compared[key] = compare(mention, record, self._policy)
        return self._compared[key]

    def _closed(self, state: _State) -> bool:
        """Whether nothing more need be asked: settled, and by its own words or beyond all rivals."""
        if not _settled(state):
            return False
        best = state.resolution.best if state.resolution else None
        if state.answered or (best and is_conclusive(state.mention, best, self._policy)):
            return True
        return not state.ladder or state.ladder[0].kind > plan.Kind.ABSTRACT

    def _tell(self) -> None:
        settled = sum(self._closed(state) for state in self._states)
        open_ = len(self._states) - settled
        self._progress(Progress(total=len(self._states), settled=settled, open=open_))


def _settled(state: _State) -> bool:
    return state.resolution is not None and state.resolution.outcome is Outcome.SETTLED
