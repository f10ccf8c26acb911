"""From the fields that arXiv gives for a paper to a `Record`; the same for the API and a snapshot.

Dates: `submitted` is that of the first version, `updated` that of the version shown. Where the
journal reference can be read in one way only, the record is that of the article, dated by its
journal; what it says beyond that (an erratum, a second journal) is a note. A comment may make a record
a thesis or a report, but only with its school; any other paper stays a preprint, and its note says where
it appears: the journal reference as typed, or what the comment tells. arXiv's DOI field holds the
publisher's DOI, sometimes several, the first of which is the paper's.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any

from bibgen import identifiers, journal, latex
from bibgen.model import Identifier, PartialDate, Record
from bibgen.sources import authors as listing
from bibgen.sources import comments, theses
from bibgen.sources.withdrawal import is_withdrawn

# What people type into the field of the DOI: another one at once behind it, a blank behind the slash or
# for the low line of a chapter, the mark that a page's sharing button adds.
_GLUED = re.compile(r"(?<=[\w)])(?=10\.\d{4,5}/)")
_TORN = re.compile(r"(?<=\d/)\s+(?=\S)")
_CHAPTER = re.compile(r"(?<=/)(97[89]-[\d-]+)\s+(?=\d{1,3}$)")
_SHARED = re.compile(r"#(?:sthash|page|citeas|abstract)\S*", re.I)


def record(
    *,
    source: str,
    arxiv: Identifier,
    title: str,
    authors: Iterable[str],
    abstract: str,
    categories: Sequence[str],
    submitted: PartialDate | None,
    updated: PartialDate | None,
    comment: str | None = None,
    journal_ref: str | None = None,
    dois: Iterable[str] = (),
) -> Record:
    """The record of one paper.

    Args:
        authors: full names in the order of speech, as arXiv prints them.
        categories: primary first.
        dois: as arXiv has them, one or more in a string.
    """
    listed, et_al = listing.people(authors)
    remark, place = _text(comment), _text(journal_ref)
    fields: dict[str, Any] = {
        "type": "article",
        "title": _text(title),
        "authors": listed,
        "et_al": et_al,
        "abstract": _text(abstract),
        "identifiers": (Identifier(scheme="arxiv", value=arxiv.value), *_dois(dois, place)),
        "categories": tuple(dict.fromkeys(categories)),
        "submitted": submitted,
        "updated": updated,
        "version": arxiv.version,
        "comment": remark,
        "journal_ref": place,
        "status": "withdrawn" if is_withdrawn(comment, abstract) else None,
        "issued": submitted,
    }
    fields |= (_published(place) if place else None) or _unpublished(remark, place, fields)
    origin = {name: source for name, value in fields.items() if value and name != "type"}
    return Record(origin=origin, **fields)


def _text(raw: str | None) -> str | None:
    return latex.decode(raw) or None if raw else None


def _published(place: str) -> dict[str, Any] | None:
    """The fields of an article in a journal; None if the reference cannot be read for sure."""
    reference = journal.parse(place)
    if reference is None:
        return None
    return {
        "type": "article-journal",
        "issued": PartialDate(year=reference.year),
        "container_title": reference.journal,
        "volume": reference.volume,
        "issue": reference.issue,
        "page": reference.page,
        "number": reference.number,
        "note": reference.more or None,
    }


def _unpublished(comment: str | None, place: str | None, fields: dict[str, Any]) -> dict[str, Any]:
    """The fields of a thesis, of a report, or of a preprint with a note where it appears."""
    if place or not comment or fields["status"]:
        return {"note": place}
    work = theses.work(comment)
    if work is None or not work.school:
        return {"note": (work.genre if work else comments.fate(comment)) or None}
    return {
        "type": work.type,
        "genre": work.genre,
        "publisher": work.school,
        "number": work.number,
        "issued": PartialDate(year=work.year) if work.year else fields["issued"],
    }


def _dois(given: Iterable[str], place: str | None) -> tuple[Identifier, ...]:
    """The DOIs of the field, or else of the journal reference, the paper's own first."""
    for texts in (map(_mended, given), [place or ""]):
        found = (one.identifier for text in texts for one in identifiers.find(text))
        listed = tuple(dict.fromkeys(one for one in found if one.scheme == "doi"))
        if listed:
            return listed
    return ()


def _mended(text: str) -> str:
    """What the field says, its DOIs apart from each other and whole."""
    text = _GLUED.sub(" ", _SHARED.sub("", text.strip()))
    return _CHAPTER.sub(r"\1_", _TORN.sub("", text))
