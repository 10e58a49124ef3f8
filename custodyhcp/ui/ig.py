"""The Information Governance officer's screen: alerts, spot checks, exports, health, quality.

Rules kept here: no clinical word is on it, because an officer's keys open none. Nobody in custody
is named in a list; a custody reference stands only where one alert or one check is being worked on.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QWidget

from custodyhcp.ui.context import Context
from custodyhcp.ui.kit import Page, Sections

NARROW = 900  # pixels: below this the sections stand along the top
FIRST = "alerts"


def _alerts(ctx: Context) -> Page:
    from custodyhcp.ui.ig_alerts import AlertsPage

    return AlertsPage(ctx)


def _checks(ctx: Context) -> Page:
    from custodyhcp.ui.ig_checks import ChecksPage

    return ChecksPage(ctx)


def _export(ctx: Context) -> Page:
    from custodyhcp.ui.ig_export import ExportPage

    return ExportPage(ctx)


def _health(ctx: Context) -> Page:
    from custodyhcp.ui.ig_health import HealthPage

    return HealthPage(ctx)


def _attending(ctx: Context) -> Page:
    from custodyhcp.ui.late_requests import LateRequestsPage

    return LateRequestsPage(ctx)


def _quality(ctx: Context) -> Page:
    from custodyhcp.ui.ig_quality import QualityPage

    return QualityPage(ctx)


SECTIONS: Mapping[str, tuple[str, Callable[[Context], Page]]] = {
    FIRST: ("Alerts", _alerts),
    "checks": ("Spot checks", _checks),
    "exports": ("Exports", _export),
    "health": ("Ledger health", _health),
    "quality": ("Quality", _quality),
    "attending": ("Late requests", _attending),
}


class OversightPage(QWidget):
    """``OversightPage(ctx)``: sections at the left, the section's page beside them."""

    def __init__(self, ctx: Context, section: str = FIRST) -> None:
        super().__init__()
        self.ctx = ctx
        self.setObjectName("ig")
        self.setProperty("ground", "page")
        words = [(key, label) for key, (label, _) in SECTIONS.items()]
        self.sections = Sections(words, name="ig.section")
        self.sections.chosen.connect(self.show_section)
        self._across = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._across.setContentsMargins(0, 0, 0, 0)
        self._across.setSpacing(0)
        self._across.addWidget(self.sections)
        self._narrow = False
        self.page: Page = SECTIONS[section][1](ctx)
        self._put(section)

    def show_section(self, section: str) -> None:
        """Another section in the middle; what was in it is read afresh when it comes back."""
        old = self.page
        self._across.removeWidget(old)
        old.hide()
        old.deleteLater()
        self.page = SECTIONS[section][1](self.ctx)
        self._put(section)
        self.page.show()
        self.page.refresh()
        self.page.focus_start()

    def _put(self, section: str) -> None:
        self._across.addWidget(self.page, 1)
        self.sections.set_current(section)
        self.setWindowTitle(self.page.windowTitle())

    def refresh(self) -> None:
        self.page.refresh()

    def focus_start(self) -> None:
        self.page.focus_start()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        narrow = event.size().width() < NARROW
        if narrow != self._narrow:
            self._narrow = narrow
            QTimer.singleShot(0, self, self._turn)  # not while the layout is being worked out

    def _turn(self) -> None:
        """The sections along the top, or down the left."""
        self.sections._lay_out(across=self._narrow)
        way = QBoxLayout.Direction
        self._across.setDirection(way.TopToBottom if self._narrow else way.LeftToRight)
