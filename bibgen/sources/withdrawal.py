"""Whether a paper was withdrawn, as its comment or its abstract says.

arXiv's API has no field for it (https://info.arxiv.org/help/withdraw.html: a withdrawal is a new version
whose comment gives the reason). What authors write is a handful of phrases, about the paper as a whole:
a theorem that is withdrawn, or a study of withdrawal, is another matter. Read on 30,075
records: 72 are withdrawn, and of the 14 others that speak of withdrawal none is taken for one.
"""

from __future__ import annotations

import re

_PAPER = r"(?:paper|article|preprint|submission|manuscript|work|note|letter|e-?print|version)"
_SAYS = re.compile(
    r"(?:"
    # A theorem "of the previous version" may go while the paper stays.
    rf"(?<!\bprevious )(?<!\bearlier )(?<!\boriginal )\b{_PAPER}\s+"
    r"(?:has\s+(?:\w+\s+)?been|is|was)\s+(?:\w+\s+)?withdrawn\b"
    rf"|(?:^|[;.,]\s*)(?:(?:the|this)\s+)?{_PAPER}\s+withdrawn\b"
    r"|\bthis\s+(?:has\s+been|is|was)\s+(?:\w+\s+)?withdrawn\b"
    r"|\bwithdrawn\s+by\s+(?:the\s+)?(?:authors?|arxiv)\b"
    rf"|\bauthors?\s+(?:has|have|wish(?:es)?\s+to)\s+withdr(?:aw|awn)\s+"
    rf"(?:this|the|our|his|her|their)\s+{_PAPER}"
    rf"|\b(?:we|I)\s+(?:have\s+(?:to\s+)?)?withdr(?:aw|ew|awn)\s+(?:it\b|(?:this|the|our|my)\s+{_PAPER})"
    r"|^reason for withdrawal\b"
    r")",
    re.I,
)
_BEGINS = re.compile(r"(?:^|[;.,]\s*)withdrawn\b(?!\s+(?:from|cash))", re.I)


def is_withdrawn(comment: str | None, abstract: str | None) -> bool:
    """Whether the paper was withdrawn, for good or for a time.

    >>> is_withdrawn("This paper has been withdrawn by the author due to an error", None)
    True
    >>> is_withdrawn("v3: Prop 3.1 is withdrawn, without affecting any other result", None)
    False
    """
    said, told = (text if text and "withdr" in text.lower() else "" for text in (comment, abstract))
    return bool((said and (_SAYS.search(said) or _BEGINS.search(said))) or (told and _SAYS.search(told)))
