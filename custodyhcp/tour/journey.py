"""The story: one person from arrest to release, and one who could not be asked. All are invented.

A stage is one sign-in, in a process of its own. Nothing here calls a verb: everything is pressed
and typed in the real windows, and what is looked for is what a person would see.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Protocol

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from custodyhcp.tour.driver import Driver

KEPT_BETWEEN = "custodyhcp tour"


class Keeper(Protocol):
    """Where a stage leaves a one-time code for the next: the parent's memory."""

    def get_password(self, service: str, username: str) -> str | None: ...

    def set_password(self, service: str, username: str, password: str) -> None: ...


@dataclass(frozen=True, slots=True)
class Told:
    """What one person told another between two sign-ins."""

    keeper: Keeper

    def tell(self, name: str, words: str) -> None:
        self.keeper.set_password(KEPT_BETWEEN, name, words)

    def recall(self, name: str) -> str:
        return self.keeper.get_password(KEPT_BETWEEN, name) or ""


@dataclass(frozen=True, slots=True)
class Stage:
    role: str
    play: Callable[[Driver, Told], None]


@dataclass(frozen=True, slots=True)
class Colleague:
    role: str
    name: str
    login: str
    passphrase: str


ADMIN = Colleague("ADMIN", "Rhys Price", "rhys.price", "velvet compass eight gardens")
NURSE = Colleague("HCP", "Jo Smith", "jo.smith", "amber kettle seven rivers")
SERGEANT = Colleague("SERGEANT", "Bryn Jones", "bryn.jones", "copper lantern nine meadows")
OFFICER = Colleague("IG", "Amina Khan", "amina.khan", "silver harbour four orchards")

IN_CUSTODY = (
    'NG/26/4411,"KOWALCZYK, Łukasz",03/01/1995,Male,12',
    'NG/26/4412,"O\'BRIEN, Siobhán",14/06/1992,Female,07',
    'NG/26/4413,"DE SOUSA-KEMP, Ana",02/07/2010,Female,09',
    'NG/26/4414,"الزهراء, فاطمة",05/03/1980,Female,08',
)


AGREED, COULD_NOT = "NG/26/4411", "NG/26/4412"


def custody_list(now: datetime) -> str:
    """What the force would export: everybody arrived within the last few hours."""
    rows = ["Custody reference,Name,Date of birth,Sex,Cell,Arrival time"]
    for number, person in enumerate(IN_CUSTODY, 1):
        arrived = now - timedelta(minutes=50 * number)
        rows.append(f"{person},{arrived:%d/%m/%Y %H:%M}")
    return "\r\n".join(rows) + "\r\n"


PRACTICES = (
    ("A81001", "RIVERSIDE SURGERY", "NG1 1AA", "", "A", "01632 960001"),
    ("B81002", "HILLTOP MEDICAL CENTRE", "NG2 2BB", "20190331", "C", "01632 960002"),
)


def practice_file(folder: Path) -> Path:
    """The national file where it lies beside the project, or two invented rows in its form."""
    real = Path(__file__).resolve().parents[3] / "shared" / "data" / "epraccur.csv"
    if real.exists():
        return real
    path = folder / "epraccur.csv"
    with path.open("w", newline="", encoding="utf-8") as file:
        for code, name, postcode, closed, status, phone in PRACTICES:
            row = [""] * 27
            row[0], row[1], row[4], row[9], row[10] = (
                code,
                name,
                "1 River Road",
                postcode,
                "19740401",
            )
            row[11], row[12], row[17], row[25] = closed, status, phone, "4"
            csv.writer(file).writerow(row)
    return path


def sign_in(driver: Driver, who: Colleague) -> None:
    driver.type("signin.name", who.login)
    driver.type("signin.passphrase", who.passphrase)
    driver.click("signin.submit")


def first_sign_in(driver: Driver, told: Told, who: Colleague, home: str) -> None:
    with driver.step(f"{who.name} signs in for the first time and chooses a passphrase"):
        driver.type("signin.name", who.login)
        driver.click("signin.code")
        driver.type("enrol.code", told.recall(who.login))
        driver.type("enrol.passphrase", who.passphrase)
        driver.type("enrol.again", who.passphrase)
        driver.click("enrol.submit")
        driver.find("use.accept")
    with driver.step(f"{who.name} accepts the acceptable use"):
        driver.click("use.accept")
        driver.find(home)


def lock(driver: Driver, who: Colleague) -> None:
    with driver.step(f"{who.name} locks, which ends the process"):
        driver.press(None, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)


# -- 1. set up ----------------------------------------------------------------------------------


def set_up(driver: Driver, told: Told) -> None:
    with driver.step("Set up: the organisation and the suite"):
        driver.type("setup.organisation", "Northgate Custody Healthcare")
        driver.type("setup.suite", "Northgate custody")
        driver.type("setup.phone", "01632 960155")
        driver.click("setup.place.next")
    with driver.step("Set up: the first administrator"):
        driver.type("setup.admin.name", ADMIN.name)
        driver.type("setup.admin.login", ADMIN.login)
        driver.type("setup.passphrase", ADMIN.passphrase)
        driver.type("setup.again", ADMIN.passphrase)
        driver.click("setup.admin.next")
    with driver.step("Set up: three recovery officers"):
        for number, name in enumerate(("Nadia Cole", "Tom Archer", "Ines Ward"), 1):
            driver.type(f"setup.officer.{number}", name)
        driver.click("setup.make")
        driver.find("setup.code")
    with driver.step("Set up: four recovery codes, each checked"):
        for _ in range(4):
            code = driver.text("setup.code")
            driver.type("setup.code.last", code.rsplit("-", 1)[-1])
            driver.click("setup.code.next")
            driver.until(lambda shown=code: driver.text_now("setup.code") != shown, "the next code")
        driver.find("use.accept")
    with driver.step("Administrator accepts the acceptable use"):
        driver.click("use.accept")
        driver.find("admin.table")
    add_colleagues(driver, told)
    lock(driver, ADMIN)


def add_colleagues(driver: Driver, told: Told) -> None:
    particulars = {
        NURSE: (("admin.body.NMC", ""), ("admin.registration", "12A3456E")),
        SERGEANT: (("admin.rank_number", "PS 456"),),
        OFFICER: (),
    }
    for who, fields in particulars.items():
        with driver.step(f"Administrator adds {who.name}, {who.role}"):
            driver.click("admin.add")
            driver.click(f"admin.role.{who.role}")
            driver.type("admin.name", who.name)
            driver.type("admin.login", who.login)
            for name, text in fields:
                if text:
                    driver.type(name, text)
                else:
                    driver.click(name)
            driver.click("admin.save")
            told.tell(who.login, driver.text("admin.code"))
            driver.click("admin.code.done")
            driver.find("admin.table")


# -- 2 to 5 and 7. the nurse ---------------------------------------------------------------------


def nurse(driver: Driver, told: Told) -> None:
    first_sign_in(driver, told, NURSE, "board.first_import")
    fill_the_board(driver)
    ask_and_look(driver)
    assess(driver)
    publish(driver)
    write_to_the_gp(driver)
    override(driver)
    not_fit(driver)
    lock(driver, NURSE)


def fill_the_board(driver: Driver) -> None:
    with TemporaryDirectory() as folder:
        listed = Path(folder) / "custody-list.csv"
        listed.write_text(custody_list(datetime.now()), encoding="utf-8")  # noqa: DTZ005
        with driver.step("Import the force's custody list: a preview, nothing written yet"):
            driver.click("board.first_import")
            driver.type("import.path", str(listed))
            driver.click("import.read")
            driver.find("import.confirm")
        with driver.step("Confirm the import: four people on the board"):
            driver.click("import.confirm")
            driver.click("import.done")
            driver.until(lambda: driver.rows("board.table") == 4, "four people")
        with driver.step("Import the same list again: it changes nothing"):
            driver.click("board.import")
            driver.type("import.path", str(listed))
            driver.click("import.read")
            driver.find("import.preview_page")
        driver.press(None, Qt.Key.Key_Escape)
        driver.press(None, Qt.Key.Key_Escape)
        driver.find("board.table")
    with driver.step("Import the national GP practice file"), TemporaryDirectory() as folder:
        driver.click("board.practices")
        driver.type("practices.path", str(practice_file(Path(folder))))
        driver.click("practices.read")
        driver.click("practices.keep")
        driver.click("practices.done")
        driver.find("board.table")


def ask_and_look(driver: Driver) -> None:
    with driver.step("Open a person from the board"):
        driver.open_row("board.table", "KOWALCZYK")
        driver.find("person.section.consent")
    with driver.step("SCR: asked and agreed"):
        driver.click("person.section.consent")
        driver.click("consent.answer.YES")
        driver.click("consent.capacity.HAS")
        driver.click("consent.relationship.WORKGROUP")
    with driver.step("SCR: recorded, and on to NCRS"):
        driver.click("consent.record")
        driver.find("scrview.opened_at")
    with driver.step("SCR: what was looked at and relied on"):
        driver.click("scrview.opened_at.now")
        driver.type("scrview.date", "20-Nov-2026")
        driver.click("scrview.looked.SCR")
        driver.click_words("scrview.relied", "Allergies")
        driver.type("scrview.relied.1", "Penicillin: rash, recorded 2011")
        driver.click("scrview.record")
        driver.until(lambda: "Looked at" in driver.text_now("scrview.earlier"), "the look")
    with driver.step("GP record: two keys, and no override"):
        driver.click("person.section.gp")
        driver.find("gp.key2.record")
    with driver.step("Sending to the GP: asked and agreed"):
        driver.click("person.section.consent")
        driver.click("consent.scope.SEND_GP")
        driver.click("consent.answer.YES")
        driver.click("consent.capacity.HAS")
        driver.click("consent.record")
        driver.until(lambda: driver.seek("consent.answer", QWidget), "the next question")


def override(driver: Driver) -> None:
    with driver.step("A person who could not be asked"):
        driver.press(None, Qt.Key.Key_Escape)
        driver.open_row("board.table", "O'BRIEN")
        driver.click("person.section.consent")
        driver.click("consent.answer.UNABLE")
        driver.click("consent.capacity.LACKS")
    with driver.step("Capacity, in the order of the law"):
        capacity(driver)
    with driver.step("Override: the ground, and best interests"):
        driver.click("consent.override.open")
        driver.click("consent.ground.BEST_INTERESTS_EMERGENCY")
        best_interests(driver)
    with driver.step("Override: the emergency test, the reason, and the alert it raises"):
        driver.click("consent.relationship.SELF_CLAIMED")
        for part in ("cannot_decide_now", "waiting_is_unsafe", "likely_to_change"):
            driver.click(f"consent.emergency.{part}")
        driver.type(
            "consent.reason",
            "Drowsy and cannot answer; medicines and allergies must be known before treatment.",
        )
    with driver.step("Override recorded; the look at the SCR too"):
        driver.click("consent.record")
        driver.click("scrview.opened_at.now")
        driver.click("scrview.looked.SCR")
        driver.click("scrview.also.NOTHING")
        driver.click("scrview.record")
        driver.until(lambda: "Looked at" in driver.text_now("scrview.earlier"), "the look")


def capacity(driver: Driver) -> None:
    driver.type(
        "capacity.information", "Why the record is needed, who sees it, what happens if not"
    )
    driver.click("capacity.help.SIMPLE_WORDS")
    driver.click("capacity.help.TIME")
    for ability, answer in (
        ("understand", "NO"),
        ("retain", "NO"),
        ("weigh", "NO"),
        ("communicate", "NO"),
    ):
        driver.click(f"capacity.{ability}.{answer}")
        driver.type(f"capacity.{ability}.evidence", "Opens eyes to voice, no answer in words")
    driver.pick("capacity.impairment", "Intoxication: drugs")
    driver.click("capacity.causal.YES")
    driver.type("capacity.causal_evidence", "Drowsy since tablets were taken")
    driver.click("capacity.again.IN_60")
    driver.click("capacity.record")
    driver.find("capacity.done")


def best_interests(driver: Driver) -> None:
    for field in (
        "circumstances",
        "encouraged",
        "wishes",
        "consulted",
        "less_restrictive",
        "steps",
    ):
        driver.type(f"interests.{field}", "Looked into as far as time allowed, nothing against it")
    driver.click("interests.can_wait.NO")
    driver.click("interests.attorney.NONE_KNOWN")
    for tick in ("not_on_appearance", "not_to_bring_death", "believes"):
        driver.click(f"interests.confirm.{tick}")
    driver.click("interests.record")
    driver.find("interests.done")


def assess(driver: Driver) -> None:
    with driver.step("First assessment: reason, findings, working impression, plan"):
        driver.click("person.section.assessment")
        driver.click("assessment.codes.ILL")
        driver.type("assessment.reason", "Sweating and shaking since arrival")
        driver.type("assessment.findings", "Alert. Tremor of both hands. NEWS2 recorded on paper.")
        driver.type("assessment.impression", "Early alcohol withdrawal")
        driver.type("assessment.plan", "Recheck in two hours; hospital if worse")
        driver.click("assessment.allergies.KNOWN")
        driver.type("assessment.allergy_list", "penicillin (rash)")
    with driver.step("Directions: fitness, observation, when to call"):
        driver.click("assessment.fitness.FIT_WITH_CONDITIONS")
        driver.type("assessment.conditions", "only while he can be roused at every visit")
        driver.click("assessment.level.2")
        driver.click("assessment.why.RECENT_ALCOHOL")
        driver.click("assessment.call_hcp.SHAKING_OR_SWEATING")
        driver.click("assessment.call_hcp.SEEING_OR_HEARING_THINGS")
        driver.click("assessment.call_999.CANNOT_BE_WOKEN")
        driver.click("assessment.call_999.FIT_OR_SEIZURE")
        driver.click("assessment.review.IN_2_HRS")
        driver.click("assessment.missed.RING_HEALTHCARE")
        driver.click("assessment.self_harm.NONE_IDENTIFIED")
        driver.click("assessment.adult.NOT_RECOMMENDED")
    with driver.step("What is typed is kept, and comes back after leaving the page"):
        driver.until(lambda: "kept at" in driver.text_now("assessment.kept"), "the draft")
        driver.click("person.section.timeline")
        driver.click("person.section.assessment")
        driver.until(
            lambda: "Tremor" in driver.typed("assessment.findings"), "what was typed to come back"
        )
    with driver.step("Assessment and directions signed"):
        driver.click("assessment.sign")
        driver.until(lambda: driver.typed("assessment.findings") == "", "a fresh page")


def publish(driver: Driver) -> None:
    with driver.step("Briefing: published, told aloud and read back"):
        driver.click("person.section.briefing")
        driver.type("briefing.told_to", "PS 456 Jones")
        driver.click("briefing.told_at.now")
        driver.click("briefing.told_back.YES")
        driver.click("briefing.publish")
        driver.find("briefing.save_pdf")
    with driver.step("Briefing: the PDF saved"):
        driver.click("briefing.save_pdf")
        driver.choose_file(driver.out / "briefing.pdf")
        driver.until((driver.out / "briefing.pdf").exists, "the briefing's PDF")
    with driver.step("Briefing: copied for the custody record"):
        driver.click("briefing.copy")
        driver.until(driver.clipboard, "the block on the clipboard")
        (driver.out / "briefing.txt").write_text(driver.clipboard(), "utf-8", newline="")


def write_to_the_gp(driver: Driver) -> None:
    with driver.step("GP summary: the practice, and the address typed twice"):
        driver.click("person.section.summary")
        driver.type("summary.practice", PRACTICES[0][0])
        driver.open_row("summary.practices", PRACTICES[0][0])
        for field in ("summary.address", "summary.address_again"):
            driver.type(field, "practice.mailbox@nhs.net")
    with driver.step("GP summary: what it says, actions first"):
        driver.type("summary.actions", "Review alcohol intake and blood tests; within 2 weeks")
        driver.type("summary.narrative", "Sweating and shaking on arrival; settled in custody.")
        driver.click("summary.check")
        driver.find("summary.create")
    with driver.step("GP summary: checked, and the draft created"):
        driver.click("summary.create")
        driver.find("summary.sent")
    with driver.step("GP summary: the letter and the email draft saved"):
        for button, file in (("save_pdf", "care-summary.pdf"), ("save_eml", "care-summary.eml")):
            driver.click(f"summary.{button}")
            driver.choose_file(driver.out / file)
            driver.until((driver.out / file).exists, file)
    with driver.step("GP summary: sent, says the nurse; the draft file is gone"):
        driver.type("summary.mailbox", "custody.health@nhs.net")
        driver.click("summary.sent")
        driver.gone("summary.sent")


def not_fit(driver: Driver) -> None:
    with driver.step("NOT FIT: hospital now"):
        driver.click("person.section.assessment")
        driver.click("assessment.codes.ILL")
        driver.type("assessment.findings", "Drowsy, slow breathing. NEWS2 on paper.")
        driver.type("assessment.impression", "Overdose, substance not known")
        driver.type("assessment.plan", "999, stay with her")
        driver.click("assessment.allergies.UNAVAILABLE")
        driver.click("assessment.fitness.NOT_FIT_HOSPITAL_999")
        driver.click("assessment.level.4")
        driver.click("assessment.why.MEDICAL_CONDITION")
        driver.click("assessment.call_999.NOT_BREATHING_NORMALLY")
        driver.click("assessment.review.NONE")
        driver.click("assessment.self_harm.NONE_IDENTIFIED")
        driver.click("assessment.adult.NOT_RECOMMENDED")
        driver.click("assessment.sign")
    with driver.step("NOT FIT published to custody"):
        driver.click("briefing.publish")
        driver.find("briefing.save_pdf")


# -- 6. the sergeant -----------------------------------------------------------------------------


def sergeant(driver: Driver, told: Told) -> None:
    first_sign_in(driver, told, SERGEANT, f"sergeant.card.{COULD_NOT}")
    with driver.step("The sergeant sees briefings and nothing else"):
        for clinical in ("board.table", "person", "section.consent", "person.section.consent"):
            driver.gone(clinical)
    for ref in (COULD_NOT, AGREED):
        with driver.step(f"Acknowledge {ref}: who told, and read back"):
            driver.click(f"sergeant.acknowledge.{ref}")
            driver.type("ack.told_by", NURSE.name)
            driver.click("ack.told_at.now")
            driver.click("ack.read_back.YES")
            driver.click("ack.submit")
            driver.gone("ack.submit")
            driver.gone(f"sergeant.acknowledge.{ref}")
    with driver.step("NOT FIT stays loud until the transfer has started"):
        driver.find("sergeant.not_fit")
        driver.click(f"sergeant.transfer.{COULD_NOT}")
        driver.click("transfer.at.now")
        driver.click("transfer.how.AMBULANCE")
        driver.click("transfer.submit")
        driver.gone("transfer.submit")
        driver.gone("sergeant.not_fit")
    lock(driver, SERGEANT)


# -- 8. information governance -------------------------------------------------------------------


def officer(driver: Driver, told: Told) -> None:
    first_sign_in(driver, told, OFFICER, "ig.queue")
    with driver.step("The override waits for review by somebody else"):
        driver.until(lambda: driver.rows("ig.queue") > 0, "an alert")
        driver.click("ig.review.open")
        driver.click("ig.review.state.CLOSED")
        driver.click("ig.review.outcome.JUSTIFIED")
        driver.type("ig.review.note", "Custody log and call-out list agree with the times.")
        driver.click("ig.review.submit")
        driver.gone("ig.review.submit")
    with driver.step("Spot check: the list is committed first"):
        driver.click("ig.section.checks")
        driver.click("ig.spot.new")
        driver.click("ig.spot.commit")
        driver.find("ig.spot.nonce")
    with driver.step("Spot check: then the officer's own dice, then the draw"):
        driver.type("ig.spot.nonce", "4 2 6 6 1 3 5 2 1 4")
        driver.click("ig.spot.draw")
        driver.find("ig.spot.sample")
    with driver.step("Export a bundle with its proofs"):
        driver.press(None, Qt.Key.Key_Escape)
        driver.click("ig.section.export")
        driver.type("ig.export.path", str(driver.out / "spot-check.zip"))
        driver.click("ig.export.save")
        driver.find("ig.export.verdict")
    with driver.step("The ledger is whole"):
        driver.click("ig.section.health")
        driver.click("ig.health.verify")
        driver.until(lambda: "whole" in driver.text_now("ig.health.state").lower(), "the verdict")
    lock(driver, OFFICER)


STAGES: Mapping[str, Stage] = {
    "set-up": Stage(ADMIN.role, set_up),
    "nurse": Stage(NURSE.role, nurse),
    "sergeant": Stage(SERGEANT.role, sergeant),
    "officer": Stage(OFFICER.role, officer),
}
