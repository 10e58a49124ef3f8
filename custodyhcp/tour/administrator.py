"""Step 1: the suite is set up, and colleagues are added."""

from __future__ import annotations

from custodyhcp.tour.cast import ADMIN, NURSE, OFFICER, SERGEANT, Told, lock
from custodyhcp.tour.driver import Driver


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
            driver.changes("setup.code", code)
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
