"""Publishers' markup as text: JATS, MathML and HTML tags, entities, formulae.

Titles and abstracts reach Crossref with face markup and MathML inside
(https://www.crossref.org/documentation/schema-library/markup-guide-metadata-segments/face-markup/),
abstracts in JATS (https://jats.nlm.nih.gov/archiving/tag-library/1.3/), entities often escaped twice.
Only what has the name of a known tag is one: in `p<0.05 and q>1` nothing is. What stands low or high
becomes a Unicode digit or sign where there is one, else a formula between dollars, as `Record` wants it;
of two forms of a formula TeX is taken, of MathML the alternative text, else its characters.
"""

from __future__ import annotations

import html
import re

from bibgen import latex

_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{1,31});")
_NO_TEXT = re.compile(r"<!--(?:[^-<]|-(?!->)|<(?!!--))*-->|<\?[^<>]*\?>|<!\[CDATA\[|\]\]>")
_FACES = (
    "i b u em strong italic bold sc scp small big tt monospace roman sans-serif overline underline strike "
    "span font a named-content styled-content ext-link xref uri email alternatives inline-formula "
    "disp-formula tex-math inline-graphic graphic"
)
_BLOCKS = (
    "p br sec title label list list-item def-list def-item disp-quote break abstract div ul ol li h1 h2 h3 h4"
)
_PREFIX = r"(?:jats:|mml:|m:)?"
_ATTRIBUTES = r"(?:\s+[\w:.-]+\s*=\s*(?:\"[^\"<>]*\"|'[^'<>]*'))*\s*/?"  # strictly, for `a<i and j>k`


def _element(name: str) -> re.Pattern[str]:
    """An element that holds none of its own name, so that unclosed ones cost no time."""
    return re.compile(rf"<({_PREFIX}{name})\b(?P<with>[^<>]*)>(?P<in>(?:[^<]|<(?!/?\1\b))*)</\1>", re.I)


def _tags(names: str) -> re.Pattern[str]:
    return re.compile(rf"</?{_PREFIX}(?:{'|'.join(names.split())}){_ATTRIBUTES}>", re.I)


_FACE, _BLOCK = _tags(_FACES), _tags(_BLOCKS)
_ANY_PREFIXED = re.compile(r"</?(?:jats|mml):[a-z0-9-]+(?:\s[^<>]*)?/?>", re.I)
_HEADING = re.compile(rf"<({_PREFIX}title)>\s*(?:abstract|summary)\s*[:.]?\s*</\1>", re.I)
_FORMULA, _TEX, _MATH = _element("(?:inline|disp)-formula"), _element("tex-math"), _element("math")
_ANNOTATION = _element("annotation(?:-xml)?")
_ALTERNATIVE = re.compile(r"\balttext\s*=\s*(?:\"([^\"]*)\"|'([^']*)')", re.I)
_SPACE = re.compile(r"<(?:mml:|m:)?mspace\b[^<>]*>", re.I)
_TAG = re.compile(r"<[^<>]*>")
_SHIFTED = re.compile(
    rf"<({_PREFIX}(?P<kind>sub|sup|inf))(?:\s[^<>]*)?>(?P<text>[^<>]{{0,80}})</\1>(?P<digit>\d?)"
)
_LOW = str.maketrans("0123456789+-−=()", "₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎")
_HIGH = str.maketrans("0123456789+-−=()", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾")
_NOTE_MARKS = frozenset("*†‡§¶# ")


def plain(text: str) -> str:
    """The text without markup, formulae between dollars.

    >>> plain("<i>Ab initio</i> H<sub>2</sub>O &amp;amp; p&lt;0.05 at T<sub>c</sub>")
    'Ab initio H₂O & p<0.05 at T$_{\\\\mathrm{c}}$'
    """
    for _ in range(2):
        text = _ENTITY.sub(lambda match: html.unescape(match[0]), text)
    if "<" in text:
        text = _FORMULA.sub(lambda match: _preferred(match["in"]), _HEADING.sub(" ", _NO_TEXT.sub("", text)))
        text = _MATH.sub(_of_mathml, _TEX.sub(_of_tex, text))
        text = _SHIFTED.sub(_of_shifted, _FACE.sub("", text))
        text = _ANY_PREFIXED.sub(" ", _BLOCK.sub(" ", text))
    return latex.decode(text)


def _preferred(formula: str) -> str:
    """The TeX of a formula that is given in several forms, else all of it."""
    tex = _TEX.search(formula)
    return tex[0] if tex else formula


def _of_tex(match: re.Match[str]) -> str:
    _, begun, document = match["in"].partition(r"\begin{document}")
    # Springer wraps each formula in a document of its own.
    return _between_dollars(document.partition(r"\end{document}")[0] if begun else match["in"])


def _between_dollars(tex: str) -> str:
    bare = " ".join(tex.strip().strip("$").split())
    return f"${bare}$" if bare and "$" not in bare else tex


def _of_mathml(match: re.Match[str]) -> str:
    found = _ALTERNATIVE.search(match["with"])
    alternative = (found[1] or found[2] or "").strip() if found else ""
    if alternative:
        return _between_dollars(alternative) if re.search(r"[\\^_$]", alternative) else alternative
    inside = re.sub(r">\s+<", "><", _ANNOTATION.sub("", match["in"]).strip())
    return _TAG.sub("", _SPACE.sub(" ", inside))


def _of_shifted(match: re.Match[str]) -> str:
    """What stands low or high; a digit right behind would unmake the formula (`mathtex`)."""
    text, low = match["text"].strip(), match["kind"].lower() != "sup"
    if set(text) <= _NOTE_MARKS and not low:
        return match["digit"]
    shifted = text.translate(_LOW if low else _HIGH)
    if not set(shifted) & set(text):
        return shifted + match["digit"]
    if match["digit"] or re.search(r"[$\\{}]", text):
        return text + match["digit"]
    inside = f"\\mathrm{{{text}}}" if text.isascii() else text
    return f"${'_' if low else '^'}{{{inside}}}$"
