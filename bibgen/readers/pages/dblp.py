"""DBLP: an author's or a venue's publications, and what its search finds.

An entry is `names: title. venue`, as in `Wei Wang 0001, Bo Li: A Title. NeurIPS 2022: 123-134`, wherever
lines end; on an author's page its number (`[c12]`) and the words of its menu stand above. Numbers
behind names only part people of one name. The same paper in a conference and in CoRR is two entries.

Where the title ends is told by what may follow it: CoRR, a meeting and its year, or a journal's
abbreviated name and its volume (https://dblp.org/faq/, read for how venues are printed).
"""

from __future__ import annotations

import re
from itertools import product

from bibgen import identifiers
from bibgen.model import Mention, PartialDate
from bibgen.readers.lines import Lines, join
from bibgen.readers.pages import people
from bibgen.readers.pages.marks import Cell, Cells
from bibgen.readers.registry import Claim

NAME = "dblp"

_KEY = re.compile(r"\[[a-z]{1,2}\d{1,4}\] ?")
_MENU = re.compile(
    r"(?:\[[+-]\]|\[–\]|view|electronic edition.*|unpaywalled version|references & citations|"
    r"export record|bibtex|ris|"
    r"rdf .*|xml|dblp key:?.*|ask others.*|share record|persistent url:?.*|authority control:?|"
    r"bluesky|mastodon|twitter|"
    r"reddit|linkedin|facebook|google(?: scholar)?|semantic scholar|internet archive scholar|"
    r"citeseerx|pubpeer|"
    r"open access|no documents available.*|https?://\S+|(?:conf|journals|phd|books|reference|series|"
    r"homepages)/\S+|"
    r"(?:\[\+\] ?)?view(?: electronic edition.*)?|\W+)",
    re.I,
)
_MOST_MENU = 40  # cells; the whole menu of an entry, opened
_MOST_PARTS = 8  # cells that one entry may be wrapped over
_HOMONYM = re.compile(r"(?<=[^\W\d_.]) \d{4}(?=,|:|$| \d{4})")
_AUTHORS = re.compile(r"([^:]{3,20000}?) ?: (?=\S)")
_SENTENCE_END = re.compile(r"(?<=[.?!])[\"”’']? (?=\S)")
_YEAR = r"(?P<year>(?:19|20)\d\d)"
_PAGES = r"(?P<page>[\w.-]*\d[\w.]*(?::\d+)?(?:[-–][\w.:]+)?(?:, [\d-]+)*)"
# Words as they stand in the names of journals; DBLP abbreviates all it can.
_SHORT = r"(?:[A-Z][\w&/-]{0,10}\.|[A-Z][A-Za-z&/-]*|of|and|on|in|for|the|&|der|für|et|de|la)"
_VENUES = tuple(
    re.compile(venue)
    for venue in (
        rf"(?P<venue>CoRR) (?:abs/)?(?P<arxiv>\d{{4}}\.\d{{4,5}}|"
        rf"(?:abs/)?[a-z-]+(?:\.[A-Za-z-]+)?/\d{{7}}) \({_YEAR}\)",
        rf"(?P<venue>{_SHORT}(?: {_SHORT})*) (?P<volume>[\w/-]*\d[\w/-]*)(?:\((?P<issue>[^()]+)\))?"
        rf"(?:: {_PAGES})? \({_YEAR}\)",
        rf"(?P<venue>(?:@ ?)?[A-Z][\w@/&+'-]*(?: (?:[A-Z][\w@/&+'-]*|on|of|in|and|for|the|"
        rf"&))*(?: \([\w ./&-]+\))?(?:@[A-Z]\w+)?) {_YEAR}"
        rf"(?:: {_PAGES})?",
        rf"(?P<publisher>[A-Z][^:]{{2,80}}?),? {_YEAR}(?:, ISBN [\d-]+X?)?(?:, (?:pp\.? )?{_PAGES})?",
    )
)
_STRICT = _VENUES[:3]
_ABBREVIATED = frozenset(
    "acm adv algorithms anal ann appl archit artif assoc autom bioinform biol bull circuits class "
    "clin commun complex "
    "comput control cybern data databases des discret discov distributed electron eng engl environ "
    "eur evol found fuzzy geom "
    "geosci graph graphics imaging inf informatica inform int integr intell interact interfaces j "
    "knowl lang learn lett linguistics "
    "log mach mag manag math mech med methods mob mod model nat netw networks neural neurocomputing neurosci "
    "notes numer oper opt optim parallel pattern perform phys process program proc progress pract "
    "psychol quantum recognit "
    "rel remote rep res rev robotics saf sci secur sens sensors ser sigkdd signal simul softw soc "
    "spectr speech stat stoch "
    "strateg struct stud surv sustain syst technol telecommun theor theory tools top trans "
    "ubiquitous univ veh vis wirel".split()
)


def claim(lines: Lines) -> Claim | None:
    """The entry at the next line, with its number and menu above it."""
    cells = Cells(lines)
    head = cells[0]
    keyed = bool(head and _KEY.match(head.text))
    at = _begin(cells) if keyed else 0
    if not keyed and (head is None or not _opens(head)):
        return None
    made = _entry(cells, at, strict=not keyed)
    if made is None:
        return None
    said, end = made
    last = cells[end - 1]
    return Claim(items=(_mention(said, lines, last.ahead),), lines=last.ahead + 1) if last else None


def _begin(cells: Cells) -> int:
    """Where the names stand below the number of an entry."""
    at = 0
    while (cell := cells[at]) is not None and at < _MOST_MENU:
        text = _KEY.sub("", cell.text, count=1) if at == 0 else cell.text
        if text and not _MENU.fullmatch(text):
            break
        at += 1
    return at


def _opens(cell: Cell) -> bool:
    """Whether names begin here that a colon or a comma ends, or that the title follows."""
    before, colon, _ = cell.text.partition(":")
    names = _HOMONYM.sub("", before)
    return (bool(colon) or names.endswith(",")) and (people.are(names) or people.is_one(names.rstrip(" ,")))


def _entry(cells: Cells, at: int, *, strict: bool) -> tuple[dict[str, str], int] | None:
    """What the entry at `at` says, and where it ends: where its venue is complete."""
    texts: list[str] = []
    best = None
    first = cells[at]
    alone = strict and first is not None and not people.are(first.text.partition(":")[0])
    for end in range(at, at + (2 if alone else _MOST_PARTS)):
        cell = cells[end]
        if cell is None or (end > at and (_KEY.match(cell.text) or (cell.gap and best))):
            break
        texts.append(_KEY.sub("", cell.text, count=1) if end == at else cell.text)
        said = _parsed(join(texts), _STRICT)
        best = (said, end + 1) if said else best
        following = cells[end + 1]
        if best and not (following and re.match(r"[\d(-]", following.text)):
            return best
    return best or (None if strict else _loosely(cells, at))


def _loosely(cells: Cells, at: int) -> tuple[dict[str, str], int] | None:
    """A numbered entry whose venue is none of the usual: names, and all the rest of two cells."""
    for end in (at + 1, at + 2):
        texts = [cell.text for one in range(at, end) if (cell := cells[one])]
        if texts:
            texts[0] = _KEY.sub("", texts[0], count=1)
        said = _parsed(join(texts), _VENUES)
        if said:
            return said, end
    return None


def _parsed(text: str, venues: tuple[re.Pattern[str], ...]) -> dict[str, str] | None:
    """Names, title and venue of an entry; None if it is none, or not whole."""
    opened = _AUTHORS.match(text)
    authors = _HOMONYM.sub("", opened[1]) if opened else ""
    if opened is None or not people.are_some(authors):
        return None
    rest = text[opened.end() :]
    for strict, sentence in product((True, False), _SENTENCE_END.finditer(rest)):
        venue = rest[sentence.end() :]
        made = next((made for one in venues if (made := one.fullmatch(venue))), None)
        if made and (not strict or _is_usual(made)):
            said = {name: value for name, value in made.groupdict().items() if value}
            title = rest[: sentence.start()].removesuffix(".")
            return {"authors": authors, "title": title, **said}
    return None


def _is_usual(made: re.Match[str]) -> bool:
    """Whether every shortened word is one that journals' names have: `Nat.`, not the `Sedol.` of a title."""
    venue = made.groupdict().get("venue") or ""
    shortened = [word.rstrip(".").casefold() for word in venue.split() if word.endswith(".")]
    return all(word in _ABBREVIATED for word in shortened)


def _mention(said: dict[str, str], lines: Lines, last: int) -> Mention:
    authors, cut = people.parse(said["authors"])
    named = identifiers.find(said.get("arxiv", "").removeprefix("abs/"), in_list=True)
    return Mention(
        raw=lines.raw(0, last),
        span=lines.span(0, last),
        reader=NAME,
        title=said["title"],
        authors=authors,
        et_al=cut,
        issued=PartialDate(year=int(said["year"])),
        venue=said.get("venue"),
        identifiers=tuple(found.identifier for found in named),
        said={name: said[name] for name in ("volume", "issue", "page", "publisher") if name in said},
    )
