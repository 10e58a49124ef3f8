"""A page that is dropped while work is going on is taken apart on the screens' thread only."""

from __future__ import annotations

import gc
import weakref
from collections.abc import Iterator
from threading import Thread
from typing import Any

import pytest
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton, QVBoxLayout, QWidget

from custodyhcp.ui.collecting import Collector, keep_to_this_thread


class RingedPage(QWidget):
    """As pages are: it holds a button, and the button calls it."""

    def __init__(self) -> None:
        super().__init__()
        self.itself = self
        box = QVBoxLayout(self)
        for _ in range(5):
            button = QPushButton("Record", self)
            button.clicked.connect(self.show)
            box.addWidget(button)
            box.addWidget(QLineEdit(self))
        self.startTimer(5)


@pytest.fixture
def collector(qapp: QApplication) -> Iterator[Collector]:
    root = QObject()
    made = Collector(root)
    yield made
    root.deleteLater()
    gc.enable()


def make_rings() -> None:
    """More than enough to set off Python's own search on this thread."""
    for _ in range(50_000):
        ring: list[Any] = []
        ring.append(ring)


def test_work_never_takes_a_page_apart(qapp: QApplication, collector: Collector) -> None:
    pages = [RingedPage() for _ in range(10)]
    alive = [weakref.ref(page) for page in pages]
    for page in pages:
        page.show()
    qapp.processEvents()
    for page in pages:
        page.close()
    del pages, page
    worker = Thread(target=make_rings)
    worker.start()
    worker.join()
    assert all(page() is not None for page in alive)
    collector.look()
    gc.collect()  # this is the screens' thread
    assert not [page for page in alive if page() is not None]


def test_the_search_goes_on_by_itself(qtbot: Any, collector: Collector) -> None:
    ring: Any = RingedPage()
    dropped = weakref.ref(ring)
    del ring
    make_rings()
    qtbot.waitUntil(lambda: dropped() is None, timeout=5_000)


def test_there_is_one_for_an_application() -> None:
    root = QObject()
    keep_to_this_thread(root)
    keep_to_this_thread(root)
    assert len(root.findChildren(Collector)) == 1
    gc.enable()
