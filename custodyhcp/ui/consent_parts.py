"""What the consent screens share: who it is, the state of consent, times to ask again."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import Enum
from textwrap import fill
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QVBoxLayout, QWidget

from custodyhcp import staff
from custodyhcp.consent import gp, noticing, recording, scr
from custodyhcp.consent.children import age_on
from custodyhcp.consent.codes import Answer, Basis, Ground, Scope, Surgery
from custodyhcp.consent.considering import openable_grounds
from custodyhcp.consent.fold import ConsentState, Decided, Situation
from custodyhcp.consent.notice import Told
from custodyhcp.consent.outcome import Allowed, Outcome, Stop
from custodyhcp.consent.permission import Permission
from custodyhcp.consent.problem import Problem, short_enough
from custodyhcp.consent.wording import question, words
from custodyhcp.records import dates, people
from custodyhcp.records.detention import Detention
from custodyhcp.ui.kit import Choice, Field, Flow
from custodyhcp.ui.kit import Problem as Shown
from custodyhcp.ui.kit.choice import Group
from custodyhcp.ui.kit.field import Labelled

if TYPE_CHECKING:
    from custodyhcp.ledger.desk import Desk

LONGEST_OPTION = 60  # characters
ADULT_STATED, CHILD_STATED = 16, 15  # where nobody knows the date of birth


@dataclass(frozen=True, slots=True)
class Opened:
    """One stay and its consent. ``names``: staff id to the name shown beside what they wrote;
    ``told``: each time the privacy notice was given or tried."""

    detention: Detention
    state: ConsentState
    names: Mapping[str, str]
    told: tuple[Told, ...] = ()

    @property
    def person(self) -> str:
        return self.detention.person

    def age(self, now: datetime) -> int | None:
        """Whole years today; None where the date of birth is unknown or cannot be so."""
        dob = self.detention.who.dob
        return None if dob is None else age_on(dob, dates.today(now))


def read(desk: Desk, detention: str) -> Opened:
    """Reads one stay. Off the screen's thread: it opens sealed entries."""
    stay = people.read_detention(desk, detention).detention
    state = recording.state_of(desk, stay.person, detention)
    authors = {one.author for one in state.decisions} | {one.author for one in state.surgery}
    names = {author: _name(desk, author) for author in authors}
    return Opened(stay, state, names, noticing.told_in(desk, detention))


def _name(desk: Desk, author: str) -> str:
    member = staff.member(desk, author)
    return member.name if member else "a colleague"


def coded(name: str, codes: Iterable[str]) -> dict[str, Enum]:
    """A closed set of members for a list that is data, so that choices hand members back."""
    made = Enum(name, {code: code for code in codes})  # type: ignore[misc]
    return {member.value: member for member in made}


class Again(Enum):
    """When to ask or assess again, from now."""

    IN_15 = 15
    IN_30 = 30
    IN_60 = 60
    IN_120 = 120
    IN_240 = 240

    @property
    def words(self) -> str:
        return f"{self.value} min" if self.value < 60 else f"{self.value // 60} h"

    def after(self, now: datetime) -> datetime:
        return now + timedelta(minutes=self.value)


def again_choice(label: str, name: str) -> Choice[Again]:
    return Choice(label, {again: again.words for again in Again}, name=name)


def in_lines(words: str) -> str:
    """Long words of an option broken into lines, so that its button fits half a screen."""
    return fill(words, LONGEST_OPTION)


def in_a_flow(*widgets: QWidget) -> QWidget:
    """Side by side, going on to the next line where there is no room."""
    holder = QWidget()
    holder.setProperty("ground", "none")
    flow = Flow(holder, gap=16, line_gap=0)
    for widget in widgets:
        flow.addWidget(widget)
    return holder


def stacked(*widgets: QWidget) -> QWidget:
    """One under the other, as in the body of a page."""
    holder = QWidget()
    holder.setProperty("ground", "none")
    column = QVBoxLayout(holder)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(16)
    for widget in widgets:
        column.addWidget(widget)
    return holder


Where = Mapping[str, Labelled | Group]


def shown(problems: Iterable[Problem], where: Where) -> list[Shown]:
    """Each problem beside its field, or at the top where the page has no such field."""
    return [(where.get(problem.field), problem.words) for problem in problems]


def offered(situation: Situation) -> tuple[Ground, ...]:
    """The grounds to choose from. What it is needed for is asked under the ground: an answer that
    turns it away takes none of them off the screen, or it could not be put right."""
    if isinstance(situation, scr.Situation):
        situation = replace(situation, for_investigation=False)
    return openable_grounds(situation)


def too_long(page: QWidget) -> list[Shown]:
    """Each box on the screen with more in it than is kept. Nothing is cut."""
    boxes = [field for field in page.findChildren(Field) if field.isVisible()]
    found = [(field, short_enough("", field.text())) for field in boxes]
    return [(field, problem.words) for field, problems in found for problem in problems]


def allows_words(scope: Scope, outcome: Allowed, now: datetime) -> str:
    """What a yes would allow, until when, and which alert that raises."""
    permission = outcome.permission
    said = f"{question(scope).allows} {until_words(permission, now)}."
    return f"{said} {alert_words(outcome)}".strip()


def until_words(permission: Permission, now: datetime) -> str:
    if permission.until is not None:
        return f"until {dates.cui_short(permission.until, now)}"
    return "until release, or until they change their mind"


def alert_words(outcome: Allowed) -> str:
    """The exact national alert or alerts, and who reads them."""
    scr = outcome.permission.scope is Scope.VIEW_SCR
    if not outcome.alerts:
        return "No alert. The GP record is a question of its own." if scr else ""
    raised = "; ".join(
        f"{alert.type_display}, “{alert.reason_display}” ({alert.pair[0]}/{alert.pair[1]})"
        for alert in outcome.alerts
    )
    read_by = "Somebody else reviews every one." if _override(outcome) else "IG may review it."
    return f"Raises: {raised}. {read_by}"


def _override(outcome: Allowed) -> bool:
    return outcome.permission.code.is_override


def box(scope: Scope, outcome: Outcome, now: datetime) -> tuple[str, str, str]:
    """Title, words and tone of the box that says what the answers so far allow."""
    match outcome:
        case Allowed():
            tone = "amber" if _override(outcome) else "green"
            return "What this allows", allows_words(scope, outcome, now), tone
        case _:
            return _STOPPED[type(outcome).__name__], outcome.instead, "amber"


_STOPPED = {
    "Blocked": "Not allowed. What to do instead",
    "Deferred": "Wait. What to do now",
    "NotAvailable": "Nothing to look at. What to do instead",
}


def standing(opened: Opened, scope: Scope, now: datetime) -> tuple[str, str]:
    """How one question stands, in a few words, and the tone: "yes 02:10", green. What the person
    said comes first; the colour is of whether it is in force."""
    decided = opened.state.latest(scope)
    if decided is None:
        return "not asked", "grey"
    at = dates.cui_short(decided.at, now)
    if opened.state.permission(scope, now) is not None:
        return f"{_agreed(decided)} {at}", "green"
    tone = "grey" if decided.asked.answer is Answer.NOT_ASKED else "amber"
    return f"{_said(decided)} {at}", tone


def _agreed(decided: Decided) -> str:
    code = Basis(decided.code) if decided.outcome == "ALLOW" else None
    if code in (None, Basis.PTV_GRANTED, Basis.CONSENT):
        return "yes, with limits" if decided.asked.limits else "yes"
    return words(code).lower()


def _said(decided: Decided) -> str:
    """What stands where there is no permission in force."""
    if decided.code in _SAID:
        return _SAID[decided.code]
    if decided.outcome == "ALLOW":
        return "ended"
    if decided.code in _NO_SECOND_KEY:
        return "yes, surgery not yet"
    reason = decided.asked.not_asked_reason
    if decided.asked.answer is Answer.NOT_ASKED and reason is not None:
        return f"not asked: {words(reason).lower()}"
    return _ANSWERED[decided.asked.answer]


def key_one_stop(opened: Opened) -> Stop | None:
    """Why the person's own key to the GP record is not there, by the rule; None where it is."""
    decided = opened.state.latest(Scope.VIEW_GP)
    if decided is None or not isinstance(decided.situation, gp.Situation):
        return Stop.NOT_ASKED
    alone = replace(decided.situation, surgery=Surgery.AGREED)
    key = gp.ground_stop(alone.ground) or gp.patient_key(alone)
    return key if isinstance(key, Stop) else None


_SAID = {
    "REFUSED": "no",
    "PROXY_REFUSED": "no",
    "PARENT_REFUSED": "no, by a parent",
    "WITHDRAWN": "withdrawn",
    "CAPACITY_UNDETERMINED": "wait, ask again",
    "LACKS_CAPACITY": "unable, lacked capacity",
    "OPTED_OUT": "no record",
    "NOT_TRACED": "no record",
}
_ANSWERED = {
    Answer.YES: "yes, not enough yet",
    Answer.NO: "no",
    Answer.UNABLE: "unable",
    Answer.NOT_ASKED: "not asked",
    Answer.WITHDRAWN: "withdrawn",
}
_NO_SECOND_KEY = frozenset(
    {
        Stop.SURGERY_REFUSED.value,
        Stop.SURGERY_NO_ANSWER.value,
        Stop.SURGERY_CLOSED.value,
        Stop.SURGERY_EXPIRED.value,
        Stop.OTHER_SURGERY.value,
        Stop.DISSENT_ON_FILE.value,
    }
)
