"""Verbs that write a confirmed custody list, and keep the national practice list.

Rules kept here: what a preview showed is worked out anew against who is known at the moment of
writing, so that confirming twice, or on two screens, adds nobody twice; all of a list is written
in one transaction or none of it; a list that changes nothing writes nothing. The practice list is
public and large, so it lies beside the ledger; its entry carries its hash, and a copy that does
not match is not used.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING

from custodyhcp.errors import KnownError
from custodyhcp.ledger.entry import Entry, NewEntry
from custodyhcp.records import custody_list, people
from custodyhcp.records.arrivals import Arrival
from custodyhcp.records.custody_list import Change, Listed, Planned, Preview
from custodyhcp.records.practices import Practice, PracticeList, packed, unpacked
from custodyhcp.vault.compartments import Compartment

if TYPE_CHECKING:
    from custodyhcp.ledger.desk import Desk

LARGEST_PRACTICES = 64 * 1024 * 1024  # bytes once unpacked: 2 MB in 2023


@dataclass(frozen=True, slots=True)
class Imported:
    """What was done: people added and moved, rows that changed nothing, rows refused."""

    added: int
    moved: int
    unchanged: int
    refused: int


def import_custody_list(desk: Desk, preview: Preview) -> Imported:
    """Write what the list adds. Rows that were refused are left out; the rest is all or nothing."""
    plan = custody_list.plan(preview.rows, people.known(desk))
    counts = {change: sum(planned.change is change for planned in plan) for change in Change}
    done = Imported(
        counts[Change.ADD], counts[Change.MOVE], counts[Change.UNCHANGED], counts[Change.REFUSED]
    )
    if done.added or done.moved:
        entries = [entry for planned in plan for entry in _entries(desk, planned)]
        desk.append(*entries, _list_entry(preview, done))
    return done


def _entries(desk: Desk, planned: Planned) -> Sequence[NewEntry]:
    listed = planned.row.listed
    if listed is None:
        return ()
    match planned.change:
        case Change.ADD:
            return people.booking(desk, _arrival(listed), "CSV")[1]
        case Change.MOVE if planned.known is not None:
            known = planned.known
            return (people.moving(known.person, known.detention, listed.cell),)
        case _:
            return ()


def _arrival(listed: Listed) -> Arrival:
    return Arrival(
        who=listed.identity,
        custody_ref=listed.custody_ref,
        cell=listed.cell,
        arrived_at=listed.arrived_at,
        requested_at=listed.requested_at,
        reason_for_call=listed.reason_for_call,
    )


def _list_entry(preview: Preview, done: Imported) -> NewEntry:
    body = {
        "file_sha256": preview.file_sha256,
        "rows": len(preview.rows),
        "added": done.added,
        "moved": done.moved,
        "unchanged": done.unchanged,
        "refused": done.refused,
    }
    return NewEntry(kind="custody_list.imported", parts={Compartment.OPEN: body})


# --- practices ------------------------------------------------------------------------------------


def import_practices(desk: Desk, practices: PracticeList) -> bool:
    """Keep the list for choosing from without a network. False where it is the one kept now."""
    blob = zlib.compress(json.dumps(packed(practices)).encode("ascii"), 9)
    digest = sha256(blob).hexdigest()
    before = _last(desk)
    if before is not None and before.body(Compartment.OPEN)["content_sha256"] == digest:
        return False
    desk.put_sealed(_blob_name(digest), blob)
    body = {
        "file_sha256": practices.file_sha256,
        "content_sha256": digest,
        "rows": practices.rows,
        "practices": len(practices.practices),
    }
    desk.append(NewEntry(kind="practices.imported", parts={Compartment.OPEN: body}))
    if before is not None:
        desk.destroy_sealed(_blob_name(before.body(Compartment.OPEN)["content_sha256"]))
    return True


def practices(desk: Desk) -> tuple[Practice, ...]:
    """The practices last imported, or none. Refuses a kept copy that is not what was imported."""
    entry = _last(desk)
    if entry is None:
        return ()
    digest = entry.body(Compartment.OPEN)["content_sha256"]
    blob = desk.sealed(_blob_name(digest))
    if blob is None or sha256(blob).hexdigest() != digest:
        raise KnownError(
            "The list of GP practices on this computer is missing or damaged.",
            "Import the national practice file again.",
        )
    opened = zlib.decompressobj().decompress(blob, LARGEST_PRACTICES)
    return unpacked(json.loads(opened))


def _last(desk: Desk) -> Entry | None:
    entries = [entry for entry in desk.read(kinds=("practices.imported",)) if entry.believed]
    return entries[-1] if entries else None


def _blob_name(digest: str) -> str:
    return f"practices:{digest}"
