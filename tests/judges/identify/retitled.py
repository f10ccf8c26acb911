"""One paper under another title, and another paper under nearly the same.

Between versions authors drop an article, add a method's name, prefer another word; journals change
capitals, small words and signs. All of that leaves the paper the same. A part's number, a negation, "a
survey" or the opposite of a telling word makes it another, whoever wrote both.
"""

from __future__ import annotations

import random
import re

from tests.judges.identify import formulae
from tests.judges.identify.corpus import weight
from tests.judges.identify.damage import Change, capitalised

_LEAST = 3
_OPENINGS = ("On ", "On the ", "Towards ", "A note on ", "Some remarks on ", "Notes on ", "More on ")
_OPENING = re.compile(r"(?:On(?: the)?|Towards|A note on|Some remarks on|Notes on)\s+(?=\S)", re.I)
_ARTICLE = re.compile(r"(?:An?|The)\s+(?=\S)")
_NAMES = "NovaNet DeepHarbor FLORA-T Prismatic MetaGrid QuickSolve HyPerion LatticeFlow".split()
_SINGULARS = (
    "model network method system graph algorithm field theory equation state operator space group function "
    "problem process structure solution galaxy star particle detector measurement image dataset transformer"
).split()
_SPELLINGS = (
    ("modelling", "modeling"), ("behaviour", "behavior"), ("colour", "color"), ("neighbour", "neighbor"),
    ("centre", "center"), ("fibre", "fiber"), ("analys", "analyz"), ("labelled", "labeled"), ("tunnelling", "tunneling"),
    ("isation", "ization"), ("ising", "izing"), ("vapour", "vapor"), ("favour", "favor"), ("catalogue", "catalog"),
    ("defence", "defense"), ("grey", "gray"), ("travelling", "traveling"), ("signalling", "signaling"),
)  # fmt: skip
_MEANT = (
    ("approach", "method"), ("a study of", "an analysis of"), ("using", "with"), ("via", "through"), ("fast", "efficient"),
    ("estimation", "inference"), ("improved", "better"), ("novel", "new"), ("properties", "features"),
    ("investigation", "study"), ("framework", "approach"), ("detection", "identification"), ("influence", "effect"),
    ("results", "findings"), ("evidence", "indications"), ("examining", "exploring"), ("constructing", "building"),
    ("determination", "measurement"), ("role", "effect"), ("enhancing", "improving"),
    ("leveraging", "using"), ("exploring", "investigating"),
)  # fmt: skip
_APPLICATIONS = (
    "with an application to {}",
    "and applications to {}",
    "with applications to {}",
    "and its applications",
)
_FIELDS = (
    "astronomy,finance,medical imaging,language models,quantum chemistry,control,genomics,turbulence".split(
        ","
    )
)


def _article(title, rng):
    if _ARTICLE.match(title):
        rest = _ARTICLE.sub("", title, count=1)
        return rest[0].upper() + rest[1:]
    return None if _OPENING.match(title) else f"The {_lowered(title)}"


def _opening(title, rng):
    if _OPENING.match(title):
        rest = _OPENING.sub("", title, count=1)
        return rest[0].upper() + rest[1:]
    return rng.choice(_OPENINGS) + _lowered(title)


def _lowered(title):
    """The first word in small letters, unless it is a name, a sign or capitals."""
    return title[0].lower() + title[1:] if re.match(r"[A-Z][a-z]+\s+[a-z]", title) else title


def _name(title, rng):
    """A method's name gone or added."""
    name, colon, rest = title.partition(": ")
    if colon and len(name.split()) == 1 and weight(rest) >= _LEAST:
        return rest
    return None if colon else f"{rng.choice(_NAMES)}: {title}"


def _number(title, rng):
    """One noun in the plural or the singular."""
    for word in rng.sample(_SINGULARS, len(_SINGULARS)):
        plural = f"{word[:-1]}ies" if word.endswith("y") else f"{word}s"
        for one, other in ((plural, word), (word, plural)):
            made = _replaced(title, one, other)
            if made:
                return made
    return None


def _hyphens(title, rng):
    """`pre-training`, `pretraining`, `pre training`; a hyphen between letters is the only sure one."""
    spots = list(re.finditer(r"(?<=[a-z]{2})-(?=[a-z]{3})", title))
    if not spots:
        return None
    at = rng.choice(spots).start()
    return title[:at] + rng.choice(("", " ", " ")) + title[at + 1 :]


def _spelling(title, rng):
    for british, american in rng.sample(_SPELLINGS, len(_SPELLINGS)):
        for one, other in ((british, american), (american, british)):
            made = re.sub(rf"(?<=[a-z]){one}|\b{one}", other, title)
            if made != title:
                return made
    return None


def _another_word(title, rng):
    for pair in rng.sample(_MEANT, len(_MEANT)):
        for one, other in (pair, pair[::-1]):
            made = _replaced(title, one, other)
            if made:
                return made
    return None


def _replaced(title, one, other):
    """`title` with the first `one` as `other`, its capital kept; None if it is not there."""
    match = re.search(rf"(?<![\w$\\-]){one}(?![\w$-])", title, re.I)
    if not match:
        return None
    return (
        title[: match.start()]
        + (other.capitalize() if match[0][0].isupper() else other)
        + title[match.end() :]
    )


def _swapped(title, rng):
    """Two nouns around "and" in the other order, where nothing else belongs to either."""
    match = re.search(
        r"(?:(?<=\bof )|(?<=\bthe )|(?<=\bfor )|(?<=\bin )|^)([\w]{4,}) and ([\w]{4,})(?=$|:| in | of | for )",
        title,
    )
    if not match or match[1].lower() == match[2].lower():
        return None
    one, other = (match[2].capitalize(), match[1].lower()) if match.start() == 0 else (match[2], match[1])
    return f"{title[: match.start()]}{one} and {other}{title[match.end() :]}"


def _application(title, rng):
    if "appli" in title.lower() or len(title) > 110:
        return None
    return (
        f"{title.rstrip('.')}{rng.choice((' ', ', '))}{rng.choice(_APPLICATIONS).format(rng.choice(_FIELDS))}"
    )


_OF_SOME: tuple[Change, ...] = (_name, _number, _hyphens, _spelling, _another_word, _swapped)
_OF_ALL: tuple[Change, ...] = (_article, _opening, _name, _application)


def version(title: str, rng: random.Random) -> str | None:
    """What the title may have been in another version of the paper."""
    if weight(title) < _LEAST:
        return None
    some = _one_of(_OF_SOME, title, rng) if rng.random() < 0.7 else None
    return some or _one_of(_OF_ALL, title, rng)


def _one_of(changes, title, rng):
    for change in rng.sample(changes, len(changes)):
        made = change(title, rng)
        if made and made != title:
            return made
    return None


# -- journals


def _small_words(title, rng):
    pairs = (
        ("of the", "of"),
        ("and", "&"),
        ("in the", "in"),
        ("of a", "of the"),
        ("for the", "for"),
        ("on the", "on"),
    )
    for one, other in rng.sample(pairs, len(pairs)):
        made = re.sub(rf"(?<=\w ){one}(?= \w)", other, title, count=1)
        if made != title:
            return made
    return None


def _capitals(title, rng):
    return rng.choice((capitalised(title), title.upper())) if "$" not in title and "\\" not in title else None


def _section(title, rng):
    return rng.choice(("Letter: ", "Research Article: ", "Original Article: ", "Regular Article: ")) + title


def _formulae(title, rng):
    return rng.choice((formulae.as_unicode, formulae.as_plain))(title)


def _signs(title, rng):
    ways = (
        title.replace("fi", "ﬁ").replace("fl", "ﬂ"),
        re.sub(r"(?<=[a-zA-Z])-(?=[a-zA-Z])", "–", title),
        title.replace("'", "’"),
        re.sub(r"(?<=[a-zA-Z])-(?=[a-zA-Z])", "\u2010", title),
        title.replace(" ", "\u00a0", 2),
    )
    return next((made for made in rng.sample(ways, len(ways)) if made != title), None)


def _ends(title, rng):
    return title.rstrip(".") + rng.choice((".", "*", "†", " ☆"))


def published(title: str, rng: random.Random) -> str | None:
    """The title as a journal prints it: one or two of its habits."""
    changes = (_small_words, _capitals, _section, _formulae, _signs, _ends)
    made = _one_of(changes, title, rng)
    if made and rng.random() < 0.3:
        made = _one_of((_signs, _ends), made, rng) or made
    return made if made and weight(title) >= _LEAST else None


# -- other papers

_OPPOSITES = (
    ("supervised", "unsupervised"), ("linear", "nonlinear"), ("linear", "non-linear"), ("commutative", "noncommutative"),
    ("finite", "infinite"), ("even", "odd"), ("upper", "lower"), ("left", "right"), ("electron", "positron"),
    ("local", "nonlocal"), ("classical", "quantum"), ("bosonic", "fermionic"), ("two-dimensional", "three-dimensional"),
    ("two", "three"), ("first", "second"), ("elastic", "inelastic"), ("complete", "incomplete"), ("weak", "strong"),
    ("static", "dynamic"), ("single", "double"), ("discrete", "continuous"), ("positive", "negative"),
    ("homogeneous", "inhomogeneous"), ("relativistic", "nonrelativistic"), ("parametric", "nonparametric"),
    ("stationary", "nonstationary"), ("equilibrium", "nonequilibrium"), ("proton", "neutron"), ("offline", "online"),
    ("offline", "on-line"), ("high", "low"), ("small", "large"), ("spin-1/2", "spin-1"), ("monolayer", "bilayer"),
    ("symmetric", "asymmetric"), ("abelian", "non-abelian"), ("perturbative", "non-perturbative"),
)  # fmt: skip


def _opposite(title, rng):
    for pair in rng.sample(_OPPOSITES, len(_OPPOSITES)):
        for one, other in (pair, pair[::-1]):
            made = _replaced(title, one, other)
            if made:
                return made
    return None


def _next_part(title, rng):
    match = re.search(r"\b(I{1,3}|IV)\b(?=$|[.:])", title)
    if match:
        following = {"I": "II", "II": "III", "III": "IV", "IV": "V"}[match[0]]
        return title[: match.start()] + following + title[match.end() :]
    return (
        f"{title.rstrip('.')}{rng.choice((' II', ' III', '. II', ', II', ': Part II', ' (Part 2)', ' 2.0'))}"
    )


def _another_number(title, rng):
    """A year, a dimension or another number one more."""
    spots = list(re.finditer(r"(?<![\w.$\\^_{-])\d{1,4}(?![\w.}])", title))
    if not spots:
        return None
    spot = rng.choice(spots)
    return f"{title[: spot.start()]}{int(spot[0]) + 1}{title[spot.end() :]}"


def _about(title, rng):
    quoted = title.rstrip(".")
    return rng.choice(
        (f"Comment on “{quoted}”", f"Reply to Comment on “{quoted}”", f"Erratum: {quoted}", f"{quoted}: a survey",
         f"A Survey on {quoted}", f"{quoted}: a review", f"A response to \"{quoted}\"")
    )  # fmt: skip


def _negated(title, rng):
    match = re.search(r"\b(?:is|are|can|does|do|should|will)\b(?! not)", title)
    if match:
        return f"{title[: match.end()]} not{title[match.end() :]}"
    match = re.search(r"\bwith\b", title)
    return f"{title[: match.start()]}without{title[match.end() :]}" if match else None


def sibling(title: str, rng: random.Random) -> str | None:
    """The title of another paper of the same people: the next part, the opposite case, a comment."""
    if weight(title) < 2 or re.match(r"(?:Comment|Reply|Erratum|Response)", title):
        return None
    return _one_of((_opposite, _opposite, _next_part, _another_number, _about, _negated), title, rng)


# -- papers that nobody wrote


def invented(rng: random.Random, titles: list[str]) -> str:
    """A plausible title of no paper: the halves of two, a name and a task, or a chain of pairs of words."""
    return rng.choice((_halves, _named_task, _chain))(rng, titles)


def _halves(rng, titles):
    joint = rng.choice((" for ", " of ", " in ", " with ", " via ", " from "))
    left = [title.split(joint)[0] for title in titles if joint in title]
    right = [title.split(joint, 1)[1] for title in titles if joint in title]
    return f"{rng.choice(left)}{joint}{rng.choice(right)}" if left else _chain(rng, titles)


def _named_task(rng, titles):
    named = [title.split(": ", 1) for title in titles if ": " in title]
    return ": ".join((rng.choice(named)[0], rng.choice(named)[1])) if len(named) > 3 else _halves(rng, titles)


def _chain(rng, titles):
    following: dict[str, list[str]] = {}
    for title in titles:
        sequence = title.split()
        for one, other in zip(sequence, [*sequence[1:], ""], strict=True):
            following.setdefault(one, []).append(other)
    word = rng.choice(titles).split()[0]
    made = [word]
    while len(made) < 14 and (word := rng.choice(following[word])):
        made.append(word)
    return " ".join(made)
