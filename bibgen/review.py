"""Review: a person decides what the evidence does not settle.

The walk asks a `Reviewer` of one doubtful mention after the other and keeps each choice in the ledger the
moment it is made, so that a review which is cut off loses nothing and nobody is asked twice. It knows no
terminal: whoever can show a `Doubt` and bring back an `Answer` is a reviewer.

A choice never rests on a name alone: whatever is searched for, or entered as an identifier, comes back as
a candidate held against the words of the text, and counts only when it is taken.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from bibgen import fingerprint, identifiers, names, words
from bibgen.matching import Policy
from bibgen.matching.evidence import compare
from bibgen.model import Choice, Match, Mention, Outcome, Record, Resolution
from bibgen.session import Session
from bibgen.sources.hints import record_name

MOST_CANDIDATES = 9  # one digit names each
_SAID = 100  # characters of a text by which a person knows it again

# Why a mention is doubtful, by the rules of `matching.decide` that fired; the first that fits is told.
_REASONS = (
    ("id-unknown", "its identifier is unknown, and the words fit other papers"),
    ("id-other-paper", "its identifier names one paper, its words another"),
    ("id-other-words", "its identifier names a paper that its words do not fit"),
    ("rival", "more than one paper fits"),
    ("abstract-of-another", "its abstract is another paper's than its title"),
    ("other-id", "the paper that its words fit has another identifier"),
    ("other-title", "the paper that fits has another title"),
    ("other-authors", "the paper that fits is by other people"),
    ("other-kind", "the paper that fits is no thesis, book, talk or data set, as the text says"),
    ("other-publication", "the paper that fits is another publication of its title"),
    ("other-time", "the paper that fits is of another time"),
    ("thin-evidence", "a paper is likely, but the evidence is thin"),
    ("not-found", "no source knows it"),
    ("nothing-to-ask", "there is no identifier, title or abstract to ask for"),
    ("not-asked", "a source could not be asked"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Doubt:
    """A mention that somebody must decide on.

    `number` of `total`, from 1. `candidates` are at most nine, best first. `hint` says what came of the
    last search, or what was chosen before.
    """

    resolution: Resolution
    number: int
    total: int
    candidates: tuple[Match, ...]
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Take:
    """The mention is this record."""

    record: Record


@dataclass(frozen=True, slots=True)
class Keep:
    """No paper is found for it; its entry says what the text says."""


@dataclass(frozen=True, slots=True)
class Skip:
    """It gets no entry, now and later."""


@dataclass(frozen=True, slots=True)
class NotNow:
    """Nothing is decided; ask again in the next review."""


@dataclass(frozen=True, slots=True)
class Search:
    """Look for a title with these words."""

    words: str


@dataclass(frozen=True, slots=True)
class Enter:
    """Look up the identifier that a person typed."""

    text: str


@dataclass(frozen=True, slots=True)
class Back:
    """Return to the mention before."""


@dataclass(frozen=True, slots=True)
class Quit:
    """Stop here; what was chosen is kept."""


Answer = Take | Keep | Skip | NotNow | Search | Enter | Back | Quit


class Reviewer(Protocol):
    """Whoever decides."""

    def choose(self, doubt: Doubt) -> Answer:
        """What to do about a mention."""
        ...


def doubtful(resolutions: Sequence[Resolution]) -> list[Resolution]:
    """What is to be decided, once for all mentions that say the same; what could not be asked comes last."""
    doubts: dict[str, Resolution] = {}
    for one in resolutions:
        if one.outcome is not Outcome.SETTLED:
            doubts.setdefault(fingerprint.of_mention(one.mention), one)
    return sorted(doubts.values(), key=lambda one: one.outcome is Outcome.UNASKED)


def why(resolution: Resolution) -> str:
    """Why a mention is doubtful, in words."""
    told = next((text for rule, text in _REASONS if rule in resolution.reasons), "")
    failures = _failures(resolution)
    return f"{told} ({failures})" if failures and told else failures or told


def _failures(resolution: Resolution) -> str:
    return "; ".join(dict.fromkeys(map(str, resolution.failures)))


def walk(session: Session, resolutions: Sequence[Resolution], reviewer: Reviewer) -> list[Resolution]:
    """Ask of all that is doubtful; the resolutions, with what was chosen in its place.

    A choice counts for every mention that says the same. `session.ledger.kept` tells afterwards whether
    the choices will last.
    """
    steps = [_Step(one, _candidates(one)) for one in doubtful(resolutions)]
    at = 0
    while at < len(steps):
        step = steps[at]
        answer = reviewer.choose(step.doubt(at + 1, len(steps)))
        if isinstance(answer, Quit):
            break
        if isinstance(answer, Back):
            at = max(at - 1, 0)
        elif isinstance(answer, Search):
            step.candidates, step.hint = _searched(session, step, answer.words)
        elif isinstance(answer, Enter):
            step.candidates, step.hint = _entered(session, step, answer.text)
        else:
            _settle(session, step, answer)
            at += 1
    return _with_choices(session, resolutions, {step.mark for step in steps if step.choice})


class _Step:
    """One mention on the walk, and what is known of it so far."""

    def __init__(self, resolution: Resolution, candidates: tuple[Match, ...]) -> None:
        self.resolution = resolution
        self.candidates = candidates
        self.mark = fingerprint.of_mention(resolution.mention)
        self.choice: Choice | None = None
        self.hint = ""

    @property
    def mention(self) -> Mention:
        return self.resolution.mention

    def doubt(self, number: int, total: int) -> Doubt:
        return Doubt(
            resolution=self.resolution,
            number=number,
            total=total,
            candidates=self.candidates,
            hint=self.hint,
        )


# -- deciding


def _settle(session: Session, step: _Step, answer: Take | Keep | Skip | NotNow) -> None:
    """Keep a choice at once, or take an earlier one back."""
    step.choice = _choice(answer)
    if step.choice is None:
        session.ledger.forget([step.mark])
        step.hint = ""
        return
    step.hint = f"chosen before: {described(step.choice)}"
    place = f"{step.mention.span.file}:{step.mention.span.first}"
    session.ledger.choose(step.mark, step.choice, said=_said(step.mention), place=place)


def _choice(answer: Take | Keep | Skip | NotNow) -> Choice | None:
    if isinstance(answer, Take):
        return Choice(kind="take", record=answer.record)
    if isinstance(answer, NotNow):
        return None
    return Choice(kind="written" if isinstance(answer, Keep) else "skip")


def described(choice: Choice) -> str:
    """A choice in words: `take arXiv:2205.06175 A Generalist Agent`, `keep as written`, `leave out`."""
    if choice.kind != "take":
        return "keep as written" if choice.kind == "written" else "leave out"
    named = choice.record.identifiers[:1] if choice.record else ()
    title = choice.record.title if choice.record else None
    return " ".join(["take", *map(identifiers.display, named), *([title] if title else [])])


def _said(mention: Mention) -> str:
    """What the text said, in one line by which a person knows it again."""
    named = " ".join(map(identifiers.display, mention.identifiers))
    people = ", ".join(map(names.display, mention.authors[:1]))
    told = mention.title or named or mention.abstract or people or mention.raw
    return " ".join(told.split())[:_SAID]


def _with_choices(session: Session, resolutions: Sequence[Resolution], marks: set[str]) -> list[Resolution]:
    """The resolutions, those of the chosen mentions made anew by what was chosen."""
    chosen = [
        at for at, one in enumerate(resolutions) if marks and fingerprint.of_mention(one.mention) in marks
    ]
    made = session.resolve([resolutions[at].mention for at in chosen]) if chosen else []
    changed = dict(zip(chosen, made, strict=True))
    return [changed.get(at, one) for at, one in enumerate(resolutions)]


# -- looking further


def _candidates(resolution: Resolution) -> tuple[Match, ...]:
    found = [*([resolution.best] if resolution.best else []), *resolution.alternatives]
    return _once(found)


def _once(matches: Sequence[Match]) -> tuple[Match, ...]:
    """The first nine, each paper once."""
    first: dict[str, Match] = {}
    for one in matches:
        first.setdefault(record_name(one.record), one)
    return tuple(first.values())[:MOST_CANDIDATES]


def _searched(session: Session, step: _Step, said: str) -> tuple[tuple[Match, ...], str]:
    """The candidates for other words before those there were, and what to say of them."""
    if not words.words(said):
        return step.candidates, step.hint
    wanted = replace(step.mention, title=said, identifiers=(), abstract=None, rivals=())
    (found,) = session.resolve([wanted], choices=False)
    close = [match.record for match in _candidates(found)]
    records = [*close, *_sharing_words(session, wanted)]
    if not records:
        return step.candidates, _nothing(found, f"nothing is found for “{said}”")
    hint = f"found for “{said}”" + (f"; {_nothing(found, '')}" if found.failures else "")
    return _once([*(_held_against(step.mention, one) for one in records), *step.candidates]), hint


def _sharing_words(session: Session, wanted: Mention) -> list[Record]:
    """Papers at hand that are further from the words: their titles have at least half of them."""
    sought = set(words.significant(words.words(wanted.title or "")))
    found = [record for shelf in session.shelves for record in shelf.find(wanted)]
    shared = {id(one): len(sought & set(words.words(one.title or ""))) for one in found}
    likely = [one for one in found if sought and shared[id(one)] >= len(sought) / 2]
    return sorted(likely, key=lambda one: -shared[id(one)])


def _entered(session: Session, step: _Step, text: str) -> tuple[tuple[Match, ...], str]:
    """The candidates with the paper of an identifier before them, and what to say of it."""
    if not text.strip():
        return step.candidates, step.hint
    named = identifiers.parse(text)
    if named is None or named.scheme not in ("arxiv", "doi"):
        return step.candidates, f"“{text}” is no arXiv id, no DOI, and no address of one"
    wanted = Mention(raw=text, span=step.mention.span, identifiers=(named,))
    (found,) = session.resolve([wanted], choices=False)
    if found.best is None:
        return step.candidates, _nothing(found, f"no source knows {identifiers.display(named)}")
    first = _held_against(step.mention, found.best.record)
    hint = f"1 is found for {identifiers.display(named)}: take it if it is the paper"
    return _once([first, *step.candidates]), hint


def _nothing(found: Resolution, otherwise: str) -> str:
    """Why a search came to nothing: because nobody could be asked, or because there is nothing."""
    return f"could not be asked: {_failures(found)}" if found.failures else otherwise


def _held_against(mention: Mention, record: Record) -> Match:
    """A record that was looked for in other words, held against those of the text."""
    return compare(mention, record, Policy())
