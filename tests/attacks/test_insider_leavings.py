"""What a process that holds words and keys prints or leaves when it goes wrong."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

BROKEN = """
import threading
from custodyhcp.app import leave_nothing_behind
from PySide6.QtCore import QCoreApplication, QTimer

leave_nothing_behind()
if hasattr(__import__("os"), "getuid"):
    import resource
    assert resource.getrlimit(resource.RLIMIT_CORE) == (0, 0)
app = QCoreApplication([])

def slot():
    {}["CANARYWORD has epilepsy"]

class Goes:
    def __del__(self):
        slot()

QTimer.singleShot(0, slot)
QTimer.singleShot(50, app.quit)
app.exec()
thread = threading.Thread(target=slot)
thread.start()
thread.join()
Goes()
slot()
"""


@pytest.mark.skipif(os.name != "posix", reason="core dumps are not a Windows thing")
def test_a_fault_on_the_screen_prints_nobodys_words() -> None:
    """A desktop keeps what a program prints in a file: .xsession-errors, or the journal."""
    done = subprocess.run(
        [sys.executable, "-c", BROKEN], capture_output=True, text=True, timeout=60
    )
    assert "CANARYWORD" not in done.stdout + done.stderr
    assert done.stderr.count("KeyError") == 4


CHOOSING = """
import sys
from pathlib import Path
from PySide6.QtWidgets import QApplication, QWidget
from custodyhcp.ui.kit.files import open_file, save_file

app, parent = QApplication([]), QWidget()
parent.show()
folder = Path(sys.argv[1]) / "CANARYWORD John"
folder.mkdir()
(folder / "list.csv").write_text("x")
for dialog in (save_file(parent, "a.pdf", print), open_file(parent, print)):
    dialog.setDirectory(str(folder))
    app.processEvents()
    dialog.selectFile("list.csv")
    getattr(dialog, sys.argv[2])()
    app.processEvents()
parent.close()
del dialog, parent
app.processEvents()
"""


@pytest.mark.skipif(os.name != "posix", reason="elsewhere Qt keeps its list in the registry")
@pytest.mark.parametrize("ends", ["reject", "close", "show"])
def test_choosing_a_file_leaves_no_list_of_folders(tmp_path: Path, ends: str) -> None:
    """Qt keeps the folders one was in, in the clear, in a file of its own."""
    kept = tmp_path / "config"
    env = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "XDG_CONFIG_HOME": str(kept)}
    subprocess.run(
        [sys.executable, "-c", CHOOSING, str(tmp_path), ends], env=env, timeout=60, check=True
    )
    for file in kept.rglob("*"):
        assert not file.is_file() or b"CANARY" not in file.read_bytes()
