"""DBLP as a source: where papers of computer science appeared, with and without a DOI.

The search API (https://dblp.org/faq/13501473.html) takes words, all of which a record must have, each as the
beginning of one of its own; no phrases. The rarest words of a title and the family name of its first author
find the paper if DBLP has it, and seldom more. Whoever asks too much gets 429 with a `Retry-After`
(https://dblp.org/faq/1474706.html): one question a request, in the pace that all processes share, and short
patience. An answer counts if it is whole JSON of that API and holds the hits that it speaks of.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager
from typing import Unpack
from urllib.parse import urlencode

from bibgen import latex, words
from bibgen.errors import SourceRefused
from bibgen.model import Record
from bibgen.sources import Answer, Query, ask_key, dblp_hits
from bibgen.sources.http import Http, Spoilt, Ways, paced

NAME = dblp_hits.NAME

_MOST_PATIENCE = 60.0  # seconds
_MOST_HITS = 100
_MOST_WORDS = 7  # of a title; more only make it likelier that one is spelt otherwise
_FORMULA = re.compile(r"\$[^$]*\$")
_APOSTROPHE = re.compile(r"['’`´](?:s\b)?")
_WORD = re.compile(r"[^\W_]+")


class DblpSource:
    """Publications from the search API at `url` (`https://dblp.org/search/publ/api`)."""

    name = NAME

    def __init__(self, url: str, http: Http) -> None:
        self._url = url
        self.http = http

    def turn(self) -> AbstractContextManager[None]:
        """Nobody else on this machine asks DBLP until the block ends."""
        return self.http.turn()

    def packet(self, questions: Sequence[str] | Sequence[Query]) -> int:
        """One: a request answers one question."""
        return 1

    def ask_ids(self, ids: Sequence[str]) -> Iterator[Answer]:
        """No answers: an arXiv identifier finds the preprint, which is not what DBLP is asked for."""
        return iter(())

    def ask(self, queries: Sequence[Query]) -> Iterator[Answer]:
        """Answers for queries of a title and a name, one a request."""
        for query in queries:
            url, asked = self._request(query), (ask_key(query),)
            try:
                raw = self.http.get(url, _check, kind="json", cause="title 1")
            except (SourceRefused, Spoilt) as error:
                yield Answer(asked=asked, request=url, failure=error)
            else:
                yield Answer(asked=asked, records=self.records(raw), request=url, raw=raw)

    def requests_for(self, ids: Sequence[str], queries: Sequence[Query]) -> list[str]:
        """The addresses that asking would open."""
        return list(map(self._request, queries))

    def records(self, raw: bytes) -> tuple[Record, ...]:
        """The records in a stored answer, best first as DBLP ranks them."""
        return dblp_hits.records(raw)

    def _request(self, query: Query) -> str:
        said = " ".join(asked_words(query))
        return f"{self._url}?{urlencode({'q': said, 'format': 'json', 'h': _MOST_HITS, 'c': 0})}"


def asked_words(query: Query) -> list[str]:
    """What DBLP is asked by: the rarest words of the title, in its order, and the name; signs mean something
    to it (`$`, `|`, `-`), so none is sent.

    >>> from bibgen.sources import Term
    >>> title = Term(field="title", text="Schrödinger's $\\\\ell_1$-cat: a C++ tool", words="all")
    >>> asked_words(Query(terms=(title, Term(field="author", text="O'Hara", words="all"))))
    ['Schrödinger', 'cat', 'tool', 'O', 'Hara']
    """
    found: list[str] = []
    for term in query.terms:
        if term.field == "title":
            found += _telling(term.text)
        elif term.field == "author":
            found += _WORD.findall(term.text)
    return found


def _telling(title: str) -> list[str]:
    """The rarest words of a title in its order; one letter alone begins too many words."""
    bare = _APOSTROPHE.sub(
        " ", latex.decode(_FORMULA.sub(" ", title)) if "\\" in title else _FORMULA.sub(" ", title)
    )
    listed = list(dict.fromkeys(word for word in _WORD.findall(bare) if len(word) > 1 or word.isdigit()))
    ranked = sorted(listed, key=lambda word: (-words.rarity(words.key(word)), -len(word)))
    kept = set(ranked[:_MOST_WORDS])
    return [word for word in listed if word in kept and words.rarity(words.key(word)) > 0]


def opened(*, url: str, **ways: Unpack[Ways]) -> DblpSource:
    """The source at `url`."""
    return DblpSource(url, paced(NAME, most_patience=_MOST_PATIENCE, **ways))


def _check(body: bytes) -> int:
    """How many hits are in a whole answer; else raise SourceNonsense."""
    return len(dblp_hits.infos(body))
