r"""TeX of a bibliography as plain text: macros of bibliography styles undone, accents and formulae decoded.

Knows what the styles write into a .bbl: natbib's `\natexlab`, REVTeX's `\bibinfo`, `\bibfield` and
`\href@noop`, ACM's `\showarticletitle`, IEEEtran's and biblatex's own, and the font changes of LaTeX. What
a macro shows stays, the macro goes; links give their address too, because it often names the paper.
"""

from __future__ import annotations

import re

from bibgen import latex

_COMMENT = re.compile(r"(?<!\\)%[^\n]*\n?[^\S\n]*")
_GROUP = r"\{(?:[^{}\\]|\\.|\{(?:[^{}\\]|\\.|\{(?:[^{}\\]|\\.|\{(?:[^{}\\]|\\.|\{[^{}]*\})*\})*\})*\})*\}"
GROUP = re.compile(_GROUP, re.S)
_LINK = re.compile(rf"\\href(?:@noop)?\s*(?P<url>{_GROUP})\s*(?P<text>{_GROUP})", re.S)
_EPRINT = re.compile(rf"\\Eprint\s*(?P<url>{_GROUP})\s*(?P<text>{_GROUP})", re.S)
_ADDRESS = re.compile(r"\\(?:url|path|nolinkurl|doi|texttt|burl|href)\s*\{(?P<text>[^{}]*)\}")
_ARXIV = re.compile(r"\\(?:eprint|arxiv|arXiv|archive)\s*\{(?P<text>[^{}]*)\}")
_QUOTED = re.compile(rf"\\enquote\s*\*?\s*({_GROUP})", re.S)
_INFO = re.compile(r"\\(?:bibinfo|bibfield|showarticletitle|bibentryread)\s*(?:\{[a-zA-Z]*\})?\s*(?=\{)")
_SHOWN = re.compile(
    r"\\(?:emph|textit|textbf|textsc|textrm|textsl|textsf|texttt|textup|textnormal|mbox|hbox|"
    r"uppercase|natexlab|bibfnamefont|"
    r"bibnamefont|citenamefont|bibnamedelim\w|mkbibquote|mkbibemph|mkbibbold|url|path|doi|eprint|"
    r"underline|text|BIBentryALT\w+|"
    r"bibname|penalty0|enquote|bibsnm|bibinitdelim|BYEAR|bibvolume|bibyear|bibeditor|bibauthor|"
    r"allowbreak|bibpre|citename)\s*\*?(?![a-zA-Z])"
)
_HIDDEN = re.compile(
    r"\\(?:newblock|BibitemOpen|BibitemShut\s*\{[^{}]*\}|em|it|bf|sc|rm|sl|tt|sf|itshape|bfseries|"
    r"scshape|upshape|normalfont|"
    r"relax|providecommand|noopsort\s*\{[^{}]*\}|SortNoop\s*\{[^{}]*\}|hskip[^\\]{1,40}?(?=\\|$)|"
    r"protect|translation|showeprint(?:\[[^\]]*\])?|"
    r"showDOI|showURL|showISBNx|showISSN|shownote|BIBentry\w+|bibrangedash|nocite\s*\{[^{}]*\}|"
    r"label\s*\{[^{}]*\}|par|noindent|"
    r"small|footnotesize|selectlanguage\s*\{[^{}]*\}|bibitemdeclare\s*\{[^{}]*\}\s*\{[^{}]*\}|nobreak|"
    r"penalty\s*-?\d+)(?![a-zA-Z])\s*"
)
_SPACES = (
    (re.compile(r"\\bibrangedash\b|\\textendash\b\s?(?:\{\})?|\\--"), "–"),
    (re.compile(r"\\bibinitperiod\b(?:\s|\{\})?"), "."),
    (re.compile(r"\\bibnamedelim[a-z]\b\s?|\\bibinitdelim\b\s?|\\[ ,;:/!\n]|(?<!\\)~"), " "),
    (re.compile(r"(?<![-$\\])---?(?!-)"), "–"),
)  # fmt: skip
_MATH = re.compile(r"(\$[^$]*\$)")


def plain(tex: str) -> str:
    r"""What a piece of a bibliography shows, on one line, formulae kept between dollars.

    >>> plain("{\\em et~al.}\n\\newblock {G}\\\"odel's $\\Lambda$ \\href{https://arxiv.org/abs/1706.03762}{here}")
    "et al. Gödel's $\\Lambda$ here https://arxiv.org/abs/1706.03762"
    """
    text = _COMMENT.sub("", tex)
    for _ in range(2):
        text = _LINK.sub(_linked, text)
    text = _EPRINT.sub(lambda found: f" {_eprint(found['text'][1:-1])} ", text)
    text = _ARXIV.sub(lambda found: f" {_eprint(found['text'])} ", text)
    text = _ADDRESS.sub(lambda found: f" {found['text']} ", text)
    text = _QUOTED.sub(lambda found: f"“{found[1][1:-1]}”", text)
    text = _SHOWN.sub("", _INFO.sub("", text))
    for pattern, instead in _SPACES:
        text = pattern.sub(instead, text)
    text = latex.decode(_HIDDEN.sub(" ", text))
    pieces = (
        piece if at % 2 else re.sub(r"(?<!\\)[{}]", "", piece) for at, piece in enumerate(_MATH.split(text))
    )
    text = re.sub(r"\\(?=[_#%&{}])", "", " ".join("".join(pieces).split()))
    return re.sub(r"\s+(?=[,.;:)](?:\s|$))", "", text)


def _linked(match: re.Match[str]) -> str:
    url = match["url"][1:-1].strip().replace("\\%", "%").replace("\\_", "_").replace("\\#", "#")
    shown = match["text"][1:-1]
    return f"{shown} {url} " if re.match(r"https?://|10\.\d|doi:", url) and url not in shown else shown


def _eprint(text: str) -> str:
    bare = re.match(r"\s*(?:[a-z-]+(?:\.[A-Z]{2})?/\d{7}|\d{4}\.\d{4,5})", text)
    return f"arXiv:{text.strip()}" if bare else text


def group(text: str, at: int) -> tuple[str, int]:
    """What stands in the braces that open at `at`, blanks before them or not, and where they end.

    "" and `at` if none open there.
    """
    begin = at + len(text[at:]) - len(text[at:].lstrip()) if text[at : at + 1].isspace() else at
    if text[begin : begin + 1] != "{":
        return "", at
    depth, place = 0, begin
    while place < len(text):
        char = text[place]
        if char == "\\":
            place += 1
        elif char in "{}":
            depth += 1 if char == "{" else -1
            if depth == 0:
                return text[begin + 1 : place], place + 1
        place += 1
    return "", at
