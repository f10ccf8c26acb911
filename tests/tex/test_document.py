r"""The files of a document: what is taken in, from which folder, and which bibliographies it names."""

import pytest

from bibgen import tex
from bibgen.errors import InputError


@pytest.fixture
def folder(tmp_path):
    def made(**texts):
        for name, text in texts.items():
            path = tmp_path / name.replace("__", "/").replace("_", ".")
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return tmp_path

    return made


def keys(document):
    return [place.cited.key for place in document.places]


def names(document, folder):
    return [path.relative_to(folder).as_posix() for path in document.bibliographies]


def test_what_is_taken_in_is_read_once_and_from_the_folder_of_the_main_file(folder):
    at = folder(
        main_tex=r"\cite{a}\input{parts/one}\include{two}\input{two.tex}\bibliography{refs}",
        parts__one_tex=r"\cite{b}\input{parts/three} \input{main}",
        parts__three_tex=r"\cite{c}",
        two_tex=r"\cite{d}\subfile{two}",
    )
    document = tex.read(at / "main.tex")
    assert ["a", "b", "c", "d"] == keys(document)
    assert ["refs.bib"] == names(document, at)
    assert () == document.notices


def test_import_has_a_folder_of_its_own(folder):
    at = folder(
        main_tex=r"\import{deep/}{one}\subimport{deep}{two}",
        deep__one_tex=r"\input{near}\subimport{er}{far}",
        deep__two_tex=r"\cite{b}",
        deep__near_tex=r"\cite{a}",
        deep__er__far_tex=r"\cite{c}",
    )
    assert {"a", "b", "c"} == set(keys(tex.read(at / "main.tex")))


CONFLICT = "\n<<<<<<< HEAD\n\\cite{a}\n=======\n\\cite{b}\n>>>>>>> theirs\n"


@pytest.mark.parametrize(
    "texts",
    [
        {"main_tex": CONFLICT},
        {"main_tex": CONFLICT.replace("\n", "\r\n")},
        {"main_tex": r"\input{p}", "p_tex": CONFLICT},
    ],
)
def test_a_conflict_of_a_version_control_is_refused_with_its_line(folder, texts):
    with pytest.raises(InputError, match=r"tex:2: holds a conflict"):
        tex.read(folder(**texts) / "main.tex")


def test_a_conflict_that_is_only_shown_is_none(folder):
    at = folder(main_tex=f"\\begin{{verbatim}}{CONFLICT}\\end{{verbatim}}\\cite{{a}}")
    assert ["a"] == keys(tex.read(at / "main.tex"))


@pytest.mark.parametrize(
    ("raw", "why"),
    [
        (b"%PDF-1.5\n\\cite{a}", "a PDF"),
        (b"PK\x03\x04\x00", "Office"),
        ("\\cite{a}".encode("utf-16"), "UTF-16"),
        (b"\x89PNG\r\n\x00", "no text"),
        (b'@misc{a,\n title = {G{\\"o}del}}', r"a \.bib"),
    ],
)
def test_a_file_named_by_mistake_is_told_for_what_it_is(folder, raw, why):
    with pytest.raises(InputError, match=f"is no LaTeX: it is .*{why}"):
        tex.read(folder(main_tex=raw) / "main.tex")


def test_a_bib_within_a_document_makes_it_no_bib(folder):
    at = folder(main_tex="\\begin{filecontents}{a.bib}\n@misc{a,}\n\\end{filecontents}\\cite{a}")
    assert ["a"] == keys(tex.read(at / "main.tex"))


def test_a_file_that_need_not_be_there_is_not_missed(folder):
    assert () == tex.read(folder(main_tex=r"\InputIfFileExists{local}{}{}") / "main.tex").notices


def test_the_arguments_of_a_command_are_those_of_its_package(folder):
    text = r"\citefield{title}{a}\citefield{b}{year}"
    assert ["title", "b"] == keys(tex.read(folder(main_tex=text) / "main.tex"))
    assert ["a", "year"] == keys(tex.read(folder(main_tex=rf"\usepackage{{jurabib}}{text}") / "main.tex"))


def test_a_set_that_a_citation_of_biblatex_names_is_no_entry_to_miss(folder):
    text = r"\mcite{b,set,*c,*d,e}"
    assert frozenset() == tex.read(folder(main_tex=text) / "main.tex").defined
    text = rf"\usepackage{{biblatex}}{text}"
    assert frozenset({"set"}) == tex.read(folder(main_tex=text) / "main.tex").defined


def test_a_package_beside_the_document_is_full_of_keys_that_macros_make_and_none_is_told(folder):
    at = folder(main_tex=r"\usepackage{mine}\cite{a}", mine_sty=r"\def\@x{\cite{\@citeb}}")
    document = tex.read(at / "main.tex")
    assert (["a"], ()) == (keys(document), document.notices)


def test_a_missing_file_is_told_with_its_place_and_a_package_is_not(folder):
    at = folder(main_tex="\\usepackage{amsmath}\n\\input{gone}\\input{|date}")
    document = tex.read(at / "main.tex")
    assert [f"{at / 'main.tex'}:2: there is no file gone"] == [one.text for one in document.notices]


def test_commands_defined_in_a_file_of_ones_own_are_known_in_all(folder):
    at = folder(
        main_tex=r"\documentclass{mine}\usepackage{macros}\begin{document}\my{a}\end{document}",
        macros_sty=r"\newcommand{\my}[1]{\cite{#1}}",
        mine_cls=r"\LoadClass{article}\RequirePackage[backend=biber]{biblatex}",
    )
    document = tex.read(at / "main.tex")
    assert ["a"] == keys(document)
    assert (True, True) == (document.modern, document.biber)


@pytest.mark.parametrize(
    ("text", "modern", "biber"),
    [
        (r"\bibliography{a}", False, False),
        (r"\usepackage{biblatex}", True, True),
        (r"\usepackage[style=numeric, backend = bibtex8]{biblatex}", True, False),
        (r"\addbibresource{a.bib}", True, True),
        (r"% \usepackage{biblatex}", False, False),
    ],
)
def test_who_makes_the_bibliography_is_told(folder, text, modern, biber):
    document = tex.read(folder(main_tex=text) / "main.tex")
    assert (modern, biber) == (document.modern, document.biber)


@pytest.mark.parametrize(
    ("text", "bibs"),
    [
        (r"\bibliography{a, sub/b}", ["a.bib", "sub/b.bib"]),
        (r"\bibliography{\jobname}", ["main.bib"]),
        (r"\addbibresource{\jobname.bib}\addbibresource{main.bib}", ["main.bib"]),
        (r"\bibliography{refs.bib}", ["refs.bib"]),
        (r"\addbibresource[location=remote]{http://a.org/x.bib}\addbibresource[datatype=ris]{x.ris}", []),
        (r"\bibliography{\mybib}", []),
    ],
)
def test_bibliographies_are_named_as_their_programs_take_them(folder, text, bibs):
    at = folder(main_tex=text)
    assert bibs == names(tex.read(at / "main.tex"), at)


def test_a_bib_elsewhere_is_found_where_bibtex_would(folder):
    at = folder(main_tex=r"\bibliography{own,shared}", lib__shared_bib="", own_bib="", lib__own_bib="")
    assert ["own.bib", "lib/shared.bib"] == names(tex.read(at / "main.tex", [at / "lib"]), at)


@pytest.mark.parametrize(
    "part", ["% !TEX root = ../main.tex\n\\my{b}", r"\documentclass[../main]{subfiles}\my{b}"]
)
def test_a_part_has_the_bibliography_and_the_commands_of_its_main_file(folder, part):
    at = folder(
        main_tex=r"\newcommand\my{\cite}\cite{a}\subfile{parts/one}\bibliography{refs}", parts__one_tex=part
    )
    document = tex.read(at / "parts" / "one.tex")
    assert ["b"] == keys(document)
    assert [(at / "refs.bib").resolve()] == [path.resolve() for path in document.bibliographies]


def test_own_items_and_files_within_are_told(folder):
    at = folder(
        main_tex="\\begin{filecontents}{refs.bib}@misc{a,}\\end{filecontents}\\cite{b}"
        "\\begin{thebibliography}{9}\\bibitem{b} B.\\end{thebibliography}"
    )
    document = tex.read(at / "main.tex")
    assert frozenset({"b"}) == document.defined
    assert ["refs.bib"] == [one.name for _, one in document.embedded]


def test_a_key_that_a_macro_makes_is_told_and_not_guessed(folder):
    at = folder(main_tex="\\cite{\\prefix a}")
    (notice,) = tex.read(at / "main.tex").notices
    assert "computed-key" == notice.code


@pytest.mark.parametrize(
    "raw", ["\ufeff\\cite{ä}\r\n".encode(), b"\\cite{a\xe9} \x80\x9d\r\n", b"\x00\xff\\cite{a}"]
)
def test_every_byte_of_a_file_comes_back(folder, raw):
    file = tex.load(folder(main_tex=raw) / "main.tex")
    assert raw == file.encoded(file.said.text)
    (one,) = file.said.cited()
    spliced = file.said.text[: one.start] + "new" + file.said.text[one.end :]
    assert raw.replace(one.key.encode(file.encoding), b"new") == file.encoded(spliced)


def test_an_unknown_encoding_is_told(folder):
    document = tex.read(folder(main_tex=b"caf\xe9") / "main.tex")
    assert ["encoding"] == [one.code for one in document.notices]


@pytest.mark.parametrize("name", ["gone.tex", "gone.aux", "gone.bcf", "."])
def test_a_main_file_that_cannot_be_read_ends_it(tmp_path, name):
    with pytest.raises(InputError):
        tex.read(tmp_path / name)
