"""What to ask for a mention that its identifier does not settle: rungs of a ladder, cheapest first.

A rung is asked only if those before it did not settle the mention, and rungs of one kind are packed
across mentions. An exact title finds its paper in nearly all cases; two phrases of an abstract do
when it stands unchanged, three more when it is an older version, and its rarest words when it was
rewritten. Phrases are made of the rarest words (the rarer, the fewer papers to read), free of TeX,
of stop words (which match any word) and of one another's words.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum

from bibgen import mathtex, names, words
from bibgen.model import Mention, Name
from bibgen.sources import Query, Term

_LEAST_TITLE_WORDS = 3  # significant ones; a shorter title alone asks for too much
_RIVAL_CUTS = 4
_TOKEN = re.compile(r"[^\W\d_]+|\d+|[^\w\s]|_")
_WORD = re.compile(r"[A-Za-z]{2,}$")


class Kind(IntEnum):
    """What a rung asks by; kinds are asked in this order, all mentions of one together."""

    DOI = 0
    TITLE = 1
    ABSTRACT = 2
    TITLE_PARTS = 3
    ABSTRACT_MORE = 4
    RARE_WORDS = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Rung:
    """Queries of one kind; any of them may find the paper."""

    kind: Kind
    queries: tuple[Query, ...]


def rungs(mention: Mention) -> list[Rung]:
    """The ladder for a mention."""
    made = [
        (Kind.DOI, [_query("doi", one.typed) for one in mention.identifiers if one.scheme == "doi"]),
        (Kind.TITLE, _titles(mention)),
        (Kind.ABSTRACT, _phrases(mention.abstract, size=4, count=2)),
        (Kind.TITLE_PARTS, _title_parts(mention)),
        (Kind.ABSTRACT_MORE, _phrases(mention.abstract, size=3, count=6)),
        (Kind.RARE_WORDS, _rare_words(mention)),
    ]
    return [Rung(kind=kind, queries=tuple(queries)) for kind, queries in made if queries]


def _query(field: str, text: str) -> Query:
    return Query(terms=(Term(field=field, text=text),))  # type: ignore[arg-type]


def _titles(mention: Mention) -> list[Query]:
    return [_title_query(mention.title, mention.authors)] if _can_ask(mention.title) else []


def _can_ask(title: str | None) -> bool:
    return bool(title and words.significant(words.words(title)))


def _title_query(title: str | None, authors: Sequence[Name]) -> Query:
    """The title as a phrase; a short one only together with its first author."""
    terms = [Term(field="title", text=title or "")]
    if authors and len(words.significant(words.words(title or ""))) < _LEAST_TITLE_WORDS:
        terms.append(_author(authors[0]))
    return Query(terms=tuple(terms))


def _author(name: Name) -> Term:
    return Term(field="author", text=name.family or name.literal, phrase=False)


def _title_parts(mention: Mention) -> list[Query]:
    """Other cuts of a glued title, and the pieces between formulae and around a subtitle's colon."""
    found = [
        _title_query(title, authors)
        for title, authors in mention.rivals[:_RIVAL_CUTS]
        if len(words.words(title)) >= _LEAST_TITLE_WORDS
    ]
    pieces = [
        piece
        for formula, prose in mathtex.split(mention.title or "")
        if not formula
        for piece in re.split(r":|\s[-–—]+\s|\?|\\\w+", prose)
    ]
    long = [piece for piece in pieces if len(words.significant(words.words(piece))) >= _LEAST_TITLE_WORDS]
    if len(pieces) > 1:
        found += [_query("title", piece) for piece in sorted(long, key=len, reverse=True)[:2]]
    if mention.authors:
        tops = _rarest(mention.title or "", 2)
        if tops:
            words_term = Term(field="title", text=" ".join(tops), phrase=False)
            found.append(Query(terms=(words_term, _author(mention.authors[0]))))
    return found


def _phrases(abstract: str | None, *, size: int, count: int) -> list[Query]:
    return [_query("abstract", phrase) for phrase in distinctive(abstract or "", size, count)]


def distinctive(text: str, size: int, count: int) -> list[str]:
    """The rarest runs of `size` neighbouring words, each from another stretch of the text.

    >>> distinctive("We show that this model of Perceiver attention works on many tasks.", 2, 1)
    ['Perceiver attention']
    """
    windows = list(_windows(text, size))
    found: list[str] = []
    for stretch in range(count):
        begin, end = len(windows) * stretch // count, len(windows) * (stretch + 1) // count
        best = max(windows[begin:end], default=None)
        if best and best[1] not in found:
            found.append(best[1])
    return found


def _windows(text: str, size: int) -> list[tuple[float, str]]:
    """(rarity, phrase) of each run of plain words without stop words, in the order of the text."""
    found = []
    for prose in (piece for formula, piece in mathtex.split(text) if not formula):
        for run in _runs(prose):
            for start in range(len(run) - size + 1):
                window = run[start : start + size]
                found.append((sum(words.rarity(word.lower()) for word in window), " ".join(window)))
    return found


def _runs(prose: str) -> list[list[str]]:
    """Runs of words that a phrase can hold; a stop word, a number or TeX ends a run, a hyphen not."""
    runs: list[list[str]] = [[]]
    for token in _TOKEN.findall(prose):
        if _WORD.match(token) and token.lower() not in words.STOP_WORDS:
            runs[-1].append(token)
        elif token not in '-,()"':
            runs.append([])
    return [run for run in runs if run]


def _rarest(text: str, count: int) -> list[str]:
    seen = dict.fromkeys(token for run in _runs(text) for token in run)
    return sorted(seen, key=lambda token: (-words.rarity(token.lower()), -len(token)))[:count]


def _rare_words(mention: Mention) -> list[Query]:
    """Pairs of the rarest words of the abstract, and those that look like a name of the work."""
    text = mention.abstract or ""
    coined = [word for word in _rarest(text, 40) if re.search(r"[a-z][A-Z]|[A-Z]{2}", word)]
    rare = list(dict.fromkeys([*coined[:2], *_rarest(text, 6)]))[:6]
    found = [
        Query(terms=(Term(field="abstract", text=f"{one} {other}", phrase=False),))
        for one, other in zip(rare[::2], rare[1::2], strict=False)
    ]
    return found + [_query("title", word) for word in coined[:1] if names.fold(word)]
