"""Bad days without end, drawn by a seed, for the double of the arXiv API: `FakeArxiv(papers, drawn(seed))`."""

from __future__ import annotations

import random
from collections.abc import Iterator

# What goes wrong, as `FakeArxiv` names it, and how often. A feed that lies is as likely as one that is cut off.
USUAL = {
    "503": 0.15,
    "empty": 0.1,  # counts papers, gives none
    "none": 0.05,  # says in good form that there is nothing
    "short": 0.1,
    "reset": 0.05,
    "cut": 0.05,  # shorter than its Content-Length
    "half": 0.05,  # half a feed, of the right length
    "html": 0.05,
    "slow": 0.05,
}


def drawn(
    seed: int, odds: dict[str, float] = USUAL, *, burst: int = 6, first: int = 5, day: str = "429"
) -> Iterator[str | None]:
    """One item a request, for ever: what goes wrong, None if nothing does.

    Args:
        burst: how many requests in a row are refused, from the `first` on, with what `day` names.
    """
    chance = random.Random(seed)
    number = 0
    while True:
        number += 1
        (one,) = chance.choices([None, *odds], [1 - sum(odds.values()), *odds.values()])
        yield day if first <= number < first + burst else one
