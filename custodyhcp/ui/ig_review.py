"""One alert: what is known of it, who has looked at it, and the review.

The words that a health professional wrote as the reason are shown only when the officer asks for
them. They are the author's own and may hold more than they should.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from custodyhcp.oversight import alerts as room
from custodyhcp.oversight import watching
from custodyhcp.oversight.alerts import Alert, Review
from custodyhcp.oversight.codes import Escalation, Finding, State, why_words, words_for
from custodyhcp.oversight.watching import Stay
from custodyhcp.records import dates
from custodyhcp.ui.context import Context
from custodyhcp.ui.ig_alerts import TONES, national_words
from custodyhcp.ui.ig_columns import Columns
from custodyhcp.ui.kit import (
    Button,
    ButtonRole,
    Callout,
    Card,
    Choice,
    Facts,
    Field,
    MultiChoice,
    Page,
    Problem,
    Row,
    Tag,
)

if TYPE_CHECKING:
    from custodyhcp.ledger import Desk


@dataclass(frozen=True, slots=True)
class About:
    """The alert as it now stands, with who is who and the stay it belongs to."""

    alert: Alert
    names: Mapping[str, str]
    stay: Stay | None


def look(desk: Desk, alert_id: str) -> About:
    alert = room.read(desk)[alert_id]
    return About(alert, watching.names(desk), watching.stays(desk).get(alert.detention or ""))


class ReviewPage(Page):
    """``ReviewPage(ctx, alert)``."""

    def __init__(self, ctx: Context, alert: Alert) -> None:
        super().__init__(why_words(alert.why), name="ig.review", width=0)
        self.ctx, self.alert = ctx, alert
        self._state = Tag(words_for(alert.state), TONES[alert.state], name="ig.review.is")
        self.header.addWidget(self._state)
        self._facts = Facts(label_width=130)
        self._reason = Callout("The reason that was written", "", name="ig.review.reason")
        self._reason.hide()
        self._ask = Button(
            "Read the reason that was written",
            self._show_reason,
            role=ButtonRole.LINK,
            name="ig.review.read_reason",
        )
        self._card = Card("What is known")
        self._card.add(self._facts, Row(self._ask), self._reason)
        self._ask.setVisible(bool(alert.reason))
        self._history = Card("What was done so far")
        self._history_facts = Facts(label_width=130)
        self._history.add(self._history_facts)
        self._own = Callout(
            "You raised this alert yourself",
            "Another officer must review it.",
            tone="amber",
            name="ig.review.own",
        )
        self._build_form()
        self._lay_out()
        self._fill(About(alert, {}, None))

    def _build_form(self) -> None:
        self.state = Choice(
            "What now?",
            {
                State.CLOSED: "Close it",
                State.UNDER_INVESTIGATION: "Look into it further",
            },
            name="ig.review.state",
        )
        self.outcome = Choice(
            "What did you find?",
            {finding: words_for(finding) for finding in Finding},
            name="ig.review.outcome",
        )
        self.escalated = MultiChoice(
            "Passed on to",
            {one: words_for(one) for one in Escalation},
            name="ig.review.escalated",
            hint="Leave empty if to nobody",
        )
        self.note = Field(
            "What you checked",
            name="ig.review.note",
            lines=3,
            hint="Such as: the custody log, the rota, the call-out list. Nothing clinical.",
        )
        self.told = Field(
            "Was the person told?",
            name="ig.review.told",
            hint="Yes and when, or why not. Leave empty if there is nothing to tell.",
        )
        self.state.chosen.connect(self._state_chosen)
        self._submit = self.primary("Record the review", self.submit, name="ig.review.submit")
        self.secondary("Back to the list", self.ctx.nav.back, name="ig.review.back")

    def _lay_out(self) -> None:
        """The review at the left, what it is about at the right."""
        asks = (self._own, self.state, self.outcome, self.note, self.told)
        self.add(Columns(asks, (self._card, self._history, self.escalated)))

    def refresh(self) -> None:
        desk, number = self.ctx.desk, self.alert.id
        self.ctx.work.do(lambda: look(desk, number), self._fill)

    def submit(self) -> None:
        """Records what was chosen; the rules of the room say what is missing."""
        state = self.state.value()
        problems: list[Problem] = []
        if state is None:
            problems.append((self.state, "Choose what happens with it now."))
        if state is State.CLOSED and self.outcome.value() is None:
            problems.append((self.outcome, "Choose what you found."))
        if len("".join(self.note.text().split())) < room.LEAST_NOTE:
            words = f"Say what you checked, in {room.LEAST_NOTE} letters or more."
            problems.append((self.note, words))
        if self.show_errors(problems) or state is None:
            return
        given = Review(
            state=state,
            finding=self.outcome.value() if state is State.CLOSED else None,
            note=self.note.text(),
            escalated=self.escalated.values(),
            patient_told=self.told.text(),
        )
        desk, number = self.ctx.desk, self.alert.id
        self.ctx.work.do(lambda: room.review(desk, number, given), self._done, self.show_failure)

    def _done(self, alert: Alert) -> None:
        self.ctx.nav.back()
        closed = alert.state is State.CLOSED
        self.ctx.nav.toast("Recorded: closed." if closed else "Recorded: under investigation.")

    def _state_chosen(self, state: object) -> None:
        closing = state is State.CLOSED
        self.outcome.setVisible(closing)
        self.told.setVisible(closing)
        self.show_numbers()

    def _show_reason(self) -> None:
        self._reason.set("The reason that was written", self.alert.reason)
        self._reason.show()
        self._ask.hide()

    def _fill(self, about: About) -> None:
        alert, now = about.alert, self.ctx.now()
        self.alert = alert
        self._state.setText(words_for(alert.state))
        self._state.set_tone(TONES[alert.state])
        self._facts.set_rows(self._rows(about))
        self._history.setVisible(bool(alert.history))
        self._history_facts.set_rows(
            [
                (
                    dates.cui_short(done.at, now),
                    f"{about.names.get(done.by, done.by)}: {words_for(done.review.state)}"
                    + (f", {words_for(done.review.finding)}" if done.review.finding else "")
                    + f". {done.review.note}",
                )
                for done in alert.history
            ]
        )
        own = alert.author == self.ctx.member.staff
        self._own.setVisible(own)
        for part in (self.state, self.escalated, self.note, self._submit):
            part.setVisible(not own)
        closing = self.state.value() is State.CLOSED
        self.outcome.setVisible(not own and closing)
        self.told.setVisible(not own and closing)
        shut = alert.state is State.CLOSED
        members = [State.UNDER_INVESTIGATION] if shut else [State.CLOSED, State.UNDER_INVESTIGATION]
        self.state.only(members)

    def _rows(self, about: About) -> list[tuple[str, str]]:
        alert, now = about.alert, self.ctx.now()
        rows = [
            ("Who", about.names.get(alert.author, "Not known")),
            ("When", f"{dates.cui_date_time(alert.at)} ({dates.ago(alert.at, now)})"),
            ("Relationship", "Self-claimed" if alert.self_claimed else "Of the care team"),
            ("National alert", national_words(alert) or "None"),
            ("In custody", _in_custody(about)),
            ("Review due", f"{dates.cui_date_time(alert.due)} ({dates.relative(alert.due, now)})"),
        ]
        return rows


def _in_custody(about: About) -> str:
    stay = about.stay
    if stay is None:
        return "No stay in custody is recorded for it"
    left = dates.cui_date_time(stay.left) if stay.left else "still here"
    times = f"{dates.cui_date_time(stay.arrived)} to {left}"
    inside = stay.arrived <= about.alert.at and (stay.left is None or about.alert.at <= stay.left)
    verdict = "the alert falls within" if inside else "the alert falls OUTSIDE"
    return f"{stay.custody_ref or 'No reference'}: {times}; {verdict}"
