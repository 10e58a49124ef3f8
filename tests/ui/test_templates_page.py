"""Templates: read by all, changed by a clinical lead only, seen before they are published."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QCheckBox

from custodyhcp.records.templates_published import in_use
from custodyhcp.staff import clinical_lead
from custodyhcp.ui.kit import Table
from custodyhcp.ui.templates_page import TemplatesPage


def opened(frame: Any) -> TemplatesPage:
    frame.go("templates")
    frame.settled()
    QApplication.processEvents()
    page = frame.page()
    assert isinstance(page, TemplatesPage)
    return page


def test_whoever_is_no_clinical_lead_only_reads(suite: Any, at_work: Callable[..., Any]) -> None:
    page = opened(at_work(suite.hcp))
    page.which.set_value("diabetes")
    assert page._note.isVisible()
    assert page.preview.isVisible()
    assert not page.publish_button.isVisible()
    assert not page.lines.isVisible()


def test_a_clinical_lead_sees_it_first_and_publishes_it(
    suite: Any, at_work: Callable[..., Any]
) -> None:
    clinical_lead.name_lead(suite.admin, suite.hcp.session.staff, True)
    frame = at_work(suite.hcp)
    page = opened(frame)
    page.which.set_value("diabetes")
    kept = page.lines.text()
    page.lines.set_text("no bar here")
    page._preview()
    assert "no bar here" in page.problems.accessibleName()
    assert page.lines.text() == "no bar here"  # what was typed stays
    page.lines.set_text(f"{kept}\nSAFETY | Feet | Wounds, sensation | needed")
    assert not page.publish_button.isEnabled()  # not before it was looked at
    page._preview()
    assert page.preview.boxes()[-1].field.label() == "Feet (needed)"
    assert page.preview.boxes()[-1].field.text() == ""
    page.publish_button.click()
    frame.settled()
    now = in_use(suite.hcp2)["diabetes"].template
    assert (now.version, now.parts[-1].label, now.parts[-1].needed) == (2, "Feet", True)
    assert now.parts[0].key == "kind"  # boxes that stayed keep their name


def test_an_administrator_names_the_clinical_lead_with_a_tick(
    suite: Any, at_work: Callable[..., Any], qtbot: Any
) -> None:
    frame = at_work(suite.admin)
    table = frame.findChild(Table, "admin.table")
    model = table.model()
    row = next(r for r in range(model.rowCount()) if "Robin" in str(model.index(r, 0).data()))
    table.setFocus()
    table.setCurrentIndex(model.index(row, 0))
    qtbot.keyClick(table, Qt.Key.Key_Return)
    frame.settled()
    tick = frame.findChild(QCheckBox, "admin.clinical_lead")
    assert not tick.isChecked()  # nothing is ticked beforehand
    tick.setFocus()
    qtbot.keyClick(tick, Qt.Key.Key_Space)
    frame.settled()
    assert clinical_lead.leads(suite.hcp) == {suite.hcp.session.staff}
    qtbot.keyClick(tick, Qt.Key.Key_Space)
    frame.settled()
    assert clinical_lead.leads(suite.hcp) == frozenset()
