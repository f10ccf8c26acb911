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

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from importlib import import_module
from types import ModuleType
from typing import Literal, Protocol

from bibgen.errors import SourceError
from bibgen.model import Mention, Record

Field = Literal["title", "abstract", "author", "doi", "any"]

# Raised when more, or something else, is read out of the same answers; kept records are then reread.
READING = 1

_MODULES = {"arxiv": "bibgen.sources.arxiv", "snapshot": "bibgen.sources.local"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """Words that a field must hold: one behind the other if `phrase`, else all of them somewhere."""

    field: Field
    text: str
    phrase: bool = True


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

    Both methods raise `SourceUnreachable` or `SourceNonsense` when going on makes no sense; what was
    yielded before stands.
    """

    name: str

    def ask_ids(self, ids: Sequence[str]) -> Iterator[Answer]:
        """Answers for arXiv identifiers without version, many a request."""

    def ask(self, queries: Sequence[Query]) -> Iterator[Answer]:
        """Answers for queries, many a request."""

    def records(self, raw: bytes) -> tuple[Record, ...]:
        """The records in a raw answer; pure."""


def ask_key(question: str | Query) -> str:
    """The name under which it is remembered that something was asked."""
    if isinstance(question, str):
        return f"id:{question}"
    return " AND ".join(
        f"{term.field}:{term.text}" if term.phrase else f"{term.field}={term.text}" for term in question.terms
    )


def load(name: str) -> ModuleType:
    """The module of a source, imported now; its promise is that of `Source`."""
    return import_module(_MODULES[name])
