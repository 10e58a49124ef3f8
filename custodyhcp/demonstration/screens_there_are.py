"""Every screen there is, in the order in which the pictures are taken.

Those that only look come before those that record something, so that a run shows the same however
often it is made. A test looks for any place in ``ui.places`` and any section of a page that is
missing here.
"""

from __future__ import annotations

from custodyhcp.demonstration.briefing_screens import DIRECTIONS
from custodyhcp.demonstration.capacity_screens import CAPACITY
from custodyhcp.demonstration.consent_screens import CONSENT
from custodyhcp.demonstration.due_screens import (
    CLOCK,
    DUE,
    DUE_EMPTY,
    DUE_RECORDED,
    LOCKED,
    TAKING_OVER,
)
from custodyhcp.demonstration.entry_screens import ENTRIES
from custodyhcp.demonstration.injury_screens import INJURIES, MEDICINES
from custodyhcp.demonstration.loop_screens import (
    LOOP_OF_ADMIN,
    LOOP_OF_CUSTODY,
    LOOP_OF_HEALTHCARE,
)
from custodyhcp.demonstration.observation_screens import OBSERVATIONS
from custodyhcp.demonstration.paper_screens import (
    AFTER_DOWNTIME,
    PAPERS_OF_CUSTODY,
    PAPERS_OF_HEALTHCARE,
)
from custodyhcp.demonstration.people import ADMIN, HCP, OFFICER, SERGEANT
from custodyhcp.demonstration.people_screens import PEOPLE
from custodyhcp.demonstration.showing import (
    Begins,
    Go,
    Screen,
    Showing,
    coming,
    each,
    filling,
    home,
    opening,
    person,
    place,
    pressing,
    scrolled,
)

WELL, NEW, UNCONSCIOUS, YOUNG, INSULIN, SILENT, NO_ABODE, UNREAD, LAST = (
    "NG/26/4404",
    "NG/26/4412",
    "NG/26/4411",
    "NG/26/4407",
    "NG/26/4390",
    "NG/26/4409",
    "NG/26/4410",
    "NG/26/4402",
    "NG/26/4413",
)
PASSPHRASE = "granite window five harbours"  # noqa: S105 - of a suite that is thrown away

SET_UP_PLACE = filling(
    ("setup.organisation", "Northgate Custody Healthcare"),
    ("setup.suite", "Northgate custody"),
    ("setup.phone", "01632 960 155"),
)
SET_UP_ADMIN = filling(
    "setup.place.next",
    ("setup.admin.name", "Rhys Price"),
    ("setup.admin.login", "rhys.price"),
    ("setup.passphrase", PASSPHRASE),
    ("setup.again", PASSPHRASE),
)
SET_UP_OFFICERS = filling(
    "setup.admin.next",
    ("setup.officer.1", "Hanna Brook"),
    ("setup.officer.2", "Owen Pryce"),
    ("setup.officer.3", "Zara Lindqvist"),
)


def type_codes_back(showing: Showing) -> None:
    """The end of each of the four codes, as they are shown."""
    for _ in range(4):
        code = showing.text("setup.code")
        showing.fill("setup.code.last", code.rsplit("-", 1)[-1])
        showing.press("setup.code.next")


ASSESSED = filling(
    "assessment.codes.ILL",
    ("assessment.reason", "Says his chest has been tight since the arrest"),
    ("assessment.findings", "Talks in whole sentences. Chest clear. ECG normal, NEWS2 on paper."),
    ("assessment.impression", "Anxiety; no sign of a heart attack"),
    ("assessment.plan", "Explained. Repeat ECG in two hours."),
    "assessment.allergies.KNOWN",
    ("assessment.allergy_list", "aspirin (wheeze)"),
    "assessment.fitness.FIT",
    "assessment.level.2",
    "assessment.why.MEDICAL_CONDITION",
    "assessment.call_hcp.SHAKING_OR_SWEATING",
    "assessment.call_999.CANNOT_BE_WOKEN",
    "assessment.call_999.NOT_BREATHING_NORMALLY",
    "assessment.review.IN_2_HRS",
    "assessment.missed.RING_HEALTHCARE",
    "assessment.self_harm.NONE_IDENTIFIED",
    "assessment.adult.NOT_RECOMMENDED",
)
LETTER = filling(
    ("summary.address", "riverside.practice@nhs.net"),
    ("summary.address_again", "riverside.practice@nhs.net"),
    ("summary.actions", "Look at her feet and register her; within 2 weeks"),
    "summary.check",
)


TOO_UNWELL = ("notice.language.EN_EASY", "notice.result.TOO_UNWELL", "notice.again.2")
WAITS = ("notice.language.OTHER", "notice.result.NO_INTERPRETER")
SHOWN_EASY = ("notice.language.EN_EASY", "notice.show", "notice.showing.next")
SHOWN_WELSH = ("notice.language.CY", "notice.show", *4 * ("notice.showing.next",))


def _before_sign_in() -> tuple[Screen, ...]:
    nothing, lost = Begins.NOTHING, Begins.KEY_LOST

    def then(name: str, go: Go, after: str, *, begins: Begins = nothing) -> Screen:
        return Screen(name, None, go, after=after, begins=begins)

    return (
        Screen("set-up-1-place", None, SET_UP_PLACE, begins=nothing),
        then("set-up-2-administrator", SET_UP_ADMIN, "set-up-1-place"),
        then("set-up-3-officers", SET_UP_OFFICERS, "set-up-2-administrator"),
        then("set-up-4-recovery-code", pressing("setup.make"), "set-up-3-officers"),
        then("set-up-5-acceptable-use", type_codes_back, "set-up-4-recovery-code"),
        then("set-up-6-done", pressing("use.accept"), "set-up-5-acceptable-use"),
        Screen("recovery", None, home, begins=lost),
        Screen("no-keyring", None, home, begins=Begins.NO_KEYRING),
        Screen("sign-in", None, home),
        *LOCKED,
        Screen("sign-in-errors", None, pressing("signin.submit"), errors=True),
        Screen("first-sign-in", None, filling(("signin.name", "jo.smith"), "signin.code")),
    )


def _first_day() -> tuple[Screen, ...]:
    return (
        Screen("board-empty", HCP, home, begins=Begins.FIRST_DAY),
        *DUE_EMPTY,
        Screen("briefings-empty", SERGEANT, home, begins=Begins.FIRST_DAY),
        Screen("oversight-empty", OFFICER, home, begins=Begins.FIRST_DAY),
    )


def _nurse() -> tuple[Screen, ...]:
    return (
        Screen("board", HCP, home),
        *PEOPLE,
        *DUE,
        Screen("add-person", HCP, place("add-person")),
        Screen("custody-list", HCP, place("custody-list")),
        Screen("practice-file", HCP, place("practice-file")),
        Screen("unanswered-none", HCP, place("unanswered")),
        Screen("person-timeline", HCP, person(WELL, "timeline")),
        Screen("person-not-fit", HCP, person(UNCONSCIOUS, "timeline")),
        Screen("person-consent", HCP, person(NEW, "consent")),
        Screen("person-consent-yes", HCP, person(NEW, "consent", "consent.answer.YES")),
        Screen("person-consent-unable", HCP, person(LAST, "consent", "consent.answer.UNABLE")),
        Screen("person-consent-young", HCP, person(YOUNG, "consent")),
        *CONSENT,
        *CAPACITY,
        Screen("person-consent_history", HCP, person(INSULIN, "consent_history")),
        Screen("person-withdrawal", HCP, person(INSULIN, "consent", "consent.withdraw")),
        Screen("person-notice", HCP, person(NEW, "notice")),
        Screen("person-notice-unwell", HCP, person(WELL, "notice", *TOO_UNWELL)),
        Screen("person-notice-interpreter", HCP, person(NEW, "notice", *WAITS)),
        Screen("person-notice-errors", HCP, person(NEW, "notice", "notice.record"), errors=True),
        Screen("notice-showing", HCP, person(NEW, "notice", *SHOWN_EASY)),
        Screen("notice-showing-welsh", HCP, person(NEW, "notice", *SHOWN_WELSH)),
        Screen("notice-print", HCP, person(NEW, "notice", "notice.language.CY", "notice.print")),
        Screen("notice-copy", HCP, person(INSULIN, "notice", "notice.copy.print")),
        Screen("person-scr", HCP, person(INSULIN, "scr")),
        Screen("person-gp", HCP, person(INSULIN, "gp")),
        *OBSERVATIONS,
        *INJURIES,
        *MEDICINES,
        *ENTRIES,
        Screen("person-briefing", HCP, person(YOUNG, "briefing")),
        Screen("person-details", HCP, person(WELL, "details")),
        Screen("person-assessment-again", HCP, person(SILENT, "assessment")),
        Screen("person-summary-ask-first", HCP, person(WELL, "summary")),
        Screen("person-summary", HCP, person(INSULIN, "summary")),
        Screen("person-summary-check", HCP, each(person(NO_ABODE, "summary"), LETTER)),
        Screen(
            "person-summary-waiting",
            HCP,
            pressing("summary.create"),
            after="person-summary-check",
        ),
        Screen("unanswered", HCP, place("unanswered")),
        Screen("person-assessment", HCP, person(NEW, "assessment")),
        *DIRECTIONS,
        Screen(
            "person-assessment-errors",
            HCP,
            person(NEW, "assessment", "assessment.sign"),
            errors=True,
        ),
        Screen(
            "person-assessment-filled",
            HCP,
            each(
                person(NEW, "assessment"),
                scrolled(ASSESSED, "assessment.codes.ILL"),
                coming("panel.foot"),
            ),
        ),
        Screen(
            "person-briefing-before",
            HCP,
            pressing("assessment.sign", "person.section.briefing"),
            after="person-assessment-filled",
        ),
        Screen(
            "person-briefing-published",
            HCP,
            pressing("briefing.publish"),
            after="person-briefing-before",
        ),
        *PAPERS_OF_HEALTHCARE,
        *DUE_RECORDED,
        *CLOCK,
        *TAKING_OVER,
    )


def _custody() -> tuple[Screen, ...]:
    return (
        Screen("briefings", SERGEANT, home),
        *PAPERS_OF_CUSTODY,
        Screen("briefing-whole", SERGEANT, pressing(f"sergeant.open.{UNREAD}")),
        Screen("acknowledge", SERGEANT, pressing(f"sergeant.acknowledge.{UNREAD}")),
        Screen("transfer", SERGEANT, pressing(f"sergeant.transfer.{UNCONSCIOUS}")),
        *AFTER_DOWNTIME,
        *LOOP_OF_CUSTODY,
    )


def _oversight() -> tuple[Screen, ...]:
    made = Begins.TWELVE
    return (
        Screen("oversight-alerts", OFFICER, home, begins=made),
        Screen("oversight-review", OFFICER, pressing("ig.review.open", "ig.review.read_reason")),
        Screen("oversight-health", OFFICER, pressing("ig.section.health")),
        Screen("oversight-quality", OFFICER, pressing("ig.section.quality")),
        Screen("oversight-late-requests", OFFICER, pressing("ig.section.attending")),
        Screen(
            "oversight-exports",
            OFFICER,
            filling("ig.section.exports", ("ig.export.path", "E:\\export.zip")),
        ),
        Screen("oversight-checks-empty", OFFICER, pressing("ig.section.checks")),
        Screen("oversight-check-1-commit", OFFICER, pressing("ig.section.checks", "ig.spot.new")),
        Screen(
            "oversight-check-2-dice",
            OFFICER,
            filling("ig.spot.commit", ("ig.spot.nonce", "4 2 6 6 1 3 5 2 1 4")),
            after="oversight-check-1-commit",
        ),
        Screen(
            "oversight-check-3-drawn",
            OFFICER,
            filling(
                "ig.spot.draw",
                ("ig.spot.to", "Inspector Dale, custody"),
                ("ig.spot.path", "E:\\custody-list.csv"),
            ),
            after="oversight-check-2-dice",
        ),
        Screen("oversight-checks", OFFICER, pressing("ig.section.checks")),
    )


def _administrator() -> tuple[Screen, ...]:
    return (
        Screen("people", ADMIN, home),
        Screen("people-codes", ADMIN, pressing("admin.codes")),
        *LOOP_OF_ADMIN,
        Screen("people-person", ADMIN, opening("admin.table", "Jo Smith")),
        Screen("people-leaving", ADMIN, pressing("admin.left"), after="people-person"),
        Screen("people-add", ADMIN, pressing("admin.add")),
        Screen(
            "people-add-filled",
            ADMIN,
            filling(
                "admin.role.HCP",
                ("admin.name", "Nia Rowlands"),
                "admin.body.HCPC",
                ("admin.registration", "PA99994"),
            ),
            after="people-add",
        ),
        Screen("people-code", ADMIN, pressing("admin.save"), after="people-add-filled"),
    )


SCREENS = (
    *_before_sign_in(),
    *_first_day(),
    *_nurse(),
    *_custody(),
    *LOOP_OF_HEALTHCARE,
    *_oversight(),
    *_administrator(),
)
