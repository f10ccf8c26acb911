"""Hints: small numbers that a mention and the record it means are likely to share.

Identifiers, the title, pieces of the title and of the abstract each give a number. Whoever keeps
records files them under their hints (in memory here, in SQLite in the store) and finds candidates
for a mention by the hints they share; the rarer the hint, the more it says. Finding is not
deciding: the candidates are compared in full afterwards.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from zlib import crc32

from bibgen import words
from bibgen.model import Identifier, Mention, Record

MOST_CANDIDATES = 12  # the true paper was among the first 3 of 12 in all 30,000 self look-ups


def of_record(record: Record) -> set[int]:
    """The hints under which a record is filed."""
    hints = {_of_identifier(one) for one in record.identifiers}
    if record.title:
        hints |= words.title_fingerprint(record.title)
    if record.abstract:
        hints |= words.abstract_fingerprint(record.abstract, whole=False)
    return hints


def of_mention(mention: Mention) -> set[int]:
    """All hints that a mention gives: every way to cut its title, the whole abstract."""
    hints = {_of_identifier(one) for one in mention.identifiers}
    for title in (mention.title, *(title for title, _ in mention.rivals)):
        if title:
            hints |= words.title_fingerprint(title)
    if mention.abstract:
        hints |= words.abstract_fingerprint(mention.abstract, whole=True)
    return hints


def _of_identifier(identifier: Identifier) -> int:
    return crc32(f"{identifier.scheme}:{identifier.value}".encode())


def best(shared: Mapping[int, Iterable[str]]) -> list[str]:
    """The record names that share the rarest hints, likeliest first.

    Args:
        shared: for each hint that matched, the names of the records filed under it.
    """
    weight: defaultdict[str, float] = defaultdict(float)
    for filed in shared.values():
        held = list(filed)
        for name in held:
            weight[name] += 1 / len(held)
    ranked = sorted(weight.items(), key=lambda item: (-item[1], item[0]))
    return [name for name, _ in ranked[:MOST_CANDIDATES]]


class Index:
    """Records in memory, found by their hints; the latest to come under an identifier counts."""

    answers = False

    def __init__(self, records: Iterable[Record] = ()) -> None:
        self._records: dict[str, Record] = {}
        self._filed: dict[int, list[str]] = defaultdict(list)
        for record in records:
            self.add(record)

    def __len__(self) -> int:
        return len(self._records)

    def __iter__(self) -> Iterator[Record]:
        return iter(self._records.values())

    def add(self, record: Record) -> None:
        """File a record; one already there is replaced, and found by both records' hints."""
        name = record_name(record)
        old = self._records.get(name)
        if old is record:
            return
        self._records[name] = record
        for hint in of_record(record) - (of_record(old) if old else set()):
            self._filed[hint].append(name)

    def get(self, arxiv_id: str) -> Record | None:
        """The record of an arXiv identifier."""
        return self._records.get(f"arxiv:{arxiv_id}")

    def find(self, mention: Mention) -> list[Record]:
        """The records that the mention may mean, likeliest first."""
        shared = {hint: self._filed[hint] for hint in of_mention(mention) if hint in self._filed}
        return [self._records[name] for name in best(shared)]


def record_name(record: Record) -> str:
    """What tells one work from another: its first identifier (arXiv's, else the DOI)."""
    first = next(iter(record.identifiers))
    return f"{first.scheme}:{first.value}"
