"""The tools that people use instead, writing what a short script would hand them.

The input of all is CSL items made as such a script makes them: title and names exactly as arXiv's API serves
them, a name split at its last blank. Nothing is cleaned on the way in; what each tool does on the way out is
what is compared.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

import bibtexparser
import rispy
from bibtexparser.middlewares import LatexEncodingMiddleware, default_unparse_stack
from bibtexparser.model import Entry, Field

from tests.judges.programs import missing, pandoc, run

Item = dict[str, Any]
_HERE = Path(__file__).parent
_PATIENCE = 60  # seconds that a peer may take
_CITATION_JS = tuple(
    f"node:@citation-js/{one}" for one in ("core", "plugin-bibtex", "plugin-csl", "plugin-ris")
)


def items(records: Iterable[dict[str, Any]], *, abstract: bool = False) -> list[Item]:
    """CSL items of records as the API serves them, numbered `p1`, `p2`, …"""
    return [_item(f"p{number}", one, abstract) for number, one in enumerate(records, 1)]


def _item(key: str, record: dict[str, Any], abstract: bool) -> Item:
    made = {
        "id": key,
        "type": "article",
        "title": record["title"],
        "author": [_name(one) for one in record["authors"]],
        "issued": {"date-parts": [[int(part) for part in record["published"][:7].split("-")]]},
        "URL": f"https://arxiv.org/abs/{record['id']}",
        "number": f"arXiv:{record['id']}",
    }
    if record.get("doi"):
        made["DOI"] = record["doi"]
    if abstract:
        made["abstract"] = record["abstract"]
    return made


def _name(full: str) -> dict[str, str]:
    given, _, family = full.rpartition(" ")
    return {"family": family, "given": given} if given else {"family": family}


def with_pandoc(given: Sequence[Item], format: str) -> str:
    to = {"csl-json": "csljson"}.get(format, format)
    done = run(
        _HERE,
        pandoc() or "pandoc",
        "-f",
        "csljson",
        "-t",
        to,
        "--wrap=none",
        text=json.dumps(given),
        seconds=_PATIENCE,
    )
    return done.stdout


def with_citation_js(given: Sequence[Item], format: str) -> str:
    return run(_HERE, "node", "citation_write.js", format, text=json.dumps(given), seconds=_PATIENCE).stdout


def with_bibutils(given: Sequence[Item], format: str) -> str:
    tool = {"bibtex": "xml2bib", "ris": "xml2ris"}[format]
    xml = f'<modsCollection xmlns="http://www.loc.gov/mods/v3">{"".join(map(_mods, given))}</modsCollection>'
    return run(_HERE, tool, "-i", "unicode", "-o", "unicode", "-nb", text=xml, seconds=_PATIENCE).stdout


def _mods(item: Item) -> str:
    people = "".join(
        f'<name type="personal">{_part("given", one.get("given"))}{_part("family", one["family"])}'
        '<role><roleTerm type="text">author</roleTerm></role></name>'
        for one in item["author"]
    )
    doi = f'<identifier type="doi">{escape(item["DOI"])}</identifier>' if "DOI" in item else ""
    return (
        f'<mods ID="{item["id"]}"><titleInfo><title>{escape(item["title"])}</title></titleInfo>{people}'
        f"<originInfo><dateIssued>{item['issued']['date-parts'][0][0]}</dateIssued></originInfo>"
        f"<abstract>{escape(item.get('abstract', ''))}</abstract>{doi}"
        f'<location><url>{item["URL"]}</url></location><identifier type="citekey">{item["id"]}</identifier></mods>'
    )


def _part(kind: str, text: str | None) -> str:
    return f'<namePart type="{kind}">{escape(text)}</namePart>' if text else ""


def fields(item: Item) -> dict[str, str]:
    """The fields of a BibTeX entry, unescaped."""
    year, month = item["issued"]["date-parts"][0]
    number = item["number"].removeprefix("arXiv:")
    made = {
        "title": item["title"],
        "author": " and ".join(
            ", ".join(filter(None, (one["family"], one.get("given")))) for one in item["author"]
        ),
        "year": str(year),
        "month": str(month),
        "eprint": number,
        "archivePrefix": "arXiv",
        "url": item["URL"],
    }
    return made | {name.lower(): item[name] for name in ("DOI", "abstract") if name in item}


def with_fstrings(given: Sequence[Item], format: str) -> str:
    return "".join(
        f"@misc{{{one['id']},\n{''.join(f'  {name} = {{{text}}},{chr(10)}' for name, text in fields(one).items())}}}\n\n"
        for one in given
    )


def with_pybtex(given: Sequence[Item], format: str) -> str:
    from pybtex.database import BibliographyData, Person
    from pybtex.database import Entry as PybtexEntry

    made = {}
    for one in given:
        people = [Person(first=who.get("given", ""), last=who["family"]) for who in one["author"]]
        rest = {name: _balanced(text) for name, text in fields(one).items() if name != "author"}
        made[one["id"]] = PybtexEntry("misc", rest, {"author": people})
    return BibliographyData(made).to_string("bibtex")


def _balanced(text: str) -> str:
    """The text, without its braces if they do not match: pybtex would refuse the whole file."""
    depth = 0
    for sign in text:
        depth += (sign == "{") - (sign == "}")
        if depth < 0:
            break
    return re.sub(r"[{}]", "", text) if depth else text


def with_bibtexparser(given: Sequence[Item], format: str) -> str:
    library = bibtexparser.Library(
        [Entry("misc", one["id"], [Field(name, text) for name, text in fields(one).items()]) for one in given]
    )
    steps = [LatexEncodingMiddleware(), *default_unparse_stack(allow_inplace_modification=True)]
    return bibtexparser.write_string(library, unparse_stack=steps)


def with_json(given: Sequence[Item], format: str) -> str:
    return json.dumps(given, indent=2, ensure_ascii=False)


def with_rispy(given: Sequence[Item], format: str) -> str:
    return rispy.dumps(
        [
            {
                "id": one["id"],
                "type_of_reference": "UNPB",
                "title": one["title"],
                "authors": [
                    ", ".join(filter(None, (who["family"], who.get("given")))) for who in one["author"]
                ],
                "year": str(one["issued"]["date-parts"][0][0]),
                "urls": [one["URL"]],
                "number": one["number"],
                **{name.lower(): one[name] for name in ("DOI", "abstract") if name in one},
            }
            for one in given
        ]
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Peer:
    """A tool, the formats it writes, and what it needs to be there.

    `careful`: it escapes or checks what it writes, so that its time can be compared with ours.
    """

    name: str
    formats: tuple[str, ...]
    write: Callable[[Sequence[Item], str], str]
    careful: bool = True
    needs: tuple[str, ...] = ()

    def here(self) -> bool:
        return not missing(self.needs)


PEERS = (
    Peer(name="pandoc", formats=("bibtex", "biblatex", "csl-json"), write=with_pandoc, needs=("pandoc",)),
    Peer(
        name="citation-js",
        formats=("bibtex", "biblatex", "csl-json", "ris"),
        write=with_citation_js,
        needs=("node", *_CITATION_JS),
    ),
    Peer(name="bibutils", formats=("bibtex", "ris"), write=with_bibutils, needs=("xml2bib", "xml2ris")),
    Peer(name="pybtex", formats=("bibtex",), write=with_pybtex, needs=("python:pybtex",)),
    Peer(name="bibtexparser", formats=("bibtex",), write=with_bibtexparser),
    Peer(name="f-string", formats=("bibtex",), write=with_fstrings, careful=False),
    Peer(name="json.dumps", formats=("csl-json",), write=with_json, careful=False),
    Peer(name="rispy", formats=("ris",), write=with_rispy, careful=False),
)
