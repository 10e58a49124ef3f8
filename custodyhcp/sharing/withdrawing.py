"""The verb by which a person takes permissions back, with everything that follows at once (3.6).

Rules kept here: the withdrawal is written first and is never refused for want of anything; then
drafts that had been prepared under it are taken out of the folder, and what could not be taken out
is named, because somebody could still send it. What custody was told on it is found, because a new
version is due. Nothing that was recorded is changed.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from custodyhcp.consent import recording
from custodyhcp.consent.codes import Scope
from custodyhcp.ledger.desk import Desk
from custodyhcp.sharing import publishing, sending
from custodyhcp.sharing.consented import lines_on_consent
from custodyhcp.sharing.draft_files import DraftFiles, TakenBack


@dataclass(frozen=True, slots=True)
class Withdrawn:
    """``entries`` written; the draft files that were taken away, that now say "do not send", and
    that are still as they were; the version that custody has with lines they had agreed to."""

    entries: tuple[str, ...]
    scopes: tuple[Scope, ...]
    removed: tuple[str, ...] = ()
    spoilt: tuple[str, ...] = ()
    still_there: tuple[str, ...] = ()
    briefing_version: int | None = None


def withdraw(
    desk: Desk,
    person: str,
    detention: str,
    scopes: Iterable[Scope],
    *,
    age: int,
    drafts: DraftFiles,
) -> Withdrawn:
    """Writes the withdrawal of each scope, then makes unusable what was prepared under it."""
    chosen = tuple(dict.fromkeys(scopes))
    entries = recording.withdraw(desk, person, detention, chosen, age=age)
    files = take_drafts_back(desk, detention, drafts) if Scope.SEND_GP in chosen else {}
    version = _told_to_custody(desk, detention) if Scope.SHARE_CUSTODY in chosen else None
    return Withdrawn(
        entries,
        chosen,
        removed=_which(files, TakenBack.GONE),
        spoilt=_which(files, TakenBack.SPOILT),
        still_there=_which(files, TakenBack.STILL_THERE),
        briefing_version=version,
    )


def take_drafts_back(desk: Desk, detention: str, drafts: DraftFiles) -> dict[str, TakenBack]:
    """The draft files of this detention that may no longer be sent, and what became of each. Also
    for a workstation on which the withdrawal was not recorded; safe to do again."""
    lying = {where.name for where in drafts.lying()}
    names = [one.file_name for one in sending.sendings(desk, detention) if one.unusable]
    return {name: drafts.take_back(name) for name in dict.fromkeys(names) if name in lying}


def _which(files: dict[str, TakenBack], became: TakenBack) -> tuple[str, ...]:
    return tuple(name for name, one in files.items() if one is became)


def _told_to_custody(desk: Desk, detention: str) -> int | None:
    current = publishing.stay(desk, detention).current
    if current is None or not lines_on_consent(current.briefing):
        return None
    return current.version
