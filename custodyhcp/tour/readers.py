"""Steps 6, 8 and 9: the sergeant, the IG officer, and somebody elsewhere who verifies."""

from __future__ import annotations

from PySide6.QtCore import Qt

from custodyhcp.tour.cast import (
    AGREED,
    COULD_NOT,
    NURSE,
    OFFICER,
    SERGEANT,
    Told,
    first_sign_in,
    lock,
)
from custodyhcp.tour.driver import Driver


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
        driver.click("transfer.called.now")
        driver.click("transfer.submit")
        driver.gone("transfer.submit")
        driver.gone("sergeant.not_fit")
    lock(driver, SERGEANT)


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
        driver.click("ig.section.exports")
        driver.type("ig.export.path", str(driver.out / "spot-check.zip"))
        driver.click("ig.export.save")
        driver.find("ig.export.verdict")
    with driver.step("The ledger is whole"):
        driver.click("ig.section.health")
        driver.click("ig.health.verify")
        driver.until(lambda: "whole" in driver.text_now("ig.health.state").lower(), "the verdict")
    lock(driver, OFFICER)
