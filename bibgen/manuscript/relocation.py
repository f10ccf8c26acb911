"""An entry of a preprint moved to the paper's published form, and the published entry that lacks some of it.

An entry is moved only if it cites the preprint and nothing else: no venue but arXiv's, no publisher, no DOI
but that of the published form. Then the place is exchanged as a whole, for half of one place and half of
another would be a reference to nothing: what stood for arXiv's goes, and so does a note with the reference
that arXiv gives; the preprint's date becomes the publication's, month and all; a year that is neither is a
person's and stays. Key, eprint, title and authors stay. Of a form that nobody knows the place of, as Crossref
has some without a journal, only the DOI is taken.

An entry that names a venue is of the form that was found only if venue, DOI or pages are that form's; else it
is left, and said. Only then what it lacks is added, and only if nothing in it disagrees.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from bibgen import identifiers, words
from bibgen.manuscript import completion, described
from bibgen.manuscript.described import Forms
from bibgen.manuscript.draft import Draft
from bibgen.matching import venues
from bibgen.model import Mention, Record

_MOVABLE = frozenset(
    "misc online unpublished article preprint electronic www inproceedings conference incollection "
    "techreport report".split()
)
_VENUES = ("journal", "journaltitle", "booktitle", "eventtitle")
_HOUSES = ("publisher", "school", "institution", "organization")
_NUMBERS = ("volume", "number", "issue", "pages", "page", "eid")
_REMARKS = ("howpublished", "note", "addendum", "series", "type", "pubstate")
_PLACE = (*_VENUES, "series", *_NUMBERS, "publisher", "school", "institution")
_FILLED = ("volume", "number", "pages", "eid", "doi")
# Type -> the fields of which it must have one, or it cites nothing (btxdoc, section 3.1).
_NEEDED = {
    "article": ("journal", "journaltitle"), "inproceedings": ("booktitle",), "incollection": ("booktitle",),
    "inbook": ("booktitle",), "book": ("publisher",), "phdthesis": ("school",), "mastersthesis": ("school",),
    "thesis": ("institution",), "techreport": ("institution",), "report": ("institution",),
}  # fmt: skip
_DATES = ("year", "date", "month", "day")
_LEAST_WORDS = 3  # that tell a conference by the longer of its names
_COMMON = frozenset("proceedings proc annual international ieee acm th st nd rd".split())
_NUMBER = re.compile(r"\d+")
# Words that only name arXiv, beside the paper's number, its version and its category.
_ARXIVS_WORDS = frozenset(
    "arxiv arxiv.org corr abs pdf http https doi url eprint eprints e-print e-prints preprint preprints "
    "prepublished cornell university library computing research repository available at on in from the "
    "online 10.48550".split()
)
# What is said of a place until a paper stands there: "submitted to AJ", "in press".
_ON_ITS_WAY = re.compile(
    r"\W*(?:submitted|accepted|to appear|to be published|in press|forthcoming|under review|unpublished)"
    r"(?:\s+(?:to|in|by|at|for|publication))*(?P<venue>.*)",
    re.I,
)
_WORD = re.compile(r"[^\W_]+(?:[.-][^\W_]+)*")
_VERSION = re.compile(r"v\d+")


def preprint(record: Record) -> Record:
    """The paper as it is on arXiv, without what is known of its publication."""
    kept = tuple(one for one in record.identifiers if one.scheme != "doi")
    return replace(
        record,
        type="article",
        issued=record.submitted or record.issued,
        container_title=None,
        collection_title=None,
        volume=None,
        issue=None,
        page=None,
        number=None,
        publisher=None,
        genre=None,
        note=None,
        identifiers=kept,
    )


def is_movable(draft: Draft, mention: Mention, form: Record) -> bool:
    """Whether an entry cites the preprint of a paper, and no other place than that of the form."""
    if draft.held.type not in _MOVABLE or draft.tongue.is_child(draft.held):
        return False
    doi = identifiers.doi(draft.said("doi"))
    if doi and not venues.is_data(doi.value) and doi not in form.identifiers:
        return False
    arxiv = form.arxiv_id or ""
    if any(said and not venues.is_arxivs(said) for said in map(draft.said, _VENUES)):
        return False
    if any(said and not _is_arxivs_only(said, arxiv) for said in map(draft.said, _HOUSES)):
        return False
    placed = any(map(draft.said, _VENUES))
    numbers = (said for said in map(draft.said, _NUMBERS) if said)
    return placed or all(_is_arxivs_only(said, arxiv) for said in numbers)


def _is_arxivs_only(text: str, arxiv: str) -> bool:
    r"""Whether words name arXiv, or the paper's number there, and nothing else.

    >>> said = ("arXiv:1706.03762v5 [cs.CL]", "Preprint", "arXiv:1706.03762, to appear in PRL", "A")
    >>> [_is_arxivs_only(one, "1706.03762") for one in said]
    [True, True, False, False]
    """
    text = text.lower()
    if not ((arxiv and arxiv in text) or venues.is_arxivs(text) or "prepublished" in text):
        return False
    rest = text.replace(arxiv, " ") if arxiv else text
    return all(map(_is_arxivs_word, _WORD.findall(rest)))


def _is_arxivs_word(word: str) -> bool:
    category = word.partition(".")[0] in identifiers.ARCHIVES
    return category or word in _ARXIVS_WORDS or bool(_VERSION.fullmatch(word))


def move(draft: Draft, mention: Mention, paper: Record, form: Record) -> Record:
    """Make the entry of a preprint that of the published form, if its place is known.

    Returns:
        the form that the entry cites then.
    """
    if not _is_whole(draft, form):
        _name(draft, form)
        return preprint(paper)
    made = draft.words(form)
    draft.retype(made.type, completion.source(form, "type"))
    for name in (*_PLACE, "doi"):
        if name in made.fields:
            draft.put(name, made.fields[name], completion.source(form, name))
    for name in dict.fromkeys((*_PLACE, *_HOUSES, *_NUMBERS, *_REMARKS)):
        if draft.said(name) and _goes(name, draft.said(name), paper, form):
            draft.drop(name, completion.source(form, "journal"))
    _redate(draft, mention, paper, form)
    return form


def _is_whole(draft: Draft, form: Record) -> bool:
    """Whether an entry of the form would have what its type must have."""
    made = draft.words(form)
    needed = _NEEDED.get(made.type, ())
    return not needed or any(name in made.fields for name in needed)


def _name(draft: Draft, form: Record) -> None:
    """Add the DOI of a form of which no more is known."""
    doi = draft.words(form).fields.get("doi", "")
    told = f"has appeared ({doi})" if doi else "has appeared"
    draft.remarks.append(f"{told}, but {described.source(form, 'type')} does not say where: not moved")
    if doi:
        completion.identify(draft, doi, completion.source(form, "doi"))


def _goes(name: str, said: str, paper: Record, form: Record) -> bool:
    """Whether a field is of arXiv's place, and has none in the new one, or says the same as that."""
    if name in _NUMBERS or name in _VENUES:
        return True
    reference = paper.journal_ref or ""
    if name == "note" and reference and _is_at(reference, form):
        if words.key(said) == words.key(reference):
            return True
        said = said.replace(reference, " ")
    if name in ("note", "addendum", "pubstate") and (waits := _ON_ITS_WAY.fullmatch(said)):
        place = waits["venue"].strip(" .,;")
        return not place or venues.may_be_one(place, form.container_title or "")
    return _is_arxivs_only(said, form.arxiv_id or "")


def _is_at(reference: str, form: Record) -> bool:
    """Whether a reference has the form's volume, or else its page, as far as these are known."""
    known = _NUMBER.findall(form.volume or form.number or form.page or "")[:1]
    return set(known) <= set(_NUMBER.findall(reference))


def _redate(draft: Draft, mention: Mention, paper: Record, form: Record) -> None:
    """Make the date the form's, all of it: the month of one beside the year of the other is no date."""
    made = draft.words(form)
    name = draft.tongue.name(draft.held, "year")
    who = completion.source(form, name)
    if form.issued is None or name not in made.fields:
        return
    said = mention.issued.year if mention.issued else None
    if said and said != form.issued.year and said not in described.years(Forms(latest=preprint(paper))):
        draft.keep(name, made.fields[name], who)
        return
    draft.put(name, made.fields[name], who)
    for other in _DATES:
        if other == "month" and made.month and name != "date" and draft.held.field("month"):
            draft.put("month", made.month, who)
        elif other != name and draft.held.field(other):
            draft.drop(other, who)


# -- an entry of the published form


def is_cited(draft: Draft, mention: Mention, form: Record) -> bool:
    """Whether the place that an entry names is that of the form."""
    doi = identifiers.doi(draft.said("doi"))
    if doi and not venues.is_data(doi.value):
        return doi in form.identifiers
    years = {one.issued.year for one in (mention, form) if one.issued}
    if len(years) == 2 and max(years) - min(years) > 1:
        return False
    if next(_disagreements(draft, mention, form), None):
        return False
    return _is_venue(mention.venue or "", form.container_title or "") or _same_page(draft, form)


def _is_venue(said: str, known: str) -> bool:
    """Whether two names are of one venue: a journal abbreviated, or a conference with more or fewer words.

    >>> _is_venue("Proc. IEEE Conference on Computer Vision and Pattern Recognition",
    ...     "2016 IEEE Conference on Computer Vision and Pattern Recognition (CVPR)")
    True
    >>> _is_venue("Machine Learning", "International Conference on Machine Learning")
    False
    """
    if venues.is_one(said, known):
        return True
    mine, theirs = (
        {word for word in words.significant(words.words(name)) if not _NUMBER.match(word)} - _COMMON
        for name in (said, known)
    )
    return min(len(mine), len(theirs)) >= _LEAST_WORDS and (mine <= theirs or theirs <= mine)


def _same_page(draft: Draft, form: Record) -> bool:
    """Whether the first page is the form's; many begin on the first few."""
    said, known = (_NUMBER.findall(text or "")[:2] for text in (draft.said("pages"), form.page))
    return len(said) == 2 and said == known


def _disagreements(draft: Draft, mention: Mention, form: Record) -> Iterator[tuple[str, str]]:
    """Fields of the place that are filled otherwise, and what the form has."""
    yield from ((name, known) for name, _, known, _ in venues.misplaced(mention, [form]))
    said, known = draft.said("volume"), form.volume or ""
    numbers = _NUMBER.fullmatch(said) and _NUMBER.fullmatch(known) and int(said) != int(known)
    if numbers and not venues.is_one(mention.venue or "", form.container_title or ""):
        yield "volume", known


def fill(draft: Draft, mention: Mention, paper: Record, form: Record) -> None:
    """Add what an entry of the published form lacks of its place."""
    made = draft.words(form)
    differing = list(_disagreements(draft, mention, form))
    for name, known in differing:
        draft.keep(name, known, completion.source(form, name))
    if mention.issued and mention.issued.year not in described.years(Forms(latest=paper, published=(form,))):
        _keep_year(draft, form)
    if differing or draft.tongue.is_child(draft.held):
        return
    other_volume = draft.said("volume") != (form.volume or "") and bool(draft.said("volume"))
    placed = any(draft.tongue.gives(draft.held, name) for name in _VENUES)
    for name in _FILLED if placed else ("doi",):
        if name == "number" and other_volume:
            continue  # journals that number their volumes by months
        if name in made.fields and not draft.tongue.gives(draft.held, name):
            draft.put(name, made.fields[name], completion.source(form, name))


def differs(draft: Draft, mention: Mention, form: Record) -> None:
    """Note in what an entry names another place than the one that was found."""
    doi, said = form.identifier("doi"), draft.said("doi")
    if doi and said:
        draft.keep("doi", doi.value, completion.source(form, "doi"))
        return
    venue = next((one for one in _VENUES if draft.said(one)), "")
    if venue and form.container_title and not _is_venue(draft.said(venue), form.container_title):
        draft.keep(venue, form.container_title, completion.source(form, venue))
        return
    for name, known in _disagreements(draft, mention, form):
        draft.keep(name, known, completion.source(form, name))
    _keep_year(draft, form)


def _keep_year(draft: Draft, form: Record) -> None:
    name = draft.tongue.name(draft.held, "year")
    if form.issued and draft.said(name)[:4] not in ("", str(form.issued.year)):
        draft.keep(name, str(form.issued.year), completion.source(form, name))
