"""Citation keys: `vinyals2017starcraft`, from family name, year and first significant title word.

A key is typed by hand into papers, so it is short, ASCII, in lower case, and the same tomorrow: the
year is that of the first arXiv version, which no revision moves, and papers that would share a key
are told apart in the order of their arXiv identifiers, whatever the order of the input. Keys are
unique without regard to case, because BibTeX folds case when it compares them (btxdoc, section 3).
That is the usual key; a pattern makes others.

`give` goes on from the keys that papers have: first those that stand in the file to be replaced, then
those the ledger tells. A key that was once given to one paper is given to no other, in no file, so a
paper met alone may have a suffix because of one that is elsewhere: that is the price of `\\cite` meaning
the same in all files. A text of which nobody knows which paper it means is no paper yet: it takes what key
the papers of its file leave, though it be that of a paper elsewhere, and leaves none behind.

`patterns` is the language, `markers` what its words mean, `letters` the way to ASCII, `standing` what
an existing .bib holds.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from bibgen import identifiers, words
from bibgen.errors import UsageError
from bibgen.identifiers import arxiv_order
from bibgen.keys.letters import plain
from bibgen.keys.patterns import LONGEST, Pattern, parse
from bibgen.model import Name, Record

# What an entry is remarked with that must not be known by its identifier.
CONTRADICTED = "the identifier and the words name different papers"
_BY_WORDS = "words:"
_VERSION = re.compile(r"^arxiv:.*v\d+$")

USUAL = parse("[authFirstFull:lower][year][veryshorttitle:lower]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """The keys in a file: `given` by what papers are known by, and all that are `taken`, case-folded."""

    given: Mapping[str, str] = field(default_factory=dict)
    taken: frozenset[str] = frozenset()


_NOTHING = Standing()


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What is wanted of the keys of a file, of which `standing` tells what it holds before it is replaced.

    `reset`: papers keep no key that they have, neither elsewhere nor in the file.
    """

    pattern: Pattern = USUAL
    standing: Standing = _NOTHING
    reset: bool = False


_USUALLY = Wanted()


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """The keys of some papers, in their order, and what a ledger should learn of it.

    `new` are keys given for the first time, by what their papers are known by; `old` names what the
    ledger knew of papers whose keys were to be given anew.
    """

    keys: tuple[str, ...]
    new: Mapping[str, str]
    old: tuple[str, ...] = ()


def wanted(wishes: Sequence[str], standing: Standing = _NOTHING) -> Wanted:
    """What is wanted of the keys by a person who says `reset`, a pattern, or both.

    Raises:
        UsageError: a pattern cannot be meant, or there are two.
    """
    said = [wish for wish in wishes if wish.strip().lower() != "reset"]
    if len(said) > 1:
        raise UsageError(f"keys have one pattern, not {len(said)}: {', '.join(said)}")
    reset = len(said) < len(wishes)
    return Wanted(pattern=parse(said[0]) if said else USUAL, standing=standing, reset=reset)


def assign(records: Sequence[Record], taken: Iterable[str] = (), pattern: Pattern = USUAL) -> list[str]:
    """A key for each record, in the order of `records`.

    The first paper to have a key keeps it bare, the others get `a`, `b`, … `z`, `aa`.

    Args:
        taken: keys that must not be given again, in any case.
    """
    used = {key.casefold() for key in taken}
    keys = [""] * len(records)
    variants: dict[str, Iterator[str]] = {}
    for at in sorted(range(len(records)), key=lambda at: _order(records[at])):
        base = base_key(records[at], pattern)
        ways = variants.setdefault(base, _variants(base))
        keys[at] = next(key for key in ways if key.casefold() not in used)
        used.add(keys[at].casefold())
    return keys


def _order(record: Record) -> tuple[object, ...]:
    arxiv, doi = record.identifier("arxiv"), record.identifier("doi")
    said = (record.title or "", record.abstract or "")
    if arxiv:
        return (0, *arxiv_order(arxiv.value), arxiv.version or 0, *said)
    return (1, doi.value if doi else "~", *said)


def _variants(base: str) -> Iterator[str]:
    yield base
    letters = [""]
    while True:
        letters = [front + chr(code) for front in letters for code in range(ord("a"), ord("z") + 1)]
        yield from (base + suffix for suffix in letters)


def base_key(record: Record, pattern: Pattern = USUAL) -> str:
    """The key before clashes are told apart; `anon` and `nd` stand for an unknown author and year.

    Of what has no words at all the identifier is the key, which no other paper can have. A paper of
    which the pattern says nothing has its usual key.

    >>> from bibgen import names
    >>> from bibgen.model import PartialDate
    >>> base_key(Record(type="article", title="On $p$-adic Groups", submitted=PartialDate(year=2004),
    ...                 authors=(names.parse("Jürgen van der Meer"),)))
    'vandermeer2004padic'
    """
    wordless = not (record.authors or record.title or record.abstract)
    if wordless and record.identifiers and pattern.by_author:
        return plain(identifiers.display(record.identifiers[0])).lower()[:LONGEST]
    return pattern.key(record) or USUAL.key(record)


# -- keys that papers have already


def known_by(record: Record) -> tuple[str, ...]:
    """What a paper is known by, the surest first; the paper of one version also without that version.

    >>> from bibgen.model import Identifier
    >>> known_by(Record(type="article", title="On Λ", authors=(Name(family="Bär", given="C."),),
    ...                 identifiers=(Identifier(scheme="arxiv", value="2205.06175", version=2),)))
    ('arxiv:2205.06175v2', 'arxiv:2205.06175', 'words:onlambda baer')
    """
    named = [one for scheme in ("arxiv", "doi") for one in record.identifiers if one.scheme == scheme]
    known = [f"{one.scheme}:{one.value}v{one.version}" for one in named if one.version]
    known += [f"{one.scheme}:{one.value}" for one in named]
    return (*known, *by_words(record.title or record.abstract or "", record.authors))


def by_words(title: str, authors: Sequence[Name]) -> Iterator[str]:
    """What a paper without an identifier is known by, if it has a title."""
    said = words.key(title)[:200]
    if said:
        family = (authors[0].family or authors[0].literal) if authors else ""
        yield f"{_BY_WORDS}{said} {plain(family).lower()}"


def give(
    records: Sequence[Record],
    *,
    sure: Collection[int],
    doubted: Collection[int] = (),
    wanted: Wanted = _USUALLY,
    ledger: Mapping[str, str] | None = None,
) -> Given:
    """Keys for the entries of one file that agree with the keys their papers have elsewhere.

    Args:
        sure: the places of the records that are papers; the others come after them.
        doubted: the places of those whose identifiers are not to be believed.
        ledger: the keys given under the pattern, by what papers are known by.
    """
    ledger, standing = ledger or {}, wanted.standing
    known = _told_apart(records, sure, doubted)
    old: tuple[str, ...] = ()
    if wanted.reset:
        names = {name for one in known for name in one}
        old = tuple(name for name in ledger if name in names)
        ledger, standing = _without(names, ledger), _left(names, standing)
    kept = _kept(_in_order(records, sure), [_held(names, ledger, standing) for names in known])
    keys = dict(kept)
    texts = [at for at in range(len(records)) if at not in sure]
    for group, elsewhere in ((sorted(sure), ledger.values()), (texts, ())):
        rest = [at for at in group if at not in kept]
        taken = (*standing.taken, *keys.values(), *elsewhere)
        made = assign([records[at] for at in rest], taken, wanted.pattern)
        keys.update(zip(rest, made, strict=True))
    fresh = [at for at in sure if at not in kept and known[at] and ledger.keys().isdisjoint(known[at])]
    return Given(
        keys=tuple(keys[at] for at in range(len(records))),
        new={_lasting(known[at]): keys[at] for at in fresh},
        old=old,
    )


def _in_order(records: Sequence[Record], sure: Collection[int]) -> list[int]:
    return sorted(range(len(records)), key=lambda at: (at not in sure, _order(records[at])))


def _told_apart(
    records: Sequence[Record], sure: Collection[int], doubted: Collection[int]
) -> list[tuple[str, ...]]:
    """What each record alone is known by: of two versions of a paper the older has the paper's own name."""
    known: list[tuple[str, ...]] = [()] * len(records)
    claimed: set[str] = set()
    for at in _in_order(records, sure):
        names = (name for name in known_by(records[at]) if name not in claimed)
        known[at] = tuple(name for name in names if at not in doubted or name.startswith(_BY_WORDS))
        claimed.update(known[at])
    return known


def _held(names: Sequence[str], ledger: Mapping[str, str], standing: Standing) -> str:
    """The key a paper has: in the file, else in the ledger unless the file has that for something else."""
    there = next((standing.given[name] for name in names if name in standing.given), "")
    told = next((ledger[name] for name in names if name in ledger), "")
    return there or ("" if told.casefold() in standing.taken else told)


def _kept(order: Iterable[int], held: Sequence[str]) -> dict[int, str]:
    """The keys that records hold; of two that hold one key, in whatever case, the first keeps it."""
    first: dict[str, int] = {}
    for at in order:
        if held[at]:
            first.setdefault(held[at].casefold(), at)
    return {at: held[at] for at in first.values()}


def _lasting(names: Sequence[str]) -> str:
    """The name under which a ledger keeps the key: the paper's rather than that of one version."""
    named = [name for name in names if not name.startswith(_BY_WORDS)] or names
    return next((name for name in named if not _VERSION.search(name)), named[0])


def _without(names: Collection[str], given: Mapping[str, str]) -> dict[str, str]:
    return {name: key for name, key in given.items() if name not in names}


def _left(names: Collection[str], standing: Standing) -> Standing:
    """What stands in a file besides the papers of these names."""
    freed = {standing.given[name].casefold() for name in names if name in standing.given}
    return Standing(given=_without(names, standing.given), taken=standing.taken - freed)
