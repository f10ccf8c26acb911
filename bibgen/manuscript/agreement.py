"""What two entries of one paper say in a field: the same in other letters, and who says it better.

Case, accents, TeX, dashes, the address of a DOI, a given name or a journal's name in short are no difference
in what is said; the fuller or plainer form is the better one. Lists of a person's own, such as keywords, are
joined. A year, a journal or a page of a preprint go with it where the publication stays, and so does what an
older version has; nothing is known of a paper by when an entry was put into a program. Anything else that
differs would be lost, and is never chosen here. Where titles differ by slips of the pen, the words are right
that bibgen knows or that other entries have.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from enum import Enum

from bibgen import latex, names, words
from bibgen.manuscript.place import Place
from bibgen.matching import venues
from bibgen.matching.policy import Policy
from bibgen.matching.titles import title_likeness
from bibgen.model import Name

# Of an entry of another form these say where and when that form appeared, not what the paper is.
OF_ITS_FORM = frozenset(
    "journal journaltitle journalsubtitle shortjournal booktitle eventtitle volume number issue pages eid "
    "year month day date publisher institution organization school howpublished pubstate type issn isbn "
    "series edition address location version doi numpages articleno copyright biburl bibsource timestamp "
    "adsurl adsnote primarydoi".split()
)
OF_ITS_VERSION = frozenset("year month day date abstract url pages numpages version".split())
_DESCRIBING = frozenset(("title", "author"))  # a version may have others
_IMPORTED = frozenset(  # what programs note of their own work
    "timestamp urldate biburl bibsource adsurl adsnote owner date-added date-modified creationdate "
    "modificationdate __markedentry copyright".split()
)
# Fields of two names, one for each dialect: who has one needs no other.
ALSO_CALLED = {
    "archiveprefix": "eprinttype", "eprinttype": "archiveprefix", "primaryclass": "eprintclass",
    "eprintclass": "primaryclass", "journal": "journaltitle", "journaltitle": "journal", "year": "date",
    "date": "year", "month": "date", "school": "institution", "address": "location", "location": "address",
    "arxivid": "eprint", "day": "date",
}  # fmt: skip
JOINED = {"keywords": ", ", "mendeley-tags": ",", "groups": ", ", "file": ";"}  # separators of lists
_ABOUT_ARXIV = re.compile(
    r"https?://\S*arxiv\.org/\S*|10\.48550/\S+|\be?-?prints?\b|\bpreprint\b|\barxiv\b|"
    r"\d{4}\.\d{4,5}(?:v\d+)?|[a-z-]+(?:\.[a-z]{2})?/\d{7}(?:v\d+)?|\[[a-z-]+(?:\.[a-z-]+)?\]",
    re.I,
)
_ADDRESS = re.compile(r"^(?:https?://)?(?:www\.|dx\.)?", re.I)
_DASHES = re.compile(r"\s*[-‐‑‒–—−]+\s*")
_POLICY = Policy()


class Fate(Enum):
    """What is to become of a field of an entry that goes, beside that of the one that stays.

    `SAME`: it says nothing more; `BETTER`: it says so in a better form; `JOINED`: both are wanted; `GOES`: it
    belongs to what goes; `LOST`: it says something else, and a person must choose.
    """

    SAME, BETTER, JOINED, GOES, LOST = "same", "better", "joined", "goes", "lost"


def only_arxivs(text: str) -> bool:
    """Whether a remark or an address says only that a paper is on arXiv, and where.

    >>> only_arxivs("arXiv:1609.06647 [cs.CV]"), only_arxivs("arXiv:1609.06647, accepted at TPAMI")
    (True, False)
    """
    return not re.search(r"\w", _ABOUT_ARXIV.sub("", text))


def said(place: Place, name: str) -> str:
    """What an entry says in a field, under either of its names."""
    return place.held.value(name) or place.held.value(ALSO_CALLED.get(name, "")) or ""


def is_older(theirs: Place, mine: Place) -> bool:
    """Whether an entry cites an older version on arXiv of what the other one cites."""
    return theirs.arxiv != "" and theirs.arxiv == mine.arxiv and theirs.recency < mine.recency


def fate(name: str, mine: Place, theirs: Place, is_written: Callable[[str], bool]) -> Fate:
    """What becomes of a field of an entry that goes; the one that stays has it too.

    Args:
        name: as it stands in the entry that goes.
        is_written: whether a word, in the form of `words`, stands elsewhere in the file.
    """
    first, second = said(mine, name), said(theirs, name)
    if " ".join(first.split()) == " ".join(second.split()):
        return Fate.SAME
    if name == "title":
        found = _title(mine, theirs, is_written)
    elif name in JOINED:
        found = _listed(first, second, JOINED[name].strip())
    else:
        found = _COMPARED.get(name, _text)(name, mine, theirs)
    if found is Fate.LOST and _may_go(name, mine, theirs):
        return Fate.GOES
    return found


def _may_go(name: str, mine: Place, theirs: Place) -> bool:
    """Whether what a field says belongs to a preprint, an older version, or a program."""
    if name in _IMPORTED or (is_older(theirs, mine) and name in OF_ITS_VERSION | _DESCRIBING):
        return True
    if mine.published == theirs.published or not mine.published:
        return False
    return may_go_with_form(name, theirs) or name == "abstract"


def may_go_with_form(name: str, theirs: Place) -> bool:
    """Whether what a preprint says in a field need not be kept of it: no identifier but a preprint's."""
    if name == "doi":
        return not theirs.doi and not theirs.deposit
    text = said(theirs, name)
    return name in OF_ITS_FORM or (name in ("url", "note") and only_arxivs(text))


# -- kinds of fields


def _title(mine: Place, theirs: Place, is_written: Callable[[str], bool]) -> Fate:
    """By which title is spelled right, or says more of the same."""
    likeness = title_likeness(mine.title, theirs.title)
    if likeness == 1:
        return _accented(mine.title, theirs.title)
    first, second = words.words(mine.title), words.words(theirs.title)
    if len(first) == len(second) and likeness >= _POLICY.title_typed:
        odd = [pair for pair in zip(first, second, strict=True) if pair[0] != pair[1]]
        right = {(_is_right(word, is_written), _is_right(other, is_written)) for word, other in odd}
        return (
            Fate.SAME if right == {(True, False)} else Fate.BETTER if right == {(False, True)} else Fate.LOST
        )
    if mine.published == theirs.published:
        return _fuller(words.key(mine.title), words.key(theirs.title))
    return Fate.LOST


def _is_right(word: str, is_written: Callable[[str], bool]) -> bool:
    return words.is_known(word) or is_written(word)


def _accented(mine: str, theirs: str) -> Fate:
    """By who has the accents: they are lost more often than made up."""
    return Fate.BETTER if _marks(theirs) > _marks(mine) else Fate.SAME


def _marks(text: str) -> int:
    return sum(map(bool, map(unicodedata.combining, unicodedata.normalize("NFD", text))))


def _fuller(mine: str, theirs: str) -> Fate:
    """By which text is the other one's beginning."""
    if mine and theirs.startswith(mine):
        return Fate.SAME if mine == theirs else Fate.BETTER
    return Fate.SAME if theirs and mine.startswith(theirs) else Fate.LOST


def _listed(mine: str, theirs: str, separator: str) -> Fate:
    first, second = ({one.strip().casefold() for one in text.split(separator)} for text in (mine, theirs))
    return Fate.SAME if second <= first else Fate.JOINED


def _text(name: str, mine: Place, theirs: Place) -> Fate:
    """A field of which nothing is known: the same but for how it is set."""
    first, second = (latex.decode(said(one, name)) for one in (mine, theirs))
    return _accented(first, second) if _folded(first) == _folded(second) else Fate.LOST


def _folded(text: str) -> str:
    plain = unicodedata.normalize("NFKD", _DASHES.sub("-", re.sub(r"[{}~\s]+", " ", text))).casefold()
    return "".join(char for char in plain if not unicodedata.combining(char)).strip(" .,;")


def _abstract(name: str, mine: Place, theirs: Place) -> Fate:
    return _fuller(*(words.key(said(one, name)) for one in (mine, theirs)))


def _name_of_place(name: str, mine: Place, theirs: Place) -> Fate:
    """A journal, a conference or a publisher, in short or not."""
    first, second = said(mine, name), said(theirs, name)
    both_arxivs = venues.is_arxivs(first) and venues.is_arxivs(second)
    if both_arxivs and mine.arxiv == theirs.arxiv != "":
        return Fate.SAME
    return Fate.SAME if venues.is_one(first, second) else _text(name, mine, theirs)


def _number(name: str, mine: Place, theirs: Place) -> Fate:
    first, second = (re.sub(r"\W", "", said(one, name)).lstrip("0").casefold() for one in (mine, theirs))
    return Fate.SAME if first == second != "" else Fate.LOST


def _pages(name: str, mine: Place, theirs: Place) -> Fate:
    """A range of pages, or its first page only."""
    first, second = (_DASHES.sub("-", said(one, name)).casefold().split("-") for one in (mine, theirs))
    if first[: len(second)] == second:
        return Fate.SAME
    return Fate.BETTER if second[: len(first)] == first else Fate.LOST


def _date(name: str, mine: Place, theirs: Place) -> Fate:
    first, second = mine.mention.issued, theirs.mention.issued
    if not first or not second:
        return _text(name, mine, theirs)
    parts = ("year", "month", "day") if name == "date" else (name,)
    known = [(getattr(first, part), getattr(second, part)) for part in parts]
    return Fate.SAME if all(one == other or not other for one, other in known) else Fate.LOST


def _doi(name: str, mine: Place, theirs: Place) -> Fate:
    """A DOI: bare rather than in an address, as it was given rather than all in capitals."""
    shared = set(mine.dois) & set(theirs.dois)
    if not shared:
        return Fate.LOST
    ranks = [
        (text.casefold() in shared, not text.isupper())
        for text in (re.sub(r"[{}\\]", "", said(one, name)).strip() for one in (mine, theirs))
    ]
    return Fate.BETTER if ranks[1] > ranks[0] else Fate.SAME


def _eprint(name: str, mine: Place, theirs: Place) -> Fate:
    """An identifier on arXiv: without a version, or the later one."""
    if not mine.arxiv or mine.arxiv != theirs.arxiv:
        return Fate.LOST
    return Fate.BETTER if _asked(theirs) > _asked(mine) else Fate.SAME


def _asked(place: Place) -> float:
    return place.version or float("inf")


def _url(name: str, mine: Place, theirs: Place) -> Fate:
    """An address; one that is an identifier's says nothing more where that is known."""
    first, second = (_ADDRESS.sub("", said(one, name).strip()).rstrip("/") for one in (mine, theirs))
    if first == second or _is_identifiers(second, mine):
        return Fate.SAME
    return Fate.BETTER if _is_identifiers(first, mine) and mine.held.has("doi") else Fate.LOST


def _is_identifiers(url: str, place: Place) -> bool:
    """Whether an address is that of the DOI of an entry, or of its paper on arXiv."""
    address = re.sub(r"[{}\\]", "", url).casefold()
    if place.doi and address == f"doi.org/{place.doi}":
        return True
    return bool(place.arxiv) and place.arxiv in address and only_arxivs(f"https://{address}")


def _people(name: str, mine: Place, theirs: Place) -> Fate:
    """Lists of the same people, of whom one names more, or names them in full."""
    ours, others = _listing(name, mine), _listing(name, theirs)
    if not all(_is_one(one, other) for one, other in zip(ours[0], others[0], strict=False)):
        return Fate.LOST
    if (len(ours[0]) < len(others[0]) and not ours[1]) or (len(others[0]) < len(ours[0]) and not others[1]):
        return Fate.LOST
    if not _says_more(others, ours):
        return Fate.SAME
    return Fate.LOST if _says_more(ours, others) else Fate.BETTER


def _listing(name: str, place: Place) -> tuple[tuple[Name, ...], bool]:
    """The people of a field, and whether it says that there are more."""
    if name == "author":
        return place.mention.authors, place.mention.et_al
    return names.parse_list(latex.decode(said(place, name)))


def _says_more(one: tuple[Sequence[Name], bool], other: tuple[Sequence[Name], bool]) -> bool:
    """Whether a list has something of the same people that the other one has not."""
    if len(one[0]) != len(other[0]) or one[1] != other[1]:
        return len(one[0]) > len(other[0]) or other[1] > one[1]
    return any(
        len("".join(_parts(first))) > len("".join(_parts(second)))
        or _marks(names.display(first)) > _marks(names.display(second))
        for first, second in zip(one[0], other[0], strict=True)
    )


def _is_one(one: Name, other: Name) -> bool:
    """Whether two names are spelled alike, but for initials and names that one leaves out."""
    short, long = sorted((_parts(one), _parts(other)), key=len)
    left = [part for part in long if part not in short]
    whole = [part for part in short if part in long]
    for part in short:
        if part not in whole:
            fits = [other for other in left if min(len(part), len(other)) == 1 and part[0] == other[0]]
            if not fits:
                return False
            left.remove(fits[0])
    return any(len(part) > 1 for part in whole) or short == long


def _parts(name: Name) -> list[str]:
    """The words of a name, without what an umlaut may be written as."""
    folded = names.fold(names.display(name))
    return folded.replace("ae", "a").replace("oe", "o").replace("ue", "u").split()


_COMPARED: dict[str, Callable[[str, Place, Place], Fate]] = {
    **dict.fromkeys(("author", "editor"), _people),
    **dict.fromkeys(("year", "date", "month", "day"), _date),
    **dict.fromkeys(("eprint", "arxivid"), _eprint),
    **dict.fromkeys(("volume", "number", "issue", "issn", "isbn"), _number),
    **dict.fromkeys(
        ("journal", "journaltitle", "booktitle", "series", "publisher", "institution", "school",
         "organization"), _name_of_place
    ),
    "abstract": _abstract, "doi": _doi, "pages": _pages, "url": _url,
}  # fmt: skip
