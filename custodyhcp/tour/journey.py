"""The story: one person from arrest to release, and one who could not be asked. All are invented.

A stage is one sign-in, in a process of its own. Nothing here calls a verb: everything is pressed
and typed in the real windows, and what is looked for is what a person would see.
"""

from __future__ import annotations

from collections.abc import Mapping

from custodyhcp.tour.administrator import set_up
from custodyhcp.tour.cast import ADMIN, NURSE, OFFICER, SERGEANT, Stage
from custodyhcp.tour.nurse import nurse
from custodyhcp.tour.readers import officer, sergeant

ELSEWHERE = "elsewhere"  # the last stage: no window of ours, no store, no keys
STAGES: Mapping[str, Stage] = {
    "set-up": Stage(ADMIN.role, set_up),
    "nurse": Stage(NURSE.role, nurse),
    "sergeant": Stage(SERGEANT.role, sergeant),
    "officer": Stage(OFFICER.role, officer),
}
