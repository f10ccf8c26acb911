"""The values that travel through bibgen: what a text said, what a source knows, how they compare.

Two types are never mixed. A `Mention` is what the text said, right or wrong; a `Record` is what is
known of a paper. Nothing edits one into the other: a mention is *matched* to a record, and the
evidence stays beside the match. All classes are frozen; the fields of `Record` are CSL variables
(https://docs.citationstyles.org/en/stable/specification.html#appendix-iv-variables) in snake_case,
so that every neighbour (Zotero, pandoc, citeproc) shares their meaning.

Text in a `Record` is Unicode. Mathematics stays TeX between dollars, as arXiv serves it, because no
plain-text form of it survives a round trip; everything outside the dollars is free of TeX.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Literal

from bibgen.errors import SourceError

UNIDENTIFIED = "Not identified by bibgen"  # how the note of an entry begins that has the text's words only

Scheme = Literal["arxiv", "doi", "isbn", "pmid", "url"]
CslType = Literal[
    "article",
    "article-journal",
    "paper-conference",
    "chapter",
    "book",
    "thesis",
    "report",
    "dataset",
    "document",
]
Feature = Literal[
    "identifier",
    "title",
    "abstract",
    "first-author",
    "authors",
    "date",
    "category",
    "comment",
    "venue",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """A place in an input: lines `first` to `last` (from 1, inclusive), characters `start:end`.

    Spans of one input never overlap, and together they cover every character that is not blank.
    """

    file: str
    first: int
    last: int
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Identifier:
    """A canonical identifier; made by `bibgen.identifiers`, never by hand from raw text.

    `value`: arXiv without version and in lower case ("2205.06175", "hep-th/9711200"), a DOI in
    lower case and without URL. `version` is for arXiv only, from 1. `typed` is the value as the
    text had it, because arXiv's own DOI search is case-sensitive; it does not count in comparisons.
    """

    scheme: Scheme
    value: str
    version: int | None = None
    typed: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Name:
    """A person in CSL name parts, or a `literal` for what cannot be split (a group, one word)."""

    family: str = ""
    given: str = ""
    particle: str = ""
    suffix: str = ""
    literal: str = ""


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class PartialDate:
    """A date as precise as it is known; month and day from 1, 0 for unknown."""

    year: int
    month: int = 0
    day: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """What a text says of one paper, right or wrong.

    `rivals` are other ways to cut title from authors, best first, for text in which the two are
    glued together; the way that a found record confirms wins. `reader` names who read it.
    """

    raw: str
    span: Span
    reader: str = ""
    title: str | None = None
    authors: tuple[Name, ...] = ()
    et_al: bool = False
    issued: PartialDate | None = None
    abstract: str | None = None
    venue: str | None = None
    categories: tuple[str, ...] = ()
    comment: str | None = None
    identifiers: tuple[Identifier, ...] = ()
    said: Mapping[str, str] = field(default_factory=dict)
    rivals: tuple[tuple[str, tuple[Name, ...]], ...] = ()

    def identifier(self, scheme: Scheme) -> Identifier | None:
        """The first identifier of `scheme`, or None."""
        return next((one for one in self.identifiers if one.scheme == scheme), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Leftover:
    """Text that no reader took for a mention, and why."""

    text: str
    span: Span
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """Something a person should know that stops nothing; `code` is stable, `text` is for reading."""

    code: str
    text: str
    span: Span | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """All that one or more inputs hold, in input order."""

    mentions: tuple[Mention, ...] = ()
    leftovers: tuple[Leftover, ...] = ()
    notices: tuple[Notice, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """What is known of a paper.

    `issued` is the date of the form that `type` names (the journal's for an article in a journal),
    `submitted` that of the first arXiv version. `et_al`: the list of authors is known to be cut.
    `number` is an article number, `note` a remark for readers. `collection_title` is the series of a
    book or of a chapter's book, `publisher` the institution of a thesis or report. `genre` is CSL's: what
    kind of thesis or report it is, if that is known ("PhD thesis", "Master's thesis", "Bachelor's thesis",
    "Habilitation", "Technical report"). `status` is CSL's, "withdrawn" if the authors or arXiv say so,
    "retracted" if the publisher or Retraction Watch do. `preprint` is the arXiv identifier, without version,
    that a registry names as the preprint of what it knows.
    `origin` tells for each field where it came from: the name of a source, or "text".
    """

    type: CslType
    title: str | None = None
    authors: tuple[Name, ...] = ()
    et_al: bool = False
    issued: PartialDate | None = None
    submitted: PartialDate | None = None
    updated: PartialDate | None = None
    container_title: str | None = None
    collection_title: str | None = None
    volume: str | None = None
    issue: str | None = None
    page: str | None = None
    number: str | None = None
    publisher: str | None = None
    genre: str | None = None
    abstract: str | None = None
    note: str | None = None
    identifiers: tuple[Identifier, ...] = ()
    categories: tuple[str, ...] = ()
    version: int | None = None
    comment: str | None = None
    journal_ref: str | None = None
    status: Literal["withdrawn", "retracted"] | None = None
    preprint: str | None = None
    origin: Mapping[str, str] = field(default_factory=dict)

    def identifier(self, scheme: Scheme) -> Identifier | None:
        """The first identifier of `scheme`, or None."""
        for one in self.identifiers:  # a loop, as writers ask often
            if one.scheme == scheme:
                return one
        return None

    @property
    def arxiv_id(self) -> str | None:
        """The arXiv identifier without version, or None."""
        found = self.identifier("arxiv")
        return found.value if found else None

    @property
    def eprint(self) -> str | None:
        """The arXiv identifier as it is cited: with version if the identifier has one."""
        found = self.identifier("arxiv")
        return found.value + (f"v{found.version}" if found.version else "") if found else None


class Verdict(Enum):
    """How one feature compares. ABSENT: one side is silent; never counted as agreement."""

    AGREES = "agrees"
    DIFFERS = "differs"
    ABSENT = "absent"


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """One feature compared: `strength` 0..1, 1 for equal after normalising; both values to read."""

    feature: Feature
    verdict: Verdict
    strength: float
    said: str
    found: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """A record held against a mention.

    `score`: 0..1, the share of agreement in all that both sides state. `coverage`: 0..1, the share
    of the policy's whole weight that could be compared at all. `older` is the older version of the
    record's paper that the evidence is about, where the text asks for it or fits it better.
    """

    record: Record
    evidence: tuple[Evidence, ...]
    score: float
    coverage: float
    older: Record | None = None

    def feature(self, name: Feature) -> Evidence | None:
        """The evidence for one feature, or None if it was ABSENT."""
        return next((one for one in self.evidence if one.feature == name), None)


class Outcome(Enum):
    """What became of a mention.

    SETTLED: one work, enough agreeing evidence, no veto. REVIEW: likely, but a person should look.
    AMBIGUOUS: two works fit about equally. CONFLICT: the identifier names another work than the
    words do. UNKNOWN: every source answered, none knows it. UNASKED: a source could not be asked,
    so absence proves nothing.
    """

    SETTLED = "settled"
    REVIEW = "review"
    AMBIGUOUS = "ambiguous"
    CONFLICT = "conflict"
    UNKNOWN = "unknown"
    UNASKED = "unasked"


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """What a person decided of a mention: `take` this record, keep it as `written`, or `skip` it.

    A mention that is skipped gets no entry. `record` is there for `take` only.
    """

    kind: Literal["take", "written", "skip"]
    record: Record | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Resolution:
    """A mention and what was decided of it.

    `alternatives` are other works, best first; versions of one work count once. `reasons` are the
    names of the rules that fired, `failures` what could not be asked and why. `choice` is a
    person's: then the outcome is SETTLED, `best` None unless a record was taken, the reason "chosen".
    """

    mention: Mention
    outcome: Outcome
    best: Match | None = None
    alternatives: tuple[Match, ...] = ()
    reasons: tuple[str, ...] = ()
    failures: tuple[SourceError, ...] = ()
    choice: Choice | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A record under the citation key that one bibliography gives it."""

    key: str
    record: Record
