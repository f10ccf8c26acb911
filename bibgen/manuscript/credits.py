"""A list of authors that says itself that it is cut, made whole in the manner of whoever wrote it.

The names that are there stay to the byte. Those who are missing stand in the place of "and others", or of an
"et al.", which BibTeX takes for a part of a name (btxdoc, section 4, item 5): in the order of the others,
`First Last` or `Last, First`, and with initials where the others have no more.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from bibgen.model import Name
from bibgen.person import INITIALS, SUFFIX
from bibgen.verification import bibnames

_OTHERS = re.compile(r"\s+and\s+others\s*$", re.I)
_ET_AL = re.compile(
    r"[\s,~]*(?:\band\s+)?(?:\{\s*)?(?:\\[A-Za-z]+\s*(?:\{\s*)?)?\bet\.?(?:[\s~]|\\ )*al\b\.?[\s}]*$", re.I
)
_JOINT = re.compile(r"(?<=[A-Z]\.)(?:~|\s?)(?=[A-Z]\.)")  # between two initials

_SECOND = re.compile(r"-[a-z]\.")  # of a given name in two parts: S.-i. for Shin-ichiro


def whole(
    own: str, said: Sequence[Name], missing: Sequence[Name], write: Callable[[Sequence[Name]], str]
) -> str:
    r"""A list with those who are missing; "" if it does not end in what says that it is cut.

    Args:
        own: the list as it stands, in TeX.
        said: its names.
        write: makes TeX of names, as `Last, First and Last, First`.

    >>> def write(listed): return " and ".join(f"{one.family}, {one.given}" for one in listed)
    >>> said, missing = [Name(family="Jiang", given="J. H.")], [Name(family="Wu", given="Ming Wei")]
    >>> whole("J. H. Jiang and others", said, missing, write)
    'J. H. Jiang and M. W. Wu'
    >>> whole("{Jiang}, J.~H. et~al.", said, missing, write)
    '{Jiang}, J.~H. and Wu, M.~W.'
    """
    kept = _OTHERS.sub("", own)
    kept = _ET_AL.sub("", own) if kept == own else kept
    if (
        kept in (own, "")
        or kept.count("{") != kept.count("}")
        or not all(map(_is_one, bibnames.people(kept)))
    ):
        return ""
    names = missing
    given = [_SECOND.sub("", one.given) for one in said if one.given]
    if given and all(map(INITIALS.fullmatch, given)):
        names = [replace(one, given=_initials(one.given)) for one in names]
    joint = _JOINT.search(own)
    listed = [_JOINT.sub(joint[0], one) if joint else one for one in bibnames.people(write(names))]
    if not _is_inverted(kept):
        listed = list(map(_turned, listed))
    return " and ".join([kept, *listed])


def _initials(given: str) -> str:
    """The given names cut to their first letters.

    >>> _initials("Jean-Baptiste Émile"), _initials("J.-B."), _initials("")
    ('J.-B. É.', 'J.-B.', '')
    """
    return " ".join("-".join(f"{part[0]}." for part in word.split("-") if part) for word in given.split())


def _is_inverted(listed: str) -> bool:
    """Whether most names of a list have the family name first."""
    commas = [bool(bibnames.commas(one)) for one in bibnames.people(listed)]
    return 2 * sum(commas) >= len(commas)


def _is_one(name: str) -> bool:
    """Whether a name is not two or three with commas between them.

    >>> [_is_one(name) for name in ("Hu, W.", "Hu, Jr., W.", "Hu, W., Li, X.", "Hu, Li, Yu")]
    [True, True, False, False]
    """
    commas = bibnames.commas(name)
    return commas < 2 or (
        commas == 2 and bool(SUFFIX.fullmatch(bibnames.person(name, str, classic=False).suffix))
    )


def _turned(name: str) -> str:
    r"""A name with the given names first; one with a `Jr` has no such form.

    >>> [_turned(name) for name in ("van den Oord, A.", r"Ruiz P{\'e}rez, Ana", "{CDF Team}", "Hu, Jr., Wu")]
    ['A. van den Oord', "Ana {Ruiz P{\\'e}rez}", '{CDF Team}', 'Hu, Jr., Wu']
    """
    if bibnames.commas(name) != 1:
        return name
    parts = bibnames.person(name, str, classic=False)
    family = f"{{{parts.family}}}" if re.search(r"[\s~]", parts.family) else parts.family
    return " ".join(filter(None, (parts.given, parts.particle, family)))
