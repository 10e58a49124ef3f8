"""Spot checks: committed, the officer's own words, drawn, sent to the force, answered, closed.

Rules kept here:

* The words are taken only after the checkpoint is committed, the draw only after the words are
  logged, and each of them once. A new draw is a new commitment that names the one before and why.
* The frame that was committed is the frame that is drawn from: if the ledger now gives another,
  nothing is drawn.
* ``NOT_HELD`` raises an alert (alerts.py). A check is closed when every line is answered.

What was committed, typed and drawn lies OPEN, so that a person without keys can check the draw. It
holds ids, hashes and figures; no patient.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import Enum
from hashlib import sha256
from typing import TYPE_CHECKING

from custodyhcp.errors import KnownError
from custodyhcp.ledger.entry import Body, Entry, NewEntry, stamp, unstamp
from custodyhcp.oversight import draw as drawing
from custodyhcp.oversight import frame as framing
from custodyhcp.oversight.codes import Layer, Reply, spot_check_table
from custodyhcp.oversight.draw import Parameters
from custodyhcp.oversight.frame import Event, Frame, Period
from custodyhcp.vault.compartments import Compartment, Role

if TYPE_CHECKING:
    from custodyhcp.ledger import Desk

COMMITTED = "spotcheck.committed"
NONCE = "spotcheck.nonce"
DRAWN = "spotcheck.drawn"
SENT = "spotcheck.sent"
REPLIED = "spotcheck.replied"
CLOSED = "spotcheck.closed"
KINDS = (COMMITTED, NONCE, DRAWN, SENT, REPLIED, CLOSED)


class CannotCheck(KnownError):
    """A step of a spot check that was not taken, and why."""


class DrawnBefore(CannotCheck):
    """The period has a draw already; ``earlier`` is its id, to be named if it is drawn again."""

    def __init__(self, ref: str, earlier: str) -> None:
        super().__init__(
            f"{ref} already covers that period.",
            "Carry on with it, or say why it is drawn again: both draws stay on record.",
        )
        self.earlier = earlier


class Step(Enum):
    COMMITTED = "COMMITTED"
    TYPED = "TYPED"
    DRAWN = "DRAWN"
    SENT = "SENT"
    CLOSED = "CLOSED"


@dataclass(frozen=True, slots=True)
class Answer:
    reply: Reply
    responder: str
    rank: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Check:
    """One spot check as the ledger tells it. ``id`` is the id of the entry that committed it."""

    id: str
    seq: int
    ref: str
    by: str
    at: datetime
    period: Period
    parameters: Parameters
    note: str
    size: int  # entries under the committed checkpoint
    frame_sha256: str
    counts: Mapping[str, int]
    again_of: str | None = None
    again_why: str = ""
    nonce: str = ""
    nonce_entry: str = ""
    seed: str = ""
    sample: tuple[str, ...] = ()
    sent: bool = False
    answers: Mapping[str, Answer] = field(default_factory=dict)
    closed_at: datetime | None = None

    @property
    def step(self) -> Step:
        if self.closed_at is not None:
            return Step.CLOSED
        if self.sent:
            return Step.SENT
        if self.seed:
            return Step.DRAWN
        return Step.TYPED if self.nonce else Step.COMMITTED

    def check_ref(self, event_id: str) -> str:
        """The reference of a line: says nothing but its place in the list."""
        return f"{self.ref}-{self.sample.index(event_id) + 1:03d}"


def fold(entries: Iterable[Entry]) -> dict[str, Check]:
    """Every spot check by its id, oldest first."""
    checks: dict[str, Check] = {}
    for entry in entries:
        if not entry.believed:
            continue
        if entry.header.kind == COMMITTED:
            checks[entry.header.id] = _committed(entry)
        elif entry.header.kind in KINDS:
            body = _body(entry)
            was = checks.get(str(body.get("check")))
            if was is not None:
                checks[was.id] = _after(was, entry, body)
    return checks


def read(desk: Desk) -> dict[str, Check]:
    return fold(desk.read(kinds=KINDS))


def frame_now(desk: Desk, period: Period, size: int) -> Frame:
    """The frame of the first ``size`` entries, as this desk's keys open them."""
    return framing.frame(desk.read(kinds=framing.KINDS), period, size)


def commit(
    desk: Desk,
    period: Period,
    by: Parameters | None = None,
    *,
    again_of: str | None = None,
    again_why: str = "",
) -> Check:
    """Step 1: a signed checkpoint and the frame under it. Raises ``CannotCheck``."""
    _officer(desk)
    parameters = by or defaults()
    known = read(desk)
    _may_commit(known, period, again_of, again_why, desk.now())
    note = desk.checkpoint()
    size = size_of(note)
    frame = frame_now(desk, period, size)
    if not frame.of(Layer.ALL) and not frame.of(Layer.RANDOM):
        raise CannotCheck("Nothing was looked at in that time.", "Choose a longer period.")
    body = {
        "ref": f"SC-{len(known) + 1:04d}",
        "algorithm": drawing.ALGORITHM,
        "from": stamp(period.start),
        "to": stamp(period.end),
        "percent": parameters.percent,
        "minimum": parameters.minimum,
        "checkpoint": note,
        "size": size,
        "frame_sha256": frame.digest,
        "counts": {layer.value: len(frame.of(layer)) for layer in Layer},
        "again_of": again_of,
        "again_why": again_why,
    }
    (entry,) = desk.append(NewEntry(COMMITTED, {Compartment.OPEN: body}))
    return _committed(entry)


def type_nonce(desk: Desk, check_id: str, words: str) -> Check:
    """Step 2: the officer's own dice or words, logged after the checkpoint."""
    check = _at(desk, check_id, Step.COMMITTED)
    nonce = drawing.tidy_nonce(words)
    if any(other.nonce == nonce for other in read(desk).values()):
        raise CannotCheck("Those words were used before.", "Throw the dice again.")
    body = {"check": check_id, "nonce": nonce}
    (entry,) = desk.append(NewEntry(NONCE, {Compartment.OPEN: body}))
    return _after(check, entry, body)


def draw(desk: Desk, check_id: str) -> Check:
    """Step 3: the sample that the checkpoint, the words and the frame give."""
    check = _at(desk, check_id, Step.TYPED)
    frame = frame_of(desk, check)
    seed = drawing.seed(seed_lines(check))
    events = drawing.sample(frame, seed, check.parameters)
    body = {
        "check": check_id,
        "algorithm": drawing.ALGORITHM,
        "seed": seed,
        "frame_sha256": frame.digest,
        "sample": [event.id for event in events],
    }
    (entry,) = desk.append(NewEntry(DRAWN, {Compartment.OPEN: body}))
    return _after(check, entry, body)


def frame_of(desk: Desk, check: Check) -> Frame:
    """The frame that was committed. Raises ``CannotCheck`` if the ledger gives another now."""
    frame = frame_now(desk, check.period, check.size)
    if frame.digest != check.frame_sha256:
        raise CannotCheck(
            "The records no longer give the list that was committed.",
            "Nothing was drawn. Open ledger health and verify, then tell your Caldicott Guardian.",
        )
    return frame


def sampled(desk: Desk, check: Check) -> tuple[Event, ...]:
    """The events to check, in the order of the list."""
    events = {event.id: event for event in frame_of(desk, check).events}
    return tuple(events[one] for one in check.sample)


def seed_lines(check: Check) -> bytes:
    """``seed.txt`` of a check whose words are logged."""
    return drawing.seed_lines(
        check.note, check.nonce, check.nonce_entry, check.frame_sha256, check.parameters
    )


def mark_sent(desk: Desk, check_id: str, to: str, content: bytes) -> Check:
    """The list has left: to whom, and its SHA-256. Raises ``CannotCheck``."""
    check = _at(desk, check_id, Step.DRAWN, Step.SENT)
    if not to.strip():
        raise CannotCheck("Say to whom the list goes.", "For example: custody manager, by name.")
    body = {
        "check": check_id,
        "to": to.strip(),
        "lines": len(check.sample),
        "sha256": sha256(content).hexdigest(),
    }
    (entry,) = desk.append(NewEntry(SENT, {Compartment.OVERSIGHT: body}))
    return _after(check, entry, body)


def record_reply(desk: Desk, check_id: str, events: Sequence[Event], answer: Answer) -> Check:
    """One line answered by the force, for the events it stands for. ``NOT_HELD`` becomes one
    alert."""
    check = _at(desk, check_id, Step.SENT)
    if not events or any(event.id not in check.sample for event in events):
        raise CannotCheck("That line is not in this check.", "Choose one of the list.")
    if not answer.responder.strip() or not answer.rank.strip():
        raise CannotCheck("Say who answered.", "Type their name and their rank or role.")
    bodies = [_reply_body(check, event, answer, events[0]) for event in events]
    new = [
        NewEntry(REPLIED, {Compartment.OVERSIGHT: body}, detention=event.detention)
        for event, body in zip(events, bodies, strict=True)
    ]
    for entry, body in zip(desk.append(*new), bodies, strict=True):
        check = _after(check, entry, body)
    return check


def _reply_body(check: Check, event: Event, answer: Answer, first: Event) -> Body:
    return {
        "check": check.id,
        "ref": check.check_ref(event.id),
        "event": event.id,
        "same_as": None if event is first else first.id,
        "viewer": event.author,
        "reply": answer.reply.value,
        "responder": answer.responder.strip(),
        "rank": answer.rank.strip(),
        "at": stamp(answer.at),
    }


def close(desk: Desk, check_id: str, note: str) -> Check:
    """Ends a check once every line is answered."""
    check = _at(desk, check_id, Step.SENT)
    missing = [one for one in check.sample if one not in check.answers]
    if missing:
        raise CannotCheck(
            f"{len(missing)} of {len(check.sample)} lines have no answer yet.",
            "Record what the force says, or that it cannot say.",
        )
    body = {"check": check_id, "note": note.strip()}
    (entry,) = desk.append(NewEntry(CLOSED, {Compartment.OVERSIGHT: body}))
    return _after(check, entry, body)


def defaults() -> Parameters:
    table = spot_check_table()
    return Parameters(percent=table["percent"], minimum=table["minimum"])


def size_of(note: str) -> int:
    """The tree size that a checkpoint's second line states."""
    return int(note.split("\n")[1])


def _officer(desk: Desk) -> None:
    if desk.session.role is not Role.IG:
        raise CannotCheck(
            "Only an Information Governance officer makes spot checks.", "Sign in as one."
        )


def _at(desk: Desk, check_id: str, *steps: Step) -> Check:
    _officer(desk)
    check = read(desk).get(check_id)
    if check is None:
        raise CannotCheck("There is no such spot check.", "Go back to the list.")
    if check.step not in steps:
        raise CannotCheck(_WRONG_STEP[check.step], "Go back to the list to see where it stands.")
    return check


_WRONG_STEP = {
    Step.COMMITTED: "The dice or words come next: nothing can be drawn before they are logged.",
    Step.TYPED: "The words are logged and cannot be changed. The draw comes next.",
    Step.DRAWN: "The sample is drawn and stays as it is. The list goes to the force next.",
    Step.SENT: "The list has been sent. The answers come next.",
    Step.CLOSED: "This spot check is closed.",
}


def _may_commit(
    known: Mapping[str, Check], period: Period, again_of: str | None, why: str, now: datetime
) -> None:
    if period.end > now:
        raise CannotCheck("The period is not over yet.", "Choose a last day before today.")
    if again_of is not None and again_of not in known:
        raise CannotCheck("There is no earlier draw by that name.", "Go back to the list.")
    same = [c for c in known.values() if c.period.is_mostly(period)]
    if same and again_of is None:
        raise DrawnBefore(same[-1].ref, same[-1].id)
    if again_of is not None and len("".join(why.split())) < drawing.LEAST_NONCE:
        raise CannotCheck("Say why it is drawn again.", "It stays on record beside the first.")


def _body(entry: Entry) -> Body:
    return entry.body(Compartment.OPEN) or entry.body(Compartment.OVERSIGHT)


def _committed(entry: Entry) -> Check:
    body = entry.body(Compartment.OPEN)
    return Check(
        id=entry.header.id,
        seq=entry.header.seq,
        ref=body["ref"],
        by=entry.header.author,
        at=entry.at,
        period=Period(unstamp(body["from"]), unstamp(body["to"])),
        parameters=Parameters(percent=body["percent"], minimum=body["minimum"]),
        note=body["checkpoint"],
        size=body["size"],
        frame_sha256=body["frame_sha256"],
        counts=body["counts"],
        again_of=body["again_of"],
        again_why=body["again_why"],
    )


def _after(check: Check, entry: Entry, body: Body) -> Check:
    """The check once this entry is taken in; an entry out of its turn changes nothing."""
    match entry.header.kind, check.step:
        case "spotcheck.nonce", Step.COMMITTED if entry.header.seq >= check.size:
            return replace(check, nonce=body["nonce"], nonce_entry=entry.header.id)
        case "spotcheck.drawn", Step.TYPED:
            return replace(check, seed=body["seed"], sample=tuple(body["sample"]))
        case "spotcheck.sent", Step.DRAWN | Step.SENT:
            return replace(check, sent=True)
        case "spotcheck.replied", Step.SENT:
            answer = Answer(
                Reply(body["reply"]), body["responder"], body["rank"], unstamp(body["at"])
            )
            return replace(check, answers={**check.answers, body["event"]: answer})
        case "spotcheck.closed", Step.SENT:
            return replace(check, closed_at=entry.at)
        case _:
            return check
