"""What became of labelled mentions, counted class by class, and held against the bars of the classes.

"Settled wrong" is what must never be: a paper settled that the text does not name, or any paper at all
for a text that names none of arXiv's. "Amiss" is an outcome that the label does not allow, though no
wrong paper was settled: a conflict not called one, or a title of two words that settled alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from bibgen.model import Outcome, Resolution
from tests.judges.identify.generator import CLASSES
from tests.judges.identify.saying import Labelled

FIRST = 0.95  # of what a person must look at, how much has the right paper first
_ROW = "{:26}{:>9}{:>7}{:>8}{:>7}{:>7}{:>10}{:>8}{:>8}{:>9}{:>7}"
_HEAD = ("class", "mentions", "right", "", "bar", "wrong", "conflict", "review", "first", "unknown", "amiss")
_DOUBT = (Outcome.REVIEW, Outcome.AMBIGUOUS)


@dataclass
class Tally:
    """Counts of one class; `first` of those in review have the right paper first."""

    mentions: int = 0
    right: int = 0
    wrong: int = 0
    conflict: int = 0
    review: int = 0
    first: int = 0
    unknown: int = 0
    amiss: int = 0

    def add(self, said: Labelled, found: Resolution) -> None:
        settled = found.outcome is Outcome.SETTLED
        right = said.truth is not None and best_id(found) == said.truth
        self.mentions += 1
        self.right += settled and right
        self.wrong += settled and not right
        self.conflict += found.outcome is Outcome.CONFLICT
        self.review += found.outcome in _DOUBT
        self.first += found.outcome in _DOUBT and right
        self.unknown += found.outcome in (Outcome.UNKNOWN, Outcome.UNASKED)
        self.amiss += is_amiss(said, found)

    def __iadd__(self, other: Tally) -> Tally:
        for name in self.__dataclass_fields__:
            setattr(self, name, getattr(self, name) + getattr(other, name))
        return self

    @property
    def open(self) -> int:
        """Mentions that were not settled."""
        return self.mentions - self.right - self.wrong

    def share(self) -> float:
        return self.right / max(self.mentions, 1)


@dataclass
class Report:
    """All classes, and the mentions that were not settled right."""

    tallies: dict[str, Tally] = field(default_factory=dict)
    failures: list[tuple[Labelled, Resolution]] = field(default_factory=list)

    def add(self, labelled: Iterable[Labelled], resolutions: Iterable[Resolution]) -> None:
        for said, found in zip(labelled, resolutions, strict=True):
            self.tallies.setdefault(said.cls, Tally()).add(said, found)
            if is_failure(said, found):
                self.failures.append((said, found))

    @property
    def whole(self) -> Tally:
        total = Tally()
        for one in self.tallies.values():
            total += one
        return total

    def table(self) -> str:
        rows = [_ROW.format(*_HEAD)]
        rows += [
            _row(one.name, self.tallies[one.name], one.bar) for one in CLASSES if one.name in self.tallies
        ]
        return "\n".join([*rows, _row("all", self.whole, None)])

    def missed(self) -> list[str]:
        """What must be shown and was not reached, in words."""
        found = [f"{name}: {one.wrong} settled wrong" for name, one in self.tallies.items() if one.wrong]
        for one in CLASSES:
            tally = self.tallies.get(one.name)
            if tally and one.bar and tally.share() < one.bar:
                found.append(f"{one.name}: {tally.share():.1%} settled right, not {one.bar:.1%}")
        rest = [self.tallies[one.name] for one in CLASSES if one.bar and one.name in self.tallies]
        left, first = sum(one.open for one in rest), sum(one.first for one in rest)
        if first < FIRST * left:
            found.append(
                f"of the {left} others in classes with a bar, {first} have the right paper first in review"
            )
        return found


def best_id(found: Resolution) -> str | None:
    return found.best.record.arxiv_id if found.best else None


def is_amiss(said: Labelled, found: Resolution) -> bool:
    """Whether the outcome is not allowed, or a paper that a person must see is not shown."""
    matches = [found.best, *found.alternatives]
    seen = {one.record.arxiv_id for one in matches if one}
    hidden = found.outcome is Outcome.CONFLICT and not set(said.shown) <= seen
    wrong = found.outcome is Outcome.SETTLED and best_id(found) != said.truth
    return (found.outcome not in said.allowed and not wrong) or hidden


def is_failure(said: Labelled, found: Resolution) -> bool:
    """Whether there is something to look at: not settled right, where that was asked for, or worse."""
    if said.truth is None:
        return found.outcome is Outcome.SETTLED or is_amiss(said, found)
    if Outcome.SETTLED not in said.allowed:
        return is_amiss(said, found) or best_id(found) != said.truth
    return found.outcome is not Outcome.SETTLED or best_id(found) != said.truth


def explained(said: Labelled, found: Resolution) -> str:
    """A failure in a few lines: what was said, what came, and why."""
    mention = said.mention
    told = f"{mention.raw[:240]}{' [' + str(dict(mention.said)) + ']' if mention.said else ''}"
    lines = [f"[{said.cls}] {found.outcome.value}: {', '.join(found.reasons)}", f"  said   {told}"]
    lines.append(
        f"  truth  {said.truth or '-'}{'  to be shown: ' + ' '.join(said.shown) if said.shown else ''}"
    )
    if found.best:
        evidence = ", ".join(f"{one.feature} {one.strength:.2f}" for one in found.best.evidence)
        lines.append(f"  came   {best_id(found)}  {found.best.record.title}\n         {evidence}")
    others: Sequence[str] = [f"{one.record.arxiv_id} {one.record.title}" for one in found.alternatives[:3]]
    return "\n".join([*lines, *(f"  or     {one}" for one in others)])


def _row(name: str, one: Tally, bar: float | None) -> str:
    shown = f"{bar:.1%}" if bar else "-"
    return _ROW.format(
        name, one.mentions, one.right, f"{one.share():.1%}", shown, one.wrong, one.conflict, one.review, one.first,
        one.unknown, one.amiss,
    )  # fmt: skip
