"""The condensed profile page: title and authors glued into one line, with nothing between.

`PaLI: A Jointly-Scaled Multilingual Language-Image ModelXi Chen, Xiao Wang, Soravit Changpinyo et al.`
cannot be cut for sure. Wherever a name could begin inside a word, the line could be cut; each way
is kept, the likeliest first, and the record that is found confirms one. At most three names stand
behind the title, which bounds the ways to cut.

Likely is a cut after a small letter (or a digit, a bracket, a mark) before a capital that begins a
usual given name; names with a capital inside (`McKay`), titles that end in capitals (`MAML`) and
initials are what the others are for.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from bibgen import names
from bibgen.model import Mention, Name
from bibgen.readers.lines import Lines, join
from bibgen.readers.pages import profile
from bibgen.readers.registry import Claim

NAME = "condensed"

Cut = tuple[str, tuple[Name, ...]]

_MOST_NAMES = 3
_MOST_CUTS = 16
_COMMA = re.compile(r",(?!\s*(?:Jr|Sr|II|III|IV)\b)\s*")
# A name begins with a capital (or a letter of a script without capitals) or with a particle.
_SMALL_START = re.compile(
    r"(?:(?:van|von|de|der|den|di|da|del|dal|ter|ten|le|la)\s|(?:d|l|al|el)['’-])+(?=[^\W\d_])"
)
_INNER_PREFIX = re.compile(r"(?:Mc|Mac|De|Di|Da|Du|La|Le|Lo|Van|Von|Fitz|St|O['’]|D['’]|Al|El|Ben|Abu|Ab)$")
_USUAL_GIVEN = re.compile(
    r"[^\W\d_][^\W\d_A-Z]+(?:[-'’][^\W\d_]+)?$|[^\W\d_]\.(?:-?[^\W\d_]\.)*$|[^\W\d_]\.$"
)


def claim(lines: Lines) -> Claim | None:
    """The paper under the header at the next line, if its title and authors share a line."""
    head = profile.header(lines)
    glued = lines[head.below] if head else None
    if head is None or glued is None or profile.HEADER.match(glued.text):
        return None
    text = profile.without_affiliation(join([glued.text]))
    ways = cuts(text)
    if not (ways or head.category):
        return None
    title, authors = ways[0] if ways else (text, ())
    abstract, last = profile.abstract_below(lines, head.below)
    mention = Mention(
        raw=lines.raw(0, last),
        span=lines.span(0, last),
        reader=NAME,
        title=title,
        authors=authors,
        et_al=names.is_cut(text),
        issued=head.issued,
        categories=(head.category,) if head.category else (),
        abstract=abstract,
        rivals=tuple(ways[1:]),
    )
    return Claim(items=(mention,), lines=last + 1)


def cuts(glued: str) -> list[Cut]:
    """Every way to cut a glued line into title and authors, the likeliest first.

    >>> [title for title, _ in cuts("Understanding the Effectiveness of MAMLAniruddh Raghu, Samy Bengio")][:2]
    ['Understanding the Effectiveness of MAML', 'Understanding the Effectiveness of MAM']
    """
    text, cut_short = names.without_et_al(glued)
    ranked = sorted(_places(text, cut_short), key=lambda place: (-place[0], -place[1]))
    made: list[Cut] = []
    for _, at in ranked[:_MOST_CUTS]:
        authors, _ = names.parse_list(text[at:])
        made.append((text[:at], authors))
    return made


def _places(text: str, cut_short: bool) -> Iterator[tuple[float, int]]:
    """(likelihood, place) for each place where the first name could begin."""
    commas = [match.start() for match in _COMMA.finditer(text)]
    for count in range(1, min(_MOST_NAMES, len(commas) + 1) + 1):
        tail = _COMMA.split(text[commas[-count + 1] :])[1:] if count > 1 else []
        if not all(_can_be_name(name) for name in tail):
            continue
        begin = commas[-count] + 1 if count <= len(commas) else 0
        end = commas[-count + 1] if count > 1 else len(text)
        expected = 0.5 * (count == _MOST_NAMES) if cut_short else 0.1 * count
        for at in range(begin + 1, end):
            likelihood = _likelihood(text, at, end)
            if likelihood > 0:
                yield likelihood + expected, at


def _likelihood(text: str, at: int, end: int) -> float:
    """How likely the first name begins at `at`, 0 if it cannot; higher is likelier."""
    before, here = text[at - 1], text[at]
    if before.isspace() or not here.isalpha() or before in "-–/(":
        return 0.0
    name = text[at:end]
    if not _can_be_name(name) or (here.islower() and not _begins_small(name)):
        return 0.0
    if here.islower():
        return 0.3  # few names begin so, and every "Manuela" holds a "la"
    first = name.split()[0]
    named_twice = len(first) > 2 and text[:at].endswith(first)  # "… with CUORECUORE Collaboration"
    return _join_likelihood(text[:at], before) + _name_likelihood(name) + 2 * named_twice


def _can_be_name(text: str) -> bool:
    """`profile.is_name`, and what authors type besides: TeX, ties, a family name in small letters.

    A line of arXiv's may hold a lone `:` between a collaboration and its members.
    """
    text = re.sub(r"\\\W?[a-zA-Z]?\s?\{?|[{}~]", "", text)
    if not re.search(r"[^\W\d_]", text) or profile.is_name(text):
        return True
    words = text.split()
    small = [word for word in words if word[0].islower()]
    return (
        1 < len(words) < 5
        and len(small) == 1
        and words[0][0].isupper()
        and text.replace(" ", "").replace("-", "").replace(".", "").isalpha()
    )


def _begins_small(name: str) -> bool:
    """Whether a name in small letters can begin so: `de Boer`, `for the LHCb collaboration`."""
    particle = _SMALL_START.match(name)
    if particle:
        return name[particle.end()].isupper()
    return name.startswith(("for the ", "on behalf of ", "the ")) and names.is_group(name)


def _join_likelihood(title: str, before: str) -> float:
    if _INNER_PREFIX.search(title) and re.search(r"(?:^|[\s.,-]|[a-z])(?:Mc|Mac|O['’]|D['’])$", title):
        return 0.4  # more likely inside "McKay" than behind a title in "Mc"
    if before.islower() or before in ")]}?!\"”’'":
        return 2.0
    if before.isdigit() or before in "$%+*°²³":
        return 1.9
    return 1.2 if before.isupper() else 0.6


def _name_likelihood(name: str) -> float:
    words = name.split()
    first = words[0]
    score = 1.0 if _USUAL_GIVEN.match(first) else 0.0
    if len(words) == 1:
        score -= 0.8
    if re.search(r"[a-z][A-Z]", first) and not re.match(
        r"(?:Mc|Mac|De|Di|La|Le|Van|O['’]|D['’])[A-Z]", first
    ):
        score -= 0.6
    if names.is_group(name):
        score += 0.5
    return score
