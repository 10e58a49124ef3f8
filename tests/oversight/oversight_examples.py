"""Entries of an invented suite, built by hand for the pure rules."""

from __future__ import annotations

import random
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from custodyhcp.ledger.entry import Entry, Header, stamp
from custodyhcp.ledger.writers import may_write
from custodyhcp.vault.compartments import Compartment

START = datetime(2026, 11, 2, 6, 0, tzinfo=UTC)
NURSE, OTHER_NURSE, OFFICER = "nurse-1", "nurse-2", "officer-1"


class Story:
    """Appends entries one minute apart."""

    def __init__(self, seed: int = 1) -> None:
        self.entries: list[Entry] = []
        self.at = START
        self._random = random.Random(seed)  # noqa: S311

    def add(
        self,
        kind: str,
        compartment: Compartment,
        body: Mapping[str, Any],
        *,
        author: str = NURSE,
        detention: str | None = "stay-1",
        person: str | None = None,
    ) -> Entry:
        self.at += timedelta(minutes=1)
        header = Header(
            id=f"{self._random.getrandbits(128):032x}",
            seq=len(self.entries),
            at=stamp(self.at),
            kind=kind,
            author=author,
            role="IG" if may_write(kind, "IG") else "HCP",
            device="device-1",
            person=person,
            detention=detention,
            supersedes=None,
            command="",
            parts=(compartment.value,),
        )
        self.entries.append(Entry(header, {compartment: body}))
        return self.entries[-1]

    def opened(self, stay: str = "stay-1", ref: str = "CR-1001") -> Entry:
        body = {"custody_ref": ref, "arrived_at": stamp(self.at), "cell": "1"}
        return self.add(
            "detention.opened", Compartment.IDENTITY, body, detention=stay, person=f"of-{stay}"
        )

    def closed(self, stay: str = "stay-1") -> Entry:
        body = {"at": stamp(self.at), "destination": "HOME"}
        return self.add("detention.closed", Compartment.IDENTITY, body, detention=stay)

    def decided(
        self,
        outcome: str = "ALLOW",
        code: str = "PTV_GRANTED",
        *,
        scope: str = "VIEW_SCR",
        alerts: list[list[int]] | None = None,
        relationship: str = "WORKGROUP",
        author: str = NURSE,
        stay: str = "stay-1",
    ) -> Entry:
        body = {
            "scope": scope,
            "outcome": outcome,
            "code": code,
            "ground": None,
            "reason": "CANARYREASON could not be roused",
            "alerts": alerts or [],
            "relationship": relationship,
        }
        return self.add(
            "consent.decided", Compartment.OVERSIGHT, body, author=author, detention=stay
        )

    def viewed(
        self,
        decision: Entry | None,
        *,
        kind: str = "scr.viewed",
        stay: str = "stay-1",
        author: str = NURSE,
    ) -> Entry:
        body = {
            "scope": "VIEW_SCR" if kind == "scr.viewed" else "VIEW_GP",
            "code": "PTV_GRANTED",
            "permission": decision.header.id if decision else None,
            "looked_at": ["SCR"],
        }
        return self.add(kind, Compartment.OVERSIGHT, body, author=author, detention=stay)
