"""Text between LaTeX and Unicode: what arXiv serves in, what each output takes out.

arXiv's metadata is half TeX, half Unicode (`Schr\\"odinger` beside `é`, formulae between dollars).
`decode` makes it Unicode text with the formulae kept; the writers turn that into what their readers
take: `to_bibtex` (LaTeX with T1 fonts and UTF-8 input, and Zotero, at once), `to_markup` (CSL-JSON's
rich text) and `to_plain` (RIS). Which spelling of a character each reader understands was tried, not
guessed: pdflatex of TeX Live 2022 for the characters that may stay as they are, and for the rest
BibTeX, biber, pandoc, citation-js, bibtexparser and Zotero's importer.

A brace must never be left alone in a .bib, however escaped: BibTeX counts `\\{` like `{` and would
lose the next entry (btxdoc, section 4). Text that comes from outside is never passed on as a macro;
only formulae are, and only macros from `mathtex`'s lists.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache

from pylatexenc.latexencode import get_builtin_uni2latex_dict

from bibgen import mathtex

_COMBINING = {
    "`": "\u0300", "'": "\u0301", "^": "\u0302", "~": "\u0303", "=": "\u0304", "u": "\u0306",
    ".": "\u0307", '"': "\u0308", "r": "\u030a", "H": "\u030b", "v": "\u030c", "d": "\u0323",
    "c": "\u0327", "k": "\u0328", "b": "\u0331",
}  # fmt: skip
_ACCENT_OF = {mark: name for name, mark in _COMBINING.items()}
_LETTERS = {
    "o": "ø", "O": "Ø", "l": "ł", "L": "Ł", "ss": "ß", "ae": "æ", "AE": "Æ", "oe": "œ", "OE": "Œ",
    "aa": "å", "AA": "Å", "i": "ı", "j": "ȷ", "dh": "ð", "DH": "Ð", "th": "þ", "TH": "Þ", "dj": "đ",
    "DJ": "Đ", "ng": "ŋ", "NG": "Ŋ",
}  # fmt: skip
_LETTER_NAMES = "|".join(sorted(_LETTERS, key=len, reverse=True))
_ACCENTED = re.compile(
    r"\{?\\(?:([`'^\"~=.])|([uvHtcdbkr])(?=[\s{\\]))\s*"
    r"(?:\{\s*(?:\\([ij])|([^\W\d_]))\s*\}|\\([ij])(?![a-zA-Z])\s?|([^\W\d_]))"
)
_LETTER = re.compile(rf"\{{\\({_LETTER_NAMES})\s*\}}|\\({_LETTER_NAMES})(?:\{{\}}|(?![a-zA-Z])\s?)")
_FONT = re.compile(
    r"\\(?:text(?:it|bf|tt|sc|rm|sf|sl|up|md|normal)|emph|mbox|hbox|uppercase|underline)\s*\{([^{}]*)\}"
    r"|\{\\(?:it|bf|tt|sc|rm|sf|sl|em|cal)\b\s*([^{}]*)\}"
)
_ESCAPED = re.compile(r"\\([&%#_${}])")
_QUOTED = re.compile(r"``([^`']{1,300}(?:'[^`']+)*)''")
_TIE = re.compile(r"(?<=[\w.)])~(?=[\w(])(?<!/~)")
# Neither seen nor wanted: controls, zero-width characters, marks of writing direction, soft hyphen.
_UNSEEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb]"
)
# What pdflatex with T1 fonts prints as it stands, tried character by character.
_PRINTS = re.compile(
    "[\x20-\x7e¡-ÿĀ-ĥĨ-ķĹ-ľŁ-ňŊ-ťŨ-žƒǄ-ǔǢǣǦ-ǫǰǴǵȘ-țȲȳȷḂḃḍḞḟḠḡḥḰḱḷṃṅṇṛṣṭẎẏẐẑẞỲỳ"
    "‐-‗‘-‛“-‟†‡•…‰‱‹›※‽⁄⁎⁒₡₤₦₩₫€₱℃№℗℞℠™℮←-↓]"
)
_SPECIAL = re.compile("[&%#_${}~^\\\\]|[^\x20-\x7e]")
_ESCAPES = {
    "&": r"\&", "%": r"\%", "#": r"\#", "_": r"\_", "$": r"\$", "~": r"\~{}",
    "^": r"{\textasciicircum}", "\\": r"{\textbackslash}", "\u00a0": "~", "−": "$-$", "ħ": r"{$\hbar$}",
}  # fmt: skip
_LONE_BRACE = {"{": r"{\textbraceleft}", "}": r"{\textbraceright}"}


def clean(text: str) -> str:
    """Unicode in composed form (NFC), one blank between words, nothing invisible."""
    return " ".join(_UNSEEN.sub("", unicodedata.normalize("NFC", text)).split())


def decode(text: str) -> str:
    """arXiv's mixture of TeX and Unicode as Unicode text, formulae kept between dollars.

    >>> decode("Erd\\\\H{o}s, G{\\\\\\"o}del \\\\& \\\\textit{waffles}: ``$Λ_α$''")
    'Erdős, Gödel & waffles: “$Λ_α$”'
    """
    text = clean(text)
    if "\\" not in text and "`" not in text and "~" not in text:
        return text
    pieces = (f"${piece}$" if formula else _decode(piece) for formula, piece in mathtex.split(text))
    return clean(_QUOTED.sub(r"“\1”", "".join(pieces)))


def _decode(text: str) -> str:
    if "\\" in text:
        text = re.sub("\ue000\\s*\\}?", "", _ACCENTED.sub(_composed, text))
        text = _LETTER.sub(lambda m: _LETTERS[m[1] or m[2]], text)
        before = ""
        while before != text:  # fonts nest
            before, text = text, _FONT.sub(lambda m: m[1] if m[1] is not None else m[2], text)
        text = re.sub(r"\\[\s\\,;:]|\\-", " ", text)
        text = _ESCAPED.sub(r"\1", text)
    return _TIE.sub(" ", text)


def _composed(match: re.Match[str]) -> str:
    accent = _COMBINING.get(match[1] or match[2], "")
    letter = next(part for part in match.groups()[2:] if part)
    letter = {"ı": "i", "ȷ": "j"}.get(letter, letter)
    made = unicodedata.normalize("NFC", letter + accent)
    # `{\'e}`: the brace in front was taken, so the one behind goes too.
    return made if match[0][0] != "{" else f"{made}\ue000"


def to_bibtex(text: str) -> str:
    """Text for a field of a .bib: every special character escaped, formulae as LaTeX.

    >>> to_bibtex("100% of R&D on $Λ_α$ in {a, b} costs $5")
    '100\\\\% of R\\\\&D on {$\\\\Lambda_{\\\\alpha}$} in \\\\{a, b\\\\} costs \\\\$5'
    """
    return "".join(formula_to_bibtex(piece) if formula else prose_to_bibtex(piece)
                   for formula, piece in mathtex.split(text))  # fmt: skip


def formula_to_bibtex(formula: str) -> str:
    """A formula between dollars, braced so that no style changes its case; or as text."""
    tex = mathtex.to_tex(formula)
    return prose_to_bibtex(f"${formula}$") if tex is None else f"{{${tex}$}}"


def prose_to_bibtex(text: str) -> str:
    """Text without formulae, escaped; braces that have no partner are spelled out."""
    if not _SPECIAL.search(text):
        return text
    lone = _lone_braces(text) if "{" in text or "}" in text else frozenset()
    return _SPECIAL.sub(lambda match: _escape(match[0], match.start() in lone), text)


def _lone_braces(text: str) -> frozenset[int]:
    opened: list[int] = []
    lone: set[int] = set()
    for at, char in enumerate(text):
        if char == "{":
            opened.append(at)
        elif char == "}":
            if opened:
                opened.pop()
            else:
                lone.add(at)
    return frozenset(lone.union(opened))


def _escape(char: str, lone: bool) -> str:
    if char in _LONE_BRACE:
        return _LONE_BRACE[char] if lone else f"\\{char}"
    if char in _ESCAPES:
        return _ESCAPES[char]
    return char if _PRINTS.match(char) else _spelled(char)


def name_to_bibtex(text: str) -> str:
    """A part of a name for BibTeX, the letters that a style may cut out to stand alone in macros.

    Classic BibTeX counts bytes, not letters: an initial or a label made of `Š` would be half of it.

    >>> name_to_bibtex("Šrámek")
    '{\\\\v S}rámek'
    """
    if text.isascii():
        return to_bibtex(text)
    return "".join(_initial(part[:1]) + to_bibtex(part[1:]) for part in re.split(r"([ -])", text))


def _initial(char: str) -> str:
    if char.isascii():
        return to_bibtex(char)
    macro = next((name for name, letter in _LETTERS.items() if letter == char), None)
    return f"{{\\{macro}}}" if macro else _composed_macro(char) or to_bibtex(char)


def unprintable(text: str) -> str:
    """The characters of a text that pdflatex cannot print however they are spelled, each once."""
    odd = dict.fromkeys(char for char in text if not _PRINTS.match(char) and _spelled(char) == char)
    return "".join(odd)


@cache
def _spelled(char: str) -> str:
    """A character that pdflatex does not know, in macros if there are any; else as it is."""
    composed = _composed_macro(char)
    if composed:
        return composed
    known: str = get_builtin_uni2latex_dict().get(ord(char), "")
    math = re.fullmatch(r"\\ensuremath\{(.+)\}", known)
    if math:
        formula = mathtex.to_tex(math[1])
        return f"{{${formula}$}}" if formula else char
    return char


def _composed_macro(char: str) -> str | None:
    """A letter with accents as nested macros in braces, or None if it is something else."""
    base, *marks = list(unicodedata.normalize("NFD", char))
    if not marks or not base.isascii() or not all(mark in _ACCENT_OF for mark in marks):
        return None
    tex = base
    for mark in marks:
        accent = _ACCENT_OF[mark]
        tex = f"{{\\{accent}{' ' * accent.isalpha()}{tex}}}"
    return tex


def to_markup(text: str) -> str:
    """Text for CSL-JSON: formulae as Unicode with `<sub>` and `<sup>`."""
    return "".join(mathtex.to_markup(p) if formula else p for formula, p in mathtex.split(text))


def to_plain(text: str) -> str:
    """Text for readers without any markup: formulae as plain Unicode."""
    return re.sub(r"</?su[bp]>", "", to_markup(text)) if "$" in text else text
