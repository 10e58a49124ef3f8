"""Which role writes which kind of entry: the whole of it.

Anybody can seal to any compartment, and a member's own signature always holds. So an entry of
a kind that its author's role never writes is kept, and named soon after the start, but what it says
is never read: ``Desk.read`` gives it without bodies, and ``Entry.believed`` is False.

A few kinds ask for more than the role: ``REGISTERS`` names the professional body on whose register
their author must be, by the staff entries of the ledger.

A kind that is not named here may be written by any member. The chain of authority has rules of its
own (``vault.authority``).
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from custodyhcp.vault.compartments import Role

_BY_ROLE = {
    (Role.HCP,): """
        person.added person.corrected person.joined person.unjoined person.told_apart
        person.searched
        detention.opened detention.moved detention.closed
        record.opened assessment.recorded observations.recorded scale.recorded
        directions.given consent.decided consent.reason_refused capacity.assessed
        best_interests.recorded gp.surgery_answered gp.practice_recorded scr.viewed gp.viewed
        briefing.published briefing.spoken transfer.decided_otherwise query.answered
        note.recorded forensic.recorded entry.amended entry.struck draft.taken_over phrases.kept
        template.published
        injury.recorded injury.cause_stated
        earlier.confirmed hcp.requested hcp.answered inbound.recorded
        due.escalated handover.given handover.person handover.accepted
        medicine.history medicine.directed dose.recorded allergies.recorded
        notice.given summary.prepared summary.draft_opened summary.outcome custody_list.imported
        sealed_letter.made""",
    (Role.HCP, Role.ADMIN): "practices.imported custody.paste_profile",
    (Role.HCP, Role.SERGEANT): """
        transfer.started ambulance.recorded briefing.escalated briefing.clock_put_back
        disclosure.made briefing.pasted
        downtime.begun downtime.paper_listed downtime.paper_entered downtime.paper_struck
        downtime.reconciled""",
    (Role.SERGEANT,): "briefing.received briefing.acknowledged query.asked",
    (Role.IG,): """
        alert.reviewed export.made spotcheck.committed spotcheck.nonce spotcheck.drawn
        spotcheck.sent spotcheck.replied spotcheck.closed""",
    (Role.ADMIN,): "recovery.checked staff.clinical_lead custody.screens_set",
    (Role.DEVICE,): "signin.refused ledger.restored keyslots.mended clock.changed",
}
WRITERS: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        kind: frozenset(role.value for role in roles)
        for roles, kinds in _BY_ROLE.items()
        for kind in kinds.split()
    }
)

REGISTERS: Mapping[str, str] = MappingProxyType({"transfer.decided_otherwise": "GMC"})


def on_register(kind: str, professional_body: str) -> bool:
    """Whether an author on that register may write this kind."""
    return REGISTERS.get(kind, professional_body) == professional_body


def may_write(kind: str, role: str) -> bool:
    writers = WRITERS.get(kind)
    return writers is None or role in writers
