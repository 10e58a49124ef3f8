"""While somebody who reads briefings is signed in, the copy for downtime is kept fresh."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtWidgets import QLabel
from sharing_people import PLACE, directed

from custodyhcp.sharing import downtime, publishing
from custodyhcp.staff.downtime import PackReader
from custodyhcp.ui.door import Suite
from custodyhcp.ui.opening import frame_for
from custodyhcp.ui.pack_writer import PackWriter
from custodyhcp.ui.work import Work


def test_it_is_written_and_a_disk_that_refuses_is_said_once(
    suite: Any, at_work: Callable[..., Any]
) -> None:
    ids = directed(suite.hcp)
    publishing.publish(suite.hcp, ids.detention, PLACE)
    frame = at_work(suite.sergeant)
    writer = PackWriter(frame._ctx, frame)
    assert writer.active
    path = suite.folder / downtime.FILE_NAME
    (suite.folder / f"{downtime.FILE_NAME}.new").mkdir()  # nothing can be written there
    writer.write()
    writer.write()
    frame.settled()
    assert not path.exists()
    said = [label.text() for label in frame.findChildren(QLabel)]
    assert any("could not be saved" in words for words in said)
    (suite.folder / f"{downtime.FILE_NAME}.new").rmdir()
    writer.write()
    frame.settled()
    pack = PackReader(suite.folder, backend=suite.ring).open(*suite.passphrases["sergeant"])
    assert len(downtime.read_content(pack.content)) == 1
    writer.stop()


def test_who_reads_no_briefings_writes_none(suite: Any, qtbot: Any) -> None:
    work = Work()
    try:
        for who, writes in (("ig", False), ("sergeant", True)):
            desk, told = getattr(suite, who), Suite("Northmoor", "Harrow Lane", "")
            frame = frame_for(desk, told, work, lambda: None, lambda _: None)
            qtbot.addWidget(frame)
            (writer,) = frame.findChildren(PackWriter)
            assert writer.active is writes
            frame.stop()
            assert not writer.active
    finally:
        work.stop()
