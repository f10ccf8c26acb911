"""What tells against a reference being a paper of the same title and authors; pure.

People write a thesis, a talk and an article under one title, and publish one title in two places. Who cites
one of them must not be given the other. Only what is said on both sides counts, and a name of a journal that
may be an abbreviation of another is none. When in doubt nothing tells against it: what an entry of a .bib
says wrongly is for an audit to tell.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from bibgen.matching import forms as publications
from bibgen.matching import venues
from bibgen.model import Mention, Record

# Types that are a work of their own; the others may be an article in one form or another.
_APART = {
    "thesis": "a thesis", "book": "a book", "collection": "a collection", "patent": "a patent",
    "software": "software", "dataset": "a data set",
}  # fmt: skip
_ARTICLES = ("article-journal", "paper-conference", "chapter")
_DEGREE = r"ph\.?\s?d\.?|d\.?\s?phil\.?|doctoral|master(?:['’]?s)?|m\.?\s?sc\.?|diploma|bachelor(?:['’]?s)?"
# What a work is called, and what may stand before that in a note or where a journal would stand.
_NAMES = (
    ("a thesis", rf"unpublished|{_DEGREE}", r"thesis|dissertation|habilitation\w*|diplomarbeit|thèse|tesi"),
    (
        "a talk",
        "invited|contributed|plenary|keynote|oral|conference|poster",
        "talk|poster|slides?|seminar|colloquium|presentation|video|tutorial",
    ),
    ("software", "computer|open[- ]source|python", "software|source code|code|program|package"),
    ("a data set", "research|replication", "data ?sets?|data"),
)
_BEGINS: Mapping[str, re.Pattern[str]] = {
    kind: re.compile(rf"\W*(?:an?\s+)?(?:(?:{before})[\s-]+)*(?:{name})\b", re.I)
    for kind, before, name in _NAMES
}
_HOLDS: Mapping[str, re.Pattern[str]] = {
    kind: re.compile(rf"\b(?:{name})\b", re.I) for kind, _, name in _NAMES
}
_CODE = re.compile(r"\b(?:github\.com|gitlab\.\w+|bitbucket\.org|pypi\.org|cran\.r-project)", re.I)
_MOST_APART = 1  # years between a paper on arXiv, or in its journal, and its place in proceedings
_LEAST_CUT = 12  # letters of a DOI that lost its end, or has the page of a web site behind it
_NUMBER = re.compile(r"[A-Za-z]?0*(\d+)")


def contradiction(mention: Mention, record: Record, forms: Sequence[Record] = ()) -> str:
    """What tells against a reference being the paper, in a few words; "" if nothing does.

    Args:
        forms: other records of the paper, such as its published form.
    """
    return elsewhere(mention, record, forms) or other_kind(mention, record, forms)


def elsewhere(mention: Mention, record: Record, forms: Sequence[Record] = ()) -> str:
    """Where a reference stands by its own words and the paper does not: a DOI, a journal, a time; or ""."""
    known = (record, *forms)
    if _names_it(mention, known):
        return ""
    placed = [one for one in known if one.container_title]
    said = {doi for doi in _dois(mention) if not publications.is_repository(doi)}
    dois = {doi for one in known for doi in publications.dois(one)}
    if said and dois and True not in (_numbers_agree(mention, one) for one in placed):
        return f"another DOI ({min(said)}, not {min(dois)})"
    return _misplaced(mention, placed)


def other_kind(mention: Mention, record: Record, forms: Sequence[Record] = ()) -> str:
    """What kind of work a reference names that the paper is not, as "a thesis"; "" if there is none."""
    known = (record, *forms)
    if _names_it(mention, known):
        return ""
    kind = _APART.get(mention.said.get("type", "")) or called(mention)
    if kind:
        return "" if any(_is(kind, one) for one in known) else kind
    return "a data set or software" if any(map(publications.is_deposit, _dois(mention))) else ""


def _dois(mention: Mention) -> list[str]:
    return [one.value for one in mention.identifiers if one.scheme == "doi"]


def _names_it(mention: Mention, known: Sequence[Record]) -> bool:
    dois = [one.value for form in known for one in form.identifiers if one.scheme == "doi"]
    return any(_is_one_doi(one, other) for one in _dois(mention) for other in dois)


def _is_one_doi(one: str, other: str) -> bool:
    short, long = sorted((one, other), key=len)
    return short == long or (len(short) >= _LEAST_CUT and long.startswith(short))


def called(mention: Mention) -> str:
    """What kind of work a reference calls itself, "" if it is silent; articles have notes of all kinds."""
    said = mention.said
    if said.get("type") in _ARTICLES:
        return ""
    for text in filter(None, (mention.venue, said.get("genre"), said.get("howpublished"), said.get("note"))):
        for kind, begins in _BEGINS.items():
            if begins.match(text):
                return kind
    urls = f"{said.get('howpublished', '')} {said.get('URL', '')}"
    return "software" if _CODE.search(urls) and not mention.venue else ""


def _is(kind: str, record: Record) -> bool:
    """Whether a paper is of a kind, by its type or by its comment on arXiv."""
    says = _HOLDS.get(kind)
    return _APART.get(record.type) == kind or (says is not None and bool(says.search(record.comment or "")))


def _misplaced(mention: Mention, placed: Sequence[Record]) -> str:
    """That it stands in another journal, or in a book of another time than the paper's journal."""
    venue = mention.venue or ""
    if not placed or not venue or venues.is_arxivs(venue):
        return ""
    type_ = mention.said.get("type", "article-journal" if mention.said.get("volume") else "")
    if type_ not in _ARTICLES or any(venues.is_one(venue, one.container_title or "") for one in placed):
        return ""
    numbers = [_numbers_agree(mention, one) for one in placed]
    if True in numbers:
        return ""
    if type_ != "article-journal":
        return f"another place ({venue})" if _is_of_another_time(mention, placed) else ""
    alike = any(venues.may_be_one(venue, one.container_title or "") for one in placed)
    return (
        ""
        if alike and False not in numbers
        else f"another journal ({venue}, not {placed[0].container_title})"
    )


def _is_of_another_time(mention: Mention, placed: Sequence[Record]) -> bool:
    """Whether a paper in a journal is years off what a reference to proceedings or a book says."""
    dates = [date for one in placed for date in (one.submitted, one.issued) if date]
    in_journals = all(one.type == "article-journal" for one in placed)
    year = mention.issued.year if mention.issued else None
    return in_journals and year is not None and all(abs(one.year - year) > _MOST_APART for one in dates)


def _numbers_agree(mention: Mention, record: Record) -> bool | None:
    """Whether volume and first page are the same; None if neither can be compared."""
    said = (mention.said.get("volume"), mention.said.get("page") or mention.said.get("number"))
    known = (record.volume, record.page or record.number)
    pairs = [(_first(one), _first(other)) for one, other in zip(said, known, strict=True)]
    told = [one == other for one, other in pairs if one and other]
    return all(told) if told else None


def _first(text: str | None) -> str:
    found = _NUMBER.search(text or "")
    return found[1] if found else ""
