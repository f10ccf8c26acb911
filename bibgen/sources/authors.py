r"""arXiv's lists of authors: who they are, after what arXiv made of the line that was typed.

arXiv cuts that line at commas and at "and" (https://info.arxiv.org/help/prep.html#author), drops what
stands in brackets, and serves the pieces. So `The CMS and LHCb Collaborations: V. Khachatryan, …` comes as
`The CMS`, `LHCb Collaborations`, `:` and the people; `Samuel J. Lomonaco, jr` as two authors; `Pipino,
& Matteucci` with the `&` in a name. What stands before a lone colon is a group, whatever its name. The
pieces are put together again where only one reading is left; two single words in a row (`Xuemin`,
`Shen`) stay two, for there are people with one name. All that is done here was found on the 128,000
authors of 30,000 records, each kind more than once.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import zip_longest

from bibgen import groups, latex, names
from bibgen.model import Name

_COLON = ":"
# Most names: initials and words in capitals, which nothing has happened to.
_SOUND = re.compile(r"(?:[A-Z]\. ?|[A-Z][A-Za-z'-]*(?: |$))+")
_UMLAUT = re.compile("\x7f([aouAOU])")  # TeX's old fonts have the two points at this place
_AROUND = re.compile(r"^(?:and|&)\s+|\s+(?:and|&)$|[,;]+$")
_BETWEEN = re.compile(r"\s+(?:and|&)\s+")
# "Adam Tonderski. Arvid Laveno Ling": a full stop where the comma was meant.
_FULL_STOP = re.compile(r"(?<=[a-z]{3})(?<!\bMohd)(?<!\bProf)(?<!\bCapt)(?<!\bMost)\.\s+(?=[A-Z]\S*\s+[A-Z])")
_SPEAKS = re.compile(r"\s+(?=(?:for|on behalf of)\s+(?:the\s+)?[A-Z])")
_APPENDED = re.compile(
    r"[\s,(]*\b(?:with\s+)?(?:an?\s+)?(?:appendi(?:x|ces)|addendum)\s+(?:(?:jointly\s+)?by|of)\s+", re.I
)
_OPENS_GROUP = re.compile(r"(?:the|for|on behalf of)\s", re.I)
_LONE_WORD = re.compile(r"(?:the\s+)?(?:collaborations?|consortium|team)", re.I)
_LONE_SUFFIX = re.compile(r"(?:jr|sr)\.?|II|III|IV", re.I)
_NOBODY = re.compile(r"authors?|Ph\.?\s?D\.?|M\.?Sc\.?", re.I)
_INITIAL = re.compile(r"\b[A-Z]\.")


def people(full_names: Iterable[str]) -> tuple[tuple[Name, ...], bool]:
    """The names, and whether the list is cut ("A. Abulencia et al." as one author).

    Args:
        full_names: in the order of speech, as arXiv serves them.

    >>> found, cut = people(["The CMS", "LHCb Collaborations", ":", "V. Khachatryan"])
    >>> found[0].literal, found[1].family
    ('The CMS and LHCb Collaborations', 'Khachatryan')
    """
    made: list[Name] = []
    cut = False
    pieces = _joined(piece for name in full_names for piece in _apart(name))
    for piece, behind in zip_longest(pieces, pieces[1:], fillvalue=""):
        name, ends = names.without_et_al(piece)
        cut = cut or ends
        if _NOBODY.fullmatch(name) or not re.search(r"[^\W\d_]", name):
            continue
        group = behind == _COLON and not _INITIAL.search(name)
        made.append(Name(literal=groups.bare(latex.decode(name))) if group else names.parse(name))
    return tuple(made), cut


def _apart(name: str) -> Iterator[str]:
    """What one author of the list is: a person or a group, or several in one string."""
    if _SOUND.fullmatch(name):
        yield name
        return
    text = latex.decode(_UMLAUT.sub("\\1\u0308", name))
    if text == _COLON:
        yield text
        return
    for piece in _APPENDED.split(text):
        bare = piece.rstrip(")") if "(" not in piece else piece
        for one in groups.with_group(_AROUND.sub("", bare.strip())):
            yield from [one] if groups.is_group(one) else _between(one)


def _between(text: str) -> Iterator[str]:
    """The people of a text that holds no group: `A. Smith & B. Jones`, `Mark Scott for the NuPRISM`."""
    for separator in (_SPEAKS, _BETWEEN, _FULL_STOP):
        parts = separator.split(text, maxsplit=1)
        whole = separator is _SPEAKS or all(len(part.split()) > 1 for part in parts)
        if len(parts) > 1 and whole:
            for part in parts:
                yield from _between(part)
            return
    if text:
        yield text


def _joined(pieces: Iterable[str]) -> list[str]:
    """The pieces, what arXiv cut in two made one again."""
    made: list[str] = []
    for piece in pieces:
        last = made[-1] if made else ""
        if last and last != _COLON and _LONE_SUFFIX.fullmatch(piece):
            made[-1] = f"{last}, {piece}"
        elif _OPENS_GROUP.match(last) and _LONE_WORD.fullmatch(piece):
            made[-1] = f"{last} {piece}"
        elif _OPENS_GROUP.match(last) and not groups.is_group(last) and groups.is_group(piece):
            made[-1] = f"{last} and {piece}"
        else:
            made.append(piece)
    return made
