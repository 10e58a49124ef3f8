"""The bar at the top says of a demonstration that it is one, in every theme and at every width."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication, QLabel

from custodyhcp import staff
from custodyhcp.demonstration import people
from custodyhcp.demonstration.building import build
from custodyhcp.ui import theme
from custodyhcp.vault.keyslots import KdfParams
from custodyhcp.vault.throwaway import MemoryKeyring

OPENING = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)


@pytest.mark.parametrize("who", [people.HCP, people.SERGEANT, people.OFFICER])
def test_a_demonstration_says_so_in_every_theme(
    at_work: Callable[..., Any], tmp_path: Path, who: Any
) -> None:
    ledger = build(
        tmp_path / "s", OPENING, backend=MemoryKeyring(), kdf=KdfParams(64, 1, 1), stories=()
    )
    try:
        frame = at_work(staff.sign_in(ledger, who.login, who.passphrase))
        said = frame.findChild(QLabel, "bar.demonstration")
        for name in theme.ThemeName:
            theme.apply(QApplication.instance(), name)
            for width in (1366, 1024, 683):
                frame.resize(width, 768)
                QApplication.processEvents()
                assert said.isVisible()
                assert said.width() >= said.sizeHint().width(), (name, width)  # nothing cut
                assert said.text().startswith("DEMONSTRATION")
                assert width < 900 or said.text() == "DEMONSTRATION: invented people only"
    finally:
        frame.settled()
        ledger.close()


def test_a_real_suite_says_nothing_of_the_kind(suite: Any, at_work: Callable[..., Any]) -> None:
    frame = at_work(suite.hcp)
    assert not frame.findChild(QLabel, "bar.demonstration").isVisible()
    assert frame.findChild(QLabel, "bar.where").isVisible()
