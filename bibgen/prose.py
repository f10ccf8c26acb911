r"""TeX outside formulae as Unicode text: accents, fonts, signs, quotes, dashes, and the damage among them.

arXiv's metadata is typed by hand for TeX, or for no program at all, and has been converted since: a
quotation may be opened with an apostrophe and closed with `"`, `\beta` may have become `\b{eta}`, and
`2\gamma and` is served as `2γand`. What is sure is mended here. What is not known stays as it is
written, backslash and braces too, for it is somebody's text: a set `{0,1}`, an operator `\Ext`.

The text is read once, from left to right; what one macro gives is never read again as another.
"""

from __future__ import annotations

import re
import unicodedata

from bibgen import macros, mathtex

# Characters that no text has (Unicode calls them noncharacters) stand for what is decided at the end.
_DOLLAR, _FORMULA, _OPENING, _CLOSING, _TIE = "\ufdd0", "\ufdd1", "\ufdd2", "\ufdd3", "\ufdd4"
_GLUED = re.compile(r"[Α-Ωα-ω](?=(?:and|of|in|is|for|from|with|where|are|the|to|at|by|or)(?![^\W_]))")
_SUSPECT = re.compile(r"[\\`~{}]")
_ESCAPED_DOLLAR = re.compile(r"(?<!\\)((?:\\\\)*)\\\$")
_DISPLAYED = re.compile(r"(?<!\\)(?:\\\(([^$]{1,2000}?)\\\)|\\\[([^$]{1,2000}?)\\\])")
_SINGLE_QUOTED = re.compile(r"(?<![\w`\\{!?])`(?=[^\s`'}])([^`]{0,80}?)(?<![\s`\\'])'(?![\w'])")
# An accent and a letter without braces are one token: `\'e`, `\c c`, `\bar D`, `\tildeΘ`.
_MARKS = {name: mark for name, mark in macros.MATH_ACCENTS.items() if name != "underline"} | macros.ACCENTS
_NAMES = "|".join(sorted(filter(str.isalpha, _MARKS), key=len, reverse=True))
_WITH_LETTER = (
    rf"\\(?:([`'^~=.])\s*([^\W\d_])|(\")([^\W\d_])|({_NAMES})(?:\s+([^\W\d_])|(?![a-zA-Z])([^\W\d_])))"
)
_BARE = re.compile(_WITH_LETTER)
_TOKEN = re.compile(
    rf"{re.sub(r'[(](?![?])', '(?:', _WITH_LETTER)}|\\[a-zA-Z]+\*?\s*|\\.|[{{}}~]|``|''"
    r"|(?<![-!<])<?-{2,3}>?(?!-)|[^\\{}~`'<-]+|.",
    re.S,
)
_DEEPEST = 40  # groups within groups; nobody writes more, and Python's stack has an end
_PLAIN = {"``": _OPENING, "''": _CLOSING, "~": _TIE}
_OPTION = re.compile(r"(?<![^\s(])--(?=[a-zA-Z])")  # of a command: no dash
_DASHES = {"--": "–", "---": "—", "-->": "→", "--->": "→", "<--": "←", "<---": "←", "<-->": "↔", "<--->": "↔"}
_SYMBOLS = {
    "&": "&", "%": "%", "#": "#", "_": "_", "{": "{", "}": "}", "|": "‖", " ": " ", "\n": " ", ",": " ",
    ";": " ", ":": " ", ">": " ", "\\": " ", "-": "", "/": "", "!": "", "@": "", '"': '"',
}  # fmt: skip
_TAKING = frozenset(
    "textit textbf texttt textsc textrm textsf textsl textup textmd textnormal text emph mbox hbox uppercase "
    "underline uline mathrm mathit textsuperscript textsubscript ensuremath footnote url path nolinkurl burl "
    "href color textcolor".split()
)
_SILENT = frozenset(
    "it bf tt sc rm sf sl em cal itshape bfseries ttfamily noindent protect xspace relax par newline "
    "linebreak hfill centering small large footnotesize displaystyle".split()
)
_SWITCHES = _SILENT | {"color"}  # what a group may begin with that is there for TeX
_ALONE = {
    "~": "~", "^": "^", "'": "´", "`": "`", '"': "¨", "=": "¯", "c": "¸", "u": "˘", "v": "ˇ", "r": "˚",
    "H": "˝", ".": "˙", "k": "˛",
}  # fmt: skip
# What is left of a letter whose name begins like an accent: `\b{eta}`.
_GREEK = dict(
    zip("beta chi delta kappa rho tau theta upsilon varphi varepsilon".split(), "βχδκρτθυφε", strict=True)
)
_SHIFTED = {"textsuperscript": ("^", macros.RAISED), "textsubscript": ("_", macros.LOWERED)}
_UMLAUTS = frozenset("aeiouyAEIOUYıȷ")
_LINK_ESCAPE = re.compile(r"\\([%#_&~{}])")
_QUOTE = re.compile(f'[{_OPENING}{_CLOSING}"]')
_TIED = re.compile(rf"(?<=[\w.)$%’”]){_TIE}(?=[\w(\\$%“‘\[])")

_Read = tuple[str, int]  # the text of what begins at a token, and the token behind it


def decoded(text: str) -> str:
    """The text as Unicode, formulae left between dollars.

    >>> decoded("Erd\\\\H{o}s on ''large'' sets {0,1} -- $x_1$~apart, 2γand \\\\b{eta}")
    'Erdős on “large” sets {0,1} – $x_1$ apart, 2γ and β'
    """
    if not text.isascii():
        text = _GLUED.sub(r"\g<0> ", text)
    if not _SUSPECT.search(text) and "--" not in text and "''" not in text:
        return text
    if r"\$" in text:
        text = _ESCAPED_DOLLAR.sub(rf"\1{_DOLLAR}", text)
    if "\\(" in text or "\\[" in text:
        text = _DISPLAYED.sub(_of_displayed, text)
    if "`" in text:
        text = _SINGLE_QUOTED.sub(r"‘\1’", text)
    tokens: list[str] = []
    for formula, piece in mathtex.split(text):
        tokens.extend([_FORMULA + piece] if formula else _TOKEN.findall(_kept_options(piece)))
    read = _Reader(tokens).text(0, len(tokens))
    return _TIED.sub(" ", _quoted(read)).replace(_TIE, "~").replace(_DOLLAR, "$")


def _of_displayed(match: re.Match[str]) -> str:
    inside = match[1] or match[2]
    return f"${inside}$" if mathtex.is_balanced(inside) else match[0]


def _kept_options(text: str) -> str:
    return _OPTION.sub("-{}-", text) if "--" in text else text


def _quoted(text: str) -> str:
    """Marks of quotation turned the right way, from what stands before and behind them."""
    if _OPENING not in text and _CLOSING not in text:
        return text
    inside = False

    def turned(match: re.Match[str]) -> str:
        nonlocal inside
        mark, at = match[0], match.start()
        before, behind = text[at - 1 : at] if at else "", text[at + 1 : at + 2]
        ends = bool(before.strip()) and before not in "([-–—" and not behind.isalnum()
        if inside and (ends or (mark == _CLOSING and before.strip())):
            inside = False
            return "”"
        begins = mark == _OPENING or (
            mark == _CLOSING
            and text.find(_CLOSING, at + 1) > 0
            and not before.strip(" ([-–—")
            and behind.strip()
        )
        inside = inside or bool(begins)
        return "“" if begins else "''" if mark == _CLOSING else mark

    return _QUOTE.sub(turned, text)


class _Reader:
    """Tokens of a text, read one after the other; each method says what text a token gives."""

    def __init__(self, tokens: list[str]) -> None:
        self.tokens = tokens
        self.partner = _partners(tokens)

    def text(self, at: int, end: int) -> str:
        """What the tokens from `at` to before `end` give."""
        out: list[str] = []
        while at < end:
            made, at = self.one(at, end)
            out.append(made)
        return "".join(out)

    def one(self, at: int, end: int) -> _Read:
        """What the token at `at`, and those that belong to it, give."""
        token = self.tokens[at]
        if token[0] == _FORMULA:
            return f"${token[1:]}$", at + 1
        if token[0] == "\\" and len(token) > 1:
            return self.macro(at, end) or (token, at + 1)
        if token == "{" and at in self.partner:
            return self.group(at), self.partner[at] + 1
        return _PLAIN.get(token) or _DASHES.get(token, token), at + 1

    def group(self, at: int) -> str:
        """A group; its braces go if they are there for TeX only, those of a set or a script stay."""
        begin, end = at + 1, self.partner[at]
        if begin == end:
            return ""
        first, before = self.tokens[begin], self.tokens[at - 1] if at else ""
        if end == begin + 1 and (first == "`" or first in _DASHES):
            return _DASHES.get(first, first)
        if end == begin + 1 and first[0] == _FORMULA:
            return mathtex.sign_of(first[1:]) or f"${first[1:]}$"
        owned = before[1:2].isalpha() if before[:1] == "\\" else before[-1:] in ("^", "_")
        if not owned:
            if first == "{" and self.partner.get(begin) == end - 1:
                return self.group(begin)
            read = self.macro(begin, end) if first[0] == "\\" and len(first) > 1 else None
            if read and (read[1] == end or first[1:].rstrip() in _SWITCHES or _accent_of(first)):
                return read[0] + self.text(read[1], end)
        return f"{{{self.text(begin, end)}}}"

    def macro(self, at: int, end: int) -> _Read | None:
        """What a macro and its arguments give; None if it is not known."""
        token = self.tokens[at]
        name = token[1:].rstrip("* \t\n")
        accent = _accent_of(token)
        if accent:
            return self.accent(accent, at, end)
        if not name[:1].isalpha():
            known = _SYMBOLS.get(token[1:])
            return None if known is None else (known, at + 1)
        if name in _TAKING and self.tokens[at + 1 : at + 2] == ["{"] and at + 1 in self.partner:
            return self.taking(name, at + 1)
        sign = _sign(name)
        if sign is None:
            return None
        if self.tokens[at + 1 : at + 3] == ["{", "}"]:
            return sign, at + 3
        blank = token[-1].isspace() and (name in macros.SYMBOLS or name in macros.FUNCTIONS or len(sign) > 2)
        return sign + " " * blank, at + 1

    def accent(self, name: str, at: int, end: int) -> _Read | None:
        """A letter with an accent, or what else `\\b`, `\\"` and their like are used for."""
        opened = at > 0 and self.tokens[at - 1] == "{"
        bare = _BARE.fullmatch(self.tokens[at])
        if bare:
            letter = bare[bare.lastindex or 0]
            if name == '"' and not opened and letter not in _UMLAUTS:
                return f'"{letter}', at + 1  # an escaped quotation mark
            return _accented(letter, name), at + 1
        inside, behind = self.accented_part(at + 1, end, opened)
        if behind == at + 1:
            return ('"', behind) if name == '"' else None
        if not inside:
            return _ALONE.get(name, ""), behind
        if name + inside in _GREEK:
            return _GREEK[name + inside], behind
        short = name in macros.ACCENTS or len(unicodedata.normalize("NFC", inside)) == 1
        return (_accented(inside, name), behind) if inside[0].isalnum() and short else None

    def accented_part(self, at: int, end: int, opened: bool) -> _Read:
        """What stands under an accent, and what follows it; the same place again if nothing does."""
        token = self.tokens[at] if at < end else ""
        if token == "{" and at in self.partner:
            return self.text(at + 1, self.partner[at]), self.partner[at] + 1
        if token and (_BARE.fullmatch(token) or _sign(token[1:].rstrip())):
            return self.macro(at, end) or ("", at)
        # `{\=2}`: a digit has an accent only in a group of its own
        return (token, at + 1) if opened and token.isdigit() else ("", at)

    def taking(self, name: str, at: int) -> _Read:
        """A macro with its argument, whose group begins at `at`."""
        last = self.partner[at]
        following = last + 1 if self.tokens[last + 1 : last + 2] == ["{"] and last + 1 in self.partner else 0
        if name in ("url", "path", "nolinkurl", "burl", "href"):
            link = _LINK_ESCAPE.sub(r"\1", "".join(self.tokens[at + 1 : last])).strip()
            if name != "href" or not following:
                return link, last + 1
            told = self.text(following + 1, self.partner[following])
            return (told if link in told else f"{told} ({link})"), self.partner[following] + 1
        if name in ("color", "textcolor"):
            if name == "color" or not following:
                return "", last + 1
            return self.text(following + 1, self.partner[following]), self.partner[following] + 1
        inside = self.text(at + 1, last)
        if name == "footnote":
            inside = f" ({inside})"
        elif name in _SHIFTED:
            inside = _shifted(inside, *_SHIFTED[name])
        elif name == "ensuremath":
            inside = "".join(self.tokens[at + 1 : last])
            inside = mathtex.sign_of(inside) or f"${inside}$"
        return inside, last + 1


def _partners(tokens: list[str]) -> dict[int, int]:
    """Place of an opening brace -> that of the brace that closes it."""
    opened: list[int] = []
    found = {}
    for at, token in enumerate(tokens):
        if token == "{":
            opened.append(at)
        elif token == "}" and opened:
            begin = opened.pop()
            if len(opened) < _DEEPEST:
                found[begin] = at
    return found


def _accent_of(token: str) -> str:
    """The name of the accent that a token is, with its letter or without; else nothing."""
    bare = _BARE.fullmatch(token)
    name = bare[1] or bare[3] or bare[5] if bare else token[1:].rstrip()
    return name if token[0] == "\\" and name in _MARKS else ""


def _accented(letters: str, accent: str) -> str:
    """Letters with an accent on the first, behind the accents that it has."""
    first = {"ı": "i", "ȷ": "j"}.get(letters[0], letters[0])
    marks = next(
        (at for at, char in enumerate(letters) if at and not unicodedata.combining(char)), len(letters)
    )
    made = first + letters[1:marks] + _MARKS[accent] + letters[marks:]
    return unicodedata.normalize("NFC", made)


def _shifted(text: str, mark: str, table: dict[str, str]) -> str:
    """Raised or lowered text: as characters that are so by themselves, else as a formula."""
    if text and all(char in table for char in text):
        return "".join(table[char] for char in text)
    return f"${mark}{{\\mathrm{{{text}}}}}$" if re.fullmatch(r"[\w.,+-]+", text) else text


def _sign(name: str) -> str | None:
    """What a macro without arguments prints as text, or None if it is not known."""
    if name in _SILENT or name in _TAKING:
        return ""
    if name in macros.FUNCTIONS and name != "deg":
        return name
    return macros.LETTERS.get(name) or macros.SIGNS.get(name) or macros.printed().get(name)
