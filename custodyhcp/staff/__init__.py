"""Staff: who may use it. People, roles, sign-in, acceptable use.

Words of this room: *found* a suite, *invite* somebody, they *enrol* with a one-time code, *sign
in*, accept the acceptable use, *lock*, and one day have *left*.
"""

from __future__ import annotations

from custodyhcp.staff.acceptable_use import AcceptableUse, acceptable_use
from custodyhcp.staff.founding import Founded, Founding, found
from custodyhcp.staff.inviting import Invitation, invite, invite_again, mark_left
from custodyhcp.staff.opening import open_suite, recover
from custodyhcp.staff.people import Person, Staffing, Suite, member, members, staffing, suite_of
from custodyhcp.staff.recovering import bring_back, codes_checked, new_codes, record_checked
from custodyhcp.staff.rules import Newcomer, ProfessionalBody, passphrase_fault, sign_in_name
from custodyhcp.staff.signing_in import accept_use, enrol, lock, sign_in, use_due

__all__ = [
    "AcceptableUse",
    "Founded",
    "Founding",
    "Invitation",
    "Newcomer",
    "Person",
    "ProfessionalBody",
    "Staffing",
    "Suite",
    "accept_use",
    "acceptable_use",
    "bring_back",
    "codes_checked",
    "enrol",
    "found",
    "invite",
    "invite_again",
    "lock",
    "mark_left",
    "member",
    "members",
    "new_codes",
    "open_suite",
    "passphrase_fault",
    "record_checked",
    "recover",
    "sign_in",
    "sign_in_name",
    "staffing",
    "suite_of",
    "use_due",
]
