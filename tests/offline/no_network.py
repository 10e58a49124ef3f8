"""For a program of its own: an environment with the network shut, all its folders in one place."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

from shut_network import LOG

OFFLINE = Path(__file__).resolve().parent
ROOT = OFFLINE.parents[1]


def shut_in(folder: Path) -> dict[str, str]:
    """The environment of a process with the network shut and all its folders in ``folder``."""
    kept = {"PATH", "LANG", "SYSTEMROOT", "LD_LIBRARY_PATH"}
    settled = {name: value for name, value in os.environ.items() if name in kept}
    for name in ("HOME", "TMPDIR", "TEMP", "TMP", "XDG_RUNTIME_DIR", "XDG_DATA_HOME"):
        (folder / name.lower()).mkdir(mode=0o700, exist_ok=True)
        settled[name] = str(folder / name.lower())
    for name in ("XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_STATE_HOME", "APPDATA", "LOCALAPPDATA"):
        settled[name] = settled["HOME"]
    return settled | {
        "QT_QPA_PLATFORM": "offscreen",
        "PYTHONUTF8": "1",
        "PYTHONPATH": os.pathsep.join((str(OFFLINE), str(ROOT))),
        LOG: str(folder / "reached"),
    }


def without_a_network() -> list[str]:
    """What to put before a command so that no network exists for it, where that may be."""
    for isolating in (["unshare", "--net"], ["unshare", "--map-root-user", "--net"]):
        if shutil.which("unshare"):
            tried = subprocess.run([*isolating, "true"], capture_output=True)  # noqa: S603
            if tried.returncode == 0:
                return isolating
    return []
