"""``tour --out DIR``: each stage of the journey in a process of its own, then what was left behind.

The parent holds the throw-away suite's keyring in memory and speaks it to each stage over its
standard streams, as the supervisor does for ``--keyring-pipe``. A stage must end as a locked
window ends (exit code 75); anything else is a failed journey.
"""

from __future__ import annotations

import json
import os
import shutil
import sys
from pathlib import Path

from custodyhcp import supervisor
from custodyhcp.supervisor import Held

JOURNAL = "journey.json"
ARTEFACTS = (
    JOURNAL,
    "screens",
    "briefing.pdf",
    "briefing.txt",
    "care-summary.pdf",
    "care-summary.eml",
    "spot-check.zip",
    "suite",
)


def main(out: Path) -> int:
    """Drive every stage. Exit code 0 only if every step held."""
    out = out.resolve()
    if not _clear(out):
        print(f"{out} already holds something else. Choose an empty folder.", file=sys.stderr)
        return 2
    from custodyhcp.tour.journey import ELSEWHERE, STAGES

    held: Held = {}
    ended: list[str] = []
    for name in (*STAGES, ELSEWHERE):
        words = _run_stage(name, out, held)
        ended += [f"stage {name}: {words}"] if words else []
        if words:
            break
    rows = [json.loads(line) for line in (out / JOURNAL).read_text("utf-8").splitlines()]
    for row in rows:
        print(f"{'held  ' if row['ok'] else 'FAILED'} {row['seconds']:7.2f} s  {row['name']}")
    missing = [name for name in ARTEFACTS if not (out / name).exists()]
    for name in missing:
        print(f"FAILED {name} was not left behind")
    for words in ended:
        print(f"FAILED {words}")
    return 1 if missing or ended or not all(row["ok"] for row in rows) else 0


def _clear(out: Path) -> bool:
    """An empty folder to write to: a new one, or an earlier tour's, whose artefacts go."""
    out.mkdir(parents=True, exist_ok=True)
    if any(out.iterdir()) and not (out / JOURNAL).exists():
        return False
    for name in ARTEFACTS:
        place = out / name
        if place.is_dir():
            shutil.rmtree(place)
        else:
            place.unlink(missing_ok=True)
    (out / JOURNAL).touch()
    return True


def _run_stage(name: str, out: Path, held: Held) -> str:
    """Run one stage; words where it did not end as it should."""
    command = [sys.executable] if getattr(sys, "frozen", False) else [sys.executable, "-m"]
    command += [*(["custodyhcp"] if "-m" in command else []), "tour-stage", name, "--out", str(out)]
    code = supervisor.serve_one(command, held, env=_environment())
    return "" if code == supervisor.LOCKED else f"it ended with {code}"


def _environment() -> dict[str, str]:
    environment = dict(os.environ)
    if not supervisor.has_screen():
        environment["QT_QPA_PLATFORM"] = "offscreen"
    return environment


def stage(name: str, out: Path) -> int:
    """In the child: open the window and let the stage drive it."""
    from custodyhcp.tour.staging import run_stage

    return run_stage(name, out)
