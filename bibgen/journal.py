"""arXiv's free-text journal references, taken apart when there is only one way to read them.

Authors type `Phys.Rev.D75:097303,2007`, `Comm. Math. Helv. 84 (2009), No. 2, pp. 259--296` or a whole
sentence about a conference. The forms below are those in which journal, volume, pages and year stand in
an order of their own: that of INSPIRE and its forerunner SPIRES, of the American Physical Society, of
mathematicians, IEEE, IOP, HAL, Taylor & Francis, the Royal Society of Chemistry, Hindawi. Anything else is
left as the authors wrote it, because half a reference taken for a whole one is a wrong reference.

Proceedings that come out as numbered volumes of a series (`AIP Conf. Proc.`, `PoS`) are cited like
journals, as INSPIRE does (https://inspirehep.net); of other proceedings nothing is taken apart.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

_JOURNAL = (
    r"(?P<journal>[A-Z][^\d,;()]*?(?:: ?[A-Z][^\d,;()]*?)?(?:,\s?Ser(?:\.|ies)\s?[A-Z][a-z]*\.?)?"
    r"(?:\s\((?:\d|[A-Z]|Proc\.? ?Suppl\.?)\))?)"
)
_TO_VOLUME = r"(?:[,:]?\s+|(?<=[.)]))"
_VOLUME = r"(?:[Vv]ol(?:ume)?\.?\s*|V\.\s*)?(?P<volume>[A-Z]?\d{1,4})"
_ISSUE = r"(?:[Nn]os?\.?|[Nn]r\.?|[Ii]ss(?:ue)?s?\.?|[Nn]umbers?)\s*(?P<issue>\d{1,4}(?:\s?[-–/]\s?\d{1,4})?)"
_BRACKETED = r"\((?P<issue2>\d{1,3}(?:\s?[-–/]\s?\d{1,3})?)\)"
_RANGE = r"[A-Z]?\d+\s?[-–]{1,3}\s?[A-Z]?\d+"
_SINGLE = r"\d{5}[A-Z]|[A-Z]?\d+(?:\([A-Z]\))?|e\d+"  # the first is SPIE's, the last PLoS's
_PAGE = (
    r"(?:(?:[Pp]p?\.?|[Pp]ages?|[Aa]rt(?:icle)?\.?(?:\s?(?:[Nn]o\.?|[Nn]umber:?|ID))?)\s*)?"
    rf"(?P<page>{_RANGE}|{_SINGLE})"
)
_PAGES = rf"(?:(?:[Pp]p?\.?|[Pp]ages?)\s*)?(?P<page>{_RANGE})"
_YEAR = r"(?P<year>(?:18|19|20)\d{2})"
# What may stand before the year: "15 October ", "May 21, ", "Jan.-Feb. ", "May IV " (a week), "18/10/".
_DAY = (
    r"(?:(?:\d{1,2}(?:st|nd|rd|th)?\s)?(?:[A-Z][a-z]{2,8}\.?(?:\s?[-–/]\s?[A-Z][a-z]{2,8}\.?)?"
    r"(?:\s(?:I{1,3}|IV)|\s\d{1,2})?,?\s)?|(?:\d{1,2}/){1,2})"
)
_STAT_MECH = r"(?P<journal>J(?:\.|ournal of) ?Stat(?:\.|istical) ?Mech(?:\.|anics))"
_POS = r"(?P<journal>PoS)\s?\(?"
_MEETING = r"[A-Z][A-Za-z-]+ ?\d{0,4}"
_FORMS = (
    # SISSA, where the year is the volume, and its proceedings, where a name is
    rf"{_STAT_MECH}[,:]?\s?\(?(?P<volume>(?P<year>20\d\d))\)?[,:]?\s?(?P<page>P\d{{5}})",
    rf"{_STAT_MECH}[,:]?\s?(?P<page>P\d{{5}}),?\s?\(?(?P<volume>(?P<year>20\d\d))\)?",
    rf"{_POS}(?P<volume>{_MEETING})\)?[:,]?\s?(?P<page>\d{{3}}),?\s?\(?{_YEAR}\)?",
    rf"{_POS}(?P<volume>{_MEETING})\)?\s?\({_YEAR}\)\s?(?P<page>\d{{3}})",
    rf"{_POS}(?P<volume>[A-Z][A-Za-z-]+ ?{_YEAR})\)?\s?(?P<page>\d{{3}})",
    # SPIRES: Phys.Rev.D75:097303,2007
    rf"{_JOURNAL}\s?(?P<volume>(?:(?<=[.\s])[A-Z](?=\d))?\d{{1,4}}):\s?{_PAGE},\s?{_YEAR}",
    # the year at the end, in brackets: Phys. Rev. Lett. 99, 126405 (2007)
    rf"{_JOURNAL}{_TO_VOLUME}{_VOLUME}(?:,?\s+{_ISSUE}|\s?{_BRACKETED})?(?:[,:]\s*|\s+){_PAGE},?\s*\({_DAY}{_YEAR}\)",
    rf"{_JOURNAL}{_TO_VOLUME}{_VOLUME}(?:,?\s+{_ISSUE}|\s?{_BRACKETED})?[,:]\s*{_PAGE},\s*{_YEAR}",
    # the year behind the volume: Math. Res. Lett. 15 (2008), no. 2, 351--358
    rf"{_JOURNAL}{_TO_VOLUME}{_VOLUME},?\s*\({_DAY}{_YEAR}\),?:?\s*(?:{_ISSUE},?\s+)?{_PAGE}",
    # and behind the issue: Physica A, V. 387, Issues 2-3 (2008), Pages 385-406; 14 (4) (2007) 440-461
    rf"{_JOURNAL}{_TO_VOLUME}{_VOLUME}(?:,?\s+{_ISSUE}|\s?{_BRACKETED}),?\s*\({_DAY}{_YEAR}\),?:?\s*{_PAGE}",
    # HAL: Bernoulli 15, 1 (2009) 146-177
    rf"{_JOURNAL}{_TO_VOLUME}{_VOLUME},\s?(?P<issue>\d{{1,3}})\s?\({_DAY}{_YEAR}\),?\s*{_PAGE}",
    # Taylor & Francis: Integral Transforms 26:4, 289-299, 2007
    rf"{_JOURNAL}{_TO_VOLUME}{_VOLUME}:(?P<issue>\d{{1,2}}),\s+{_PAGES},\s+{_YEAR}",
    rf"{_JOURNAL}{_TO_VOLUME}{_VOLUME}:(?P<issue>\d{{1,2}}),?\s+\(?{_YEAR}\)?,?\s+{_PAGES}",
    rf"{_JOURNAL},?\s+\({_DAY}{_YEAR}\)\s*(?P<volume>[A-Z]?\d{{1,4}})(?:\s?{_BRACKETED})?[,:]\s*{_PAGE}",
    # Annals of Applied Probability 2008, Vol. 18, No. 3, 1026-1058
    rf"{_JOURNAL},?\s+{_YEAR},\s+{_VOLUME},\s+{_ISSUE},\s+{_PAGE}",
    # chemists: Chem. Sci., 2012, 3, 1234-1240
    rf"{_JOURNAL},?\s+{_YEAR},\s+{_VOLUME}(?:\s?{_BRACKETED})?[,:]\s*{_PAGE}",
    rf"{_JOURNAL},?\s+{_VOLUME},\s+{_ISSUE},\s+{_DAY}{_YEAR},\s+{_PAGE}",
    # IEEE: IEEE Trans. Inf. Theory, vol. 55, no. 3, pp. 1218--1234, March 2009
    rf"{_JOURNAL},?\s+{_VOLUME},\s+{_ISSUE},\s+{_PAGE},\s*\(?{_DAY}{_YEAR}\)?",
    # IOP: 2009 Chinese Phys. B 18 506-515
    rf"{_YEAR}\s+{_JOURNAL}\s+{_VOLUME}(?:\s?{_BRACKETED})?\s+{_PAGE}",
)  # fmt: skip
_NO_JOURNAL = re.compile(
    r"\b(?:proc(?:eedings|\.)?|conf(?:erence|\.)?|workshop|symposium|congress|meeting|school|thesis|"
    r"chapter|lecture notes|editors?|eds?|to appear|submitted|accepted|published|preprint|arxiv|"
    r"erratum|volume|vol|press|handbook|LNCS|LNAI|LIPIcs)\b|^in\b",
    re.I,
)
# Journals and series of volumes that bear such a word in their names all the same.
_SERIALS = re.compile(
    r"AIP Conf(?:erence|\.) Proc(?:eedings|\.)|EPJ Web (?:of )?Conf(?:erences|\.)"
    r"|Int\. J\. Mod\. Phys\.:? Conf\. Ser\."
    r"|(?:J(?:ournal of|\.) Phys(?:ics|\.):?|IOP:?|ASP) Conf(?:erence|\.) Ser(?:ies|\.)"
    r"|Nucl(?:ear|\.) Phys(?:ics|\.) (?:B )?\(?Proc(?:eedings|\.) Suppl(?:ements|\.)?\)?"
    r"|Proc(?:\.|eedings of)?(?: the)? SPIE\D*"
    r"|(?:Math(?:ematical|\.) )?Proc(?:eedings|\.)(?: of)?(?: the)? (?:R(?:oy(?:al|\.)?|\.) Soc"
    r"|(?:Nat(?:ional|l|\.)?|Indian|Japan)\.? Acad|AMS$|Steklov Inst|IEEE$|VLDB Endow"
    r"|ACM (?:on|Hum|Program|Meas)"
    r"|(?:Amer(?:ican)?|Lond(?:on)?|Edinb(?:urgh)?|Camb(?:ridge)?)\.? (?:Math|Phil))\D*(?:\(\d\))?"
)
_SERIES = re.compile(r"(?P<letter>[A-Z])(?P<number>\d+)")
_ACRONYM = re.compile(r"(?!J[A-Z]+$|PTEP$|IMRN$)[A-Z][A-Za-z]*[A-Z][A-Za-z]*")
_OPENING = re.compile(r"^published in:?\s+", re.I)
_ADDED = re.compile(
    r"\s*;\s*(?!doi)(?=\w)|(?<=\d)\.\s+(?=(?:See|Erratum|Corrigendum)\b)|(?<=\))\s*[,;]?\s*\[?(?=Erratum)"
)
_EXTENT = re.compile(
    r"(?:,?\s*[(\[]\s?\d{1,3}\s(?:pages|pp)\.?\s?[)\]]|,\s*\d{1,3}\s(?:pages|pp)\.?"
    r"|\s\((?:Brief Report|Rapid Communication)s?\))\.?$"
)
_DOI = re.compile(r"[.,;]?\s*(?:doi:?\s*|https?://(?:dx\.)?doi\.org/)10\.\S+$", re.I)
_GLUED_WORD = re.compile(r"(?<=[a-z]{2})(?=[A-Z][a-z]+\.)|(?<=[A-Z]{2})(?=[A-Z][a-z]{3,}\.)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """Where an article stands. `page` is a range or a first page, `number` an article number.

    `more` is what the text says behind it: an erratum, a second journal.
    """

    journal: str
    volume: str
    year: int
    issue: str | None = None
    page: str | None = None
    number: str | None = None
    more: str = ""


def parse(text: str) -> Reference | None:
    """The journal reference, or None unless it can be read in one way only.

    >>> found = parse("Phys.Rev.D75:097303,2007")
    >>> found.journal, found.volume, found.number, found.year
    ('Phys. Rev. D', '75', '097303', 2007)
    >>> parse("XXII International Conference On Neutrino Physics (2006)") is None
    True
    """
    first, more = _first(_OPENING.sub("", " ".join(text.split())))
    for form in _forms() if len(first) <= 200 else ():
        match = form.fullmatch(first)
        if match and _is_journal(match["journal"]):
            return _reference(match.groupdict(), more)
    return None


@cache
def _forms() -> tuple[re.Pattern[str], ...]:
    """The forms, compiled when the first reference is read."""
    return tuple(re.compile(form + r"\.?") for form in _FORMS)


def _first(text: str) -> tuple[str, str]:
    """The first of several references, without the number of its pages; and what stands behind it."""
    found = _ADDED.search(text)
    first, more = (text[: found.start()], text[found.end() :]) if found else (text, "")
    return _EXTENT.sub("", _DOI.sub("", first)), more.rstrip(" ].")


def _is_journal(name: str) -> bool:
    return not _NO_JOURNAL.search(name) or bool(_SERIALS.fullmatch(_spaced(name)))


def _reference(parts: dict[str, str | None], more: str) -> Reference | None:
    journal, volume = parts["journal"] or "", parts["volume"] or ""
    series = _SERIES.fullmatch(volume)
    if series:  # "Phys.Rev.D75": the letter is the journal's, not the volume's
        journal, volume = f"{journal.rstrip()} {series['letter']}", series["number"]
    journal = _spaced(journal)
    if (len(re.findall(r"[^\W\d_]", journal)) < 3 and journal != "A&A") or len(journal) > 80:
        return None
    page = re.sub(r"\s?[-–]+\s?", "-", parts["page"] or "")
    alone = "-" not in page and (len(page) >= 5 or page[:1].isalpha())
    issue, year = parts.get("issue") or parts.get("issue2"), int(parts["year"] or 0)
    if not issue and _is_meeting(journal, volume, year, page):
        return None
    return Reference(
        journal=journal,
        volume=volume,
        year=year,
        issue=issue,
        page=None if alone else page,
        number=page if alone else None,
        more=more,
    )


def _is_meeting(journal: str, volume: str, year: int, page: str) -> bool:
    """Whether the "volume" is the year of a conference: `ICML 2008, 1096-1103 (2008)`.

    Journals that count their volumes in years number their articles.
    """
    if not volume.isdigit() or abs(int(volume) - year) > 1:
        return False
    return "-" in page or bool(_ACRONYM.fullmatch(journal))


def _spaced(journal: str) -> str:
    """The name of a journal with the blanks that SPIRES left out, its series plainly behind it."""
    if " " not in journal.strip() or re.search(r"\.[A-Z]", journal):
        journal = _GLUED_WORD.sub(" ", journal)
    journal = re.sub(r"\.(?=[^\W\d_])", ". ", journal).strip(" ,:-")
    journal = re.sub(r"\s+-\s+(?=[A-Z]$)", " ", re.sub(r"\s*:\s*", ": ", journal))
    return " ".join(journal.split())
