"""From resolutions to the entries of one bibliography.

Mentions of one paper become one entry, at the place of the first. A settled mention gives the record
that was found; any other gives what its text said, with a remark that it was not identified, unless
its best match is an entry already: then the remark in summary and report is all, because a second
entry for a paper that stands there would be noise. Two texts that say the same are one entry too.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace

from bibgen import keys, latex, versions, words
from bibgen.keys import Wanted
from bibgen.matching.rules import ANOTHER_WORK
from bibgen.model import (
    UNIDENTIFIED,
    CslType,
    Entry,
    Match,
    Notice,
    Outcome,
    Record,
    Resolution,
    Verdict,
)
from bibgen.sources.hints import record_name
from bibgen.store import Ledger

_REMARKS = {
    Outcome.REVIEW: "a likely paper was found, but the evidence is thin",
    Outcome.AMBIGUOUS: "more than one paper fits",
    Outcome.CONFLICT: keys.CONTRADICTED,
    Outcome.UNKNOWN: "no source knows it",
    Outcome.UNASKED: "the sources could not be asked",
}
# What a type needs to be one, as entries of the type without it are not taken: where the work stands.
_STANDING: Mapping[CslType, str] = {
    "article-journal": "container_title", "paper-conference": "container_title", "chapter": "container_title",
    "book": "publisher", "thesis": "publisher", "report": "publisher",
}  # fmt: skip
_TOO_LITTLE = "it says too little to be looked up"


@dataclass(frozen=True, slots=True, kw_only=True)
class Bibliography:
    """Entries in the order of the text; `keys` has one for each mention, None where it has no entry.

    `notices` say what is odd about a paper that was found: withdrawn, or another in its latest version.
    `new_keys` and `old_keys` are what a ledger should learn and forget of the keys, by what papers are
    known by.
    """

    entries: tuple[Entry, ...]
    keys: tuple[str | None, ...]
    notices: tuple[Notice, ...] = ()
    new_keys: Mapping[str, str] = field(default_factory=dict)
    old_keys: tuple[str, ...] = ()


def keyed(
    resolutions: Sequence[Resolution],
    ledger: Ledger,
    *,
    keep_unsettled: bool,
    cite_version: bool = False,
    wanted: Wanted | None = None,
) -> Bibliography:
    """The same as `compile`, with the keys that the ledger tells; it learns the new ones.

    Of two processes that give one key to two papers at once, the slower gives its paper another.
    """
    wanted = wanted or Wanted()
    return ledger.give_keys(
        wanted.pattern.text,
        lambda told: compile(
            resolutions, keep_unsettled=keep_unsettled, cite_version=cite_version, wanted=wanted, ledger=told
        ),
    )


def compile(
    resolutions: Sequence[Resolution],
    *,
    keep_unsettled: bool,
    cite_version: bool = False,
    wanted: Wanted | None = None,
    ledger: Mapping[str, str] | None = None,
) -> Bibliography:
    """The bibliography of a text.

    Args:
        keep_unsettled: whether a mention that was not identified gives an entry of its own words.
        cite_version: whether entries name the version, the one asked for or else the latest; versions of
            one paper are then entries of their own.
        wanted: what is wanted of the keys.
        ledger: the keys that papers were given under the pattern, by what they are known by.
    """
    found: dict[str, list[Resolution]] = {}
    for one in resolutions:
        if one.outcome is Outcome.SETTLED and one.best:
            found.setdefault(_work(one, cite_version), []).append(one)
    settled = {name: versions.shown(all_of_it, cite_version) for name, all_of_it in found.items()}
    works = {record_name(one.best.record) for all_of_it in found.values() for one in all_of_it if one.best}
    records: dict[str, Record] = {}
    names: list[str | None] = []
    outcomes: dict[str, Outcome] = {}
    for one in resolutions:
        name = _entry_name(one, works, keep_unsettled, cite_version)
        names.append(name)
        if name and name not in records:
            records[name] = settled.get(name) or as_written(one)
            outcomes[name] = one.outcome
    given = keys.give(
        list(records.values()),
        sure={at for at, name in enumerate(records) if outcomes[name] is Outcome.SETTLED},
        doubted={at for at, name in enumerate(records) if outcomes[name] is Outcome.CONFLICT},
        wanted=wanted or Wanted(),
        ledger=ledger,
    )
    assigned = dict(zip(records, given.keys, strict=True))
    notices = [
        notice for name, all_of_it in found.items() for notice in versions.notices(assigned[name], all_of_it)
    ]
    return Bibliography(
        entries=tuple(Entry(key=assigned[name], record=record) for name, record in records.items()),
        keys=tuple(assigned[name] if name else None for name in names),
        notices=tuple(notices),
        new_keys=given.new,
        old_keys=given.old,
    )


def _work(one: Resolution, cite_version: bool) -> str:
    """What the entry of a settled mention is known by."""
    name = record_name(one.best.record) if one.best else ""
    return f"{name}v{versions.cited(one)}" if cite_version else name


def _entry_name(
    one: Resolution, works: Collection[str], keep_unsettled: bool, cite_version: bool
) -> str | None:
    """What the entry of a mention is known by, or None if it gets none."""
    if one.choice and one.choice.kind == "skip":
        return None
    if one.outcome is Outcome.SETTLED:
        return _work(one, cite_version) if one.best else _fingerprint(one)
    likely = record_name(one.best.record) if one.best and not _is_another(one, one.best) else None
    if not keep_unsettled or likely in works:
        return None
    return _fingerprint(one)


def _is_another(one: Resolution, best: Match) -> bool:
    """Whether the text may well mean another paper than its likely one: by the title, or where it stands."""
    title, named = best.feature("title"), best.feature("identifier")
    by_id = named is not None and named.verdict is Verdict.AGREES
    titled_otherwise = title is not None and title.verdict is Verdict.DIFFERS and not by_id
    return titled_otherwise or _stands_elsewhere(one)


def _stands_elsewhere(one: Resolution) -> bool:
    return not ANOTHER_WORK.isdisjoint(one.reasons)


def _fingerprint(one: Resolution) -> str:
    """What two mentions share that say the same; a thesis and a talk of one title do not."""
    mention = one.mention
    place = f"\n{words.key(mention.venue or '')}" if _stands_elsewhere(one) else ""
    named = " ".join(f"{one.scheme}:{one.value}" for one in mention.identifiers)
    if not (named or mention.title or mention.abstract):
        return f"text\n{words.key(mention.raw)}"  # a reference without a title: journal and pages tell
    said = words.key(mention.title or ""), words.key(mention.abstract or "")
    return "\n".join(("text", named, *said)) + place


def as_written(one: Resolution) -> Record:
    """A record of what the text said and nothing more; if nobody chose it so, remarked as not identified."""
    mention, said = one.mention, one.mention.said
    container = said.get("container-title") or mention.venue
    fields = {
        "title": _plain(mention.title),
        "authors": mention.authors,
        "et_al": mention.et_al,
        "issued": mention.issued,
        "abstract": _plain(mention.abstract),
        "container_title": _plain(container),
        "volume": said.get("volume"),
        "issue": said.get("issue"),
        "page": re.sub(r"\s*[-–—]+\s*", "-", said["page"]) if "page" in said else None,
        "number": said.get("number"),
        "publisher": _plain(said.get("publisher")),
        "collection_title": _plain(said.get("collection-title")),
        "genre": _plain(said.get("genre")),
        "identifiers": tuple(replace(named, version=None) for named in mention.identifiers),
        "comment": mention.comment,
        "note": _remark(one),
    }
    origin = {name: "text" for name, value in fields.items() if value}
    return Record(type=_kind(said, fields), origin=origin, **fields)  # type: ignore[arg-type]


def _plain(text: str | None) -> str | None:
    return latex.decode(text) if text else None


def _kind(said: Mapping[str, str], fields: Mapping[str, object]) -> CslType:
    """What the text calls itself, if it says where such a thing stands."""
    for kind, needed in _STANDING.items():
        if kind == said.get("type") and fields[needed]:
            return kind
    # A volume tells that the container is a journal; a bare name may as well be a conference's.
    return "article-journal" if fields["container_title"] and said.get("volume") else "document"


def _remark(one: Resolution) -> str | None:
    """Why the entry has the text's words only; None if a person chose it so."""
    if one.outcome is Outcome.SETTLED:
        return None
    why = _TOO_LITTLE if "nothing-to-ask" in one.reasons else _REMARKS[one.outcome]
    if _stands_elsewhere(one):
        why = "the paper that was found is another publication of this title"
    return f"{UNIDENTIFIED}: {why}"
