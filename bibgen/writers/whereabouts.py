"""Where a paper can be found: the one DOI and the one address that an entry names, the same in every format.

A preprint on arXiv without a DOI of a publisher has arXiv's own, which DataCite registers for every paper
since 2022 and for the older ones too (https://info.arxiv.org/help/doi.html). An article in a journal has
none but the journal's: arXiv's would be that of another document.
"""

from __future__ import annotations

from bibgen.model import Entry, Record
from bibgen.writers.options import Options

UNPUBLISHED = ("article", "dataset", "document")  # there the arXiv page is where to read it


def doi(entry: Entry, options: Options) -> str | None:
    """The DOI, bare, if it is to be written."""
    return _doi(entry.record) if options.shows("doi") else None


def _doi(record: Record) -> str | None:
    found = record.identifier("doi")
    if found:
        return found.typed or found.value
    return f"10.48550/arXiv.{record.arxiv_id}" if record.arxiv_id and record.type == "article" else None


def url(entry: Entry, options: Options) -> str | None:
    """The address, if it is to be written: arXiv's of what stands only there, else what the record has."""
    return _url(entry.record) if options.shows("url") else None


def _url(record: Record) -> str | None:
    found = record.identifier("url")
    if record.arxiv_id and (record.type in UNPUBLISHED or not found):
        return f"https://arxiv.org/abs/{record.eprint}"
    return found.value if found else None


def eprint(entry: Entry, options: Options) -> str | None:
    """`arXiv:` and the identifier, if it is to be written."""
    record = entry.record
    return f"arXiv:{record.eprint}" if record.eprint and options.shows("eprint") else None


def isbn(entry: Entry, options: Options) -> str | None:
    """The ISBN of a book, if it is to be written."""
    found = entry.record.identifier("isbn")
    return found.value if found and options.shows("isbn") else None
