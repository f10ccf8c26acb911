"""Fingerprints of mentions: what two mentions share that say the same of a paper.

A person's choice is kept under it and settles every later mention that has it, so it holds all that a
choice may have rested on (identifiers with version, title, authors, date, abstract, place in a journal)
and nothing of where the text stands or how it is wrapped. Signs count as well as words: a choice made of
a paper on B⁺ must not settle one on B⁻. What says none of these is known by its words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from hashlib import sha256

from bibgen import latex, names, words
from bibgen.model import Mention

_PLACE = ("container-title", "volume", "issue", "page", "number")
_FORMULA = re.compile(r"\$[^$]*\$")
# What says nothing outside a formula, beside letters and digits: dots, dashes, quotes, brackets, TeX's signs.
_SILENT = re.compile(r"[\w\s.,:;!?'’‘`\"“”()\[\]{}$\\‐‑–—-]")
_SILENT_IN_FORMULA = re.compile(r"[\w\s{}$\\]")


def of_mention(mention: Mention) -> str:
    """The fingerprint: 32 hexadecimal digits.

    >>> from bibgen.model import Span
    >>> span = Span(file="a", first=1, last=1, start=0, end=9)
    >>> one = Mention(raw="Pre-training", span=span, title="Pre-training")
    >>> of_mention(one) == of_mention(Mention(raw="x", span=span, title="Pretraining."))
    True
    >>> plus, minus = (Mention(raw="x", span=span, title=f"Decays of $B^{sign}$") for sign in "+-")
    >>> of_mention(plus) == of_mention(minus)
    False
    """
    parts = list(_parts(mention))
    text = "\n".join(parts) if any(parts) else f"text\n{_whole(mention.raw)}"
    return sha256(text.encode(errors="backslashreplace")).hexdigest()[:32]


def _parts(mention: Mention) -> Iterator[str]:
    """What is said, one kind a line; empty lines for what is not."""
    when = mention.issued
    told = mention.identifiers or mention.title or mention.abstract
    yield " ".join(f"{one.scheme}:{one.value}v{one.version or ''}" for one in mention.identifiers)
    yield _whole(mention.title or "")
    yield words.key(mention.abstract or "")
    if told:  # else the whole text tells more than these do
        yield " ".join(names.fold(f"{one.given} {one.family} {one.literal}") for one in mention.authors)
        yield f"{when.year}-{when.month}-{when.day}" if when else ""
        yield words.key(mention.venue or "")
        yield " ".join(words.key(mention.said.get(name, "")) or "-" for name in _PLACE)


def _whole(text: str) -> str:
    """The words of a text run together, and its signs; the text itself where it has neither."""
    decoded = latex.decode(text)
    formulae = "".join(_FORMULA.findall(decoded))
    signs = _SILENT.sub("", _FORMULA.sub("", decoded)) + _SILENT_IN_FORMULA.sub("", formulae)
    return f"{words.key(decoded)} {signs}".strip() or " ".join(text.split())
