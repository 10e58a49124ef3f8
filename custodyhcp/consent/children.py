"""Who may answer: the person, or somebody who holds the power to (domain consent 3.4).

Rules kept here. From 16 a person is presumed able and answers for themself; nobody's parental
responsibility answers for them. Only where they are found to lack capacity may an attorney for
health and welfare (from 18, when one can be appointed) or a deputy of the court answer, and their
no is a no. Under 16, a child found competent for this decision (Gillick) answers; a child found not
competent is answered for by one person with parental responsibility; until competence has been
looked at, nobody's answer counts. An appropriate adult as such never answers: there is no such
proxy to choose.

Where the age is unknown or disputed and they may be a child, it opens only what would open at
either age: they are asked themself, found competent as a child is, and nobody answers for them.
"""

from __future__ import annotations

from datetime import date
from enum import Enum
from typing import assert_never

from custodyhcp.consent.codes import Answer, Capacity, Proxy
from custodyhcp.consent.outcome import Stop

ADULT_FROM = 16
ATTORNEY_FROM = 18  # Mental Capacity Act 2005 s9(2)(c): the donor of a lasting power
IN_DOUBT = 15  # what somebody who may be a child is decided as
OLDEST = 130


class Decider(Enum):
    PERSON = "PERSON"
    PROXY = "PROXY"


def age_on(born: date, day: date) -> int | None:
    """Whole years on ``day``, a birthday of 29 February falling on 1 March; None where the date of
    birth cannot be so: still to come, or longer ago than anybody has lived."""
    years = day.year - born.year - ((day.month, day.day) < (born.month, born.day))
    return years if 0 <= years <= OLDEST else None


def who_decides(
    age: int, gillick: bool | None, proxy: Proxy | None, answer: Answer, capacity: Capacity
) -> Decider | Stop:
    """Whose answer this is, or why it is nobody's. WITHDRAWN is for the caller to settle first."""
    if age >= ADULT_FROM:
        return _from_sixteen(age, proxy, answer, capacity)
    match gillick:
        case None:
            return _not_assessed(capacity)
        case True:
            return _competent_child(proxy, answer)
        case False:
            return _child_not_competent(proxy, answer)


def _from_sixteen(
    age: int, proxy: Proxy | None, answer: Answer, capacity: Capacity
) -> Decider | Stop:
    match proxy:
        case None:
            return Decider.PERSON
        case Proxy.PARENTAL_RESPONSIBILITY:
            valid = False
        case Proxy.LPA_HEALTH:
            valid = age >= ATTORNEY_FROM
        case Proxy.DEPUTY:
            valid = True
        case _:
            assert_never(proxy)
    if valid and capacity is Capacity.LACKS:
        return _answered_by_proxy(answer)
    # A yes given by somebody else is not the person's own; their no is respected whoever brings it.
    if answer is Answer.YES:
        undetermined = valid and capacity is Capacity.UNDETERMINED
        return Stop.CAPACITY_UNDETERMINED if undetermined else Stop.PROXY_NOT_VALID
    return Decider.PERSON


def _answered_by_proxy(answer: Answer) -> Decider | Stop:
    """For an adult who lacks capacity: a no is a no; silence leaves it where it is."""
    match answer:
        case Answer.YES:
            return Decider.PROXY
        case Answer.NO:
            return Stop.PROXY_REFUSED
        case Answer.WITHDRAWN:
            return Stop.WITHDRAWN
        case Answer.UNABLE | Answer.NOT_ASKED:
            return Decider.PERSON
        case _:
            assert_never(answer)


def _not_assessed(capacity: Capacity) -> Stop:
    # Too unwell to say whether they can decide: wait, as for anybody (S12). Otherwise assess first,
    # or a parent's yes could silence a competent child.
    if capacity is Capacity.UNDETERMINED:
        return Stop.CAPACITY_UNDETERMINED
    return Stop.COMPETENCE_NOT_ASSESSED


def _competent_child(proxy: Proxy | None, answer: Answer) -> Decider | Stop:
    # S13: the child's own answer, and nobody else's.
    if proxy is not None and answer in (Answer.YES, Answer.NO):
        return Stop.ASK_THE_CHILD
    return Decider.PERSON


def _child_not_competent(proxy: Proxy | None, answer: Answer) -> Decider | Stop:
    match proxy:
        case None:
            return Stop.NEEDS_PARENTAL_RESPONSIBILITY
        case Proxy.PARENTAL_RESPONSIBILITY:
            pass
        case Proxy.LPA_HEALTH | Proxy.DEPUTY:  # powers over an adult's decisions, not a child's
            return Stop.NEEDS_PARENTAL_RESPONSIBILITY
        case _:
            assert_never(proxy)
    match answer:
        case Answer.YES:
            return Decider.PROXY
        case Answer.NO:
            return Stop.PROXY_REFUSED
        case Answer.WITHDRAWN:
            return Stop.WITHDRAWN
        case Answer.UNABLE | Answer.NOT_ASKED:
            return Stop.NEEDS_PARENTAL_RESPONSIBILITY
        case _:
            assert_never(answer)


def own_answer(answer: Answer, capacity: Capacity) -> Stop | None:
    """None where a person answering for themself said a yes that counts; otherwise why not.

    Undetermined capacity waits whatever was said (S12): a yes would not count and a no is respected
    meanwhile, because nothing opens.
    """
    match capacity:
        case Capacity.UNDETERMINED:
            return Stop.CAPACITY_UNDETERMINED
        case Capacity.LACKS:
            return Stop.LACKS_CAPACITY
        case Capacity.HAS:
            pass
        case _:
            assert_never(capacity)
    match answer:
        case Answer.YES:
            return None
        case Answer.NO:
            return Stop.REFUSED
        case Answer.UNABLE:
            return Stop.COULD_NOT_ANSWER
        case Answer.NOT_ASKED:
            return Stop.NOT_ASKED
        case Answer.WITHDRAWN:
            return Stop.WITHDRAWN
        case _:
            assert_never(answer)
