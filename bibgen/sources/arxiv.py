"""The arXiv API as a source; the only user of the `arxiv` package.

The package builds the URLs and reads the feeds. What it cannot do is put under it in place of its
`requests.Session`: our transport, which paces, times out, retries and checks. Without that the
package (4.0.2, read and tried) takes a page of HTML, a half feed and an error entry for "no
results", repeats requests at once, and keeps its pace for itself. An answer counts only if it is a
whole feed, holds as many entries as it says and no others than were asked for; entries are paired
by identifier, for arXiv returns them in no order.

What no check can tell from the truth is a feed that says in good form that there is nothing, where there is
something. The service has given such feeds, and given the papers when asked again
(https://groups.google.com/a/arxiv.org/g/api). So a question that may find nothing is asked together with a
witness: a paper that arXiv has given before, asked for by its authors and its day, or by its last version.
An answer with the witness alone says that there is nothing else. Queries have it from the first, as it asks
for no title and no phrase; identifiers when they are asked again. Where there is no witness, or it does not
come, nothing counts only if it was said several times in a row: thrice to identifiers, which somebody must
have had from somewhere, and to many queries at once, of which one should find something; twice to a few
queries. A service that says so more often is believed, for a day.

What authors typed into the field of the DOI comes cut at its blanks, a link for each piece, of which the
package's `doi` keeps the first only; the pieces are put together again, as a blank may stand inside a DOI.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from itertools import islice
from typing import Unpack

import arxiv
from lxml import etree

from bibgen import identifiers
from bibgen.errors import SourceNonsense, SourceRefused
from bibgen.model import Identifier, PartialDate, Record
from bibgen.sources import Answer, Memory, Query, ask_key, cause, mapping, split_version
from bibgen.sources.arxiv_query import pack_ids, pack_queries, witness
from bibgen.sources.http import Http, Spoilt, Ways, paced

NAME = "arxiv"

_ATOM = "{http://www.w3.org/2005/Atom}"
_OPENSEARCH = "{http://a9.com/-/spec/opensearch/1.1/}"
_MOST_PER_PAGE = 1000  # a packet of queries with more hits is split
_MOST_FOR_ONE = 200  # of a query alone, the most relevant first; it cannot be split
_SHORT_TRIES = 4
_EMPTY_TRIES, _EMPTY_TRIES_OF_FEW = 3, 2
_SURELY_SOME = 8  # queries, of which at least one should find something
_ERRORS = "/api/errors"
_OF_THE_QUESTION = frozenset((400, 413, 414))  # other refusals are of the address, or of us
_LONGEST_SAID = 200  # characters of the service's own words


@dataclass(frozen=True, slots=True)
class _Response:
    content: bytes
    status_code: int = 200


class _Wire:
    """What `arxiv.Client` gets for its session: it asks through our transport, or replays."""

    def __init__(
        self, http: Http | None, raw: bytes = b"", expected: frozenset[str] | None = None, cause: str = ""
    ) -> None:
        self._http = http
        self._expected = expected
        self._cause = cause
        self._given: list[frozenset[str]] = []
        self.raw = raw
        self.url = ""

    def get(self, url: str, headers: object = None) -> _Response:
        """One page; `headers` carries the package's own User-Agent, which ours replaces."""
        if self._http:
            self.url = url
            self.raw = self._http.get(url, self._check, kind="xml", final=_OF_THE_QUESTION, cause=self._cause)
        return _Response(self.raw)

    def _check(self, body: bytes) -> int:
        """How many entries there are; raise unless the body is a whole feed.

        Until November 2025 the API counted unknown identifiers as results, so that an answer may
        stay short for good: it is believed when it gives the same papers several times in a row.
        """
        given, missing = _check(body, self._expected)
        if missing:
            self._given.append(given)
            same = self._given[-_SHORT_TRIES:] == [given] * _SHORT_TRIES
            if self._expected is None or not same:
                raise SourceNonsense(f"answer that lacks {missing} of its entries", NAME)
        return len(given)


class ArxivSource:
    """Papers from the API at `url` (`https://export.arxiv.org/api/query`).

    Args:
        memory: what was answered before; without it nothing can bear witness, and a packet of queries that
            found more than an answer holds is asked again by the next run that has it.
    """

    name = NAME

    def __init__(self, url: str, http: Http, memory: Memory | None = None) -> None:
        self._url = url
        self.http = http
        self._memory = memory

    def turn(self) -> AbstractContextManager[None]:
        """Nobody else on this machine asks arXiv until the block ends."""
        return self.http.turn()

    def packet(self, questions: Sequence[str] | Sequence[Query]) -> int:
        """How many of the questions go into one request; what cannot be asked counts with what follows."""
        ids = [one for one in questions if isinstance(one, str)]
        if ids:
            return len(next(pack_ids(ids)))
        queries = [one for one in questions if isinstance(one, Query)]
        packed, _ = next(pack_queries(queries), (queries[-1:], ""))
        return queries.index(packed[-1]) + 1 if packed else 0

    def ask_ids(self, ids: Sequence[str]) -> Iterator[Answer]:
        """Answers for arXiv identifiers, with or without version, some 440 a request."""
        for packet in pack_ids(ids):
            yield from self._ask_ids(packet)

    def _ask_ids(self, ids: list[str]) -> Iterator[Answer]:
        """One packet; one that is refused, or only ever answered with nonsense, is halved."""
        asked = tuple(ask_key(one) for one in ids)
        bare = frozenset(split_version(one)[0] for one in ids)
        known = next((one for one in self._known(ids) if one.version and one.arxiv_id not in bare), None)
        again = [*ids, f"{known.arxiv_id}v{known.version}"] if known else ids
        expected = bare | {split_version(again[-1])[0]}
        searches = [_by_ids(ids), *[_by_ids(again)] * (_EMPTY_TRIES - 1)]
        try:
            wire, results = self._fetch(searches, cause(ids), expected)
        except (SourceRefused, Spoilt) as error:
            if len(ids) == 1:
                yield Answer(asked=asked, failure=error)
                return
            for half in (ids[: len(ids) // 2], ids[len(ids) // 2 :]):
                yield from self._ask_ids(half)
            return
        yield Answer(asked=asked, records=_records(results), request=wire.url, raw=wire.raw)

    def ask(self, queries: Sequence[Query]) -> Iterator[Answer]:
        """Answers for queries, as many a request as a URL of 6 kB holds."""
        for packet, text in pack_queries(queries):
            yield from self._ask(packet, text)

    def _ask(self, queries: list[Query], text: str) -> Iterator[Answer]:
        """One packet; a crowded or refused one is halved, until one query stands alone."""
        asked = tuple(ask_key(query) for query in queries)
        failure: SourceRefused | Spoilt | None = None
        crowded = self._was_crowded(text)
        if not crowded:
            try:
                wire, results = self._fetch(self._searches(queries, text), cause(queries))
            except (SourceRefused, Spoilt) as error:
                failure = error
            else:
                crowded = len(queries) > 1 and _total(wire.raw) > len(results)
                if crowded:  # what may be no more than the beginning answers none of them
                    yield Answer(asked=(_crowd(text),), request=wire.url, raw=wire.raw)
        if len(queries) > 1 and (crowded or failure):
            middle = len(queries) // 2
            for half in (queries[:middle], queries[middle:]):
                for packet, part in pack_queries(half):
                    yield from self._ask(packet, part)
        elif failure:
            yield Answer(asked=asked, failure=failure)
        else:
            yield Answer(asked=asked, records=_records(results), request=wire.url, raw=wire.raw)

    def _searches(self, queries: list[Query], text: str) -> list[arxiv.Search]:
        """What is asked for queries until something comes."""
        seen = next(filter(None, map(witness, self._known(text))), "")
        tries = _EMPTY_TRIES if len(queries) >= _SURELY_SOME else _EMPTY_TRIES_OF_FEW
        return [_by_query(f"{text} OR {seen}" if seen else text, len(queries))] * tries

    def _was_crowded(self, text: str) -> bool:
        """Whether an earlier run has been told that a packet finds more than an answer holds."""
        return self._memory is not None and not self._memory.unanswered(NAME, [_crowd(text)])

    def _known(self, question: object) -> Iterator[Record]:
        """Papers that arXiv has given; for another question from another one on."""
        found = list(self._memory.recent(NAME)) if self._memory else []
        first = zlib.crc32(str(question).encode()) % len(found) if found else 0
        return iter(found[first:] + found[:first])

    def requests_for(self, ids: Sequence[str], queries: Sequence[Query]) -> list[str]:
        """The addresses that asking would open."""
        searches = [_by_ids(packet) for packet in pack_ids(ids)]
        searches += [self._searches(packet, text)[0] for packet, text in pack_queries(queries)]
        return [_address(self._url, search) for search in searches]

    def _fetch(
        self, searches: Iterable[arxiv.Search], cause: str, expected: frozenset[str] | None = None
    ) -> tuple[_Wire, list[arxiv.Result]]:
        """The results of the first search that has any; none if none has."""
        for search in searches:
            wire = _Wire(self.http, expected=expected, cause=cause)
            results = _page(_client(self._url, wire, search.max_results or 1), search, wire)
            if results:
                break
        return wire, results

    def records(self, raw: bytes) -> tuple[Record, ...]:
        """The records in a stored answer."""
        wire = _Wire(None, raw)
        return _records(_page(_client(self._url, wire, _MOST_PER_PAGE), arxiv.Search(), wire))


def opened(*, url: str, memory: Memory | None = None, **ways: Unpack[Ways]) -> ArxivSource:
    """The source at `url`."""
    return ArxivSource(url, paced(NAME, **ways), memory)


def _crowd(text: str) -> str:
    """Under which name it is remembered that a packet found more than an answer holds."""
    return f"crowded:{sha256(text.encode()).hexdigest()}"


def _by_ids(ids: list[str]) -> arxiv.Search:
    return arxiv.Search(id_list=ids, max_results=len(ids))


def _by_query(text: str, queries: int) -> arxiv.Search:
    return arxiv.Search(query=text, max_results=_MOST_PER_PAGE if queries > 1 else _MOST_FOR_ONE)


def _address(url: str, search: arxiv.Search) -> str:
    """What the package would open for the first page of a search, which is all that is asked for."""
    client = _client(url, _Wire(None), search.max_results or 1)
    return str(client._format_url(search, 0, search.max_results or 1))


def _client(url: str, wire: _Wire, page: int) -> arxiv.Client:
    # Pace and retries are the transport's; one page holds all that is asked for.
    client = arxiv.Client(page_size=page, delay_seconds=0, num_retries=0)
    client.query_url_format = f"{url}?{{}}"
    client._session = wire
    return client


def _page(client: arxiv.Client, search: arxiv.Search, wire: _Wire) -> list[arxiv.Result]:
    """The results of the first page, which is all that is asked for; the package would go on."""
    results = client.results(search)
    first = list(islice(results, 1))
    return first + list(islice(results, wire.raw.count(b"<entry>") - 1)) if first else []


def _check(body: bytes, expected: frozenset[str] | None) -> tuple[frozenset[str], int]:
    """The entries of a feed, and how many it lacks of those it counts; raise if it is no answer to us."""
    feed = _feed(body)
    found = feed.findall(f"{_ATOM}entry")
    named = [entry.findtext(f"{_ATOM}id") or "" for entry in found]
    wrong = next((at for at, name in enumerate(named) if _ERRORS in name), None)
    if wrong is not None:
        message = " ".join((found[wrong].findtext(f"{_ATOM}summary") or "no reason given").split())
        raise SourceRefused(message[:_LONGEST_SAID], NAME)
    total, size, start = (_number(feed, name) for name in ("totalResults", "itemsPerPage", "startIndex"))
    given = {_identifier(name).value for name in named}
    for entry in found:
        _date_of(entry, "published")
        _date_of(entry, "updated")
    if expected is not None and given - expected:
        raise SourceNonsense(f"answer for papers not asked for ({min(given - expected)})", NAME)
    return frozenset(named), max(0, min(total - start, size) - len(found))


def _date_of(entry: etree._Element, name: str) -> datetime:
    """When an entry was published or updated; what cannot be read would end the package's reading."""
    try:
        return datetime.fromisoformat((entry.findtext(f"{_ATOM}{name}") or "").strip())
    except ValueError as error:
        raise SourceNonsense(f"entry without a date that can be read ({name})", NAME) from error


def _feed(body: bytes) -> etree._Element:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False, load_dtd=False)
    try:
        feed = etree.fromstring(body, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise SourceNonsense("answer that is not a whole feed", NAME) from error
    # A feed declares no entities; the package's own parser would take them at their word.
    if feed.tag != f"{_ATOM}feed" or feed.getroottree().docinfo.internalDTD is not None:
        raise SourceNonsense("answer that is no feed", NAME)
    return feed


def _number(feed: etree._Element, name: str) -> int:
    text = (feed.findtext(f"{_OPENSEARCH}{name}") or "").strip()
    if not text.isdigit():
        raise SourceNonsense(f"feed without {name}", NAME)
    return int(text)


def _total(raw: bytes) -> int:
    return _number(_feed(raw), "totalResults")


def _identifier(entry_id: str) -> Identifier:
    named = re.search(r"/abs/(.+?)(?:v(\d+))?$", entry_id.strip())
    found = identifiers.arxiv(named[1], named[2]) if named and re.search(r"[./]", named[1]) else None
    if found is None:
        raise SourceNonsense(f"entry without an arXiv id ({entry_id[:60]})", NAME)
    return found


def _records(results: list[arxiv.Result]) -> tuple[Record, ...]:
    return tuple(_record(result) for result in results)


def _record(result: arxiv.Result) -> Record:
    """The record of one entry of a feed."""
    linked = [link.href.partition("doi.org/")[2] for link in result.links if "doi.org/" in link.href]
    primary = [result.primary_category] if result.primary_category else []
    return mapping.record(
        source=NAME,
        arxiv=_identifier(result.entry_id),
        title=result.title,
        authors=[author.name for author in result.authors],
        abstract=result.summary,
        categories=primary + result.categories,
        submitted=_date(result.published),
        updated=_date(result.updated),
        comment=result.comment,
        journal_ref=result.journal_ref,
        dois=[" ".join(linked) or result.doi or ""],
    )


def _date(when: datetime) -> PartialDate:
    return PartialDate(year=when.year, month=when.month, day=when.day)
