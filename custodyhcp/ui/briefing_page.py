"""The page that publishes a briefing, and hands it on: print, PDF, text for the custody record.

What would be published stands beside the page, word for word. What was chosen in the directions
cannot be changed here; words that the leak check points out are looked at once more, and kept only
with a reason that oversight reads.
"""

from __future__ import annotations

from enum import Enum

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from custodyhcp.records import dates
from custodyhcp.sharing import leaks, publishing
from custodyhcp.sharing.briefing import Briefing
from custodyhcp.sharing.custody_side import Published, Told
from custodyhcp.ui.briefing_copies import BriefingCopies, write_file
from custodyhcp.ui.briefing_lines import HeadlineBlock
from custodyhcp.ui.briefing_loop import BriefingLoop
from custodyhcp.ui.briefing_panel import Standing, standing, state_words
from custodyhcp.ui.context import Context
from custodyhcp.ui.kit import (
    Callout,
    Choice,
    EmptyState,
    Field,
    NowField,
    Page,
    PlainLabel,
    Problem,
    Row,
    Tag,
)

__all__ = ["BriefingPage", "write_file"]

SHORTEST_REASON = 10


class ReadBack(Enum):
    YES = "YES"
    NO = "NO"


class BriefingPage(Page):
    """``BriefingPage(ctx, detention)``; ``recorded`` is emitted after anything was written."""

    recorded = Signal()
    prepared = Signal(str)

    def __init__(self, ctx: Context, detention: str) -> None:
        super().__init__("Briefing for custody", name="briefing")
        self.ctx, self.detention = ctx, detention
        self._found: Standing | None = None
        self._inside: QWidget | None = None
        self.state = Tag("", "grey", name="briefing.state")
        self.header.addWidget(self.state)
        self.state.hide()
        self.loop = BriefingLoop(ctx, detention)
        self.loop.recorded.connect(self._loop_recorded)
        self.loop.prepared.connect(self._to_directions)
        self.add(self.loop)

    def refresh(self) -> None:
        ctx, detention = self.ctx, self.detention
        ctx.work.do(lambda: standing(ctx, detention), self._show, self.show_failure)
        self.loop.refresh()

    def _loop_recorded(self) -> None:
        self.refresh()
        self.recorded.emit()

    def _to_directions(self, words: str) -> None:
        """The answer as a prepared line; the health professional signs and publishes it, or not."""
        self.prepared.emit(words)

    def _show(self, found: Standing) -> None:
        self._found = found
        if self._inside is not None:
            self._inside.hide()
            self._inside.deleteLater()
        drawn = self._drawn(found)
        self._inside = self._nothing() if drawn is None else self._whole(found, drawn)
        self.add(self._inside)
        words, tone = state_words(self.ctx, found.current, up_to_date=found.up_to_date)
        self.state.setText(words)
        self.state.set_tone(tone)
        self.state.setVisible(drawn is not None)
        self.show_numbers()

    def _drawn(self, found: Standing) -> Briefing | None:
        if found.current is not None and found.up_to_date:
            return found.current.briefing
        return found.next

    def _nothing(self) -> QWidget:
        return EmptyState(
            "No directions yet",
            "A briefing is made from the directions that you sign with an assessment. Record one, "
            "and this page shows word for word what custody would read.",
        )

    def _whole(self, found: Standing, drawn: Briefing) -> QWidget:
        """What to do with the words; the words themselves stand in the panel beside."""
        holder = QWidget()
        holder.setProperty("ground", "none")
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(16)
        column.addWidget(HeadlineBlock(drawn.headline, name="briefing.page.headline"))
        column.addWidget(PlainLabel(f"{drawn.version_words}. {drawn.given_words}.", "second"))
        current = found.current
        if current is None or not found.up_to_date:
            parts = self._to_publish(found, drawn)
        else:
            parts = self._to_hand_on(current)
        for part in parts:
            column.addWidget(part)
        return holder

    # before it is published

    def _to_publish(self, found: Standing, drawn: Briefing) -> list[QWidget]:
        parts: list[QWidget] = self._no_longer_agreed(found)
        if drawn.not_fit:
            words = "Publish first, then tell the sergeant aloud, and stay until they have it."
            parts.append(Callout("NOT FIT: tell them aloud now", words, tone="red"))
        parts += self._prompts(found)
        self.told_to = Field(
            "Whom did you tell aloud?",
            name="briefing.told_to",
            hint="Name or number. Leave empty if you have not told anybody yet.",
        )
        self.told_at = NowField("When?", self.ctx.now, name="briefing.told_at")
        self.told_back = Choice(
            "Did they read it back?",
            {ReadBack.YES: "Yes", ReadBack.NO: "No"},
            name="briefing.told_back",
        )
        publish = self.primary(
            f"Publish v{drawn.header.version}", self._publish, name="briefing.publish"
        )
        return [*parts, self.told_to, self.told_at, self.told_back, Row(publish)]

    def _no_longer_agreed(self, found: Standing) -> list[QWidget]:
        """Lines that rest on an agreement which is not there: left out, and named."""
        if not found.left_out:
            return []
        what = ", ".join(found.left_out)
        if found.current is not None and found.withdrawn_lines:
            with_custody = f"Version {found.current.version}, which custody has, still tells it: "
            title = "They do not agree any more: publish a new version"
        else:
            with_custody, title = "", "Left out: they have not agreed to it"
        words = (
            f"{with_custody}{what}. The new version leaves that out. If custody must know one of "
            "these to keep them safe, direct it again on that basis, in the assessment."
        )
        return [Callout(title, words, tone="amber", name="briefing.not_agreed")]

    def _prompts(self, found: Standing) -> list[QWidget]:
        self.kept: Field | None = None
        hits = found.prompts
        if not hits:
            return []
        said = "\n".join(
            f"{hit.field}: “{hit.found}”. {hit.why}" if hit.found else f"{hit.field}: {hit.why}"
            for hit in hits
        )
        self.kept = Field(
            "Why does custody need these words?",
            name="briefing.kept_because",
            hint="Oversight reads this reason and the kind of word, never the words. Or go back to "
            "the assessment and say it in other words.",
            lines=2,
        )
        words = f"{said}\n{leaks.notice()}"
        return [Callout("Look at these words again", words, tone="amber"), self.kept]

    def _publish(self) -> None:
        told, problems = self._told()
        kept = self.kept.text() if self.kept is not None else ""
        if self.kept is not None and len(kept) < SHORTEST_REASON:
            problems.append((self.kept, "Say why custody needs these words"))
        if self.show_errors(problems):
            return
        ctx, detention = self.ctx, self.detention
        place = publishing.Place(ctx.suite, ctx.phone)
        ctx.work.do(
            lambda: publishing.publish(ctx.desk, detention, place, told, kept),
            self._published,
            self.show_failure,
        )

    def _told(self) -> tuple[Told | None, list[Problem]]:
        to, at, back = self.told_to.text(), self.told_at.value(), self.told_back.value()
        if not to and not self.told_at.text() and back is None:
            return None, []
        problems: list[Problem] = []
        if not to:
            problems.append((self.told_to, "Say whom you told"))
        if at is None:
            problems.append((self.told_at, self.told_at.problem() or "Say when you told them"))
        if back is None:
            problems.append((self.told_back, "Say whether they read it back"))
        if at is None or problems:
            return None, problems
        return Told(to, at, back is ReadBack.YES), []

    def _published(self, made: Published) -> None:
        words = f"Version {made.version} is with custody."
        self.ctx.nav.toast(words if not made.briefing.not_fit else f"{words} Tell them aloud.")
        self.refresh()
        self.recorded.emit()

    # after it is published

    def _to_hand_on(self, current: Published) -> list[QWidget]:
        self._primary = None
        tone = "amber" if current.unread else "green"
        parts: list[QWidget] = [Callout("With custody", self._progress(current), tone=tone)]
        if current.not_fit_open:
            waiting = f"Published {dates.ago(current.at, self.ctx.now())}."
            words = f"{waiting} It stays in front of the sergeant until they record the transfer."
            parts.append(Callout("Transfer not started", words, tone="red"))
        found = self._found
        earlier = found.earlier if found is not None else ()
        copies = BriefingCopies(self.ctx, current, earlier, self.show_failure)
        copies.recorded.connect(self.recorded)
        return [*parts, copies]

    def _progress(self, current: Published) -> str:
        now = self.ctx.now()
        said = [f"Version {current.version} published {dates.cui_short(current.at, now)}."]
        if current.told is not None:
            back = "read back" if current.told.read_back else "not read back"
            at = dates.cui_short(current.told.at, now)
            said.append(f"Told aloud to {current.told.to} at {at}, {back}.")
        for read in current.acknowledged:
            who = " ".join(part for part in (read.rank_number, read.name) if part)
            back = "read back" if read.read_back else "not read back"
            at = dates.cui_short(read.at, now)
            said.append(f"Acknowledged by {who} at {at}; told by {read.told_by}, {back}.")
        if current.unread:
            said.append("Nobody has acknowledged it yet.")
        if current.transfer is not None:
            at = dates.cui_short(current.transfer.at, now)
            said.append(f"Transfer started {at}, {current.transfer.how}.")
        return "\n".join(said)
