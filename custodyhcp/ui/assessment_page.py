"""An assessment and the directions that follow from it, signed together.

What is typed is kept, sealed, one second after the last key and every five seconds at most, and is
given back after a crash or a lock with the cursor where it was; a colleague may take it over.
Nothing typed is ever cleared by an error.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum
from typing import Any

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit

from custodyhcp.errors import KnownError
from custodyhcp.ledger.faults import Moved
from custodyhcp.records import (
    asked_before,
    assessing,
    dates,
    directing,
    drafts,
    noting,
    people,
    told_before,
)
from custodyhcp.records import assessment as assessments
from custodyhcp.records.answers import answers_from, directions_from
from custodyhcp.records.arrivals import NotComplete
from custodyhcp.records.assessment import (
    Allergies,
    Allergy,
    AllergyState,
    Assessment,
    ReasonForCall,
)
from custodyhcp.records.directions import Directions
from custodyhcp.records.drafts import Draft
from custodyhcp.records.people import Opened
from custodyhcp.records.timeline import timeline
from custodyhcp.records.words import Problem
from custodyhcp.ui.context import Context
from custodyhcp.ui.directions_form import DirectionsForm
from custodyhcp.ui.kit import Button, Callout, Choice, Field, MultiChoice, Page, PlainLabel, Row
from custodyhcp.ui.kit import Problem as Shown
from custodyhcp.ui.kit.choice import Group
from custodyhcp.ui.kit.field import Labelled
from custodyhcp.ui.writing_parts import WhenField

AFTER_KEY = 1_000  # milliseconds after the last key
AT_MOST = 5_000  # milliseconds that typing may go unsaved
WHAT = "assessment"
_ALLERGIES = {state: state.label for state in AllergyState}


class Half(Enum):
    """What the page signs."""

    BOTH = "BOTH"
    ASSESSMENT = "ASSESSMENT"


class AssessmentPage(Page):
    """``directions_changed`` carries ``Directions`` once every question is answered, or a tuple of
    what is still to be. ``recorded`` is emitted once the entries are on the disk."""

    directions_changed = Signal(object)
    recorded = Signal()
    wants = Signal(str)  # another section of the person, to be opened

    def __init__(self, ctx: Context, opened: Opened) -> None:
        super().__init__("Assessment", name="assessment")
        self._ctx = ctx
        self._stay = opened.detention
        self._last_seq = opened.detention.last_seq
        self._published = told_before.published_visits(opened.entries)
        self._agreed = told_before.agrees(opened, ctx.now())
        self._under_18 = self._stay.under_18(dates.today(ctx.now()))
        self._taken: Draft | None = None
        self._stopped_in: QPlainTextEdit | QLineEdit | None = None
        self._dirty = self._signed = False
        self._build_form()
        self._fill_from_record()
        self._timers()
        self._connect()
        self._say_what_is_left(self.directions())
        self._look_for_draft()

    # building

    def _build_form(self) -> None:
        self._restored = Callout("", tone="amber", name="assessment.restored")
        self._restored.hide()
        self._offered: Draft | None = None
        self._take = Button("Take over", self._take_over, name="assessment.take")
        self._take.hide()
        self._restored.body.addWidget(Row(self._take))
        reasons = {reason: reason.words for reason in ReasonForCall}
        self.codes = MultiChoice("Why healthcare was called", reasons, name="assessment.codes")
        self.when = WhenField(self._ctx.now, name="assessment.when")
        self.reason = Field("In a few words", name="assessment.reason", lines=2)
        self.findings = Field("Findings", name="assessment.findings", lines=5)
        self.impression = Field("Working impression", name="assessment.impression", lines=2)
        self.plan = Field("Plan", name="assessment.plan", lines=3)
        self.allergy_state = Choice("Allergies", _ALLERGIES, name="assessment.allergies")
        self.allergies = Field(
            "Allergic to",
            name="assessment.allergy_list",
            lines=3,
            hint="One a line, with what happened in brackets: penicillin (rash)",
        )
        clinical = PlainLabel(
            "For healthcare only. Custody never sees what is written here.", "hint"
        )
        self.add(self._restored, clinical, self.codes, self.when, self.reason, self.findings)
        self.add(self.impression, self.plan, self.allergy_state, self.allergies)
        self.heading("Directions for custody")
        self.add(PlainLabel("Only this is told to custody, word for word as at the right.", "hint"))
        self.form = DirectionsForm(self._ctx, under_18=self._under_18)
        self.add(self.form)
        self._left = Callout("", tone="blue", name="assessment.left")
        self.add(self._left)
        self.sign_button = self.primary(
            "Sign assessment and directions", self._sign_both, name="assessment.sign"
        )
        self.sign_assessment_button = self.secondary(
            "Sign the assessment only", self._sign_assessment, name="assessment.sign_only"
        )
        self._kept = PlainLabel("", "small", name="assessment.kept")
        self.add(self._kept)

    def _texts(self) -> Mapping[str, Field]:
        return {
            "reason": self.reason,
            "findings": self.findings,
            "impression": self.impression,
            "plan": self.plan,
            "allergies": self.allergies,
        }

    def _fill_from_record(self) -> None:
        """What stands in the record already need not be typed again."""
        known = self._stay.allergies
        if known.state is not AllergyState.NOT_RECORDED:
            self.allergy_state.set_value(known.state)
            self.allergies.set_text("\n".join(item.words for item in known.items))
        given = self._stay.directions
        self.form.set_before(given.observation.visits if given else None, self._published)
        if given is not None:
            self.form.set_answers(answers_from(given))
        self._show_what_applies()

    def _connect(self) -> None:
        for field in self._texts().values():
            field.changed.connect(self._touched)
        self.codes.changed.connect(self._touched)
        self.when.changed.connect(self._touched)
        self.allergy_state.chosen.connect(self._touched)
        self.form.changed.connect(self._directions_touched)

    def _show_what_applies(self) -> None:
        self.allergies.setVisible(self.allergy_state.value() is AllergyState.KNOWN)

    def focus_start(self) -> None:
        """Where typing stopped, once that has been brought back; else the first question, unless
        somebody was quicker and types already."""
        if self._stopped_in is not None:
            self._stopped_in.setFocus()
        elif not self._dirty:
            self.codes.focus_first()

    # what was typed

    def assessment(self) -> Assessment:
        """As typed so far."""
        return Assessment(
            reason=self.reason.text(),
            findings=self.findings.text(),
            impression=self.impression.text(),
            plan=self.plan.text(),
            allergies=self._allergies(),
            reason_codes=self.codes.values(),
            seen_at=self.when.value(),
        )

    def _allergies(self) -> Allergies:
        state = self.allergy_state.value() or AllergyState.NOT_RECORDED
        if state is not AllergyState.KNOWN:
            return Allergies(state)
        lines = (line.strip() for line in self.allergies.text().splitlines())
        return Allergies(state, tuple(_allergy(line) for line in lines if line))

    def directions(self) -> Directions | tuple[Problem, ...]:
        """The directions, settled, or everything that is still to be put right."""
        made = directions_from(self.form.answers())
        if not isinstance(made, Directions):
            return (*made, *self.form.problems())
        settled = directing.settled(made, under_18=self._under_18)
        found = directing.problems(
            settled,
            under_18=self._under_18,
            now=self._ctx.now(),
            before=self._stay.directions,
            published=self._published,
            agreed=self._agreed,
        )
        found = (*self.form.problems(), *found)
        return found or settled

    # drafts

    def _timers(self) -> None:
        self._soon, self._latest, self._tell = QTimer(self), QTimer(self), QTimer(self)
        for timer, wait in ((self._soon, AFTER_KEY), (self._latest, AT_MOST), (self._tell, 150)):
            timer.setSingleShot(True)
            timer.setInterval(wait)
        self._soon.timeout.connect(self._save)
        self._latest.timeout.connect(self._save)
        self._tell.timeout.connect(self._tell_directions)

    def _touched(self, *_args: object) -> None:
        self._show_what_applies()
        self._dirty = True
        self._soon.start()
        if not self._latest.isActive():
            self._latest.start()

    def _directions_touched(self) -> None:
        self._touched()
        self._tell.start()

    def _tell_directions(self) -> None:
        self._say_what_is_left(self.directions())
        made = directions_from(self.form.answers())
        if isinstance(made, Directions):
            made = directing.settled(made, under_18=self._under_18)
        self.directions_changed.emit(made)

    def _say_what_is_left(self, made: Directions | tuple[Problem, ...]) -> None:
        if isinstance(made, Directions):
            self._left.set("Ready to sign", "At the right is exactly what custody will read.")
            return
        words = " ".join(problem.words for problem in made[:3])
        more = f" And {len(made) - 3} more." if len(made) > 3 else ""
        self._left.set("Before directions can be given", words + more)

    def fields(self) -> dict[str, Any]:
        """Everything on the page as plain values."""
        state = self.allergy_state.value()
        return {
            **{name: field.text() for name, field in self._texts().items()},
            "codes": [code.name for code in self.codes.values()],
            "when": self.when.text(),
            "allergy_state": None if state is None else state.name,
            "directions": self.form.fields(),
        }

    def _cursor(self) -> tuple[str, int]:
        box = QApplication.focusWidget()
        if isinstance(box, QPlainTextEdit) and self.isAncestorOf(box):
            return box.objectName(), box.textCursor().position()
        if isinstance(box, QLineEdit) and self.isAncestorOf(box):
            return box.objectName(), box.cursorPosition()
        return "", 0

    def _save(self) -> None:
        if not self._dirty or self._signed:
            return
        self._stop_timers()
        self._dirty = False
        desk, stay, fields, cursor = self._ctx.desk, self._stay, self.fields(), self._cursor()
        self._ctx.work.do(
            lambda: drafts.save(desk, WHAT, stay.id, stay.person, fields, cursor),
            self._saved,
            self._not_saved,
        )

    def save_now(self) -> None:
        """Before a lock or leaving: on the disk when this returns."""
        if not self._dirty or self._signed:
            return
        self._stop_timers()
        stay = self._stay
        try:
            drafts.save(self._ctx.desk, WHAT, stay.id, stay.person, self.fields(), self._cursor())
        except KnownError as error:
            self._not_saved(error)
        else:
            self._dirty = False

    def _stop_timers(self) -> None:
        self._soon.stop()
        self._latest.stop()

    def _saved(self, at: Any) -> None:
        self._kept.setText(f"What you typed was kept at {dates.cui_time(at)}. Not recorded yet.")

    def _not_saved(self, error: KnownError) -> None:
        self._dirty = True
        self._latest.start()
        self._kept.setText(f"What you typed is not kept yet. {error.words} {error.then}")

    def _look_for_draft(self) -> None:
        desk, stay = self._ctx.desk, self._stay.id
        self._ctx.work.do(lambda: drafts.restore(desk, WHAT, stay), self._restore)

    def _restore(self, draft: Draft | None) -> None:
        if draft is None or self._dirty:
            return
        when = dates.cui_short(draft.saved_at, self._ctx.now())
        if draft.author != self._ctx.desk.session.staff and draft is not self._taken:
            self._offer(draft, when)
            return
        self.set_fields(draft.fields)
        self._take.hide()
        whose = "What you typed" if draft is not self._taken else "What you took over"
        self._restored.set(f"{whose} has been brought back", f"Not recorded since {when}.")
        self._restored.show()
        self._tell.start()
        self._put_cursor(*draft.cursor)

    def _offer(self, draft: Draft, when: str) -> None:
        """A colleague's typing is never put back as one's own unless that is asked for."""
        who = _name_of(self._ctx, draft.author)
        words = f"Last kept {when}. Both will be kept if you write your own."
        self._restored.set(f"{who} has begun an assessment too", words)
        self._take.setText(f"Take over from {who}")
        self._offered = draft
        self._restored.show()
        self._take.show()

    def _take_over(self) -> None:
        desk, stay, draft = self._ctx.desk, self._stay.id, self._offered
        if draft is None:
            return

        def taken(_entry: object) -> None:
            self._taken, self._dirty = draft, False
            self._restore(draft)
            self._touched()

        self._ctx.work.do(
            lambda: noting.take_over(desk, stay, WHAT, draft.author, draft.fields),
            taken,
            self.show_failure,
        )

    def set_fields(self, kept: Mapping[str, Any]) -> None:
        for name, field in self._texts().items():
            field.set_text(str(kept.get(name) or ""))
        self.when.set_text(str(kept.get("when") or ""))
        codes = ReasonForCall.__members__
        self.codes.set_values(codes[name] for name in kept.get("codes") or () if name in codes)
        self.allergy_state.set_value(AllergyState.__members__.get(str(kept.get("allergy_state"))))
        self.form.set_fields(kept.get("directions") or {})
        self._show_what_applies()
        self._stop_timers()
        self._dirty = False

    def _put_cursor(self, name: str, place: int) -> None:
        box = self.findChild(QPlainTextEdit, name) or self.findChild(QLineEdit, name)
        if box is None or not name:
            return
        self._stopped_in = box
        box.setFocus()
        if isinstance(box, QPlainTextEdit):
            cursor = box.textCursor()
            cursor.setPosition(min(place, len(box.toPlainText())))
            box.setTextCursor(cursor)
        else:
            box.setCursorPosition(place)

    # signing

    def _sign_both(self) -> None:
        self._sign(Half.BOTH)

    def _sign_assessment(self) -> None:
        self._sign(Half.ASSESSMENT)

    def _sign(self, half: Half) -> None:
        typed = assessments.cleaned(self.assessment())
        found = list(assessments.problems(typed, self._ctx.now()))
        if self.when.problem():
            found.append(Problem("seen_at", self.when.problem()))
        if self.allergy_state.value() is None:
            found.append(Problem("allergy_state", "Say how it stands with allergies."))
        made = self.directions()
        if half is Half.BOTH and not isinstance(made, Directions):
            found += made
        if self.show_errors([self._shown(problem) for problem in found]):
            return
        self._stop_timers()
        desk, stay, seq, taken = self._ctx.desk, self._stay, self._last_seq, self._taken

        def write() -> None:
            if half is Half.BOTH and isinstance(made, Directions):
                assessing.sign(desk, stay.id, typed, made, last_seq=seq)
            else:
                assessing.record_assessment(desk, stay.id, typed, last_seq=seq)
            drafts.drop(desk, WHAT, stay.id)
            if taken is not None:
                drafts.drop_taken(desk, WHAT, stay.id, taken)

        self.sign_button.setEnabled(False)
        self._ctx.work.do(write, lambda _: self._was_signed(half), self._refused)

    def _was_signed(self, half: Half) -> None:
        self._signed = True
        self._dirty = False
        nav, stay = self._ctx.nav, self._stay.id
        if half is Half.BOTH:
            nav.toast(
                "Signed. Custody is told when the briefing is published.",
                "Publish",
                lambda: nav.go("person", detention=stay, section="briefing"),
            )
        else:
            nav.toast("The assessment is signed.")
        self.recorded.emit()

    def _refused(self, error: KnownError) -> None:
        """Nothing was written, and everything typed is still here."""
        self.sign_button.setEnabled(True)
        self._touched()
        if isinstance(error, NotComplete):
            self.show_errors([self._shown(problem) for problem in error.problems])
            return
        self.show_failure(error)
        if isinstance(error, Moved):
            desk, stay = self._ctx.desk, self._stay.id
            self._ctx.work.do(lambda: people.read_detention(desk, stay), self._show_newer)

    def _show_newer(self, opened: Opened) -> None:
        """What a colleague recorded meanwhile, to be read before pressing again."""
        newer = [e for e in opened.entries if e.header.seq > self._last_seq]
        said = [f"{told.what}: {told.detail}" for told in timeline(newer) if told.detail]
        self._stay, self._last_seq = opened.detention, opened.detention.last_seq
        self._restored.set("Recorded since you opened this page", "\n".join(said), "blue")
        self._restored.show()

    def _to_earlier(self) -> None:
        self.save_now()
        self.wants.emit("earlier")

    def _shown(self, problem: Problem) -> Shown:
        places: dict[str, Labelled | Group] = {
            "reason": self.codes,
            "findings": self.findings,
            "impression": self.impression,
            "plan": self.plan,
            "allergies": self.allergies,
            "allergy_state": self.allergy_state,
            "seen_at": self.when,
        }
        if problem.field == "reason" and problem.words.startswith("Say why healthcare"):
            return self.codes, problem.words
        if problem.field == asked_before.FIELD:
            return self._to_earlier, problem.words
        if problem.field in places and problem.field != "reason":
            return places[problem.field], problem.words
        return self.form.shown(problem)


def _allergy(line: str) -> Allergy:
    """``penicillin (rash)`` as an agent and a reaction."""
    agent, bracket, reaction = line.partition("(")
    return Allergy(agent.strip(), reaction.rstrip(") ").strip() if bracket else "")


def _name_of(ctx: Context, staff: str) -> str:
    member = ctx.desk.authority.members.get(staff)
    return member.name if member is not None else "a colleague"
