r"""Entries of one paper made one, without a key that stops working and without a field that is overwritten.

The fullest entry stays, a published one before a preprint, a later version before an earlier. It gets the
fields that it lacks: of a preprint only what belongs to the paper and not to the form (its eprint, a file, a
remark), or a journal article would say that it is an arXiv preprint too. The other entries go, and with them
the year and place of the preprint, which are told before; where they say anything else otherwise, by more
than `agreement` knows to settle, nothing is merged. Their keys live on: in a file of biblatex as aliases
(`ids`, biblatex manual, section 2.2.3), in the documents that are named by citing the entry that stays.
BibTeX has no aliases. Without its documents a file of BibTeX is left alone, and so is whatever might be cited
where nobody looked.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise
from pathlib import Path

from bibgen import splice, words
from bibgen.errors import UsageError
from bibgen.manuscript import citing, survivor
from bibgen.manuscript.doubles import Double
from bibgen.splice import BibFile, Edit, Held
from bibgen.tex import Document
from bibgen.tex import Place as Citation

_POINTING = ("crossref", "xref", "xdata", "entryset", "related")
_UNSEEN = ("missing-file", "computed-key")  # notices of a document that may cite more than was found


@dataclass(frozen=True, slots=True, kw_only=True)
class Merged:
    """What becomes of one double: which keys are taken into `kept`, or `why` it is left.

    `added`: the fields that the entry gets, or gets in a better form; `dropped`: what goes with the others
    because it is theirs and not the paper's, as (key, field, text).
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


@dataclass(kw_only=True)
class _Draft:
    """Edits so far, of one .bib, the doubts there are, and the keys that go with what is cited instead."""

    file: BibFile
    doubted: tuple[Double, ...] = ()
    edits: list[Edit] = field(default_factory=list)
    renamed: dict[str, str] = field(default_factory=dict)

    @cached_property
    def words(self) -> Counter[str]:
        """In how many titles of the file each word stands."""
        return Counter(word for one in self.file.entries for word in _words(one))


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
    doubted = tuple(double for double in doubles if not double.certain)
    drafts = {path: _Draft(file=file, doubted=doubted) for path, file in files.items()}
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
    fields = survivor.settled(kept, others, _written_elsewhere(draft, double))
    if fields.lost:
        told = ", ".join(dict.fromkeys(fields.lost))
        return Merged(double=double, why=f"look at it yourself: they differ in {told}, and one would be lost")
    gone = [one.held for one in others]
    renamed = [one.key for one in gone if one.key != kept.held.key]
    draft.edits += [*fields.edits.values(), *(splice.remove_entry(draft.file, one) for one in gone)]
    if draft.file.modern and renamed:
        draft.edits.append(_alias(draft.file, kept.held, gone))
    draft.renamed |= dict.fromkeys(renamed, kept.held.key)
    return Merged(
        double=double,
        kept=kept.held.key,
        gone=tuple(one.key for one in gone),
        added=tuple(fields.edits),
        dropped=tuple(fields.dropped),
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
    rival = _rival(double, draft.doubted)
    if rival:
        return f"{rival} has its identifier too, and is another paper"
    gone = [one.held.key for one in others if one.held.key != kept.held.key]
    mine = {one.held.start for one in double.entries}
    if any(one.key in gone and one.start not in mine for one in draft.file.entries):
        return "a key that would go is another entry's too"
    if {key.casefold() for key in gone} & _pointed_at(draft.file):
        return "other entries refer to one that would go"
    if not gone or draft.file.modern:
        return ""
    citing_it = [one for one in documents if _cites_from(one, draft.file)]
    if not citing_it:
        return f"BibTeX has no aliases: name with --tex all documents that may cite {' or '.join(gone)}"
    return _unseen(citing_it)


def _rival(double: Double, doubted: Sequence[Double]) -> str:
    """The key of an entry that shares an identifier with one of the double's and may be none of it, or ""."""
    for one in doubted:
        first, second = one.entries
        inside = [any(entry is place for place in double.entries) for entry in (first, second)]
        if inside[0] != inside[1] and one.shared:
            return (second if inside[0] else first).held.key
    return ""


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


# -- the keys and the words of a file


def _words(held: Held) -> set[str]:
    return set(words.words(held.mention.title or ""))


def _written_elsewhere(draft: _Draft, double: Double) -> Callable[[str], bool]:
    """Whether a word stands in the title of an entry that is none of the double's."""
    own = Counter(word for one in double.entries for word in _words(one.held))
    return lambda word: draft.words[word] > own[word]


def _alias(file: BibFile, kept: Held, others: Sequence[Held]) -> Edit:
    """The keys of the entries that go, as aliases of the one that stays."""
    listed = [*kept.aliases, *(key for one in others for key in (one.key, *one.aliases))]
    return splice.set_field(
        file, kept, "ids", ", ".join(key for key in dict.fromkeys(listed) if key != kept.key)
    )


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
