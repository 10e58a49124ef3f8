"""The built program, as somebody without Python gets it. Long: ``python3 dev.py soak``."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from checkout import ROOT

pytestmark = pytest.mark.soak


@pytest.fixture(scope="module")
def program(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Built afresh, away from the checkout."""
    folder = tmp_path_factory.mktemp("built")
    command = [sys.executable, "-m", "PyInstaller", "--noconfirm", "--log-level=WARN"]
    command += ["--distpath", str(folder / "dist"), "--workpath", str(folder / "build")]
    subprocess.run([*command, str(ROOT / "build.spec")], check=True, capture_output=True, cwd=ROOT)
    name = "custodyhcp.exe" if os.name == "nt" else "custodyhcp"
    return folder / "dist" / "custodyhcp" / name


def run(
    program: Path, *arguments: str, folder: Path, said: str = ""
) -> subprocess.CompletedProcess[str]:
    """In an empty folder, with no Python of this checkout in reach."""
    settled = {"PATH": os.environ["PATH"], "HOME": str(folder), "QT_QPA_PLATFORM": "offscreen"}
    return subprocess.run(
        [program, *arguments],
        cwd=folder,
        env=settled,
        input=said,
        capture_output=True,
        encoding="utf-8",
        timeout=600,
    )


def test_it_answers_a_rule(program: Path, tmp_path: Path) -> None:
    done = run(program, "rule", "nhs_number", folder=tmp_path, said='{"text": "943 476 5919"}\n')
    assert json.loads(done.stdout)["normalised"] == "9434765919"


def test_it_starts_and_shows_the_sign_in_window(program: Path, tmp_path: Path) -> None:
    """Every screen is drawn from the demonstration suite; the first one is the sign-in."""
    done = run(program, "screens", "--out", str(tmp_path / "screens"), folder=tmp_path)
    pictures = {picture.name for picture in (tmp_path / "screens").glob("*.png")}
    assert "sign-in-light-1366x768.png" in pictures, done.stderr
    assert (tmp_path / "screens" / "sign-in-light-1366x768.png").stat().st_size > 5_000


def test_the_tour_holds_in_the_built_programs_own_windows(program: Path, tmp_path: Path) -> None:
    """All but its last steps, which are another machine's, with a Python that this one may lack."""
    out = tmp_path / "tour"
    done = run(program, "tour", "--out", str(out), folder=tmp_path)
    steps = [json.loads(line) for line in (out / "journey.json").read_text("utf-8").splitlines()]
    failed = [step["name"] for step in steps if not step["ok"]]
    assert not [name for name in failed if not name.startswith("Elsewhere")], done.stderr
    bundle = str(out / "spot-check.zip")
    assert run(program, "verify", bundle, folder=tmp_path).returncode == 0
