"""What a reader is: a name, and a function that claims the papers at the place where reading stands.

A text may mix layouts, so a reader is never given a whole file. It is asked at each line whether a
paper of its layout begins there; if so it says how many lines that takes. Readers are asked in the
order of `READERS`, from the layouts that show themselves by a mark of their own to those that only
their surroundings tell, and the first that claims has the lines. (The design sketch let readers
claim blocks by degrees of certainty; an order says the same and can be read.)
"""

from __future__ import annotations

from dataclasses import dataclass

from bibgen.model import Mention


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """The mentions that a reader found, and how many lines from here on they take."""

    mentions: tuple[Mention, ...]
    lines: int
