"""How the added items of directions are kept in ``directions.given``, and read back.

Rules kept here: an entry written before there were items reads back as directions without any, and
an item that is not there is not written, so old and new entries are told apart by nothing else.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from custodyhcp.ledger.entry import stamp, unstamp
from custodyhcp.records.custody_items import (
    Carrier,
    Caution,
    CellNeed,
    EmergencyLabel,
    First,
    FitFor,
    FitInterview,
    InjuryCare,
    InjuryNeed,
    Interview,
    Precaution,
    Release,
    Risk,
    Route,
    Safeguard,
    Swallowed,
    Transfer,
)
from custodyhcp.records.directions import Basis, Directions


def stamped(at: datetime | None) -> str | None:
    return None if at is None else stamp(at)


def unstamped(text: str | None) -> datetime | None:
    return None if text is None else unstamp(text)


def items_body(directions: Directions) -> dict[str, Any]:
    """Only what has been added."""
    d = directions
    body: dict[str, Any] = {
        "risks": [risk.value for risk in d.risks],
        "interview": _interview_body(d.interview),
        "charge": d.charge.value if d.charge else None,
        "labels": [label.value for label in d.labels],
        "cautions": [caution.value for caution in d.cautions],
        "caution_place": d.caution_place,
        "search_preference": d.search_preference,
        "precautions": [precaution.value for precaution in d.precautions],
        "cell_needs": [need.value for need in d.cell_needs],
        "injury_care": _injury_body(d.injury_care),
        "swallowed": d.swallowed.value if d.swallowed else None,
        "transfer": _transfer_body(d.transfer),
        "release": _release_body(d.release),
        "bases": {key: basis.value for key, basis in d.bases},
    }
    return {name: value for name, value in body.items() if value}


def _interview_body(interview: Interview | None) -> dict[str, Any] | None:
    if interview is None:
        return None
    return {
        "fit": interview.fit.value,
        "until": stamped(interview.until),
        "safeguards": [safeguard.value for safeguard in interview.safeguards],
        "minutes": interview.minutes,
        "breaks": interview.breaks,
        "words": interview.words,
        "first": interview.first.value if interview.first else None,
        "expected": stamped(interview.expected),
        "reassess": stamped(interview.reassess),
        "route": interview.route.value if interview.route else None,
        "told": interview.told,
    }


def _injury_body(care: InjuryCare | None) -> dict[str, Any] | None:
    if care is None:
        return None
    needs = [need.value for need in care.needs]
    return {"needs": needs, "where": care.where, "at": stamped(care.at)}


def _transfer_body(transfer: Transfer | None) -> dict[str, Any] | None:
    if transfer is None:
        return None
    return {
        "fit": transfer.fit.value,
        "medicines": transfer.medicines.value,
        "sealed_letter": transfer.sealed_letter,
        "words": transfer.words,
    }


def _release_body(release: Release | None) -> dict[str, Any] | None:
    if release is None:
        return None
    return {
        "fit": release.fit.value,
        "needs": release.needs,
        "referrals": release.referrals,
        "told": release.told,
        "language": release.language,
    }


def items_from(body: Mapping[str, Any]) -> dict[str, Any]:
    """The fields of ``Directions`` that ``items_body`` kept."""
    return {
        "risks": tuple(map(Risk, body.get("risks", ()))),
        "interview": _interview_from(body.get("interview")),
        "charge": FitFor(body["charge"]) if body.get("charge") else None,
        "labels": tuple(map(EmergencyLabel, body.get("labels", ()))),
        "cautions": tuple(map(Caution, body.get("cautions", ()))),
        "caution_place": body.get("caution_place", ""),
        "search_preference": body.get("search_preference", ""),
        "precautions": tuple(map(Precaution, body.get("precautions", ()))),
        "cell_needs": tuple(map(CellNeed, body.get("cell_needs", ()))),
        "injury_care": _injury_from(body.get("injury_care")),
        "swallowed": Swallowed(body["swallowed"]) if body.get("swallowed") else None,
        "transfer": _transfer_from(body.get("transfer")),
        "release": _release_from(body.get("release")),
        "bases": tuple((key, Basis(value)) for key, value in body.get("bases", {}).items()),
    }


def _interview_from(body: Mapping[str, Any] | None) -> Interview | None:
    if body is None:
        return None
    return Interview(
        fit=FitInterview(body["fit"]),
        until=unstamped(body["until"]),
        safeguards=tuple(map(Safeguard, body["safeguards"])),
        minutes=body["minutes"],
        breaks=body["breaks"],
        words=body["words"],
        first=First(body["first"]) if body["first"] else None,
        expected=unstamped(body["expected"]),
        reassess=unstamped(body["reassess"]),
        route=Route(body["route"]) if body["route"] else None,
        told=body["told"],
    )


def _injury_from(body: Mapping[str, Any] | None) -> InjuryCare | None:
    if body is None:
        return None
    needs = tuple(map(InjuryNeed, body["needs"]))
    return InjuryCare(needs, body["where"], unstamped(body["at"]))


def _transfer_from(body: Mapping[str, Any] | None) -> Transfer | None:
    if body is None:
        return None
    carrier = Carrier(body["medicines"])
    return Transfer(FitFor(body["fit"]), carrier, bool(body["sealed_letter"]), body["words"])


def _release_from(body: Mapping[str, Any] | None) -> Release | None:
    if body is None:
        return None
    texts = (body["needs"], body["referrals"], body["told"], body["language"])
    return Release(FitFor(body["fit"]), *texts)
