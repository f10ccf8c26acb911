"""Names as BibTeX splits them: lists at `and`, a name into First, von, Last and Jr.

The rules are those of bibtex.web (sections 116 to 130 of version 0.99d, the functions `name_scan_for_and`
and `von_token_found`; https://ctan.org/pkg/bibtex) and, for BibLaTeX, of biber's manual: a word is a
particle if its first letter is a small one. BibTeX sees bytes, so no letter outside ASCII is small or
capital for it, it looks on until it finds one that is; and a hyphen parts words like a blank.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from bibgen.model import Name

_COMMA = ","
_AND = r"\s+and(?=\s)"
# BibTeX's letters that are commands, by their case.
_SMALL, _CAPITAL = frozenset("i j o l ae oe aa ss".split()), frozenset("O L AE OE AA".split())
_SPECIAL = re.compile(r"\{\\(?P<command>[a-zA-Z]+|.)(?P<rest>[^}]*)")

Decode = Callable[[str], str]


def people(text: str) -> Iterator[str]:
    """The names of a list, as they stand; empty where nothing stands between two `and`s."""
    return (name.strip() for name in _apart(f" {text} ", _AND))


def is_others(name: str) -> bool:
    """Whether it stands for those who are not named."""
    return name == "others"


def commas(name: str) -> int:
    """How many commas stand outside braces; BibTeX takes two."""
    return len(list(_apart(name, _COMMA))) - 1


def person(text: str, decode: Decode, *, classic: bool) -> Name:
    """The parts of one name, each decoded.

    Args:
        classic: as BibTeX has it, byte by byte; else as biber does.
    """
    parts = [part.strip() for part in _apart(text, _COMMA)]
    words = _words(parts[0], classic=classic)
    small = [_is_small(word, decode, classic=classic) for word in words]
    if len(parts) == 1:
        begin, end = _spoken(small)
        given = _joined(parts[0], words, 0, begin)
    else:
        begin, end = 0, max((at + 1 for at, one in enumerate(small[:-1]) if one), default=0)
        given = parts[-1]
    return Name(
        given=decode(given),
        particle=decode(_joined(parts[0], words, begin, end)),
        family=decode(_joined(parts[0], words, end, len(words))),
        suffix=decode(parts[1]) if len(parts) > 2 else "",
    )


def _spoken(small: list[bool]) -> tuple[int, int]:
    """Where `von` and `Last` begin among the words of `First von Last`."""
    inside = [at for at, one in enumerate(small[:-1]) if one]
    if inside:
        return inside[0], inside[-1] + 1
    return len(small) - 1, len(small) - 1


def _words(text: str, *, classic: bool) -> list[tuple[int, str]]:
    """The words of a part and where they begin."""
    found, at = [], 0
    for word in _apart(text, r"[\s~-]" if classic else r"[\s~]"):
        if word:
            found.append((at, word))
        at += len(word) + 1
    return found


def _joined(text: str, words: list[tuple[int, str]], begin: int, end: int) -> str:
    """Some words in succession, with what stands between them."""
    if begin >= end:
        return ""
    last = words[end - 1]
    return text[words[begin][0] : last[0] + len(last[1])]


def _is_small(word: tuple[int, str], decode: Decode, *, classic: bool) -> bool:
    return _small_for_bibtex(word[1]) if classic else _small_for_biber(word[1], decode)


def _small_for_biber(word: str, decode: Decode) -> bool:
    if word.startswith("{") and not word.startswith("{\\"):
        return False
    letter = next((char for char in decode(word) if char.isalpha()), "")
    return letter.islower()


def _small_for_bibtex(word: str) -> bool:
    """Whether the first letter that is neither in braces nor outside ASCII is small."""
    at = 0
    while at < len(word):
        special = _SPECIAL.match(word, at)
        if special:
            return _special_is_small(special)
        if word[at] == "{":
            at += _group(word, at)
        elif word[at].isascii() and word[at].isalpha():
            return word[at].islower()
        else:
            at += 1
    return False


def _special_is_small(special: re.Match[str]) -> bool:
    if special["command"] in _SMALL | _CAPITAL:
        return special["command"] in _SMALL
    letter = re.search(r"[a-zA-Z]", re.sub(r"\\[a-zA-Z]+", "", special["rest"]))
    return bool(letter and letter[0].islower())


def _group(text: str, at: int) -> int:
    """The length of the group in braces that begins at `at`."""
    depth = 0
    for end in range(at, len(text)):
        depth += (text[end] == "{") - (text[end] == "}")
        if depth == 0:
            return end + 1 - at
    return len(text) - at


def _apart(text: str, separator: str) -> Iterator[str]:
    """The pieces between separators that stand outside all braces."""
    depth = begin = 0
    for match in re.finditer(rf"[{{}}]|{separator}", text, re.I):
        depth += (match[0] == "{") - (match[0] == "}")
        if depth == 0 and match[0] not in "{}":
            yield text[begin : match.start()]
            begin = match.end()
    yield text[begin:]
