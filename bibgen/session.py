"""A session: the store, the snapshot and the services wired together, for as long as a command runs.

Whatever finds papers (`export`, `review`, `--dry-run`) does it through one of these, so that all of
them share the records at hand, the pace and the count of requests. What people chose before comes
from the ledger and goes before all evidence.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from bibgen import __version__, fingerprint, matching, sources
from bibgen.errors import SourceUnreachable
from bibgen.matching import Forecast, Policy, Progress
from bibgen.model import Choice, Mention, Notice, Outcome, Resolution
from bibgen.settings import Settings
from bibgen.sources import Exchange, Shared, Shelf, Source
from bibgen.store import Cached, Ledger, Store
from bibgen.store.asides import Aside


@dataclass(slots=True, kw_only=True)
class Watch:
    """What a run tells while it goes on; each is called often and should return at once.

    `progress`: how far it is, and the requests so far. `waiting`: why nothing moves, and for how many
    seconds, 0 if nobody knows. `asked`: each request and what came of it.
    """

    progress: Callable[[Progress, int], None] = lambda _progress, _requests: None
    waiting: Callable[[str, float], None] = lambda _reason, _seconds: None
    asked: Callable[[Exchange], None] = lambda _exchange: None


@dataclass(slots=True, kw_only=True)
class Service:
    """A service behind the store; opened, with all its libraries, only when something must be asked.

    `source` serves look-ups, what it answers becomes a paper at hand; `aside` answers for itself alone.
    `stopped`: why it is asked no more.
    """

    name: str
    store: Store
    options: dict[str, Any]
    stopped: str = ""
    source: Source = field(init=False)
    aside: Aside = field(init=False)
    _live: Any = field(init=False, default=None)

    def __post_init__(self) -> None:
        self.source = Cached(self.store, self.name, sources.READING, self._open)
        self.aside = Aside(self.store, self.name, self._open, partial(sources.read, self.name))

    @property
    def requests(self) -> int:
        """Requests made so far."""
        return self._live.http.requests if self._live else 0

    def _open(self) -> Shared:
        if self.stopped:
            raise SourceUnreachable(self.stopped, self.name)
        if self._live is None:
            self._live = sources.load(self.name).opened(**self.options)
        live: Shared = self._live
        return live


@dataclass(slots=True, kw_only=True)
class Session:
    """What a command finds papers with; made by `opened`.

    `publishers` is the registry of DOIs, `venues` knows of papers without one. `told` is what was odd from
    the beginning.
    """

    store: Store
    ledger: Ledger
    shelves: list[Shelf]
    arxiv: Service
    publishers: Service
    venues: Service
    watch: Watch
    offline: bool
    told: list[Notice] = field(default_factory=list)

    @property
    def notices(self) -> tuple[Notice, ...]:
        """What was odd about store and snapshot, up to now."""
        return (*self.told, *self.store.notices, *self.ledger.notices)

    @property
    def requests(self) -> int:
        """Requests made so far."""
        return self.arxiv.requests + self.publishers.requests + self.venues.requests

    def resolve(
        self, mentions: Sequence[Mention], *, choices: bool = True, as_cited: bool = True
    ) -> list[Resolution]:
        """The paper of each mention, in their order.

        Args:
            choices: whether what people chose earlier counts.
            as_cited: whether another publication of the title than the text cites is another paper; who
                looks for what the text says wrongly would see none of it.
        """
        return matching.resolve(
            mentions,
            shelves=self.shelves,
            source=None if self.offline else self.arxiv.source,
            publishers=None if self.offline else self.publishers.source,
            choices=self.chosen(mentions) if choices else (),
            policy=Policy(as_cited=as_cited),
            progress=lambda progress: self.watch.progress(progress, self.requests),
        )

    def at_hand(self, mentions: Sequence[Mention], why: str) -> list[Resolution]:
        """The same from what has been answered already, asking nobody any more.

        Args:
            why: what is said of that which has not been answered.
        """
        for service in (self.arxiv, self.publishers, self.venues):
            service.stopped = why
        self.store.make_do()
        return self.resolve(mentions)

    def foresee(self, mentions: Sequence[Mention]) -> Forecast:
        """What `resolve` would ask, without asking it; offline nothing."""
        if self.offline:
            open_ = sum(one.outcome is not Outcome.SETTLED for one in self.resolve(mentions))
            return Forecast(open=open_, first=(), least=0, likely=0, most=0)
        return matching.foresee(
            mentions,
            shelves=self.shelves,
            source=self.arxiv.source,
            publishers=self.publishers.source,
            choices=self.chosen(mentions),
        )

    def chosen(self, mentions: Sequence[Mention]) -> list[Choice | None]:
        """What a person chose of each mention, None where nobody did."""
        marks = [fingerprint.of_mention(mention) for mention in mentions]
        known = self.ledger.choices(marks)
        return [known.get(mark) for mark in marks]


@contextmanager
def opened(
    settings: Settings,
    *,
    offline: bool = False,
    snapshot: str | None = None,
    refresh: bool = False,
    watch: Watch | None = None,
) -> Iterator[Session]:
    """A session, closed at the end of the block.

    Args:
        offline: open no connection.
        snapshot: a file in the shape of arXiv's metadata snapshot, asked before anything else.
        refresh: no answer from before counts.

    Raises:
        InputError: the snapshot cannot be read.
        StoreError: the cache was written by a newer bibgen.
    """
    watch = watch or Watch()
    local = sources.load("snapshot").Snapshot(snapshot) if snapshot else None
    store, ledger = Store(settings.cache_dir, refresh=refresh), Ledger(settings.data_dir)
    try:
        yield Session(
            store=store,
            ledger=ledger,
            shelves=[local, store] if local else [store],
            arxiv=_arxiv(settings, store, watch),
            publishers=_crossref(settings, store, watch),
            venues=_dblp(settings, store, watch),
            watch=watch,
            offline=offline,
            told=list(local.notices) if local else [],
        )
    finally:
        store.close()
        ledger.close()


def agent(mailto: str) -> str:
    """The User-Agent: who asks, and whom to write to if the user said so."""
    return f"bibgen/{__version__}" + (f" (mailto:{mailto})" if mailto else "")


def _arxiv(settings: Settings, store: Store, watch: Watch) -> Service:
    place = {"url": settings.arxiv_url, "interval": settings.arxiv_interval, "memory": store}
    return Service(name="arxiv", store=store, options=place | _common(settings, watch))


def _crossref(settings: Settings, store: Store, watch: Watch) -> Service:
    place = {"url": settings.crossref_url, "interval": settings.crossref_interval, "mailto": settings.mailto}
    return Service(name="crossref", store=store, options=place | _common(settings, watch))


def _dblp(settings: Settings, store: Store, watch: Watch) -> Service:
    place = {"url": settings.dblp_url, "interval": settings.dblp_interval}
    return Service(name="dblp", store=store, options=place | _common(settings, watch))


def _common(settings: Settings, watch: Watch) -> dict[str, Any]:
    return {
        "agent": agent(settings.mailto),
        "folder": settings.cache_dir,
        "waiting": watch.waiting,
        "asked": watch.asked,
        "patience": settings.patience,
    }
