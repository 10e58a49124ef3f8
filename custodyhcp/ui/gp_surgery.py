"""Key 2 of the GP record: what the surgery said, which surgery, and how that is evidenced.

Rules kept here (domain consent 2.1, 2.3): each kind of evidence asks for its own particulars; a
code that the surgery's system answered means what the table says, and "not found" is told and kept
in the very words of "no answer", because it is also said of those who may not be shown.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime, time
from enum import Enum

from custodyhcp.consent.codes import Surgery, SurgeryEvidence
from custodyhcp.consent.surgery import FAILURES, SurgeryAnswer
from custodyhcp.consent.wording import words
from custodyhcp.records import dates
from custodyhcp.records.practices import Practice
from custodyhcp.records.registered import Registered
from custodyhcp.ui import consent_parts as parts
from custodyhcp.ui.gp_keys import Key
from custodyhcp.ui.gp_registered import SurgeryPicked
from custodyhcp.ui.kit import (
    Button,
    ButtonRole,
    Choice,
    DateField,
    Field,
    MultiChoice,
    NowField,
    PlainLabel,
    Row,
)
from custodyhcp.ui.kit import Problem as Shown


class SystemSaid(Enum):
    """What the surgery's system answers when it will not show the record (2.1)."""

    NO_PATIENT_CONSENT = "NO_PATIENT_CONSENT"
    NO_ORGANISATION_CONSENT = "NO_ORGANISATION_CONSENT"
    ACCESS_DENIED = "ACCESS_DENIED"
    PATIENT_NOT_FOUND = "PATIENT_NOT_FOUND"


MEANS = {said: FAILURES.get(said.value, Surgery.NO_ANSWER) for said in SystemSaid}


# What a surgery can say. That an agreement has run out, or is another surgery's, is worked out.
SAID: tuple[Surgery, ...] = tuple(
    s for s in Surgery if s not in (Surgery.EXPIRED, Surgery.OTHER_SURGERY)
)


class Which(Enum):
    REGISTERED = "REGISTERED"
    OTHER = "OTHER"


class Tick(Enum):
    YES = "YES"


class KeyTwo(Key):
    """The surgery's answer, and how it is evidenced."""

    def __init__(self, now: Callable[[], datetime]) -> None:
        super().__init__("Key 2: the surgery", "gp.key2")
        self._now = now
        self._registered: Registered | None = None
        self._dissent = False
        self._coded = False  # whether the codes have been asked for
        self._build()
        self.surgery.chosen.connect(lambda _surgery: self._said())
        self.system.chosen.connect(lambda _code: self._system_said())
        for group in (self.which, self.evidence):
            group.chosen.connect(lambda _chosen: self._react())
        self._react()

    def _build(self) -> None:
        self.surgery: Choice[Surgery] = Choice(
            "What has the surgery said?", {s: words(s) for s in SAID}, name="gp.key2"
        )
        self.system = Choice(
            "What did its system answer?",
            {code: code.value for code in SystemSaid},
            name="gp.key2.system",
        )
        self.open_system = Button(
            "Its system showed an error code",
            self._open_system,
            role=ButtonRole.LINK,
            name="gp.key2.system.open",
        )
        self.which = Choice(
            "Which surgery agreed?",
            {Which.REGISTERED: "The one they are registered with", Which.OTHER: "Another"},
            name="gp.key2.which",
        )
        self.theirs = PlainLabel("", "second", name="gp.key2.theirs")
        self.pick = SurgeryPicked("gp.key2", "Surgery that agreed")
        self.evidence = Choice(
            "How do you know?",
            {evidence: words(evidence) for evidence in SurgeryEvidence},
            name="gp.key2.evidence",
        )
        self._particulars()
        self.ask(
            self.surgery,
            Row(self.open_system),
            self.system,
            self.theirs,
            self.which,
            self.pick,
            self.evidence,
            self.who,
        )
        self.ask(self.reference, self.covered, self.start, self.until, self.lifted, self.limits)
        self.ask(self.when, Row(self.button))

    def _particulars(self) -> None:
        self.who = Field("Who agreed, and their role", name="gp.key2.who")
        self.reference = Field("Reference", name="gp.key2.reference")
        self.limits = Field("Limits they set", name="gp.key2.limits", hint="Leave empty if none")
        self.when = NowField("When they answered", self._now, name="gp.key2.when")
        self.start = DateField("Agreement from", name="gp.key2.from")
        self.until = DateField("Agreed until", name="gp.key2.until")
        self.covered = MultiChoice(
            "", {Tick.YES: "The agreement covers this suite"}, name="gp.key2.covered"
        )
        self.lifted = MultiChoice(
            "",
            {Tick.YES: "The surgery says the person has had it taken off their file"},
            name="gp.key2.lifted",
        )
        self.button = Button("Record the surgery's answer", self.record.emit, name="gp.key2.record")

    def show_registered(
        self, found: Registered | None, listed: Sequence[Practice], *, dissent: bool
    ) -> None:
        """Where they are registered, the practices to choose from, whether a dissent stands."""
        self._registered, self._dissent = found, dissent
        self.pick.set_practices(listed)
        if found is not None:
            self.theirs.setText(f"They are registered with {found.name or found.ods}.")
        self._react()

    def _open_system(self) -> None:
        self._coded = True
        self._react()
        self.system.focus_first()

    def _said(self) -> None:
        self.system.set_value(None)
        self._coded = False
        self._react()

    def _system_said(self) -> None:
        """A code is an answer of its own kind: it chooses what it means."""
        code = self.system.value()
        if code is not None:
            self.surgery.set_value(MEANS[code])
        self._react()

    def _react(self) -> None:
        """Only what this answer, and this evidence, need."""
        agreed = self.surgery.value() is Surgery.AGREED
        how = self.evidence.value()
        standing = how is SurgeryEvidence.STANDING_AGREEMENT
        known = self._registered is not None
        coded = self._coded or self.system.value() is not None
        self.system.setVisible(coded)
        self.open_system.setVisible(not coded)
        self.theirs.setVisible(agreed and known)
        self.which.setVisible(agreed and known)
        self.pick.setVisible(agreed and (not known or self.which.value() is Which.OTHER))
        for part in (self.evidence, self.limits):
            part.setVisible(agreed)
        self.who.setVisible(agreed and how is SurgeryEvidence.VERBAL)
        self.reference.setVisible(agreed and (standing or how is SurgeryEvidence.WRITTEN))
        for box in (self.start, self.until):
            box.setVisible(agreed and standing)
        self.covered.setVisible(agreed and standing)
        self.lifted.setVisible(agreed and self._dissent)
        self.when.setVisible(self.surgery.value() is not None)

    def unanswered(self) -> list[Shown]:
        found: list[Shown] = []
        if self.surgery.value() is None:
            return [(self.surgery, "Choose what the surgery said.")]
        if self.surgery.value() is Surgery.AGREED:
            if self._registered is not None and self.which.value() is None:
                found.append((self.which, "Say which surgery agreed."))
            elif self._picks() and self.pick.problem():
                found.append((self.pick.field(), self.pick.problem()))
        if self.when.value() is None:
            said = self.when.problem() or "Give the time at which they answered: N for now."
            found.append((self.when, said))
        dates_typed = (self.start, self.until) if self.start.isVisibleTo(self) else ()
        return [*found, *((box, box.problem()) for box in dates_typed if box.problem())]

    def _picks(self) -> bool:
        return self._registered is None or self.which.value() is Which.OTHER

    def _ods(self) -> str:
        if not self._picks() and self._registered is not None:
            return self._registered.ods
        return self.pick.ods()

    def answer(self) -> SurgeryAnswer | None:
        surgery, when, code = self.surgery.value(), self.when.value(), self.system.value()
        if surgery is None or when is None:
            return None
        registered = "" if self._registered is None else self._registered.ods
        if surgery is not Surgery.AGREED:
            said = code.value if code is not None and code.value in FAILURES else ""
            return SurgeryAnswer(surgery, when, reference=said, registered_ods=registered)
        standing = self.evidence.value() is SurgeryEvidence.STANDING_AGREEMENT
        return SurgeryAnswer(
            surgery=surgery,
            when=when,
            evidence=self.evidence.value(),
            who=self.who.text(),
            ods=self._ods(),
            registered_ods=registered,
            reference=self.reference.text(),
            limits=self.limits.text(),
            start=_at(self.start.value(), time(0, 0)) if standing else None,
            until=_at(self.until.value(), time(23, 59, 59)) if standing else None,
            suite_covered=bool(self.covered.values()),
            dissent_lifted=self._dissent and bool(self.lifted.values()),
        )

    def fields(self) -> parts.Where:
        return {
            "ods": self.pick.field(),
            "evidence": self.evidence,
            "who": self.who,
            "reference": self.reference,
            "start": self.start,
            "until": self.until,
            "suite_covered": self.covered,
            "when": self.when,
            "limits": self.limits,
        }

    def clear(self) -> None:
        self._coded = False
        self.surgery.set_value(None)
        self.system.set_value(None)
        self.which.set_value(None)
        self.evidence.set_value(None)
        for several in (self.covered, self.lifted):
            several.set_values(())
        for box in (self.who, self.reference, self.limits, self.when):
            box.set_text("")
        self.start.set_value(None)
        self.until.set_value(None)
        self.pick.clear()
        self._react()


def _at(day: date | None, hour: time) -> datetime | None:
    return None if day is None else datetime.combine(day, hour, tzinfo=dates.UK)
