"""The evidence of one match, as the rules ask for it.

A rule asks whether a feature agrees, how strongly, and how much the text says at all: a title of five
rare words is worth more than one of two that everybody uses. How much words say is their rarity
(`words.rarity`) taken together.
"""

from __future__ import annotations

from functools import cached_property, lru_cache

from bibgen import words
from bibgen.matching import sameness
from bibgen.matching.policy import Policy
from bibgen.model import Evidence, Feature, Match, Mention, Verdict


@lru_cache(maxsize=4096)  # one mention is held against many records, and more than once
def _said(text: str) -> tuple[int, int, float]:
    """How many words a text has, how many say something, and how much the different ones say together."""
    sequence = words.words(text)
    return len(sequence), len(words.significant(sequence)), sum(map(words.rarity, set(sequence)))


class Facts:
    """The evidence of one match, as the rules ask for it; strengths of what is ABSENT are 0."""

    def __init__(self, mention: Mention, match: Match, policy: Policy) -> None:
        self.policy = policy
        self._mention, self._record = mention, match.record
        self._by_name = {one.feature: one for one in match.evidence}
        self.said = frozenset(self._by_name)
        title = self._by_name.get("title")
        _, self.title_words, self.title_rarity = _said(title.said if title else "")
        self.alone_named = len(mention.authors) == 1
        abstract = mention.abstract or "" if "abstract" in self._by_name else ""
        self.abstract_words, _, self.abstract_rarity = _said(abstract)
        self.words_said = bool({"title", "abstract"} & self.said)

    def strength(self, feature: Feature) -> float:
        """The strength of a feature, 0 if it is ABSENT."""
        one = self._by_name.get(feature)
        return one.strength if one else 0.0

    def agrees(self, feature: Feature) -> bool:
        """Whether a feature agrees; not if it is ABSENT."""
        one = self._by_name.get(feature)
        return one is not None and one.verdict is Verdict.AGREES

    def differs(self, feature: Feature) -> bool:
        """Whether a feature differs; not if it is ABSENT."""
        one = self._by_name.get(feature)
        return one is not None and one.verdict is Verdict.DIFFERS

    @cached_property
    def title_within(self) -> bool:
        """Whether the text's title is a run of the paper's words, as the short name of a work is."""
        title = self._by_name.get("title")
        return title is not None and _is_within(title.said, title.found)

    @cached_property
    def title_holds(self) -> bool:
        """Whether the paper's title is a run of the text's words."""
        title = self._by_name.get("title")
        return title is not None and _is_within(title.found, title.said)

    @cached_property
    def years_apart(self) -> int | None:
        """How many years lie between the text's date and arXiv's, None if one has no year."""
        return _years_between(self._by_name.get("date"))

    @property
    def other_publication(self) -> bool:
        """Whether the text cites what stands in another place under one title."""
        return bool(sameness.elsewhere(self._mention, self._record))

    @property
    def other_kind(self) -> bool:
        """Whether the text cites a thesis, a talk or the like, and the paper is none."""
        return bool(sameness.other_kind(self._mention, self._record))

    @property
    def names_agree(self) -> bool:
        """Whether the first author agrees, or most of the authors."""
        return self.agrees("first-author") or self.agrees("authors")

    @property
    def names_differ(self) -> bool:
        """Nobody of those named wrote it."""
        return (
            self.differs("first-author") and not self.agrees("authors") and not self.strength("authors") > 0
        )

    @property
    def day_agrees(self) -> bool:
        """Whether the dates are a few days apart at most."""
        return self.strength("date") >= 0.9

    @property
    def title_exact(self) -> bool:
        """Whether the titles are equal after normalising."""
        return self.strength("title") >= self.policy.title_exact

    @property
    def title_says_much(self) -> bool:
        """Whether the title alone is like to be no other's, even if something of it is missing."""
        return self.title_has(self.policy.title_much)

    def title_has(self, bar: tuple[int, float, int]) -> bool:
        """Whether the title has so many words of such rarity together, or so many of any kind."""
        words_of_rarity, rarity, any_words = bar
        rare = self.title_words >= words_of_rarity and self.title_rarity >= rarity
        return rare or self.title_words >= any_words

    @property
    def abstract_tells(self) -> bool:
        """Whether the abstract says enough to name a paper; less will do where it is equal."""
        equal = self.strength("abstract") == 1
        least = self.policy.least_exact_words if equal else self.policy.least_abstract_words
        return self.abstract_words >= least and self.abstract_rarity >= self.policy.least_rarity


def _years_between(date: Evidence | None) -> int | None:
    years = [one[:4] for one in (date.said, date.found)] if date else []
    return abs(int(years[0]) - int(years[1])) if years and all(map(str.isdigit, years)) else None


def _is_within(said: str, found: str) -> bool:
    """Whether a title is a run of another's words, as the short name of a work is: `Gato`, `PaLI`."""
    short, long = words.words(said), words.words(found)
    starts = range(len(long) - len(short) + 1)
    return bool(short) and any(long[start : start + len(short)] == short for start in starts)
