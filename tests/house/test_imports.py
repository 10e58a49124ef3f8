"""What each room may import, as an allow-list: what is not named here, no room may have.

import-linter (``tests/house/test_checks.py``) says who may import whom inside the product. This
says what may come in from outside, and shuts the ways round both.
"""

from __future__ import annotations

import ast
import sys
from pathlib import Path

import pytest
from checkout import PRODUCT, modules, name, tree

# The only third-party packages that a room may import. The top level (commands) has its own row.
FROM_OUTSIDE = {
    "vault": {"cryptography", "keyring"},
    "ledger": {"sqlalchemy", "alembic", "sqlcipher3", "psycopg"},
    "staff": {"platformdirs"},
    "consent": set(),
    "records": set(),
    "sharing": {"typst", "pypdfium2", "platformdirs", "segno"},
    "oversight": set(),
    "ui": {"PySide6", "shiboken6", "pypdfium2"},
    "tour": {"PySide6"},
    "demonstration": {"PySide6"},
    "": {"PySide6", "platformdirs", "sqlcipher3"},  # app.py checks which SQLite it stands on
}
# A network client would be a way out for a record. None has a reason to be here.
NEVER = {"urllib.request", "http", "ftplib", "smtplib", "imaplib", "poplib", "telnetlib", "xmlrpc"}
NEVER |= {"socket", "ssl", "asyncio", "pickle", "shelve", "marshal", "sqlite3", "random"}
MAY_ALL_THE_SAME = {
    ("custodyhcp/ledger/connection.py", "sqlite3"): "names the errors SQLCipher shares with it",
}
LOADS_BY_NAME = {
    "custodyhcp/ui/kit/__init__.py": "its own parts, from a fixed table, so that the first paint "
    "does not wait for all of them",
    "custodyhcp/ledger/__init__.py": "the same: its own modules, from a fixed table",
}


@pytest.mark.parametrize("path", modules(), ids=name)
def test_only_what_the_room_may_import(path: Path) -> None:
    allowed = FROM_OUTSIDE[_room(path)] | set(sys.stdlib_module_names) | {"custodyhcp"}
    strangers = {module for module in _imported(path) if module.split(".")[0] not in allowed}
    assert not strangers, f"{name(path)} imports {strangers}"


@pytest.mark.parametrize("path", modules(), ids=name)
def test_nothing_imports_a_way_out(path: Path) -> None:
    shut = {module for module in _imported(path) if _is_never(module)}
    shut = {module for module in shut if (name(path), module) not in MAY_ALL_THE_SAME}
    assert not shut, f"{name(path)} imports {shut}"


@pytest.mark.parametrize("path", modules(), ids=name)
def test_nothing_is_imported_by_name(path: Path) -> None:
    """A name made at run time is one that neither import-linter nor this file can see."""
    if name(path) in LOADS_BY_NAME:
        return
    assert not any(module.split(".")[0] == "importlib" for module in _imported(path))
    called = {
        node.func.id
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
    }
    assert not called & {"__import__", "exec", "eval", "compile"}


def test_the_briefing_cannot_see_a_clinical_note() -> None:
    """Promise P6: what goes to custody is chosen, never taken from the notes."""
    imported = _imported(PRODUCT / "sharing" / "briefing.py")
    ours = {module for module in imported if module.startswith("custodyhcp.")}
    clinical = ("assess", "timeline", "viewing", "drafts", "consent", "capacity", "summary")
    assert not {module for module in ours if any(word in module for word in clinical)}


def test_every_room_is_in_the_table() -> None:
    assert {_room(path) for path in modules()} <= set(FROM_OUTSIDE)


def _room(path: Path) -> str:
    parts = path.relative_to(PRODUCT).parts
    return parts[0] if len(parts) > 1 else ""


def _is_never(module: str) -> bool:
    return any(module == shut or module.startswith(shut + ".") for shut in NEVER)


def _imported(path: Path) -> set[str]:
    """The full names of what a file imports, wherever in it the import stands."""
    found: set[str] = set()
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{name(path)}: write imports in full"
            found |= {node.module or ""} | {f"{node.module}.{alias.name}" for alias in node.names}
    return {module for module in found if module}
