"""An entry of a .bib as it is held against others: its title, its people's first, and what names the paper.

A DOI names a publication, a preprint on a server, or something put into a repository.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from math import inf

from bibgen import latex, names, words
from bibgen.matching import forms as publications
from bibgen.matching import venues
from bibgen.model import Mention
from bibgen.splice import BibFile, Held

_ARXIV_DOI = "10.48550/arxiv."
_PREPRINT_SERVER = re.compile(
    r"rxiv|ssrn|research square|preprints\.org|^preprints?$|authorea|essoar|\bosf\b", re.I
)


@dataclass(frozen=True, kw_only=True)
class Place:
    """An entry, in its file; what is worked out of it for comparing is kept."""

    file: BibFile
    held: Held

    @property
    def mention(self) -> Mention:
        """What the entry says."""
        return self.held.mention

    @cached_property
    def title(self) -> str:
        """The title free of TeX."""
        return latex.decode(self.mention.title or "")

    @cached_property
    def significant(self) -> frozenset[str]:
        """The words of the title that say something."""
        return frozenset(words.significant(words.words(self.title)))

    @cached_property
    def arxiv(self) -> str:
        """arXiv's identifier without version, or ""."""
        named = self.mention.identifier("arxiv")
        of_arxiv = (doi[len(_ARXIV_DOI) :] for doi in self.dois if doi.startswith(_ARXIV_DOI))
        return named.value if named else next(of_arxiv, "")

    @cached_property
    def version(self) -> int | None:
        """The version that the entry cites, if it does."""
        named = self.mention.identifier("arxiv")
        return named.version if named else None

    @cached_property
    def doi(self) -> str:
        """The DOI of a publication, or ""."""
        return next((doi for doi in self.dois if not _is_of_repository(doi)), "")

    @cached_property
    def deposit(self) -> str:
        """The DOI of what was put into a repository of data or software, or ""."""
        return next((doi for doi in self.dois if publications.is_deposit(doi)), "")

    @property
    def dois(self) -> list[str]:
        """All DOIs, without the braces that Mendeley puts around an underscore."""
        found = (one.value for one in self.mention.identifiers if one.scheme == "doi")
        return [re.sub(r"[{}]", "", value) for value in found]

    @cached_property
    def published(self) -> bool:
        """Whether it cites what was published of the paper."""
        venue = self.mention.venue or ""
        of_preprint = bool(self.dois) and not self.doi and not self.deposit
        if of_preprint and (not venue or _PREPRINT_SERVER.search(venue)):
            return False
        return venues.names_publication(self.mention)

    @cached_property
    def family(self) -> str:
        """The first author's family name, such as most spellings of it have in common."""
        first = next(iter(self.mention.authors), None)
        folded = names.fold(first.family or first.literal) if first else ""
        return folded.replace("ae", "a").replace("oe", "o").replace("ue", "u").rpartition(" ")[2]

    @property
    def fullness(self) -> tuple[bool, float, int, int]:
        """By what the entry to keep is chosen: published, the later version, what it says, and the first."""
        said = sum(bool(text.strip()) for _, text in self.held.parsed.fields)
        return self.published, self.recency, said, -self.held.start

    @property
    def recency(self) -> float:
        """The version that is cited; without one it is the latest."""
        return self.version if self.version and not self.published else inf


def _is_of_repository(doi: str) -> bool:
    return venues.is_data(doi) or publications.is_repository(doi)
