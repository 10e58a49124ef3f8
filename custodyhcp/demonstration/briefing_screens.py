"""The directions of a briefing as they are given: risks, the usual watch, a lower level, items."""

from __future__ import annotations

from custodyhcp.demonstration.people import HCP
from custodyhcp.demonstration.showing import Screen, coming, each, filling, person, scrolled

WATCHED = "NG/26/4404"
RISKS = filling(
    "assessment.risks.ALCOHOL",
    "assessment.level.1",
    "assessment.rouse.NO",
    "assessment.review.NONE",
)
LESS = filling(("assessment.less_because", "awake and talking at every visit since noon"))
INTERVIEW = filling(
    "assessment.items.INTERVIEW",
    "assessment.interview.fit.FIT_WITH_SAFEGUARDS",
    "assessment.interview.safeguards.ADULT",
    "assessment.interview.safeguards.BREAKS",
    ("assessment.interview.breaks", "15"),
)
BODY = filling(
    "assessment.items.LABELS",
    "assessment.labels.some.EPILEPSY",
    "assessment.labels.basis.CUSTODY_SAFETY_NECESSITY",
    "assessment.items.CAUTIONS",
    "assessment.cautions.some.NO_CUFFS_AT_SITE",
    ("assessment.cautions.place", "left wrist"),
)

DIRECTIONS = (
    Screen(
        "directions-risks",
        HCP,
        each(person(WATCHED, "assessment"), scrolled(RISKS, "assessment.less_because")),
    ),
    Screen(
        "directions-less",
        HCP,
        each(scrolled(LESS, "assessment.less_because"), coming("panel.foot")),
        after="directions-risks",
    ),
    Screen(
        "directions-items",
        HCP,
        scrolled(INTERVIEW, "assessment.interview.breaks"),
        after="directions-less",
    ),
    Screen(
        "directions-items-body",
        HCP,
        scrolled(BODY, "assessment.cautions.basis.STATUTE"),
        after="directions-items",
    ),
)
