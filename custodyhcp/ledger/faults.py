"""What can go wrong with the ledger, in words for the person at the keyboard.

No message ever tells anybody to delete, clear or reinstall anything: what is on the disk is kept.
"""

from __future__ import annotations

from custodyhcp.errors import KnownError


class Moved(KnownError):
    """Somebody else wrote about this detention after the page was read."""

    def __init__(self, last_seq: int) -> None:
        super().__init__(
            "Something new has been recorded about this person since you opened the page.",
            "Read what is new, then record again. What you typed is kept.",
        )
        self.last_seq = last_seq


class StoreInUse(KnownError):
    def __init__(self) -> None:
        super().__init__(
            "The records are already open in another window on this computer.",
            "Use the window that is open, or close it and start again.",
        )


class NoStore(KnownError):
    def __init__(self) -> None:
        super().__init__(
            "There are no records in this place yet.",
            "Set up the suite first, or choose its place.",
        )


class StoreExists(KnownError):
    def __init__(self) -> None:
        super().__init__(
            "There are records in this place already.", "Open them, or choose an empty place."
        )


class NotLocalDisk(KnownError):
    def __init__(self) -> None:
        super().__init__(
            "The records may not be kept on a network drive: they could be damaged there.",
            "Choose a place on this computer's own disk.",
        )


class DiskFull(KnownError):
    def __init__(self) -> None:
        super().__init__(
            "This could not be saved: the disk is full. Everything saved before is safe.",
            "Free some space on this computer, or ask IT to, then press again.",
        )


class CannotWrite(KnownError):
    """The disk refused: an input/output error, a read-only disk, permission taken away."""

    def __init__(self) -> None:
        super().__init__(
            "This could not be saved: the computer's disk refused it. "
            "Everything saved before is safe.",
            "Press again. If it is refused again, write it on paper and tell IT.",
        )


class CannotReach(KnownError):
    """The database server does not answer."""

    def __init__(self) -> None:
        super().__init__(
            "The records server cannot be reached, so this was not saved.",
            "Press again in a moment. If it still fails, write it on paper and tell IT.",
        )


class StoreDamaged(KnownError):
    """The file cannot be read as ours: damaged, cut short, or under another computer's key."""

    def __init__(self, what: str = "The records file") -> None:
        super().__init__(
            f"{what} is damaged or was put there by another computer. It has been kept as it is.",
            "Open the newest checked copy: you will be told exactly which entries it lacks. "
            "Tell IT.",
        )


class WrongVersion(KnownError):
    def __init__(self) -> None:
        super().__init__(
            "These records were written by a newer version of this program.",
            "Ask IT to update the program on this computer. The records are unharmed.",
        )


class TooOldEngine(KnownError):
    def __init__(self, found: str) -> None:
        super().__init__(
            f"The database engine on this computer ({found}) has a fault that can damage records.",
            "Ask IT to install the program again with its own engine (3.51.3 or newer).",
        )


class LedgerAltered(KnownError):
    """The ledger is not what was last signed. ``first_bad`` is the first bad entry's number."""

    def __init__(self, words: str, first_bad: int | None) -> None:
        super().__init__(
            words, "Nothing has been changed by this check. Tell Information Governance and IT now."
        )
        self.first_bad = first_bad
