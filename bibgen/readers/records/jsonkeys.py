"""What the keys of a JSON object say of a paper.

Keys are CSL's (https://docs.citationstyles.org/en/stable/specification.html) and those of arXiv's
snapshot, Semantic Scholar, OpenAlex, Crossref, DataCite, INSPIRE, DBLP, OpenReview and Zotero (the
documentation of their interfaces, read 2026), and whatever `fields` knows. Services differ less in
names than in wrapping: a title may be a string, a list of one, or `{"value": ...}`.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from bibgen import latex, names
from bibgen.model import Name
from bibgen.readers.records import fields, persons

Object = Mapping[str, Any]

# Keys under which services keep the paper itself, its marks of service around it.
_INNER = (
    "paper", "work", "data", "attributes", "content", "metadata", "info", "_source", "citedPaper",
    "citingPaper", "message", "item", "article", "bibjson", "biblio",
)  # fmt: skip
_PLAIN = (
    "value",
    "name",
    "display_name",
    "displayName",
    "title",
    "text",
    "full_name",
    "fullName",
    "raw",
    "literal",
)
_FAMILY = ("family", "last", "lastName", "last_name", "lastname", "surname", "familyName", "family_name")
_GIVEN = ("given", "first", "firstName", "first_name", "firstname", "forename", "givenName", "given_name")
_PARTICLES = ("non-dropping-particle", "dropping-particle", "particle", "prefix")
_NO_AUTHOR = re.compile(r"editor|translator|contributor|reviewed|advisor", re.I)
_TAG = re.compile(
    r"</?(?:jats:)?(?:i|b|em|strong|sub|sup|scp|p|title|sec|italic|bold|span|tt|br)(?:\s[^<>]*)?/?>", re.I
)
_AFFILIATED = re.compile(r"\s*\((?:[^()]|\([^()]*\))*\)")  # arXiv's list as text has places in brackets
_DEEPEST = 6


def told(value: object) -> dict[str, Any] | None:
    """An object as fields of a mention, or None if it is not about a paper."""
    if not isinstance(value, dict):
        return None
    item = _merged(value)
    (authors, et_al), people = _people(item)
    pairs = [pair for name, held in item.items() if name != people for pair in _pairs(name, held)]
    made = fields.told(pairs, authors, et_al=et_al)
    named = any(fields.role(name) in ("arxiv", "doi") for name, _ in pairs) and made.get("identifiers")
    enough = made.get("title") and any(made.get(field) for field in ("authors", "abstract", "identifiers"))
    return made if named or enough else None


def holds_papers(value: object, depth: int = 0) -> bool:
    """Whether an object or an array has a paper somewhere inside."""
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return depth < _DEEPEST and any(
        told(one) is not None or holds_papers(one, depth + 1)
        for one in inner
        if isinstance(one, (dict, list))
    )


def _merged(item: Object, depth: int = 0) -> dict[str, Any]:
    """An object with what stands under one of the keys of `_INNER` lifted to its own level."""
    made = dict(item)
    for key in _INNER:
        held = item.get(key)
        if isinstance(held, dict) and depth < _DEEPEST:
            del made[key]
            made |= _merged(held, depth + 1)
    return made


def _pairs(name: str, value: object) -> Iterator[fields.Pair]:
    """A key's value as texts under the names that `fields` knows."""
    role = fields.role(name)
    if isinstance(value, str):
        yield name, _TAG.sub("", html.unescape(value)) if role in ("title", "abstract", "venue") else value
    elif role == "date":
        yield name, _date(value) or json.dumps(value)
    elif role == "externalids" and isinstance(value, dict):
        for kind, one in value.items():
            yield (kind if fields.role(kind) else f"{name}.{kind}"), _plain(one)
    elif role == "abstract" and isinstance(value, dict) and not any(key in value for key in _PLAIN):
        yield name, _uninverted(value)
    elif role == "venue" and isinstance(value, dict):
        yield from _venue(name, value)
    elif role == "URL" and isinstance(value, (dict, list)):
        yield from ((name, one) for one in _strings(value) if "/" in one)
    elif isinstance(value, list) and (role or not any(isinstance(one, (dict, list)) for one in value)):
        for one in value:
            yield from _pairs(name, one)
    elif value not in (None, [], {}, ""):
        yield name, _plain(value) if role else _text(value)


def _text(value: object) -> str:
    return str(value) if isinstance(value, (int, float)) else json.dumps(value, ensure_ascii=False)


def _plain(value: object) -> str:
    """What a value says in words: itself, or what stands under the usual key."""
    if isinstance(value, str):
        return value
    if isinstance(value, dict):
        held = next((value[key] for key in _PLAIN if value.get(key)), None)
        return (
            _text(value) if held is None else _plain(held) if isinstance(held, (str, dict)) else _text(held)
        )
    return _text(value)


def _strings(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    for one in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from _strings(one)


def _venue(name: str, value: Object) -> Iterator[fields.Pair]:
    """A journal that is an object: its name, and what else it tells of the paper's place in it."""
    source = value.get("source")
    named = _plain(source) if isinstance(source, dict) else _plain(value)
    if not named.startswith("{"):
        yield name, named
    for key in ("volume", "issue", "pages"):
        if isinstance(value.get(key), (str, int)):
            yield key, str(value[key])
    for key in ("landing_page_url", "pdf_url"):
        if isinstance(value.get(key), str):
            yield "url", value[key]


def _date(value: object) -> str | None:
    """CSL's `date-parts`, the versions of arXiv's snapshot, or a year, as text."""
    if isinstance(value, dict):
        parts = value.get("date-parts") or value.get("date_parts")
        return _date(parts) if parts else _plain(value)
    if isinstance(value, list) and value and isinstance(value[0], (dict, list)):
        first = value[0]
        return str(first.get("created", "")) or None if isinstance(first, dict) else _date(first)
    if isinstance(value, list) and value and all(isinstance(one, (int, str)) for one in value):
        return "-".join(str(one) for one in value[:3] if str(one).strip())
    return str(value) if isinstance(value, int) else None


def _uninverted(index: Object) -> str:
    """An abstract that OpenAlex gives as words and their positions."""
    placed = ((at, word) for word, places in index.items() if isinstance(places, list) for at in places)
    return " ".join(word for at, word in sorted(one for one in placed if isinstance(one[0], int)))


def _people(item: Object) -> tuple[persons.People, str]:
    """The authors of an object, and the key that gave them: `authors_parsed`, which has parts, first."""
    keys = [key for key, held in item.items() if fields.role(key) == "authors" and held]
    for key in sorted(keys, key=lambda key: (key != "authors_parsed", keys.index(key))):
        found = _authors(item[key])
        if found[0]:
            return found, key
    return ((), False), ""


def _authors(value: object) -> persons.People:
    if isinstance(value, str):
        return persons.listed(_AFFILIATED.sub("", value))
    if isinstance(value, dict):
        inner = next((value[key] for key in ("author", "authors", "value") if key in value), None)
        return _authors([value] if inner is None or _parts(value) else inner)
    if not isinstance(value, list):
        return (), False
    if len(value) == 1 and isinstance(value[0], str):
        return persons.listed(value[0])
    found: list[Name] = []
    cut = False
    for one in value:
        listed, ends = _author(one)
        found += listed
        cut |= ends
    return tuple(found), cut


def _author(one: object) -> persons.People:
    """One entry of a list of authors: a string, an object, or arXiv's `[family, given, suffix]`."""
    if isinstance(one, list) and one and all(isinstance(part, str) for part in one):
        family, given, suffix = (*one, "", "")[:3]
        return _name(family, given, "", suffix)
    if isinstance(one, dict):
        roles = (one.get(key) for key in ("creatorType", "role", "contributorType"))
        if any(isinstance(kind, str) and _NO_AUTHOR.search(kind) for kind in roles):
            return (), False
        inner = one.get("author")
        if isinstance(inner, dict) and not _parts(one):
            return _author(inner)
        return _parts(one) or persons.people([_plain(one)] if any(key in one for key in _PLAIN) else [])
    return persons.people([one]) if isinstance(one, str) else ((), False)


def _parts(one: Object) -> persons.People | None:
    """A name in parts, or None if the object has none."""
    family, given, particle = (
        next((one[key] for key in keys if isinstance(one.get(key), str)), "")
        for keys in (_FAMILY, _GIVEN, _PARTICLES)
    )
    suffix = one.get("suffix")
    return _name(family, given, particle, suffix if isinstance(suffix, str) else "") if family else None


def _name(family: str, given: str, particle: str, suffix: str) -> persons.People:
    family, given, particle, suffix = (
        latex.decode(part).strip() for part in (family, given, particle, suffix)
    )
    if not given:
        return persons.people([f"{particle} {family}".strip()])
    parsed = names.parse(f"{family}, {given}")
    if not particle and parsed.particle:
        particle, family = parsed.particle, parsed.family
    return (Name(family=family, given=given, particle=particle, suffix=suffix),), False
