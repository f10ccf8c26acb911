"""Matching: from mentions to resolutions.

`lookup` gathers candidates (at hand first, then by asking what `plan` says), `evidence` compares them
with what the text said, `rules` and `decide` judge by the numbers of `policy`. The last four are pure:
the same mentions and records always come to the same resolutions.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from bibgen.matching import plan
from bibgen.matching.forecast import Forecast, counted
from bibgen.matching.lookup import Lookup, Progress
from bibgen.matching.policy import Policy
from bibgen.model import Choice, Mention, Resolution
from bibgen.sources import Shelf, Source, ask_key

__all__ = ["Forecast", "Policy", "Progress", "foresee", "questions", "resolve"]


def resolve(
    mentions: Iterable[Mention],
    *,
    shelves: Sequence[Shelf] = (),
    source: Source | None = None,
    publishers: Source | None = None,
    choices: Sequence[Choice | None] = (),
    policy: Policy | None = None,
    progress: Callable[[Progress], None] = lambda _: None,
) -> list[Resolution]:
    """Find the paper of each mention; resolutions in the order of the mentions.

    Args:
        shelves: records at hand, asked first and for free.
        source: arXiv, asked over the network for what is not at hand; None to stay offline.
        publishers: the registry of publishers' DOIs, asked for those that arXiv does not know.
        choices: what a person chose of each mention, None where nobody did.
    """
    asked = list(mentions)
    return Lookup(asked, shelves, source, publishers, choices, policy or Policy(), progress).run()


def foresee(
    mentions: Iterable[Mention],
    *,
    shelves: Sequence[Shelf] = (),
    source: Source,
    publishers: Source | None = None,
    choices: Sequence[Choice | None] = (),
    policy: Policy | None = None,
) -> Forecast:
    """What `resolve` would ask, without asking it."""
    lookup = Lookup(list(mentions), shelves, source, publishers, choices, policy or Policy(), lambda _: None)
    return counted(lookup.pending(), source, publishers)


def questions(mention: Mention) -> Iterator[str]:
    """All that may be asked for a mention, by the names under which answers are remembered."""
    for one in mention.identifiers:
        if one.scheme == "arxiv":
            yield ask_key(one.value)
            if one.version:
                yield ask_key(f"{one.value}v{one.version}")
    for rung in plan.rungs(mention):
        yield from map(ask_key, rung.queries)
