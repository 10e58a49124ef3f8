"""No look and no sending without a permission in force in that moment, in whatever order things go.

A random walk over the real verbs on a real store: asking, refusing, withdrawing, looking without
permission, the surgery's key, time passing, leaving and coming back. Beside it runs a model of a
few lines, which shares no code with the rules: every permission ever handed out is tried again and
again, and each try must end as the model says. A try that fails writes nothing.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any, ClassVar

from consent_examples import MET, SURGERY_AGREED
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    invariant,
    multiple,
    precondition,
    rule,
    run_state_machine_as_test,
)
from sharing_examples import SUMMARY

from custodyhcp.consent import recording
from custodyhcp.consent.asked import Asked
from custodyhcp.consent.codes import (
    Answer,
    Capacity,
    Ground,
    LookedAt,
    ReasonUnable,
    Relationship,
    Scope,
    Surgery,
)
from custodyhcp.consent.permission import Permission
from custodyhcp.records import people, viewing
from custodyhcp.records.arrivals import Arrival
from custodyhcp.records.identity import Identity
from custodyhcp.sharing import sending

SCOPES = (Scope.VIEW_SCR, Scope.VIEW_GP, Scope.SEND_GP)
ANSWERS = (*[Surgery.AGREED] * 3, *[Surgery.DISSENT_ON_FILE] * 2, Surgery.REFUSED, Surgery.CLOSED)
KINDS = {"scr.viewed", "gp.viewed", "summary.prepared"}


@dataclass
class Said:
    """The last word on one scope, in one stay: a yes or an override with its end, or neither."""

    opens: bool
    entry: str
    until: datetime | None = None


@dataclass
class Stay:
    detention: str
    said: dict[Scope, Said] = field(default_factory=dict)
    surgery: bool = False
    surgery_until: datetime | None = None
    dissent: bool = False
    left: bool = False


class Walk(RuleBasedStateMachine):
    """``suite`` and ``ready`` are given by the test; each walk is another invented person."""

    suite: ClassVar[Any]
    ready: ClassVar[Any]
    permissions = Bundle("permissions")

    def __init__(self) -> None:
        super().__init__()
        self.desk, self.times = self.suite.hcp, 0
        ids = people.book_in(self.desk, self._arrival())
        self.person, self.stay = ids.person, Stay(ids.detention)
        self.handed: dict[Scope, Permission] = {}
        self.refused_scr = False  # known of this person from any stay, until they say yes

    def _arrival(self) -> Arrival:
        return Arrival(Identity("Quell", "Ishbel"), "QC/1/1", "4", self.suite.clock.at)

    @property
    def now(self) -> datetime:
        at: datetime = self.suite.clock.at
        return at

    # --- what happens ---------------------------------------------------------------------------

    @precondition(lambda self: not self.stay.left)
    @rule(
        target=permissions,
        scope=st.sampled_from(SCOPES),
        yes=st.sampled_from((True, True, False)),
        affected=st.booleans(),
    )
    def is_asked(self, scope: Scope, yes: bool, affected: bool) -> Any:
        again = self.now + timedelta(minutes=90) if affected and yes else None
        asked = Asked(
            scope,
            Answer.YES if yes else Answer.NO,
            Capacity.HAS,
            36,
            relationship=Relationship.WORKGROUP,
            changed="They asked for it themselves." if yes else "",
            affected=affected,
            ask_again_at=again,
        )
        return self._recorded(asked, Said(yes, "", again))

    @precondition(lambda self: not self.stay.left)
    @rule(target=permissions, minutes=st.sampled_from((15, 90)), again=st.just(200))
    def could_not_be_asked(self, minutes: int, again: int) -> Any:
        self.times += 1
        asked = Asked(
            Scope.VIEW_SCR,
            Answer.UNABLE,
            Capacity.UNDETERMINED,
            36,
            relationship=Relationship.SELF_CLAIMED,
            ground=Ground.COULD_NOT_ASK,
            reason_unable=ReasonUnable.NOT_ROUSABLE,
            emergency=MET,
            cannot_wait="Sleepier by the minute.",
            open_until=self.now + timedelta(minutes=minutes),
            ask_again_at=self.now + timedelta(minutes=again),
            reason=f"Found slumped, try {self.times} for {self.person[-6:]}; which tablets?",
        )
        ends = self.now + timedelta(minutes=min(minutes, again))
        return self._recorded(asked, Said(not self.refused_scr, "", ends))

    def _recorded(self, asked: Asked, said: Said) -> Any:
        done = recording.record(self.desk, self.person, self.stay.detention, asked)
        self.stay.said[asked.scope] = replace(said, entry=done.entry)
        if asked.scope is Scope.VIEW_SCR and asked.ground is None:
            self.refused_scr = asked.answer is Answer.NO
        assert (done.permission is not None) == self._open(asked.scope)
        if done.permission is not None:
            self.handed[asked.scope] = done.permission
        return multiple(*([done.permission] if done.permission else []))

    @precondition(lambda self: not self.stay.left)
    @rule(scopes=st.lists(st.sampled_from(SCOPES), min_size=1, max_size=3, unique=True))
    def takes_it_back(self, scopes: list[Scope]) -> None:
        recording.withdraw(self.desk, self.person, self.stay.detention, scopes, age=36)
        for scope in scopes:
            self.stay.said[scope] = Said(False, "")
        self.refused_scr = self.refused_scr or Scope.VIEW_SCR in scopes

    @precondition(lambda self: not self.stay.left)
    @rule(
        says=st.sampled_from(ANSWERS),
        hours=st.sampled_from((None, 1)),
        lifted=st.sampled_from((False, False, True)),
    )
    def the_surgery_answers(self, says: Surgery, hours: int | None, lifted: bool) -> None:
        until = None if hours is None else self.now + timedelta(hours=hours)
        agreed = says is Surgery.AGREED
        answer = replace(
            SURGERY_AGREED,
            surgery=says,
            when=self.now,
            until=until,
            dissent_lifted=lifted and agreed,
        )
        recording.record_surgery_answer(self.desk, self.person, self.stay.detention, answer)
        if says is Surgery.DISSENT_ON_FILE:
            self.stay.dissent = True
        elif agreed and lifted:
            self.stay.dissent = False
        self.stay.surgery, self.stay.surgery_until = agreed, until

    @rule(minutes=st.sampled_from((1, 20, 95)))
    def time_passes(self, minutes: int) -> None:
        self.suite.clock.forward(minutes=minutes)

    @precondition(lambda self: not self.stay.left)
    @rule(back=st.booleans())
    def leaves(self, back: bool) -> None:
        people.close_detention(self.desk, self.stay.detention, self.now, "Home")
        self.stay.left = True
        if back:
            self.comes_back()

    @precondition(lambda self: self.stay.left)
    @rule()
    def comes_back(self) -> None:
        self.suite.clock.forward(minutes=1)
        stay = people.open_detention(self.desk, self.person, self._arrival())
        self.stay = Stay(stay)

    # --- what is tried --------------------------------------------------------------------------

    @invariant()
    def the_newest_of_each_scope_is_tried_after_every_step(self) -> None:
        for scope, permission in self.handed.items():
            self._is_tried(permission, scope)

    @rule(permission=permissions, scope=st.sampled_from(SCOPES))
    def an_old_one_is_tried(self, permission: Permission, scope: Scope) -> None:
        """For what it was given for, and for what it was not."""
        self._is_tried(permission, scope)

    def _is_tried(self, permission: Permission, scope: Scope) -> None:
        before = self._written()
        may = self._may(permission, scope)
        assert self._try(permission, scope) == may, (scope, permission, self.stay)
        assert self._written() == before + may

    def _try(self, permission: Permission, scope: Scope) -> bool:
        looked_at = LookedAt.GP_RECORD if scope is Scope.VIEW_GP else LookedAt.SCR
        findings = viewing.Findings(self.now, (looked_at,), (), nothing_relied_on=True)
        ids = {"person": self.person, "detention": permission.detention}
        try:
            if scope is Scope.VIEW_SCR:
                viewing.record_scr_view(self.desk, permission, findings)
            elif scope is Scope.VIEW_GP:
                viewing.record_gp_view(self.desk, permission, findings)
            else:
                sending.prepare_summary(self.desk, permission, self.ready, **ids)
        except (viewing.NotPermitted, sending.CannotSend):
            return False
        return True

    def _may(self, permission: Permission, scope: Scope) -> bool:
        here = permission.scope is scope and permission.detention == self.stay.detention
        said = self.stay.said.get(scope)
        newest = scope is Scope.SEND_GP or (said is not None and said.entry == permission.entry)
        return here and newest and self._open(scope)

    def _open(self, scope: Scope) -> bool:
        said = self.stay.said.get(scope)
        if self.stay.left or said is None or not said.opens or self._over(said.until):
            return False
        if scope is not Scope.VIEW_GP:
            return True
        agreed = self.stay.surgery and not self.stay.dissent
        return agreed and not self._over(self.stay.surgery_until)

    def _over(self, until: datetime | None) -> bool:
        return until is not None and until <= self.now

    def _written(self) -> int:
        return len(self.desk.read(person=self.person, kinds=KINDS))


def test_nothing_opens_or_leaves_without_a_permission_in_force_then(suite: Any) -> None:
    summary = replace(SUMMARY, seen_at=suite.clock.at, prepared_at=suite.clock.at)
    to = sending.addressed("practice@nhs.net", "practice@nhs.net")

    class ThisWalk(Walk):
        pass

    ThisWalk.suite, ThisWalk.ready = suite, sending.make_ready(summary, to, "QC/1/1")
    run_state_machine_as_test(  # type: ignore[no-untyped-call]
        ThisWalk,
        settings=settings(
            max_examples=16,
            stateful_step_count=40,
            deadline=None,
            phases=(Phase.generate,),  # a walk that fails is told as it was, at once
            database=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
