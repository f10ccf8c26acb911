"""The words of titles and abstracts: made comparable, weighed, and boiled down to fingerprints.

The same title reaches us as TeX (`$\\mathcal{N}=4$`), as half TeX (`$Λ_α$`, what arXiv serves) and
as plain Unicode (`𝒩 = 4`); with and without hyphens, accents and capitals. `words` brings all of
them to one sequence, and `key` to one string. How rare a word is comes from a list of the words
that the most abstracts on arXiv contain (`common_words.txt`, counted over 30,000 of arXiv's
records, which are CC0); what is a word at all, from those that at least four of them have in
small letters, or ten as a name (`known_words.txt`).

A fingerprint is a set of small numbers that two texts of one paper share and others seldom do; an
index of them finds candidates, it never decides. Titles give their pairs of words; abstracts give
the smallest hashes of their triples of words, which still meet when a quarter of the words differ
(Broder, "On the resemblance and containment of documents", 1997), and their rare words, which still
meet when an abstract was rewritten.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import cache
from importlib.resources import files
from itertools import combinations
from zlib import crc32

# The words that arXiv's search index leaves out (ARXIV: Lucene's English list).
STOP_WORDS = frozenset(
    "a an and are as at be but by for if in into is it no not of on or such that the their then "
    "there these they this to was will with".split()
)
_GREEK = (
    "alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi omicron pi rho "
    "sigma tau upsilon phi chi psi omega"
).split()
_MARKUP = re.compile(
    r"\\(?:math(?:cal|bb|bf|rm|frak|scr|sf|it|tt|ds|bm)|text(?:it|bf|tt|sc|rm|sf|sl|up|normal)?|emph|"
    r"operatorname\*?|boldsymbol|bm|mbox|hbox|ensuremath|rm|bf|it|sl|cal|em|left|right|displaystyle|"
    r"bar|tilde|hat|vec|overline|widetilde|widehat|underline|limits|,|;|!|:|"
    r"geq?|leq?|geqslant|leqslant|to|rightarrow|longrightarrow|sim|simeq|approx|pm|cdot|otimes|oplus|equiv|prime|ast|star|"
    r"dagger|mp|neq?)(?![a-zA-Z])"
)
_ACCENT = re.compile(r"\\[`'^\"~=.](?=\W?[a-zA-Z])|\\[uvHtcdbkr](?=[\s{])")
_MACRO = re.compile(r"\\([a-zA-Z]+)")
_JOINED = str.maketrans(dict.fromkeys("{}$'’`´\u00ad\u200b\u200c\u200d\u2060\ufeff"))
_MEANT = (("+", "plus"), ("#", "sharp"))
_AFTER_WORD = re.compile(
    r"(?<=\w)(\++(?=\+)\+|#+|(?<=[^\W\d_]{4})\+(?=[\s:;,.]|$))"
)  # "C++", "C#", "Attention+"
_READ_AS = str.maketrans({"∞": " infinity ", "×": " x ", "ℓ": " l "})
_MACRO_AS = {"times": "x", "ell": "l", "infty": "infinity"}
_WORD = re.compile(r"[^\W_]+")
_SKETCH = 16  # hashes an abstract keeps: half the triples changed still leave about four in common
_RARE = 12
_TOPICS = 5


def words(text: str) -> list[str]:
    """The words of a text in comparable form: no case, accents, TeX markup or punctuation.

    >>> words("Schr{\\\\\\"o}dinger's $\\\\mathcal{N}=4$ super-Yang--Mills")
    ['schrodingers', 'n', '4', 'super', 'yang', 'mills']
    >>> words("C++ and $Λ_α$")
    ['cplusplus', 'and', 'lambda', 'alpha']
    """
    if "\\" in text:
        text = _MACRO.sub(_read, _MARKUP.sub(" ", _ACCENT.sub("", text)))
    text = text.translate(_JOINED)
    if "+" in text or "#" in text:
        text = _AFTER_WORD.sub(_spelled, text)
    if not text.isascii():
        text = _plain(text)
    return _WORD.findall(text.lower())


def _read(macro: re.Match[str]) -> str:
    return f" {_MACRO_AS.get(macro[1], macro[1])} "


def _spelled(match: re.Match[str]) -> str:
    text = match[1]
    for sign, word in _MEANT:
        text = text.replace(sign, word)
    return text


def _plain(text: str) -> str:
    text = unicodedata.normalize("NFKD", text.translate(_READ_AS)).casefold()
    return "".join(_letter(char) for char in text if not unicodedata.combining(char))


@cache
def _letter(char: str) -> str:
    """Greek letters by name, so that `α` is `\\alpha`; the few Latin ones Unicode keeps whole."""
    if "α" <= char <= "ω" or char in "ϵϑϕϱϖ":
        name = unicodedata.name(char).lower().replace("final ", "").replace("lamda", "lambda")
        found = next((greek for greek in _GREEK if greek in name.split()), None)
        return f" {found} " if found else char
    return {"ß": "ss", "ø": "o", "æ": "ae", "œ": "oe", "ł": "l", "đ": "d", "ı": "i"}.get(char, char)


def key(text: str) -> str:
    """All words run together: equal for two spellings of one title, whatever the hyphens.

    >>> key("Pre-training, fast") == key("Pretraining: Fast")
    True
    """
    return "".join(words(text))


@cache
def _ranks() -> dict[str, int]:
    listed = files("bibgen").joinpath("common_words.txt").read_text(encoding="utf-8").split()
    return {word: rank for rank, word in enumerate(listed, 1)}


def rarity(word: str) -> float:
    """0..1: 0 for a stop word, 1 for a word that few abstracts hold, the list's rank between."""
    if word in STOP_WORDS:
        return 0.0
    rank = _ranks().get(word)
    return 1.0 if rank is None else 0.8 * rank / len(_ranks())


@cache
def _known() -> frozenset[str]:
    return frozenset(files("bibgen").joinpath("known_words.txt").read_text(encoding="utf-8").split())


def is_known(word: str) -> bool:
    """Whether the word is one that authors write, and no slip of the pen; in the form of `words`.

    >>> is_known("nuclear"), is_known("unclear"), is_known("nuclaer")
    (True, True, False)
    """
    return word in _known() or word in STOP_WORDS


def significant(sequence: Sequence[str]) -> list[str]:
    """The words that say something: no stop words."""
    return [word for word in sequence if word not in STOP_WORDS]


def shingles(sequence: Sequence[str], size: int) -> Iterator[str]:
    """Every run of `size` neighbouring words, joined by blanks."""
    return map(" ".join, zip(*(sequence[start:] for start in range(size)), strict=False))


def title_fingerprint(title: str) -> set[int]:
    """The title as a whole, its pairs of neighbouring words, and the pairs of its rarest known words."""
    sequence = words(title)
    made = {crc32(b"t" + pair.encode()) for pair in shingles(sequence, 2)}
    if sequence:
        made.add(crc32(b"k" + "".join(sequence).encode()))
    rare = sorted(filter(is_known, set(significant(sequence))), key=lambda word: (-rarity(word), word))[
        :_TOPICS
    ]
    return made | {crc32(f"p{one} {other}".encode()) for one, other in combinations(sorted(rare), 2)}


def abstract_fingerprint(abstract: str, *, whole: bool) -> set[int]:
    """An abstract's triples of words and its rare words.

    Args:
        whole: all of them, to look something up with; else the few that an index keeps.
    """
    sequence = words(abstract)
    triples = sorted({crc32(b"a" + triple.encode()) for triple in shingles(sequence, 3)})
    rare = sorted({crc32(b"r" + word.encode()) for word in sequence if rarity(word) == 1.0})
    if whole:
        return {*triples, *rare}
    return {*triples[:_SKETCH], *rare[:_RARE]}
