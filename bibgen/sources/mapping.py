"""From the fields that arXiv gives for a paper to a `Record`; the same for the API and a snapshot.

Dates: `submitted` is that of the first version, `updated` that of the version shown. Where the
journal reference can be read in one way only, the record is that of the article, dated by its
journal; otherwise it stays a preprint and keeps the reference as a note. arXiv's DOI field holds the
publisher's DOI, sometimes several.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from bibgen import identifiers, journal, latex, names
from bibgen.model import Identifier, Name, PartialDate, Record
from bibgen.sources.withdrawal import is_withdrawn


def record(
    *,
    source: str,
    arxiv: Identifier,
    title: str,
    authors: Iterable[str],
    abstract: str,
    categories: Sequence[str],
    submitted: PartialDate | None,
    updated: PartialDate | None,
    comment: str | None = None,
    journal_ref: str | None = None,
    dois: Iterable[str] = (),
) -> Record:
    """The record of one paper.

    Args:
        authors: full names in the order of speech, as arXiv prints them.
        categories: primary first.
        dois: as arXiv has them, one or more in a string.
    """
    reference = journal.parse(journal_ref) if journal_ref else None
    listed, et_al = _authors(authors)
    fields = {
        "title": latex.decode(title) or None,
        "authors": listed,
        "et_al": et_al,
        "abstract": latex.decode(abstract) or None,
        "identifiers": (_unversioned(arxiv), *_dois(dois)),
        "categories": tuple(dict.fromkeys(categories)),
        "submitted": submitted,
        "updated": updated,
        "version": arxiv.version,
        "comment": latex.decode(comment) or None if comment else None,
        "journal_ref": latex.decode(journal_ref) or None if journal_ref else None,
        "status": "withdrawn" if is_withdrawn(comment, abstract) else None,
        "issued": PartialDate(year=reference.year) if reference else submitted,
    }
    if reference:
        fields |= {
            "container_title": latex.decode(reference.journal),
            "volume": reference.volume,
            "issue": reference.issue,
            "page": reference.page,
            "number": reference.number,
        }
    elif journal_ref:
        fields["note"] = fields["journal_ref"]
    origin = {name: source for name, value in fields.items() if value}
    return Record(type="article-journal" if reference else "article", origin=origin, **fields)  # type: ignore[arg-type]


def _unversioned(arxiv: Identifier) -> Identifier:
    return Identifier(scheme="arxiv", value=arxiv.value)


def _authors(full_names: Iterable[str]) -> tuple[tuple[Name, ...], bool]:
    """The names, and whether the list is cut ("A. Abulencia et al." as one author).

    A lone `:` stands between a collaboration and its members; it is nobody.
    """
    decoded = [name for name in map(latex.decode, full_names) if re.search(r"[^\W\d_]", name)]
    apart = [piece for name in decoded for piece in names.with_group(name)]
    bare = [names.without_et_al(name) for name in apart]
    return tuple(names.parse(name) for name, _ in bare if name), any(cut for _, cut in bare)


def _dois(given: Iterable[str]) -> tuple[Identifier, ...]:
    found = (one.identifier for text in given for one in identifiers.find(text))
    return tuple(dict.fromkeys(one for one in found if one.scheme == "doi"))
