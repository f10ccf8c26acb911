r"""A document beside its .bib files: the keys that none of them has, and the entries that it never cites.

BibTeX compares keys without regard to case, biber with it (btxdoc, section 3; biblatex manual, section
2.2.3), so a key in other letters is there for the one and missing for the other. An entry is used as well
where one that is used names it (`crossref`, `xref`, `xdata`, `entryset`, `related`, or a `\cite` in a field).
Where it is not known what is cited, for a macro makes a key, a file is missing, or the key of an entry stands
in an argument of some other command, no entry that may be meant is called unused.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from bibgen import splice, tex
from bibgen.errors import InputError
from bibgen.model import Identifier, Notice
from bibgen.readers.citations import latexfile
from bibgen.splice import BibFile, Held
from bibgen.tex import Document, Place, Text

_ALL = "*"
_LEADS = ("crossref", "xref", "xdata", "entryset", "related")
_SETTINGS = ("control", "ieeetranbstctl")  # entries that steer REVTeX's and IEEE's styles, which cite them
_PLAIN = re.compile(r"[^\\#]*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Missing:
    """A key that the .bib files of a document lack, and everywhere that it is cited.

    `alike`: a key of theirs that differs in case only. `identifier`: the paper that the key itself names.
    """

    key: str
    places: tuple[Place, ...]
    alike: str | None = None
    identifier: Identifier | None = None

    @property
    def editable(self) -> bool:
        """Whether it is cited in texts that a person writes."""
        return all(place.file for place in self.places)


@dataclass(frozen=True, slots=True, kw_only=True)
class Unused:
    """An entry that no document cites."""

    file: str
    line: int
    key: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Leftover:
    """The entries that no document cites, and if there may be more of them, why those are not told."""

    unused: tuple[Unused, ...] = ()
    notices: tuple[Notice, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Manuscript:
    """A document and its .bib files; one that is not there is empty.

    `target`: the one that new entries go to; None, and in `why` the reason, if that cannot be known. `own`:
    those .bib files that LaTeX itself wrote.
    """

    document: Document
    bibs: tuple[BibFile, ...]
    own: tuple[BibFile, ...] = ()
    target: BibFile | None = None
    why: str = ""

    @cached_property
    def _within(self) -> tuple[BibFile, ...]:
        """The .bib files that stand in the document itself."""
        return tuple(
            splice.parse(file.said.text[one.start : one.end], one.name)
            for file, one in self.document.embedded
            if one.name.endswith(".bib")
        )

    @cached_property
    def _keys(self) -> dict[str, str]:
        """Every key by itself without case; aliases and keys of what cannot be read are among them."""
        spelled = [key for file in (*self.bibs, *self.own, *self._within) for key in _keys(file)]
        spelled += self.document.defined
        return {key.casefold(): key for key in reversed(spelled)}

    @cached_property
    def _spelled(self) -> frozenset[str]:
        spelled = {key for file in (*self.bibs, *self.own, *self._within) for key in _keys(file)}
        return frozenset(spelled | self.document.defined)

    @cached_property
    def all_cited(self) -> bool:
        r"""Whether the document lists all that there is (`\nocite{*}`)."""
        return self.document.all_listed or any(place.cited.key == _ALL for place in self.document.places)

    @cached_property
    def cited(self) -> dict[str, tuple[Place, ...]]:
        """The keys that are given as they are, in the order of their first places."""
        found: dict[str, list[Place]] = {}
        for place in self.document.places:
            if place.cited.key != _ALL and not place.cited.computed:
                found.setdefault(place.cited.key, []).append(place)
        return {key: tuple(places) for key, places in found.items()}

    def doubt(self, key: str) -> str:
        """Why it cannot be known that a key is not cited, or ""."""
        for place in self.document.places:
            if place.cited.computed and key.startswith(_beginning(place.cited.key)):
                return f"{place}: the key {place.cited.key} is made by a macro"
        for file in () if self.document.of_latex else self.document.files:
            at = file.said.words.get(key)
            if at is not None:
                return f"{file.path}:{file.said.line(at)}: {key} stands in an argument of another command"
        return next((one.text for one in self.document.notices if one.code == "missing-file"), "")

    def missing(self) -> Iterator[Missing]:
        """The keys that no .bib has, in the order of their first places."""
        for key, places in self.cited.items():
            alike = self._keys.get(key.casefold())
            if key in self._spelled or (alike and not self.document.biber):
                continue
            identifier = None if alike else latexfile.named(key)
            yield Missing(key=key, places=places, alike=alike, identifier=identifier)

    def otherwise_spelled(self) -> Iterator[tuple[Place, str]]:
        """The keys that BibTeX finds and biber would not, each with its spelling in the .bib."""
        for key, places in self.cited.items():
            if key not in self._spelled and not self.document.biber and key.casefold() in self._keys:
                yield places[0], self._keys[key.casefold()]


def opened(names: Sequence[str], *, bib: str | None = None, search: Sequence[Path] = ()) -> list[Manuscript]:
    """The documents of these names, each with its .bib files; a file that several name is read once.

    Args:
        names: of .tex, .aux or .bcf files.
        bib: the file that new entries go to, for documents that name none or several.
        search: folders in which a .bib may be too that is not beside its document (`BIBINPUTS`).

    Raises:
        InputError: one of them cannot be read.
    """
    read: dict[Path, BibFile] = {}
    return [_opened(tex.read(_checked(name), search), bib, read) for name in names]


def _checked(name: str) -> str:
    if name.lower().endswith(".bib"):
        raise InputError("is a .bib: name the .tex, .aux or .bcf that cites from it", name)
    return name


def _opened(document: Document, bib: str | None, read: dict[Path, BibFile]) -> Manuscript:
    why = "" if bib else _no_target(document)
    own = [] if why else [Path(bib) if bib else document.bibliographies[0]]
    bibs: dict[Path, BibFile] = {}
    for path in (*document.bibliographies, *own):
        real = path.resolve()
        if real not in read:
            read[real] = splice.load(str(path), create=True)
        bibs[real] = read[real]
    return Manuscript(
        document=document,
        bibs=tuple(bibs.values()),
        own=tuple(splice.load(str(path)) for path in document.own if path.is_file()),
        target=bibs[own[0].resolve()] if own else None,
        why=why,
    )


def _no_target(document: Document) -> str:
    """Why it cannot be known which .bib new entries go to, or ""."""
    named = document.bibliographies
    if not named:
        return "the document names no .bib: say which with --bib"
    if len(named) > 1:
        return f"the document names {len(named)} .bib files: say which with --bib"
    within = {one.name for _, one in document.embedded}
    if named[0].name in within and not named[0].exists():
        return f"{named[0].name} stands in the document itself: add it there, or say another with --bib"
    return ""


def _keys(file: BibFile) -> Iterator[str]:
    for held in file.entries:
        yield held.key
        yield from held.aliases
    yield from (one.key for one in file.unread if one.key)


def unused(manuscripts: Sequence[Manuscript]) -> Leftover:
    """The entries of the documents' .bib files that none of those that name them cites, in their order."""
    naming: dict[str, list[Manuscript]] = {}
    files: dict[str, BibFile] = {}
    for one in manuscripts:
        for file in one.bibs:
            files[file.path] = file
            naming.setdefault(file.path, []).append(one)
    entries = [held for file in files.values() for held in file.entries]
    found: list[Unused] = []
    doubts: list[str] = []
    for path, file in files.items():
        if any(one.all_cited for one in naming[path]):
            continue
        used = _with_those_named({key.casefold() for one in naming[path] for key in one.cited}, entries)
        left = [held for held in file.entries if held.type not in _SETTINGS and not used & _answers(held)]
        doubted = {held.key: why for held in left if (why := _doubt(held, naming[path]))}
        perhaps = _with_those_named({key.casefold() for key in doubted}, entries)
        doubts += doubted.values()
        for held in left:
            if not perhaps & _answers(held):
                found.append(Unused(file=path, line=held.line, key=held.key))
            elif held.key not in doubted:
                doubts.append(doubts[0])
    return Leftover(unused=tuple(found), notices=tuple(_incomplete(doubts)))


def _doubt(held: Held, manuscripts: Iterable[Manuscript]) -> str:
    keys = (held.key, *held.aliases)
    return next((why for one in manuscripts for key in keys if (why := one.doubt(key))), "")


def _incomplete(doubts: Sequence[str]) -> Iterator[Notice]:
    if doubts:
        number = "1 entry is" if len(doubts) == 1 else f"{len(doubts)} entries are"
        why = f"{doubts[0]}" + (" (and others)" if len(set(doubts)) > 1 else "")
        yield Notice(
            code="perhaps-cited",
            text=f"the list of what is never cited may be incomplete: {number} left out of it: {why}",
        )


def _beginning(key: str) -> str:
    """What a key that a macro makes begins with for certain."""
    plain = _PLAIN.match(key)
    return plain[0].rstrip() if plain else ""


def _answers(held: Held) -> set[str]:
    """What an entry is cited by."""
    return {key.casefold() for key in (held.key, *held.aliases)}


def _with_those_named(keys: set[str], entries: Iterable[Held]) -> set[str]:
    """The keys, and those that their entries lead to, however far."""
    by_key = {key: held for held in entries for key in _answers(held)}
    used: set[str] = set()
    waiting = list(keys)
    while waiting:
        key = waiting.pop()
        held = by_key.get(key)
        if key in used:
            continue
        used.add(key)
        if held:
            named = [name for lead in _LEADS for name in (held.value(lead) or "").split(",")]
            named += (one.key for one in Text(text=held.raw).cited()) if "ite" in held.raw else ()
            waiting += (name.strip().casefold() for name in named if name.strip())
    return used
