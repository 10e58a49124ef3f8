"""Every place a person can go, by name, and the first place of each role.

A page is imported when somebody goes there, so that the first window is not late. A place that is
not in this table cannot be reached.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, assert_never

from custodyhcp.vault.compartments import Role

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from custodyhcp.ui.context import Context

About = Mapping[str, str]


def board(ctx: Context, _about: About) -> QWidget:
    from custodyhcp.ui.board import BoardPage

    return BoardPage(ctx)


def person(ctx: Context, about: About) -> QWidget:
    """``detention``, and ``section`` where not the first."""
    from custodyhcp.ui.person_page import PersonPage

    return PersonPage(ctx, about["detention"], about.get("section", ""))


def find(ctx: Context, about: About) -> QWidget:
    """``words`` to begin with, where there are any."""
    from custodyhcp.ui.find_page import FindPage

    return FindPage(ctx, about.get("words", ""))


def doubles(ctx: Context, _about: About) -> QWidget:
    from custodyhcp.ui.doubles_page import DoublesPage

    return DoublesPage(ctx)


def known_person(ctx: Context, about: About) -> QWidget:
    """``person``: somebody who is not here now."""
    from custodyhcp.ui.known_person_page import KnownPersonPage

    return KnownPersonPage(ctx, about["person"])


def earlier_stay(ctx: Context, about: About) -> QWidget:
    """``detention``: one that is over."""
    from custodyhcp.ui.earlier_stay_page import EarlierStayPage

    return EarlierStayPage(ctx, about["detention"])


def add_person(ctx: Context, about: About) -> QWidget:
    """``person`` where somebody known is back."""
    from custodyhcp.ui.add_person import AddPersonPage

    return AddPersonPage(ctx, about.get("person", ""))


def custody_list(ctx: Context, _about: About) -> QWidget:
    from custodyhcp.ui.import_list import CustodyListPage

    return CustodyListPage(ctx)


def practice_file(ctx: Context, _about: About) -> QWidget:
    from custodyhcp.ui.practice_file import PracticeFilePage

    return PracticeFilePage(ctx)


def templates(ctx: Context, _about: About) -> QWidget:
    from custodyhcp.ui.templates_page import TemplatesPage

    return TemplatesPage(ctx)


def late_requests(ctx: Context, _about: About) -> QWidget:
    from custodyhcp.ui.late_requests import LateRequestsPage

    return LateRequestsPage(ctx)


def unanswered(ctx: Context, _about: About) -> QWidget:
    from custodyhcp.ui.unanswered_page import UnansweredPage

    return UnansweredPage(ctx)


def due(ctx: Context, _about: About) -> QWidget:
    from custodyhcp.ui.due_page import DuePage

    return DuePage(ctx)


def hand_over(ctx: Context, _about: About) -> QWidget:
    from custodyhcp.ui.handover_page import HandOverPage

    return HandOverPage(ctx)


def handover(ctx: Context, about: About) -> QWidget:
    """``handover``: one that was given."""
    from custodyhcp.ui.handover_accept import HandoverPage

    return HandoverPage(ctx, about["handover"])


def after_downtime(ctx: Context, _about: About) -> QWidget:
    from custodyhcp.ui.downtime_list import DowntimeListPage

    return DowntimeListPage(ctx)


def check_paper(ctx: Context, _about: About) -> QWidget:
    from custodyhcp.ui.check_paper_page import CheckPaperPage

    return CheckPaperPage(ctx)


def briefings(ctx: Context, _about: About) -> QWidget:
    from custodyhcp.ui.briefings import BriefingsPage

    return BriefingsPage(ctx)


def oversight(ctx: Context, _about: About) -> QWidget:
    from custodyhcp.ui.ig import OversightPage

    return OversightPage(ctx)


def people(ctx: Context, _about: About) -> QWidget:
    from custodyhcp.ui.people import PeoplePage

    return PeoplePage(ctx)


PLACES: Mapping[str, Callable[[Context, About], QWidget]] = {
    "board": board,
    "person": person,
    "find": find,
    "doubles": doubles,
    "known-person": known_person,
    "earlier-stay": earlier_stay,
    "add-person": add_person,
    "custody-list": custody_list,
    "practice-file": practice_file,
    "templates": templates,
    "unanswered": unanswered,
    "late-requests": late_requests,
    "due": due,
    "hand-over": hand_over,
    "handover": handover,
    "briefings": briefings,
    "check-paper": check_paper,
    "after-downtime": after_downtime,
    "oversight": oversight,
    "people": people,
}


def home_of(role: Role) -> str:
    """The name of the first place of that role."""
    match role:
        case Role.HCP:
            return "board"
        case Role.SERGEANT:
            return "briefings"
        case Role.IG:
            return "oversight"
        case Role.ADMIN:
            return "people"
        case Role.DEVICE:
            raise ValueError("the workstation itself has no screen")
        case _:
            assert_never(role)
