"""CSL-JSON read back: what each item says, and what the schema forbids in it.

Types, variables and their kinds are those of the schema csl-data.json of CSL 1.0.2
(https://github.com/citation-style-language/schema), where `additionalProperties` is false throughout.
Stricter than the schema, because the readers are: no value is empty, date parts are whole numbers of
a day that exists, and rich text is nothing but the tags of citeproc, in pairs.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from typing import Any

from bibgen.model import Name, PartialDate
from bibgen.verification.items import Finding, Form, Item, ReadBack, Value, date, twice, unseen

_TYPES = frozenset(
    "article article-journal article-magazine article-newspaper bill book broadcast chapter classic "
    "collection dataset document entry entry-dictionary entry-encyclopedia event figure graphic hearing "
    "interview legal_case legislation manuscript map motion_picture musical_score pamphlet paper-conference "
    "patent performance periodical personal_communication post post-weblog regulation report review "
    "review-book software song speech standard thesis treaty webpage".split()
)
_NUMBERS = frozenset(
    "id chapter-number citation-number collection-number edition first-reference-note-number issue locator "
    "number number-of-pages number-of-volumes page page-first part printing supplement volume".split()
)
_STRINGS = frozenset(
    "citation-key language journalAbbreviation shortTitle abstract annote archive archive_collection "
    "archive_location archive-place authority call-number citation-label collection-title container-title "
    "container-title-short dimensions division DOI event event-title event-place genre ISBN ISSN "
    "jurisdiction keyword medium note original-publisher original-publisher-place original-title part-title "
    "PMCID PMID publisher publisher-place references reviewed-genre reviewed-title scale section source "
    "status title title-short URL version volume-title volume-title-short year-suffix".split()
)
_NAMES = frozenset(
    "author chair collection-editor compiler composer container-author contributor curator director editor "
    "editorial-director executive-producer guest host interviewer illustrator narrator organizer "
    "original-author performer producer recipient reviewed-author script-writer series-creator "
    "translator".split()
)
_DATES = frozenset("accessed available-date event-date issued original-date submitted".split())
_NAME_PARTS = frozenset(
    "family given dropping-particle non-dropping-particle suffix comma-suffix static-ordering literal "
    "parse-names".split()
)
_DATE_PARTS = frozenset("date-parts season circa literal raw".split())
_OTHERS = ("others", "et al.", "et al")
_TAG = re.compile(r"</?(?:i|b|sub|sup|sc)>|<span(?: (?:style|class)=\"[\w:; -]*\")?>|</span>")
_RICH = ("title", "abstract", "container-title", "collection-title", "note")
_DOI = re.compile(r"10\.\d{4,9}(?:\.\d+)*/\S+")
_URL = re.compile(r"(?:https?|ftp)://\S+")
_BLANKS = re.compile(r"\s*")
_PREPRINT = ("article", "manuscript", "report", "article-journal", "webpage")


class _Twice(dict[str, Any]):
    """An object, and the names that stand in it twice."""

    def __init__(self, pairs: list[tuple[str, Any]]) -> None:
        super().__init__(pairs)
        names = [name for name, _ in pairs]
        self.twice = (
            sorted({name for name in names if names.count(name) > 1}) if len(self) < len(names) else []
        )


def read(text: str) -> ReadBack:
    """The items of an array and what is wrong with them."""
    items: list[Item] = []
    findings: list[Finding] = []
    try:
        line = last = 1
        for value, begin, end in _values(text):
            where = text[begin:end]
            line, last = line + text.count("\n", last - 1, begin), begin + 1
            if isinstance(value, _Twice):
                items.append(_item(value, where, line))
                findings += _faults(items[-1], value)
            else:
                findings.append(_broken(line, "the array holds something else than an object"))
    except json.JSONDecodeError as error:
        findings.append(_broken(error.lineno, f"no JSON: {error.msg}"))
    made = tuple(items)
    return ReadBack(items=made, findings=(*findings, *twice(made), *unseen(made)))


def _broken(line: int, text: str) -> Finding:
    return Finding(line=line, key="", field="", kind="rule", text=text)


def _values(text: str) -> Iterator[tuple[Any, int, int]]:
    """The values of the array, one by one, each with the place where it stands."""
    decoder = json.JSONDecoder(object_pairs_hook=_Twice)
    at = _behind(text, 0, "[")
    first = True
    while not text.startswith("]", at):
        at = at if first else _behind(text, at, ",")
        first = False
        value, end = decoder.raw_decode(text, at)
        yield value, at, end
        at = _skipped(text, end)
    if text[at + 1 :].strip():
        raise json.JSONDecodeError("something stands behind the array", text, at + 1)


def _behind(text: str, at: int, sign: str) -> int:
    at = _skipped(text, at)
    if not text.startswith(sign, at):
        raise json.JSONDecodeError(f"Expecting '{sign}'", text, min(at, len(text)))
    return _skipped(text, at + 1)


def _skipped(text: str, at: int) -> int:
    match = _BLANKS.match(text, at)
    return match.end() if match else at


def _item(item: _Twice, where: str, line: int) -> Item:
    people = [one for one in _listed(item.get("author")) if isinstance(one, dict)]
    return Item(
        line=line,
        key=str(item.get("citation-key") or item.get("id") or ""),
        type=str(item.get("type", "")),
        values=tuple(
            Value(name=name, text=_told(name, value), line=line + _lines_before(where, name))
            for name, value in item.items()
            if isinstance(value, str | int) or name == "author"
        ),
        authors=tuple(_name(one) for one in people if one.get("literal") not in _OTHERS),
        et_al=any(one.get("literal") in _OTHERS for one in people),
        issued=_issued(item.get("issued")),
    )


def _listed(value: object) -> list[Any]:
    return value if isinstance(value, list) else []


def _lines_before(where: str, name: str) -> int:
    """How many lines down in the text of its item a variable stands."""
    found = re.search(rf'"{re.escape(name)}"\s*:', where)
    return where.count("\n", 0, found.start()) if found else 0


def _told(name: str, value: object) -> str:
    text = str(value)
    return _TAG.sub("", text) if name in _RICH else text


def _name(one: dict[str, Any]) -> Name:
    particles = (one.get("dropping-particle"), one.get("non-dropping-particle"))
    return Name(
        family=str(one.get("family", "")),
        given=str(one.get("given", "")),
        particle=" ".join(str(part) for part in particles if part),
        suffix=str(one.get("suffix", "")),
        literal=str(one.get("literal", "")),
    )


def _issued(value: object) -> PartialDate | None:
    listed = value.get("date-parts") if isinstance(value, dict) else None
    parts = _listed(listed)[:1]
    if not parts or not _whole(parts[0]):
        return None
    year, *rest = parts[0]
    return date(f"{year:04}", *map(str, rest))


def _whole(parts: object) -> bool:
    """Whether these are one to three whole numbers."""
    return isinstance(parts, list) and 0 < len(parts) < 4 and all(type(part) is int for part in parts)


def _faults(item: Item, given: _Twice) -> Iterator[Finding]:
    for name in given.twice:
        yield item.rule(name, "stands in the item twice")
    for name in ("id", "type"):
        if name not in given:
            yield item.rule(name, "is missing")
    if "id" in given and "citation-key" in given and str(given["id"]) != given["citation-key"]:
        yield item.rule("citation-key", f"is another than the id “{given['id']}”")
    for name, value in given.items():
        text = _wrong(name, value)
        if text:
            yield item.rule(name, text)


def _wrong(name: str, value: object) -> str:
    """What is wrong with one variable; "" for nothing."""
    kinds: tuple[tuple[frozenset[str], Callable[[str, Any], str]], ...] = (
        (frozenset(("type",)), lambda _, value: "" if value in _TYPES else f"CSL has no type “{value}”"),
        (_STRINGS, _wrong_string),
        (_NUMBERS, lambda name, value: "" if type(value) is int else _wrong_string(name, value)),
        (_NAMES, lambda _, value: _wrong_names(value)),
        (_DATES, lambda _, value: _wrong_date(value)),
        (frozenset(("categories", "custom")), lambda _, _value: ""),
    )
    return next((check(name, value) for names, check in kinds if name in names), "CSL has no such variable")


def _wrong_string(name: str, value: object) -> str:
    if not isinstance(value, str):
        return f"is no string: {json.dumps(value)[:40]}"
    if not value.strip():
        return "is empty"
    if name == "DOI" and not _DOI.fullmatch(value):
        return f"“{value}” is no bare DOI"
    if name == "URL" and not _URL.fullmatch(value):
        return f"“{value}” is no URL"
    return _wrong_markup(value) if name in _RICH else ""


def _wrong_markup(value: str) -> str:
    """Tags of citeproc must stand in pairs."""
    opened: list[str] = []
    for tag in _TAG.findall(value):
        name = re.sub(r"[</>]| .*", "", tag)
        if tag[1] != "/":
            opened.append(name)
        elif not opened or opened.pop() != name:
            return f"the tag {tag} was not opened"
    return f"the tag <{opened[-1]}> is not closed" if opened else ""


def _wrong_names(value: object) -> str:
    if not isinstance(value, list):
        return "is no list of names"
    for one in value:
        if not isinstance(one, dict) or not one:
            return f"holds what is no name: {json.dumps(one)[:40]}"
        unknown = sorted(set(one) - _NAME_PARTS)
        if unknown:
            return f"a name has no part “{unknown[0]}”"
        if not all(part for part in one.values()):
            return f"a part of a name is empty: {json.dumps(one, ensure_ascii=False)[:60]}"
    return ""


def _wrong_date(value: object) -> str:
    if not isinstance(value, dict) or not value:
        return "is no date"
    unknown = sorted(set(value) - _DATE_PARTS)
    if unknown:
        return f"a date has no part “{unknown[0]}”"
    listed = value.get("date-parts")
    if listed is None:
        return ""
    if not isinstance(listed, list) or not 0 < len(listed) < 3 or not all(map(_whole, listed)):
        return "its date-parts are not one or two lists of one to three whole numbers"
    if not _issued(value):
        return f"there is no day {'-'.join(map(str, listed[0]))}"
    return ""


CSL_JSON = Form(
    read=read,
    places={
        "title": ("title",),
        "container": ("container-title",),
        "series": ("collection-title",),
        "volume": ("volume",),
        "issue": ("issue",),
        "page": ("page",),
        "eid": ("number", "page"),
        "publisher": ("publisher",),
        "isbn": ("ISBN",),
        "doi": ("DOI",),
        "url": ("URL",),
        "eprint": (),
        "note": ("note",),
        "abstract": ("abstract",),
    },
    types={
        "article": _PREPRINT,
        "document": (*_PREPRINT, "document"),
        **{
            name: (name,)
            for name in "article-journal paper-conference chapter book thesis report dataset".split()
        },
    },
)
