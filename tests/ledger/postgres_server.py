"""A real PostgreSQL server for the tests, started from the installed programs."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path

import psycopg

_NUMBERS = count()


def programs() -> Path | None:
    """The folder with ``initdb`` and ``pg_ctl``, or None where no server is installed."""
    found = shutil.which("initdb")
    if found:
        return Path(found).parent
    places = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    return places[-1].parent if places else None


class Server:
    """Started on a socket in a folder of its own; nothing listens on the network."""

    def __init__(self, folder: Path, bin_folder: Path) -> None:
        self.folder, self._bin = folder, bin_folder
        self.data, self.sockets = folder / "data", folder / "s"

    def as_owner(self, program: str, *arguments: str) -> None:
        """Runs a server program; as the user postgres where we are root, which it refuses."""
        command = [str(self._bin / program), *arguments]
        if os.name == "posix" and os.geteuid() == 0:
            command = [
                "setpriv",
                "--reuid=postgres",
                "--regid=postgres",
                "--clear-groups",
                *command,
            ]
        subprocess.run(command, check=True, capture_output=True, cwd="/")  # noqa: S603 - our own words

    def start(self) -> None:
        options = f"-c listen_addresses='' -k {self.sockets} -c fsync=on -c max_connections=40"
        log = str(self.folder / "log")
        self.as_owner("pg_ctl", "-D", str(self.data), "-w", "-l", log, "-o", options, "start")

    def stop(self, how: str = "fast") -> None:
        self.as_owner("pg_ctl", "-D", str(self.data), "-w", "-m", how, "stop")

    def database(self) -> str:
        """A new empty database; its URL."""
        name = f"suite{next(_NUMBERS)}"
        with psycopg.connect(self._url("postgres"), autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name}")
        return self._url(name)

    def _url(self, name: str) -> str:
        return f"postgresql://postgres@/{name}?host={self.sockets}"


@contextmanager
def running() -> Iterator[Server]:
    bin_folder = programs()
    assert bin_folder is not None
    folder = Path(tempfile.mkdtemp(prefix="pg-"))
    try:
        folder.chmod(0o755)
        server = Server(folder, bin_folder)
        for inner in (server.data, server.sockets):
            inner.mkdir(mode=0o700)
        if os.name == "posix" and os.geteuid() == 0:
            for inner in (folder, server.data, server.sockets):
                shutil.chown(inner, "postgres", "postgres")
        server.as_owner(
            "initdb", "-D", str(server.data), "-U", "postgres", "-A", "trust", "-E", "UTF8"
        )
        server.start()
        yield server
        server.stop("immediate")
    finally:
        shutil.rmtree(folder, ignore_errors=True)
