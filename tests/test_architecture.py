"""Imports go one way, and each kind of work has one home."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parent.parent / "pipeline"
MODULES = sorted(PACKAGE.rglob("*.py"))

# Lower may not import higher. A folder stands for all that is in it.
LAYERS = [
    ["lang", "errors", "records", "spreadsheet_safety", "ids", "schema", "vocabulary"],
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


def imports(path: Path) -> Iterator[tuple[str, int]]:
    """Yield every module that a file imports, wherever in the file, with its line."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
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
        ("sqlite3", ["cache.py", "inbox.py", "entity_store.py", "tableio.py", "report"]),
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
    tree = ast.parse(path.read_text(encoding="utf-8"))
    tree.body = [
        node
        for node in tree.body
        if not (isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING")
    ]
    return tree


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
