"""House rules that a linter does not know. Each says why it is a rule."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest
from checkout import files, modules, name, tree

MAY_CATCH_ANYTHING = {
    "custodyhcp/ui/work.py": "the door between screens and work: words or a reference number",
    "custodyhcp/ledger/thread.py": "hands what happened to whoever is waiting for it",
}
MAY_OPEN_A_DATABASE = {"custodyhcp/ledger/connection.py"}
MAY_BE_LONG: dict[str, str] = {}
MAY_READ_THE_CLOCK = {
    "custodyhcp/app.py": "where services are built: the clock is handed on from here",
    "custodyhcp/downtime_text.py": "a command of its own: says how old the copy is",
    "custodyhcp/demo.py": "places its invented people around the present",
    "custodyhcp/tour/nurse.py": "writes the list that a force would export this morning",
}
LONGEST = 500  # lines; a file that reads as one idea is rarely half of that
NAMELESS = {"utils", "util", "helpers", "helper", "common", "base", "manager", "misc"}


@pytest.mark.parametrize("path", modules(), ids=name)
def test_no_string_enums(path: Path) -> None:
    """Qt hands a StrEnum back as a bare ``str``; an ``is`` then falls to the permissive branch."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.ClassDef):
            bases = {ast.unparse(base) for base in node.bases}
            assert not bases & {"StrEnum", "enum.StrEnum"}, node.name
            assert not ("str" in bases and "Enum" in bases), node.name


@pytest.mark.parametrize("path", modules(), ids=name)
def test_only_the_two_doors_swallow_everything(path: Path) -> None:
    """Elsewhere a bug must not be taken for an answer. To tidy up and raise again is allowed."""
    for node in ast.walk(tree(path)):
        if not isinstance(node, ast.ExceptHandler):
            continue
        caught = ast.unparse(node.type) if node.type else "everything"
        if caught not in {"Exception", "BaseException", "everything"}:
            continue
        raises_again = isinstance(node.body[-1], ast.Raise) and node.body[-1].exc is None
        assert raises_again or name(path) in MAY_CATCH_ANYTHING, f"line {node.lineno}"


@pytest.mark.parametrize("path", modules(), ids=name)
def test_one_place_opens_a_database(path: Path) -> None:
    """Without the key PRAGMA sqlcipher3 silently writes a plaintext file."""
    modules_here = {
        alias.asname or alias.name.split(".")[0]
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Import | ast.ImportFrom)
        for alias in node.names
    }
    opened = [
        node.lineno
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Call) and _connects(node.func, modules_here)
    ]
    assert not opened or name(path) in MAY_OPEN_A_DATABASE, opened


def _connects(called: ast.expr, imported: set[str]) -> bool:
    if isinstance(called, ast.Name):
        return called.id == "connect" and "connect" in imported
    if not isinstance(called, ast.Attribute) or called.attr != "connect":
        return False
    first = ast.unparse(called.value).split(".")[0]
    return first in imported and first.islower()


@pytest.mark.parametrize("path", modules(), ids=name)
def test_a_file_is_one_idea(path: Path) -> None:
    lines = len(path.read_text("utf-8").splitlines())
    assert lines <= LONGEST or name(path) in MAY_BE_LONG, lines


def test_modules_have_names() -> None:
    """A module called for what it is not, is where things go that nobody has thought about."""
    nameless = [name(path) for path in files() if NAMELESS & {path.stem, *path.parts}]
    assert not nameless


@pytest.mark.parametrize("path", modules(), ids=name)
def test_a_core_module_says_what_it_is(path: Path) -> None:
    if path.stat().st_size:
        assert ast.get_docstring(tree(path)), "a module opens with the rules it keeps"


@pytest.mark.parametrize("path", modules(), ids=name)
def test_the_clock_is_read_in_one_place(path: Path) -> None:
    """Time comes in as an argument, so that a rule can be tried at any hour of any year."""
    read = [
        node.lineno
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Call)
        and ast.unparse(node.func) in {"datetime.now", "datetime.utcnow", "date.today", "time.time"}
    ]
    assert not read or name(path) in MAY_READ_THE_CLOCK, read
