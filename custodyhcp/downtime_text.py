"""``python -m custodyhcp downtime --text``: the copy of the briefings, without a window.

It needs a terminal, the store's folder and the keyring. No ledger is opened and nothing written.
"""

from __future__ import annotations

import getpass
import sys
from datetime import UTC, datetime
from pathlib import Path

import platformdirs

from custodyhcp.errors import KnownError
from custodyhcp.sharing import downtime
from custodyhcp.staff.downtime import PackReader
from custodyhcp.vault.device import KeyringBackend


def main(store: Path | None, backend: KeyringBackend | None = None) -> int:
    """Asks for name and passphrase; 0 with the briefings printed, 1 with why not."""
    folder = store or Path(platformdirs.user_data_dir("custodyhcp", appauthor=False)) / "suite"
    try:
        login = input("Your sign-in name: ")
        pack = PackReader(folder, backend=backend).open(login, getpass.getpass("Passphrase: "))
        every = downtime.read_content(pack.content)
    except EOFError:
        return 1
    except KnownError as error:
        print(f"{error.words} {error.then}".strip(), file=sys.stderr)
        return 1
    print(downtime.as_text(pack.at, every, datetime.now(UTC)))
    return 0
