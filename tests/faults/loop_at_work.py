"""A health professional's process: publishes a NOT FIT briefing, says so, and is killed.

Arguments: the store's folder, the keyring's file, sign-in name, passphrase, the detention."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path

from file_keyring import FileKeyring

from custodyhcp import staff
from custodyhcp.sharing import publishing


def main() -> None:
    folder, keyring, login, passphrase, detention, at = sys.argv[1:]
    now = datetime.fromisoformat(at).astimezone(UTC)
    ledger = staff.open_suite(Path(folder), lambda: now, backend=FileKeyring(Path(keyring)))
    desk = staff.sign_in(ledger, login, passphrase)
    made = publishing.publish(desk, detention, publishing.Place("Harrow Lane", "55"))
    print(made.entry, flush=True)
    sys.stdin.read()  # until it is killed


if __name__ == "__main__":
    main()
