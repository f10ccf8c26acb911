"""From matches to an outcome: one table of rules, pure.

Each match gets a grade by the rules below. A rule asks for agreement, a veto for difference; silence
on either side does nothing. So more agreeing evidence never makes a grade worse. Then the best
match is held against the others: a second work that would settle as well makes the mention
AMBIGUOUS, and an identifier whose paper the words do not fit makes it a CONFLICT, with both shown.

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

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import IntEnum
from functools import lru_cache

from bibgen import words
from bibgen.errors import SourceError
from bibgen.matching.policy import Policy
from bibgen.model import Evidence, Feature, Match, Mention, Outcome, Resolution, Verdict
from bibgen.sources.hints import record_name


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


@lru_cache(maxsize=4096)  # one mention is held against many records, and more than once
def _said(text: str) -> tuple[int, int, float]:
    """How many words a text has, how many say something, and how much the different ones say together."""
    sequence = words.words(text)
    return len(sequence), len(words.significant(sequence)), sum(map(words.rarity, set(sequence)))


class _Facts:
    """The evidence of one match, as the rules ask for it; strengths of what is ABSENT are 0."""

    def __init__(self, mention: Mention, match: Match, policy: Policy) -> None:
        self.policy = policy
        self._by_name = {one.feature: one for one in match.evidence}
        self.said = frozenset(self._by_name)
        title = self._by_name.get("title")
        self.title_within = title is not None and _is_within(title.said, title.found)
        self.years_apart = _years_apart(self._by_name.get("date"))
        _, self.title_words, self.title_rarity = _said(title.said if title else "")
        self.alone_named = len(mention.authors) == 1
        abstract = mention.abstract or "" if "abstract" in self._by_name else ""
        self.abstract_words, _, self.abstract_rarity = _said(abstract)
        self.words_said = bool({"title", "abstract"} & self.said)

    def strength(self, feature: Feature) -> float:
        one = self._by_name.get(feature)
        return one.strength if one else 0.0

    def agrees(self, feature: Feature) -> bool:
        one = self._by_name.get(feature)
        return one is not None and one.verdict is Verdict.AGREES

    def differs(self, feature: Feature) -> bool:
        one = self._by_name.get(feature)
        return one is not None and one.verdict is Verdict.DIFFERS

    @property
    def names_agree(self) -> bool:
        return self.agrees("first-author") or self.agrees("authors")

    @property
    def names_differ(self) -> bool:
        """Nobody of those named wrote it."""
        return (
            self.differs("first-author") and not self.agrees("authors") and not self.strength("authors") > 0
        )

    @property
    def day_agrees(self) -> bool:
        return self.strength("date") >= 0.9

    @property
    def title_exact(self) -> bool:
        return self.strength("title") >= self.policy.title_exact

    @property
    def title_says_much(self) -> bool:
        """Whether the title alone is like to be no other's, even if something of it is missing."""
        return self._title_has(self.policy.title_much)

    @property
    def title_says_some(self) -> bool:
        """Whether the title beside a name or a year is like to be no other's."""
        return self._title_has(self.policy.title_some)

    def _title_has(self, bar: tuple[int, float, int]) -> bool:
        words_of_rarity, rarity, any_words = bar
        rare = self.title_words >= words_of_rarity and self.title_rarity >= rarity
        return rare or self.title_words >= any_words

    @property
    def abstract_tells(self) -> bool:
        """Whether the abstract says enough to name a paper; less will do where it is equal."""
        equal = self.strength("abstract") == 1
        least = self.policy.least_exact_words if equal else self.policy.least_abstract_words
        return self.abstract_words >= least and self.abstract_rarity >= self.policy.least_rarity


def _years_apart(date: Evidence | None) -> int | None:
    """How many years lie between the text's date and arXiv's, None if one has no year."""
    years = [one[:4] for one in (date.said, date.found)] if date else []
    return abs(int(years[0]) - int(years[1])) if years and all(map(str.isdigit, years)) else None


def _is_within(said: str, found: str) -> bool:
    """Whether a title is a run of another's words, as the short name of a work is: `Gato`, `PaLI`."""
    short, long = words.words(said), words.words(found)
    starts = range(len(long) - len(short) + 1)
    return bool(short) and any(long[start : start + len(short)] == short for start in starts)


def _id_alone(f: _Facts) -> bool:
    return f.agrees("identifier") and not f.words_said and not any(map(f.differs, f.said))


def _id_words(f: _Facts) -> bool:
    if not f.agrees("identifier"):
        return False
    named = f.agrees("title") or f.agrees("abstract") or (f.title_within and not f.names_differ)
    return named or (not f.words_said and (f.names_agree or f.agrees("date")) and not f.names_differ)


def _id_version(f: _Facts) -> bool:
    shows = f.strength("abstract") >= f.policy.abstract_shows
    return f.agrees("identifier") and f.day_agrees and shows and not f.differs("title")


def _title(f: _Facts) -> bool:
    if not f.title_exact:
        return False
    if f.title_words >= f.policy.least_title_words:
        return f.names_agree or f.agrees("date") or f.agrees("abstract")
    if f.names_agree:
        whole_name = f.strength("first-author") >= f.policy.whole_name
        return whole_name or f.agrees("date") or f.agrees("abstract") or f.strength("authors") >= 1
    return f.agrees("date") and f.title_rarity >= f.policy.short_title_rarity


def _title_alone(f: _Facts) -> bool:
    """The title and nothing else, if it is long, or says much and was but mistyped."""
    if any(f.differs(one) for one in ("first-author", "authors", "abstract", "date")):
        return False
    exact = f.title_exact and f.title_words >= f.policy.title_alone_words
    return exact or (f.strength("title") >= f.policy.title_typed and f.title_says_much)


def _title_abstract(f: _Facts) -> bool:
    return f.agrees("title") and f.strength("abstract") >= f.policy.abstract_with


def _title_names(f: _Facts) -> bool:
    """A title that nearly agrees, and people; of two versions of a title all people, and the year."""
    if not (f.agrees("title") and f.agrees("first-author") and f.title_words >= f.policy.least_title_words):
        return False
    all_people = f.strength("authors") >= 1 or (f.alone_named and f.agrees("date"))
    if all_people or f.day_agrees or f.strength("abstract") >= f.policy.abstract_shows:
        return True
    return f.strength("title") >= f.policy.title_part and (f.agrees("date") or f.title_says_some)


def _title_date(f: _Facts) -> bool:
    """A title that nearly agrees, and the year; the nearer, the less it must say."""
    typed = f.strength("title") >= f.policy.title_typed and f.title_words >= f.policy.least_title_words
    some = f.title_words >= f.policy.title_alone_words and f.title_says_some
    part = f.strength("title") >= f.policy.title_part and some
    return (typed or part) and f.agrees("date") and not f.names_differ


def _abstract(f: _Facts) -> bool:
    alike = f.strength("abstract") >= f.policy.abstract_alone
    return alike and f.abstract_tells and not _retitled_beyond_doubt(f)


def _abstract_with(f: _Facts) -> bool:
    alike = f.strength("abstract") >= f.policy.abstract_with
    backed = f.agrees("first-author") or f.strength("date") >= 1
    return alike and backed and f.abstract_tells and not _retitled_beyond_doubt(f)


def _retitled_beyond_doubt(f: _Facts) -> bool:
    """The title says another paper: parts of a series share abstracts, not titles."""
    return f.differs("title") and f.strength("title") < 0.4


def _journal(f: _Facts) -> bool:
    """A reference without title: nobody has two papers on one page of one volume."""
    no_other = not (f.differs("title") or f.differs("abstract") or f.differs("authors"))
    return f.strength("venue") >= 1 and f.agrees("first-author") and no_other


RULES: tuple[tuple[str, Callable[[_Facts], bool]], ...] = (
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


def _other_time(f: _Facts) -> bool:
    return f.differs("date") and f.strength("date") == 0


def _by_all(f: _Facts) -> bool:
    """The title is exact and so are its authors: journals print papers years after arXiv."""
    lag = f.years_apart is not None and f.years_apart <= f.policy.most_lag
    return lag and f.title_exact and f.agrees("first-author") and f.strength("authors") >= 0.99


def _named_twice(f: _Facts) -> bool:
    return f.agrees("identifier") and f.agrees("title")


# What keeps a match from settling, whatever agrees besides.
VETOES: tuple[tuple[str, Callable[[_Facts], bool]], ...] = (
    ("other-id", lambda f: f.differs("identifier")),
    ("other-title", lambda f: _retitled_beyond_doubt(f) and not f.agrees("identifier")),
    ("other-authors", lambda f: f.names_differ and not (f.strength("abstract") >= 0.9 or _named_twice(f))),
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
    facts = _Facts(mention, match, policy)
    fired = tuple(name for name, holds in RULES if holds(facts))
    vetoes = tuple(name for name, holds in VETOES if holds(facts))
    shows = Grade.REVIEW if fired or _shows(facts) else Grade.NO
    made = Grade.SETTLE if fired and not vetoes else shows
    return Graded(match=match, grade=made, reasons=fired + vetoes, lead=lead(policy)(match))


def _shows(f: _Facts) -> bool:
    """Whether a person would want to see it."""
    return (
        f.agrees("identifier")
        or f.strength("title") >= f.policy.title_shows
        or f.strength("abstract") >= f.policy.abstract_shows
        or f.strength("venue") >= 1
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
    shown = [one for one in graded if one.grade > Grade.NO]
    conflict = _conflict(mention, graded, policy)
    if conflict:
        outcome, reasons, shown = conflict
    elif not shown:
        outcome, reasons = (
            (Outcome.UNASKED, ("not-asked",)) if failures else (Outcome.UNKNOWN, ("not-found",))
        )
    elif shown[0].grade is Grade.SETTLE:
        rivals = [one for one in shown[1:] if _rivals(shown[0], one, policy)]
        foreign = _abstract_of_another(shown, policy)
        outcome = Outcome.AMBIGUOUS if rivals else Outcome.REVIEW if foreign else Outcome.SETTLED
        reasons = (*shown[0].reasons, *(["rival"] if rivals else ["abstract-of-another"] if foreign else []))
    else:
        close = (
            len(shown) > 1 and shown[0].lead - shown[1].lead < policy.rival / 2 and not _names_it(shown[0])
        )
        outcome = Outcome.AMBIGUOUS if close else Outcome.REVIEW
        reasons = (*shown[0].reasons, "rival" if close else "thin-evidence")
    return Resolution(
        mention=mention,
        outcome=outcome,
        best=shown[0].match if shown else None,
        alternatives=tuple(one.match for one in shown[1:6]),
        reasons=reasons,
        failures=tuple(failures),
    )


def is_conclusive(mention: Mention, match: Match, policy: Policy) -> bool:
    """Whether nothing that might still be found could fit as well, so that no more need be asked.

    An abstract alone never is: one paper in a thousand shares it with another, word for word (parts
    of a series, a paper submitted twice).
    """
    facts = _Facts(mention, match, policy)
    if facts.agrees("identifier"):
        return True
    backed = facts.names_agree or facts.day_agrees
    exact = all(
        facts.strength(one) >= 0.9 for one in facts.said & {"title", "first-author", "date", "abstract"}
    )
    return facts.title_exact and backed and exact


def _names_it(one: Graded) -> bool:
    found = one.match.feature("identifier")
    return found is not None and found.verdict is Verdict.AGREES


def _rivals(best: Graded, other: Graded, policy: Policy) -> bool:
    """Whether another work fits about as well; an abstract word for word beats all but its like."""
    if other.grade is not Grade.SETTLE:
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
    if named and named.grade is Grade.SETTLE:
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
        return Outcome.CONFLICT, ("id-other-words",), [named]
    return None


def _contradicts(mention: Mention, named: Graded, policy: Policy) -> bool:
    """Whether the words speak of another paper than the identifier names, found or not."""
    facts = _Facts(mention, named.match, policy)
    differs = (facts.differs("title") and not facts.title_within) or (
        facts.differs("abstract") and "title" not in facts.said
    )
    backed = facts.names_agree or facts.day_agrees or facts.strength("abstract") >= policy.abstract_shows
    return differs and not backed
