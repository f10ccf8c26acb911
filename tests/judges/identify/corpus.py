"""The records that labelled mentions are made of, and what must be known of all of them for a label to hold.

A label is only as good as the paper is alone: where two records share a title, an abstract or a DOI,
neither can be the one right answer, so neither is drawn. A damaged title must not be, by accident,
the title of another paper.
"""

from __future__ import annotations

import gzip
import json
import random
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from functools import cached_property
from itertools import combinations
from pathlib import Path
from zlib import crc32

from rapidfuzz import fuzz, process
from rapidfuzz.distance import LCSseq

from bibgen import words

_OPENING = 12  # letters of a title that two of a family share
_SKETCH = 8  # triples of words of an abstract by which twins meet
_CROWD = 40  # papers of one triple that are compared: more share a phrase that everyone uses
_TWIN = 0.6  # of the words in common, in their order
LEAST_ABSTRACT = 20  # words; a shorter one ("This paper has been withdrawn") is a class of its own


def load(path: str | Path) -> list[dict]:
    """The records of a file of JSON lines, which may be gzipped."""
    data = Path(path).read_bytes()
    text = (gzip.decompress(data) if str(path).endswith(".gz") else data).decode()
    return [json.loads(line) for line in text.splitlines() if line.strip()]


def weight(text: str) -> int:
    """How many words of a title say something."""
    return len(words.significant(words.words(text)))


def year(record: dict) -> int:
    return int(record["published"][:4])


def field(record: dict) -> str:
    """The primary category; some records name no other."""
    return (record.get("categories") or [record.get("primary_category") or ""])[0]


class Corpus:
    """Records to draw from, in a fixed order.

    Args:
        records: all that is served.
        withheld: records that nobody serves, for mentions of papers that are not there.
    """

    def __init__(self, records: Iterable[dict], withheld: Sequence[dict] = ()) -> None:
        self.records = list(records)
        self._everything = everything = [*self.records, *withheld]
        self._titles = Counter(words.key(one["title"]) for one in everything)
        abstracts = Counter(words.key(one["abstract"]) for one in everything)
        dois = Counter((one.get("doi") or "").lower() for one in everything)

        def alone(one: dict) -> bool:
            doi = (one.get("doi") or "").lower()
            shared = self._titles[words.key(one["title"])] + abstracts[words.key(one["abstract"])] > 2
            return not shared and (not doi or dois[doi] == 1)

        self.drawable = [one for one in self.records if alone(one) and words.words(one["title"])]
        self.withheld = [one for one in withheld if alone(one) and words.words(one["title"])]

    @cached_property
    def _openings(self) -> dict[str, list[str]]:
        """The keys of all titles by their first letters."""
        made = defaultdict(list)
        for title in self._titles:
            made[title[:_OPENING]].append(title)
        return made

    @cached_property
    def _twins(self) -> set[str]:
        """Identifiers of papers that share most of their abstract with another, as papers sent in twice do."""
        sharing = defaultdict(list)
        for one in self._everything:
            sequence = words.words(one["abstract"])
            for triple in sorted({crc32(run.encode()) for run in words.shingles(sequence, 3)})[:_SKETCH]:
                sharing[triple].append((one["id"], sequence))
        found: set[str] = set()
        for alike in sharing.values():
            for (one, text), (other, its) in combinations(alike[:_CROWD], 2):
                if not {one, other} <= found and LCSseq.normalized_similarity(text, its) >= _TWIN:
                    found |= {one, other}
        return found

    def has_own_abstract(self, record: dict) -> bool:
        """Whether the abstract is long enough to name a paper, and no other paper has most of it."""
        return len(record["abstract"].split()) >= LEAST_ABSTRACT and record["id"] not in self._twins

    @cached_property
    def by_category(self) -> dict[str, list[dict]]:
        made = defaultdict(list)
        for one in self.drawable:
            made[field(one)].append(one)
        return made

    def is_title(self, text: str) -> bool:
        """Whether some record has this very title."""
        return words.key(text) in self._titles

    def is_others(self, text: str, record: dict) -> bool:
        """Whether the text is at least as like the title of another record as this one's."""
        made, own = words.key(text), words.key(record["title"])
        if made != own and made in self._titles:
            return True
        others = (one for one in self._openings[made[:_OPENING]] if one != own)
        return made != own and any(fuzz.ratio(made, one) >= fuzz.ratio(made, own) for one in others)

    def begins_other(self, text: str, record: dict) -> bool:
        """Whether the text is the title of another record than this, or the beginning of one."""
        wanted, own = words.key(text), words.key(record["title"])
        return any(one.startswith(wanted) and one != own for one in self._openings[wanted[:_OPENING]])

    def nearest(self, text: str) -> float:
        """0..100: how like the text is to the likest title, by letters."""
        found = process.extractOne(words.key(text), self._titles.keys(), scorer=fuzz.ratio)
        return found[1] if found else 0.0

    def stranger(self, rng: random.Random, record: dict) -> dict:
        """Another record that shares no author's name with this one."""
        mine = set(words.words(" ".join(record["authors"])))
        while True:
            other = rng.choice(self.drawable)
            if not mine & set(words.words(" ".join(other["authors"]))):
                return other

    def word(self, rng: random.Random) -> str:
        """A word as abstracts have them, common ones oftener."""
        while True:
            text = rng.choice(self.drawable)["abstract"].split()
            if text:
                return rng.choice(text)
