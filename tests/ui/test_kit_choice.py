"""What comes out of a choice is a real member of the Enum, by mouse and by number key."""

from __future__ import annotations

from enum import Enum
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from custodyhcp.records.directions import FitToDetain
from custodyhcp.ui.kit import Choice, Field, MultiChoice, Page, Pick


class Answer(Enum):
    YES = "YES"
    NO = "NO"
    COULD_NOT = "COULD_NOT"


class Sign(Enum):
    SHAKING = "shaking"
    SWEATING = "sweating"


WORDS = {Answer.YES: "Yes", Answer.NO: "No", Answer.COULD_NOT: "Could not be asked"}


def page_of(show: Any, *parts: Any) -> Page:
    page = Page("A question", name="page")
    page.add(*parts)
    show(page)
    return page


def test_nothing_is_chosen_until_somebody_chooses(qtbot: Any, show: Any) -> None:
    choice = Choice("Answer", WORDS, name="q")
    page_of(show, choice)
    assert choice.value() is None


@pytest.mark.parametrize("member", Answer)
def test_mouse_gives_the_member_itself(qtbot: Any, show: Any, member: Answer) -> None:
    choice = Choice("Answer", WORDS, name="q")
    page_of(show, choice)
    with qtbot.waitSignal(choice.chosen) as told:
        qtbot.mouseClick(choice.button(member), Qt.MouseButton.LeftButton)
    assert told.args[0] is member
    assert choice.value() is member
    assert choice.button(member).objectName() == f"q.{member.name}"


@pytest.mark.parametrize(
    ("key", "member"), [(Qt.Key.Key_1, Answer.YES), (Qt.Key.Key_3, Answer.COULD_NOT)]
)
def test_number_key_answers(qtbot: Any, show: Any, key: Qt.Key, member: Answer) -> None:
    choice = Choice("Answer", WORDS, name="q")
    page = page_of(show, choice)
    page.focus_start()
    qtbot.keyClick(QApplication.focusWidget() or page, key)
    assert choice.value() is member


def test_numbers_go_on_from_question_to_question(qtbot: Any, show: Any) -> None:
    first = Choice("First", WORDS, name="a")
    second = Choice("Second", WORDS, name="b")
    page = page_of(show, first, second)
    page.focus_start()
    for key in (Qt.Key.Key_2, Qt.Key.Key_1):
        qtbot.keyClick(QApplication.focusWidget(), key)
    assert first.value() is Answer.NO
    assert second.value() is Answer.YES


def test_numbers_typed_into_a_box_answer_nothing(qtbot: Any, show: Any) -> None:
    choice = Choice("Answer", WORDS, name="q")
    field = Field("Minutes", name="minutes", units="minutes")
    page_of(show, choice, field)
    field.focus_first()
    qtbot.keyClicks(field.box, "12")
    assert field.text() == "12"
    assert choice.value() is None


def test_pressing_the_chosen_one_again_keeps_it(qtbot: Any, show: Any) -> None:
    choice = Choice("Answer", WORDS, name="q", value=Answer.NO)
    page_of(show, choice)
    qtbot.mouseClick(choice.button(Answer.NO), Qt.MouseButton.LeftButton)
    assert choice.value() is Answer.NO


def test_arrows_move_the_focus_and_space_chooses(qtbot: Any, show: Any) -> None:
    choice = Choice("Answer", WORDS, name="q")
    page_of(show, choice)
    choice.focus_first()
    qtbot.keyClick(choice.button(Answer.YES), Qt.Key.Key_Right)
    assert choice.value() is None
    assert QApplication.focusWidget() is choice.button(Answer.NO)
    qtbot.keyClick(choice.button(Answer.NO), Qt.Key.Key_Space)
    assert choice.value() is Answer.NO


def test_an_option_taken_away_is_un_chosen(qtbot: Any, show: Any) -> None:
    choice = Choice("Answer", WORDS, name="q", value=Answer.NO)
    page_of(show, choice)
    choice.only([Answer.YES, Answer.COULD_NOT])
    assert choice.value() is None
    choice.only(Answer)
    assert len(choice.buttons()) == 3


def test_several_come_out_as_members(qtbot: Any, show: Any) -> None:
    signs = MultiChoice("Signs", {s: s.value for s in Sign}, name="signs")
    page_of(show, signs)
    with qtbot.waitSignal(signs.changed):
        qtbot.mouseClick(signs.button(Sign.SWEATING), Qt.MouseButton.LeftButton)
    assert signs.values() == (Sign.SWEATING,)
    assert signs.values()[0] is Sign.SWEATING


def test_a_drop_down_gives_back_the_object_it_was_given(qtbot: Any, show: Any) -> None:
    pick = Pick("Fitness", [(f, f.name) for f in FitToDetain], name="fit")
    page_of(show, pick)
    assert pick.value() is None
    for member in FitToDetain:
        pick.set_value(member)
        assert pick.value() is member


def test_every_option_has_a_name_a_screen_reader_can_say(qtbot: Any, show: Any) -> None:
    choice = Choice("Answer", WORDS, name="q")
    page_of(show, choice)
    assert [b.accessibleName() for b in choice.buttons()] == list(WORDS.values())
    assert all(b.height() >= 40 for b in choice.buttons())
