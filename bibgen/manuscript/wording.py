"""What bibgen would write of a paper into an entry of a person's file: its fields in the file's own words.

The values are those of bibgen's writer, so that names, capitals and escapes are right. The names of fields
are the entry's own where two dialects have two (`year` and `date`), else those that the file has most, else
those of its dialect (biblatex manual, section 2.2.5, for the old names). Letters are written in TeX where the
file is ASCII throughout and BibTeX's, or spells letters in TeX, or is in an encoding that has little more.

An entry may have fields from elsewhere, from its `crossref` or `xdata` (biblatex manual, section 2.4): what
those give it does not lack.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from bibgen import bibscan, writers
from bibgen.manuscript import addition
from bibgen.model import Entry, PartialDate, Record
from bibgen.splice import BibFile, Held
from bibgen.writers.options import Options

# What the dialects call one thing, the name of BibTeX first; an entry with one of a row has the others.
SYNONYMS = (
    ("journal", "journaltitle"),
    ("year", "date"),
    ("archiveprefix", "eprinttype"),
    ("primaryclass", "eprintclass"),
)
# The same, of which a file has one by what it is and not by its dialect.
_ALIKE = (
    ("pages", "page", "eid", "articleno", "numpages"),
    ("number", "issue"),
    ("author", "editor"),
    ("school", "institution"),
)
_PARENTS = ("crossref", "xref", "xdata")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_SAMPLE = 300  # entries
_FIELD = re.compile(r"[,\n\r]\s*([A-Za-z][\w-]*)\s*=")


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """An entry as bibgen would write it: its type, and its fields by their names in lower case, in TeX."""

    type: str
    fields: Mapping[str, str]
    month: str


@dataclass(frozen=True, kw_only=True)
class Tongue:
    """How a file calls fields."""

    file: BibFile

    @cached_property
    def options(self) -> Options:
        """The wishes of what is written into the file."""
        bare = self.file.text.isascii() and not self.file.modern
        wanted = Options(target="latex", dated="published", abstract=False, ascii=bare)
        return addition.suited(self.file, wanted)

    def words(self, record: Record, held: Held) -> Wording:
        """What would be written of a paper into an entry."""
        format = "biblatex" if self.file.modern else "bibtex"
        pieces = writers.stream([Entry(key=held.key, record=record)], format, [], self.options)
        scanned = bibscan.scan("".join(pieces).strip(), 1)
        values = {one.name: one.pieces[0][1] for one in scanned.fields}
        values = {self.name(held, name): value for name, value in values.items() if name != "month"}
        values |= {name: value for name, value in _ARCHIVE.items() if name in values}
        if record.issued:
            values |= _dated(self.name(held, "year"), record.issued)
        month = _MONTHS[record.issued.month - 1] if record.issued and record.issued.month else ""
        return Wording(type=scanned.type, fields=values, month=month)

    def name(self, held: Held, name: str) -> str:
        """What an entry calls a field, in lower case."""
        row = next((row for row in SYNONYMS if name in row), None)
        if row is None:
            return name
        return next((one for one in row if held.field(one)), self._usual[row])

    def spelled(self, name: str) -> str:
        """A field's name with the capitals that it has in the file, or usually has."""
        found = next((one for one in self._names if one.lower() == name), "")
        return found or _SPELLED.get(name, name)

    def count(self, name: str) -> int:
        """How many fields of a name there are in a sample of the file."""
        return sum(count for one, count in self._names.items() if one.lower() == name)

    @cached_property
    def _usual(self) -> dict[tuple[str, str], str]:
        """Of each row of synonyms the one that the file has most, else the one of its dialect."""
        made = {}
        for row in SYNONYMS:
            counts = [(self.count(name), at == self.file.modern, name) for at, name in enumerate(row)]
            made[row] = max(counts)[2]
        return made

    @cached_property
    def _names(self) -> Counter[str]:
        """The names of fields in a sample of the file, as they are spelled."""
        step = len(self.file.entries) // _SAMPLE + 1
        return Counter(_FIELD.findall("\n".join(one.raw for one in self.file.entries[::step])))

    def gives(self, held: Held, name: str) -> bool:
        """Whether an entry has a field with something in it, by one of its names, or from another entry."""
        row = next((row for row in (*SYNONYMS, *_ALIKE) if name in row), (name,))
        return any(held.has(one) for one in row) or bool(self._inherited(held) & set(row))

    def is_child(self, held: Held) -> bool:
        """Whether an entry has fields from another."""
        return any(held.field(name) for name in _PARENTS)

    @cached_property
    def _parents(self) -> dict[str, Held]:
        return {one.key.casefold(): one for one in reversed(self.file.entries)}

    def _inherited(self, held: Held, depth: int = 3) -> set[str]:
        found: set[str] = set()
        for name in _PARENTS:
            for key in (held.value(name) or "").split(","):
                parent = self._parents.get(key.strip().casefold())
                if parent and depth:
                    found |= {one.name for one in parent.fields} | self._inherited(parent, depth - 1)
        return found


_ARCHIVE = {"archiveprefix": "arXiv", "eprinttype": "arxiv"}
_SPELLED = {"archiveprefix": "archivePrefix", "primaryclass": "primaryClass"}


def _dated(name: str, when: PartialDate) -> dict[str, str]:
    whole = "-".join([f"{when.year:04}", *(f"{part:02}" for part in (when.month, when.day) if part)])
    return {name: whole if name == "date" else str(when.year)}
