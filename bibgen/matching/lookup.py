"""Looking things up: candidates for all mentions together, in as few requests as can be.

What is at hand comes first: the records of the shelves, and every record that was fetched for any
other mention. Only then is arXiv asked, identifiers before words, and words rung by rung, each rung
for all mentions that are still open. A mention is closed when its evidence settles it and nothing that
might still be found could fit as well.

A publisher's DOI that arXiv does not know is asked of the publishers' registry. The words of its record
may then find the preprint on arXiv; if not, the registry's record is the answer.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from bibgen.errors import SourceError
from bibgen.matching import plan, twins
from bibgen.matching.asking import Asking
from bibgen.matching.decide import decide, is_conclusive
from bibgen.matching.plan import Kind, Rung
from bibgen.matching.policy import Policy
from bibgen.matching.pool import Pool
from bibgen.matching.rules import lead
from bibgen.model import Choice, Match, Mention, Outcome, Record, Resolution, Verdict
from bibgen.sources import Answer, Query, Shelf, Source, split_version

_MOST_WITH_VERSIONS = 2  # papers whose older versions are asked for one mention


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """How far a run is: mentions in all and settled, questions still to be asked at most."""

    total: int
    settled: int
    open: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Pending:
    """What could be asked for one mention: identifiers at once, then rung after rung while it is open.

    `settled`: what is at hand settles it, but a rival might still be found.
    """

    settled: bool
    ids: tuple[str, ...]
    rungs: tuple[Rung, ...]


@dataclass(slots=True, kw_only=True)
class _State:
    """What is known of one mention while the look-up goes on.

    `answered`: settled by a shelf that stands for a whole collection. `asked`: rungs climbed so far.
    """

    number: int
    mention: Mention
    choice: Choice | None
    resolution: Resolution | None = None
    answered: bool = False
    asked: list[Rung] = field(default_factory=list)
    _ladder: list[Rung] | None = None

    @property
    def ladder(self) -> list[Rung]:
        """The rungs still to climb; made when first needed, for most mentions never need one."""
        if self._ladder is None:
            self._ladder = plan.rungs(self.mention)
        return self._ladder

    @property
    def ids(self) -> list[str]:
        """What to ask by identifier: the paper, and the version that the text names."""
        ids = [one for one in self.mention.identifiers if one.scheme == "arxiv"]
        return [one.value for one in ids] + [f"{one.value}v{one.version}" for one in ids if one.version]

    @property
    def settled(self) -> bool:
        return self.resolution is not None and self.resolution.outcome is Outcome.SETTLED

    @property
    def registered(self) -> bool:
        """Whether only the publishers' registry knows the paper, so far."""
        return self.settled and self.best is not None and self.best.record.arxiv_id is None

    @property
    def best(self) -> Match | None:
        return self.resolution.best if self.resolution else None


class Lookup:
    """One look-up of many mentions; see the module's docstring.

    Args:
        source: arXiv; None to ask nothing (offline): what is not at hand is then UNASKED.
        publishers: the publishers' registry of DOIs; None to do without.
        choices: what a person chose of each mention; what was chosen is not looked up.
    """

    def __init__(
        self,
        mentions: Sequence[Mention],
        shelves: Sequence[Shelf],
        source: Source | None,
        publishers: Source | None,
        choices: Sequence[Choice | None],
        policy: Policy,
        progress: Callable[[Progress], None],
    ) -> None:
        chosen = [*choices, *[None] * (len(mentions) - len(choices))]
        self._states = [
            _State(number=number, mention=mention, choice=choice)
            for number, (mention, choice) in enumerate(zip(mentions, chosen, strict=True))
        ]
        self._shelves = shelves
        self._policy = policy
        self._progress = progress
        self._pool = Pool(mentions, policy)
        self._arxiv = Asking(source, "arxiv", self._take)
        self._publishers = Asking(publishers, "crossref", self._take) if publishers else None

    def run(self) -> list[Resolution]:
        """The resolutions, in the order of the mentions."""
        self._look_on_shelves()
        self._arxiv.ids(one for state in self._open() for one in state.ids if not self._at_hand(one))
        self._judge()
        self._climb()
        self._ask_versions()
        for shelf in self._shelves:
            if not shelf.answers:  # it has kept what was asked since, and a later run will find it there
                self._find_on(shelf)
        self._judge(final=True)
        return [state.resolution for state in self._states if state.resolution]

    def pending(self) -> list[Pending]:
        """What there would be to ask for each mention that the shelves leave open; asks nothing."""
        self._look_on_shelves()
        return [
            Pending(
                settled=state.settled,
                ids=tuple(one for one in state.ids if not self._at_hand(one)),
                rungs=tuple(rung for rung in state.ladder if self._needed(state, rung.kind)),
            )
            for state in self._open()
        ]

    # -- asking

    def _look_on_shelves(self) -> None:
        for shelf in self._shelves:
            self._find_on(shelf)
            self._judge()
            for state in self._open():
                state.answered = shelf.answers and state.settled

        self._follow_published()

    def _find_on(self, shelf: Shelf) -> None:
        """Take what the shelf has for the open mentions, and for what the registry says of their DOIs."""
        for state in self._open():
            self._pool.add(shelf.find(state.mention))
            record = twins.registered(state.mention, self._pool.published)
            if record:
                self._pool.add(shelf.find(twins.as_mention(state.mention, record)))

    def _at_hand(self, question: str) -> bool:
        """Whether a paper, or the version of it that is asked for, has been found."""
        bare, version = split_version(question)
        return bool(self._pool.version(bare, version) if version else self._pool.get(bare))

    def _climb(self) -> None:
        """Ask rung after rung: always the cheapest kind that any open mention still has."""
        while True:
            climbing = [(state, rung) for state in self._open() if (rung := self._next(state))]
            if not climbing:
                return
            kind = min(rung.kind for _, rung in climbing)
            queries: list[Query] = []
            for state, rung in climbing:
                if rung.kind == kind:
                    state.ladder.remove(rung)
                    state.asked.append(rung)
                    queries += rung.queries
            self._asking(kind).queries(plan.ordered(queries))
            if kind is Kind.PUBLISHERS:
                self._follow_published()
            self._judge()

    def _asking(self, kind: Kind) -> Asking:
        return self._publishers if kind is Kind.PUBLISHERS and self._publishers else self._arxiv

    def _next(self, state: _State) -> Rung | None:
        """The next rung that could tell something, if its source can be asked."""
        needed = (rung for rung in state.ladder if self._needed(state, rung.kind))
        return next((rung for rung in needed if not self._asking(rung.kind).down), None)

    def _needed(self, state: _State, kind: Kind) -> bool:
        if kind is Kind.PUBLISHERS and not self._publishers:
            return False
        if not state.settled:
            return kind not in plan.DAMAGED_TITLE or not self._title_found(state)
        if state.registered:
            return kind is Kind.PUBLISHED_TITLE
        return kind in (Kind.DOI, Kind.TITLE, Kind.ABSTRACT)

    def _title_found(self, state: _State) -> bool:
        """Whether a paper has the very title, and nothing else that the text says tells against it."""
        if state.best is None or state.resolution is None or state.resolution.outcome is Outcome.CONFLICT:
            return False
        title = state.best.feature("title")
        whole = title is not None and title.strength >= self._policy.title_exact
        return whole and all(one.verdict is Verdict.AGREES for one in state.best.evidence)

    def _follow_published(self) -> None:
        """The titles that the registry gave for DOIs are asked of arXiv."""
        for state in self._states:
            if state.choice or Kind.PUBLISHED_TITLE in {rung.kind for rung in (*state.asked, *state.ladder)}:
                continue
            record = twins.registered(state.mention, self._pool.published)
            if record and record.title:
                queries = tuple(plan.title(record.title, record.authors))
                state.ladder.insert(0, Rung(kind=Kind.PUBLISHED_TITLE, queries=queries))

    def _ask_versions(self) -> None:
        """Papers that nearly fit may fit in an older version: one of the first two, or of the last."""
        wanted = [one for state in self._states for one in self._older_ids(state)]
        self._arxiv.ids(wanted)
        self._judge()

    def _older_ids(self, state: _State) -> Iterator[str]:
        if state.settled or state.choice:
            return
        matches = self._pool.matches(state.number)
        likely = [match for match in matches if twins.may_be_older(match, self._policy)]
        for match in sorted(likely, key=lead(self._policy), reverse=True)[:_MOST_WITH_VERSIONS]:
            latest = match.record.version or 1
            asked = {number for number in (1, 2, latest - 2, latest - 1) if 0 < number < latest}
            yield from (f"{match.record.arxiv_id}v{number}" for number in sorted(asked))

    def _take(self, answer: Answer) -> None:
        self._pool.add(answer.records)
        self._tell()

    # -- deciding

    def _open(self) -> Iterator[_State]:
        return (state for state in self._states if not self._closed(state))

    def _closed(self, state: _State) -> bool:
        """Whether nothing more need be asked: settled, and by its own words or beyond all rivals."""
        if state.choice:
            return True
        if not state.settled:
            return False
        if state.answered or self._is_conclusive(state.mention, state.best):
            return True
        return not any(self._needed(state, rung.kind) for rung in state.ladder)

    def _is_conclusive(self, mention: Mention, best: Match | None) -> bool:
        """Whether nothing more need be asked because of what arXiv's paper says."""
        if best is None or best.record.arxiv_id is None:
            return False
        return is_conclusive(mention, best, self._policy)

    def _judge(self, *, final: bool = False) -> None:
        """Decide on every mention whose candidates have changed; at the end on all that failed too."""
        touched, self._pool.touched = self._pool.touched, set()
        for state in self._states:
            if state.choice:
                state.resolution = state.resolution or self._chosen(state.mention, state.choice)
            elif state.number in touched or state.registered or (final and not state.settled):
                state.resolution = self._decided(state)
        self._tell()

    def _decided(self, state: _State) -> Resolution:
        candidates = self._pool.matches(state.number)
        matches = twins.merged(state.mention, candidates, self._pool, self._policy)
        made = decide(state.mention, matches, self._failures(state), self._policy)
        if made.outcome is Outcome.SETTLED and self._is_conclusive(state.mention, made.best):
            return replace(made, failures=())  # nothing more would have been asked
        if made.outcome is Outcome.UNKNOWN and not (state.ids or state.asked or state.ladder):
            # Nobody was asked, so nobody can have said that there is no such paper.
            return replace(made, outcome=Outcome.UNASKED, reasons=("nothing-to-ask",))
        return made

    def _chosen(self, mention: Mention, choice: Choice) -> Resolution:
        record = choice.record
        best = Match(record=self._latest(record), evidence=(), score=1.0, coverage=0.0) if record else None
        return Resolution(
            mention=mention, outcome=Outcome.SETTLED, best=best, reasons=("chosen",), choice=choice
        )

    def _latest(self, record: Record) -> Record:
        return (self._pool.get(record.arxiv_id) if record.arxiv_id else None) or record

    def _failures(self, state: _State) -> list[SourceError]:
        """What could not be asked for a mention: rungs climbed in vain, rungs out of reach, its ids."""
        failures = [error for rung in state.asked for error in self._asking(rung.kind).failures(rung.queries)]
        for rung in state.ladder:
            down = self._asking(rung.kind).down
            if down and self._needed(state, rung.kind):
                failures.append(down)
        missing = [one for one in state.ids if not split_version(one)[1] and not self._at_hand(one)]
        return list(dict.fromkeys([*failures, *self._arxiv.failures(missing)]))

    def _tell(self) -> None:
        settled = sum(state.settled for state in self._states)
        open_ = len(self._states) - settled
        self._progress(Progress(total=len(self._states), settled=settled, open=open_))
