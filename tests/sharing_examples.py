"""Invented people and directions that the tests of this room share."""

from __future__ import annotations

import json
import os
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from custodyhcp.records.directions import (
    AppropriateAdult,
    Directions,
    FitToDetain,
    GivenBy,
    MedicineDirection,
    Observation,
    SelfHarm,
)
from custodyhcp.sharing import envelope, summary
from custodyhcp.sharing.briefing import Header

NOW = datetime(2026, 11, 23, 15, 40, tzinfo=UTC)

DIRECTIONS = Directions(
    fitness=FitToDetain.FIT_WITH_CONDITIONS,
    observation=Observation(2, 30, True, "recent alcohol", NOW + timedelta(hours=6)),
    call_hcp_if=("shaking, sweating", "seeing things"),
    call_999_if=("cannot be woken", "fits"),
    self_harm=SelfHarm.RAISED,
    appropriate_adult=AppropriateAdult.RECOMMENDED,
    next_review=NOW + timedelta(hours=2),
    conditions="stays in a cell with CCTV",
    self_harm_controls="no cords or razor",
    appropriate_adult_reason="may not follow fast speech",
    review_if_missed="ring 01632 960055",
    medicines=(
        MedicineDirection(GivenBy.HCP, NOW + timedelta(hours=5), "Biktarvy", "with food"),
        MedicineDirection(GivenBy.CUSTODY, None, "own blue inhaler", "2 puffs if wheezy", True),
    ),
    allergy="latex: use nitrile gloves",
    communication="short sentences, one person speaks",
    food="meals now and 18:00",
)

HEADER = Header(
    custody_ref="NG/26/4411",
    cell="07",
    name="O’BRIEN, Siobhán",
    version=2,
    given_at=NOW,
    given_by="J Smith RN",
    assessed_at=NOW - timedelta(minutes=20),
    phone="01632 960055",
    suite="Northgate custody",
    replaces=1,
    replaces_at=NOW - timedelta(minutes=95),
    record_entry="E-9",
)

PATIENT = summary.Patient(
    family="Kowalczyk",
    given="Łukasz",
    title="Mr",
    preferred="Luke",
    dob=date(1995, 1, 3),
    sex="Male",
    nhs_number="9434765919",
    nhs_status="not verified",
    address=("12 High Street", "Northgate", "NG1 1AA"),
    phone="07700 900123",
)

SUMMARY = summary.Summary(
    reference="CH-2026-000123",
    version=1,
    patient=PATIENT,
    practice=summary.Practice("Riverside Surgery", "A81001", "1 River Road", "01632 960001"),
    service=summary.Service(
        "Northgate custody healthcare", "Example Health", "01632 960055", "custody@nhs.net"
    ),
    clinician=summary.Clinician("J Smith", "Nurse", "NMC 00A0000E"),
    seen_at=NOW - timedelta(hours=3),
    prepared_at=NOW,
    consent="He agreed on 23-Nov-2026 to this summary being sent to his practice.",
    actions=(summary.Action("Please review blood pressure", "GP", "within 2 weeks"),),
    narrative="Sweating and shaky on arrival, settled after treatment.",
)

WHO = envelope.Identifiers(
    names=("Kowalczyk", "Łukasz", "Luke"),
    dob=date(1995, 1, 3),
    nhs_number="9434765919",
    postcode="NG1 1AA",
    phone="07700 900123",
    custody_ref="NG/26/4411",
)

COVERING = envelope.Covering(
    reference="CH-2026-000123",
    version=1,
    initials="LK",
    seen_on=date(2026, 11, 23),
    service="Northgate custody healthcare",
    role="Nurse",
    phone="01632 960055",
    mailbox="custody@nhs.net",
    actions=2,
    pages=1,
    pdf_sha256="ab" * 32,
    app_version="0.1.0",
)


def shared_data() -> Path:
    here = Path(__file__).resolve().parents[2] / "shared"
    return Path(os.environ.get("CUSTODYHCP_SHARED", here)) / "data"


def naughty_strings() -> list[str]:
    """The strings that break software; skips the test where the list is absent."""
    source = shared_data() / "naughty-strings.json"
    if not source.is_file():
        pytest.skip("naughty-strings.json is not beside this checkout (CUSTODYHCP_SHARED)")
    strings: list[str] = json.loads(source.read_text(encoding="utf-8"))
    return strings
