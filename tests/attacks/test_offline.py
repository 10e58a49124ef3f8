"""P7: the network is never needed for care.

The whole suite runs with the network shut (``conftest.py``), and so does the tour, in processes of
its own (``tests/journeys/test_tour.py``). Here: the door itself is tried.
"""

from __future__ import annotations

import socket
import subprocess
import sys
from pathlib import Path

import pytest
from no_network import shut_in
from shut_network import NetworkReached

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
