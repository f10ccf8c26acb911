"""What a reader is: a name, and a function that claims the papers at the place where reading stands.

A text may mix layouts, so a reader is never given a whole file. It is asked at each line whether a
paper of its layout begins there; if so it says how many lines that takes. Readers are asked in the
order of `READERS`, from the layouts that show themselves by a mark of their own to those that only
their surroundings tell, and the first that claims has the lines. (The design sketch let readers
claim blocks by degrees of certainty; an order says the same and can be read.)

Some layouts can be told only once, at their head: the first line of a table, the heading of a list
of references. There a claim names who is asked first from then on (`then`), until that one claims
no more. Others go on with less to show than they began with, as cards on a page do: whom such a claim
names (`otherwise`) is asked when no reader sees a mark of its own.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from bibgen.model import Leftover, Mention
from bibgen.readers.lines import Lines


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """What a reader found, and how many lines from here on it takes (at least one).

    `items` stand in the order of the text and do not overlap. They need not cover the lines: what
    they leave becomes a leftover, or part of the item beside it if no word stands in it.
    """

    items: tuple[Mention | Leftover, ...]
    lines: int
    then: Reader | None = None
    otherwise: Reader | None = None


Reader = Callable[[Lines], Claim | None]
