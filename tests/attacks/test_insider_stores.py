"""Somebody with the workstation's secret writes into the files past the program."""

from __future__ import annotations

import json
from contextlib import closing
from typing import Any

import pytest
from sharing_people import directed

from custodyhcp import staff
from custodyhcp.errors import KnownError
from custodyhcp.ledger.connection import open_sqlcipher
from custodyhcp.ledger.entry import canonical
from custodyhcp.records import drafts
from custodyhcp.vault.compartments import Compartment
from custodyhcp.vault.parts import PartContext, seal_under_own_key


def write(suite: Any, file: str, sql: str, *values: Any) -> None:
    """Past the program, while it is shut."""
    device = suite.ledger.device
    suite.close()
    key = device.ledger_key if file == "ledger.db" else device.keys_key
    with closing(open_sqlcipher(suite.folder / file, key)) as on:
        on.execute(sql, values)
    suite.reopen()


@pytest.mark.parametrize("as_person", [True, False])
def test_words_put_into_a_nurses_mouth_are_not_given_back_to_her(
    suite: Any, as_person: bool
) -> None:
    """Anybody can seal to the clinical key; only who holds it can seal under a person's own key."""
    ids = directed(suite.hcp)
    nurse, key = suite.hcp.session.staff, drafts.key_for("assessment", ids.detention)
    person = ids.person if as_person else None
    body = canonical({"fields": {"findings": "planted"}, "cursor": ["findings", 0]})
    context = PartContext(f"{nurse}/{key}", "draft", Compartment.CLINICAL, person)
    public = suite.sergeant.session._publics[Compartment.CLINICAL, 1]
    blob = b"clinical\n" + seal_under_own_key(public, 1, body, context)
    write(
        suite,
        "ledger.db",
        "INSERT INTO drafts (key, author, person, saved_at, sealed) VALUES (?, ?, ?, ?, ?)",
        *(key, nurse, person, "2026-11-23T03:00:00.000Z", blob),
    )
    assert drafts.restore(suite.hcp, "assessment", ids.detention) is None


def test_words_sealed_under_a_key_that_a_sergeant_has_are_not_given_back(suite: Any) -> None:
    ids = directed(suite.hcp)
    nurse, key = suite.hcp.session.staff, drafts.key_for("assessment", ids.detention)
    body = canonical({"fields": {"findings": "planted"}, "cursor": ["findings", 0]})
    context = PartContext(f"{nurse}/{key}", "draft", Compartment.IDENTITY, ids.person)
    blob = b"identity\n" + suite.sergeant.session.seal_part(body, context, suite.sergeant)
    write(
        suite,
        "ledger.db",
        "INSERT INTO drafts (key, author, person, saved_at, sealed) VALUES (?, ?, ?, ?, ?)",
        *(key, nurse, ids.person, "2026-11-23T03:00:00.000Z", blob),
    )
    assert drafts.restore(suite.hcp, "assessment", ids.detention) is None


def test_a_real_draft_is_given_back(suite: Any) -> None:
    ids = directed(suite.hcp)
    drafts.save(suite.hcp, "assessment", ids.detention, ids.person, {"a": "mine"}, ("a", 1))
    found = drafts.restore(suite.hcp, "assessment", ids.detention)
    assert found is not None
    assert found.fields == {"a": "mine"}


def test_slots_swapped_between_two_people_open_nothing(suite: Any) -> None:
    """By somebody who has the device secret and so makes the file's seal fit again."""
    path, device = suite.folder / "keyslots.json", suite.ledger.device
    found = json.loads(path.read_text())
    found.pop("mac")
    tags = {device.login_tag(login): who for who, (login, _) in suite.passphrases.items()}
    mine = {tags[slot["tag"]]: slot for slot in found["slots"]}
    one, two = mine["hcp"], mine["sergeant"]
    one["sealed"], two["sealed"] = two["sealed"], one["sealed"]
    one["salt"], two["salt"] = two["salt"], one["salt"]
    one["staff"], two["staff"] = two["staff"], one["staff"]
    _save(path, found, device)
    for who in ("hcp", "sergeant"):
        for passphrase in (suite.passphrases["hcp"][1], suite.passphrases["sergeant"][1]):
            with pytest.raises(KnownError):
                staff.sign_in(suite.ledger, suite.passphrases[who][0], passphrase)


def test_a_slot_moved_under_another_name_opens_nothing(suite: Any) -> None:
    path, device = suite.folder / "keyslots.json", suite.ledger.device
    found = json.loads(path.read_text())
    found.pop("mac")
    admin = device.login_tag(suite.passphrases["admin"][0])
    sergeant = device.login_tag(suite.passphrases["sergeant"][0])
    (own,) = (slot for slot in found["slots"] if slot["tag"] == sergeant)
    (staff_of_admin,) = (slot["staff"] for slot in found["slots"] if slot["tag"] == admin)
    found["slots"] = [slot for slot in found["slots"] if slot["tag"] != admin]
    found["slots"].append({**own, "tag": admin, "staff": staff_of_admin})
    _save(path, found, device)
    with pytest.raises(KnownError):
        staff.sign_in(suite.ledger, suite.passphrases["admin"][0], suite.passphrases["sergeant"][1])


def test_a_slot_made_cheap_to_guess_is_refused(suite: Any) -> None:
    path, device = suite.folder / "keyslots.json", suite.ledger.device
    found = json.loads(path.read_text())
    found.pop("mac")
    cheap = {"memory_kib": 8, "passes": 1, "lanes": 1}
    found["floor"] = cheap
    found["slots"] = [{**slot, "kdf": cheap} for slot in found["slots"]]
    _save(path, found, device)
    with pytest.raises(KnownError, match="weaker"):
        staff.sign_in(suite.ledger, *suite.passphrases["hcp"])


def test_a_code_works_once_and_for_its_own_name(suite: Any) -> None:
    from custodyhcp.staff import Newcomer
    from custodyhcp.vault.compartments import Role

    one = staff.invite(suite.admin, Newcomer("Ash Boyd", Role.SERGEANT, rank_number="PS 1"))
    two = staff.invite(suite.admin, Newcomer("Bo Cray", Role.IG))
    with pytest.raises(KnownError):
        staff.enrol(suite.ledger, two.login, one.code, "a long enough passphrase")
    staff.enrol(suite.ledger, one.login, one.code, "a long enough passphrase")
    with pytest.raises(KnownError):
        staff.enrol(suite.ledger, one.login, one.code, "another passphrase entirely")


def _save(path: Any, found: dict[str, Any], device: Any) -> None:
    text = json.dumps(found, sort_keys=True, separators=(",", ":"), ensure_ascii=True)
    whole = {**found, "mac": device.mac(text.encode("ascii")).hex()}
    path.write_text(json.dumps(whole, sort_keys=True, separators=(",", ":"), ensure_ascii=True))
