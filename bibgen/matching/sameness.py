"""What tells against a reference being a paper of the same title and authors; pure.

People write a thesis, a talk and an article under one title, and publish one title in two places. Who cites
one of them must not be given the other. Only what is said on both sides counts, and a name of a journal that
may be an abbreviation of another is none. When in doubt nothing tells against it: what an entry of a .bib
says wrongly is for an audit to tell.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from bibgen.matching import forms as publications
from bibgen.matching import venues
from bibgen.model import Mention, Record

# Types that are a work of their own; the others may be an article in one form or another.
_APART = {
    "thesis": "a thesis", "book": "a book", "collection": "a collection", "patent": "a patent",
    "software": "software", "dataset": "a data set",
}  # fmt: skip
# A reference calls itself so where a journal would stand; a comment on arXiv calls the paper so.
_THESIS = re.compile(
    r"\b(?:thesis|dissertation|habilitation\w*|diplomarbeit|doktorarbeit|thèse|tesi)\b", re.I
)
_LEAST_CUT = 12  # letters of a DOI that lost its end, or has the page of a web site behind it
_NUMBER = re.compile(r"[A-Za-z]?0*(\d+)")


def contradiction(mention: Mention, record: Record, forms: Sequence[Record] = ()) -> str:
    """What tells against a reference being the paper, in a few words; "" if nothing does.

    Args:
        forms: other records of the paper, such as its published form.
    """
    known = (record, *forms)
    said = {
        one.value
        for one in mention.identifiers
        if one.scheme == "doi" and not publications.is_repository(one.value)
    }
    dois = {doi for one in known for doi in publications.dois(one)}
    if any(_is_one_doi(one, other) for one in said for other in dois):
        return ""
    placed = [one for one in known if one.container_title]
    if said and dois and True not in (_numbers_agree(mention, one) for one in placed):
        return f"another DOI ({min(said)}, not {min(dois)})"
    type_ = _type(mention)
    if type_ in _APART and not any(_is_of(type_, one) for one in known):
        return _APART[type_]
    return _elsewhere(mention, type_, placed)


def _is_one_doi(one: str, other: str) -> bool:
    short, long = sorted((one, other), key=len)
    return short == long or (len(short) >= _LEAST_CUT and long.startswith(short))


def _type(mention: Mention) -> str:
    """What kind of work a reference names, as far as it says so; what has a volume stands in a journal."""
    venue = mention.venue or ""
    if _THESIS.search(venue):
        return "thesis"
    return mention.said.get("type", "article-journal" if venue and mention.said.get("volume") else "")


def _is_of(type_: str, record: Record) -> bool:
    return record.type == type_ or (type_ == "thesis" and bool(_THESIS.search(record.comment or "")))


def _elsewhere(mention: Mention, type_: str, placed: Sequence[Record]) -> str:
    """That it stands in another journal: the name is another, and the numbers are not those known."""
    venue = mention.venue or ""
    if not placed or not venue or venues.is_arxivs(venue) or type_ != "article-journal":
        return ""
    if any(venues.is_one(venue, one.container_title or "") for one in placed):
        return ""
    numbers = [_numbers_agree(mention, one) for one in placed]
    alike = any(venues.may_be_one(venue, one.container_title or "") for one in placed)
    if True in numbers or (alike and False not in numbers):
        return ""
    return f"another journal ({venue}, not {placed[0].container_title})"


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
