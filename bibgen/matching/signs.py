"""The signs in a title that tell one particle or space from another: H₃⁺ is not H₃⁻, nor W′ a W.

Words are compared without punctuation, for it differs from page to page; so signs are compared by
themselves. They come in TeX (`$H_3^+$`, `W^{\\prime}`, `\\leq`), in Unicode (H₃⁺, W′, ≤) and as typed (H3+,
W'). What stands between words or belongs to a number is no sign: hyphens, exponents, the apostrophe of
a genitive, the star of a footnote.
"""

from __future__ import annotations

import re

_SIGN = re.compile(
    r"""
    (?:
        [\^_]\s*\{?\s*                               # raised or lowered by TeX
      | (?<=[^\W_])(?=\+)                            # e+
      | (?<![^\W_]{4})(?<=[^\W_])(?=[-−](?!\s(?:and|or)\b)(?:[\s,.;:)\]]|$))  # e-; not "U- and V-statistics"
      | (?<![^\W_][^\W_])(?<=[^\W_])(?=['’*∗†])      # W', K*: behind a single letter
      | (?<=[^\W_])(?=\*[-\w])                      # JBW*-triples
      | (?<=\))(?=['’])                              # U(1)'
      | (?<=[+*∗'’])(?=[+*∗'’]|[-−](?:[\s,.;:)\]}]|$))    # D*+
    )
    (?P<plain>[-+−*∗±†'’]|\\(?:pm|mp|prime|ast|star|dagger)(?![a-zA-Z]))(?!\d)
  | (?P<raised>[⁺⁻₊₋′″])(?![⁰¹²³⁴-⁹])
  | (?P<order>[<>]=|(?<![-=])[<>]|[≤≥≠]|\\(?:leq?|geq?|leqslant|geqslant|neq?|lt|gt)(?![a-zA-Z]))
    """,
    re.VERBOSE,
)
_TYPED = {
    **dict.fromkeys(("−", "⁻", "₋"), "-"),
    **dict.fromkeys(("⁺", "₊"), "+"),
    **dict.fromkeys(("’", "′", "\\prime"), "'"),
    **dict.fromkeys(("∗", "\\ast", "\\star"), "*"),
    **dict.fromkeys(("\\pm", "\\mp"), "±"),
    **dict.fromkeys(("†", "\\dagger"), "†"),
    **dict.fromkeys(("<=", "\\le", "\\leq", "\\leqslant"), "≤"),
    **dict.fromkeys((">=", "\\ge", "\\geq", "\\geqslant"), "≥"),
    **dict.fromkeys(("\\ne", "\\neq"), "≠"),
    "″": "''",
    "\\lt": "<",
    "\\gt": ">",
}


def of(title: str) -> str:
    """The signs of a title in their order, one spelling for each.

    >>> of("Decays of $D^{*+}$"), of("p-adic groups, x^{-1}"), of("H₃⁺"), of("H3-"), of("$Z^{\\\\prime}$")
    ('*+', '', '+', '-', "'")
    """
    if title.isalnum():
        return ""
    found = (match["plain"] or match["raised"] or match["order"] for match in _SIGN.finditer(title))
    return "".join(_TYPED.get(sign, sign) for sign in found)
