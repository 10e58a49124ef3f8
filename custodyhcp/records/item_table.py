"""The table of briefing items: what each is for, on what it may be told, and its words.

Data: ``resources/sharing/items.json``. The types are ``custody_items``; a test holds the two
against each other, so that no value is without words and no words are without a value.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from functools import cache
from types import MappingProxyType

from custodyhcp.records.directions import Basis
from custodyhcp.resources import load_json


class Required(Enum):
    ALWAYS = "ALWAYS"
    IF_ASKED = "IF_ASKED"
    IF_ANY = "IF_ANY"


@dataclass(frozen=True, slots=True)
class Item:
    """``number`` as in domain clinical 6.2; ``decision``: of the custody officer that it serves;
    ``shown``: the same, small beside the line; ``values``: the words of each closed value."""

    number: int
    key: str
    label: str
    decision: str
    shown: str
    required: Required
    bases: frozenset[Basis]
    values: Mapping[str, str]

    def words(self, value: Enum) -> str:
        return self.values[value.name]

    @property
    def needs_basis(self) -> bool:
        """Whether more than one basis is possible, so that somebody has to say which."""
        return len(self.bases) > 1


@cache
def items() -> Mapping[str, Item]:
    """Every item by its key, in the order of the table."""
    made = (
        Item(
            int(row["number"]),
            str(row["key"]),
            str(row["label"]),
            str(row["decision"]),
            str(row["shown"]),
            Required(row["required"]),
            frozenset(map(Basis, row["bases"])),
            MappingProxyType(dict(row["values"])),
        )
        for row in load_json("sharing/items.json")["items"]
    )
    return MappingProxyType({item.key: item for item in made})


def item(key: str) -> Item:
    return items()[key]
