"""300 .bib files as people have them, and one of 20,000 entries, made when they are asked for.

They come from four places: shapes written by hand, one trouble each (`shapes`); exports of the programs and sites
that people use (`exporters`); files typed by authors with habits (`habits`); and mixtures, in which a trouble
stands among ordinary entries. Line ends, encodings and marks are put on afterwards. The same call gives the same
bytes on every machine: all chance comes from seeds, and nothing from the order of a set.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import cache
from random import Random

from tests.bibfiles import exporters, habits
from tests.bibfiles.papers import Paper, papers, published
from tests.bibfiles.shapes import BOTH, SHAPES

COUNT = 300


@dataclass(frozen=True, slots=True, kw_only=True)
class BibCase:
    """A .bib file: what is odd about it, its dialect, and which programs take it without an error.

    `modern`: its fields are those of BibLaTeX. `readable_by`: of "bibtex" and "biber".
    """

    name: str
    data: bytes
    trouble: str
    modern: bool = False
    readable_by: frozenset[str] = BOTH

    def __str__(self) -> str:
        return self.name


def _crlf(text: str) -> bytes:
    return text.replace("\n", "\r\n").encode()


def _mixed(text: str) -> bytes:
    """Every third line ends as on Windows."""
    lines = text.split("\n")
    return "".join(line + ("\r\n" if at % 3 == 0 else "\n") for at, line in enumerate(lines[:-1])).encode()


def _bom(text: str) -> bytes:
    return text.encode("utf-8-sig")


def _old_mac(text: str) -> bytes:
    return text.replace("\n", "\r").encode()


# Name, what is odd, how it is made, and which programs read it then.
_DRESSES: tuple[tuple[str, str, Callable[[str], bytes], frozenset[str]], ...] = (
    ("crlf", "line ends of Windows", _crlf, BOTH),
    ("bom", "a mark of UTF-8 at the beginning", _bom, BOTH),
    ("bom-crlf", "a mark of UTF-8, line ends of Windows", lambda text: _bom(text.replace("\n", "\r\n")), BOTH),
    ("mixed-ends", "line ends of two kinds", _mixed, BOTH),
    ("unended", "no line end at the end", lambda text: text.rstrip("\n").encode(), BOTH),
)  # fmt: skip
_LATIN = (("latin-1", "letters in Latin-1"), ("cp1252", "letters and quotes in Windows' code page 1252"))


@cache
def files() -> tuple[BibCase, ...]:
    """The 300 files, in an order that stays."""
    made = (*_by_hand(), *_exported(), *_in_other_letters(), *_old_macs())
    typed = tuple(_typed(COUNT - len(made) - 60))
    return (*made, *typed, *_mixtures(60))


def case(name: str) -> BibCase:
    """The file of that name."""
    return next(one for one in files() if one.name == name)


def twenty_thousand() -> bytes:
    """A file of 20,000 entries of invented papers, typed in one hand, with remarks; about 7 MB."""
    random = Random("twenty thousand")
    stems = sorted({word for paper in papers() for word in paper.title.split() if word.isalpha()})
    people = sorted({name for paper in papers() for name in paper.authors if name[1] and name[0].isalpha()})
    pieces = []
    for at in range(20_000):
        title = " ".join(random.choices(stems, k=random.randint(4, 11)))
        authors = " and ".join(
            f"{family}, {given}" for family, given in random.choices(people, k=random.randint(1, 6))
        )
        number = f"{random.randint(10, 24)}{random.randint(1, 12):02}.{at:05}"
        pieces.append(
            f"@misc{{key{at:05},\n  title         = {{{title}}},\n  author        = {{{authors}}},\n"
            f"  year          = {{20{number[:2]}}},\n  eprint        = {{{number}}},\n  archivePrefix = {{arXiv}},\n}}\n\n"
        )
        if at % 500 == 0:
            pieces.append(f"% --- {at} ---\n\n")
    return "".join(pieces).encode()  # fmt: skip


def _by_hand() -> Iterator[BibCase]:
    for one in SHAPES:
        yield BibCase(
            name=one.name,
            data=one.text.encode(),
            trouble=one.trouble,
            modern=one.modern,
            readable_by=one.readable_by,
        )


def _exported() -> Iterator[BibCase]:
    """What each exporter makes, as it is and once in other line ends."""
    for at, (name, (entry, modern, top, tail)) in enumerate(exporters.EXPORTERS.items()):
        text = top + "".join(_once(entry, _some(name, 9))) + tail
        yield BibCase(name=name, data=text.encode(), trouble=f"an export of {name}", modern=modern)
        dress, trouble, change, readable_by = _DRESSES[at % len(_DRESSES)]
        yield BibCase(
            name=f"{name}-{dress}",
            data=change(top + "".join(_once(entry, _some(dress + name, 4))) + tail),
            trouble=f"an export of {name}: {trouble}",
            modern=modern,
            readable_by=readable_by,
        )


def _some(seed: str, count: int) -> list[Paper]:
    random = Random(seed)
    return random.sample(published(), count // 2) + random.sample(papers(), count - count // 2)


def _once(entry: Callable[[Paper], str], chosen: list[Paper]) -> Iterator[str]:
    """Their entries, without those that would have the key of another."""
    seen: set[str] = set()
    for paper in chosen:
        text = entry(paper)
        key = text.partition("{")[2].partition(",")[0].strip().lower()
        if key not in seen:
            seen.add(key)
            yield text


def _in_other_letters() -> Iterator[BibCase]:
    """Files that are not in UTF-8, of exporters and by hand."""
    for at, (encoding, trouble) in enumerate((*_LATIN, *_LATIN, *_LATIN)):
        random = Random(f"letters {at}")
        chosen = [paper.latin() for paper in _with_accents(random)]
        name = ("jabref-2", "endnote", "mendeley")[at // 2]
        entry, _, top, tail = exporters.EXPORTERS[name]
        quoted = (
            "% “smart” quotes – and a dash…\n"
            if encoding == "cp1252"
            else "% Größe: né à Łódź\n".replace("Łó", "Lo").replace("ź", "z")
        )
        text = top.replace("UTF8", encoding) + quoted + "".join(_once(entry, chosen)) + tail
        yield BibCase(
            name=f"{name}-{encoding}",
            data=text.encode(encoding, errors="replace"),
            trouble=trouble,
            readable_by=frozenset(("bibtex",)),
        )  # fmt: skip


def _with_accents(random: Random) -> list[Paper]:
    accented = [paper for paper in papers() if any(not family.isascii() for family, _ in paper.authors)]
    return random.sample(accented, 4) + random.sample(papers(), 2)


def _old_macs() -> Iterator[BibCase]:
    """Files whose lines end in a carriage return alone."""
    for name in ("google-scholar", "mathscinet"):
        entry, modern, _, _ = exporters.EXPORTERS[name]
        text = "".join(_once(entry, _some(f"mac {name}", 4)))
        yield BibCase(
            name=f"{name}-old-mac", data=_old_mac(text), trouble="line ends of old Macs", modern=modern
        )


def _typed(count: int) -> Iterator[BibCase]:
    for at in range(count):
        random = Random(f"typed {at}")
        hand = habits.drawn(random)
        text = "".join(habits.pieces(random, hand, random.choice([1, 3, 6, 12, 25])))
        dress = _DRESSES[at // 4 % len(_DRESSES)] if at % 4 == 3 else ("", "", str.encode, BOTH)
        yield BibCase(
            name=f"typed-{at:02}{'-' if dress[0] else ''}{dress[0]}",
            data=dress[2](text),
            trouble=dress[1] or "an author's own habits",
            modern=hand.modern,
            readable_by=dress[3],
        )


def _mixtures(count: int) -> Iterator[BibCase]:
    """A trouble among ordinary entries, which it must not spoil."""
    odd = [one for one in SHAPES if one.text.strip() and not one.name.endswith(("at-end", "alone"))]
    shapes = Random("mixtures").sample(odd, count)
    for at, shape in enumerate(shapes):
        random = Random(f"mixture {at}")
        hand = habits.drawn(random)
        hand = replace(hand, key=f"own:{hand.key}")  # no key of the shape's
        pieces = habits.pieces(random, hand, random.choice([4, 10]))
        pieces.insert(len(pieces) // 2, f"\n{shape.text}\n")
        change = _crlf if at % 5 == 4 else str.encode
        yield BibCase(
            name=f"among-{shape.name}",
            data=change("".join(pieces)),
            trouble=f"among other entries: {shape.trouble}",
            modern=shape.modern or hand.modern,
            readable_by=shape.readable_by,
        )
