"""Citation keys: `vinyals2017starcraft`, from family name, year and first significant title word.

A key is typed by hand into papers, so it is short, ASCII, in lower case, and the same tomorrow: the
year is that of the first arXiv version, which no revision moves, and papers that would share a key
are told apart in the order of their arXiv identifiers, whatever the order of the input. Keys are
unique without regard to case, because BibTeX folds case when it compares them (btxdoc, section 3).
Letters outside ASCII are written as their languages write them without accents (`Müller` as
`mueller`, as in JabRef), those of other scripts by their sound.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence

from anyascii import anyascii

from bibgen import identifiers, mathtex
from bibgen.identifiers import arxiv_order
from bibgen.model import Name, Record
from bibgen.words import STOP_WORDS

_SPELLED = str.maketrans(
    {"ä": "ae", "ö": "oe", "ü": "ue", "å": "aa", "ø": "oe", "æ": "ae", "œ": "oe", "ß": "ss",
     "đ": "d", "ð": "d", "þ": "th", "ł": "l", "ı": "i"}
)  # fmt: skip
_SKIPPED = STOP_WORDS | frozenset(
    "from about over under via using towards toward between beyond within without can do does how "
    "what when where which who why we our its".split()
)
_GROUP = re.compile(r"\b(?:the|collaborations?|team|consortium|group)\b", re.I)


def assign(records: Sequence[Record], taken: Iterable[str] = ()) -> list[str]:
    """A key for each record, in the order of `records`.

    The first paper to have a key keeps it bare, the others get `a`, `b`, … `z`, `aa`.

    Args:
        taken: keys that must not be given again, in any case.
    """
    used = {key.lower() for key in taken}
    keys = [""] * len(records)
    for at in sorted(range(len(records)), key=lambda at: _order(records[at])):
        base = base_key(records[at])
        keys[at] = next(key for key in _variants(base) if key not in used)
        used.add(keys[at])
    return keys


def _order(record: Record) -> tuple[object, ...]:
    arxiv = record.arxiv_id
    if arxiv:
        return (0, *arxiv_order(arxiv))
    doi = record.identifier("doi")
    return (1, doi.value if doi else "~", record.title or "", record.abstract or "")


def _variants(base: str) -> Iterator[str]:
    yield base
    letters = [""]
    while True:
        letters = [front + chr(code) for front in letters for code in range(ord("a"), ord("z") + 1)]
        yield from (base + suffix for suffix in letters)


def base_key(record: Record) -> str:
    """The key before clashes are told apart; `anon` and `nd` stand for an unknown author and year.

    Of what has no words at all the identifier is the key, which no other paper can have.

    >>> from bibgen import names
    >>> from bibgen.model import PartialDate
    >>> base_key(Record(type="article", title="On $p$-adic Groups", submitted=PartialDate(year=2004),
    ...                 authors=(names.parse("Jürgen van der Meer"),)))
    'vandermeer2004padic'
    """
    if not (record.authors or record.title or record.abstract) and record.identifiers:
        return _fold(identifiers.display(record.identifiers[0]))
    when = record.submitted or record.issued
    author = _author(record.authors[0]) if record.authors else ""
    word = _word(record.title or record.abstract or "")
    return (author or "anon") + (str(when.year) if when else "nd") + word


def _author(name: Name) -> str:
    if name.literal:
        return _fold(_GROUP.sub("", name.literal)) or _fold(name.literal)
    return _fold(f"{name.particle}{name.family}")


def _word(title: str) -> str:
    """The first word that says something; formulae count only if there is nothing else."""
    plain = "".join(f"{_letter_of(piece)}" if formula else piece for formula, piece in mathtex.split(title))
    folded = [_fold(word) for word in plain.split()]
    worth = [word for word in folded if word and not word.isdigit() and word not in _SKIPPED]
    return next(iter(worth or [word for word in folded if word]), "")[:30]


def _letter_of(formula: str) -> str:
    """The letter of a formula that is no more than one: the `p` of `$p$-adic`."""
    return formula if re.fullmatch(r"[A-Za-z]", formula) else ""


def _fold(text: str) -> str:
    text = text.lower()
    if not text.isascii():
        text = unicodedata.normalize("NFC", text).translate(_SPELLED)
        plain = unicodedata.normalize("NFKD", text)
        text = anyascii("".join(char for char in plain if not unicodedata.combining(char)))
    return re.sub(r"[^a-z0-9]", "", text.lower())
