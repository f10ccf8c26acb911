"""Which papers a .bib holds already, under whatever key.

An entry may be the paper if its text has the paper's arXiv identifier or DOI in it, or begins its title
alike; these few are read and judged as any mention is: the entry is the paper only if its words would settle
it, and nothing tells against it. So an entry with a mistyped identifier does not pass for the paper that it
names by mistake, nor one of the same title for a paper by others, or a thesis for an article. Looking for
signs in the text first keeps a file of 20,000 entries from being read word for word.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator
from functools import cached_property
from itertools import chain

from bibgen.keys import by_words, known_by
from bibgen.matching import Policy
from bibgen.matching.decide import decide
from bibgen.matching.evidence import compare
from bibgen.model import Outcome, Record, Verdict
from bibgen.splice import BibFile, Held

# Each begins with a sign that is searched for fast: the year and month before a point are looked back for.
_NUMBERS = (
    re.compile(r"\.(?<=\d{4}\.)\d{4,5}"),
    re.compile(r"/\d{7}(?!\d)"),
    re.compile(r"10\.\d{4,9}(?:\.\d+)*/[^\s\"{},\\]+"),
)
_FLAT = r"[^{}]*"
_BRACED = rf"{_FLAT}(?:\{{{_FLAT}(?:\{{{_FLAT}(?:\{{{_FLAT}\}}{_FLAT})*\}}{_FLAT})*\}}{_FLAT})*"
_TITLE = re.compile(
    rf"(?<![a-z_-])title\s*=\s*(?:\{{(?P<braced>{_BRACED})\}}|\"(?P<quoted>[^\"{{}}]*)\")", re.I
)
_MACRO = re.compile(r"\\[A-Za-z]+")
_ODD = re.compile(r"[^a-z0-9]+")
_BEGINNING = 20  # letters


class Present:
    """The papers of one file."""

    def __init__(self, file: BibFile) -> None:
        self._file = file
        self._policy = Policy()

    def find(self, record: Record) -> Held | None:
        """The entry of a paper, the first of several; None if it has none."""
        matches = (held for held in self._likely(record) if self.is_of(held, record))
        return next(matches, None)

    def is_of(self, held: Held, record: Record) -> bool:
        """Whether an entry is that of a paper."""
        mention = held.mention
        if not record.identifiers:  # what only a text says of a paper: the same words are the same paper
            title = mention.title or mention.abstract or ""
            return not set(by_words(title, mention.authors)).isdisjoint(known_by(record))
        match = compare(mention, record, self._policy)
        made = decide(mention, [match], (), self._policy)
        named = match.feature("identifier")
        if named is not None and named.verdict is Verdict.AGREES:
            return made.outcome is not Outcome.CONFLICT
        return made.outcome is Outcome.SETTLED

    def misnamed(self, record: Record) -> Held | None:
        """An entry that has the paper's identifier and describes another paper; None if there is none."""
        for held in self._likely(record):
            if not self.is_of(held, record) and set(held.mention.identifiers) & set(record.identifiers):
                return held
        return None

    def _likely(self, record: Record) -> Iterator[Held]:
        numbers = {_number(one.value) for one in record.identifiers}
        places = {at for number in numbers for at in self._by_number.get(number, ())}
        places |= set(self._by_title.get(_beginning(record.title or ""), ()))
        return (self._file.entries[at] for at in sorted(places))

    @cached_property
    def _by_number(self) -> dict[str, list[int]]:
        """Entries by the identifiers that stand anywhere in them."""
        found: defaultdict[str, list[int]] = defaultdict(list)
        starts = [held.start for held in self._file.entries]
        text = self._file.text
        for match in chain.from_iterable(pattern.finditer(text) for pattern in _NUMBERS):
            at = bisect_right(starts, match.start()) - 1
            begin = match.start() - (4 if match[0].startswith(".") else 0)
            if at >= 0:
                found[_number(text[begin : match.end()])].append(at)
        return found

    @cached_property
    def _by_title(self) -> dict[str, list[int]]:
        """Entries by how their titles begin."""
        found: defaultdict[str, list[int]] = defaultdict(list)
        for at, held in enumerate(self._file.entries):
            match = _TITLE.search(held.raw)
            title = (match["braced"] or match["quoted"] or "") if match else held.value("title") or ""
            found[_beginning(title)].append(at)
        found.pop("", None)
        return found


def _number(identifier: str) -> str:
    """An identifier as it is found in a text: an old one of arXiv's by its number.

    >>> _number("hep-th/9711200"), _number("/9711200"), _number("10.1103/PhysRevD.1."), _number("2205.06175")
    ('/9711200', '/9711200', '10.1103/physrevd.1', '2205.06175')
    """
    old = re.search(r"/\d{7}$", identifier)
    return old[0] if old and not identifier.startswith("10.") else identifier.lower().rstrip(".;")


def _beginning(title: str) -> str:
    r"""The first letters of a title, such as every way to write it has.

    >>> _beginning(r"The {P}oisson--G{\"o}del {$\Lambda_{\alpha}$}") == _beginning("The Poisson–Gödel Λ_α")
    True
    """
    plain = unicodedata.normalize("NFKD", _MACRO.sub("", title)).lower()
    return _ODD.sub("", plain)[:_BEGINNING]
