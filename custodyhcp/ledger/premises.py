"""Where an embedded store lies: the folder, its lock, its ballast, and what disks are refused.

* One process at a time: a lock on the file ``lock``, which the operating system lets go of when
  the process ends, however it ends.
* Never on a network drive, where SQLite's locks and syncs do not hold.
* ``ballast`` is a file of 4 MiB that is given up when the disk fills, so that what is being
  recorded at that moment still fits. It comes back when there is room.
"""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path
from typing import IO

from custodyhcp.ledger.faults import CannotWrite, NotLocalDisk, StoreInUse

LEDGER_FILE = "ledger.db"
KEYS_FILE = "keys.db"
LOCK_FILE = "lock"
BALLAST_FILE = "ballast"
SNAPSHOTS_FOLDER = "snapshots"
BALLAST_BYTES = 4 * 1024 * 1024
ROOM_FOR_BALLAST = 4 * BALLAST_BYTES
NETWORK_FILE_SYSTEMS = frozenset(
    {"nfs", "nfs4", "cifs", "smb3", "smbfs", "afs", "ncpfs", "9p", "ceph", "glusterfs", "lustre"}
    | {"fuse.sshfs", "fuse.davfs", "fuse.rclone", "fuse.glusterfs", "davfs"}
)
_DRIVE_REMOTE = 4  # GetDriveTypeW


def make_folder(folder: Path) -> None:
    """The folder, open to its owner only. Raises ``NotLocalDisk`` or ``CannotWrite``."""
    refuse_network_drive(folder)
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if sys.platform != "win32":
            folder.chmod(0o700)
    except OSError as error:
        raise CannotWrite from error


def refuse_network_drive(folder: Path) -> None:
    if _is_on_network(folder.absolute()):
        raise NotLocalDisk


def _is_on_network(folder: Path) -> bool:
    if sys.platform == "win32":
        import ctypes

        anchor = folder.resolve().anchor
        remote: bool = ctypes.windll.kernel32.GetDriveTypeW(anchor) == _DRIVE_REMOTE
        return anchor.startswith("\\\\") or remote
    mounts = Path("/proc/self/mountinfo")
    return mounts.is_file() and file_system_of(folder, mounts.read_text()) in NETWORK_FILE_SYSTEMS


def file_system_of(folder: Path, mountinfo: str) -> str:
    """The type of the file system a path lies on, by the text of ``/proc/self/mountinfo``."""
    real = folder.resolve()
    longest, found = -1, ""
    for line in mountinfo.splitlines():
        before, _, after = line.partition(" - ")
        point = Path(before.split()[4].encode().decode("unicode_escape"))
        if real.is_relative_to(point) and len(point.parts) >= longest:
            longest, found = len(point.parts), after.split()[0]
    return found


class Lock:
    """Held from when it is made until ``release`` or the end of the process."""

    def __init__(self, folder: Path) -> None:
        self._file = _open_lock(folder / LOCK_FILE)
        try:
            _take(self._file)
        except OSError:
            self._file.close()
            raise StoreInUse from None

    def release(self) -> None:
        self._file.close()


def _open_lock(path: Path) -> IO[bytes]:
    try:
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    except OSError as error:
        raise CannotWrite from error
    return os.fdopen(descriptor, "r+b")


def _take(file: IO[bytes]) -> None:
    if sys.platform == "win32":
        import msvcrt

        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
    else:
        import fcntl

        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)


class Ballast:
    """Four mebibytes held in reserve."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / BALLAST_FILE

    def load(self) -> bool:
        """Takes the reserve if there is ample room for it. True when it is held."""
        try:
            if self.held:
                return True
            if shutil.disk_usage(self._path.parent).free < ROOM_FOR_BALLAST:
                return False
            descriptor = os.open(self._path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
            with os.fdopen(descriptor, "wb") as file:
                file.write(os.urandom(BALLAST_BYTES))
                file.flush()
                os.fsync(file.fileno())
        except OSError:
            self.give_up()
            return False
        return True

    @property
    def held(self) -> bool:
        return self._path.is_file() and self._path.stat().st_size == BALLAST_BYTES

    def give_up(self) -> bool:
        """Gives the reserve back to the disk. True if there was one."""
        try:
            self._path.unlink()
        except OSError:
            return False
        return True
