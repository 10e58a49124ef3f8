"""The GP record: two keys side by side, and no way round either.

Each key shows its state, its evidence and what to do instead. There is no override on this page,
because there is none in the rule (domain consent 2.3, HARD).
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QWidget

from custodyhcp.consent import recording
from custodyhcp.consent.codes import LookedAt, Scope
from custodyhcp.consent.gp import surgery_key
from custodyhcp.consent.outcome import Stop, instead
from custodyhcp.consent.permission import Permission
from custodyhcp.consent.surgery import SurgeryAnswer, key_now, surgery_problems
from custodyhcp.consent.wording import words
from custodyhcp.ledger.entry import Entry
from custodyhcp.records import dates, viewing
from custodyhcp.ui import consent_parts as parts
from custodyhcp.ui.gp_keys import KeyOne, KeyTwo
from custodyhcp.ui.kit import Callout, Page, PlainLabel
from custodyhcp.ui.scr_page import earlier, view_problems
from custodyhcp.ui.view_form import ViewForm

if TYPE_CHECKING:
    from custodyhcp.ui.context import Context


TWO_KEYS = 660  # pixels: room for both keys beside each other


class GpPage(Page):
    """``recorded`` is emitted after a record; ``wants(section)`` leads to ``consent``."""

    recorded = Signal()
    wants = Signal(str)

    def __init__(self, ctx: Context, detention: str) -> None:
        super().__init__(
            "GP record",
            subtitle="It opens with two keys: the person's, and the surgery's. Nothing else opens"
            " it.",
            name="gp",
        )
        self.ctx, self.detention = ctx, detention
        self._permission: Permission | None = None
        self._opened: parts.Opened | None = None
        self.one = KeyOne()
        self.two = KeyTwo(ctx.now)
        self.one.record.connect(self._record_patient)
        self.two.record.connect(self._record_surgery)
        self.allows = Callout("", name="gp.allows")
        self.form = ViewForm(ctx.now, "gpview", (LookedAt.GP_RECORD,), "GP record")
        self.earlier = PlainLabel("", "second", name="gp.earlier")
        self.add(self.allows, _Pair(self.one, self.two), self.form)
        self.button = self.primary("Record what I looked at", self._record_view, name="gp.record")
        self.footer.addWidget(self.earlier)
        self._show_view(None, ctx.now())

    def refresh(self) -> None:
        desk, detention = self.ctx.desk, self.detention
        self.ctx.work.do(lambda: parts.read(desk, detention), self._read, self.show_failure)

    def _read(self, opened: parts.Opened) -> None:
        self._opened = opened
        now = self.ctx.now()
        self.one.who.set_age(opened.age(now))
        self._show_one(opened, now)
        self._show_two(opened, now)
        self._show_view(opened.state.permission(Scope.VIEW_GP, now), now)
        self.earlier.setText(earlier(opened, "GP", now))
        self.show_numbers()

    def _show_one(self, opened: parts.Opened, now: datetime) -> None:
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
            self.two.show_state(
                state, "grey" if answered is None else "amber", said + instead("gp", stop)
            )

    def _show_view(self, permission: Permission | None, now: datetime) -> None:
        self._permission = permission
        self.form.setVisible(permission is not None)
        self.button.setVisible(permission is not None)
        if permission is None:
            self.allows.set(
                "The GP record is closed",
                "If it cannot wait: Summary Care Record emergency access, phone the surgery, 111 or"
                " the hospital, or transfer.",
                "amber",
            )
        else:
            said = f"In force {parts.until_words(permission, now)}."
            self.allows.set("Both keys are there", said, "green")

    # recording

    def _record_patient(self) -> None:
        if self._opened is None or self.show_errors(self.one.unanswered()):
            return
        asked = self.one.asked(self.ctx.now())
        if asked is None:
            return
        desk, person = self.ctx.desk, self._opened.person
        self.ctx.work.do(
            lambda: recording.record(desk, person, self.detention, asked),
            self._key_recorded,
            self._key_refused,
        )

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
            self._key_recorded,
            self.show_failure,
        )

    def _key_refused(self, error: Exception) -> None:
        problems = getattr(error, "problems", None)
        if problems:
            self.show_errors(parts.shown(problems, self.one.fields()))
        else:
            self.show_failure(error)

    def _key_recorded(self, _done: object) -> None:
        self.ctx.nav.toast("Recorded.")
        self.one.clear()
        self.two.clear()
        self.recorded.emit()
        self.refresh()

    def _record_view(self) -> None:
        findings, permission = self.form.findings(), self._permission
        if permission is None:
            return
        if self.show_errors(view_problems(self.form, self.ctx.now())) or findings is None:
            return
        desk = self.ctx.desk
        self.ctx.work.do(
            lambda: viewing.record_gp_view(desk, permission, findings),
            self._view_recorded,
            self.show_failure,
        )

    def _view_recorded(self, _entry: Entry) -> None:
        self.ctx.nav.toast("Recorded.")
        self.form.clear()
        self.recorded.emit()
        self.refresh()


def _evidence(answer: SurgeryAnswer, now: datetime) -> str:
    """How it is known, by whom, when, within which limits, until when."""
    parts_said = [
        dates.cui_short(answer.when, now),
        words(answer.evidence) if answer.evidence else "",
        answer.who,
        answer.ods,
        answer.reference,
        f"limits: {answer.limits}" if answer.limits else "",
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
