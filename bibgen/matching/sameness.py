"""What tells against an entry of a .bib being a paper of the same title and authors; pure.

People write a thesis, a talk and an article under one title, and publish one title in two places. For a text
that is looked up that is one work; an entry of a bibliography cites one of them, and must not become the
other. Only what is said on both sides counts, and a name of a journal that may be an abbreviation of another
is none. When in doubt nothing tells against it: what an entry says wrongly is for an audit to tell.
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
_NUMBER = re.compile(r"[A-Za-z]?0*(\d+)")


def contradiction(mention: Mention, record: Record, forms: Sequence[Record] = ()) -> str:
    """What tells against an entry being the paper, in a few words; "" if nothing does.

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
    if said & dois:
        return ""
    if said and dois:
        return f"another DOI ({min(said)}, not {min(dois)})"
    type_ = mention.said.get("type", "")
    if type_ in _APART and all(one.type != type_ for one in known):
        return _APART[type_]
    return _elsewhere(mention, [one for one in known if one.container_title])


def _elsewhere(mention: Mention, placed: Sequence[Record]) -> str:
    """That the entry stands in another journal: its name is another, and its numbers are not those known."""
    venue = mention.venue or ""
    if not placed or not venue or venues.is_arxivs(venue) or mention.said.get("type") != "article-journal":
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
