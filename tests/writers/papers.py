"""The papers that the tests of the writers write."""

from __future__ import annotations

from bibgen import names, writers
from bibgen.model import Entry, Identifier, PartialDate, Record
from bibgen.writers.options import Options

PREPRINT = Record(
    type="article",
    title="On collision times",
    authors=(names.parse("Ada Lovelace"),),
    issued=PartialDate(year=2017, month=6, day=12),
    identifiers=(Identifier(scheme="arxiv", value="1706.03762"),),
    categories=("math.PR", "cs.LG"),
    abstract="We consider.",
)
OLD = Record(
    type="article",
    title="On large limits",
    authors=(names.parse("Ada Lovelace"),),
    identifiers=(Identifier(scheme="arxiv", value="hep-th/9711200"),),
    categories=("hep-th",),
)
ARTICLE = Record(
    type="article-journal",
    title="On collision times",
    authors=(names.parse("Ada Lovelace"),),
    issued=PartialDate(year=2008),
    container_title="Probab. Theory",
    volume="142",
    number="121801",
    identifiers=(
        Identifier(scheme="arxiv", value="0704.0215"),
        Identifier(scheme="doi", value="10.1007/s1"),
    ),
    categories=("math.PR",),
)
THESIS = Record(
    type="thesis",
    genre="PhD thesis",
    title="On fields",
    authors=(names.parse("Ada Lovelace"),),
    issued=PartialDate(year=2008),
    publisher="University of Bern",
    identifiers=(Identifier(scheme="arxiv", value="0805.1234"),),
)


def written(format, record, **wishes):
    """One record in a format, and the notices."""
    made = writers.write([Entry(key="k", record=record)], format, Options(**wishes))
    return made.text, [notice.code for notice in made.notices]
