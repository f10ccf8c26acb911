"""PDF files, written by hand: pages of lines in Helvetica."""

import io

import pypdf
import pytest

from bibgen.errors import InputError
from bibgen.model import Mention
from bibgen.readers import files


def pdf(*pages):
    """A file with those pages, each a list of lines of text."""
    objects = [b"<</Type/Catalog/Pages 2 0 R>>", b"", b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"]
    kids = []
    for lines in pages:
        shown = "".join(f"1 0 0 1 50 {700 - 20 * at} Tm ({line}) Tj " for at, line in enumerate(lines))
        stream = f"BT /F1 12 Tf {shown}ET".encode() if lines else b""
        objects.append(b"<</Length %d>>stream\n%s\nendstream" % (len(stream), stream))
        font = b"/Resources<</Font<</F1 3 0 R>>>>"
        objects.append(
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]%s/Contents %d 0 R>>" % (font, len(objects))
        )
        kids.append(b"%d 0 R" % len(objects))
    objects[1] = b"<</Type/Pages/Kids[%s]/Count %d>>" % (b" ".join(kids), len(kids))
    made, places = b"%PDF-1.4\n", []
    for number, one in enumerate(objects, 1):
        places.append(len(made))
        made += b"%d 0 obj%s\nendobj\n" % (number, one)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    tail = b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, len(made))
    return made + b"xref\n0 %d\n0000000000 65535 f \n%s" % (len(objects) + 1, table) + tail


def read(path, data):
    path.write_bytes(data)
    (one,) = files.inputs([str(path)])
    return list(one.items())


def test_lines_are_numbered_through_all_pages(tmp_path):
    items = read(tmp_path / "a.pdf", pdf(["2205.06175", "Some words"], ["2204.14198"]))
    found = [(item.span.first, item.identifiers[0].value) for item in items if isinstance(item, Mention)]
    assert [(1, "2205.06175"), (3, "2204.14198")] == found


def test_the_head_tells_a_pdf_even_behind_some_junk(tmp_path):
    assert read(tmp_path / "download", b"\r\n\r\n" + pdf(["2205.06175"]))


@pytest.mark.parametrize("pages", [[[]], [[], []], [["   "]]])
def test_pictures_of_pages_have_no_text(tmp_path, pages):
    with pytest.raises(InputError, match="no text layer: run OCR first"):
        read(tmp_path / "scan.pdf", pdf(*pages))


@pytest.mark.parametrize("algorithm", ["RC4-128", "AES-256"])
@pytest.mark.parametrize("password", ["secret", ""])
def test_a_password_is_asked_for_only_if_there_is_one(tmp_path, algorithm, password):
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(pdf(["2205.06175"])))
    writer.encrypt(password, "owner", algorithm=algorithm)
    writer.write(tmp_path / "made.pdf")
    data = (tmp_path / "made.pdf").read_bytes()
    if password:
        with pytest.raises(InputError, match="password-protected"):
            read(tmp_path / "a.pdf", data)
    else:
        assert "2205.06175" == read(tmp_path / "a.pdf", data)[0].identifiers[0].value


@pytest.mark.parametrize(
    "data", [b"%PDF-1.7", b"%PDF-1.7\n" + b"\0\xff" * 500, b"%PDF-1.4\ntrailer<</Root 1 0 R>>"]
)
def test_a_corrupt_file_is_named(tmp_path, data):
    with pytest.raises(InputError, match=r"a\.pdf: is a corrupt PDF"):
        read(tmp_path / "a.pdf", data)


def test_any_changed_byte_is_an_error_or_harmless(tmp_path):
    whole = pdf(["2205.06175"])
    for at in range(0, len(whole), 3):
        try:
            read(tmp_path / "a.pdf", whole[:at] + bytes((whole[at] ^ 0x15,)) + whole[at + 1 :])
        except InputError as error:
            assert "a.pdf" in str(error)  # noqa: PT017
