"""What to ask for a mention that its identifier does not settle: rungs of a ladder, cheapest first.

A rung is asked only if those before it did not settle the mention, and rungs of one kind are packed
across mentions. The exact title finds its paper in nearly all cases. A title that is damaged (typing,
cut, another version's, a formula spelled otherwise) is found by its parts: the pieces between formulae
and around a colon, the first author with any of its rare words, two pairs of rare words of which one
slip spoils one. Two phrases of an abstract find it when it stands unchanged, more of them when it is
an older version, its rarest words when it was rewritten. What has neither is looked for by its authors
and its year. A publisher's DOI that arXiv does not know is asked of the publishers' registry.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import IntEnum

from bibgen import words
from bibgen.matching.phrases import distinctive, pairs, pieces, rarest
from bibgen.model import Mention, Name
from bibgen.sources import Query, Term, ask_key

_LEAST_TITLE_WORDS = 3  # significant ones; a shorter title alone asks for too much
_RIVAL_CUTS = 4
_NAME_WORDS = 5  # of a title, any of which must stand beside the author's name
_PAIR_WORDS = 12
_YEARS_BEFORE, _YEARS_AFTER = 4, 5  # of the journal's year, in which a paper came to arXiv


class Kind(IntEnum):
    """What a rung asks by; kinds are asked in this order, all mentions of one together."""

    DOI = 0
    TITLE = 1
    PUBLISHERS = 2  # the DOI, of the registry that publishers keep
    PUBLISHED_TITLE = 3  # the title that the registry gave for it
    ABSTRACT = 4
    TITLE_PIECES = 5
    TITLE_NAMES = 6
    TITLE_PAIRS = 7
    ABSTRACT_MORE = 8
    RARE_WORDS = 9
    NAMES_DATE = 10
    VERSIONS = 11  # older versions of a likely paper, by their identifiers


# Rungs that look for a title that is not as it should be: of no use where one is found that is.
DAMAGED_TITLE = frozenset({Kind.TITLE_PIECES, Kind.TITLE_NAMES, Kind.TITLE_PAIRS})


@dataclass(frozen=True, slots=True, kw_only=True)
class Rung:
    """Queries of one kind; any of them may find the paper."""

    kind: Kind
    queries: tuple[Query, ...]


def rungs(mention: Mention) -> list[Rung]:
    """The ladder for a mention; kinds that depend on answers are not in it."""
    dois = [_query("doi", one.typed or one.value) for one in mention.identifiers if one.scheme == "doi"]
    made = [
        (Kind.DOI, dois),
        (Kind.TITLE, title(mention.title, mention.authors)),
        (Kind.PUBLISHERS, dois),
        (Kind.ABSTRACT, _phrases(mention.abstract, size=4, count=2)),
        (Kind.TITLE_PIECES, _cuts(mention) + _pieces(mention) + _beginning(mention)),
        (Kind.TITLE_NAMES, _names(mention)),
        (Kind.TITLE_PAIRS, _pairs(mention)),
        (Kind.ABSTRACT_MORE, _phrases(mention.abstract, size=3, count=6)),
        (Kind.RARE_WORDS, _rare_words(mention)),
        (Kind.NAMES_DATE, _names_date(mention)),
    ]
    return [Rung(kind=kind, queries=tuple(queries)) for kind, queries in made if queries]


def ordered(queries: Iterable[Query]) -> list[Query]:
    """The queries in the order in which they are packed, each once.

    Short ones have many answers: last, they crowd no packet but their own.
    """
    return sorted({ask_key(one): one for one in queries}.values(), key=lambda one: -len(ask_key(one)))


def title(text: str | None, authors: Sequence[Name]) -> list[Query]:
    """The title as a phrase, a short one only together with its first author; none if it has no words."""
    said = words.significant(words.words(text or ""))
    if not said:
        return []
    terms = [Term(field="title", text=text or "")]
    if authors and len(said) < _LEAST_TITLE_WORDS:
        terms.append(_author(authors[0]))
    return [Query(terms=tuple(terms))]


def _query(field: str, text: str) -> Query:
    return Query(terms=(Term(field=field, text=text),))  # type: ignore[arg-type]


def _author(name: Name) -> Term:
    return Term(field="author", text=name.family or name.literal, words="all")


def _cuts(mention: Mention) -> list[Query]:
    """The other ways to cut a title that is glued to its authors."""
    long = [cut for cut in mention.rivals[:_RIVAL_CUTS] if len(words.words(cut[0])) >= _LEAST_TITLE_WORDS]
    return [query for text, authors in long for query in title(text, authors)]


def _pieces(mention: Mention) -> list[Query]:
    """The longest pieces; a short one only together with the first author."""
    found = []
    for piece in pieces(mention.title or "")[:2]:
        long = len(words.significant(words.words(piece))) >= _LEAST_TITLE_WORDS
        if long or mention.authors:
            found += title(piece, mention.authors)
    return found


def _beginning(mention: Mention) -> list[Query]:
    """The title without its last word, which may be cut in the middle."""
    said = (mention.title or "").rstrip(" .…").split()
    long = len(words.significant(words.words(" ".join(said[:-1])))) >= _LEAST_TITLE_WORDS
    return [_query("title", " ".join(said[:-1]))] if long else []


def _names(mention: Mention) -> list[Query]:
    telling = rarest(mention.title or "", _NAME_WORDS)
    if not telling or not mention.authors:
        return []
    some = Term(field="title", text=" ".join(telling), words="any")
    return [Query(terms=(_author(mention.authors[0]), some))]


def _pairs(mention: Mention) -> list[Query]:
    return [
        Query(terms=(Term(field="title", text=f"{one} {other}", words="all"),))
        for one, other in pairs(rarest(mention.title or "", _PAIR_WORDS))
    ]


def _phrases(abstract: str | None, *, size: int, count: int) -> list[Query]:
    return [_query("abstract", phrase) for phrase in distinctive(abstract or "", size, count)]


def _rare_words(mention: Mention) -> list[Query]:
    """Pairs of the rarest words of the abstract, and one that looks like a name of the work."""
    rare = [word for word in rarest(mention.abstract or "", 40) if words.rarity(word.lower()) == 1.0]
    coined = [word for word in rare if re.search(r"[a-z][A-Z]|[A-Z]{2}", word)]
    telling = list(dict.fromkeys([*coined[:2], *rare]))[:6]
    found = [
        Query(terms=(Term(field="abstract", text=f"{one} {other}", words="all"),))
        for one, other in zip(telling[::2], telling[1::2], strict=False)
    ]
    return found + [_query("title", word) for word in coined[:1]]


def _names_date(mention: Mention) -> list[Query]:
    """The first two authors and the years around the date, for what has no words to look for."""
    if mention.title or mention.abstract or mention.issued is None or not mention.authors:
        return []
    year = mention.issued.year
    when = f"{year - _YEARS_BEFORE}0101 {year + _YEARS_AFTER}1231"
    terms = [_author(name) for name in mention.authors[:2]]
    return [Query(terms=(*terms, Term(field="date", text=when)))]
