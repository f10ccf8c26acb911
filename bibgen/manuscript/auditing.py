"""An audit: each entry of a bibliography held against what sources say of the paper that it describes.

Nothing is corrected here, and nothing is said to be invented. First the paper of every entry is looked for,
all entries together; then its published form; then, of the few that do not fit, older versions and the DOIs
that no form of the paper has. Whatever could not be asked is a class of its own, for silence proves nothing;
so is what no source knows, and there it is said which were asked and what none of them could know: books,
software, data, DOIs of other registries.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace

from bibgen import identifiers
from bibgen.errors import SourceError
from bibgen.manuscript import described, identity, published, recollection
from bibgen.manuscript.described import Forms
from bibgen.manuscript.identity import Identity
from bibgen.manuscript.published import Published
from bibgen.manuscript.references import Reference
from bibgen.manuscript.verdicts import Audited, Finding, Paper, Standing, gravest
from bibgen.matching import venues
from bibgen.model import Identifier, Match, Mention, Outcome, Record, Resolution, Span
from bibgen.session import Session

_MOST_VERSIONS = 6  # older ones that are asked for one entry: the first, and the last
_ELSEWHERE = frozenset(  # types of entries of which neither arXiv nor a list of DOIs need know anything
    "book manuscript webpage software dataset patent thesis report periodical collection proceedings".split()
)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Case:
    """An entry under audit: its paper, what is known of that, and who could not be asked for it."""

    identity: Identity
    forms: Forms | None = None
    publication: Published | None = None
    findings: tuple[Finding, ...] = ()

    @property
    def mention(self) -> Mention:
        return self.identity.mention


def audit(listed: Sequence[Reference], session: Session, *, remember: bool = True) -> list[Audited]:
    """What there is to be said of each reference, in their order; what a person chose of one counts.

    Args:
        remember: let verdicts of an earlier audit count, and keep those of this one.
    """
    known = recollection.recall(listed, session) if remember else {}
    new = [at for at in range(len(listed)) if at not in known]
    judged = judge([listed[at].mention for at in new], session)
    done = known | {at: _under_its_key(listed[at], one) for at, one in zip(new, judged, strict=True)}
    verdicts = [done[at] for at in range(len(listed))]
    if remember:
        recollection.keep(listed, verdicts, set(new), session)
    return verdicts


def _under_its_key(one: Reference, verdict: Audited) -> Audited:
    """The verdict on an entry, which has its key and its line however little could be read of it."""
    return replace(verdict, line=one.held.line, key=one.held.key) if one.held else verdict


def judge(mentions: Sequence[Mention], session: Session) -> list[Audited]:
    """The same of mentions, whatever was found of them before."""
    if not mentions:
        return []
    cases = [_Case(identity=identity.of(one)) for one in session.resolve(mentions, as_cited=False)]
    cases = _with_publications(cases, session)
    cases = _with_versions(cases, session)
    cases = _with_doubted(cases, session)
    return [_judged(case, session.offline) for case in cases]


# -- what is known


def _with_publications(cases: Sequence[_Case], session: Session) -> list[_Case]:
    """The cases with all forms in which their papers appeared."""
    known = [case.identity.match.record for case in cases if case.identity.match and _may_tell(case)]
    publications = iter(published.find(known, session))
    return [
        _with_forms(case, case.identity.match, next(publications) if _may_tell(case) else None)
        if case.identity.match
        else case
        for case in cases
    ]


def _may_tell(case: _Case) -> bool:
    """Whether a publication is to be looked for: of what is cited as a preprint, or has a DOI.

    Where an entry names a venue that arXiv does not know, nothing would come of it.
    """
    match = case.identity.match
    if match is None:
        return False
    return venues.cites_preprint(case.mention) or match.record.identifier("doi") is not None


def _with_forms(case: _Case, match: Match, found: Published | None) -> _Case:
    forms = (found.record, found.found, *found.rivals) if found else ()
    return replace(
        case,
        publication=found,
        forms=Forms(
            latest=match.record,
            published=tuple(one for one in forms if one),
            older=(match.older,) if match.older else (),
        ),
    )


def _with_versions(cases: Sequence[_Case], session: Session) -> list[_Case]:
    """The cases with the other versions of those papers that an entry does not fit."""
    wanted = {at: ids for at, case in enumerate(cases) if (ids := list(_other_versions(case)))}
    asked = [one for ids in wanted.values() for one in ids]
    _fetch(asked, session)
    found = _asked(asked, session)
    made = list(cases)
    for at, ids in wanted.items():
        matches = [best for one in ids if (best := found[one].best)]
        made[at] = _of_versions(cases[at], matches)
    return made


def _of_versions(case: _Case, matches: Sequence[Match]) -> _Case:
    if case.forms is None or not matches:
        return case
    latest = max((one.record for one in matches), key=lambda record: record.version or 1)
    if (latest.version or 1) <= (case.forms.latest.version or 1):
        latest = case.forms.latest
    older = (*case.forms.older, *(one.older for one in matches if one.older))
    return replace(case, forms=replace(case.forms, latest=latest, older=older))


def _other_versions(case: _Case) -> Iterator[Identifier]:
    """The versions to ask for: a later one than is known, and those that title or authors may be of."""
    if case.forms is None or not case.forms.latest.arxiv_id:
        return
    latest, arxiv = case.forms.latest.version or 1, case.forms.latest.arxiv_id
    said = case.mention.identifier("arxiv")
    if said and said.value == arxiv and (said.version or 0) > latest:
        yield said
    if not {"title", "author"} & {one.field for one in _described(case) if one.standing is Standing.WRONG}:
        return
    half = _MOST_VERSIONS // 2
    known = {one.version for one in case.forms.older}
    for number in range(1, latest):
        if number not in known and (number <= half or number >= latest - half):
            yield Identifier(scheme="arxiv", value=arxiv, version=number)


def _fetch(wanted: Sequence[Identifier], session: Session) -> None:
    """Ask arXiv for versions; whoever knows the latest of a paper does not look for others by himself."""
    if wanted and not session.offline:
        with suppress(SourceError):  # then the latest version is what the entry is held against
            for _ in session.arxiv.source.ask_ids([f"{one.value}v{one.version}" for one in wanted]):
                pass


def _with_doubted(cases: Sequence[_Case], session: Session) -> list[_Case]:
    """The cases with what is wrong with the identifiers that no form of their paper has."""
    wanted = {
        at: ids
        for at, case in enumerate(cases)
        if case.forms and (ids := identity.doubted(case.mention, case.forms)) and not case.identity.findings
    }
    found = _asked([one for ids in wanted.values() for one in ids], session)
    made = list(cases)
    for at, ids in wanted.items():
        findings = tuple(one for said in ids for one in _of_doubted(said, found[said], cases[at]))
        made[at] = replace(cases[at], findings=findings)
    return made


def _of_doubted(said: Identifier, resolution: Resolution, case: _Case) -> Iterator[Finding]:
    named = resolution.best.record if resolution.best else None
    if named is None and resolution.outcome is Outcome.UNASKED:
        yield _unasked(f"whether {identifiers.display(said)} is the paper's", resolution)
    elif case.forms and (finding := identity.judged(said, named, case.forms)):
        yield finding


def _asked(wanted: Sequence[Identifier], session: Session) -> dict[Identifier, Resolution]:
    """What each identifier names, all asked together."""
    mentions = [_mention_of(one) for one in dict.fromkeys(wanted)]
    resolutions = session.resolve(mentions, choices=False, as_cited=False) if mentions else []
    return {one.mention.identifiers[0]: one for one in resolutions}


def _mention_of(one: Identifier) -> Mention:
    text = identifiers.display(one)
    span = Span(file=text, first=1, last=1, start=0, end=len(text))
    return Mention(raw=text, span=span, reader="argument", identifiers=(one,))


# -- the verdict


def _judged(case: _Case, offline: bool) -> Audited:
    malformed = list(identity.malformed(case.mention, case.forms))
    if case.forms is None and not case.identity.findings:
        unfound = _unfound(case.identity, offline)
        findings = [*malformed, *unfound.findings]
        return replace(unfound, findings=tuple(findings), standing=gravest(findings))
    findings = [*malformed, *case.identity.findings, *case.findings]
    findings += identity.misnamed(case.identity, case.forms) if case.forms else ()
    taken_back = list(_status(case))
    known = described.says_taken_back(case.mention)
    findings += [] if known else taken_back
    findings += _described(case)
    findings += _since(case)
    if not findings:
        findings += _unknown_fate(case)
    paper = case.forms.latest if case.forms and not case.identity.doubtful else None
    return _verdict(
        case.mention,
        gravest(findings),
        *findings,
        missed=_missed(case),
        acknowledged="; ".join(one.text for one in taken_back) if known else "",
        paper=Paper(identifiers=paper.identifiers, title=paper.title or "") if paper else None,
    )


def _described(case: _Case) -> list[Finding]:
    if case.forms is None:
        return []
    said = described.words_of(case.mention, case.identity.match)
    return list(described.differences(case.mention, said, case.forms))


def _status(case: _Case) -> Iterator[Finding]:
    """That the paper was taken back."""
    if case.forms is None:
        return
    retraction = case.publication.retraction if case.publication else ""
    if case.forms.latest.status == "withdrawn":
        text = case.forms.latest.comment or "withdrawn from arXiv"
        yield Finding(standing=Standing.WITHDRAWN, code="withdrawn", field="", text=text)
    if retraction or "retracted" in {one.status for one in case.forms.current}:
        yield Finding(
            standing=Standing.WITHDRAWN,
            code="retracted",
            field="",
            text=retraction or "retracted by its publisher",
        )


def _since(case: _Case) -> Iterator[Finding]:
    """That a paper which the entry cites as a preprint has appeared."""
    if case.forms is None or not venues.cites_preprint(case.mention):
        return
    publication = case.publication
    forms = [one for one in (publication.record, *publication.rivals) if one] if publication else []
    if forms:
        place = " or ".join(map(_place, forms))
        yield Finding(standing=Standing.PUBLISHED, code="published", field="", text=place, found=place)


def _place(record: Record) -> str:
    """Where a paper appeared, as a reference would say it."""
    where = " ".join(filter(None, (record.container_title, record.volume, record.number or record.page)))
    year = f"({record.issued.year})" if record.issued and where else ""
    doi = record.identifier("doi")
    named = identifiers.display(doi) if doi else ""
    return ", ".join(filter(None, (" ".join(filter(None, (where, year))), named))) or record.journal_ref or ""


def _unknown_fate(case: _Case) -> Iterator[Finding]:
    """That nobody could say whether a paper was retracted, or what its DOI is."""
    missed = _failures(case, "crossref")
    if missed:
        text = f"whether it was published or retracted could not be asked{_reasons(missed)}"
        yield Finding(standing=Standing.UNASKED, code="unasked", field="", text=text)


def _missed(case: _Case) -> str:
    """Why it is not known whether a preprint has appeared without a DOI; the entry is right all the same."""
    missed = _failures(case, "dblp") if venues.cites_preprint(case.mention) else []
    return "; ".join(sorted({str(one) for one in missed}))


def _failures(case: _Case, source: str) -> list[SourceError]:
    listed = case.publication.failures if case.publication else ()
    return [one for one in listed if one.source == source]


def _unasked(what: str, resolution: Resolution) -> Finding:
    text = f"{what} could not be asked{_reasons(resolution.failures)}"
    return Finding(standing=Standing.UNASKED, code="unasked", field="", text=text)


def _reasons(failures: Sequence[Exception]) -> str:
    told = "; ".join(sorted({str(one) for one in failures}))
    return f" ({told})" if told else ""


def _unfound(one: Identity, offline: bool) -> Audited:
    """What is to be said of an entry whose paper was not found."""
    resolution, mention = one.resolution, one.mention
    if resolution.choice:
        return _verdict(mention, Standing.CONSISTENT)
    mute = "nothing-to-ask" in resolution.reasons
    if not mute and (resolution.failures or offline):
        return _verdict(mention, Standing.UNASKED, _unasked("the paper", resolution))
    checkable = not mute and not _is_elsewhere(mention)
    finding = _not_known(one) if checkable else _not_checked(one)
    return _verdict(mention, Standing.UNKNOWN, finding, checkable=checkable)


def _verdict(
    mention: Mention,
    standing: Standing,
    *findings: Finding,
    paper: Paper | None = None,
    checkable: bool = True,
    missed: str = "",
    acknowledged: str = "",
) -> Audited:
    return Audited(
        file=mention.span.file,
        line=mention.span.first,
        key=mention.said.get("citation-key", ""),
        standing=standing,
        findings=findings,
        paper=paper,
        checkable=checkable,
        missed=missed,
        acknowledged=acknowledged,
    )


def _is_elsewhere(mention: Mention) -> bool:
    """Whether an entry is of a kind, or under a DOI, of which the sources need not know."""
    dois = [one.value for one in mention.identifiers if one.scheme == "doi"]
    if mention.identifier("arxiv") or any(not venues.is_registered_elsewhere(one) for one in dois):
        return False
    kind = mention.said.get("type")
    return bool(dois) or kind in _ELSEWHERE or "ISBN" in mention.said or _is_page(mention)


def _is_page(mention: Mention) -> bool:
    """Whether an entry of no kind is of a page of the web: it has an address, and no place of a paper."""
    said = mention.said
    if said.get("type") != "document" or mention.venue or "volume" in said or "page" in said:
        return False
    return "URL" in said or "accessed" in said or "://" in said.get("howpublished", "")


def _not_known(one: Identity) -> Finding:
    text = "arXiv, Crossref" if one.mention.identifier("doi") else "arXiv"
    if one.near:
        text += f"; nearest is “{one.near.title}” ({identifiers.display(one.near.identifiers[0])})"
    return Finding(standing=Standing.UNKNOWN, code="unknown", field="", text=text)


def _not_checked(one: Identity) -> Finding:
    why = (
        "it says too little to be looked up"
        if "nothing-to-ask" in one.resolution.reasons
        else "arXiv and Crossref need not know of it"
    )
    return Finding(standing=Standing.UNKNOWN, code="not-checked", field="", text=f"not checked: {why}")
