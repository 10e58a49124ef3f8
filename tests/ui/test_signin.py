"""The door's screens, by keyboard: sign-in, first sign-in, acceptable use, recovery."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import keyring.errors
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget

from custodyhcp import staff
from custodyhcp.app import Rooms
from custodyhcp.ui.door import Demonstration
from custodyhcp.ui.passphrase import PassphraseField
from custodyhcp.ui.recovery import NoKeyPage, RecoveryPage
from custodyhcp.ui.signin import AcceptUsePage, EnrolPage, SignInPage
from custodyhcp.ui.window import MainWindow
from custodyhcp.vault.compartments import Role
from custodyhcp.vault.throwaway import MemoryKeyring

KEYS = Qt.Key


@pytest.fixture
def opened(suite, qtbot, show) -> Iterator[Callable[..., MainWindow]]:
    """The real window on the real suite; stopped afterwards."""
    made: list[MainWindow] = []

    def open_window(folder: Path | None = None, ring: object | None = None) -> MainWindow:
        suite.close()
        rooms = Rooms(folder or suite.folder, backend=ring or suite.ring)
        window = MainWindow(lambda: rooms)
        made.append(window)
        show(window)
        qtbot.waitUntil(lambda: window.work.pending() == 0 and window.door is not None)
        return window

    yield open_window
    for window in made:
        window.stop()


def seen(window: QWidget, name: str) -> QWidget:
    return next(w for w in window.findChildren(QWidget, name) if w.isVisible())


def keys(text: str) -> None:
    QTest.keyClicks(focused(), text)


def press(key: Qt.Key) -> None:
    QTest.keyClick(focused(), key)


def focused() -> QWidget:
    """Where keys go: never nowhere, for then a key would be lost."""
    QApplication.processEvents()
    found = QApplication.focusWidget()
    assert found is not None, "nothing has the focus"
    return found


def front(window: MainWindow) -> QWidget:
    return window.centralWidget().currentWidget()


def settled(qtbot, window: MainWindow) -> None:
    qtbot.waitUntil(lambda: window.work.pending() == 0, timeout=10_000)
    QApplication.processEvents()


def test_signing_in_by_keyboard_alone(opened, suite, qtbot) -> None:
    login, passphrase = suite.passphrases["admin"]
    window = opened()
    assert QApplication.focusWidget().objectName() == "signin.name"
    keys(login)
    press(KEYS.Key_Tab)
    assert QApplication.focusWidget().objectName() == "signin.passphrase"
    keys(passphrase)
    press(KEYS.Key_Return)
    qtbot.waitUntil(lambda: window.frame is not None, timeout=10_000)
    settled(qtbot, window)


def test_a_refusal_says_why_and_keeps_the_name(opened, suite, qtbot) -> None:
    window = opened()
    keys("robin.hale")
    press(KEYS.Key_Tab)
    keys("not it at all")
    press(KEYS.Key_Return)
    settled(qtbot, window)
    page = window.signin
    assert page.login.text() == "robin.hale"
    assert page.passphrase.text() == ""
    assert page.problems.isVisible()
    assert "do not match" in page.problems.accessibleName()


def test_nothing_typed_is_asked_for_in_words(show, qtbot) -> None:
    asked: list[tuple[str, str]] = []
    page = SignInPage(lambda *typed: asked.append(typed), lambda _login: None)
    show(page)
    page.submit.click()
    assert asked == []
    assert page.login.error() and page.passphrase.error()


def test_a_passphrase_keeps_its_spaces_and_may_be_pasted(show, qtbot) -> None:
    asked: list[tuple[str, str]] = []
    page = SignInPage(lambda *typed: asked.append(typed), lambda _login: None)
    show(page)
    page.login.set_text("sam")
    QApplication.clipboard().setText(" four small green boats ")
    box = page.passphrase.box
    assert isinstance(box, QLineEdit)
    box.paste()
    page.submit.click()
    assert asked == [("sam", " four small green boats ")]
    QApplication.clipboard().clear()


def test_a_passphrase_is_shown_only_while_asked(show) -> None:
    field = PassphraseField("Passphrase", name="p")
    show(field)
    box = field.box
    assert isinstance(box, QLineEdit)
    button = field.findChild(QWidget, "p.show")
    assert box.echoMode() is QLineEdit.EchoMode.Password
    button.click()
    assert box.echoMode() is QLineEdit.EchoMode.Normal
    assert button.accessibleName() == "Hide passphrase"
    field.hide_again()
    assert box.echoMode() is QLineEdit.EchoMode.Password


def test_caps_lock_is_noticed(show) -> None:
    field = PassphraseField("Passphrase", name="p")
    show(field)
    field.focus_first()
    hint = field.findChild(QWidget, "p.caps")
    QTest.keyClick(field.box, "A")  # a capital without Shift
    assert hint.isVisible()
    QTest.keyClick(field.box, "b")
    assert not hint.isVisible()
    QTest.keyClick(field.box, "A", Qt.KeyboardModifier.ShiftModifier)
    assert not hint.isVisible()
    assert field.text() == "AbA"


def test_the_demonstration_fills_in_what_it_shows(show) -> None:
    person = Demonstration("Nurse", "j.smith", "amber kettle seven rivers")
    page = SignInPage(lambda *_typed: None, lambda _login: None, [person])
    show(page)
    seen(page, "signin.demo.j.smith").click()
    assert (page.login.text(), page.passphrase.text()) == (person.login, person.passphrase)


def test_esc_goes_back_from_choosing_a_passphrase(show, qtbot) -> None:
    back: list[bool] = []
    page = EnrolPage("", "", lambda *_typed: None, lambda: back.append(True))
    show(page)
    qtbot.keyClick(page.code.box, KEYS.Key_Escape)
    assert back == [True]


def test_first_sign_in_from_code_to_acceptable_use(opened, suite, qtbot) -> None:
    invitation = staff.invite(suite.admin, staff.Newcomer("Bo Hart", Role.ADMIN))
    window = opened()
    keys("bo hart")
    seen(window, "signin.code").setFocus()
    press(KEYS.Key_Return)
    page = front(window)
    assert isinstance(page, EnrolPage)
    assert page.login.text() == "bo hart"
    assert focused().objectName() == "enrol.code"
    keys(invitation.code.lower())
    for words in ("too short", "green door rusty kettle"):
        page.first.set_text("")
        page.second.set_text("")
        page.first.focus_first()
        keys(words)
        page.second.focus_first()
        keys(words)
        press(KEYS.Key_Return)
        if words == "too short":
            assert "at least 12" in page.first.error()
    qtbot.waitUntil(lambda: isinstance(front(window), AcceptUsePage), timeout=10_000)
    settled(qtbot, window)
    press(KEYS.Key_Return)
    qtbot.waitUntil(lambda: window.frame is not None, timeout=10_000)
    settled(qtbot, window)


def test_a_mistyped_code_is_named_and_nothing_is_lost(opened, suite, qtbot) -> None:
    invitation = staff.invite(suite.admin, staff.Newcomer("Bo Hart", Role.ADMIN))
    last = "0" if invitation.code[-1] != "0" else "2"
    window = opened()
    window._enrol_page("bo.hart", invitation.code[:-1] + last)
    page = front(window)
    assert isinstance(page, EnrolPage)
    for field in (page.first, page.second):
        field.set_text("green door rusty kettle")
    seen(page, "enrol.submit").click()
    settled(qtbot, window)
    assert "Group 4" in page.problems.accessibleName()
    assert page.first.text() == "green door rusty kettle"


def test_a_computer_without_its_key_asks_for_two_codes(opened, suite, qtbot) -> None:
    window = opened(ring=MemoryKeyring())
    page = front(window)
    assert isinstance(page, RecoveryPage)
    page.first.set_text(suite.shares[0].code)
    wrong = suite.shares[3].code[:-1] + ("0" if suite.shares[3].code[-1] != "0" else "2")
    page.second.set_text(wrong)
    seen(page, "recovery.submit").click()
    assert "Group 7" in page.second.error()
    page.second.set_text(suite.shares[3].code.lower().replace("-", " "))
    page.second.focus_first()
    press(KEYS.Key_Return)
    qtbot.waitUntil(lambda: front(window) is window.signin, timeout=10_000)
    settled(qtbot, window)


def test_codes_of_another_suite_are_refused_in_words(opened, suite, qtbot) -> None:
    from custodyhcp.vault.codes import fresh_code

    window = opened(ring=MemoryKeyring())
    page = front(window)
    assert isinstance(page, RecoveryPage)
    page.first.set_text(suite.shares[0].code)
    page.second.set_text(fresh_code(7))
    seen(page, "recovery.submit").click()
    settled(qtbot, window)
    assert "do not open this store" in page.problems.accessibleName()
    assert page.first.text() == suite.shares[0].code


def test_a_locked_keyring_leads_to_words_and_another_try(opened, suite, qtbot) -> None:
    class Lockable(MemoryKeyring):
        locked = True

        def get_password(self, service: str, username: str) -> str | None:
            if self.locked:
                raise keyring.errors.KeyringLocked
            return super().get_password(service, username)

    ring = Lockable.from_text(suite.ring.to_text())
    window = opened(ring=ring)
    page = front(window)
    assert isinstance(page, NoKeyPage)
    assert "locked" in page.windowTitle()
    press(KEYS.Key_Return)
    settled(qtbot, window)
    assert isinstance(front(window), NoKeyPage)
    ring.locked = False
    press(KEYS.Key_Return)
    qtbot.waitUntil(lambda: front(window) is window.signin, timeout=10_000)
    settled(qtbot, window)
    assert "Harrow Lane" in window.windowTitle()
