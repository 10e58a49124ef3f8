"""The frame: the way about, keys, idle lock, themes, and room at every size."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from custodyhcp.errors import KnownError
from custodyhcp.ui import places, theme
from custodyhcp.ui.context import Context, Member
from custodyhcp.ui.frame import Frame
from custodyhcp.ui.kit import Field, Page
from custodyhcp.ui.work import Work
from custodyhcp.vault.compartments import Role

NOW = datetime(2026, 11, 23, 3, 12, tzinfo=UTC)


class Desk:
    """Only what the frame itself asks of a desk: the time."""

    def now(self) -> datetime:
        return NOW


class Typed(Page):
    """Counts how often what was typed was put away, and what was sought."""

    def __init__(self, title: str) -> None:
        super().__init__(title, name=title)
        self.saved = 0
        self.fresh = 0
        self.sought: list[str] = []
        self.field = Field("Notes", name="notes")
        self.add(self.field)

    def refresh(self) -> None:
        self.fresh += 1

    def save_now(self) -> None:
        self.saved += 1

    def find_people(self, words: str) -> None:
        self.sought.append(words)


@pytest.fixture
def framed(show: Callable[..., None], qapp: Any) -> Iterator[Callable[..., Frame]]:
    made: list[Frame] = []
    work = Work()

    def make(role: Role = Role.HCP, idle: int = 300) -> Frame:
        locks: list[int] = []
        chosen: list[theme.ThemeName] = []
        member = Member("s1", "Jo Smith", role)
        ctx = Context(Desk(), work, None, member, "Northgate custody")  # type: ignore[arg-type]
        frame = Frame(
            ctx,
            lambda: Typed("Home"),
            lambda name, about: Typed(name + about.get("detention", "")),
            lambda: locks.append(1),
            chosen.append,
            idle_seconds=idle,
        )
        frame.locks, frame.chosen, frame.ctx = locks, chosen, ctx  # type: ignore[attr-defined]
        ctx.nav = frame
        show(frame)
        frame.home()
        made.append(frame)
        QApplication.processEvents()
        return frame

    yield make
    for frame in made:
        frame.stop()
    work.stop()


def front(frame: Frame) -> Typed:
    page = frame.page()
    assert isinstance(page, Typed)
    return page


def test_going_and_coming_back_keeps_the_page_and_reads_it_again(framed: Any, qtbot: Any) -> None:
    frame = framed()
    home = front(frame)
    frame.go("person", detention="7")
    assert front(frame).objectName() == "person7"
    qtbot.keyClick(frame, Qt.Key.Key_Escape)
    assert front(frame) is home
    assert home.fresh == 2
    frame.back()
    assert front(frame) is home


def test_the_window_is_named_after_what_is_in_front(framed: Any) -> None:
    frame = framed()
    home = front(frame)
    frame.go("person")
    front(frame).setWindowTitle("Consent")
    assert frame.window().windowTitle().startswith("Consent – ")
    home.setWindowTitle("Behind")
    assert frame.window().windowTitle().startswith("Consent – ")


def test_esc_in_a_box_goes_back_and_what_was_typed_was_put_away(framed: Any, qtbot: Any) -> None:
    frame = framed()
    frame.go("person")
    page = front(frame)
    page.field.focus_first()
    qtbot.keyClick(page.field.box, Qt.Key.Key_Escape)
    assert page.saved == 1
    assert front(frame).objectName() == "Home"


def test_ctrl_k_finds_and_the_page_narrows_as_one_types(framed: Any, qtbot: Any) -> None:
    frame = framed()
    qtbot.keyClick(front(frame), Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    assert QApplication.focusWidget() is frame.bar.finder
    qtbot.keyClicks(frame.bar.finder, "ozt")
    assert front(frame).sought[-1] == "ozt"
    qtbot.keyClick(frame.bar.finder, Qt.Key.Key_Escape)
    assert front(frame).sought[-1] == ""


def test_what_was_sought_is_given_up_so_that_nobody_stays_hidden(framed: Any, qtbot: Any) -> None:
    frame = framed()
    home = front(frame)
    frame.bar.finder.setText("smith")
    qtbot.keyClick(home, Qt.Key.Key_Escape)
    assert (frame.bar.finder.text(), home.sought[-1]) == ("", "")
    frame.bar.finder.setText("smith")
    frame.go("person")
    assert (frame.bar.finder.text(), home.sought[-1]) == ("", "")


def test_finding_from_another_page_goes_home_first(framed: Any, qtbot: Any) -> None:
    frame = framed()
    home = front(frame)
    frame.go("person")
    frame.bar.finder.setText("smith")
    qtbot.keyClick(frame.bar.finder, Qt.Key.Key_Return)
    assert front(frame) is home
    assert home.sought[-1] == "smith"


@pytest.mark.parametrize("role", [Role.SERGEANT, Role.IG, Role.ADMIN])
def test_only_a_health_professional_can_find_people(framed: Any, role: Role) -> None:
    frame = framed(role)
    assert not frame.bar.finder.isVisible()


def test_ctrl_l_puts_everything_away_and_locks_once(framed: Any, qtbot: Any) -> None:
    frame = framed()
    frame.go("person")
    page = front(frame)
    for _ in range(2):
        qtbot.keyClick(page, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    assert frame.locks == [1]
    assert page.saved == 1


def test_idle_warns_then_locks_and_any_key_stays(framed: Any, qtbot: Any) -> None:
    frame = framed(idle=63)
    qtbot.waitUntil(frame.warning.isVisible, timeout=6000)
    assert "What you have typed is kept" in frame.warning.words.text()
    QTest.keyClick(frame.window().windowHandle(), Qt.Key.Key_A)
    qtbot.waitUntil(lambda: not frame.warning.isVisible(), timeout=1000)
    assert frame.locks == []


def test_idle_locks(framed: Any, qtbot: Any) -> None:
    frame = framed(idle=1)
    qtbot.waitUntil(lambda: frame.locks == [1], timeout=4000)
    assert front(frame).saved == 1


def test_other_people_are_cells_in_the_bar_never_names(framed: Any) -> None:
    frame = framed()
    frame.set_late(("14", "03"))
    assert frame.bar.late.text() == "2 late or not fit: 14, 03"
    assert frame.bar.late.isVisible()
    frame.set_late(())
    assert not frame.bar.late.isVisible()


@pytest.mark.parametrize("name", theme.ThemeName)
def test_theme_is_changed_while_windows_are_open_and_told(framed: Any, name: Any) -> None:
    frame = framed()
    frame.set_theme(name)
    assert theme.current_name() is name
    assert frame.chosen == [name]


def test_an_error_nobody_took_stays_until_it_is_closed(framed: Any, qtbot: Any) -> None:
    frame = framed()

    def job() -> None:
        raise KnownError("The disk is full.", "Free some space.")

    frame.ctx.work.do(job)
    qtbot.waitUntil(frame.failure.isVisible)
    assert frame.failure.words.text() == "The disk is full. Free some space."
    qtbot.mouseClick(frame.failure.button, Qt.MouseButton.LeftButton)
    assert not frame.failure.isVisible()


@pytest.mark.parametrize(("wide", "tall"), [(1366, 768), (683, 384), (1920, 1080)])
def test_bar_fits_at_every_size_and_at_twice_the_scale(framed: Any, wide: int, tall: int) -> None:
    frame = framed()
    frame.set_late(("14", "03"))
    frame.resize(wide, tall)
    QApplication.processEvents()
    assert frame.width() == wide
    assert frame.bar.lock.mapTo(frame, frame.bar.lock.rect().bottomRight()).x() <= wide


def test_every_role_has_a_home_that_exists() -> None:
    for role in Role:
        if role is not Role.DEVICE:
            assert places.home_of(role) in places.PLACES
    with pytest.raises(ValueError, match="workstation"):
        places.home_of(Role.DEVICE)


def test_every_place_is_among_the_pictures() -> None:
    """A place that ``screens`` does not picture would go unseen."""
    from custodyhcp.demonstration.screens_there_are import SCREENS

    names = {screen.name for screen in SCREENS}
    for place in places.PLACES:
        assert any(place.split("-")[0] in name for name in names), place


def test_every_section_of_a_person_is_among_the_pictures() -> None:
    from custodyhcp.demonstration.screens_there_are import SCREENS
    from custodyhcp.ui.person_page import SECTIONS

    names = {screen.name for screen in SCREENS}
    for section in SECTIONS:
        assert f"person-{section}" in names, section


def test_bare_page_is_never_modal(framed: Any) -> None:
    frame = framed()
    frame.toast("Recorded.", "Undo", lambda: None)
    assert not any(w.isModal() for w in QApplication.topLevelWidgets() if isinstance(w, QWidget))
