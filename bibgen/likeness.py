"""How far two names can be one person.

Comparison is by family name first, because initials, accents, hyphens and order differ from page to
page while the family name does not. Given names agree if they are equal, if one is the other's initial
or a usual short form; not if one merely begins like the other: Yan Li is not Yang Li. Checked on the
authors of arXiv's papers, of whom no two of one paper may be taken for each other.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from anyascii import anyascii

from bibgen.model import Name

PARTICLES = frozenset(
    "van von der den de del della delle dello di da das do dos du la las le los ter ten te tot zu "
    "zur zum af av bin ibn ben al el vom op 't d' l' dal dalla degli dei af auf des dit in".split()
)
_CJK = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
# Letters that Unicode does not decompose, as the languages that have them fold them.
_FOLD = str.maketrans(
    {"ß": "ss", "ø": "o", "æ": "ae", "œ": "oe", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i",
     "ŋ": "n", "ħ": "h", "’": "'", "‐": "-", "‑": "-", "–": "-"}
)  # fmt: skip
_UMLAUT = re.compile(r"(?<=[aou])e(?=[^aeiou]|$)|(?<=a)a")
_SHORT_FORMS = frozenset(
    "alex andy ben chris dan dave don ed fred gabe greg jeff jon josh ken max matt nat nick pat phil rob "
    "ron sam steph tim tom vic will zach".split()
)


@lru_cache(maxsize=1 << 16)
def fold(text: str) -> str:
    """A name without case, accents and the points of initials: what two spellings share."""
    plain = unicodedata.normalize("NFKD", text.casefold().translate(_FOLD))
    kept = "".join(char for char in plain if not unicodedata.combining(char))
    if not kept.isascii() and not _CJK.search(kept):
        kept = anyascii(kept).lower().replace("`", "")
    return " ".join(kept.replace(".", " ").replace("-", " ").replace("'", "").split())


def _family(name: Name) -> str:
    return fold(name.literal or f"{name.particle} {name.family}")


def likeness(one: Name, other: Name) -> float:
    """How far two names can be one person: 1 the same, 0.8 as far as both tell, 0 different.

    Initials agree with the names they begin; `O Vinyals` with `Vinyals, Oriol`; `Müller` with
    `Mueller`. Family names that agree with given names that do not make 0.3: relatives, or a
    mistake of the page.

    >>> likeness(Name(family="Vinyals", given="O."), Name(family="Vinyals", given="Oriol"))
    0.9
    """
    alike = _likeness(one, other)
    # "Levi E" may be E. Levi, though "Weinan E" is not: either way round will do.
    if alike < 0.8 and 1 in (len(one.family), len(other.family)):
        return max(alike, _likeness(_turned(one), _turned(other)))
    return alike


def _turned(name: Name) -> Name:
    return Name(family=name.given, given=name.family) if len(name.family) == 1 else name


def _likeness(one: Name, other: Name) -> float:
    first, second = _family(one), _family(other)
    whole = sorted(f"{fold(one.given)} {first}".split()), sorted(f"{fold(other.given)} {second}".split())
    if one.suffix and other.suffix and fold(one.suffix) != fold(other.suffix):
        return 0.3 if _same_family(first, second) else 0.0
    if whole[0] == whole[1]:
        return 1.0
    if not _same_family(first, second):
        return 0.0
    return _given_likeness(one.given, other.given)


def _same_family(one: str, other: str) -> bool:
    one, other = _UMLAUT.sub("", one), _UMLAUT.sub("", other)
    if one == other or one.replace(" ", "") == other.replace(" ", ""):
        return True
    # A particle or a second family name may be left out: "Oord" for "van den Oord".
    short, long = sorted((one.split(), other.split()), key=len)
    if all(word in PARTICLES for word in short):
        return False
    return long[-len(short) :] == short or long[: len(short)] == short


def _given_words(given: str) -> list[str]:
    """The given names folded, initials that stand together apart: "GS" as "g s"."""
    bare = given.replace(".", "").replace("-", "")
    if " " not in bare and len(bare) <= 3 and bare.isupper():
        return fold(" ".join(bare)).split()
    return _UMLAUT.sub("", fold(given)).split()


def _given_likeness(one: str, other: str) -> float:
    first, second = _given_words(one), _given_words(other)
    if not first or not second:
        return 0.8
    if first == second or "".join(first) == "".join(second):
        return 0.95
    if all(map(_agree, first, second)):
        more = max(first, second, key=len)[min(len(first), len(second)) :]
        hyphened = "-" in (one if len(first) > len(second) else other)
        whole = min(len(first[-1]), len(second[-1])) > 1
        return 0.3 if more and hyphened and whole and len(more[0]) > 1 else 0.9
    short, long = sorted((first, second), key=len)
    # "Robert Oppenheimer" for "J. Robert Oppenheimer".
    return 0.8 if len(long[0]) == 1 and long[1:] == short and len(short[0]) > 2 else 0.3


def _agree(one: str, other: str) -> bool:
    """Whether two given names can be one: equal, an initial, or a usual short form."""
    short, long = sorted((one, other), key=len)
    return one == other or (long.startswith(short) and (len(short) == 1 or short in _SHORT_FORMS))
