r"""Keys that no .bib has, made good: an identifier that is a key is looked up, its paper put into the .bib.

A paper that has an entry, in any .bib of the document, gets no second one. A new entry has the key that the
text cites, where BibTeX or biber takes such a key, so that the document can be typeset as it is; or, with
`rewrite`, a real key, and then the text is changed to cite that, in exactly the places of the old one. What
a key that is no identifier stands for nobody can know: it is told, with its places.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

from bibgen import splice, versions, writers
from bibgen.errors import FileChanged, OutputError
from bibgen.keys import Wanted
from bibgen.manuscript import addition
from bibgen.manuscript.cited import Manuscript, Missing
from bibgen.manuscript.presence import Present
from bibgen.model import Entry, Identifier, Mention, Notice, Outcome, Resolution, Span
from bibgen.session import Session
from bibgen.splice import BibFile, Edit
from bibgen.splice.disk import encoded
from bibgen.tex import Cited, Place, TexFile
from bibgen.writers import styles, target
from bibgen.writers.options import USUAL, Options, Style

State = Literal["added", "there", "missing", "unknown", "unasked", "doubtful", "nowhere", "no-key"]

_BLANKS = re.compile(r"\s*")
_LOOKED_UP = ("arxiv", "doi")
_OPEN: dict[Outcome, State] = {Outcome.UNKNOWN: "unknown", Outcome.UNASKED: "unasked"}
# What may stand in a key, each sign tried with biber and with BibTeX, and with LaTeX (TeX Live 2022).
_KEYS = {
    "biblatex": re.compile(r"[\w!$&*+\-./:;<>?@\[\]^`|]+"),
    "bibtex": re.compile(r"[\w!$&*+\-./:;<>?@\[\]^`|'()]+"),
}
# How the names of BibTeX's style files begin that are not called as their family is here.
_FAMILIES: dict[str, Style] = {
    "ieeetran": "ieeetran", "apsr": "apsrev", "aipnum": "aip", "aipauth": "aip", "elsarticle": "elsarticle",
    "cas-model": "elsarticle", "iopart": "iopart", "acm-reference": "acm", "plainurl": "urlbst",
    "alphaurl": "urlbst", "abbrvurl": "urlbst", "unsrturl": "urlbst",
}  # fmt: skip
_OTHER_THAN_IT_SOUNDS = ("acm",)  # acm.bst is not that of ACM's journals, whose family is called so here


@dataclass(frozen=True, slots=True, kw_only=True)
class Fate:
    """What became of a key.

    `state`: its paper is "added" to a .bib, or was "there" already under `entry`; the key is "missing", for
    it names no paper, or the paper is "unknown", could not be asked ("unasked") or is "doubtful"; there is
    "nowhere" to put its entry, or no entry can have such a key ("no-key"). `why` says more of it.
    """

    state: State
    entry: str = ""
    bib: str = ""
    why: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A key that the .bib files of a document lack, and what became of it.

    `settled`: with the changes of the plan the document finds what it cites.
    """

    manuscript: Manuscript
    missing: Missing
    fate: Fate
    settled: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A file as it was and as it is to be: its text and its bytes, which are None where there was none."""

    path: str
    old: str
    new: str
    old_bytes: bytes | None
    new_bytes: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What is to be done; `found` are the papers that were looked up, each with the key that it has now."""

    rows: tuple[Row, ...]
    bibs: tuple[Change, ...] = ()
    texts: tuple[Change, ...] = ()
    found: tuple[tuple[Resolution, str | None], ...] = ()
    notices: tuple[Notice, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Wish:
    rewrite: bool
    wanted: Wanted | None
    options: Options


@dataclass(frozen=True, slots=True, kw_only=True)
class _Case:
    """A key to be looked into, and what its identifier led to."""

    manuscript: Manuscript
    missing: Missing
    resolution: Resolution | None = None


def plan(
    manuscripts: Sequence[Manuscript],
    session: Session,
    *,
    rewrite: bool = False,
    wanted: Wanted | None = None,
    options: Options = USUAL,
) -> Plan:
    """What is to be done about the keys that the documents' .bib files lack; nothing is written.

    Args:
        rewrite: give new entries real keys, and cite those in the texts.
        wanted: the pattern of these keys.
        options: what is wished of new entries; their target, style and abstract are as the documents need.
    """
    cases = _looked_up([(one, missing) for one in manuscripts for missing in one.missing()], session)
    fates = [_fate(case) for case in cases]
    bibs: list[Change] = []
    notices = [*_absent(manuscripts), *_otherwise_spelled(manuscripts)]
    wish = _Wish(rewrite=rewrite, wanted=wanted, options=options)
    for file in _targets(cases, fates):
        places = [at for at, case in enumerate(cases) if fates[at] is None and case.manuscript.target is file]
        change, added = _added(file, [cases[at] for at in places], session, wish, notices)
        bibs.append(change)
        for at, fate in zip(places, added, strict=True):
            fates[at] = fate
    rows = tuple(_row(case, fate, rewrite) for case, fate in zip(cases, fates, strict=True) if fate)
    return Plan(
        rows=rows,
        bibs=tuple(bibs),
        texts=tuple(_texts(rows)) if rewrite else (),
        found=tuple(_found(cases, rows)),
        notices=tuple(notices),
    )


def _targets(cases: Iterable[_Case], fates: Iterable[Fate | None]) -> list[BibFile]:
    """The .bib files that get entries, each once."""
    open_ = (case.manuscript.target for case, fate in zip(cases, fates, strict=True) if fate is None)
    return list({file.path: file for file in open_ if file}.values())


def _looked_up(lacking: Iterable[tuple[Manuscript, Missing]], session: Session) -> list[_Case]:
    """The keys with what their identifiers lead to; each identifier is asked for once."""
    cases = [_Case(manuscript=one, missing=missing) for one, missing in lacking]
    named: dict[Identifier, Mention] = {}
    for case in cases:
        identifier = case.missing.identifier
        if identifier and identifier.scheme in _LOOKED_UP:
            named.setdefault(identifier, _mention(case.missing.places[0], identifier))
    resolutions = session.resolve(list(named.values())) if named else []
    by_name: Mapping[Identifier | None, Resolution] = dict(zip(named, resolutions, strict=True))
    return [replace(case, resolution=by_name.get(case.missing.identifier)) for case in cases]


def _mention(place: Place, identifier: Identifier) -> Mention:
    cited = place.cited
    span = Span(file=str(place.path), first=cited.line, last=cited.line, start=cited.start, end=cited.end)
    return Mention(raw=cited.key, span=span, reader="cite", identifiers=(identifier,))


def _fate(case: _Case) -> Fate | None:
    """What becomes of a key, or None if an entry is to be made for it."""
    missing, resolution = case.missing, case.resolution
    if missing.alike:
        return Fate(state="there", entry=missing.alike, why="biber tells capitals from small letters")
    if resolution is None:
        return Fate(state="missing")
    if resolution.outcome is not Outcome.SETTLED or resolution.best is None:
        failures = sorted({str(one) for one in resolution.failures})
        return Fate(state=_OPEN.get(resolution.outcome, "doubtful"), why="; ".join(failures))
    record = versions.shown([resolution], cite_version=False)
    for file in case.manuscript.bibs:
        held = Present(file).find(record)
        if held:
            return Fate(state="there", entry=held.key, bib=file.path)
    if not case.manuscript.target:
        return Fate(state="nowhere", why=case.manuscript.why)
    return None


def _added(
    file: BibFile, cases: Sequence[_Case], session: Session, wish: _Wish, notices: list[Notice]
) -> tuple[Change, list[Fate]]:
    """A .bib with the papers of the keys, and what became of each key."""
    one = cases[0].manuscript
    format = "biblatex" if (file.modern if file.entries else one.document.modern) else "bibtex"
    style = style_of(one.document.style)
    options = replace(wish.options, target="latex", style=style, abstract=bool(file.entries))
    made = addition.add(
        file,
        [case.resolution for case in cases if case.resolution],
        session.ledger,
        wanted=wish.wanted,
        options=options,
        format=format,
    )
    notices += made.notices
    keys = [row.key or "" for row in made.rows]
    names = _names(cases, keys, format, rewrite=wish.rewrite)
    entries = [replace(entry, key=names[entry.key]) for entry in made.entries if entry.key in names]
    fates = [
        Fate(state="added", entry=names[key], bib=file.path) if key in names else Fate(state="no-key")
        for key in keys
    ]
    return _change(file, _edits(file, entries, format, options)), fates


def _names(cases: Sequence[_Case], keys: Sequence[str], format: str, *, rewrite: bool) -> dict[str, str]:
    """The keys of the new entries, by the real ones of their papers: those that the texts cite or will cite.

    A paper has none if the texts stay as they are and what they cite cannot be a key.
    """
    found: dict[str, str] = {}
    for case, key in zip(cases, keys, strict=True):
        if not (rewrite and case.missing.editable) and _KEYS[format].fullmatch(case.missing.key):
            found.setdefault(key, case.missing.key)
    return {key: key for key in keys if rewrite} | found


def _edits(file: BibFile, entries: Sequence[Entry], format: str, options: Options) -> list[Edit]:
    texts = writers.stream(entries, format, [], addition.suited(file, options))
    return splice.insert_entries(file, list(texts))


def _change(file: BibFile, edits: Sequence[Edit]) -> Change:
    new = splice.apply(file.text, edits)
    return Change(
        path=file.path,
        old=file.text,
        new=new,
        old_bytes=file.raw,
        new_bytes=encoded(new, file.path, file.encoding, bom=file.bom),
    )


def style_of(name: str) -> Style | None:
    """What a style file of BibTeX is called here; None if it is not known what it prints.

    >>> style_of("apsrev4-2"), style_of("plainnat"), style_of("mystyle")
    ('apsrev', 'plainnat', None)
    """
    name = name.lower()
    for known in styles.PRINTED:
        if known == name and name not in _OTHER_THAN_IT_SOUNDS:
            return known
    return next((family for begin, family in _FAMILIES.items() if name.startswith(begin)), None)


def _row(case: _Case, fate: Fate, rewrite: bool) -> Row:
    editable = rewrite and case.missing.editable
    settled = bool(fate.entry) and (editable or fate.entry == case.missing.key)
    return Row(manuscript=case.manuscript, missing=case.missing, fate=fate, settled=settled)


def _texts(rows: Iterable[Row]) -> Iterator[Change]:
    """The texts that are to cite other keys; one that several documents take in is changed once."""
    files: dict[Path, TexFile] = {}
    renamed: dict[Path, dict[int, str]] = {}
    cited: dict[Path, dict[int, Cited]] = {}
    for row in rows:
        if not row.settled or row.fate.entry == row.missing.key:
            continue
        for place in row.missing.places:
            if place.file:
                files.setdefault(path := place.path.resolve(), place.file)
                renamed.setdefault(path, {}).setdefault(place.cited.start, row.fate.entry)
        for place in row.manuscript.document.places:
            cited.setdefault(place.path.resolve(), {})[place.cited.start] = place.cited
    for path, file in files.items():
        old = file.said.text
        lists: dict[int, list[Cited]] = {}
        for one in cited[path].values():
            lists.setdefault(one.list, []).append(one)
        edits = [edit for items in lists.values() for edit in _recited(old, items, renamed[path])]
        new = splice.apply(old, edits)
        yield Change(path=str(file.path), old=old, new=new, old_bytes=file.raw, new_bytes=file.encoded(new))


def _recited(text: str, items: Sequence[Cited], renamed: Mapping[int, str]) -> Iterator[Edit]:
    """The changes to one list of keys; a paper that has become the same as another is cited once."""
    first: dict[str, Cited] = {}
    for one, after in zip(items, (*items[1:], None), strict=True):
        key = renamed.get(one.start, one.key)
        same = first.setdefault(key, one)
        becomes = f"{one.key} is {key}"
        heads = after is not None and after.starred and not one.starred
        blanks = _BLANKS.match(text, one.end)
        if (
            same is not one
            and {one.start, same.start} & renamed.keys()
            and not (one.with_texts or heads or "%" in text[one.item : one.end])
        ):
            yield Edit(
                start=one.item - 1,
                end=blanks.end() if blanks else one.end,
                text="",
                what=f"{becomes}, cited before",
                key=key,
            )
        elif one.start in renamed:
            yield Edit(start=one.start, end=one.end, text=key, what=becomes, key=key)


def _absent(manuscripts: Iterable[Manuscript]) -> Iterator[Notice]:
    """Those of several .bib files that are not there; one alone is about to be made."""
    for path in dict.fromkeys(file.path for one in manuscripts for file in one.bibs if file.raw is None):
        if not any(one.target and one.target.path == path for one in manuscripts):
            yield Notice(code="missing-file", text=f"{path}: there is no such file")


def _otherwise_spelled(manuscripts: Iterable[Manuscript]) -> Iterator[Notice]:
    for one in manuscripts:
        for place, key in one.otherwise_spelled():
            text = (
                f"{place}: {place.cited.key} is {key} in the .bib: BibTeX takes both for one, biber does not"
            )
            yield Notice(code="other-case", text=text)


def _found(cases: Iterable[_Case], rows: Iterable[Row]) -> Iterator[tuple[Resolution, str | None]]:
    for case, row in zip(cases, rows, strict=True):
        if case.resolution:
            yield case.resolution, row.fate.entry or None


def write(changes: Sequence[Change]) -> None:
    """Write the files, each whole or not at all, and none of them if one is no longer what was read.

    Raises:
        FileChanged: a file has changed meanwhile.
        OutputError: a file cannot be written.
    """
    for one in changes:
        if _bytes(one.path) != one.old_bytes:
            raise FileChanged("has changed since it was read: nothing was written", one.path)
    for one in changes:
        if one.new_bytes != one.old_bytes:
            target.exchange(one.path, one.new_bytes, one.old_bytes)


def _bytes(path: str) -> bytes | None:
    try:
        return Path(path).read_bytes()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise OutputError(f"cannot be read: {error.strerror or error}", path) from error
