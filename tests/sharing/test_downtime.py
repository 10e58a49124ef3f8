"""The pack: the sergeant's own passphrase and nothing less; never anything that was not chosen."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sharing_people import PLACE, booked, directed, directions_at
from test_non_interference import CANARY, assessments

from custodyhcp import downtime_text
from custodyhcp.records import assessing, people
from custodyhcp.records.assessment import Assessment
from custodyhcp.records.directions import FitToDetain
from custodyhcp.sharing import downtime, publishing
from custodyhcp.sharing.briefing import to_body
from custodyhcp.staff import downtime as staff_downtime
from custodyhcp.staff.downtime import NoPack, PackChanged, PackReader, PackRefused
from custodyhcp.vault.device import SecretMissing
from custodyhcp.vault.throwaway import MemoryKeyring


def content(suite: Any, who: str = "sergeant") -> bytes:
    pack = PackReader(suite.folder, backend=suite.ring).open(*suite.passphrases[who])
    return pack.content


def test_a_sergeant_opens_it_with_the_ledger_gone(suite: Any) -> None:
    ids = directed(suite.hcp, fitness=FitToDetain.NOT_FIT_HOSPITAL_999)
    made = publishing.publish(suite.hcp, ids.detention, PLACE)
    downtime.write(suite.hcp)
    written = suite.clock()
    suite.close()
    for name in ("ledger.db", "keys.db"):
        (suite.folder / name).write_bytes(b"not a database any more")
    pack = PackReader(suite.folder, backend=suite.ring).open(*suite.passphrases["sergeant"])
    assert pack.at == written
    (kept,) = downtime.read_content(pack.content)
    assert to_body(kept.briefing) == to_body(made.briefing)
    assert (kept.cell, kept.read, kept.not_fit_open) == ("07", False, True)
    said = downtime.as_text(pack.at, (kept,), written + timedelta(minutes=20))
    assert said.isascii()
    assert said.startswith("AN OLD COPY. As it stood")
    assert "NOT FIT: HOSPITAL NOW, RING 999" in said
    assert "NOBODY HAD ACKNOWLEDGED IT." in said


def test_it_takes_the_passphrase_the_keyring_and_the_right_person(
    suite: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(staff_downtime, "_WAIT_SECONDS", 0.0)
    ids = directed(suite.hcp)
    publishing.publish(suite.hcp, ids.detention, PLACE)
    reader = PackReader(suite.folder, backend=suite.ring)
    login, passphrase = suite.passphrases["sergeant"]
    with pytest.raises(NoPack):
        reader.open(login, passphrase)
    downtime.write(suite.sergeant)
    for name, typed in ((login, "wrong one entirely"), ("nobody.here", passphrase)):
        with pytest.raises(PackRefused):
            reader.open(name, typed)
    for who in ("ig", "admin"):  # they hold no briefings
        with pytest.raises(PackRefused):
            reader.open(*suite.passphrases[who])
    with pytest.raises(SecretMissing):
        PackReader(suite.folder, backend=MemoryKeyring()).open(login, passphrase)
    assert reader.open(login, passphrase).content == content(suite, "hcp")


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.data())
def test_one_changed_byte_and_it_does_not_open(suite: Any, data: st.DataObject) -> None:
    path = suite.folder / downtime.FILE_NAME
    if not path.exists():
        downtime.write(suite.hcp)
    whole = path.read_bytes()
    place = data.draw(st.integers(0, len(whole) - 1))
    path.write_bytes(whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :])
    try:
        with pytest.raises(PackChanged):
            content(suite)
    finally:
        path.write_bytes(whole)
    assert content(suite)


def test_the_file_says_nothing_and_holds_no_key(suite: Any) -> None:
    ids = directed(suite.hcp)
    publishing.publish(suite.hcp, ids.detention, PLACE)
    path = downtime.write(suite.hcp)
    assert path is not None
    lying = path.read_bytes()
    for words in (b"KOWALCZYK", b"Kowalczyk", b"NG/26", suite.sergeant.session.staff.encode()):
        assert words not in lying
    assert not path.stat().st_mode & 0o077
    assert not path.with_name("downtime.pack.new").exists()


@settings(
    max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(before=assessments, after=assessments)
def test_the_pack_cannot_hear_what_was_not_chosen(
    suite: Any, before: Assessment, after: Assessment
) -> None:
    ids = booked(suite.hcp)
    assessing.record_assessment(suite.hcp, ids.detention, before)
    assessing.give_directions(suite.hcp, ids.detention, directions_at(suite.hcp))
    publishing.publish(suite.hcp, ids.detention, PLACE)
    downtime.write(suite.hcp)
    first = content(suite)
    assessing.record_assessment(suite.hcp, ids.detention, after)
    opened = people.read_detention(suite.hcp, ids.detention)
    people.correct_person(suite.hcp, ids.detention, opened.detention.who, "9434765870")
    downtime.write(suite.hcp)
    assert content(suite) == first
    assert CANARY.encode() not in first
    downtime.write(suite.sergeant)
    assert content(suite) == first


def test_without_a_window(
    suite: Any, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    ids = directed(suite.hcp)
    publishing.publish(suite.hcp, ids.detention, PLACE)
    downtime.write(suite.hcp)
    login, passphrase = suite.passphrases["sergeant"]
    typed = iter([passphrase, "not that one"])
    monkeypatch.setattr("builtins.input", lambda _: login)
    monkeypatch.setattr("getpass.getpass", lambda _: next(typed))
    assert downtime_text.main(suite.folder, suite.ring) == 0
    assert "HEALTH BRIEFING v1" in capsys.readouterr().out
    assert downtime_text.main(suite.folder, suite.ring) == 1
    told = capsys.readouterr()
    assert "do not open the copy" in told.err
    assert told.out == ""
