"""A form of directions while it is being filled in, and the directions it makes once it is whole.

Rules kept here: nothing is taken for granted, so a question without an answer is a problem and
never a default; "no review is needed" has to be said.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from custodyhcp.records.custody_items import (
    Caution,
    CellNeed,
    EmergencyLabel,
    FitFor,
    InjuryCare,
    Interview,
    Precaution,
    Release,
    Risk,
    Swallowed,
    Transfer,
)
from custodyhcp.records.directions import (
    AppropriateAdult,
    Basis,
    Directions,
    FitToDetain,
    MedicineDirection,
    Observation,
    SelfHarm,
)
from custodyhcp.records.words import Problem


@dataclass(frozen=True, slots=True)
class Answers:
    """What has been answered so far; None is a question that has not been."""

    fitness: FitToDetain | None = None
    conditions: str = ""
    level: int | None = None
    minutes: int | None = None
    rouse: bool | None = None
    reason: str = ""
    until: datetime | None = None
    call_hcp_if: tuple[str, ...] = ()
    call_999_if: tuple[str, ...] = ()
    self_harm: SelfHarm | None = None
    self_harm_controls: str = ""
    appropriate_adult: AppropriateAdult | None = None
    appropriate_adult_reason: str = ""
    next_review: datetime | None = None
    no_review: bool = False
    review_if_missed: str = ""
    medicines: tuple[MedicineDirection, ...] = ()
    allergy: str = ""
    communication: str = ""
    food: str = ""
    basis: Basis = Basis.CUSTODY_SAFETY_NECESSITY
    less_because: str = ""
    risks: tuple[Risk, ...] = ()
    interview: Interview | None = None
    charge: FitFor | None = None
    labels: tuple[EmergencyLabel, ...] = ()
    cautions: tuple[Caution, ...] = ()
    caution_place: str = ""
    search_preference: str = ""
    precautions: tuple[Precaution, ...] = ()
    cell_needs: tuple[CellNeed, ...] = ()
    injury_care: InjuryCare | None = None
    swallowed: Swallowed | None = None
    transfer: Transfer | None = None
    release: Release | None = None
    bases: tuple[tuple[str, Basis], ...] = ()

    @property
    def begun(self) -> bool:
        """Whether anything at all has been answered."""
        return self != Answers()


def unanswered(answers: Answers) -> tuple[Problem, ...]:
    """The questions that every set of directions answers and these do not, in reading order."""
    asked = (
        ("fitness", answers.fitness, "Say whether the person is fit to detain."),
        ("level", answers.level, "Choose an observation level."),
        ("minutes", answers.minutes, "Say how many minutes between visits, as a whole number."),
        ("rouse", answers.rouse, "Say whether each visit rouses the person."),
        ("self_harm", answers.self_harm, "Say what the self-harm risk is now."),
        ("appropriate_adult", answers.appropriate_adult, "Say whether an adult is recommended."),
        (
            "next_review",
            answers.next_review or answers.no_review or None,
            "Give the time of the next review, or say that none is needed.",
        ),
    )
    return tuple(Problem(field, said) for field, answer, said in asked if answer is None)


def directions_from(answers: Answers) -> Directions | tuple[Problem, ...]:
    """The directions, or what is still unanswered. Whether they may be given is asked elsewhere
    (``directing.problems``)."""
    a = answers
    if (
        a.fitness is None
        or a.level is None
        or a.minutes is None
        or a.rouse is None
        or a.self_harm is None
        or a.appropriate_adult is None
        or (a.next_review is None and not a.no_review)
    ):
        return unanswered(answers)
    return Directions(
        fitness=a.fitness,
        observation=Observation(a.level, a.minutes, a.rouse, a.reason, a.until, a.less_because),
        call_hcp_if=a.call_hcp_if,
        call_999_if=a.call_999_if,
        self_harm=a.self_harm,
        appropriate_adult=a.appropriate_adult,
        next_review=a.next_review,
        conditions=a.conditions,
        self_harm_controls=a.self_harm_controls,
        appropriate_adult_reason=a.appropriate_adult_reason,
        review_if_missed=a.review_if_missed if a.next_review else "",
        medicines=a.medicines,
        allergy=a.allergy,
        communication=a.communication,
        food=a.food,
        basis=a.basis,
        risks=a.risks,
        interview=a.interview,
        charge=a.charge,
        labels=a.labels,
        cautions=a.cautions,
        caution_place=a.caution_place,
        search_preference=a.search_preference,
        precautions=a.precautions,
        cell_needs=a.cell_needs,
        injury_care=a.injury_care,
        swallowed=a.swallowed,
        transfer=a.transfer,
        release=a.release,
        bases=a.bases,
    )


def as_if_answered(answers: Answers) -> Directions:
    """The words of a form that is not whole yet, as directions: only to count and to look over."""
    return Directions(
        fitness=answers.fitness or FitToDetain.FIT,
        observation=Observation(1, 60, False, answers.reason, answers.until, answers.less_because),
        call_hcp_if=answers.call_hcp_if,
        call_999_if=answers.call_999_if,
        self_harm=answers.self_harm or SelfHarm.NONE_IDENTIFIED,
        appropriate_adult=answers.appropriate_adult or AppropriateAdult.NOT_RECOMMENDED,
        next_review=answers.next_review,
        **{name: getattr(answers, name) for name in _WORDS},
    )


_WORDS = (
    *("conditions", "self_harm_controls", "appropriate_adult_reason", "review_if_missed"),
    *("medicines", "allergy", "communication", "food", "interview", "caution_place"),
    *("search_preference", "injury_care", "transfer", "release"),
)


def answers_from(directions: Directions) -> Answers:
    """A form filled with directions already given, to change what has changed."""
    seen = directions.observation
    return Answers(
        fitness=directions.fitness,
        conditions=directions.conditions,
        level=seen.level,
        minutes=seen.minutes,
        rouse=seen.rouse,
        reason=seen.reason,
        until=seen.until,
        call_hcp_if=directions.call_hcp_if,
        call_999_if=directions.call_999_if,
        self_harm=directions.self_harm,
        self_harm_controls=directions.self_harm_controls,
        appropriate_adult=directions.appropriate_adult,
        appropriate_adult_reason=directions.appropriate_adult_reason,
        next_review=directions.next_review,
        no_review=directions.next_review is None,
        review_if_missed=directions.review_if_missed,
        medicines=directions.medicines,
        allergy=directions.allergy,
        communication=directions.communication,
        food=directions.food,
        basis=directions.basis,
        less_because=seen.less_because,
        risks=directions.risks,
        interview=directions.interview,
        charge=directions.charge,
        labels=directions.labels,
        cautions=directions.cautions,
        caution_place=directions.caution_place,
        search_preference=directions.search_preference,
        precautions=directions.precautions,
        cell_needs=directions.cell_needs,
        injury_care=directions.injury_care,
        swallowed=directions.swallowed,
        transfer=directions.transfer,
        release=directions.release,
        bases=directions.bases,
    )
