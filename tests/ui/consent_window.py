"""A real desk behind a page, and the keys pressed on it: for the tests of the consent screens."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QComboBox, QWidget

from custodyhcp.consent import recording
from custodyhcp.records import people
from custodyhcp.records.arrivals import Arrival
from custodyhcp.records.identity import Identity, Sex
from custodyhcp.ui.context import Context, Member
from custodyhcp.ui.work import Work
from custodyhcp.vault.compartments import Role

KEYS = {"1": Qt.Key.Key_1, "2": Qt.Key.Key_2, "3": Qt.Key.Key_3, "4": Qt.Key.Key_4,
        "5": Qt.Key.Key_5, "Enter": Qt.Key.Key_Return, "Tab": Qt.Key.Key_Tab,
        "Space": Qt.Key.Key_Space, "N": Qt.Key.Key_N}  # fmt: skip


class Ways:
    """The way about, written down instead of gone."""

    def __init__(self) -> None:
        self.said: list[str] = []

    def home(self) -> None:
        self.said.append("home")

    def open(self, page: QWidget) -> None:
        self.said.append(page.objectName())

    def go(self, place: str, **about: str) -> None:
        self.said.append(place)

    def back(self) -> None:
        self.said.append("back")

    def toast(self, words: str, then: str = "", on: Callable[[], object] | None = None) -> None:
        self.said.append(words)

    def announce(self, words: str, *, urgent: bool = False) -> None:
        self.said.append(words)

    def lock(self) -> None:
        self.said.append("lock")

    def set_due(self, found: object) -> None:
        pass

    def set_late(self, cells: tuple[str, ...]) -> None:
        self.said.append("late")


class ConsentWindow:
    """One invented person at one desk; ``page`` is whatever was last shown."""

    def __init__(self, suite: Any, qtbot: Any, show: Any) -> None:
        self.suite, self.desk, self.qtbot, self._show = suite, suite.hcp, qtbot, show
        self.work, self.ways = Work(), Ways()
        member = Member(self.desk.session.staff, "Robin Hale", Role.HCP)
        self.ctx = Context(self.desk, self.work, self.ways, member, "Harrow Lane")
        self.failures: list[object] = []
        self.work.unhandled.connect(self.failures.append)
        self.wanted: list[str] = []
        self.book_in(date(1995, 1, 3))

    def book_in(self, dob: date | None) -> None:
        who = Identity("Kowalczyk", "Łukasz", "Mr", dob=dob, sex=Sex.MALE)
        arrived = self.suite.clock.at - timedelta(hours=2)
        self.ids = people.book_in(
            self.desk, Arrival(who=who, custody_ref="NG/26/4411", arrived_at=arrived, cell="12")
        )

    def open(self, kind: Any, **more: Any) -> Any:
        self.page = kind(self.ctx, self.ids.detention, **more)
        self.page.wants.connect(self.wanted.append)
        self._show(self.page)
        self.page.refresh()
        self.settle()
        self.page.focus_start()
        return self.page

    def settle(self) -> None:
        QApplication.processEvents()
        self.qtbot.waitUntil(lambda: self.work.pending() == 0)
        QApplication.processEvents()

    def keys(self, *names: str) -> None:
        for name in names:
            where = QApplication.focusWidget()
            assert where is not None, f"{name} would go nowhere"
            QTest.keyClick(where, KEYS[name])
            self.settle()

    def see(self, name: str) -> QWidget | None:
        """The widget of that name, if it can be seen."""
        found = [w for w in self.page.findChildren(QWidget, name) if w.isVisible()]
        return found[0] if found else None

    def press(self, name: str) -> None:
        """By keyboard: the focus goes there, and Space presses it."""
        button = self.see(name)
        assert isinstance(button, QAbstractButton), name
        button.setFocus(Qt.FocusReason.TabFocusReason)
        QTest.keyClick(button, Qt.Key.Key_Space)
        self.settle()

    def type(self, name: str, words: str) -> None:
        box = self.see(name)
        assert box is not None, name
        box.setFocus(Qt.FocusReason.TabFocusReason)
        QTest.keyClicks(box, words)

    def pick(self, name: str, words: str) -> None:
        box = self.see(name)
        assert isinstance(box, QComboBox), name
        box.setFocus(Qt.FocusReason.TabFocusReason)
        for _ in range(box.count()):
            if box.currentText().startswith(words):
                return
            QTest.keyClick(box, Qt.Key.Key_Down)
        raise AssertionError(f"{name} has no {words}")

    def text(self, name: str) -> str:
        """What a callout or label of that name says."""
        widget = self.see(name)
        assert widget is not None, name
        return widget.accessibleName() or widget.property("text") or ""

    def state(self) -> Any:
        return recording.state_of(self.desk, self.ids.person, self.ids.detention)

    def entries(self, kind: str, desk: Any = None) -> list[Any]:
        return (desk or self.desk).read(person=self.ids.person, kinds={kind})

    def close(self) -> None:
        self.work.stop()
