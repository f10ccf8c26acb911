"""Evidence: what a mention says held against what a record says, feature by feature; pure.

Nothing here decides. Each feature gets a strength from 0 to 1 (1: equal after normalising) and a
verdict; a feature on which one side is silent is ABSENT and counts neither way. Titles are compared in
`titles`, people in `names`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from rapidfuzz import fuzz
from rapidfuzz.distance import LCSseq

from bibgen import dates, latex, names, words
from bibgen.matching.policy import Policy
from bibgen.matching.titles import title_likeness
from bibgen.model import Evidence, Feature, Match, Mention, Name, PartialDate, Record, Verdict

_ECHO = 0.05  # of the triples of words in common: more than phrases everyone uses; a rewritten abstract
_CHANCE = 40  # words; the common subsequence of two shorter abstracts is long by chance


def compare(mention: Mention, record: Record, policy: Policy) -> Match:
    """The mention held against the record, under the cut of its title that fits best.

    A record that shares neither words nor first author with it is no candidate: nothing more of it is
    compared.
    """
    title, authors = _best_cut(mention, record)
    named = _identifiers(mention, record)
    words_of_it = _title(title, record), _abstract(mention.abstract, record.abstract, policy)
    first = _first_author(authors, record)
    evidence = [named, *words_of_it, first]
    if named or _is_like(words_of_it, policy) or (first and first.verdict is Verdict.AGREES):
        evidence += [
            _authors(authors, mention.et_al, record),
            _date(mention.issued, record),
            _category(mention.categories, record),
            _comment(mention.comment, record.comment),
            _venue(mention, record),
        ]
    return match(record, tuple(one for one in evidence if one), policy)


def _is_like(words_of_it: Sequence[Evidence | None], policy: Policy) -> bool:
    """Whether title or abstract are worth a look, or the text gives neither."""
    title, abstract = words_of_it
    if title is None and abstract is None:
        return True
    return (title is not None and title.strength >= policy.title_near) or (
        abstract is not None and abstract.strength >= policy.abstract_shows
    )


def match(record: Record, evidence: tuple[Evidence, ...], policy: Policy) -> Match:
    """Score and coverage of a set of evidence."""
    agreed = sum(
        policy.weight(one.feature) * one.strength for one in evidence if one.verdict is Verdict.AGREES
    )
    differs = sum(
        policy.weight(one.feature) * (1 - one.strength) for one in evidence if one.verdict is Verdict.DIFFERS
    )
    compared = sum(policy.weight(one.feature) for one in evidence)
    return Match(
        record=record,
        evidence=evidence,
        score=agreed / (agreed + differs) if agreed else 0.0,
        coverage=compared / policy.whole,
    )


def _made(feature: Feature, strength: float, bar: float, said: str, found: str) -> Evidence:
    verdict = Verdict.AGREES if strength >= bar else Verdict.DIFFERS
    return Evidence(feature=feature, verdict=verdict, strength=round(strength, 4), said=said, found=found)


def _best_cut(mention: Mention, record: Record) -> tuple[str | None, tuple[Name, ...]]:
    """The title and authors to compare: of the ways to cut glued text, the one the record confirms."""
    title = _decoded(mention.title or "")
    ways = [(title, mention.authors), *((_decoded(said), people) for said, people in mention.rivals)]
    if len(ways) == 1 or not record.title:
        return title or None, mention.authors
    wanted = words.key(record.title)

    def fit(way: tuple[str, tuple[Name, ...]]) -> tuple[bool, float]:
        said = words.key(way[0])
        return said == wanted, fuzz.ratio(said, wanted)

    return max(ways, key=fit)


@lru_cache(maxsize=1 << 14)
def _decoded(title: str) -> str:
    """The title free of TeX but for its formulae, as those of records are."""
    return latex.decode(title) if "\\" in title else title


# -- identifiers


def _identifiers(mention: Mention, record: Record) -> Evidence | None:
    for scheme in ("arxiv", "doi"):
        said = [one.value for one in mention.identifiers if one.scheme == scheme]
        found = [one.value for one in record.identifiers if one.scheme == scheme]
        if said and found:
            same = bool(set(said) & set(found))
            if same or scheme == "arxiv":
                return _made("identifier", float(same), 1.0, " ".join(said), " ".join(found))
    return None


# -- title


def _title(said: str | None, record: Record) -> Evidence | None:
    if not said or not record.title:
        return None
    return _made("title", title_likeness(said, record.title), Policy.TITLE_AGREES, said, record.title)


# -- abstract


def _abstract(said: str | None, found: str | None, policy: Policy) -> Evidence | None:
    if not said or not found:
        return None
    strength = abstract_likeness(said, found)
    return _made("abstract", strength, policy.ABSTRACT_AGREES, _shown(said), _shown(found))


def _shown(text: str) -> str:
    return text if len(text) <= 160 else f"{text[:157]}..."


@lru_cache(maxsize=4096)
def abstract_likeness(said: str, found: str) -> float:
    """0..1 how much of what was said stands in the other abstract, in its order.

    An abstract that was cut loses nothing by it; one that says much more than the record's does.
    The longest common subsequence of words tells how much, the triples of words in common keep
    chance out: unrelated abstracts share up to 0.42 of the first and nothing of the second.
    """
    one, other = words.words(said), words.words(found)
    short, long = sorted((one, other), key=len)
    if len(short) < 3:
        return float(one == other)
    if one == other:
        return 1.0
    common = LCSseq.similarity(one, other)
    share = common / len(one) if len(one) <= len(other) else 2 * common / (len(one) + len(other))
    triples, others = set(words.shingles(short, 3)), set(words.shingles(long, 3))
    contained = len(triples & others) / len(triples)
    likeness = min(share, 0.35 + contained)
    if len(short) < 0.3 * len(long) and len(short) < _CHANCE:
        likeness = min(likeness, contained)
    if contained >= _ECHO:
        likeness = max(likeness, min(0.49, 0.28 + contained))
    return min(likeness, 0.99)


# -- people


def _first_author(said: Sequence[Name], record: Record) -> Evidence | None:
    if not said or not record.authors:
        return None
    strength = names.likeness(said[0], record.authors[0])
    return _made("first-author", strength, 0.8, names.display(said[0]), names.display(record.authors[0]))


def _authors(said: Sequence[Name], et_al: bool, record: Record) -> Evidence | None:
    if len(said) < 2 or not record.authors:
        return None
    found = sum(_among(name, record.authors) for name in said)
    strength = found / len(said)
    if not et_al:
        strength *= 1 if len(said) == len(record.authors) else 0.9
    listed = "; ".join(names.display(name) for name in record.authors[: len(said)])
    more = len(record.authors) - len(said)
    if more > 0:
        listed += f"; and {more} more"
    return _made("authors", strength, 0.6, "; ".join(map(names.display, said)), listed)


def _among(name: Name, authors: Sequence[Name]) -> bool:
    wanted = _last_word(name)
    return any(names.likeness(name, other) >= 0.8 for other in authors if wanted & _last_word(other))


@lru_cache(maxsize=65536)
def _last_word(name: Name) -> frozenset[str]:
    """What two spellings of one person share at least: a word of the name, folded."""
    return frozenset(names.fold(f"{name.given} {name.family} {name.literal}").split()) | frozenset(
        (names.fold(name.family or name.literal).replace("ae", "a").replace("oe", "o").replace("ue", "u"),)
    )


# -- the rest


def _date(said: PartialDate | None, record: Record) -> Evidence | None:
    known = [when for when in (record.submitted, record.updated, record.issued) if when]
    if said is None or not known:
        return None
    strength, best = max((_date_likeness(said, when), when) for when in known)
    return _made("date", strength, 0.7, _iso(said), _iso(best))


def _date_likeness(said: PartialDate, found: PartialDate) -> float:
    apart = dates.days_between(said, found)
    if apart is not None:
        return (
            1.0 if apart == 0 else 0.9 if apart <= 4 else 0.7 if apart <= 31 else 0.4 if apart <= 366 else 0.0
        )
    if said.month and found.month:
        months = abs((said.year - found.year) * 12 + said.month - found.month)
        return 0.9 if months == 0 else 0.7 if months == 1 else 0.4 if months <= 12 else 0.0
    years = abs(said.year - found.year)
    return 0.8 if years == 0 else 0.4 if years == 1 else 0.0


def _iso(when: PartialDate) -> str:
    parts = [f"{when.year:04}"] + [f"{part:02}" for part in (when.month, when.day) if part]
    return "-".join(parts)


def _category(said: Sequence[str], record: Record) -> Evidence | None:
    if not said or not record.categories:
        return None
    wanted = said[0].lower()
    ranks = [
        rank
        for rank, found in enumerate(record.categories)
        if wanted in (found.lower(), found.lower().split(".")[-1], found.lower().split(".")[0])
    ]
    strength = 0.0 if not ranks else 1.0 if ranks[0] == 0 else 0.8
    return _made("category", strength, 0.8, said[0], " ".join(record.categories))


def _comment(said: str | None, found: str | None) -> Evidence | None:
    if not said or not found:
        return None
    one, other = words.key(said), words.key(found)
    strength = 1.0 if one == other else 0.8 if one and other and (one in other or other in one) else 0.3
    return _made("comment", strength, 0.8, said, found)


def _venue(mention: Mention, record: Record) -> Evidence | None:
    """Volume and page of the journal, 1 if both are the record's; else the venue's name, if found."""
    place = mention.said.get("volume"), mention.said.get("page") or mention.said.get("number")
    found = " ".join(part for part in (record.container_title, record.journal_ref, record.comment) if part)
    if all(place) and found:
        first = re.split(r"\s*[-–—]", place[1] or "")[0]
        numbers = re.findall(
            r"[A-Za-z]?\d+", f"{found} {record.volume or ''} {record.page or ''} {record.number or ''}"
        )
        if {_number(place[0] or ""), _number(first)} <= set(map(_number, numbers)):
            return _made("venue", 1.0, 1.0, " ".join(map(str, place)), found)
    wanted = words.key(mention.venue or "")
    if wanted and wanted in words.key(found):
        return _made("venue", 0.8, 0.8, mention.venue or "", found)
    return None


def _number(text: str) -> str:
    """A volume or page without its series' letter and leading zeros: `D76` is `76`."""
    return text.strip().lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz").lstrip("0") or text
