"""The health questions of the Person Escort Record, answered from directions (outputs 7.2). Pure.

Rules kept here: the only source is ``Directions`` (and the number to ring); a question that no
direction answers is "ask", never "no", because nobody said no; what was told on an agreement to
tell custody goes no further; a medicine that healthcare holds has no name here. Sensitive matters
are only ever "in the sealed envelope". Each answer names the directions it is from.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from functools import cache
from typing import Any

from custodyhcp.records.custody_items import Caution, CellNeed, EmergencyLabel, Risk
from custodyhcp.records.dates import cui_date_time
from custodyhcp.records.directions import Directions, GivenBy, MedicineDirection, SelfHarm
from custodyhcp.records.item_table import item
from custodyhcp.resources import load_json
from custodyhcp.sharing.briefing import observation_words
from custodyhcp.sharing.briefing_items import item_line
from custodyhcp.sharing.consented import tellable
from custodyhcp.sharing.plain import ascii_fold, never_a_formula, one_line

SEALED = "In the sealed envelope, for health staff only."
ASK = "Not answered by healthcare: ask the person, and healthcare where in doubt."


class Said(Enum):
    YES = "Yes"
    NO = "No"
    ASK = "Ask"


@dataclass(frozen=True, slots=True)
class Question:
    key: str
    step: str
    asks: str


@dataclass(frozen=True, slots=True)
class Answer:
    """``sources``: the directions it is from, as briefings call them."""

    question: Question
    said: Said
    details: str = ""
    sources: tuple[str, ...] = ()

    @property
    def words(self) -> str:
        """``Yes. Latex: use nitrile gloves``."""
        if self.said is Said.ASK:
            return f"{self.details} {ASK}".strip()
        return f"{self.said.value}. {self.details}".strip() if self.details else self.said.value


@cache
def questions() -> tuple[Question, ...]:
    """In the order in which the escort record asks them."""
    rows = load_json("sharing/dper.json")["questions"]
    return tuple(Question(row["key"], row["step"], row["asks"]) for row in rows)


def answers(directions: Directions, phone: str, now: datetime) -> tuple[Answer, ...]:
    """Every question, in order. ``now`` is when it is answered."""
    told = tellable(directions, agreed=False)
    made = _Answering(told, one_line(phone), now)
    return tuple(_ANSWERED_BY.get(q.key, _asked)(made, q) for q in questions())


def pasted(answer: Answer) -> str:
    """One answer as plain ASCII on one line, for one box of the escort record."""
    return never_a_formula(ascii_fold(answer.words))


@dataclass(frozen=True, slots=True)
class _Answering:
    directions: Directions
    phone: str
    now: datetime

    def line(self, key: str) -> tuple[str, str] | None:
        """The name and words of the briefing's line of that item, where it was added."""
        if key not in self.directions.told():
            return None
        for line in item_line(key, self.directions, self.now):
            return line.label, line.text
        return None

    def lines(self, *keys: str) -> tuple[tuple[str, ...], str]:
        found = [line for key in keys if (line := self.line(key)) is not None]
        words = ". ".join(text.rstrip(".") for _, text in found)
        return tuple(label for label, _ in found), words


def _asked(_: _Answering, question: Question) -> Answer:
    return Answer(question, Said.ASK)


def _from_lines(*keys: str) -> Callable[[_Answering, Question], Answer]:
    def answered(made: _Answering, question: Question) -> Answer:
        sources, words = made.lines(*keys)
        return Answer(question, Said.YES, words, sources) if sources else Answer(question, Said.ASK)

    return answered


def _health_issues(made: _Answering, question: Question) -> Answer:
    """Whatever of health the directions name, so that no later answer says more than this one."""
    sources, words = made.lines("labels", "swallowed", "cautions", "precautions", "injury_care")
    said = [words] if words else []
    ill = [risk for risk in made.directions.risks if risk in _HEALTH_RISKS]
    if ill:
        said.append(", ".join(item("observe").words(risk) for risk in ill))
        sources = (*sources, item("observe").label)
    if made.directions.medicines:
        said.append("takes medicine, answered below")
        sources = (*sources, item("medicines").label)
    if not sources:
        return Answer(question, Said.ASK)
    return Answer(question, Said.YES, ". ".join(said), sources)


_HEALTH_RISKS = (Risk.HEAD_INJURY, Risk.CONSCIOUSNESS)


def _pregnant(made: _Answering, question: Question) -> Answer:
    told = made.directions
    sources = []
    if EmergencyLabel.PREGNANCY in told.labels:
        sources.append(item("labels").label)
    if Caution.PREGNANT in told.cautions:
        sources.append(item("cautions").label)
    return Answer(question, Said.YES if sources else Said.ASK, "", tuple(sources))


def _sensitive(made: _Answering, question: Question) -> Answer:
    transfer = made.directions.transfer
    if transfer is None:
        return Answer(question, Said.ASK)
    said = Said.YES if transfer.sealed_letter else Said.NO
    details = SEALED if transfer.sealed_letter else ""
    return Answer(question, said, details, (item("transfer").label,))


def _medicine(made: _Answering, question: Question) -> Answer:
    if not made.directions.medicines:
        return Answer(question, Said.ASK)
    count = len(made.directions.medicines)
    words = "1 medicine" if count == 1 else f"{count} medicines"
    return Answer(question, Said.YES, words, (item("medicines").label,))


def _details(made: _Answering, question: Question) -> Answer:
    told = made.directions
    if not told.medicines:
        return Answer(question, Said.ASK)
    transfer = told.transfer
    carrier = ""
    sources = [item("medicines").label]
    if transfer is not None:
        carrier = str(_table("carrier")[transfer.medicines.value])
        sources.append(item("transfer").label)
    sealed = transfer is not None and transfer.sealed_letter
    said = [
        f"{n}: {_one(one, carrier, sealed=sealed)}" for n, one in enumerate(told.medicines, start=1)
    ]
    return Answer(question, Said.YES, "; ".join(said), tuple(sources))


def _one(medicine: MedicineDirection, carrier: str, *, sealed: bool) -> str:
    due = "as needed" if medicine.due is None else f"next due {cui_date_time(medicine.due)}"
    if medicine.given_by is GivenBy.HCP:
        where = "name and dose in the sealed envelope" if sealed else "held by healthcare: ring us"
        parts = [where, due, carrier]
    else:
        label = one_line(medicine.label) or "see the label"
        parts = [label, one_line(medicine.instructions), due, carrier]
    return ", ".join(part for part in parts if part)


def _referred(made: _Answering, question: Question) -> Answer:
    release = made.directions.release
    words = one_line(release.referrals) if release is not None else ""
    if not words:
        return Answer(question, Said.ASK)
    return Answer(question, Said.YES, words, (item("release").label,))


def _withdrawal(made: _Answering, question: Question) -> Answer:
    """Directions say withdrawal with a risk of seizures, never from what: so it is asked."""
    if EmergencyLabel.SEIZURE_RISK_WITHDRAWAL not in made.directions.labels:
        return Answer(question, Said.ASK)
    words = item("labels").words(EmergencyLabel.SEIZURE_RISK_WITHDRAWAL)
    return Answer(question, Said.ASK, f"Directions say: {words}.", (item("labels").label,))


def _hygiene(made: _Answering, question: Question) -> Answer:
    if CellNeed.SANITARY not in made.directions.cell_needs:
        return Answer(question, Said.ASK)
    return Answer(question, Said.YES, "", (item("cell_needs").label,))


def _other(made: _Answering, question: Question) -> Answer:
    transfer = made.directions.transfer
    words = one_line(transfer.words) if transfer is not None else ""
    if not words:
        return Answer(question, Said.ASK)
    return Answer(question, Said.YES, words, (item("transfer").label,))


def _contact(made: _Answering, question: Question) -> Answer:
    if not made.phone:
        return Answer(question, Said.ASK)
    return Answer(question, Said.YES, f"Custody healthcare, {made.phone}", ("Healthcare's number",))


def _self_harm(made: _Answering, question: Question) -> Answer:
    told, source = made.directions, (item("self_harm").label,)
    if told.self_harm is SelfHarm.NONE_IDENTIFIED:
        return Answer(question, Said.NO, "None identified by healthcare", source)
    level = "High" if told.self_harm is SelfHarm.HIGH else "Raised"
    controls = one_line(told.self_harm_controls)
    return Answer(question, Said.YES, f"{level}: {controls}" if controls else level, source)


def _observed(made: _Answering, question: Question) -> Answer:
    seen, table = made.directions.observation, _table("observation")
    choice = table["minutes"].get(str(seen.minutes)) if seen.level <= 2 else None
    if seen.level == 4:
        choice = table["within_reach"]
    words = f"{choice or table['alternative']} ({observation_words(seen)})"
    return Answer(question, Said.YES, words[:1].upper() + words[1:], (item("observe").label,))


def _table(name: str) -> Mapping[str, Any]:
    found: Mapping[str, Any] = load_json("sharing/dper.json")[name]
    return found


_ANSWERED_BY: Mapping[str, Callable[[_Answering, Question], Answer]] = {
    "health-issues": _health_issues,
    "pregnant": _pregnant,
    "physical-health-needs": _from_lines("labels", "cautions", "precautions", "injury_care"),
    "sensitive-medication": _sensitive,
    "prescribed-medication": _medicine,
    "medication-details": _details,
    "medical-health-professional-referral": _referred,
    "alcohol-withdrawal": _withdrawal,
    "special-diet-or-allergies": _from_lines("allergy", "food"),
    "female-hygiene-kit": _hygiene,
    "other-health-information": _other,
    "health-contact-details": _contact,
    "indication-of-self-harm-or-suicide": _self_harm,
    "observation-level": _observed,
}
