r"""Text between LaTeX and Unicode: what arXiv serves in, what each output takes out.

arXiv's metadata is half TeX, half Unicode (`Schr\"odinger` beside `é`, formulae between dollars).
`decode` makes it Unicode text with the formulae kept; the writers turn that into what their readers
take: `to_bibtex` (LaTeX with T1 fonts and UTF-8 input, biber, and Zotero, at once; ASCII only for
those who must), `to_markup` (CSL-JSON's rich text) and `to_plain` (RIS). Which spelling of a character
each reader understands was tried, not guessed: pdflatex of TeX Live 2022 for the characters that may
stay as they are, and for the rest BibTeX, biber, pandoc, citation-js, bibtexparser and Zotero's
importer.

A brace must never be left alone in a .bib, however escaped: BibTeX counts `\{` like `{` and would
lose the next entry (btxdoc, section 4). Text that comes from outside is never passed on as a macro,
and two signs are kept apart that TeX's fonts would join to a third (`<<`, `--`).

`decode(to_bibtex(text)) == text` for every text without formulae; those come back in normal form.
Characters that differ from others only in their face, such as `ﬁ` or `𝖠`, come back as these others.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache

from bibgen import macros, mathtex, prose

# Neither seen nor wanted: controls, zero-width characters, marks of writing direction, soft hyphen,
# half characters, and code points that are none.
_UNSEEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e"
    "\u2060-\u206f\ufe00-\ufe0f\ufeff\ufff9-\ufffb\ufdd0-\ufdef\ufffe\uffff\ud800-\udfff\U000e0000-\U000e0fff]"
)
# What pdflatex with T1 fonts prints as it stands, tried character by character.
_PRINTS = (
    "¡-ÿĀ-ĥĨ-ķĹ-ľŁ-ňŊ-ťŨ-žƒǄ-ǔǢǣǦ-ǫǰǴǵȘ-țȲȳȷḂḃḍḞḟḠḡḥḰḱḷṃṅṇṛṣṭẎẏẐẑẞỲỳ‐-‖‘-‚“-„†‡•…‰‱‹›※‽⁄⁎⁒₡₤₦₩₫€₱℃№℗℞℠™℮←-↓"
)
_SIGNS = r"&%#_${}~^\\`"
# One class of characters each, which `re` finds fastest.
_SPECIAL = re.compile(rf"[{_SIGNS}]|[^\x20-\x7e{_PRINTS}]")
_SPECIAL_IN_ASCII = re.compile(rf"[{_SIGNS}]|[^\x20-\x7e]")
# What T1 fonts join to one sign; two hyphens between figures are meant so, writers put them between pages.
_JOINED = re.compile(r"(?<=-)-(?!(?<=\w--)\w)|(?<=')'|(?<=<)<|(?<=>)>|(?<=,),")
_FOREIGN = re.compile(rf"[^\x20-\x7e{_PRINTS}]")
_FOREIGN_IN_ASCII = re.compile(r"[^\x20-\x7e]")
_PRINTED = re.compile(f"[\x20-\x7e{_PRINTS}]")
_ESCAPES = {
    "&": r"\&", "%": r"\%", "#": r"\#", "_": r"\_", "$": r"\$", "~": r"\~{}",
    "^": r"{\textasciicircum}", "\\": r"{\textbackslash}", "`": "{`}", "\u00a0": "~", "\ufdd0": "{}",
}  # fmt: skip
_ASCII_ESCAPES = {"–": "{--}", "—": "{---}", "‐": "-", "‑": "-", "‒": "{--}", "―": "{---}",
                  "¸": r"\c{}", "˙": r"\.{}", "˛": r"\k{}", "˚": r"\r{}"}  # fmt: skip
_GAP = "\ufdd0"  # a character that no text has
_LONE_BRACE = {"{": r"{\textbraceleft}", "}": r"{\textbraceright}"}
_ACCENTED = rf"[^\W_]{macros.MARK}+"
_LETTERS = re.compile(rf"{_ACCENTED}|.", re.S)
_MARK = re.compile(macros.MARK)
_ACCENT_MACRO = re.compile(r"\{\\([`'^\"~=.]|[uvHtcdbkr] )([A-Za-z])\}")
# Tags that readers of CSL-JSON take for markup although the format's text means characters.
_OTHER_TAG = re.compile(r"<(?=(b|sc|span)\b[^<>]*>.*?</\1>)", re.S)


def clean(text: str) -> str:
    """Unicode in composed form (NFC), one blank between words, nothing invisible."""
    text = " ".join(text.split())
    if text.isascii() and text.isprintable():
        return text
    return " ".join(_UNSEEN.sub("", unicodedata.normalize("NFC", text)).split())


def decode(text: str) -> str:
    """arXiv's mixture of TeX and Unicode as Unicode text, formulae kept between dollars.

    >>> decode("Erd\\\\H{o}s, G{\\\\\\"o}del \\\\& \\\\textit{waffles}: ``$Λ_α$''")
    'Erdős, Gödel & waffles: “$Λ_α$”'
    """
    text = clean(text)
    read = prose.decoded(text)
    return text if read is text else clean(read)


def to_bibtex(text: str, ascii: bool = False) -> str:
    """Text for a field of a .bib: every special character escaped, formulae as LaTeX.

    Args:
        text: Unicode, formulae between dollars.
        ascii: whether macros stand for all other characters too; those without a macro stay.

    >>> to_bibtex("100% of R&D on $Λ_α$ in {a, b} costs $5")
    '100\\\\% of R\\\\&D on {$\\\\Lambda_{\\\\alpha}$} in \\\\{a, b\\\\} costs \\\\$5'
    """
    if "$" not in text:
        return prose_to_bibtex(text, ascii)
    return "".join(
        formula_to_bibtex(piece, ascii) if formula else prose_to_bibtex(piece, ascii)
        for formula, piece in mathtex.split(text)
    )


def formula_to_bibtex(formula: str, ascii: bool = False) -> str:
    """A formula between dollars, braced so that no style changes its case."""
    tex = mathtex.to_tex(formula)
    if not tex.isascii():  # words in it
        foreign = _FOREIGN_IN_ASCII if ascii else _FOREIGN
        tex = foreign.sub(lambda match: _spelled(match[0]), tex)
    return f"{{${tex}$}}" if tex else ""


def prose_to_bibtex(text: str, ascii: bool = False) -> str:
    """Text without formulae, escaped; braces that have no partner are spelled out."""
    if "--" in text or "''" in text or "<<" in text or ">>" in text or ",," in text:
        text = _JOINED.sub(rf"{_GAP}\g<0>", text)
    special = _SPECIAL_IN_ASCII if ascii else _SPECIAL
    if not special.search(text):
        return text
    if not text.isascii() and _MARK.search(text):
        special = _with_marks(special.pattern)
    lone = _lone_braces(text) if "{" in text or "}" in text else frozenset()
    return special.sub(lambda match: _escaped(match[0], match.start() in lone), text)


@cache
def _with_marks(special: str) -> re.Pattern[str]:
    return re.compile(rf"{_ACCENTED}|{special}")


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


def _escaped(char: str, lone: bool) -> str:
    if char in _LONE_BRACE:
        return _LONE_BRACE[char] if lone else f"\\{char}"
    return _ESCAPES.get(char) or _spelled(char)


def name_to_bibtex(text: str, ascii: bool = False) -> str:
    """A part of a name for BibTeX, the letters that a style may cut out to stand alone in macros.

    Classic BibTeX counts bytes, not letters: an initial or a label made of `Š` would be half of it.

    >>> name_to_bibtex("Šrámek"), name_to_bibtex("Šrámek", ascii=True)
    ('{\\\\v S}rámek', "{\\\\v S}r{\\\\'a}mek")
    """
    if ascii or text.isascii():
        return to_bibtex(text, ascii)
    parts = re.split(r"([ -])", text)
    return "".join((to_bibtex(part[:1], True) if part else "") + to_bibtex(part[1:]) for part in parts)


def for_biber(tex: str) -> str:
    """Text of a field for biber, without accents on letters that Unicode has not together with them.

    biber turns `{\\=D}` into two characters, of which pdflatex cannot print the second.

    >>> for_biber(r"{\\=D} and {\\=A}")
    '{$\\\\bar {D}$} and {\\\\=A}'
    """
    return _ACCENT_MACRO.sub(_as_math, tex) if "{\\" in tex else tex


def _as_math(match: re.Match[str]) -> str:
    mark = macros.ACCENTS[match[1].strip()]
    whole = unicodedata.normalize("NFC", match[2] + mark)
    math = macros.accented_math(match[2], [mark]) if len(whole) > 1 else None
    return f"{{${mathtex.to_tex(math)}$}}" if math else match[0]


def unprintable(text: str) -> str:
    """The characters of a text that pdflatex cannot print however they are spelled, each once."""
    if text.isascii() or not _FOREIGN.search(text):
        return ""
    letters = (letter for letter in _LETTERS.findall(text) if len(letter) > 1 or not _PRINTED.match(letter))
    odd = dict.fromkeys(char for letter in letters for char in _spelled(letter) if not _PRINTED.match(char))
    return "".join(odd)


def _printable(char: str) -> str:
    return char if _PRINTED.match(char) else _spelled(char)


@cache
def _spelled(char: str) -> str:
    """A character, or a letter with its combining marks, in macros if there are any; else as it is."""
    text = _ASCII_ESCAPES.get(char) or macros.as_text(char)
    if text:
        return text
    if len(char) > 1:
        letter, *marks = list(char)
        math = macros.accented_math(letter, marks)
        return f"{{${mathtex.to_tex(math)}$}}" if math else "".join(map(_printable, char))
    math = mathtex.sign_to_tex(char)
    if math and mathtex.sign_of(math) == char:
        return f"{{${math}$}}"
    plain = unicodedata.normalize("NFKC", char)
    if plain != char and not unprintable(plain):
        return "".join(_escaped(one, True) if _SPECIAL_IN_ASCII.match(one) else one for one in plain)
    return f"{{${math}$}}" if math else char


def to_markup(text: str) -> str:
    """Text for CSL-JSON: formulae as Unicode with `<sub>` and `<sup>`.

    A bare `<` is text to pandoc, citeproc-js and citation-js, and `&lt;` is four characters to them all;
    a whole `<b>…</b>` would be markup, so a blank keeps it text.
    """
    if "$" in text:
        return "".join(
            mathtex.to_markup(piece) if formula else _tagless(piece) for formula, piece in mathtex.split(text)
        )
    return _tagless(text)


def _tagless(text: str) -> str:
    return _OTHER_TAG.sub("< ", text) if "</" in text else text


def to_plain(text: str) -> str:
    """Text for readers without any markup: formulae as plain Unicode."""
    if "$" not in text:
        return text
    return "".join(mathtex.to_plain(piece) if formula else piece for formula, piece in mathtex.split(text))
