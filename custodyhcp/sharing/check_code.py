"""The check code of a printed briefing: which entry of the ledger it is, and 72 bits of the tree.

Pure. The code is of the tree that ends with the briefing's own entry, so every print of a version
has the same one. Five groups of five, each with a check character (``vault.codes``): 28 bits are
the size of that tree, 72 are the beginning of its root. It holds no word of the briefing and names
nobody; the QR code on the paper is the code and the version, and nothing else.
"""

from __future__ import annotations

import hmac
import re
from dataclasses import dataclass

import segno

from custodyhcp.vault.codes import Mistyped, code_of, number_of, read_code

GROUPS = 5
_SIZE_BITS, _ROOT_BITS = 28, 72
_VERSION = re.compile(r"[\s,]+V([0-9]{1,6})\s*$")
_QUIET = 4  # modules of white round a QR code


@dataclass(frozen=True, slots=True)
class CheckCode:
    """``size``: how many entries the tree has that ends with this briefing. ``version`` is None
    where only the code was typed."""

    size: int
    root_start: bytes
    version: int | None

    @classmethod
    def of(cls, size: int, root: bytes, version: int) -> CheckCode:
        """``root`` is the 32 bytes over the first ``size`` entries. Raises ValueError."""
        if not 0 < size < 1 << _SIZE_BITS:
            raise ValueError("a ledger of that size has no check codes")
        return cls(size, root[: _ROOT_BITS // 8], version)

    @property
    def words(self) -> str:
        """The five groups, as they are printed and typed."""
        number = self.size << _ROOT_BITS | int.from_bytes(self.root_start, "big")
        return code_of(number, GROUPS)

    @property
    def in_qr(self) -> str:
        return self.words if self.version is None else f"{self.words} V{self.version}"

    def fits(self, root: bytes) -> bool:
        return hmac.compare_digest(self.root_start, root[: len(self.root_start)])


def read(typed: str) -> CheckCode:
    """What was typed or scanned: the code, with or without ``V2``. Raises ``Mistyped``."""
    text = typed.strip().upper()
    version = _VERSION.search(text)
    code = read_code(text[: version.start()] if version else text, GROUPS)
    number = number_of(code)
    size, root = number >> _ROOT_BITS, number & ((1 << _ROOT_BITS) - 1)
    if not size:
        raise Mistyped("That is not the code of a briefing.", "Check it against the paper.")
    start = root.to_bytes(_ROOT_BITS // 8, "big")
    return CheckCode(size, start, int(version.group(1)) if version else None)


def qr_modules(text: str) -> tuple[str, ...]:
    """The QR code of ``text``, a row a string, ``1`` for dark, without the white round it."""
    made = segno.make(text, error="m", micro=False, boost_error=False)
    return tuple("".join("1" if dark else "0" for dark in row) for row in made.matrix)


def qr_svg(text: str) -> str:
    """The same as a drawing, with its white margin: one unit a module."""
    rows = qr_modules(text)
    side = len(rows) + 2 * _QUIET
    dark = "".join(
        f"M{x + _QUIET} {y + _QUIET}h1v1h-1z"
        for y, row in enumerate(rows)
        for x, module in enumerate(row)
        if module == "1"
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {side} {side}" '
        f'width="{side}" height="{side}" shape-rendering="crispEdges">'
        f'<rect width="{side}" height="{side}" fill="#fff"/><path d="{dark}" fill="#000"/></svg>'
    )
