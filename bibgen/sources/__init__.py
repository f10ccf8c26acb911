"""Sources of records: what they promise, and how they are loaded.

A `Shelf` has records at hand and hands out those that could be what a mention means; it costs
nothing and never fails (a metadata snapshot, the store of earlier answers). A `Source` is asked over
the network: for identifiers in batches, for queries packed together. Each `Answer` says what was
asked by it, so that nothing need be asked twice, and holds the raw bytes, so that a better reading
of them needs no new request.

Modules that need the network libraries are loaded by `load` when something must be asked: a run that
finds all in the store never pays for them.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from importlib import import_module
from types import ModuleType
from typing import Literal, Protocol

from bibgen.errors import SourceError
from bibgen.model import Mention, Record

Field = Literal["title", "abstract", "author", "doi", "date", "any"]

# Raised when more, or something else, is read out of the same answers; kept records are then reread.
READING = 4

_MARK = {"phrase": ":", "all": "=", "any": "|"}

_MODULES = {
    "arxiv": "bibgen.sources.arxiv",
    "crossref": "bibgen.sources.crossref",
    "dblp": "bibgen.sources.dblp",
    "snapshot": "bibgen.sources.local",
}
_READINGS = {"crossref": "bibgen.sources.crossref_works", "dblp": "bibgen.sources.dblp_hits"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """What a field must hold: the words one behind the other, all of them, or any of them.

    A `date` is that of the first version; its text is two days, `20040501 20061231`, both included.
    """

    field: Field
    text: str
    words: Literal["phrase", "all", "any"] = "phrase"


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """A question that a source can answer: papers for which all `terms` hold."""

    terms: tuple[Term, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """One answer of a source.

    `asked`: what it answers, as `ask_key` names it. `request`: what was sent. `failure`: why this
    part could not be answered, if it could not; the rest of the questions go on.
    """

    asked: tuple[str, ...]
    records: tuple[Record, ...] = ()
    request: str = ""
    raw: bytes = b""
    failure: SourceError | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Exchange:
    """One request and what came of it, for those who want to follow a run.

    `cause`: what was asked by and how many at once, as `id 440` or `title 25`. `url`: as it was sent, but
    for mail addresses and secrets. `status`: 0 if no answer came. `entries`: papers in the answer, None if
    it could not be read. `seconds`: from the sending to the end of the answer. `trouble`: why the answer
    does not count, "" if it does.
    """

    source: str
    cause: str
    url: str
    status: int
    bytes: int
    entries: int | None
    seconds: float
    trouble: str = ""


class Shelf(Protocol):
    """Records at hand.

    `answers`: what it finds was searched for in a whole collection, so that a mention it settles
    needs no other source; else it holds what happened to come by.
    """

    answers: bool

    def find(self, mention: Mention) -> Iterable[Record]:
        """The records that the mention may mean, likeliest first."""


class Source(Protocol):
    """A service that is asked over the network.

    The methods that ask raise `SourceUnreachable` or `SourceNonsense` when going on makes no sense; what was
    yielded before stands.
    """

    name: str

    def ask_ids(self, ids: Sequence[str]) -> Iterator[Answer]:
        """Answers for arXiv identifiers, with or without version, many a request."""

    def ask(self, queries: Sequence[Query]) -> Iterator[Answer]:
        """Answers for queries, many a request."""

    def requests_for(self, ids: Sequence[str], queries: Sequence[Query]) -> list[str]:
        """The requests that asking would send, as they would be sent; sends nothing."""

    def records(self, raw: bytes) -> tuple[Record, ...]:
        """The records in a raw answer; pure."""


class Shared(Source, Protocol):
    """A source that several processes ask, one at a time.

    Whoever wants nothing to be asked twice takes a turn, sees what is still unanswered, asks one packet of it
    and keeps the answers before the turn ends.
    """

    def turn(self) -> AbstractContextManager[None]:
        """Nobody else on this machine asks the service until the block ends; waits for those who do."""

    def packet(self, questions: Sequence[str] | Sequence[Query]) -> int:
        """How many of the questions, from the first on, are asked together; at least one of any."""


class Memory(Protocol):
    """What a source was answered before, as far as it helps to judge the next answer."""

    def recent(self, source: str) -> Iterator[Record]:
        """A few of the papers that the source gave, the latest first."""

    def unanswered(self, source: str, questions: Iterable[str]) -> set[str]:
        """Those of the questions, named as by `ask_key`, that have no fresh answer."""


def ask_key(question: str | Query) -> str:
    """The name under which it is remembered that something was asked.

    Args:
        question: a query, or an arXiv identifier with or without version.
    """
    if isinstance(question, str):
        return f"id:{question}"
    return " AND ".join(f"{term.field}{_MARK[term.words]}{term.text}" for term in question.terms)


def cause(questions: Sequence[str] | Sequence[Query]) -> str:
    """What is asked by, and how many times.

    >>> cause(["2205.06175", "2204.14198"])
    'id 2'
    >>> whole = Term(field="title", text="Free lunch")
    >>> name = Term(field="author", text="Wolpert", words="all")
    >>> cause([Query(terms=(whole,)), Query(terms=(name, whole)), Query(terms=(whole,))])
    'title 2, author words + title 1'
    """
    count = Counter("id" if isinstance(one, str) else _asks_by(one) for one in questions)
    return ", ".join(f"{name} {number}" for name, number in count.items())


def _asks_by(query: Query) -> str:
    how = {"phrase": "", "all": " words", "any": " any word"}
    return " + ".join(dict.fromkeys(f"{term.field}{how[term.words]}" for term in query.terms))


def split_version(arxiv_id: str) -> tuple[str, int | None]:
    """An arXiv identifier and its version apart.

    >>> split_version("solv-int/9701001v2"), split_version("2205.06175")
    (('solv-int/9701001', 2), ('2205.06175', None))
    """
    found = re.fullmatch(r"(.+?\d)v(\d+)", arxiv_id)
    return (found[1], int(found[2])) if found else (arxiv_id, None)


def load(name: str) -> ModuleType:
    """The module of a source, imported now; its promise is that of `Source`."""
    return import_module(_MODULES[name])


def read(name: str, raw: bytes) -> tuple[Record, ...]:
    """The records in a raw answer of a registry, without the libraries that asking it takes.

    Raises:
        SourceNonsense: it is none of its answers.
    """
    made: tuple[Record, ...] = import_module(_READINGS[name]).records(raw)
    return made
