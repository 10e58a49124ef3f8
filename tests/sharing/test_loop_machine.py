"""The loop explored by hypothesis on a real store: NOT FIT never closes early, no version is lost,
one is current, and every escalation is recorded once and on time, whatever the clock does."""

from __future__ import annotations

import shutil
import tempfile
from collections import Counter
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test
from sharing_people import PLACE, booked, directions_at

from custodyhcp.ledger.entry import unstamp
from custodyhcp.records import assessing
from custodyhcp.records.briefing_state import briefing_state
from custodyhcp.records.directions import FitToDetain
from custodyhcp.records.people import NotYetGone, close_detention, read_detention
from custodyhcp.sharing import escalating, not_fit, publishing, queries, receiving
from custodyhcp.sharing.custody_side import Stay
from custodyhcp.sharing.escalating import Level, Matter
from custodyhcp.vault.compartments import Compartment
from tests.conftest import Founded, SuiteAtWork

POLL = timedelta(seconds=20)
FITNESS = (
    FitToDetain.FIT,
    FitToDetain.FIT_WITH_CONDITIONS,
    FitToDetain.NOT_FIT_HOSPITAL_999,
    FitToDetain.NOT_FIT_HOSPITAL_TRANSPORT,
)


class Machine(RuleBasedStateMachine):
    """One detention, two screens that look every twenty seconds, and a clock that is played with.

    ``real`` is the time that truly passes; the suite's clock may differ from it by ``wrong``."""

    founded: Founded

    def __init__(self) -> None:
        super().__init__()
        self.home = Path(tempfile.mkdtemp(prefix="loop-"))
        folder = self.home / "store"
        shutil.copytree(self.founded.folder, folder)
        from custodyhcp.vault.throwaway import MemoryKeyring

        ring = MemoryKeyring.from_text(self.founded.keyring)
        self.suite = SuiteAtWork(folder, ring, self.founded.shares)
        self.real: datetime = self.suite.clock.at
        self.seen: datetime | None = None
        self.ids = booked(self.suite.hcp)
        self.entries: list[str] = []
        self.began: dict[str, datetime] = {}
        self.ended: dict[str, datetime] = {}
        self.looked = self.real
        self.facts: dict[str, set[str]] = {}

    def teardown(self) -> None:
        self.suite.close()
        shutil.rmtree(self.home, ignore_errors=True)

    # what the machine knows without asking the code

    @property
    def stay(self) -> Stay:
        return publishing.stay(self.suite.sergeant, self.ids.detention)

    def look(self) -> None:
        """Both screens look; what is open is noted with the true time."""
        reader = publishing.Reader().read(self.suite.sergeant)
        for desk in (self.suite.sergeant, self.suite.hcp):
            escalating.tell_due(desk, reader, self.seen)
        self.seen = self.suite.clock.at
        self.looked = self.real

    def pass_time(self, by: timedelta) -> None:
        self.suite.clock.at += by
        self.real += by

    # what people do

    @rule(fitness=st.sampled_from(FITNESS))
    def publish(self, fitness: FitToDetain) -> None:
        desk = self.suite.hcp
        told = directions_at(desk, fitness=fitness, next_review=None)
        observed = replace(told.observation, until=None)
        assessing.give_directions(desk, self.ids.detention, replace(told, observation=observed))
        made = publishing.publish(desk, self.ids.detention, PLACE)
        self.entries.append(made.entry)
        self.facts[made.entry] = {fitness.value}
        self.pass_time(timedelta(seconds=1))

    @rule(told=st.booleans())
    def acknowledge(self, told: bool) -> None:
        current = self.stay.current
        if current is None:
            return
        now = self.suite.clock.at
        if told:
            receiving.speak(self.suite.hcp, self.ids.detention, current.version, to="PS 4127",
                            at=now, read_back=True)  # fmt: skip
            self.facts[current.entry].add("told")
        else:
            publishing.acknowledge(self.suite.sergeant, current, told_by="R Hale", told_at=now,
                                   read_back=True)  # fmt: skip
            self.facts[current.entry] |= {"read", "told"}

    @rule(call=st.booleans())
    def transfer(self, call: bool) -> None:
        current, now = self.stay.current, self.suite.clock.at
        if current is None:
            return
        about = self.stay.not_fit
        try:
            not_fit.start_transfer(self.suite.sergeant, current, at=now, how="ambulance",
                                   called_at=now if call else None)  # fmt: skip
        except publishing.NotNow:
            return
        assert about is not None
        self.facts[about.entry] |= {"gone"} | ({"called"} if call else set())

    @rule()
    def ambulance(self) -> None:
        about = self.stay.not_fit
        if about is not None:
            not_fit.record_ambulance(self.suite.sergeant, about, called_at=self.suite.clock.at)
            self.facts[about.entry].add("called")

    @rule()
    def shift(self) -> None:
        taken = receiving.to_take_over([self.stay], self.suite.sergeant.session.staff)
        currents = [one.current for one in taken if one.current is not None]
        if currents:
            receiving.take_over(self.suite.sergeant, currents, told_by="PS 9",
                                told_at=self.suite.clock.at, read_back=True)  # fmt: skip
            self.facts[currents[0].entry] |= {"read", "told"}

    @rule()
    def ask(self) -> None:
        open_now = self.stay.open_queries
        if open_now:
            queries.answer(self.suite.hcp, open_now[0], "Yes, one puff")
        elif self.entries:
            queries.ask(self.suite.sergeant, self.ids.detention, "Inhaler in the cell?")

    @rule(minutes=st.integers(1, 40))
    def wait(self, minutes: int) -> None:
        """The screens look the whole time (every minute here, to be quick)."""
        for _ in range(minutes):
            self.pass_time(timedelta(minutes=1))
            if escalating.steps_due(self.stay, self.suite.clock.at):
                self.look()
        self.look()

    @rule(minutes=st.integers(1, 90))
    def sleep(self, minutes: int) -> None:
        """Nobody looks; then the screens wake."""
        self.pass_time(timedelta(minutes=minutes))
        self.look()

    @rule()
    def restart(self) -> None:
        self.look()
        self.seen = None
        self.suite.reopen()

    @rule(minutes=st.integers(2, 300))
    def clock_is_put_back(self, minutes: int) -> None:
        self.look()
        self.suite.clock.at -= timedelta(minutes=minutes)
        self.pass_time(POLL)
        self.look()

    # what must hold

    @invariant()
    def no_version_is_lost_and_one_is_current(self) -> None:
        stay = self.stay
        assert [one.entry for one in stay.versions] == self.entries
        assert [one.version for one in stay.versions] == list(range(1, len(self.entries) + 1))
        current = [one for one in stay.versions if not stay.superseded(one.entry)]
        assert len(current) == min(1, len(self.entries))

    @invariant()
    def not_fit_is_open_until_all_is_there(self) -> None:
        expected = self._open_by_the_facts()
        stay = self.stay
        assert stay.not_fit_open == expected
        state = briefing_state(read_detention(self.suite.hcp, self.ids.detention).entries)
        assert (state is not None and state.not_fit_open) == expected
        if expected:
            with pytest.raises(NotYetGone):
                close_detention(self.suite.hcp, self.ids.detention, self.suite.clock.at, "away")

    def _open_by_the_facts(self) -> bool:
        """Each NOT FIT in turn: is all there, on it or on one that came after it?"""
        if not self.entries:
            return False
        last = [e for e in self.entries if any(f.startswith("NOT_FIT") for f in self.facts[e])]
        if not last:
            return False
        about = last[-1]
        later = self.entries[self.entries.index(about) :]
        facts = self.facts[about]
        ended = "gone" in facts and ("called" in facts or "NOT_FIT_HOSPITAL_999" not in facts)
        for each in later:
            both = facts | self.facts[each]
            if ended and {"told", "read"} <= both:
                return False
        return True

    @invariant()
    def every_escalation_once_and_on_time(self) -> None:
        told = [
            entry.body(Compartment.BRIEFING)
            for entry in self.suite.sergeant.read(kinds={"briefing.escalated"})
        ]
        keys = Counter(str(body["key"]) for body in told)
        assert not [key for key, times in keys.items() if times > 1]
        for body in told:
            wait = escalating.after(Matter[body["matter"]], Level[body["level"]])
            assert wait is not None
            assert body["waited_minutes"] >= wait.total_seconds() // 60
            assert unstamp(body["due_at"]) is not None
        if self.looked == self.real:  # whoever just looked has nothing left to record
            assert not escalating.steps_due(self.stay, self.suite.clock.at)


def test_the_loop(founded_suite: Founded) -> None:
    Machine.founded = founded_suite
    run_state_machine_as_test(  # type: ignore[no-untyped-call]
        Machine,
        settings=settings(
            max_examples=14,
            stateful_step_count=12,
            deadline=None,
            derandomize=True,
            suppress_health_check=list(HealthCheck),
        ),
    )


def test_it_is_on_time_by_true_time_though_the_clock_is_put_back(suite: Any) -> None:
    """The whole table: each step comes at its minute, give or take one look, whatever happens."""
    from sharing_people import directed

    ids = directed(suite.hcp, fitness=FitToDetain.NOT_FIT_HOSPITAL_999, call_hcp_if=())
    publishing.publish(suite.hcp, ids.detention, PLACE)
    passed, seen, came = timedelta(0), None, {}
    for tick in range(20 * 3):  # twenty minutes of looking every twenty seconds
        suite.clock.forward(seconds=20)
        passed += POLL
        if tick == 20:
            suite.clock.at -= timedelta(hours=2)
        if tick == 34:
            suite.reopen()
            seen = None
        stays = publishing.Reader().read(suite.sergeant)
        for step in escalating.tell_due(suite.sergeant, stays, seen):
            came[step.level] = passed
        seen = suite.clock.at
    for level in Level:
        wait = escalating.after(Matter.NOT_FIT, level)
        assert wait is not None
        assert wait <= came[level] <= wait + 3 * POLL
