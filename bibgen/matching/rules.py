"""The rules by which one match would settle, be shown, or neither: one table of rules, one of vetoes.

A rule asks for agreement, a veto for difference; silence on either side does nothing. So more agreeing
evidence never makes a grade worse.

| rule | settles if |
|---|---|
| id | the identifier agrees, and the text has neither title nor abstract nor anything that differs |
| id-words | the identifier agrees, and (part of) the title or the abstract; or names or date if alone |
| id-version | the identifier and the day agree, and the abstract at least shows: an older version |
| title | the title is exact, and names, year or abstract agree; of a short one more than that |
| title-alone | the title is exact and long, or says much and is but mistyped, and nothing differs |
| title-abstract | the title agrees and so does the abstract |
| title-names | the title agrees (typing, subtitle, cut), and so do names; the less title, the more of them |
| title-date | the title agrees and says much, and so does the year |
| abstract | the abstract agrees, is long enough, and no title says otherwise |
| journal | the journal's volume and page agree, so does the first author, and no words differ |
| abstract-with | half of the abstract agrees, and the author or the day does |
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import IntEnum

from bibgen.matching.facts import Facts
from bibgen.matching.policy import Policy
from bibgen.model import Evidence, Match, Mention, Verdict


class Grade(IntEnum):
    """What one match would come to, were there no other."""

    NO = 0
    REVIEW = 1
    SETTLE = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Graded:
    """A match, its grade, and the names of the rules that made it."""

    match: Match
    grade: Grade
    reasons: tuple[str, ...]
    lead: float


def _id_alone(f: Facts) -> bool:
    return f.agrees("identifier") and not f.words_said and not any(map(f.differs, f.said))


def _id_words(f: Facts) -> bool:
    if not f.agrees("identifier"):
        return False
    short = f.title_within and (f.title_words < f.policy.title_alone_words or f.strength("title") >= 0.4)
    named = f.agrees("title") or f.agrees("abstract") or (short and not f.names_differ)
    return named or (not f.words_said and (f.names_agree or f.agrees("date")) and not f.names_differ)


def _id_version(f: Facts) -> bool:
    shows = f.strength("abstract") >= f.policy.abstract_shows
    return f.agrees("identifier") and f.day_agrees and shows and not f.differs("title")


def _title(f: Facts) -> bool:
    if not f.title_exact:
        return False
    if f.title_words >= f.policy.least_title_words:
        return f.names_agree or f.agrees("date") or f.agrees("abstract")
    if f.names_agree:
        whole_name = f.strength("first-author") >= f.policy.whole_name
        return whole_name or f.agrees("date") or f.agrees("abstract") or f.strength("authors") >= 1
    return f.agrees("date") and f.title_rarity >= f.policy.short_title_rarity


def _title_alone(f: Facts) -> bool:
    """The title and nothing else, if it is long, or says much and was but mistyped."""
    if any(f.differs(one) for one in ("first-author", "authors", "abstract", "date")):
        return False
    exact = f.title_exact and f.title_words >= f.policy.title_alone_words
    return exact or (f.strength("title") >= f.policy.title_typed and f.title_says_much)


def _title_abstract(f: Facts) -> bool:
    return f.agrees("title") and f.strength("abstract") >= f.policy.abstract_with


def _title_names(f: Facts) -> bool:
    """A title that nearly agrees, and people; of two versions of a title all people, and the year."""
    if not (f.agrees("title") and f.agrees("first-author") and f.title_words >= f.policy.least_title_words):
        return False
    all_people = f.strength("authors") >= 1 or (f.alone_named and f.agrees("date"))
    if all_people or f.day_agrees or f.strength("abstract") >= f.policy.abstract_shows:
        return True
    return f.strength("title") >= f.policy.title_part and (
        f.agrees("date") or f.title_has(f.policy.title_named)
    )


def _title_date(f: Facts) -> bool:
    """A title that nearly agrees, and the year; the nearer, the less it must say."""
    typed = f.strength("title") >= f.policy.title_typed and f.title_words >= f.policy.least_title_words
    part = f.strength("title") >= f.policy.title_part and f.title_has(f.policy.title_dated)
    return (typed or part) and f.agrees("date") and not f.names_differ


def _abstract(f: Facts) -> bool:
    alike = f.strength("abstract") >= f.policy.abstract_alone
    return alike and f.abstract_tells and not _retitled_beyond_doubt(f)


def _abstract_with(f: Facts) -> bool:
    alike = f.strength("abstract") >= f.policy.abstract_with
    backed = f.agrees("first-author") or f.strength("date") >= 1
    return alike and backed and f.abstract_tells and not _retitled_beyond_doubt(f)


def _retitled_beyond_doubt(f: Facts) -> bool:
    """The title says another paper: parts of a series share abstracts, not titles."""
    return f.differs("title") and f.strength("title") < 0.4


def _journal(f: Facts) -> bool:
    """A reference without title: nobody has two papers on one page of one volume."""
    no_other = not (f.differs("title") or f.differs("abstract") or f.differs("authors"))
    return f.strength("venue") >= 1 and f.agrees("first-author") and no_other


RULES: tuple[tuple[str, Callable[[Facts], bool]], ...] = (
    ("id", _id_alone),
    ("id-words", _id_words),
    ("id-version", _id_version),
    ("title", _title),
    ("title-alone", _title_alone),
    ("title-abstract", _title_abstract),
    ("title-names", _title_names),
    ("title-date", _title_date),
    ("abstract", _abstract),
    ("abstract-with", _abstract_with),
    ("journal", _journal),
)


def _other_time(f: Facts) -> bool:
    return f.differs("date") and f.strength("date") == 0


def _by_all(f: Facts) -> bool:
    """The title is right and so are its authors, all of them: journals print papers years after arXiv."""
    lag = f.years_apart is not None and f.years_apart <= f.policy.most_lag
    alone = (
        f.alone_named
        and f.strength("first-author") >= f.policy.initials
        and f.title_has(f.policy.title_named)
    )
    everyone = f.agrees("first-author") and f.strength("authors") >= 0.99
    return lag and f.strength("title") >= f.policy.title_typed and (everyone or alone)


def _named_twice(f: Facts) -> bool:
    return f.agrees("identifier") and f.agrees("title")


OTHER_PUBLICATION, OTHER_KIND = "other-publication", "other-kind"
ANOTHER_WORK = frozenset((OTHER_PUBLICATION, OTHER_KIND))  # under the title of the paper
# What keeps a match from settling, whatever agrees besides.
VETOES: tuple[tuple[str, Callable[[Facts], bool]], ...] = (
    ("other-id", lambda f: f.differs("identifier")),
    ("other-title", lambda f: _retitled_beyond_doubt(f) and not f.agrees("identifier")),
    ("other-authors", lambda f: f.names_differ and not (f.strength("abstract") >= 0.9 or _named_twice(f))),
    (OTHER_KIND, lambda f: not f.agrees("identifier") and f.other_kind),
    (
        OTHER_PUBLICATION,
        lambda f: f.policy.as_cited and not f.agrees("identifier") and f.other_publication,
    ),
    ("other-time", lambda f: _other_time(f) and not (f.agrees("abstract") or _named_twice(f) or _by_all(f))),
)


def grade(mention: Mention, match: Match, policy: Policy, *, ignoring_id: bool = False) -> Graded:
    """What the match would come to alone.

    Args:
        ignoring_id: as if the text named no identifier.
    """
    if ignoring_id:
        evidence = tuple(one for one in match.evidence if one.feature != "identifier")
        match = Match(record=match.record, evidence=evidence, score=match.score, coverage=match.coverage)
    if not any(_counts(one, policy) for one in match.evidence):
        return Graded(match=match, grade=Grade.NO, reasons=(), lead=lead(policy)(match))
    facts = Facts(mention, match, policy)
    fired = tuple(name for name, holds in RULES if holds(facts))
    vetoes = tuple(name for name, holds in VETOES if holds(facts))
    shows = Grade.REVIEW if fired or _shows(facts) else Grade.NO
    made = Grade.SETTLE if fired and not vetoes else shows
    return Graded(match=match, grade=made, reasons=fired + vetoes, lead=lead(policy)(match))


def _counts(one: Evidence, policy: Policy) -> bool:
    """Whether a piece of evidence agrees, or comes near enough to be looked at."""
    return one.verdict is Verdict.AGREES or one.strength >= min(policy.title_near, policy.abstract_shows)


def _shows(f: Facts) -> bool:
    """Whether a person would want to see it."""
    return (
        f.agrees("identifier")
        or f.strength("title") >= f.policy.title_shows
        or f.strength("abstract") >= f.policy.abstract_shows
        or f.strength("venue") >= 1
        or (f.title_holds and f.names_agree and f.title_words >= f.policy.title_alone_words)
        or (f.title_within and (f.names_agree or f.title_words >= f.policy.title_alone_words))
    )


def lead(policy: Policy) -> Callable[[Match], float]:
    """A measure of agreement less difference, by which works and versions are ranked."""

    def measure(match: Match) -> float:
        return sum(
            policy.weight(one.feature) * (one.strength if one.verdict is Verdict.AGREES else one.strength - 1)
            for one in match.evidence
        )

    return measure
