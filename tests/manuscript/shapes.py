"""Entries as people write them: one record in many legitimate shapes, none of them a fault."""

from __future__ import annotations

import random
import re
import unicodedata

from bibgen import identifiers, journal

_ACCENTS = {"\u0301": "'", "\u0300": "`", "\u0308": '"', "\u0302": "^", "\u0303": "~", "\u030c": "v",
            "\u0327": "c", "\u030a": "r", "\u0306": "u", "\u0304": "="}  # fmt: skip
_LETTERS = {"ø": r"{\o}", "Ø": r"{\O}", "ł": r"{\l}", "Ł": r"{\L}", "ß": r"{\ss}", "æ": r"{\ae}"}
_PARTICLES = {"van", "von", "der", "den", "de", "del", "della", "di", "da", "dos", "du", "la", "le", "ten"}
_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()
_SMALL = {"a", "an", "the", "of", "in", "on", "for", "and", "with", "to", "by", "from", "at", "as"}


def tex(text: str) -> str:
    """The text with its accents as TeX has them, mathematics left alone."""
    return "".join(
        piece if piece.startswith("$") else "".join(map(_letter, piece))
        for piece in re.split(r"(\$[^$]*\$)", text)
    )


def _letter(char: str) -> str:
    base, *marks = unicodedata.normalize("NFD", char)
    if len(marks) == 1 and marks[0] in _ACCENTS:
        accent = _ACCENTS[marks[0]]
        return f"{{\\{accent}{{{base}}}}}" if accent.isalpha() else f"{{\\{accent}{base}}}"
    return _LETTERS.get(char, char)


def is_group(name: str) -> bool:
    return bool(re.search(r"ollab|Team|Group|Consortium|Project", name))


def inverted(name: str) -> str:
    """`Family, Given`, the particle with the family name; a group in braces."""
    parts = name.split()
    if is_group(name) or len(parts) < 2:
        return f"{{{name}}}"
    suffix = parts.pop() if re.fullmatch(r"(?:Jr|Sr)\.?|I{2,3}", parts[-1]) else ""
    at = next((n for n, part in enumerate(parts) if n and part in _PARTICLES), len(parts) - 1)
    return ", ".join(filter(None, (" ".join(parts[at:]), suffix, " ".join(parts[:at]))))


def initialled(name: str) -> str:
    """`Family, G. H.`"""
    family, *suffix, given = inverted(name).rsplit(", ") if ", " in inverted(name) else (inverted(name), "")
    short = " ".join("-".join(f"{bit[0]}." for bit in part.split("-") if bit) for part in given.split())
    return ", ".join(filter(None, (family, *suffix, short)))


def only_family(name: str) -> str:
    return inverted(name).split(", ")[0]


def plain_ascii(name: str) -> str:
    """The name without accents, as old files have it."""
    text = "".join(c for c in unicodedata.normalize("NFD", name) if not unicodedata.combining(c))
    return text.translate(str.maketrans({"ø": "o", "ł": "l", "Ø": "O", "Ł": "L"}))


def lowered(title: str) -> str:
    """The title with a capital at its beginning only, names of methods in braces."""
    words = [_lowered_word(word) for word in title.split(" ")]
    return " ".join([words[0][:1].upper() + words[0][1:], *words[1:]])


def _lowered_word(word: str) -> str:
    if "$" in word or "\\" in word or "{" in word:
        return word
    return f"{{{word}}}" if re.search(r"[^\W\d_].*[A-Z]", word) and not word.isupper() else word.lower()


def capitalised(title: str) -> str:
    """The title with capitals everywhere but in small words."""
    if "$" in title or "\\" in title:
        return title
    words = title.split(" ")
    return " ".join(
        word if n and word.lower() in _SMALL else word[:1].upper() + word[1:] for n, word in enumerate(words)
    )


def protected(title: str) -> str:
    return f"{{{title}}}"


def without_subtitle(title: str) -> str:
    """The title before its colon, if that says enough."""
    main = title.split(": ")[0]
    return main if len([word for word in main.split() if word.lower() not in _SMALL]) > 3 else title


def year(record: dict) -> int:
    return int(record["published"][:4])


def reference(record: dict) -> journal.Reference | None:
    """Where the record says it stands, if that can be read."""
    return journal.parse(record.get("journal_ref") or "")


def whereabouts(record: dict) -> dict[str, str]:
    """Journal, volume and pages as fields."""
    place = reference(record)
    if place is None:
        return {}
    pages = (place.page or place.number or "").replace("-", "--")
    made = {"journal": place.journal, "volume": place.volume, "number": place.issue or "", "pages": pages}
    return {name: value for name, value in made.items() if value}


def first_letters(journal_: str) -> str:
    """The letters with which the words of a name begin."""
    return "".join(word[0] for word in re.findall(r"[A-Za-z]+", journal_)).lower()


def abbreviated(journal_: str, dice: random.Random) -> str:
    """The name with its long words cut, in one of the ways in which people cut them."""
    if "Proc" in journal_:
        return journal_
    least = dice.choice((3, 4, 5))
    parts = re.split(r"([^\W\d_]{6,})", journal_)
    cut = "".join(f"{part[:least]}. " if len(part) > 5 and part.isalpha() else part for part in parts).strip()
    letters = first_letters(journal_).upper()
    return dice.choice((cut, cut, letters if 2 < len(letters) < 7 else cut))


def doi(record: dict) -> str:
    return ((record.get("doi") or "").split() or [""])[0]


def preprint(record: dict, dice: random.Random) -> dict[str, str]:
    """The fields by which people cite a preprint."""
    number = record["id"]
    group = (record.get("categories") or ["cs.LG"])[0]
    return dice.choice(
        (
            {"eprint": number, "archiveprefix": "arXiv", "primaryclass": group},
            {"journal": f"arXiv preprint arXiv:{number}"},
            {"journal": "CoRR", "volume": f"abs/{number}"},
            {"eprint": number, "eprinttype": "arxiv"},
            {"note": f"arXiv:{number} [{group}]"},
            {"url": f"https://arxiv.org/abs/{number}"},
            {"howpublished": f"\\url{{http://arxiv.org/pdf/{number}.pdf}}"},
            {"doi": f"10.48550/arXiv.{number}", "publisher": "arXiv"},
        )
    )


def entry(key: str, fields: dict[str, str], dice: random.Random) -> str:
    """The text of an entry in one of the habits of real files."""
    kind = "article" if "journal" in fields else "inproceedings" if "booktitle" in fields else "misc"
    quoted = dice.random() < 0.2
    lines = []
    for name, value in fields.items():
        if name == "month" or (name == "year" and dice.random() < 0.3):
            lines.append(f"  {name} = {value}")
        else:
            lines.append(
                f'  {name} = "{value}"' if quoted and '"' not in value else f"  {name} = {{{value}}}"
            )
    return f"@{kind}{{{key},\n" + ",\n".join(lines) + "\n}\n"


def dated(record: dict, dice: random.Random) -> dict[str, str]:
    """Year, and perhaps the month, of the first version."""
    when = record["published"]
    made = {"year": when[:4]}
    if dice.random() < 0.2:
        made["month"] = _MONTHS[int(when[5:7]) - 1]
    return made


def authors(record: dict, dice: random.Random) -> str:
    """The list of authors in one of its shapes, perhaps cut where it says so."""
    listed = record["authors"]
    how = dice.choice((str, inverted, inverted, initialled, only_family, plain_ascii))
    spelled = dice.choice((str, tex))
    made = [spelled(f"{{{name}}}" if how is str and is_group(name) else how(name)) for name in listed]
    if len(made) > 3 and dice.random() < 0.3:
        made = [*made[: dice.randint(1, 3)], "others"]
    return " and ".join(made)


def title(record: dict, dice: random.Random) -> str:
    """The title in one of its shapes."""
    shape = dice.choice((str, str, lowered, capitalised, protected, without_subtitle, str.upper, tex))
    said = re.sub(r"(?<!\\)([&%#])", r"\\\1", record["title"])
    return said if shape is str.upper and ("$" in said or "\\" in said) else shape(said)


def is_version_dated(record: dict) -> bool:
    """Whether the number of the paper is of the year of its first version."""
    return identifiers.arxiv_month(record["id"]).year == year(record)


def is_data(doi: str) -> bool:
    """Whether a DOI is of a repository, and tells of no publication."""
    return doi.startswith(("10.5281/", "10.6084/", "10.17605/", "10.48550/", "10.2139/"))
