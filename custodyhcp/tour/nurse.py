"""Steps 2 to 5 and 7: the board, consent and looking, the assessment, the briefing, the letter."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from custodyhcp.tour.cast import (
    NURSE,
    PRACTICES,
    Told,
    custody_list,
    first_sign_in,
    lock,
    practice_file,
)
from custodyhcp.tour.driver import Driver
from custodyhcp.tour.override import override


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
        driver.open_person("KOWALCZYK")
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
        driver.click("assessment.call_999.SEIZURE")
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
        driver.click("assessment.rouse.YES")
        driver.click("assessment.why.MEDICAL_CONDITION")
        driver.click("assessment.call_999.NOT_BREATHING_NORMALLY")
        driver.click("assessment.review.NONE")
        driver.click("assessment.self_harm.NONE_IDENTIFIED")
        driver.click("assessment.adult.NOT_RECOMMENDED")
        driver.click("assessment.sign")
    with driver.step("NOT FIT published to custody"):
        driver.click("briefing.publish")
        driver.find("briefing.save_pdf")
