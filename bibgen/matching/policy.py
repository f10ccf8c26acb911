"""Every number that a decision rests on, each with where it comes from.

Bars mean "at least". Weights say how much a feature counts in the score that is shown; they settle
nothing, the rules in `decide` do.

Measured on 30,075 records of arXiv (30,000 drawn at large, the 75 of the sample listings) and the
sample listings themselves, November 2026.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import ClassVar

from bibgen.model import Feature

_WEIGHTS: Mapping[Feature, float] = {
    "identifier": 6.0,
    "title": 5.0,
    "abstract": 5.0,
    "first-author": 2.0,
    "authors": 1.5,
    "date": 1.5,
    "category": 0.5,
    "comment": 0.5,
    "venue": 0.5,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """The bars of `decide` and the weights of the score.

    `abstract_alone`: an abstract without any title settles from here. Older versions of one paper
    reach 0.68 to 1.0 unless rewritten (0.17 and 0.37, in the samples); unrelated ones 0.42 in one
    pair of 10,000.
    `abstract_with`: with the author or the day agreeing.
    `abstract_shows`: worth showing to a person.
    `least_abstract_words`: of an abstract that settles; one equal word for word settles from
    `least_exact_words` if its words' rarity comes to `least_rarity` ("This paper has been withdrawn by
    the author" comes to 1.6, one short abstract in ten to less than 2.5).
    `rival`: of two works that would both settle, the better must lead by this much weight.
    """

    # An agreeing title is equal, or differs by typing errors or a subtitle; see `evidence`.
    TITLE_AGREES: ClassVar[float] = 0.8
    # Half of the shorter abstract in its order, with triples of words in common: above all chance.
    ABSTRACT_AGREES: ClassVar[float] = 0.5

    title_exact: float = 0.97
    abstract_alone: float = 0.62
    most_lag: int = 4  # years; of 602 arXiv records with a journal's year none is printed later than that
    abstract_foreign: float = 0.9  # nearly word for word; chosen, not measured
    abstract_with: float = 0.5
    abstract_shows: float = 0.28
    title_shows: float = 0.6
    title_near: float = 0.35  # below it no rule looks at the rest; "part II" for "part I" comes to 0.38
    title_typed: float = 0.95  # as `titles` gives for slips of the pen
    title_part: float = 0.85  # for a subtitle or an end more or less
    # A title says enough by (that many words, of that rarity together), or by so many of any kind.
    title_much: tuple[int, float, int] = (4, 1.5, 6)
    title_dated: tuple[int, float, int] = (4, 0.8, 5)
    title_named: tuple[int, float, int] = (3, 0.8, 4)
    short_title_rarity: float = 1.7
    whole_name: float = 0.95  # family and given name in full
    initials: float = 0.9  # family name and initials
    least_title_words: int = 3
    title_alone_words: int = 4
    least_abstract_words: int = 20
    least_exact_words: int = 8
    least_rarity: float = 2.5
    rival: float = 0.8
    weights: Mapping[Feature, float] = field(default_factory=lambda: _WEIGHTS)

    def weight(self, feature: Feature) -> float:
        """How much a feature counts in the score."""
        return self.weights[feature]

    @property
    def whole(self) -> float:
        """The weight of all features together."""
        return sum(self.weights.values())
