"""Where an entry says that its paper stands: at a publisher's, on arXiv, or nowhere; and whether it is right.

Volume and pages are only held against those of the same journal, for a paper may have appeared twice. Two
names are one journal's if each word of one abbreviates a word of the other, in their order (ISO 4 leaves out
articles and prepositions and cuts words, https://www.issn.org/services/online-services/access-to-the-ltwa/),
or if one is the initials of the other. When in doubt they are two, and nothing is said.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from bibgen import words
from bibgen.model import Mention, Record

_ARXIV = re.compile(
    r"\bar\s?xiv\b|\bcorr\b|computing research repository|\be-?prints?\b|^\s*preprint\s*$", re.I
)
_PLACES = ("volume", "page", "event-title", "ISSN", "ISBN", "editor")
_PUBLISHED_TYPES = frozenset(("paper-conference", "chapter", "book"))
_DATA = ("10.5281/", "10.6084/", "10.17632/", "10.5061/", "10.7910/", "10.48550/", "10.17605/", "10.2139/")
_YEAR_OR_MONTH = re.compile(r"(?:19|20)\d\d|(?:9\d|[0-3]\d)(?:0[1-9]|1[0-2])")  # JHEP 0711, JHEP 2007
_LONGEST_LETTERS = 6  # of a name such as MNRAS
_FIRST_NUMBER = re.compile(r"[A-Za-z]?0*(\d+)")


def is_arxivs(venue: str) -> bool:
    """Whether the name of a venue is arXiv's, in one of the forms in which entries have it.

    >>> is_arxivs("arXiv preprint arXiv:1706.03762"), is_arxivs("CoRR"), is_arxivs("Corrosion Science")
    (True, True, False)
    """
    return bool(_ARXIV.search(venue))


def names_publication(mention: Mention) -> bool:
    """Whether an entry says where its paper was published, right or wrong."""
    venue, said = mention.venue or "", mention.said
    if venue and not is_arxivs(venue):
        return True
    if any(one.scheme == "doi" and not is_data(one.value) for one in mention.identifiers):
        return True
    if venue or is_arxivs(said.get("publisher", "")):
        return False
    return said.get("type") in _PUBLISHED_TYPES or any(said.get(place) for place in _PLACES)


def cites_preprint(mention: Mention) -> bool:
    """Whether an entry cites a paper on arXiv as such: it names arXiv, and no other place."""
    on_arxiv = mention.identifier("arxiv") is not None or is_arxivs(mention.venue or "")
    return on_arxiv and not names_publication(mention)


def is_data(doi: str) -> bool:
    """Whether a DOI is of a repository of data, software or preprints: it says nothing of a publication."""
    return doi.startswith(_DATA)


def is_one(venue: str, other: str) -> bool:
    """Whether two names are of one journal, abbreviated or not.

    >>> is_one("Phys. Rev. Lett.", "Physical Review Letters"), is_one("Phys. Rev. D", "Physical Review A")
    (True, False)
    >>> is_one("PRL", "Physical Review Letters"), is_one("Nature", "Nature Physics")
    (True, False)
    """
    first, second = (words.significant(words.words(name)) for name in (venue, other))
    if not first or not second:
        return False
    if first == second or _initials(first, second) or _initials(second, first):
        return True
    return len(first) == len(second) and all(map(_abbreviate, first, second))


def may_be_one(venue: str, other: str) -> bool:
    """Whether two names share a word, abbreviated or not, or one may be letters of the other.

    >>> may_be_one("ApJ", "Astrophys. Journal"), may_be_one("Scientific American", "Foundations of Physics")
    (True, False)
    """
    first, second = (words.significant(words.words(name)) for name in (venue, other))
    if any(_abbreviate(one, two) for one in first for two in second):
        return True
    return any(
        len(short) == 1 and len(short[0]) < _LONGEST_LETTERS and _in_order(short[0], "".join(long))
        for short, long in ((first, second), (second, first))
    )


def _in_order(letters: str, text: str) -> bool:
    rest = iter(text)
    return all(letter in rest for letter in letters)


def _initials(short: Sequence[str], long: Sequence[str]) -> bool:
    return len(short) == 1 and len(long) > 2 and short[0] == "".join(word[0] for word in long)


def _abbreviate(one: str, other: str) -> bool:
    """Whether the shorter word is the other's beginning, or that with letters left out: `rept`, `natl`."""
    short, long = sorted((one, other), key=len)
    if long.startswith(short):
        return len(short) > 1 or len(long) == 1 or long == short
    return len(short) > 2 and short[:2] == long[:2] and _in_order(short, long)


def misplaced(mention: Mention, forms: Sequence[Record]) -> Iterator[tuple[str, str, str, Record]]:
    """Volume or first page that are not the paper's, as (field, what is said, what is known, who knows it).

    Args:
        forms: the paper as sources describe it; those in other journals say nothing.
    """
    here = [one for one in forms if one.container_title and is_one(mention.venue or "", one.container_title)]
    volume = mention.said.get("volume", "")
    known = [one for one in here if one.volume and _comparable(one.volume)]
    if known and _comparable(volume) and all(_numbers(volume) != _numbers(one.volume or "") for one in known):
        yield "volume", volume, known[0].volume or "", known[0]
        return
    yield from _mispaged(mention, here)


def _comparable(volume: str) -> bool:
    return bool(_numbers(volume)) and not _YEAR_OR_MONTH.fullmatch(volume.strip())


def _mispaged(mention: Mention, here: Sequence[Record]) -> Iterator[tuple[str, str, str, Record]]:
    said = mention.said.get("page") or mention.said.get("number") or ""
    known = [(text, one) for one in here for text in (one.page, one.number) if text and _numbers(text)]
    if not known or not _numbers(said):
        return
    first = _numbers(said)[0]
    # An article that has a number has pages of its own beside, from 1.
    if first == "1" and any(one.number for _, one in known):
        return
    if not any(first in (_numbers(text)[0], _numbers(text)[-1]) for text, _ in known):
        yield "pages", said, *known[0]


def _numbers(text: str) -> list[str]:
    return _FIRST_NUMBER.findall(text)
