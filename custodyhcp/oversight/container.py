"""The zip that a bundle is kept in: written one way, read strictly. Pure.

Rules kept here (docs/formats/bundle.md, "The container"):

* Files are stored, not packed, with fixed times and attributes: the same files give the same bytes,
  and a changed byte anywhere is either in a file, which is signed for, or breaks the rules below.
* Every byte of the zip belongs to a file or to the zip's own list; the list and the files agree.
* A zip that somebody unpacked and packed again is read too, if it is an ordinary one.
* Nothing is unpacked to the disk, and never more than ``LARGEST`` bytes in memory.
"""

from __future__ import annotations

import re
import struct
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field

from custodyhcp.errors import KnownError

LARGEST = 512 * 1024 * 1024
NAME = re.compile(rb"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")
_LOCAL = struct.Struct("<4s5H3L2H")
_CENTRAL = struct.Struct("<4s6H3L5H2L")
_END = struct.Struct("<4s4H2LH")
_MADE_BY, _NEEDS, _STORED, _PACKED = 0x0314, 20, 0, 8
_MIDNIGHT, _FIRST_OF_1980 = 0, 33
_MODE = 0o600 << 16
_HOW_HARD = 6  # two flags that only tell how hard a file was packed


class Unusable(KnownError):
    """This is not something that can be judged."""


@dataclass
class Opened:
    """The files of a container, and what is wrong with the container itself."""

    files: dict[str, bytes] = field(default_factory=dict)
    damage: list[str] = field(default_factory=list)
    repeated: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Member:
    name: bytes
    made_by: int
    shared: tuple[int, ...]  # what the file's own header must repeat: needs, flags, … size
    inner: int
    outer: int
    extra: int
    offset: int

    @property
    def method(self) -> int:
        return self.shared[2]

    @property
    def crc(self) -> int:
        return self.shared[5]

    @property
    def packed(self) -> int:
        return self.shared[6]

    @property
    def size(self) -> int:
        return self.shared[7]


def pack(files: Mapping[str, bytes]) -> bytes:
    """The container of these files, in the order given."""
    body, listing = bytearray(), bytearray()
    for name, content in files.items():
        raw = name.encode("ascii")
        shared = (_NEEDS, 0, _STORED, _MIDNIGHT, _FIRST_OF_1980, zlib.crc32(content))
        sizes = (len(content), len(content), len(raw), 0)
        listing += _CENTRAL.pack(
            b"PK\x01\x02", _MADE_BY, *shared, *sizes, 0, 0, 0, _MODE, len(body)
        )
        listing += raw
        body += _LOCAL.pack(b"PK\x03\x04", *shared, *sizes) + raw + content
    end = _END.pack(b"PK\x05\x06", 0, 0, len(files), len(files), len(listing), len(body), 0)
    return bytes(body + listing + end)


def unpack(data: bytes) -> Opened:
    """Reads a container. Raises ``Unusable``."""
    if len(data) > LARGEST:
        raise Unusable("The file is too large to be a bundle.")
    if len(data) < _END.size or not data.startswith(b"PK\x03\x04"):
        raise Unusable("This is not a zip file.")
    members, listing_at = _listing(data)
    if sum(member.size for member in members) > LARGEST:
        raise Unusable("What is in the zip is too large to be a bundle.")
    opened, place = Opened(), 0
    for member in members:
        if member.offset != place:
            raise Unusable("The list of files in the zip is damaged.")
        place = _take(data, member, opened)
    if place != listing_at:
        raise Unusable("There are bytes in the zip that belong to no file.")
    packed_elsewhere = all(member.extra for member in members)
    kinds = {(member.made_by, member.inner, member.outer) for member in members}
    if len(kinds) > 1 and not packed_elsewhere:
        opened.damage.append("The zip itself is damaged.")
    return opened


def _listing(data: bytes) -> tuple[list[_Member], int]:
    tail = len(data) - _END.size
    magic, disk, first_disk, here, total, length, offset, comment = _END.unpack_from(data, tail)
    fits = magic == b"PK\x05\x06" and offset + length == tail and here == total
    if not fits or disk or first_disk or comment:
        raise Unusable("The file is cut short, or is not a zip as custodyhcp writes it.")
    members, at = [], offset
    for _ in range(total):
        if at + _CENTRAL.size > tail or data[at : at + 4] != b"PK\x01\x02":
            raise Unusable("The list of files in the zip is damaged.")
        found = _CENTRAL.unpack_from(data, at)
        names, extra, remark, disk_of = found[10], found[11], found[12], found[13]
        at += _CENTRAL.size
        if remark or disk_of:
            raise Unusable("The list of files in the zip is damaged.")
        members.append(
            _Member(
                name=data[at : at + names],
                made_by=found[1],
                shared=found[2:10],
                inner=found[14],
                outer=found[15],
                extra=extra,
                offset=found[16],
            )
        )
        at += names + extra
    if at != tail:
        raise Unusable("There are bytes in the zip that belong to no file.")
    return members, offset


def _take(data: bytes, member: _Member, opened: Opened) -> int:
    """Takes one file in and gives the place where the next one begins."""
    if len(data) - member.offset < _LOCAL.size:
        raise Unusable("A file in the zip is damaged.")
    found = _LOCAL.unpack_from(data, member.offset)
    start = member.offset + _LOCAL.size
    names, extra = found[9], found[10]
    same = found[1:9] == member.shared and data[start : start + names] == member.name
    if found[0] != b"PK\x03\x04" or not same:
        raise Unusable("A file in the zip does not match the zip's own list.")
    plain = not member.shared[1] & ~_HOW_HARD and member.method in (_STORED, _PACKED)
    if not plain or not NAME.fullmatch(member.name):
        raise Unusable("The zip holds something that no bundle holds.")
    start += names + extra
    content = _content(data[start : start + member.packed], member)
    name = member.name.decode("ascii")
    if zlib.crc32(content) != member.crc:
        opened.damage.append(f"The file {name} is damaged.")
    if name in opened.files:
        opened.repeated.append(name)
    else:
        opened.files[name] = content
    end: int = start + member.packed
    return end


def _content(raw: bytes, member: _Member) -> bytes:
    if len(raw) != member.packed or (member.method == _STORED and member.size != member.packed):
        raise Unusable("The file is cut short.")
    if member.method == _STORED:
        return raw
    opener = zlib.decompressobj(-zlib.MAX_WBITS)
    try:
        content = opener.decompress(raw, member.size + 1)
    except zlib.error:
        raise Unusable("A file in the zip is damaged.") from None
    if len(content) != member.size or not opener.eof or opener.unused_data:
        raise Unusable("A file in the zip is damaged.")
    return content
