"""``suite``: a real founded and staffed suite on the disk, with a desk for each role.

Nothing here is a stand-in: SQLCipher files in a folder, the real keyslots, the real keyring
interface with a backend in memory. Only the passphrases' cost is low, by the deployment's own
floor, and the clock is set by the test. The suite is founded once a run and copied for each test.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cached_property
from pathlib import Path
from types import MappingProxyType

import pytest

from custodyhcp import staff
from custodyhcp.ledger import Desk, Ledger
from custodyhcp.staff import Founding, Newcomer, ProfessionalBody
from custodyhcp.vault.compartments import Role
from custodyhcp.vault.keyslots import KdfParams
from custodyhcp.vault.recovery import Share
from custodyhcp.vault.throwaway import MemoryKeyring

STARTED = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)
QUICK = KdfParams(memory_kib=64, passes=1, lanes=1)
FOUNDING = Founding(
    organisation="Northmoor Custody Healthcare",
    suite="Harrow Lane",
    phone="01632 960 118",
    admin_name="Morgan Achebe",
    officers=("Ines Calder", "Tomasz Reed", "Wren Abara"),
)
PEOPLE: Mapping[str, Newcomer] = MappingProxyType(
    {
        "hcp": Newcomer(
            "Robin Hale",
            Role.HCP,
            professional_body=ProfessionalBody.NMC,
            registration="99Z9991A",
        ),
        "hcp2": Newcomer(
            "Imran Voss",
            Role.HCP,
            professional_body=ProfessionalBody.HCPC,
            registration="PA99992",
        ),
        "sergeant": Newcomer("Dale Mercer", Role.SERGEANT, rank_number="PS 4127"),
        "ig": Newcomer("Priya Lindqvist", Role.IG),
    }
)


class Clock:
    """Stands where it is put; ``suite.clock.forward(minutes=5)``."""

    def __init__(self, at: datetime = STARTED) -> None:
        self.at = at

    def __call__(self) -> datetime:
        return self.at

    def set(self, at: datetime) -> None:
        self.at = at.astimezone(UTC)

    def forward(self, **by: float) -> datetime:
        """``days``, ``hours``, ``minutes`` or ``seconds``."""
        self.at += timedelta(**by)
        return self.at


@dataclass(frozen=True)
class Founded:
    """What the template leaves for each copy."""

    folder: Path
    keyring: str
    shares: tuple[Share, ...]


@dataclass
class SuiteAtWork:
    """The suite, opened, with a desk for each role made when it is first asked for."""

    folder: Path
    ring: MemoryKeyring
    shares: tuple[Share, ...]
    clock: Clock = field(default_factory=Clock)

    @cached_property
    def ledger(self) -> Ledger:
        return staff.open_suite(self.folder, self.clock, backend=self.ring)

    @property
    def passphrases(self) -> dict[str, tuple[str, str]]:
        """Who (``admin``, ``hcp``, …) to (sign-in name, passphrase)."""
        names = {"admin": FOUNDING.admin_name} | {who: one.name for who, one in PEOPLE.items()}
        return {who: (staff.sign_in_name(name), passphrase(who)) for who, name in names.items()}

    def desk(self, who: str) -> Desk:
        """A fresh sign-in."""
        return staff.sign_in(self.ledger, *self.passphrases[who])

    @cached_property
    def admin(self) -> Desk:
        return self.desk("admin")

    @cached_property
    def hcp(self) -> Desk:
        return self.desk("hcp")

    @cached_property
    def hcp2(self) -> Desk:
        return self.desk("hcp2")

    @cached_property
    def sergeant(self) -> Desk:
        return self.desk("sergeant")

    @cached_property
    def ig(self) -> Desk:
        return self.desk("ig")

    def reopen(self) -> None:
        """Closes the store and opens it again, as the next process would; desks are new."""
        self.close()
        for name in ("ledger", "admin", "hcp", "hcp2", "sergeant", "ig"):
            self.__dict__.pop(name, None)

    def close(self) -> None:
        if "ledger" in self.__dict__:
            self.ledger.close()


def passphrase(who: str) -> str:
    return f"four small boats {who}"


@pytest.fixture(scope="session")
def founded_suite(tmp_path_factory: pytest.TempPathFactory) -> Founded:
    """Founded and staffed, once a run; closed."""
    folder, ring, clock = tmp_path_factory.mktemp("suite") / "store", MemoryKeyring(), Clock()
    made = staff.found(folder, FOUNDING, passphrase("admin"), clock, backend=ring, kdf=QUICK)
    staff.accept_use(made.desk, staff.acceptable_use().version)
    invited = {who: staff.invite(made.desk, person) for who, person in PEOPLE.items()}
    for who, invitation in invited.items():
        desk = staff.enrol(made.ledger, invitation.login, invitation.code, passphrase(who))
        staff.accept_use(desk, staff.acceptable_use().version)
    made.ledger.close()
    return Founded(folder, ring.to_text(), made.shares)


@pytest.fixture
def suite(founded_suite: Founded, tmp_path: Path) -> Iterator[SuiteAtWork]:
    """Morgan (admin), Robin and Imran (HCPs), Dale (sergeant) and Priya (IG), all signed up."""
    folder = tmp_path / "store"
    shutil.copytree(founded_suite.folder, folder)
    ring = MemoryKeyring.from_text(founded_suite.keyring)
    made = SuiteAtWork(folder, ring, founded_suite.shares)
    yield made
    made.close()
