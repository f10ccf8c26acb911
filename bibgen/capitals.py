"""Which capitals of a title must survive a style that sets titles in lower case.

BibTeX's plain, IEEEtran and most others lower every letter but the first and the one behind a colon
(btxdoc, `change.case$`); biblatex and citeproc do likewise on request. What stands in braces is left
alone. Protected are letters that would be wrong in lower case: acronyms and inner capitals (`GPT-3`,
`StarCraft`), single letters, chemical symbols before a formula, sentences after the first, and in
titles written in sentence case every capital inside, for there it marks a name. A title in Title
Case does not tell names from other words, and one in ALL CAPITALS tells nothing: there no more is
protected than can be known, because a title in braces from end to end is what users complain of.
"""

from __future__ import annotations

import re

from bibgen import latex, mathtex

_OPEN, _CLOSE = "\ue010", "\ue011"  # stand for the braces until the text itself is escaped
_WORD = re.compile(r"[^\s]+")
_PART = re.compile(r"[^\W_](?:[^\W_]|[.'’](?=[^\W_]))*")
_JOINED = re.compile(f"{_CLOSE}([-–/]?){_OPEN}")
_SMALL = frozenset(
    "a an the and or of in on for to with from by at as via is are its into over under between".split()
)


def to_bibtex_title(title: str) -> str:
    """A title for a .bib, with braces around what must keep its capitals.

    >>> to_bibtex_title("StarCraft II: A New Challenge for Reinforcement Learning")
    '{StarCraft} {II}: A New Challenge for Reinforcement Learning'
    >>> to_bibtex_title("On the Markov trace for algebras of type $E_n$")
    'On the {Markov} trace for algebras of type {$E_n$}'
    """
    return latex.to_bibtex(_marked(title)).replace(_OPEN, "{").replace(_CLOSE, "}")


def _marked(title: str) -> str:
    pieces = list(mathtex.split(title))
    prose = " ".join(piece for formula, piece in pieces if not formula)
    if _shouts(prose):
        return title
    sentence = _in_sentence_case(prose)
    out: list[str] = []
    for at, (formula, piece) in enumerate(pieces):
        if formula:
            out.append(f"${piece}$")
            continue
        before = "".join(text for _, text in pieces[:at]).strip()
        glued = at + 1 < len(pieces)
        out.append(_mark_prose(piece, first=not before, sentence=sentence, before_formula=glued))
    return "".join(out)


def _shouts(prose: str) -> bool:
    words = re.findall(r"[^\W\d_]{2,}", prose)
    return len(words) > 1 and sum(word.isupper() for word in words) > 0.7 * len(words)


def _in_sentence_case(prose: str) -> bool:
    """Whether most words inside the title are in lower case, so that a capital marks a name."""
    inside = re.findall(r"(?<![:.?!—–-] )(?<=\s)([^\W\d_]{2,})(?![^\s,;:.?!)])", prose)
    telling = [word for word in inside if word.lower() not in _SMALL and word[1:].islower()]
    capitals = sum(word[0].isupper() for word in telling)
    return len(telling) >= 2 and capitals < 0.5 * len(telling)


def _mark_prose(piece: str, *, first: bool, sentence: bool, before_formula: bool) -> str:
    """Mark the parts of one run of prose; `first`: it opens the title."""

    def mark(match: re.Match[str]) -> str:
        before = piece[: match.start()]
        opens = first and not before.strip(" \"'“‘`([{¿¡")
        touches = before_formula and match.end() == len(piece)
        return _mark_part(match[0], before, opens=opens, sentence=sentence, touches=touches)

    marked = _PART.sub(mark, piece)
    return _JOINED.sub(r"\1", marked)


def _mark_part(part: str, before: str, *, opens: bool, sentence: bool, touches: bool) -> str:
    rest = part[1:]
    capital = part[0].isupper()
    if any(char.isupper() for char in rest) or (capital and any(char.isdigit() for char in rest)):
        return f"{_OPEN}{part}{_CLOSE}"
    if not capital or opens:
        return part
    if len(part) == 1:
        alone = part == "A" and not touches
        return part if alone else f"{_OPEN}{part}{_CLOSE}"
    if touches:
        return f"{_OPEN}{part}{_CLOSE}"
    if re.search(r"[.?!][\"'”’)]*\s+$", before):
        return f"{_OPEN}{part[0]}{_CLOSE}{rest}"
    if sentence and not re.search(r":\s+$", before):
        return f"{_OPEN}{part}{_CLOSE}"
    return part
