"""Who may open what. Need-to-know is held by keys, so this table is the whole of it.

``OPEN`` is not a compartment with a key: its bytes lie bare inside the encrypted database, for
what anyone who can start the program must read before sign-in (staff keys, grants, settings,
checkpoints). Nothing about a patient may go there.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum
from types import MappingProxyType


class Role(Enum):
    HCP = "HCP"
    SERGEANT = "SERGEANT"
    IG = "IG"
    ADMIN = "ADMIN"
    DEVICE = "DEVICE"  # the workstation itself: refused sign-ins, checkpoints


class Compartment(Enum):
    OPEN = "open"
    IDENTITY = "identity"
    CLINICAL = "clinical"
    BRIEFING = "briefing"
    OVERSIGHT = "oversight"


SEALED = (
    Compartment.IDENTITY,
    Compartment.CLINICAL,
    Compartment.BRIEFING,
    Compartment.OVERSIGHT,
)

HOLDS: Mapping[Role, frozenset[Compartment]] = MappingProxyType(
    {
        Role.HCP: frozenset({Compartment.IDENTITY, Compartment.CLINICAL, Compartment.BRIEFING}),
        Role.SERGEANT: frozenset({Compartment.IDENTITY, Compartment.BRIEFING}),
        Role.IG: frozenset({Compartment.IDENTITY, Compartment.OVERSIGHT}),
        Role.ADMIN: frozenset(),
        Role.DEVICE: frozenset(),
    }
)
