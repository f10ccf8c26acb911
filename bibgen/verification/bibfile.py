"""BibTeX and BibLaTeX read back: what each entry says, and what BibTeX, biber or LaTeX would stumble over.

The blocks are found by `bibgen.bib`, then taken apart by BibTeX's own rules, which are stricter than
those of most parsers. What a value says is decoded here from the file alone; nothing is shared with the
writer but the lists of macros.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from functools import partial

from bibgen import bib, identifiers, latex
from bibgen.bibscan import Field, Scanned, scan
from bibgen.model import Name, PartialDate
from bibgen.verification import bibnames, bibtables
from bibgen.verification.items import Finding, Form, Item, ReadBack, Value, date, twice, unseen

# Never typeset, or through macros that take any sign.
_VERBATIM = frozenset(
    "url doi eprint file eprinttype eprintclass archiveprefix primaryclass date year month urldate isbn issn "
    "crossref xref keywords langid language".split()
)
_BAD_IN_KEY = re.compile(r"[\s\"#%'(),={}~\\\x00-\x1f\x7f]")
_MACRO = re.compile(r"\\([a-zA-Z]+|.|$)", re.S)
_ADDRESS = re.compile(r"\\(?:url|path|nolinkurl)\s*\{[^{}]*\}|\\href\s*\{[^{}]*\}")
_FORMULA = re.compile(r"\$\$[^$]*\$\$|\$[^$]*\$|\\ensuremath\s*\{(?:[^{}]|\{[^{}]*\})*\}")
_DOLLARS = re.compile(r"(?<!\\)\$[^$]*(?<!\\)\$")
_FIRST_KEPT = 0xF0000  # private characters stand for formulae while the rest is decoded
_KEPT = re.compile("[\U000f0000-\U000ffffd]")
_ACTIVE = re.compile(r"[&#_^]")
_DOI = re.compile(r"10\.\d{4,9}(?:\.\d+)*/[^\s\\{}]+")
_URL = re.compile(r"(?:https?|ftp)://[^\s\\{}\"<>]+")
_ISO = re.compile(
    r"(?P<year>\d{4})(?:-(?P<month>\d\d)(?:-(?P<day>\d\d))?)?[?~%]?(?:/(?:\d{4}(?:-\d\d){0,2}[?~%]?|\.\.)?)?"
)


def read(text: str, *, modern: bool) -> ReadBack:
    """The entries of a .bib and what is wrong with their form."""
    items: list[Item] = []
    findings: list[Finding] = []
    macros = {month: month for month in bibtables.MONTHS}
    for block in bib.blocks(text):
        scanned = scan(block.raw, block.line)
        if scanned.fault:
            found = Item(line=scanned.line, key=scanned.key, type=scanned.type)
            findings.append(found.rule("", scanned.fault))
        if scanned.type == "preamble":
            findings += _macros(Item(line=block.line, key="", type=""), "@preamble", block.raw, block.line)
        elif scanned.type == "string":
            macros |= {field.name: _value(field, macros) for field in scanned.fields}
        elif scanned.key or scanned.fields:
            items.append(_item(scanned, macros, block.line, modern=modern))
            findings += _faults(items[-1], scanned, macros, modern=modern)
    made = tuple(items)
    return ReadBack(items=made, findings=(*findings, *twice(made), *unseen(made)))


def _value(field: Field, macros: Mapping[str, str]) -> str:
    return "".join(macros.get(text.lower(), text) if bare else text for bare, text in field.pieces)


def _item(scanned: Scanned, macros: Mapping[str, str], line: int, *, modern: bool) -> Item:
    raw = {field.name: _value(field, macros) for field in reversed(scanned.fields)}
    listed = [name for name in bibnames.people(raw.get("author", "")) if name]
    return Item(
        line=line,
        key=scanned.key,
        type=scanned.type,
        values=tuple(
            Value(name=field.name, text=_text(field.name, _value(field, macros)), line=field.line)
            for field in scanned.fields
        ),
        authors=tuple(_person(name, modern=modern) for name in listed if not bibnames.is_others(name)),
        et_al=any(map(bibnames.is_others, listed)),
        issued=_issued(raw),
        broken=bool(scanned.fault),
    )


def _person(name: str, *, modern: bool) -> Name:
    return bibnames.person(name, _prose, classic=not modern)


def _text(name: str, value: str) -> str:
    if name in _VERBATIM or name == "author":
        return value.strip()
    text = _prose(value)
    return re.sub("--?-?|–", "-", text) if name == "pages" else text


def _prose(value: str) -> str:
    r"""A value as it prints, its formulae as plain text.

    >>> _prose(r"{GPT} for \$5 and {$\Lambda_{\alpha}$}")
    'GPT for $5 and Λα'
    """
    formulae: list[str] = []

    def kept(match: re.Match[str]) -> str:
        formulae.append(latex.to_plain(match[0]))
        return chr(_FIRST_KEPT + len(formulae) - 1)

    text = bib.plain(_DOLLARS.sub(kept, value))
    return _KEPT.sub(lambda match: formulae[ord(match[0]) - _FIRST_KEPT], text)


def _issued(raw: Mapping[str, str]) -> PartialDate | None:
    iso = _ISO.fullmatch(raw.get("date", ""))
    if iso:
        return date(iso["year"], iso["month"] or "", iso["day"] or "")
    month = raw.get("month", "").lower()
    number = str(bibtables.MONTHS.index(month) + 1) if month in bibtables.MONTHS else month
    return date(raw.get("year", ""), number, raw.get("day", "") if number else "")


def _faults(item: Item, scanned: Scanned, macros: Mapping[str, str], *, modern: bool) -> Iterator[Finding]:
    odd = _BAD_IN_KEY.search(item.key)
    if odd or not item.key:
        text = f"a key cannot hold {odd[0]!r}" if odd else "the entry has no key"
        yield item.rule("", text, item.line)
    if not bibtables.known(modern, item.type):
        yield item.rule("", f"{'BibLaTeX' if modern else 'BibTeX'} knows no @{item.type}", item.line)
    for name, count in Counter(field.name for field in scanned.fields).items():
        if count > 1:
            yield item.rule(name, f"stands in the entry {count} times")
    for field in scanned.fields:
        yield from _field_faults(item, field, macros, modern=modern)
    if "eprint" in (held := {value.name for value in item.values}):
        kinds = {"eprinttype"} if modern else {"eprinttype", "archiveprefix"}
        if not held & (kinds | {"archiveprefix"}):
            yield item.rule("eprint", f"stands without {' or '.join(sorted(kinds))}")


def _field_faults(item: Item, field: Field, macros: Mapping[str, str], *, modern: bool) -> Iterator[Finding]:
    value = _value(field, macros)
    for bare, text in field.pieces:
        if bare and not text.isdigit() and text.lower() not in macros:
            yield item.rule(field.name, f"the macro {text} is not defined", field.line)
    if "^^" in value:
        yield item.rule(field.name, "holds ^^, which TeX reads as another character", field.line)
    if field.name in _VERBATIM:
        text = _misformed(item, field, value, modern=modern)
        if text:
            yield item.rule(field.name, text, field.line)
        return
    if field.name == "pages" and "-{}-" in value:
        yield item.rule(field.name, "holds two hyphens that make no dash", field.line)
    yield from _macros(item, field.name, value, field.line)
    yield from _loose(item, field, value)
    if field.name in ("author", "editor"):
        for name in bibnames.people(value):
            if not name or bibnames.commas(name) > 2:
                text = f"“{name}” has more than two commas" if name else "there is nobody beside an “and”"
                yield item.rule(field.name, text, field.line)


def _misformed(item: Item, field: Field, value: str, *, modern: bool) -> str:
    """What is wrong with the form of a value that is not prose; "" for nothing."""
    name, digits = field.name, value.isdigit()
    if name == "doi" and not _DOI.fullmatch(value):
        return f"“{value}” is no bare DOI"
    if name == "url" and not _URL.fullmatch(value):
        return f"“{value}” is no URL"
    if name == "eprint" and _of_arxiv(item) and not _is_arxiv(value):
        return f"“{value}” is no bare arXiv identifier"
    if name == "month" and not (
        field.pieces[0][0] and (value.lower() in bibtables.MONTHS or modern & digits)
    ):
        return f"“{value}” is none of the macros jan … dec"
    if name == "year" and not re.fullmatch(r"\d{4}", value):
        return f"“{value}” is no year of four digits"
    iso = _ISO.fullmatch(value) if name == "date" else None
    if name == "date" and (iso is None or not date(iso["year"], iso["month"] or "", iso["day"] or "")):
        return f"“{value}” is no date of ISO 8601"
    return ""


def _of_arxiv(item: Item) -> bool:
    kinds = [value.text for value in item.values if value.name in ("eprinttype", "archiveprefix")]
    return any(kind.lower() == "arxiv" for kind in kinds)


def _is_arxiv(value: str) -> bool:
    found = identifiers.parse(value)
    bare = re.fullmatch(r"[\w.-]+(?:/\d{7})?(?:v\d+)?", value)
    return bool(bare and found and found.scheme == "arxiv")


def _macros(item: Item, field: str, value: str, line: int) -> Iterator[Finding]:
    """Macros that are not known to do nothing but print."""
    for macro in dict.fromkeys(_MACRO.findall(value)):
        if not bibtables.harmless(macro):
            yield item.rule(field, f"the macro \\{macro} is not known to be harmless", line)


def _loose(item: Item, field: Field, value: str) -> Iterator[Finding]:
    """Signs that mean something else to TeX where they stand."""
    bare = re.sub(r"\\[\\%&#_${}^~]", "", _ADDRESS.sub("", value))
    if "%" in bare:
        yield item.rule(field.name, "holds a bare %, which hides what follows it from TeX", field.line)
    if "$$" in bare:
        yield item.rule(field.name, "holds $$, which begins a displayed formula", field.line)
    outside = _FORMULA.sub("", bare)
    if "$" in outside:
        yield item.rule(field.name, "holds a $ without its partner", field.line)
    elif odd := _ACTIVE.search(re.sub(r"\\\W", "", outside)):
        yield item.rule(field.name, f"holds a bare {odd[0]} outside a formula", field.line)


def _lacks(item: Item, *, modern: bool) -> Iterator[tuple[str, str]]:
    held = {value.name for value in item.values if value.text}
    for thing, fields in bibtables.required(modern, item.type):
        if not held & set(fields):
            yield thing, f"an @{item.type} needs {' or '.join(fields)}"


def _form(*, modern: bool) -> Form:
    return Form(
        read=partial(read, modern=modern),
        places=bibtables.PLACES,
        types=bibtables.TYPES,
        holds=bibtables.holds,
        wordy=frozenset(("howpublished", "organization")),
        lacks=partial(_lacks, modern=modern),
        parts=3 if modern else 2,
    )


BIBTEX = _form(modern=False)
BIBLATEX = _form(modern=True)
