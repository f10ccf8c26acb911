"""Pages to lines: what a browser shows, where it stands, what it links to."""

import pytest

from bibgen.errors import InputError
from bibgen.model import Mention
from bibgen.readers import files
from bibgen.readers.documents import html


def lines(source):
    page = html._parsed(source, "p.html")
    return list(html.lines(page, source, 0)) if page is not None else []


def texts(source):
    return [line.text for line in lines(source) if line.text]


def read(path, data):
    path.write_bytes(data)
    (one,) = files.inputs([str(path)])
    return list(one.items()), one.notices


@pytest.mark.parametrize(
    ("source", "shown"),
    [
        ("<p>a\n  b</p><p>c", ["a b", "c"]),
        ("a<br>b<br/><br>c", ["a", "b", "c"]),
        ("<div>a <b>b</b><i>c</i></div>d", ["a bc", "d"]),
        ("<table><tr><td>a</td><td></td><td><p>b</p></td></tr><tr><th>c<th>d</table>", ["a\t\tb", "c\td"]),
        ("x&nbsp;y&amp;&#233;&shy;z", ["x y&éz"]),
        ("<script>a</script><style>b</style><template>c</template><noscript>d</noscript>e", ["e"]),
        (
            "<p hidden>a</p><p style='Display : none'>b</p><nav>c</nav><footer>d</footer><button>e</button>f",
            ["f"],
        ),
        ("<header>menu</header><article><header>title</header></article>", ["title"]),
        ("<pre>a\n  b\n\nc</pre>", ["a", "  b", "c"]),
        ("<ul class='x-inline'><li>a, </li><li>b</li></ul><ul><li>c</li><li>d</li></ul>", ["a, b", "c", "d"]),
        ("<math alttext='x^2'><mi>x</mi></math>!", ["$x^2$!"]),
        ("<span class=MathJax>X</span><script type='math/tex'>x_1</script>", ["$x_1$"]),
        ("<p>a</b></i></div></p><li>b<li>c", ["a", "b", "c"]),
        ("", []),
        ("<!-- nothing -->", []),
    ],
)
def test_text_is_what_copying_it_gives(source, shown):
    assert shown == texts(source)


def test_lines_are_counted_in_the_source_even_beyond_what_the_parser_counts():
    source = "<html>\n<!--\n-->\n<p>a\n<script>\n\n</script>\n" + "<p>x</p>\n" * 70_000 + "<p>last"
    numbered = {line.text: line.number for line in lines(source)}
    assert (4, 70_008) == (numbered["a"], numbered["last"])


def test_offsets_count_in_the_text():
    found = lines("<h1>a</h1><p>b c</p><div>d</div>")
    whole = "\n".join(line.text for line in found)
    assert all(whole[line.start :].startswith(line.text) for line in found)


def test_links_stand_at_their_text_and_are_cut_where_lines_end():
    (first, second) = lines('<div>see <a href="/abs/2205.06175">one<br>two</a> end</div>')[:2]
    assert ["one"] == [first.text[link.start : link.end] for link in first.links]
    assert ["two"] == [second.text[link.start : link.end] for link in second.links]


def test_a_picture_that_links_is_not_lost():
    assert ["2205.06175"] == [
        link.identifier.value for link in lines("<p>PDF <a href=/abs/2205.06175><img></a>")[0].links
    ]
    (line, *_) = lines("<p><a href=/abs/2205.06175><img></a></p>")
    assert "https://arxiv.org/abs/2205.06175" == line.text


@pytest.mark.parametrize("charset", ["utf-8", "windows-1252", "iso-8859-2", "gb2312", "no-such-thing"])
def test_the_declared_character_set_is_used_if_it_can_be(tmp_path, charset):
    text = {"iso-8859-2": "Łódź", "gb2312": "王小"}.get(charset, "Müller")
    written = text.encode("utf-8" if charset == "no-such-thing" else charset)
    items, _ = read(tmp_path / "p.html", f'<html><meta charset="{charset}"><p>'.encode() + written)
    assert text == items[0].text


def test_undeclared_windows_characters_are_told(tmp_path):
    items, notices = read(tmp_path / "p.html", b"<html><p>M\xfcller")
    assert "Müller" == items[0].text
    assert ["encoding"] == [notice.code for notice in notices]


def test_utf16_with_its_mark_is_html_too(tmp_path):
    items, _ = read(tmp_path / "p.txt", '<!DOCTYPE html><p><a href="/abs/2205.06175">x</a>'.encode("utf-16"))
    assert isinstance(items[0], Mention)


def test_what_the_text_says_again_of_the_pages_paper_is_no_second_mention(tmp_path):
    source = (
        '<html><head><meta name="citation_title" content="On Things"><meta name="citation_author" content="Doe, J">'
        '<meta name="citation_arxiv_id" content="2205.06175"></head><body><p>2205.06175</p><p>2204.14198</p>'
    )
    items, _ = read(tmp_path / "p.html", source.encode())
    found = [item for item in items if isinstance(item, Mention)]
    assert ["2205.06175", "2204.14198"] == [one.identifiers[0].value for one in found]
    assert "On Things" == found[0].title


def test_dublin_core_without_an_identifier_is_about_no_paper(tmp_path):
    source = (
        '<html><meta name="DC.title" content="Our Town Hall"><meta name="DC.creator" content="Mayor, A"><p>x'
    )
    items, _ = read(tmp_path / "p.html", source.encode())
    assert not any(isinstance(item, Mention) for item in items)
    source = source.replace("<p>", '<meta name="DC.identifier" content="doi:10.1000/xyz123"><p>')
    items, _ = read(tmp_path / "p.html", source.encode())
    assert "doi" == items[0].identifiers[0].scheme


MHTML = b"""From: <Saved by Blink>\r
Snapshot-Content-Location: https://example.org/\r
Subject: =?utf-8?Q?x?=\r
MIME-Version: 1.0\r
Content-Type: multipart/related;\r
\ttype="text/html";\r
\tboundary="----b"\r
\r
------b\r
Content-Type: text/html; charset=utf-8\r
Content-Transfer-Encoding: quoted-printable\r
\r
<!DOCTYPE html><p>M=C3=BCller likes <a href=3D"https://arxiv.org/ab=\r
s/2205.06175">this one</a> more</p>\r
------b\r
Content-Type: text/css\r
\r
p { }\r
------b--\r
"""


def test_a_page_saved_as_one_file_is_decoded(tmp_path):
    items, _ = read(tmp_path / "page.mhtml", MHTML)
    assert ["Müller likes", "this one", "more"] == [getattr(item, "text", "") or item.raw for item in items]


def test_a_mail_saved_as_a_file_gives_its_text(tmp_path):
    mail = b"From: a@b\r\nSubject: x\r\nContent-Type: text/plain\r\nContent-Transfer-Encoding: base64\r\n\r\nMjIwNS4wNjE3NQo=\r\n"
    items, _ = read(tmp_path / "mail.eml", mail)
    assert ["2205.06175"] == [item.identifiers[0].value for item in items]


def test_a_page_nested_too_deep_is_refused_rather_than_cut(tmp_path):
    path = tmp_path / "deep.html"
    path.write_text("<html><body>" + "<div>" * 20000 + "arXiv:2205.06175" + "</div>" * 20000)
    with pytest.raises(InputError, match="nested too deep"):
        list(files.inputs([str(path)])[0].items())
