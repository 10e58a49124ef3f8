"""Our own kit of sealed parts: each opens, or is refused, as the file says. The bytes were made
once, so a change of the format on disk shows here before it shows at a suite."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from custodyhcp.vault.compartments import Compartment
from custodyhcp.vault.hpke import OpeningKey, Unopenable
from custodyhcp.vault.parts import PartContext, open_under_own_key, open_under_person_key

KIT: dict[str, Any] = json.loads((Path(__file__).parent / "kit" / "parts.json").read_text())
VALID = {one["name"]: one for one in KIT["valid"]}


def changed(case: dict[str, Any]) -> bytes:
    part = bytearray.fromhex(VALID[case["of"]]["part"])
    if "flip" in case:
        at, bit = case["flip"]
        part[at] ^= 1 << bit
    if "cut" in case:
        del part[case["cut"] :]
    return bytes(part) + bytes(case.get("grow", 0))


def opened(case: dict[str, Any]) -> bytes:
    valid = VALID[case["of"]]
    about = {**valid["context"], **case.get("context", {})}
    context = PartContext(
        about["entry"], about["kind"], Compartment(about["compartment"]), about["person"]
    )
    if valid["form"] == 1:
        key = bytes.fromhex(case.get("key", KIT["person_key"]))
        return open_under_person_key(key, changed(case), context)
    holder = OpeningKey(bytes.fromhex(case.get("holder", KIT["holder"])))
    return open_under_own_key(holder, changed(case), context)


@pytest.mark.parametrize("case", KIT["cases"], ids=lambda case: case["name"])
def test_each_part_opens_or_is_refused_as_the_kit_says(case: dict[str, Any]) -> None:
    if case["verdict"] == "opens":
        assert opened(case).hex() == VALID[case["of"]]["text"]
        return
    with pytest.raises(Unopenable):
        opened(case)


def test_the_kit_is_as_large_as_it_should_be() -> None:
    verdicts = [case["verdict"] for case in KIT["cases"]]
    assert len(verdicts) >= 150 and verdicts.count("opens") >= 10
