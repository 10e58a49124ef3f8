"""``dev.py`` by itself: what it says when this machine lacks something."""

from __future__ import annotations

import ast
import os
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest
from checkout import ROOT

import dev

SAID = {
    "Could not install packages due to an OSError: [Errno 28] No space left on device": "full",
    "ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM THE REQUIREMENTS FILE": "attack",
    "NewConnectionError: Failed to establish a new connection: [Errno -2]": "network",
    "Temporary failure in name resolution": "network",
    "SSLError(SSLCertVerificationError(1, '[SSL: CERTIFICATE_VERIFY_FAILED]": "PIP_CERT",
    "ERROR: No matching distribution found for typst==0.15.2": "Python 3.11 to 3.13",
    "something nobody has seen before": "could not be installed",
}


@pytest.mark.parametrize("said", SAID)
def test_what_went_wrong_is_said_in_words(said: str) -> None:
    words = dev._why_not("Collecting a\n" + said)
    assert SAID[said] in words
    assert said[:40] in words  # and what pip said is not hidden


def test_it_needs_nothing_but_the_standard_library() -> None:
    tree = ast.parse((ROOT / "dev.py").read_text("utf-8"))
    named = {
        alias.name.split(".")[0]
        for node in ast.walk(tree)
        if isinstance(node, ast.Import)
        for alias in node.names
    }
    named |= {
        str(node.module).split(".")[0]
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom)
    }
    assert named <= set(sys.stdlib_module_names)


def test_an_old_python_is_told_what_is_needed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dev.sys, "version_info", (3, 9, 2))
    with pytest.raises(dev.Missing, match=r"3\.11 or newer is needed; this is 3\.9"):
        dev.main()


def test_a_full_disk_is_told_before_anything_is_begun(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(dev, "STAMP", tmp_path / "none")
    monkeypatch.setattr(dev.shutil, "disk_usage", lambda _: SimpleNamespace(free=10_000_000))
    with pytest.raises(dev.Missing, match="nearly full"):
        dev._room()


@pytest.mark.skipif(os.name == "nt", reason="Windows brings what Qt needs of the system")
def test_what_qt_lacks_is_one_command_to_type(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dev, "_library", lambda name: name != "EGL")
    monkeypatch.setattr(dev, "_apt", lambda packages: False)
    with pytest.raises(dev.Missing) as missing:
        dev.machine()
    typed = str(missing.value).splitlines()[-1].strip()
    assert typed.startswith("sudo ")
    assert "egl" in typed


def test_nothing_is_installed_twice(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(dev, "STAMP", tmp_path / "stamp")
    monkeypatch.setattr(dev, "_starts", lambda: True)
    monkeypatch.setattr(dev, "_see_ourselves", lambda: None)
    installed: list[str] = []
    monkeypatch.setattr(dev, "_install", installed.append)
    for lock in ("run", "run", "dev", "run", "dev"):
        dev.prepare(lock)
    assert installed == ["run", "dev"]


def test_every_command_says_what_it_does() -> None:
    done = subprocess.run(
        [sys.executable, str(ROOT / "dev.py"), "--help"], capture_output=True, encoding="utf-8"
    )
    assert done.returncode == 0
    for command in dev.COMMANDS:
        assert f"  {command.__name__} " in done.stdout


def test_an_unknown_command_is_refused() -> None:
    done = subprocess.run([sys.executable, str(ROOT / "dev.py"), "dance"], capture_output=True)
    assert done.returncode == 2
