"""Marks for rich text inside a string: one character where it begins, one where it ends.

They are characters of Unicode's private use, so that neither the words of a record nor those of a style
can be taken for them, and that no style changes them with the case of a text.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Mark:
    """What stands before and behind a text of one kind."""

    begin: str
    end: str

    def around(self, text: object) -> str:
        """The text between the marks, if there is any."""
        return f"{self.begin}{text}{self.end}" if str(text) else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """An entry of a bibliography: the label in front, if the style sets one apart, and the rest."""

    key: str
    label: str
    text: str


_KINDS = ("italic", "bold", "underline", "small-caps", "sup", "sub", "doi", "url")
MARKS = {kind: Mark(chr(0xE100 + 2 * at), chr(0xE101 + 2 * at)) for at, kind in enumerate(_KINDS)}
FORMULA = "\ue0f0"  # before a formula, whose letters have no other case
HYPHEN = "\ue0f1"  # a hyphen that is no range
OTHERS = "\ue0f2"  # instead of the names of a list that is cut
ANY = "[\ue100-\ue10f]"


def unmarked(text: str) -> str:
    """A text of a record without characters that would be taken for marks."""
    return text.translate(_NONE)


_NONE = dict.fromkeys(range(0xE0F0, 0xE110))
