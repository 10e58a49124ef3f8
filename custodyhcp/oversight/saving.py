"""Puts what leaves the room into a file: in one move, readable by its owner only."""

from __future__ import annotations

from pathlib import Path

from custodyhcp.errors import KnownError


class CannotSave(KnownError):
    """The file was not written; nothing that was there before was touched."""


def write(path: Path, content: bytes) -> None:
    """Raises ``CannotSave``."""
    part = path.with_name(path.name + ".part")
    try:
        part.touch(mode=0o600)
        part.write_bytes(content)
        part.replace(path)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise CannotSave(
            f"It could not be saved there: {error.strerror or 'the disk refused it'}.",
            "Choose another place.",
        ) from error
