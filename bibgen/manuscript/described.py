"""What an entry says of its paper, held against what is known of the paper; pure.

A paper has several forms: its versions on arXiv, and the published one. An entry is right in a field if it
fits one of them, however it is abbreviated, accented, capitalised or typed; what it leaves out is no fault.
What fits an older version only is told as such. Years are those in which a form of the paper appeared: each
version, the year of its number, the journal's year, and the year before it, in which many appear online, if
no registry says when. Where an entry names a venue that no source knows of, its year may be the venue's.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz

from bibgen import identifiers, latex, names, words
from bibgen.manuscript import bylines
from bibgen.manuscript.verdicts import Finding, Standing
from bibgen.matching import venues
from bibgen.matching.titles import title_likeness
from bibgen.model import Match, Mention, Name, Record
from bibgen.sources.withdrawal import is_withdrawn

_TITLE = 0.8  # from here `title_likeness` takes two titles for those of one paper
_SIGNS_APART = 94  # of 100 for the letters of two titles
_MOST_LAG = 4  # years from arXiv to the journal, of a venue that no source knows; as in `matching.policy`
_LEAST_BEGINNING = 2  # words of a title that is cut
_NUMBERED = re.compile(r"part|chapter|[ivx]+|\d+")  # how what follows makes another paper of a title
_REMARKS = ("note", "addendum", "annotation", "annote", "pubstate", "howpublished", "remark", "extra")
_TITLED_BACK = re.compile(
    r"^\W*(?:retracted|withdrawn)(?:\s+(?:article|paper|chapter))?\s*[\]:)]|^\W*retraction(?:\s+not(?:e|ice))?\s*:"
    r"|[\[(]\s*(?:retracted|withdrawn)[^\])]*[\])]\W*$",
    re.I,
)
_RETRACTED = re.compile(r"\bretracted\b", re.I)
_DENIED = re.compile(
    r"(?:\b(?:not|never|nor|neither|hardly|un)\b|n['’]t\b)(?:\s+\w+){0,3}?\s+withdrawn\b", re.I
)
_REMARKED = re.compile(
    r"(?:^|[\[(:]\s*|\b(?:now|since|later|meanwhile|subsequently|was|is|been)\s+)withdrawn\b", re.I
)
_EXACT = "bibtex"  # the reader of a format in which people are told apart
_SHOWN = 4  # people of a list
_YEAR = re.compile(r"(?<![\d.:/-])(?:19|20)\d\d(?![\d/]|\.\d)")
_SOURCES = {"arxiv": "arXiv", "crossref": "Crossref", "dblp": "DBLP", "snapshot": "the snapshot"}
_CASES = {
    "authors": "not among the authors",
    "authors-more": "not among the authors",
    "authors-missing": "left out without “and others”",
    "author-order": "in another order",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Forms:
    """A paper as sources know it: its latest version, where it was published, and older versions."""

    latest: Record
    published: tuple[Record, ...] = ()
    older: tuple[Record, ...] = ()

    def last(self, fits: Callable[[Record], bool]) -> Record | None:
        """The latest of the older versions that fits."""
        return next(
            (one for one in sorted(self.older, key=lambda one: -(one.version or 0)) if fits(one)), None
        )

    @property
    def current(self) -> tuple[Record, ...]:
        """The forms that are not superseded."""
        return (self.latest, *self.published)

    @property
    def every(self) -> tuple[Record, ...]:
        """All of them."""
        return (*self.current, *self.older)


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """The words of an entry: its title, free of TeX, and its authors, as the text is to be cut."""

    title: str
    authors: tuple[Name, ...]


def words_of(mention: Mention, match: Match | None) -> Said:
    """The title and the authors of a mention, cut as the paper that was found confirms it."""
    title = match.feature("title") if match else None
    ways = ((mention.title or "", mention.authors), *mention.rivals)
    for text, people in ways:
        if title is None or _plain(text) == title.said:
            return Said(title=_plain(text), authors=people)
    return Said(title=_plain(ways[0][0]), authors=ways[0][1])


def _plain(title: str) -> str:
    return latex.decode(title) if "\\" in title else title


def says_taken_back(mention: Mention) -> bool:
    """Whether an entry says in its title or in a remark that the paper was withdrawn or retracted.

    What stands in other fields says nothing of the paper: in a key, a file name, keywords or an abstract.
    """
    if _TITLED_BACK.search(mention.title or ""):
        return True
    remarks = [mention.comment, *(text for name, text in mention.said.items() if name in _REMARKS)]
    if mention.reader != _EXACT:
        remarks.append(mention.raw.replace(mention.title or "\0", " "))
    return any(_is_taken_back(text) for text in remarks if text)


def _is_taken_back(text: str) -> bool:
    said = _RETRACTED.sub("withdrawn", text)
    said = _DENIED.sub(" ", said)
    return is_withdrawn(said, None) or _REMARKED.search(said) is not None


def titled(said: str, forms: Sequence[Record]) -> bool:
    """Whether a title is that of one of the forms, or the beginning of it."""
    return any(
        title_likeness(said, one.title) >= _TITLE or begins(said, one.title) for one in forms if one.title
    )


def begins(said: str, title: str) -> bool:
    """Whether a title is the beginning of another, cut at a colon or elsewhere, but not before a number.

    >>> begins("On sums of squares", "On Sums of Squares: the $k$-th")
    True
    >>> begins("On sums of squares", "On Sums of Squares, Part II")
    False
    """
    short, long = words.words(said), words.words(title)
    if len(short) < _LEAST_BEGINNING or len(long) <= len(short) or long[: len(short)] != short:
        return False
    return not _NUMBERED.fullmatch(long[len(short)])


def stands_in(title: str | None, mention: Mention) -> bool:
    """Whether a title stands in the text word for word, however the text was cut into title and authors."""
    wanted = words.key(title or "")
    return bool(wanted) and wanted in words.key(mention.raw)


def differences(mention: Mention, said: Said, forms: Forms) -> Iterator[Finding]:
    """Where the entry and all forms of the paper part."""
    words_differ = [*_title(mention, said, forms), *_authors(mention, said, forms)]
    yield from words_differ
    yield from _year(mention, forms)
    yield from _journal(mention, forms, not words_differ)
    for field, text, known, record in venues.misplaced(mention, forms.current):
        yield _wrong(field, field, text, known, record)


def _journal(mention: Mention, forms: Forms, is_told: bool) -> Iterator[Finding]:
    """That the journal is none of the paper's.

    Args:
        is_told: title and authors are the paper's; without them, and the number, only a DOI tells which form
            of a paper is meant.
    """
    place, number = venues.elsewhere(mention, forms.current), mention.identifier("arxiv")
    if place is None:
        return
    if place.named:
        yield _wrong("journal", "journal", place.said, place.found, place.record)
    elif is_told and number and number.value == forms.latest.arxiv_id:
        more = ", unless it appeared twice"
        yield _wrong("journal", "journal", place.said, place.found, place.record, more=more)


def _wrong(
    code: str, field: str, said: str, found: str, record: Record, why: str = "", more: str = ""
) -> Finding:
    text = f"{field} {said}{why}; {source(record, code)} has {found}{more}"
    return Finding(standing=Standing.WRONG, code=code, field=field, text=text, said=said, found=found)


def source(record: Record, field: str = "title") -> str:
    """Who says what the record says of a field, for the eye."""
    origin = record.origin.get(_RECORD_FIELDS.get(field, field)) or record.origin.get("title", "")
    return _SOURCES.get(origin, "the record")


_RECORD_FIELDS = {"pages": "page", "year": "issued", "journal": "container_title"}


def _title(mention: Mention, said: Said, forms: Forms) -> Iterator[Finding]:
    if not said.title or not forms.latest.title or titled(said.title, forms.current):
        return
    if any(stands_in(one.title, mention) or _is_placed_there(mention, said, one) for one in forms.current):
        return
    latest = forms.latest
    older = forms.last(lambda one: titled(said.title, [one]))
    if older:
        yield _superseded("title", f"“{said.title}”", f"“{latest.title}”", older, latest)
        return
    text = f"title differs: “{said.title}”; {source(latest)} has “{latest.title}”"
    yield Finding(
        standing=Standing.WRONG,
        code="title",
        field="title",
        text=text,
        said=said.title,
        found=latest.title or "",
    )


def _is_placed_there(mention: Mention, said: Said, record: Record) -> bool:
    """Whether journal, volume and page are the record's, and the title is but for a sign or two."""
    alike = fuzz.ratio(words.key(said.title), words.key(record.title or "")) >= _SIGNS_APART
    return alike and venues.is_placed(mention, record)


def _superseded(field: str, said: str, found: str, older: Record, latest: Record) -> Finding:
    text = f"{field} of v{older.version}: {said}; v{latest.version} has {found}"
    return Finding(
        standing=Standing.NEWER, code=f"older-{field}", field=field, text=text, said=said, found=found
    )


def _authors(mention: Mention, said: Said, forms: Forms) -> Iterator[Finding]:
    parted = _parted(mention, said, forms.current)
    if parted is None:
        return
    code, people = parted
    if code != "author-order" and mention.reader != _EXACT and _all_named(mention, forms.latest):
        return
    latest = forms.latest
    older = forms.last(lambda one: _parted(mention, said, [one]) is None)
    mine, theirs = _listed(said.authors, mention.et_al), _listed(latest.authors, latest.et_al)
    if older:
        yield _superseded("author", mine, theirs, older, latest)
        return
    spelt = _spelt(people, latest.authors) if code.startswith("authors") else ""
    why = f" ({spelt or f'{_listed(people, False)} {_CASES[code]}'})"
    yield _wrong(code, "author", mine, theirs, latest, why)


def _spelt(people: Sequence[Name], wrote: Sequence[Name]) -> str:
    """The authors for whom people may stand that only their spelling parts from them; "" if not all do."""
    meant = [next((other for other in wrote if bylines.may_be_one(one, other)), None) for one in people]
    pairs = zip(people, meant, strict=True)
    told = [f"“{names.display(one)}” for “{names.display(other)}”" for one, other in pairs if other]
    return "; ".join(told[:_SHOWN]) if len(told) == len(people) else ""


def _parted(mention: Mention, said: Said, forms: Sequence[Record]) -> tuple[str, tuple[Name, ...]] | None:
    """How the authors differ from the form that they fit best; None if they fit one."""
    made = [
        bylines.parted(said.authors, mention.et_al, one.authors, one.et_al) for one in forms if one.authors
    ]
    if None in made:
        return None
    return min((one for one in made if one), key=lambda one: len(one[1]), default=None)


def _all_named(mention: Mention, record: Record) -> bool:
    """Whether the family names of all authors stand in a text, where people are not told apart for sure."""
    text = names.fold(mention.raw).replace(" ", "")
    families = (names.fold(one.family or one.literal).replace(" ", "") for one in record.authors)
    return all(family in text for family in families)


def _listed(people: Sequence[Name], cut: bool) -> str:
    shown = "; ".join(names.display(one) for one in people[:_SHOWN])
    more = len(people) - _SHOWN
    return f"{shown}; and {more} more" if more > 0 else f"{shown} et al." if cut else shown


def _year(mention: Mention, forms: Forms) -> Iterator[Finding]:
    if mention.issued is None:
        return
    said, known = mention.issued.year, years(forms)
    if not known or said in known or _may_be_the_venues(mention, forms, known):
        return
    latest = forms.latest
    text = " or ".join(map(str, sorted(_told(forms)) or sorted(known)))
    yield _wrong("year", "year", str(said), text, latest)


def _may_be_the_venues(mention: Mention, forms: Forms, known: set[int]) -> bool:
    """Whether the entry cites the paper from a place whose year nobody knows, in a year that can be."""
    if mention.issued is None or not venues.names_publication(mention) or _place_is_known(mention, forms):
        return False
    return min(known) - 1 <= mention.issued.year <= max(known) + _MOST_LAG


def _place_is_known(mention: Mention, forms: Forms) -> bool:
    """Whether the venue, or the DOI, is one that a source knows, with its year."""
    dois = {one.value for one in mention.identifiers if one.scheme == "doi"}
    for one in forms.current:
        placed = bool(one.container_title) or one.type != "article"
        if placed and dois & {named.value for named in one.identifiers}:
            return True
        if one.container_title and venues.is_one(mention.venue or "", one.container_title):
            return True
    return False


def years(forms: Forms) -> set[int]:
    """The years that an entry of the paper may give."""
    found: set[int] = set()
    for one in forms.every:
        found |= _versions(one)
        found.update(map(int, _YEAR.findall(one.note or "")))
        if not one.container_title:  # else its year is known, and the pages may look like one
            found.update(map(int, _YEAR.findall(one.journal_ref or "")))
        if one.issued:
            found.add(one.issued.year)
    first = min((one.submitted.year for one in forms.every if one.submitted), default=0)
    if not any(one.origin.get("issued") in ("crossref", "dblp") for one in forms.every):
        found |= {year - 1 for year in _printed(forms) if year - 1 >= first}
    else:
        # A registry gives the day on which a paper appeared online; its volume may be of the next year.
        found |= {one.issued.year + 1 for one in forms.published if one.issued}
    return found


def _versions(record: Record) -> set[int]:
    """The years in which versions came to arXiv, and that of the number, which may be a day ahead."""
    if not record.submitted:
        return set()
    last = record.updated.year if record.updated else record.submitted.year
    found = {record.submitted.year, last}
    if (record.version or 1) > 2:
        found.update(range(record.submitted.year, last + 1))
    if record.arxiv_id:
        found.add(identifiers.arxiv_month(record.arxiv_id).year)
    return found


def _printed(forms: Forms) -> set[int]:
    return {one.issued.year for one in forms.current if one.issued and one.type != "article"}


def _told(forms: Forms) -> set[int]:
    """The years to name to a person: of the first version and of the publication."""
    first = {one.submitted.year for one in forms.current if one.submitted}
    return first | {one.issued.year for one in forms.current if one.issued}
