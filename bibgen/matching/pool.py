"""The records at hand in one look-up, and which mentions each of them may concern.

Answers are never paired with mentions by position: every record joins the pool, whoever it was fetched
for, and each mention finds its candidates in it by content. A mention whose candidates have not changed
since it was last judged need not be judged again; the pool keeps account of that.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace

from bibgen.matching.evidence import compare
from bibgen.matching.policy import Policy
from bibgen.matching.rules import lead
from bibgen.model import Match, Mention, Record
from bibgen.sources import hints
from bibgen.sources.hints import Index, record_name


class Pool:
    """Records for `mentions`, which are known by their number in the order given, from 0."""

    def __init__(self, mentions: Sequence[Mention], policy: Policy) -> None:
        self.touched: set[int] = set(range(len(mentions)))
        self._mentions = mentions
        self._policy = policy
        self._index = Index()
        self._hints = [hints.of_mention(mention) for mention in mentions]
        self._concerned: defaultdict[int, list[int]] = defaultdict(list)
        for number, wanted in enumerate(self._hints):
            for hint in wanted:
                self._concerned[hint].append(number)
        self._compared: dict[tuple[int, int], Match] = {}
        self._lead = lead(policy)

    def add(self, records: Iterable[Record]) -> None:
        """Take records in; the mentions that share a hint with one of them are `touched`."""
        for record in records:
            for hint in self._index.add(record):
                self.touched.update(self._concerned.get(hint, ()))

    def get(self, arxiv_id: str) -> Record | None:
        """The latest version known of an arXiv paper."""
        return self._index.get(arxiv_id)

    def version(self, arxiv_id: str, number: int) -> Record | None:
        """A version of an arXiv paper, if it is known."""
        latest = self.get(arxiv_id)
        known = [latest, *self._index.older(latest)] if latest else []
        return next((one for one in known if one.version == number), None)

    def published(self, doi: str) -> Record | None:
        """What the publishers' registry knows of a DOI."""
        return self._index.named(f"doi:{doi}")

    def matches(self, number: int) -> list[Match]:
        """Every candidate for a mention, held against it; one a work."""
        mention = self._mentions[number]
        candidates = {record_name(one): one for one in self._index.find_by(self._hints[number])}
        for one in mention.identifiers:
            named = self._index.get(one.value) if one.scheme == "arxiv" else None
            if named:
                candidates[record_name(named)] = named
        return [self._match(number, record) for record in candidates.values()]

    def described(self, mention: Mention) -> list[Match]:
        """Candidates for a mention that is not one of the look-up's own."""
        return [compare(mention, record, self._policy) for record in self._index.find(mention)]

    def _match(self, number: int, record: Record) -> Match:
        """The record held against the mention, in the version that it asks for or that fits it best."""
        best = self._compare(number, record)
        older = self._index.older(record)
        asked = {one.version for one in self._mentions[number].identifiers if one.value == record.arxiv_id}
        named = [one for one in older if one.version in asked]
        for one in named or older:
            found = replace(self._compare(number, one), record=record, older=one)
            best = max(best, found, key=self._lead)
        return replace(best, older=named[0]) if named else best

    def _compare(self, number: int, record: Record) -> Match:
        key = (number, id(record))
        if key not in self._compared:
            self._compared[key] = compare(self._mentions[number], record, self._policy)
        return self._compared[key]
