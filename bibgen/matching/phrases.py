"""The words of a text that a search finds it by: rare ones, alone, in pairs, or in a row.

The rarer the words, the fewer papers there are to read. Phrases are free of TeX, of formulae (their
spelling differs from page to page) and of stop words (arXiv's index lets any word stand for one).
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from bibgen import mathtex, words

_TOKEN = re.compile(r"\\[a-zA-Z]+|[^\W\d_]+|\d+|[^\w\s]|_")
_WORD = re.compile(r"[A-Za-z]{2,}$")
_LETTERS = re.compile(r"[^\W\d_]{2,}$")
_GREEK = frozenset(
    "alpha beta gamma delta epsilon varepsilon zeta eta theta vartheta iota kappa lambda mu nu xi pi rho "
    "sigma tau upsilon phi varphi chi psi omega ell infty".split()
)
_BARE = "-,()\"':;.?!–—/&"  # marks that only separate words
_PAIRED = 4
_LEAST_PIECE = 2  # significant words; fewer ask for too much


def distinctive(text: str, size: int, count: int) -> list[str]:
    """The rarest runs of `size` neighbouring words, each from another stretch of the text.

    >>> distinctive("We show that this model of Perceiver attention works on many tasks.", 2, 1)
    ['Perceiver attention']
    """
    windows = list(_windows(text, size))
    found: list[str] = []
    for stretch in range(count):
        begin, end = len(windows) * stretch // count, len(windows) * (stretch + 1) // count
        best = max(windows[begin:end], default=None)
        if best and best[1] not in found:
            found.append(best[1])
    return found


def _windows(text: str, size: int) -> list[tuple[float, str]]:
    """(rarity, phrase) of each run of plain words without stop words, in the order of the text."""
    found = []
    for prose in (piece for formula, piece in mathtex.split(text) if not formula):
        for run in _runs(prose):
            for start in range(len(run) - size + 1):
                window = run[start : start + size]
                found.append((sum(words.rarity(word.lower()) for word in window), " ".join(window)))
    return found


def _runs(prose: str) -> list[list[str]]:
    """Runs of words that a phrase can hold; a stop word, a number or TeX ends a run, a hyphen not."""
    runs: list[list[str]] = [[]]
    for token in _TOKEN.findall(prose):
        if _WORD.match(token) and token.lower() not in words.STOP_WORDS:
            runs[-1].append(token)
        elif token not in '-,()"':
            runs.append([])
    return [run for run in runs if run]


def rarest(text: str, count: int) -> list[str]:
    """The rarest words of a text, formulae left out; of equally rare ones the longer first.

    >>> rarest("The $\\\\theta_5$-graph is a spanner", 3)
    ['spanner', 'graph']
    """
    prose = " ".join(piece for formula, piece in mathtex.split(text) if not formula)
    seen = dict.fromkeys(token for run in _runs(prose) for token in run)
    return sorted(seen, key=lambda token: (-words.rarity(token.lower()), -len(token)))[:count]


def pairs(ranked: Sequence[str]) -> list[tuple[str, str]]:
    """Pairs of words such that slips of the pen spoil only some: what may be one is paired last.

    >>> pairs(["hyperbolic", "routing", "planar", "graph"])
    [('hyperbolic', 'planar'), ('routing', 'graph')]
    >>> pairs(["nuclaer", "routing", "planar", "graph"])
    [('routing', 'planar'), ('graph', 'nuclaer')]
    """
    sure = [word for word in ranked if words.is_known(word.lower())]
    ordered = [*sure, *(word for word in ranked if word not in sure)][:_PAIRED]
    if len(ordered) == 3:
        return [(ordered[0], ordered[1]), (ordered[0], ordered[2]), (ordered[1], ordered[2])]
    if len(sure) >= _PAIRED or len(sure) < 2:
        half = len(ordered) // 2
        return list(zip(ordered[:half], ordered[half : 2 * half], strict=True))
    return list(zip(ordered[::2], ordered[1::2], strict=False))


def pieces(title: str) -> list[str]:
    """The parts of a title between formulae and around its colon, longest first, if there are any.

    >>> pieces("Integrability in N=4 super Yang-Mills theory: a review of the methods")
    ['a review of the methods', 'super Yang Mills theory']
    """
    found: list[list[str]] = [[]]
    for formula, prose in mathtex.split(title):
        tokens = [] if formula else _TOKEN.findall(prose)
        for token in tokens:
            if _is_prose(token):
                found[-1].append(token)
            elif token not in _BARE or token in ":?–—":
                found.append([])
        found.append([]) if formula else None
    whole = [run for run in found if run]
    if len(whole) < 2 and len(found) < 2:
        return []
    long = [run for run in whole if len(words.significant([word.lower() for word in run])) >= _LEAST_PIECE]
    return [" ".join(run) for run in sorted(long, key=lambda run: -len(run))]


def _is_prose(token: str) -> bool:
    """Whether every index spells the token alike: a word of letters, or the article."""
    if token in ("a", "A"):
        return True
    return bool(_LETTERS.match(token)) and token.lower() not in _GREEK and not _is_greek(token)


def _is_greek(token: str) -> bool:
    return any("\u0370" <= char <= "\u03ff" or ord(char) > 0xFFFF for char in token)
