"""RFC 6962: the published vectors of Certificate Transparency, then every size to 64."""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import sha256

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from custodyhcp.ledger import merkle

# Source: the reference vectors shared by the Certificate Transparency implementations.
LEAVES = [
    bytes.fromhex(text)
    for text in (
        "",
        "00",
        "10",
        "2021",
        "3031",
        "40414243",
        "5051525354555657",
        "606162636465666768696a6b6c6d6e6f",
    )
]
ROOTS = (
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
)
A = "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e"
B = "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b"
C = "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4"
D = "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7"
E = "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0"
INCLUSION = {
    (0, 1): [],
    (0, 8): [D, A, C],
    (5, 8): [B, E, ROOTS[4]],
    (2, 3): [ROOTS[2]],
    (1, 5): [ROOTS[1], A, B],
}
CONSISTENCY = {
    (1, 1): [],
    (1, 8): [D, A, C],
    (6, 8): ["0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a", E, ROOTS[4]],
    (2, 5): [A, B],
}


class Tree:
    """A whole tree in memory, by the plain recursive definition of RFC 6962 section 2.1."""

    def __init__(self, leaves: list[bytes]) -> None:
        self.leaves = leaves

    def root(self, start: int, end: int) -> bytes:
        if start == end:
            return sha256(b"").digest()
        if end - start == 1:
            return self.leaves[start]
        split = 1
        while split * 2 < end - start:
            split *= 2
        both = self.root(start, start + split) + self.root(start + split, end)
        return sha256(b"\x01" + both).digest()

    def node(self, level: int, index: int) -> bytes:
        return self.root(index << level, (index + 1) << level)


def grown(count: int) -> tuple[list[bytes], list[bytes], merkle.Nodes]:
    """Leaves, the root at every size, and the nodes as the frontier handed them out."""
    leaves = [merkle.leaf_of(number.to_bytes(4, "big")) for number in range(count)]
    frontier, roots, stored = merkle.Frontier(), [merkle.EMPTY_ROOT], []
    for leaf in leaves:
        stored.append(frontier.append(leaf))
        roots.append(frontier.root())

    def node(level: int, index: int) -> bytes:
        seq, place = merkle.where_node_lies(level, index)
        return stored[seq][place * 32 : place * 32 + 32]

    return leaves, roots, node


def published() -> tuple[list[bytes], merkle.Nodes]:
    leaves = [merkle.leaf_of(data) for data in LEAVES]
    return leaves, Tree(leaves).node


def test_published_roots() -> None:
    leaves, _ = published()
    for size, root in enumerate(ROOTS):
        assert merkle.root_of(leaves[:size]).hex() == root


@pytest.mark.parametrize(("index", "size"), INCLUSION)
def test_published_inclusion(index: int, size: int) -> None:
    leaves, nodes = published()
    proof = merkle.inclusion_proof(nodes, index, size)
    assert [one.hex() for one in proof] == INCLUSION[index, size]
    root = bytes.fromhex(ROOTS[size])
    assert merkle.verify_inclusion(leaves[index], index, size, proof, root)


@pytest.mark.parametrize(("old", "new"), CONSISTENCY)
def test_published_consistency(old: int, new: int) -> None:
    _, nodes = published()
    proof = merkle.consistency_proof(nodes, old, new)
    assert [one.hex() for one in proof] == CONSISTENCY[old, new]
    roots = bytes.fromhex(ROOTS[old]), bytes.fromhex(ROOTS[new])
    assert merkle.verify_consistency(old, new, *roots, proof)


def every_size(largest: int) -> None:
    leaves, roots, nodes = grown(largest)
    plain = Tree(leaves)
    for size in range(largest + 1):
        assert roots[size] == plain.root(0, size)
        for index in range(size):
            proof = merkle.inclusion_proof(nodes, index, size)
            assert merkle.verify_inclusion(leaves[index], index, size, proof, roots[size])
            for bad in _spoilt(proof):
                assert not merkle.verify_inclusion(leaves[index], index, size, bad, roots[size])
        for old in range(size + 1):
            proof = merkle.consistency_proof(nodes, old, size)
            assert merkle.verify_consistency(old, size, roots[old], roots[size], proof)
            for bad in _spoilt(proof):
                assert not merkle.verify_consistency(old, size, roots[old], roots[size], bad)


def _spoilt(proof: list[bytes]) -> Iterator[list[bytes]]:
    yield [*proof, merkle.EMPTY_ROOT]
    yield [merkle.EMPTY_ROOT, *proof]
    if proof:
        yield proof[1:]
        yield proof[:-1]
        yield [bytes(32), *proof[1:]]


def test_every_inclusion_and_consistency_to_64() -> None:
    every_size(64)


@pytest.mark.soak
def test_every_inclusion_and_consistency_to_256() -> None:
    every_size(256)


def test_every_run_of_leaves_to_24() -> None:
    leaves, roots, nodes = grown(24)
    for size in range(1, 25):
        for start in range(size):
            for end in range(start + 1, size + 1):
                proof = merkle.range_proof(nodes, start, end, size)
                run = leaves[start:end]
                assert merkle.verify_range(run, start, size, proof, roots[size])
                assert not merkle.verify_range(run, start, size, [*proof, bytes(32)], roots[size])
                assert not merkle.verify_range(
                    [*run[:-1], bytes(32)], start, size, proof, roots[size]
                )


_SIZES = st.integers(1, 300)


@settings(max_examples=100, deadline=None)
@given(st.data())
def test_a_mutated_proof_is_never_accepted(data: st.DataObject) -> None:
    leaves, roots, nodes = LARGE
    size = data.draw(st.integers(2, 300))
    index = data.draw(st.integers(0, size - 1))
    proof = merkle.inclusion_proof(nodes, index, size)
    place = data.draw(st.integers(0, len(proof) - 1))
    bit = data.draw(st.integers(0, 255))
    flipped = bytearray(proof[place])
    flipped[bit // 8] ^= 1 << bit % 8
    bad = [*proof[:place], bytes(flipped), *proof[place + 1 :]]
    assert not merkle.verify_inclusion(leaves[index], index, size, bad, roots[size])
    other = data.draw(st.integers(0, size - 1).filter(lambda at: at != index))
    assert not merkle.verify_inclusion(leaves[index], other, size, proof, roots[size])


LARGE = grown(300)


def test_places_outside_the_tree_are_refused() -> None:
    leaves, roots, nodes = grown(5)
    for index, size in ((5, 5), (-1, 5), (0, 0)):
        assert not merkle.verify_inclusion(leaves[0], index, size, [], roots[1])
        with pytest.raises(ValueError, match="outside"):
            merkle.inclusion_proof(nodes, index, size)
    with pytest.raises(ValueError, match="older"):
        merkle.consistency_proof(nodes, 4, 3)
    assert not merkle.verify_consistency(4, 3, roots[4], roots[3], [])
    assert not merkle.verify_consistency(0, 3, roots[1], roots[3], [])
    assert not merkle.verify_range([], 0, 5, [], roots[5])
    with pytest.raises(ValueError, match="run"):
        merkle.range_proof(nodes, 3, 3, 5)
    with pytest.raises(ValueError, match="peak"):
        merkle.Frontier(3, [bytes(32)])


def test_a_leaf_never_passes_for_a_node() -> None:
    left, right = merkle.leaf_of(b"a"), merkle.leaf_of(b"b")
    assert merkle.leaf_of(left + right) != merkle.node_of(left, right)
