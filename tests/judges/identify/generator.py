"""Labelled mentions of many kinds, made from records of arXiv by a seeded chance.

Each class is a function of the corpus, a chance and one record, that gives a mention of the record (or
of a paper that is not there), or None where the record does not lend itself. `CLASSES` is the table
of them, with the shares that must be settled right. A label must hold for whoever reads the mention:
what by accident names another record too is not made.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from bibgen import identifiers, journal, names
from bibgen.model import PartialDate
from bibgen.readers.pages import condensed
from tests.judges.identify import damage, formulae, retitled, saying
from tests.judges.identify.corpus import LEAST_ABSTRACT, Corpus, field, load, weight
from tests.judges.identify.damage import Change
from tests.judges.identify.saying import CONFLICT, NOT_SETTLED, UNSURE, Labelled, Parts, mention

ABSENT = Path(__file__).parent / "absent.jsonl"

_LEAST_TITLE = 3  # significant words; shorter titles are classes of their own

Maker = Callable[[Corpus, random.Random, dict], Labelled | None]


def _says(record: dict, **parts: object) -> Labelled:
    """A mention of the record."""
    return Labelled(cls="", mention=mention(**parts), truth=record["id"])  # type: ignore[arg-type]


def _absent(**parts: object) -> Labelled:
    """A mention of a paper that is not there."""
    return Labelled(cls="", mention=mention(**parts), truth=None, allowed=NOT_SETTLED)  # type: ignore[arg-type]


def _long(record: dict) -> bool:
    return weight(record["title"]) >= _LEAST_TITLE


# -- titles


def _titled(change: Change, company: Callable[[random.Random, dict], Parts]) -> Maker:
    """A class of titles: changed in one way, said in some company."""

    def make(corpus, rng, record):
        made = change(record["title"], rng) if _long(record) else None
        if made is None or corpus.is_others(made, record):
            return None
        return _says(record, title=made, **company(rng, record))

    return make


def _as_it_is(title: str, rng: random.Random) -> str:
    return title


def _wrong_first(corpus, rng, record):
    if not _long(record):
        return None
    other = saying.people(corpus.stranger(rng, record))[0]
    authors = (other, *saying.people(record)[1:])
    cut = len(authors) > 1 and rng.random() < 0.5
    return _says(
        record,
        title=record["title"],
        authors=authors[:1] if cut else authors,
        et_al=cut,
        issued=saying.in_year(record),
    )


def _cut_title(company: Callable[[random.Random, dict], Parts]) -> Maker:
    def make(corpus, rng, record):
        made = damage.cut(record["title"], rng) if _long(record) else None
        if made is None or corpus.begins_other(made, record):
            return None
        return _says(record, title=made, **company(rng, record))

    return make


def _main_title(change: Change) -> Maker:
    """The title without its subtitle: no other paper may begin so."""

    def make(corpus, rng, record):
        made = change(record["title"], rng)
        if made is None or corpus.begins_other(made, record):
            return None
        return _says(record, title=made, **saying.everyone(rng, record))

    return make


def _formula(spelling: Callable[[str], str | None]) -> Maker:
    def make(corpus, rng, record):
        made = spelling(record["title"]) if _long(record) else None
        if made is None or made == record["title"]:
            return None
        return _says(record, title=made, **saying.everyone(rng, record))

    return make


def _folded(title: str) -> str | None:
    return formulae.folded(title) if not title.isascii() else None


def _glued(corpus, rng, record):
    """A line of a condensed page, cut in every way it can be."""
    listed = saying.listed(record)
    line = record["title"] + ", ".join(listed[:3]) + (" et al." if len(listed) > 3 else "")
    ways = condensed.cuts(line)
    if not ways or not _long(record):
        return None
    title, authors = ways[0]
    return _says(
        record,
        title=title,
        authors=authors,
        et_al=len(listed) > 3,
        issued=saying.on_day(record),
        categories=(field(record).split(".")[-1],),
        rivals=tuple(ways[1:]),
    )


def _short(count: int, *, alone: bool) -> Maker:
    """A title of one or two words that say something."""

    def make(corpus, rng, record):
        if weight(record["title"]) != count or corpus.begins_other(record["title"], record):
            return None
        if not alone:
            return _says(record, title=record["title"], **saying.everyone(rng, record))
        return Labelled(cls="", mention=mention(title=record["title"]), truth=record["id"], allowed=UNSURE)

    return make


# -- abstracts


def _abstract(change: Callable[[Corpus, random.Random, str], str | None]) -> Maker:
    def make(corpus, rng, record):
        made = change(corpus, rng, record["abstract"]) if corpus.has_own_abstract(record) else None
        return _says(record, abstract=made) if made and len(made.split()) >= LEAST_ABSTRACT else None

    return make


def _words_changed(share: float) -> Maker:
    def change(corpus, rng, abstract):
        return damage.with_words_changed(abstract, share, rng, lambda: corpus.word(rng))

    return _abstract(change)


def _short_abstract(corpus, rng, record):
    count = len(record["abstract"].split())
    if not 8 <= count < LEAST_ABSTRACT or "withdrawn" in record["abstract"]:
        return None
    return _says(record, abstract=record["abstract"])


# -- identifiers


def _id_alone(corpus, rng, record):
    return _says(record, ids=[saying.arxiv_id(record)])


def _id_and_title(corpus, rng, record):
    company = rng.choice((saying.nobody, saying.everyone))(rng, record)
    return _says(record, ids=[saying.arxiv_id(record)], title=record["title"], **company)


def _wrong_id(corpus, rng, record):
    """A right title and its authors with the identifier of another paper."""
    other = corpus.stranger(rng, record)
    if not _long(record):
        return None
    said = mention(title=record["title"], ids=[saying.arxiv_id(other)], **saying.everyone(rng, record))
    return Labelled(cls="", mention=said, truth=None, allowed=CONFLICT, shown=(record["id"], other["id"]))


def _wrong_title(corpus, rng, record):
    """A right identifier with the title and authors of another paper."""
    other = corpus.stranger(rng, record)
    if not _long(other):
        return None
    said = mention(title=other["title"], ids=[saying.arxiv_id(record)], **saying.everyone(rng, other))
    return Labelled(cls="", mention=said, truth=None, allowed=CONFLICT, shown=(record["id"], other["id"]))


def _invented_title(corpus, rng, record):
    """A right identifier with a title that nobody gave a paper, and no authors or a stranger."""
    title = _new_title(corpus, rng, record)
    if title is None:
        return None
    company = rng.choice((saying.nobody, saying.someone))(rng, corpus.stranger(rng, record))
    said = mention(title=title, ids=[saying.arxiv_id(record)], **company)
    return Labelled(cls="", mention=said, truth=None, allowed=CONFLICT, shown=(record["id"],))


def _doi(way: Callable[[str], str]) -> Maker:
    def make(corpus, rng, record):
        found = list(identifiers.find(way(record.get("doi") or "")))
        if len(found) != 1 or found[0].identifier.scheme != "doi":
            return None
        return _says(record, ids=[found[0].identifier])

    return make


def _reference(corpus, rng, record):
    """Authors, journal, volume, page and year: what physicists cite by."""
    found = journal.parse(record.get("journal_ref") or "")
    page = found and (found.page or found.number)
    if not found or not page:
        return None
    said = {"container-title": found.journal, "volume": found.volume, "page": page.split("-")[0]}
    company = saying.all_of(rng, record) | {"issued": PartialDate(year=found.year)}
    return _says(record, venue=found.journal, said=said, **company)


# -- papers that are not there


def _new_title(corpus: Corpus, rng: random.Random, record: dict) -> str | None:
    """A title in the manner of the record's field that is far from every title there is."""
    titles = [one["title"] for one in corpus.by_category[field(record)] if one is not record]
    if len(titles) < 2:
        return None
    title = retitled.invented(rng, rng.sample(titles, min(len(titles), 400)))
    far = 4 <= len(title.split()) and weight(title) >= _LEAST_TITLE and title.count("$") % 2 == 0
    return title if far and corpus.nearest(title) < 80 else None


def _invented(corpus, rng, record):
    """An invented title with real people of the field."""
    title = _new_title(corpus, rng, record)
    return _absent(title=title, **saying.everyone(rng, record)) if title else None


def _sibling(corpus, rng, record):
    """Another paper of the same people, whose title differs by what tells papers apart."""
    title = retitled.sibling(record["title"], rng)
    if title is None or corpus.begins_other(title, record) or corpus.is_others(title, record):
        return None
    return _absent(title=title, **saying.everyone(rng, record))


def _held_out(corpus, rng, record):
    """A real paper that nobody serves, nor one with its abstract: that might be its other version."""
    if not corpus.has_own_abstract(record):
        return None
    titled = saying.everyone(rng, record) | {"title": record["title"]}
    ways: list[Parts] = [titled, {"abstract": record["abstract"]}, titled | {"abstract": record["abstract"]}]
    if _long(record):
        ways.append({"title": record["title"]})
    return _absent(**rng.choice(ways))


def _elsewhere(corpus, rng, paper):
    """A known paper that is not on arXiv."""
    authors = tuple(map(names.parse, paper["authors"]))
    issued = PartialDate(year=paper["year"])
    few = {"authors": authors[:1], "et_al": len(authors) > 1, "issued": issued}
    ways = [{"authors": authors, "issued": issued}, few]
    if weight(paper["title"]) > _LEAST_TITLE:
        ways.append({})
    return _absent(title=paper["title"], **rng.choice(ways))


@dataclass(frozen=True, slots=True, kw_only=True)
class Class:
    """A kind of mention: how large its share is, and how many of it must be settled right.

    `bar`: 0..1, None where the issue sets none. `of`: what its mentions are made of.
    """

    name: str
    make: Maker
    share: int = 1
    bar: float | None = None
    of: str = "records"


def _c(name: str, make: Maker, share: int = 1, bar: float | None = None, of: str = "records") -> Class:
    return Class(name=name, make=make, share=share, bar=bar, of=of)


CLASSES: tuple[Class, ...] = (
    _c("exact, author", _titled(_as_it_is, saying.someone), 3, 0.995),
    _c("exact, year", _titled(_as_it_is, saying.only_year), 3, 0.995),
    _c("exact, alone", _titled(_as_it_is, saying.nobody)),
    _c("case changed", _titled(damage.changed_case, saying.someone_or_year), 3, 0.995),
    _c("initials", _titled(_as_it_is, saying.in_initials), 2, 0.995),
    _c("typo, author", _titled(damage.typed, saying.someone), 3, 0.97),
    _c("typo, year", _titled(damage.typed, saying.only_year), 2, 0.97),
    _c("typo in a name", _titled(damage.typed_name, saying.someone)),
    _c("cut, author", _cut_title(saying.someone), 3, 0.97),
    _c("cut, year", _cut_title(saying.only_year), 2, 0.97),
    _c("subtitle dropped", _main_title(damage.without_subtitle), 3, 0.97),
    # No bar: people write "X" and "X: the case of Y" in one year, so more words are for a person to judge.
    _c("subtitle added", _titled(damage.with_subtitle, saying.everyone), 3),
    _c("version title", _titled(retitled.version, saying.everyone), 4, 0.97),
    _c("publisher's title", _titled(retitled.published, saying.in_journal), 3),
    _c("wrong year", _titled(_as_it_is, saying.in_wrong_year), 2),
    _c("wrong first author", _wrong_first, 2),
    _c("glued", _glued, 2),
    _c("formula in Unicode", _formula(formulae.as_unicode), 2),
    _c("formula in plain letters", _formula(formulae.as_plain), 2),
    _c("Unicode in TeX", _formula(formulae.as_tex)),
    _c("accents folded", _formula(_folded)),
    _c("short name", _main_title(damage.short_name)),
    _c("two words, alone", _short(2, alone=True)),
    _c("two words, people, year", _short(2, alone=False)),
    _c("one word, alone", _short(1, alone=True)),
    _c("one word, people, year", _short(1, alone=False)),
    _c("abstract", _abstract(lambda _corpus, _rng, text: text), 3, 0.995),
    _c("abstract, first 40 %", _abstract(lambda _corpus, _rng, text: damage.begun(text, 0.4)), 2),
    _c("abstract, 10 % changed", _words_changed(0.10), 2),
    _c("abstract, 25 % changed", _words_changed(0.25), 3, 0.97),
    _c("abstract, older version", _abstract(lambda c, rng, text: damage.older_version(text, rng, lambda: c.word(rng))), 2),
    _c("abstract, short", _short_abstract),
    _c("id alone", _id_alone, 2),
    _c("id and title", _id_and_title, 2),
    _c("DOI as typed", _doi(str)),
    _c("DOI in small letters", _doi(str.lower)),
    _c("DOI in capitals", _doi(str.upper)),
    _c("reference without title", _reference),
    _c("title, wrong id", _wrong_id, 2),
    _c("id, another's title", _wrong_title, 2),
    _c("id, invented title", _invented_title, 2),
    _c("invented", _invented, 3),
    _c("sibling", _sibling, 3),
    _c("held out", _held_out, 2, None, "withheld"),
    _c("not on arXiv", _elsewhere, 3, None, "absent"),
)  # fmt: skip


def generate(corpus: Corpus, count: int, seed: int, only: str | None = None) -> list[Labelled]:
    """About `count` labelled mentions, class by class; fewer where the records do not lend themselves.

    Args:
        only: the one class to make, in as many mentions as it would have among all.
    """
    total = sum(one.share for one in CLASSES if one.of != "withheld" or corpus.withheld)
    made: list[Labelled] = []
    for one in CLASSES:
        if only in (None, one.name):
            made += of_class(one, corpus, max(1, round(count * one.share / total)), seed)
    return made


def of_class(one: Class, corpus: Corpus, count: int, seed: int) -> list[Labelled]:
    """`count` mentions of a class, each of another paper; chances of one class do not touch another's."""
    rng = random.Random(f"{seed} {one.name}")
    material = {"records": corpus.drawable, "withheld": corpus.withheld, "absent": absent()}[one.of]
    made: list[Labelled] = []
    for record in rng.sample(material, len(material)):
        if len(made) == count:
            break
        found = one.make(corpus, rng, record)
        if found:
            made.append(replace(found, cls=one.name))
    return made


def absent() -> list[dict]:
    """Known papers, from before arXiv or of fields that do not use it: `title`, `authors`, `year`."""
    return load(ABSENT)
