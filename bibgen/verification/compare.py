"""An entry as a file has it, held against the record that it was made of.

Each thing that the record knows must stand in one of the places that the format has for it, and each
value in those places must be something that the record knows. Texts are the same if they read the same:
formulae are compared as they print, because no format but .bib keeps them as TeX.

What was exported with wishes that are not known (`Wanted.loose`) may lack what the whole file lacks, may be
cut to its first authors, and may have its title in another case.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace

from bibgen import identifiers, latex
from bibgen.model import Name, PartialDate, Record
from bibgen.verification.items import Finding, Form, Item, Value
from bibgen.writers.options import USUAL, Options

_AUTHOR = ("author", "AU", "A1")
_DATE = ("date", "year", "issued", "DA", "PY")
_PLACED = ("container", "series", "volume", "issue", "page", "eid", "publisher")
_DASH = re.compile(r"\s*[-–—]+\s*")
_ARXIV = re.compile(r"arxiv|corr\b", re.I)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What an entry is to be: the record, the wishes, who said it, and how sure that is.

    `loose`: the wishes are a guess. `unshown`: things that no entry of the file has.
    """

    record: Record
    options: Options = USUAL
    source: str = "the record"
    loose: bool = False
    unshown: frozenset[str] = frozenset()

    def shows(self, thing: str) -> bool:
        """Whether the entry is to have a thing if the record has it."""
        return self.options.shows(thing) and thing not in self.unshown


def differing(item: Item, wanted: Wanted, form: Form) -> Iterator[Finding]:
    """Where an entry and its record part, and what it lacks by the rules of its type."""
    if item.broken:
        return
    record = wanted.record
    held = _Held(item=item, wanted=wanted, form=form)
    allowed = (*form.types.get(record.type, ()), wanted.options.kind)
    if item.type not in allowed:
        yield held.finding("type", item.type, record.type)
    yield from _title(held)
    yield from _authors(held)
    yield from _date(held)
    yield from _whereabouts(held)
    yield from _identifiers(held)
    yield from _remarks(held)
    for thing, text in form.lacks(item):
        if wanted.shows(thing) and _could_have(record, thing, wanted.options):
            yield item.rule("", text, item.line)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Held:
    item: Item
    wanted: Wanted
    form: Form

    def values(self, thing: str) -> list[Value]:
        places = self.form.places[thing]
        return [value for value in self.item.values if value.name in places]

    def finding(
        self, field: str, found: str, expected: str, value: Value | None = None, at: tuple[str, ...] = ()
    ) -> Finding:
        return Finding(
            line=value.line if value else self.item.line_of(*at),
            key=self.item.key,
            field=value.name if value else field,
            kind="field",
            found=found,
            expected=latex.to_plain(expected),
            source=self.wanted.source,
        )


def _could_have(record: Record, thing: str, options: Options) -> bool:
    """Whether there is anything to write for what a type demands."""
    known = {
        "title": record.title,
        "author": record.authors,
        "date": record.issued,
        "container": record.container_title or record.arxiv_id,
        "publisher": record.publisher,
        "note": record.note or (options.kind and record.arxiv_id),
    }
    return bool(known.get(thing, thing not in ("page", "doi", "chapter", "type")))


def same(found: str, expected: str, *, case: bool = True) -> bool:
    """Whether a value, its formulae as they print, reads like a record's text, where they are TeX.

    >>> same("Big Λα-trees", r"Big $\\Lambda_{\\alpha}$-trees"), same("a  b", "a b"), same("ab", "a b")
    (True, True, False)
    """
    first, second = _read(found), _read(latex.to_plain(expected))
    if "$" in expected:  # blanks in formulae are for the eye
        first, second = first.replace(" ", ""), second.replace(" ", "")
    return first == second if case else first.casefold() == second.casefold()


def _read(text: str) -> str:
    """A text as it is compared: signs that differ in place or breadth only are one."""
    return " ".join(unicodedata.normalize("NFKC", latex.clean(text)).replace("−", "-").split())


def _squeezed(text: str) -> str:
    return _read(text).replace(" ", "")


def _title(held: _Held) -> Iterator[Finding]:
    wanted = held.wanted
    if not wanted.options.shows("title"):
        return
    case = wanted.options.case == "as-is" and not wanted.loose
    found = next(iter(held.values("title")), None)
    title = wanted.record.title or ""
    due = found is not None or "title" not in wanted.unshown
    if due and not same(found.text if found else "", title, case=case):
        yield held.finding("title", found.text if found else "", title, found)


def _authors(held: _Held) -> Iterator[Finding]:
    item, record, wanted = held.item, held.wanted.record, held.wanted
    if not wanted.shows("author"):
        return
    cut = wanted.loose and item.et_al
    for at in range(max(len(item.authors), len(record.authors))):
        found = item.authors[at] if at < len(item.authors) else None
        expected = record.authors[at] if at < len(record.authors) else None
        if found is None and cut:
            return
        if found is None or expected is None or not _same_name(found, expected, held.form):
            said, has = (_parts(one) if one else "" for one in (found, expected))
            told = [value for value in item.values if value.name in _AUTHOR]
            line = told[min(at, len(told) - 1)].line if told else item.line
            yield replace(held.finding(f"author {at + 1}", said, has), line=line)
            return
    if item.et_al != record.et_al and not cut:
        yield held.finding("author", "et al." * item.et_al, "et al." * record.et_al, at=_AUTHOR)


def _same_name(found: Name, expected: Name, form: Form) -> bool:
    """Whether the parts are the same; of a record that knows of no particle, the file may make one."""
    apart = form.particles and bool(expected.particle)
    return _compared(found, apart=apart) == _compared(expected, apart=apart)


def _compared(name: Name, *, apart: bool) -> tuple[str, ...]:
    """The parts of a name as they are compared; a lone word is the same as family name and as literal."""
    family = name.literal or name.family
    parts = (name.particle, family) if apart else (f"{name.particle} {family}".strip(),)
    return tuple(_read(part.replace("*", "")) for part in (*parts, name.given, name.suffix))


def _parts(name: Name) -> str:
    """A name with its parts apart, for the eye: `[van den] Oord, Aäron`."""
    family = " ".join(filter(None, (name.particle and f"[{name.particle}]", name.literal or name.family)))
    return ", ".join(filter(None, (family, name.suffix, name.given)))


def _date(held: _Held) -> Iterator[Finding]:
    item, wanted = held.item, held.wanted
    if not wanted.shows("date"):
        return
    expected = _rounded(wanted.record.issued, held.form.parts)
    found = _rounded(item.issued, held.form.parts)
    rough = wanted.loose and found and expected and found == _rounded(expected, 2 if found.month else 1)
    if found != expected and not rough:
        yield held.finding("date", _iso(found), _iso(expected), at=_DATE)


def _rounded(when: PartialDate | None, parts: int) -> PartialDate | None:
    if when is None:
        return None
    return PartialDate(year=when.year, month=when.month if parts > 1 else 0, day=when.day if parts > 2 else 0)


def _iso(when: PartialDate | None) -> str:
    if when is None:
        return ""
    return "-".join([f"{when.year:04}", *(f"{part:02}" for part in (when.month, when.day) if part)])


def _whereabouts(held: _Held) -> Iterator[Finding]:
    """Journal or book, volume, pages and the like: all that is known is there, and nothing else."""
    expected = _known(held.wanted.record)
    values = [value for value in held.item.values if _may_hold(held, value, _PLACED)]
    missing = [
        thing
        for thing, text in expected.items()
        if not any(_may_hold(held, value, (thing,)) and _tells(held, value, text) for value in values)
    ]
    strange = [value for value in values if not _is_explained(held, value, expected)]
    for thing in missing:
        other = next((value for value in strange if _may_hold(held, value, (thing,))), None)
        if other:
            strange.remove(other)
            yield held.finding(thing, other.text, expected[thing], other)
        elif held.wanted.shows(thing) and held.form.holds(held.item.type, thing, held.wanted.record.type):
            yield held.finding(thing, "", expected[thing])
    for value in strange:
        yield held.finding(value.name, value.text, "", value)


def _known(record: Record) -> dict[str, str]:
    known = {
        "container": record.container_title,
        "series": record.collection_title,
        "volume": record.volume,
        "issue": record.issue,
        "page": record.page,
        "eid": record.number,
        "publisher": record.publisher,
    }
    return {thing: text for thing, text in known.items() if text}


def _may_hold(held: _Held, value: Value, things: tuple[str, ...]) -> bool:
    return any(value.name in held.form.places[thing] for thing in things)


def _tells(held: _Held, value: Value, text: str) -> bool:
    """Whether a value is the text, or has it among other words where words may stand."""
    found, expected = (_DASH.sub("-", one) for one in (value.text, text))
    if value.name in held.form.wordy and _squeezed(latex.to_plain(expected)) in _squeezed(found):
        return True
    return same(found, expected)


def _is_explained(held: _Held, value: Value, expected: dict[str, str]) -> bool:
    """Whether the record knows what a value says: it is one of its own, arXiv's name, or the kind of work."""
    record = held.wanted.record
    if any(
        _may_hold(held, value, (thing,)) and _tells(held, value, text) for thing, text in expected.items()
    ):
        return True
    if record.identifier("isbn") and _may_hold(held, value, ("isbn",)):
        return True
    kind = value.name in held.form.wordy and record.type in ("thesis", "report")
    return kind or _is_arxivs(value.text, record)


def _is_arxivs(text: str, record: Record) -> bool:
    """Whether a value does no more than name arXiv and the paper's identifier there."""
    named = [one.identifier for one in identifiers.find(text, in_list=True)]
    return bool(_ARXIV.search(text)) and all(one.value == record.arxiv_id for one in named)


def _identifiers(held: _Held) -> Iterator[Finding]:
    yield from _doi(held)
    yield from _eprint(held)
    yield from _url(held)


def _doi(held: _Held) -> Iterator[Finding]:
    record = held.wanted.record
    known = [(one.typed or one.value) for one in record.identifiers if one.scheme == "doi"]
    own = [f"10.48550/arXiv.{record.arxiv_id}"] if record.arxiv_id else []
    values = held.values("doi")
    for value in values:
        if value.text.lower() not in map(str.lower, known + own):
            yield held.finding("doi", value.text, " or ".join(known or own), value)
    if known and not values and held.wanted.shows("doi"):
        yield held.finding("doi", "", known[0])


def _eprint(held: _Held) -> Iterator[Finding]:
    """The paper's identifier on arXiv stands somewhere in the entry, and no other where it belongs."""
    record = held.wanted.record
    for value in held.values("eprint"):
        named = identifiers.parse(value.text)
        if named and named.scheme == "arxiv" and named.value != record.arxiv_id:
            yield held.finding("eprint", value.text, record.eprint or "", value)
            return
    if record.arxiv_id and held.wanted.shows("eprint") and not _names(held.item, record.arxiv_id):
        yield held.finding("eprint", "", record.arxiv_id)


def _names(item: Item, arxiv_id: str) -> bool:
    texts = (value.text for value in item.values if arxiv_id in value.text.lower())
    return any(
        one.identifier.value == arxiv_id for text in texts for one in identifiers.find(text, in_list=True)
    )


def _url(held: _Held) -> Iterator[Finding]:
    record = held.wanted.record
    given = record.identifier("url")
    known = {(one.scheme, one.value) for one in record.identifiers}
    for value in held.values("url"):
        named = identifiers.parse(value.text)
        if (not given or value.text != given.value) and (
            not named or (named.scheme, named.value) not in known
        ):
            expected = given or next((one for one in record.identifiers), None)
            yield held.finding("url", value.text, (expected and identifiers.address(expected)) or "", value)
            return
    if given and not record.arxiv_id and not held.values("url") and held.wanted.shows("url"):
        yield held.finding("url", "", given.value)


def _remarks(held: _Held) -> Iterator[Finding]:
    """The note holds the record's, perhaps among others; the abstract is the record's."""
    record = held.wanted.record
    if record.note and held.wanted.shows("note"):
        notes = held.values("note")
        if not any(_squeezed(latex.to_plain(record.note)) in _squeezed(one.text) for one in notes):
            yield held.finding("note", notes[0].text if notes else "", record.note, next(iter(notes), None))
    found = next(iter(held.values("abstract")), None)
    if found and not same(found.text, record.abstract or ""):
        yield held.finding("abstract", found.text, record.abstract or "", found)
    elif not found and record.abstract and held.wanted.shows("abstract"):
        yield held.finding("abstract", "", record.abstract)
