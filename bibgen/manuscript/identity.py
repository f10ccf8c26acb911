"""Which paper an entry means, and what is wrong with the identifiers by which it names it; pure.

Whoever resolves a mention wants to be sure; an audit wants to know more: a real title under people who did
not write it, or under a year that cannot be, is no settled paper, and yet it is plain which one it describes.
That is so if the title is the paper's word for word and says much, and people or year agree; then the rest is
described wrongly. Where both differ it may be another paper of the same title, which the sources do not know.
Nor is it known which of two an entry means whose identifier is that of another paper than its title, unless
that title is some paper's word for word.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from rapidfuzz import fuzz

from bibgen import identifiers, words
from bibgen.manuscript import bylines, described
from bibgen.manuscript.described import Forms
from bibgen.manuscript.verdicts import Finding, Standing
from bibgen.matching import venues
from bibgen.matching.facts import Facts
from bibgen.matching.policy import Policy
from bibgen.matching.sameness import other_kind
from bibgen.matching.titles import title_likeness
from bibgen.model import Identifier, Match, Mention, Outcome, Record, Resolution, Verdict

_POLICY = Policy()
_OTHER_TITLE = 0.6  # below, a title is not the one that the identifier's paper has, spelled otherwise
_NAMED = re.compile(r"\barxiv(?::\s*|\.org/(?:abs|pdf)/)(\d{4}\.\d{3,6})(?![\d.]*\d)", re.I)
_LIKE_AN_ID = re.compile(r"(?:arxiv\s*:\s*)?(?:\d{3,5}\.\d+|[a-z-]+(?:\.[a-z]{2})?/\d+)(?:v\d+)?", re.I)
_RETYPED = 75  # of 100: from here it is that with other words, numbers or signs in it, or a sister's


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """What an entry means.

    `match`: the paper, None if nobody knows. `findings`: what is wrong with its identifiers. `near`: a paper
    that comes near without being it. `doubtful`: the title differs in a word or two from that of the
    identifier's paper, so that either may be wrong.
    """

    resolution: Resolution
    match: Match | None = None
    findings: tuple[Finding, ...] = ()
    near: Record | None = None
    doubtful: bool = False

    @property
    def mention(self) -> Mention:
        """The entry."""
        return self.resolution.mention


def of(one: Resolution) -> Identity:
    """The paper that an entry means, by what was found for it."""
    if one.outcome is Outcome.CONFLICT:
        return _conflicting(one)
    if one.best is None:
        return Identity(resolution=one)
    if one.outcome is Outcome.SETTLED:
        return Identity(resolution=one, match=one.best)
    candidates = (one.best, *one.alternatives)
    named = next((match for match in candidates if _names_it(match)), None)
    if named:
        return _named(one, named)
    if one.failures:
        return Identity(resolution=one)
    same_kind = [match for match in candidates if not other_kind(one.mention, match.record)]
    meant = [match for match in same_kind if _is_described(one.mention, match)]
    if not meant:
        return Identity(resolution=one, near=one.best.record if _is_near(one.best) else None)
    return Identity(resolution=one, match=_best_described(one.mention, meant))


def _best_described(mention: Mention, meant: list[Match]) -> Match:
    """Of papers of one title the one of which least is said wrongly."""

    def faults(match: Match) -> int:
        said = described.words_of(mention, match)
        return len(list(described.differences(mention, said, Forms(latest=match.record))))

    return min(meant, key=faults)


def _names_it(match: Match) -> bool:
    found = match.feature("identifier")
    return found is not None and found.verdict is Verdict.AGREES


def _is_near(match: Match) -> bool:
    title = match.feature("title")
    return title is not None and title.strength >= _POLICY.title_shows


def _named(one: Resolution, named: Match) -> Identity:
    """The paper that the identifier names, unless the title is another's."""
    title = named.feature("title")
    if (
        title is None
        or described.stands_in(named.record.title, one.mention)
        or title.strength >= _OTHER_TITLE
        or named.older
        or described.begins(title.said, title.found)
    ):
        return Identity(resolution=one, match=named)
    if fuzz.ratio(words.key(title.said), words.key(title.found)) >= _RETYPED:
        return Identity(resolution=one, match=named, doubtful=True)
    if _is_named_twice(one.mention, named.record):
        return Identity(
            resolution=one, match=named, doubtful=not Facts(one.mention, named, _POLICY).names_agree
        )
    return Identity(resolution=one, findings=(_of_another(one.mention, named.record),))


def _is_named_twice(mention: Mention, record: Record) -> bool:
    """Whether an entry names a paper by its number and its DOI, or by one of them and its place."""
    own = {(one.scheme, one.value) for one in record.identifiers}
    said = {one.scheme for one in mention.identifiers if (one.scheme, one.value) in own}
    return len(said) > 1 or (bool(said) and venues.is_placed(mention, record))


def _is_described(mention: Mention, match: Match) -> bool:
    """Whether it is plain that the entry describes the paper, though not all it says is right."""
    facts = Facts(mention, match, _POLICY)
    if venues.is_placed(mention, match.record) and facts.strength("title") >= _POLICY.title_shows:
        return facts.names_agree
    if not facts.title_exact:
        return facts.agrees("title") and facts.agrees("first-author") and facts.strength("authors") >= 0.99
    if facts.names_agree or bylines.begin_alike(mention.authors, match.record.authors):
        return facts.title_words >= _POLICY.least_title_words or facts.strength("authors") >= 0.99
    said = described.words_of(mention, match)
    if not said.authors or facts.title_words < _POLICY.title_alone_words:
        return False
    if mention.issued is None:
        return facts.title_says_much
    in_time = mention.issued.year in described.years(Forms(latest=match.record))
    return in_time and (facts.title_says_much or facts.title_has(_POLICY.title_dated))


def _conflicting(one: Resolution) -> Identity:
    """An identifier that names another paper than the words do, or none."""
    shown = [match for match in (one.best, *one.alternatives) if match]
    named = next((match for match in shown if _names_it(match)), None)
    meant = next((match for match in shown if not _names_it(match)), None)
    said = one.mention.identifier("arxiv")
    if "id-unknown" in one.reasons and one.best and said:
        sure = _is_sure(one.best)
        finding = _of_nobody(said, one.best.record if sure else None)
        return Identity(resolution=one, match=one.best if sure else None, findings=(finding,))
    if named is None:
        return Identity(resolution=one)
    if described.stands_in(named.record.title, one.mention):
        return Identity(resolution=one, match=named)
    if "id-other-paper" in one.reasons and meant and _is_sure(meant):
        finding = _of_another(one.mention, named.record, meant.record)
        return Identity(resolution=one, match=meant, findings=(finding,))
    if _is_named_twice(one.mention, named.record):
        return Identity(
            resolution=one, match=named, doubtful=not Facts(one.mention, named, _POLICY).names_agree
        )
    return Identity(resolution=one, findings=(_of_another(one.mention, named.record),))


def _of_another(mention: Mention, named: Record, meant: Record | None = None) -> Finding:
    """The finding that an identifier is another paper's, with the right one if that is known."""
    own = {(one.scheme, one.value) for one in named.identifiers}
    said = next((one for one in mention.identifiers if (one.scheme, one.value) in own), named.identifiers[0])
    return other_id(said, named, meant)


def other_id(said: Identifier, named: Record, meant: Record | None = None) -> Finding:
    """The finding that `said` is the identifier of another paper.

    Args:
        named: the paper that it names.
        meant: the one that the entry describes, if that is known.
    """
    right = _right(said, meant)
    text = f"{identifiers.display(said)} is “{named.title}”"
    return Finding(
        standing=Standing.WRONG,
        code="other-id",
        field=_field(said),
        text=f"{text}; the title is that of {right}" if right else f"{text}, not what the entry describes",
        said=identifiers.display(said),
        found=right,
    )


def _is_sure(meant: Match) -> bool:
    """Whether the words are the paper's, and not only those of one with a longer title or a like abstract."""
    title, abstract = meant.feature("title"), meant.feature("abstract")
    by_title = title is not None and title.strength >= _POLICY.title_typed
    return by_title or (abstract is not None and abstract.strength >= _POLICY.abstract_foreign)


def _of_nobody(said: Identifier, meant: Record | None) -> Finding:
    right = _right(said, meant)
    text = f"arXiv has no {said.value}" + (f"; the title is that of {right}" if right else "")
    return Finding(
        standing=Standing.WRONG,
        code="no-such-id",
        field=_field(said),
        text=text,
        said=identifiers.display(said),
        found=right,
    )


def _right(said: Identifier, meant: Record | None) -> str:
    """The identifier that the entry should have: of the same scheme, if the paper has one."""
    if meant is None:
        return ""
    right = meant.identifier(said.scheme) or meant.identifiers[0]
    return identifiers.display(right)


def _field(said: Identifier) -> str:
    return "eprint" if said.scheme == "arxiv" else said.scheme


def malformed(mention: Mention, forms: Forms | None) -> Iterator[Finding]:
    """What is said to be arXiv's number, and what no paper can have."""
    said = _said_number(mention)
    if not said or identifiers.parse(said):
        return
    own = forms.latest.identifier("arxiv") if forms else None
    right = identifiers.display(own) if own else ""
    text = f"{said} is no arXiv identifier" + (f"; the paper is {right}" if right else "")
    yield Finding(standing=Standing.WRONG, code="no-id", field="eprint", text=text, said=said, found=right)


def _said_number(mention: Mention) -> str:
    """What stands where arXiv's number would, if that was not read as one; "" if nothing does."""
    said = mention.said
    eprint, kind = said.get("eprint", ""), said.get("archiveprefix") or said.get("eprinttype") or "arXiv"
    if eprint:
        return eprint if _LIKE_AN_ID.fullmatch(eprint) and "arxiv" in kind.lower() else ""
    if mention.identifier("arxiv"):
        return ""
    texts = (mention.venue or "", *(said.get(name, "") for name in ("note", "howpublished", "URL")))
    found = next(filter(None, map(_NAMED.search, texts)), None)
    return found[1] if found else ""


def misnamed(identity: Identity, forms: Forms) -> Iterator[Finding]:
    """What is wrong with the arXiv identifier of an entry whose paper is known by other means."""
    said = identity.mention.identifier("arxiv")
    if said is None or identity.findings:
        return
    record = forms.latest
    own = record.identifier("arxiv")
    if own is None:
        if not identity.resolution.failures and not identity.resolution.choice:
            yield _of_nobody(said, record)
    elif (
        own.value == said.value
        and said.version
        and record.version
        and record.origin.get("version") == "arxiv"
    ):
        yield from _version(said, forms)


def _version(said: Identifier, forms: Forms) -> Iterator[Finding]:
    """A version that does not exist, or that another has followed."""
    latest, asked = forms.latest, said.version or 0
    number, named = latest.version or 1, identifiers.display(said)
    if asked > number:
        text = f"there is no v{asked} of {latest.arxiv_id}; the latest is v{number}"
        code, standing = "no-such-version", Standing.WRONG
    elif asked < number:
        older = next((one for one in forms.older if one.version == asked), None)
        text = f"cites v{asked}; the latest is v{number}{_changed(older, latest) if older else ''}"
        code, standing = "newer-version", Standing.NEWER
    else:
        return
    yield Finding(standing=standing, code=code, field="eprint", text=text, said=named, found=f"v{number}")


def _changed(older: Record, latest: Record) -> str:
    """What the latest version has otherwise, in words."""
    parts = []
    if title_likeness(older.title or "", latest.title or "") < 1:
        parts.append(f"another title, “{latest.title}”")
    if bylines.parted(older.authors, older.et_al, latest.authors, latest.et_al):
        parts.append("other authors")
    return f", with {' and '.join(parts)}" if parts else ""


def doubted(mention: Mention, forms: Forms) -> tuple[Identifier, ...]:
    """The identifiers of an entry that none of the paper's forms has."""
    known = {(one.scheme, one.value) for record in forms.every for one in record.identifiers}
    had = {scheme for scheme, _ in known}
    return tuple(
        one
        for one in mention.identifiers
        if (one.scheme, one.value) not in known
        and (
            (one.scheme == "arxiv" and "arxiv" in had)
            or (one.scheme == "doi" and not venues.is_data(one.value))
        )
    )


def judged(said: Identifier, named: Record | None, forms: Forms) -> Finding | None:
    """What is wrong with an identifier that none of the paper's forms has.

    A DOI that is not known may be another registry's, unless it begins like one that the paper has.

    Args:
        named: the paper that it names, if its registry knows one.
    """
    meant = forms.latest
    if named is None and said.scheme == "arxiv":
        return _of_nobody(said, meant)
    if named is None:
        own = meant.identifier("doi")
        if own is None or own.value.split("/")[0] != said.value.split("/")[0]:
            return _unregistered(said)
        text = (
            f"Crossref does not know {said.value}; {described.source(meant, 'identifiers')} has {own.value}"
        )
        return Finding(
            standing=Standing.WRONG,
            code="no-such-id",
            field="doi",
            text=text,
            said=said.value,
            found=own.value,
        )
    if _is_form(named, forms):
        return None
    return other_id(said, named, meant)


def _unregistered(said: Identifier) -> Finding | None:
    """That Crossref does not know a DOI: most are mistyped or made up, some are of a registry not asked."""
    if venues.is_registered_elsewhere(said.value):
        return None
    text = f"doi {said.value} is not known to Crossref; it may be of another registry (DataCite, mEDRA, JaLC)"
    return Finding(standing=Standing.UNKNOWN, code="doi-unknown", field="doi", text=text, said=said.value)


def _is_form(named: Record, forms: Forms) -> bool:
    """Whether a record is of the paper: under its number, or its title and people."""
    if named.arxiv_id and named.arxiv_id == forms.latest.arxiv_id:
        return True
    if not named.title:
        return True
    alike = max(title_likeness(named.title, one.title) for one in forms.every if one.title)
    if alike >= Policy.TITLE_AGREES:
        return True
    people = [bylines.parted(named.authors, named.et_al, one.authors, True) for one in forms.every]
    return alike >= _OTHER_TITLE and None in people  # published under a title that was reworked
