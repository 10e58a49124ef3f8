"""What custody sees, live beside the work: the briefing exactly as it will be read.

While directions are being typed the page calls ``preview(directions)`` and the panel shows what
they would say; ``preview(None)`` goes back to what the ledger holds. Nothing else of the record can
reach this panel: it draws a ``Briefing``.
"""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtWidgets import QVBoxLayout, QWidget

from custodyhcp.errors import KnownError
from custodyhcp.records import dates, people
from custodyhcp.records.directions import Directions
from custodyhcp.sharing import publishing
from custodyhcp.sharing.briefing import MAY_BE_READ, Briefing
from custodyhcp.sharing.consented import lines_on_consent, rests_on_consent
from custodyhcp.sharing.custody_side import Published
from custodyhcp.sharing.document import Line
from custodyhcp.sharing.leaks import Prompt
from custodyhcp.ui.briefing_lines import BriefingLines
from custodyhcp.ui.context import Context
from custodyhcp.ui.kit import EmptyState, PlainLabel, Tag

TITLE = "WHAT CUSTODY SEES"


@dataclass(frozen=True, slots=True)
class Standing:
    """What the ledger holds: the person's record, what is published, what would be published."""

    opened: people.Opened
    current: Published | None
    next: Briefing | None
    left_out: tuple[str, ...] = ()  # what may not be told now, by the names of its lines
    withdrawn_lines: bool = False  # and custody has it already
    earlier: tuple[Published, ...] = ()  # the versions before the current one
    prompts: tuple[Prompt, ...] = ()  # what the leak check points out in what would be published

    @property
    def up_to_date(self) -> bool:
        """What is published says what the directions in force say, and may still be told."""
        given = self.opened.detention.given
        newest = self.current is not None and (not given or given[-1].at <= self.current.at)
        return newest and not self.withdrawn_lines


def place_of(ctx: Context) -> publishing.Place:
    return publishing.Place(ctx.suite, ctx.phone)


def standing(ctx: Context, detention: str) -> Standing:
    """Read off the screen's thread: where the briefing of this detention stands."""
    opened = people.read_detention(ctx.desk, detention)
    stay = publishing.stay(ctx.desk, detention)
    current, earlier = stay.current, stay.versions[:-1]
    following, found = None, publishing.leak_prompts(ctx.desk, opened)
    if opened.detention.directions is not None:
        following = publishing.next_briefing(ctx.desk, opened, place_of(ctx))
    if publishing.agreed_to_tell(opened, ctx.desk.now()):
        return Standing(opened, current, following, earlier=earlier, prompts=found)
    told = lines_on_consent(current.briefing) if current is not None else ()
    left_out = _left_out(ctx, opened, told)
    return Standing(opened, current, following, left_out, bool(told), earlier, found)


def _left_out(ctx: Context, opened: people.Opened, told: tuple[Line, ...]) -> tuple[str, ...]:
    given = opened.detention.directions
    whole: tuple[Line, ...] = ()
    if given is not None and rests_on_consent(given):
        whole = publishing.on_consent(ctx.desk, opened, place_of(ctx))
    return tuple(dict.fromkeys(line.label for line in (*told, *whole)))


def state_words(ctx: Context, current: Published | None, *, up_to_date: bool) -> tuple[str, str]:
    """How the published version stands, and the tone of it."""
    now = ctx.now()
    if current is None:
        return "not published yet", "amber"
    version = f"v{current.version}"
    if not up_to_date:
        return f"{version} is out of date: publish again", "amber"
    if current.not_fit_open:
        return f"{version}, transfer not started", "red"
    if current.unread:
        return f"{version}, {dates.unread(current.at, now)}", "amber"
    read = current.acknowledged[-1]
    who = read.rank_number or read.name
    back = "read back" if read.read_back else "read"
    return f"{version}, {back} by {who} at {dates.cui_short(read.at, now)}", "green"


class BriefingPanel(QWidget):
    """``BriefingPanel(ctx, detention)``; call ``refresh()`` after anything was recorded."""

    def __init__(self, ctx: Context, detention: str) -> None:
        super().__init__()
        self.ctx, self.detention = ctx, detention
        self.setObjectName("panel.briefing")
        self.setAccessibleName("What custody sees")
        self.setProperty("ground", "none")
        self._standing: Standing | None = None
        self._preview: Directions | None = None
        self._state = Tag("", "grey", name="panel.state")
        self._state.setWordWrap(True)
        self._lines = BriefingLines()
        self._empty = EmptyState(
            "Nothing yet",
            "When an assessment has directions for custody, they appear here word for word as "
            "custody will read them. Nothing else that you write leaves.",
        )
        self._unread = PlainLabel("", "error", name="panel.unread")
        self._unread.hide()
        self._foot = PlainLabel(f"Nothing else leaves. {MAY_BE_READ}", "small", name="panel.foot")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(PlainLabel(TITLE, "overline"))
        for part in (self._unread, self._state, self._empty, self._lines, self._foot):
            column.addWidget(part)
        column.addStretch(1)
        self._show()

    def briefing(self) -> Briefing | None:
        """What is drawn now."""
        return self._drawn()

    def refresh(self) -> None:
        """Read the ledger again; what is being typed stays in front."""
        ctx, detention = self.ctx, self.detention
        ctx.work.do(lambda: standing(ctx, detention), self._read, self._failed)

    def _read(self, found: Standing) -> None:
        self._standing = found
        self._unread.hide()
        self._show()

    def _failed(self, error: KnownError) -> None:
        """Never "nothing yet" of what could not be read, nor what may be old without a word."""
        told = f"{error.words} {error.then}".strip()
        self._unread.setText(f"What custody sees could not be read. {told}")
        self._unread.show()

    def preview(self, directions: Directions | None) -> None:
        """Show what these directions would say; None for what the ledger holds."""
        self._preview = directions
        self._show()

    def _drawn(self) -> Briefing | None:
        found = self._standing
        if found is None:
            return None
        if self._preview is not None:
            return publishing.next_briefing(
                self.ctx.desk, found.opened, place_of(self.ctx), self._preview
            )
        if found.current is not None and found.up_to_date:
            return found.current.briefing
        return found.next

    def _show(self) -> None:
        drawn = self._drawn()
        for part in (self._lines, self._foot, self._state):
            part.setVisible(drawn is not None)
        self._empty.setVisible(drawn is None and self._standing is not None)
        if drawn is None or self._standing is None:
            return
        if self._preview is not None:
            words, tone = f"v{drawn.header.version} as you type, not published", "blue"
        else:
            up_to_date = self._standing.up_to_date
            words, tone = state_words(self.ctx, self._standing.current, up_to_date=up_to_date)
        self._state.setText(words)
        self._state.set_tone(tone)
        self._lines.show_briefing(drawn)
