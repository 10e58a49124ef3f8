"""Who signed an entry: name, register and number, kept in it as they were on that day."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from custodyhcp.staff.rules import ProfessionalBody, registers

if TYPE_CHECKING:
    from custodyhcp.ledger.desk import Desk
    from custodyhcp.ledger.entry import Body


@dataclass(frozen=True, slots=True)
class Signature:
    """``register`` is the code of a professional body, empty where there is none."""

    name: str
    register: str = ""
    number: str = ""

    @property
    def words(self) -> str:
        """``Robin Hale, nurse or midwife (NMC) 99Z9991A``."""
        known = {one.value: one for one in ProfessionalBody}
        if self.register not in known:
            return self.name
        job = str(registers()[known[self.register]]["short"])
        return f"{self.name}, {job[0].lower()}{job[1:]} {self.number}".strip()


def signature_body(desk: Desk) -> Mapping[str, str]:
    """Whoever is signed in, as an entry keeps them."""
    signed = signature_of(desk, desk.session.staff)
    return {"name": signed.name, "register": signed.register, "number": signed.number}


def signature_of(desk: Desk, staff: str, body: Body | None = None) -> Signature:
    """Who wrote it: as the entry says, else as the authority knows them now."""
    kept = (body or {}).get("signed")
    if isinstance(kept, dict):
        return Signature(
            **{name: str(kept.get(name, "")) for name in ("name", "register", "number")}
        )
    member = desk.authority.members.get(staff)
    if member is None:
        return Signature("this workstation")
    return Signature(member.name, member.professional_body, member.registration)
