"""What a person may wish of a bibliography's form; each wish has a usual answer.

None of the wishes changes the format. Where several speak of an entry's type, `kind` (`--as`) goes over
`style`, `style` over `target` (`--for`). Names of fields are those of BibTeX or of CSL, whatever the
format: `FIELDS` says which mean the same.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Target = Literal["latex", "zotero", "jabref", "pandoc", "endnote", "mendeley"]
Style = Literal[
    "plain", "abbrv", "alpha", "unsrt", "ieeetr", "siam", "apalike", "amsplain", "amsalpha",
    "natbib", "plainnat", "abbrvnat", "unsrtnat", "ieeetran", "splncs04",
    "acm", "apsrev", "aip", "elsarticle", "iopart", "naturemag", "quantum", "urlbst", "biblatex",
]  # fmt: skip
Kind = Literal["misc", "online", "article", "unpublished", "techreport"]
Case = Literal["as-is", "sentence"]
Dated = Literal["submitted", "updated", "published"]

# What a person may call a field -> the one name that the writers ask for.
FIELDS: dict[str, str] = {
    "title": "title", "author": "author", "authors": "author",
    "date": "date", "year": "date", "month": "date", "issued": "date",
    "journal": "container", "journaltitle": "container", "booktitle": "container",
    "container-title": "container", "howpublished": "container",
    "series": "series", "collection-title": "series",
    "volume": "volume", "number": "issue", "issue": "issue", "pages": "page", "page": "page", "eid": "eid",
    "publisher": "publisher", "school": "publisher", "institution": "publisher", "isbn": "isbn",
    "doi": "doi", "url": "url",
    "eprint": "eprint", "archiveprefix": "eprint", "eprinttype": "eprint", "eprintclass": "eprint",
    "primaryclass": "eprint", "arxiv": "eprint",
    "note": "note", "abstract": "abstract", "keywords": "keywords", "keyword": "keywords",
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """The wishes of one export.

    `fields`: the values of `FIELDS` that are written, None for all that are known. `max_authors`: so many
    authors and "et al.", None for all. `dated`: by the first version on arXiv, its latest, or the journal.
    `csl`: the name of the citation style of the formats that a style makes.
    """

    target: Target | None = None
    style: Style | None = None
    kind: Kind | None = None
    ascii: bool = False
    case: Case = "as-is"
    dated: Dated = "submitted"
    fields: frozenset[str] | None = None
    abstract: bool = True
    keywords: bool = False
    max_authors: int | None = None
    csl: str = "apa"

    def shows(self, field: str) -> bool:
        """Whether a field is to be written; `field` is a value of `FIELDS`."""
        if field == "abstract" and not self.abstract:
            return False
        if field == "keywords":
            return self.keywords or (self.fields is not None and "keywords" in self.fields)
        return self.fields is None or field in self.fields


USUAL = Options()
