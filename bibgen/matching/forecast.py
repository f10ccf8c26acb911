"""How many requests a look-up will make, told before it makes any.

The first round is known exactly: the identifiers of all open mentions, or the first rung where there are
none. What follows depends on the answers. It costs the least if that round settles all, the most if
nothing is found until every ladder is climbed, and each answer that there is nothing is heard several
times before it is believed. Between the two lies what is likely: each rung leaves a
share of its mentions open, measured on the labelled set of `tests/benchmarks/identify.py` (three seeds,
30,075 records, November 2026), in which half the mentions are damaged; a clean list takes less. Packets
that must be split, and tries that fail, come on top.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import ceil, prod

from bibgen.matching import plan
from bibgen.matching.lookup import Pending
from bibgen.matching.plan import Kind
from bibgen.sources import Query, Source

# The share of the mentions asked by a kind of rung that it leaves open.
_LEFT_OPEN: dict[Kind, float] = {
    Kind.DOI: 0.24,
    Kind.TITLE: 0.55,
    Kind.PUBLISHERS: 0.5,  # chosen; the measured set has no registry
    Kind.ABSTRACT: 0.14,
    Kind.TITLE_PIECES: 0.69,
    Kind.TITLE_NAMES: 0.79,
    Kind.TITLE_PAIRS: 0.95,
    Kind.ABSTRACT_MORE: 0.08,
    Kind.RARE_WORDS: 0.32,
    Kind.NAMES_DATE: 0.04,
}
_LEFT_BY_ID = 0.1  # chosen: in that set three identifiers of four stand beside another paper's words
_HEARD = 3  # how many times at most that arXiv knows nothing
_VERSIONS_EACH = 8  # four of each of two papers
_IDS_A_REQUEST = 400
_TITLES_A_REQUEST = 40
_VERSION_ASKED = 0.5  # of the mentions that stay open: their likely paper has older versions


@dataclass(frozen=True, slots=True, kw_only=True)
class Forecast:
    """What a look-up would ask.

    `first` are the requests of the first round as they would be sent; `least`, `likely` and `most` count
    requests in all. `open`: mentions that are not settled by what is at hand.
    """

    open: int
    first: tuple[str, ...]
    least: int
    likely: int
    most: int


def counted(pending: Sequence[Pending], arxiv: Source, publishers: Source | None) -> Forecast:
    """The forecast for what is pending at the two services."""

    def packed(kind: Kind) -> list[str]:
        source = publishers if kind is Kind.PUBLISHERS and publishers else arxiv
        return source.requests_for((), _queries(pending, kind))

    ids = list(dict.fromkeys(one for each in pending for one in each.ids))
    kinds = sorted({rung.kind for each in pending for rung in each.rungs})
    by_ids = arxiv.requests_for(ids, ())
    by_kind = {kind: packed(kind) for kind in kinds}
    first = by_ids or next((by_kind[kind] for kind in kinds if by_kind[kind]), [])
    likely = len(by_ids) + sum(_expected(len(by_kind[kind]), _reached(pending, kind)) for kind in kinds)
    unsettled = [each for each in pending if not each.settled]
    new = bool(by_ids or any(by_kind.values()))  # else all has been asked before, versions too
    likely += new * _any(_left(each) * _VERSION_ASKED for each in unsettled)
    older = new * ceil(len(unsettled) * _VERSIONS_EACH / _IDS_A_REQUEST)
    return Forecast(
        open=len(unsettled),
        first=tuple(first),
        least=len(first),
        likely=max(len(first), round(likely)),
        most=_HEARD * (len(by_ids) + sum(map(len, by_kind.values())) + older) + _registry(pending, by_kind),
    )


def _registry(pending: Sequence[Pending], by_kind: Mapping[Kind, list[str]]) -> int:
    """What publishers' DOIs may cost besides lists: each asked alone, and the titles they lead to."""
    if not by_kind.get(Kind.PUBLISHERS):
        return 0
    dois = len(_queries(pending, Kind.PUBLISHERS))
    return dois + ceil(dois / _TITLES_A_REQUEST)


def _queries(pending: Sequence[Pending], kind: Kind) -> list[Query]:
    return plan.ordered(
        query for each in pending for rung in each.rungs if rung.kind is kind for query in rung.queries
    )


def _reached(pending: Sequence[Pending], kind: Kind) -> list[float]:
    """For each mention that has a rung of this kind, how likely it is to come to it."""
    return [_open_at(each, kind) for each in pending if any(rung.kind is kind for rung in each.rungs)]


def _open_at(each: Pending, kind: Kind) -> float:
    """How likely a mention is still open when the rungs of a kind are asked."""
    before = (_LEFT_OPEN.get(rung.kind, 1.0) for rung in each.rungs if rung.kind < kind)
    return (_LEFT_BY_ID if each.ids else 1.0) * prod(before)


def _left(each: Pending) -> float:
    return _open_at(each, Kind.VERSIONS)


def _expected(packets: int, chances: Sequence[float]) -> float:
    """Packets of those that come to a rung, out of the packets that all of them would fill."""
    share = sum(chances) / len(chances)
    return _any(chances) * ceil(packets * share)


def _any(chances: Iterable[float]) -> float:
    return 1.0 - prod(1.0 - one for one in chances)
