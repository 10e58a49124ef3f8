"""The files of this checkout, as the house rules read them."""

from __future__ import annotations

import ast
import subprocess
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PRODUCT = ROOT / "custodyhcp"
SUFFIXES_OF_TEXT = (
    *(".py", ".toml", ".json", ".md", ".txt", ".qss", ".typ", ".svg", ".spec", ".ini", ".mako"),
    *(".csv", ".in", ".cfg", ".yml", ".sql", ".html", ".j2", ""),
)


@cache
def files() -> tuple[Path, ...]:
    """Every file that is tracked; from an unpacked archive, every file that is not made."""
    if not (ROOT / ".git").exists():
        made = {".venv", "build", "dist", "__pycache__", ".mypy_cache", ".ruff_cache"}
        found = (path for path in ROOT.rglob("*") if not made & set(path.parts))
        return tuple(path for path in found if path.is_file())
    said = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True)
    names = said.stdout.decode().split("\0")
    return tuple(ROOT / name for name in names if name and (ROOT / name).is_file())


def texts() -> list[tuple[str, str]]:
    """(name under the root, content) of every tracked file that holds text."""
    return [(name(path), path.read_text("utf-8")) for path in files() if _is_text(path)]


def _is_text(path: Path) -> bool:
    return path.suffix in SUFFIXES_OF_TEXT


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def modules() -> list[Path]:
    """Every Python file of the product that is tracked."""
    return [path for path in files() if path.is_relative_to(PRODUCT) and path.suffix == ".py"]


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text("utf-8"), filename=name(path))
