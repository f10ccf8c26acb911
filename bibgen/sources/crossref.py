"""Crossref as a source: what a publisher's DOI names, where arXiv does not know it.

The REST API (https://api.crossref.org, described at
https://www.crossref.org/documentation/retrieve-metadata/rest-api/) gives works as JSON, one by its DOI
or a list by a filter. A list saves requests and proves nothing: what it leaves out is asked for alone,
and only the 404 of `/works/{doi}` says that Crossref does not know a DOI. An answer counts if it is
JSON of the kind asked for, about no other work than was asked for; DOIs are compared without case. A
DOI that Crossref refuses, or answers with another work, costs itself and no other.

Whoever names an e-mail address is served in the polite pool
(https://www.crossref.org/documentation/retrieve-metadata/rest-api/access-and-authentication/); the
address is sent and never kept. Patience is short, for a publisher's DOI must not hold up the rest.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from typing import Unpack
from urllib.parse import quote

from bibgen.errors import SourceNonsense, SourceRefused, SourceUnknown
from bibgen.model import Record
from bibgen.sources import Answer, Query, ask_key, crossref_works
from bibgen.sources.http import Http, Spoilt, Ways, paced

NAME = crossref_works.NAME

_MOST_PATIENCE = 60.0  # seconds
_LEAST_LISTED, _MOST_LISTED = 3, 40  # DOIs a list
_LONGEST_LIST = 3000  # characters of DOIs in a URL, which must stay below 4 kB
_TRIES = 3  # for a DOI that is answered with another work


class CrossrefSource:
    """Works from the API at `url` (`https://api.crossref.org/works`).

    Args:
        mailto: an address for Crossref to write to; empty for none.
    """

    name = NAME

    def __init__(self, url: str, http: Http, mailto: str = "") -> None:
        self._url = url.rstrip("/")
        self._mailto = mailto
        self.http = http

    def turn(self) -> AbstractContextManager[None]:
        """Nobody else on this machine asks Crossref until the block ends."""
        return self.http.turn()

    def packet(self, questions: Sequence[str] | Sequence[Query]) -> int:
        """How many of the questions go into one list, with what stands between them and cannot."""
        dois = [one.terms[0].text.lower() for one in questions if isinstance(one, Query)]
        listed = next(_packets(dict.fromkeys(dois)), None)
        return dois.index(listed[-1]) + 1 if listed else len(questions)

    def ask_ids(self, ids: Sequence[str]) -> Iterator[Answer]:
        """No answers: Crossref knows nothing by its arXiv identifier."""
        return iter(())

    def ask(self, queries: Sequence[Query]) -> Iterator[Answer]:
        """Answers for queries of one DOI each, lists first."""
        asked = _by_doi(queries)
        alone = dict(asked)
        for packet in _packets(asked):
            answer, found = self._listed({doi: asked[doi] for doi in packet})
            if answer:
                yield answer
            for doi in found:
                del alone[doi]
        for doi, keys in alone.items():
            yield self._single(doi, tuple(keys))

    def requests_for(self, ids: Sequence[str], queries: Sequence[Query]) -> list[str]:
        """The addresses that asking would open, if every list were whole; without the mail address."""
        dois = list(_by_doi(queries))
        packets = list(_packets(dois))
        listed = {doi for packet in packets for doi in packet}
        return [*map(self._list_of, packets), *(self._one(doi) for doi in dois if doi not in listed)]

    def _listed(self, asked: Mapping[str, Sequence[str]]) -> tuple[Answer | None, set[str]]:
        """The answer that a list gives, and for which DOIs; none if it was refused or is of others."""
        url = self._list_of(list(asked))
        try:
            raw = self._get(url, "work-list", f"doi {len(asked)}")
        except (SourceRefused, Spoilt):
            return None, set()
        found = set(map(crossref_works.doi, crossref_works.works(raw)))
        if not found or not found <= set(asked):
            return None, set()
        keys = tuple(key for doi, keys in asked.items() if doi in found for key in keys)
        return Answer(asked=keys, records=self.records(raw), request=url, raw=raw), found

    def _single(self, doi: str, asked: tuple[str, ...]) -> Answer:
        url = self._one(doi)
        for _ in range(_TRIES):
            try:
                raw = self._get(url, "work", "doi 1")
            except SourceUnknown:
                return Answer(asked=asked, request=url)
            except (SourceRefused, Spoilt) as error:
                return Answer(asked=asked, request=url, failure=error)
            if [doi] == [crossref_works.doi(work) for work in crossref_works.works(raw)]:
                return Answer(asked=asked, records=self.records(raw), request=url, raw=raw)
        failure = SourceNonsense(f"answer for another work than {doi}", NAME, doi)
        return Answer(asked=asked, request=url, failure=failure)

    def _list_of(self, dois: Sequence[str]) -> str:
        wanted = ",".join(f"doi:{quote(doi, safe='')}" for doi in dois)
        return f"{self._url}?filter={wanted}&rows={len(dois)}&select={','.join(crossref_works.FIELDS)}"

    def _one(self, doi: str) -> str:
        return f"{self._url}/{quote(doi, safe='')}"

    def _get(self, url: str, kind: str, cause: str) -> bytes:
        joint = "&" if "?" in url else "?"
        signed = f"{url}{joint}mailto={quote(self._mailto, safe='@')}" if self._mailto else url
        return self.http.get(signed, lambda body: _check(body, kind), kind="json", cause=cause)

    def records(self, raw: bytes) -> tuple[Record, ...]:
        """The records in a stored answer; an empty one says that there are none."""
        return crossref_works.records(raw)


def opened(*, url: str, mailto: str, **ways: Unpack[Ways]) -> CrossrefSource:
    """The source at `url`.

    Args:
        mailto: an address for Crossref to write to; empty for none.
    """
    return CrossrefSource(url, paced(NAME, most_patience=_MOST_PATIENCE, **ways), mailto)


def _by_doi(queries: Iterable[Query]) -> dict[str, list[str]]:
    """The names of the questions that ask for each DOI, which may be typed in several ways."""
    asked: dict[str, list[str]] = {}
    for query in queries:
        asked.setdefault(query.terms[0].text.lower(), []).append(ask_key(query))
    return asked


def _packets(dois: Iterable[str]) -> Iterator[list[str]]:
    """DOIs to be asked for in one list each; a comma would part one in two, and few are no list."""
    packets: list[list[str]] = [[]]
    length = 0
    for doi in dois:
        if "," in doi:
            continue
        more = len(f"doi:{quote(doi, safe='')},")
        length += more
        if len(packets[-1]) == _MOST_LISTED or length > _LONGEST_LIST:
            packets.append([])
            length = more
        packets[-1].append(doi)
    return (packet for packet in packets if len(packet) >= _LEAST_LISTED)


def _check(body: bytes, kind: str) -> int:
    """How many works are in a whole answer of the kind, "work" or "work-list"; else raise SourceNonsense."""
    if crossref_works.kind(body) != kind:
        raise SourceNonsense(f"answer that is no {kind}", NAME)
    return len(crossref_works.works(body))
