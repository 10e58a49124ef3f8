"""Every question of consent is named in words wherever it is listed."""

from __future__ import annotations

import pytest

from custodyhcp.consent.codes import Basis, Scope
from custodyhcp.records import due, timeline


@pytest.mark.parametrize("scope", list(Scope))
def test_no_code_of_a_scope_stands_on_a_screen(scope: Scope) -> None:
    assert "_" not in timeline._SCOPES[scope.value]
    assert "_" not in due._SCOPES[scope]


def test_best_interests_are_told_in_words() -> None:
    for basis in (Basis.BEST_INTERESTS, Basis.BI_NON_EMERGENCY, Basis.BI_EMERGENCY):
        assert timeline._CODES[basis.value].startswith("best interests")
