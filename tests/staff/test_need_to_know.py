"""P2: need-to-know is held by keys. With a role's own keys, the device secret and every raw byte on
the disk, menus and verbs bypassed, nobody opens a clinical byte who may not."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest

from custodyhcp import staff
from custodyhcp.ledger import NewEntry
from custodyhcp.ledger.connection import open_sqlcipher
from custodyhcp.ledger.premises import KEYS_FILE, LEDGER_FILE
from custodyhcp.ledger.rows import quick_header, split_parts
from custodyhcp.vault.compartments import HOLDS, SEALED, Compartment, Role
from custodyhcp.vault.device import DeviceSecrets
from custodyhcp.vault.hpke import OpeningKey, Unopenable
from custodyhcp.vault.keyslots import Keyslots, SlotKind, StaffKeys, open_slot, read_before_recovery
from custodyhcp.vault.parts import (
    PERSON_FORM,
    PartContext,
    form_and_generation,
    open_under_own_key,
    open_under_person_key,
)
from custodyhcp.vault.session import _open_person_key

CANARIES = {compartment: f"canary {compartment.value} quokka" for compartment in SEALED}
PERSON, DETENTION = "person-1", "detention-1"


def write_canaries(suite) -> None:
    for person in (PERSON, None):
        parts = {compartment: {"text": words} for compartment, words in CANARIES.items()}
        suite.hcp.append(NewEntry("story.told", parts, person, DETENTION))


def keys_of(suite, who: str) -> StaffKeys:
    device = suite.ledger.device
    login, passphrase = suite.passphrases[who]
    slot = Keyslots.load(suite.folder, device).find(device.login_tag(login), SlotKind.PASSPHRASE)
    assert slot is not None
    return open_slot(device, slot, passphrase)


@dataclass
class Attacker:
    """Everything on the disk, in the clear as far as the device secret goes, and one's own keys."""

    folder: Path
    ring: object
    own: list[OpeningKey]

    def opened(self) -> Iterator[bytes]:
        store_id = read_before_recovery(self.folder)[0].store_id
        device = DeviceSecrets(store_id, self.ring).load()
        blobs = dict(self.rows(KEYS_FILE, device.keys_key, "SELECT name, blob FROM sealed"))
        entries = self.rows(LEDGER_FILE, device.ledger_key, "SELECT header, parts FROM entries")
        keys = self.own + list(self.compartment_keys(blobs))
        for raw, joined in entries:
            header = quick_header(raw)
            for name, part in zip(header.parts, split_parts(joined), strict=True):
                context = PartContext(header.id, header.kind, Compartment(name), header.person)
                yield from self.try_part(part, context, keys, blobs)

    def rows(self, name: str, key: bytes, query: str) -> list[tuple]:
        with closing(open_sqlcipher(self.folder / name, key)) as on:
            return list(on.execute(query))

    def compartment_keys(self, blobs: dict[str, bytes]) -> Iterator[OpeningKey]:
        for blob in blobs.values():
            for name in blobs:
                for own in self.own:
                    try:
                        yield OpeningKey(own.open(blob, name.encode()))
                    except (Unopenable, ValueError):
                        continue

    def try_part(
        self, part: bytes, context: PartContext, keys: list[OpeningKey], blobs: dict[str, bytes]
    ) -> Iterator[bytes]:
        if context.compartment is Compartment.OPEN:
            yield part
            return
        form, _ = form_and_generation(part)
        for key in keys:
            try:
                if form != PERSON_FORM:
                    yield open_under_own_key(key, part, context)
                    continue
            except Unopenable:
                continue
            for name, blob in blobs.items():
                try:
                    person_key = _open_person_key(key, name, blob)
                    yield open_under_person_key(person_key, part, context)
                except Unopenable:
                    continue


def seen(suite, *own: OpeningKey) -> set[Compartment]:
    """The compartments of which a canary came to light."""
    suite.close()
    everything = b"".join(Attacker(suite.folder, suite.ring, list(own)).opened())
    return {c for c, words in CANARIES.items() if words.encode() in everything}


@pytest.mark.parametrize(
    ("who", "role"),
    [
        ("hcp", Role.HCP),
        ("hcp2", Role.HCP),
        ("sergeant", Role.SERGEANT),
        ("ig", Role.IG),
        ("admin", Role.ADMIN),
    ],
)
def test_each_role_opens_its_compartments_and_no_byte_more(suite, who: str, role: Role) -> None:
    write_canaries(suite)
    assert seen(suite, keys_of(suite, who).opening) == HOLDS[role]


def test_everybody_but_the_nurses_together_open_nothing_clinical(suite) -> None:
    write_canaries(suite)
    together = [keys_of(suite, who).opening for who in ("sergeant", "ig", "admin")]
    assert Compartment.CLINICAL not in seen(suite, *together)


def test_the_database_administrator_with_the_device_secret_opens_nothing(suite) -> None:
    write_canaries(suite)
    assert seen(suite, OpeningKey.fresh()) == set()


def test_a_leaver_with_the_files_as_they_are_opens_nothing(suite) -> None:
    write_canaries(suite)
    theirs = keys_of(suite, "hcp2")
    staff.mark_left(suite.admin, suite.hcp2.session.staff)
    assert seen(suite, theirs.opening) == set()


def test_a_leaver_who_kept_the_old_files_opens_nothing_written_after_the_next_sign_in(
    suite,
) -> None:
    theirs = keys_of(suite, "hcp2")
    device = suite.ledger.device
    held = [
        suite.hcp2.session._held[compartment, 1] for compartment in HOLDS[Role.HCP]
    ]  # what an old copy of keys.db would give them
    staff.mark_left(suite.admin, suite.hcp2.session.staff)
    suite.__dict__.pop("hcp", None)
    assert suite.hcp.session.role is Role.HCP  # the next holder signs in, and renews
    write_canaries(suite)
    assert device.id
    texts = [e.bodies.get(Compartment.CLINICAL) for e in suite.hcp.read(detention=DETENTION)]
    assert texts == [{"text": CANARIES[Compartment.CLINICAL]}] * 2  # and the holder reads it
    assert suite.hcp.authority.ignored == ()
    assert seen(suite, theirs.opening, *held) == set()


def test_the_founder_held_the_keys_once_and_holds_none_now(suite) -> None:
    authority = suite.admin.authority
    assert authority.grants_of(authority.founder) == []
    assert not any(suite.admin.session.holds(compartment) for compartment in SEALED)


def test_a_sergeants_desk_reads_no_clinical_part(suite) -> None:
    write_canaries(suite)
    entries = suite.sergeant.read(detention=DETENTION)
    assert len(entries) == 2
    for entry in entries:
        assert set(entry.bodies) == HOLDS[Role.SERGEANT]
