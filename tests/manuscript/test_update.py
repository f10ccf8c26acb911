"""What an update does to a person's entries, and what it leaves as it is."""

from __future__ import annotations

import hashlib
import re
from dataclasses import replace
from itertools import pairwise

import pytest

from bibgen import splice
from bibgen.errors import SourceUnreachable
from bibgen.manuscript import update
from bibgen.manuscript.published import Published, State
from bibgen.manuscript.update import Found, Wishes
from bibgen.model import Identifier, Match, Name, Outcome, PartialDate, Record, Resolution
from tests import bibfiles

PEOPLE = (
    Name(family="Vaswani", given="Ashish"),
    Name(family="Shazeer", given="Noam"),
    Name(family="Müller", given="Lukas"),
)
ARXIV = Identifier(scheme="arxiv", value="1706.03762")
DOI = Identifier(scheme="doi", value="10.1103/physrevd.99.012345", typed="10.1103/PhysRevD.99.012345")
PAPER = Record(
    type="article",
    title="Attention Is All You Need",
    authors=PEOPLE,
    issued=PartialDate(year=2017, month=6, day=12),
    submitted=PartialDate(year=2017, month=6, day=12),
    identifiers=(ARXIV,),
    categories=("cs.CL",),
    origin={"title": "arxiv", "authors": "arxiv", "issued": "arxiv", "identifiers": "arxiv"},
)
PLACE = dict.fromkeys(
    ("type", "container_title", "volume", "issue", "page", "issued", "identifiers"), "crossref"
)
FORM = replace(
    PAPER,
    type="article-journal",
    container_title="Physical Review D",
    volume="99",
    issue="2",
    page="100-110",
    issued=PartialDate(year=2019, month=3),
    identifiers=(ARXIV, DOI),
    origin=dict(PAPER.origin) | PLACE,
)
TITLE = "  title = {Attention is all you need},\n"
PREPRINT = f"@misc{{v17,\n{TITLE}  author = {{Vaswani, Ashish and others}},\n  year = 2017,\n}}\n"
PLAIN, MOVE = Wishes(), Wishes(published=True)


def found(record=PAPER, form=None, outcome=Outcome.SETTLED, state=None, failures=()):
    """Makes, for an entry, what was found for it."""

    def made(mention):
        best = Match(record=record, evidence=(), score=1, coverage=1)
        resolution = Resolution(mention=mention, outcome=outcome, best=best)
        known = state or (State.PUBLISHED if form else State.PREPRINT)
        return Found(
            resolution=resolution,
            published=Published(
                state=known, record=form, found=form if not failures else None, failures=failures
            ),
        )

    return made


def updated(text, makes, wishes=PLAIN):
    """The text as it becomes, and the rows; a second update must change nothing."""
    file = splice.parse(text, "refs.bib")
    made = update.plan(file, {one.raw: makes(one.mention) for one in file.entries}, wishes)
    new = splice.apply(text, made.edits)
    again = splice.parse(new, "refs.bib")
    second = update.plan(again, {one.raw: makes(one.mention) for one in again.entries}, wishes)
    assert not second.edits, [(edit.what, edit.text) for edit in second.edits]
    return new, made.rows


def fields(text):
    (held,) = splice.parse(text).entries
    return {one.name: held.value(one.name) for one in held.fields} | {"": held.type, "key": held.key}


def entry(body, type="misc"):
    return f"@{type}{{v17,\n{TITLE}  author = {{Vaswani, Ashish and Shazeer, Noam and Müller, Lukas}},\n{body}}}\n"


class TestWhatIsMissing:
    def test_an_eprint_is_added_in_the_words_of_bibtex(self):
        new, (row,) = updated(entry("  year = {2017}\n"), found())
        assert new.endswith(
            "  year = {2017},\n  eprint = {1706.03762},\n  archivePrefix = {arXiv},\n  primaryClass = {cs.CL}\n}\n"
        )
        assert [(one.field, one.source) for one in row.changes] == [
            ("eprint", "arxiv"), ("archiveprefix", "arxiv"), ("primaryclass", "arxiv"),
        ]  # fmt: skip

    def test_an_eprint_is_added_in_the_words_of_biblatex(self):
        new, _ = updated(entry("  date = {2017-06-12},\n", "online"), found())
        assert "eprinttype = {arxiv}" in new
        assert "eprintclass = {cs.CL}" in new
        assert "archivePrefix" not in new

    def test_the_files_own_names_go_before_those_of_its_dialect(self):
        other = "@online{x,\n  title = {Other},\n  date = {2020},\n  eprint = {2001.00001},\n  archivePrefix = {arXiv},\n}\n"
        file = splice.parse(other + "\n" + entry("  date = {2017},\n", "online"))
        made = update.plan(file, {file.entries[1].raw: found()(file.entries[1].mention)}, Wishes())
        new = splice.apply(file.text, made.edits)
        assert new.count("archivePrefix = {arXiv}") == 2
        assert "class" not in new.lower()  # the file has eprints and none with a class

    def test_what_belongs_to_an_eprint_is_added_to_one_that_stands_alone(self):
        new, _ = updated(entry("  year = {2017},\n  eprint = {1706.03762v3},\n"), found())
        assert "eprint = {1706.03762v3}" in new
        assert "archivePrefix = {arXiv}" in new

    def test_an_old_number_needs_nothing_beside_it(self):
        old = replace(PAPER, identifiers=(Identifier(scheme="arxiv", value="hep-th/9711200"),))
        text = entry("  year = {1997},\n  eprint = {hep-th/9711200},\n")
        assert updated(text, found(old))[0] == text

    @pytest.mark.parametrize(
        "body",
        [
            "  journal = {arXiv preprint arXiv:1706.03762},\n  year = {2017},\n",
            "  journal = {CoRR},\n  volume = {abs/1706.03762},\n  year = {2017},\n",
            "  note = {arXiv:1706.03762 [cs.CL]},\n  year = {2017},\n",
            "  howpublished = {\\url{https://arxiv.org/abs/1706.03762}},\n  year = {2017},\n",
        ],
    )
    def test_a_number_that_is_printed_already_is_not_printed_twice(self, body):
        new, (row,) = updated(entry(body), found())
        assert new == entry(body)
        assert re.search(r"eprint not added: \w+ has 1706\.03762 already", " ".join(row.why))

    def test_a_url_prints_the_number_in_biblatex_only(self):
        url = "  url = {https://arxiv.org/abs/1706.03762},\n"
        assert "eprint" not in updated(entry(url + "  date = {2017},\n", "online"), found())[0]
        assert "eprint = " in updated(entry(url + "  year = {2017},\n"), found())[0]

    def test_the_eprint_of_another_archive_stays(self):
        text = entry("  year = {2017},\n  eprint = {hal-01234567},\n  eprinttype = {hal},\n")
        new, (row,) = updated(text, found())
        assert new == text
        assert [(one.yours, one.theirs) for one in row.kept] == [("hal-01234567", "1706.03762")]

    def test_an_entry_that_is_an_identifier_gets_title_people_and_year(self):
        new, _ = updated("@misc{v17,\n  eprint = {1706.03762}\n}\n", found())
        assert fields(new)["title"] == "Attention Is All You Need"
        assert fields(new)["author"] == r"Vaswani, Ashish and Shazeer, Noam and M{\"u}ller, Lukas"
        assert fields(new)["year"] == "2017"

    def test_an_empty_field_is_missing(self):
        new, _ = updated(
            entry("  year = {},\n  eprint = {1706.03762},\n  archivePrefix = {arXiv},\n"), found()
        )
        assert "  year = {2017},\n" in new

    def test_a_list_of_editors_needs_no_authors(self):
        text = f"@misc{{v17,\n{TITLE}  editor = {{Doe, Jane}},\n  year = 2017,\n  note = {{arXiv:1706.03762}},\n}}\n"
        assert updated(text, found())[0] == text

    def test_what_a_parent_gives_is_not_missing(self):
        child = f"@online{{v17,\n  xdata = {{common}},\n{TITLE}  author = {{Vaswani, Ashish}},\n}}\n"
        parent = "@xdata{common,\n  eprint = {1706.03762},\n  eprinttype = {arxiv},\n  eprintclass = {cs.CL},\n  date = {2017},\n}\n"
        file = splice.parse(child + parent)
        made = update.plan(file, {file.entries[0].raw: found()(file.entries[0].mention)}, Wishes())
        assert not made.edits

    def test_letters_are_written_in_tex_where_the_file_has_no_others(self):
        text = f"@misc{{v17,\n{TITLE}  author = {{Vaswani, Ashish and others}},\n  note = {{arXiv:1706.03762}},\n  year = 2017,\n}}\n"
        assert r"M{\"u}ller, Lukas" in updated(text, found())[0]
        assert "Müller, Lukas" in updated("% ü\n" + text, found())[0]

    def test_a_file_that_spells_its_letters_in_tex_gets_no_raw_ones(self):
        text = f"@online{{v17,\n{TITLE}  author = {{Vaswani, Ashish and others}},\n  note = {{arXiv:1706.03762}},\n  date = {{2017}},\n}}\n"
        assert "Müller, Lukas" in updated(text, found())[0]
        spelt = text + "\n@book{p, author = {Petrovi{\\'c}, A.}, title = {Other}, date = {2001}}\n"
        file = splice.parse(spelt)
        made = update.plan(file, {file.entries[0].raw: found()(file.entries[0].mention)}, PLAIN)
        assert r"M\"uller, Lukas" in (new := splice.apply(spelt, made.edits)) or r"M{\"u}ller, Lukas" in new

    def test_a_letter_that_the_encoding_lacks_spoils_only_its_field(self):
        odd = replace(PAPER, authors=(*PEOPLE[:2], Name(family="王", given="伟")))
        text = f"% ü\n@misc{{v17,\n{TITLE}  author = {{Vaswani, Ashish and others}},\n  year = 2017,\n}}\n"
        file = replace(splice.parse(text), encoding="latin-1")
        made = update.plan(file, {file.entries[0].raw: found(odd)(file.entries[0].mention)}, Wishes())
        assert any("cannot be written in latin-1" in why for why in made.rows[0].why)
        assert "eprint" in splice.apply(text, made.edits)


class TestPeople:
    def author(self, said, record=PAPER, more=""):
        text = f"@misc{{v17,\n{TITLE}  author = {{{said}}},\n{more}  note = {{arXiv:1706.03762}},\n  year = 2017,\n}}\n"
        new, (row,) = updated("% ü\n" + text, found(record))
        return fields(new)["author"], row

    def test_who_was_cut_stands_behind_the_names_as_a_person_spelt_them(self):
        assert self.author(r"V{\^a}swani, Ashish and others")[0] == (
            r"V{\^a}swani, Ashish and Shazeer, Noam and Müller, Lukas"
        )

    @pytest.mark.parametrize(
        ("said", "whole"),
        [
            ("Vaswani, A. and others", "Vaswani, A. and Shazeer, N. and Müller, L."),
            ("A. Vaswani and N. Shazeer and others", "A. Vaswani and N. Shazeer and L. Müller"),
            ("Ashish Vaswani and others", "Ashish Vaswani and Noam Shazeer and Lukas Müller"),
            ("{Vaswani}, A. and {Shazeer}, N. and others", "{Vaswani}, A. and {Shazeer}, N. and Müller, L."),
        ],
    )
    def test_who_was_cut_is_written_as_the_others_are(self, said, whole):
        assert self.author(said)[0] == whole

    def test_a_family_name_of_two_words_is_still_one_behind_the_given_name(self):
        record = replace(PAPER, authors=(PEOPLE[0], Name(family="Ruiz Pérez", given="Ana"),
                                         Name(family="Oord", given="Aäron", particle="van den")))  # fmt: skip
        author, _ = self.author("Ashish Vaswani and others", record)
        assert author == "Ashish Vaswani and Ana {Ruiz Pérez} and Aäron van den Oord"

    @pytest.mark.parametrize(
        "said",
        [
            "Vaswani, A. et~al.",
            "Vaswani, A., et al",
            r"Vaswani, A. {\em et al.}",
            r"Vaswani, A. and \textit{et al.}",
        ],
    )
    def test_et_al_says_that_a_list_is_cut_too(self, said):
        assert self.author(said)[0] == "Vaswani, A. and Shazeer, N. and Müller, L."

    @pytest.mark.parametrize(
        "said",
        [
            "Vaswani, Ashish, Shazeer, Noam et al.",
            "A. Vaswani, N. Shazeer et al.",
            "Vaswani, Shazeer, et al.",
            "Vaswani & Shazeer and others",
        ],
    )
    def test_people_who_cannot_be_told_apart_are_not_named_twice(self, said):
        author, row = self.author(said)
        assert author == said
        assert any("author left cut" in why for why in row.why) or row.kept

    @pytest.mark.parametrize(
        "said", ["A. Vaswani and N. Shazeer and L. Müller", "Vaswani, Ashish", "Doe, Jane"]
    )
    def test_a_list_that_does_not_say_that_it_is_cut_stays(self, said):
        assert self.author(said)[0] == said

    def test_other_people_are_kept_and_told(self):
        author, row = self.author("Doe, Jane and others")
        assert author == "Doe, Jane and others"
        assert row.kept[0].field == "author"

    def test_a_collaboration_stays_cut(self):
        assert self.author("{Google Brain Team} and others")[0] == "{Google Brain Team} and others"
        cut = "Vaswani, Ashish and others"
        assert self.author(cut, more="  collaboration = {ATLAS},\n")[0] == cut
        crowd = replace(PAPER, authors=PEOPLE * 50)
        author, row = self.author(cut, crowd)
        assert author == cut
        assert "author left cut: there are 150" in row.why


class TestAnotherPublicationOfTheTitle:
    paper = replace(FORM, journal_ref="Phys. Rev. D 99, 100 (2019)")

    @pytest.mark.parametrize("wishes", [PLAIN, MOVE], ids=["plain", "published"])
    @pytest.mark.parametrize(
        ("type", "body", "against"),
        [
            ("article", "  journal = {Physica C},\n  volume = {460},\n  year = 2017,\n", "another journal"),
            ("article", "  journal = {Nature},\n  year = 2017,\n  doi = {10.1038/x},\n", "another DOI"),
            ("inproceedings", "  booktitle = {Foo},\n  doi = {10.1000/x},\n  year = 2017,\n", "another DOI"),
            ("phdthesis", "  school = {Purdue},\n  year = 2017,\n", "a thesis"),
            ("book", "  publisher = {VDM},\n  isbn = {978-3-16-148410-0},\n  year = 2017,\n", "a book"),
        ],
    )
    def test_an_entry_does_not_become_it(self, wishes, type, body, against):
        text = entry(body, type)
        new, (row,) = updated(text, found(self.paper, FORM), wishes)
        assert new == text
        assert row.result == "doubtful"
        assert f"arXiv:1706.03762 has its title and authors, but it cites {against}" in row.why[0]

    def test_one_with_the_papers_number_gets_what_belongs_to_that_and_no_place(self):
        text = entry("  school = {Purdue},\n  year = 2017,\n  eprint = {1706.03762},\n", "phdthesis")
        new, (row,) = updated(text, found(self.paper, FORM), MOVE)
        assert [one.field for one in row.changes] == ["archiveprefix"]
        assert "cites a thesis" in row.why[-1]
        other = entry("  journal = {Nature},\n  year = 2017,\n  note = {arXiv:1706.03762},\n", "article")
        new, (row,) = updated(other, found(self.paper, FORM), MOVE)
        assert new == other
        assert [(one.field, one.theirs) for one in row.kept] == [("journal", "Physical Review D")]
        assert "another journal" in " ".join(updated(other, found(self.paper, FORM))[1][0].why)

    def test_it_is_no_twin_of_the_preprint(self):
        own = entry("  year = 2017,\n  eprint = {1706.03762},\n  archivePrefix = {arXiv},\n")
        thesis = entry("  school = {Purdue},\n  year = 2017,\n", "phdthesis").replace("v17", "thesis")
        _, rows = updated(own + "\n" + thesis, found(self.paper, FORM))
        assert not any("the same paper" in why for row in rows for why in row.why)


class TestLeftAlone:
    @pytest.mark.parametrize(
        ("outcome", "result"),
        [
            (Outcome.CONFLICT, "conflict"), (Outcome.REVIEW, "doubtful"), (Outcome.AMBIGUOUS, "doubtful"),
            (Outcome.UNKNOWN, "unknown"), (Outcome.UNASKED, "unasked"),
        ],
    )  # fmt: skip
    def test_what_is_not_settled(self, outcome, result):
        new, (row,) = updated(PREPRINT, found(form=FORM, outcome=outcome), MOVE)
        assert new == PREPRINT
        assert row.result == result
        assert row.why

    def test_what_is_a_thesis_says_so(self):
        def makes(mention):
            made = found(outcome=Outcome.REVIEW)(mention)
            return replace(made, resolution=replace(made.resolution, reasons=("title", "other-kind")))

        text = entry("  school = {Toronto},\n  year = 2017,\n", "phdthesis")
        new, (row,) = updated(text, makes, MOVE)
        assert new == text
        assert row.why == ("arXiv:1706.03762 has its title, but it cites a thesis",)

    @pytest.mark.parametrize(
        "text", ["% bibgen: keep\n" + PREPRINT, PREPRINT.replace("  year", "  protect = {true},\n  year")]
    )
    def test_what_a_person_marked(self, text):
        new, (row,) = updated(text, found(form=FORM), MOVE)
        assert new == text
        assert (row.result, row.why) == ("left", ("it is to be kept",))

    def test_what_cannot_be_read_is_told(self):
        text = "@misc{broken, title = {never closed\n\n" + PREPRINT
        new, rows = updated(text, found())
        assert new.startswith("@misc{broken, title = {never closed\n\n@misc{v17,\n")
        assert (rows[0].key, rows[0].result) == ("broken", "left")

    def test_an_entry_that_was_changed_meanwhile(self):
        file = splice.parse(PREPRINT)
        made = update.plan(file, {}, Wishes())
        assert not made.edits
        assert made.rows[0].why == ("it was changed meanwhile",)


class TestMoved:
    def test_a_preprint_that_has_appeared_gets_its_place_and_keeps_key_and_eprint(self):
        text = entry(
            "  year = {2017},\n  month = jun,\n  eprint = {1706.03762},\n  archivePrefix = {arXiv},\n"
        )
        new, (row,) = updated(text, found(form=FORM), MOVE)
        assert fields(new) | {"author": "", "title": ""} == {
            "": "article", "key": "v17", "author": "", "title": "", "year": "2019", "month": "mar",
            "journal": "Physical Review D", "volume": "99", "number": "2", "pages": "100-110",
            "doi": DOI.typed, "eprint": "1706.03762", "archiveprefix": "arXiv",
        }  # fmt: skip
        assert "  month = mar,\n" in new
        assert {one.source for one in row.changes} == {"crossref"}

    @pytest.mark.parametrize(
        "body",
        [
            "  journal = {arXiv preprint arXiv:1706.03762},\n  year = {2017},\n",
            "  journal = {CoRR},\n  volume = {abs/1706.03762},\n  year = {2017},\n",
            "  journal = {arXiv e-prints},\n  pages = {arXiv:1706.03762},\n  year = {2017},\n",
            "  note = {arXiv: 1706.03762 [cs]},\n  year = {2017},\n",
            "  publisher = {arXiv},\n  doi = {10.48550/arXiv.1706.03762},\n  year = {2017},\n",
            "  howpublished = {\\url{https://arxiv.org/abs/1706.03762v2}},\n  year = {2017},\n",
        ],
    )
    def test_what_stood_for_arxiv_goes_and_the_number_stays_as_eprint(self, body):
        new, _ = updated(entry(body), found(form=FORM), MOVE)
        told = fields(new)
        assert told["journal"] == "Physical Review D"
        assert told["volume"] == "99"
        assert told["eprint"] == "1706.03762"
        assert told["doi"] == DOI.typed
        assert new.lower().count("1706.03762") == 1

    @pytest.mark.parametrize(
        ("note", "stays"),
        [
            ("Submitted to PRD", False),
            ("in press", False),
            ("accepted for publication in Phys. Rev.~D", False),
            ("Submitted to Nature", True),
            ("Accepted as an oral", True),
            ("unpublished proofs in the appendix", True),
        ],
    )
    def test_what_was_said_of_a_place_until_it_appeared_there_goes(self, note, stays):
        new, _ = updated(entry(f"  note = {{{note}}},\n  year = 2017,\n"), found(form=FORM), MOVE)
        assert stays == (note in new)
        assert "journal" in new

    def test_a_note_that_says_more_than_arxiv_stays(self):
        new, _ = updated(
            entry("  note = {arXiv:1706.03762, with an erratum},\n  year = 2017,\n"), found(form=FORM), MOVE
        )
        assert "note = {arXiv:1706.03762, with an erratum}" in new
        assert "journal" in new

    def test_biblatex_gets_its_own_fields(self):
        text = entry(
            "  date = {2017-06-12},\n  pubstate = {prepublished},\n  eprint = {1706.03762},\n  eprinttype = {arxiv},\n",
            "online",
        )
        told = fields(updated(text, found(form=FORM), MOVE)[0])
        assert told[""] == "article"
        assert told["journaltitle"] == "Physical Review D"
        assert told["date"] == "2019-03"
        assert "pubstate" not in told

    def test_a_month_of_arxivs_does_not_stay_beside_the_journals_year(self):
        form = replace(FORM, issued=PartialDate(year=2019))
        told = fields(updated(entry("  year = 2017,\n  month = jun,\n"), found(form=form), MOVE)[0])
        assert told["year"] == "2019"
        assert "month" not in told

    def test_the_month_of_the_preprint_goes_though_it_appeared_in_the_same_year(self):
        form = replace(FORM, issued=PartialDate(year=2017))
        told = fields(updated(entry("  year = 2017,\n  month = apr,\n"), found(form=form), MOVE)[0])
        assert (told["year"], told.get("month")) == ("2017", None)
        told = fields(updated(entry("  date = {2017-04-01},\n", "online"), found(form=form), MOVE)[0])
        assert told["date"] == "2017"

    def test_a_form_whose_journal_nobody_knows_gives_its_doi_and_no_type(self):
        form = replace(FORM, container_title=None)
        text = entry("  year = {2017},\n  eprint = {1706.03762},\n  archivePrefix = {arXiv},\n")
        new, (row,) = updated(text, found(form=form), MOVE)
        assert [one.field for one in row.changes] == ["doi"]
        assert fields(new)[""] == "misc"
        assert row.why == (f"has appeared ({DOI.typed}), but Crossref does not say where: not moved",)
        told = fields(updated(new, found(form=FORM), MOVE)[0])
        assert (told[""], told["journal"]) == ("article", "Physical Review D")

    @pytest.mark.parametrize("type", ["paper-conference", "chapter", "book"])
    def test_no_entry_becomes_one_without_what_its_type_must_have(self, type):
        form = replace(FORM, type=type, container_title=None, publisher=None)
        text = entry("  year = {2017},\n  eprint = {1706.03762},\n  archivePrefix = {arXiv},\n")
        assert fields(updated(text, found(form=form), MOVE)[0])[""] == "misc"

    def test_the_note_with_arxivs_reference_goes_and_a_persons_stays(self):
        paper = replace(PAPER, journal_ref="Phys.Rev.D99:100-110,2019")
        text = "  note = {%s},\n  year = {2017},\n  eprint = {1706.03762},\n"
        for note in ("Phys.Rev.D99:100-110,2019", "arXiv:1706.03762. Phys.Rev.D99:100-110,2019"):
            assert "note" not in fields(updated(entry(text % note), found(paper, FORM), MOVE)[0])
        for note in ("Phys.Rev.D99:100-110,2019, see appendix B", "My favourite"):
            assert fields(updated(entry(text % note), found(paper, FORM), MOVE)[0])["note"] == note

    def test_a_note_with_a_reference_to_another_place_stays(self):
        paper = replace(PAPER, journal_ref="Physica C 460 (2007) 1121")
        text = "  note = {Physica C 460 (2007) 1121},\n  year = {2017},\n  eprint = {1706.03762},\n"
        assert "note" in fields(updated(entry(text), found(paper, FORM), MOVE)[0])

    def test_a_year_that_is_neither_is_a_persons(self):
        new, (row,) = updated(entry("  year = 2022,\n"), found(form=FORM), MOVE)
        assert fields(new)["year"] == "2022"
        assert [(one.field, one.yours, one.theirs) for one in row.kept] == [("year", "2022", "2019")]

    def test_a_conference_takes_the_place_of_the_journal(self):
        form = replace(FORM, type="paper-conference", container_title="NeurIPS", volume=None, issue=None, page=None,
                       identifiers=(ARXIV,), origin=dict(PAPER.origin) | dict.fromkeys(PLACE, "dblp"))  # fmt: skip
        new, (row,) = updated(
            entry("  journal = {arXiv preprint arXiv:1706.03762},\n  year = 2017,\n", "article"),
            found(form=form),
            MOVE,
        )
        told = fields(new)
        assert (told[""], told["booktitle"], told["year"]) == ("inproceedings", "NeurIPS", "2019")
        assert "journal" not in told
        assert {one.source for one in row.changes} == {"arxiv", "dblp"}

    def test_without_published_it_is_only_told(self):
        paper = replace(PAPER, journal_ref="Phys. Rev. D 99, 100 (2019)", identifiers=(ARXIV, DOI))
        text = entry("  year = 2017,\n  eprint = {1706.03762},\n  archivePrefix = {arXiv},\n")
        new, (row,) = updated(text, found(paper, FORM))
        assert new == text
        assert row.why == ("has appeared: Phys. Rev. D 99, 100 (2019) (--published)",)

    @pytest.mark.parametrize(
        "body",
        [
            "  journal = {Submitted to Nature},\n",
            "  publisher = {Zenodo},\n",
            "  institution = {MIT},\n",
            "  doi = {10.1000/another},\n",
            "  pages = {1--10},\n",
            "  booktitle = {A Workshop},\n",
        ],
    )
    def test_an_entry_that_names_another_place_stays_there(self, body):
        text = entry(body + "  year = 2017,\n  eprint = {1706.03762},\n  archivePrefix = {arXiv},\n")
        assert updated(text, found(form=FORM), MOVE)[0] == text

    def test_what_is_no_preprint_is_not_moved(self):
        for type in ("phdthesis", "book", "software", "dataset"):
            text = entry("  year = 2017,\n  eprint = {1706.03762},\n  archivePrefix = {arXiv},\n", type)
            assert fields(updated(text, found(form=FORM), MOVE)[0])[""] == type

    def test_a_doi_that_nobody_could_check_is_not_written(self):
        down = SourceUnreachable("refused", "crossref")
        new, (row,) = updated(entry("  year = 2017,\n"), found(form=FORM, failures=(down,)), MOVE)
        assert "doi" not in fields(new)
        assert fields(new)["journal"] == "Physical Review D"
        assert row.unasked
        assert row.failures == (down,)

    def test_nobody_asked_is_told_and_moves_nothing(self):
        text = entry("  year = 2017,\n  eprint = {1706.03762},\n  archivePrefix = {arXiv},\n")
        down = SourceUnreachable("refused", "dblp")
        new, (row,) = updated(text, found(state=State.UNASKED, failures=(down,)), MOVE)
        assert new == text
        assert row.result == "unasked"

    def test_a_preprint_beside_its_published_form_is_not_made_a_second_one(self):
        own = entry("  year = 2017,\n  eprint = {1706.03762},\n  archivePrefix = {arXiv},\n")
        other = entry("  journal = {Phys. Rev. D},\n  volume = 99,\n  year = 2019,\n", "article").replace(
            "v17", "v19"
        )
        new, rows = updated(own + "\n" + other, found(form=FORM), MOVE)
        assert new.startswith(own)
        assert "not moved: v19 is its published form" in rows[0].why
        assert "the same paper as v17 (line 1)" in rows[1].why
        assert "doi" in new


class TestPublishedEntries:
    body = (
        "  journal = {Phys. Rev. D},\n  year = 2019,\n  eprint = {1706.03762},\n  archivePrefix = {arXiv},\n"
    )

    def test_a_doi_is_added_to_the_form_that_has_it(self):
        new, (row,) = updated(entry(self.body, "article"), found(form=FORM))
        assert "  doi = {10.1103/PhysRevD.99.012345},\n" in new
        assert [one.field for one in row.changes] == ["doi"]

    def test_a_doi_is_spelt_as_its_publisher_does(self):
        paper = replace(PAPER, identifiers=(ARXIV, DOI))
        lower = replace(FORM, identifiers=(ARXIV, Identifier(scheme="doi", value=DOI.value)))
        assert (
            "doi = {10.1103/PhysRevD.99.012345}"
            in updated(entry(self.body, "article"), found(paper, lower))[0]
        )

    def test_the_doi_of_another_form_is_not_added(self):
        text = entry(self.body.replace("Phys. Rev. D", "Nature Physics"), "article")
        new, (row,) = updated(text, found(form=FORM), MOVE)
        assert new == text
        assert [(one.field, one.theirs) for one in row.kept] == [("journal", "Physical Review D")]

    def test_what_the_place_lacks_is_added_with_published(self):
        told = fields(updated(entry(self.body, "article"), found(form=FORM), MOVE)[0])
        assert (told["volume"], told["number"], told["pages"]) == ("99", "2", "100-110")

    def test_nothing_is_added_to_a_place_that_disagrees(self):
        text = entry(self.body + "  volume = {98},\n", "article")
        new, (row,) = updated(text, found(form=FORM), MOVE)
        assert new == text
        assert ("volume", "98", "99") in [(one.field, one.yours, one.theirs) for one in row.kept]

    def test_an_article_number_is_pages_enough(self):
        assert (
            "pages"
            not in updated(entry(self.body + "  eid = {100},\n", "article"), found(form=FORM), MOVE)[0]
        )

    def test_a_conference_is_known_by_the_words_of_its_name(self):
        form = replace(FORM, type="paper-conference", volume=None, issue=None,
                       container_title="2019 IEEE Conference on Computer Vision and Pattern Recognition (CVPR)")  # fmt: skip
        body = (
            "  booktitle = {Proceedings of the IEEE conference on computer vision and pattern recognition},\n"
        )
        new, _ = updated(entry(body + self.body.partition("\n")[2], "inproceedings"), found(form=form))
        assert "doi = " in new


class TestOverwrite:
    def test_only_what_is_named_is_replaced(self):
        text = f"@misc{{v17,\n{TITLE}  author = {{A. Vaswani and N. Shazeer and L. Müller}},\n  year = 2018,\n  note = {{arXiv:1706.03762}},\n}}\n"
        new, (row,) = updated(text, found(), Wishes(overwrite=frozenset({"author", "year"})))
        assert fields(new)["author"].startswith("Vaswani, Ashish and")
        assert fields(new)["year"] == "2017"
        assert "  title = {Attention is all you need},\n" in new
        assert [one.field for one in row.changes] == ["author", "year"]

    def test_a_field_is_named_as_in_either_dialect(self):
        text = entry("  date = {2018},\n  note = {arXiv:1706.03762},\n", "online")
        assert "date = {2017-06-12}" in updated(text, found(), Wishes(overwrite=frozenset({"year"})))[0]

    def test_a_year_that_was_kept_can_be_overwritten(self):
        wishes = Wishes(published=True, overwrite=frozenset({"year"}))
        new, (row,) = updated(entry("  year = 2022,\n"), found(form=FORM), wishes)
        assert fields(new)["year"] == "2019"
        assert not row.kept


class TestThreeHundredFiles:
    """Every entry of every file is that of a paper that has appeared since."""

    @pytest.mark.parametrize("case", bibfiles.files(), ids=str)
    def test_one_update_changes_what_it_says_and_a_second_nothing(self, case, tmp_path):
        self._updated_twice(case, MOVE, tmp_path / "refs.bib")

    @pytest.mark.parametrize("case", bibfiles.files()[::10], ids=str)
    def test_nothing_is_moved_unasked(self, case, tmp_path):
        self._updated_twice(case, PLAIN, tmp_path / "refs.bib")

    def _updated_twice(self, case, wishes, path):
        path.write_bytes(case.data)
        file = splice.load(str(path))
        papers = {one.key: _paper(one) for one in file.entries}
        made = update.plan(file, self._found(file, papers), wishes)
        text = splice.apply(file.text, made.edits)
        _only_edits(file.text, text, made.edits)
        splice.save(file, text)
        again = splice.load(str(path))
        assert [one.key for one in again.entries] == [one.key for one in file.entries]
        assert [one.raw for one in again.unread] == [one.raw for one in file.unread]
        assert {one.raw for one in file.entries if one.protected} <= {one.raw for one in again.entries}
        if wishes is PLAIN:
            assert [one.type for one in again.entries] == [one.type for one in file.entries]
        second = update.plan(again, self._found(again, papers), wishes)
        assert [(edit.key, edit.what, edit.text) for edit in second.edits] == []

    def _found(self, file, papers):
        return {one.raw: found(papers[one.key][0], papers[one.key][1])(one.mention) for one in file.entries}


def _paper(held):
    """A paper that fits an entry, and its published form."""
    mention = held.mention
    number = int(hashlib.sha256(held.key.encode()).hexdigest(), 16) % 10_000
    arxiv = mention.identifier("arxiv") or Identifier(scheme="arxiv", value=f"2301.{number:05}")
    year = mention.issued.year if mention.issued else 2020
    people = (*mention.authors, Name(family="Østergård", given="Åse")) if mention.et_al else mention.authors
    paper = replace(
        PAPER,
        title=mention.title or "A Paper of 100% & More",
        authors=people or PEOPLE,
        issued=PartialDate(year=year),
        submitted=PartialDate(year=year),
        identifiers=(replace(arxiv, version=None),),
    )
    doi = mention.identifier("doi") or Identifier(scheme="doi", value=f"10.1000/{number}_(a)")
    venue = mention.venue or "Journal of <Odd> & \u201cRare\u201d Results"
    form = replace(FORM, title=paper.title, authors=paper.authors, container_title=venue,
                   issued=PartialDate(year=year + 1, month=5), identifiers=(*paper.identifiers, doi))  # fmt: skip
    return paper, form


def _only_edits(old, new, edits):
    """Whether all text outside the edits stands in the new one, in its order."""
    ordered = sorted(edits, key=lambda one: (one.start, one.end))
    at = 0
    for before, after in pairwise([None, *ordered, None]):
        begin, end = before.end if before else 0, after.start if after else len(old)
        assert new.startswith(old[begin:end], at)
        at += end - begin + (len(after.text) if after else 0)
    assert at == len(new)
