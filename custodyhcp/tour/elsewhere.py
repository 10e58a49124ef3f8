"""Step 9: somebody with no store and no keys, on what might be another machine, verifies.

The public command is run in an empty home; then the file that the bundle carries, by a Python that
sees no installed package at all.
"""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path
from tempfile import TemporaryDirectory

from PySide6.QtWidgets import QMainWindow

from custodyhcp.tour.driver import Driver, StepFailed
from custodyhcp.ui.kit import Page, PlainLabel

HOME_LIKE = ("HOME", "XDG_", "DBUS_", "LOCALAPPDATA", "APPDATA", "USERPROFILE")


def verify(driver: Driver) -> None:
    """Both verifiers on the bundle the officer saved; what they say is shown for the picture."""
    bundle = driver.out / "spot-check.zip"
    shown = QMainWindow()
    shown.resize(1366, 768)
    shown.show()
    with TemporaryDirectory() as folder:
        with driver.step("Elsewhere: custodyhcp verify says that it is complete and unaltered"):
            command = [sys.executable, "-m", "custodyhcp", "verify", str(bundle)]
            _run(command, Path(folder), shown)
        with driver.step("Elsewhere: the verifier that the bundle carries agrees"):
            with zipfile.ZipFile(bundle) as held:
                held.extract("verify.py", folder)
            alone = str(Path(folder) / "verify.py")
            _run([sys.executable, "-I", "-S", alone, str(bundle)], Path(folder), shown)


def _run(command: list[str], folder: Path, shown: QMainWindow) -> None:
    root = str(Path(__file__).resolve().parents[2])
    kept = {k: v for k, v in os.environ.items() if not k.startswith(HOME_LIKE)}
    ended = subprocess.run(  # noqa: S603
        command,
        cwd=folder,
        env=kept | {"HOME": str(folder), "USERPROFILE": str(folder), "PYTHONPATH": root},
        capture_output=True,
        text=True,
        check=False,
    )
    page = Page(f"Exit code {ended.returncode}", subtitle=" ".join(command[1:-1]), width=0)
    page.add(PlainLabel(ended.stdout + ended.stderr, "mono"))
    shown.setCentralWidget(page)
    if ended.returncode != 0:
        raise StepFailed(f"verify ended with {ended.returncode}: {ended.stdout}{ended.stderr}")
