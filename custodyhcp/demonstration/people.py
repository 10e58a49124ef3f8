"""Who works in the demonstration suite, and the passphrases it shows. All invented."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from custodyhcp.staff.rules import Newcomer, ProfessionalBody
from custodyhcp.ui.door import Demonstration
from custodyhcp.vault.compartments import Role

ORGANISATION = "Northgate Custody Healthcare"
SUITE = "Northgate custody"
PHONE = "01632 960 155"
OFFICERS = ("Hanna Brook", "Owen Pryce", "Zara Lindqvist")

HCP = Demonstration("Nurse", "jo.smith", "amber kettle seven rivers")
SERGEANT = Demonstration("Custody sergeant", "bryn.jones", "copper lantern nine meadows")
OFFICER = Demonstration("IG officer", "amina.khan", "silver harbour four orchards")
ADMIN = Demonstration("Administrator", "rhys.price", "velvet compass eight gardens")
SECOND_HCP = Demonstration("Paramedic", "imran.voss", "walnut ferry six lanterns")
DOCTOR = Demonstration("Doctor", "ade.bell", "marble pepper five harbours")
SECOND_OFFICER = Demonstration("IG officer", "priya.dell", "cobalt ladder three gardens")
SIGN_INS = (HCP, SERGEANT, OFFICER, ADMIN)

ADMIN_NAME = "Rhys Price"
NEWCOMERS: Mapping[Demonstration, Newcomer] = MappingProxyType(
    {
        HCP: Newcomer(
            "Jo Smith",
            Role.HCP,
            professional_body=ProfessionalBody.NMC,
            registration="99Z9991A",
        ),
        SERGEANT: Newcomer("Bryn Jones", Role.SERGEANT, rank_number="PS 456"),
        OFFICER: Newcomer("Amina Khan", Role.IG),
        SECOND_HCP: Newcomer(
            "Imran Voss",
            Role.HCP,
            professional_body=ProfessionalBody.HCPC,
            registration="PA99992",
        ),
        DOCTOR: Newcomer(
            "Ade Bell",
            Role.HCP,
            professional_body=ProfessionalBody.GMC,
            registration="7654321",
        ),
        SECOND_OFFICER: Newcomer("Priya Dell", Role.IG),
    }
)
