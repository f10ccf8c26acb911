"""Fingerprints of mentions: what two mentions share that say the same of a paper.

A person's choice is kept under it, so it holds all that a choice may have rested on (identifiers with
version, title, authors, date, abstract) and nothing of where the text stands or how it is wrapped. What
says none of these is known by its words.
"""

from __future__ import annotations

from hashlib import sha256

from bibgen import names, words
from bibgen.model import Mention


def of_mention(mention: Mention) -> str:
    """The fingerprint: 32 hexadecimal digits.

    >>> from bibgen.model import Span
    >>> span = Span(file="a", first=1, last=1, start=0, end=9)
    >>> one = Mention(raw="Pre-training", span=span, title="Pre-training")
    >>> of_mention(one) == of_mention(Mention(raw="x", span=span, title="Pretraining."))
    True
    """
    when = mention.issued
    parts = (
        " ".join(f"{one.scheme}:{one.value}v{one.version or ''}" for one in mention.identifiers),
        words.key(mention.title or ""),
        " ".join(names.fold(f"{one.given} {one.family} {one.literal}") for one in mention.authors),
        f"{when.year}-{when.month}-{when.day}" if when else "",
        words.key(mention.abstract or ""),
    )
    said = "\n".join(parts) if parts[0] or parts[1] or parts[4] else f"text\n{words.key(mention.raw)}"
    return sha256(said.encode()).hexdigest()[:32]
