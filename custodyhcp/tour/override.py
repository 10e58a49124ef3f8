"""Step 3, for a person who could not be asked: capacity, best interests, and the override."""

from __future__ import annotations

from PySide6.QtCore import Qt

from custodyhcp.tour.driver import Driver


def override(driver: Driver) -> None:
    with driver.step("A person who could not be asked"):
        driver.press(None, Qt.Key.Key_Escape)
        driver.open_person("O'BRIEN")
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
    driver.click("interests.consultees.NOBODY")
    for asked in ("attorney", "deputy", "advance_decision"):
        driver.click(f"interests.{asked}.NONE_KNOWN")
    for tick in ("not_on_appearance", "not_to_bring_death", "believes"):
        driver.click(f"interests.confirm.{tick}")
    driver.click("interests.record")
    driver.find("interests.done")
