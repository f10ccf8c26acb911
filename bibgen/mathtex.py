r"""Mathematics inside text: where it begins and ends, and how it prints.

arXiv serves titles and abstracts with formulae as TeX between dollars, of which it has turned some
macros into Unicode (`$Λ_α$`). A `Record` keeps them so. For a .bib the Unicode goes back to macros
that LaTeX with amsmath and amssymb knows; for readers without TeX the formula becomes text with
`<sub>` and `<sup>`, the only markup that CSL-JSON has for it
(https://docs.citationstyles.org/en/stable/specification.html).

What is between two dollars is mathematics only if it can be: `$5 and $6` is money (the rule is
pandoc's, https://pandoc.org/MANUAL.html#math, widened for formulae with blanks at their ends). Text
from outside may name any macro, `\input` and `\write18` too; what is written is never that text but
the tree that `formula` makes of it, in which there are harmless macros only. `^^5c`, a backslash to
TeX, cannot come of it: behind every `^` stands a brace.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import cache, lru_cache

from bibgen import macros
from bibgen.formula import Node, Nodes, parse
from bibgen.formula import is_balanced as is_balanced

_FORMULA = re.compile(r"\$\$([^$]{1,2000})\$\$|\$([^$]{1,2000})\$(?!\d)")
_SURELY_TEX = re.compile(r"[\\^_={}]|^\s*[a-zA-Z]{1,2}\s*$")
_NEEDLESS_BLANK = re.compile(r"(\\[lr]brace) (?![a-zA-Z]|\\math|\\text)")
_BEGINS_WORD = re.compile(r"[a-zA-Z]|\\math|\\text")
_WORD_ENDS = re.compile(r"\\[a-zA-Z]+$")
_PLAIN = re.compile(r"[a-zA-Z0-9+=()<>/.,:;!*| -]*")
_ESCAPED_BRACE = re.compile(r"\\[{}]")
# BibTeX counts an escaped brace like any other, so a lone one must not be written as such.
_LONE = {r"\{": r"\lbrace ", r"\}": r"\rbrace "}
_IN_MATH = {
    "%": r"\%",
    "#": r"\#",
    "&": r"\&",
    "$": r"\$",
    "\\": r"\backslash ",
    "{": r"\lbrace ",
    "}": r"\rbrace ",
}
_IN_TEXT = {**_IN_MATH, "_": r"\_", "^": r"\^{}", "~": r"\~{}", "\\": r"{\textbackslash}",
            "{": r"{\textbraceleft}", "}": r"{\textbraceright}"}  # fmt: skip
_DOUBLE_STRUCK = dict(zip("CHNPQRZ", "ℂℍℕℙℚℝℤ", strict=True))
_STRUCK = re.compile("\u0338 ?(.)")  # a stroke stands in front of its sign in TeX, behind it in Unicode
_TAG = re.compile(r"</?su[bp]>")
_SCRIPT = re.compile(r"<(su[bp])>([^<>]*)</\1>")
_ACCENTED = re.compile(rf"\\(?:{'|'.join(macros.MATH_ACCENTS)}) \{{")
_LETTER = re.compile(rf".{macros.MARK}*", re.S)
_NOTHING = Node("{", ((),))
_SCRIPTS = ("^", "_", "'")
_TAGS = {"^": "sup", "_": "sub"}


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


@lru_cache(maxsize=1 << 14)
def _can_be_formula(inside: str) -> bool:
    blank_ends = inside[:1].isspace() or inside[-1:].isspace()
    return is_balanced(inside) and (not blank_ends or bool(_SURELY_TEX.search(inside)))


@lru_cache(maxsize=1 << 14)
def to_tex(formula: str) -> str:
    """The formula in harmless macros that LaTeX with amsmath and amssymb knows.

    A macro of somebody's own becomes its name, all else that TeX would not take is mended.

    >>> to_tex("Λ_α"), to_tex("f_D_{S^+}")
    ('\\\\Lambda_{\\\\alpha}', 'f_{D}{}_{S^{+}}')
    >>> to_tex("\\\\input{/etc/passwd}")
    '\\\\mathrm{input}{/etc/passwd}'
    """
    if _PLAIN.fullmatch(formula):
        return formula.strip()
    tex = _tex(parse(formula))
    lone = _lone_braces(tex)
    if lone:
        tex = _ESCAPED_BRACE.sub(lambda match: _LONE[match[0]] if match.start() in lone else match[0], tex)
    return _NEEDLESS_BLANK.sub(r"\1", " ".join(tex.split()))


def _lone_braces(tex: str) -> frozenset[int]:
    opened: list[int] = []
    lone: set[int] = set()
    for match in _ESCAPED_BRACE.finditer(tex):
        if match[0] == r"\{":
            opened.append(match.start())
        elif opened:
            opened.pop()
        else:
            lone.add(match.start())
    return frozenset(lone.union(opened))


def _tex(nodes: Nodes) -> str:
    """Nodes as TeX; what would be a second script above or below one letter gets a place of its own."""
    out: list[str] = []
    taken = ""  # the scripts that the letter before has
    for node in nodes:
        kind = "^" if node.name == "'" else node.name
        if kind in ("^", "_"):
            if kind in taken and not (out[-1] == "'" == node.name):
                out.append("{}")
                taken = ""
            taken += kind
            out.append("'" if node.name == "'" else f"{kind}{{{_tex(node.parts[0])}}}")
            continue
        written = _node_to_tex(node)
        if written.strip():
            taken = ""
        out.append(written)
    return _joined(out)


def _joined(pieces: list[str]) -> str:
    """Pieces of TeX in a row, with a blank behind a macro where one is needed and nowhere else."""
    out = ""
    for piece in pieces:
        if _WORD_ENDS.search(out):
            piece = f" {piece}" if _BEGINS_WORD.match(piece) else piece.lstrip()
        out += piece
    return out


def _node_to_tex(node: Node) -> str:
    name = node.name
    if name == "{":
        return f"{{{_tex(node.parts[0])}}}"
    if name == r"\left":
        opening, inside, closing = node.parts
        return rf"\left{opening[0].name} {_tex(inside)}\right{closing[0].name} "
    if name[0] == "\\" and name[1:2].isalpha():
        if name[1:] in macros.TEXT_STYLES:
            return _text_to_tex(name, node.parts[0])
        if name == r"\sqrt" and len(node.parts) == 2:
            return rf"\sqrt[{{{_tex(node.parts[0])}}}]{{{_tex(node.parts[1])}}}"
        # With a blank, or readers that drop braces and know no macros would show `\sqrts`.
        blank = " " if node.parts and name != r"\mathrm" else ""
        # A script needs a letter of its own, or it goes to the one in front of the macro.
        written = (f"{'{}' * (part[0].name in _SCRIPTS)}{_tex(part)}" if part else "" for part in node.parts)
        return f"{name}{blank}" + "".join(f"{{{part}}}" for part in written)
    if name == r"\_":
        return r"{\_}"  # without braces citation-js refuses the whole file
    if len(name) > 1:
        return name  # `\{` and the like
    return _IN_MATH.get(name, name) if name.isascii() else _unicode_to_tex(name)


@cache
def _unicode_to_tex(char: str) -> str:
    known = macros.as_math(char)
    if known:
        return _tex(parse(known))
    plain = unicodedata.normalize("NFKC", char)
    if plain != char and plain.isascii():
        return "".join(_IN_MATH.get(one, one) for one in plain if one not in "^_")
    return rf"\text{{{char}}}"


def _text_to_tex(style: str, nodes: Nodes) -> str:
    r"""Words inside a formula; what only mathematics has stands between them, not in `\text`."""
    out: list[str] = []
    inside = False
    for node in nodes:
        letter, *marks = list(node.name)
        written = _IN_TEXT.get(node.name) or (macros.as_text(node.name) if marks else None)
        math = (
            None
            if written or letter.isascii()
            else macros.accented_math(letter, marks) or macros.as_math(letter)
        )
        if inside == bool(math):
            out.append("}" if inside else f"{style}{{")
            inside = not inside
        out.append(_tex(parse(math)) if math else written or _IN_TEXT.get(letter, letter))
    return _joined([*out, "}" * inside])


def sign_to_tex(char: str) -> str | None:
    """The formula for a character that LaTeX has in mathematics only, or None."""
    return to_tex(char) if macros.as_math(char) and not macros.as_text(char) else None


def sign_of(tex: str) -> str | None:
    """The character, or the letter with its accents, that is written so, or None.

    >>> sign_to_tex("β"), sign_of("\\\\beta")
    ('\\\\beta', 'β')
    """
    if tex in _signs() or not _ACCENTED.match(tex):
        return _signs().get(tex)
    letter, *marks = list(unicodedata.normalize("NFD", to_markup(tex)))
    accented = macros.accented_math(letter, marks) if marks else None
    return (
        unicodedata.normalize("NFC", letter + "".join(marks))
        if accented and to_tex(accented) == tex
        else None
    )


@cache
def _signs() -> dict[str, str]:
    made: dict[str, str] = {}
    for char in macros.mathematical():
        tex = sign_to_tex(char)
        if tex and (tex not in made or macros.printed().get(tex[1:]) == char):
            made[tex] = char
    return made


@lru_cache(maxsize=1 << 14)
def to_markup(formula: str) -> str:
    """The formula as text, with `<sub>` and `<sup>` for what stands low and high.

    >>> to_markup("\\\\mathrm{H}_2\\\\to γ^{x}")
    'H<sub>2</sub>→γ<sup>x</sup>'
    """
    if _PLAIN.fullmatch(formula):
        return " ".join(formula.split())
    shown = _STRUCK.sub("\\1\u0338", " ".join(_shown(parse(formula)).split()))
    return unicodedata.normalize("NFC", shown)


def _shown(nodes: Nodes) -> str:
    out: list[str] = []
    function = False
    for node in nodes:
        name = node.name
        if name in _TAGS:
            inside = _shown(node.parts[0])
            raised = name == "^" and inside and not inside.strip("′∘*")
            shown = (
                inside.replace("∘", "°")
                if raised
                else f"<{_TAGS[name]}>{inside}</{_TAGS[name]}>" * bool(inside)
            )
        else:
            shown = _node_shown(node)
            if function and shown[:1] not in tuple("([ ,.;:)"):
                shown = f" {shown}"
            function = name[1:] in macros.FUNCTIONS
            if function and out and out[-1][-1:].isalnum():
                shown = f" {shown}"
        out.append(shown)
    return "".join(out)


def _node_shown(node: Node) -> str:
    name, parts = node.name, node.parts
    if name[0] != "\\":
        return _shown(parts[0]) if name == "{" else "′" if name == "'" else name
    if name == r"\left":
        return "".join(_shown(part) for part in parts if part != (Node("."),))
    macro = name[1:]
    if macro in macros.TEXT_STYLES:
        return "".join(letter.name for letter in parts[0])
    if macro in macros.MATH_ACCENTS:
        letters = _LETTER.findall(_shown(parts[0]))
        mark = macros.MATH_ACCENTS[macro] if len(letters) <= 3 else ""
        return "".join(letter + mark for letter in letters)
    if macro in macros.ARGUMENTS:
        return _arguments_shown(macro, parts)
    if parts:
        shown = _shown(parts[0])
        return _DOUBLE_STRUCK.get(shown, shown) if macro == "mathbb" else shown
    if macro in macros.FUNCTIONS or not macro.isalpha():
        return "‖" if macro == "|" else macro
    return macros.printed().get(macro, macro)


def _arguments_shown(macro: str, parts: tuple[Nodes, ...]) -> str:
    if macro == "sqrt":
        degree = f"<sup>{_shown(parts[0])}</sup>" if len(parts) > 1 else ""
        return f"{degree}√{_factor(parts[-1])}"
    if macro.endswith("frac"):
        return "/".join(map(_factor, parts))
    if macro.endswith("binom"):
        return f"({_shown(parts[0])} choose {_shown(parts[1])})"
    if macro == "pmod":
        return f" (mod {_shown(parts[0])})"
    return "".join(_shown(part) for part in reversed(parts))


def _factor(nodes: Nodes) -> str:
    """Nodes in parentheses, unless they are one letter, with scripts or without, or one number."""
    shown = _shown(nodes).strip()
    letters = [node for node in nodes if node.name not in ("^", "_", "'", " ") and node != _NOTHING]
    single = len(letters) < 2 or re.fullmatch(r"[\d.]*|[^\W\d_]+", shown)
    return shown if single else f"({shown})"


def to_plain(formula: str) -> str:
    """The formula without any markup; figures and signs that stand high or low do so by themselves.

    >>> to_plain("10^{15}"), to_plain("Pr_{2-x}")
    ('10¹⁵', 'Pr2-x')
    """
    shown = _SCRIPT.sub(_by_itself, to_markup(formula))
    return _TAG.sub("", shown)


def _by_itself(script: re.Match[str]) -> str:
    """A script in characters that are raised or lowered themselves, if it has only such."""
    table = macros.RAISED if script[1] == "sup" else macros.LOWERED
    return (
        "".join(table[char] for char in script[2]) if all(char in table for char in script[2]) else script[2]
    )
