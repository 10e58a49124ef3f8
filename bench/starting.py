"""From starting the program to a sign-in window that accepts typing, against a bare window.

Each run is a process of its own, timed from outside: from its start to the line it prints when its
window was painted and takes the keyboard.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from time import perf_counter

from bench.measuring import Result, alternately

TIMES = 9
BARE = """
import sys
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QLineEdit, QMainWindow
class Window(QMainWindow):
    def paintEvent(self, event):
        super().paintEvent(event)
        QTimer.singleShot(0, ready)
def ready():
    print("ready", flush=True)
    app.quit()
app = QApplication(sys.argv)
window = Window()
window.setCentralWidget(QLineEdit())
window.resize(1366, 768)
window.show()
sys.exit(app.exec())
"""
OURS = """
import sys
from pathlib import Path
from custodyhcp import app
application = app.make_application(app.settings_file())
from custodyhcp.ui.window import MainWindow
def ready():
    print("ready", flush=True)
    application.quit()
window = MainWindow(lambda: app.Rooms(Path(sys.argv[1])), on_ready=ready)
window.show()
application.exec()
window.stop()
"""


def start(code: str, *arguments: str) -> float:
    """Seconds until the process says that it is ready."""
    began = perf_counter()
    with subprocess.Popen(  # noqa: S603 - our own words
        [sys.executable, "-c", code, *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        encoding="utf-8",
    ) as process:
        assert process.stdout is not None  # noqa: S101 - it is a pipe
        said = process.stdout.readline()
        taken = perf_counter() - began
        if said != "ready\n":
            raise RuntimeError("the window did not start")
    return taken


def measure(folder: Path) -> list[Result]:
    for code in (BARE, OURS):
        start(code, str(folder / "none"))  # the first reads everything from the disk
    ours, theirs = alternately(
        lambda: start(OURS, str(folder / "none")), lambda: start(BARE), TIMES
    )
    return [
        Result(
            "start to a usable sign-in window",
            "a bare PySide6 window with one field, painted",
            2.0,
            ours,
            theirs,
        )
    ]
