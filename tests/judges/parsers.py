"""Parsers in Python as judges: bibtexparser 2 for BibTeX and BibLaTeX, rispy for RIS."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import bibtexparser
import rispy
from bibtexparser.middlewares import NameParts, SeparateCoAuthors, SplitNameParts
from pylatexenc.latex2text import LatexNodes2Text

from bibgen.model import Name
from tests.judges.truth import Heard, Hearing

_DECODER = LatexNodes2Text(keep_braced_groups=False)


def bibtexparser2(path: Path, format: str) -> Hearing:
    """What bibtexparser 2 makes of a .bib, its TeX decoded as its own decoder does, by pylatexenc."""
    steps = [SeparateCoAuthors(), SplitNameParts()]
    library = bibtexparser.parse_file(str(path), append_middleware=steps, encoding="utf-8")
    errors = tuple(f"{type(block).__name__}: {block.error}"[:200] for block in library.failed_blocks)
    return Hearing(entries=tuple(map(_from_bib, library.entries)), errors=errors)


def _from_bib(entry: bibtexparser.model.Entry) -> Heard:
    fields = {name.lower(): field.value for name, field in entry.fields_dict.items()}
    return Heard(
        key=entry.key,
        title=_DECODER.latex_to_text(fields.get("title", "")),
        authors=tuple(map(_from_parts, fields.get("author", ()))),
        year=fields.get("year", fields.get("date", ""))[:4],
        doi=fields.get("doi", ""),
        places=tuple(fields[place] for place in ("eprint", "url", "note") if place in fields),
    )


def _from_parts(parts: NameParts) -> Name:
    given, von, family, junior = (
        _DECODER.latex_to_text(" ".join(one)) for one in (parts.first, parts.von, parts.last, parts.jr)
    )
    return Name(given=given, particle=von, family=family, suffix=junior)


def ris(path: Path, format: str) -> Hearing:
    """What rispy makes of a RIS file."""
    with path.open(encoding="utf-8", newline="") as file:
        read = rispy.load(file)
    return Hearing(entries=tuple(map(_from_ris, read)))


def _from_ris(entry: dict[str, Any]) -> Heard:
    unknown = entry.get("unknown_tag")
    return Heard(
        key=entry.get("id", ""),
        title=entry.get("title") or entry.get("primary_title", ""),
        authors=tuple(map(_from_commas, entry.get("authors") or entry.get("first_authors", ()))),
        year=str(entry.get("year") or entry.get("publication_year", ""))[:4],
        doi=entry.get("doi", ""),
        places=(
            *(str(entry[place]) for place in ("accession_number", "number") if place in entry),
            *entry.get("urls", ()),
            *entry.get("notes", ()),
        ),
        wrong=(f"unknown tags: {', '.join(unknown)}",) if unknown else (),
    )


def _from_commas(written: str) -> Name:
    """RIS: `family, given, suffix`."""
    family, given, suffix, *_ = [*re.split(r",\s*", written), "", ""]
    return Name(family=family, given=given, suffix=suffix)
