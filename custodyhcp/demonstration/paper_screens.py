"""What leaves the building, and whether a paper in somebody's hand still counts."""

from __future__ import annotations

from PySide6.QtWidgets import QCheckBox

from custodyhcp.demonstration.people import HCP, SERGEANT
from custodyhcp.demonstration.showing import Screen, Showing, filling, person, place, pressing

UNREAD, NOBODY_SAW = "NG/26/4402", "NG/26/4410"


def _current(showing: Showing) -> None:
    """The code is the one that a print of this version has."""
    from custodyhcp.sharing import papers, publishing
    from custodyhcp.ui.check_paper_page import CheckPaperPage

    showing.frame.go("check-paper")
    page = showing.frame.page()
    if not isinstance(page, CheckPaperPage):
        raise LookupError("there is no page to check a paper")
    desk = page.ctx.desk
    current = publishing.stay(desk, showing.detention(UNREAD)).versions[-1]
    showing.fill("check.code", papers.code_of(desk, current).words)
    showing.press("check.check")


def _listed(showing: Showing) -> None:
    showing.frame.go("after-downtime")
    filling(
        ("downtime_list.since", "02:00"),
        ("downtime_list.until", "03:00"),
        "downtime_list.begin.act",
    )(showing)
    showing.pick("downtime_list.who", "Cell 03")
    filling(
        "downtime_list.paper.MEDICINE",
        ("downtime_list.by", "Jo Smith"),
        ("downtime_list.at", "02:20"),
        "downtime_list.add.act",
    )(showing)


def _mistyped(showing: Showing) -> None:
    showing.frame.go("check-paper")
    showing.fill("check.code", "7K3QM-0000")
    showing.press("check.check")


def _letter(showing: Showing) -> None:
    person(UNREAD, "transfer")(showing)
    pressing("transfer.letter")(showing)


def _letter_refused(showing: Showing) -> None:
    _letter(showing)
    filling(("letter.place", "HMP Leeds"), "letter.basis.BEST_INTERESTS", "letter.see")(showing)


def _letter_seen(showing: Showing) -> None:
    """On a basis of the rule, with everything that is offered in the first parts."""
    _letter(showing)
    for box in showing.window.findChildren(QCheckBox):
        if box.isVisible() and box.objectName().startswith("letter."):
            box.click()
    filling(
        ("letter.place", "HMP Leeds"),
        "letter.basis.PUBLIC_INTEREST_RISK_OTHERS",
        ("letter.reason", "Said at 02:40 what they will do to whoever shares the van."),
        "letter.see",
    )(showing)


PAPERS_OF_CUSTODY = (
    Screen("check-paper", SERGEANT, place("check-paper")),
    Screen("check-paper-current", SERGEANT, _current),
    Screen("check-paper-mistyped", SERGEANT, _mistyped, errors=True),
    Screen("after-downtime", SERGEANT, place("after-downtime")),
)
AFTER_DOWNTIME = (Screen("after-downtime-listed", SERGEANT, _listed),)
PAPERS_OF_HEALTHCARE = (
    Screen(
        "person-briefing-print",
        HCP,
        pressing("briefing.print"),
        after="person-briefing-published",
    ),
    Screen("person-transfer", HCP, person(UNREAD, "transfer")),
    Screen("person-transfer-none", HCP, person(NOBODY_SAW, "transfer")),
    Screen("sealed-letter", HCP, _letter),
    Screen("sealed-letter-no-reason", HCP, _letter_refused, errors=True),
    Screen("sealed-letter-print", HCP, _letter_seen),
)
