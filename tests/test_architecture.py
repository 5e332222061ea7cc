"""Imports go one way, each kind of work has one home, and nothing grows too large to read."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "pipeline"
MODULES = sorted(PACKAGE.rglob("*.py"))
FOLDERS = ("pipeline", "training", "tests", "tools", "benchmarks", "docs", "fuzz")
ALL_MODULES = sorted(path for folder in FOLDERS for path in (ROOT / folder).rglob("*.py"))
MOST_LINES_IN_A_MODULE = 400
MOST_LINES_IN_A_FUNCTION = 50
MOST_PARAMETERS = 5

# Lower may not import higher. A folder stands for all that is in it.
LAYERS = [
    ["lang", "errors", "records", "spreadsheet_safety", "ids", "schema", "scratch",
     "vocabulary", "csv_rows"],
    ["tables", "lexicon"],
    ["tableio", "nlp"],
    ["stages", "entity_store", "entity_tables", "entities", "language_id"],
    ["inputs", "inbox", "cache", "workspace", "engine", "dask_engine", "progress", "worker",
     "versions", "datapackage", "tabledocs", "remote"],
    ["job", "report", "validate", "evaluate"],
    ["drivers"],
    ["runner"],
    ["summary"],
    ["cli_options"],
    ["cli"],
    ["__main__"],
]  # fmt: skip


def layer(module: str) -> int | None:
    """Return how high `pipeline.xyz` or `pipeline.xyz.abc` stands."""
    parts = module.split(".")
    if parts[0] != "pipeline" or len(parts) < 2:
        return None
    return next((i for i, names in enumerate(LAYERS) if parts[1] in names), None)


@cache
def tree(path: Path) -> ast.Module:
    """Return a file's syntax tree, which nobody may change."""
    return ast.parse(path.read_text(encoding="utf-8"))


def imports(path: Path) -> Iterator[tuple[str, int]]:
    """Yield every module that a file imports, wherever in the file, with its line."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            yield from ((alias.name, node.lineno) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            if node.module == "pipeline":
                yield from ((f"pipeline.{alias.name}", node.lineno) for alias in node.names)
            else:
                yield node.module, node.lineno


def name_of(path: Path) -> str:
    return ".".join(("pipeline", *path.relative_to(PACKAGE).with_suffix("").parts))


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_no_module_imports_what_stands_above_it(path: Path) -> None:
    own = layer(name_of(path))
    if path.name == "__init__.py" and path.parent == PACKAGE:
        return
    assert own is not None, f"{name_of(path)} has no place in LAYERS"
    upward = [
        f"line {line}: {module}"
        for module, line in imports(path)
        if (other := layer(module)) is not None and other > own
    ]
    assert upward == []


def test_stages_do_not_import_each_other() -> None:
    for path in (PACKAGE / "stages").glob("*.py"):
        others = [m for m, _ in imports(path) if m.startswith("pipeline.stages.")]
        assert others == [], path.name


@pytest.mark.parametrize(
    ("package", "homes"),
    [
        ("spacy", ["nlp"]),
        ("thinc", ["nlp"]),
        ("typer", ["cli.py", "cli_options.py"]),
        ("sqlite3", ["cache.py", "scratch.py", "tableio.py", "report"]),
        ("distributed", ["dask_engine.py"]),
        ("fsspec", ["remote.py"]),
    ],
)
def test_each_library_has_its_home(package: str, homes: list[str]) -> None:
    strangers = [
        str(path.relative_to(PACKAGE))
        for path in MODULES
        if path.relative_to(PACKAGE).parts[0] not in homes
        for node in ast.walk(_without_type_checking(path))
        if package in _tops(node)
    ]
    assert strangers == []


def _tops(node: ast.AST) -> set[str]:
    if isinstance(node, ast.Import):
        return {alias.name.split(".")[0] for alias in node.names}
    if isinstance(node, ast.ImportFrom) and node.module:
        return {node.module.split(".")[0]}
    return set()


def _without_type_checking(path: Path) -> ast.AST:
    """Return a file's tree without what it imports for its type hints alone."""
    kept = [
        node
        for node in tree(path).body
        if not (isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING")
    ]
    return ast.Module(kept, [])


def test_language_functions_need_only_the_standard_library() -> None:
    allowed = sys.stdlib_module_names | {"pipeline"}
    for path in (PACKAGE / "lang").glob("*.py"):
        foreign = {m.split(".")[0] for m, _ in imports(path)} - allowed
        assert foreign == set(), path.name


@pytest.mark.parametrize("arguments", [[], ["-m", "pipeline", "--help"]], ids=["import", "help"])
def test_neither_import_nor_help_waits_for_heavy_libraries(arguments: list[str]) -> None:
    code = arguments or ["-c", "import pipeline"]
    done = subprocess.run(
        [sys.executable, "-X", "importtime", *code], capture_output=True, text=True, check=True
    )
    loaded = {line.rpartition("|")[2].strip() for line in done.stderr.splitlines()}
    assert loaded & {"spacy", "pandas", "numpy"} == set()


def test_no_module_is_too_long_to_read() -> None:
    lengths = {str(path.relative_to(ROOT)): len(_lines(path)) for path in ALL_MODULES}
    assert {name: n for name, n in lengths.items() if n > MOST_LINES_IN_A_MODULE} == {}


def test_no_function_is_too_long_to_read() -> None:
    lengths = {
        f"{path.relative_to(ROOT)}:{function.name}": _end(function) - function.lineno + 1
        for path in ALL_MODULES
        for function in functions(path)
    }
    assert {name: n for name, n in lengths.items() if n > MOST_LINES_IN_A_FUNCTION} == {}


def test_many_parameters_have_a_reason() -> None:
    """The reason stands on the first line: `def f(  # noqa: PLR0913 (why)`."""
    unexplained = [
        f"{path.relative_to(ROOT)}:{function.name}"
        for path in ALL_MODULES
        for function in functions(path)
        if _n_parameters(function) > MOST_PARAMETERS
        and not re.search(r"# noqa: PLR0913 \(.+\)$", _lines(path)[function.lineno - 1])
    ]
    assert unexplained == []


def functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    """Yield the functions and methods of a file, inner ones too."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def _lines(path: Path) -> list[str]:
    return path.read_text(encoding="utf-8").splitlines()


def _end(node: ast.stmt) -> int:
    assert node.end_lineno is not None
    return node.end_lineno


def _n_parameters(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    given = function.args
    every = (*given.posonlyargs, *given.args, *given.kwonlyargs)
    return sum(argument.arg not in ("self", "cls") for argument in every)
