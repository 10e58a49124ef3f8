"""A drawn spot check: the list for the force, its replies, and the end."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt

from custodyhcp.oversight import checks as room
from custodyhcp.oversight import force_list, saving, watching
from custodyhcp.oversight.checks import Answer, Check, Step
from custodyhcp.oversight.codes import Layer, Reply, words_for
from custodyhcp.oversight.force_list import Asked
from custodyhcp.ui.context import Context
from custodyhcp.ui.ig_checks import NEXT, committed_rows
from custodyhcp.ui.ig_columns import Columns
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
    PlainLabel,
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
    asked: tuple[Asked, ...]


def look(desk: Desk, check_id: str) -> Drawn:
    check = room.read(desk)[check_id]
    return Drawn(check, tuple(force_list.prepare(desk, check)))


def _saved(desk: Desk, drawn: Drawn, to: str, path: Path) -> Check:
    content = force_list.to_csv(drawn.asked)
    saving.write(path, content)
    return room.mark_sent(desk, drawn.check.id, to, content)


class CheckPage(Page):
    """``CheckPage(ctx, check)`` for a check whose sample is drawn."""

    def __init__(self, ctx: Context, check: Check) -> None:
        super().__init__(f"Spot check {check.ref}", name="ig.check", width=0, fill=True)
        self.ctx, self.check = ctx, check
        self._drawn: Drawn | None = None
        self._state = Tag("", name="ig.check.state")
        self.header.addWidget(self._state)
        self.table = Table(
            [
                Column("Check", 110, 1),
                Column("Custody reference", 120, 3),
                Column("Time window", 120, 4),
                Column("Why", 110, 3),
                Column("Reply", 96, 1),
            ],
            name="ig.spot.sample",
            label="The events that were drawn",
        )
        self._facts = Facts(label_width=110)
        self._build_send()
        self._build_reply()
        self._build_close()
        self._lay_out()

    def _lay_out(self) -> None:
        """The list at the left, what to do with it at the right."""
        about = Card("How it was drawn")
        about.add(self._facts)
        right = (self._send, self._reply, self._close, about)
        whole = Columns((self.table,), right, shares=(13, 7), stretch_left=True)
        self.table.setMinimumHeight(240)
        self.body.addWidget(whole, 1)

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
        self._asked = PlainLabel("", "strong", name="ig.spot.asked")
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
        self._reply.add(self._asked, self.reply, self.responder, self.rank, Row(self._record))
        self.table.selectionModel().currentRowChanged.connect(lambda *_: self._say_which())

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
        self.ctx.nav.toast("The list is saved. Send it, then record the replies here.")
        self._changed(check)

    def record(self) -> None:
        """The reply for the row that is chosen; then on to the next without one."""
        drawn, asked, reply = self._drawn, self._chosen(), self.reply.value()
        problems: list[Problem] = []
        if reply is None:
            problems.append((self.reply, "Choose what the force says."))
        for field in (self.responder, self.rank):
            if not field.text():
                problems.append((field, f"{field.label()} is missing."))
        if self.show_errors(problems) or drawn is None or asked is None or reply is None:
            return
        answer = Answer(reply, self.responder.text(), self.rank.text(), self.ctx.now())
        desk, number, events = self.ctx.desk, drawn.check.id, asked.events
        self.ctx.work.do(
            lambda: room.record_reply(desk, number, events, answer),
            self._replied,
            self.show_failure,
        )

    def _replied(self, check: Check) -> None:
        if self.reply.value() is Reply.NOT_HELD:
            self.ctx.nav.toast("Recorded. It waits among the alerts now.")
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
        self._facts.set_rows(committed_rows(drawn.check)[:3] + self._draw_rows(drawn.check))
        self.table.set_rows([self._row(asked) for asked in drawn.asked])
        step, waiting = drawn.check.step, self._unanswered()
        self._send.setVisible(step is Step.DRAWN)
        self._reply.setVisible(step is Step.SENT and bool(waiting))
        self._close.setVisible(step is Step.SENT and not waiting)
        self._say_which()
        self._primary = {
            Step.DRAWN: self._save,
            Step.SENT: self._record if waiting else self._end,
        }.get(step)
        self.show_numbers()

    def _draw_rows(self, check: Check) -> list[tuple[str, str]]:
        asked = self._drawn.asked if self._drawn else ()
        firsts = [check.answers.get(one.events[0].id) for one in asked]
        held = [answer.reply for answer in firsts if answer is not None]
        said = ", ".join(
            f"{held.count(reply)} {words_for(reply).lower()}" for reply in Reply if reply in held
        )
        return [
            ("Dice or words", check.nonce),
            ("Checkpoint", watching.short_code(check.note)),
            ("Seed", " ".join(check.seed[at : at + 8] for at in range(0, len(check.seed), 8))),
            ("Looks drawn", f"{len(check.sample)}, asked about in {len(asked)} lines"),
            ("Replies", f"{len(held)} of {len(asked)}" + (f": {said}" if said else "")),
        ]

    def _row(self, asked: Asked) -> TableRow:
        line, first = asked.line, asked.events[0]
        why = list(dict.fromkeys(words_for(one) for event in asked.events for one in event.why))
        lot = all(event.layer is Layer.RANDOM for event in asked.events)
        answer = self.check.answers.get(first.id)
        reply = (
            Cell("Waiting", "second")
            if answer is None
            else Cell(tags=[(words_for(answer.reply), REPLY_TONES[answer.reply])])
        )
        return TableRow(
            key=first.id,
            cells=(
                Cell(line.check_ref, "strong"),
                Cell(line.custody_ref),
                Cell(line.date, after=line.time_window),
                Cell("Drawn by lot" if lot else "; ".join(why) or "Always checked"),
                reply,
            ),
        )

    def _unanswered(self) -> list[Asked]:
        asked = self._drawn.asked if self._drawn else ()
        return [one for one in asked if one.events[0].id not in self.check.answers]

    def _chosen(self) -> Asked | None:
        key = self.table.current_key()
        asked = self._drawn.asked if self._drawn else ()
        return next((one for one in asked if one.events[0].id == key), None)

    def _say_which(self) -> None:
        asked = self._chosen()
        if asked is not None:
            line = asked.line
            self._asked.setText(f"{line.check_ref}: {line.custody_ref}, {line.date}, "
                                f"{line.time_window}")  # fmt: skip

    def _go_to_next(self) -> None:
        waiting = self._unanswered()
        if waiting and self._drawn is not None:
            self.table.selectRow(self._drawn.asked.index(waiting[0]))

    def _choose(self) -> None:
        save_file(
            self, f"custody-list_{self.check.ref}.csv", lambda path: self.path.set_text(str(path)),
            title="Save the list", kinds="CSV (*.csv)", name="ig.spot.dialog",
        )  # fmt: skip
