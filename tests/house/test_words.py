"""What may not be written anywhere in this checkout."""

from __future__ import annotations

import re

import pytest
from checkout import texts

# Built from pieces, so that this file does not find itself.
UNFINISHED = ("to" + "do", "fix" + "me", "x" * 3, "not " + "implemented", "coming " + "soon")
UNFINISHED += ("place" + "holder", "st" + "ub", "lorem " + "ipsum")
MACHINE = ("wo" + "rk", "fa" + "rm", "ro" + "ot", "tm" + "p")
HOSTS = ("py" + "pi" + r"\.org", "python" + "hosted", r"registry\.np" + "mjs", "deb" + r"\.debian")

UNFINISHED_WORDS = re.compile(r"\b(" + "|".join(UNFINISHED) + r")\b", re.IGNORECASE)
MACHINE_PATHS = re.compile(r"(?<![\w.\-/}])/(" + "|".join(MACHINE) + r")/[A-Za-z.]")
REGISTRIES = re.compile("|".join(HOSTS), re.IGNORECASE)
EMPTY_TESTS = re.compile(r"^\s*assert " + r"True\b|pytest\.mark\.xf" + "ail", re.MULTILINE)
QT_NAMES = re.compile("(set)?placeholder-?text(-color)?", re.IGNORECASE)


def _found(pattern: re.Pattern[str], *where: str) -> list[str]:
    return [
        f"{name}: {match.group(0)!r}"
        for name, text in texts()
        if not where or name.startswith(where)
        for match in pattern.finditer(QT_NAMES.sub("", text))
    ]


def test_nothing_is_left_unfinished() -> None:
    assert not _found(UNFINISHED_WORDS, "custodyhcp/", "resources/", "docs/", "README.md")


def test_no_path_of_somebodys_machine() -> None:
    assert not _found(MACHINE_PATHS)


def test_no_package_registry_is_named() -> None:
    assert not _found(REGISTRIES)


def test_no_test_asserts_nothing() -> None:
    assert not _found(EMPTY_TESTS, "tests/")


@pytest.mark.parametrize("prefix", ["custodyhcp/", "resources/"])
def test_no_nhs_number_that_could_be_somebodys(prefix: str) -> None:
    """Every ten-digit number that passes modulus 11 is from the range kept for tests."""
    written = re.compile(r"(?<!\d)(\d{3}) ?(\d{3}) ?(\d{4})(?!\w)")
    real = [
        f"{name}: {match.group(0)}"
        for name, text in texts()
        if name.startswith(prefix)
        for match in written.finditer(text)
        if not match.group(0).startswith("9") and _passes("".join(match.groups()))
    ]
    assert not real


def _passes(digits: str) -> bool:
    weighed = sum(int(digit) * (10 - place) for place, digit in enumerate(digits[:9]))
    return (11 - weighed % 11) % 11 == int(digits[9])
