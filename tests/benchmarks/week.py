"""A week of asking a busy service, in minutes: memory stays flat, and hardly a request more than must be.

    python -m tests.benchmarks.week [--ids 100000] [--seed 0]

Store, source and transport are the product's own; the clock is bent, and in place of the network stands a
service that answers for half a minute and then says "too many requests" for minutes, hours, or a day. Who
asks gives up when patience ends and begins again every six hours, as a person or a timer would, with all the
identifiers. Prints how long it took by the bent clock, the requests, those that were answered beside the
fewest that could hold all identifiers, and the memory that was in use in the first and in the last third.
Exits 1 if more than 1.1 times the fewest were answered, an identifier was lost, or memory grew.
"""

from __future__ import annotations

import argparse
import gc
import io
import random
import sys
import tempfile
import tracemalloc
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import requests
from requests.adapters import BaseAdapter, HTTPAdapter
from urllib3 import HTTPResponse

from bibgen.errors import SourceUnreachable
from bibgen.sources import READING, arxiv, ask_key
from bibgen.sources.arxiv_query import pack_ids
from bibgen.store import Cached, Store
from tests.conftest import BentClock
from tests.fakes.arxiv import entry, feed

MOST = 1.1  # times the fewest answered requests
GROWTH = 2_000_000  # bytes that memory may differ by
_PAUSE = 6 * 3600.0  # seconds between giving up and beginning again
_LATENCY = 1.0
_UNKNOWN = 500  # one identifier in so many is none


class Weather(BaseAdapter):
    """The service: good for up to a minute, then busy for two minutes to two days, longer ones being rarer."""

    def __init__(self, clock: BentClock, dice: random.Random) -> None:
        super().__init__()
        self.answered, self.refused = 0, 0
        self._clock, self._dice = clock, dice
        self._good_until = self._busy_until = clock.now

    def send(self, request: requests.PreparedRequest, **_: object) -> requests.Response:
        self._clock.now += _LATENCY
        if self._clock.now > self._busy_until:
            self._good_until = self._clock.now + self._dice.uniform(4, 60)
            self._busy_until = self._good_until + 120 * 1440 ** self._dice.random()
        if self._clock.now > self._good_until:
            self.refused += 1
            return self._response(request, 429, "Rate exceeded.", "text/plain")
        self.answered += 1
        asked = parse_qs(urlsplit(str(request.url)).query)["id_list"][0].split(",")
        known = [entry(paper(one)) for one in asked if is_known(one)]
        return self._response(request, 200, feed(known, len(known), len(asked), 0), "application/atom+xml")

    def _response(
        self, request: requests.PreparedRequest, status: int, body: str, kind: str
    ) -> requests.Response:
        raw = HTTPResponse(
            io.BytesIO(body.encode()), {"Content-Type": kind}, status=status, preload_content=False
        )
        return HTTPAdapter().build_response(request, raw)

    def close(self) -> None:
        pass


def identifiers(number: int) -> list[str]:
    return [f"{1501 + at // 99_999}.{1 + at % 99_999:05}" for at in range(number)]


def is_known(arxiv_id: str) -> bool:
    return int(arxiv_id[-5:]) % _UNKNOWN != 0


def paper(arxiv_id: str) -> dict[str, object]:
    return {
        "id": arxiv_id,
        "title": f"On paper {arxiv_id} and what is in it",
        "authors": ["Ada Lovelace", f"Number {arxiv_id}"],
        "abstract": f"Paper {arxiv_id} says that it is paper {arxiv_id}. " * 8,
        "published": "2021-01-01",
    }


@dataclass(frozen=True, slots=True, kw_only=True)
class Week:
    """What came of it; `early` and `late` are bytes in use in the first and the last third."""

    days: float
    answered: int
    refused: int
    fewest: int
    starts: int
    lost: int
    early: int
    late: int

    def troubles(self) -> Iterator[str]:
        if self.answered > MOST * self.fewest:
            yield f"{self.answered} answered requests, where {self.fewest} would do"
        if self.lost:
            yield f"{self.lost} identifiers lost"
        if self.late > self.early + GROWTH:
            yield f"memory grew by {self.late - self.early} bytes"


def week(ids: Sequence[str], folder: Path, seed: int) -> Week:
    """Ask for the identifiers until all are answered."""
    clock, used, starts = BentClock(), [], 0
    begun = clock.now
    weather = Weather(clock, random.Random(seed))
    tracemalloc.start()
    while starts == 0 or clock.sleep(_PAUSE) is None:
        starts += 1
        with closing(Store(folder, clock.time)) as store:
            try:
                for answer in cached(store, weather, clock, folder).ask_ids(ids):
                    if answer.records:
                        gc.collect()
                        used.append(tracemalloc.get_traced_memory()[0])
            except SourceUnreachable:
                continue
            lost = sum(not found for found in held(store, ids))
            break
    tracemalloc.stop()
    third = max(1, len(used) // 3)
    return Week(
        days=(clock.now - begun) / 86400,
        answered=weather.answered,
        refused=weather.refused,
        fewest=len(list(pack_ids(ids))),
        starts=starts,
        lost=lost,
        early=max(used[:third]),
        late=max(used[-third:]),
    )


def cached(store: Store, weather: Weather, clock: BentClock, folder: Path) -> Cached:
    source = arxiv.opened(
        url="http://arxiv.example/api/query",
        interval=3.0,
        agent="bibgen",
        folder=folder,
        waiting=lambda _reason, _seconds: None,
        clock=clock,
    )
    source.http._session.mount("http://", weather)
    return Cached(store, "arxiv", READING, lambda: source)


def held(store: Store, ids: Sequence[str]) -> Iterator[bool]:
    """Of each identifier, whether it was answered, and its paper is there if there is one."""
    unanswered = store.unanswered("arxiv", map(ask_key, ids))
    there = store.fetched(f"arxiv:{one}" for one in ids)
    for one in ids:
        yield ask_key(one) not in unanswered and (not is_known(one) or f"arxiv:{one}" in there)


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--ids", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=0)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        made = week(identifiers(asked.ids), Path(folder), asked.seed)
    print(
        f"{asked.ids:,} identifiers in {made.days:.1f} days, begun {made.starts} times\n"
        f"{made.answered} requests answered, {made.fewest} would be the fewest; {made.refused} refused\n"
        f"memory {made.early / 1e6:.1f} MB in the first third, {made.late / 1e6:.1f} MB in the last"
    )
    troubles = list(made.troubles())
    print("\n".join(troubles) or "all is well")
    return int(bool(troubles))


if __name__ == "__main__":
    sys.exit(main())
