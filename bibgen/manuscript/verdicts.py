"""What an audit says of one entry: a class, the findings behind it, and the paper that it is.

Every entry gets one class, the gravest that one of its findings calls for. The classes keep apart what is
often thrown together: that an entry describes a paper wrongly, that no source asked knows such a paper, and
that nobody could be asked. None of them says that a reference was invented, for no source knows everything.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from enum import Enum

from bibgen.model import Identifier


class Standing(Enum):
    """How an entry stands; from grave to harmless, as `gravest` ranks them."""

    WITHDRAWN = "withdrawn"
    WRONG = "wrong"
    PUBLISHED = "published"
    NEWER = "newer"
    UNKNOWN = "unknown"
    UNASKED = "unasked"
    CONSISTENT = "consistent"

    @property
    def words(self) -> str:
        """The class as people read it."""
        return _WORDS[self]


_WORDS = {
    Standing.WITHDRAWN: "withdrawn or retracted",
    Standing.WRONG: "described wrongly",
    Standing.PUBLISHED: "published since",
    Standing.NEWER: "newer version",
    Standing.UNKNOWN: "not known to the sources asked",
    Standing.UNASKED: "could not be asked",
    Standing.CONSISTENT: "consistent",
}
_RANK = {standing: rank for rank, standing in enumerate(Standing)}
# What an audit fails for unless it is told otherwise: that is known, and not only not known.
FAULTS = frozenset({Standing.WITHDRAWN, Standing.WRONG, Standing.PUBLISHED, Standing.NEWER})


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing to be said of an entry.

    `code` is stable and says which (`year`, `authors`, `author-order`, `other-id`, ...). `field` is the
    entry's, "" if it is about the whole. `said` is what the entry says, `found` what a source says, as far
    as there is something to show; `text` says it in words.
    """

    standing: Standing
    code: str
    field: str
    text: str
    said: str = ""
    found: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """The paper that an entry means, where that is beyond doubt: what a correction would be made from."""

    identifiers: tuple[Identifier, ...]
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Audited:
    """What was found of one entry, or of one reference of a text.

    `line` is where it begins, from 1; `key` is "" where the input has none. `checkable`: one of the sources
    asked could have known it; books, software and data are not theirs. `missed`: why it is not known
    whether a preprint has appeared somewhere, "" if it is. `acknowledged`: that the paper was withdrawn or
    retracted, in words, where the entry says so itself, so that it is no finding.
    """

    file: str
    line: int
    key: str
    standing: Standing
    findings: tuple[Finding, ...] = ()
    paper: Paper | None = None
    checkable: bool = True
    missed: str = ""
    acknowledged: str = ""


def gravest(findings: Iterable[Finding]) -> Standing:
    """The class that the findings come to; consistent if there is none.

    >>> gravest([])
    <Standing.CONSISTENT: 'consistent'>
    """
    return min((one.standing for one in findings), key=_RANK.__getitem__, default=Standing.CONSISTENT)


def without(one: Audited, ignored: Collection[Standing]) -> Audited:
    """The same without the findings of some classes; what is left gives the class."""
    left = tuple(finding for finding in one.findings if finding.standing not in ignored)
    return one if len(left) == len(one.findings) else replace(one, findings=left, standing=gravest(left))
