"""Killed between publish and acknowledge: what custody was told is there, unread and loud, and each
step that came due meanwhile is recorded once when somebody looks again."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

from sharing_people import ASSESSMENT, directions_at

from custodyhcp.records import assessing, people
from custodyhcp.records.arrivals import Arrival
from custodyhcp.records.directions import FitToDetain
from custodyhcp.records.identity import Identity
from custodyhcp.sharing import escalating, publishing
from custodyhcp.sharing.custody_side import State

AT_WORK = Path(__file__).with_name("loop_at_work.py")


def test_killed_between_publish_and_acknowledge(suite: Any, keyring_file: Path) -> None:
    arrival = Arrival(Identity("Kowalczyk", "Jan"), "NG/26/1", "07", suite.clock())
    ids = people.book_in(suite.hcp, arrival)
    hospital = {"fitness": FitToDetain.NOT_FIT_HOSPITAL_999, "call_hcp_if": (), "medicines": ()}
    told = directions_at(suite.hcp, **hospital)
    assessing.sign(suite.hcp, ids.detention, ASSESSMENT, told)
    suite.reopen()
    suite.close()
    login, passphrase = suite.passphrases["hcp"]
    child = subprocess.Popen(
        [sys.executable, str(AT_WORK), str(suite.folder), str(keyring_file), login, passphrase,
         ids.detention, suite.clock().isoformat()],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip
    assert child.stdout is not None and child.stderr is not None and child.stdin is not None
    entry = child.stdout.readline().decode().strip()
    assert entry, child.stderr.read().decode()
    child.kill()
    assert child.wait() == -signal.SIGKILL
    for stream in (child.stdin, child.stdout, child.stderr):
        stream.close()
    suite.clock.forward(minutes=16)
    (stay,) = publishing.briefings(suite.sergeant)
    assert stay.current is not None
    assert (stay.current.entry, stay.state_of(stay.current)) == (entry, State.PUBLISHED)
    assert stay.not_fit_open
    first = escalating.tell_due(suite.sergeant, [stay])
    again = escalating.tell_due(suite.hcp, publishing.briefings(suite.hcp))
    assert [step.level for step in first] == list(escalating.Level)
    assert again == ()
    assert len(suite.sergeant.read(kinds={escalating.ESCALATED})) == 3
    publishing.acknowledge(
        suite.sergeant, stay.current, told_by="R Hale", told_at=suite.clock(), read_back=True
    )
    (after,) = publishing.briefings(suite.sergeant)
    assert after.not_fit_open  # the transfer has not started
