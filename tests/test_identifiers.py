from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bibgen import identifiers
from bibgen.model import PartialDate


def named(text, **options):
    return [
        (one.identifier.scheme, one.identifier.value, one.identifier.version)
        for one in identifiers.find(text, **options)
    ]


@pytest.mark.parametrize(
    ("text", "value", "version"),
    [
        ("2205.06175", "2205.06175", None),
        ("1706.03762v5", "1706.03762", 5),
        ("arXiv:2205.06175 [cs.AI]", "2205.06175", None),
        ("ARXIV: hep-th/9711200v3", "hep-th/9711200", 3),
        ("math.GT/0309136", "math/0309136", None),
        ("cond-mat.str-el/0102536", "cond-mat/0102536", None),
        ("atom-ph/9509001", "atom-ph/9509001", None),
        ("https://arxiv.org/abs/2205.06175v2#section", "2205.06175", 2),
        ("http://export.arxiv.org/pdf/1706.03762v5.pdf", "1706.03762", 5),
        ("https://arxiv.org/html/2205.06175?x=1", "2205.06175", None),
        ("arxiv.org/abs/hep-th/9711200", "hep-th/9711200", None),
        ("https://www.alphaxiv.org/abs/2205.06175", "2205.06175", None),
        ("https://ar5iv.labs.arxiv.org/html/2205.06175", "2205.06175", None),
        ("https://huggingface.co/papers/2205.06175", "2205.06175", None),
        ("10.48550/arXiv.2205.06175v2", "2205.06175", 2),
        ("https://doi.org/10.48550/arxiv.2205.06175", "2205.06175", None),
    ],
)
def test_every_dress_of_an_arxiv_id_is_the_same_id(text, value, version):
    found = identifiers.parse(text)
    assert found is not None
    assert ("arxiv", value, version) == (found.scheme, found.value, found.version)


@pytest.mark.parametrize(
    "text",
    [
        "1501.0001",
        "1412.00001",
        "1413.0001",
        "0703.0001",
        "1706.00000",
        "0211159",
        "hep-th/0713001",
        "hep-th/9106001",
        "",
        "0",
    ],
)
def test_what_no_paper_can_have_is_no_id(text):
    assert identifiers.parse(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "call 1234.567890 or 0704.00011234",
        "version 2205.06175.3",
        "pp. 1205.1234-1240",
        "x1706.03762",
        "3.1706.03762",
    ],
)
def test_numbers_that_only_look_like_ids_are_not_taken_even_in_lists(text):
    assert [] == named(text, in_list=True)


def test_a_bare_number_in_prose_is_no_paper():
    assert [] == named("costs rose to 1706.03762 units")
    assert [("arxiv", "1706.03762", None)] == named("costs rose to 1706.03762 units", in_list=True)


@pytest.mark.parametrize(
    ("text", "typed"),
    [
        ("doi:10.1103/PhysRevD.76.013009.", "10.1103/PhysRevD.76.013009"),
        ("(10.1016/0168-9002(96)88028-4)", "10.1016/0168-9002(96)88028-4"),
        (
            "10.1175/1520-0469(1996)053<0946:ASTFHH>2.0.CO;2",
            "10.1175/1520-0469(1996)053<0946:ASTFHH>2.0.CO;2",
        ),
        (
            "https://doi.org/10.1175/1520-0469(1996)053%3C0946:ASTFHH%3E2.0.CO;2",
            "10.1175/1520-0469(1996)053<0946:ASTFHH>2.0.CO;2",
        ),
        ("http://dx.doi.org/10.1007/978-3-540-74126-8_23,", "10.1007/978-3-540-74126-8_23"),
        ("“10.1000/xyz”", "10.1000/xyz"),
        (r"10.1007/978-3-319-90050-6\_8", "10.1007/978-3-319-90050-6_8"),
    ],
)
def test_a_doi_ends_where_the_sentence_around_it_begins(text, typed):
    (found,) = identifiers.find(text)
    assert typed == found.identifier.typed
    assert typed.lower() == found.identifier.value


def test_dois_in_a_row_are_told_apart():
    assert ["10.1000/a", "10.1000/b", "10.1000/c"] == [
        value for _, value, _ in named("10.1000/a;10.1000/b,10.1000/c")
    ]


def test_case_as_typed_does_not_make_two_dois():
    assert identifiers.doi("10.1103/PhysRevD.76") == identifiers.doi("https://doi.org/10.1103/physrevd.76")


def test_ids_sort_in_the_order_in_which_arxiv_gave_them_out():
    given_out = ["hep-th/9108002", "math/0309136", "0704.0001", "1412.9999", "1501.00001", "2205.06175"]
    shuffled = [*given_out[3:], *given_out[:3]]
    assert given_out == sorted(shuffled, key=identifiers.arxiv_order)
    assert PartialDate(year=2015, month=1) == identifiers.arxiv_month("1501.00001")


@pytest.mark.parametrize(
    "text", ["10.1234/" + ")" * 100_000, "www." * 30_000, "10.1234/" * 20_000, "<" * 100_000, "1" * 100_000]
)
def test_hostile_text_takes_no_longer_than_its_length(text):
    assert len(list(identifiers.find(text, in_list=True))) < 2  # quadratic patterns would never come back


@given(st.text(alphabet="arxiv:/.0123456789v10htp-doi ()<>,;\n", max_size=200))
def test_found_places_never_overlap_and_lie_in_the_text(text):
    done = 0
    for found in identifiers.find(text, in_list=True):
        assert done <= found.start < found.end <= len(text)
        done = found.end


# What a text says, and the one identifier in it; a line end inside is a break of the page.
DRESSES = [
    ("arXiv:1706.03762", "arxiv:1706.03762"),
    ("ArXiv: 1706.03762", "arxiv:1706.03762"),
    ("arXiv e-prints, arXiv:1706.03762", "arxiv:1706.03762"),
    ("arXiv preprint arXiv:1706.03762", "arxiv:1706.03762"),
    ("arXiv preprint 1706.03762", "arxiv:1706.03762"),
    ("arXiv 1706.03762", "arxiv:1706.03762"),
    ("arxiv1706.03762", "arxiv:1706.03762"),
    ("arxiv.org/abs/1706.03762", "arxiv:1706.03762"),
    ("abs/1706.03762", "arxiv:1706.03762"),
    ("CoRR abs/1706.03762", "arxiv:1706.03762"),
    ("CoRR, abs/1706.03762", "arxiv:1706.03762"),
    ("CoRR, vol. abs/1706.03762", "arxiv:1706.03762"),
    ("10.48550/arXiv.1706.03762", "arxiv:1706.03762"),
    ("https://doi.org/10.48550/arXiv.1706.03762", "arxiv:1706.03762"),
    ("doi:10.48550/arXiv.hep-th/9901001", "arxiv:hep-th/9901001"),
    ("oai:arXiv.org:1706.03762", "arxiv:1706.03762"),
    ("oai:arXiv.org:hep-th/9901001", "arxiv:hep-th/9901001"),
    ("arXiv:1706.03762 [cs.CL]", "arxiv:1706.03762"),
    ("arXiv:1706.03762v5 [cs.CL]", "arxiv:1706.03762v5"),
    ("1706.03762 [cs.CL]", "arxiv:1706.03762"),
    ("arXiv.1706.03762", "arxiv:1706.03762"),
    ("http://xxx.lanl.gov/abs/hep-th/9901001", "arxiv:hep-th/9901001"),
    ("xxx.lanl.gov/abs/hep-th/9901001v2", "arxiv:hep-th/9901001v2"),
    ("http://de.arxiv.org/abs/1706.03762", "arxiv:1706.03762"),
    ("http://cn.arxiv.org/pdf/1706.03762v1", "arxiv:1706.03762v1"),
    ("https://www.alphaxiv.org/abs/1706.03762?chatId=3", "arxiv:1706.03762"),
    ("https://ar5iv.org/abs/1706.03762", "arxiv:1706.03762"),
    ("https://ar5iv.labs.arxiv.org/html/1706.03762#S1", "arxiv:1706.03762"),
    ("https://huggingface.co/papers/1706.03762", "arxiv:1706.03762"),
    ("hf.co/papers/1706.03762", "arxiv:1706.03762"),
    ("https://www.semanticscholar.org/arxiv/1706.03762", "arxiv:1706.03762"),
    ("https://api.semanticscholar.org/arXiv:1706.03762", "arxiv:1706.03762"),
    ("https://api.semanticscholar.org/graph/v1/paper/ARXIV:1706.03762", "arxiv:1706.03762"),
    ("https://api.semanticscholar.org/graph/v1/paper/ARXIV:1706.03762?fields=title", "arxiv:1706.03762"),
    ("https://scirate.com/arxiv/1706.03762", "arxiv:1706.03762"),
    ("https://www.arxiv-vanity.com/papers/1706.03762/", "arxiv:1706.03762"),
    ("https://ui.adsabs.harvard.edu/abs/arXiv:2205.06175", "arxiv:2205.06175"),
    ("https://ui.adsabs.harvard.edu/abs/2022arXiv220506175R/abstract", "arxiv:2205.06175"),
    ("2022arXiv220506175R", "arxiv:2205.06175"),
    ("2007arXiv0704.0001B", "arxiv:0704.0001"),
    ("1997hep.th...11200M", "arxiv:hep-th/9711200"),
    ("1998astro.ph..5201R", "arxiv:astro-ph/9805201"),
    ("https://dblp.org/rec/journals/corr/abs-1706-03762.html", "arxiv:1706.03762"),
    ("journals/corr/abs-1706-03762", "arxiv:1706.03762"),
    ("DBLP:journals/corr/abs-1706-03762", "arxiv:1706.03762"),
    ("journals/corr/cs-LG-0309136", "arxiv:cs/0309136"),
    ("https://arxiv.org/pdf/1706.03762v5.pdf", "arxiv:1706.03762v5"),
    ("https://arxiv.org/abs/1706.03762?utm_source=x&utm_medium=y", "arxiv:1706.03762"),
    ("https://arxiv.org/abs/1706.03762v5#abstract", "arxiv:1706.03762v5"),
    ("https://arxiv.org/pdf/cs.LG/0309136v1", "arxiv:cs/0309136v1"),
    ("https://arxiv.org/PS_cache/hep-th/pdf/9711/9711200v3.pdf", "arxiv:hep-th/9711200v3"),
    ("https://arxiv.org/ftp/arxiv/papers/1706/1706.03762.pdf", "arxiv:1706.03762"),
    ("https://arxiv.org/e-print/1706.03762", "arxiv:1706.03762"),
    ("https://arxiv.org/format/1706.03762", "arxiv:1706.03762"),
    ("https://arxiv.org/src/1706.03762v1", "arxiv:1706.03762v1"),
    ("http://arxiv.org/ps/hep-th/9711200", "arxiv:hep-th/9711200"),
    (
        "http://export.arxiv.org/oai2?verb=GetRecord&identifier=oai:arXiv.org:1706.03762&metadataPrefix=arXiv",
        "arxiv:1706.03762",
    ),
    ("http://export.arxiv.org/api/query?id_list=1706.03762", "arxiv:1706.03762"),
    ("arXiv%3A1706.03762", "arxiv:1706.03762"),
    ("https://inspirehep.net/api/arxiv/1706.03762", "arxiv:1706.03762"),
    ("https://inspirehep.net/search?p=eprint%3Ahep-th%2F9711200", "arxiv:hep-th/9711200"),
    ("hep-th/9711200", "arxiv:hep-th/9711200"),
    ("HEP-TH/9711200", "arxiv:hep-th/9711200"),
    ("Math.GT/0309136", "arxiv:math/0309136"),
    ("cond-mat.stat-mech/0309136v2", "arxiv:cond-mat/0309136v2"),
    ("cond-mat.mes-hall/0309136", "arxiv:cond-mat/0309136"),
    ("e-Print: 1706.03762 [hep-th]", "arxiv:1706.03762"),
    ("papers/1706.03762v3.pdf", "arxiv:1706.03762v3"),
    ("https://example.org/files/1706.03762v3.pdf", "arxiv:1706.03762v3"),
    ("arXiv:1706.\n03762", "arxiv:1706.03762"),
    ("arXiv:1706.03762v\n5", "arxiv:1706.03762v5"),
    ("hep-\nth/9901001", "arxiv:hep-th/9901001"),
    ("hep-th/\n9901001", "arxiv:hep-th/9901001"),
    ("https://arxiv.org/abs/\n1706.03762", "arxiv:1706.03762"),
    ("https://arxiv.\norg/abs/1706.03762", "arxiv:1706.03762"),
    ("https://arxiv.org/\nabs/1706.03762", "arxiv:1706.03762"),
    ("arXiv:\n1706.03762", "arxiv:1706.03762"),
    ("10.1109/\nTPAMI.2016.2587640", "doi:10.1109/tpami.2016.2587640"),
    ("10.1109/TPAMI.\n2016.2587640", "doi:10.1109/tpami.2016.2587640"),
    ("https://doi.org/\n10.1109/TPAMI.2016.2587640", "doi:10.1109/tpami.2016.2587640"),
    ("https://doi.org/10.1109/CVPR.2016.\n90", "doi:10.1109/cvpr.2016.90"),
    ("10.1007/978-3-540-\n74126-8_23", "doi:10.1007/978-3-540-74126-8_23"),
    ("10.48550/arXiv.\n1706.03762", "arxiv:1706.03762"),
    ("10.1016/j.neunet.2014.09.\n003", "doi:10.1016/j.neunet.2014.09.003"),
    ("https://link.springer.com/article/10.1007/s11263-015-0816-y", "doi:10.1007/s11263-015-0816-y"),
    ("https://link.springer.com/content/pdf/10.1007/s11263-015-0816-y.pdf", "doi:10.1007/s11263-015-0816-y"),
    (
        "https://link.springer.com/chapter/10.1007/978-3-319-10602-1_48#Abs1",
        "doi:10.1007/978-3-319-10602-1_48",
    ),
    ("https://dl.acm.org/doi/10.1145/3292500.3330701", "doi:10.1145/3292500.3330701"),
    ("https://dl.acm.org/doi/abs/10.1145/3292500.3330701?casa_token=a:b", "doi:10.1145/3292500.3330701"),
    ("https://onlinelibrary.wiley.com/doi/10.1002/sim.968/full", "doi:10.1002/sim.968"),
    ("https://onlinelibrary.wiley.com/doi/pdfdirect/10.1002/sim.968?download=true", "doi:10.1002/sim.968"),
    (
        "https://onlinelibrary.wiley.com/doi/10.1002/%28SICI%291097-0258%2819980815/30%2917%3A15/16%3C1661%3A%3AAID-SIM968%3E3.0.CO%3B2-2",
        "doi:10.1002/(sici)1097-0258(19980815/30)17:15/16<1661::aid-sim968>3.0.co;2-2",
    ),
    (
        "10.1002/(SICI)1097-0258(19980815/30)17:15/16<1661::AID-SIM968>3.0.CO;2-2",
        "doi:10.1002/(sici)1097-0258(19980815/30)17:15/16<1661::aid-sim968>3.0.co;2-2",
    ),
    (
        "10.1002/(SICI)1097-0258(19980815/30)17:15/16&lt;1661::AID-SIM968&gt;3.0.CO;2-2",
        "doi:10.1002/(sici)1097-0258(19980815/30)17:15/16<1661::aid-sim968>3.0.co;2-2",
    ),
    (
        "https://journals.aps.org/prl/abstract/10.1103/PhysRevLett.116.061102",
        "doi:10.1103/physrevlett.116.061102",
    ),
    ("https://www.science.org/doi/10.1126/science.1127647", "doi:10.1126/science.1127647"),
    ("https://www.pnas.org/doi/full/10.1073/pnas.1611835114", "doi:10.1073/pnas.1611835114"),
    ("https://www.nature.com/articles/s41586-020-2649-2", "doi:10.1038/s41586-020-2649-2"),
    ("https://www.nature.com/articles/nature14236.pdf", "doi:10.1038/nature14236"),
    ("nature.com/articles/s41586-020-2649-2?utm=1", "doi:10.1038/s41586-020-2649-2"),
    ("https://www.biorxiv.org/content/10.1101/2020.01.01.123456v1.full.pdf", "doi:10.1101/2020.01.01.123456"),
    (
        "https://journals.plos.org/plosone/article?id=10.1371/journal.pone.0123456&type=printable",
        "doi:10.1371/journal.pone.0123456",
    ),
    ("https://www.frontiersin.org/articles/10.3389/fnins.2020.00001/full", "doi:10.3389/fnins.2020.00001"),
    ("https://iopscience.iop.org/article/10.1088/1742-6596/1/1/001/meta", "doi:10.1088/1742-6596/1/1/001"),
    ("http://dx.doi.org/10.1002%2Fsim.968", "doi:10.1002/sim.968"),
    ("https://doi.org/10.1016/S0140-6736%2820%2930183-5", "doi:10.1016/s0140-6736(20)30183-5"),
    ("doi: 10.1038/nature14236", "doi:10.1038/nature14236"),
    ("DOI 10.1038/nature14236", "doi:10.1038/nature14236"),
    ("doi10.1038/nature14236", "doi:10.1038/nature14236"),
    ("ISBN 0-262-03384-4", "isbn:9780262033848"),
    ("ISBN-13: 978-0-262-03384-8", "isbn:9780262033848"),
    ("ISBN: 9780262033848", "isbn:9780262033848"),
    ("PMID: 12345678", "pmid:12345678"),
    ("https://pubmed.ncbi.nlm.nih.gov/12345678/", "pmid:12345678"),
    ("https://www.ncbi.nlm.nih.gov/pubmed/12345678", "pmid:12345678"),
]


def spelt(found):
    one = found.identifier
    return f"{one.scheme}:{one.value}" + (f"v{one.version}" if one.version else "")


@pytest.mark.parametrize(("text", "expected"), DRESSES)
@pytest.mark.parametrize(
    ("before", "behind"),
    [
        ("", ""),
        ("See (", ")."),
        ("<", ">, and"),
        ("[x](", ") more"),
        ("B 429 (1998).\n", "\n3. Smith 10"),
        ("**", "**"),
    ],
)
def test_every_dress_is_found_whole_in_every_surrounding(text, expected, before, behind):
    for broken in (text, text.replace("\n", "\r\n  ")):
        whole = before + broken + behind
        (found,) = identifiers.find(whole)
        assert (expected, broken) == (spelt(found), whole[found.start : found.end])


@pytest.mark.parametrize(("text", "expected"), DRESSES)
def test_every_dress_alone_is_an_identifier(text, expected):
    named_whole = identifiers.parse(text)
    assert named_whole is not None
    assert expected.split(":", 1)[0] == named_whole.scheme


@pytest.mark.parametrize("text", ["2205.06175.pdf", "2205.06175v3.pdf"])
def test_a_file_name_alone_is_a_paper_only_in_a_list(text):
    assert [] == named(text)
    assert "2205.06175" == named(text, in_list=True)[0][1]


@pytest.mark.parametrize(
    "text",
    [
        "2017.0512",
        "12.2019",
        "1.2.3",
        "version 2004.0501 build",
        "192.168.1205.1234",
        "10.0.0.1",
        "$1205.1234",
        "pp. 1205-1234",
        "ISSN 1205-1234",
        "Room 1205.123",
        "at 12:05.1234",
        "+49 711 1205.1234567",
        "tel. 1205/1234567",
        "https://example.org/1205.1234",
        "v1205.1234.5",
        "ISBN 1234567890",
        "ISBN 978-0-262-03384-7",
        "PMC1234567",
        "19/0309136",
        "arXiv:9912.12345",
        "https://paperswithcode.com/paper/attention-is-all-you-need",
    ],
)
def test_what_only_looks_like_an_identifier_is_none_in_prose_and_in_lists(text):
    assert [] == named(text)
    assert [] == named(text, in_list=True)


def test_a_month_to_come_is_no_paper_where_the_day_is_known():
    today = date(2024, 12, 15)
    assert identifiers.arxiv("2501.00001", today=today)
    assert identifiers.arxiv("2502.00001", today=today) is None
    assert [] == named("arXiv:2502.00001", today=today)
    assert identifiers.arxiv("2502.00001")


def test_a_doi_ends_where_the_next_line_or_word_begins():
    assert ["10.1000/182"] == [value for _, value, _ in named("doi:10.1000/182.\n2. Smith, 2016")]
    assert ["10.1038/nature14236"] == [value for _, value, _ in named("10.1038/nature14236Received 3 May")]
    assert ["10.1000/xyz"] == [value for _, value, _ in named("<b>10.1000/xyz</b>")]


def test_isbns_are_listed_bare_only_in_lists():
    assert [] == named("9780262033848")
    assert [("isbn", "9780262033848", None)] == named("978-0-262-03384-8", in_list=True)
    assert "9780262033848" == identifiers.isbn("0262033844").value
    assert identifiers.isbn("080442957X") is not None


@pytest.mark.parametrize(
    "text",
    [
        "1205.1234 " * 20_000,
        "a.b-" * 30_000 + "1706.03762",
        "ISBN 1" * 20_000,
        "https://a/" * 20_000 + "1706.03762",
    ],
)
def test_tables_of_numbers_and_long_words_take_no_longer_than_their_length(text):
    assert len(list(identifiers.find(text))) < 2
