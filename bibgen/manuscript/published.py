"""The published form of papers on arXiv: which it is, who says so, and when nobody can say.

arXiv knows first: a DOI, a journal reference, or none. The DOI is asked of Crossref, many in a request; what
it names is taken if it is the paper (`forms`), and a DOI that names another paper is told and left. Where
neither arXiv nor Crossref knows a place, DBLP is asked by title and author, for papers of fields it covers.
It knows conference and journal papers under one title, so one of several is taken only if arXiv names it.

All answers are kept aside (`store.asides`), so that a second run asks nothing and what is found here makes
no difference to any look-up. Offline, or once a service is down, what nobody could be asked is UNASKED.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from enum import Enum
from itertools import chain

from bibgen import words
from bibgen.errors import SourceError, SourceUnreachable
from bibgen.matching import forms
from bibgen.model import Record
from bibgen.session import Service, Session
from bibgen.sources import Answer, Query, Term, ask_key

# Archives of which DBLP has next to nothing, but for some of their categories: a paper that is in none but
# these is not asked of it.
_FAR_FROM_COMPUTING = frozenset(
    "astro-ph cond-mat gr-qc hep-ex hep-lat hep-ph hep-th math math-ph nlin nucl-ex nucl-th physics "
    "q-bio".split()
)
_NEAR_COMPUTING = frozenset(
    "math.CO math.CT math.IT math.LO math.NA math.OC math.PR math.ST cond-mat.dis-nn nlin.AO nlin.CG "
    "physics.comp-ph physics.data-an physics.soc-ph q-bio.NC q-bio.QM".split()
)
_KINDS = {"article": "preprint", "document": "notice or the like"}


class State(Enum):
    """What is known of a paper's publication.

    PUBLISHED: it has appeared, and `Published.record` is that form. PREPRINT: everybody was asked and nobody
    knows of one. AMBIGUOUS: several forms (`Published.rivals`), and nothing tells which is meant. UNASKED:
    somebody could not be asked (`Published.failures`), so that absence proves nothing.
    """

    PUBLISHED = "published"
    PREPRINT = "preprint"
    AMBIGUOUS = "ambiguous"
    UNASKED = "unasked"


@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    """What was found out of the publication of one paper.

    `record`: the paper in its published form, the arXiv identifier kept; `record.origin` says for each field
    who gave it, "arxiv", "crossref" or "dblp". None unless `state` is PUBLISHED. `found`: what Crossref or
    DBLP says of it, untouched; None if all is arXiv's own. `rivals`: the forms between which nothing decides,
    each as `record` would be. `why`: short words for a person. `retraction`: what the publisher's registry
    says of a retraction ("Retracted 2010-02-06 (see 10.1016/y)"), "" if nothing. `failures`: who could not be
    asked, even where the rest was enough. `asked`: the names of those whose answers this rests on.
    """

    state: State
    record: Record | None = None
    found: Record | None = None
    rivals: tuple[Record, ...] = ()
    why: tuple[str, ...] = ()
    retraction: str = ""
    failures: tuple[SourceError, ...] = ()
    asked: tuple[str, ...] = ()


@dataclass(slots=True, kw_only=True)
class _Replies:
    """What one service said to many questions: the records by question, and why there is no answer."""

    records: dict[str, tuple[Record, ...]] = field(default_factory=dict)
    failures: dict[str, SourceError] = field(default_factory=dict)

    def take(self, answer: Answer) -> None:
        """Note an answer; one that failed leaves what was known."""
        for key in answer.asked:
            if answer.failure:
                self.failures[key] = answer.failure
            else:
                self.records[key] = answer.records


@dataclass(slots=True, kw_only=True)
class _Case:
    """One paper while it is looked into."""

    paper: Record
    dois: list[str]
    found: Record | None = None
    refuted: list[str] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)
    rivals: list[Record] = field(default_factory=list)
    why: list[str] = field(default_factory=list)
    failures: list[SourceError] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)

    @property
    def question(self) -> Query | None:
        """What DBLP is asked, if nobody knows the place and DBLP might."""
        if self.found or self.failures or not self.paper.title or not self.paper.authors:
            return None
        placed = forms.own(self.paper, self.refuted) is not None
        return None if placed or _is_far(self.paper) else _of_words(self.paper)


def find(records: Sequence[Record], session: Session) -> list[Published]:
    """The published form of each paper, in their order.

    Args:
        records: of arXiv papers as arXiv gives them, or completed already; one without an arXiv identifier is
            looked up by its DOI alone, and its own form is what counts.
    """
    cases = [_Case(paper=record, dois=forms.dois(record)) for record in records]
    _ask_registry(cases, session)
    _ask_venues(cases, session)
    return [_told(case) for case in cases]


# -- Crossref, by DOI


def _ask_registry(cases: Sequence[_Case], session: Session) -> None:
    queries = [_of_doi(doi) for doi in dict.fromkeys(chain.from_iterable(case.dois for case in cases))]
    replies = _replies(session, session.publishers, queries, lambda answer: bool(answer.records))
    for case in cases:
        for doi in case.dois:
            _judge_doi(case, doi, replies)


def _judge_doi(case: _Case, doi: str, replies: _Replies) -> None:
    """Take the work that a DOI names, if it is the paper; the first such is its published form."""
    key = ask_key(_of_doi(doi))
    failure, listed = replies.failures.get(key), replies.records.get(key)
    if failure:
        case.failures.append(failure)
    if listed is None:
        return
    case.asked.append("crossref")
    work = next((one for one in listed if any(name.value == doi for name in one.identifiers)), None)
    if work is None:
        case.unknown.append(doi)
        case.why.append(f"{doi} is not known to Crossref")
        return
    objection = forms.objection(case.paper, work)
    if objection:
        case.refuted.append(doi)
        case.why.append(f"{doi} {objection}")
    elif not forms.is_publication(work):
        case.why.append(f"{doi} is no publication but a {_KINDS.get(work.type, work.type)}")
    elif case.found:
        case.why.append(f"also {doi}, {forms.venue(work)}")
    else:
        case.found = work
        case.why.append(f"{doi} is the paper: {forms.venue(work)}")


def _of_doi(doi: str) -> Query:
    return Query(terms=(Term(field="doi", text=doi),))


# -- DBLP, by title and author


def _ask_venues(cases: Sequence[_Case], session: Session) -> None:
    asking = [(case, query) for case in cases if (query := case.question)]
    papers = {ask_key(query): case.paper for case, query in asking}

    def lasts(answer: Answer) -> bool:
        return any(forms.is_same(papers[key], one) for key in answer.asked for one in answer.records)

    queries = list({ask_key(query): query for _, query in asking}.values())
    replies = _replies(session, session.venues, queries, lasts)
    for case, query in asking:
        key = ask_key(query)
        if key in replies.failures:
            case.failures.append(replies.failures[key])
        if key in replies.records:
            case.asked.append("dblp")
            _judge_hits(case, replies.records[key])


def _judge_hits(case: _Case, hits: Iterable[Record]) -> None:
    """Take the one venue in which DBLP has the paper; several only tell that somebody must choose."""
    same = [one for one in hits if forms.is_same(case.paper, one)]
    places = {(words.key(one.container_title or ""), one.issued): one for one in reversed(same)}
    listed = list(places.values())
    if case.unknown:
        listed = [one for one in listed if set(forms.dois(one)) & set(case.unknown)]
        if len(listed) < len(places):
            case.why.append("DBLP knows it elsewhere than under the DOI on arXiv")
    named = [one for one in listed if forms.names_venue(case.paper, one)]
    if len(listed) == 1 or len(named) == 1:
        case.found = (listed if len(listed) == 1 else named)[0]
        case.why.append(f"DBLP has title and authors: {forms.venue(case.found)}")
    elif listed:
        case.rivals = listed
        case.why.append(f"DBLP has it more than once: {', '.join(sorted(map(forms.venue, listed)))}")


def _is_far(paper: Record) -> bool:
    """Whether DBLP is of no use: all of its categories are of other fields."""
    listed = set(paper.categories)
    archives = {category.partition(".")[0] for category in listed}
    return bool(listed) and archives <= _FAR_FROM_COMPUTING and not listed & _NEAR_COMPUTING


def _of_words(paper: Record) -> Query | None:
    """The title and the first author; None if they say too little to ask by."""
    first = paper.authors[0]
    if not any(words.rarity(word) > 0 for word in words.words(paper.title or "")):
        return None
    name = Term(field="author", text=first.family or first.literal, words="all")
    return Query(terms=(Term(field="title", text=paper.title or "", words="all"), name))


# -- both


def _replies(
    session: Session, service: Service, queries: Sequence[Query], lasts: Callable[[Answer], bool]
) -> _Replies:
    """What a service says: what is kept and fresh, then what it is asked for; once it is down, what is kept.

    This is the one place of the package where a `SourceError` becomes a value.
    """
    replies = _Replies()
    for answer in service.aside.fresh(queries, lasts):
        replies.take(answer)
    left = [query for query in queries if ask_key(query) not in replies.records]
    why = "not asked: working offline" if session.offline else "gave no answer"
    down: SourceError = SourceUnreachable(why, service.name)
    try:
        for answer in () if session.offline else service.aside.ask(left, lasts):
            replies.take(answer)
    except SourceError as error:
        down = error
    left = [query for query in left if ask_key(query) not in replies.records]
    replies.failures |= {ask_key(query): replies.failures.get(ask_key(query), down) for query in left}
    for answer in service.aside.kept(left):
        replies.take(answer)
    return replies


def _told(case: _Case) -> Published:
    """What has come out for a paper."""
    own = forms.own(case.paper, case.refuted)
    record = forms.completed(case.paper, case.found) if case.found else own
    if own and not case.found:
        case.why.append(f"arXiv gives its place: {case.paper.journal_ref or forms.venue(own)}")
    elif not record and case.paper.journal_ref:
        case.why.append(f"arXiv says, in words of its own: {case.paper.journal_ref}")
    absent = State.UNASKED if case.failures else State.AMBIGUOUS if case.rivals else State.PREPRINT
    retracted = case.found.note or "Retracted" if case.found and case.found.status == "retracted" else ""
    return Published(
        state=State.PUBLISHED if record else absent,
        record=record,
        found=case.found,
        rivals=tuple(forms.completed(case.paper, one) for one in case.rivals),
        why=tuple(case.why),
        retraction=retracted,
        failures=tuple(dict.fromkeys(case.failures)),
        asked=tuple(dict.fromkeys(["arxiv"] * bool(case.paper.arxiv_id) + case.asked)),
    )
