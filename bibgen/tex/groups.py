"""The groups of a text: where braces and brackets close, and where the arguments of a command stand.

A brace closes where LaTeX's does, an optional argument at the first bracket that stands in the same group.
What is between them is not looked at, so that a whole text costs one pass.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_SIGN = re.compile(r"\\.|[{}\[\]]", re.S)
_BLANK = re.compile(r"\s*")
_ANGLE = re.compile(r"<[^<>{}]*>")
_ROUND = re.compile(r"\([^(){}]*\)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """The arguments in braces of a command that cites: how many, and which of them (from 0) are keys.

    What follows the last of them does not matter. `many`: the same may follow again, and again. `guessed`:
    only the name of the command tells that it cites.
    """

    arguments: int = 1
    keys: tuple[int, ...] = (0,)
    many: bool = False
    guessed: bool = False


class Groups:
    """The groups of one text, with blanks for what is not read."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._ends = dict(_closed(text))

    def end(self, at: int) -> int:
        """Behind the group that opens at `at`, or -1 if none does or it never closes."""
        return self._ends.get(at, -1)

    def past_options(self, at: int, *, rounded: bool = False) -> int:
        """Where the next argument in braces would begin: behind blanks and optional arguments."""
        while True:
            at = _end(_BLANK, self.text, at)
            sign = self.text[at : at + 1]
            if sign == "[":
                end = self.end(at)
            elif sign == "<":
                end = _end(_ANGLE, self.text, at)
            elif sign == "(" and rounded:
                end = _end(_ROUND, self.text, at)
            else:
                return at
            if end < 0:
                return at
            at = end

    def keys(self, at: int, shape: Shape) -> Iterator[tuple[int, int]]:
        """From where to where the key arguments go of a command that ends at `at`."""
        rounded = shape.many
        number = 0
        while shape.many or number < shape.arguments:
            at = self.past_options(at, rounded=rounded and number == 0)
            end = self.end(at) if self.text.startswith("{", at) else -1
            if end < 0:
                return
            if number % shape.arguments in shape.keys:
                yield at + 1, end - 1
            at = end
            number += 1


def _closed(text: str) -> Iterator[tuple[int, int]]:
    """Each place where a group opens, with the place behind it."""
    open_: list[int] = []
    brackets: list[list[int]] = [[]]
    for found in _SIGN.finditer(text):
        sign, at = found[0], found.start()
        if sign == "{":
            open_.append(at)
            brackets.append([])
        elif sign == "}" and open_:
            yield open_.pop(), at + 1
            brackets.pop()
        elif sign == "[":
            brackets[-1].append(at)
        elif sign == "]":
            yield from ((one, at + 1) for one in brackets[-1])
            brackets[-1].clear()


def _end(pattern: re.Pattern[str], text: str, at: int) -> int:
    found = pattern.match(text, at)
    return found.end() if found else -1
