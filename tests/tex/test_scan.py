r"""What a text of LaTeX cites: every command, no comment, and the exact place of each key."""

import time
from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bibgen.tex import Text, commands


def keys(text, definitions=()):
    said = Text(text=text)
    return [one.key for one in said.cited(commands.known_with([*definitions, *said.definitions]))]


@pytest.mark.parametrize(
    ("text", "cited"),
    [
        (r"\cite{a}", "a"),
        (r"\citep[see][p.~3]{a,b} and \citet*{c}", "a b c"),
        (r"\Citet{a} \Citeauthor*{b} \citealp{c} \citeyearpar{d} \citetalias{e}", "a b c d e"),
        (r"\defcitealias{a}{Paper I}", "a"),
        (r"\autocite[12]{a} \textcite{b} \parencite*{c} \Footcite[][]{d} \smartcite{e} \supercite{f}", "a b c d e f"),
        (r"\footcitetext{a}\fullcite{b}\footfullcite{c}\citetitle*{d}\citedate{e}\citeurl{f}", "a b c d e f"),
        (r"\cites(See)(and more)[1]{a}[][7]{b}{c} {not}", "a b c not"),
        (r"\Textcites{a,b}{c}", "a b c"),
        (r"\volcite[see]{2}[17]{a} \volcites{1}{b}{2}[3]{c}", "a b c"),
        (r"\foreigntextcquote{german}[12]{a}{Zitat} \blockcquote{b}{text}", "a b"),
        (r"\begin{displaycquote}[3]{a} words \end{displaycquote}", "a"),
        (r"\onlinecite{a} \citenum{b} \Onlinecite{c}", "a b c"),
        (r"\citeA<see>[p. 3]{a} \shortciteNP{b} \citeANP{c} \shortcite{d} \citeyearNP{e}", "a b c d e"),
        (r"\nocite{*}\nocite{a,b}", "* a b"),
        ("\\cite\n  [see]\n  {a,\n   b ,c}", "a b c"),
        ("\\cite{% first\n  a,% why\n  b%\n}", "a b"),
        ("\\citep% remark\n{a}", "a"),
        ("\\cite{smith%\n  2020}", "smith2020"),
        (r"\parencite[see also \cite{b}]{a}", "b a"),
        (r"\cite[see {[1]}, {$[0,1]$}][]{a}", "a"),
        (r"\cite{arXiv:2205.06175, hep-th/9711200,10.1103/PhysRevD.1.1}", "arXiv:2205.06175 hep-th/9711200 10.1103/PhysRevD.1.1"),
        (r"\cite{https://arxiv.org/abs/2205.06175v2}", "https://arxiv.org/abs/2205.06175v2"),
        (r"100\% \cite{a} \\% \cite{b}", "a"),
        (r"\cite{} \cite{ , } \citestyle{x} \citetext{see \citealp{a}} \cited{z} \citeindextrue", "a"),
        (r"\cite{{a}} \cite{#1} \cite {b}", "a b"),
    ],
)  # fmt: skip
def test_every_command_that_cites_gives_its_keys(text, cited):
    assert cited.split() == keys(text)


@pytest.mark.parametrize(
    "text",
    [
        r"% \cite{no}",
        r"\\% \cite{no}",
        r"\verb|\cite{no}| \verb*+\cite{no}+ \Verb[x=y]!\cite{no}! \lstinline[language=TeX]|\cite{no}|",
        r"\lstinline{\cite{no}} \mintinline[a=b]{tex}|\cite{no}| \mintinline{tex}{\cite{no}}",
        "\\begin{verbatim}\n\\cite{no}\n% \\end{verbatim}",
        "\\begin{Verbatim}[x]\\cite{no}\\end{Verbatim}\\begin{lstlisting}\\cite{no}\\end{lstlisting}",
        "\\begin{minted}{tex}\n\\cite{no}\n\\end{minted}\\begin{comment}\\cite{no}\\end{comment}",
        "\\excludecomment{aside}\n\\begin{aside}\\cite{no}\\end{aside}",
        "\\lstnewenvironment{code}{}{}\\begin{code}\\cite{no}\\end{code}",
        r"\iffalse \cite{no} \ifx\a\b \cite{no} \else \fi \ifthenelse{x}{y}{z} \cite{no} \fi",
        "\\begin{filecontents}[overwrite]{a.tex}\\cite{no}\\end{filecontents}",
        r"\end{document} \cite{no}",
        "\\endinput\n\\cite{no}",
        r"\newcommand{\x}[1]{\cite{#1}}",
        "\\begin{verbatim} \\cite{no}",
    ],
)
def test_what_latex_does_not_read_cites_nothing(text):
    assert [] == keys(text)


@pytest.mark.parametrize(
    "text",
    [
        r"\url{http://a.org/%7Eb} \cite{a}",
        r"\href{http://a.org/%7Eb}{text} \cite{a}",
        r"\iffalse no \else \cite{a} \fi",
        r"\iffalse no \fi \cite{a}",
        r"\ifdraft \cite{a} \fi",
        r"\verb|%| \cite{a}",
        "\\verb|never closed\n\\cite{a}",
        "\\verb|\\verb| \\cite{a}",
        r"\path (0,0) -- (1,1); \cite{a}",
        r"\newcommand{\code}{\lstinline} \cite{a}",
        "\\begin{alltt}\\cite{a}\\end{alltt}",
        "\\begin{verbatim}\\begin{verbatim}\\end{verbatim}\\cite{a}",
        r"\begin{comments}\cite{a}",
        "%\r\\cite{a}",
        "%\r\n\\cite{a}",
    ],
)
def test_what_only_looks_unread_is_read(text):
    assert ["a"] == keys(text)


@pytest.mark.parametrize(
    "definition",
    [
        r"\newcommand{\my}[1]{\cite{#1}}",
        r"\newcommand*\my[1]{(see~\citep[p.~1]{#1})}",
        r"\newcommand{\my}[2][]{\citep[#1]{#2}}",
        r"\renewcommand{\my}{\citep}",
        r"\newcommand{\my}{\citep[see][]}",
        r"\providecommand\my[1]{\textbf{\cite{#1}}}",
        r"\def\my#1{\cite{#1}}",
        r"\let\my\citep",
        r"\let\my=\citep",
        r"\DeclareRobustCommand{\my}[1]{\cite{#1}}",
        r"\NewDocumentCommand{\my}{m}{\cite{#1}}",
        r"\NewDocumentCommand\my{s O{see} m}{\cite[#2]{#3}}",
        r"\newcommand{\my}{\other}\newcommand{\other}[1]{\citet{#1}}",
        r"\DeclareCiteCommand{\my}{}{\usebibmacro{cite}}{}{}",
    ],
)
def test_commands_of_ones_own_are_followed(definition):
    assert ["a", "b"] == keys(rf"{definition} Text \my{{a,b}}.")


@pytest.mark.parametrize(
    ("text", "cited"),
    [
        (r"\cite{a,*b}", "a *b"),
        (r"\cite{a, * b ,c}", "a *b c"),
        (r"\cite{a,*b,*[{see also }][{ for more}]c}", "a *b *c+"),
        ("\\cite{*[{see }] [{, p.~3, and 4}] % why\n a}", "*a+"),
        (r"\onlinecite{a,[{Cf. }]b}", "a b+"),
        (r"\nocite{*}\nocite{*,a}", "* * a"),
        (r"\cite{*[{see \cite{b}}]a}", "b *a+"),
        (r"\cite{*[not closed}", "*[not closed"),
    ],
)
def test_stars_and_texts_before_a_key_are_no_part_of_it(text, cited):
    said = [f"{'*' * one.starred}{one.key}{'+' * one.with_texts}" for one in Text(text=text).cited()]
    assert (cited.split() if "not" not in cited else [cited]) == said


@pytest.mark.parametrize(
    ("text", "cited"),
    [
        (
            r"\sidecite[3]{a}\Posscitet{b}\margincites{c}{d}\ptransfullcite{e}\maskciteauthor{f}",
            "a b c d e f",
        ),
        (r"\ptvolfullcite{2}{a}", "a"),
        (r"\bstctlcite{a}\citeall{b}\mciteSubRef{c}\citejournal{d}", "a b c d"),
        (r"\AtEveryCite{a}\bibcite{b}{1}\@mycite{c}\excite{Two words}\excite[\x[a]{b}]{c}", ""),
        (r"\newcommand{\needcite}[1]{[#1]} \needcite{Smith}", ""),
        (r"\renewcommand\cite[1]{x} \let\mycite\cite {no} \def\cite{x} \mycite{a}", "a"),
        (r"\newcommand{\mycite}{\@ifstar{\citet*}{\citet}} \mycite{a}", "a"),
    ],
)
def test_a_command_of_an_unknown_package_is_known_by_its_name(text, cited):
    assert cited.split() == keys(text)


def test_an_argument_that_is_no_key_is_none():
    assert ["a"] == keys(r"\newcommand{\my}[2]{#1~\cite{#2}} \my{Smith}{a}")
    assert ["a", "b"] == keys(r"\newcommand{\my}[2]{\cite{#1}, not \cite{#2}} \my{a}{b}")
    assert ["a"] == keys(r"\newcommand{\cites}[1]{\citeauthor{#1}'s (\citeyear{#1})} \cites{a} {b}")
    assert ["prefix#1"] == keys(r"\newcommand{\my}[1]{\cite{prefix#1}} \my{a}")


def test_topics_of_multibib_have_commands_and_files_of_their_own():
    text = r"\newcites{web,own}{Web,Own} \citeweb{a} \nociteown{b} \footciteown{c} \bibliographyweb{pages} \bibliographystyleweb{plain}"
    assert ["a", "b", "c"] == keys(text)
    assert [("bibliography", "pages")] == [(one.role, one.value) for one in Text(text=text).named]


@pytest.mark.parametrize(
    ("text", "role", "values"),
    [
        (r"\bibliography{a, b}", "bibliography", ["a", "b"]),
        (r"\nobibliography{a}", "bibliography", ["a"]),
        (r"\addbibresource[location=local]{x.bib}", "resource", ["x.bib"]),
        (r"\addglobalbib{x.bib}", "resource", ["x.bib"]),
        (r"\bibliographystyle{plain}", "style", ["plain"]),
        (r"\putbib[a,b] \putbib", "bibliography", ["a", "b"]),
        (r"\begin{btSect}[plain]{a}", "bibliography", ["a"]),
        (r"\bib{a}{book}{title={T}} \defbibentryset{b}{c,d}", "item", ["a", "b"]),
        (r"\input{a} \input b \include{c} \input{|date}", "input", ["a", "b", "|date"]),
        (r"\bibitem[{A [x]}(2020)]{k} \bibitem{l}", "item", ["k", "l"]),
        ("\\bibitem [\\protect \\citeauthoryear {A}{B}{2020}]{k}", "item", ["k"]),
        (r"\usepackage[backend=bibtex]{biblatex}", "package", ["biblatex"]),
        (r"\documentclass[../main.tex]{subfiles}", "class", ["subfiles"]),
        (r"\input{\chapters/one} \newcommand{\x}[1]{\input{#1}}", "input", []),
    ],
)
def test_files_and_entries_are_named(text, role, values):
    assert values == [one.value for one in Text(text=text).named if one.role == role]


def test_a_file_within_the_text_is_given_with_its_place():
    text = "\\begin{filecontents*}[overwrite]{refs.bib}\n@misc{a,}\n\\end{filecontents*}\n% \\begin{filecontents}{no}"
    (one,) = Text(text=text).embedded
    assert ("refs.bib", "\n@misc{a,}\n") == (one.name, text[one.start : one.end])


def test_lines_are_counted_whatever_ends_them():
    text = "one\r\ntwo\n\r\\cite{a,\r\nb}"
    assert [("a", 4), ("b", 5)] == [(one.key, one.line) for one in Text(text=text).cited()]


BLANKS = [" ", "\n", "\r\n", "\r", "\t", "\\"]
COMMANDS = r"""
    * *[ *[{see}] \sidecite \newcites \putbib
    \cite \citep \nocite \cites \volcite \newcommand \my \def \let #1 { } [ ] ( ) < > , % | + * \verb \url
    \begin{verbatim} \end{verbatim} \begin{comment} \iffalse \else \fi \ifx \bibitem \input \import a b2020
    \begin{filecontents} \end{document} \\ \{ \} \NewDocumentCommand \newcites \usepackage = é
""".split()
PIECES = st.sampled_from(BLANKS + COMMANDS)


@given(st.one_of(st.text(), st.lists(PIECES, max_size=60).map("".join)))
@example("\\cite{a")
@example("\\cite[\\cite[]{a}")
@example("\\newcommand{\\my}[1]{\\my{#1}}\\my{a}")
def test_no_text_stops_us_and_every_place_is_that_of_its_key(text):
    said = Text(text=text)
    known = commands.known_with(said.definitions)
    cited = list(said.cited(known))
    assert said.named is not None
    assert len(text) == len(said.read)
    for one in cited:
        assert text[one.start : one.end] == one.key or "%" in text[one.start : one.end]
        assert one.key.strip(" \t\r\n,")
    spans = [(one.start, one.end) for one in cited]
    assert sorted(set(spans)) == spans
    assert all(end <= start for (_, end), (start, _) in pairwise(spans))


WORST = [
    r"\cite{a2020,b2021} Some text with $x_1$ and \emph{words}. % \cite{no}" + "\n",
    r"\cite[",
    r"\cite{",
    r"\cites[",
    r"\cites{a}",
    r"\cite<",
    r"\cites(",
    "{",
    "[",
    "\\url{",
    "\\url{{a}",
    "\\verb|x",
    "\\verb|\u00e9\n",
    "\\iffalse ",
    "\\begin{verbatim}",
    "\\begin{filecontents}{",
    "\\newcommand{\\my}[1]{",
    "\\newcommand{\\my}{\\cite}",
    "\\def\\my#1",
    "\\cite{\\cite",
    "\\cite \n",
    "\\cite{*[",
    "\\cite{a,*[{b}]",
    "\\cite{{",
    "\\sidecite[[{",
    ",{",
    "%",
    "a ",
    "\\lstinline[",
    "\\NewDocumentCommand{\\my}{{",
]


def seconds(text):
    best = float("inf")
    for _ in range(3):
        began = time.process_time()
        said = Text(text=text)
        for _one in said.cited(commands.known_with(said.definitions)):
            pass
        assert said.named is not None
        assert said.words is not None
        best = min(best, time.process_time() - began)
    return best


@pytest.mark.parametrize("piece", WORST)
def test_four_times_the_text_takes_four_times_as_long(piece):
    little = seconds(piece * (20_000 // len(piece)))
    much = seconds(piece * (80_000 // len(piece)))
    # Linear gives 4, quadratic 16; what is over in a moment is not measured.
    assert much < 9 * little + 0.02
