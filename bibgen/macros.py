r"""The macros that bibgen knows: which are harmless, and which character each of them prints.

Text from outside may name any macro. Those listed here, and no others, are ever written into a .bib;
all of them print something and do nothing else. They are what LaTeX itself has with T1 fonts, and
amsmath and amssymb for mathematics (TeX Live 2022, each one tried). Which spelling of a character is
best was tried with pandoc, citation-js, bibtexparser and Zotero's importer too: braces around the
macro (`{\v s}`, `{\textdegree}`), a letter behind the name of an accent rather than in braces. Most
characters of mathematics come from pylatexenc's table.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache

from pylatexenc.latexencode import get_builtin_uni2latex_dict

MARK = r"[\u0300-\u036f\u20d0-\u20f0]"  # a combining one
# Accent of text -> its combining mark.
ACCENTS = {
    "`": "\u0300", "'": "\u0301", "^": "\u0302", "~": "\u0303", "=": "\u0304", "u": "\u0306",
    ".": "\u0307", '"': "\u0308", "r": "\u030a", "H": "\u030b", "v": "\u030c", "d": "\u0323",
    "c": "\u0327", "k": "\u0328", "b": "\u0331", "t": "\u0361", "textcommabelow": "\u0326",
}  # fmt: skip
LETTERS = {
    "o": "ø", "O": "Ø", "l": "ł", "L": "Ł", "ss": "ß", "SS": "ẞ", "ae": "æ", "AE": "Æ", "oe": "œ",
    "OE": "Œ", "aa": "å", "AA": "Å", "i": "ı", "j": "ȷ", "dh": "ð", "DH": "Ð", "th": "þ", "TH": "Þ",
    "dj": "đ", "DJ": "Đ", "ng": "ŋ", "NG": "Ŋ", "ij": "ĳ", "IJ": "Ĳ",
}  # fmt: skip
# Signs of text, the macro that most readers understand last where there are two.
SIGNS = {
    "textexclamdown": "¡", "textquestiondown": "¿", "S": "§", "textsection": "§", "P": "¶",
    "textparagraph": "¶", "copyright": "©", "textcopyright": "©", "textregistered": "®",
    "texttrademark": "™", "pounds": "£", "textsterling": "£", "euro": "€", "texteuro": "€",
    "yen": "¥", "textyen": "¥", "textcent": "¢", "textcurrency": "¤", "textbrokenbar": "¦",
    "guillemotleft": "«", "guillemotright": "»", "guilsinglleft": "‹", "guilsinglright": "›",
    "quotedblbase": "„", "quotesinglbase": "‚", "textquoteleft": "‘", "textquoteright": "’",
    "textquotedblleft": "“", "textquotedblright": "”", "textellipsis": "…", "dots": "…", "ldots": "…",
    "textbullet": "•", "dag": "†", "textdagger": "†", "ddag": "‡", "textdaggerdbl": "‡",
    "textperthousand": "‰", "textpertenthousand": "‱", "textonehalf": "½", "textonequarter": "¼",
    "textthreequarters": "¾", "textordfeminine": "ª", "textordmasculine": "º",
    "textperiodcentered": "·", "textmu": "µ", "textasciidieresis": "¨", "textasciiacute": "´",
    "textasciimacron": "¯", "textasciibreve": "˘", "textasciicaron": "ˇ", "textacutedbl": "˝",
    "deg": "°", "degree": "°", "textdegree": "°", "textonesuperior": "¹", "texttwosuperior": "²",
    "textthreesuperior": "³", "textflorin": "ƒ", "textnumero": "№", "textcelsius": "℃", "textohm": "Ω",
    "textmho": "℧", "textreferencemark": "※", "textinterrobang": "‽", "textfractionsolidus": "⁄",
    "textdiscount": "⁒", "textcolonmonetary": "₡", "textlira": "₤", "textnaira": "₦", "textwon": "₩",
    "textdong": "₫", "textpeso": "₱", "textbaht": "฿", "textcircledP": "℗", "textrecipe": "℞",
    "textservicemark": "℠", "textestimated": "℮", "textbardbl": "‖", "textasteriskcentered": "⁎",
    "textminus": "−", "texttimes": "×",
    "textdiv": "÷", "textpm": "±", "textlnot": "¬", "textrightarrow": "→", "textleftarrow": "←",
    "textuparrow": "↑", "textdownarrow": "↓", "textendash": "–", "textemdash": "—",
    "textasciitilde": "~", "textasciicircum": "^", "textbackslash": "\\", "textbraceleft": "{",
    "textbraceright": "}", "lbrack": "[", "rbrack": "]", "textless": "<", "textgreater": ">",
    "textbar": "|", "textunderscore": "_", "textdollar": "$", "textasciigrave": "`",
    "textquotesingle": "'", "slash": "/", "textsurd": "√", "textalpha": "α", "textbeta": "β",
    "textgamma": "γ", "TeX": "TeX", "LaTeX": "LaTeX", "LaTeXe": "LaTeX2e", "BibTeX": "BibTeX",
}  # fmt: skip
# Those of the signs that some readers drop as text, and understand as mathematics.
_BETTER_AS_MATH = frozenset("−×÷±¬→←↑↓√‖Ω℧αβγ")

# Figures and signs that are raised or lowered by themselves.
RAISED = dict(zip("0123456789+-−=()n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ⁿ", strict=True))
LOWERED = dict(zip("0123456789+-−=()", "₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎", strict=True))

STYLES = frozenset(
    "mathrm mathbf mathit mathsf mathtt mathcal mathbb mathfrak mathnormal boldsymbol pmb "
    "operatorname".split()
)
TEXT_STYLES = frozenset("text textbf textit texttt textsf textsc".split())
MATH_ACCENTS = {
    "bar": "\u0304", "overline": "\u0304", "tilde": "\u0303", "widetilde": "\u0303",
    "hat": "\u0302", "widehat": "\u0302", "vec": "\u20d7", "dot": "\u0307", "ddot": "\u0308",
    "check": "\u030c", "breve": "\u0306", "acute": "\u0301", "grave": "\u0300", "mathring": "\u030a",
    "underline": "\u0332",
}  # fmt: skip
FUNCTIONS = frozenset(
    "arccos arcsin arctan arg cos cosh cot coth csc deg det dim exp gcd hom inf ker lg lim liminf "
    "limsup ln log max min mod Pr sec sin sinh sup tan tanh".split()
)
SYMBOLS = frozenset(
    "alpha beta gamma delta epsilon varepsilon zeta eta theta vartheta iota kappa varkappa lambda mu nu "
    "xi pi varpi rho varrho sigma varsigma tau upsilon phi varphi chi psi omega digamma Gamma Delta Theta "
    "Lambda Xi Pi Sigma Upsilon Phi Psi Omega aleph beth gimel ell hbar hslash imath jmath Im Re wp "
    "partial nabla mho eth infty emptyset varnothing forall exists nexists neg angle triangle square Box "
    "Diamond diamond surd prime backprime backslash ast star circ bullet cdot cdots ldots dots vdots "
    "ddots times div pm mp oplus ominus otimes oslash odot cap cup uplus sqcap sqcup vee wedge setminus "
    "smallsetminus amalg wr dagger ddagger sum prod coprod int iint iiint oint bigcap bigcup bigoplus "
    "bigotimes bigsqcup bigvee bigwedge le leq leqslant leqq ge geq geqslant geqq ne neq ll gg lll ggg "
    "equiv sim simeq approx approxeq cong doteq propto prec preceq succ succeq subset subseteq subsetneq "
    "supset supseteq supsetneq sqsubset sqsubseteq sqsupset sqsupseteq in ni notin mid nmid parallel "
    "nparallel perp vdash dashv vDash models asymp bowtie smile frown lesssim gtrsim lessgtr lessapprox "
    "gtrapprox ltimes rtimes to gets rightarrow leftarrow Rightarrow Leftarrow leftrightarrow "
    "Leftrightarrow longrightarrow longleftarrow Longrightarrow longleftrightarrow iff implies mapsto "
    "longmapsto hookrightarrow hookleftarrow rightharpoonup rightleftharpoons twoheadrightarrow "
    "rightsquigarrow leadsto uparrow downarrow updownarrow nearrow searrow swarrow nwarrow "
    "circlearrowleft langle rangle lfloor rfloor lceil rceil lbrace rbrace lvert rvert lVert rVert vert "
    "Vert colon complement blacksquare blacktriangle bigstar lozenge top bot flat natural sharp clubsuit "
    "diamondsuit heartsuit spadesuit boxtimes boxplus boxdot circledast trianglelefteq trianglerighteq "
    "vartriangle therefore because gtrless nleq ngeq nsubseteq not quad qquad".split()
)
# Macro -> how many arguments it takes.
ARGUMENTS = {
    "frac": 2, "tfrac": 2, "dfrac": 2, "binom": 2, "tbinom": 2, "sqrt": 1, "stackrel": 2, "overset": 2,
    "underset": 2, "pmod": 1, "mathop": 1, "mathrel": 1, "mathbin": 1, "mathord": 1, "overbrace": 1,
    "underbrace": 1, "overrightarrow": 1, "overleftarrow": 1, "boxed": 1,
}  # fmt: skip
DELIMITERS = frozenset(
    "langle rangle lfloor rfloor lceil rceil lbrace rbrace lvert rvert lVert rVert vert Vert backslash "
    "uparrow downarrow updownarrow".split()
)
# Plain TeX's switches, AMS-TeX's names, those of further packages and of habit, in LaTeX's words.
RENAMED = {
    "Bbb": "mathbb", "cal": "mathcal", "Cal": "mathcal", "frak": "mathfrak", "goth": "mathfrak",
    "rm": "mathrm", "bf": "mathbf", "bold": "mathbf", "it": "mathit", "sf": "mathsf", "tt": "mathtt",
    "em": "mathit", "sl": "mathit", "mathscr": "mathcal", "mathds": "mathbb", "bm": "boldsymbol",
    "textup": "text", "textrm": "text", "textnormal": "text", "mbox": "text", "hbox": "text",
    "emph": "textit", "textsl": "textit", "textmd": "text", "lnot": "neg", "land": "wedge",
    "lor": "vee", "lsim": "lesssim", "gsim": "gtrsim", "doublecup": "Cup", "dag": "dagger",
    "ddag": "ddagger", "tsum": "sum", "dbinom": "binom", "cfrac": "frac", "nicefrac": "frac",
    "sfrac": "frac", "bmod": "mod", "restriction": "vert", "owns": "ni", "geqsim": "gtrsim",
    "leqsim": "lesssim", "dotsc": "ldots", "dotsb": "cdots", "dotsm": "cdots", "dotsi": "cdots",
    "dotso": "ldots", "Vec": "vec", "eqsim": "simeq",
}  # fmt: skip
SWITCHES = frozenset("rm bf it sf tt em sl".split())  # hold until their group ends
# Letters that nearly everybody defines so: `\R` is the real numbers.
BLACKBOARD = {name: name[0] for name in "R C Z N Q RR CC ZZ NN QQ PP FF".split()}
_PRINTED = {
    "to": "→", "gets": "←", "le": "≤", "ge": "≥", "ne": "≠", "dots": "…", "ldots": "…", "cdots": "⋯",
    "prime": "′", "ast": "∗", "star": "⋆", "lbrace": "{", "rbrace": "}", "backslash": "\\", "hbar": "ħ",
    "colon": ":", "sum": "∑", "prod": "∏", "int": "∫", "mid": "|", "vert": "|", "sim": "∼",
    "varnothing": "∅", "emptyset": "∅", "epsilon": "ε", "varepsilon": "ε", "phi": "φ", "varphi": "φ",
    "quad": " ", "qquad": " ", "leadsto": "↝", "langle": "⟨", "rangle": "⟩", "circ": "∘",
    "setminus": "∖", "ell": "ℓ", "lVert": "‖", "rVert": "‖", "Vert": "‖", "lvert": "|", "rvert": "|",
    "Box": "□", "square": "□", "Diamond": "◇", "times": "×", "div": "÷", "pm": "±", "cdot": "·",
    "neg": "¬", "surd": "√", "jmath": "ȷ", "imath": "ı", "hslash": "ℏ", "flat": "♭", "natural": "♮",
    "sharp": "♯", "lll": "⋘", "ggg": "⋙", "dagger": "†", "ddagger": "‡", "clubsuit": "♣",
    "diamondsuit": "♢", "heartsuit": "♡", "spadesuit": "♠", "Im": "ℑ", "Re": "ℜ", "bot": "⊥",
    "triangle": "△", "models": "⊧", "bigoplus": "⨁", "bigotimes": "⨂", "bigsqcup": "⨆",
    "leftarrow": "←", "rightarrow": "→", "uparrow": "↑", "downarrow": "↓", "iff": "⟺", "implies": "⟹",
    "eth": "ð", "not": "\u0338", "smallsetminus": "∖", "mho": "℧",
}  # fmt: skip
_ALIKE = ("ΑΒΕΖΗΙΚΜΝΟΡΤΧο", "ABEZHIKMNOPTXo")  # in Greek and in Latin
# What pylatexenc's table lacks, or spells as no reader understands.
_MATH = {
    "×": r"\times", "→": r"\to", "←": r"\gets", "′": "'", "″": "''", "‴": "'''", "…": r"\ldots",
    "°": r"^{\circ}", "ħ": r"\hbar", "·": r"\cdot", "−": "-", "≠": r"\neq", "÷": r"\div", "±": r"\pm",
    "¬": r"\neg", "√": r"\surd", "∗": "*", "‖": r"\Vert", "Ω": r"\Omega", "†": r"\dagger",
    "‡": r"\ddagger", "↑": r"\uparrow", "↓": r"\downarrow", "♭": r"\flat", "♮": r"\natural",
    "♯": r"\sharp", "•": r"\bullet", "µ": r"\mu", "∣": r"\mid", "⋆": r"\star", "℧": r"\mho",
    "∖": r"\setminus", "ϑ": r"\vartheta", "ι": r"\iota", "ℓ": r"\ell",
    "∅": r"\emptyset", "½": r"\frac{1}{2}", "¼": r"\frac{1}{4}", "⟨": r"\langle", "⟩": r"\rangle",
    "〈": r"\langle", "〉": r"\rangle", "◦": r"\circ", "⊧": r"\models", "⨁": r"\bigoplus",
    "⨂": r"\bigotimes", "⨆": r"\bigsqcup", "⟺": r"\iff", "⟹": r"\implies", "≪": r"\ll",
    "𝚤": r"\imath", "𝚥": r"\jmath",
    **{greek: rf"\mathrm{{{{{latin}}}}}" for greek, latin in zip(*_ALIKE, strict=True)},
}  # fmt: skip
_SHIFTS = {"<super>": "^", "<sub>": "_"}  # Unicode's words for them
MATH_MARKS = {mark: name for name, mark in reversed(MATH_ACCENTS.items())}
_HARMLESS = STYLES | set(MATH_ACCENTS) | SYMBOLS
_CAPITALS_ONLY = re.compile(r"\\(?:mathbb|mathcal)\{[^A-Z]")


@cache
def printed() -> dict[str, str]:
    """Macro of mathematics that stands for one character -> the character."""
    made: dict[str, str] = {}
    for code, tex in get_builtin_uni2latex_dict().items():
        match = re.fullmatch(r"\\ensuremath\{\\([a-zA-Z]+)\}", tex)
        if match and match[1] in SYMBOLS:
            made.setdefault(match[1], chr(code))
    return made | _PRINTED


@cache
def as_math(char: str) -> str | None:
    """A character that is not ASCII in macros of mathematics, or None if there are none.

    >>> as_math("Λ"), as_math("ά"), as_math("é")
    ('\\\\Lambda', '\\\\acute{\\\\alpha}', None)
    """
    if char in _MATH or unicodedata.combining(char):
        return _MATH.get(char)
    known = re.fullmatch(r"\\ensuremath\{(.+)\}", get_builtin_uni2latex_dict().get(ord(char), ""))
    if known and not re.search(r"acute|grave|ddot", known[1]):
        tex = known[1].replace("mathscr", "mathcal")
        names = re.findall(r"\\([a-zA-Z]+)", tex)
        if all(name in _HARMLESS for name in names) and not _CAPITALS_ONLY.match(tex):
            return str(tex)
    kind, _, code = unicodedata.decomposition(char).partition(" ")
    if kind in _SHIFTS and len(code) == 4:
        shifted = chr(int(code, 16))
        tex = shifted if shifted.isascii() else as_math(shifted)
        return f"{_SHIFTS[kind]}{{{tex}}}" if tex else None
    base, *marks = list(unicodedata.normalize("NFD", char))
    return accented_math(base, marks) if marks and not base.isascii() else None


def accented_math(base: str, marks: list[str]) -> str | None:
    """A letter of mathematics with accents over it, or None if LaTeX has no such accents."""
    tex = base if base.isascii() else as_math(base)
    if tex is None or not all(mark in MATH_MARKS for mark in marks):
        return None
    for mark in marks:
        tex = rf"\{MATH_MARKS[mark]}{{{tex}}}"
    return tex


def mathematical() -> list[str]:
    """The characters that have macros of mathematics, those first that stand most for themselves."""
    ranges = ((0x370, 0x400), (0x1F00, 0x2000), (0x2070, 0x20A0), (0x2B0, 0x300), (0x1D2C, 0x1DC0))
    blocks = [chr(code) for begin, end in ranges for code in range(begin, end)]
    return [char for char in (*blocks, *_MATH, *map(chr, get_builtin_uni2latex_dict())) if not char.isascii()]


_SIGN_OF = {char: name for name, char in SIGNS.items() if not char.isascii() and char not in _BETTER_AS_MATH}
_LETTER_OF = {char: name for name, char in LETTERS.items() if char not in "åÅ"}
_ACCENT_OF = {mark: name for name, mark in ACCENTS.items()}


@cache
def as_text(char: str) -> str | None:
    r"""A character, or a letter with combining marks, in macros of text; None if there are none.

    >>> print(as_text("ễ"), as_text("ł"), as_text("°"), as_text("α"))
    {\~{\^e}} {\l} {\textdegree} None
    """
    if char in _LETTER_OF:
        return rf"{{\{_LETTER_OF[char]}}}"
    if char in _SIGN_OF:
        return rf"{{\{_SIGN_OF[char]}}}"
    base, *marks = list(unicodedata.normalize("NFD", char))
    if base.isascii() and base.isalnum() and marks:
        tex = base
    elif base in _LETTER_OF and marks:
        tex = rf"\{_LETTER_OF[base]}"
    else:
        return None
    if not all(mark in _ACCENT_OF for mark in marks):
        return None
    for mark in marks:
        accent = _ACCENT_OF[mark]
        tex = rf"{{\{accent}{' ' * (accent.isalpha() and tex[0] != '{')}{tex}}}"
    return tex
