"""Who plays, and what they bring: all invented. And what every stage begins and ends with."""

from __future__ import annotations

import csv
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Protocol

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
        driver.click("bar.lock")
