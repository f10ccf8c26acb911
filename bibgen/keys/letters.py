"""Letters of every script in ASCII, as the language writes them that has them without accents.

Unicode's own decomposition only drops accents, which makes `Muller` of Müller and nothing of Øbro. Latin
letters go by the usage of their languages, German before the others that share its letters, since a
letter does not tell whose it is (JabRef's choice too). Cyrillic follows BGN/PCGN for Russian; a word
with letters that only Ukrainian or only Serbian and Macedonian has follows the spelling of Ukrainian
passports, or the Latin letters of Serbian (https://en.wikipedia.org/wiki/Romanization_of_Ukrainian,
https://en.wikipedia.org/wiki/Gaj%27s_Latin_alphabet). Greek pairs follow ISO 843
(https://en.wikipedia.org/wiki/Romanization_of_Greek). All else is `anyascii`'s, letter by letter: pinyin
for Han, the Revised Romanization for Hangul, kana by syllable.

A name in Han or Hangul has its family name first: one character, or one of the compound surnames below.
Whether Han characters are Chinese or Japanese nobody can tell, so Japanese names written so are read as
Chinese ones.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from anyascii import anyascii

_LATIN = {"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "å": "aa", "ø": "oe", "æ": "ae", "œ": "oe", "ð": "d",
          "þ": "th", "đ": "d", "ł": "l", "ı": "i", "ŋ": "ng", "ə": "e"}  # fmt: skip
_UKRAINIAN = re.compile("[іїєґ]", re.I)
_SERBIAN = re.compile("[ђјљњћџѓќѕ]", re.I)
_AS_UKRAINIAN = {"г": "h", "ґ": "g", "и": "y", "й": "i", "і": "i", "ї": "i", "є": "ie", "ю": "iu", "я": "ia"}
_AT_FIRST = {"є": "ye", "ї": "yi", "й": "y", "ю": "yu", "я": "ya"}
_AS_SERBIAN = {"ж": "z", "ч": "c", "ш": "s", "ц": "c", "х": "h", "џ": "dz", "ѓ": "gj", "ќ": "kj"}
_CYRILLIC = re.compile("[\u0400-\u045f\u0490\u0491]+")
_GREEK = re.compile("[\u0370-\u03ff]{2,}")  # a letter that stands alone is a symbol
_GREEK_PAIRS = (
    (re.compile("ο[υύ]", re.I), "ou"),
    (re.compile("([αεη])[υύ](?=[αάεέηήιίοόυύωώβγδζλμνρ])", re.I), r"\1v"),
    (re.compile("([αεη])[υύ]", re.I), r"\1f"),
    (re.compile("γ(?=[γξχ])", re.I), "n"),
    (re.compile("^μπ", re.I), "b"),
)
_HAN = "\u3400-\u4dbf\u4e00-\u9fff"
_HANGUL = "\uac00-\ud7a3"
_EASTERN = re.compile(rf"[{_HAN}]{{2,4}}|[{_HANGUL}]{{2,4}}")
_COMPOUND = re.compile(
    "欧阳|歐陽|司马|司馬|上官|诸葛|諸葛|司徒|东方|東方|皇甫|尉迟|尉遲|公孙|公孫|慕容|令狐|宇文|长孙|長孫"
    "|夏侯|轩辕|軒轅|端木|南宫|南宮|独孤|獨孤|申屠|淳于|赫连|赫連|钟离|鍾離|闻人|聞人|呼延|西门|西門"
    "|남궁|황보|제갈|사공|선우|서문|독고|동방"
)


def ascii_only(text: str) -> str:
    """The text in ASCII letters; what is no letter may come out as any sign of ASCII.

    >>> ascii_only("Jürgen Ångström-Þór, Đặng Thị Ngọc, Щербаков, Євген, Јовановић, Ευαγγελία, 王")
    'Juergen Aangstroem-Thor, Dang Thi Ngoc, Shcherbakov, Yevhen, Jovanovic, Evangelia, Wang'
    """
    if text.isascii():
        return text
    text = _CYRILLIC.sub(_cyrillic, unicodedata.normalize("NFC", text))
    return "".join(map(_letter, _GREEK.sub(_greek, text)))


def plain(text: str) -> str:
    """The letters and digits of a text in ASCII, run together, with their capitals.

    >>> plain("d'Été–Müller, J.")
    'dEteMuellerJ'
    """
    return re.sub(r"[^A-Za-z0-9]", "", ascii_only(text))


def eastern_family(name: str) -> str | None:
    """The family name in front of a name in Han or Hangul, or None if it is no such name.

    >>> eastern_family("欧阳修"), eastern_family("王 小明"), eastern_family("OpenAI")
    ('欧阳', '王', None)
    """
    joined = "".join(name.split())
    if not _EASTERN.fullmatch(joined):
        return None
    apart = name.split()
    if len(apart) > 1:
        return apart[0]
    compound = _COMPOUND.match(joined)
    return compound[0] if compound and len(joined) > 2 else joined[0]


@lru_cache(maxsize=1 << 14)
def _letter(char: str) -> str:
    """One letter, without the accents that its language can do without: `ǿ` is `ø` is `oe`."""
    if char.isascii():
        return char
    spelled = _LATIN.get(char.lower())
    if spelled:
        return spelled.capitalize() if char.isupper() else spelled
    if unicodedata.combining(char):
        return ""
    parts = unicodedata.decomposition(char).split()
    if parts and not parts[0].startswith("<"):
        return "".join(_letter(chr(int(code, 16))) for code in parts)
    return str(anyascii(char))


def _cyrillic(word: re.Match[str]) -> str:
    text = word[0]
    if _SERBIAN.search(text):
        return "".join(_cased(char, _AS_SERBIAN) for char in text)
    if _UKRAINIAN.search(text):
        first = _cased(text[0], _AS_UKRAINIAN | _AT_FIRST)
        return first + "".join(_cased(char, _AS_UKRAINIAN) for char in text[1:])
    return "".join(map(str, map(anyascii, text)))  # whole, for й decomposes into и


def _cased(char: str, table: dict[str, str]) -> str:
    spelled = table.get(char.lower())
    if spelled is None:
        return str(anyascii(char))
    return spelled.capitalize() if char.isupper() else spelled


def _greek(word: re.Match[str]) -> str:
    text = word[0]
    for pair, spelled in _GREEK_PAIRS:
        text = pair.sub(spelled, text)
    if word[0].isupper():
        return text.upper()
    return text[:1].upper() + text[1:] if word[0][0].isupper() else text
