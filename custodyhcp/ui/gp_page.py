"""The GP record: two keys side by side, and no way round either.

Each key shows its state, its evidence and what to do instead. There is no override on this page,
because there is none in the rule (domain consent 2.3, HARD).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QWidget

from custodyhcp.consent import recording
from custodyhcp.consent.codes import Answer, LookedAt, Scope, Surgery
from custodyhcp.consent.gp import surgery_key
from custodyhcp.consent.outcome import Stop, instead
from custodyhcp.consent.permission import Permission
from custodyhcp.consent.surgery import SurgeryAnswer, key_now, surgery_problems
from custodyhcp.consent.wording import words
from custodyhcp.errors import KnownError
from custodyhcp.ledger.entry import Entry
from custodyhcp.records import dates, importing, registered, surgery_hours, viewing
from custodyhcp.records.practices import Practice
from custodyhcp.records.registered import Registered
from custodyhcp.ui import consent_parts as parts
from custodyhcp.ui.gp_keys import KeyOne
from custodyhcp.ui.gp_registered import RegisteredAt
from custodyhcp.ui.gp_surgery import KeyTwo
from custodyhcp.ui.kit import Callout, Choice, MultiChoice
from custodyhcp.ui.kit.field import Labelled
from custodyhcp.ui.looking import LookingPage
from custodyhcp.ui.withdrawal_panel import WithdrawalPanel

if TYPE_CHECKING:
    from custodyhcp.ledger.desk import Desk
    from custodyhcp.records.viewing import Findings
    from custodyhcp.ui.context import Context


TWO_KEYS = 660  # pixels: room for both keys beside each other
INSTEAD = (
    "If it cannot wait: Summary Care Record emergency access, phone the surgery, 111 or the"
    " hospital, or transfer."
)


@dataclass(frozen=True, slots=True)
class Found:
    """One stay, where the person is registered, and the practices there are."""

    opened: parts.Opened
    registered: Registered | None
    practices: tuple[Practice, ...]
    recorded_by: str


def read(desk: Desk, detention: str) -> Found:
    """Off the screen's thread."""
    opened = parts.read(desk, detention)
    found = registered.registered_of(desk, opened.person)
    author = desk.authority.members.get(found.author) if found else None
    by = author.name if author else "a colleague"
    return Found(opened, found, importing.practices(desk), by)


class GpPage(LookingPage):
    """``recorded`` is emitted after a record; ``wants(section)`` leads to ``consent``."""

    scope, source, system = Scope.VIEW_GP, "GP", "GP record"

    def __init__(self, ctx: Context, detention: str) -> None:
        super().__init__(
            ctx,
            detention,
            (LookedAt.GP_RECORD,),
            title="GP record",
            subtitle="It opens with two keys: the person's, and the surgery's. Nothing else opens"
            " it.",
            name="gp",
            form_name="gpview",
        )
        self.one = KeyOne()
        self.two = KeyTwo(ctx.now)
        self.registered = RegisteredAt()
        self.one.record.connect(self._record_patient)
        self.two.record.connect(self._record_surgery)
        self.registered.record.connect(self._record_registered)
        self.allows = Callout("", name="gp.allows")
        self.hours = Callout("Out of hours", "", tone="blue", name="gp.hours")
        self.withdrawal = WithdrawalPanel(ctx, detention)
        self.one.withdraws.connect(self._withdraw)
        self.withdrawal.withdrawn.connect(self._withdrawn)
        self.withdrawal.failed.connect(self.show_failure)
        self.withdrawal.cancelled.connect(self.one.withdraw.setFocus)
        self.withdrawal.wants.connect(self.wants)
        self.add(self.restored, self.allows, self.withdrawal, _Pair(self.one, self.two), self.hours)
        self.add(self.registered, self.limits, self.form)
        self._listen()
        self.show_permission(None, ctx.now())

    def _listen(self) -> None:
        """What is typed in the keys is kept as well."""
        for card in (self.one, self.two, self.registered):
            for field in card.findChildren(Labelled):
                field.changed.connect(self.touched)
            for choice in card.findChildren(Choice):
                choice.chosen.connect(lambda _chosen: self.touched())
            for several in card.findChildren(MultiChoice):
                several.changed.connect(lambda _chosen: self.touched())

    def verb(self, desk: Desk, permission: Permission, findings: Findings) -> Entry:
        return viewing.record_gp_view(desk, permission, findings)

    def refresh(self) -> None:
        desk, detention = self.ctx.desk, self.detention
        self.ctx.work.do(lambda: read(desk, detention), self._show_all, self.show_failure)

    def _show_all(self, found: Found) -> None:
        opened, now = found.opened, self.ctx.now()
        dissent = _surgery_now(opened, now) is Surgery.DISSENT_ON_FILE
        self.one.who.set_age(opened.age(now))
        self.registered.pick.set_practices(found.practices)
        self.registered.show_registered(found.registered, found.recorded_by, now)
        self.two.show_registered(found.registered, found.practices, dissent=dissent)
        self._show_one(opened, now)
        self._show_two(opened, now)
        self.look_at(opened)
        self.show_numbers()

    def _show_one(self, opened: parts.Opened, now: datetime) -> None:
        """A dissent on the surgery's file fails this key whatever they say now (G6)."""
        newest = opened.state.latest(Scope.VIEW_GP)
        yes = newest is not None and newest.asked.answer is Answer.YES
        self.one.withdraw.setVisible(yes)
        if _surgery_now(opened, now) is Surgery.DISSENT_ON_FILE:
            words_said = instead("gp", Stop.DISSENT_ON_FILE)
            self.one.show_state("Dissent at the surgery", "amber", words_said)
            return
        decided = opened.state.latest(Scope.VIEW_GP)
        if decided is None:
            self.one.show_state("Not asked", "grey", instead("gp", Stop.NOT_ASKED))
            return
        stop = parts.key_one_stop(opened)
        at = dates.cui_short(decided.at, now)
        by = opened.names.get(decided.author, "a colleague")
        if stop is None:
            self.one.show_state("Agreed", "green", f"{at}, recorded by {by}.")
        else:
            self.one.show_state(
                words(decided.asked.answer),
                "amber",
                f"{at}, recorded by {by}. {instead('gp', stop)}",
            )

    def _show_two(self, opened: parts.Opened, now: datetime) -> None:
        answered = opened.state.surgery_answer()
        key = key_now(answered.answer if answered else None, now)
        stop = surgery_key(key)
        said = "" if answered is None else f"{_evidence(answered.answer, now)} "
        if stop is None:
            self.two.show_state(words(key), "green", said.strip())
        else:
            state = "Not asked" if answered is None else words(key)
            tone = "grey" if answered is None else "amber"
            self.two.show_state(state, tone, said + instead("gp", stop))
        closed = surgery_hours.closed_words(now)
        self.hours.set("Out of hours", closed)
        self.hours.setVisible(bool(closed) and stop is not None)

    def show_permission(self, permission: Permission | None, now: datetime) -> None:
        super().show_permission(permission, now)
        if permission is None:
            self.allows.set("The GP record is closed", INSTEAD, "amber")
        else:
            said = f"In force {parts.until_words(permission, now)}."
            self.allows.set("Both keys are there", said, "green")

    # recording the keys

    def _record_patient(self) -> None:
        if self._opened is None or self.show_errors(self.one.unanswered()):
            return
        asked = self.one.asked(self.ctx.now())
        if asked is None:
            return
        desk, person = self.ctx.desk, self._opened.person
        self.ctx.work.do(
            lambda: recording.record(desk, person, self.detention, asked),
            lambda _done: self._key_recorded(self.one),
            self._key_refused,
        )

    def _withdraw(self) -> None:
        if self._opened is not None:
            self.withdrawal.open_for(self._opened, Scope.VIEW_GP)

    def _withdrawn(self, _done: object) -> None:
        self.clear_errors()
        self.ctx.nav.toast("Withdrawn.", "Nothing more may be looked at.")
        self.recorded.emit()
        self.refresh()

    def _record_surgery(self) -> None:
        if self._opened is None or self.show_errors(self.two.unanswered()):
            return
        answer = self.two.answer()
        if answer is None:
            return
        found = parts.shown(surgery_problems(answer, self.ctx.now()), self.two.fields())
        if self.show_errors(found):
            return
        desk, person = self.ctx.desk, self._opened.person
        self.ctx.work.do(
            lambda: recording.record_surgery_answer(desk, person, self.detention, answer),
            lambda _done: self._key_recorded(self.two),
            self.show_failure,
        )

    def _record_registered(self) -> None:
        if self._opened is None or self.show_errors(self.registered.unanswered()):
            return
        pick, said_by = self.registered.pick, self.registered.said_by.value()
        if said_by is None:
            return
        practice = pick.practice()
        name, ods = practice.name if practice else "", pick.ods()
        desk = self.ctx.desk
        self.ctx.work.do(
            lambda: registered.record_registered(desk, self.detention, ods, name, said_by),
            lambda _done: self._key_recorded(self.registered),
            self.show_failure,
        )

    def _key_refused(self, error: KnownError) -> None:
        problems = getattr(error, "problems", None)
        if problems:
            self.show_errors(parts.shown(problems, self.one.fields()))
        else:
            self.show_failure(error)

    def _key_recorded(self, part: KeyOne | KeyTwo | RegisteredAt) -> None:
        """Only that part starts afresh: what was typed in the other stays."""
        self.ctx.nav.toast("Recorded.")
        self.clear_errors()
        part.clear()
        self.touched()
        self.recorded.emit()
        self.refresh()


def _surgery_now(opened: parts.Opened, now: datetime) -> Surgery:
    answered = opened.state.surgery_answer()
    return key_now(answered.answer if answered else None, now)


def _evidence(answer: SurgeryAnswer, now: datetime) -> str:
    """How it is known, by whom, when, within which limits, from and until when."""
    parts_said = [
        dates.cui_short(answer.when, now),
        words(answer.evidence) if answer.evidence else "",
        answer.who,
        answer.ods,
        answer.reference,
        f"limits: {answer.limits}" if answer.limits else "",
        f"from {dates.cui_short(answer.start, now)}" if answer.start else "",
        f"until {dates.cui_short(answer.until, now)}" if answer.until else "",
    ]
    return ", ".join(part for part in parts_said if part) + "."


class _Pair(QWidget):
    """Side by side where there is room for both, else one under the other."""

    def __init__(self, one: QWidget, two: QWidget) -> None:
        super().__init__()
        self.setProperty("ground", "none")
        self._across = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._across.setContentsMargins(0, 0, 0, 0)
        self._across.setSpacing(16)
        self._across.addWidget(one, 1)
        self._across.addWidget(two, 1)

    def minimumSizeHint(self) -> QSize:
        """As narrow as one key: the turn is taken by the width there is, not by what is in it."""
        return QSize(0, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        wide = event.size().width() >= TWO_KEYS
        self._across.setDirection(
            QBoxLayout.Direction.LeftToRight if wide else QBoxLayout.Direction.TopToBottom
        )
