"""Nothing stands on a timeline under the name that the ledger has for it."""

from __future__ import annotations

from typing import Any

import pytest

from custodyhcp.ledger.entry import Entry, Header
from custodyhcp.ledger.writers import WRITERS
from custodyhcp.records.timeline import SILENT, has_words, timeline


@pytest.mark.parametrize("kind", sorted(WRITERS))
def test_each_kind_has_words_or_is_silent_on_purpose(kind: str) -> None:
    assert has_words(kind) is not (kind in SILENT)


def test_what_is_silent_is_a_kind_that_is_written() -> None:
    assert set(WRITERS) >= SILENT


@pytest.mark.parametrize("kind", sorted(set(WRITERS) - SILENT))
def test_a_reader_who_opens_nothing_still_reads_words(kind: str) -> None:
    role = min(WRITERS[kind])
    head: dict[str, Any] = dict.fromkeys(Header.__slots__, "x")
    head |= {"seq": 1, "at": "2026-11-23T03:12:00.000000Z", "kind": kind, "role": role}
    (shown,) = timeline([Entry(Header(**head | {"parts": ()}), {})])
    assert shown.what not in (kind, kind.replace(".", " "))
    assert "None" not in shown.what + shown.detail
