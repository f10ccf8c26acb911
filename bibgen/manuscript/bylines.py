"""The list of authors that an entry gives, held against a paper's.

What a list may leave open is no fault: initials, accents, given names spelled otherwise or not at all, the
order of the two names, people behind `and others`, people behind a collaboration. A name in its own script
cannot be held against one in Latin letters; it counts as the one at its place. What remains are people who
are not among the authors, or are spelt as nobody of them is, people who are missing or too many, and people
in another order.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from rapidfuzz import fuzz
from rapidfuzz.distance import OSA

from bibgen import names
from bibgen.model import Name
from bibgen.person import CJK

_ONE = 0.8  # from here `names.likeness` takes two names for one person
_RELATIVES = 0.3  # what it gives for one family name with two given names
_MOST_SLIPS = 2  # letters by which spellings of one given name differ: Sergei, Sergey
_LONG = 8  # letters of a name that may differ in one more: Aleksandr, Alexander
_ALIKE = 75  # of 100 for the letters of two names: from here one may be a slip of the other
_UNPARTED = re.compile(r"=|\s&\s")  # `family=Oord, given=Aäron`, or two people who were not taken apart
_CALLED = {  # how people are called whose names do not begin so; those that do are known to `names.likeness`
    "bill": "william", "bob": "robert", "bobby": "robert", "charlie": "charles", "dick": "richard",
    "jack": "john", "jerry": "gerald", "jim": "james", "joe": "joseph", "kate": "katherine",
    "larry": "lawrence", "liz": "elizabeth", "maggie": "margaret", "mike": "michael", "misha": "mikhail",
    "peggy": "margaret", "sasha": "alexander", "ted": "edward", "tom": "thomas", "tony": "anthony",
    "vova": "vladimir",
}  # fmt: skip


def parted(
    said: Sequence[Name], cut: bool, found: Sequence[Name], found_cut: bool
) -> tuple[str, tuple[Name, ...]] | None:
    """How a list of authors is not the paper's, and who is concerned; None if it is.

    Args:
        said: the entry's; `cut`: it says that there are more.
        found: the paper's; `found_cut` likewise.

    Returns:
        `authors`: people who are none of them; `author-order`; `authors-missing`: people of the paper whom
        the entry leaves out without saying so; `authors-more`: people too many.
    """
    group = len(said) > len(people := _people(said))
    wrote = _people(found)
    if not people or not wrote or any(_UNPARTED.search(names.display(one)) for one in people):
        return None
    if all(_is_one(one, other) for one, other in zip(people, wrote, strict=False)):
        return _ends(people, cut or group, wrote, found_cut or len(wrote) < len(found))
    places = _places(people, wrote)
    strangers = tuple(one for one, place in zip(people, places, strict=True) if place is None)
    if strangers:
        if found_cut and len(people) - len(strangers) >= len(wrote):
            return None
        known = [place for place in places if place is not None]
        return ("authors-more" if known == list(range(len(wrote))) else "authors"), strangers
    listed = [place for place in places if place is not None]
    if listed == sorted(listed):
        if group:
            return None  # its members may stand for those who are not named
        missing = tuple(one for at, one in enumerate(wrote[: listed[-1]]) if at not in listed)
        return "authors-missing", missing
    return "author-order", tuple(
        one for one, place, right in zip(people, listed, sorted(listed), strict=True) if place != right
    )


def begin_alike(said: Sequence[Name], found: Sequence[Name]) -> bool:
    """Whether two lists begin with one person, whatever collaborations stand before."""
    people, wrote = _people(said), _people(found)
    return bool(people and wrote) and _is_one(people[0], wrote[0])


def may_be_one(one: Name, other: Name) -> bool:
    """Whether a name that is nobody's may all the same be meant for another: a slip, or other given names."""
    first, second = (names.fold(names.display(name)).split() for name in (one, other))
    shared = {word for word in first if len(word) > 1} & {word for word in second if len(word) > 1}
    alike = fuzz.ratio(" ".join(sorted(first)), " ".join(sorted(second))) >= _ALIKE
    return alike or (bool(shared) and names.likeness(one, other) > 0)


def _people(listed: Sequence[Name]) -> list[Name]:
    """The persons: no group, nor the colon that arXiv's lists have behind one."""
    persons = [one for one in listed if not (one.literal and names.is_group(one.literal))]
    return [one for one in persons if any(map(str.isalpha, names.display(one)))]


def _ends(
    people: list[Name], cut: bool, wrote: list[Name], found_cut: bool
) -> tuple[str, tuple[Name, ...]] | None:
    """What is wrong with a list that begins like the paper's."""
    if len(people) < len(wrote) and not cut:
        return "authors-missing", tuple(wrote[len(people) :])
    if len(people) > len(wrote) and not found_cut:
        return "authors-more", tuple(people[len(wrote) :])
    return None


def _places(people: list[Name], wrote: list[Name]) -> list[int | None]:
    """Where in the paper's list each of the people stands; each place is given once, the own one first."""
    free = set(range(len(wrote)))
    places: list[int | None] = []
    for at, one in enumerate(people):
        wanted = sorted(free, key=lambda place: (place != at, place))
        place = next((place for place in wanted if _is_one(one, wrote[place])), None)
        free.discard(-1 if place is None else place)
        places.append(place)
    return places


@lru_cache(maxsize=1 << 14)
def _is_one(one: Name, other: Name) -> bool:
    """Whether two names can be one person, as two who publish spell it."""
    alike = names.likeness(one, other)
    if alike >= _ONE or _in_another_script(one, other) or _ends_alike(one, other):
        return True
    if _abbreviated_alike(one, other) or _syllables_alike(one, other) or _syllables_alike(other, one):
        return True
    return alike == _RELATIVES and _spelled_alike(one.given, other.given)


def _abbreviated_alike(one: Name, other: Name) -> bool:
    """Whether each word of one name is a word of the other, or its initial, in whatever order.

    `Le, H. V.` is Hong Van Le, whatever of that is the family name.
    """
    short, long = sorted((names.fold(names.display(name)).split() for name in (one, other)), key=len)
    whole = [word for word in short if word in long]
    left = [word for word in long if word not in whole]
    initials = [word for word in short if word not in whole]
    if not whole or len(initials) > len(left):
        return False
    return all(len(word) == 1 and any(name.startswith(word) for name in left) for word in initials)


def _syllables_alike(short: Name, whole: Name) -> bool:
    """Whether the initials of one name are those of the syllables of the other: `He, Y. Z.`, He Yanzhang."""
    mine, theirs = (names.fold(names.display(name)).split() for name in (short, whole))
    shared = [word for word in mine if len(word) > 1 and word in theirs]
    initials = [word for word in mine if word not in shared]
    left = [word for word in theirs if word not in shared]
    if len(shared) != 1 or len(left) != 1 or len(initials) < 2 or any(len(word) > 1 for word in initials):
        return False
    letters = iter(left[0])
    return left[0].startswith(initials[0]) and all(letter in letters for letter in initials)


def _ends_alike(one: Name, other: Name) -> bool:
    """Whether one is the end of the other: a family name of several words, taken apart in two ways."""
    short, long = sorted((names.fold(names.display(name)).split() for name in (one, other)), key=len)
    return len(short) > 1 and long[-len(short) :] == short


def _spelled_alike(one: str, other: str) -> bool:
    """Whether two given names differ as spellings of one do: `Aleksandr`, `Alexander`; not `Yan`, `Yang`."""
    first, second = (names.fold(given).split() for given in (one, other))
    if not first or not second or _others_follow(first[1:2], second[1:2]):
        return False
    if _CALLED.get(first[0], first[0]) == _CALLED.get(second[0], second[0]):
        return True
    if first[0][0] != second[0][0]:
        return False
    least = min(len(first[0]), len(second[0]))
    return least > 3 and OSA.distance(first[0], second[0]) <= (
        _MOST_SLIPS if least < _LONG else _MOST_SLIPS + 1
    )


def _others_follow(first: list[str], second: list[str]) -> bool:
    """Whether second given names are two for sure: Jean-Louis, Jean-Claude."""
    if not first or not second or min(len(first[0]), len(second[0])) < 2:
        return False
    return not names.likeness(
        Name(family="x", given=first[0]), Name(family="x", given=second[0])
    ) >= _ONE and (OSA.distance(first[0], second[0]) > _MOST_SLIPS)


def _in_another_script(one: Name, other: Name) -> bool:
    scripts = {bool(CJK.search(names.display(name))) for name in (one, other)}
    return len(scripts) == 2
