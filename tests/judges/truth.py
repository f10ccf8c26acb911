"""The records that break exporters, what a person must see of each, and what a consumer gets wrong.

`torture.jsonl` holds one record a line: `record` as arXiv's API serves it, `expect` as it must stand in a
library or on a page. Right means: the title (case, markup and typography folded), all creators in their order
with family and given name apart, year, DOI and arXiv identifier as expected, and no error about the entry. Of
BibTeX also the words in `protect` must keep their capitals when a style lower-cases the title. A consumer may
show the same title in several good ways; these are `title_alt`, likewise `creators_alt`.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from bibgen.model import Name

TORTURE = Path(__file__).parent / "torture.jsonl"


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """One entry as a consumer understood it.

    `lowered`: the title as a BibTeX style lower-cases it. `places`: texts that may name the arXiv identifier.
    `wrong`: errors the consumer raised about this entry.
    """

    key: str
    title: str = ""
    authors: tuple[Name, ...] = ()
    year: str = ""
    doi: str = ""
    places: tuple[str, ...] = ()
    lowered: str | None = None
    wrong: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Hearing:
    """All that a consumer made of a file; `errors` are those that name no entry."""

    entries: tuple[Heard, ...] = ()
    errors: tuple[str, ...] = ()

    def keys(self) -> list[str]:
        return [one.key for one in self.entries]


@dataclass(frozen=True, slots=True, kw_only=True)
class Torture:
    """A record, as served and as expected; `key` is its name in tables."""

    key: str
    record: dict = field(repr=False)
    expect: dict = field(repr=False)

    @property
    def arxiv(self) -> str:
        return self.record["id"]


def load() -> list[Torture]:
    lines = TORTURE.read_text(encoding="utf-8").splitlines()
    read = map(json.loads, lines)
    return [Torture(key=one["key"], record=one["record"], expect=one["expect"]) for one in read]


def faults(heard: Heard | None, expect: dict) -> list[str]:
    """What is not right, a line for each fault; empty if all is."""
    return ["missing"] if heard is None else list(_faults(heard, expect))


def _faults(heard: Heard, expect: dict) -> Iterator[str]:
    if shape(heard.title) not in map(shape, [expect["title"], *expect["title_alt"]]):
        yield f"title: {heard.title[:120]}"
    elif heard.lowered is not None:
        shown = shape(heard.lowered, case=True)
        lost = [word for word in expect["protect"] if shape(word, case=True) not in shown]
        yield from [f"capitals lost: {' '.join(lost)}"] if lost else []
    yield from _about_people(heard.authors, expect)
    if heard.year not in expect.get("year_any", [expect["year"]]):
        yield f"year: {heard.year}"
    doi = heard.doi.lower()
    if doi != (expect["doi"] or "").lower() and (expect["doi"] or not doi.startswith("10.48550/arxiv.")):
        yield f"DOI: {heard.doi}"
    if not any(_names(place, expect["arxiv"]) for place in heard.places):
        yield "no arXiv identifier"
    yield from heard.wrong[:1]


def _names(text: str, identifier: str) -> bool:
    return bool(re.search(rf"(?<![\w-])(?<!\d\.){re.escape(identifier)}(?!\.?\d)", text, re.I))


def _about_people(authors: Sequence[Name], expect: dict) -> Iterator[str]:
    if len(authors) < expect.get("min_creators", 0):
        yield f"only {len(authors)} creators"
    if expect.get("skip_creators"):
        return
    found = list(map(_parts, authors))
    ways = [expect["creators"], *expect.get("creators_alt", [])]
    if not any(found == [_parts(Name(**one)) for one in way] for way in ways):
        wanted = [_parts(Name(**one)) for one in expect["creators"]]
        odd = next((one for one in found if one not in wanted), f"{len(found)}, not {len(wanted)}")
        yield f"creators: {odd}"


def _parts(name: Name) -> tuple[str, str]:
    """Family and given name as they are compared; a suffix counts as the end of the given name.

    A name of one part is a family name: no format but CSL tells a group from a person of one name.
    """
    family = name.literal or f"{name.particle} {name.family}"
    return _bare(family), _bare(f"{name.given} {name.suffix}")


def _bare(name: str) -> str:
    return re.sub(r"[.,]", "", shape(name))


_MARKUP = re.compile(r"</?(?:i|b|sub|sup|sc|span)\b[^<>]*>")
_STYLING = re.compile(r"\\(?:math\w+|rm|bf|it|text\w*|emph|operatorname|[hm]box|left|right)(?![A-Za-z])")
_NAMED = {
    "to": "→", "rightarrow": "→", "times": "×", "sqrt": "√", "infty": "∞", "ell": "ℓ", "pm": "±",
    "sim": "~", "leq": "≤", "geq": "≥", "prime": "'", "hbar": "ħ",
}  # fmt: skip
for _code in range(0x391, 0x3CA):
    if _letter := unicodedata.name(chr(_code), ""):
        *_, _size, _, _word = ["", *_letter.split()]
        _NAMED.setdefault(_word.lower() if _size == "SMALL" else _word.capitalize(), chr(_code))
# Signs that typography varies: to one of each kind, or to nothing.
_ALIKE = {
    **dict.fromkeys(map(ord, "‘’‛ʼ′´`ʻʹ'"), None),
    **dict.fromkeys(map(ord, "“”„″«»"), '"'),
    **dict.fromkeys(map(ord, "‐‑‒–—―−"), "-"),
    **dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff\u00ad{}$^_\\"), None),
    ord("ˆ"): None, ord("˜"): "~", ord("∼"): "~", ord("ϵ"): "ε", ord("ϕ"): "φ", ord("⋆"): "*", ord("∗"): "*",
}  # fmt: skip


def shape(text: str, *, case: bool = False) -> str:
    """The text without case, spaces, markup and typography, which consumers may rightly change.

    Args:
        case: keep the case.
    """
    plain = _STYLING.sub("", _MARKUP.sub("", re.sub("``|''", '"', text)))
    plain = re.sub(r"\\([A-Za-z]+)", lambda macro: _NAMED.get(macro[1], macro[1]), plain)
    plain = unicodedata.normalize("NFKC", plain.translate(_ALIKE)).translate(_ALIKE)
    plain = re.sub(r"-+", "-", re.sub(r"\s+", "", plain))
    return plain if case else plain.casefold()
