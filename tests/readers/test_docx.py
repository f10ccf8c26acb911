"""Word documents, made by the tests."""

import io
import sys

import docx
import pytest
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn

from bibgen.errors import InputError
from bibgen.model import Mention
from bibgen.readers import files


def read(path, document):
    document.save(path)
    (one,) = files.inputs([str(path)])
    return list(one.items())


def told(items):
    return [
        (item.span.first, item.identifiers[0].value if isinstance(item, Mention) else item.text)
        for item in items
    ]


def link(paragraph, text, address):
    relation = paragraph.part.relate_to(address, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
    element = OxmlElement("w:hyperlink")
    element.set(qn("r:id"), relation)
    element.append(parse_xml(f"<w:r {nsdecls('w')}><w:t>{text}</w:t></w:r>"))
    paragraph._p.append(element)


def test_each_paragraph_is_a_line_numbered_from_one(tmp_path):
    made = docx.Document()
    for text in ("2205.06175", "", "2204.14198"):
        made.add_paragraph(text)
    assert [(1, "2205.06175"), (3, "2204.14198")] == told(read(tmp_path / "a.docx", made))


def test_the_address_of_a_link_counts(tmp_path):
    made = docx.Document()
    link(made.add_paragraph("We like "), "this", "https://arxiv.org/abs/2205.06175v2")
    assert [(1, "We like"), (1, "2205.06175")] == told(read(tmp_path / "a.docx", made))


def test_rows_of_tables_stand_on_one_line_in_their_place(tmp_path):
    made = docx.Document()
    made.add_paragraph("before")
    table = made.add_table(rows=2, cols=2)
    for at, text in enumerate(("id", "what", "2205.06175", "")):
        table.cell(at // 2, at % 2).text = text
    made.add_paragraph("after")
    items = told(read(tmp_path / "a.docx", made))
    assert (1, "before\nid\twhat") == items[0]
    assert (3, "2205.06175") == items[1]


def test_a_line_broken_within_a_paragraph_is_two_lines(tmp_path):
    made = docx.Document()
    made.add_paragraph("2205.06175\n2204.14198")
    assert [(1, "2205.06175"), (1, "2204.14198")] == told(read(tmp_path / "a.docx", made))


def test_what_stands_in_a_content_control_is_read_and_what_was_deleted_is_not(tmp_path):
    made = docx.Document()
    run = "<w:r><w:t>2205.06175</w:t></w:r>"
    deleted = "<w:del w:id='1' w:author='a'><w:r><w:delText>2204.14198</w:delText></w:r></w:del>"
    control = f"<w:sdt {nsdecls('w')}><w:sdtContent><w:p>{deleted}{run}</w:p></w:sdtContent></w:sdt>"
    made.element.body.insert(0, parse_xml(control))
    assert [(1, "2205.06175")] == told(read(tmp_path / "a.docx", made))


def test_a_document_without_its_suffix_is_one_still(tmp_path):
    made = docx.Document()
    made.add_paragraph("2205.06175")
    assert [(1, "2205.06175")] == told(read(tmp_path / "document", made))


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "password-protected"),
        (b"PK\x03\x04" + b"\0" * 600, "corrupt Word document"),
    ],
)
def test_locked_and_broken_documents_are_named(tmp_path, data, said):
    path = tmp_path / "a.docx"
    path.write_bytes(data)
    with pytest.raises(InputError, match=said):
        list(files.inputs([str(path)])[0].items())


def test_torn_documents_are_corrupt(tmp_path):
    held = io.BytesIO()
    docx.Document().save(held)
    path = tmp_path / "a.docx"
    for cut in (1000, 5000, -100, -30):
        path.write_bytes(held.getvalue()[:cut])
        with pytest.raises(InputError, match="corrupt"):
            list(files.inputs([str(path)])[0].items())


@pytest.mark.parametrize(
    ("suffix", "library", "package"), [("docx", "docx", "python-docx"), ("pdf", "pypdf", "pypdf")]
)
def test_without_the_library_the_extra_is_named(tmp_path, monkeypatch, suffix, library, package):
    monkeypatch.delitem(sys.modules, f"bibgen.readers.documents.{suffix}", raising=False)
    monkeypatch.setitem(sys.modules, library, None)
    path = tmp_path / f"a.{suffix}"
    path.write_bytes(b"%PDF-1.4" if suffix == "pdf" else b"PK\x03\x04")
    with pytest.raises(
        InputError, match=rf"reading \.{suffix} needs {package}: pip install 'bibgen\[{suffix}\]'"
    ):
        list(files.inputs([str(path)])[0].items())
