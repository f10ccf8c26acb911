"""Entries as a person wishes them, whatever their format: the fields, the number of authors, date and case.

An entry bears one date. By default it is that of the first version on arXiv, which no revision moves and
which all tools agree on for a preprint. A journal's year belongs to the journal's volume: where the
reference that the authors gave arXiv names another year than the first version's, an entry of the
article with the preprint's year would be a wrong reference, and so would the preprint with the
journal's year. Such a paper stays a preprint with the reference in its note, and the run says so;
`--date published` writes the article with the journal's year instead. What a publisher's registry says
of an article is dated by the registry.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace
from typing import Any

from bibgen.capitals import sentence_case
from bibgen.model import Entry, Notice, Record
from bibgen.writers.options import Options

# The name of a field in `Options.fields` -> what it takes from a record. What is not here is made by writers.
_PARTS: dict[str, dict[str, Any]] = {
    "title": {"title": None},
    "author": {"authors": (), "et_al": False},
    "date": {"issued": None},
    "container": {"container_title": None},
    "series": {"collection_title": None},
    "volume": {"volume": None},
    "issue": {"issue": None},
    "page": {"page": None},
    "eid": {"number": None},
    "publisher": {"publisher": None},
    "note": {"note": None},
    "abstract": {"abstract": None},
}


def shaped(
    entries: Iterable[Entry], options: Options, notices: list[Notice], *, keep: Collection[str] = ()
) -> Iterator[Entry]:
    """The entries, one at a time, with the options' case, date, authors and fields.

    Args:
        keep: fields that the writer reads even if it does not write them.
    """
    hidden = [part for name, part in _PARTS.items() if not options.shows(name) and name not in keep]
    without = {field: nothing for part in hidden for field, nothing in part.items()}
    later = 0
    for entry in entries:
        record = _dated(entry.record, options)
        later += record.type != entry.record.type
        record = _first_authors(record, options.max_authors)
        if options.case == "sentence" and record.title:
            record = replace(record, title=sentence_case(record.title, record.abstract))
        record = replace(record, **without) if without else record
        yield entry if record is entry.record else replace(entry, record=record)
    if later:
        notices.append(Notice(code="published-later", text=_told(later)))


def _told(count: int) -> str:
    papers = "1 paper" if count == 1 else f"{count} papers"
    return (
        f"{papers} of another year in a journal than on arXiv: written as preprint, the journal in the note; "
        "--date published writes the article"
    )


def _dated(record: Record, options: Options) -> Record:
    if record.type == "article-journal" and options.dated != "published" and _published_later(record):
        told = record.note if record.note and record.note not in (record.journal_ref or "") else None
        note = "; ".join(filter(None, (record.journal_ref, told)))
        record = replace(
            record,
            type="article",
            note=note,
            issued=record.submitted,
            container_title=None,
            volume=None,
            issue=None,
            page=None,
            number=None,
        )
    if record.type == "article" and options.dated == "updated" and record.updated:
        return replace(record, issued=record.updated)
    return record


def _published_later(record: Record) -> bool:
    """Whether arXiv's own journal reference, and nobody else, puts the paper into another year."""
    origin = record.origin
    by_authors = record.journal_ref and origin.get("container_title") == origin.get("journal_ref")
    return bool(
        by_authors and record.submitted and record.issued and record.issued.year != record.submitted.year
    )


def _first_authors(record: Record, most: int | None) -> Record:
    if most is None or len(record.authors) <= most:
        return record
    return replace(record, authors=record.authors[:most], et_al=True)
