"""From matches to an outcome; pure.

Each match gets a grade by `rules`. Then the best match is held against the others: a second work that
would settle as well makes the mention AMBIGUOUS, and an identifier whose paper the words do not fit
makes it a CONFLICT, with both shown.
"""

from __future__ import annotations

from collections.abc import Sequence

from bibgen.errors import SourceError
from bibgen.matching.facts import Facts
from bibgen.matching.policy import Policy
from bibgen.matching.rules import Grade, Graded, grade
from bibgen.model import Match, Mention, Outcome, Resolution, Verdict
from bibgen.sources.hints import record_name


def decide(
    mention: Mention, matches: Sequence[Match], failures: Sequence[SourceError], policy: Policy
) -> Resolution:
    """The outcome for a mention.

    Args:
        matches: every candidate compared, one a work, in any order.
        failures: what could not be asked for this mention.
    """
    graded = sorted(
        (grade(mention, match, policy) for match in matches),
        key=lambda one: (-one.grade, -one.lead, record_name(one.match.record)),
    )
    conflict = _conflict(mention, graded, policy)
    if conflict:
        outcome, reasons, shown = conflict
    else:
        shown = [one for one in graded if one.grade > Grade.NO]
        outcome, reasons = _verdict(shown, bool(failures), policy)
    return Resolution(
        mention=mention,
        outcome=outcome,
        best=shown[0].match if shown else None,
        alternatives=tuple(one.match for one in shown[1:6]),
        reasons=reasons,
        failures=tuple(failures),
    )


def _verdict(shown: Sequence[Graded], failed: bool, policy: Policy) -> tuple[Outcome, tuple[str, ...]]:
    """The outcome by the best of the matches that are worth showing, and the reasons."""
    if not shown:
        return (Outcome.UNASKED, ("not-asked",)) if failed else (Outcome.UNKNOWN, ("not-found",))
    best, others = shown[0], shown[1:]
    if best.grade is not Grade.SETTLE:
        close = bool(others) and best.lead - others[0].lead < policy.rival / 2 and not _names_it(best)
        outcome = Outcome.AMBIGUOUS if close else Outcome.REVIEW
        return outcome, (*best.reasons, "rival" if close else "thin-evidence")
    if any(_rivals(best, one, policy) for one in others):
        return Outcome.AMBIGUOUS, (*best.reasons, "rival")
    if _abstract_of_another(shown, policy):
        return Outcome.REVIEW, (*best.reasons, "abstract-of-another")
    return Outcome.SETTLED, best.reasons


def is_conclusive(mention: Mention, match: Match, policy: Policy) -> bool:
    """Whether nothing that might still be found could fit as well, so that no more need be asked.

    An abstract alone never is: one paper in a thousand shares it with another, word for word (parts
    of a series, a paper submitted twice).
    """
    facts = Facts(mention, match, policy)
    if facts.agrees("identifier"):
        # Of a title that is not quite the paper's, another may be.
        return facts.title_exact or "title" not in facts.said or facts.agrees("abstract")
    backed = facts.names_agree or facts.day_agrees
    exact = all(
        facts.strength(one) >= 0.9 for one in facts.said & {"title", "first-author", "date", "abstract"}
    )
    return facts.title_exact and backed and exact


def _names_it(one: Graded) -> bool:
    found = one.match.feature("identifier")
    return found is not None and found.verdict is Verdict.AGREES


def _rivals(best: Graded, other: Graded, policy: Policy) -> bool:
    """Whether another work fits about as well; an exact title or abstract beats all but its like."""
    if other.grade is not Grade.SETTLE:
        return False
    title, its_title = best.match.feature("title"), other.match.feature("title")
    if title and its_title and title.strength == 1 > its_title.strength and best.lead >= other.lead:
        return False
    mine, theirs = best.match.feature("abstract"), other.match.feature("abstract")
    if mine and theirs and mine.strength == 1 and theirs.strength < 1 and best.lead >= other.lead:
        return False
    return best.lead - other.lead < policy.rival


def _abstract_of_another(shown: Sequence[Graded], policy: Policy) -> bool:
    """Whether the text gives the best match's title and, word for word, another paper's abstract."""
    mine = shown[0].match.feature("abstract")
    if mine is None or mine.strength >= policy.abstract_with:
        return False
    theirs = (one.match.feature("abstract") for one in shown[1:])
    return any(one is not None and one.strength >= policy.abstract_foreign for one in theirs)


def _conflict(
    mention: Mention, graded: Sequence[Graded], policy: Policy
) -> tuple[Outcome, tuple[str, ...], list[Graded]] | None:
    """The identifier's paper and the words' paper, where they are two and the words are clear."""
    if not mention.identifiers:
        return None
    named = next((one for one in graded if _names_it(one)), None)
    if named and named.grade is Grade.SETTLE and not _titled_better(mention, named, graded, policy):
        return None
    by_words = [
        one
        for one in graded
        if one is not named and grade(mention, one.match, policy, ignoring_id=True).grade is Grade.SETTLE
    ]
    if named is None:
        others = [
            one
            for one in by_words
            if (found := one.match.feature("identifier")) and found.verdict is Verdict.DIFFERS
        ]
        return (Outcome.CONFLICT, ("id-unknown",), others) if others else None
    if by_words:
        return Outcome.CONFLICT, ("id-other-paper",), [by_words[0], named, *by_words[1:]]
    if _contradicts(mention, named, policy):
        others = [one for one in graded if one is not named and one.grade > Grade.NO]
        return Outcome.CONFLICT, ("id-other-words",), [named, *others]
    return None


def _titled_better(mention: Mention, named: Graded, graded: Sequence[Graded], policy: Policy) -> bool:
    """Whether the title is not quite that of the identifier's paper, and is another's, word for word."""
    if Facts(mention, named.match, policy).title_exact or named.match.older:
        return False
    return any(
        Facts(mention, one.match, policy).title_exact
        and grade(mention, one.match, policy, ignoring_id=True).grade is Grade.SETTLE
        for one in graded
        if one is not named
    )


def _contradicts(mention: Mention, named: Graded, policy: Policy) -> bool:
    """Whether the words speak of another paper than the identifier names, found or not."""
    facts = Facts(mention, named.match, policy)
    differs = (facts.differs("title") and not facts.title_within) or (
        facts.differs("abstract") and "title" not in facts.said
    )
    backed = facts.names_agree or facts.day_agrees or facts.strength("abstract") >= policy.abstract_shows
    return differs and not backed
