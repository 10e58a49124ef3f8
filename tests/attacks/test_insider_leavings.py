"""What a process that holds words and keys prints or leaves when it goes wrong."""

from __future__ import annotations

import os
import subprocess
import sys

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
