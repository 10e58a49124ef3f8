"""The reader by keyboard: refused, opened, and always said to be a copy."""

from __future__ import annotations

import time
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QWidget
from sharing_people import PLACE, directed

from custodyhcp.sharing import downtime, publishing
from custodyhcp.staff.downtime import PackReader
from custodyhcp.ui.downtime_window import DowntimeWindow


def words(widget: QWidget) -> str:
    return " ".join(label.text() for label in widget.findChildren(QLabel) if label.isVisible())


def until(window: DowntimeWindow, said: str) -> None:
    end = time.monotonic() + 5
    while said not in words(window) and time.monotonic() < end:
        QApplication.processEvents()
        time.sleep(0.01)
    assert said in words(window)


def test_a_sergeant_reads_the_copy_by_keyboard(suite: Any, qtbot: Any) -> None:
    ids = directed(suite.hcp)
    publishing.publish(suite.hcp, ids.detention, PLACE)
    downtime.write(suite.hcp)
    suite.close()
    login, passphrase = suite.passphrases["sergeant"]
    window = DowntimeWindow(PackReader(suite.folder, backend=suite.ring).open, suite.clock)
    qtbot.addWidget(window)
    window.show()
    try:
        name = window.findChild(QLineEdit, "downtime.name")
        secret = window.findChild(QLineEdit, "downtime.passphrase")
        name.setFocus()
        qtbot.keyClicks(name, login)
        qtbot.keyClick(name, Qt.Key.Key_Return)
        until(window, "Enter your passphrase")
        secret.setFocus()
        qtbot.keyClicks(secret, "not this one")
        qtbot.keyClick(secret, Qt.Key.Key_Return)
        until(window, "do not open the copy")
        assert secret.text() == ""
        assert name.text() == login
        qtbot.keyClicks(secret, passphrase)
        qtbot.keyClick(secret, Qt.Key.Key_Return)
        until(window, "FIT, WITH CONDITIONS")
        assert "copy" in words(window).lower()
        assert "Nobody had acknowledged it." in words(window)
        assert not secret.isVisible()
    finally:
        window.stop()
