"""Every number that a decision rests on, each with where it comes from.

Bars mean "at least". Weights say how much a feature counts in the score that is shown and in who leads
whom; they settle nothing, the rules in `rules` do.

Measured on 30,075 records of arXiv (30,000 drawn at large, the 75 of the sample listings) and the
sample listings themselves, November 2026. "Set" is the labelled set of `tests/benchmarks/identify.py`,
two seeds, 6,400 mentions, of which these numbers settle 4,862 right and none wrong. What a laxer or a
stricter number would have settled stands beside each; laxer ones settle few more, so each bar stands
where being stricter begins to cost. That none of them settles anything wrong shows that the set cannot
tell how lax is too lax; where it cannot, the number is on the safe side.
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
    """The bars of the rules and the weights of the score.

    Abstracts:

    `abstract_alone`: an abstract without any title settles from here. Older versions of one paper
    reach 0.68 to 1.0 unless rewritten (0.17 and 0.37, in the samples); unrelated ones 0.42 in one
    pair of 10,000. Set: 0.45 settles 4 more, 0.75 22 fewer.
    `abstract_with`: with the author or the day agreeing. Set: 0.35 and 0.62 settle the same.
    `abstract_shows`: worth showing to a person.
    `abstract_foreign`: nearly another paper's, word for word; chosen. Set: 0.6 and 1.0 settle the same.
    `least_abstract_words`: of an abstract that settles. Set: 8 the same, 40 35 fewer.
    `least_exact_words`, `least_rarity`: one equal word for word settles from so many words, if their
    rarity comes to that ("This paper has been withdrawn by the author" comes to 1.6, one short abstract
    in ten to less than 2.5). Set: 1.0 settles 2 more, 4.0 26 fewer; 20 words 59 fewer.

    Titles (how far two are one: `titles`):

    `title_exact`: equal after normalising. `title_typed`, `title_part`: as `titles` gives for slips of
    the pen, and for a subtitle or an end more or less. Set: 0.8 for the latter settles 3 more, 0.9 199
    fewer. `title_shows`, `title_near`: worth showing; worth comparing the rest ("part II" for "part I"
    comes to 0.38).
    `least_title_words`: of significant words, in a title that settles beside a name or a year. Set: 2
    settles 4 more, 4 84 fewer. `title_alone_words`: in one that settles alone. Set: 3 settles 3 more.
    `title_much`, `title_dated`, `title_named`: how much a damaged title must say to settle alone, beside
    a year, beside a name: so many words of such rarity together, or so many of any kind. Set: laxer
    settles 3, 4 and none more, stricter none, 45 and 11 fewer.
    `short_title_rarity`: of a title of two words beside a year. Set: 0.5 and 2.0 settle the same.

    People and time:

    `whole_name`, `initials`: what `likeness` gives for family and given name, and for initials. Set:
    laxer the same; initials of 0.96 9 fewer.
    `most_lag`: years; of 602 arXiv records with a journal's year none is printed later than that. Set: 1
    settles 120 fewer, 8 the same.
    `rival`: of two works that would both settle, the better must lead by this much weight. Set: 0.2 and
    2.0 settle the same.

    `as_cited`: whether another publication of the title than the text cites is another paper.
    """

    # An agreeing title is equal, or differs as versions of a title do; see `titles`.
    TITLE_AGREES: ClassVar[float] = 0.8
    # Half of the shorter abstract in its order, with triples of words in common: above all chance.
    ABSTRACT_AGREES: ClassVar[float] = 0.5

    abstract_alone: float = 0.62
    abstract_with: float = 0.5
    abstract_shows: float = 0.28
    abstract_foreign: float = 0.9
    least_abstract_words: int = 20
    least_exact_words: int = 8
    least_rarity: float = 2.5
    title_exact: float = 0.97
    title_typed: float = 0.95
    title_part: float = 0.85
    title_shows: float = 0.6
    title_near: float = 0.35
    least_title_words: int = 3
    title_alone_words: int = 4
    title_much: tuple[int, float, int] = (4, 1.5, 6)
    title_dated: tuple[int, float, int] = (4, 0.8, 5)
    title_named: tuple[int, float, int] = (3, 0.8, 4)
    short_title_rarity: float = 1.7
    whole_name: float = 0.95
    initials: float = 0.9
    most_lag: int = 4
    rival: float = 0.8
    as_cited: bool = True
    weights: Mapping[Feature, float] = field(default_factory=lambda: _WEIGHTS)

    def weight(self, feature: Feature) -> float:
        """How much a feature counts in the score."""
        return self.weights[feature]

    @property
    def whole(self) -> float:
        """The weight of all features together."""
        return sum(self.weights.values())
