"""What there is to audit in the inputs, and where: entries of a .bib, references of any other text.

A .bib is read as it stands on disk, in whatever encoding, with the line of every field; what an entry says is
worked out when it is asked for. Anything else is read as by `bibgen read`, and a finding is told at the line
where the reference begins.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from bibgen import pipeline, splice
from bibgen.manuscript.verdicts import Finding
from bibgen.model import Mention, Notice

# The fields of a .bib in which what a finding is about may stand, the likeliest first.
_FIELDS = {
    "year": ("year", "date"),
    "pages": ("pages", "eid", "number"),
    "eprint": ("eprint", "doi", "url", "note", "journal", "howpublished", "volume"),
    "doi": ("doi", "url", "note", "howpublished"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """One entry or reference: of a .bib as it is `held`, of anything else as it was `read`."""

    source: splice.BibFile | None = None
    held: splice.Held | None = None
    read: Mention | None = None

    @property
    def mention(self) -> Mention:
        """What it says of its paper."""
        found = self.held.mention if self.held else self.read
        assert found is not None
        return found

    @property
    def digest(self) -> str:
        """What two entries share that stand there in the same words; "" where the words are not all."""
        return sha256(self.held.raw.encode(errors="backslashreplace")).hexdigest()[:24] if self.held else ""

    def place(self, finding: Finding | None = None) -> tuple[int, int]:
        """Line and column, both from 1, of the reference, or of what a finding is about."""
        if self.held is None or self.source is None:
            return self.mention.span.first, 1
        found = _field(self.held, finding) if finding and finding.field else None
        start, line = (found.start, found.line) if found else (self.held.start, self.held.line)
        return line, start - max(self.source.text.rfind(end, 0, start) for end in "\r\n")


@dataclass(frozen=True, slots=True, kw_only=True)
class References:
    """The references of all inputs in their order; `unread` is how many entries could not be read."""

    listed: tuple[Reference, ...]
    notices: tuple[Notice, ...] = ()
    unread: int = 0


def _field(held: splice.Held, finding: Finding) -> splice.HeldField | None:
    """The field of an entry that a finding is about: the one that says what is wrong, or bears its name."""
    names = _FIELDS.get(finding.field, (finding.field,))
    said = finding.said.rpartition(":")[2].lower()
    telling = (name for name in names if said and said in (held.value(name) or "").lower())
    name = next(telling, None) or next((name for name in names if held.has(name)), "")
    return held.field(name)


def read(names: Sequence[str], *, only: str | None = None) -> References:
    """All that the named inputs hold.

    Args:
        names: files, folders, archives, "-" for standard input, or identifiers.
        only: the name of the one layout or file format to read them as.

    Raises:
        InputError: one of them cannot be read, or holds no reference and is no .bib.
    """
    listed: list[Reference] = []
    notices: list[Notice] = []
    unread = 0
    for name in names:
        if only is None and name.lower().endswith(".bib") and Path(name).is_file():
            file = splice.load(name)
            listed += (Reference(source=file, held=held) for held in file.entries)
            notices += _unread(file)
            unread += len(file.unread)
        else:
            reading = pipeline.read_papers([name], only=only)
            listed += (Reference(read=mention) for mention in reading.mentions)
            notices += reading.notices
    return References(listed=tuple(listed), notices=tuple(notices), unread=unread)


def _unread(file: splice.BibFile) -> Iterator[Notice]:
    for one in file.unread:
        named = f" ({one.key})" if one.key else ""
        text = f"{file.path}:{one.line}: an entry{named} that cannot be read: {one.reason}"
        yield Notice(code="unread-entry", text=text)
