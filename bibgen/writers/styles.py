"""Which of a paper's identifiers a LaTeX bibliography style prints, so that arXiv's is printed exactly once.

Of the fields that name a paper on arXiv the oldest styles print none, natbib's and IEEE's the URL, those of
physics, of ACM and of Elsevier the eprint and beside it the DOI or the URL. What each prints was tried, entry
type by entry type, with the styles of TeX Live 2022; none prints all its fields in one place and not in
another. Under a style that prints one of eprint and URL, that one names the paper, and what else would be
printed of arXiv is left out; under a style that prints neither, words do: `arXiv:1706.03762 [cs.CL]`, as
arXiv asks to be cited (https://info.arxiv.org/help/faq/references.html).

Styles that print no eprint of an article in a journal whatever the file has (mnras, aasjournal) are not here.
"""

from __future__ import annotations

from bibgen.model import Record
from bibgen.writers.options import Style

_NOTHING: frozenset[str] = frozenset()
_URL = frozenset(("url", "doi"))
_ALL = frozenset(("eprint", "url", "doi"))

# Style, or family of styles -> what it prints.
PRINTED: dict[Style, frozenset[str]] = {
    "plain": _NOTHING,
    "abbrv": _NOTHING,
    "alpha": _NOTHING,
    "unsrt": _NOTHING,
    "ieeetr": _NOTHING,
    "siam": _NOTHING,
    "apalike": _NOTHING,
    "amsplain": _NOTHING,
    "amsalpha": _NOTHING,
    "natbib": _URL,  # plainnat, abbrvnat, unsrtnat
    "plainnat": _URL,
    "abbrvnat": _URL,
    "unsrtnat": _URL,
    "ieeetran": frozenset(("url",)),  # IEEEtran, IEEEtranN
    "splncs04": _URL,
    "acm": _ALL,  # ACM-Reference-Format
    "apsrev": _ALL,  # apsrev, apsrev4-1, apsrev4-2, apsrmp4-2: all of REVTeX
    "aip": _ALL,  # aipnum4-2, aipauth4-2
    "elsarticle": _ALL,  # elsarticle-num, -num-names, -harv, cas-model2-names
    "iopart": _ALL,  # iopart-num
    "naturemag": _ALL,
    "quantum": _ALL,
    "urlbst": _ALL,  # plainurl, alphaurl, abbrvurl, unsrturl
    "biblatex": _ALL,
}


def in_words(printed: frozenset[str]) -> bool:
    """Whether a style prints the identifier only if a field for words says it."""
    return not printed & {"eprint", "url"}


def left_out(printed: frozenset[str], *, worded: bool) -> frozenset[str]:
    """The fields that would print arXiv's identifier once more.

    Args:
        printed: what the style prints.
        worded: whether a field for words names the paper already.

    >>> sorted(left_out(PRINTED["acm"], worded=False))
    ['doi', 'url']
    """
    named = () if worded else ("eprint",) if "eprint" in printed else ("url",)
    return printed.difference(named)


def cited(record: Record) -> str:
    """The arXiv identifier as arXiv asks to be cited; the old ones name their archive themselves.

    >>> from bibgen.model import Identifier
    >>> arxiv = Identifier(scheme="arxiv", value="1706.03762")
    >>> cited(Record(type="article", identifiers=(arxiv,), categories=("cs.CL", "cs.LG")))
    'arXiv:1706.03762 [cs.CL]'
    """
    category = primary_class(record)
    return f"arXiv:{record.eprint} [{category}]" if category else f"arXiv:{record.eprint}"


def primary_class(record: Record) -> str | None:
    """The category that is named beside an identifier, None beside one that begins with its archive."""
    return record.categories[0] if record.categories and "/" not in (record.arxiv_id or "/") else None
