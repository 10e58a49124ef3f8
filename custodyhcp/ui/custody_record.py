"""The text for the custody record: how it is cut, copied, and said to be there.

Rules kept here: what is shown is what is copied, byte for byte, one block a box; nothing is copied
before it is recorded; that it was pasted is somebody's word with a time, never assumed from a copy.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from custodyhcp.errors import KnownError
from custodyhcp.records import dates
from custodyhcp.sharing import pasting, publishing, register
from custodyhcp.sharing.briefing import Briefing
from custodyhcp.sharing.changes import marked
from custodyhcp.sharing.custody_side import Published
from custodyhcp.sharing.paste import Profile, TooLong, paste_blocks, profiles
from custodyhcp.ui.clipboard import SECONDS, lent
from custodyhcp.ui.context import Context
from custodyhcp.ui.kit import Button, ButtonRole, Callout, Card, NowField, Pick, PlainLabel, Row

MOST_OTHERS = 8  # named one by one


@dataclass(frozen=True, slots=True)
class InRecord:
    """What was read: the suite's profile, the claim about this version, who else waits."""

    profile: Profile
    claim: pasting.Pasted | None
    others: tuple[pasting.Awaiting, ...]
    before: Briefing | None = None  # the version that this one replaced


class Stacked(QWidget):
    """Widgets under one another, all changed at once."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("ground", "none")
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(12)
        self._inside: QWidget | None = None

    def show_these(self, *parts: QWidget) -> None:
        inside = QWidget()
        inside.setProperty("ground", "none")
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        for part in parts:
            column.addWidget(part)
        if self._inside is not None:
            self._inside.hide()
            self._inside.deleteLater()
        self._column.addWidget(inside)
        self._inside = inside


class CustodyRecordCard(Card):
    """``CustodyRecordCard(ctx, published, found, on_failure)``; ``changed`` after a claim."""

    changed = Signal()

    def __init__(
        self,
        ctx: Context,
        published: Published,
        found: InRecord,
        on_failure: Callable[[KnownError], object],
    ) -> None:
        super().__init__("Text for the custody record", name="briefing.record")
        self.ctx, self.published, self._failed = ctx, published, on_failure
        self._profile = self._kept = found.profile
        self._before = found.before
        self._text = Stacked()
        self.system = Pick(
            "Custody system",
            [(profile.key, profile.name) for profile in profiles().values()],
            name="briefing.profile",
        )
        self.system.set_value(found.profile.key)
        self.system.changed.connect(self._choose)
        self.add(self.system, self._text)
        self._blocks()
        self._claim(found.claim)
        if found.others:
            self._others(found.others)

    def _blocks(self) -> None:
        try:
            told = marked(self._before, self.published.briefing)
            blocks = paste_blocks(told, self._profile)
        except TooLong as error:
            refused = Callout(error.words, error.then, tone="amber", name="briefing.paste.too_long")
            self._text.show_these(refused)
            return
        words = "Exactly what Copy puts on the clipboard. Each copy is recorded."
        parts: list[QWidget] = [PlainLabel(words, "hint")]
        for place, block in enumerate(blocks):
            name = "" if place == 0 else f".{place + 1}"
            said = "Copy for the custody record"
            if len(blocks) > 1:
                said = f"Copy part {place + 1} of {len(blocks)}"
            act = Button(said, partial(self._copy, block), name=f"briefing.copy{name}")
            parts += [Row(act), PlainLabel(block, "mono", name=f"briefing.paste{name}")]
        self._text.show_these(*parts)

    def _choose(self) -> None:
        """Shown at once; the suite keeps it from the first copy on."""
        chosen = profiles().get(str(self.system.value()))
        if chosen is not None and chosen != self._profile:
            self._profile = chosen
            self._blocks()

    def _copy(self, block: str) -> None:
        desk, published, content = self.ctx.desk, self.published, block.encode("ascii")
        profile, kept = self._profile, self._kept

        def hand_on() -> int:
            copy = publishing.hand_on(
                desk, published, register.What.PASTE, "custody record, by clipboard", content
            )
            if profile != kept:
                pasting.use_profile(desk, profile)
            return copy

        self._kept = profile
        self.ctx.work.do(hand_on, lambda copy: self._copied(block, copy), self._failed)

    def _copied(self, block: str, copy: int) -> None:
        lent().copy(block)
        self.ctx.nav.toast(f"Copied (copy {copy}). It is cleared in {SECONDS} seconds.")

    # in the custody record, or not yet

    def _claim(self, claim: pasting.Pasted | None) -> None:
        if claim is not None:
            member = self.ctx.desk.authority.members.get(claim.staff)
            who = f", says {member.name}" if member is not None else ""
            at = dates.cui_short(claim.at, self.ctx.now())
            words = f"Version {self.published.version} pasted at {at}{who}."
            self.add(Callout("In the custody record", words, tone="green", name="briefing.claim"))
            return
        self.at = NowField(
            "Pasted into the custody record at", self.ctx.now, name="briefing.pasted_at"
        )
        act = Button("Record that it was pasted", self._say, name="briefing.pasted")
        self.add(self.at, Row(act))

    def _say(self) -> None:
        at = self.at.value()
        if at is None:
            self.at.set_error(self.at.problem() or "Enter when it was pasted")
            self.at.focus_first()
            return
        self.at.set_error("")
        desk, published = self.ctx.desk, self.published
        self.ctx.work.do(lambda: pasting.say_pasted(desk, published, at), self._said, self._refused)

    def _refused(self, error: KnownError) -> None:
        self.at.set_error(f"{error.words} {error.then}".strip())
        self.at.focus_first()

    def _said(self, _entry: object) -> None:
        self.ctx.nav.toast("Recorded: it is in the custody record.")
        self.changed.emit()

    def _others(self, others: tuple[pasting.Awaiting, ...]) -> None:
        """Whoever else's briefing nobody says is there yet; each is one press away."""
        self.add(PlainLabel(f"Not in the custody record yet: {len(others)} more", "label"))
        for one in others[:MOST_OTHERS]:
            cell = f"Cell {one.stay.cell}" if one.stay.cell else one.stay.custody_ref
            waited = dates.spoken(one.waited)
            gone = ", has left" if one.stay.closed else ""
            words = f"{cell}, version {one.published.version}, {waited}{gone}"
            go = partial(self._go, one.stay.detention)
            name = f"briefing.awaiting.{one.stay.custody_ref}"
            self.add(Row(Button(words, go, role=ButtonRole.QUIET, name=name)))

    def _go(self, detention: str) -> None:
        self.ctx.nav.go("person", detention=detention, section="briefing")
