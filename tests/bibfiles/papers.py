"""The papers that the .bib files are about: those of the samples and of the judges, as an author would type them.

Their metadata is arXiv's (CC0 1.0, https://info.arxiv.org/help/api/tou.html), so they are found in the samples'
snapshot and in `tests.fakes.arxiv`. Where a journal printed one, its place was taken from the journal's page.
Text is TeX, so that it can stand in a .bib as it is.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from anyascii import anyascii

from tests.conftest import sample_papers

TORTURE = Path(__file__).parent.parent / "judges" / "torture.jsonl"
MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()
# arXiv id -> journal or proceedings, volume, number, pages, year, publisher
PLACES = {
    "1609.06647": ("IEEE Transactions on Pattern Analysis and Machine Intelligence", "39", "4", "652--663", 2017, "IEEE"),
    "2203.07814": ("Science", "378", "6624", "1092--1097", 2022, "American Association for the Advancement of Science (AAAS)"),
    "1910.06464": ("ICASSP 2019 - 2019 IEEE International Conference on Acoustics, Speech and Signal Processing (ICASSP)", "", "", "735--739", 2019, "IEEE"),
    "1411.4413": ("Nature", "522", "7554", "68--72", 2015, "Springer Science and Business Media LLC"),
    "hep-th/9711200": ("Adv. Theor. Math. Phys.", "2", "2", "231--252", 1998, "International Press of Boston"),
    "0704.0638": ("Phys. Rev. Lett.", "99", "13", "132001", 2007, "American Physical Society"),
    "0704.0027": ("Phys. Rev. Lett.", "99", "8", "087402", 2007, "American Physical Society"),
    "0704.0956": ("Phys. Rev. Lett.", "98", "19", "197004", 2007, "American Physical Society"),
    "0704.0606": ("Phys. Rev. A", "76", "1", "013619", 2007, "American Physical Society"),
    "0704.0009": ("The Astrophysical Journal", "663", "2", "1149--1173", 2007, "American Astronomical Society"),
    "0704.0535": ("The Astrophysical Journal", "665", "1", "295--305", 2007, "American Astronomical Society"),
    "0704.0215": ("Probability Theory and Related Fields", "142", "3-4", "595--617", 2008, "Springer"),
    "0704.0594": ("The European Physical Journal C", "50", "3", "507--518", 2007, "Springer"),
    "0704.0544": ("The European Physical Journal B", "58", "4", "449--459", 2007, "Springer"),
    "0704.0975": ("Physics Letters A", "372", "7", "1101--1105", 2008, "Elsevier BV"),
    "0704.0512": ("Journal of Physics A: Mathematical and Theoretical", "40", "43", "12901--12915", 2007, "IOP Publishing"),
}  # fmt: skip
_CALLED = re.compile(r"\b(?:[a-z]|al)")  # how the family of "Robert P. C. de Marrais" begins
_ACTIVE = re.compile(r"(?<!\\)[&%#_]")
_LATIN = re.compile(r"[^\x00-\xff]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """A paper; `authors` are (family, given); `place` is one of `PLACES`, or None for a preprint."""

    arxiv: str
    title: str
    authors: tuple[tuple[str, str], ...]
    abstract: str
    year: int
    month: int
    category: str
    doi: str
    place: tuple[str, str, str, str, int, str] | None

    @property
    def number(self) -> str:
        """The identifier without what a key cannot hold."""
        return re.sub(r"\D", "", self.arxiv)

    @property
    def family(self) -> str:
        """The first author's family in plain letters."""
        return re.sub(r"\W", "", anyascii(self.authors[0][0]))

    @property
    def word(self) -> str:
        """The first word of the title that says something."""
        found = (word for word in re.findall(r"[A-Za-z]+", self.title) if len(word) > 3)
        return next(found, "paper")

    def people(self, joint: str = " and ", form: str = "{family}, {given}", most: int = 99) -> str:
        """The authors as a .bib lists them; those after `most` are "others"."""
        listed = [
            form.format(family=family, given=given) if given else f"{{{family}}}"
            for family, given in self.authors
        ]
        return joint.join(listed[:most] + ["others"] * (len(listed) > most))

    def latin(self) -> Paper:
        """The paper in the letters of Latin-1."""
        plain = {name: _latin(getattr(self, name)) for name in ("title", "abstract")}
        people = tuple((_latin(family), _latin(given)) for family, given in self.authors)
        return replace(self, authors=people, **plain)


def _latin(text: str) -> str:
    return _LATIN.sub(lambda match: anyascii(match[0]), text)


def tex(text: str) -> str:
    """A text with the signs escaped that TeX would take for its own, outside formulae."""
    pieces = re.split(r"(\$[^$]*\$)", " ".join(text.split()))
    return "".join(
        piece if at % 2 else _ACTIVE.sub(lambda match: f"\\{match[0]}", piece)
        for at, piece in enumerate(pieces)
    )


@cache
def papers() -> tuple[Paper, ...]:
    """All papers whose titles TeX can print, those of the samples first."""
    records = sample_papers() + [
        one["record"] for one in map(json.loads, TORTURE.read_text(encoding="utf-8").splitlines())
        if not one["synthetic"]
    ]  # fmt: skip
    made = {record["id"]: _paper(record) for record in records if _is_plain(record)}
    return tuple(made.values())


@cache
def published() -> tuple[Paper, ...]:
    """Those that a journal or proceedings printed."""
    return tuple(one for one in papers() if one.place)


def _is_plain(record: dict) -> bool:
    title, abstract = record["title"], record.get("abstract") or ""
    odd = re.search(r"[\\^_{}]", re.sub(r"\$[^$]*\$", "", title)) or re.search(r"\\[BQp]", title)
    return not odd and title.count("$") % 2 == 0 and abstract.count("{") == abstract.count("}")


def _paper(record: dict) -> Paper:
    abstract = re.sub(r"[{}$\\^_\"]", "", record.get("abstract") or "")
    return Paper(
        arxiv=record["id"],
        title=tex(re.sub(r"\"(\w[^\"]*)\"", r"``\1''", record["title"])),
        authors=tuple(_split(name) for name in record["authors"][:60]),
        abstract=tex(abstract),
        year=int(record["published"][:4]),
        month=int(record["published"][5:7]),
        category=(record.get("categories") or [record.get("primary_category")])[0],
        doi=(record.get("doi") or "").split()[0] if record.get("doi") else "",
        place=PLACES.get(record["id"]),
    )


def _split(name: str) -> tuple[str, str]:
    """Family and given names, as far as blanks tell them; a group has no given name."""
    if re.search("ollaboration|Team", name) or " " not in name:
        return name, ""
    jr = re.search(r",? (Jr\.|II)$", name)
    bare = name[: jr.start()] if jr else name
    begins = _CALLED.search(bare, bare.index(" "))
    given, family = (
        (bare[: begins.start()], bare[begins.start() :])
        if begins and bare[begins.start() - 1] == " "
        else (bare.rpartition(" ")[0], bare.rpartition(" ")[2])
    )
    return (f"{family}, {jr[1]}" if jr else family), given.strip()
