"""Whether the added items of a set of directions may be given. Pure.

Rules kept here (domain clinical 1.1, 1.2, 2.1, 2.5, 6.1, 6.2):

- Visit and rouse every 30 minutes is what alcohol, drugs, a head injury or doubtful consciousness
  ask. Less than that, or less than was directed or published before, needs its own reason.
- Each outcome of fitness for interview has the further answers that make it one that custody can
  act on.
- A line that rests on the person's agreement cannot be added while they have not agreed, and one
  that may rest on nothing else cannot rest on something else.
- Drugs inside a person go with constant observation and with hospital.
- A whole briefing has at most 120 words of free text.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, replace
from datetime import datetime
from typing import Any, assert_never

from custodyhcp.records import words
from custodyhcp.records.custody_items import (
    FitInterview,
    InjuryCare,
    InjuryNeed,
    Interview,
    Risk,
    Safeguard,
)
from custodyhcp.records.directions import Basis, Directions, GivenBy, Visits
from custodyhcp.records.item_table import item
from custodyhcp.records.words import Problem

MOST_WORDS = 120  # of free text in a whole briefing: it is read in 30 seconds (domain 6.2)
LESS_WORDS = 12
LINE_WORDS = 20  # no line of a briefing is longer (domain 6.4)
SUGGESTED = Visits(2, 30, rouse=True)  # Code C 9.3: at least every half hour, and rouse


def suggested(risks: tuple[Risk, ...]) -> Visits | None:
    """What to direct where one of these risks is recorded, unless something else is reasoned."""
    return SUGGESTED if risks else None


def below_suggested(visits: Visits, risks: tuple[Risk, ...]) -> bool:
    """Less often than every 30 minutes, or without rousing, where a risk asks for both."""
    asked = suggested(risks)
    return asked is not None and (visits.minutes > asked.minutes or not visits.rouse)


def needs_why_less(
    visits: Visits, risks: tuple[Risk, ...], before: tuple[Visits | None, ...]
) -> bool:
    """``before``: what is in force, and what custody was last told."""
    less = any(visits.less_than(then) for then in before if then is not None)
    return less or below_suggested(visits, risks)


# --- the words in it --------------------------------------------------------------------------


def free_text(directions: Directions) -> dict[str, str]:
    """The words people chose or typed, by the label of the line that they will stand in."""
    texts = {
        "Observe": directions.observation.reason,
        "Changed": directions.observation.less_because,
        "Conditions": directions.conditions,
        "Call us if": ", ".join(directions.call_hcp_if),
        "Call 999 if": ", ".join(directions.call_999_if),
        "Next review": directions.review_if_missed,
        "Appropriate adult": directions.appropriate_adult_reason,
        "Talking": directions.communication,
        "Allergy": directions.allergy,
        "Food, drink": directions.food,
        "Self-harm": directions.self_harm_controls,
        "Force, search": directions.caution_place,
        "Who searches": directions.search_preference,
    }
    for number, medicine in enumerate(directions.medicines, start=1):
        named = medicine.label if medicine.given_by is GivenBy.CUSTODY else ""
        texts[f"Medicine {number}"] = f"{named} {medicine.instructions}".strip()
    for label, held in (
        ("Interview", directions.interview),
        ("Injury care", directions.injury_care),
        ("Transfer, court", directions.transfer),
        ("Release", directions.release),
    ):
        texts[label] = " ".join(_texts_of(held))
    return {field: text for field, text in texts.items() if text.strip()}


def _texts_of(held: Any) -> list[str]:
    if held is None:
        return []
    found = (getattr(held, field.name) for field in fields(held))
    return [value for value in found if isinstance(value, str) and value]


def words_in_all(directions: Directions) -> int:
    """How many words of free text this briefing would have."""
    return sum(words.word_count(text) for text in free_text(directions).values())


def settled_items(directions: Directions) -> Directions:
    """The same without hidden characters in what was typed, or a basis for what is not told."""
    return replace(
        directions,
        caution_place=words.line(directions.caution_place),
        search_preference=words.line(directions.search_preference),
        interview=_clean(directions.interview),
        injury_care=_clean(directions.injury_care),
        transfer=_clean(directions.transfer),
        release=_clean(directions.release),
        bases=tuple(
            (key, basis)
            for key, basis in ((key, _basis(directions, key)) for key in directions.told())
            if basis is not directions.basis
        ),
    )


def _basis(directions: Directions, key: str) -> Basis:
    """The one basis there can be, or the one that was given."""
    possible = item(key).bases
    return directions.basis_of(key) if len(possible) > 1 else next(iter(possible))


def _clean(held: Any) -> Any:
    if held is None:
        return None
    texts = {f.name: getattr(held, f.name) for f in fields(held)}
    return replace(held, **{n: words.line(t) for n, t in texts.items() if isinstance(t, str)})


# --- what is to be put right -------------------------------------------------------------------


def item_problems(
    directions: Directions,
    *,
    now: datetime,
    before: tuple[Visits | None, ...] = (),
    agreed: bool | None = None,
) -> tuple[Problem, ...]:
    """``agreed``: whether they agree to custody being told more than it must know; None where that
    is not known here (it is asked again where the briefing is published)."""
    return (
        *_observed_problems(directions, before),
        *_until_problems(directions, now),
        *(_interview_problems(directions.interview, now) if directions.interview else ()),
        *_item_problems(directions),
        *_basis_problems(directions, agreed),
        *_word_problems(directions),
    )


def _observed_problems(
    directions: Directions, before: tuple[Visits | None, ...]
) -> Iterator[Problem]:
    seen = directions.observation
    why = seen.less_because
    if words.word_count(why) > LESS_WORDS:
        yield Problem("less_because", f"Say why it is less in {LESS_WORDS} words or fewer.")
    if why:
        return
    if any(seen.visits.less_than(then) for then in before if then is not None):
        yield Problem(
            "less_because",
            "This is less than before: say why the level is lowered, the visits are fewer, or "
            "rousing stops. Custody reads it.",
        )
    elif below_suggested(seen.visits, directions.risks):
        yield Problem(
            "less_because",
            "Alcohol, drugs, head injury or doubtful consciousness ask for a visit and rousing "
            "every 30 minutes: say why less is safe.",
        )


def _until_problems(directions: Directions, now: datetime) -> Iterator[Problem]:
    until = directions.observation.until
    if until is not None and until <= now:
        yield Problem("until", "The end of the observation is in the past.")


def _interview_problems(interview: Interview, now: datetime) -> tuple[Problem, ...]:
    def problem(said: str) -> Problem:
        return Problem("interview", said)

    times = (interview.until, interview.expected, interview.reassess)
    found = [problem("A time of the interview is in the past.")] if _past(times, now) else []
    match interview.fit:
        case FitInterview.FIT:
            if interview.until is None:
                found.append(problem("Say until when they are fit for interview."))
        case FitInterview.FIT_WITH_SAFEGUARDS:
            found += map(problem, _safeguard_problems(interview))
        case FitInterview.NOT_FIT_NOW:
            if interview.first is None:
                found.append(problem("Say what must happen before an interview."))
            if interview.expected is None or interview.reassess is None:
                found.append(
                    problem("Say when they should be fit, and when they are assessed again.")
                )
        case FitInterview.NOT_FIT:
            if interview.route is None:
                found.append(
                    problem("Say which way they go: specialist, Mental Health Act, hospital.")
                )
        case FitInterview.NOT_ASSESSED:
            if not interview.told:
                found.append(problem("Say who was told that interview was not assessed."))
        case _:
            assert_never(interview.fit)
    return tuple(found)


def _past(times: tuple[datetime | None, ...], now: datetime) -> bool:
    return any(at is not None and at <= now for at in times)


def _safeguard_problems(interview: Interview) -> Iterator[str]:
    chosen = interview.safeguards
    if not chosen:
        yield "Choose at least one safeguard for the interview."
    if Safeguard.MOST_MINUTES in chosen and not 1 <= (interview.minutes or 0) <= 240:
        yield "Say how many minutes the interview may last: 1 to 240."
    if Safeguard.BREAKS in chosen and not 1 <= (interview.breaks or 0) <= 120:
        yield "Say how many minutes between breaks: 1 to 120."
    if not interview.words and {Safeguard.TIME_WINDOW, Safeguard.STOP_SIGNS} & set(chosen):
        yield "Write the times of the interview, or the signs to stop at."


def _item_problems(directions: Directions) -> Iterator[Problem]:
    placed = [caution for caution in directions.cautions if caution.has_place]
    if placed and not directions.caution_place:
        yield Problem("cautions", "Say where: the injury, the device, or where cuffs may not go.")
    if directions.caution_place and not placed:
        yield Problem("cautions", "Choose the caution that this place is about.")
    if directions.injury_care is not None:
        yield from _injury_problems(directions.injury_care)
    if directions.swallowed is not None:
        if directions.observation.level < 3:
            yield Problem(
                "level", "Drugs inside the body ask for constant observation: level 3 or 4."
            )
        if not directions.fitness.not_fit:
            yield Problem("fitness", "Drugs inside the body mean hospital: not fit to detain.")


def _injury_problems(care: InjuryCare) -> Iterator[Problem]:
    if not care.needs:
        yield Problem("injury_care", "Choose what the injury needs.")
    if InjuryNeed.RECHECK in care.needs and care.at is None:
        yield Problem("injury_care", "Say when healthcare looks at the injury again.")


def _basis_problems(directions: Directions, agreed: bool | None) -> Iterator[Problem]:
    for key in directions.told():
        row, basis = item(key), directions.basis_of(key)
        if basis not in row.bases:
            yield Problem(key, f"{row.label}: this cannot be told on that basis.")
        elif basis is Basis.CONSENT and agreed is False:
            other = ", or say that it is needed to keep them or others safe"
            yield Problem(
                key,
                f"{row.label}: they have not agreed to custody being told. Leave it out"
                f"{other if row.needs_basis else ''}.",
            )


def _word_problems(directions: Directions) -> Iterator[Problem]:
    for field, held in (
        ("cautions", [directions.caution_place]),
        ("search_preference", [directions.search_preference]),
        ("interview", _texts_of(directions.interview)),
        ("injury_care", _texts_of(directions.injury_care)),
        ("transfer", _texts_of(directions.transfer)),
        ("release", _texts_of(directions.release)),
        ("less_because", [directions.observation.less_because]),
    ):
        for text in held:
            if words.word_count(text) > LINE_WORDS:
                yield Problem(field, f"Make each line {LINE_WORDS} words or fewer.")
            yield from words.too_long(field, text, words.LONGEST_LINE, "A line")
    total = words_in_all(directions)
    if total > MOST_WORDS:
        yield Problem(
            "briefing", f"{total} words of free text: keep to {MOST_WORDS}, read in 30 seconds."
        )
