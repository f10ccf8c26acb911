"""What the markers of a key pattern say of a paper: `[auth]`, `[year]`, `[shorttitle]` and the others.

Names and meanings are JabRef's (https://docs.jabref.org/setup/citationkeypatterns), for people know them:
`[auth]` is a family name without its particle, `[authFirstFull]` with it. What JabRef cannot know is added
(`[arxivid]`, `[category]`), what arXiv's papers do not have is left out (editors, keywords). Where it is
left open, this holds: words with a hyphen are one word, formulae are none, a list of authors that is known
to be cut counts as longer than it is, the year is that of the first arXiv version, and months are numbers.

A marker gives ASCII words with blanks between them, for a modifier may yet ask for their initials.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from itertools import islice

from bibgen import mathtex
from bibgen.keys import letters
from bibgen.model import Name, PartialDate, Record
from bibgen.words import STOP_WORDS

Marker = Callable[[Record, Sequence[int]], str]

_SKIPPED = STOP_WORDS | frozenset(
    "from about over under via using towards toward between beyond within without can do does how "
    "what when where which who why we our its".split()
)
_GROUP = re.compile(r"\b(?:the|collaborations?|team|consortium|group)\b", re.I)
_MOST_AUTHORS = 64  # no key is longer than so many letters
_MOST_TEXT = 2000  # characters of an abstract that stands in for a title
_LONGEST_WORD = 30
_ALL_INITIALS = 4  # the style "alpha" names so many authors before it writes "+"


# -- authors


def _family(name: Name) -> str:
    """The family name without its particle; a group without the words that every group has."""
    if name.literal:
        family = letters.eastern_family(name.literal)
        return letters.plain(family or _GROUP.sub("", name.literal)) or letters.plain(name.literal)
    return letters.plain(name.family)


def _full_family(name: Name) -> str:
    return letters.plain(name.particle) + _family(name)


def _families(record: Record, most: int = _MOST_AUTHORS) -> list[str]:
    return [family for family in map(_family, record.authors[:most]) if family]


def _count(record: Record) -> int:
    return len(record.authors) + record.et_al


def _first(record: Record, _: Sequence[int]) -> str:
    return _family(record.authors[0]) if record.authors else ""


def _first_full(record: Record, _: Sequence[int]) -> str:
    return _full_family(record.authors[0]) if record.authors else ""


def _last(record: Record, _: Sequence[int]) -> str:
    return _family(record.authors[-1]) if record.authors else ""


def _part_of_one(record: Record, numbers: Sequence[int]) -> str:
    """The first N letters of the first author, or of author M, counted from 1."""
    length, author = (*numbers, 1)[:2]
    return _family(record.authors[author - 1])[:length] if 0 < author <= len(record.authors) else ""


def _joined(most: int, between: str, more: str) -> Marker:
    """The first authors, and `more` if there are others."""

    def said(record: Record, numbers: Sequence[int]) -> str:
        listed = numbers[0] if numbers else most
        families = between.join(_families(record, listed))
        return families + more if families and _count(record) > listed else families

    return said


def _et_al(between: str, more: str) -> Marker:
    """Both of two authors; of more than two the first alone."""

    def said(record: Record, _: Sequence[int]) -> str:
        many = _count(record) > 2 or record.et_al
        families = between.join(_families(record, 1 if many else 2))
        return families + more if families and many else families

    return said


def _first_and_initials(record: Record, _: Sequence[int]) -> str:
    first, *others = _families(record) or [""]
    return first[:5] + "".join(other[0] for other in others)


def _shared_out(record: Record, numbers: Sequence[int]) -> str:
    """N letters shared out among the authors; the first have one more where it does not come out even."""
    families = _families(record)
    each, over = divmod(numbers[0], len(families) or 1)
    return "".join(family[: each + (at < over)] for at, family in enumerate(families))[: numbers[0]]


def _alpha(record: Record, _: Sequence[int]) -> str:
    """The label of BibTeX's style `alpha`."""
    listed = [f"{name.particle} {name.family}".split() or [_family(name)] for name in record.authors]
    if _count(record) == 1 and listed:
        *particles, family = map(letters.plain, listed[0])
        return "".join(part[:1] for part in particles) + family[:3]
    shown = listed if _count(record) <= _ALL_INITIALS else listed[: _ALL_INITIALS - 1]
    made = "".join(letters.plain(part)[:1] for parts in shown for part in parts)
    return made + "+" if made and _count(record) > len(shown) else made


def _short(record: Record, _: Sequence[int]) -> str:
    """One author whole, up to three by their initials, more with a `+`."""
    if _count(record) == 1:
        return _first(record, ())
    made = "".join(family[0] for family in _families(record, 3))
    return made + "+" if made and _count(record) > 3 else made


def _initial(at: int) -> Marker:
    def said(record: Record, _: Sequence[int]) -> str:
        return letters.plain(record.authors[at].given)[:1] if record.authors else ""

    return said


# -- title


def _words(text: str) -> list[str]:
    """The words of a text in ASCII, formulae left out unless they are no more than a letter."""
    plain = "".join(_letter_of(piece) if formula else piece for formula, piece in mathtex.split(text))
    return [word for word in map(letters.plain, plain.split()) if word]


def _letter_of(formula: str) -> str:
    """The letter of a formula that is no more than one: the `p` of `$p$-adic`."""
    return formula if re.fullmatch(r"[A-Za-z]", formula) else ""


def _title(record: Record) -> list[str]:
    return _words(record.title or (record.abstract or "")[:_MOST_TEXT])


def says_something(word: str) -> bool:
    """Whether a word of a title is neither a function word nor a number."""
    return not word.isdigit() and word.lower() not in _SKIPPED


def _title_of(most: int | None, *, significant: bool) -> Marker:
    """The first words, as they are; all that say nothing count only if there are no others."""

    def said(record: Record, _: Sequence[int]) -> str:
        words = _title(record)
        worth = [word for word in words if says_something(word)] if significant else words
        return " ".join(word[:_LONGEST_WORD] for word in islice(worth or words, most))

    return said


def _initials(record: Record, _: Sequence[int]) -> str:
    return "".join(word[0] for word in _title(record)[:3])


def _capitalised(*, all_of_them: bool) -> Marker:
    def said(record: Record, _: Sequence[int]) -> str:
        return " ".join(
            (word[0].upper() if all_of_them or not at or says_something(word) else word[0].lower()) + word[1:]
            for at, word in enumerate(_title(record))
        )

    return said


# -- dates, places, identifiers


def _dated(show: Callable[[PartialDate], str]) -> Marker:
    def said(record: Record, _: Sequence[int]) -> str:
        when = record.submitted or record.issued
        return show(when) if when else ""

    return said


def _whole_date(when: PartialDate) -> str:
    return "-".join([f"{when.year}", *(f"{part:02}" for part in (when.month, when.day) if part)])


def _two_digits(number: int) -> str:
    return f"{number:02}" if number else ""


def _text(value: Callable[[Record], str | None]) -> Marker:
    """A field that is a number or an identifier, in the signs that a key may have."""
    return lambda record, _: re.sub(r"[^A-Za-z0-9._:/-]", "", letters.ascii_only(value(record) or ""))


def _page(choose: Callable[[Iterable[int]], int]) -> Marker:
    def said(record: Record, _: Sequence[int]) -> str:
        numbers = [int(number) for number in re.findall(r"\d{1,9}", record.page or record.number or "")]
        return str(choose(numbers)) if numbers else ""

    return said


def _page_prefix(record: Record, _: Sequence[int]) -> str:
    before = re.match(r"[^\W\d]+(?=\d)", record.page or record.number or "")
    return letters.plain(before[0]) if before else ""


# What a person writes between brackets (N and M are numbers), what it says, and what stands for it where the
# paper does not tell: an author and a year are too much of a key to be left out.
_MARKERS: tuple[tuple[str, Marker, str], ...] = (
    ("auth", _first, "anon"),
    ("authFirstFull", _first_full, "anon"),
    ("authN", _part_of_one, "anon"),
    ("authN_M", _part_of_one, ""),
    ("authors", _joined(_MOST_AUTHORS, "", ""), "anon"),
    ("authorsN", _joined(1, "", "EtAl"), "anon"),
    ("authEtAl", _et_al("", "EtAl"), "anon"),
    ("auth.etal", _et_al(".", ".etal"), "anon"),
    ("auth.auth.ea", _joined(2, ".", ".ea"), "anon"),
    ("authIniN", _shared_out, "anon"),
    ("authorIni", _first_and_initials, "anon"),
    ("authorsAlpha", _alpha, "anon"),
    ("authshort", _short, "anon"),
    ("authorLast", _last, "anon"),
    ("authForeIni", _initial(0), ""),
    ("authorLastForeIni", _initial(-1), ""),
    ("title", _capitalised(all_of_them=False), ""),
    ("camel", _capitalised(all_of_them=True), ""),
    ("fulltitle", _title_of(None, significant=False), ""),
    ("shorttitle", _title_of(3, significant=True), ""),
    ("shorttitleINI", _initials, ""),
    ("veryshorttitle", _title_of(1, significant=True), ""),
    ("year", _dated(lambda when: str(when.year)), "nd"),
    ("shortyear", _dated(lambda when: f"{when.year % 100:02}"), "nd"),
    ("date", _dated(_whole_date), "nd"),
    ("month", _dated(lambda when: _two_digits(when.month)), ""),
    ("day", _dated(lambda when: _two_digits(when.day)), ""),
    ("arxivid", _text(lambda record: record.arxiv_id), ""),
    ("eprint", _text(lambda record: record.eprint), ""),
    ("category", _text(lambda record: next(iter(record.categories), None)), ""),
    ("doi", _text(lambda record: doi.value if (doi := record.identifier("doi")) else None), ""),
    ("journal", lambda record, _: " ".join(_words(record.container_title or "")), ""),
    ("volume", _text(lambda record: record.volume), ""),
    ("number", _text(lambda record: record.issue), ""),
    ("firstpage", _page(min), ""),
    ("lastpage", _page(max), ""),
    ("pageprefix", _page_prefix, ""),
)
NAMES = tuple(name for name, _, _ in _MARKERS)
_BY_SHAPE = {
    re.sub(r"N_M$", "#_#", re.sub(r"N$", "#", name)).lower(): (marker, unknown)
    for name, marker, unknown in _MARKERS
}


def find(name: str) -> tuple[Marker, tuple[int, ...], str] | None:
    """The marker of a name in any case, the numbers in the name, and what stands for the unknown.

    >>> find("auth3_2")[1], find("AUTH")[2], find("author7")
    ((3, 2), 'anon', None)
    """
    numbers = tuple(int(number) for number in re.findall(r"\d{1,4}", name))
    found = _BY_SHAPE.get(re.sub(r"\d{1,4}", "#", name.lower()))
    return (found[0], numbers, found[1]) if found and 0 not in numbers else None
