"""How the programs and sites that people get their entries from write them, as of 2026.

One function each, from a paper to the text of its entry, with the spacing, order and oddities of the
original; `TOPS` and `TAILS` are what some put at the head and the foot of a file.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from tests.bibfiles.papers import MONTHS, Paper

Fields = Iterable[tuple[str, str]]


def entry(
    head: str, fields: Fields, line: str = "  {} = {{{}}}", joint: str = ",\n", end: str = "\n}\n"
) -> str:
    """An entry of the fields that have a value."""
    return head + joint.join(line.format(name, value) for name, value in fields if value) + end


def _place(paper: Paper) -> tuple[str, str, str, str, int, str]:
    return paper.place or ("", "", "", "", paper.year, "arXiv")


def _in(paper: Paper) -> tuple[str, str, str]:
    """The type of the entry, the name of the field for the place, and the place."""
    name = _place(paper)[0]
    if not name:
        return "misc", "journal", ""
    return ("inproceedings", "booktitle", name) if "Conference" in name else ("article", "journal", name)


def zotero(paper: Paper) -> str:
    type, field, name = _in(paper)
    _, volume, number, pages, year, publisher = _place(paper)
    return "\n" + entry(
        f"@{type}{{{paper.family.lower()}_{paper.word.lower()}_{year},\n",
        [
            ("title", " ".join(f"{{{word}}}" if word[:1].isupper() else word for word in paper.title.split())),
            ("volume", volume),
            ("copyright", "All rights reserved"),
            ("shorttitle", paper.title.partition(":")[0] if ":" in paper.title else ""),
            ("url", f"http://arxiv.org/abs/{paper.arxiv}"),
            ("doi", (paper.doi or f"10.48550/arXiv.{paper.arxiv}").replace("_", "\\_")),
            ("abstract", paper.abstract),
            ("language", "en"),
            ("number", number),
            ("urldate", "2024-01-05"),
            (field, name),
            ("publisher", publisher),
            ("author", paper.people()),
            ("month", "@"),
            ("year", str(year)),
            ("note", "" if name else f"arXiv:{paper.arxiv} [{paper.category.split('.')[0]}]"),
            ("keywords", "Computer Science - Machine Learning, {\\textbackslash}todo"),
            ("pages", pages),
            ("file", f"arXiv Fulltext PDF:/home/ada/Zotero/storage/Q8{paper.number}/{paper.number}.pdf:application/pdf"),
        ],
        "\t{} = {{{}}}",
        end=",\n}\n",
    ).replace("{@}", MONTHS[paper.month - 1])  # fmt: skip


def better_biblatex(paper: Paper) -> str:
    _, volume, number, pages, year, _ = _place(paper)
    name = paper.place[0] if paper.place else ""
    key = f"{paper.family.lower()}{paper.word}{year}"
    return entry(
        f"@{'article' if name else 'online'}{{{key},\n",
        [
            ("title", paper.title.replace(paper.word, f"{{{{{paper.word}}}}}", 1)),
            ("author", paper.people()),
            ("date", f"{year}-{paper.month:02}" if not name else str(year)),
            ("journaltitle", name),
            ("volume", volume),
            ("number", number),
            ("pages", pages),
            ("eprint", paper.arxiv),
            ("eprinttype", "arXiv"),
            ("eprintclass", paper.category),
            ("doi", paper.doi or f"10.48550/arXiv.{paper.arxiv}"),
            ("url", f"http://arxiv.org/abs/{paper.arxiv}"),
            ("urldate", "2024-01-05"),
            ("abstract", paper.abstract),
            ("pubstate", "" if name else "prepublished"),
            ("keywords", "to-read,⛔ No DOI found"),
            ("file", f"/home/ada/Zotero/storage/{paper.number}.pdf;/home/ada/Zotero/storage/abs.html"),
        ],
    ) + (
        f"% == BibLaTeX quality report for {key}:\n% Unexpected field 'abstract'\n\n"
        if paper.month % 2
        else "\n"
    )  # fmt: skip


def mendeley(paper: Paper) -> str:
    type, field, name = _in(paper)
    _, volume, number, pages, year, _ = _place(paper)
    fields = [
        ("abstract", paper.abstract),
        ("archivePrefix", "arXiv"),
        ("arxivId", paper.arxiv),
        ("author", paper.people()),
        (field, name),
        ("doi", paper.doi.replace("_", "{\\_}")),
        ("eprint", paper.arxiv),
        ("file", f":home/ada/papers/{paper.number}.pdf:pdf"),
        ("keywords", "agents,deep learning"),
        ("mendeley-groups", "Thesis/Chapter 2"),
        ("month", MONTHS[paper.month - 1]),
        ("number", number),
        ("pages", pages),
        ("title", f"{{{paper.title}}}"),
        ("url", f"http://arxiv.org/abs/{paper.arxiv}"),
        ("volume", volume),
        ("year", str(year)),
    ]
    return entry(f"@{'article' if type == 'misc' else type}{{{paper.family}{year},\n", fields, "{} = {{{}}}")


def scholar(paper: Paper) -> str:
    type, field, name = _in(paper)
    _, volume, number, pages, year, publisher = _place(paper)
    fields = [
        ("title", paper.title),
        ("author", paper.people(most=6)),
        (field, name or f"arXiv preprint arXiv:{paper.arxiv}"),
        ("volume", volume),
        ("number", number),
        ("pages", pages),
        ("year", str(year)),
        ("publisher" if type == "article" else "organization", publisher if name else ""),
    ]
    type = "article" if type == "misc" else type
    return (
        entry(f"@{type}{{{paper.family.lower()}{year}{paper.word.lower()},\n", fields, "  {}={{{}}}") + "\n"
    )


def dblp(paper: Paper) -> str:
    name, volume, number, pages, year, _ = _place(paper)
    doi = paper.doi or f"10.48550/ARXIV.{paper.arxiv}"
    fields = [
        ("author", paper.people(" and\n                  ", "{given} {family}")),
        ("title", "".join(f"{{{c}}}" if c.isupper() and at else c for at, c in enumerate(paper.title))
            if paper.month % 3 == 0 and "\\" not in paper.title and "$" not in paper.title else paper.title),
        ("journal", name or "CoRR"),
        ("volume", volume or ("" if name else f"abs/{paper.arxiv}")),
        ("number", number),
        ("pages", pages),
        ("year", str(year)),
        ("url", f"https://doi.org/{doi}"),
        ("doi", doi.replace("_", "\\_")),
        ("eprinttype", "" if name else "arXiv"),
        ("eprint", "" if name else paper.arxiv),
        ("timestamp", "Tue, 09 Jan 2024 12:00:00 +0100"),
        ("biburl", f"https://dblp.org/rec/journals/corr/abs-{paper.arxiv.replace('.', '-')}.bib"),
        ("bibsource", "dblp computer science bibliography, https://dblp.org"),
    ]  # fmt: skip
    where = f"corr/abs-{paper.arxiv.replace('.', '-')}" if not name else f"pami/{paper.family}{year % 100:02}"
    return entry(f"@article{{DBLP:journals/{where},\n", fields, "  {:<12} = {{{}}}") + "\n"


_ADS = {"The Astrophysical Journal": "\\apj", "Phys. Rev. Lett.": "\\prl", "Nature": "\\nat",
        "Phys. Rev. A": "\\pra"}  # fmt: skip


def ads(paper: Paper) -> str:
    name, volume, number, pages, year, _ = _place(paper)
    code = (
        f"{year}arXiv{paper.number}{paper.family[0]}"
        if not name
        else f"{year}ApJ...{volume}..{pages[:4]}{paper.family[0]}"
    )
    lines = [
        ("author", "{" + paper.people(form="{{{family}}}, {given}") + "}"),
        ("title", f'"{{{paper.title}}}"'),
        ("journal", f"{{{_ADS.get(name, name or 'arXiv e-prints')}}}"),
        ("keywords", "{Astrophysics, Computer Science - Machine Learning}"),
        ("year", str(year)),
        ("month", MONTHS[paper.month - 1]),
        ("volume", f"{{{volume}}}" if volume else ""),
        ("number", f"{{{number}}}" if number else ""),
        ("eid", "" if name else f"{{arXiv:{paper.arxiv}}}"),
        ("pages", f"{{{pages or 'arXiv:' + paper.arxiv}}}".replace("--", "-")),
        ("doi", f"{{{paper.doi or '10.48550/arXiv.' + paper.arxiv}}}"),
        ("archivePrefix", "{arXiv}"),
        ("eprint", f"{{{paper.arxiv}}}"),
        ("primaryClass", f"{{{paper.category}}}"),
        ("adsurl", f"{{https://ui.adsabs.harvard.edu/abs/{code}}}"),
        ("adsnote", "{Provided by the SAO/NASA Astrophysics Data System}"),
    ]
    return entry(f"@ARTICLE{{{code},\n", lines, "{:>13} = {}") + "\n"


def inspire(paper: Paper) -> str:
    name, volume, number, pages, year, _ = _place(paper)
    letters = "".join(chr(97 + int(digit)) for digit in paper.number[-3:])
    group = next((family for family, given in paper.authors if not given), "")
    fields = [
        ("author", paper.people(most=1)),
        ("collaboration", group.removesuffix(" Collaboration")),
        ("title", f"{{{paper.title}}}".replace('"', "''")),
        ("eprint", paper.arxiv),
        ("archivePrefix", "arXiv"),
        ("primaryClass", paper.category),
        ("reportNumber", f"CERN-PH-EP-{year}-{paper.number[-3:]}" if group else ""),
        ("doi", paper.doi),
        ("journal", name),
        ("volume", volume),
        ("number", number if paper.month % 2 else ""),
        ("pages", pages),
        ("year", str(year)),
    ]
    return entry(f"@article{{{paper.family}:{year}{letters},\n", fields, '    {} = "{}"') + "\n"


def acm(paper: Paper) -> str:
    type, field, name = _in(paper)
    _, volume, number, pages, year, publisher = _place(paper)
    fields = [
        ("author", paper.people()),
        ("title", paper.title),
        ("year", str(year)),
        ("isbn", "9781450362016" if type == "inproceedings" else ""),
        ("issue_date", f"Volume {volume}" if volume else ""),
        ("publisher", "Association for Computing Machinery" if not name else publisher),
        ("address", "New York, NY, USA"),
        ("volume", volume),
        ("number", number),
        ("url", f"https://doi.org/{paper.doi}" if paper.doi else f"https://arxiv.org/abs/{paper.arxiv}"),
        ("doi", paper.doi),
        ("abstract", paper.abstract),
        (field, name),
        ("pages", pages.replace("--", "–")),
        ("numpages", "12"),
        ("keywords", "optimization, neural networks, GPU"),
        ("location", "Anchorage, AK, USA" if type == "inproceedings" else ""),
        ("series", "KDD '19" if type == "inproceedings" else ""),
    ]
    return entry(f"@{type}{{{paper.doi or '10.5555/' + paper.number},\n", fields, "{} = {{{}}}") + "\n"


def ieee(paper: Paper) -> str:
    type, field, name = _in(paper)
    _, volume, number, pages, year, _ = _place(paper)
    fields = [
        ("author", paper.people()),
        (field, name or "arXiv"),
        ("title", paper.title),
        ("year", str(year)),
        ("volume", volume or "@"),
        ("number", number or "@"),
        ("pages", pages.replace("--", "-") or "@"),
        ("keywords", "Visualization;Computer vision;Task analysis"),
        ("doi", paper.doi or f"10.48550/arXiv.{paper.arxiv}"),
    ]
    made = entry(
        f"@{type.upper()}{{{paper.number}0,\n",
        fields,
        "  {}={{{}}}",
        joint=", \n" if name else ",\n",
        end="}",
    )
    return made.replace("@}", "}") + "\n\n"


def endnote(paper: Paper) -> str:
    _, field, name = _in(paper)
    _, volume, number, pages, year, _ = _place(paper)
    fields = [
        ("author", paper.people()),
        ("title", paper.title),
        (field, name or "arXiv"),
        ("volume", volume),
        ("number", number),
        ("pages", pages.replace("--", "-")),
        ("abstract", paper.abstract),
        ("ISSN", "0028-0836" if name == "Nature" else ""),
        ("DOI", paper.doi),
        ("url", f"<Go to ISI>://WOS:{paper.number}"),
        ("year", str(year)),
        ("type", "Journal Article"),
    ]
    return entry(f"@article{{RN{int(paper.number[-4:])},\n", fields, "   {} = {{{}}}") + "\n"


def jabref(paper: Paper) -> str:
    type, field, name = _in(paper)
    _, volume, number, pages, year, publisher = _place(paper)
    fields = [
        ("author", paper.people()),
        (field, name),
        ("title", paper.title),
        ("year", str(year)),
        ("month", "@"),
        ("number", number),
        ("pages", pages),
        ("volume", volume),
        ("abstract", paper.abstract),
        ("archiveprefix", "arXiv"),
        ("doi", paper.doi),
        ("eprint", paper.arxiv),
        ("file", f":{paper.number}.pdf:PDF"),
        ("groups", "Agents, To read"),
        ("owner", "ada"),
        ("primaryclass", paper.category),
        ("publisher", publisher if name else ""),
        ("timestamp", "2024-01-05"),
    ]
    made = entry(
        f"@{type.capitalize()}{{{paper.family}{year},\n", fields, "  {:<13} = {{{}}}", end=",\n}\n\n"
    )
    return made.replace("{@}", MONTHS[paper.month - 1])


def jabref_two(paper: Paper) -> str:
    type, field, name = _in(paper)
    _, volume, _, pages, year, _ = _place(paper)
    fields = [
        ("author", f"{{{paper.people()}}}"),
        ("title", f"{{{paper.title}}}"),
        (field, f"{{{name}}}" if name else ""),
        ("year", f"{{{year}}}"),
        ("volume", f"{{{volume}}}" if volume else ""),
        ("pages", f"{{{pages}}}" if pages else ""),
        ("month", MONTHS[paper.month - 1] if not name else f"{{{MONTHS[paper.month - 1].capitalize()}}}"),
        ("__markedentry", "{[ada:6]}"),
        ("eprint", f"{{{paper.arxiv}}}"),
        ("owner", "{ada}"),
        ("timestamp", "{2014.05.01}"),
    ]
    return entry(f"@{type.upper()}{{{paper.family}{year},\n", fields, "  {} = {}") + "\n"


def arxiv(paper: Paper) -> str:
    fields = [
        ("title", paper.title),
        ("author", paper.people(form="{given} {family}")),
        ("year", str(paper.year)),
        ("eprint", paper.arxiv),
        ("archivePrefix", "arXiv"),
        ("primaryClass", paper.category),
        ("url", f"https://arxiv.org/abs/{paper.arxiv}"),
    ]
    head = f"@misc{{{paper.family.lower()}{paper.year}{paper.word.lower()},\n"
    return entry(head, fields, "      {}={{{}}}", joint=", \n", end=", \n}\n")


def crossref(paper: Paper) -> str:
    name, volume, number, pages, year, publisher = _place(paper)
    fields = [
        ("title", paper.title),
        ("volume", volume),
        ("url", f"http://dx.doi.org/{paper.doi or '10.48550/arXiv.' + paper.arxiv}"),
        ("DOI", paper.doi or f"10.48550/arXiv.{paper.arxiv}"),
        ("number", number),
        ("journal", name),
        ("publisher", publisher),
        ("author", paper.people()),
        ("year", str(year)),
        ("month", "@"),
        ("pages", pages.replace("--", "–")),
    ]
    head = f" @{'article' if name else 'misc'}{{{paper.family}_{year}, "
    made = entry(head, fields, "{}={{{}}}", joint=", ", end=" }\n")
    return made.replace("{@}", MONTHS[paper.month - 1])


def springer(paper: Paper) -> str:
    name, volume, number, pages, year, _ = _place(paper)
    fields = [
        ("author", paper.people("\nand ")),
        ("title", paper.title),
        ("journal", name or "arXiv"),
        ("year", str(year)),
        ("month", MONTHS[paper.month - 1].capitalize()),
        ("day", "01"),
        ("volume", volume),
        ("number", number),
        ("pages", pages),
        ("abstract", paper.abstract),
        ("issn", "1434-6052"),
        ("doi", paper.doi),
        ("url", f"https://doi.org/{paper.doi}" if paper.doi else ""),
    ]
    return entry(f"@Article{{{paper.family}{year},\n", fields, '{}="{}"') + "\n"


def elsevier(paper: Paper) -> str:
    name, volume, number, pages, year, _ = _place(paper)
    fields = [
        ("title", paper.title),
        ("journal", name),
        ("volume", volume),
        ("number", number),
        ("pages", pages.replace("--", "-")),
        ("year", str(year)),
        ("issn", "0375-9601"),
        ("doi", f"https://doi.org/{paper.doi}" if paper.doi else ""),
        ("url", "https://www.sciencedirect.com/science/article/pii/S0375960107012042"),
        ("author", paper.people(form="{given} {family}")),
        ("keywords", "Recurrence plot, Portevin-Le Chatelier effect"),
        ("abstract", paper.abstract),
    ]
    return entry(f"@article{{{paper.family.upper()}{year}{paper.number[-4:]},\n", fields, "{} = {{{}}}")


def openreview(paper: Paper) -> str:
    fields = [
        ("title", paper.title),
        ("author", paper.people(form="{given} {family}")),
        ("booktitle", "International Conference on Learning Representations"),
        ("year", str(paper.year)),
        ("url", f"https://openreview.net/forum?id=r{paper.number}X"),
    ]
    head = f"@inproceedings{{\n{paper.family.lower()}{paper.year}{paper.word.lower()},\n"
    return entry(head, fields, "{}={{{}}}") + "\n"


def pmlr(paper: Paper) -> str:
    fields = [
        ("title = ", f"\t {{{paper.title}}}"),
        ("author =      ", f" {{{paper.people()}}}"),
        ("booktitle =", " \t {Proceedings of the 39th International Conference on Machine Learning}"),
        ("pages =", f" \t {{{paper.number[:4]}--{paper.number[:5]}}}"),
        ("year =", f" \t {{{paper.year}}}"),
        ("volume =", " \t {162}"),
        ("series =", " \t {Proceedings of Machine Learning Research}"),
        ("month =", f" \t {{{paper.month:02}--{paper.month:02} Jul}}"),
        ("publisher =   ", " {PMLR}"),
        ("url =", f" \t {{https://proceedings.mlr.press/v162/{paper.family.lower()}22a.html}}"),
        ("abstract =", f" \t {{{paper.abstract}}}"),
    ]
    return entry(f"@InProceedings{{pmlr-v162-{paper.family.lower()}22a,\n", fields, "  {}{}") + "\n"


def acl(paper: Paper) -> str:
    key = f"{paper.family.lower()}-etal-{paper.year}-{paper.word.lower()}"
    lines = [
        ("title", f'"{paper.title}"'),
        ("author", f'"{paper.people("  and" + chr(10) + "      ")}"'),
        ("editor", '"Toutanova, Kristina  and\n      Wu, Hua"'),
        ("booktitle", '"Proceedings of the 59th Annual Meeting of the Association for Computational Linguistics"'),
        ("month", MONTHS[paper.month - 1]),
        ("year", f'"{paper.year}"'),
        ("address", '"Online"'),
        ("publisher", '"Association for Computational Linguistics"'),
        ("url", f'"https://aclanthology.org/{paper.year}.acl-long.{paper.number[-3:]}"'),
        ("pages", f'"{paper.number[:4]}--{paper.number[:5]}"'),
    ]  # fmt: skip
    return entry(f"@inproceedings{{{key},\n", lines, "    {} = {}", end=",\n}\n")


def semantic_scholar(paper: Paper) -> str:
    name, volume, _, pages, year, _ = _place(paper)
    fields = [
        ("title", paper.title),
        ("author", paper.people(form="{given} {family}")),
        ("journal", name or "ArXiv"),
        ("year", str(year)),
        ("volume", volume or f"abs/{paper.arxiv}"),
        ("pages", pages),
        ("url", f"https://api.semanticscholar.org/CorpusID:2{paper.number}"),
    ]
    initials = "".join(word[0] for word in paper.title.split() if word[0].isalpha())[:3].upper()
    return entry(f"@article{{{paper.family}{year}{initials},\n", fields, "  {}={{{}}}") + "\n"


def aps(paper: Paper) -> str:
    name, volume, number, pages, year, publisher = _place(paper)
    fields = [
        ("title", paper.title),
        ("author", paper.people()),
        ("journal", name or "Phys. Rev. D"),
        ("volume", volume),
        ("issue", number),
        ("pages", pages.partition("--")[0]),
        ("numpages", "7"),
        ("year", str(year)),
        ("month", MONTHS[paper.month - 1].capitalize()),
        ("publisher", publisher),
        ("doi", paper.doi),
        ("url", f"https://link.aps.org/doi/{paper.doi}" if paper.doi else ""),
    ]
    return entry(f"@article{{PhysRev.{volume or paper.number}.{pages[:6]},\n", fields) + "\n"


def mathscinet(paper: Paper) -> str:
    name, volume, number, pages, year, _ = _place(paper)
    lines = [
        ("AUTHOR", paper.people(form="{family}, {given}")),
        ("TITLE", paper.title),
        ("JOURNAL", name or "arXiv"),
        ("FJOURNAL", name),
        ("VOLUME", volume),
        ("YEAR", str(year)),
        ("NUMBER", number),
        ("PAGES", pages),
        ("ISSN", "0178-8051,1432-2064"),
        ("MRCLASS", "60G40 (60J65)"),
        ("MRNUMBER", paper.number),
        ("MRREVIEWER", "A.\\ Lovelace"),
    ]
    return entry(f"@article {{MR{paper.number},\n", lines, "{:>12} = {{{}}}", end=",\n}\n") + "\n"


def zbmath(paper: Paper) -> str:
    name, volume, number, pages, year, _ = _place(paper)
    fields = [
        ("Author", paper.people()),
        ("Title", f"{{{paper.title}}}"),
        ("FJournal", f"{{{name}}}" if name else ""),
        ("Journal", name or "Preprint"),
        ("Volume", volume),
        ("Number", number),
        ("Pages", pages),
        ("Year", str(year)),
        ("Language", "English"),
        ("zbMATH", paper.number),
        ("Zbl", f"1{paper.number[:3]}.{paper.number[-4:]}"),
    ]
    return entry(f"@Article{{zbMATH0{paper.number},\n", fields, " {} = {{{}}}") + "\n"


# Name -> how one entry looks, whether its fields are those of BibLaTeX, what the file begins and ends with.
EXPORTERS: dict[str, tuple[Callable[[Paper], str], bool, str, str]] = {
    "zotero": (zotero, False, "", ""),
    "better-biblatex": (better_biblatex, True, "", ""),
    "mendeley": (
        mendeley,
        False,
        "Automatically generated by Mendeley Desktop 1.19.8\n"
        "Any changes to this file will be lost if it is regenerated by Mendeley.\n\n"
        "BibTeX export options can be customized via Options -> BibTeX in Mendeley Desktop\n\n",
        "",
    ),
    "google-scholar": (scholar, False, "", ""),
    "dblp": (dblp, False, "", ""),
    "ads": (ads, False, "", ""),
    "inspire": (inspire, False, "", ""),
    "acm": (acm, False, "", ""),
    "ieee-xplore": (ieee, False, "", ""),
    "endnote": (endnote, False, "", ""),
    "jabref": (
        jabref,
        False,
        "% Encoding: UTF-8\n\n",
        "@Comment{jabref-meta: databaseType:bibtex;}\n\n"
        "@Comment{jabref-meta: grouping:\n0 AllEntriesGroup:;\n1 StaticGroup:Agents\\;0\\;1\\;0x8a8a8aff\\;\\;\\;;\n"
        "1 KeywordGroup:To read\\;0\\;groups\\;To read\\;0\\;0\\;1\\;\\;\\;\\;;\n}\n\n"
        "@Comment{jabref-meta: saveActions:enabled;\nall-text-fields[identity]\ndate[normalize_date]\n;}\n",
    ),
    "jabref-2": (
        jabref_two,
        False,
        "This file was created with JabRef 2.10.\nEncoding: UTF8\n\n",
        "@comment{jabref-meta: selector_publisher:}\n\n"
        "@comment{jabref-meta: groupsversion:3;}\n\n"
        "@comment{jabref-meta: groupstree:\n0 AllEntriesGroup:;\n1 ExplicitGroup:Gato\\;0\\;Reed2022\\;;\n}\n",
    ),
    "arxiv": (arxiv, False, "", ""),
    "crossref-org": (crossref, False, "", ""),
    "springer": (springer, False, "", ""),
    "elsevier": (elsevier, False, "", ""),
    "openreview": (openreview, False, "", ""),
    "pmlr": (pmlr, False, "", ""),
    "acl": (acl, False, "", ""),
    "semantic-scholar": (semantic_scholar, False, "", ""),
    "aps": (aps, False, "", ""),
    "mathscinet": (mathscinet, False, "", ""),
    "zbmath": (zbmath, False, "", ""),
}  # fmt: skip
