"""Mathematics inside text: where it begins and ends, whether it is harmless, how it prints.

arXiv serves titles and abstracts with formulae as TeX between dollars, of which it has turned some
macros into Unicode (`$Λ_α$`). A `Record` keeps them so. For a .bib the Unicode goes back to macros
that LaTeX with amsmath and amssymb knows; for readers without TeX the formula becomes text with
`<sub>` and `<sup>`, the only markup that CSL-JSON has for it
(https://docs.citationstyles.org/en/stable/specification.html).

What is between two dollars is mathematics only if it can be: `$5 and $6` is money (the rule is
pandoc's, https://pandoc.org/MANUAL.html#math, widened for formulae with blanks at their ends). Text
from outside may name any macro, `\\input` and `\\write18` too; only those in the lists below are ever
written into a .bib as macros.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import cache

from pylatexenc.latexencode import get_builtin_uni2latex_dict

_FORMULA = re.compile(r"\$\$([^$]{1,2000})\$\$|\$([^$]{1,2000})\$(?!\d)")
_SURELY_TEX = re.compile(r"[\\^_={}]|^\s*[a-zA-Z]{1,2}\s*$")
_TOKEN = re.compile(r"\\[a-zA-Z]+\s*|\\.|[{}^_]|\s+|.", re.S)

_STYLES = frozenset(
    "mathrm mathbf mathit mathsf mathtt mathcal mathbb mathfrak mathnormal boldsymbol text textrm "
    "textbf textit texttt textsf textsc mbox hbox operatorname pmb emph ensuremath".split()
)
_ACCENTS = {
    "bar": "\u0304", "overline": "\u0304", "tilde": "\u0303", "widetilde": "\u0303",
    "hat": "\u0302", "widehat": "\u0302", "vec": "\u20d7", "dot": "\u0307", "ddot": "\u0308",
    "check": "\u030c", "breve": "\u0306", "acute": "\u0301", "grave": "\u0300",
    "underline": "\u0332",
}  # fmt: skip
_FUNCTIONS = frozenset(
    "arccos arcsin arctan arg cos cosh cot coth csc deg det dim exp gcd hom inf ker lg lim liminf "
    "limsup ln log max min mod Pr sec sin sinh sup tan tanh".split()
)
_SYMBOLS = frozenset(
    "alpha beta gamma delta epsilon varepsilon zeta eta theta vartheta iota kappa lambda mu nu xi pi "
    "varpi rho varrho sigma varsigma tau upsilon phi varphi chi psi omega Gamma Delta Theta Lambda Xi "
    "Pi Sigma Upsilon Phi Psi Omega aleph beth ell hbar hslash imath jmath Im Re wp partial nabla "
    "infty emptyset varnothing forall exists nexists neg angle triangle square Box Diamond diamond "
    "surd prime backprime backslash ast star circ bullet cdot cdots ldots dots vdots ddots times div "
    "pm mp oplus ominus otimes oslash odot cap cup uplus sqcap sqcup vee wedge setminus amalg wr "
    "dagger ddagger sum prod coprod int iint iiint oint bigcap bigcup bigoplus bigotimes bigsqcup "
    "bigvee bigwedge le leq leqslant ge geq geqslant ne neq ll gg lll ggg equiv sim simeq approx "
    "cong doteq propto prec preceq succ succeq subset subseteq subsetneq supset supseteq supsetneq "
    "sqsubset sqsubseteq sqsupset sqsupseteq in ni notin mid nmid parallel perp vdash dashv models "
    "asymp bowtie smile frown lesssim gtrsim lessgtr ltimes rtimes to gets rightarrow leftarrow "
    "Rightarrow Leftarrow leftrightarrow Leftrightarrow longrightarrow longleftarrow Longrightarrow "
    "longleftrightarrow mapsto longmapsto hookrightarrow hookleftarrow rightharpoonup rightleftharpoons "
    "rightsquigarrow leadsto uparrow downarrow updownarrow nearrow searrow swarrow nwarrow "
    "langle rangle lfloor rfloor lceil rceil lbrace rbrace lvert rvert lVert rVert vert Vert "
    "colon complement blacksquare lozenge top bot flat natural sharp clubsuit diamondsuit heartsuit "
    "spadesuit quad qquad".split()
)
_LAYOUT = frozenset(
    "left right big Big bigg Bigg bigl bigr Bigl Bigr limits nolimits displaystyle textstyle "
    "scriptstyle".split()
)
_WITH_ARGUMENTS = {
    "frac": 2,
    "tfrac": 2,
    "dfrac": 2,
    "binom": 2,
    "sqrt": 1,
    "stackrel": 2,
    "overset": 2,
    "underset": 2,
}
_SPACING = frozenset((r"\,", r"\;", r"\:", r"\!", r"\ ", r"\>"))
_ESCAPES = frozenset((r"\{", r"\}", r"\%", r"\&", r"\#", r"\_", r"\$", r"\|"))
# BibTeX counts an escaped brace like any other, so a lone one must not be written as such.
_BRACES = {r"\{": r"\lbrace ", r"\}": r"\rbrace "}
_HARMLESS = _STYLES | set(_ACCENTS) | _FUNCTIONS | _SYMBOLS | _LAYOUT | set(_WITH_ARGUMENTS)
# Plain TeX's switches, AMS-TeX's names and those of further packages, in words LaTeX has itself.
_SWITCH = re.compile(r"\{\s*\\(rm|bf|it|sf|tt|cal|frak|Bbb|em)\b\s*([^{}]*)\}")
_RENAMED = {"Bbb": "mathbb", "cal": "mathcal", "frak": "mathfrak", "rm": "mathrm", "bf": "mathbf",
            "it": "mathit", "sf": "mathsf", "tt": "mathtt", "em": "mathit", "textup": "textrm",
            "mathscr": "mathcal", "bm": "boldsymbol"}  # fmt: skip
_ALSO = {
    "to": "→", "gets": "←", "le": "≤", "ge": "≥", "ne": "≠", "dots": "…", "ldots": "…",
    "cdots": "⋯", "prime": "′", "ast": "∗", "star": "⋆", "lbrace": "{", "rbrace": "}",
    "backslash": "\\", "hbar": "ħ", "colon": ":", "sum": "∑", "prod": "∏", "int": "∫", "mid": "|",
    "vert": "|", "sim": "∼", "varnothing": "∅", "emptyset": "∅", "degree": "°", "epsilon": "ε",
    "phi": "φ", "quad": " ", "qquad": " ", "leadsto": "↝", "langle": "⟨", "rangle": "⟩",
    "circ": "∘", "setminus": "∖", "ell": "ℓ", "lVert": "‖", "rVert": "‖", "Vert": "‖", "lvert": "|",
    "rvert": "|", "Box": "□", "square": "□", "Diamond": "◇", "times": "×", "div": "÷", "pm": "±",
    "cdot": "·", "neg": "¬", "surd": "√", "jmath": "ȷ", "imath": "ı", "hslash": "ℏ", "flat": "♭",
    "natural": "♮", "sharp": "♯", "lll": "⋘", "ggg": "⋙", "dagger": "†", "ddagger": "‡",
    "clubsuit": "♣", "diamondsuit": "♢", "heartsuit": "♡", "spadesuit": "♠", "Im": "ℑ", "Re": "ℜ",
    "bot": "⊥", "triangle": "△", "models": "⊧", "bigoplus": "⨁", "bigotimes": "⨂", "bigsqcup": "⨆",
    "leftarrow": "←", "rightarrow": "→", "uparrow": "↑", "downarrow": "↓",
}  # fmt: skip


def split(text: str) -> Iterator[tuple[bool, str]]:
    """The text in pieces: (is it mathematics, the piece), formulae without their dollars.

    >>> list(split("A $2\\\\times2$ grid for $5 and $6"))
    [(False, 'A '), (True, '2\\\\times2'), (False, ' grid for $5 and $6')]
    """
    done = 0
    dollar = text.find("$")
    while dollar >= 0:
        match = _FORMULA.match(text, dollar)
        inside = (match[1] or match[2]) if match else ""
        if match and _can_be_formula(inside):
            if dollar > done:
                yield False, text[done:dollar]
            yield True, inside
            done = match.end()
        dollar = text.find("$", max(done, dollar + 1))
    if done < len(text):
        yield False, text[done:]


def _can_be_formula(inside: str) -> bool:
    blank_ends = inside[:1].isspace() or inside[-1:].isspace()
    return _balanced(inside) and (not blank_ends or bool(_SURELY_TEX.search(inside)))


def _balanced(tex: str) -> bool:
    depth = 0
    for token in _TOKEN.findall(tex):
        depth += (token == "{") - (token == "}")
        if depth < 0:
            return False
    return depth == 0


def to_tex(formula: str) -> str | None:
    """The formula in macros that LaTeX with amsmath and amssymb knows, or None if it has others.

    >>> to_tex("Λ_α")
    '\\\\Lambda_{\\\\alpha}'
    >>> to_tex("\\\\input{/etc/passwd}") is None
    True
    """
    formula = _SWITCH.sub(lambda m: f"{{\\{_RENAMED[m[1]]}{{{m[2]}}}}}", formula)
    out: list[str] = []
    for token in _TOKEN.findall(formula):
        written = _token_to_tex(token)
        if written is None:
            return None
        if out and re.search(r"\\[a-zA-Z]+$", out[-1]) and written[:1].isalpha():
            out.append(" ")
        if out and out[-1] in "^_" and len(written) > 1 and token[0] != "\\":
            written = f"{{{written}}}"
        out.append(written)
    return "".join(out)


def _token_to_tex(token: str) -> str | None:
    if token[0] == "\\":
        name = token[1:].strip()
        if name in _RENAMED:
            return f"\\{_RENAMED[name]} "
        if name in _HARMLESS:
            return f"\\{name}" + " " * token[-1].isspace()
        if name == "degree":
            return r"^{\circ}"
        if token in _BRACES:
            return _BRACES[token]
        return token if token in _SPACING | _ESCAPES else None
    if token in "%#&":
        return f"\\{token}"
    if token.isspace():
        return " "
    if token.isascii():
        return token if token.isprintable() else ""
    return _unicode_to_tex(token)


def _unicode_to_tex(char: str) -> str | None:
    known = get_builtin_uni2latex_dict().get(ord(char), "")
    inside = re.fullmatch(r"\\ensuremath\{(.+)\}", known)
    names = re.findall(r"\\([a-zA-Z]+)", inside[1]) if inside else []
    if inside and all(name in _HARMLESS for name in names):
        return inside[1]
    plain = unicodedata.normalize("NFKC", char)
    if plain != char and plain.isascii():
        return plain
    return {"×": "\\times", "→": "\\to", "°": "^{\\circ}", "′": "'", "…": "\\ldots"}.get(
        char, f"\\mbox{{{char}}}"
    )


@cache
def _to_unicode() -> dict[str, str]:
    """Macro name -> character, from pylatexenc's table turned around, and what it lacks."""
    made: dict[str, str] = {}
    for code, tex in get_builtin_uni2latex_dict().items():
        match = re.fullmatch(r"\\ensuremath\{\\([a-zA-Z]+)\}", tex)
        if match and match[1] in _SYMBOLS:
            made.setdefault(match[1], chr(code))
    return made | _ALSO


def to_markup(formula: str) -> str:
    """The formula as text, with `<sub>` and `<sup>` for what stands low and high.

    >>> to_markup("\\\\mathrm{H}_2\\\\to γ^{x}")
    'H<sub>2</sub>→γ<sup>x</sup>'
    """
    formula = _SWITCH.sub(r"{\2}", formula)
    return " ".join(_render(_TOKEN.findall(formula)).split())


def _render(tokens: list[str]) -> str:
    out: list[str] = []
    at = 0
    while at < len(tokens):
        token = tokens[at].strip() or " "
        at += 1
        if token in "^_" and token:
            inside, at = _argument(tokens, at)
            tag = "sup" if token == "^" else "sub"
            shown = _render(inside)
            out.append(
                "′" * len(shown) if tag == "sup" and set(shown) == {"′"} else f"<{tag}>{shown}</{tag}>"
            )
        elif token[0] == "\\" and token[1:].isalpha():
            shown, at = _render_macro(token[1:], tokens, at)
            out.append(shown)
        elif token not in "{}":
            out.append(token[1:] if token in _ESCAPES else " " if token in _SPACING else token)
    return "".join(out).replace("'", "′").replace("--", "–")


def _render_macro(name: str, tokens: list[str], at: int) -> tuple[str, int]:
    if name in _WITH_ARGUMENTS:
        parts = []
        for _ in range(_WITH_ARGUMENTS[name]):
            inside, at = _argument(tokens, at)
            parts.append(_render(inside))
        if name == "sqrt":
            return (f"√{parts[0]}" if len(parts[0]) < 2 else f"√({parts[0]})"), at
        return ("/".join(parts) if "frac" in name else "".join(reversed(parts))), at
    if name in _ACCENTS:
        inside, at = _argument(tokens, at)
        shown = _render(inside)
        if len(shown) <= 3:
            shown = "".join(char + _ACCENTS[name] for char in shown)
        return unicodedata.normalize("NFC", shown), at
    if name in _STYLES or name in _LAYOUT or name in _RENAMED:
        return "", at
    if name in _FUNCTIONS:
        return f" {name} ", at
    return _to_unicode().get(name, name), at


def _argument(tokens: list[str], at: int) -> tuple[list[str], int]:
    """What a macro or a `^` takes: the next group, or the next token."""
    while at < len(tokens) and tokens[at].isspace():
        at += 1
    if at >= len(tokens):
        return [], at
    if tokens[at] != "{":
        if tokens[at].strip()[1:] in _STYLES:
            inside, end = _argument(tokens, at + 1)
            return inside, end
        return [tokens[at]], at + 1
    depth, end = 0, at
    while end < len(tokens):
        depth += (tokens[end] == "{") - (tokens[end] == "}")
        end += 1
        if depth == 0:
            break
    return tokens[at + 1 : end - 1], end
