"""What is late taken further, and the shift handed over: every box of both filled."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from custodyhcp.records import escalating, handover
from custodyhcp.records.escalating import Escalating
from custodyhcp.records.handover import About
from custodyhcp.sharing.handover_pdf import Paper, handover_pdf
from custodyhcp.sharing.outstanding import SuiteReader


class DueStory:
    """Steps of the story; the rest of it gives ``suite``, ``word`` and the ids."""

    suite: Any
    word: Callable[[str], str]
    person: str
    detention: str
    left: list[bytes]

    def hands_the_shift_over(self) -> Iterator[Callable[[], object]]:
        yield from (self.takes_it_further, self.hands_over, self.takes_over)

    def takes_it_further(self) -> None:
        now = self.suite.clock()
        due = next(one for one in self.outstanding() if escalating.may_escalate(one, now))
        told = Escalating("DOCTOR", self.word("escalated_who"), now, self.word("escalated_said"))
        escalating.escalate(self.suite.hcp, due, told)

    def outstanding(self) -> Any:
        return SuiteReader().read(self.suite.hcp, self.suite.clock()).due

    def hands_over(self) -> None:
        about = About(self.detention, self.person, self.word("handover_note"))
        handover.give(self.suite.hcp, self.outstanding(), (about,))

    def takes_over(self) -> None:
        (given,) = handover.waiting(handover.read(self.suite.hcp2))
        sheets = handover.read_sheets(self.suite.hcp2, given)
        paper = Paper(given, sheets, {}, "Harrow Lane", "Robin")
        self.left.append(handover_pdf(paper, self.suite.clock()))
        handover.accept(self.suite.hcp2, given.id)
