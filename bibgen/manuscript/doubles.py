"""Entries of one paper: its preprint and what was published of it, its versions, the same thing typed twice.

Two entries are one paper if they share its identifier, or a title and the people; then nothing that both say
may part them. Other identifiers, another kind of work, another edition, another volume or first page of a
journal do, and so does a year that is no delay of printing: a conference paper and its journal version, two
parts, or a report that comes out every year stay apart, as do two releases of software or data, which differ
in nothing but their version or their deposit's DOI. In doubt they are two; where an identifier or a key
says one and the words say two, that is told as a doubt, for a person to look at. So is what may be one with
either of two others that are not one: an identifier settles that, a title does not. Titles are compared as by
`matching.titles`, where only slips of the pen count as one, people as by `bylines`.

Only entries that share an identifier, a key, or the first author's family name are held against each other.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from bibgen import identifiers, words
from bibgen.manuscript import bylines
from bibgen.manuscript.place import Place
from bibgen.matching import sameness, venues
from bibgen.matching.policy import Policy
from bibgen.matching.titles import title_likeness
from bibgen.splice import BibFile, Held

_POLICY = Policy()
_OWN_WORKS = {
    "thesis": "thesis", "phdthesis": "thesis", "mastersthesis": "thesis", "book": "book", "mvbook": "book",
    "collection": "book", "proceedings": "proceedings", "mvproceedings": "proceedings", "periodical": "book",
    "techreport": "report", "report": "report", "dataset": "dataset", "software": "software",
    "patent": "patent", "booklet": "book", "manual": "manual", "a thesis": "thesis", "a data set": "dataset",
}  # fmt: skip
_RELEASED = ("software", "dataset")
_PARTS = ("inbook", "incollection", "inproceedings", "conference", "suppbook", "bookinbook")
# What tells two works apart if both entries say it and say otherwise.
_TELLING = ("edition", "volume", "issue", "ISBN", "part", "chapter")
_LEAST_ALIKE = 0.35  # of the words of two titles, or one is not even looked at


@dataclass(frozen=True, slots=True, kw_only=True)
class Double:
    """Entries of one paper, the fullest first, and `why` they are taken for one.

    `certain`: nothing speaks against it; else a key or an identifier is shared and the words differ.
    """

    entries: tuple[Place, ...]
    why: str
    certain: bool

    @property
    def shared(self) -> bool:
        """Whether two of them have one identifier."""
        return any(_shared(one, other) for one, other in combinations(self.entries, 2))

    @property
    def differing(self) -> dict[str, tuple[str, ...]]:
        """The fields that are not the same in all entries, each with what the entries say; "" for nothing."""
        values: dict[str, list[str]] = {"type": [one.held.type for one in self.entries]}
        for at, one in enumerate(self.entries):
            for name, _ in one.held.parsed.fields:
                values.setdefault(name, [""] * len(self.entries))[at] = one.held.value(name) or ""
        return {name: tuple(said) for name, said in values.items() if len(set(said)) > 1}


def find(files: Sequence[BibFile]) -> tuple[Double, ...]:
    """The entries of one paper in one or more files, in the order of their first entries."""
    places = [Place(file=file, held=held) for file in files for held in file.entries if not held.fault]
    reasons: dict[tuple[int, int], str] = {}
    doubts: dict[tuple[int, int], str] = {}
    for pair in _candidates(places):
        one, other = places[pair[0]], places[pair[1]]
        why, certain = _verdict(one, other)
        if why:
            (reasons if certain else doubts)[pair] = why
    doubles = [_double(places, group, reasons) for group in _groups(reasons, doubts, places)]
    doubles += [
        Double(entries=(places[one], places[other]), why=why, certain=False)
        for (one, other), why in sorted(doubts.items())
    ]
    order = {id(place): at for at, place in enumerate(places)}
    return tuple(sorted(doubles, key=lambda one: min(order[id(place)] for place in one.entries)))


def _candidates(places: Sequence[Place]) -> list[tuple[int, int]]:
    """The pairs that are worth a look, each once, the earlier entry first."""
    alike: defaultdict[tuple[str, str], list[int]] = defaultdict(list)
    by_family: defaultdict[str, list[int]] = defaultdict(list)
    for at, one in enumerate(places):
        for kind, value in (("arxiv", one.arxiv), ("doi", one.doi), ("doi", one.deposit)):
            if value:
                alike[kind, value].append(at)
        alike[one.file.path, one.held.key.casefold()].append(at)
        if one.family and one.title:
            by_family[one.family].append(at)
    pairs = {pair for group in alike.values() for pair in combinations(group, 2)}
    for group in by_family.values():
        pairs |= {pair for pair in combinations(group, 2) if _share_words(places[pair[0]], places[pair[1]])}
    return sorted(pairs)


def _share_words(one: Place, other: Place) -> bool:
    shared = len(one.significant & other.significant)
    return shared >= _LEAST_ALIKE * max(len(one.significant), len(other.significant), 1)


def _groups(
    reasons: Mapping[tuple[int, int], str], doubts: dict[tuple[int, int], str], places: Sequence[Place]
) -> list[tuple[int, ...]]:
    """Entries that are one paper, all with all: those that share an identifier first.

    Where two that are not one would come together, nothing tells to which of them the others belong: the
    pairs become `doubts`.
    """
    by_identifier = {pair for pair in reasons if _shared(places[pair[0]], places[pair[1]])}
    sure: set[tuple[int, int]] = set()
    for pairs in (by_identifier, reasons.keys() - by_identifier):
        for group in _connected(sure | pairs):
            here = sorted(pairs & set(combinations(group, 2)))
            if all(not _apart(places[one], places[other]) for one, other in combinations(group, 2)):
                sure.update(here)
            else:
                doubts |= {pair: f"{reasons[pair]}, but {_contested(places, pair, group)}" for pair in here}
    return list(_connected(sure))


def _contested(places: Sequence[Place], pair: tuple[int, int], group: Sequence[int]) -> str:
    """Why it is not certain that two are one: another one is like them, and is not."""
    rivals = (
        places[at].held.key
        for at in group
        if at not in pair and any(_apart(places[at], places[one]) for one in pair)
    )
    return f"{next(rivals, 'another')} may be it as well"


def _connected(pairs: Collection[tuple[int, int]]) -> Iterator[tuple[int, ...]]:
    """Whatever the pairs bring together, each in order."""
    groups: dict[int, set[int]] = {}
    for one, other in sorted(pairs):
        joined = groups.get(one, {one}) | groups.get(other, {other})
        groups |= dict.fromkeys(joined, joined)
    return (tuple(sorted(group)) for group in {id(group): group for group in groups.values()}.values())


def _double(places: Sequence[Place], group: Sequence[int], reasons: Mapping[tuple[int, int], str]) -> Double:
    entries = sorted((places[at] for at in group), key=lambda one: one.fullness, reverse=True)
    said = [reasons[pair] for pair in combinations(group, 2) if pair in reasons]
    return Double(entries=tuple(entries), why=said[0], certain=True)


# -- are two entries one paper


def _verdict(one: Place, other: Place) -> tuple[str, bool]:
    """Why two entries are one paper, or may be, and whether that is certain; "" if they are two."""
    shared = _shared(one, other)
    apart = _apart(one, other)
    named_alike = bool(shared) and (_titled_alike(one, other) or _same_people(one, other))
    if not apart and (named_alike or _described_alike(one, other)):
        doubt = "" if shared else _unreleased(one, other) or _unplaced(one, other)
        return f"{_told(one, other, shared)}{doubt}", not doubt
    if shared and not (one.held.type in _PARTS and other.held.type in _PARTS and shared == "DOI"):
        return f"the same {shared}, but {apart or 'another title and other people'}", False
    if one.file is other.file and one.held.key.casefold() == other.held.key.casefold():
        return "one key, but not one paper", False
    return "", False


def _shared(one: Place, other: Place) -> str:
    if one.arxiv and one.arxiv == other.arxiv:
        return "arXiv identifier"
    dois = ((one.doi, other.doi), (one.deposit, other.deposit))
    return "DOI" if any(first and first == second for first, second in dois) else ""


def _unreleased(one: Place, other: Place) -> str:
    """That only one of two entries of software or data says which release it means; "" if it does not."""
    if not any(place.held.type in _RELEASED or place.deposit for place in (one, other)):
        return ""
    alone = any(bool(first) != bool(second) for first, second in _releases(one, other))
    return ", but only one says which release it is" if alone else ""


def _unplaced(one: Place, other: Place) -> str:
    """That two publications cannot be compared by where they appeared; "" if they can.

    A DOI here and a journal there may be of two publications of one title.
    """
    if not (one.published and other.published) or _says(one.held) == _says(other.held):
        return ""
    sides = [
        (place.mention.venue, *(place.mention.said.get(name) for name in ("volume", "page", "number")))
        for place in (one, other)
    ]
    return "" if any(map(all, zip(*sides, strict=True))) else ", but not whether the same publication"


def _releases(one: Place, other: Place) -> list[tuple[str, str]]:
    """What names a release, as both entries have it."""
    versions = [(place.held.value("version") or "").strip().lower().lstrip("v") for place in (one, other)]
    return [(versions[0], versions[1]), (one.deposit, other.deposit)]


def _told(one: Place, other: Place, shared: str) -> str:
    if one.published != other.published:
        return "preprint and published paper"
    if shared.startswith("arXiv"):
        versions = one.version != other.version
        return f"versions of arXiv:{one.arxiv}" if versions else f"both are arXiv:{one.arxiv}"
    return f"both have the DOI {one.doi or one.deposit}" if shared else "the same title and people"


def _titled_alike(one: Place, other: Place) -> bool:
    """Whether the titles can be one paper's, or one entry has none."""
    if not one.title or not other.title:
        return True
    return _alike(one, other) >= Policy.TITLE_AGREES


def _alike(one: Place, other: Place) -> float:
    return max(title_likeness(one.title, other.title), title_likeness(other.title, one.title))


def _same_people(one: Place, other: Place) -> bool:
    """Whether both entries name people and these are the same."""
    first, second = one.mention, other.mention
    if not first.authors or not second.authors:
        return False
    return bylines.parted(first.authors, first.et_al, second.authors, second.et_al) is None


def _described_alike(one: Place, other: Place) -> bool:
    """Whether title and people are the same, but for slips of the pen, and the title says enough."""
    if not _same_people(one, other):
        return _says(one.held) == _says(other.held)
    if min(len(one.significant), len(other.significant)) >= _POLICY.least_title_words:
        return _alike(one, other) >= _POLICY.title_typed
    first, second = one.mention, other.mention
    several = min(len(first.authors), len(second.authors)) > 1
    same_time = first.issued and second.issued and first.issued.year == second.issued.year
    exact = _alike(one, other) >= _POLICY.title_exact
    return bool(exact and several and same_time) or _says(one.held) == _says(other.held)


def _says(held: Held) -> tuple[str, list[tuple[str, str]]]:
    """All that an entry says but its key."""
    return held.type, sorted(held.parsed.fields)


def _apart(one: Place, other: Place) -> str:
    """What parts two entries, whatever they share; "" for nothing."""
    if one.arxiv and other.arxiv and one.arxiv != other.arxiv:
        return "another arXiv identifier"
    said = [{place.doi, place.deposit} - {""} for place in (one, other)]
    if (one.doi and other.doi and one.doi != other.doi) or (all(said) and not said[0] & said[1]):
        return "another DOI"
    if not one.arxiv or one.arxiv != other.arxiv:
        version = _releases(one, other)[0]
        if all(version) and version[0] != version[1]:
            return "another version"
    kinds = {_kind(place) for place in (one, other)}
    if len(kinds) > 1:
        return "another kind of work"
    if one.title and other.title and _alike(one, other) < _POLICY.title_shows:
        return "another title"
    return _elsewhere(one, other) or _other_time(one, other)


def _kind(place: Place) -> str:
    """What kind of work an entry is, by its type or by what it calls itself; "" for a paper."""
    called = sameness.called(place.mention)
    return _OWN_WORKS.get(place.held.type) or _OWN_WORKS.get(called) or called


def _elsewhere(one: Place, other: Place) -> str:
    """What parts two publications."""
    first, second = one.mention, other.mention
    if not (one.published and other.published) or (one.doi and one.doi == other.doi):
        return ""
    for name in _TELLING:
        if _number(first.said.get(name, "")) != _number(second.said.get(name, "")) and (
            first.said.get(name) and second.said.get(name)
        ):
            return f"another {name}"
    pages = [mention.said.get("page") or mention.said.get("number") or "" for mention in (first, second)]
    if all(pages) and _number(pages[0]) != _number(pages[1]):
        return "another page"
    named = [mention.venue or "" for mention in (first, second)]
    if all(named) and venues.is_one(*named):
        return ""
    if (one.held.type in _PARTS) != (other.held.type in _PARTS):
        return "another kind of publication"
    told = all(named) and not any(name.startswith("\\") for name in named)  # a macro of ADS: \apj
    return "another place of publication" if told and one.held.type not in _PARTS else ""


def _number(text: str) -> str:
    """A volume or a first page as it is compared."""
    first = next(iter(text.replace("–", "-").strip().split("-")), "")
    return words.key(first).lstrip("0")


def _other_time(one: Place, other: Place) -> str:
    """Whether the years are not those of one paper: a journal may print what is on arXiv years later."""
    first, second = one.mention.issued, other.mention.issued
    if first is None or second is None or _shared(one, other) == "DOI":
        return ""
    later = second.year - first.year if other.published else first.year - second.year
    if one.published != other.published:
        return "" if -1 <= later <= _POLICY.most_lag else "another time"
    if one.arxiv and one.arxiv == other.arxiv:
        return ""
    most = 0 if one.published else 1
    return "" if abs(later) <= most else "another year"


def known(place: Place) -> str:
    """How an entry is named for the eye: its identifier, or its title."""
    found = next((one for one in place.mention.identifiers if one.scheme in ("arxiv", "doi")), None)
    return identifiers.display(found) if found else place.title
