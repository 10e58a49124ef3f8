"""What is installed: locked, hashed, from nowhere in particular, and each with a reason."""

from __future__ import annotations

import re
import tomllib

import pytest
from checkout import ROOT, modules

LOCKS = ("run", "dev")
REASONS = ROOT / "docs" / "decisions" / "0001-dependencies.md"


def _lock(lock: str) -> str:
    return (ROOT / "locks" / f"{lock}.txt").read_text("utf-8")


def _locked(lock: str) -> dict[str, str]:
    return dict(re.findall(r"^([a-z0-9][a-z0-9._-]*)==(\S+)", _lock(lock), re.MULTILINE))


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_names_no_place(lock: str) -> None:
    text = _lock(lock)
    assert "://" not in text
    assert not re.search(r"^\s*-", text.replace("    --hash=", ""), re.MULTILINE)


@pytest.mark.parametrize("lock", LOCKS)
def test_everything_in_a_lock_has_hashes(lock: str) -> None:
    entries = re.split(r"\n(?=[a-z0-9])", _lock(lock).strip())
    bare = [entry.splitlines()[0] for entry in entries if "--hash=sha256:" not in entry]
    assert len(entries) > 20
    assert not bare


def test_what_runs_is_what_was_tested() -> None:
    run, dev = _locked("run"), _locked("dev")
    assert run.items() <= dev.items()


def test_the_locks_hold_what_is_asked_for() -> None:
    asked = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    for lock, wanted in (
        ("run", asked["project"]["dependencies"]),
        ("dev", asked["dependency-groups"]["dev"]),
    ):
        names = {re.split(r"[\[<>=]", one)[0].lower().replace("_", "-") for one in wanted}
        assert names <= set(_locked(lock))


def test_everything_that_is_asked_for_is_used() -> None:
    """A package that nothing imports is only a risk."""
    asked = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["dependencies"]
    names = {re.split(r"[\[<>=]", one)[0].lower().replace("-", "_") for one in asked}
    imported = "\n".join(path.read_text("utf-8") for path in modules()).lower()
    unused = {one for one in names if not re.search(rf"(import|from) +{one}\b", imported)}
    assert unused == set(LOADED_BY_OTHERS)


LOADED_BY_OTHERS = {
    "psycopg": "SQLAlchemy, from the URL of the store",
    "pyside6_essentials": "imported as PySide6",
    "tzdata": "zoneinfo, where the system has no such table",
}


def test_pyside_stays_where_python_3_11_survives_it() -> None:
    """6.12.0 loses a reference to True at each emitted signal on Python 3.11."""
    assert _locked("run")["pyside6-essentials"] == "6.11.3"


@pytest.mark.parametrize("lock", LOCKS)
def test_each_package_has_a_reason_a_licence_and_a_keeper(lock: str) -> None:
    rows = re.findall(r"^\| *([^|]+?) *\|(.*)\|$", REASONS.read_text("utf-8"), re.MULTILINE)
    told = {
        package.strip().lower(): [cell.strip() for cell in cells.split("|")]
        for named, cells in rows
        for package in named.replace("`", "").split(",")
    }
    lacking = sorted(set(_locked(lock)) - set(told))
    assert not lacking, f"docs/decisions/0001-dependencies.md does not name {lacking}"
    assert not [package for package in _locked(lock) if not all(told[package])]
