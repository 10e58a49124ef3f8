from __future__ import annotations

from dataclasses import replace

import pytest
from sharing_examples import NOW, SUMMARY

from custodyhcp.records.assessment import AllergyState
from custodyhcp.sharing.summary import (
    Action,
    ActionStatus,
    Clinician,
    Medicines,
    Patient,
    Practice,
    Service,
    Summary,
    identity_block,
    nhs_number_shown,
    patient_name,
    sections,
)

MANDATORY = (
    "Actions for GP practice",
    "Reason for healthcare contact",
    "Clinical summary",
    "Diagnoses",
    "Procedures",
    "Medications and medical devices",
    "Allergies and adverse reactions",
    "Discharge details",
    "Consent to share",
    "GP practice",
    "Contact for further information",
    "Person completing record",
    "Distribution list",
)
EMPTY = Summary(
    "CH-2026-000001",
    1,
    Patient("", ""),
    Practice(),
    Service(""),
    Clinician(""),
    NOW,
    NOW,
    consent="",
)


def test_every_mandatory_heading_is_there_in_order_even_where_nothing_was_written() -> None:
    for summary in (SUMMARY, EMPTY):
        headings = [section.heading for section in sections(summary)]
        assert [heading for heading in headings if heading in MANDATORY] == list(MANDATORY)


def test_an_empty_section_says_so_in_words() -> None:
    said = {section.heading: section for section in sections(EMPTY)}
    assert all(said[heading].lines[0].strip() for heading in MANDATORY)
    assert said["Actions for GP practice"].lines == ("No action requested: for information.",)
    assert said["GP practice"].lines == ("No known GP practice",)


@pytest.mark.parametrize(
    ("state", "words"),
    [
        (AllergyState.KNOWN, "Known allergies:"),
        (AllergyState.NONE_KNOWN, "No known allergies. The person was asked."),
        (AllergyState.NOT_RECORDED, "Allergies not recorded: nobody has asked."),
        (AllergyState.UNAVAILABLE, "Allergies unavailable: the person could not be asked."),
    ],
)
def test_the_four_states_of_allergy_are_told_apart(state: AllergyState, words: str) -> None:
    made = replace(SUMMARY, allergy_state=state, allergies=("penicillin: rash",))
    section = next(s for s in sections(made) if s.heading.startswith("Allergies"))
    assert section.lines[0] == words
    assert ("penicillin: rash" in section.lines) == (state is AllergyState.KNOWN)


def test_an_action_says_who_when_and_whether_it_is_asked_for() -> None:
    actions = (
        Action("Check blood pressure", "GP", "within 2 weeks"),
        Action("Sutures out", "practice nurse", "on day 7", ActionStatus.PLANNED),
        Action("Referred to alcohol service", "custody nurse", "", ActionStatus.COMPLETED),
    )
    assert sections(replace(SUMMARY, actions=actions))[0].lines == (
        "Check blood pressure (Requested, by GP, within 2 weeks)",
        "Sutures out (Planned, by practice nurse, on day 7)",
        "Referred to alcohol service (Completed, by custody nurse)",
    )


def test_an_impression_is_not_a_confirmed_diagnosis() -> None:
    made = replace(SUMMARY, impression="Alcohol withdrawal")
    section = next(s for s in sections(made) if s.heading == "Diagnoses")
    assert section.lines == (
        "Impression in custody, not a confirmed diagnosis:",
        "Alcohol withdrawal",
    )


def test_medicines_are_kept_apart_by_how_they_are_known() -> None:
    made = replace(SUMMARY, medicines=Medicines(said_to_take=("thiamine",), given=("x 20 mg",)))
    section = next(s for s in sections(made) if s.heading.startswith("Medications"))
    assert section.lines == (
        "Said to be taking: thiamine",
        "Confirmed: nothing confirmed by another source",
        "Given in custody: x 20 mg",
        "Omitted or delayed: none",
        "Changes: none made",
    )


def test_the_identity_block_is_in_banner_order() -> None:
    assert patient_name(SUMMARY.patient) == "KOWALCZYK, Łukasz (Mr)"
    assert identity_block(SUMMARY.patient) == (
        ("", "KOWALCZYK, Łukasz (Mr)"),
        ("Born", "03-Jan-1995"),
        ("Sex", "Male"),
        ("NHS No.", "943\u00a0476\u00a05919 (not verified)"),
    )
    assert nhs_number_shown(None) == "not known"
