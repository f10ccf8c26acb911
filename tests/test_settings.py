from pathlib import Path

import pytest

from bibgen.errors import UsageError
from bibgen.settings import from_environment


def test_defaults_are_arxivs_address_and_pace():
    settings = from_environment({})
    assert ("https://export.arxiv.org/api/query", 3.0) == (settings.arxiv_url, settings.arxiv_interval)


@pytest.mark.parametrize("interval", ["0", "0.05", "2.99", "-1", "soon", "nan", "1e9"])
def test_arxivs_terms_of_use_cannot_be_turned_off(interval):
    with pytest.raises(UsageError, match="BIBGEN_ARXIV_INTERVAL"):
        from_environment({"BIBGEN_ARXIV_INTERVAL": interval})
    if interval == "0":
        with pytest.raises(UsageError, match=r"info\.arxiv\.org"):
            from_environment(
                {"BIBGEN_ARXIV_INTERVAL": interval, "BIBGEN_ARXIV_URL": "http://arxiv.org/api/query"}
            )


def test_another_host_may_be_asked_faster():
    assert (
        0.05
        == from_environment(
            {"BIBGEN_ARXIV_INTERVAL": "0.05", "BIBGEN_ARXIV_URL": "http://127.0.0.1:1/x"}
        ).arxiv_interval
    )


@pytest.mark.parametrize("url", ["export.arxiv.org", "file:///etc/passwd", "http://", "nonsense"])
def test_an_address_that_is_none_is_named(url):
    with pytest.raises(UsageError, match="BIBGEN_ARXIV_URL"):
        from_environment({"BIBGEN_ARXIV_URL": url})


def test_folders_may_be_named():
    settings = from_environment({"BIBGEN_CACHE_DIR": "~/c", "BIBGEN_DATA_DIR": "/d"})
    assert (Path("~/c").expanduser(), Path("/d")) == (settings.cache_dir, settings.data_dir)


@pytest.mark.parametrize("mailto", ["a@b.c\nX: y", "nobody", "a b@c", "@"])
def test_what_no_header_can_hold_is_refused_before_anything_is_asked(mailto):
    with pytest.raises(UsageError, match="BIBGEN_MAILTO"):
        from_environment({"BIBGEN_MAILTO": mailto})


@pytest.mark.parametrize("mailto", ["ada@example.org", "ada@example.org\n", " mailto:ada@example.org"])
def test_an_address_is_taken_as_a_shell_gives_it(mailto):
    assert "ada@example.org" == from_environment({"BIBGEN_MAILTO": mailto}).mailto


def test_crossref_is_asked_at_its_own_address_and_pace():
    settings = from_environment({})
    assert ("https://api.crossref.org/works", 1.0) == (settings.crossref_url, settings.crossref_interval)


@pytest.mark.parametrize(
    "url", ["https://api.crossref.org", "https://api.crossref.org/", "https://api.crossref.org/works/"]
)
def test_crossrefs_address_may_be_that_of_the_service(url):
    assert "https://api.crossref.org/works" == from_environment({"BIBGEN_CROSSREF_URL": url}).crossref_url


@pytest.mark.parametrize("url", ["api.crossref.org", "ftp://api.crossref.org", "https://"])
def test_an_address_of_crossref_that_is_none_is_named(url):
    with pytest.raises(UsageError, match="BIBGEN_CROSSREF_URL"):
        from_environment({"BIBGEN_CROSSREF_URL": url})


@pytest.mark.parametrize("interval", ["0", "0.19", "-1", "soon", "nan"])
def test_crossref_is_not_flooded(interval):
    with pytest.raises(UsageError, match="BIBGEN_CROSSREF_INTERVAL"):
        from_environment({"BIBGEN_CROSSREF_INTERVAL": interval})


def test_crossref_may_be_asked_as_fast_as_it_allows_and_a_double_faster():
    assert 0.2 == from_environment({"BIBGEN_CROSSREF_INTERVAL": "0.2"}).crossref_interval
    loopback = {"BIBGEN_CROSSREF_INTERVAL": "0", "BIBGEN_CROSSREF_URL": "http://127.0.0.1:1/works"}
    assert 0 == from_environment(loopback).crossref_interval


def test_dblp_is_asked_at_its_own_address_and_pace():
    settings = from_environment({})
    assert ("https://dblp.org/search/publ/api", 2.0) == (settings.dblp_url, settings.dblp_interval)


@pytest.mark.parametrize(
    "url", ["https://dblp.org", "https://dblp.org/", "https://dblp.org/search/publ/api/"]
)
def test_dblps_address_may_be_that_of_the_service(url):
    assert "https://dblp.org/search/publ/api" == from_environment({"BIBGEN_DBLP_URL": url}).dblp_url


@pytest.mark.parametrize("host", ["dblp.org", "www.dblp.org", "dblp.uni-trier.de", "dblp.dagstuhl.de"])
def test_dblp_is_not_flooded_whichever_of_its_hosts_is_asked(host):
    with pytest.raises(UsageError, match=r"BIBGEN_DBLP_INTERVAL=0\.9"):
        from_environment(
            {"BIBGEN_DBLP_INTERVAL": "0.9", "BIBGEN_DBLP_URL": f"https://{host}/search/publ/api"}
        )


def test_a_double_of_dblp_may_be_asked_faster_and_no_name_that_only_ends_like_it_is_it():
    for host in ("127.0.0.1:1", "notdblp.org"):
        asked = {"BIBGEN_DBLP_INTERVAL": "0", "BIBGEN_DBLP_URL": f"http://{host}/search/publ/api"}
        assert 0 == from_environment(asked).dblp_interval


@pytest.mark.parametrize("url", ["dblp.org", "ftp://dblp.org", "https://"])
def test_an_address_of_dblp_that_is_none_is_named(url):
    with pytest.raises(UsageError, match="BIBGEN_DBLP_URL"):
        from_environment({"BIBGEN_DBLP_URL": url})
