"""One paper in two places: on arXiv and at a publisher's, or in two versions.

A DOI's record from the publishers' registry and a preprint are one paper if title and people say so, by
the same rules as any mention: what the registry says of the paper is held against the preprint as if a
text had said it. Then the preprint is the answer, with the published place added from the registry.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from bibgen.matching.decide import decide
from bibgen.matching.evidence import compare
from bibgen.matching.policy import Policy
from bibgen.model import Match, Mention, Outcome, Record, Verdict
from bibgen.sources.hints import record_name

if TYPE_CHECKING:
    from bibgen.matching.pool import Pool

_PUBLISHED = ("container_title", "volume", "issue", "page", "number", "publisher", "issued", "type")


def registered(mention: Mention, published: Callable[[str], Record | None]) -> Record | None:
    """What the registry knows of the mention's DOIs."""
    dois = (one.value for one in mention.identifiers if one.scheme == "doi")
    return next((record for doi in dois if (record := published(doi))), None)


def merged(mention: Mention, matches: list[Match], pool: Pool, policy: Policy) -> list[Match]:
    """The candidates, with a preprint and its publication as one."""
    for one in [match for match in matches if match.record.arxiv_id is None]:
        preprint = _preprint_of(as_mention(mention, one.record), pool, policy)
        if preprint:
            both = published(preprint, one.record)
            known = {record_name(one.record), record_name(preprint)}
            others = [match for match in matches if record_name(match.record) not in known]
            matches = [*others, compare(mention, both, policy)]
    return matches


def _preprint_of(said: Mention, pool: Pool, policy: Policy) -> Record | None:
    preprints = [match for match in pool.described(said) if match.record.arxiv_id]
    found = decide(said, preprints, (), policy)
    return found.best.record if found.outcome is Outcome.SETTLED and found.best else None


def as_mention(mention: Mention, record: Record) -> Mention:
    """What the registry says of the mention's paper, as if a text had said it.

    The DOI is left aside, which arXiv does not know.
    """
    return Mention(
        raw=mention.raw,
        span=mention.span,
        title=record.title,
        authors=record.authors,
        issued=record.issued,
        abstract=record.abstract,
        said={"type": record.type},
    )


def published(preprint: Record, record: Record) -> Record:
    """The preprint's record with the place where it was published, each field's origin kept.

    The DOI of that place goes before others that the preprint names: its work may have appeared twice.
    """
    added = {name: getattr(record, name) for name in _PUBLISHED if getattr(record, name)}
    own = tuple(one for one in preprint.identifiers if one.scheme != "doi")
    known = {(one.scheme, one.value) for one in record.identifiers}
    others = tuple(one for one in preprint.identifiers if (one.scheme, one.value) not in known)
    origin = {**preprint.origin, **{name: record.origin.get(name, "crossref") for name in added}}
    return replace(
        preprint,
        **added,
        genre=None,
        note=record.note if record.status else None,  # what was retracted is said wherever the paper is cited
        status=preprint.status or record.status,
        identifiers=tuple(dict.fromkeys((*own, *record.identifiers, *others))),
        origin=origin,
    )


def may_be_older(match: Match, policy: Policy) -> bool:
    """Whether the words may be an older version's: there is one, and id, people or title are near."""
    if (match.record.version or 1) < 2 or match.record.arxiv_id is None:
        return False
    by_id, title = match.feature("identifier"), match.feature("title")
    people = [one for one in (match.feature("first-author"), match.feature("authors")) if one]
    return (
        (by_id is not None and by_id.verdict is Verdict.AGREES)
        or (title is not None and title.strength >= policy.title_shows)
        or (bool(people) and all(one.verdict is Verdict.AGREES for one in people))
    )
