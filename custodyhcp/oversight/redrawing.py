"""Draws a spot check again from what a bundle carries, and compares."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from custodyhcp.ledger.entry import Header, unstamp
from custodyhcp.ledger.note import read_checkpoint
from custodyhcp.ledger.writers import may_write
from custodyhcp.oversight import bundle as form
from custodyhcp.oversight import draw
from custodyhcp.oversight.carried import Carried, read_table, strict_json
from custodyhcp.oversight.checks import COMMITTED, DRAWN, NONCE
from custodyhcp.oversight.codes import Layer
from custodyhcp.oversight.draw import Parameters
from custodyhcp.oversight.frame import DECIDED, EVENTS, Event, Frame, Period, is_override

if TYPE_CHECKING:
    from custodyhcp.oversight.inspection import Inspection


class Redrawing:
    """The spot check that the bundle's list of files names."""

    def __init__(self, seen: Inspection) -> None:
        self.seen = seen
        self.number: str = seen.manifest["check"]

    def run(self) -> None:
        """Raises one of ``carried.MALFORMED`` where it is not written as it should be."""
        steps = self._steps()
        if steps is None:
            self.seen.wrong.append("The spot check is not complete.")
            return
        committed, nonce, drawn = steps
        self._check_turns(committed, nonce, drawn)
        frame = self._frame(committed)
        self._check_sample(committed, nonce, drawn, frame)
        self._check_layers(frame)
        self._count_draws(committed)

    def _steps(self) -> tuple[Carried, Carried, Carried] | None:
        found: dict[str, Carried] = {}
        for entry in self.seen.entries:
            kind = entry.header.kind
            if not may_write(kind, entry.header.role):
                continue  # only an officer's words count
            mine = kind in (NONCE, DRAWN) and entry.body.get("check") == self.number
            if mine or (kind == COMMITTED and entry.header.id == self.number):
                found.setdefault(kind, entry)
        if len(found) < len((COMMITTED, NONCE, DRAWN)):
            return None
        return found[COMMITTED], found[NONCE], found[DRAWN]

    def _check_turns(self, committed: Carried, nonce: Carried, drawn: Carried) -> None:
        seen, note = self.seen, committed.body["checkpoint"]
        tree = read_checkpoint(note)
        in_turn = tree.size <= committed.seq < nonce.seq < drawn.seq
        if not in_turn or tree.size != committed.body["size"]:
            seen.bad.append((drawn.seq, "the draw was not made in its turn"))
        if seen.opened(note) is None:
            seen.bad.append((committed.seq, "the committed checkpoint is not signed"))
        if not seen.adds_up(tree, "committed"):
            seen.wrong.append("The entries do not add up to the committed checkpoint.")

    def _frame(self, committed: Carried) -> Frame:
        """The frame as the bundle lists it, once its lines are those of the period's events."""
        seen, body = self.seen, committed.body
        text = seen.file(form.FRAME)
        if sha256(text).hexdigest() != body["frame_sha256"]:
            seen.wrong.append("The frame is not the one that was committed.")
        rows = [line.split(" ") for line in text.decode("ascii").split("\n")[:-1]]
        events = self._events(body)
        listed = {row[1] for row in rows}
        for entry in events:
            if entry.header.id not in listed:
                seen.bad.append((entry.seq, "it is missing from the frame of the spot check"))
        wanted = [[str(e.seq), e.header.id, e.header.kind] for e in events]
        if [row[:3] for row in rows] != wanted:
            seen.wrong.append("The frame does not list the events of its period.")
        if not seen.begins_before(body["from"]):
            seen.wrong.append("The bundle does not begin before the period of the spot check.")
        by_id = {entry.header.id: entry for entry in events}
        period = Period(unstamp(body["from"]), unstamp(body["to"]))
        lines = [self._event(row, by_id[row[1]]) for row in rows if row[1] in by_id]
        return Frame(period, tuple(line for line in lines if line is not None))

    def _events(self, body: Any) -> list[Carried]:
        return [
            entry
            for entry in self.seen.entries
            if entry.header.kind in EVENTS
            and entry.seq < body["size"]
            and body["from"] <= entry.header.at < body["to"]
        ]

    def _event(self, row: Sequence[str], entry: Carried) -> Event | None:
        header = entry.header
        layers = {layer.value: layer for layer in Layer}
        layer = layers.get(row[3])
        if layer is None or (layer is Layer.OUTSIDE and header.kind != DECIDED):
            self.seen.wrong.append("The frame has a layer that there is not.")
            return None
        return Event(
            seq=header.seq,
            id=header.id,
            kind=header.kind,
            layer=layer,
            why=(),
            author=header.author,
            at=unstamp(header.at),
            detention=header.detention,
        )

    def _check_sample(
        self, committed: Carried, nonce: Carried, drawn: Carried, frame: Frame
    ) -> None:
        body, seen = committed.body, self.seen
        by = Parameters(percent=body["percent"], minimum=body["minimum"])
        lines = draw.seed_lines(
            body["checkpoint"], nonce.body["nonce"], nonce.header.id, body["frame_sha256"], by
        )
        seed = draw.seed(lines)
        if seen.file(form.SEED) != lines or drawn.body["seed"] != seed:
            seen.bad.append((drawn.seq, "its seed is not the one that follows"))
        events = draw.sample(frame, seed, by)
        if [event.id for event in events] != drawn.body["sample"]:
            seen.bad.append((drawn.seq, "its sample is not the one that follows from the seed"))
        self._check_lists(body, nonce, seed, events)
        words = f"Spot check: {len(events)} events drawn; drawn again here with the same result."
        seen.notes.append(words)

    def _check_lists(self, body: Any, nonce: Carried, seed: str, events: Sequence[Event]) -> None:
        seen = self.seen
        headers = {entry.header.id: entry.header for entry in seen.entries}
        wanted = [
            [f"{body['ref']}-{n:03d}", *_columns(headers[event.id]), event.layer.value]
            for n, event in enumerate(events, 1)
        ]
        columns = form.SAMPLE_COLUMNS
        listed = [
            [row[name] for name in columns] for row in strict_json(seen.file(form.SAMPLE_JSON))
        ]
        cells = [row[: len(columns)] for row in read_table(seen.file(form.SAMPLE_CSV))[1:]]
        if listed != wanted or cells != [[str(cell) for cell in row] for row in wanted]:
            seen.wrong.append("The list of the sample is not the sample that was drawn.")
        account = strict_json(seen.file(form.DRAW))
        same = {name: body[name] for name in ("from", "to", "percent", "minimum", "ref")}
        same |= {"seed": seed, "nonce": nonce.body["nonce"], "logged": nonce.header.id}
        if any(account[name] != value for name, value in same.items()):
            seen.wrong.append("The account of the draw is not the draw that was logged.")

    def _check_layers(self, frame: Frame) -> None:
        """An override that the officer's own statement names stands in the 100 % layer."""
        layers = {event.id: event.layer for event in frame.events}
        for line in self.seen.file(form.STATEMENTS).split(b"\n")[:-1]:
            one = strict_json(line)
            layer = layers.get(one["id"], Layer.ALL)
            if is_override(one.get("outcome"), one.get("code")) and layer is not Layer.ALL:
                self.seen.bad.append((one["seq"], "it is an override outside the 100 % layer"))

    def _count_draws(self, committed: Carried) -> None:
        start, end = committed.body["from"], committed.body["to"]
        same = [
            entry
            for entry in self.seen.entries
            if entry.header.kind == COMMITTED
            and may_write(COMMITTED, entry.header.role)
            and entry.body["from"] < end
            and entry.body["to"] > start
        ]
        if len(same) > 1:
            words = f"{len(same)} draws were committed for this period or part of it."
            self.seen.notes.append(words)


def _columns(header: Header) -> list[Any]:
    return [header.seq, header.id, header.kind, header.at, header.author, header.role]
