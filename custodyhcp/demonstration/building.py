"""Plays the stories at real desks, in order of time, with a clock that is set for each act.

Nothing is written round the rooms: every entry is made by the verb that a screen would call.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from custodyhcp import staff
from custodyhcp.consent import notice, recording
from custodyhcp.consent.asked import Asked
from custodyhcp.consent.codes import (
    Answer,
    Capacity,
    Ground,
    LookedAt,
    Method,
    ReasonUnable,
    Relationship,
    Scope,
)
from custodyhcp.consent.emergency import EmergencyTest
from custodyhcp.consent.noticing import record_notice
from custodyhcp.consent.permission import Permission
from custodyhcp.demonstration import before, people
from custodyhcp.demonstration.asked_too import ASKED_TOO
from custodyhcp.demonstration.found import FOUND
from custodyhcp.demonstration.found import Act as Finding
from custodyhcp.demonstration.measured import MEASURED, Measured
from custodyhcp.demonstration.stories import STORIES, Story, Told
from custodyhcp.demonstration.surgeries import RIVERSIDE, practice_file
from custodyhcp.records import assessing, drafts, importing, observing, viewing
from custodyhcp.records.arrivals import Arrival
from custodyhcp.records.assessment import Assessment
from custodyhcp.records.directions import Directions, MedicineDirection, Observation
from custodyhcp.records.identity import years
from custodyhcp.records.nhs_number import NhsStatus
from custodyhcp.records.people import BookedIn, book_in, open_detention, read_detention
from custodyhcp.records.practices import read_practices
from custodyhcp.records.scoring import Gone
from custodyhcp.sharing import composing, publishing, screens_set
from custodyhcp.sharing.screens_set import ScreensSet
from custodyhcp.staff import Founding

if TYPE_CHECKING:
    from custodyhcp.ledger import Desk, Ledger
    from custodyhcp.vault.device import KeyringBackend
    from custodyhcp.vault.keyslots import KdfParams

SETTING_UP = timedelta(hours=14)  # the suite was founded so long before the opening
MET = EmergencyTest(cannot_decide_now=True, waiting_is_unsafe=True, likely_to_change=True)
CANNOT_WAIT = "Cannot be roused, and the next dose rests on what he has taken already."
OVERRIDE = "Cannot be roused, glucose 2.1, insulin pen in property: which insulin, which dose?"
UNABLE = "Drowsy and silent, nothing known about them: what do they take and what is dangerous?"


@dataclass
class Clock:
    """Stands where it is put."""

    at: datetime

    def __call__(self) -> datetime:
        return self.at


@dataclass
class Building:
    """The desks, and who has been booked in so far."""

    opening: datetime
    clock: Clock
    ledger: Ledger
    hcp: Desk
    sergeant: Desk
    place: publishing.Place
    ids: dict[str, BookedIn] = field(default_factory=dict)

    def at(self, minutes: int) -> datetime:
        """``minutes`` before the opening; negative after it."""
        return self.opening - timedelta(minutes=minutes)

    def after(self, minutes: int | None) -> datetime | None:
        return None if minutes is None else self.opening + timedelta(minutes=minutes)


def build(
    folder: Path,
    opening: datetime,
    *,
    backend: KeyringBackend,
    kdf: KdfParams,
    stories: Sequence[Story] = STORIES,
) -> Ledger:
    """Found the suite in ``folder``, staff it, play every story up to ``opening``; still open.

    Without a story it is a suite on its first day: everybody can sign in, and nobody is here."""
    opening = opening.astimezone(UTC)
    clock = Clock(opening - SETTING_UP)
    ledger = _staffed(folder, clock, backend, kdf)
    staff.sign_in(ledger, people.OFFICER.login, people.OFFICER.passphrase)  # passes her keys on
    hcp = staff.sign_in(ledger, people.HCP.login, people.HCP.passphrase)
    sergeant = staff.sign_in(ledger, people.SERGEANT.login, people.SERGEANT.passphrase)
    place = publishing.Place(people.SUITE, people.PHONE)
    made = Building(opening, clock, ledger, hcp, sergeant, place)
    if stories:
        importing.import_practices(hcp, read_practices(practice_file()))
    for minutes, act in sorted(_acts(made, stories), key=lambda pair: -pair[0]):
        clock.at = made.at(0) - timedelta(seconds=int(minutes * 60))
        act()
    clock.at = opening
    return ledger


def _staffed(folder: Path, clock: Clock, backend: KeyringBackend, kdf: KdfParams) -> Ledger:
    founding = Founding(
        organisation=people.ORGANISATION,
        suite=people.SUITE,
        phone=people.PHONE,
        admin_name=people.ADMIN_NAME,
        officers=people.OFFICERS,
        admin_login=people.ADMIN.login,
        demonstration=True,
    )
    made = staff.found(folder, founding, people.ADMIN.passphrase, clock, backend=backend, kdf=kdf)
    use = staff.acceptable_use().version
    staff.accept_use(made.desk, use)
    staff.record_checked(made.desk)
    screens_set.set_screens(made.desk, ScreensSet(wall=True))
    for who, newcomer in people.NEWCOMERS.items():
        invited = staff.invite(made.desk, newcomer)
        desk = staff.enrol(made.ledger, invited.login, invited.code, who.passphrase)
        staff.accept_use(desk, use)
    return made.ledger


Act = tuple[float, Callable[[], object]]


def _acts(made: Building, stories: Sequence[Story]) -> list[Act]:
    found: list[Act] = before.acts(made.hcp, made.ids) if stories else []
    for story in stories:
        found.append((story.arrived, partial(_arrive, made, story)))
        if story.scr:
            seen = 0 if story.told is None else story.told.seen
            found.append((seen + 3, partial(_ask, made, story)))
        if story.ref in ASKED_TOO and story.told is not None:
            found.append((story.told.seen + 2, partial(_ask_too, made, story)))
        if story.told is not None:
            found.append((story.told.seen - 1, partial(_assess, made, story, story.told)))
        if story.published is not None:
            found.append((story.published, partial(_publish, made, story)))
        if story.read is not None:
            found.append((story.read, partial(_read, made, story)))
        if story.to_gp and story.told is not None:
            found.append((story.told.seen - 2, partial(_agree_to_write, made, story)))
        if story.lives:
            found.append((2, partial(_begin_letter, made, story)))
        for minutes, measured in MEASURED.get(story.ref, ()):
            found.append((minutes, partial(_measure, made, story, measured)))
        for minutes, act in FOUND.get(story.ref, ()):
            found.append((minutes, partial(_find, made, story, act)))
    return found


def _arrive(made: Building, story: Story) -> None:
    arrival = Arrival(
        who=story.who,
        custody_ref=story.ref,
        cell=story.cell,
        arrived_at=made.at(story.arrived),
        nhs=story.nhs,
        nhs_status=NhsStatus.VERIFIED if story.viewed else NhsStatus.NOT_TRACED,
        requested_at=None if story.called is None else made.at(story.called),
        reason_for_call=story.reason,
    )
    known = made.ids.get(before.BEFORE) if story.ref == before.BACK else None
    if known is None:
        made.ids[story.ref] = book_in(made.hcp, arrival)
        return
    stay = open_detention(made.hcp, known.person, arrival)
    made.ids[story.ref] = BookedIn(known.person, stay)


def _tell(made: Building, story: Story) -> None:
    """The privacy notice before the question, of those who could hear it."""
    if story.scr not in ("yes", "no"):
        return
    ids, spoken = made.ids[story.ref], story.interpreter.partition(",")[0]
    how = notice.How.INTERPRETED if spoken else notice.How.READ_ALOUD
    told = notice.notice("en")
    given = notice.NoticeGiven(told.version, told.code, notice.Result.GIVEN, (how,), spoken)
    record_notice(made.hcp, ids.person, ids.detention, given)


def _ask(made: Building, story: Story) -> None:
    ids = made.ids[story.ref]
    _tell(made, story)
    done = recording.record(made.hcp, ids.person, ids.detention, _asked(made, story))
    if story.scr == "yes":
        share = _plain(made, story, Scope.SHARE_CUSTODY, Answer.YES)
        recording.record(made.hcp, ids.person, ids.detention, share)
    if story.viewed and done.permission is not None:
        _look(made, done.permission)


def _plain(made: Building, story: Story, scope: Scope, answer: Answer) -> Asked:
    born = story.who.dob
    known = born is not None
    return Asked(
        scope=scope,
        answer=answer,
        capacity=Capacity.HAS,
        age=years(born, made.opening.date()) if born is not None else 30,
        age_stated=not known,
        age_evidence="" if known else "Says 30 and looks it; custody has no date of birth",
        relationship=Relationship.WORKGROUP,
        method=Method.INTERPRETER if story.interpreter else Method.VERBAL,
        interpreter=story.interpreter,
    )


def _ask_too(made: Building, story: Story) -> None:
    ids = made.ids[story.ref]
    for scope, said in ASKED_TOO[story.ref]:
        if isinstance(said, Answer):
            asked = _plain(made, story, scope, said)
        else:
            asked = _plain(made, story, scope, Answer.NOT_ASKED)
            asked = replace(asked, not_asked_reason=said)
        recording.record(made.hcp, ids.person, ids.detention, asked)


def _agree_to_write(made: Building, story: Story) -> None:
    ids = made.ids[story.ref]
    asked = _plain(made, story, Scope.SEND_GP, Answer.YES)
    recording.record(made.hcp, ids.person, ids.detention, asked)


def _begin_letter(made: Building, story: Story) -> None:
    """A care summary that somebody began to type and has not finished."""
    ids = made.ids[story.ref]
    offered = composing.offered(read_detention(made.hcp, ids.detention).detention)
    typed = replace(offered, home_address=story.lives).to_body()
    fields = {**typed, "practice": RIVERSIDE, "address": "", "address_again": ""}
    drafts.save(made.hcp, "summary", ids.detention, ids.person, fields, ("", 0))


def _asked(made: Building, story: Story) -> Asked:
    plain = _plain(made, story, Scope.VIEW_SCR, Answer.YES)
    if story.scr == "no":
        return replace(plain, answer=Answer.NO)
    if story.scr == "asleep":
        return replace(
            plain,
            answer=Answer.NOT_ASKED,
            not_asked_because="Asleep, rousable and settled; nothing urgent to know",
            ask_again_at=made.after(150),
        )
    if story.scr in ("override", "unable"):
        return replace(
            plain,
            answer=Answer.UNABLE,
            capacity=Capacity.UNDETERMINED,
            relationship=Relationship.SELF_CLAIMED,
            ground=Ground.COULD_NOT_ASK,
            reason_unable=ReasonUnable.NOT_ROUSABLE,
            emergency=MET,
            cannot_wait=CANNOT_WAIT,
            ask_again_at=made.after(18 if story.scr == "unable" else 120),
            reason=OVERRIDE if story.scr == "override" else UNABLE,
        )
    return plain


def _find(made: Building, story: Story, act: Finding) -> None:
    act(made.hcp, made.ids[story.ref].detention)


def _measure(made: Building, story: Story, measured: Measured) -> None:
    stay = made.ids[story.ref].detention
    if isinstance(measured, Gone):
        observing.record_scale(made.hcp, stay, replace(measured, done_at=made.clock.at))
    else:
        observing.record_observations(made.hcp, stay, replace(measured, taken_at=made.clock.at))


def _look(made: Building, permission: Permission) -> None:
    made.clock.at += timedelta(seconds=40)
    findings = viewing.Findings(
        opened_at=made.clock.at,
        looked_at=(LookedAt.SCR,),
        relied_on=(
            viewing.Relied("Medications", "Repeat medicines as listed, last issued this month"),
        ),
        scr_date="this month",
    )
    viewing.record_scr_view(made.hcp, permission, findings)


def _assess(made: Building, story: Story, told: Told) -> None:
    assessment = Assessment(
        reason=story.reason or "Asked for by custody on arrival",
        findings=told.findings,
        impression=told.impression,
        plan=told.plan,
        allergies=told.allergies,
        reason_codes=told.reasons,
        seen_at=made.at(told.seen),
    )
    assessing.sign(made.hcp, made.ids[story.ref].detention, assessment, _directions(made, told))


def _directions(made: Building, told: Told) -> Directions:
    review = made.after(told.review)
    return Directions(
        fitness=told.fitness,
        observation=Observation(told.level, told.minutes, told.level > 1, told.because),
        call_hcp_if=told.call_us,
        call_999_if=told.call_999,
        self_harm=told.self_harm,
        appropriate_adult=told.adult,
        next_review=review,
        conditions=told.conditions,
        self_harm_controls=told.controls,
        appropriate_adult_reason=told.adult_reason,
        review_if_missed=f"ring healthcare on {people.PHONE}" if review else "",
        medicines=tuple(
            MedicineDirection(m.given_by, made.after(m.due), m.label, m.instructions,
                              m.keep_in_cell)
            for m in told.medicines
        ),
        allergy=told.allergy_line,
        communication=told.communication,
        food=told.food,
    )  # fmt: skip


def _publish(made: Building, story: Story) -> None:
    publishing.publish(made.hcp, made.ids[story.ref].detention, made.place)


def _read(made: Building, story: Story) -> None:
    stay = publishing.stay(made.sergeant, made.ids[story.ref].detention)
    current = stay.current
    if current is not None:
        publishing.acknowledge(
            made.sergeant, current, told_by="Jo Smith", told_at=made.clock.at, read_back=True
        )
