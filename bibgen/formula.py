r"""A formula taken apart: a tree that can always be written down again without harm.

TeX reads its input as it runs it, so a formula from outside is read here by rules of its own: groups,
scripts, macros with as many arguments as `macros` says, and nothing else. What TeX would stumble over
is mended: a script without its letter, `\left` without `\right`, two scripts one above the other,
Plain TeX's switches (`{\rm x}`) and fractions (`{a \over b}`). A macro that nobody knows becomes its
name in upright letters, as most people's own macros are names of operators or particles.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from bibgen import macros

TOKEN = re.compile(rf"\\[a-zA-Z]+\*?\s*|\\.|[{{}}^_~]|\s+|.{macros.MARK}*", re.S)
_LETTER = re.compile(rf".{macros.MARK}*", re.S)
DEEPEST = 40  # groups within groups; nobody writes more, and Python's stack has an end
_DROPPED = frozenset(
    "displaystyle textstyle scriptstyle scriptscriptstyle limits nolimits nonumber middle protect relax "
    "ensuremath bigl bigr Bigl Bigr biggl biggr Biggl Biggr bigm Bigm big Big bigg Bigg tiny small null "
    "normalsize rmfamily bfseries upshape xspace noindent mathstrut strut allowbreak".split()
)
_DROPPED_WITH_ARGUMENT = frozenset("hspace vspace label tag color phantom hphantom vphantom".split())
_DIVIDED = {"over": "frac", "choose": "binom", "atop": "frac"}
_CAPITALS_ONLY = {"mathbb": "mathbf", "mathcal": "mathit"}  # fonts, and where the other letters are
_SPACES = frozenset(r"\, \; \: \> \/ \@ \-".split()) | {"\\ ", "\\\\", "\\\n"}
_ESCAPED = frozenset(r"\{ \} \% \& \# \_ \$ \|".split())
_KERN = re.compile(r"\\(?:m?kern|[hm]skip)\s*-?[\d.]+\s*(?:mu|em|ex|pt|cm|mm|in|sp)\s*")
_MATHJAX = re.compile(r"\\unicode\s*\{\s*(?:x([0-9a-fA-F]{1,5})|(\d{1,6}))\s*\}")


@dataclass(frozen=True, slots=True)
class Node:
    r"""A character, or a macro (with its backslash), `{`, `^` or `_`, and what belongs to it."""

    name: str
    parts: tuple[Nodes, ...] = ()


Nodes = tuple[Node, ...]


def parse(tex: str) -> Nodes:
    """The tree of a formula; braces that have no partner are left out."""
    tokens = TOKEN.findall(_MATHJAX.sub(_of_mathjax, _KERN.sub("", tex)))
    tokens.reverse()  # so that taking the next one is cheap
    found: Nodes = ()
    while tokens:
        found += _nodes(tokens, 0)
        if tokens:
            tokens.pop()
    return found


def _of_mathjax(match: re.Match[str]) -> str:
    code = int(match[1], 16) if match[1] else int(match[2])
    return chr(code) if 0xA0 <= code < 0x110000 and not 0xD800 <= code < 0xE000 else ""


def is_balanced(tex: str) -> bool:
    """Whether every brace has its partner, and they are not nested beyond reason."""
    if "{" not in tex and "}" not in tex:
        return True
    depth = deepest = 0
    for token in TOKEN.findall(tex):
        depth += (token == "{") - (token == "}")
        deepest = max(deepest, depth)
        if depth < 0:
            return False
    return depth == 0 and deepest < DEEPEST


def _nodes(tokens: list[str], depth: int) -> Nodes:
    r"""What stands before the next `}` or `\right` of this group, which is left there."""
    found: list[Node] = []
    while tokens and tokens[-1] != "}" and tokens[-1].rstrip() != r"\right":
        token = tokens.pop()
        name = token[1:].rstrip("* \t\n") if token[0] == "\\" else ""
        if name in _DIVIDED and depth < DEEPEST:
            return (Node(rf"\{_DIVIDED[name]}", (tuple(found), _nodes(tokens, depth + 1))),)
        if name in macros.SWITCHES and depth < DEEPEST and tokens and tokens[-1] != "{":
            found.append(Node(rf"\{macros.RENAMED[name]}", (_nodes(tokens, depth + 1),)))
        else:
            found.extend(_node(token, tokens, depth))
    return tuple(found)


def _node(token: str, tokens: list[str], depth: int) -> Nodes:
    """The node that a token begins, or none."""
    if token.isspace() or token == "~":
        return (Node(" "),)
    if token == "{":
        return (Node("{", (_group(tokens, depth),)),)
    if token == "\\":
        return (Node(r"\backslash"),)
    if token in "^_" or (token == r"\_" and _is_script(tokens)):
        return (_script(token[-1], tokens, depth),)
    if token[0] != "\\":
        return _letter(token)
    if token[1:2].isalpha():
        return _macro(token[1:].rstrip("* \t\n"), tokens, depth)
    if token in _SPACES:
        return (Node(" "),)
    if token[1] in macros.ACCENTS:
        return _accented(macros.ACCENTS[token[1]], _argument(tokens, depth))
    if token in _ESCAPED:
        return (Node(token),)
    return () if token == r"\!" else _letter(token[1:])


def _is_script(tokens: list[str]) -> bool:
    r"""Whether `\_` stands before one symbol and no word: some archives escape all underscores, `\ell\_r`."""
    following, behind = ("".join(tokens[-1:]), "".join(tokens[-2:-1]))
    return following == "{" or following[1:2].isalpha() or (following.isalnum() and not behind.isalpha())


def _letter(letter: str) -> Nodes:
    """One character, with an accent of mathematics for each mark that it has for itself."""
    whole = unicodedata.normalize("NFC", letter)
    base = "" if unicodedata.combining(whole[0]) else whole[0]
    nodes: Nodes = (Node(base),) if base.isprintable() and base else ()
    for mark in whole[len(base) :]:
        nodes = (Node(rf"\{macros.MATH_MARKS[mark]}", (nodes,)),) if mark in macros.MATH_MARKS else nodes
    return nodes


def _accented(mark: str, letters: Nodes) -> Nodes:
    r"""A letter with an accent of text, as in `{\'e}t`."""
    return _letter(letters[0].name + mark) if len(letters) == 1 and letters[0].name.isalpha() else letters


def _group(tokens: list[str], depth: int) -> Nodes:
    found: Nodes = ()
    while tokens and tokens[-1] != "}":
        if depth < DEEPEST:
            found += _nodes(tokens, depth + 1)
        if tokens and tokens[-1] != "}":  # a lone `\right`
            tokens.pop()
    del tokens[-1:]
    return found


def _script(mark: str, tokens: list[str], depth: int) -> Node:
    """A script; a group in it that holds but one such script is that script: `s_{_{NN}}`."""
    inside = _argument(tokens, depth)
    while len(inside) == 1 and inside[0].name == mark:
        inside = inside[0].parts[0]
    return Node(mark, (inside,))


def _argument(tokens: list[str], depth: int) -> Nodes:
    """What a macro or a script takes: the next group, or the next token."""
    while tokens and tokens[-1].isspace():
        tokens.pop()
    if not tokens or tokens[-1] in "}^_" or tokens[-1].rstrip() == r"\right" or depth >= DEEPEST:
        return ()
    token = tokens.pop()
    return _group(tokens, depth) if token == "{" else _node(token, tokens, depth + 1)


def _macro(name: str, tokens: list[str], depth: int) -> Nodes:
    if name in ("sp", "sb"):
        return (_script("^" if name == "sp" else "_", tokens, depth),)
    if name == "left":
        return _fenced(tokens, depth)
    name = macros.RENAMED.get(name, name)
    if name in macros.TEXT_STYLES:
        return (Node(rf"\{name}", (_literal(tokens),)),)
    if name in macros.STYLES or name in macros.MATH_ACCENTS:
        inside = _argument(tokens, depth)
        if name in _CAPITALS_ONLY and not _are_capitals(inside):
            name = _CAPITALS_ONLY[name]
        return (Node(rf"\{name}", (inside,)),)
    if name in macros.ARGUMENTS:
        count = macros.ARGUMENTS[name]
        option = _option(tokens, depth) if name == "sqrt" else ()
        return (Node(rf"\{name}", (*option, *(_argument(tokens, depth) for _ in range(count)))),)
    if name in macros.FUNCTIONS or name in macros.SYMBOLS:
        return (Node(rf"\{name}"),)
    return _foreign(name, tokens, depth)


def _are_capitals(nodes: Nodes) -> bool:
    return all(
        (node.name.isupper() or not node.name.isalnum()) and all(map(_are_capitals, node.parts))
        for node in nodes
    )


def _foreign(name: str, tokens: list[str], depth: int) -> Nodes:
    """What is left of a macro that LaTeX may not know."""
    if name in _DROPPED_WITH_ARGUMENT:
        _argument(tokens, depth)
        return ()
    if name in _DROPPED:
        return ()
    if name == "textcolor":
        _argument(tokens, depth)
        return _argument(tokens, depth)
    if name in ("begin", "end"):
        _argument(tokens, depth)
        return (Node(" "),)
    if name in macros.BLACKBOARD:
        return (Node(r"\mathbb", ((Node(macros.BLACKBOARD[name]),),)),)
    char = macros.SIGNS.get(name) or (macros.LETTERS[name] if name in ("aa", "AA", "ss") else "")
    if len(char) == 1 and len(name) > 1:
        return (Node(char if char not in "{}$" else f"\\{char}"),)
    return (Node(r"\mathrm", (tuple(map(Node, name)),)),)


def _literal(tokens: list[str]) -> Nodes:
    r"""The characters that an argument of `\text` prints: there nothing is mathematics."""
    while tokens and tokens[-1].isspace():
        tokens.pop()
    depth, found = 0, ""
    while tokens and (depth or tokens[-1] != "}"):
        token = tokens.pop()
        depth += (token == "{") - (token == "}")
        found += "" if token in ("{", "}") else _said(token)
        if depth == 0:
            break
    return tuple(Node(letter) for letter in _LETTER.findall(found) if not unicodedata.combining(letter[0]))


def _said(token: str) -> str:
    if token.isspace() or token == "~" or token in _SPACES:
        return " "
    if token[0] != "\\":
        return token if token.isprintable() else ""
    name = token[1:].strip("* \t\n")
    if not name.isalpha():
        return name
    name = macros.RENAMED.get(name, name)
    if name in macros.TEXT_STYLES or name in macros.STYLES or name in _DROPPED or name == "not":
        return ""
    return macros.SIGNS.get(name) or macros.LETTERS.get(name) or macros.printed().get(name, name)


def _option(tokens: list[str], depth: int) -> tuple[Nodes, ...]:
    """The degree of a root: `[3]`."""
    ahead = tokens[-12:]
    ahead.reverse()
    if ahead[:1] != ["["] or "]" not in ahead or set("{}^_") & set(ahead[: ahead.index("]")]):
        return ()
    inside = ahead[1 : ahead.index("]")]
    del tokens[-len(inside) - 2 :]
    inside.reverse()
    return (_nodes(inside, depth + 1),)


def _fenced(tokens: list[str], depth: int) -> Nodes:
    r"""What stands between `\left` and `\right` with their signs; the signs alone if they do not pair."""
    opening = _fence(tokens)
    inside = _nodes(tokens, depth + 1) if depth < DEEPEST else ()
    if not tokens or tokens[-1].rstrip() != r"\right":
        return (*filter(lambda node: node.name != ".", (opening,)), *inside)
    tokens.pop()
    closing = _fence(tokens)
    return (Node(r"\left", ((opening,), inside, (closing,))),)


def _fence(tokens: list[str]) -> Node:
    while tokens and tokens[-1].isspace():
        tokens.pop()
    token = tokens[-1].rstrip() if tokens else ""
    name = token[1:]
    if token and (token in "()[]|/.<>" or token in (r"\{", r"\}", r"\|") or name in macros.DELIMITERS):
        tokens.pop()
        return Node(token)
    return Node(".")
