"""A large ledger, made quickly: the real encoders and signatures, many entries to a transaction."""

from __future__ import annotations

import os
import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from custodyhcp.ledger.desk import Desk
from custodyhcp.ledger.entry import NewEntry, canonical, new_id, stamp
from custodyhcp.ledger.ledger import Ledger
from custodyhcp.ledger.values import Prepared
from custodyhcp.vault import authority as rules
from custodyhcp.vault.authority import Authority
from custodyhcp.vault.compartments import HOLDS, SEALED, Compartment, Role
from custodyhcp.vault.device import Device, DeviceSecrets
from custodyhcp.vault.hpke import OpeningKey
from custodyhcp.vault.session import Session
from custodyhcp.vault.signing import SigningKey, fingerprint
from custodyhcp.vault.throwaway import MemoryKeyring
from custodyhcp.vault.wire import to_text

BATCH = 2000
PER_STAY = 40  # entries about one detention, in between those of others
_FINDINGS = (
    "Alert and orientated. Reports drinking most evenings, last drink about 22:00. No tremor, no "
    "sweating, walking steadily. Small graze on the left knuckles, cleaned, no dressing needed. "
    "Denies thoughts of harming himself. Asked for a rest period and a hot drink."
)


def now() -> datetime:
    return datetime.now(UTC)


@dataclass
class Suite:
    folder: Path
    secrets: DeviceSecrets
    device: Device
    signing: SigningKey
    opening: OpeningKey
    compartments: dict[Compartment, OpeningKey]
    ledger: Ledger

    def desk(self) -> Desk:
        """A nurse who has just signed in: no person's key opened yet."""
        session = Session(
            staff="nurse",
            name="Robin Hale",
            role=Role.HCP,
            signing=self.signing,
            opening=self.opening,
            authority=self.ledger.authority,
        )
        for compartment in HOLDS[Role.HCP]:
            session.learn_private(compartment, 1, self.compartments[compartment].private)
        return self.ledger.desk(session)

    def reopen(self) -> None:
        self.ledger.close()
        self.ledger = Ledger.open(self.folder, self.device, now, self.secrets)


def found(folder: Path) -> Suite:
    secrets = DeviceSecrets("bench", MemoryKeyring())
    device, admin, seals = secrets.create(), SigningKey.fresh(), OpeningKey.fresh()
    secrets.pin_root(fingerprint(admin.public))
    keys = {compartment: OpeningKey.fresh() for compartment in SEALED}
    ledger = Ledger.create(folder, device, now, secrets)
    suite = Suite(folder, secrets, device, SigningKey.fresh(), OpeningKey.fresh(), keys, ledger)
    session = Session(
        staff="admin",
        name="Morgan Achebe",
        role=Role.ADMIN,
        signing=admin,
        opening=seals,
        authority=Authority(secrets.root),
    )
    ledger.desk(session).append(_founding(suite, admin, seals), _invitation(suite))
    return suite


def _founding(suite: Suite, admin: SigningKey, seals: OpeningKey) -> NewEntry:
    body = {
        "organisation": "Northmoor Custody Healthcare",
        "suite": "Harrow Lane",
        "phone": "01632 960 118",
        "compartments": {c.value: to_text(key.public) for c, key in suite.compartments.items()},
        "admin": {
            "staff": "admin",
            "name": "Morgan Achebe",
            "sign_key": to_text(admin.public),
            "seal_key": to_text(seals.public),
        },
        "acceptable_use": {"version": "1"},
        "recovery": {"officers": ["Ines Calder", "Tomasz Reed", "Wren Abara"]},
        "device": {"id": suite.device.id, "verify_key": to_text(suite.device.verify_key)},
    }
    return NewEntry(rules.FOUNDED, {Compartment.OPEN: body})


def _invitation(suite: Suite) -> NewEntry:
    body = {
        "staff": "nurse",
        "name": "Robin Hale",
        "role": Role.HCP.value,
        "sign_key": to_text(suite.signing.public),
        "seal_key": to_text(suite.opening.public),
    }
    return NewEntry(rules.INVITED, {Compartment.OPEN: body})


def decision(person: str, detention: str, number: int = 0) -> NewEntry:
    """A consent decision as the HCP's page writes it: all of it, and IG's share."""
    return NewEntry(
        "consent.decided",
        {
            Compartment.CLINICAL: {
                "scope": "SCR",
                "decision": "AGREED",
                "method": "asked in person",
                "outcome": "ALLOW",
                "number": number,
                "findings": _FINDINGS,
            },
            Compartment.OVERSIGHT: {"scope": "SCR", "outcome": "ALLOW", "alerts": []},
        },
        person=person,
        detention=detention,
    )


def person_of(stay: int) -> str:
    return f"{stay:08x}-0000-7000-8000-000000000001"


def fill(suite: Suite, size: int) -> None:
    """Grows the ledger to ``size``: stays overlap, so that one person's entries lie among others'.
    Each entry has its own header, leaf and signature; sealed bytes are drawn from a stock, because
    nobody opens these."""
    desk = suite.desk()
    stock = [desk._prepare(decision(f"stock-{number}", "stock", number)) for number in range(32)]
    chosen = random.Random(size)  # noqa: S311 - to spread entries, not secrets
    missing = size - suite.ledger.size
    while missing > 0:
        batch = list(_entries(suite, stock, chosen, min(BATCH, missing)))
        suite.ledger.write(batch, suite.signing.sign, suite.signing.public)
        missing -= len(batch)


def _entries(
    suite: Suite, stock: list[Prepared], chosen: random.Random, count: int
) -> Iterator[Prepared]:
    at = now()
    first = suite.ledger.size // PER_STAY
    for _ in range(count):
        like = chosen.choice(stock)
        stay = first + chosen.randrange(30)
        yield Prepared(
            id=new_id(at),
            at=stamp(at),
            kind=like.kind,
            author=like.author,
            role=like.role,
            device=like.device,
            person=person_of(stay),
            detention=f"{stay:08x}-0000-7000-8000-000000000002",
            supersedes=None,
            command=os.urandom(16).hex(),
            compartments=like.compartments,
            parts=like.parts,
        )


def bytes_of(entry: NewEntry) -> int:
    return sum(len(canonical(body)) for body in entry.parts.values())
