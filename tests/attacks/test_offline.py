"""P7: the network is never needed for care. And, of the same journey, P1: nobody is on the disk.

The whole suite runs with the network shut (``conftest.py``). Here the real program is driven
through the whole tour in processes of its own, with the network shut in each and, where the machine
allows it, with no network there at all.
"""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest
from shut_network import LOG, NetworkReached
from test_canaries import found

OFFLINE = Path(__file__).resolve().parents[1] / "offline"
ROOT = OFFLINE.parents[1]
ELSEWHERE = ("192.0.2.1", 9)  # set aside for documents: no machine has it


def test_the_door_is_shut() -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as way, pytest.raises(NetworkReached):
        way.connect(ELSEWHERE)
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as way, pytest.raises(NetworkReached):
        way.sendto(b"out", ELSEWHERE)
    with pytest.raises(NetworkReached):
        socket.getaddrinfo("records.example", 443)
    with pytest.raises(NetworkReached):
        socket.create_connection(("2001:db8::1", 443))


def test_this_machine_stays_open() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        socket.create_connection(server.getsockname()).close()


def test_the_door_is_shut_in_a_process_of_its_own(tmp_path: Path) -> None:
    reach = f"import socket; socket.create_connection({ELSEWHERE!r})"
    done = subprocess.run(
        [sys.executable, "-c", reach], env=shut_in(tmp_path), capture_output=True, text=True
    )
    assert "NetworkReached" in done.stderr
    assert ELSEWHERE[0] in (tmp_path / "reached").read_text("utf-8")


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
            tried = subprocess.run([*isolating, "true"], capture_output=True)
            if tried.returncode == 0:
                return isolating
    return []


@dataclass
class Toured:
    folder: Path
    out: Path
    code: int
    said: str


@pytest.fixture(scope="module")
def toured(tmp_path_factory: pytest.TempPathFactory) -> Toured:
    """The tour, once, with the network shut; everything it may touch lies in ``folder``."""
    folder = tmp_path_factory.mktemp("tour")
    out, working = folder / "out", folder / "working"
    working.mkdir()
    command = [sys.executable, "-m", "custodyhcp", "tour", "--out", str(out)]
    done = subprocess.run(
        [*without_a_network(), *command],
        cwd=working,
        env=shut_in(folder),
        capture_output=True,
        encoding="utf-8",
        timeout=600,
    )
    return Toured(folder, out, done.returncode, done.stdout + done.stderr)


def test_the_whole_tour_holds_with_no_network(toured: Toured) -> None:
    assert toured.code == 0, toured.said


def test_nothing_tried_to_reach_the_network(toured: Toured) -> None:
    reached = toured.folder / "reached"
    assert not reached.exists() or not reached.read_text("utf-8")


def test_nobody_of_the_tour_is_on_the_disk_in_the_clear(toured: Toured) -> None:
    """The store, and home, temporary, working and runtime folders, after the last window."""
    from custodyhcp.tour import cast

    people = {"a name": "Kowalczyk", "another": "Siob", "a reference": "NG/26/441"}
    staff = (cast.ADMIN, cast.NURSE, cast.SERGEANT, cast.OFFICER)
    secrets = {f"{who.name}'s passphrase": who.passphrase for who in staff}
    logins = {f"{who.name}'s sign-in name": who.login for who in staff}
    handed_out = [path for path in toured.out.iterdir() if path.name != "suite"]
    searched = [path for path in toured.folder.iterdir() if path != toured.out]
    assert handed_out
    assert not found([toured.out / "suite", *searched], people | secrets | logins)


def test_no_mail_draft_is_left_in_the_store(toured: Toured) -> None:
    """P8: what was handed out lies where it was asked for, and nowhere else."""
    left = [path.name for path in (toured.out / "suite").rglob("*") if path.is_file()]
    assert not [name for name in left if name.endswith((".eml", ".pdf", ".txt", ".csv"))]
