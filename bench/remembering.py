"""Memory of a signed-in window with years behind the suite, against one at an empty suite.

Each is a process of its own, at the board, and then with one person's 400 entries open. What it
may hold beside the empty one's memory is the data itself: the size of the ledger's file.
"""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from bench.building import decision, now
from bench.measuring import Result
from bench.opening import _again, _first_contact, _somebody
from custodyhcp import staff
from custodyhcp.ledger.desk import Desk
from custodyhcp.ledger.entry import NewEntry
from custodyhcp.records import people
from custodyhcp.records.arrivals import Arrival
from custodyhcp.records.identity import Identity
from custodyhcp.staff import Founding, Newcomer, ProfessionalBody
from custodyhcp.vault.compartments import Role
from custodyhcp.vault.keyslots import KdfParams
from custodyhcp.vault.throwaway import MemoryKeyring

GONE, HERE, ENTRIES = 480, 20, 400
REACH = 1.5
PASSPHRASE = "four small boats"  # noqa: S105 - of a suite that is gone in a moment
OURS = """
import gc, json, sys
from datetime import UTC, datetime
from pathlib import Path
from custodyhcp import app, staff
application = app.make_application()
from PySide6.QtTest import QTest
from custodyhcp.ui.door import Suite
from custodyhcp.ui.opening import frame_for
from custodyhcp.ui.work import Work
from custodyhcp.vault.throwaway import MemoryKeyring
told = json.loads(sys.stdin.read())
ring = MemoryKeyring.from_text(told["ring"])
ledger = staff.open_suite(Path(told["folder"]), lambda: datetime.now(UTC), backend=ring)
desk = staff.sign_in(ledger, told["login"], told["passphrase"])
work = Work()
frame = frame_for(desk, Suite("Harrow Lane", "Northmoor", ""), work, lambda: None, lambda _n: None)
frame.resize(1366, 768)
frame.show()
frame.home()
def settled():
    QTest.qWait(300)
    still = 0
    for _ in range(400):  # until nothing was read for a while; what waits is read all the time
        QTest.qWait(50)
        still = 0 if work.pending() else still + 1
        if still > 5:
            return
settled()
if told["stay"]:
    frame.go("person", detention=told["stay"])
    settled()
gc.collect()
status = Path("/proc/self/status").read_text()
held = next(line for line in status.splitlines() if line.startswith("VmRSS"))
print(int(held.split()[1]) * 1024, flush=True)
frame.stop()
work.stop()
ledger.close()
"""


def _suite(folder: Path) -> tuple[Any, dict[str, str]]:
    """A founded suite with one nurse; the ledger, and how the nurse signs in."""
    ring, quick = MemoryKeyring(), KdfParams(memory_kib=64, passes=1, lanes=1)
    officers = ("Ines Calder", "Tomasz Reed", "Wren Abara")
    founding = Founding("Northmoor", "Harrow Lane", "01632 960 118", "Morgan Achebe", officers)
    made = staff.found(folder, founding, PASSPHRASE, now, backend=ring, kdf=quick)
    nurse = Newcomer("Robin Hale", Role.HCP, professional_body=ProfessionalBody.NMC,
                     registration="99Z9991A")  # fmt: skip
    invited = staff.invite(made.desk, nurse)
    desk = staff.enrol(made.ledger, invited.login, invited.code, PASSPHRASE)
    staff.accept_use(desk, staff.acceptable_use().version)
    told = {"folder": str(folder), "ring": ring.to_text(), "login": invited.login, "stay": "",
            "passphrase": PASSPHRASE}  # fmt: skip
    return (made.ledger, desk), told


def _years(desk: Desk) -> str:
    """Five hundred people, twenty of them here; the stay with 400 entries."""
    batch: list[NewEntry] = []
    for number in range(GONE + HERE):
        who = Identity(f"Family{number}", "John", dob=date(1950, 1, 3) + timedelta(days=number))
        ids, entries = people.booking(desk, Arrival(who, f"NG/{number}", "4", now()), "CSV")
        batch += [*entries, decision(ids.person, ids.detention, number)]
        batch += [people.leaving(ids, now(), "Home")] if number < GONE else []
    desk.append(*batch)
    ids = people.book_in(desk, _somebody())
    signed = _first_contact(desk, ids.detention)
    turn = (
        lambda: _again(signed.assessment),
        lambda: _again(signed.directions),
        lambda: people.moving(ids.person, ids.detention, "M9"),
    )
    desk.append(*(turn[number % 3]() for number in range(ENTRIES - 3)))
    return ids.detention


def _held(told: dict[str, str]) -> int:
    """Bytes of memory resident in a window process at that suite."""
    ended = subprocess.run(  # noqa: S603 - our own words
        [sys.executable, "-c", OURS],
        input=json.dumps(told),
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        encoding="utf-8",
        check=True,
    )
    return int(ended.stdout.split()[-1])


def measure(folder: Path) -> list[Result]:
    """On Linux only: elsewhere there is no file that says it."""
    if not Path("/proc/self/status").exists():
        return []
    (empty, _), nobody = _suite(folder / "empty")
    empty.close()
    (full, desk), somebody = _suite(folder / "full")
    somebody["stay"] = _years(desk)
    full.close()
    data = (folder / "full" / "ledger.db").stat().st_size
    ours, theirs = _held(somebody), _held(nobody) + data
    return [
        Result(
            f"memory with {GONE + HERE} people known and a person with {ENTRIES} entries open",
            f"an empty suite's window and the data itself ({data / 2**20:.1f} MiB)",
            REACH,
            ours,
            theirs,
            "bytes",
        )
    ]
