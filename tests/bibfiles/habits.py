"""Files that people type themselves: every author has habits, and keeps to them more or less.

A hand is drawn from a seed: how it indents, aligns, delimits and orders. It then writes entries of real papers,
with the remarks, abbreviations and macros that such files have.
"""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from tests.bibfiles.papers import MONTHS, Paper, papers

_ABBREVIATIONS = (
    ("nips", "Advances in Neural Information Processing Systems"),
    ("icml", "International Conference on Machine Learning"),
    ("prl", "Phys. Rev. Lett."),
    ("tmlr", "Transactions on Machine Learning Research"),
)
_REMARKS = (
    "% {word}: read again\n",
    "%%%%%%%%%%%%%%%%%%%% {year} %%%%%%%%%%%%%%%%%%%%\n",
    "\n% -- {family} et al. --\n\n",
    "@comment{{ {word}, from the reading group }}\n",
    "{family} and others, see also chapter 3:\n",
    "% TODO: 100% sure of the year?\n",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Hand:
    """The habits of one author."""

    indent: str
    column: int
    equals: str
    delimiters: str
    trailing: bool
    leading: bool
    capital: str
    blank: str
    closing: str
    order: tuple[str, ...]
    bare_numbers: bool
    round: bool
    key: str
    modern: bool


def drawn(random: Random) -> Hand:
    """The habits that a seed gives."""
    order = ["title", "author", "where", "when", "ids", "rest"]
    random.shuffle(order)
    leading = random.random() < 0.08
    return Hand(
        indent=random.choice(["  ", "  ", "  ", "    ", "\t", "", "   "]),
        column=random.choice([0, 0, 8, 12, 13]),
        equals=random.choice([" = ", " = ", "=", "= ", " ="]),
        delimiters=random.choice(["{}", "{}", "{}", '""']),
        trailing=not leading and random.random() < 0.5,
        leading=leading,
        capital=random.choice(["lower", "lower", "lower", "upper", "capitalize"]),
        blank=random.choice(["\n", "\n", "", "\n\n"]),
        closing=random.choice(["\n}", "\n}", "\n}", "}", "\n  }"]),
        order=tuple(order),
        bare_numbers=random.random() < 0.4,
        round=random.random() < 0.08,
        key=random.choice(["{family}{year}", "{family}:{year}", "{family}{year}{word}", "{family}_{word}_{year}"]),
        modern=random.random() < 0.25,
    )  # fmt: skip


def written(paper: Paper, hand: Hand, abbreviations: dict[str, str]) -> str:
    """The entry of a paper in the hand of an author."""
    parts = {
        "title": [("title", _set(paper.title, hand))],
        "author": [("author", _set(paper.people(most=8), hand))],
        "where": _where(paper, hand, abbreviations),
        "when": _when(paper, hand),
        "ids": _ids(paper, hand),
        "rest": [("abstract", _set(paper.abstract[:200].rpartition(" ")[0].replace('"', "''"), hand))]
        if int(paper.number) % 4 == 0
        else [],
    }
    fields = [field for name in hand.order for field in parts[name]]
    begun = [
        f"{getattr(str, hand.capital)(name):<{hand.column}}{hand.equals}{value}" for name, value in fields
    ]
    gap, end = ("(", ")") if hand.round else ("{", "}")
    key = hand.key.format(family=paper.family.lower(), year=paper.year, word=paper.word.lower())
    type = getattr(str, hand.capital)(_type(paper, hand))
    if hand.leading:
        body = "".join(f"\n{hand.indent}, {one}" for one in begun)
    else:
        body = ",\n" + ",\n".join(f"{hand.indent}{one}" for one in begun) + ("," if hand.trailing else "")
    return f"@{type}{gap}{key}{body}{hand.closing.replace('}', end)}\n"


def pieces(random: Random, hand: Hand, count: int) -> list[str]:
    """A whole file, piece by piece: papers, an abbreviation or two, remarks."""
    chosen = random.sample(papers(), count)
    if random.random() < 0.3:
        chosen.sort(key=lambda paper: (paper.family.lower(), paper.year))
    elif random.random() < 0.3:
        chosen.sort(key=lambda paper: paper.year)
    abbreviations = dict(random.sample(_ABBREVIATIONS, random.choice([0, 0, 1, 3])))
    made = [f'@string{{{name} = "{text}"}}\n' for name, text in abbreviations.items()]
    seen: set[str] = set()
    for paper in chosen:
        entry = written(paper, hand, abbreviations)
        key = entry.partition("\n")[0].lower().split("{")[-1]
        if key in seen:  # one key for two papers is a trouble of its own
            continue
        seen.add(key)
        if random.random() < 0.15:
            remark = random.choice(_REMARKS)
            made.append(remark.format(word=paper.word, family=paper.family, year=paper.year))
        made.append(entry + hand.blank)
    return made


def _type(paper: Paper, hand: Hand) -> str:
    if paper.place is None:
        return "online" if hand.modern else "misc"
    return "inproceedings" if "Conference" in paper.place[0] else "article"


def _set(text: str, hand: Hand) -> str:
    """A value in the delimiters of the hand; a quote in quotes is put in braces."""
    if hand.delimiters == "{}":
        return f"{{{text}}}"
    return '"' + text.replace('\\"', "{\\'}").replace('"', '{"}') + '"'


def _number(text: str, hand: Hand) -> str:
    return text if hand.bare_numbers and text.isdigit() else _set(text, hand)


def _where(paper: Paper, hand: Hand, abbreviations: dict[str, str]) -> list[tuple[str, str]]:
    field = "journaltitle" if hand.modern else "journal"
    if paper.place is None:
        return []
    name, volume, number, pages, _, _ = paper.place
    short = next((one for one, text in abbreviations.items() if text == name), None)
    field = "booktitle" if "Conference" in name else field
    made = [(field, short or _set(name, hand)), ("volume", volume), ("number", number), ("pages", pages)]
    return made[:1] + [(label, _number(value, hand)) for label, value in made[1:] if value]


def _when(paper: Paper, hand: Hand) -> list[tuple[str, str]]:
    year = paper.place[4] if paper.place else paper.year
    if hand.modern:
        return [("date", _set(f"{year}-{paper.month:02}" if not paper.place else str(year), hand))]
    month = [("month", MONTHS[paper.month - 1])] if paper.place is None and paper.month % 3 else []
    return [("year", _number(str(year), hand)), *month]


def _ids(paper: Paper, hand: Hand) -> list[tuple[str, str]]:
    made = [("doi", paper.doi)] if paper.doi else []
    if paper.place is None or paper.month % 2:
        made += [("eprint", paper.arxiv)]
        made += [("eprinttype", "arxiv")] if hand.modern else [("archivePrefix", "arXiv")]
    if paper.month % 5 == 0:
        made.append(("url", f"https://arxiv.org/abs/{paper.arxiv}"))
    return [(name, _set(value, hand)) for name, value in made]
