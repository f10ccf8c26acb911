"""Lines of names on pages: told from titles and furniture, and made ready for `names`.

Pages part names by commas, points, bars, semicolons, "and"; they hang on marks of affiliation, and
cut long lists (`…`, `et al.`, `+12 authors`). A title may look like a list of names ("Neural Networks,
Support Vector Machines"), so the tests differ in strictness: `are` for lines that must speak for
themselves, `is_one` for a single name where its place on the page speaks too.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from bibgen import names
from bibgen.model import Name
from bibgen.readers.citations import furniture

_MOST_ODD = 3  # a list may hold an odd name ("Shin seong Kim") beside so many plain ones
_LONGEST = 20000  # characters; three thousand authors of a collaboration on one line
_BREAK = re.compile(r"\s*[,;]\s*|\s+[·⋅•∙|]\s+|,?\s+(?:and|&)\s+", re.I)
_ORNAMENT = re.compile(r"[*†‡§¶✉⁰¹²³⁴-⁹₀-₉]|\s\([^()]{2,120}\)|\[\d{1,2}\]|(?<=[^\W\d_])\d(?=,|\s|$)")
_MORE = re.compile(
    r"\+\s?\d+\s+(?:more\s+)?(?:other\s+)?authors?\b|\b(?:and )?\d+ (?:more|others?)(?: authors?)?\b", re.I
)
_INTRODUCED = re.compile(r"(?:by|authors?)\s*:\s*|by\s+(?=[A-Z])", re.I)
_PARTICLES = frozenset(
    "van von der den de del della di da do dos das du la las le los ter ten el al bin ibn ben y e i "
    "zu zur zum af "
    "av abu op 't und dal degli".split()
)
_INITIALED = re.compile(
    r"[^\W\d_a-z]{1,5}(?:-[^\W\d_])?(?:\s(?:van|von|der|den|de|del|della|di|da|dos|du|la|le|ter|ten|"
    r"el|al|bin|ben))*"
    r"\s[^\W\d_a-z](?:[^\W\d_]|['’.-])*(?:\s(?:[^\W\d_]|['’.-])+){0,2}"
)
_GLUED = re.compile(r"(?:[^\W\d_]\.[ -]?)+[^\W\d_]{2,}(?:-[^\W\d_]+)?")  # "A.B.Kaidalov"
_INITIAL = re.compile(r"-?[^\W\d_]\.?|(?:[^\W\d_]\.-?)+")
_ARTICLE = re.compile(r"(?:An|On|In|Is|How|Why|What|Can|Do|A \S+)\s")
# What stands in capitals on a page and is nobody's name.
_NO_NAME = re.compile(
    r"\b(?:the|for|with|from|show more|load more|learning|networks?|neural|deep|models?|"
    r"modell?ing|language|systems?|"
    r"theory|analysis|"
    r"proceedings|conference|workshop|symposium|journal|transactions|letters|review|volume|research|"
    r"computer|science|"
    r"computing|machine|artificial|intelligence|vision|data|university|institute|department|track|"
    r"session|poster|"
    r"oral|spotlight|abstract|paper|papers|pdf|supplementary|code|download|cited|related|articles|"
    r"versions|view|"
    r"show|hide|sort|search|chairs?|committee|editors?|members|program|schedule|hall|room|ballroom|physics|"
    r"mathematics|statistics|engineering|medicine|biology|towards?|survey|introduction|method|"
    r"methods|approach|"
    r"algorithms?|optimi[sz]ation|recognition|detection|generation|attention|transformers?|reinforcement|"
    r"supervised|quantum|graphs?|image|images|video|training|semantic|open access|add|save|follow|share)\b",
    re.I,
)


def are(text: str, least: int = 2) -> bool:
    """Whether a line can be nothing but a list of at least so many names.

    >>> are("Scott Reed · Konrad Zolna"), are("A. Vaswani, +6 authors"), are("Ships, Boats and Seas")
    (True, True, False)
    """
    pieces, cut = _pieces(text)
    whole = sum(_is_whole(piece) for piece in pieces)
    odd = sum(not _is_part(piece) for piece in pieces)
    enough = whole >= least or (cut and whole >= 1)
    return enough and 2 * whole >= len(pieces) and _MOST_ODD * odd < whole


def is_one(text: str) -> bool:
    """Whether a line can be one name: two to five words, or a group.

    >>> is_one("Aäron van den Oord"), is_one("Open Access"), is_one("Attention")
    (True, False, False)
    """
    pieces, _ = _pieces(text)
    return len(pieces) == 1 and _is_whole(pieces[0]) and not _ARTICLE.match(text)


def are_some(text: str) -> bool:
    """Whether a line can be names, one of a single word among them."""
    pieces, cut = _pieces(text)
    odd = sum(not _is_part(piece) for piece in pieces)
    return bool(pieces or cut) and (not odd or _MOST_ODD * odd < len(pieces))


def are_initialed(text: str) -> bool:
    """Whether a line is names with initials in front and without points, as on Google Scholar.

    >>> are_initialed("O Vinyals, GS Corrado, A van den Oord, ..."), are_initialed("A Note")
    (True, True)
    """
    pieces, _ = _pieces(text)
    made = [bool(_INITIALED.fullmatch(piece)) for piece in pieces]
    return bool(made) and 2 * sum(made) > len(made) and all(_is_part(piece) for piece in pieces)


def is_more(text: str) -> bool:
    """Whether a line says how many names are left out: `+5 authors`."""
    return bool(_MORE.fullmatch(text.strip(" ,")))


def joined(texts: Iterable[str]) -> str:
    """Lines of names as one list."""
    return ", ".join(text.strip(" ,;·|") for text in texts if text.strip(" ,;·|"))


def parse(text: str) -> tuple[tuple[Name, ...], bool]:
    """The names of a line, and whether the list is cut."""
    pieces, cut = _pieces(text)
    made, also = names.parse_list(", ".join(pieces))
    return made, cut or also


@lru_cache(maxsize=1024)
def _pieces(text: str) -> tuple[tuple[str, ...], bool]:
    """The names of a line as written, without ornaments, and whether it says that it is cut."""
    if len(text) > _LONGEST or furniture.is_heading(text):
        return (), False
    opened = _INTRODUCED.match(text)
    plain = text[opened.end() :] if opened else text
    fewer = _MORE.sub(",", plain)
    whole, cut = names.without_et_al(_ORNAMENT.sub("", fewer))
    pieces = tuple(piece for piece in _BREAK.split(whole.strip(" ,;")) if piece.strip(" :"))
    return pieces, cut or fewer != plain


@lru_cache(maxsize=4096)
def _is_part(piece: str) -> bool:
    """Whether a piece can be a name, if only of one word."""
    words = piece.split()
    if names.is_group(piece):
        return len(words) <= 12 and (
            piece[0].isupper() or piece.startswith(("for the ", "on behalf of ", "the "))
        )
    if not words or len(words) > 6 or re.search(r"[\d:?!$\\=<>\[\]{}/_@#%\"“”+]", piece):
        return False
    if piece.endswith(".") and not re.search(r"\b(?:Jr|Sr|[A-ZÀ-Þ])\.$", piece):
        return False
    return all(_is_name_word(word) for word in words)


def _is_name_word(word: str) -> bool:
    word = word.lstrip("-")
    plain = word.lstrip("'’(").casefold()
    return (
        word[:1].isupper()
        or plain in _PARTICLES
        or "’" in word[:3]
        or "'" in word[:3]
        or not (word[:1].isascii() or word[:1].islower())
    )


@lru_cache(maxsize=4096)
def _is_whole(piece: str) -> bool:
    """Whether a piece can be a name and hardly anything else."""
    if not _is_part(piece):
        return False
    if names.is_group(piece) and re.search(r"\b(?:collaboration|team|consortium)\b", piece, re.I):
        return True
    words = [word for word in piece.split() if not _INITIAL.fullmatch(word)]
    cjk = len(piece) <= 5 and not piece.isascii() and not piece[0].isupper() and not piece[0].islower()
    return (
        cjk
        or bool(_GLUED.fullmatch(piece))
        or (" " in piece and 1 <= len(words) <= 5 and not _NO_NAME.search(piece))
    )
