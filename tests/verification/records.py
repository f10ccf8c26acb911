"""Papers of several kinds, as records: what the tests of this folder write and read back."""

from __future__ import annotations

from bibgen import keys
from bibgen.model import Entry, Identifier, Name, PartialDate, Record


def arxiv(value):
    return Identifier(scheme="arxiv", value=value)


def doi(value):
    return Identifier(scheme="doi", value=value.lower(), typed=value)


PREPRINT = Record(
    type="article",
    title="On $\\Lambda_{\\alpha}$-Trees and WaveNet: 100% of R&D",
    authors=(
        Name(given="Aäron", particle="van den", family="Oord"),
        Name(given="Robert W.", family="Heath", suffix="Jr."),
        Name(literal="ATLAS Collaboration"),
    ),
    issued=PartialDate(year=2016, month=9, day=12),
    submitted=PartialDate(year=2016, month=9, day=12),
    updated=PartialDate(year=2017, month=1, day=3),
    abstract="Trees cost $5 or $6, and $E = mc^2$ holds.",
    note="12 pages, 3 figures",
    identifiers=(arxiv("1609.03499"),),
    categories=("cs.SD", "cs.LG"),
)
ARTICLE = Record(
    type="article-journal",
    title="Predictions for diphoton pairs",
    authors=(Name(given="C.", family="Balázs"), Name(given="C.-P.", family="Yuan")),
    issued=PartialDate(year=2007),
    submitted=PartialDate(year=2007, month=4, day=2),
    container_title="Physical Review D",
    volume="76",
    issue="1",
    page="97-105",
    identifiers=(arxiv("0704.0001"), doi("10.1103/PhysRevD.76.013009")),
    categories=("hep-ph",),
)
TALK = Record(
    type="paper-conference",
    title="Low bit-rate speech coding",
    authors=(Name(given="Cristina", family="Gârbacea"),),
    et_al=True,
    issued=PartialDate(year=2019, month=5),
    container_title="ICASSP 2019",
    publisher="IEEE",
    page="735-739",
    identifiers=(doi("10.1109/ICASSP.2019.8683277"),),
)
BOOK = Record(
    type="book",
    title="Hypercomplex numbers",
    authors=(Name(given="Ada", family="Vega"),),
    issued=PartialDate(year=2001),
    publisher="Birkhäuser",
    identifiers=(doi("10.1007/978-1-4612-0001-1"),),
)
RECORDS = (PREPRINT, ARTICLE, TALK, BOOK)


def entries(records=RECORDS):
    return [Entry(key=key, record=one) for key, one in zip(keys.assign(records), records, strict=True)]
