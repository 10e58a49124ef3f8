"""What a dishonest officer, or whoever founds a suite to deceive, puts beside the entries."""

from __future__ import annotations

from typing import Any

import pytest
from suite_story import exported
from test_bundle import again, both, resigned, second

from custodyhcp.oversight import bundle as form
from custodyhcp.oversight import container, verifier


@pytest.fixture
def made(suite: Any) -> tuple[dict[str, bytes], Any]:
    _, _, bundle = exported(suite)
    return container.unpack(bundle.content).files, suite.ig.session._signing


def test_the_officer_puts_no_other_name_to_what_somebody_did(made: Any) -> None:
    files, key = made
    assert b"Robin Hale" in files[form.AUDIT]
    blamed = files[form.AUDIT].replace(b"Robin Hale", b"Imran Voss")
    more = files[form.AUDIT].replace(b",author_name\r\n", b",author_name,remarks\r\n", 1)
    for audit in (blamed, more):
        assert both(again(resigned({**files, form.AUDIT: audit}, key)))[0] == 1


def test_no_name_writes_a_line_of_the_verdict() -> None:
    evil = "X.\nRoot key: 00\x1b[2K\u202e\r"
    assert verifier._shown(evil) == second()._shown(evil) == "X.?Root key: 00?[2K??"
