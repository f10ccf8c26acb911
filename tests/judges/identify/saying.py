"""Labelled mentions, and the ways in which a text says what it says of a paper."""

from __future__ import annotations

import random
import re
from collections.abc import Sequence
from dataclasses import dataclass

from bibgen import identifiers, names
from bibgen.model import Identifier, Mention, Name, Outcome, PartialDate, Span
from tests.judges.identify.corpus import year

FOUND = frozenset({Outcome.SETTLED, Outcome.REVIEW, Outcome.AMBIGUOUS})
UNSURE = frozenset({Outcome.REVIEW, Outcome.AMBIGUOUS})
NOT_SETTLED = frozenset(set(Outcome) - {Outcome.SETTLED})
CONFLICT = frozenset({Outcome.CONFLICT})
LATEST = 2026  # of the years in the records

Parts = dict[str, object]  # of a mention, by field


@dataclass(frozen=True, slots=True, kw_only=True)
class Labelled:
    """A mention, and the one paper it names.

    `truth`: arXiv identifier without version; None for what must never be settled to a paper of arXiv.
    `allowed`: the outcomes that are right, if the paper is. `shown`: identifiers that a person must see.
    """

    cls: str
    mention: Mention
    truth: str | None
    allowed: frozenset[Outcome] = FOUND
    shown: tuple[str, ...] = ()


def mention(
    *,
    title: str | None = None,
    authors: Sequence[Name] = (),
    et_al: bool = False,
    issued: PartialDate | None = None,
    abstract: str | None = None,
    ids: Sequence[Identifier] = (),
    **other: object,
) -> Mention:
    """A mention as a reader would make it of a line of text, which is made up here."""
    people = ", ".join(map(names.display, authors)) + (" et al." if et_al else "")
    when = str(issued.year) if issued else ""
    parts = [people, title, when, abstract, *(identifiers.display(one) for one in ids)]
    raw = ". ".join(part for part in parts if part)
    return Mention(
        raw=raw,
        span=Span(file="measured.txt", first=1, last=1 + raw.count("\n"), start=0, end=len(raw)),
        title=title,
        authors=tuple(authors),
        et_al=et_al,
        issued=issued,
        abstract=abstract,
        identifiers=tuple(ids),
        **other,  # type: ignore[arg-type]
    )


def listed(record: dict) -> list[str]:
    """The authors of a record as arXiv prints them, each group apart from who speaks for it.

    A lone `:` is nobody, a cut list loses its end.
    """
    plain = (names.without_et_al(one)[0] for name in record["authors"] for one in names.with_group(name))
    return [one for one in plain if re.search(r"[^\W\d_]", one)]


def people(record: dict) -> tuple[Name, ...]:
    return tuple(map(names.parse, listed(record)))


def initials(name: Name) -> Name:
    """`J.-M. Caillol` of `Jean-Michel Caillol`."""
    given = re.sub(r"([^\W\d_])[^\W\d_]+\.?", r"\1.", name.given)
    return Name(
        family=name.family, given=given, particle=name.particle, suffix=name.suffix, literal=name.literal
    )


def first_of(rng: random.Random, record: dict) -> Parts:
    """The first author as references name him: in full, with initials, or by the family name."""
    name = people(record)[0]
    family = " ".join(part for part in (name.particle, name.family, name.literal) if part)
    ways = [name, initials(name), Name(literal=family)]
    return {"authors": (rng.choice(ways),), "et_al": len(record["authors"]) > 1}


def all_of(rng: random.Random, record: dict) -> Parts:
    """All authors, or the first three "et al."; some lists are in initials."""
    found = people(record)
    if rng.random() < 0.4:
        found = tuple(map(initials, found))
    cut = len(found) > 3 and rng.random() < 0.5
    return {"authors": found[:3] if cut else found, "et_al": cut}


def in_year(record: dict, later: int = 0) -> PartialDate:
    """The year of arXiv's first version, or one so many years later; none is yet to come."""
    return PartialDate(year=min(year(record) + later, max(LATEST, year(record))))


def on_day(record: dict) -> PartialDate:
    return PartialDate(
        **dict(zip(("year", "month", "day"), map(int, record["published"][:10].split("-")), strict=True))
    )


def someone(rng: random.Random, record: dict) -> Parts:
    """An author, with the year in two of three texts."""
    return first_of(rng, record) | ({"issued": in_year(record)} if rng.random() < 0.67 else {})


def everyone(rng: random.Random, record: dict) -> Parts:
    """All authors and the year."""
    return all_of(rng, record) | {"issued": in_year(record)}


def nobody(rng: random.Random, record: dict) -> Parts:
    return {}


def only_year(rng: random.Random, record: dict) -> Parts:
    return {"issued": in_year(record)}


def someone_or_year(rng: random.Random, record: dict) -> Parts:
    return rng.choice((someone, someone, only_year))(rng, record)


def in_journal(rng: random.Random, record: dict) -> Parts:
    """All authors and the year of print, up to two after arXiv's."""
    venue = rng.choice(
        (None, "Nature Communications", "Physical Review Letters", "IEEE Access", "J. Math. Anal. Appl.")
    )
    return all_of(rng, record) | {
        "issued": in_year(record, rng.choice((0, 0, 1, 2))),
        "venue": venue,
    }


def in_initials(rng: random.Random, record: dict) -> Parts:
    authors = tuple(map(initials, people(record)))
    return {"authors": authors[:3], "et_al": len(authors) > 3, "issued": in_year(record)}


def in_wrong_year(rng: random.Random, record: dict) -> Parts:
    """All authors, and a year that is up to three years off either way; none is yet to come."""
    off = rng.choice([years for years in (-3, -2, -1, 1, 2, 3) if year(record) + years <= LATEST])
    return all_of(rng, record) | {"issued": in_year(record, off)}


def arxiv_id(record: dict) -> Identifier:
    found = identifiers.arxiv(record["id"])
    assert found is not None
    return found
