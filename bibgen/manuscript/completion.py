"""What an entry lacks of its paper: identifiers, people who were cut, fields that are not there.

Nothing that a person has filled is replaced, but a list of authors that says itself that it is cut (`and
others`), and whatever they name to be overwritten. An eprint is added where the paper's number is not printed
already: by words in another field, in BibLaTeX by a URL too, as bibgen's own writer has it. A DOI belongs to
one form of a paper; an entry gets that of the form it cites, never the publisher's beside a preprint.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

from bibgen import identifiers, names
from bibgen.manuscript import bylines, credits
from bibgen.manuscript.draft import Draft
from bibgen.manuscript.wording import SYNONYMS
from bibgen.model import Mention, Name, Record

# Where a number stands in words that are printed.
_WORDY = (
    "journal", "journaltitle", "booktitle", "howpublished", "note", "addendum", "volume", "number", "pages",
    "eid", "series", "publisher", "institution", "organization", "type",
)  # fmt: skip
_ARXIV_PARTS = ("archiveprefix", "primaryclass")
_MOST_AUTHORS = 100  # of a list that is made whole; who cites a collaboration cuts it on purpose
# Field of an entry -> that of a record, to tell who says so.
_FIELDS = {
    "title": "title", "author": "authors", "year": "issued", "date": "issued", "month": "issued",
    "journal": "container_title", "journaltitle": "container_title", "booktitle": "container_title",
    "series": "collection_title", "volume": "volume", "number": "issue", "publisher": "publisher",
    "doi": "identifiers", "eprint": "identifiers", "type": "type",
}  # fmt: skip
# What may be named to be overwritten.
OVERWRITABLE = (
    "title", "author", "year", "date", "month", "journal", "journaltitle", "booktitle", "volume", "number",
    "pages", "eid", "series", "publisher", "school", "institution", "doi", "eprint", "primaryclass",
    "eprintclass",
)  # fmt: skip


def source(record: Record, name: str) -> str:
    """Who says what an entry is to have in a field."""
    known = record.origin
    if name in ("pages", "eid"):
        return known.get("page") or known.get("number") or _main(record)
    return known.get(_FIELDS.get(name, ""), "") or _main(record)


def _main(record: Record) -> str:
    return record.origin.get("container_title") or record.origin.get("title", "")


def complete(draft: Draft, mention: Mention, paper: Record, cited: Record | None) -> None:
    """Add what the entry lacks.

    Args:
        paper: as arXiv has it, or whoever knows it.
        cited: the form of it that the entry cites; None if that is not known.
    """
    record = cited or paper
    for name in ("author", "title"):
        if not draft.tongue.gives(draft.held, name) and name in draft.words(record).fields:
            draft.put(name, draft.words(record).fields[name], source(paper, name))
    _people(draft, mention, record)
    _eprint(draft, record)
    if cited:
        _year(draft, cited)
    if cited and cited.type != "article" and cited.identifier("doi"):
        identify(draft, draft.words(cited).fields["doi"], source(cited, "doi"))


def _year(draft: Draft, cited: Record) -> None:
    name = draft.tongue.name(draft.held, "year")
    if not draft.tongue.gives(draft.held, name) and name in draft.words(cited).fields:
        draft.put(name, draft.words(cited).fields[name], source(cited, name))


def overwrite(draft: Draft, record: Record, wanted: Collection[str]) -> None:
    """Replace the fields that a person named, where the record has them."""
    words = draft.words(record)
    for name in dict.fromkeys(draft.tongue.name(draft.held, one) for one in OVERWRITABLE if one in wanted):
        if name == "month" and words.month:
            draft.put(name, words.month, source(record, name))
        elif name in words.fields:
            draft.put(name, words.fields[name], source(record, name))


def identify(draft: Draft, value: str, who: str) -> None:
    """Add a DOI, unless the entry has one or prints it in its URL."""
    there = identifiers.doi(draft.said("doi"))
    if draft.tongue.gives(draft.held, "doi") or draft.has("doi"):
        if there and there.value != value.lower():
            draft.keep("doi", value, who)
        return
    if value.lower() in draft.said("url").lower():
        draft.remarks.append("doi not added: the url has it")
        return
    draft.put("doi", value, who)


# -- the number on arXiv


def _eprint(draft: Draft, record: Record) -> None:
    if record.arxiv_id is None:
        return
    said = draft.said("eprint")
    if said:
        named = identifiers.parse(said) or identifiers.parse(f"arXiv:{said}")
        if named is None or named.value != record.arxiv_id:
            draft.keep("eprint", record.arxiv_id, "arxiv")
        elif "/" not in record.arxiv_id:  # an old number says of itself whose it is
            _parts(draft, record)
        return
    if draft.tongue.gives(draft.held, "eprint"):
        return
    printed = _printed_by(draft, record.arxiv_id)
    if printed:
        draft.remarks.append(f"eprint not added: {printed} has {record.arxiv_id} already")
        return
    draft.put("eprint", draft.words(record).fields["eprint"], "arxiv")
    _parts(draft, record)


def _parts(draft: Draft, record: Record) -> None:
    """What stands beside an eprint; the class only if the file has it elsewhere, or no eprint at all."""
    for row in (row for row in SYNONYMS if row[0] in _ARXIV_PARTS):
        if draft.tongue.gives(draft.held, row[0]):
            continue
        fields = draft.words(record).fields
        name = next((one for one in row if one in fields), "")
        usual = any(map(draft.tongue.count, row)) or not draft.tongue.count("eprint")
        if name and (row[0] == "archiveprefix" or usual):
            draft.put(name, fields[name], "arxiv")


def _printed_by(draft: Draft, arxiv: str) -> str:
    """The field that prints a number on arXiv already; "" if none does."""
    looked = (*_WORDY, "url") if draft.tongue.file.modern else _WORDY
    return next((name for name in looked if arxiv in draft.said(name).lower()), "")


# -- people


def _people(draft: Draft, mention: Mention, record: Record) -> None:
    """Make a list of authors whole that says that it is cut."""
    there, said = draft.held.field("author"), mention.authors
    if not mention.et_al or there is None or len(record.authors) <= len(said) or record.et_al:
        return
    if draft.has("collaboration") or any(names.is_group(one.literal) for one in said):
        return
    if len(record.authors) > _MOST_AUTHORS:
        draft.remarks.append(f"author left cut: there are {len(record.authors)}")
        return
    if bylines.parted(said, True, record.authors, False) is not None:
        draft.keep("author", draft.words(record).fields["author"], source(record, "author"))
        return
    if len(there.pieces) == 1 and not there.pieces[0][0]:  # else macros have a part in it
        _made_whole(draft, mention, record)


def _made_whole(draft: Draft, mention: Mention, record: Record) -> None:
    """Put those who were cut behind the names as they stand."""

    def write(listed: Sequence[Name]) -> str:
        return draft.words(replace(record, authors=tuple(listed))).fields["author"]

    said, known = mention.authors, record.authors
    alike = all(names.likeness(one, other) for one, other in zip(said, known, strict=False))
    whole = credits.whole(draft.raw("author"), said, known[len(said) :], write) if said and alike else ""
    if whole or not said:
        draft.put("author", whole or write(known), source(record, "author"))
    else:
        draft.remarks.append("author left cut: its names cannot be told apart")
