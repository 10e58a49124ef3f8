"""The code of the pages to come, read while nobody is waiting.

A page's code is read when somebody first goes there, so that the first window is not late; the
first to open somebody would then wait for it. So the longest are read before, a part at a time,
once the board stands."""

from __future__ import annotations

from typing import TYPE_CHECKING

from custodyhcp.ui.kit import InTurns

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget


def prepare(page: QWidget) -> None:
    """Read them while ``page`` stands, one between two keys."""
    InTurns(page).start_on(_PARTS)


def _person() -> object:
    from custodyhcp.ui.person_page import PersonPage

    return PersonPage


def _timeline() -> object:
    from custodyhcp.ui.timeline_page import TimelinePage

    return TimelinePage


def _capacity() -> object:
    from custodyhcp.ui.capacity_form import CapacityForm

    return CapacityForm


def _consent() -> object:
    from custodyhcp.ui.consent_page import ConsentPage

    return ConsentPage


def _consent_history() -> object:
    from custodyhcp.ui.consent_history import ConsentHistoryPage

    return ConsentHistoryPage


def _notice() -> object:
    from custodyhcp.ui.notice_page import NoticePage

    return NoticePage


def _gp() -> object:
    from custodyhcp.ui.gp_page import GpPage

    return GpPage


def _assessment() -> object:
    from custodyhcp.ui.assessment_page import AssessmentPage

    return AssessmentPage


def _writing() -> object:
    from custodyhcp.ui.writing_page import WritingPage

    return WritingPage


def _entry() -> object:
    from custodyhcp.ui.entry_page import EntryPage

    return EntryPage


def _injuries() -> object:
    from custodyhcp.ui.injuries_page import InjuriesPage

    return InjuriesPage


def _observations() -> object:
    from custodyhcp.ui.observations_page import ObservationsPage

    return ObservationsPage


def _medicines() -> object:
    from custodyhcp.ui.medicines_page import MedicinesPage

    return MedicinesPage


def _summary() -> object:
    from custodyhcp.ui.summary_page import SummaryPage

    return SummaryPage


def _details() -> object:
    from custodyhcp.ui.details_page import DetailsPage

    return DetailsPage


_PARTS = (
    _person,
    _timeline,
    _capacity,
    _consent,
    _consent_history,
    _notice,
    _gp,
    _assessment,
    _writing,
    _entry,
    _injuries,
    _observations,
    _medicines,
    _summary,
    _details,
)
