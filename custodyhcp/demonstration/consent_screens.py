"""The consent page as it is while somebody asks: a picture of each state that a question can have.

Each is of another question or another person, so that what was typed for one is not brought back
in the next.
"""

from __future__ import annotations

from custodyhcp.demonstration.people import HCP
from custodyhcp.demonstration.showing import Go, Screen, each, filling, person, scrolled

WELL, NEW, REFUSED, INSULIN, LATE, LAST, RIGHT_TO_LEFT, WELSH = (
    "NG/26/4404",
    "NG/26/4412",
    "NG/26/4406",
    "NG/26/4390",
    "NG/26/4398",
    "NG/26/4413",
    "NG/26/4410",
    "NG/26/4383",
)
LONG = (
    "Only what I take and what I am allergic to. Not the letters from the clinic, not what I told"
    " my doctor about my family, and nobody is to ring my mother in Llanfairpwllgwyngyll."
)


def _at(reference: str, scope: str, *steps: str | tuple[str, str]) -> Go:
    return each(person(reference, "consent", f"consent.scope.{scope}"), filling(*steps))


LIMITED = _at(
    NEW, "SEND_GP", "consent.answer.LIMITED", ("consent.limits", LONG), "consent.capacity.HAS"
)
HOW = _at(
    NEW,
    "SHARE_OTHER_CARE",
    "consent.answer.YES",
    "consent.capacity.HAS",
    "consent.how.open",
    "consent.method.INTERPRETER",
    ("consent.interpreter.language", "العربية (Arabic)"),
    "consent.interpreter.mode.PHONE",
    ("consent.interpreter", "מתורגמנית 20431"),
    "consent.present.SOMEBODY",
    ("consent.present.who", "Appropriate adult: Siân Gwenllian ap Rhydderch-Llewelyn"),
    "consent.door.OPEN",
    ("consent.door.why", "Level 4: constant observation, an officer at the hatch"),
    "consent.information.format.READ_ALOUD",
)
WEIGHED = _at(
    LATE,
    "VIEW_SCR",
    "consent.ask_again",
    "consent.answer.NO",
    "consent.capacity.HAS",
    "consent.override.open",
    "consent.ground.PUBLIC_INTEREST",
    "consent.purpose.CARE_OR_SAFETY",
)
STATUTE = _at(
    WELL,
    "VIEW_SCR",
    "consent.ask_again",
    "consent.answer.NO",
    "consent.capacity.HAS",
    "consent.override.open",
    "consent.ground.STATUTE",
    "consent.purpose.CARE_OR_SAFETY",
)
POLICE = _at(
    INSULIN,
    "VIEW_SCR",
    "consent.ask_again",
    "consent.answer.NO",
    "consent.capacity.HAS",
    "consent.override.open",
    "consent.ground.COURT_ORDER",
    "consent.purpose.INVESTIGATION",
)
SAMPLE = _at(
    NEW,
    "FORENSIC_SAMPLE",
    "consent.answer.YES",
    "consent.capacity.HAS",
    "consent.forensic.sample.INTIMATE",
)

CONSENT = (
    Screen("person-consent-limits", HCP, LIMITED),
    Screen("person-consent-no", HCP, _at(NEW, "CONTACT_FAMILY", "consent.answer.NO")),
    Screen("person-consent-refused", HCP, person(REFUSED, "consent")),
    Screen("person-consent-granted", HCP, person(RIGHT_TO_LEFT, "consent")),
    Screen("person-consent-welsh", HCP, person(WELSH, "consent")),
    *(
        screen
        for tongue, who in (("welsh", WELSH), ("right-to-left", RIGHT_TO_LEFT))
        for screen in (
            Screen(f"person-scr-{tongue}", HCP, person(who, "scr")),
            Screen(f"person-gp-{tongue}", HCP, person(who, "gp")),
            Screen(f"person-history-{tongue}", HCP, person(who, "consent_history")),
            Screen(f"person-withdrawal-{tongue}", HCP, _at(who, "EXAMINATION", "consent.withdraw")),
        )
    ),
    Screen("person-consent-how", HCP, scrolled(HOW, "consent.method.INTERPRETER")),
    Screen("person-consent-weighing", HCP, scrolled(WEIGHED, "consent.ground.PUBLIC_INTEREST")),
    Screen("person-consent-statute", HCP, scrolled(STATUTE, "consent.statute")),
    Screen("person-consent-police", HCP, scrolled(POLICE, "consent.allows")),
    Screen("person-consent-forensic", HCP, SAMPLE),
    Screen("person-consent-errors", HCP, _at(LAST, "TREATMENT", "consent.record"), errors=True),
)
