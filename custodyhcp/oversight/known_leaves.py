"""A proof that many entries lie under one root: the leaves known, the rest of the tree as hashes.

Pure. It is the tree of RFC 6962 and nothing else. Walk from the root: a subtree without a known
leaf is given by its hash, a leaf by itself. The hashes are listed from left to right, and all must
be used. The size of the tree comes from the signed checkpoint, never from the proof.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterator, Mapping, Sequence

from custodyhcp.ledger.merkle import HASH_BYTES, node_of, range_hash

Span = tuple[int, int]


def spans(known: Sequence[int], size: int) -> Iterator[Span]:
    """The subtrees whose hashes the proof must give, left to right. ``known`` is in order."""
    if not known or known[0] < 0 or known[-1] >= size:
        raise ValueError("no known leaf in that tree")
    yield from (span for span, given in _walk(known, 0, size) if given)


def proof(nodes: Callable[[int, int], bytes], known: Sequence[int], size: int) -> list[bytes]:
    """The hashes, read from the tree's nodes."""
    return [range_hash(nodes, low, high) for low, high in spans(known, size)]


def root(leaves: Mapping[int, bytes], size: int, rest: Sequence[bytes]) -> bytes | None:
    """The root that the known leaves and the rest give; None where they do not fit together."""
    known = sorted(leaves)
    if not known or known[0] < 0 or known[-1] >= size:
        return None
    if len(rest) != sum(1 for _ in spans(known, size)):
        return None
    if any(len(one) != HASH_BYTES for one in (*rest, *leaves.values())):
        return None
    given = iter(rest)
    ends = [
        next(given) if is_given else leaves[low] for (low, _), is_given in _walk(known, 0, size)
    ]
    return _root_of(iter(ends), known, 0, size)


def _root_of(ends: Iterator[bytes], known: Sequence[int], low: int, high: int) -> bytes:
    """Puts the ends, which come from left to right, together again."""
    if high - low == 1 or not _holds(known, low, high):
        return next(ends)
    middle = _middle(low, high)
    left = _root_of(ends, known, low, middle)
    return node_of(left, _root_of(ends, known, middle, high))


def _walk(known: Sequence[int], low: int, high: int) -> Iterator[tuple[Span, bool]]:
    """Each span that is not split any further, and whether its hash must be given."""
    if not _holds(known, low, high):
        yield (low, high), True
    elif high - low == 1:
        yield (low, high), False
    else:
        middle = _middle(low, high)
        yield from _walk(known, low, middle)
        yield from _walk(known, middle, high)


def _holds(known: Sequence[int], low: int, high: int) -> bool:
    """Whether a known leaf lies from ``low`` up to, and not with, ``high``."""
    first = bisect_left(known, low)
    return first < len(known) and known[first] < high


def _middle(low: int, high: int) -> int:
    return low + (1 << ((high - low - 1).bit_length() - 1))
