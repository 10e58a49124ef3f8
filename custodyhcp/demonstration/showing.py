"""The screens there are, and how each is brought to the front in the demonstration suite.

A test looks for any place in ``ui.places`` and any section of a page that is missing here.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtWidgets import QAbstractButton, QWidget

from custodyhcp.demonstration.people import ADMIN, HCP, OFFICER, SERGEANT
from custodyhcp.ui.door import Demonstration
from custodyhcp.ui.frame import Frame

Wait = Callable[[], None]


@dataclass(frozen=True)
class Showing:
    """What a step has at hand: the frame, the ids by custody reference, and a wait until all the
    work asked for has been done and laid out."""

    frame: Frame
    detention: Callable[[str], str]
    settle: Wait

    def press(self, name: str) -> None:
        """Click the visible button of that name."""
        self.settle()
        found = [b for b in self.frame.findChildren(QAbstractButton, name) if b.isVisible()]
        if not found:
            raise LookupError(f"there is no button '{name}' on this screen")
        found[0].click()
        self.settle()


Go = Callable[[Showing], object]


@dataclass(frozen=True)
class Screen:
    """``who`` signs in (None: nobody), then ``go`` brings the screen to the front."""

    name: str
    who: Demonstration | None
    go: Go


def home(_showing: Showing) -> None:
    """What is there after sign-in."""


def place(name: str) -> Go:
    return lambda showing: showing.frame.go(name)


def pressing(*names: str) -> Go:
    def go(showing: Showing) -> None:
        for name in names:
            showing.press(name)

    return go


def person(reference: str, section: str, *then: str) -> Go:
    def go(showing: Showing) -> None:
        stay = showing.detention(reference)
        showing.frame.go("person", detention=stay, section=section)
        for name in then:
            showing.press(name)

    return go


def page(make: Callable[[Frame], QWidget]) -> Go:
    return lambda showing: showing.frame.open(make(showing.frame))


WELL, NEW, UNCONSCIOUS, YOUNG, INSULIN, SILENT = (
    "NG/26/4404",
    "NG/26/4412",
    "NG/26/4411",
    "NG/26/4407",
    "NG/26/4390",
    "NG/26/4409",
)

SCREENS = (
    Screen("sign-in", None, home),
    Screen("board", HCP, home),
    Screen("add-person", HCP, place("add-person")),
    Screen("custody-list", HCP, place("custody-list")),
    Screen("practice-file", HCP, place("practice-file")),
    Screen("unanswered", HCP, place("unanswered")),
    Screen("person-timeline", HCP, person(WELL, "timeline")),
    Screen("person-not-fit", HCP, person(UNCONSCIOUS, "timeline")),
    Screen("person-consent", HCP, person(NEW, "consent")),
    Screen("person-consent-yes", HCP, person(NEW, "consent", "consent.answer.YES")),
    Screen("person-consent-unable", HCP, person(NEW, "consent", "consent.answer.UNABLE")),
    Screen("person-consent-young", HCP, person(YOUNG, "consent")),
    Screen("person-scr", HCP, person(INSULIN, "scr")),
    Screen("person-gp", HCP, person(INSULIN, "gp")),
    Screen("person-assessment", HCP, person(NEW, "assessment")),
    Screen("person-assessment-again", HCP, person(SILENT, "assessment")),
    Screen("person-briefing", HCP, person(YOUNG, "briefing")),
    Screen("person-summary", HCP, person(INSULIN, "summary")),
    Screen("person-details", HCP, person(WELL, "details")),
    Screen("briefings", SERGEANT, home),
    Screen("acknowledge", SERGEANT, pressing("sergeant.acknowledge.NG/26/4402")),
    Screen("oversight-alerts", OFFICER, home),
    Screen("oversight-checks", OFFICER, pressing("ig.section.checks")),
    Screen("oversight-exports", OFFICER, pressing("ig.section.exports")),
    Screen("oversight-health", OFFICER, pressing("ig.section.health")),
    Screen("oversight-quality", OFFICER, pressing("ig.section.quality")),
    Screen("people", ADMIN, home),
    Screen("people-add", ADMIN, pressing("admin.add")),
    Screen("people-codes", ADMIN, pressing("admin.codes")),
)
