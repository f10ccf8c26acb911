"""Lists of authors in structured records: where one name ends and the next begins.

Records give a name a field each, or all in one: with semicolons (Zotero, Scopus), with "and"
(BibTeX's habit, spread to tables), with commas between `A Vaswani, N Shazeer` (Scholar), between
`Vaswani, A., Shazeer, N.` (APA) or between `Vaswani A., Shazeer N.` (Scopus until 2023, MEDLINE).
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from bibgen import latex, names
from bibgen.model import Name

People = tuple[tuple[Name, ...], bool]

_INITIALS = re.compile(r"(?:[^\W\d_]\.?[ -]?){1,4}")
_FAMILY_FIRST = re.compile(
    r"(?P<family>[^\W\d_][^,]*?[^\W\d_]{2,}[^,]*)\s+(?P<initials>(?:[A-ZÀ-Þ]\.-?\s?){1,4}|[A-ZÀ-Þ]{1,3})"
)
_SUFFIX = re.compile(r"(?:jr|sr|i{2,3}|iv)\.?", re.I)
_CUT = re.compile(r"(?:and\s+)?(?:others|et\.?\s*al\.?|…|\.{3})", re.I)
_HOMONYM = re.compile(r"\s+\d{4}$|\s*\(\d{6,}\)$")  # DBLP's and Scopus' numbers behind a name
_AND = re.compile(r"\s+(?:and|&)\s+", re.I)


def people(texts: Iterable[str]) -> People:
    """Names given one by one, and whether one of them says that there are more.

    >>> [name.family for name in people(["Vaswani A", "van den Oord, Aäron", "et al."])[0]]
    ['Vaswani', 'Oord']
    """
    found: list[Name] = []
    cut = False
    for text in texts:
        whole, ends = names.without_et_al(_HOMONYM.sub("", latex.decode(text).strip(" ;,")))
        cut |= ends or bool(_CUT.fullmatch(whole.strip()))
        if whole.strip() and not _CUT.fullmatch(whole.strip()):
            found.append(person(whole))
    return tuple(found), cut


def person(text: str) -> Name:
    """One name, also as `Vaswani A` with the initials behind."""
    turned = _FAMILY_FIRST.fullmatch(text.strip())
    if turned and not _SUFFIX.fullmatch(turned["initials"]):
        text = f"{turned['family']}, {turned['initials']}"
    return names.parse(text)


def listed(text: str) -> People:
    """The names that one text lists, whatever stands between them.

    >>> [name.given for name in listed("Vaswani, A., Shazeer, N.")[0]]
    ['A.', 'N.']
    >>> [name.given for name in listed("Vaswani, Ashish")[0]]
    ['Ashish']
    """
    text = text.strip(" ;,")
    if ";" in text or "|" in text or "\n" in text:
        return people(re.split(r"\s*[;|\n]\s*", text))
    pieces = _AND.split(text)
    if len(pieces) > 1 and all(_is_one(piece) for piece in pieces):
        return people(pieces)
    if text.count(",") == 1 and not names.without_et_al(text)[1]:
        return names.parse_list(text)  # "Knuth, Donald E." is one name, "Ada Lovelace, Al Go" two
    whole, cut = names.without_et_al(text)
    pieces = [
        piece for piece in re.split(r"\s*,\s*(?:(?:and|&)\s+)?|\s+(?:and|&)\s+", whole.strip(" ,;")) if piece
    ]
    found, more = people(_paired(pieces))
    return found, cut or more


def _is_one(piece: str) -> bool:
    """Whether a text between "and"s is one name: `Vaswani, Ashish`, `Ashish Vaswani`."""
    parts = [part.strip() for part in piece.split(",") if part.strip()]
    return (
        len(parts) < 2 or (len(parts) == 2 and not _is_full(parts[1])) or any(map(_SUFFIX.fullmatch, parts))
    )


def _is_full(text: str) -> bool:
    """Whether a text holds given and family name: two words or more, the last no initial."""
    words = text.split()
    return len(words) > 1 and not _INITIALS.fullmatch(words[-1])


def _is_whole(text: str) -> bool:
    """Whether a text between commas is a name by itself: `Ashish Vaswani`, `Vaswani A.`."""
    return _is_full(text) or bool(_FAMILY_FIRST.fullmatch(text))


def _paired(pieces: list[str]) -> list[str]:
    """Pieces between commas as names: `Vaswani` and `A.` belong together, so does a suffix."""
    joined: list[str] = []
    for piece in pieces:
        if joined and _SUFFIX.fullmatch(piece):
            joined[-1] += f", {piece}"
        else:
            joined.append(piece)
    families, givens = joined[::2], joined[1::2]
    apart = len(families) == len(givens) and (
        all(map(_INITIALS.fullmatch, givens))
        or (len(families) == 1 and not any(map(_is_whole, (families[0], givens[0]))))
    )
    return [f"{family}, {given}" for family, given in zip(families, givens, strict=True)] if apart else joined
