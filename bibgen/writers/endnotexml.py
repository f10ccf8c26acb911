"""EndNote's XML: what EndNote exports and imports as "EndNote XML", one `<record>` a paper.

The elements are those of the RefML definition that comes with EndNote; what each kind of reference keeps
in them is EndNote's (Preferences > Reference Types), and so are the numbers of the kinds. There is none
for a preprint: Electronic Article prints the title of a periodical, so that `arXiv preprint arXiv:...`
stands in every style's output once, and the number again where EndNote looks for it, in `accession-num`.
A group of several words has a comma at its end, or EndNote would take the last for a family name.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from xml.sax.saxutils import escape

from bibgen import latex
from bibgen.model import CslType, Entry, Name, Notice, PartialDate, Record
from bibgen.writers import whereabouts
from bibgen.writers.options import Options

_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n<xml><records>\n'
_FOOT = "</records></xml>\n"
# Type -> the name and number of EndNote's kind.
_TYPES: dict[CslType, tuple[str, int]] = {
    "article": ("Electronic Article", 43),
    "article-journal": ("Journal Article", 17),
    "paper-conference": ("Conference Paper", 47),
    "chapter": ("Book Section", 5),
    "book": ("Book", 6),
    "thesis": ("Thesis", 32),
    "report": ("Report", 27),
    "dataset": ("Dataset", 59),
    "document": ("Generic", 13),
}
_KINDS: dict[CslType, str] = {"article": "Preprint", "thesis": "Dissertation", "report": "Report"}
_MONTHS = (
    "January February March April May June July August September October November December".split()
)  # fmt: skip
_SCRIPT = re.compile(r"(</?su[bp]>)")
_FACES = {"<sub>": "subscript", "<sup>": "superscript"}
_ENDS = ("</sub>", "</sup>")
_FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")  # XML 1.0, section 2.2


def write(entries: Iterable[Entry], options: Options, notices: list[Notice]) -> Iterator[str]:
    """The document, one record a piece."""
    yield _HEAD
    for number, entry in enumerate(entries, start=1):
        text = f"<record>{_record(entry, number, options)}</record>\n"
        yield text.encode("ascii", "xmlcharrefreplace").decode() if options.ascii else text
    yield _FOOT


def _record(entry: Entry, number: int, options: Options) -> str:
    record = entry.record
    kind, code = _TYPES[record.type]
    authors = [*map(_name, record.authors), *["et al."] * record.et_al]
    url = whereabouts.url(entry, options)
    keywords = record.categories if options.shows("keywords") else ()
    parts = (
        '<source-app name="bibgen">bibgen</source-app>',
        f"<rec-number>{number}</rec-number>",
        f'<ref-type name="{kind}">{code}</ref-type>',
        _within("contributors", _within("authors", *(_styled("author", name) for name in authors))),
        *_titles(record, options),
        *_numbers(record),
        _within("keywords", *(_styled("keyword", keyword) for keyword in keywords)),
        _dates(record.issued),
        _styled("publisher", _publisher(record, options)),
        _styled("isbn", record.number if record.type == "report" else whereabouts.isbn(entry, options)),
        _styled("accession-num", whereabouts.eprint(entry, options)),
        _styled("label", entry.key),
        _styled("abstract", record.abstract),
        _styled("notes", record.note),
        _styled("work-type", record.genre or _KINDS.get(record.type)),
        _within("urls", _within("related-urls", _styled("url", url))),
        _styled("electronic-resource-num", whereabouts.doi(entry, options)),
        _styled("remote-database-name", "arXiv" if whereabouts.eprint(entry, options) else None),
    )
    return "".join(parts)


def _publisher(record: Record, options: Options) -> str | None:
    if record.type == "article" and record.arxiv_id:
        return "arXiv" if options.shows("publisher") else None
    return record.publisher


def _titles(record: Record, options: Options) -> Iterator[str]:
    """The titles; that of a book's series stands where others have the title of what they are in."""
    within, series = record.container_title, record.collection_title
    if record.type == "article" and record.arxiv_id and options.shows("eprint"):
        within = f"arXiv preprint arXiv:{record.eprint}"
    elif record.type == "book":
        within, series = series, None
    yield _within(
        "titles",
        _styled("title", record.title),
        _styled("secondary-title", within),
        _styled("tertiary-title", series),
    )
    if record.type == "article-journal":
        yield _within("periodical", _styled("full-title", within))


def _numbers(record: Record) -> Iterator[str]:
    yield _styled("pages", record.page or (None if record.type == "report" else record.number))
    yield _styled("volume", record.volume)
    yield _styled("number", record.issue)


def _dates(when: PartialDate | None) -> str:
    """The year, and beside it the day as EndNote's styles print it."""
    if when is None:
        return ""
    day = f"{_MONTHS[when.month - 1]} {when.day or ''}".strip() if when.month else None
    return _within("dates", _styled("year", f"{when.year:04}"), _within("pub-dates", _styled("date", day)))


def _name(name: Name) -> str:
    if name.literal:
        return f"{name.literal}," if " " in name.literal else name.literal
    family = f"{name.particle} {name.family}".strip()
    return ", ".join(part for part in (family, name.given, name.suffix) if part)


def _within(tag: str, *parts: str) -> str:
    """An element around others, nothing around nothing."""
    inside = "".join(parts)
    return f"<{tag}>{inside}</{tag}>" if inside else ""


def _styled(tag: str, text: str | None) -> str:
    """An element with text, what stands high or low in a style of its own."""
    return _within(tag, *_runs(_FORBIDDEN.sub("", latex.to_markup(text)))) if text else ""


def _runs(markup: str) -> Iterator[str]:
    faces = ["normal"]
    for piece in _SCRIPT.split(markup):
        if piece in _FACES:
            faces.append(_FACES[piece])
        elif piece in _ENDS:
            faces = faces[:-1] or ["normal"]
        elif piece:
            yield f'<style face="{faces[-1]}" font="default" size="100%">{escape(piece)}</style>'
