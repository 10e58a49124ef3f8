"""The four recovery codes after founding: checked, made anew, and used to bring keys back.

Rules kept here:

* Bringing keys back is one function: what two codes open is neither returned nor kept, and goes to
  the one person whom the entry names. The administrator's session learns nothing from it.
* The entry says for whom, by whom and with whose codes, and carries a proof that only the recovery
  key can make: an administrator without two codes brings nothing back.
* New codes are not made while only the present ones still open something.
"""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import sha256
from typing import TYPE_CHECKING

from custodyhcp.errors import KnownError
from custodyhcp.ledger.entry import NewEntry
from custodyhcp.staff.inviting import OPENS, must_be_admin
from custodyhcp.staff.keys import give, kept_for_recovery, open_grants, pass_on
from custodyhcp.staff.rules import tidy
from custodyhcp.vault import authority as rules
from custodyhcp.vault.authority import GrantKey, Standing
from custodyhcp.vault.compartments import SEALED, Compartment
from custodyhcp.vault.hpke import Unopenable
from custodyhcp.vault.keyslots import Keyslots
from custodyhcp.vault.recovery import CodesDoNotOpen, Recovered, Share, make_shares, restore
from custodyhcp.vault.recovery_key import RECOVERY, BroughtBack, holders_of_codes
from custodyhcp.vault.session import fitting_key, grant_name, seal_grant
from custodyhcp.vault.wire import to_text

if TYPE_CHECKING:
    from custodyhcp.ledger import Desk, Ledger

CHECKED = "recovery.checked"


class NothingToBringBack(KnownError):
    def __init__(self, name: str) -> None:
        super().__init__(
            f"There is no key that the recovery codes could bring back for {name}.",
            "Look at the list of people again.",
        )


class OnlyTheseCodesOpen(KnownError):
    """``opens`` names, in plain words, what would be lost with the present codes."""

    def __init__(self, opens: str) -> None:
        super().__init__(
            f"Nobody who works here can open {opens}. Only the present recovery codes can.",
            "Bring the keys back for somebody with two of them first, and let that person sign in.",
        )


def codes_checked(ledger: Ledger) -> bool:
    """True if every holder typed back the end of the codes that are in force."""
    last = [e.header.kind for e in ledger.open_entries((CHECKED, rules.CODES_RENEWED))]
    return bool(last) and last[-1] == CHECKED


def record_checked(desk: Desk) -> None:
    """Says that each of the four codes was printed or written down, and its end typed back."""
    must_be_admin(desk)
    desk.append(NewEntry(CHECKED, {Compartment.OPEN: {"staff": desk.session.staff}}))


def new_codes(
    desk: Desk, officers: tuple[str, str, str], *, even_if_lost: bool = False
) -> tuple[Share, ...]:
    """Four new codes; the old ones open this computer's files no more. Shown once, kept nowhere.

    The compartments' keys are sealed to the new recovery key by the next holder of each who signs
    in. Raises ``OnlyTheseCodesOpen``, unless told to go on, where there is no holder.
    """
    must_be_admin(desk)
    held = open_grants(desk, desk.session)  # the founder's copies, while nobody else holds them
    if not even_if_lost:
        _must_not_be_the_only_way(desk, {compartment for compartment, _ in held})
    names = tuple(tidy(name) for name in officers)
    device, folder = desk.ledger.device, desk.ledger.folder
    shares, pairs, recovery = make_shares(device, desk.authority.root, names)
    Keyslots.load(folder, device).with_recovery(pairs).save(folder, device)
    body = {"officers": list(names), **recovery.to_json()}
    desk.append(NewEntry(rules.CODES_RENEWED, {Compartment.OPEN: body}))
    pass_on(
        desk,
        [give(desk, key, recovery.seal_key, RECOVERY, *which) for which, key in held.items()],
    )
    return shares


def bring_back(desk: Desk, staff: str, typed: tuple[str, str]) -> tuple[Compartment, ...]:
    """Seals what somebody is owed to them from the recovery key, and says so in the ledger.

    Returns which compartments they will open once they sign in. Raises ``Mistyped`` (naming the
    group), ``SameCode``, ``CodesDoNotOpen``, or ``NothingToBringBack``.
    """
    must_be_admin(desk)
    member = desk.authority.members.get(staff)
    if member is None or member.standing is Standing.LEFT:
        raise KnownError("This person is no longer here.", "Look at the list again.")
    owed = [key for key in desk.authority.owed() if key[0] == staff]
    opened = _opened(desk, typed)
    entries = [entry for key in owed for entry in _brought_back(desk, opened, key)]
    if not entries:
        raise NothingToBringBack(member.name)
    desk.append(*entries)
    here = {Compartment(entry.parts[Compartment.OPEN]["compartment"]) for entry in entries}
    return tuple(compartment for compartment in SEALED if compartment in here)


def _opened(desk: Desk, typed: tuple[str, str]) -> Recovered:
    """What the two codes give, if they are of the codes that the ledger says are in force."""
    device = desk.ledger.device
    keyslots = Keyslots.load(desk.ledger.folder, device)
    opened = restore(device.store_id, keyslots.recovery, typed)
    if opened.key.public != desk.authority.recovery:
        raise CodesDoNotOpen
    return opened


def _brought_back(desk: Desk, opened: Recovered, key: GrantKey) -> Iterator[NewEntry]:
    """The entry for one key, its blob already kept; none where the recovery key lacks it."""
    staff, compartment, generation = key
    blob = kept_for_recovery(desk, compartment, generation)
    to = desk.authority.seal_key(staff)
    if blob is None or to is None:
        return
    name = grant_name(RECOVERY, compartment, generation, opened.key.public.seal_key)
    try:
        private = opened.key.opening.open(blob, name.encode())
        fitting_key(private, desk.authority.publics[compartment, generation])
    except Unopenable:
        return
    sealed = seal_grant(private, to, staff, compartment, generation)
    holders = holders_of_codes(desk.authority.officers)
    what = BroughtBack(
        staff=staff,
        compartment=compartment,
        generation=generation,
        seal_key=to,
        sealed_sha256=sha256(sealed).hexdigest(),
        officers=tuple(holders[place] for place in opened.shares),
    )
    desk.put_sealed(grant_name(staff, compartment, generation, to), sealed)
    yield _entry(what, opened.key.prove(what))


def _entry(what: BroughtBack, proof: bytes) -> NewEntry:
    return NewEntry(
        rules.RECOVERED,
        {
            Compartment.OPEN: {
                "staff": what.staff,
                "compartment": what.compartment.value,
                "generation": what.generation,
                "seal_key": to_text(what.seal_key),
                "sealed_sha256": what.sealed_sha256,
                "officers": list(what.officers),
                "proof": to_text(proof),
            }
        },
    )


def _must_not_be_the_only_way(desk: Desk, held: set[Compartment]) -> None:
    authority = desk.authority
    for compartment in SEALED:
        if authority.recoverable(compartment) and not (
            compartment in held or authority.holders(compartment)
        ):
            raise OnlyTheseCodesOpen(OPENS[compartment])
