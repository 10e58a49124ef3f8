"""The clipboard, lent for a short time.

Rules kept here (domain outputs 7.1): plain text only; cleared after as many seconds as the table
of paste profiles says, on lock and on exit, but only while it still holds our words; marked so that
Windows keeps it out of its clipboard history and its cloud.
"""

from __future__ import annotations

from PySide6.QtCore import QMimeData, QObject, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from custodyhcp.sharing.paste import clear_after

SECONDS = clear_after()
_WINDOWS = 'application/x-qt-windows-mime;value="{}"'
_KEEP_OUT = (
    ("ExcludeClipboardContentFromMonitorProcessing", b"\1\0\0\0"),
    ("CanIncludeInClipboardHistory", b"\0\0\0\0"),
    ("CanUploadToCloudClipboard", b"\0\0\0\0"),
)
_NAME = "custodyhcp.lent clipboard"


class LentClipboard(QObject):
    """``lent().copy(words)``. One for the application, which owns it."""

    def __init__(self, app: QApplication) -> None:
        super().__init__(app)
        self.setObjectName(_NAME)
        self._words = ""
        self.timer = QTimer(self)
        self.timer.setSingleShot(True)
        self.timer.timeout.connect(self.clear)
        app.aboutToQuit.connect(self.clear)

    def copy(self, words: str) -> None:
        """Puts ``words`` on the clipboard for a while. Line ends become the system's own."""
        data = QMimeData()
        data.setText(words)
        for name, value in _KEEP_OUT:
            data.setData(_WINDOWS.format(name), value)
        QGuiApplication.clipboard().setMimeData(data)
        self._words = words
        self.timer.start(SECONDS * 1000)

    def clear(self) -> None:
        """Takes our words off the clipboard, if they are still on it."""
        self.timer.stop()
        board = QGuiApplication.clipboard()
        if self._words and board.text().splitlines() == self._words.splitlines():
            board.clear()
        self._words = ""


def lent() -> LentClipboard:
    """The application's own."""
    app = QApplication.instance()
    if not isinstance(app, QApplication):
        raise RuntimeError("there is no application")
    found = app.findChild(LentClipboard, _NAME)
    return found if isinstance(found, LentClipboard) else LentClipboard(app)
