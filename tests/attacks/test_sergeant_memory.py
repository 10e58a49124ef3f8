"""Nothing clinical exists on a sergeant's sign-in: every widget, every model, every object that
Python holds, and the whole memory of the process, are searched for the canaries of a clinical
record.

The sergeant's session runs in a process of its own that never held a clinical key."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from sharing_people import ASSESSMENT, PLACE, directions_at

from custodyhcp.records import assessing, people
from custodyhcp.records.arrivals import Arrival
from custodyhcp.records.identity import Identity
from custodyhcp.sharing import publishing, queries

CLINICAL = ("CANARYFINDINGS", "CANARYIMPRESSION", "CANARYPLAN", "9912003888")
TOLD = "CANARYTOLD"
_HERE = Path(__file__).parent

CHILD = r"""
import gc, json, os, sys
os.environ["QT_QPA_PLATFORM"] = "offscreen"
asked = json.loads(sys.stdin.readline())
# each canary comes in two halves and is never joined here, or the search would find itself
from pathlib import Path
from PySide6.QtWidgets import QApplication, QAbstractItemView, QWidget
from custodyhcp import staff
from custodyhcp.vault.throwaway import MemoryKeyring
from custodyhcp.ui.door import Suite
from custodyhcp.ui.opening import frame_for
from custodyhcp.ui.work import Work
app = QApplication([])
from custodyhcp.ui import theme
theme.apply(app, theme.ThemeName.LIGHT)
from datetime import datetime
now = datetime.fromisoformat(asked["now"])
ledger = staff.open_suite(Path(asked["folder"]), lambda: now,
                          backend=MemoryKeyring.from_text(asked["ring"]))
desk = staff.sign_in(ledger, *asked["who"])
work = Work()
frame = frame_for(desk, Suite("Harrow Lane", "Northmoor", "55"), work, lambda: None, lambda n: None)
frame.resize(1366, 768)
frame.show()
frame.home()
def settle():
    import time
    for _ in range(12):
        app.processEvents()
        time.sleep(0.005)
    while work.pending():
        app.processEvents()
settle()
page = frame.page()
stay = page._all[0]
seen = []
def look():
    for widget in app.allWidgets():
        for name in ("text", "toPlainText", "accessibleName", "accessibleDescription", "toolTip",
                     "windowTitle", "placeholderText"):
            said = getattr(widget, name, None)
            if callable(said):
                seen.append(str(said()))
        if isinstance(widget, QAbstractItemView) and widget.model() is not None:
            model = widget.model()
            for row in range(model.rowCount()):
                for column in range(model.columnCount()):
                    for role in range(16):
                        seen.append(str(model.index(row, column).data(role)))
look()
for go in (page.open_whole, page.acknowledge, page.ask):
    go(stay); settle(); look(); frame.back(); settle()
desk.read()
for stay_id in {e.header.detention for e in desk.read() if e.header.detention}:
    desk.read(detention=stay_id)
words = "\n".join(seen)
canaries = asked["canaries"]
found = {name: [] for name in canaries}
def among(text, a, b):
    at = text.find(a)
    while at >= 0:
        if text.startswith(b, at + len(a)):
            return True
        at = text.find(a, at + 1)
    return False
def in_memory():
    forms = [(name, a.encode(code), b.encode(code)) for name, (a, b) in canaries.items()
             for code in ("utf-8", "utf-16-le")]
    there = set()
    with open("/proc/self/maps") as maps, open("/proc/self/mem", "rb", 0) as mem:
        for line in maps:
            where, kept, *rest = line.split()
            if "rw" not in kept:
                continue
            start, end = (int(x, 16) for x in where.split("-"))
            try:
                mem.seek(start)
                data = mem.read(end - start)
            except (OSError, ValueError, OverflowError):
                continue
            for name, head, tail in forms:
                if name not in there and among(data, head, tail):
                    there.add(name)
    return there
gc.collect()
for name in in_memory():
    found[name].append("memory")
inside = []
for one in gc.get_objects():
    for part in (gc.get_referents(one) if isinstance(one, (dict, list, tuple, set)) else ()):
        if isinstance(part, (str, bytes)):
            inside.append(part if isinstance(part, str) else part.decode("latin-1"))
for name, (a, b) in canaries.items():
    if among(words, a, b):
        found[name].append("widgets")
    if any(among(text, a, b) for text in inside):
        found[name].append("objects")
work.stop()
print(json.dumps(found))
sys.stdout.flush()
os._exit(0)
"""


@pytest.mark.skipif(not Path("/proc/self/mem").exists(), reason="memory is read through /proc")
def test_nothing_clinical_exists_in_a_sergeants_process(suite: Any) -> None:
    who = Identity("Kowalczyk", "Łukasz")
    arrival = Arrival(who, "NG/26/1", "07", suite.clock(), nhs="9912003888")
    ids = people.book_in(suite.hcp, arrival)
    told = directions_at(suite.hcp, food=TOLD)
    assessing.sign(suite.hcp, ids.detention, ASSESSMENT, told)
    publishing.publish(suite.hcp, ids.detention, PLACE)
    queries.ask(suite.sergeant, ids.detention, "May he have a blanket?")
    ring, shown = suite.ring.to_text(), suite.passphrases["sergeant"]
    folder, now = str(suite.folder), suite.clock().isoformat()
    suite.close()
    halves = [(word[: len(word) // 2], word[len(word) // 2 :]) for word in (*CLINICAL, TOLD)]
    canaries = {str(place): pair for place, pair in enumerate(halves)}
    asked = {"folder": folder, "ring": ring, "who": shown, "now": now, "canaries": canaries}
    root = Path(__file__).parents[2]
    done = subprocess.run(
        [sys.executable, "-c", CHILD],
        input=json.dumps(asked) + "\n",
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
        cwd=root,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
    )
    assert done.returncode == 0, done.stderr[-2000:]
    found = json.loads(done.stdout.splitlines()[-1])
    *clinical, told_to_custody = found.values()
    assert sorted(told_to_custody) == ["memory", "objects", "widgets"]  # it finds what is there
    assert dict(zip(CLINICAL, clinical, strict=True)) == {word: [] for word in CLINICAL}
