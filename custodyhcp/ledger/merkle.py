"""The Merkle tree of RFC 6962: hashes, a tree that grows, proofs, and their verification.

Pure. Rules kept here:

* A leaf's hash begins with 0x00 and an inner node's with 0x01, so neither passes for the other.
* A proof never says how large the tree is: size and root come from a signed checkpoint only.
* A proof with a hash too many or too few is refused, as is one for a place outside the tree.

A *node* (level, index) is the root of the full subtree over the leaves
``index << level`` to ``(index + 1 << level) - 1``; level 0 are the leaves.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from hashlib import sha256

HASH_BYTES = 32
EMPTY_ROOT = sha256(b"").digest()
Node = tuple[int, int]
Nodes = Callable[[int, int], bytes]


def leaf_of(data: bytes) -> bytes:
    return sha256(b"\x00" + data).digest()


def node_of(left: bytes, right: bytes) -> bytes:
    return sha256(b"\x01" + left + right).digest()


class Frontier:
    """The right edge of a tree that grows: ``size`` leaves, and the roots of its full subtrees,
    largest first. Enough to append and to give the root; nothing else is kept."""

    __slots__ = ("peaks", "size")

    def __init__(self, size: int = 0, peaks: Iterable[bytes] = ()) -> None:
        self.size = size
        self.peaks = list(peaks)
        if len(self.peaks) != size.bit_count():
            raise ValueError("a tree has one peak for each bit set in its size")

    def copy(self) -> Frontier:
        return Frontier(self.size, self.peaks)

    def append(self, leaf: bytes) -> bytes:
        """Adds a leaf. Returns it and each inner node it completed, lowest first, joined."""
        made = node = leaf
        size = self.size
        while size & 1:
            node = sha256(b"\x01" + self.peaks.pop() + node).digest()
            made += node
            size >>= 1
        self.peaks.append(node)
        self.size += 1
        return made

    def root(self) -> bytes:
        if not self.peaks:
            return EMPTY_ROOT
        root = self.peaks[-1]
        for peak in reversed(self.peaks[:-1]):
            root = node_of(peak, root)
        return root


def root_of(leaves: Iterable[bytes]) -> bytes:
    """The root over these leaf hashes."""
    frontier = Frontier()
    for leaf in leaves:
        frontier.append(leaf)
    return frontier.root()


def where_node_lies(level: int, index: int) -> tuple[int, int]:
    """Which leaf completed this node, and the node's place among what that leaf completed."""
    return ((index + 1) << level) - 1, level


def peaks_of(size: int) -> list[Node]:
    """The full subtrees that make up a tree of this size, largest first."""
    return list(_full_subtrees(0, size))


def _full_subtrees(start: int, end: int) -> Iterator[Node]:
    """Full subtrees that cover the leaves from ``start`` to ``end``, left to right. ``start`` is
    a multiple of the largest power of two that is not above ``end - start``."""
    while start < end:
        level = (end - start).bit_length() - 1
        yield level, start >> level
        start += 1 << level


def range_hash(nodes: Nodes, start: int, end: int) -> bytes:
    """The hash over the leaves from ``start`` to ``end`` of a split of the tree."""
    hashes = [nodes(level, index) for level, index in _full_subtrees(start, end)]
    result = hashes.pop()
    while hashes:
        result = node_of(hashes.pop(), result)
    return result


def _split(size: int) -> int:
    """The largest power of two below ``size`` (which is at least 2)."""
    return 1 << ((size - 1).bit_length() - 1)


def inclusion_proof(nodes: Nodes, index: int, size: int) -> list[bytes]:
    """The audit path of RFC 6962 section 2.1.1, from the leaf's sibling upwards."""
    _must_lie_within(index, size)
    start, end = 0, size
    path: list[tuple[int, int]] = []
    while end - start > 1:
        middle = start + _split(end - start)
        if index < middle:
            path.append((middle, end))
            end = middle
        else:
            path.append((start, middle))
            start = middle
    return [range_hash(nodes, a, b) for a, b in reversed(path)]


def verify_inclusion(
    leaf: bytes, index: int, size: int, proof: Sequence[bytes], root: bytes
) -> bool:
    """True only if ``leaf`` is leaf number ``index`` of the tree with this size and root."""
    if not 0 <= index < size or not _are_hashes((leaf, root, *proof)):
        return False
    sides = []
    start, end = 0, size
    while end - start > 1:
        middle = start + _split(end - start)
        left = index < middle
        sides.append(left)
        start, end = (start, middle) if left else (middle, end)
    if len(proof) != len(sides):
        return False
    found = leaf
    for sibling, left in zip(proof, reversed(sides), strict=True):
        found = node_of(found, sibling) if left else node_of(sibling, found)
    return found == root


def consistency_proof(nodes: Nodes, old: int, new: int) -> list[bytes]:
    """RFC 6962 section 2.1.2: that the tree of ``new`` leaves begins with the ``old`` ones."""
    if not 0 <= old <= new:
        raise ValueError("an older tree is not larger")
    if old in (0, new):
        return []
    proof: list[bytes] = []
    start, end, whole = 0, new, True
    path: list[tuple[int, int]] = []
    while end != old:
        middle = start + _split(end - start)
        if old <= middle:
            path.append((middle, end))
            end = middle
        else:
            path.append((start, middle))
            start, whole = middle, False
    if not whole:
        proof.append(range_hash(nodes, start, end))
    proof.extend(range_hash(nodes, a, b) for a, b in reversed(path))
    return proof


def verify_consistency(
    old: int, new: int, old_root: bytes, new_root: bytes, proof: Sequence[bytes]
) -> bool:
    """True only if the tree (new, new_root) begins with the tree (old, old_root)."""
    if not 0 <= old <= new or not _are_hashes((old_root, new_root, *proof)):
        return False
    if old == new:
        return not proof and old_root == new_root
    if old == 0:
        return not proof and old_root == EMPTY_ROOT
    steps = []  # from the root down: True where the split's left side is shared whole
    start, end = 0, new
    while end != old:
        middle = start + _split(end - start)
        shared = old > middle
        steps.append(shared)
        start, end = (middle, end) if shared else (start, middle)
    given = list(proof)
    if any(steps):
        if not given:
            return False
        in_old = in_new = given.pop(0)
    else:
        in_old = in_new = old_root
    if len(given) != len(steps):
        return False
    for sibling, shared in zip(given, reversed(steps), strict=True):
        in_new = node_of(sibling, in_new) if shared else node_of(in_new, sibling)
        in_old = node_of(sibling, in_old) if shared else in_old
    return in_old == old_root and in_new == new_root


def range_proof(nodes: Nodes, start: int, end: int, size: int) -> list[bytes]:
    """What is needed besides the leaves ``start`` to ``end`` (not including it) to compute the
    root of the tree of ``size``: the hashes of the subtrees outside, left to right."""
    _must_lie_within(start, size)
    if not start < end <= size:
        raise ValueError("not a run of leaves of that tree")
    return [range_hash(nodes, a, b) for a, b in _outside(0, size, start, end)]


def _outside(low: int, high: int, start: int, end: int) -> Iterator[tuple[int, int]]:
    if high <= start or low >= end:
        yield low, high
    elif start <= low and high <= end:
        return
    else:
        middle = low + _split(high - low)
        yield from _outside(low, middle, start, end)
        yield from _outside(middle, high, start, end)


def verify_range(
    leaves: Sequence[bytes], start: int, size: int, proof: Sequence[bytes], root: bytes
) -> bool:
    """True only if these are the leaves from ``start`` on, without a gap, of that tree."""
    end = start + len(leaves)
    if not 0 <= start < end <= size or not _are_hashes((*leaves, *proof, root)):
        return False
    given = iter(proof)

    def hash_of(low: int, high: int) -> bytes:
        if high <= start or low >= end:
            return next(given, b"")
        if start <= low and high <= end:
            return root_of(leaves[low - start : high - start])
        middle = low + _split(high - low)
        left = hash_of(low, middle)
        return node_of(left, hash_of(middle, high))

    expected = sum(1 for _ in _outside(0, size, start, end))
    return len(proof) == expected and hash_of(0, size) == root


def _must_lie_within(index: int, size: int) -> None:
    if not 0 <= index < size:
        raise ValueError("that leaf is outside the tree")


def _are_hashes(values: Iterable[bytes]) -> bool:
    return all(len(value) == HASH_BYTES for value in values)
