"""A keyring in memory, for suites that are thrown away: the demonstration, the tour, the tests.

It is a real ``keyring`` backend, handed in by name. It is not one of the keyrings a real suite
accepts (device.OS_KEYRINGS), so it can never be found by accident.
"""

from __future__ import annotations

import json
from typing import ClassVar

from keyring.backend import KeyringBackend
from keyring.errors import PasswordDeleteError


class MemoryKeyring(KeyringBackend):
    """Holds what it is given until the process ends."""

    priority: ClassVar[float] = -1

    def __init__(self) -> None:
        self._held: dict[tuple[str, str], str] = {}

    def get_password(self, service: str, username: str) -> str | None:
        return self._held.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self._held[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        if self._held.pop((service, username), None) is None:
            raise PasswordDeleteError(username)

    def to_text(self) -> str:
        """All of it, to be handed to the next process of the same throw-away suite."""
        return json.dumps([[*key, value] for key, value in self._held.items()])

    @classmethod
    def from_text(cls, text: str) -> MemoryKeyring:
        made = cls()
        made._held = {(service, user): value for service, user, value in json.loads(text)}
        return made
