"""The values on arXiv's pages: names, subjects, and where a title ends that nothing marks off.

Authors stand as arXiv's submitters typed them: accents in TeX, affiliations in parentheses,
collaborations before a colon, and pages cut long lists (`12 additional authors not shown`). The
codes of subjects are those of https://arxiv.org/category_taxonomy. What is a name and what a title
in capitals is told by how common its words are in abstracts.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from bibgen import identifiers, latex, names, words
from bibgen.model import Identifier, Name
from bibgen.readers.lines import join
from bibgen.readers.pages import profile

_GROUPS = "|".join(sorted((*identifiers.ARCHIVES, "econ", "eess", "q-fin", "stat"), key=len, reverse=True))
_CLASS = r"[A-Z]{2}|[a-z]{2,6}(?:-[a-z]{2,4})?"
CATEGORY = rf"(?:{_GROUPS})(?:\.(?:{_CLASS}))?(?=(?:{_GROUPS})|doi|[^\w.-]|$)"
_ONE_SUBJECT = rf"\s*[A-Z][^;():]{{2,70}}\s?\({CATEGORY}\)\s*"
SUBJECTS = re.compile(rf"{_ONE_SUBJECT}(?:;{_ONE_SUBJECT})*")
_SUBJECT = re.compile(rf"[A-Z][^;():]{{2,70}}\s?\((?P<code>{CATEGORY})\)")
CODE = re.compile(rf"(?<![\w.-]){CATEGORY}")
NOT_SHOWN = re.compile(r"[\s,;]*\(?\b(?:and )?\d+ (?:additional|more) authors?(?: not shown)?\)?.*$", re.S)
_PARENTHESES = re.compile(r"\s*\([^()]*\)")
_MOST_PLAIN = 100  # characters; a page with a longer line was not wrapped
_USUAL_NAME = 3  # words, initials not counted
_LEAST_WORDS = 12  # fewer are prose only if they make a sentence


def merged(named: Sequence[Identifier]) -> tuple[Identifier, ...]:
    """Each identifier once, with its version if one of them has it."""
    versions = {one: one for one in named if one.version}
    kept: dict[tuple[str, str], Identifier] = {}
    for one in (*versions, *named):
        kept.setdefault((one.scheme, one.value), one)
    order = dict.fromkeys((one.scheme, one.value) for one in named)
    return tuple(kept[place] for place in order)


def subjects(text: str) -> tuple[str, ...]:
    """The codes of a list of subjects.

    >>> subjects("Robotics (cs.RO); Systems and Control (eess.SY)")
    ('cs.RO', 'eess.SY')
    """
    codes = [subject["code"] for subject in _SUBJECT.finditer(text)]
    return tuple(dict.fromkeys(codes or CODE.findall(text)))


def authors(text: str) -> tuple[tuple[Name, ...], bool]:
    """The names of an `Authors:` field, and whether the page cut them.

    Affiliations in parentheses go, as in arXiv's own reading of the field; a colon behind a
    collaboration stands for a comma; accents written in TeX are needed to know where a name ends.

    >>> found, cut = authors("P. Erd{\\\\H o}s (1), J. Doe ((1) X), et al. (9 additional authors not shown)")
    >>> [name.family for name in found], cut
    (['Erdős', 'Doe'], True)
    """
    whole = NOT_SHOWN.sub("", text)
    cut = whole != text
    plain = latex.decode(whole) if "\\" in whole or "{" in whole else whole
    while (bare := _PARENTHESES.sub("", plain)) != plain:
        plain = bare
    plain = re.sub(r"\s*:\s+|\s*;\s+", ", ", plain)
    found, told = names.parse_list(re.sub(r"(?<=,)(?=\S)", " ", plain))
    return tuple(name for name in found if name.literal or name.family), cut or told


def title_and_authors(texts: Sequence[str], hang: int = 0) -> list[tuple[str, str]]:
    """The ways to cut lines into title and authors, the likeliest first; authors "" if there are none.

    Names begin where the line before had room for more, or else where all that follows reads like
    names. `hang`: characters of the label that stood before the first line.
    """
    places = range(1, len(texts))
    room = [at for at in places if not _wrapped(texts, at, hang)]
    named = [at for at in places if are_names(join(texts[at:]), least=1.0)]
    likely = [at for at in named if _begins_names(texts, at)]
    perhaps = [at for at in places if are_names(join(texts[at:]), least=0.5)]
    best = min([*room[:1], *likely[:1]], default=next(iter(perhaps), len(texts)))
    rivals = [at for at in named if at < best or (at > best and best not in room)]
    return [(join(texts[:at]), join(texts[at:])) for at in (best, *rivals)]


def _wrapped(texts: Sequence[str], at: int, hang: int) -> bool:
    """Whether line `at` may go on with the sentence of the line before: no room was left on that."""
    lengths = [len(text) + hang * (number == 0) for number, text in enumerate(texts)]
    width = max(lengths)
    return width <= _MOST_PLAIN and lengths[at - 1] + 1 + len(texts[at].split()[0]) > width


def are_names(text: str, least: float = 0.5) -> bool:
    """Whether at least the share `least` of the pieces between commas can be names."""
    plain = _PARENTHESES.sub("", _PARENTHESES.sub("", NOT_SHOWN.sub("", text)))
    pieces = [piece for piece in re.split(r"[,:;]\s*|\s+and\s+", latex.decode(plain)) if piece.strip()]
    count = sum(profile.is_author_line(piece) for piece in pieces)
    return bool(pieces) and count >= least * len(pieces)


def _begins_names(texts: Sequence[str], at: int) -> bool:
    """Whether the names, if names they are, begin at line `at` and not before or behind it."""
    if "ollaboration" in texts[at]:
        return True
    spoken = words.words(_PARENTHESES.sub("", texts[at]))
    common = sum(words.rarity(word) < 1 for word in spoken if len(word) > 1)
    first = [word for word in re.split(r",|\sand\s", join(texts[at:]))[0].split() if not word.endswith(".")]
    runs_on = at < len(texts) - 1 and not re.search(r",|\sand\s", texts[at])
    inside = texts[at - 1].rstrip().endswith(",")
    return not inside and 2 * common <= len(spoken) and not (runs_on and len(first) > _USUAL_NAME)


def is_prose(text: str) -> bool:
    """Whether a paragraph is an abstract rather than a button or a heading."""
    count = len(text.split())
    return count >= _LEAST_WORDS or (count > _LEAST_WORDS // 2 and text.endswith((".", "!", "?")))


def breaks_off(text: str) -> bool:
    """Whether a sentence goes on behind the text."""
    return not text.rstrip().endswith((".", "!", "?", ")", '"', "”", "$", ":"))


def is_sentence(text: str) -> bool:
    """Whether a line is prose rather than names: most of its words are small."""
    spoken = [word for word in text.split() if word[0].isalpha()]
    small = [word for word in spoken if word[0].islower()]
    return len(spoken) > _LEAST_WORDS // 2 and 2 * len(small) > len(spoken)
