r"""Entries of one paper made one, without a key that stops working and without a field that is overwritten.

The fullest entry stays, a published one before a preprint. It gets the fields that it lacks: of a preprint
only what belongs to the paper and not to the form (its eprint, a file, a remark), or a journal article would
say that it is an arXiv preprint too. The other entries go; what they say otherwise goes with them, so it is
told before. Their keys live on: in a file of biblatex as aliases (`ids`, biblatex manual, section 2.2.3), in
the documents that are named by citing the entry that stays. BibTeX has no aliases. Without its documents a
file of BibTeX is left alone, and so is whatever might be cited where nobody looked.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from pathlib import Path

from bibgen import splice
from bibgen.errors import UsageError
from bibgen.manuscript import citing, venues
from bibgen.manuscript.doubles import Double, Place
from bibgen.splice import BibFile, Edit, Held, HeldField
from bibgen.tex import Document
from bibgen.tex import Place as Citation

# Of an entry of another form these say where and when that form appeared, not what the paper is.
_OF_ITS_FORM = frozenset(
    "journal journaltitle journalsubtitle shortjournal booktitle eventtitle volume number issue pages eid "
    "year month day date publisher institution organization school howpublished pubstate type issn isbn "
    "series edition address location version doi numpages articleno copyright biburl bibsource timestamp "
    "adsurl adsnote primarydoi".split()
)
_NEVER = frozenset("ids crossref xref xdata entryset related relatedtype options".split())
_POINTING = ("crossref", "xref", "xdata", "entryset", "related")
# Fields of two names, one for each dialect: who has one needs no other.
_ALSO_CALLED = {
    "archiveprefix": "eprinttype", "eprinttype": "archiveprefix", "primaryclass": "eprintclass",
    "eprintclass": "primaryclass", "journal": "journaltitle", "journaltitle": "journal", "year": "date",
    "date": "year", "month": "date", "school": "institution", "address": "location", "location": "address",
    "arxivid": "eprint",
}  # fmt: skip
_UNSEEN = ("missing-file", "computed-key")  # notices of a document that may cite more than was found
_ALL = "*"


@dataclass(frozen=True, slots=True, kw_only=True)
class Merged:
    """What becomes of one double: which keys are taken into `kept`, or `why` it is left.

    `added`: the fields that the entry gets; `dropped`: what the others say otherwise, as (key, field, text).
    """

    double: Double
    kept: str = ""
    gone: tuple[str, ...] = ()
    added: tuple[str, ...] = ()
    dropped: tuple[tuple[str, str, str], ...] = ()
    why: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What is to be done: a row for each double, the new text of each .bib, and the documents' changes."""

    rows: tuple[Merged, ...]
    bibs: tuple[tuple[BibFile, str], ...] = ()
    texts: tuple[citing.Change, ...] = ()


@dataclass(slots=True, kw_only=True)
class _Draft:
    """Edits so far, of one .bib, and the keys that go with what is cited instead."""

    file: BibFile
    edits: list[Edit] = field(default_factory=list)
    renamed: dict[str, str] = field(default_factory=dict)


def plan(doubles: Sequence[Double], documents: Sequence[Document] = ()) -> Plan:
    """How the doubles are to be made one; nothing is written.

    Args:
        documents: all that cite from the files.

    Raises:
        UsageError: a document does not name one of the files, or is not one that can be changed.
    """
    files = {place.file.path: place.file for double in doubles for place in double.entries}
    for document in documents:
        _check(document, list(files.values()))
    drafts = {path: _Draft(file=file) for path, file in files.items()}
    rows = tuple(_merged(double, drafts, documents) for double in doubles)
    renamed = {key: kept for draft in drafts.values() for key, kept in draft.renamed.items()}
    return Plan(
        rows=rows,
        bibs=tuple(
            (draft.file, splice.apply(draft.file.text, draft.edits))
            for draft in drafts.values()
            if draft.edits
        ),
        texts=tuple(_texts(documents, renamed)) if renamed else (),
    )


def write(made: Plan) -> list[Path]:
    """Write the documents, then the .bib files, so that every key that is cited has an entry at any time.

    Returns:
        The backups of the .bib files.

    Raises:
        FileChanged: one of them is no longer what was read.
        OutputError: one cannot be written.
    """
    citing.write(made.texts)
    kept = [splice.save(file, text, backup=True) for file, text in made.bibs]
    return [path for path in kept if path]


def _check(document: Document, files: Sequence[BibFile]) -> None:
    """Refuse a document that cannot be changed, or that does not cite from the files."""
    if any(place.file is None for place in document.places):
        raise UsageError(f"{document.path} is written by LaTeX: name the .tex")
    if files and not any(_cites_from(document, file) for file in files):
        raise UsageError(f"{document.path} names none of these .bib files: name the main document")


def _cites_from(document: Document, file: BibFile) -> bool:
    return Path(file.path).resolve() in {path.resolve() for path in document.bibliographies}


def _merged(double: Double, drafts: Mapping[str, _Draft], documents: Sequence[Document]) -> Merged:
    """One double made one in the draft of its file, or left with a reason."""
    kept, *others = double.entries
    draft = drafts[kept.file.path]
    why = _obstacle(double, draft, documents)
    if why:
        return Merged(double=double, why=why)
    renamed = [one.held.key for one in others if one.held.key != kept.held.key]
    added = list(_additions(kept, others))
    draft.edits += [edit for _, edit in added]
    draft.edits += [splice.remove_entry(draft.file, one.held) for one in others]
    if draft.file.modern and renamed:
        draft.edits.append(_alias(draft.file, kept.held, [one.held for one in others]))
    draft.renamed |= dict.fromkeys(renamed, kept.held.key)
    names = {name for name, _ in added}
    return Merged(
        double=double,
        kept=kept.held.key,
        gone=tuple(one.held.key for one in others),
        added=tuple(name for name, _ in added),
        dropped=tuple(_dropped(kept, others, names)),
    )


def _obstacle(double: Double, draft: _Draft, documents: Sequence[Document]) -> str:
    """Why a double is left as it is, or ""."""
    kept, *others = double.entries
    if not double.certain:
        return "look at it yourself: it is not certain that this is one paper"
    if any(one.file is not kept.file for one in others):
        return "the entries stand in several files"
    if any(one.held.protected for one in double.entries):
        return "an entry is marked to be kept as it is"
    if any(one.held.has(name) for one in double.entries for name in ("crossref", "xdata")):
        return "an entry takes fields from another one"
    gone = [one.held.key for one in others if one.held.key != kept.held.key]
    if {key.casefold() for key in gone} & _pointed_at(draft.file):
        return "other entries refer to one that would go"
    if not gone or draft.file.modern:
        return ""
    citing_it = [one for one in documents if _cites_from(one, draft.file)]
    if not citing_it:
        return f"BibTeX has no aliases: name with --tex all documents that may cite {' or '.join(gone)}"
    return _unseen(citing_it)


def _unseen(documents: Sequence[Document]) -> str:
    """Why a document may cite what nobody can find in it, or ""."""
    told = [notice.text for one in documents for notice in one.notices if notice.code in _UNSEEN]
    return f"a key may be cited where nobody can look: {told[0]}" if told else ""


def _pointed_at(file: BibFile) -> set[str]:
    """The keys, without case, that entries of a file refer to."""
    return {
        key.strip().casefold()
        for one in file.entries
        for name in _POINTING
        if name in one.raw.lower()
        for key in (one.value(name) or "").split(",")
    }


# -- the entry that stays


def _additions(kept: Place, others: Sequence[Place]) -> Iterator[tuple[str, Edit]]:
    """The fields that an entry lacks and others have, the fuller first."""
    taken: set[str] = set()
    for other in others:
        for one in other.held.fields:
            name, twin = one.name, _ALSO_CALLED.get(one.name, "")
            if name in taken or kept.held.has(name) or kept.held.has(twin) or twin in taken:
                continue
            if other.held.field(name) is one and other.held.has(name) and _belongs(name, kept, other):
                taken.add(name)
                yield name, _taken(kept, one)
    on_arxiv = next((one.arxiv for one in others if one.arxiv), "")
    if on_arxiv and not kept.arxiv and not taken & {"eprint", "arxivid"} and not kept.held.has("eprint"):
        yield "eprint", splice.set_field(kept.file, kept.held, "eprint", on_arxiv)
        kind = "eprinttype" if kept.file.modern else "archivePrefix"
        yield kind, splice.set_field(kept.file, kept.held, kind, "arXiv")


def _belongs(name: str, kept: Place, other: Place) -> bool:
    """Whether a field of another entry says something of the paper in the form that is kept."""
    if name in _NEVER:
        return False
    said = other.held.value(name) or ""
    if kept.published == other.published:
        return True
    if name == "url" or name == "note":
        return not (venues.is_arxivs(said) or "arxiv.org" in said.lower())
    return name not in _OF_ITS_FORM


def _taken(kept: Place, one: HeldField) -> Edit:
    """A field put into the entry that is kept, its value as it stands: macros and delimiters too."""
    file = kept.file
    written = file.text[one.value_start : one.value_end]
    there = kept.held.field(one.name)
    if there:  # it is empty
        return Edit(
            start=there.value_start,
            end=there.value_end,
            text=written,
            what=f"{one.name} added",
            key=kept.held.key,
        )
    if len(one.pieces) == 1 and written[0] in '{"':
        return splice.set_field(file, kept.held, one.name, one.pieces[0][1])
    made = splice.set_field(file, kept.held, one.name, "")
    return replace(made, text=f"{made.text[:-2]}{written}")


def _alias(file: BibFile, kept: Held, others: Sequence[Held]) -> Edit:
    """The keys of the entries that go, as aliases of the one that stays."""
    listed = [*kept.aliases, *(key for one in others for key in (one.key, *one.aliases))]
    return splice.set_field(
        file, kept, "ids", ", ".join(key for key in dict.fromkeys(listed) if key != kept.key)
    )


def _dropped(kept: Place, others: Sequence[Place], added: set[str]) -> Iterator[tuple[str, str, str]]:
    """What the others say and the entry that stays does not."""
    for other in others:
        for name, text in other.held.parsed.fields:
            mine = kept.held.value(name) or ""
            if text.strip() and name not in added and " ".join(text.split()) != " ".join(mine.split()):
                yield other.held.key, name, text


# -- the documents


def _texts(documents: Sequence[Document], renamed: Mapping[str, str]) -> Iterator[citing.Change]:
    """The documents' files with the keys that stay in the places of those that go."""
    places: dict[Path, dict[int, Citation]] = {}
    sharp = {one.path: one.biber for one in documents}
    for document in documents:
        for place in document.places:
            places.setdefault(place.path.resolve(), {})[place.cited.start] = place
    folded = {key.casefold(): kept for key, kept in renamed.items()}
    exact = any(sharp.values())
    for found in places.values():
        ordered = [found[start] for start in sorted(found)]
        file = ordered[0].file
        if file is None:
            continue
        old = file.said.text
        new = splice.apply(old, list(_cited(old, ordered, renamed if exact else folded, exact=exact)))
        if new != old:
            yield citing.Change(
                path=str(file.path), old=old, new=new, old_bytes=file.raw, new_bytes=file.encoded(new)
            )


def _cited(
    text: str, places: Sequence[Citation], renamed: Mapping[str, str], *, exact: bool
) -> Iterator[Edit]:
    """Each key that goes as the one that stays; where that stands in the same list it is cited once."""
    for listed in _lists(text, places):
        cited: set[str] = {place.cited.key for place in listed}
        for at, place in enumerate(listed):
            key = place.cited.key
            kept = renamed.get(key if exact else key.casefold())
            if kept is None or kept == key:
                continue
            if kept not in cited:
                cited.add(kept)
                yield Edit(start=place.cited.start, end=place.cited.end, text=kept, key=kept)
            elif at:
                yield Edit(start=listed[at - 1].cited.end, end=place.cited.end, text="", key=kept)
            else:
                yield Edit(start=place.cited.start, end=listed[1].cited.start, text="", key=kept)


def _lists(text: str, places: Sequence[Citation]) -> Iterator[list[Citation]]:
    """Citations that stand in one list of keys, with commas between."""
    listed: list[Citation] = list(places[:1])
    for one, other in pairwise(places):
        if text[one.cited.end : other.cited.start].strip(" \t\r\n,"):
            yield listed
            listed = []
        listed.append(other)
    yield listed
