"""Entries with known faults, and clean ones in many shapes, made from records by chance that repeats itself.

`made` takes records (those of `tests/judges/identify`, arXiv metadata, CC0) and a seed, and gives the .bib,
what must be found of each entry, and what arXiv and Crossref serve. Every fault stands in an entry that is
right otherwise. Nothing here shares code with what is tested, but for telling where a paper was published.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from tests.fakes.crossref import work
from tests.fakes.dblp import publication
from tests.judges.identify.corpus import Corpus, field
from tests.manuscript import shapes

SIZES = {
    "wrong year": 40,
    "swapped authors": 40,
    "right title, wrong id": 40,
    "id of another paper": 40,
    "withdrawn": 40,
    "published since": 40,
    "made up": 40,
    "hallucinated authors": 40,
    "newer version": 15,
    "retracted": 15,
    "another journal": 40,
    "unknown DOI": 15,
    "malformed number": 15,
    "clean": 170,
}
_JOURNALS = (
    "Nature", "Zoological Quarterly", "Physical Review X", "Kybernetik", "Quarterly of Ornithology", "Yeast",
)  # fmt: skip
_WITHDRAWALS = (
    "This paper has been withdrawn by the author due to a crucial error in Theorem 2",
    "Withdrawn; the proof of the main result has a gap",
    "This article has been withdrawn by arXiv administrators because of overlap with other work",
    "12 pages. The paper is withdrawn since the data were faulty",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """An entry and what an audit must say of it.

    `standings`: the classes that are right. `codes`: the findings of which one must be among its. `paper`: the
    identifiers of the paper that it means, none if no source knows it.
    """

    cls: str
    key: str
    text: str
    standings: tuple[str, ...]
    codes: tuple[str, ...] = ()
    paper: frozenset[str] = frozenset()


@dataclass(slots=True, kw_only=True)
class AuditSet:
    """The cases in the order of the file, and what the services know."""

    cases: list[Case]
    papers: dict[str, dict]
    works: list[dict]
    publications: list[dict]

    @property
    def text(self) -> str:
        return "\n".join(case.text for case in self.cases)


Fields = dict[str, str]


def made(records: Sequence[dict], seed: int, sizes: dict[str, int] | None = None) -> AuditSet:
    """The set of a seed."""
    return _Maker(records, seed).make(sizes or SIZES)


class _Maker:
    def __init__(self, records: Sequence[dict], seed: int) -> None:
        self.dice = random.Random(seed)
        corpus = Corpus(records)
        usable = [one for one in corpus.drawable if _is_usable(one)]
        self.dice.shuffle(usable)
        # Papers that are cited and that nobody serves: real titles that no source knows, nor one like it.
        self.held_out = [one for one in usable[:200] if not corpus.begins_other(one["title"], one)][:60]
        usable = [one for one in usable if one not in self.held_out]
        gone = {one["id"] for one in self.held_out}
        self.papers = {one["id"]: dict(one) for one in records if one["id"] not in gone}
        self.printed = [one for one in usable if shapes.doi(one) and shapes.whereabouts(one)]
        self.preprints = [one for one in usable if not shapes.doi(one) and not one.get("journal_ref")]
        self.with_doi = [one for one in usable if shapes.doi(one) and not shapes.is_data(shapes.doi(one))]
        self.works: dict[str, dict] = {}
        self.publications: list[dict] = []

    def make(self, sizes: dict[str, int]) -> AuditSet:
        makers: dict[str, Callable[[], Case]] = {
            "wrong year": self.wrong_year,
            "swapped authors": self.swapped,
            "right title, wrong id": self.wrong_id,
            "id of another paper": self.id_of_another,
            "withdrawn": self.withdrawn,
            "published since": self.published,
            "made up": self.made_up,
            "hallucinated authors": self.hallucinated,
            "newer version": self.newer,
            "retracted": self.retracted,
            "another journal": self.another_journal,
            "unknown DOI": self.unknown_doi,
            "malformed number": self.malformed,
            "clean": self.clean,
        }
        # What changes the papers that are served comes first, for others may cite them.
        order = sorted(sizes, key=lambda name: name not in ("withdrawn", "newer version", "retracted"))
        cases = [makers[name]() for name in order for _ in range(sizes[name])]
        self.dice.shuffle(cases)
        for one in self.with_doi:
            self.serve(one)
        return AuditSet(
            cases=cases, papers=self.papers, works=list(self.works.values()), publications=self.publications
        )

    # -- parts

    def key(self, record: dict) -> str:
        family = "".join(filter(str.isalnum, shapes.plain_ascii(shapes.only_family(record["authors"][0]))))
        return f"{family.lower() or 'anon'}{record['published'][:4]}{self.dice.randrange(10**6)}"

    def take(self, of: list[dict], least_authors: int = 1) -> dict:
        """A record that is not used for another fault."""
        at = next(n for n, one in enumerate(of) if len(one["authors"]) >= least_authors)
        record = of.pop(at)
        for pool in (self.printed, self.preprints, self.with_doi):
            if pool is not of and record in pool:
                pool.remove(record)
        return record

    def some(self) -> list[dict]:
        return self.printed if self.dice.random() < 0.2 else self.preprints

    def serve(self, record: dict, **more: object) -> None:
        """Let Crossref know the work under the record's DOI."""
        self.works[shapes.doi(record).lower()] = work_of(record, **more)

    def usual(self, record: dict) -> Fields:
        return {
            "title": shapes.title(record, self.dice),
            "author": shapes.authors(record, self.dice),
        }

    def cited(self, record: dict) -> Fields:
        """How the paper is rightly cited: where it was published, or as the preprint that it is."""
        if shapes.doi(record):
            year = str(printed_year(record))
            return {**shapes.whereabouts(record), "year": year, "doi": shapes.doi(record)}
        return {**shapes.preprint(record, self.dice), **shapes.dated(record, self.dice)}

    def case(
        self, cls: str, record: dict, fields: Fields, standings: tuple[str, ...], codes=(), known: bool = True
    ) -> Case:
        key = self.key(record)
        return Case(
            cls=cls,
            key=key,
            text=shapes.entry(key, fields, self.dice),
            standings=standings,
            codes=tuple(codes),
            paper=frozenset((record["id"], shapes.doi(record).lower())) - {""} if known else frozenset(),
        )

    # -- faults

    def wrong_year(self) -> Case:
        printed = self.dice.random() < 0.3
        record = self.take(self.printed if printed else self.preprints)
        right = {shapes.year(record), printed_year(record)}
        right |= {year - 1 for year in right if printed} | {year + 1 for year in right if printed}
        apart = [step for step in (-6, -3, -2, -1, 1, 2, 4, 7) if printed_year(record) + step not in right]
        year = shapes.year(record) + self.dice.choice([-4, -2, -1, 1, 2, 5]) if not printed else 0
        year = year or printed_year(record) + self.dice.choice(apart)
        where = self.cited(record)
        if printed and self.dice.random() < 0.5:
            del where["doi"]
        fields = self.usual(record) | where | {"year": str(year)}
        return self.case("wrong year", record, fields, ("wrong",), ("year",))

    def swapped(self) -> Case:
        record = self.take(self.some(), 2)
        people = list(record["authors"])
        first = self.dice.randrange(min(len(people), 6) - 1)
        people[first], people[first + 1] = people[first + 1], people[first]
        fields = self.usual(record) | self.cited(record)
        fields["author"] = " and ".join(map(self.dice.choice((shapes.inverted, shapes.initialled)), people))
        return self.case("swapped authors", record, fields, ("wrong",), ("author-order",))

    def wrong_id(self) -> Case:
        record = self.take(self.preprints)
        other = self.dice.choice(self.preprints)
        number = (
            other["id"]
            if self.dice.random() < 0.6
            else f"{self.dice.randrange(1001, 1012)}.9{self.dice.randrange(100, 999)}"
        )
        fields = self.usual(record) | shapes.dated(record, self.dice)
        if self.dice.random() < 0.25:
            self.serve(self.with_doi[0])
            fields |= {"doi": shapes.doi(self.with_doi[0]), "journal": "Annals of Mistaken Identity"}
        else:
            fields |= shapes.preprint({**record, "id": number}, self.dice)
        return self.case("right title, wrong id", record, fields, ("wrong",), ("other-id", "no-such-id"))

    def id_of_another(self) -> Case:
        """A paper that no source knows, under the identifier of another."""
        record = self.dice.choice(self.held_out)
        if self.dice.random() < 0.3:
            other = self.dice.choice(self.with_doi)
            where = {"journal": "Journal of Distant Things", "doi": shapes.doi(other)}
        else:
            where = shapes.preprint(self.dice.choice(self.preprints), self.dice)
        fields = self.usual(record) | {"title": record["title"]} | where | shapes.dated(record, self.dice)
        return self.case("id of another paper", record, fields, ("wrong",), ("other-id",), known=False)

    def withdrawn(self) -> Case:
        record = self.take(self.preprints)
        self.papers[record["id"]] |= {"comment": self.dice.choice(_WITHDRAWALS), "version": 2}
        fields = self.usual(record) | self.cited(record)
        return self.case("withdrawn", record, fields, ("withdrawn",), ("withdrawn",))

    def retracted(self) -> Case:
        record = self.take(self.printed)
        when = {"date-parts": [[printed_year(record) + 2, 3, 1]]}
        notice = {
            "DOI": f"10.5555/{record['id']}",
            "type": "retraction",
            "label": "Retraction",
            "updated": when,
        }
        self.serve(record, **{"updated-by": [notice]})
        fields = self.usual(record) | self.cited(record)
        return self.case("retracted", record, fields, ("withdrawn",), ("retracted",))

    def another_journal(self) -> Case:
        """A journal that is none of the paper's, under the right DOI or the right number."""
        journals = [one for one in self.printed if "Proc" not in shapes.whereabouts(one)["journal"]]
        record = self.dice.choice(journals)
        self.serve(record)
        own = shapes.whereabouts(record)
        others = [
            one for one in _JOURNALS if shapes.first_letters(one) != shapes.first_letters(own["journal"])
        ]
        named = self.dice.choice(({"doi": shapes.doi(record)}, {"eprint": record["id"]}))
        where = own | {"journal": self.dice.choice(others), "year": str(printed_year(record))} | named
        if self.dice.random() < 0.3:
            where |= {"volume": "3", "pages": "4--9"}
        return self.case("another journal", record, self.usual(record) | where, ("wrong",), ("journal",))

    def unknown_doi(self) -> Case:
        record = self.dice.choice(self.preprints)
        strange = {"eprint": record["id"], "doi": f"10.9999/nothing.{self.dice.randrange(10**6)}"}
        fields = self.usual(record) | strange | shapes.dated(record, self.dice)
        return self.case("unknown DOI", record, fields, ("unknown",), ("doi-unknown",))

    def malformed(self) -> Case:
        """A digit of the number was lost."""
        new = [one for one in self.preprints if "." in one["id"] and "/" not in one["id"]]
        record = self.take([one for one in new if len(one["title"].split()) > 5])
        strange = {"eprint": record["id"][:-1], "archiveprefix": "arXiv"}
        fields = self.usual(record) | strange | shapes.dated(record, self.dice)
        return self.case("malformed number", record, fields, ("wrong",), ("no-id",))

    def published(self) -> Case:
        """By a DOI that arXiv has, or at a conference that only DBLP knows."""
        if self.dice.random() < 0.3:
            record = self.take([one for one in self.preprints if field(one).startswith("cs.")])
            held = publication(record["title"], *record["authors"], year=str(shapes.year(record) + 1))
            self.publications.append(held)
        else:
            record = self.take(self.with_doi)
            self.serve(record)
        fields = self.usual(record) | shapes.preprint(record, self.dice) | shapes.dated(record, self.dice)
        return self.case("published since", record, fields, ("published",), ("published",))

    def newer(self) -> Case:
        record = self.take(self.preprints, 2)
        paper = self.papers[record["id"]]
        paper["version"] = 3
        if self.dice.random() < 0.5:
            fields = {"eprint": f"{record['id']}v1", "archiveprefix": "arXiv", **self.usual(record)}
        else:
            paper["older"] = {1: {"authors": record["authors"][:-1]}, 2: {"authors": record["authors"][:-1]}}
            fields = self.usual(record) | {"eprint": record["id"]}
            fields["author"] = " and ".join(record["authors"][:-1])
        fields |= shapes.dated(record, self.dice)
        codes = ("newer-version", "older-author")
        return self.case("newer version", record, fields, ("newer",), codes)

    def made_up(self) -> Case:
        """A title of two halves, people of given and family names that never met, often with an identifier."""
        one, other = self.dice.sample(self.held_out, 2)
        title = self._mixed_title(one, other)
        people = [self._nobody() for _ in range(self.dice.randint(1, 4))]
        where = self.dice.choice(
            (
                {},
                {
                    "journal": "Journal of Applied Fictions",
                    "volume": str(self.dice.randint(2, 60)),
                    "pages": "101--118",
                },
                {"booktitle": "Proceedings of the International Conference on Imagined Systems"},
                {"journal": "Nature", "doi": f"10.1038/s41586-019-{self.dice.randrange(1000, 9999)}-x"},
                {"eprint": f"{self.dice.randrange(1001, 1012)}.9{self.dice.randrange(100, 999)}"},
            )
        )
        fields = {
            "title": title,
            "author": " and ".join(people),
            **where,
            "year": str(self.dice.randint(2005, 2023)),
        }
        return self.case("made up", one, fields, ("unknown",), ("unknown",), known=False)

    def _mixed_title(self, one: dict, other: dict) -> str:
        first, second = (record["title"].split() for record in (one, other))
        return " ".join([*first[: max(2, len(first) // 2)], *second[len(second) // 2 :]]).replace("&", "and")

    def _nobody(self) -> str:
        given, family = (self.dice.choice(self.held_out)["authors"][0] for _ in range(2))
        return f"{given.split()[0]} {family.split()[-1]}"

    def hallucinated(self) -> Case:
        record = self.take(self.some(), 2)
        people, how = list(record["authors"]), self.dice.random()
        if how < 0.5:
            people = [self._nobody() for _ in people][:5]
        elif how < 0.75:
            people = [people[0], *(self._nobody() for _ in people[1:4])]
        else:
            people[self.dice.randrange(1, len(people))] = self._nobody()
        where = self.cited(record)
        if self.dice.random() < 0.4:
            where = {"year": where.get("year", str(shapes.year(record)))}
        fields = self.usual(record) | {"title": record["title"].replace("&", "\\&")} | where
        fields["author"] = " and ".join(people)
        return self.case(
            "hallucinated authors", record, fields, ("wrong",), ("authors", "authors-more", "authors-missing")
        )

    # -- clean

    def clean(self) -> Case:
        shape = self.dice.choice(
            (
                self._as_preprint, self._as_preprint, self._as_printed, self._as_printed, self._by_doi,
                self._printed_with_eprint, self._bare, self._in_unknown_venue, self._of_collaboration,
                self._in_own_script, self._updated, self._retitled, self._wordy, self._abbreviated,
            )
        )  # fmt: skip
        record, fields = shape()
        return self.case("clean", record, fields, ("consistent",))

    def _as_preprint(self) -> tuple[dict, Fields]:
        record = self.dice.choice(self.preprints)
        fields = self.usual(record) | shapes.preprint(record, self.dice) | shapes.dated(record, self.dice)
        for name in self.dice.sample(("year", "month", "author"), self.dice.choice((0, 0, 1))):
            fields.pop(name, None)
        return record, fields

    def _as_printed(self) -> tuple[dict, Fields]:
        record = self.dice.choice(self.printed)
        fields = self.usual(record) | shapes.whereabouts(record) | {"year": str(printed_year(record))}
        if self.dice.random() < 0.3:
            fields["pages"] = fields.get("pages", "").split("--")[0]
        return record, {name: value for name, value in fields.items() if value}

    def _by_doi(self) -> tuple[dict, Fields]:
        record = self.dice.choice(self.with_doi)
        where = shapes.whereabouts(record).get("journal", "J. Sundry Results")
        url = {"url": f"https://dx.doi.org/{shapes.doi(record)}", "journal": where}
        named = self.dice.choice(
            ({"doi": shapes.doi(record).upper()}, {"doi": f"https://doi.org/{shapes.doi(record)}"}, url)
        )
        return record, self.usual(record) | named | {"year": str(printed_year(record))}

    def _printed_with_eprint(self) -> tuple[dict, Fields]:
        record = self.dice.choice(self.printed)
        when = {"year": str(self.dice.choice((printed_year(record), shapes.year(record))))}
        return record, self.usual(record) | shapes.whereabouts(record) | {"eprint": record["id"]} | when

    def _abbreviated(self) -> tuple[dict, Fields]:
        """The journal under one of its shorter names."""
        record = self.dice.choice(self.printed)
        where = shapes.whereabouts(record)
        where["journal"] = shapes.abbreviated(where["journal"], self.dice)
        named = self.dice.choice(({"doi": shapes.doi(record)}, {"eprint": record["id"]}))
        return record, self.usual(record) | where | named | {"year": str(printed_year(record))}

    def _bare(self) -> tuple[dict, Fields]:
        """Title, authors and year, and nothing that names the paper."""
        record = self.dice.choice(self.preprints + self.printed)
        return record, self.usual(record) | {
            "title": record["title"].replace("&", "\\&"),
            "year": str(shapes.year(record)),
        }

    def _in_unknown_venue(self) -> tuple[dict, Fields]:
        """At a conference that arXiv says nothing of, perhaps a year later."""
        record = self.dice.choice(self.preprints)
        when = {"year": str(shapes.year(record) + self.dice.randint(0, 1))}
        return record, self.usual(record) | {
            "booktitle": "Proc. 21st Conf. on Such Things",
            "eprint": record["id"],
        } | when

    def _of_collaboration(self) -> tuple[dict, Fields]:
        """The authors with their collaboration behind them, which arXiv's list does not name."""
        record = self.dice.choice(self.preprints)
        people = [*map(shapes.inverted, record["authors"][:2]), "{The BIGDETECTOR Collaboration}"]
        return record, self.usual(record) | {"author": " and ".join(people)} | self.cited(record)

    def _in_own_script(self) -> tuple[dict, Fields]:
        record = self.dice.choice(self.preprints)
        people = [self.dice.choice(("王小明", "김철수", "山田太郎")) for _ in record["authors"]]
        return record, self.usual(record) | {"author": " and ".join(people)} | self.cited(record)

    def _updated(self) -> tuple[dict, Fields]:
        """The year of a later version."""
        record = self.take(self.preprints)
        later = shapes.year(record) + 2
        self.papers[record["id"]] |= {"version": 4, "updated": f"{later}-05-01T00:00:00Z"}
        year = shapes.year(record) + self.dice.randint(0, 2)
        return record, self.usual(record) | shapes.preprint(record, self.dice) | {"year": str(year)}

    def _retitled(self) -> tuple[dict, Fields]:
        """The published form, of which the journal has changed the title."""
        record = self.take(self.with_doi)
        title = f"Some remarks on a question of {shapes.only_family(record['authors'][0]).strip('{}')}: {record['title']}"
        self.serve(record, title=title)
        return record, self.usual(record) | {"title": title.replace("&", "\\&")} | self.cited(record)

    def _wordy(self) -> tuple[dict, Fields]:
        """An entry as managers of references export it, with all that they know."""
        record = self.dice.choice(self.printed)
        more = {
            "abstract": record["abstract"].replace("{", "").replace("}", "").replace("%", "\\%"),
            "keywords": "one, two", "file": ":home/me/papers/1.pdf:PDF", "publisher": "Example Press",
            "note": "Comment on arXiv:0704.0001; 12 pages", "issn": "1234-5678", "eprint": record["id"],
        }  # fmt: skip
        return record, self.usual(record) | self.cited(record) | more


def printed_year(record: dict) -> int:
    """The year of the journal, as the record gives it or as Crossref is made to."""
    place = shapes.reference(record)
    return place.year if place else shapes.year(record) + 1


def work_of(record: dict, **more: object) -> dict:
    """What Crossref has under the record's DOI."""
    place = shapes.reference(record)
    people = [shapes.inverted(name).split(", ") for name in record["authors"]]
    known = {
        "title": record["title"],
        "author": [
            {"family": parts[0], "given": parts[-1]} if len(parts) > 1 else {"name": parts[0].strip("{}")}
            for parts in people
        ],
        "issued": {"date-parts": [[printed_year(record)]]},
        "container-title": [place.journal if place else "Journal of Sundry Results"],
        "volume": place.volume if place else "7",
    }
    if place and (place.page or place.number):
        known["page"] = place.page or place.number
    return work(shapes.doi(record), **known | more)


def works_of(records: Sequence[dict]) -> list[dict]:
    """What Crossref has of all records that have a DOI."""
    return [work_of(one) for one in records if shapes.doi(one)]


def _is_usable(record: dict) -> bool:
    """Whether labels can hold: a title that says something, authors, a number of the year it came, no withdrawal."""
    if "withdr" in f"{record['abstract']} {record.get('comment')}".lower():
        return False
    title = [word for word in record["title"].split() if len(word) > 3]
    group = any(map(shapes.is_group, record["authors"]))
    return (
        len(title) >= 4 and 0 < len(record["authors"]) < 12 and not group and shapes.is_version_dated(record)
    )
