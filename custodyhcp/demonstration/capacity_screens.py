"""Capacity, best interests and who answers, as they are while somebody fills them in.

Each is of another question or another person, so that what was typed for one is not brought back
in the next.
"""

from __future__ import annotations

from custodyhcp.demonstration.people import HCP
from custodyhcp.demonstration.showing import Go, Screen, each, filling, person, picking, scrolled

NEW, UNCONSCIOUS, YOUNG = "NG/26/4412", "NG/26/4411", "NG/26/4407"
WELSH = "Siân Gwenllian ap Rhydderch-Llewelyn o Lanfairpwllgwyngyll"
ARABIC = "يوسف بن عبد الرحمن الأحمد المنصوري"
SAW = (
    "Repeated the first half, then asked again what the question was; a minute later could not say"
    " who would read it, in English or with the interpreter on the phone."
)


def _at(reference: str, scope: str, *steps: str | tuple[str, str]) -> Go:
    return each(person(reference, "consent", f"consent.scope.{scope}"), filling(*steps))


BEGUN = _at(
    NEW,
    "SHARE_CUSTODY",
    "consent.answer.UNABLE",
    "consent.capacity.LACKS",
    ("capacity.information", "Why custody would be told, what they would hear, and what if not"),
    "capacity.help.SIMPLE_WORDS",
    "capacity.help.TIME",
)
FILLED = each(
    filling(
        "capacity.understand.NO",
        ("capacity.understand.evidence", SAW),
        "capacity.retain.NO",
        ("capacity.retain.evidence", SAW),
        "capacity.weigh.UNSURE",
        ("capacity.weigh.evidence", SAW),
        "capacity.communicate.YES",
        ("capacity.communicate.evidence", "Speaks in whole sentences"),
    ),
    picking("capacity.impairment", "Intoxication: alcohol"),
    filling(
        "capacity.causal.YES",
        ("capacity.causal_evidence", "Smells of alcohol, slurred; was clear at the last visit"),
    ),
)
NOT_RECORDED = filling(("capacity.again_at", "25:99"), "capacity.record")
INTERESTS = each(
    person(UNCONSCIOUS, "consent", "consent.ask_again"),
    filling(
        "consent.answer.UNABLE",
        "consent.capacity.LACKS",
        "consent.override.open",
        "consent.ground.BEST_INTERESTS_EMERGENCY",
        ("interests.circumstances", SAW),
        "interests.can_wait.NO",
        "interests.consultees.NAMED",
        ("interests.consultee_names", f"{WELSH}; {ARABIC}"),
        "interests.attorney.REFUSES",
    ),
)
ATTORNEY = each(
    _at(
        NEW,
        "AA_PRESENT",
        "consent.answer.YES",
        "consent.capacity.LACKS",
        "consent.behalf.LPA_HEALTH",
        ("consent.proxy.name", ARABIC),
        ("consent.proxy.relationship", "Sister"),
        "consent.proxy.registered.YES",
        ("consent.proxy.covers", "Page 6: decisions about health records"),
    ),
    picking("consent.proxy.lpa_health", "Certified copy seen"),
)
IN_DOUBT = each(
    person(YOUNG, "consent", "consent.scope.TREATMENT", "consent.ask_again"),
    filling(
        "consent.answer.YES",
        "consent.dispute",
        ("consent.stated.evidence", f"Says 19 and has no papers; {WELSH} says 14"),
        "consent.competent.NO",
    ),
)

CAPACITY = (
    Screen("person-consent-capacity", HCP, scrolled(BEGUN, "capacity.help.SIMPLE_WORDS")),
    Screen(
        "person-consent-capacity-lacks",
        HCP,
        scrolled(FILLED, "capacity.means"),
        after="person-consent-capacity",
    ),
    Screen(
        "person-consent-capacity-errors",
        HCP,
        NOT_RECORDED,
        after="person-consent-capacity-lacks",
        errors=True,
    ),
    Screen("person-consent-interests", HCP, scrolled(INTERESTS, "interests.stop")),
    Screen("person-consent-attorney", HCP, scrolled(ATTORNEY, "consent.proxy.evidence")),
    Screen("person-consent-age-in-doubt", HCP, scrolled(IN_DOUBT, "consent.competent.NO")),
)
