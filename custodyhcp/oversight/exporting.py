"""Makes a bundle from the ledger: one verb, ``export``.

Rules kept here:

* The export is itself an entry (``export.made``), written before the checkpoint, so the bundle
  holds its own making and cannot be passed off as covering more, or less, than was asked.
* The run of entries begins one before the period and goes on to the end of the tree: an entry left
  out at either end is missed.
* Of sealed parts only code words go along, from the list below. Everything else stays sealed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from custodyhcp.errors import KnownError
from custodyhcp.ledger.entry import Body, Entry, NewEntry, canonical, stamp, unstamp
from custodyhcp.ledger.note import Checkpoint, read_checkpoint
from custodyhcp.ledger.rows import read_header
from custodyhcp.ledger.values import Stored
from custodyhcp.oversight import bundle as form
from custodyhcp.oversight import known_leaves, lateness
from custodyhcp.oversight.bundle import Account, Maker
from custodyhcp.oversight.checks import Check, Step, frame_of, read, sampled, seed_lines
from custodyhcp.oversight.container import pack
from custodyhcp.oversight.draw import ALGORITHM
from custodyhcp.oversight.frame import EVENTS, Frame, Period
from custodyhcp.records import escalating
from custodyhcp.vault import authority
from custodyhcp.vault.compartments import Compartment, Role
from custodyhcp.vault.wire import to_text

if TYPE_CHECKING:
    from custodyhcp.ledger import Desk

REVIEWED = "alert.reviewed"
CODES = ("scope", "outcome", "code", "ground", "relationship", "state", "finding")
_CODE = re.compile(r"[A-Z][A-Z0-9_]{0,39}")
_ID = re.compile(r"[0-9a-f-]{32,36}")
_SPAN = 5000  # entries read at a time


class CannotExport(KnownError):
    """Nothing was exported, and why."""


@dataclass(frozen=True, slots=True)
class Exported:
    """A bundle, and what to tell the officer about it."""

    content: bytes
    file_name: str
    entries: int
    size: int
    short_code: str


def export(
    desk: Desk, period: Period, *, check: str | None = None, reasons: bool = False
) -> Exported:
    """A bundle of the period, with one spot check if ``check`` names it. Raises ``CannotExport``.

    ``reasons`` puts the free text of overrides in as well; it may hold clinical words.
    """
    _officer(desk, period)
    drawn = _drawn(desk, check)
    start = min(period.start, drawn.period.start) if drawn else period.start
    first = first_before(_headers(desk), stamp(start))
    asked = {"from": stamp(period.start), "to": stamp(period.end), "first": first, "check": check}
    (made,) = desk.append(NewEntry(form.MADE, {Compartment.OPEN: {**asked, "reasons": reasons}}))
    note = desk.checkpoint()
    known = _known(desk, first, read_checkpoint(note).size)
    account = _account(desk, asked, read_checkpoint(note), made, reasons=reasons)
    files = _files(desk, account, known, note, drawn)
    content = _signed(desk, account, files)
    return Exported(
        content=content,
        file_name=f"custody-audit_{made.at:%Y-%m-%d_%H%M}.zip",
        entries=account.size - first,
        size=account.size,
        short_code=read_checkpoint(note).short_code(),
    )


def first_before(headers: Iterable[tuple[int, str]], start: str) -> int:
    """The number of the entry before the first one at ``start`` or later; 0 if there is none."""
    last = 0
    for seq, at in headers:
        if at >= start:
            return max(0, seq - 1)
        last = seq
    return last


def _officer(desk: Desk, period: Period) -> None:
    if desk.session.role is not Role.IG:
        raise CannotExport(
            "Only an Information Governance officer exports the ledger.", "Sign in as one."
        )
    if period.end > desk.now():
        raise CannotExport("The period is not over yet.", "Choose an end that has passed.")


def _drawn(desk: Desk, check: str | None) -> Check | None:
    if check is None:
        return None
    found = read(desk).get(check)
    if found is None or found.step in (Step.COMMITTED, Step.TYPED):
        raise CannotExport("That spot check is not drawn yet.", "Draw it first.")
    return found


def _spans(desk: Desk, start: int) -> Iterable[Stored]:
    while found := desk.stored(start, start + _SPAN):
        yield from found
        start = found[-1].seq + 1


def _headers(desk: Desk) -> Iterable[tuple[int, str]]:
    return ((one.seq, read_header(one.header).at) for one in _spans(desk, 0))


def _known(desk: Desk, first: int, size: int) -> list[Stored]:
    """The chain of authority from the beginning, and every entry from ``first`` on."""
    return [
        one
        for one in _spans(desk, 0)
        if one.seq < size and (one.seq >= first or read_header(one.header).kind in authority.KINDS)
    ]


def _account(
    desk: Desk, asked: Mapping[str, Any], tree: Checkpoint, made: Entry, *, reasons: bool
) -> Account:
    session = desk.session
    return Account(
        start=asked["from"],
        end=asked["to"],
        first=asked["first"],
        size=tree.size,
        root=tree.root,
        export=made.header.id,
        check=asked["check"],
        reasons=reasons,
        made_at=made.header.at,
        maker=Maker(session.staff, session.name, session.verify_key),
    )


def _files(
    desk: Desk, account: Account, known: Sequence[Stored], note: str, check: Check | None
) -> dict[str, bytes]:
    in_range = [one for one in known if one.seq >= account.first]
    names = {staff: member.name for staff, member in desk.authority.members.items()}
    numbers = [one.seq for one in known]
    now = known_leaves.proof(_nodes(desk), numbers, account.size)
    then = None
    if check is not None:
        before = [seq for seq in numbers if seq < check.size]
        then = known_leaves.proof(_nodes(desk), before, check.size)
    files = {
        form.README: form.readme_file(account, desk.authority.suite),
        form.VERIFIER: form.verifier_file(),
        form.CHECKPOINT: note.encode("utf-8"),
        form.ENTRIES: b"".join(form.entry_line(one) for one in known),
        form.PROOF: form.proof_file(now, then),
        form.AUDIT: form.audit_file(in_range, names),
        form.STATEMENTS: form.lines(_statements(desk, account)),
    }
    return files if check is None else {**files, **_check_files(desk, check)}


def _nodes(desk: Desk) -> Callable[[int, int], bytes]:
    store = desk.ledger.store
    return lambda level, index: store.nodes([(level, index)])[(level, index)]


def _signed(desk: Desk, account: Account, files: Mapping[str, bytes]) -> bytes:
    manifest = canonical(account.to_json(files))
    signature = desk.session.sign(form.SIGNING_PREFIX + manifest)
    whole = {
        **files,
        form.MANIFEST: manifest,
        form.SIGNATURE: to_text(signature).encode("ascii") + b"\n",
    }
    return pack({name: whole[name] for name in (*form.ALWAYS, *form.WITH_CHECK) if name in whole})


def _statements(desk: Desk, account: Account) -> Iterable[dict[str, Any]]:
    """What the officer's key opened of the period's events and reviews: code words only; and what
    was due in it and late, with the minutes."""
    lines = [*_events(desk, account), *_late(desk, account)]
    return sorted(lines, key=lambda line: int(line["seq"]))


def _late(desk: Desk, account: Account) -> Iterable[dict[str, Any]]:
    """Up to when the export was made: what is late still is late by then."""
    for one in lateness.read(desk, unstamp(account.made_at)):
        if one.seq < account.size and account.start <= stamp(one.due) < account.end:
            yield one.to_line()
    kinds = (escalating.ESCALATED,)
    entries = desk.read(kinds=kinds, only=(Compartment.OVERSIGHT,))
    told = {e.header.id for e in entries if account.start <= e.header.at < account.end}
    for line in lateness.taken_further(entries):
        if line["id"] in told and line["seq"] < account.size:
            yield line


def _events(desk: Desk, account: Account) -> Iterable[dict[str, Any]]:
    for entry in desk.read(kinds={*EVENTS, REVIEWED}, after=account.first - 1):
        header = entry.header
        if header.seq < account.size and account.start <= header.at < account.end:
            about = {"seq": header.seq, "id": header.id, "kind": header.kind}
            body = entry.body(Compartment.OVERSIGHT)
            yield {**about, **_codes(body, reasons=account.reasons)}


def _codes(body: Body, *, reasons: bool) -> dict[str, Any]:
    said: dict[str, Any] = {
        name: body[name]
        for name in CODES
        if isinstance(body.get(name), str) and _CODE.fullmatch(body[name])
    }
    for name in ("permission", "alert"):
        if isinstance(body.get(name), str) and _ID.fullmatch(body[name]):
            said[name] = body[name]
    pairs = body.get("alerts")
    if isinstance(pairs, list):
        said["alerts"] = [
            [number for number in pair if type(number) is int]
            for pair in pairs
            if isinstance(pair, list)
        ]
    if reasons and isinstance(body.get("reason"), str):
        said["reason"] = body["reason"]
    return said


def _check_files(desk: Desk, check: Check) -> dict[str, bytes]:
    frame: Frame = frame_of(desk, check)
    events = sampled(desk, check)
    roles = {entry.header.id: entry.header.role for entry in desk.read(kinds=EVENTS)}
    rows = [
        {
            "check_ref": check.check_ref(event.id),
            "seq": event.seq,
            "id": event.id,
            "kind": event.kind,
            "at": stamp(event.at),
            "author": event.author,
            "role": roles[event.id],
            "layer": event.layer.value,
            form.WHY: [why.value for why in event.why],
        }
        for event in events
    ]
    draw = {
        "algorithm": ALGORITHM,
        "ref": check.ref,
        "check": check.id,
        "from": stamp(check.period.start),
        "to": stamp(check.period.end),
        "percent": check.parameters.percent,
        "minimum": check.parameters.minimum,
        "nonce": check.nonce,
        "logged": check.nonce_entry,
        "seed": check.seed,
        "counts": dict(check.counts),
        "again_of": check.again_of,
    }
    return {
        form.FRAME: frame.to_bytes(),
        form.SEED: seed_lines(check),
        form.DRAW: canonical(draw),
        **form.sample_files(rows),
    }
