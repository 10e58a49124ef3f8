"""The downtime pack: one sealed file, for when the ledger cannot be opened.

Rules kept here:

* Two locks, both needed: the whole file is sealed under a key of the device, and what is inside
  under a key of its own that is sealed (HPKE) to each member who holds briefings now. So it takes
  this computer's keyring and the person's own passphrase, just as signing in does.
* No compartment's key and no grant is in it: what opens the pack opens that pack and nothing else.
* Only somebody with the device secret can make one: a changed or foreign file is ``Unopenable``.

What it does not do: tell an older authentic pack from the newest. It says when it was written, and
whoever shows it says so too.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from custodyhcp.vault.authority import Member
from custodyhcp.vault.device import Device
from custodyhcp.vault.hpke import SealingKey, Unopenable
from custodyhcp.vault.keyslots import StaffKeys
from custodyhcp.vault.parts import KEY_BYTES, open_committed, seal_committed
from custodyhcp.vault.wire import framed, from_text, to_text

FORMAT = b"custodyhcp downtime 1\n"
LARGEST = 32 * 1024 * 1024  # bytes of a file that is looked at
_OUTER = b"custodyhcp downtime outer v1"
_INNER = b"custodyhcp downtime inner v1"
_KEY = b"custodyhcp downtime key v1"


class NotForThem(Unopenable):
    """The file is whole, and was not sealed to this person."""


@dataclass(frozen=True, slots=True)
class Pack:
    """What was in it, and when it was written (aware, UTC)."""

    at: datetime
    content: bytes


def seal_pack(device: Device, to: Iterable[Member], content: bytes, at: datetime) -> bytes:
    """The file. ``to``: those who may open it, by the chain of authority. ``at`` is aware."""
    when, key = at.isoformat(), os.urandom(KEY_BYTES)
    context = (device.store_id.encode(), when.encode())
    inner = {
        "at": when,
        "keys": {
            member.staff: to_text(
                SealingKey(member.seal_key).seal(key, _KEY, *context, member.staff.encode())
            )
            for member in to
        },
        "sealed": to_text(seal_committed(key, content, framed(_INNER, *context))),
    }
    outer = framed(_OUTER, device.store_id.encode())
    return FORMAT + seal_committed(device.downtime_key, json.dumps(inner).encode(), outer)


def open_pack(device: Device, staff: str, keys: StaffKeys, file: bytes) -> Pack:
    """Raises ``NotForThem``, and ``Unopenable`` for a changed or foreign file."""
    if not file.startswith(FORMAT) or len(file) > LARGEST:
        raise Unopenable
    outer = framed(_OUTER, device.store_id.encode())
    opened = open_committed(device.downtime_key, file[len(FORMAT) :], outer)
    try:
        inner = json.loads(opened)
        when, every = str(inner["at"]), dict(inner["keys"])
        sealed, at = from_text(inner["sealed"]), datetime.fromisoformat(when)
        sealed_key = from_text(every[staff]) if staff in every else b""
    except (ValueError, KeyError, TypeError):
        raise Unopenable from None
    if not sealed_key:
        raise NotForThem
    context = (device.store_id.encode(), when.encode())
    key = keys.opening.open(sealed_key, _KEY, *context, staff.encode())
    return Pack(at, open_committed(key, sealed, framed(_INNER, *context)))
