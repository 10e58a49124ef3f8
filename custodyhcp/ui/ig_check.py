"""A drawn spot check: the list for the force, its replies, and the end."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt

from custodyhcp.oversight import checks as room
from custodyhcp.oversight import force_list, saving, watching
from custodyhcp.oversight.checks import Answer, Check, Step
from custodyhcp.oversight.codes import Layer, Reply, words_for
from custodyhcp.oversight.force_list import Line
from custodyhcp.oversight.frame import Event
from custodyhcp.ui.context import Context
from custodyhcp.ui.ig_checks import NEXT, committed_rows
from custodyhcp.ui.kit import (
    Button,
    ButtonRole,
    Card,
    Cell,
    Choice,
    Column,
    Facts,
    Field,
    Page,
    Problem,
    Row,
    Table,
    TableRow,
    Tag,
    save_file,
)

if TYPE_CHECKING:
    from custodyhcp.ledger import Desk

REPLY_TONES = {Reply.HELD: "green", Reply.NOT_HELD: "red", Reply.CANNOT_CONFIRM: "amber"}


@dataclass(frozen=True, slots=True)
class Drawn:
    check: Check
    events: tuple[Event, ...]
    lines: tuple[Line, ...]
    names: Mapping[str, str]


def look(desk: Desk, check_id: str) -> Drawn:
    check = room.read(desk)[check_id]
    events = room.sampled(desk, check)
    return Drawn(check, events, tuple(force_list.prepare(desk, check)), watching.names(desk))


def _saved(desk: Desk, drawn: Drawn, to: str, path: Path) -> Check:
    content = force_list.to_csv(drawn.lines)
    saving.write(path, content)
    return room.mark_sent(desk, drawn.check.id, to, content)


class CheckPage(Page):
    """``CheckPage(ctx, check)`` for a check whose sample is drawn."""

    def __init__(self, ctx: Context, check: Check) -> None:
        super().__init__(f"Spot check {check.ref}", name="ig.check", width=1040)
        self.ctx, self.check = ctx, check
        self._drawn: Drawn | None = None
        self._state = Tag("", name="ig.check.state")
        self.header.addWidget(self._state)
        self.table = Table(
            [
                Column("Check", 130, 1),
                Column("Custody reference", 170, 2),
                Column("Time window", 190, 2),
                Column("Why it is checked", 180, 2),
                Column("Reply", 150, 2),
            ],
            name="ig.spot.sample",
            label="The events that were drawn",
        )
        self._facts = Facts(label_width=150)
        self._build_send()
        self._build_reply()
        self._build_close()
        self.add(self._facts, self.table, self._send, self._reply, self._close)

    def _build_send(self) -> None:
        self.to = Field("To whom the list goes", name="ig.spot.to", hint="A name, and their role")
        self.path = Field("Where to save it", name="ig.spot.path")
        self.path.set_text(str(Path.home() / f"custody-list_{self.check.ref}.csv"))
        find = Button("Choose a place", self._choose, name="ig.spot.choose")
        self._save = Button(
            "Save the list", self.save, role=ButtonRole.PRIMARY, name="ig.spot.save", key="Enter"
        )
        self._send = Card("Send the list to the force")
        self._send.add(self.to, self.path, Row(self._save, find))

    def _build_reply(self) -> None:
        self.reply = Choice(
            "What the force says",
            {reply: words_for(reply) for reply in Reply},
            name="ig.spot.reply",
        )
        self.responder = Field("Who answered", name="ig.spot.responder", chars=30)
        self.rank = Field("Their rank or role", name="ig.spot.rank", chars=20)
        self._record = Button(
            "Record the reply", self.record, role=ButtonRole.PRIMARY, name="ig.spot.record",
            key="Enter",
        )  # fmt: skip
        self._reply = Card("Record the reply", name="ig.spot.reply_card")
        self._reply.add(self.reply, Row(self.responder, self.rank, gap=32), Row(self._record))

    def _build_close(self) -> None:
        self.note = Field("What came of it", name="ig.spot.close_note", lines=2)
        self._end = Button(
            "Close the check", self.close_check, role=ButtonRole.PRIMARY, name="ig.spot.close",
            key="Enter",
        )  # fmt: skip
        self._close = Card("Every line is answered")
        self._close.add(self.note, Row(self._end))

    def refresh(self) -> None:
        desk, number = self.ctx.desk, self.check.id
        self.ctx.work.do(lambda: look(desk, number), self._show, self.show_failure)

    def focus_start(self) -> None:
        step = self.check.step
        if step is Step.DRAWN:
            self.to.focus_first()
        elif step is Step.SENT and self._unanswered():
            self.reply.focus_first()
        elif step is Step.SENT:
            self.note.focus_first()
        else:
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    # the acts

    def save(self) -> None:
        drawn, to, path = self._drawn, self.to.text(), self.path.text()
        problems: list[Problem] = []
        if not to:
            problems.append((self.to, "Say to whom the list goes."))
        if not path:
            problems.append((self.path, "Say where to save it."))
        if self.show_errors(problems) or drawn is None:
            return
        desk, place = self.ctx.desk, Path(path).expanduser()
        self.ctx.work.do(lambda: _saved(desk, drawn, to, place), self._sent, self.show_failure)

    def _sent(self, check: Check) -> None:
        self.ctx.nav.toast("The list is saved.", "Send it, then record the replies here.")
        self._changed(check)

    def record(self) -> None:
        """The reply for the row that is chosen; then on to the next without one."""
        drawn, event, reply = self._drawn, self._chosen(), self.reply.value()
        problems: list[Problem] = []
        if reply is None:
            problems.append((self.reply, "Choose what the force says."))
        for field in (self.responder, self.rank):
            if not field.text():
                problems.append((field, f"{field.label()} is missing."))
        if self.show_errors(problems) or drawn is None or event is None or reply is None:
            return
        answer = Answer(reply, self.responder.text(), self.rank.text(), self.ctx.now())
        desk, number, chosen = self.ctx.desk, drawn.check.id, event
        self.ctx.work.do(
            lambda: room.record_reply(desk, number, chosen, answer),
            self._replied,
            self.show_failure,
        )

    def _replied(self, check: Check) -> None:
        if self.reply.value() is Reply.NOT_HELD:
            self.ctx.nav.toast("Recorded.", "It waits among the alerts now.")
        self.reply.set_value(None)
        self._changed(check)

    def close_check(self) -> None:
        desk, number, note = self.ctx.desk, self.check.id, self.note.text()
        self.ctx.work.do(lambda: room.close(desk, number, note), self._closed, self.show_failure)

    def _closed(self, check: Check) -> None:
        self.ctx.nav.back()
        self.ctx.nav.toast(f"{check.ref} is closed.")

    def _changed(self, check: Check) -> None:
        self.check = check
        self.clear_errors()
        desk = self.ctx.desk
        self.ctx.work.do(lambda: look(desk, check.id), self._show_and_go_on, self.show_failure)

    def _show_and_go_on(self, drawn: Drawn) -> None:
        self._show(drawn)
        self._go_to_next()
        self.focus_start()

    # what is shown

    def _show(self, drawn: Drawn) -> None:
        self._drawn, self.check = drawn, drawn.check
        words, tone = NEXT[drawn.check.step]
        self._state.setText(words)
        self._state.set_tone(tone)
        self._facts.set_rows(committed_rows(drawn.check)[:1] + self._draw_rows(drawn.check))
        self.table.set_rows(
            [self._row(e, line) for e, line in zip(drawn.events, drawn.lines, strict=True)]
        )
        self.table.fit_height()
        step, waiting = drawn.check.step, self._unanswered()
        self._send.setVisible(step is Step.DRAWN)
        self._reply.setVisible(step is Step.SENT and bool(waiting))
        self._close.setVisible(step is Step.SENT and not waiting)
        self._primary = {
            Step.DRAWN: self._save,
            Step.SENT: self._record if waiting else self._end,
        }.get(step)
        self.show_numbers()

    def _draw_rows(self, check: Check) -> list[tuple[str, str]]:
        held = [answer.reply for answer in check.answers.values()]
        said = ", ".join(
            f"{held.count(reply)} {words_for(reply).lower()}" for reply in Reply if reply in held
        )
        return [
            ("Dice or words", check.nonce),
            ("Seed", " ".join(check.seed[at : at + 8] for at in range(0, len(check.seed), 8))),
            ("Replies", f"{len(held)} of {len(check.sample)}" + (f": {said}" if said else "")),
        ]

    def _row(self, event: Event, line: Line) -> TableRow:
        why = "; ".join(words_for(one) for one in event.why)
        drawn = "Drawn by lot" if event.layer is Layer.RANDOM else why or "Always checked"
        answer = self.check.answers.get(event.id)
        reply = (
            Cell("Waiting", "second")
            if answer is None
            else Cell(tags=[(words_for(answer.reply), REPLY_TONES[answer.reply])])
        )
        return TableRow(
            key=event.id,
            cells=(
                Cell(line.check_ref, "strong"),
                Cell(line.custody_ref),
                Cell(line.date, after=line.time_window),
                Cell(drawn),
                reply,
            ),
        )

    def _unanswered(self) -> list[str]:
        return [one for one in self.check.sample if one not in self.check.answers]

    def _chosen(self) -> Event | None:
        key = self.table.current_key()
        events = self._drawn.events if self._drawn else ()
        return next((event for event in events if event.id == key), None)

    def _go_to_next(self) -> None:
        waiting = self._unanswered()
        if waiting:
            self.table.selectRow(self.check.sample.index(waiting[0]))

    def _choose(self) -> None:
        save_file(
            self, f"custody-list_{self.check.ref}.csv", lambda path: self.path.set_text(str(path)),
            title="Save the list", kinds="CSV (*.csv)", name="ig.spot.dialog",
        )  # fmt: skip
