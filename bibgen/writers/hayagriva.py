"""Hayagriva: the YAML of Typst's bibliographies (https://github.com/typst/hayagriva, docs/file-format.md).

What a work stands in is its `parent`, whose type tells a journal from proceedings. A preprint has none: with
`publisher` and a serial number its archive and identifier are printed once by every style that comes with
Typst, where a parent of type `repository` is printed twice by some and never by others.

Titles, publishers and notes are not plain strings. Dollars hold Typst's mathematics; braces keep capitals
from the styles that set titles in title case and make `Openai` of `OpenAI`. A lone brace makes Typst refuse
the whole file, and so does an address that is none, or a day that no month has. Formulae are written as
quoted text with what stands high and low, which needs no knowledge of Typst's names for signs. YAML has so
many ways to misread a bare word that every value is quoted as in JSON (YAML 1.2.2, sections 1.2 and 7.3.1).
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from urllib.parse import urlsplit

from bibgen import mathtex
from bibgen.model import CslType, Entry, Name, Notice, PartialDate, Record
from bibgen.writers import whereabouts
from bibgen.writers.options import Options

_Value = str | list["_Value"] | Mapping[str, "_Value"] | None
# Type -> that of the entry, and that of what it stands in.
_TYPES: dict[CslType, tuple[str, str]] = {
    "article": ("article", "repository"),
    "article-journal": ("article", "periodical"),
    "paper-conference": ("article", "proceedings"),
    "chapter": ("anthos", "anthology"),
    "book": ("book", "anthology"),
    "thesis": ("thesis", "anthology"),
    "report": ("report", "anthology"),
    "dataset": ("misc", "repository"),
    "document": ("misc", "misc"),
}
_WITHIN = ("article-journal", "paper-conference", "chapter")
_GENRES: dict[CslType, str] = {"thesis": "Dissertation", "report": "Report", "dataset": "Dataset"}
_SPECIAL = re.compile(r"[\\${}]")
_WORD = re.compile(r"[^\W_](?:[^\W_]|[.'’](?=[^\W_]))*")
_SCRIPT = re.compile(r"(</?su[bp]>)")
_SCRIPTS = {"<sub>": "_(", "<sup>": "^(", "</sub>": ")", "</sup>": ")"}
_HOLLOW = re.compile(r"<(su[bp])></\1>")
_UNPRINTABLE = re.compile(
    "[^\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]"
)
_NOT_ASCII = re.compile("[^\x20-\x7e]")


def write(entries: Iterable[Entry], options: Options, notices: list[Notice]) -> Iterator[str]:
    """The mapping, one entry a piece."""
    empty = True
    for entry in entries:
        fields = _item(entry, options)
        address = fields["url"]
        if isinstance(address, str) and not _is_address(address):
            del fields["url"]
            told = f"{entry.key}: Typst would refuse the file for the address {address!r}, so it is left out"
            notices.append(Notice(code="no-address", text=told))
        yield f"{_scalar(entry.key, options.ascii)}:\n" + "".join(_lines(fields, "  ", options.ascii))
        empty = False
    if empty:
        yield "{}\n"


def _item(entry: Entry, options: Options) -> dict[str, _Value]:
    record = entry.record
    return {
        "type": _TYPES[record.type][0],
        "title": _folded(record.title),
        "author": [*map(_name, record.authors), *[{"name": "others"}] * record.et_al],
        "date": _date(record.issued),
        "genre": record.genre or _GENRES.get(record.type),
        "publisher": _folded(_publisher(record, options)),
        "page-range": record.page or (None if record.type == "report" else record.number),
        "volume": record.volume if record.type == "book" else None,
        "serial-number": {
            "serial": _serial(entry, options),
            "doi": whereabouts.doi(entry, options),
            "arxiv": record.eprint if options.shows("eprint") else None,
            "isbn": whereabouts.isbn(entry, options),
        },
        "url": whereabouts.url(entry, options),
        "note": _plain(record.note),
        "abstract": _plain(record.abstract),
        "parent": _parent(record),
    }


def _publisher(record: Record, options: Options) -> str | None:
    """Of a work in a journal or a book it is the journal's or the book's."""
    if record.type == "article" and record.arxiv_id:
        return "arXiv" if options.shows("publisher") else None
    return None if record.type in _WITHIN else record.publisher


def _serial(entry: Entry, options: Options) -> str | None:
    if entry.record.type == "report":
        return entry.record.number
    return whereabouts.eprint(entry, options) if entry.record.type in whereabouts.UNPUBLISHED else None


def _parent(record: Record) -> dict[str, _Value] | None:
    series: dict[str, _Value] | None = None
    if record.collection_title:
        series = {"type": "anthology", "title": _folded(record.collection_title)}
    if not record.container_title:
        return series
    return {
        "type": _TYPES[record.type][1],
        "title": _folded(record.container_title),
        "volume": record.volume,
        "issue": record.issue,
        "publisher": _folded(record.publisher) if record.type in _WITHIN else None,
        "parent": series,
    }


def _name(name: Name) -> dict[str, _Value]:
    """A name with its particle, which each style sets its own way; a `prefix` all of them set last."""
    family = f"{name.particle} {name.family}".strip()
    return {"name": name.literal or family, "given-name": name.given, "suffix": name.suffix}


def _date(when: PartialDate | None) -> str | None:
    """The date as far as the calendar has it."""
    if when is None:
        return None
    if not 1 <= when.month <= 12:
        return f"{when.year:04}"
    try:
        return date(when.year, when.month, when.day).isoformat()
    except ValueError:
        return f"{when.year:04}-{when.month:02}"


def _is_address(text: str) -> bool:
    try:
        split = urlsplit(text)
    except ValueError:  # "http://[a"
        return False
    return bool(split.scheme and split.hostname)


def _folded(text: str | None) -> str | None:
    """A string whose case styles change, with braces around the words that must keep theirs."""
    return _chunks(text, lambda piece: piece if piece.isupper() else _WORD.sub(_braced, piece))


def _braced(word: re.Match[str]) -> str:
    mixed = any(char.isupper() for char in word[0][1:])
    return f"{{{word[0]}}}" if mixed else word[0]


def _plain(text: str | None) -> str | None:
    """A string whose case stays as it is."""
    return _chunks(text, str)


def _chunks(text: str | None, finish: Callable[[str], str]) -> str | None:
    if not text:
        return None
    return "".join(_formula(piece) if formula else finish(_SPECIAL.sub(r"\\\g<0>", piece))
                   for formula, piece in mathtex.split(text))  # fmt: skip


def _formula(tex: str) -> str:
    r"""The formula in Typst's mathematics, its text quoted.

    >>> _formula(r"\mathrm{H}_2\mathrm{O}")
    '$"H"_("2")"O"$'
    """
    made = ""
    for piece in _SCRIPT.split(_HOLLOW.sub("", mathtex.to_markup(tex))):
        if piece in _SCRIPTS:
            bare = made[-1:] in ("", "(") and piece[1] != "/"  # it needs something to stand at
            made += "zws" * bare + _SCRIPTS[piece]
        elif piece:
            made += '"' + re.sub(r'["\\]', r"\\\g<0>", piece) + '"'
    return f"${made}$" if made else ""


def _lines(fields: Mapping[str, _Value], indent: str, ascii: bool) -> Iterator[str]:
    """The fields that hold something, each on lines of its own."""
    for name, value in fields.items():
        if isinstance(value, str) and value:
            yield f"{indent}{name}: {_scalar(value, ascii)}\n"
        elif isinstance(value, Mapping) and any(value.values()):
            yield f"{indent}{name}:\n"
            yield from _lines(value, indent + "  ", ascii)
        elif isinstance(value, list) and value:
            yield f"{indent}{name}:\n"
            for item in value:
                first, *rest = _lines(item, f"{indent}    ", ascii) if isinstance(item, Mapping) else []
                yield f"{indent}  - {first.lstrip()}"
                yield from rest


def _scalar(text: str, ascii: bool) -> str:
    quoted = json.dumps(text, ensure_ascii=False)
    return (_NOT_ASCII if ascii else _UNPRINTABLE).sub(_coded, quoted)


def _coded(char: re.Match[str]) -> str:
    code = ord(char[0])
    return f"\\U{code:08x}" if code > 0xFFFF else f"\\u{code:04x}"
