"""The whole journey through the real windows, twice: in this process under pytest-qt, and as the
command that anybody can run. What it leaves behind is then read by other programs' eyes.

P7 and P1 of the same journey: the command runs with the network shut in each of its processes and,
where the machine allows it, with no network there at all; and nobody is left on the disk."""

from __future__ import annotations

import json
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from email import message_from_bytes, policy
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from no_network import shut_in, without_a_network
from pypdf import PdfReader
from PySide6.QtCore import QTimer

from custodyhcp.app import Rooms, make_application
from custodyhcp.oversight import verifier
from custodyhcp.supervisor import LOCKED
from custodyhcp.tour import cast
from custodyhcp.tour.cast import Told
from custodyhcp.tour.command import ARTEFACTS
from custodyhcp.tour.driver import Driver
from custodyhcp.tour.journey import STAGES
from custodyhcp.ui.window import MainWindow
from custodyhcp.vault.throwaway import MemoryKeyring
from tests.disk_search import found

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

IDENTIFYING = ("Kowalczyk", "Łukasz", "Lukasz", "1995", "NG/26/4411", "NG-26-4411")


@pytest.fixture
def application() -> Iterator[None]:
    """The program's own, set right afterwards: a lock calls ``exit``, and where no ``exec`` runs
    Qt then refuses every later event loop of the thread until one has been run and left."""
    app = make_application()
    yield
    QTimer.singleShot(0, app, app.quit)
    app.exec()


@pytest.mark.usefixtures("application")
def test_the_journey_holds_in_real_windows(qtbot: QtBot, tmp_path: Path) -> None:
    keyring = MemoryKeyring()
    for stage in STAGES.values():
        window = MainWindow(lambda: Rooms(tmp_path / "suite", backend=keyring))
        qtbot.addWidget(window)
        with qtbot.waitActive(window, timeout=5_000):
            window.show()
            window.activateWindow()
        stage.play(Driver(tmp_path, stage.role), Told(keyring))
        qtbot.waitUntil(lambda shown=window: shown.exit_code == LOCKED, timeout=20_000)
        window.stop()
        window.close()
    rows = journal(tmp_path)
    assert {row["role"] for row in rows} == {"ADMIN", "HCP", "SERGEANT", "IG"}
    assert all(row["ok"] for row in rows)


@pytest.fixture(scope="module")
def touring(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder that holds all the tour may touch, made once: ``out``, and its working folders."""
    folder = tmp_path_factory.mktemp("tour")
    working = folder / "working"
    working.mkdir()
    command = [sys.executable, "-m", "custodyhcp", "tour", "--out", str(folder / "out")]
    ended = subprocess.run(  # noqa: S603
        [*without_a_network(), *command],
        cwd=working,
        env=shut_in(folder),
        capture_output=True,
        encoding="utf-8",
        timeout=600,
    )
    assert ended.returncode == 0, ended.stdout + ended.stderr
    return folder


@pytest.fixture
def tour(touring: Path) -> Path:
    """What ``tour --out`` leaves."""
    return touring / "out"


def journal(out: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in (out / "journey.json").read_text("utf-8").splitlines()]


def test_every_step_is_in_the_journal_with_its_picture(tour: Path) -> None:
    rows = journal(tour)
    assert len(rows) > 30
    for row in rows:
        assert row.keys() == {"name", "role", "ok", "seconds", "screenshot"}
        assert row["ok"] is True
        picture = tour / str(row["screenshot"])
        assert picture.read_bytes().startswith(b"\x89PNG")


def test_everything_is_left_behind_and_nothing_else(tour: Path) -> None:
    assert {path.name for path in tour.iterdir()} == set(ARTEFACTS)


def test_the_briefing_holds_what_custody_does_and_no_finding(tour: Path) -> None:
    pdf = "\n".join(page.extract_text() for page in PdfReader(tour / "briefing.pdf").pages)
    block = (tour / "briefing.txt").read_text("ascii")
    for text in (pdf, block):
        assert "FIT, WITH CONDITIONS" in text
        assert "every 30 min" in text
        for clinical in ("Tremor", "alcohol withdrawal", "NEWS2", "Penicillin: rash"):
            assert clinical not in text
    assert len(PdfReader(tour / "briefing.pdf").pages) == 1


def test_the_letter_begins_with_the_actions(tour: Path) -> None:
    text = "\n".join(page.extract_text() for page in PdfReader(tour / "care-summary.pdf").pages)
    assert 0 < text.index("Actions for GP practice") < text.index("Clinical summary")
    assert "Review alcohol intake" in text


def test_the_mail_draft_names_nobody_on_the_outside(tour: Path) -> None:
    raw = (tour / "care-summary.eml").read_bytes()
    assert raw.count(b"\n") == raw.count(b"\r\n")
    mail = message_from_bytes(raw, policy=policy.default)
    assert mail["X-Unsent"] == "1"
    assert mail["To"] == "practice.mailbox@nhs.net"
    for absent in ("From", "Date", "Message-ID", "Bcc"):
        assert mail[absent] is None
    (attached,) = mail.iter_attachments()
    body = mail.get_body()
    assert body is not None
    letter = attached.get_content()
    assert letter == (tour / "care-summary.pdf").read_bytes()
    title = str(PdfReader(tour / "care-summary.pdf").metadata)
    outside = " ".join((str(mail["Subject"]), body.get_content(), attached.get_filename(), title))
    for words in IDENTIFYING:
        assert words.casefold() not in outside.casefold()


def test_the_bundle_verifies_and_a_changed_one_does_not(tour: Path, tmp_path: Path) -> None:
    bundle = tour / "spot-check.zip"
    assert verifier.main(bundle) == 0
    changed = tmp_path / "changed.zip"
    with zipfile.ZipFile(bundle) as held, zipfile.ZipFile(changed, "w") as out:
        for name in held.namelist():
            content = held.read(name)
            out.writestr(name, content.replace(b"scr.viewed", b"scr.vjewed"))
    assert verifier.main(changed) == 1


def test_the_store_it_leaves_is_sealed(tour: Path) -> None:
    for path in (tour / "suite").rglob("*"):
        if path.is_file():
            content = path.read_bytes()
            assert not content.startswith(b"SQLite format 3")
            for words in ("Kowalczyk", "KOWALCZYK", "Tremor", "Penicillin", "4411", "Jo Smith"):
                assert words.encode() not in content


def test_nothing_tried_to_reach_the_network(touring: Path) -> None:
    reached = touring / "reached"
    assert not reached.exists() or not reached.read_text("utf-8")


def test_nobody_of_the_tour_is_on_the_disk_in_the_clear(touring: Path) -> None:
    """The store, and home, temporary, working and runtime folders, after the last window."""
    people = {"a name": "Kowalczyk", "another": "Siob", "a reference": "NG/26/441"}
    staff = (cast.ADMIN, cast.NURSE, cast.SERGEANT, cast.OFFICER)
    secrets = {f"{who.name}'s passphrase": who.passphrase for who in staff}
    logins = {f"{who.name}'s sign-in name": who.login for who in staff}
    out = touring / "out"
    searched = [path for path in touring.iterdir() if path != out]
    assert [path for path in out.iterdir() if path.name != "suite"]
    assert not found([out / "suite", *searched], people | secrets | logins)


def test_no_mail_draft_is_left_in_the_store(tour: Path) -> None:
    """P8: what was handed out lies where it was asked for, and nowhere else."""
    left = [path.name for path in (tour / "suite").rglob("*") if path.is_file()]
    assert not [name for name in left if name.endswith((".eml", ".pdf", ".txt", ".csv"))]
