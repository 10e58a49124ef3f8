"""A signed-in person's keys, for as long as this process lives.

Rules kept here:

* A session opens only what its role may hold (compartments.HOLDS) *and* was granted. A grant is
  believed only when the private key inside it fits the compartment's public key in the ledger.
* A person key is believed only with the tag that a holder of the compartment's key made: HPKE
  alone would let anybody who can write to keys.db put a key of their choosing there.
* Python cannot wipe memory: locking ends the process.
"""

from __future__ import annotations

import hmac
import os
from typing import Protocol

from custodyhcp.errors import KnownError
from custodyhcp.vault.authority import Authority
from custodyhcp.vault.compartments import HOLDS, Compartment, Role
from custodyhcp.vault.device import hkdf
from custodyhcp.vault.hpke import OpeningKey, SealingKey, Unopenable
from custodyhcp.vault.parts import (
    KEY_BYTES,
    OWN_KEY_FORM,
    PERSON_FORM,
    PartContext,
    form_and_generation,
    open_under_own_key,
    open_under_person_key,
    seal_under_own_key,
    seal_under_person_key,
)
from custodyhcp.vault.signing import SigningKey, fingerprint

ERASED = b""  # what lies in keys.db where a person's key was destroyed: never made anew
_TAG_BYTES = 32
_PERSON_KEY = b"person key v1"


class Erased(KnownError):
    def __init__(self) -> None:
        super().__init__(
            "This person's record was erased.", "Nothing can be added to it or opened from it."
        )


class SealedKeys(Protocol):
    """keys.db, as a session needs it: small sealed blobs by name."""

    def sealed(self, name: str) -> bytes | None: ...

    def put_sealed(self, name: str, blob: bytes) -> None: ...


def person_key_name(person: str, compartment: Compartment, generation: int) -> str:
    return f"person/{person}/{compartment.value}/{generation}"


def grant_name(staff: str, compartment: Compartment, generation: int, seal_key: bytes) -> str:
    """One name for each key it is sealed to, so that nothing is ever written over."""
    return f"grant/{staff}/{compartment.value}/{generation}/{fingerprint(seal_key)[:16]}"


class Session:
    """Who is signed in, and the keys they hold."""

    def __init__(
        self,
        *,
        staff: str,
        name: str,
        role: Role,
        signing: SigningKey,
        opening: OpeningKey,
        authority: Authority,
    ) -> None:
        self.staff = staff
        self.name = name
        self.role = role
        self._signing = signing
        self._opening = opening
        self._held: dict[tuple[Compartment, int], OpeningKey] = {}
        self._person_keys: dict[tuple[str, Compartment, int], bytes] = {}
        self.trust(authority)

    def trust(self, authority: Authority) -> None:
        """Takes the compartments' public keys from the ledger as it now stands."""
        self._publics = {key: SealingKey(public) for key, public in authority.publics.items()}
        self._newest = {c: authority.generation(c) for c in Compartment}

    @property
    def verify_key(self) -> bytes:
        return self._signing.public

    @property
    def seal_key(self) -> bytes:
        """The public key that grants to this person are sealed to."""
        return self._opening.public

    def sign(self, data: bytes) -> bytes:
        return self._signing.sign(data)

    def holds(self, compartment: Compartment) -> bool:
        """True if this session opens what is sealed to the compartment now."""
        return (compartment, self._newest[compartment]) in self._held

    def public(self, compartment: Compartment) -> bytes:
        """The compartment's newest public key. Raises KeyError for OPEN, which has none."""
        return self._publics[compartment, self._newest[compartment]].public

    def learn(self, compartment: Compartment, generation: int, sealed: bytes) -> None:
        """Takes in a grant. Raises ``Unopenable`` if it is not one for this person and this key."""
        if compartment not in HOLDS[self.role]:
            raise Unopenable
        name = grant_name(self.staff, compartment, generation, self.seal_key)
        private = self.open_sealed(sealed, name)
        self.learn_private(compartment, generation, private)

    def learn_private(self, compartment: Compartment, generation: int, private: bytes) -> None:
        """Takes in a compartment's private key, if it fits the public key in the ledger."""
        if compartment not in HOLDS[self.role]:
            raise Unopenable
        key = fitting_key(private, self._publics[compartment, generation].public)
        self._held[compartment, generation] = key

    def grant(self, to: bytes, staff: str, compartment: Compartment, generation: int) -> bytes:
        """This session's copy of the compartment's private key, sealed to a colleague's key."""
        private = self._held[compartment, generation].private
        return seal_grant(private, to, staff, compartment, generation)

    def holds_generation(self, compartment: Compartment, generation: int) -> bool:
        return (compartment, generation) in self._held

    def open_sealed(self, sealed: bytes, name: str) -> bytes:
        """Opens a blob that was sealed to this person under that name."""
        return self._opening.open(sealed, name.encode())

    # -- parts ---------------------------------------------------------------------------------

    def seal_part(self, plaintext: bytes, context: PartContext, keys: SealedKeys) -> bytes:
        """Seals a part to its compartment; a person's first part there makes the person's key."""
        compartment = context.compartment
        generation = self._newest[compartment]
        if context.person is None or not self.holds(compartment):
            to = self._publics[compartment, generation]
            return seal_under_own_key(to, generation, plaintext, context)
        key = self._person_key(context.person, compartment, generation, keys)
        if key is None:
            key = self._make_person_key(context.person, compartment, generation, keys)
        return seal_under_person_key(key, generation, plaintext, context)

    def open_part(self, part: bytes, context: PartContext, keys: SealedKeys) -> bytes:
        """The plaintext. Raises ``Unopenable`` where this session has no key for it, or it is not
        what was sealed, and ``Erased`` where the person's key was destroyed."""
        form, generation = form_and_generation(part)
        if form == OWN_KEY_FORM:
            held = self._held.get((context.compartment, generation))
            if held is None:
                raise Unopenable
            return open_under_own_key(held, part, context)
        if form != PERSON_FORM or context.person is None:
            raise Unopenable
        key = self._person_key(context.person, context.compartment, generation, keys)
        if key is None:
            raise Unopenable
        return open_under_person_key(key, part, context)

    def can_open(self, part: bytes, compartment: Compartment) -> bool:
        """True where this session holds the key the part says it needs: if it does not open
        then, it was altered. A part that names a key there never was counts for the newest."""
        try:
            _, generation = form_and_generation(part)
        except Unopenable:
            return self.holds(compartment)
        if (compartment, generation) not in self._publics:
            return self.holds(compartment)
        return (compartment, generation) in self._held

    def _person_key(
        self, person: str, compartment: Compartment, generation: int, keys: SealedKeys
    ) -> bytes | None:
        at = (person, compartment, generation)
        cached = self._person_keys.get(at)
        if cached is not None:
            return cached
        held = self._held.get((compartment, generation))
        if held is None:
            return None
        name = person_key_name(*at)
        blob = keys.sealed(name)
        if blob is None:
            return None
        if blob == ERASED:
            raise Erased
        key = self._person_keys[at] = _open_person_key(held, name, blob)
        return key

    def _make_person_key(
        self, person: str, compartment: Compartment, generation: int, keys: SealedKeys
    ) -> bytes:
        key = os.urandom(KEY_BYTES)
        at = (person, compartment, generation)
        name = person_key_name(*at)
        keys.put_sealed(name, _seal_person_key(self._held[compartment, generation], name, key))
        self._person_keys[at] = key
        return key

    def forget_person(self, person: str) -> None:
        """Drops a person's keys from memory (after an erasure)."""
        for at in [at for at in self._person_keys if at[0] == person]:
            del self._person_keys[at]


def fitting_key(private: bytes, public: bytes) -> OpeningKey:
    """The opening key, if its public half is that one. Raises ``Unopenable`` otherwise."""
    try:
        key = OpeningKey(private)
    except ValueError:
        raise Unopenable from None
    if not hmac.compare_digest(key.public, public):
        raise Unopenable
    return key


def seal_grant(
    private: bytes, to: bytes, staff: str, compartment: Compartment, generation: int
) -> bytes:
    name = grant_name(staff, compartment, generation, to)
    return SealingKey(to).seal(private, name.encode())


def _seal_person_key(holder: OpeningKey, name: str, key: bytes) -> bytes:
    sealed = SealingKey(holder.public).seal(key, _PERSON_KEY, name.encode())
    return sealed + _tag(holder, name, sealed)


def _open_person_key(holder: OpeningKey, name: str, blob: bytes) -> bytes:
    sealed, tag = blob[:-_TAG_BYTES], blob[-_TAG_BYTES:]
    if not hmac.compare_digest(_tag(holder, name, sealed), tag):
        raise Unopenable
    return holder.open(sealed, _PERSON_KEY, name.encode())


def _tag(holder: OpeningKey, name: str, sealed: bytes) -> bytes:
    """Only a holder of the compartment's private key can make this."""
    key = hkdf(holder.private, name.encode(), b"custodyhcp person key tag v1")
    return hmac.digest(key, sealed, "sha256")
