"""Promise P7, for every test there is: nothing here may reach a network.

The door is shut before any test is collected and stays shut. What stays open: the loopback, and the
sockets of this machine's own file system, which a PostgreSQL server started by a test listens on.
Processes that a test starts are shut in by ``tests/attacks/test_offline.py``.
"""

from __future__ import annotations

import ipaddress
import socket
from typing import Any


class NetworkReached(AssertionError):
    """Something tried to talk to another machine."""


def allowed(family: int, address: Any) -> bool:
    """Whether ``address`` of ``family`` is on this machine."""
    if family == getattr(socket, "AF_UNIX", None):
        return True
    if family not in (socket.AF_INET, socket.AF_INET6):
        return False
    host = str(address[0]).split("%")[0]
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _shut(name: str, position: int) -> None:
    real = getattr(socket.socket, name)

    def guarded(self: socket.socket, *arguments: Any) -> Any:
        if not allowed(self.family, arguments[position]):
            raise NetworkReached(f"socket.{name}{arguments!r}")
        return real(self, *arguments)

    setattr(socket.socket, name, guarded)


def _shut_look_ups() -> None:
    real = socket.getaddrinfo

    def guarded(host: Any, *arguments: Any, **named: Any) -> Any:
        if host is not None and not allowed(socket.AF_INET, (host,)):
            raise NetworkReached(f"getaddrinfo({host!r})")
        return real(host, *arguments, **named)

    socket.getaddrinfo = guarded


for _name, _position in (("connect", 0), ("connect_ex", 0), ("sendto", -1)):
    _shut(_name, _position)
_shut_look_ups()
