"""A founded ledger straight from the vault, without sign-in: on the disk or on PostgreSQL."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from custodyhcp.ledger.desk import Desk
from custodyhcp.ledger.entry import NewEntry
from custodyhcp.ledger.ledger import Ledger, Place
from custodyhcp.vault import authority as rules
from custodyhcp.vault.authority import Authority
from custodyhcp.vault.compartments import HOLDS, SEALED, Compartment, Role
from custodyhcp.vault.device import Device, DeviceSecrets
from custodyhcp.vault.hpke import OpeningKey
from custodyhcp.vault.session import Session
from custodyhcp.vault.signing import SigningKey, fingerprint
from custodyhcp.vault.throwaway import MemoryKeyring
from custodyhcp.vault.wire import to_text

PEOPLE = {"hcp": Role.HCP, "hcp2": Role.HCP, "sergeant": Role.SERGEANT, "ig": Role.IG}
REGISTERED = {"hcp": ("NMC", "99Z9991A"), "hcp2": ("GMC", "7654321")}  # a nurse and a doctor
STARTED = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)


class Clock:
    def __init__(self) -> None:
        self.at = STARTED

    def __call__(self) -> datetime:
        self.at += timedelta(milliseconds=1)
        return self.at


@dataclass
class Keys:
    """Everybody's private keys, which a real suite never has in one place."""

    people: dict[str, tuple[SigningKey, OpeningKey]] = field(
        default_factory=lambda: {
            who: (SigningKey.fresh(), OpeningKey.fresh()) for who in ("admin", *PEOPLE)
        }
    )
    compartments: dict[Compartment, OpeningKey] = field(
        default_factory=lambda: {c: OpeningKey.fresh() for c in SEALED}
    )

    def session(self, who: str, authority: Authority) -> Session:
        signing, opening = self.people[who]
        role = PEOPLE.get(who, Role.ADMIN)
        made = Session(
            staff=who,
            name=who,
            role=role,
            signing=signing,
            opening=opening,
            authority=authority,
        )
        for compartment in HOLDS[role]:
            made.learn_private(compartment, 1, self.compartments[compartment].private)
        return made


@dataclass
class House:
    place: Place
    secrets: DeviceSecrets
    device: Device
    keys: Keys
    clock: Clock
    ledger: Ledger

    def desk(self, who: str = "hcp") -> Desk:
        return self.ledger.desk(self.keys.session(who, self.ledger.authority))

    def reopen(self) -> Ledger:
        self.ledger.close()
        self.ledger = Ledger.open(self.place, self.device, self.clock, self.secrets)
        return self.ledger


def found(place: Place, store_id: str = "store") -> House:
    secrets = DeviceSecrets(store_id, MemoryKeyring())
    device, keys, clock = secrets.create(), Keys(), Clock()
    admin = keys.people["admin"][0]
    secrets.pin_root(fingerprint(admin.public))
    ledger = Ledger.create(place, device, clock, secrets)
    session = Session(
        staff="admin",
        name="admin",
        role=Role.ADMIN,
        signing=admin,
        opening=keys.people["admin"][1],
        authority=ledger.authority,
    )
    ledger.desk(session).append(
        _founding(keys, device), *map(lambda who: _invited(who, keys), PEOPLE)
    )
    return House(place, secrets, device, keys, clock, ledger)


def _founding(keys: Keys, device: Device) -> NewEntry:
    signing, opening = keys.people["admin"]
    body = {
        "organisation": "Northmoor Custody Healthcare",
        "suite": "Harrow Lane",
        "phone": "01632 960 118",
        "compartments": {c.value: to_text(key.public) for c, key in keys.compartments.items()},
        "admin": {
            "staff": "admin",
            "name": "admin",
            "sign_key": to_text(signing.public),
            "seal_key": to_text(opening.public),
        },
        "acceptable_use": {"version": "1"},
        "recovery": {"officers": ["Ines Calder", "Tomasz Reed", "Wren Abara"]},
        "device": {"id": device.id, "verify_key": to_text(device.verify_key)},
    }
    return NewEntry(rules.FOUNDED, {Compartment.OPEN: body})


def _invited(who: str, keys: Keys) -> NewEntry:
    signing, opening = keys.people[who]
    body_and_number = REGISTERED.get(who, (None, None))
    body = {
        "staff": who,
        "name": who,
        "role": PEOPLE[who].value,
        "professional_body": body_and_number[0],
        "registration": body_and_number[1],
        "sign_key": to_text(signing.public),
        "seal_key": to_text(opening.public),
    }
    return NewEntry(rules.INVITED, {Compartment.OPEN: body})


def decision(
    number: int = 0, *, person: str = "p-1", detention: str = "d-1", command: str | None = None
) -> NewEntry:
    """A consent decision about an invented person."""
    more = {} if command is None else {"command": command}
    return NewEntry(
        "story.told",
        {
            Compartment.CLINICAL: {"scope": "SCR", "decision": "AGREED", "note": f"said {number}"},
            Compartment.OVERSIGHT: {"scope": "SCR", "outcome": "ALLOW", "alerts": []},
        },
        person=person,
        detention=detention,
        **more,
    )
