"""A keyring that the parent process holds: for suites that are thrown away.

Rules kept here
* It is a real ``keyring`` backend, handed in by name by the composition root. It is not one of the
  keyrings that a real suite accepts (device.OS_KEYRINGS), so it can never be found by accident.
* It speaks a JSON object a line: ``{"act", "service", "user", "value"}`` out, ``{"value"}`` back.
* While it is in use nothing else may write to standard output, so it takes that over: what the
  program prints goes to standard error.
"""

from __future__ import annotations

import json
import os
import sys
import threading
from typing import IO, Any, ClassVar

from keyring.backend import KeyringBackend
from keyring.errors import KeyringError, PasswordDeleteError


class PipeKeyring(KeyringBackend):
    """Asks over ``out`` and reads the answer from ``back``."""

    priority: ClassVar[float] = -1

    def __init__(self, out: IO[str], back: IO[str]) -> None:
        self._out, self._back = out, back
        self._turn = threading.Lock()

    @classmethod
    def over_standard_streams(cls) -> PipeKeyring:
        """Takes this process's standard input and output for the conversation."""
        sys.stdout.flush()
        out = os.fdopen(os.dup(1), "w", encoding="utf-8", newline="\n")
        back = os.fdopen(os.dup(0), "r", encoding="utf-8", newline="\n")
        os.dup2(2, 1)
        sys.stdout = sys.stderr
        return cls(out, back)

    def get_password(self, service: str, username: str) -> str | None:
        found = self._ask("get", service, username)
        return found if isinstance(found, str) else None

    def set_password(self, service: str, username: str, password: str) -> None:
        if self._ask("set", service, username, password) is not True:
            raise KeyringError("the parent process did not keep it")

    def delete_password(self, service: str, username: str) -> None:
        if self._ask("delete", service, username) is not True:
            raise PasswordDeleteError(username)

    def _ask(self, act: str, service: str, user: str, value: str = "") -> Any:
        request = {"act": act, "service": service, "user": user, "value": value}
        with self._turn:
            self._out.write(json.dumps(request) + "\n")
            self._out.flush()
            line = self._back.readline()
        if not line:
            raise KeyringError("the parent process has gone")
        return json.loads(line)["value"]
