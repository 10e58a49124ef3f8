"""The frame round every page once somebody is signed in: the bar, the pages, the way about.

Rules kept here
* What the bar says of other people is cell numbers, never a name: a page about one person may
  stand below it. A page turned to the person in custody has none of that above it.
* Ctrl+K finds, Ctrl+L locks, Esc goes back; keys that no box wanted go to the page.
* What was sought is given up when a page opens, and by Esc on the first page: a list that was
  narrowed and forgotten would hide who is late.
* After a time without a key or the mouse it warns, aloud as well, then locks; any key stays.
  What was typed has been put away before the lock.
* Errors that no page took are shown until they are closed; they never vanish by themselves.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QElapsedTimer, QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import (
    QAction,
    QKeyEvent,
    QKeySequence,
    QResizeEvent,
    QShortcut,
    QShowEvent,
)
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QHBoxLayout,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from custodyhcp.records import dates
from custodyhcp.ui import theme
from custodyhcp.ui.kit import (
    Button,
    ButtonRole,
    FocusRing,
    Page,
    PlainLabel,
    Toast,
    announce,
)
from custodyhcp.ui.top_bar import TopBar
from custodyhcp.vault.compartments import Role

if TYPE_CHECKING:
    from custodyhcp.sharing.outstanding import Outstanding
    from custodyhcp.ui.context import Context

IDLE_SECONDS = 5 * 60  # a shared workstation in a custody suite
WARN_SECONDS = 60


class _Notice(QFrame):
    """A line under the bar: a failure that no page took, or that the screen is about to lock."""

    def __init__(self, name: str, act: str, tone: str) -> None:
        super().__init__()
        self.setProperty("kit", "notice")
        self.setProperty("tone", tone)
        self.setObjectName(name)
        row = QHBoxLayout(self)
        row.setContentsMargins(24, 8, 16, 8)
        self.words = PlainLabel("", "strong", name=f"{name}.words")
        self.button = Button(act, self.hide, role=ButtonRole.SECONDARY, name=f"{name}.act")
        row.addWidget(self.words, 1)
        row.addWidget(self.button)
        self.hide()

    def say(self, words: str) -> None:
        self.words.setText(words)
        self.setAccessibleName(words)
        if not self.isVisible():
            self.show()
            announce(self, words, urgent=True)


class Frame(QWidget):
    """``Frame(ctx, home, place, on_lock, on_theme)``. ``due_read(Outstanding)`` each time what is
    due in the suite was read.

    ``home()`` makes the first page of the role; ``place(name, about)`` makes any other;
    ``on_lock()`` ends the process. Give the frame to the context before it is shown:
    ``ctx.nav = frame``."""

    due_read = Signal(object)
    turned = Signal(bool)  # whether the page in front is turned to the person in custody
    stopped = Signal()  # what hangs on the frame ends with it

    def __init__(
        self,
        ctx: Context,
        home: Callable[[], QWidget],
        place: Callable[[str, dict[str, str]], QWidget],
        on_lock: Callable[[], object],
        on_theme: Callable[[theme.ThemeName], object],
        *,
        idle_seconds: int = IDLE_SECONDS,
    ) -> None:
        super().__init__()
        self._ctx, self._make_home, self._place = ctx, home, place
        self._why_locked = ""
        self._on_lock, self._on_theme = on_lock, on_theme
        self._idle_seconds = idle_seconds
        self._locking = False
        self._pages: list[QWidget] = []
        self.setProperty("ground", "page")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setProperty("no_ring", True)
        self.setMinimumSize(480, 320)
        self._build()
        self._keys()
        self._start_clock()

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self.bar = TopBar(self._ctx, self.set_theme)
        self.failure = _Notice("failure", "Close", "red")
        self.warning = _Notice("idle", "Stay signed in", "amber")
        self.clock_moved = _Notice("clock", "I have checked it", "amber")
        self.stack = QStackedWidget()
        for part in (self.bar, self.failure, self.clock_moved, self.warning):
            column.addWidget(part)
        column.addWidget(self.stack, 1)
        self._toast = Toast(self)
        self._ring = FocusRing(self)
        self.bar.lock.clicked.connect(lambda _on=False: self.lock())
        self.bar.late.clicked.connect(lambda _on=False: self.home())
        self.bar.due.clicked.connect(lambda _on=False: self._go_due())
        self.bar.finder.textChanged.connect(self._find)
        self.bar.finder.returnPressed.connect(self._find_first)
        self.bar.finder.left.connect(self._leave_find)
        self._ctx.work.unhandled.connect(self._failed)

    def _keys(self) -> None:
        for keys, act in (
            ("Ctrl+K", self._go_find),
            ("Ctrl+D", self._go_due),
            ("Ctrl+L", self.lock),
            ("F5", self.refresh),
        ):
            QShortcut(QKeySequence(keys), self).activated.connect(act)

    def _start_clock(self) -> None:
        self._quiet = QElapsedTimer()
        self._quiet.start()
        self._tick_timer = QTimer(self)
        self._tick_timer.setInterval(1000)
        self._tick_timer.timeout.connect(self._tick)
        self._tick_timer.start()
        QApplication.instance().focusChanged.connect(self._somebody)  # type: ignore[union-attr]
        self._tick()

    # the way about (context.Nav)

    def home(self) -> None:
        if not self._may_leave():
            return
        while len(self._pages) > 1:
            self._drop(self._pages.pop())
        if not self._pages:
            with Page.born_in(self.stack):
                home = self._make_home()
            self._put(home)
        self._bring_front()

    def open(self, page: QWidget) -> None:
        if not self._may_leave():
            page.deleteLater()
            return
        self.bar.finder.clear()  # whoever comes back sees everybody, not the one who was sought
        self._put(page)
        self._bring_front()

    def go(self, place: str, **about: str) -> None:
        with Page.born_in(self.stack):
            page = self._place(place, about)
        self.open(page)

    def back(self) -> None:
        if len(self._pages) > 1 and self._may_leave():
            self._drop(self._pages.pop())
            self._bring_front()

    def toast(self, words: str, then: str = "", on: Callable[[], object] | None = None) -> None:
        self._toast.say(words, then, on)

    def announce(self, words: str, *, urgent: bool = False) -> None:
        announce(self, words, urgent=urgent)

    def set_late(self, cells: tuple[str, ...]) -> None:
        self.bar.set_late(cells)

    def set_due(self, found: Outstanding) -> None:
        self.bar.due.setText(f"Due {len(found.due) - found.unfinished}")
        self.due_read.emit(found)

    @property
    def why_locked(self) -> str:
        """Why it locked: ``idle``, or empty where somebody chose to."""
        return self._why_locked

    def lock(self) -> None:
        """Put away what was typed, then lock. Once."""
        if self._locking:
            return
        self._locking = True
        self.put_away()
        self._on_lock()

    def put_away(self) -> None:
        """Have every open page save what has been typed."""
        for page in self._pages:
            _save(page)

    # pages

    def page(self) -> QWidget | None:
        """The page in front."""
        return self._pages[-1] if self._pages else None

    def refresh(self) -> None:
        fresh = getattr(self.page(), "refresh", None)
        if fresh is not None:
            fresh()

    def _put(self, page: QWidget) -> None:
        self._pages.append(page)
        self.stack.addWidget(page)
        page.windowTitleChanged.connect(self._retitle)

    def _bring_front(self) -> None:
        page = self._pages[-1]
        turned = self._turned_to_person()
        self.bar.turn(turned)
        self.turned.emit(turned)
        if turned:
            self._toast.hide()
        self.stack.setCurrentWidget(page)
        self.refresh()
        self._retitle()
        start = getattr(page, "focus_start", None)
        if start is not None:
            QTimer.singleShot(0, page, start)

    def _retitle(self, _title: str = "") -> None:
        """The title of the page in front, also when another section of it is chosen."""
        page = self.page()
        if page is not None and page.windowTitle():
            self.window().setWindowTitle(f"{page.windowTitle()} – {self._ctx.suite}")

    def _drop(self, page: QWidget) -> None:
        _save(page)
        self.stack.removeWidget(page)
        page.hide()
        page.deleteLater()

    def _may_leave(self) -> bool:
        asked = getattr(self.page(), "may_leave", None)
        return True if asked is None else bool(asked())

    def _turned_to_person(self) -> bool:
        page = self.page()
        return isinstance(page, Page) and page.turned_to_person

    # what is due

    def _go_due(self) -> None:
        """The list of the whole suite; where it is in front already, read it again."""
        if self._ctx.member.role is not Role.HCP or self._turned_to_person():
            return
        page = self.page()
        if page is not None and page.objectName() == "due":
            self.refresh()
        else:
            self.go("due")

    # finding

    def _go_find(self) -> None:
        if self.bar.finder.isVisible():
            self.bar.finder.setFocus(Qt.FocusReason.ShortcutFocusReason)
            self.bar.finder.selectAll()

    def _find(self, words: str) -> None:
        """A page that lists people narrows itself as the words are typed."""
        finder = getattr(self.page(), "find_people", None)
        if finder is not None:
            finder(words.strip())

    def _find_first(self) -> None:
        """Enter: back to the board with these words, or open the first that is found."""
        words = self.bar.finder.text().strip()
        first = getattr(self.page(), "find_first", None)
        if first is not None:
            first()
            return
        self.home()
        self._find(words)

    def _leave_find(self) -> None:
        page = self.page()
        if page is not None:
            page.setFocus(Qt.FocusReason.OtherFocusReason)

    # keys, errors, time

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """What nothing else wanted."""
        if event.key() == Qt.Key.Key_Escape:
            if len(self._pages) == 1:
                self.bar.finder.clear()
            self.back()
            return
        page = self.page()
        if isinstance(page, Page):
            inner: Page | None = page
        else:
            found = [] if page is None else page.findChildren(Page)
            inner = next((p for p in found if p.isVisible()), None)
        if inner is None or not inner.handle_key(event):
            super().keyPressEvent(event)

    def _failed(self, error: Exception) -> None:
        words, then = getattr(error, "words", str(error)), getattr(error, "then", "")
        self.failure.say(f"{words} {then}".strip())

    def say_clock(self, words: str) -> None:
        """This computer's clock was moved: said until somebody has looked, and all that hangs on
        it is read again."""
        self.clock_moved.say(words)
        self.refresh()
        home = self._pages[0] if self._pages else None
        fresh = getattr(home, "refresh", None)
        if fresh is not None and home is not self.page():
            fresh()

    def add_choice(self, words: str, name: str, on: bool, turned: Callable[[bool], object]) -> None:
        """A choice of this workstation, in the menu beside the themes."""
        menu = self.bar.who.menu()
        action = QAction(words, menu)
        action.setObjectName(name)
        action.setCheckable(True)
        action.setChecked(on)
        action.toggled.connect(turned)
        menu.addSeparator()
        menu.addAction(action)

    def set_theme(self, name: theme.ThemeName) -> None:
        theme.apply(QApplication.instance(), name)  # type: ignore[arg-type]
        self._on_theme(name)

    def showEvent(self, event: QShowEvent) -> None:
        """All keys and presses reach the native window first: one filter there hears them."""
        super().showEvent(event)
        handle = self.window().windowHandle()
        if handle is not None:
            handle.installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.KeyPress, QEvent.Type.MouseButtonPress,
                            QEvent.Type.MouseMove, QEvent.Type.Wheel):  # fmt: skip
            self._quiet.restart()
            if self.warning.isVisible() and event.type() is not QEvent.Type.MouseMove:
                self.warning.hide()
        return False

    def _somebody(self) -> None:
        """The focus moved, in this window or in one that belongs to it: somebody is there."""
        self._quiet.restart()

    def _tick(self) -> None:
        self.bar.clock.setText(dates.cui_time(self._ctx.now()))
        quiet = self._quiet.elapsed() // 1000
        if quiet >= self._idle_seconds:
            self._why_locked = "idle"
            self.lock()
        elif quiet >= self._idle_seconds - WARN_SECONDS:
            left = self._idle_seconds - quiet
            self.warning.say(
                f"Locking in {left} seconds. What you have typed is kept. Press any key to stay."
            )
        elif self.warning.isVisible():
            self.warning.hide()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.bar.fit(event.size().width())
        self._toast.place()

    def stop(self) -> None:
        """End the clock; nothing of the frame runs after this."""
        self._tick_timer.stop()
        self.stopped.emit()


def _save(page: QWidget) -> None:
    for one in (page, *page.findChildren(Page)):
        put_away = getattr(one, "save_now", None)
        if put_away is not None:
            put_away()
