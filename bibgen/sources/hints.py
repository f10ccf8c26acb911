"""Hints: small numbers that a mention and the record it means are likely to share.

Identifiers, the title, pieces of the title and of the abstract, volume and page each give a number. Whoever
keeps records files them under their hints (in memory here, in SQLite in the store) and finds candidates
for a mention by the hints they share; the rarer the hint, the more it says. Finding is not
deciding: the candidates are compared in full afterwards.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import combinations
from zlib import crc32

from bibgen import names, words
from bibgen.model import Identifier, Mention, Name, Record

_MOST_NUMBERS = 6  # of a journal reference: volume, issue, two pages, year, and one to spare
MOST_CANDIDATES = 12  # the true paper was among the first 3 of 12 in all 30,000 self look-ups


def of_record(record: Record) -> set[int]:
    """The hints under which a record is filed."""
    hints = {_of_identifier(one) for one in record.identifiers}
    if record.title:
        hints |= words.title_fingerprint(record.title) | _of_author(record.authors, record.title)
    if record.abstract:
        hints |= words.abstract_fingerprint(record.abstract, whole=False)
    return hints | _of_places(
        " ".join(filter(None, (record.journal_ref, record.volume, record.page, record.number)))
    )


def of_mention(mention: Mention) -> set[int]:
    """All hints that a mention gives: every way to cut its title, the whole abstract."""
    hints = {_of_identifier(one) for one in mention.identifiers}
    for title in (mention.title, *(title for title, _ in mention.rivals)):
        if title:
            hints |= words.title_fingerprint(title) | _of_author(mention.authors, title)
    if mention.abstract:
        hints |= words.abstract_fingerprint(mention.abstract, whole=True)
    said = mention.said
    if "volume" in said:
        hints |= _of_places(f"{said['volume']} {said.get('page') or said.get('number') or ''}")
    return hints


def _of_identifier(identifier: Identifier) -> int:
    return crc32(f"{identifier.scheme}:{identifier.value}".encode())


def _of_author(authors: Sequence[Name], title: str) -> set[int]:
    """The first author with each word of the title: what a title that was rewritten still shares."""
    if not authors:
        return set()
    folded = names.fold(authors[0].family or authors[0].literal).split()
    family = folded[-1] if folded else ""
    return {crc32(f"n:{family}:{word}".encode()) for word in words.significant(words.words(title))}


def _of_places(text: str) -> set[int]:
    """Pairs of the numbers of a journal reference, of which one is its volume and first page."""
    numbers = list(dict.fromkeys(one.lstrip("0") for one in re.findall(r"\d+", text)))[:_MOST_NUMBERS]
    return {crc32(f"j:{one}:{other}".encode()) for one, other in combinations(numbers, 2)}


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
    """Records in memory, found by their hints.

    Of several versions of a paper the latest is the record, and the older ones are kept beside it; of
    several records of one version the last to come counts.
    """

    answers = False

    def __init__(self, records: Iterable[Record] = ()) -> None:
        self._records: dict[str, Record] = {}
        self._older: defaultdict[str, dict[int, Record]] = defaultdict(dict)
        self._filed: dict[int, list[str]] = defaultdict(list)
        for record in records:
            self.add(record)

    def __len__(self) -> int:
        return len(self._records)

    def __iter__(self) -> Iterator[Record]:
        return iter(self._records.values())

    def add(self, record: Record) -> Collection[int]:
        """File a record and tell its hints; none if it is filed.

        It is found by the hints of all versions of its paper.
        """
        name = record_name(record)
        held = self._records.get(name)
        if held == record or record in self._older[name].values():
            return ()
        older, latest = _in_order(held, record)
        self._records[name] = latest
        if older and older.version:
            self._older[name][older.version] = older
        found = of_record(record)
        for hint in found:
            filed = self._filed[hint]
            if held is None or name not in filed:
                filed.append(name)
        return found

    def get(self, arxiv_id: str) -> Record | None:
        """The record of an arXiv identifier, of the latest version known."""
        return self.named(f"arxiv:{arxiv_id}")

    def older(self, record: Record) -> list[Record]:
        """The older versions known of a record's paper, latest first."""
        held = self._older.get(record_name(record), {})
        return [held[number] for number in sorted(held, reverse=True)]

    def named(self, name: str) -> Record | None:
        """The record of a work by its `record_name`."""
        return self._records.get(name)

    def find(self, mention: Mention) -> list[Record]:
        """The records that the mention may mean, likeliest first."""
        return self.find_by(of_mention(mention))

    def find_by(self, wanted: Iterable[int]) -> list[Record]:
        """The records that share the rarest of the hints, likeliest first."""
        shared = {hint: self._filed[hint] for hint in wanted if hint in self._filed}
        return [self._records[name] for name in best(shared)]


def _in_order(held: Record | None, new: Record) -> tuple[Record | None, Record]:
    """(older, latest) of two records of one paper; older is None if both are of one version."""
    if held is None or not held.version or not new.version or held.version == new.version:
        return None, new
    return (held, new) if new.version > held.version else (new, held)


def record_name(record: Record) -> str:
    """What tells one work from another: its first identifier (arXiv's, else the DOI)."""
    first = next(iter(record.identifiers))
    return f"{first.scheme}:{first.value}"
