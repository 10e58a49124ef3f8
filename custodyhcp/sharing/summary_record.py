"""A care summary as it is kept in the ledger, so that the same PDF can be made from it again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from datetime import date, datetime
from enum import Enum
from typing import Any

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
)


def _plain(value: Any) -> Any:
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, (date, datetime)):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(item) for item in value]
    return value


def to_body(summary: Summary) -> dict[str, Any]:
    """The summary as JSON-able data."""
    body: dict[str, Any] = _plain(asdict(summary))
    return body


def _action(body: Mapping[str, Any]) -> Action:
    return Action(body["what"], body["who"], body["when"], ActionStatus(body["status"]))


def _patient(body: Mapping[str, Any]) -> Patient:
    dob = body["dob"]
    born = date.fromisoformat(dob) if dob else None
    return Patient(**{**body, "dob": born, "address": tuple(body["address"])})


def from_body(body: Mapping[str, Any]) -> Summary:
    """The summary that ``to_body`` kept."""
    return Summary(
        **{
            **body,
            "patient": _patient(body["patient"]),
            "practice": Practice(**body["practice"]),
            "service": Service(**body["service"]),
            "clinician": Clinician(**body["clinician"]),
            "seen_at": datetime.fromisoformat(body["seen_at"]),
            "prepared_at": datetime.fromisoformat(body["prepared_at"]),
            "actions": tuple(map(_action, body["actions"])),
            "medicines": Medicines(**{k: tuple(v) for k, v in body["medicines"].items()}),
            "allergy_state": AllergyState(body["allergy_state"]),
            "allergies": tuple(body["allergies"]),
            "copies": tuple(body["copies"]),
        }
    )
