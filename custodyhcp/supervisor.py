"""``python -m custodyhcp run``: the small process that stays when the one with the keys ends.

Rules kept here
* Standard library only; it never holds a key, and it starts before anything heavy is imported.
* A window that ends with 75 was locked by hand, with 76 because nobody used it: a fresh, locked one
  is started and told which, so that it can say so. Any other code ends.
* A window that dies again and again within seconds is not started for ever.
* ``--keyring-pipe`` is for suites that are thrown away on machines without a keyring service: this
  process holds what the keyring would, in memory, and answers the window over its standard input
  and output, a JSON object a line. The window's end is ``vault/pipe_keyring.py``.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import IO

LOCKED = 75
LOCKED_IDLE = 76
WHY = {LOCKED: "hand", LOCKED_IDLE: "idle"}
TOO_SOON = 2.0  # seconds: a window that locks sooner than this, three times running, is broken
Held = dict[tuple[str, str], str]


def run(
    store: Path | None,
    *,
    keyring_pipe: bool = False,
    demonstration: bool = False,
    held: Held | None = None,
) -> int:
    """Start windows until one ends for good; its exit code. ``held`` is what the keyring holds."""
    kept: Held = {} if held is None else held
    soon, why = 0, ""
    while True:
        command = window_command(
            store, keyring_pipe=keyring_pipe, demonstration=demonstration, locked=why
        )
        began = time.monotonic()
        code = serve_one(command, kept) if keyring_pipe else subprocess.call(command)  # noqa: S603
        soon = soon + 1 if time.monotonic() - began < TOO_SOON else 0
        if code not in WHY or soon >= 3:
            return code
        why = WHY[code]


def window_command(
    store: Path | None,
    *,
    keyring_pipe: bool = False,
    demonstration: bool = False,
    locked: str = "",
) -> list[str]:
    """The command of one window, from a checkout, a wheel or a built program. ``locked``: why the
    one before it ended."""
    frozen = bool(getattr(sys, "frozen", False))
    command = [sys.executable] if frozen else [sys.executable, "-m", "custodyhcp"]
    command.append("window")
    if store is not None:
        command += ["--store", str(store)]
    if keyring_pipe:
        command.append("--keyring-pipe")
    if demonstration:
        command.append("--demonstration")
    if locked:
        command += ["--locked", locked]
    return command


def serve_one(command: Sequence[str], held: Held, *, env: Mapping[str, str] | None = None) -> int:
    """Run one window and be its keyring until it ends; its exit code."""
    with subprocess.Popen(  # noqa: S603
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        encoding="utf-8",
        bufsize=1,
        env=None if env is None else dict(env),
    ) as window:
        if window.stdin is not None and window.stdout is not None:
            serve(window.stdout, window.stdin, held)
        return window.wait()


def has_screen() -> bool:
    """Whether a window can be shown here."""
    if os.environ.get("QT_QPA_PLATFORM") in ("offscreen", "minimal"):
        return False
    if sys.platform.startswith("linux"):
        return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))
    return True


def serve(asked: IO[str], answers: IO[str], held: Held) -> None:
    """Answer until the other end closes. A line that is not understood gets ``null``."""
    for line in asked:
        answer = answer_to(line, held)
        try:
            answers.write(json.dumps({"value": answer}) + "\n")
            answers.flush()
        except OSError:
            return


def answer_to(line: str, held: Held) -> str | bool | None:
    """One request: get, set or delete. What is asked for must be exactly right."""
    try:
        request = json.loads(line)
        act, service, user = request["act"], request["service"], request["user"]
    except (ValueError, KeyError, TypeError):
        return None
    if act == "get":
        return held.get((service, user))
    if act == "set" and isinstance(request.get("value"), str):
        held[service, user] = request["value"]
        return True
    if act == "delete":
        return held.pop((service, user), None) is not None
    return None
