"""What loosely named fields say of a paper: one table of names for all structured inputs.

BibTeX, RIS, JSON and tables call the same things by many names (`journal`, `T2`, `publicationVenue`,
`Source title`). Each is brought to a role: a field of `Mention`, or a variable of CSL
(https://docs.citationstyles.org/en/stable/specification.html#appendix-iv-variables), or, unknown, its
own name. The names are those that Zotero, Mendeley, JabRef, Scopus, Web of Science, Publish or
Perish, Crossref, OpenAlex, Semantic Scholar, DBLP and arXiv give in their exports. Nothing is thrown
away: what the mention has no field for stands in `said`.

Identifiers hide in many fields (`howpublished`, `journal = {CoRR abs/1706.03762}`). Those made for them
are asked first; the others count only for what is still missing, and not where the words before say
that another paper is meant ("Comment on arXiv:...").
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from bibgen import dates, identifiers
from bibgen.model import Identifier, Name, PartialDate

Pair = tuple[str, str]
Kept = dict[str, list[Pair]]

# Role -> the names that mean it, the surest first; compared without case, blanks and signs.
_NAMES: dict[str, str] = {
    "title": (
        "title articletitle documenttitle papertitle primarytitle displayname titles titel titre titulo "
        "título titolo"
    ),
    "authors": (
        "authors author authorfullnames authornames authorsparsed authorships creators creator authorlist "
        "autor autoren autorin auteur auteurs autores autore autori"
    ),
    "abstract": "abstract abstractnote summary abstracttext abstractinvertedindex",
    "venue": (
        "containertitle journal journaltitle publicationtitle sourcetitle booktitle proceedingstitle "
        "conferencename conferencetitle publicationvenue journalbook publicationname journalname "
        "zeitschrift revue revista rivista "
        "publication journalfull fulljournal venue primarylocation journalref journalreference source"
    ),
    "date": (
        "issued date published publicationdate publisheddate datepublished publishedat dateissued "
        "pubdate publishedprint publishedonline posted submitted submitteddate created versions"
    ),
    "year": "year publicationyear publishedyear pubyear jahr année annee año ano anno erscheinungsjahr",
    "month": "month publicationmonth",
    "day": "day",
    "doi": "doi digitalobjectidentifier doilink dois",
    "arxiv": "arxivid arxiv arxivnumber arxivurl arxiveprints",
    "eprint": "eprint",
    "eprinttype": "eprinttype archiveprefix",
    "eprintclass": "primaryclass eprintclass primarycategory",
    "pmid": "pmid pubmedid pubmed",
    "id": "id",
    "externalids": "externalids ids",
    "categories": "categories",
    "comment": "comment comments authorcomment",
    "remark": "note notes extra annote annotation remarks howpublished",
    "pii": "pii",
    "URL": (
        "url link urls links pdfurl urlpdf pdf pdflink absurl entryid ee articleurl fulltexturl bdskurl1 "
        "bdskurl2 openaccesspdf landingpageurl locations bestoalocation sourceurl webpage website"
    ),
    "number": "number articlenumber artno articleno eid articleid reportnumber reportno",
    "volume": "volume vol",
    "issue": "issue issuenumber",
    "page": "page pages pagerange",
    "page-first": "startpage pagestart firstpage beginningpage pagefirst",
    "page-last": "endpage pageend lastpage endingpage pagelast",
    "publisher": "publisher institution school",
    "publisher-place": "publisherplace address place publisheraddress",
    "collection-title": "series seriestitle collectiontitle bookseriestitle",
    "container-title-short": "journalabbreviation journalabbrev shortjournal containertitleshort journaliso",
    "edition": "edition",
    "editor": "editor editors bookeditors",
    "ISBN": "isbn isbns",
    "ISSN": "issn",
    "keyword": "keyword keywords authorkeywords tags manualtags",
    "language": "language langid lang",
    "type": "type documenttype itemtype publicationtype",
    "citation-key": "citationkey citekey bibtexkey",
    "archive": "archive database",
    "archive_location": "archivelocation locinarchive accessionnumber",
    "PMCID": "pmcid pmc",
    "genre": "genre",
    "accessed": "accessed accessdate urldate dateaccessed",
    "event-title": "eventtitle",
}
_ROLES = {name: (role, rank) for role, names in _NAMES.items() for rank, name in enumerate(names.split())}
# Roles that are no CSL variables: what is left of them is kept under its own name.
_OURS = frozenset(_NAMES) - frozenset(list(_NAMES)[list(_NAMES).index("URL") :])

_MADE_FOR_IT = ("doi", "arxiv", "URL", "externalids", "pmid", "id")
_NUMBERS = ("volume", "page", "page-first", "number", "issue", "pii", "venue")
_HIDING = (
    *_NUMBERS,
    "remark",
    "comment",
    "archive_location",
    "collection-title",
    "publisher",
    "genre",
    "source",
)
_IN_ARXIV = re.compile(r"\b(?:arxiv|corr)\b|computing research repository", re.I)
_CORR = re.compile(r"(?:\bcorr\W+)?\babs/(?=[a-z-]{2,9}[./]|\d{4}\.)", re.I)
_OF_ANOTHER = re.compile(
    r"\b(?:comments? (?:on|to)|repl(?:y|ies) to|response to|errat(?:um|a)|corrigendum|see also|cf|related|"
    r"based on|extends|extension of|version of|companion|supersed\w*|replac\w*|follow\w*|compare|part of|"
    r"part (?:[ivx]+|\d+|one|two|three)|(?:code|data|software|slides|supplement\w*|implementation|appendix) "
    r"(?:for|of|to)|used in|described in|accompan\w+|translation of)"
    r"\b[^;]*$",
    re.I,
)
_YEAR = re.compile(r"(?<!\d)(?:1[89]|20)\d{2}(?!\d)")
_CATEGORY = re.compile(r"[a-z]+(?:-[a-z]+)*(?:\.[A-Za-z-]{2,})?")


def role(name: str) -> str:
    """The role that a field of this name plays, or "" if none is known.

    >>> role("Source title"), role("DOI"), role("Cited by")
    ('venue', 'doi', '')
    """
    return _ROLES.get(_folded(name), ("", 0))[0]


def _folded(name: str) -> str:
    return re.sub(r"[\W_]+", "", name.split(" (")[0].lower())


def told(pairs: Iterable[Pair], authors: Sequence[Name] = (), *, et_al: bool = False) -> dict[str, Any]:
    """The fields of a mention that named texts make.

    Args:
        pairs: names and texts, in the order of the input; white space is collapsed here.
    """
    kept: Kept = {}
    for name, text in pairs:
        clean = " ".join(text.split())
        if clean:
            kept.setdefault(role(name) or name, []).append((name, clean))
    for known in kept.keys() & _NAMES.keys():
        kept[known].sort(key=lambda pair: _ROLES[_folded(pair[0])][1])
    used: set[Pair] = set()
    made: dict[str, Any] = {
        field: _first(kept, field, used) for field in ("title", "abstract", "comment", "venue")
    }
    made |= {"issued": _issued(kept, used), "categories": _categories(kept, used)}
    made |= {"identifiers": _identifiers(kept, used), "authors": tuple(authors), "et_al": et_al}
    said = _said(kept, used)
    return {field: value for field, value in (made | {"said": said}).items() if value}


def _text(kept: Kept, known: str) -> str:
    return next((text for _, text in kept.get(known, ())), "")


def _first(kept: Kept, known: str, used: set[Pair]) -> str | None:
    pair = next(iter(kept.get(known, ())), None)
    used.update([pair] if pair else [])
    return pair[1] if pair else None


def _said(kept: Kept, used: set[Pair]) -> dict[str, str]:
    """What no field of the mention holds, by CSL variable or by the name that the input gives it."""
    said: dict[str, list[str]] = {}
    for known, pairs in kept.items():
        for name, text in pairs:
            if (name, text) not in used:
                said.setdefault(name if known in _OURS else known, []).append(text)
    first, last = said.pop("page-first", []), said.pop("page-last", [])
    if first or last:
        said.setdefault("page", ["-".join(dict.fromkeys(first[:1] + last[:1]))])
    return {name: "; ".join(dict.fromkeys(texts)) for name, texts in said.items()}


def _issued(kept: Kept, used: set[Pair]) -> PartialDate | None:
    """The most exact date that agrees with the year, if one is given apart."""
    year, month, day = (
        next((text for _, text in kept.get(part, ())), "") for part in ("year", "month", "day")
    )
    # Some name the month "jun", some 6, and some put the day beside it: "12 June".
    dated = dates.parse(f"{month} {year}") or dates.parse(f"{year}-{month}")
    if dated and dated.month and not dated.day:
        dated = dates.parse(f"{year}-{dated.month}-{day}") or dated
    found = [dated or date_in(year)] + [date_in(text) for _, text in kept.get("date", ())]
    known = [one for one in found if one]
    alike = [one for one in known if one.year == known[0].year]
    issued = max(alike, key=lambda one: (one.month > 0, one.day > 0), default=None)
    if issued:
        used.update(pair for pair in kept.get("date", ()) if _is_within(dates.parse(pair[1]), issued))
        used.update(pair for pair in kept.get("year", ()) if pair[1] == str(issued.year))
        used.update(pair for pair in kept.get("month", ()) if dated and dated.month == issued.month > 0)
        used.update(pair for pair in kept.get("day", ()) if pair[1].lstrip("0") == str(issued.day))
    return issued


def _is_within(coarse: PartialDate | None, exact: PartialDate) -> bool:
    """Whether a date says nothing that a more exact one does not."""
    return coarse is not None and coarse in (
        exact,
        PartialDate(year=exact.year),
        PartialDate(year=exact.year, month=exact.month),
    )


def date_in(text: str) -> PartialDate | None:
    """The date that a field states, or at least its year if it names only one.

    >>> date_in("Winter 2017")
    PartialDate(year=2017, month=0, day=0)
    """
    years = set(_YEAR.findall(text))
    return dates.parse(text) or (dates.parse(years.pop()) if len(years) == 1 else None)


def _categories(kept: Kept, used: set[Pair]) -> tuple[str, ...]:
    """Those of arXiv; a table's own categories ("Computer Science, Theory") are none."""
    found: dict[str, None] = {}
    for pair in kept.get("eprintclass", []) + kept.get("categories", []):
        named = re.split(r"[\s,;]+", pair[1].strip(",; "))
        if all(_CATEGORY.fullmatch(one) for one in named):
            found |= dict.fromkeys(named)
            used.add(pair)
    return tuple(found)


def _identifiers(kept: Kept, used: set[Pair]) -> tuple[Identifier, ...]:
    """What the fields made for it name, and of what these do not, what others name."""
    found = _eprint(kept, used)
    for known in _MADE_FOR_IT:
        for pair in kept.get(known, ()):
            named = _named(known, pair[1])
            found += named
            if named and known in ("doi", "arxiv", "pmid", "id"):
                used.add(pair)
    had = {one.scheme for one in found}
    in_arxiv = any(
        _IN_ARXIV.search(text) for known in ("venue", "publisher") for _, text in kept.get(known, ())
    )
    for known in _HIDING:
        for _, text in kept.get(known, ()):
            hidden = _hidden(text, bare=in_arxiv and known in _NUMBERS)
            found += [one for one in hidden if one.scheme not in had]
    return once(found)


def once(found: Iterable[Identifier]) -> tuple[Identifier, ...]:
    """Each identifier once, with its version if one of the places gives it."""
    best: dict[tuple[str, str], Identifier] = {}
    for one in found:
        held = best.get((one.scheme, one.value))
        if held is None or (one.version and not held.version):
            best[one.scheme, one.value] = one
    return tuple(best.values())


def _eprint(kept: Kept, used: set[Pair]) -> list[Identifier]:
    """arXiv's identifier in `eprint`, a field of other archives too; old ones may lack their archive."""
    value = re.sub(r"^arxiv\s*:\s*", "", _text(kept, "eprint"), flags=re.I)
    kind = _text(kept, "eprinttype") or "arxiv"
    group = _text(kept, "eprintclass").split(".")[0]
    if kind.lower() == "pubmed":
        return _named("pmid", value)
    found = identifiers.parse(value) or identifiers.parse(f"{group}/{value}")
    if "arxiv" not in kind.lower() or not found:
        return []
    used.update(kept.get("eprint", [])[:1] + kept.get("eprinttype", []))
    return [found]


def _named(known: str, text: str) -> list[Identifier]:
    """What the text of a field names that is made to name the paper."""
    if known == "pmid":
        digits = re.fullmatch(r"(?:PMID\W*|https?://pubmed\.ncbi\.nlm\.nih\.gov/)?(\d{1,9})/?", text)
        return [Identifier(scheme="pmid", value=digits[1])] if digits else []
    if known == "id":
        one = identifiers.parse(text)
        return [one] if one else []
    return [found.identifier for found in identifiers.find(text, in_list=known == "arxiv")]


def _hidden(text: str, *, bare: bool) -> Iterator[Identifier]:
    """What the text of any other field names.

    Args:
        bare: the paper is in arXiv, so that `abs/1706.03762` and a mere number name it.
    """
    text = _CORR.sub("", text) if bare else text
    for found in identifiers.find(text, in_list=bare):
        if not _OF_ANOTHER.search(text[: found.start]):
            yield found.identifier
