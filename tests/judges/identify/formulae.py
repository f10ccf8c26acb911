"""One title in the spellings in which pages print its formulae and accents.

arXiv keeps what authors type (`$\\mathcal{N}=4$`, `Schr\\"odinger`, `$π$`); a publisher prints Unicode,
a plain page `N=4`. The tables are our own and small on purpose: a title with a macro that they do not
know is no example. Unicode's letters: https://www.unicode.org/charts/PDF/U1D400.pdf.
"""

from __future__ import annotations

import re
import unicodedata

_GREEK = (
    "alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi pi rho sigma tau upsilon phi chi "
    "psi omega"
).split()


def _greek(name: str) -> str:
    unicode_name = "LAMDA" if name.lower() == "lambda" else name.upper()
    return unicodedata.lookup(f"GREEK {'CAPITAL' if name[0].isupper() else 'SMALL'} LETTER {unicode_name}")


_SIGNS = {
    **{name: _greek(name) for name in (*_GREEK, *(one.capitalize() for one in _GREEK))},
    "varepsilon": "ε", "vartheta": "ϑ", "varphi": "φ", "ell": "ℓ", "infty": "∞", "times": "×", "to": "→",
    "rightarrow": "→", "leq": "≤", "geq": "≥", "le": "≤", "ge": "≥", "pm": "±", "otimes": "⊗", "oplus": "⊕",
    "sqrt": "√", "sim": "∼", "partial": "∂", "nabla": "∇", "cdot": "·", "in": "∈", "dagger": "†", "circ": "∘",
    "ldots": "…", "neq": "≠", "ne": "≠", "approx": "≈", "odot": "⊙", "star": "⋆",
}  # fmt: skip
_SPOKEN = {
    "ε": "epsilon",
    "φ": "phi",
    "ϑ": "theta",
    "ℓ": "l",
    "∞": "infinity",
    "×": "x",
    "→": "->",
    "∼": "~",
    "≥": ">=",
    "≤": "<=",
    "°": " degree",
}
_SPOKEN |= {_greek(name): name for name in (*_GREEK, *(one.capitalize() for one in _GREEK))}
_SIGN = re.compile(f"[{''.join(_SPOKEN)}]")
_ALPHABETS = {"mathcal": "SCRIPT", "mathbb": "DOUBLE-STRUCK", "mathfrak": "FRAKTUR"}
_PLAIN_MACROS = re.compile(
    r"\\(?:mathrm|rm|text|textrm|mathbf|bf|boldsymbol|bm|it|mathit|mathsf|operatorname|texttt|textit|emph|mbox|left|right)"
    r"(?![a-zA-Z])\s*"
)
_ALPHABET = re.compile(r"\\(mathcal|mathbb|mathfrak|cal|Bbb|frak)\s*\{?\s*([A-Za-z])\s*\}?(?![a-z])")
_MACRO = re.compile(r"\\([a-zA-Z]+)\s*")
_SCRIPT = re.compile(r"([_^])(?:\{([^{}]*)\}|(\\[a-zA-Z]+|.))")
_RAISED = dict(zip("0123456789+-=()n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿ", strict=True))
_LOWERED = dict(zip("0123456789+-=()", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎", strict=True))
_ACCENTS = {
    "\u0301": "'",
    "\u0300": "`",
    "\u0308": '"',
    "\u0302": "^",
    "\u0303": "~",
    "\u030c": "v ",
    "\u0327": "c ",
}
_ACCENT = re.compile(r"\\([`'^\"~=.]|[vHck](?=[\s{]))\s*\{?\s*(\\?[a-zA-Z])(?:\s*\})?")
_COMBINING = {sign.strip(): accent for accent, sign in _ACCENTS.items()}


def as_unicode(title: str) -> str | None:
    """The title as a publisher prints it: `$\\mathcal{N}=4$` as `𝒩=4`, `CO$_2$` as `CO₂`."""
    return _without_tex(title, letter=_styled, script=_small)


def as_plain(title: str) -> str | None:
    """The title in letters that every keyboard has: `N=4`, `CO2`, `pi pi`; None if that cannot be."""
    text = _without_tex(title, letter=lambda _, char: char, script=lambda _, inside: inside)
    if text is None:
        return None
    spoken = _SIGN.sub(_aloud, text)
    plain = folded(spoken)
    return plain if plain.isascii() else None


def _aloud(match):
    """A sign in words, apart from the letters beside it."""
    word = _SPOKEN.get(match[0], match[0])
    text, at = match.string, match.end()
    before, after = text[: match.start()][-1:], text[at : at + 1]
    return " " * (before.isalpha() and word.isalpha()) + word + " " * (after.isascii() and after.isalpha())


def folded(title: str) -> str:
    """Letters without accents."""
    return "".join(char for char in unicodedata.normalize("NFD", title) if not unicodedata.combining(char))


def as_tex(title: str) -> str | None:
    """Accented letters and Greek as TeX: `Schr\\"{o}dinger`, `$\\pi$`; None if there are none."""
    spoken = {sign: name for name, sign in _SIGNS.items() if name.lower() in _GREEK}
    made, inside = [], False
    for char in title:
        inside ^= char == "$"
        base, *marks = unicodedata.normalize("NFD", char)
        if char in spoken:
            made.append(f"\\{spoken[char]} " if inside else f"$\\{spoken[char]}$")
        elif len(marks) == 1 and marks[0] in _ACCENTS:
            made.append(f"\\{_ACCENTS[marks[0]].strip()}{{{base}}}")
        else:
            made.append(char)
    text = "".join(made)
    return text if text != title else None


def _without_tex(title, *, letter, script):
    text = _ACCENT.sub(_composed, title)
    text = _PLAIN_MACROS.sub("", text)
    text = _ALPHABET.sub(lambda match: letter(match[1], match[2]), text)
    text = _SCRIPT.sub(lambda match: script(match[1], match[2] or match[3] or ""), text)
    text = _MACRO.sub(lambda match: _SIGNS.get(match[1], match[0]), text)
    text = re.sub(r"\\[,;!: ]|[{}$]", "", text)
    return " ".join(text.split()) if "\\" not in text and text != title else None


def _composed(match):
    letter = match[2].lstrip("\\")
    return unicodedata.normalize("NFC", letter + _COMBINING.get(match[1], ""))


def _styled(alphabet, char):
    """A letter of one of Unicode's mathematical alphabets, or as it is if Unicode has it elsewhere."""
    style = _ALPHABETS.get(
        {"cal": "mathcal", "Bbb": "mathbb", "frak": "mathfrak"}.get(alphabet, alphabet), ""
    )
    case = "CAPITAL" if char.isupper() else "SMALL"
    for name in (
        f"{style} {case} {char.upper()}",
        f"{style.replace('FRAKTUR', 'BLACK-LETTER')} {case} {char.upper()}",
    ):
        for kind in ("MATHEMATICAL ", ""):
            try:
                return unicodedata.lookup(kind + name)
            except KeyError:
                continue
    return char


def _small(sign, inside):
    table = _RAISED if sign == "^" else _LOWERED
    return "".join(map(table.get, inside)) if inside and set(inside) <= set(table) else inside  # type: ignore[arg-type]
