"""The code of the pages to come, read while nobody is waiting.

A page's code is read when somebody first goes there, so that the first window is not late; the
first to open somebody would then wait for it. So it is read before, a part at a time, once the
board stands."""

from __future__ import annotations

from functools import partial
from importlib import import_module
from typing import TYPE_CHECKING

from custodyhcp.ui.kit import InTurns

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

PARTS = (
    "person_page",
    "timeline_page",
    "capacity_form",
    "consent_grounds",
    "consent_page",
    "consent_history",
    "notice_page",
    "gp_page",
    "scr_page",
    "assessment_page",
    "writing_page",
    "entry_page",
    "forensic_page",
    "injuries_page",
    "observations_chart",
    "observations_page",
    "medicines_page",
    "briefing_page",
    "summary_page",
    "details_page",
    "earlier_page",
    "inbound_page",
    "requests_page",
    "find_page",
    "doubles_page",
    "known_person_page",
    "due_page",
    "handover_page",
)


def prepare(page: QWidget) -> None:
    """Read them while ``page`` stands, one between two keys."""
    steps = (partial(import_module, f"custodyhcp.ui.{part}") for part in PARTS)
    InTurns(page).start_on(steps)
