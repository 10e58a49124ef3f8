"""How it was asked, who heard it and what they had been told (domain 3.5, 6.4, 7).

Rules kept here
* Asked once a sitting: what was said of the question before is shown, and can be changed.
* Whether the door was shut and whether they said it back are asked each time, never carried.
* What nobody says is recorded as not said. None of it stands between an answer and its record.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import datetime
from enum import Enum

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from custodyhcp.consent.asked import Asked
from custodyhcp.consent.codes import Door, Format, InterpreterMode, Method, Proxy
from custodyhcp.consent.how import How, Information, Interpreter, Room
from custodyhcp.consent.sitting import NOTHING_CARRIED, Sitting
from custodyhcp.consent.wording import words
from custodyhcp.records import dates
from custodyhcp.ui.consent_parts import Where, in_a_flow, in_lines
from custodyhcp.ui.kit import (
    Button,
    ButtonRole,
    Choice,
    Field,
    MultiChoice,
    NowField,
    PlainLabel,
    Row,
)
from custodyhcp.ui.kit import Problem as Shown

METHODS = (Method.VERBAL, Method.WRITTEN, Method.INTERPRETER, Method.NON_VERBAL)
LONGEST_REFERENCE = 60  # characters: the number or name of an interpreter
NOBODY = "Nobody else"
_BY_PROXY = {
    Proxy.PARENTAL_RESPONSIBILITY: Method.PROXY_PR,
    Proxy.LPA_HEALTH: Method.PROXY_LPA,
    Proxy.DEPUTY: Method.PROXY_DEPUTY,
}


class Known(Enum):
    REFUSED = "REFUSED"
    AFFECTED = "AFFECTED"


class Present(Enum):
    NOBODY = "NOBODY"
    SOMEBODY = "SOMEBODY"


class SaidBack(Enum):
    YES = "YES"
    NO = "NO"


class HowAsked(QWidget):
    """One line that says how it was asked; ``form`` is the questions behind it, for the page to
    place. ``fill(asked)`` adds them; ``carry(sitting)`` puts in what goes on being so;
    ``wants_notice`` when the notice is wanted."""

    changed = Signal()
    wants_notice = Signal()

    def __init__(self, now: Callable[[], datetime]) -> None:
        super().__init__()
        self.setProperty("ground", "none")
        self._now = now
        self._since: datetime | None = None
        self._entry = ""
        self._choices()
        self._boxes(now)
        self._lay_out()
        self._connect()
        self.close_form()

    def _choices(self) -> None:
        self.method: Choice[Method] = Choice(
            "How it was asked and answered",
            {method: words(method) for method in METHODS},
            name="consent.method",
        )
        self.mode: Choice[InterpreterMode] = Choice(
            "How the interpreter was there",
            {mode: words(mode) for mode in InterpreterMode},
            name="consent.interpreter.mode",
        )
        self.present: Choice[Present] = Choice(
            "Who else was in the room",
            {Present.NOBODY: NOBODY, Present.SOMEBODY: "Somebody else…"},
            name="consent.present",
        )
        self.door: Choice[Door] = Choice(
            "Was the door shut?",
            {Door.SHUT: "Shut", Door.OPEN: "Open"},
            name="consent.door",
        )
        self.format: Choice[Format] = Choice(
            "How they were told what happens to their information",
            {form: words(form) for form in Format},
            name="consent.information.format",
        )
        self.said_back: Choice[SaidBack] = Choice(
            "Did they say it back in their own words?",
            {SaidBack.YES: "Yes", SaidBack.NO: "No"},
            name="consent.said_back",
        )
        self.known: MultiChoice[Known] = MultiChoice(
            "Also known",
            {
                Known.REFUSED: in_lines("They said no before, when they could decide"),
                Known.AFFECTED: in_lines("Drink, drugs or illness weigh on them: ask again"),
            },
            name="consent.known",
        )

    def _boxes(self, now: Callable[[], datetime]) -> None:
        self.language = Field("Language they spoke", name="consent.interpreter.language", chars=24)
        self.reference = Field(
            "Interpreter's name or reference",
            name="consent.interpreter",
            hint="Never police, a co-detainee or a relative, save in an emergency",
        )
        self.start = NowField(
            "Interpreter from", now, name="consent.interpreter.start", hint="N for now"
        )
        self.end = NowField("Until", now, name="consent.interpreter.end", hint="N for now")
        self.who = Field(
            "Who", name="consent.present.who", hint="Their role is enough: appropriate adult, PC"
        )
        self.why_open = Field("Why it was not shut", name="consent.door.why")
        self.version = Field("Version", name="consent.information.version", chars=16)
        self.told_in = Field("In which language", name="consent.information.language", chars=16)

    def _lay_out(self) -> None:
        self.summary = PlainLabel("", "second", name="consent.how")
        self.more = Button("", self.open_form, role=ButtonRole.LINK, name="consent.how.open")
        self.notice = Button(
            "Show the privacy notice",
            self.wants_notice.emit,
            role=ButtonRole.LINK,
            name="consent.notice",
        )
        self.form = QWidget()
        self.form.setProperty("ground", "none")
        self._times = Row(self.start, self.end, gap=24)
        self._notice_said = Row(self.version, self.told_in, gap=24)
        inside = QVBoxLayout(self.form)
        inside.setContentsMargins(0, 8, 0, 0)
        inside.setSpacing(16)
        for widget in (
            self.method, self.language, self.mode, self.reference, self._times,
            self.present, self.who, self.door, self.why_open,
            self.format, self._notice_said, self.said_back, self.known,
        ):  # fmt: skip
            inside.addWidget(widget)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.summary)
        self._links = in_a_flow(self.more, self.notice)
        column.addWidget(self._links)

    def _connect(self) -> None:
        for choice in (
            self.method, self.mode, self.present, self.door, self.format, self.said_back
        ):  # fmt: skip
            choice.chosen.connect(lambda _member: self._react())
        self.known.changed.connect(lambda _known: self._react())
        for box in (self.language, self.reference, self.start, self.end, self.who):
            box.changed.connect(self._react)
        for field in (self.why_open, self.version, self.told_in):
            field.changed.connect(self._react)

    def beside(self, *links: QWidget) -> None:
        """What else leads on from the question, in the same line."""
        for link in links:
            self._links.layout().addWidget(link)  # type: ignore[union-attr]

    def open_form(self) -> None:
        self.form.show()
        self.more.hide()
        self.method.focus_first()

    def close_form(self) -> None:
        self.form.hide()
        self.more.show()
        self._show()

    def _react(self) -> None:
        self._show()
        self.changed.emit()

    def _show(self) -> None:
        """Only the boxes that the answers call for; and all of it in one line."""
        interpreted = self.method.value() is Method.INTERPRETER
        for widget in (self.language, self.mode, self.reference, self._times):
            widget.setVisible(interpreted)
        self.who.setVisible(self.present.value() is Present.SOMEBODY)
        self.why_open.setVisible(self.door.value() is Door.OPEN)
        self._notice_said.setVisible(self.format.value() is not None)
        said = self._in_words()
        self.summary.setText(said)
        self.more.setText(
            "Say how it was asked" if self._nothing_said() else "Change how it was asked"
        )

    # what goes on being so

    def start_afresh(self) -> None:
        """Empty, for another question; ``carry`` follows."""
        self._since, self._entry = None, ""
        for box in (self.start, self.end):
            box.set_text("")
        self.close_form()

    def carry(self, sitting: Sitting) -> None:
        """Put in what was said of the question before, in this sitting. Tells nobody."""
        if sitting == NOTHING_CARRIED or not self._nothing_said():
            return
        how = sitting.how
        self.method.set_value(sitting.method)
        self.language.set_text(how.interpreter.language)
        self.mode.set_value(how.interpreter.mode)
        self.reference.set_text(how.interpreter.reference)
        self.start.set_value(how.interpreter.start)
        here = how.room.present
        if here:
            self.present.set_value(Present.NOBODY if here == NOBODY else Present.SOMEBODY)
            self.who.set_text("" if here == NOBODY else here)
        self.format.set_value(how.information.format)
        self.version.set_text(how.information.version)
        self.told_in.set_text(how.information.language)
        self._entry = how.information.entry
        self._since = sitting.since
        self._show()

    # what is recorded

    def how(self) -> How:
        """As it stands; what nobody said is empty or None."""
        interpreted = self.method.value() is Method.INTERPRETER
        door, back, form = self.door.value(), self.said_back.value(), self.format.value()
        return How(
            room=Room(
                present=self._present(),
                door=door,
                why_open=self.why_open.text() if door is Door.OPEN else "",
            ),
            interpreter=Interpreter(
                self.language.text(),
                self.mode.value(),
                self.reference.text(),
                self.start.value(),
                self.end.value(),
            )
            if interpreted
            else Interpreter(),
            information=Information(self.version.text(), self.told_in.text(), form, self._entry)
            if form is not None
            else Information(),
            explained_back=None if back is None else back is SaidBack.YES,
        )

    def _present(self) -> str:
        match self.present.value():
            case Present.NOBODY:
                return NOBODY
            case Present.SOMEBODY:
                return self.who.text() or "Somebody else"
            case _:
                return ""

    def fill(self, asked: Asked) -> Asked:
        how, method = self.how(), self.method.value()
        if asked.proxy is not None:
            method = _BY_PROXY[asked.proxy]
        return replace(
            asked,
            method=method,
            how=how,
            notice=how.information.version,
            interpreter=_in_one_line(how.interpreter),
            prior_capacitous_refusal=Known.REFUSED in self.known.values(),
            affected=Known.AFFECTED in self.known.values(),
        )

    def unanswered(self) -> list[Shown]:
        """What was begun and has to be finished or put right, from the top."""
        found: list[Shown] = []
        if self.method.value() is Method.INTERPRETER:
            found += [(box, box.problem()) for box in (self.start, self.end) if box.problem()]
            start, end = self.start.value(), self.end.value()
            if start is not None and end is not None and end < start:
                found.append((self.end, "The interpreter left before they began: put one right."))
            length = len(self.reference.text())
            if length > LONGEST_REFERENCE:
                said = f"This is {length:,} characters. Shorten it to {LONGEST_REFERENCE} or fewer."
                found.append((self.reference, said))
        if self.present.value() is Present.SOMEBODY and not self.who.text():
            found.append((self.who, "Say who else was in the room."))
        if self.door.value() is Door.OPEN and not self.why_open.text():
            found.append((self.why_open, "Say why the door was not shut."))
        return found

    def fields(self) -> Where:
        return {
            "method": self.method,
            "interpreter": self.reference,
            "how.interpreter.language": self.language,
            "how.interpreter.reference": self.reference,
            "how.interpreter.mode": self.mode,
            "how.interpreter.start": self.start,
            "how.interpreter.end": self.end,
            "affected": self.known,
            "how.room.present": self.who,
            "how.room.door": self.door,
            "how.room.why_open": self.why_open,
            "how.information.version": self.version,
            "how.information.language": self.told_in,
            "how.information.format": self.format,
            "how.explained_back": self.said_back,
        }

    # words

    def _nothing_said(self) -> bool:
        return self.method.value() is None and self.how() == How() and not self.known.values()

    def _in_words(self) -> str:
        if self._nothing_said():
            return "How it was asked: not said, and recorded as not said."
        begins = "How it was asked"
        if self._since is not None:
            begins = f"Carried from {dates.cui_short(self._since, self._now())} in this sitting"
        return f"{begins}: {'; '.join(self._parts())}."

    def _parts(self) -> Iterable[str]:
        method, how = self.method.value(), self.how()
        yield words(method).lower() if method else "how not said"
        if method is Method.INTERPRETER and _in_one_line(how.interpreter):
            yield _in_one_line(how.interpreter)
        yield _lowered(how.room.present) if how.room.present else "who else was there not said"
        yield f"door {words(how.room.door).lower()}" if how.room.door else "door not said"
        form = how.information.format
        if form is None:
            yield "information given not said"
        else:
            named = " ".join(("notice", how.information.version)).strip()
            yield f"{named} {words(form).lower()}"
        match how.explained_back:
            case None:
                yield "said back: not said"
            case True:
                yield "said it back"
            case False:
                yield "did not say it back"


def _lowered(text: str) -> str:
    return "nobody else in the room" if text == NOBODY else f"with {text}"


def _in_one_line(interpreter: Interpreter) -> str:
    mode = words(interpreter.mode).lower() if interpreter.mode else ""
    return ", ".join(part for part in (interpreter.language, mode, interpreter.reference) if part)
