"""Promise P7: a door on every way to another machine, which cannot be opened again in this process.

An audit hook sees what Python asks of the system, whoever asks, and can not be taken off. What
stays open: the loopback, and sockets of this machine's own file system, which a PostgreSQL server
started by a test listens on.
"""

from __future__ import annotations

import ipaddress
import os
import socket
import sys
from typing import Any

LOG = "CUSTODYHCP_NETWORK_LOG"  # where set: a file that every attempt is written to
WHERE_TO = {
    "socket.connect": 1,
    "socket.sendto": 1,
    "socket.sendmsg": 1,
    "socket.bind": 1,
    "socket.getaddrinfo": 0,
    "socket.gethostbyname": 0,
    "socket.gethostbyaddr": 0,
}


class NetworkReached(AssertionError):
    """Something tried to reach another machine."""


def shut() -> None:
    sys.addaudithook(_watch)


def on_this_machine(address: Any) -> bool:
    """Whether ``address``, as the socket module takes it, is not of another machine."""
    if address is None or isinstance(address, bytes) or address == "":
        return True  # no host, or a path
    host = address[0] if isinstance(address, tuple) else address
    if not isinstance(host, str) or host.startswith("/") or host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host.split("%")[0]).is_loopback
    except ValueError:
        return False


def _watch(event: str, details: tuple[Any, ...]) -> None:
    if not event.startswith("socket.") or event not in WHERE_TO:
        return
    if details and getattr(details[0], "family", None) == getattr(socket, "AF_UNIX", -1):
        return
    address = details[WHERE_TO[event]]
    if on_this_machine(address):
        return
    if os.environ.get(LOG):
        with open(os.environ[LOG], "a", encoding="utf-8") as log:  # noqa: PTH123 - before imports
            log.write(f"{event} {address!r}\n")
    raise NetworkReached(f"{event} {address!r}")
