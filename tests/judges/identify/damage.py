"""What happens to a text on its way: slips of the pen, cuts, words lost, replaced and added.

Every function takes its chance from a seeded generator and gives None where it does not apply.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable

from tests.judges.identify.corpus import weight

Change = Callable[[str, random.Random], str | None]  # of a title; None where it does not apply

_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[A-Z$])")
_ONE_OF_MANY = re.compile(  # what is lost with it, a text no longer tells from its brothers and sisters
    r"\b(?:[IVX]{1,4}|part|parts|vol|survey|review|overview|comment|reply|erratum|introduction|(?:19|20)\d\d)\b",
    re.I,
)
_COINED = re.compile(r"(?<=.)[A-Z]")  # capitals within a word
_LONG = 50  # characters; pages cut titles for want of room
_LEAST = 3  # words that say something, in a title that can still be told from others


def typed(title: str, rng: random.Random) -> str | None:
    """One or two slips, each in another word of at least four letters, no formula or coined name among them."""
    return _slipped(
        title, [spot for spot in _spots(title) if not _COINED.search(spot[0])], rng.choice((1, 1, 2)), rng
    )


def typed_name(title: str, rng: random.Random) -> str | None:
    """One slip in a coined name (`YOLOX`), which may make it another's: a person should look."""
    return _slipped(title, [spot for spot in _spots(title) if _COINED.search(spot[0])], 1, rng)


def _spots(title: str) -> list[re.Match[str]]:
    return [] if "$" in title else list(re.finditer(r"(?<![\\\w$-])[^\W\d_]{4,}(?![\w$])", title))


def _slipped(title: str, spots: list[re.Match[str]], count: int, rng: random.Random) -> str | None:
    chosen = rng.sample(spots, min(len(spots), count))
    for spot in sorted(chosen, key=lambda one: -one.start()):
        title = title[: spot.start()] + _slip(spot[0], rng) + title[spot.end() :]
    return title if chosen else None


def _slip(word: str, rng: random.Random) -> str:
    """A word with two letters swapped, or one dropped, doubled or replaced."""
    while True:
        at = rng.randrange(len(word) - 1)
        other = rng.choice(_LETTERS)
        made = rng.choice(
            (
                word[:at] + word[at + 1] + word[at] + word[at + 2 :],
                word[:at] + word[at + 1 :],
                word[: at + 1] + word[at:],
                word[:at] + (other.upper() if word[at].isupper() else other) + word[at + 1 :],
            )
        )
        if made.lower() != word.lower():
            return made


def cut(title: str, rng: random.Random) -> str | None:
    """The first 50 to 70 % of a title that is worth cutting, within a word or not, with an ellipsis or not."""
    if len(title) < _LONG:
        return None
    at = round(len(title) * rng.uniform(0.5, 0.7))
    begun = title[:at].rstrip()
    if rng.random() < 0.6 and title[at : at + 1].isalpha() and title[at - 1].isalpha():
        begun = begun.rsplit(None, 1)[0] if " " in begun else begun
    whole = begun if begun.count("$") % 2 == 0 else ""
    if weight(whole) <= _LEAST or _ONE_OF_MANY.search(title[len(whole) :]):
        return None
    return whole + rng.choice(("", "", "...", "…", " ..."))


def changed_case(title: str, rng: random.Random) -> str | None:
    """In capitals, in small letters, or each word capitalised; TeX and formulae know case."""
    if "$" in title or "\\" in title:
        return None
    way: Callable[[str], str] = rng.choice((str.upper, str.lower, capitalised))
    made = way(title)
    return made if made != title else None


def capitalised(title: str) -> str:
    return re.sub(r"(?<![^\W_’'$\\])[^\W\d_]", lambda match: match[0].upper(), title)


def without_subtitle(title: str, rng: random.Random) -> str | None:
    """What stands before the colon, if that is more than a name."""
    main, colon, subtitle = title.partition(": ")
    whole = main.count("(") == main.count(")") and main.count("$") % 2 == 0
    return (
        main.strip()
        if colon and whole and weight(main) >= _LEAST and not _ONE_OF_MANY.search(subtitle)
        else None
    )


def short_name(title: str, rng: random.Random) -> str | None:
    """The one or two words before a colon: what a work is called."""
    main, colon, _ = title.partition(": ")
    return main.strip() if colon and 0 < weight(main) < _LEAST else None


_SUBTITLES = (
    "theory and applications,a case study,new results,an empirical study,methods and results,a new approach,"
    "a unified approach,from theory to practice,a numerical study,an experimental study,"
    "some evidence,a general framework,open problems,a systematic analysis,concepts and methods"
).split(",")


def with_subtitle(title: str, rng: random.Random) -> str | None:
    if ":" in title or weight(title) < _LEAST:
        return None
    subtitle = rng.choice(_SUBTITLES)
    return f"{title.rstrip('.')}{rng.choice((': ', ': ', ' - ', ' – '))}{rng.choice((subtitle, subtitle.capitalize()))}"


def with_words_changed(text: str, share: float, rng: random.Random, word: Callable[[], str]) -> str:
    """A text with `share` of its words replaced, dropped, or followed by another, a third each."""
    sequence = text.split()
    chosen = set(rng.sample(range(len(sequence)), round(len(sequence) * share)))
    made: list[str] = []
    for at, one in enumerate(sequence):
        if at not in chosen:
            made.append(one)
            continue
        made += rng.choice(([word()], [], [one, word()]))
    return " ".join(made)


def older_version(abstract: str, rng: random.Random, word: Callable[[], str]) -> str | None:
    """Two of its sentences in another order, one dropped, one added, and some words otherwise."""
    sentences = _SENTENCE.split(abstract)
    if len(sentences) < 4:
        return None
    at = rng.randrange(len(sentences) - 1)
    sentences[at], sentences[at + 1] = sentences[at + 1], sentences[at]
    if rng.random() < 0.7:
        sentences.pop(rng.randrange(len(sentences)))
    if rng.random() < 0.7:
        made = " ".join(word() for _ in range(rng.randint(8, 18)))
        sentences.insert(rng.randrange(len(sentences)), made.capitalize().rstrip(".,") + ".")
    return with_words_changed(" ".join(sentences), rng.uniform(0, 0.08), rng, word)


def begun(abstract: str, share: float) -> str:
    """The first words, as a page shows them with a link to the rest."""
    sequence = abstract.split()
    return " ".join(sequence[: round(len(sequence) * share)])
