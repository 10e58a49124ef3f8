"""Who works in the demonstration suite, and the passphrases it shows. All invented."""

from __future__ import annotations

from custodyhcp.ui.door import Demonstration

HCP = Demonstration("Nurse", "j.smith", "amber kettle seven rivers")
SERGEANT = Demonstration("Custody sergeant", "b.jones", "copper lantern nine meadows")
OFFICER = Demonstration("IG officer", "a.khan", "silver harbour four orchards")
ADMIN = Demonstration("Administrator", "r.price", "velvet compass eight gardens")

SIGN_INS = (HCP, SERGEANT, OFFICER, ADMIN)
