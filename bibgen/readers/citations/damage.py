r"""Text as it comes out of a PDF, made whole again: ligatures, loose accents, words and ids cut at line ends.

A PDF holds glyphs, not letters. TeX's old fonts print `ö` as a diaeresis and an `o`, and programs that
copy text give them apart, in either order and with a blank between or not (`G¨odel`, `Go¨del`,
`Sch ¨olkopf`); ligatures come as one character (Unicode's FB00 to FB06). A hyphen at a line's end
may be the word's own. It is kept where a capital or a digit follows or stands before it, behind
prefixes that usually have one, and between two common words that are not one common word together;
else it goes.
"""

from __future__ import annotations

import re
import unicodedata

from bibgen import words

_LIGATURES = str.maketrans(
    {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st",
     "\u00a0": " ", "\u2002": " ", "\u2003": " ", "\u2009": " ", "\u200a": " ", "\u202f": " ", "\t": " ",
     "\f": " ", "\u200b": None, "\u200c": None, "\u200d": None, "\u2060": None, "\ufeff": None,
     "\u2010": "-", "\u2011": "-", "\ufffe": "-", "\x02": "-"}
)  # fmt: skip
# The accents as characters of their own, what combines in their place, and the letters that take them.
_ACCENTS = {
    "´": ("\u0301", "aeiouyAEIOUYcnszlrCNSZLR"),
    "¨": ("\u0308", "aeiouyAEIOUY"),
    "ˇ": ("\u030c", "cszrnedtlCSZRNEDT"),
    "˘": ("\u0306", "aguAGU"),
    "˙": ("\u0307", "zeIZ"),
    "˚": ("\u030a", "auAU"),
    "¸": ("\u0327", "cstCST"),
    "˛": ("\u0328", "aeAE"),
    "˜": ("\u0303", "anoANO"),
    "˝": ("\u030b", "ouOU"),
    "ˆ": ("\u0302", "aeiouAEIOU"),
    "`": ("\u0300", "aeiou"),
}
_LOOSE = re.compile(r"([^\W\d_]?)( ?)([´¨ˇ˘˙˚¸˛˜˝ˆ]|(?<=[^\W\d_])`(?=[aeiou]))( ?)([^\W\d_]?)")
_SOFT = re.compile(r"\u00ad[^\S\n]*\n?[^\S\n]*")
_BREAK = r"[^\S\n]*\n[^\S\n]*"
_URL_BREAK = re.compile(
    r"((?:https?://|www\.|\bdoi\.org/|\b10\.\d{4,9}/)[^\s<>\"]*)"
    rf"(?:(?<=[/_=:?&%~#-]){_BREAK}(?=[\w(.%])|(?<=\.){_BREAK}(?=\d|[a-z]+/)"
    rf"|{_BREAK}(?=[./_?=&%#-]\w|(?!(?:19|20)\d\d\b)[a-z]{{0,12}}\d[\w./()-]*[.,;]?(?:\n|$|\s)))"
)
_ID_BREAKS = (
    (re.compile(rf"(arxiv{_BREAK}?:){_BREAK}?(?=[\da-z])", re.I), "arXiv:"),
    (re.compile(rf"((?<!\d)\d{{4}}\.){_BREAK}(?=\d{{4,5}}(?!\d))"), r"\1"),
    (re.compile(rf"((?<!\d)\d{{4}}){_BREAK}(?=\.\d{{4,5}}(?!\d))"), r"\1"),
    (re.compile(rf"(arxiv:\d{{4}}\.\d{{1,3}}){_BREAK}(?=\d{{1,4}}\b)", re.I), r"\1"),
    (
        re.compile(
            rf"(\b[a-z]{{1,6}}-){_BREAK}(?=(?:th|ph|ex|lat|qc|mat|alg|geom|ga|gas|dyn|lg|an|sol|int|"
            r"bio|fin|sci|org|con)/\d)"
        ),
        r"\1",
    ),
    (re.compile(rf"((?:[a-z]-[a-z]+|math|cs|nlin|physics)/){_BREAK}(?=\d{{7}}\b)"), r"\1"),
    (re.compile(rf"(https?:)/?{_BREAK}/?/?(?=\w)"), r"\1//"),
    (re.compile(rf"\b(doi:?|https?://(?:dx\.)?doi\.org/){_BREAK}(?=10\.\d)", re.I), r"\1"),
)
_HYPHEN = re.compile(rf"([^\W_]+(?:[-’'][^\W_]+)*)-{_BREAK}([^\W_]+)")
_DASH = re.compile(rf"(?<=\w)([–—]){_BREAK}(?=\w)")
_CJK_BREAK = re.compile(rf"(?<=[\u3040-\u30ff\u3400-\u9fff]){_BREAK}(?=[\u3040-\u30ff\u3400-\u9fff])")
_COMPOUND = frozenset(
    "self multi non pre semi cross low high well state co anti quasi mid near half one two three "
    "four five six "
    "zero few many first second third real end large small long short fine coarse open closed deep "
    "full ultra "
    "all any human machine data model time space domain task user world graph text image video speech object "
    "point higher lower out off double single".split()
)


def repair(text: str) -> str:
    r"""The text on one line, as its author wrote it.

    >>> repair("G¨odel and Sch ¨olkopf. Efﬁcient self-\nattention of trans-\nformers. arXiv:1706.\n03762")
    'Gödel and Schölkopf. Efficient self-attention of transformers. arXiv:1706.03762'
    """
    text = text.translate(_LIGATURES)
    text = unicodedata.normalize("NFC", text)
    if not text.isascii() or "`" in text:
        text = _SOFT.sub("", _LOOSE.sub(_accented, text))
    if "\n" in text:
        for _ in range(3):
            text = _URL_BREAK.sub(r"\1", text)
        for pattern, instead in _ID_BREAKS:
            text = pattern.sub(instead, text)
        text = _DASH.sub(r"\1", _HYPHEN.sub(_joined, _CJK_BREAK.sub("", text)))
    return " ".join(text.split())


def _accented(match: re.Match[str]) -> str:
    """The letter that a loose accent belongs to with the accent, what stood around it as it was."""
    before, blank, accent, gap, after = match.groups()
    mark, takers = _ACCENTS[accent]
    following = match.string[match.end() : match.end() + 1]
    if accent == "´" and after in ("s", "t") and not following.isalpha():
        return match[0]  # an apostrophe
    if _goes_before(before, blank, accent, after, following):
        letter = unicodedata.normalize("NFC", before.replace("ı", "i") + mark)
        return f"{letter}{'' if accent == '¨' and after.islower() else gap}{after}"
    if after in takers or after == "ı":
        letter = unicodedata.normalize("NFC", after.replace("ı", "i") + mark)
        return f"{before}{blank if after.isupper() or not before else ''}{letter}"
    return match[0]


def _goes_before(before: str, blank: str, accent: str, after: str, following: str) -> bool:
    """Whether an accent belongs to the letter before it: `Go¨del`, `Herna´ndez`, but `G¨odel`, `Jeli´c`."""
    takers = _ACCENTS[accent][1]
    if not before or blank or not (before in takers or before == "ı"):
        return False
    after_takes = bool(after) and (after in takers or after == "ı")
    inside = accent == "´" and after in "nsl" and following.isalpha() and before in "aeiouı"
    return not after_takes or inside or accent == "¸" or before == "ı"


def _joined(match: re.Match[str]) -> str:
    first, second = match[1], match[2]
    return f"{first}-{second}" if _keeps_hyphen(first, second) else f"{first}{second}"


def _keeps_hyphen(first: str, second: str) -> bool:
    last = re.split(r"[-’']", first)[-1]
    if not second[0].islower() or not last[-1].islower() or first.lower() in _COMPOUND or "-" in first:
        return True
    return _is_common(last) and _is_common(second) and not _is_common(last + second)


def _is_common(word: str) -> bool:
    return len(word) > 3 and words.rarity(word.lower()) < 1
