"""What a sergeant does with one briefing: read all of it, acknowledge it, record the transfer."""

from __future__ import annotations

from enum import Enum
from functools import partial

from PySide6.QtWidgets import QWidget

from custodyhcp.records import dates
from custodyhcp.sharing import not_fit, publishing, receiving
from custodyhcp.sharing.briefing import CARE_ONLY, MAY_BE_READ
from custodyhcp.sharing.changes import changes, superseded_words
from custodyhcp.sharing.custody_side import Published, Stay
from custodyhcp.ui.beside import Beside
from custodyhcp.ui.briefing_lines import BriefingLines, current_of
from custodyhcp.ui.context import Context
from custodyhcp.ui.kit import (
    Button,
    Callout,
    Card,
    Choice,
    Field,
    NowField,
    Page,
    PlainLabel,
    Problem,
    Row,
)


class ReadBack(Enum):
    YES = "YES"
    NO = "NO"


class How(Enum):
    AMBULANCE = "ambulance"
    POLICE = "police vehicle"
    OTHER = "other"


def _whole(stay: Stay, version: Published | None = None) -> Card:
    """The briefing, every line of it, as a block, with what it changed; stamped where another
    version replaced it."""
    current = version or current_of(stay)
    card = Card(name="sergeant.whole")
    newest = stay.current
    if newest is not None and newest.entry != current.entry:
        card.add(PlainLabel(superseded_words(newest.version), "huge", name="sergeant.superseded"))
    lines = BriefingLines(label_width=130)
    lines.show_briefing(current.briefing, headline="huge" if current.briefing.not_fit else "big")
    card.add(
        PlainLabel(f"{current.briefing.version_words}. {current.briefing.given_words}.", "second"),
        *_changes(stay, current),
        lines,
        PlainLabel(f"{MAY_BE_READ} {CARE_ONLY}", "small"),
    )
    return card


def _changes(stay: Stay, current: Published) -> list[QWidget]:
    """In words, what this version changed of the one before."""
    place = stay.versions.index(current) if current in stay.versions else 0
    before = stay.versions[place - 1].briefing if place else None
    found = changes(before, current.briefing)
    if not found:
        return []
    said = "\n".join(one.words for one in found)
    title = f"Changed since v{current.briefing.header.replaces}"
    return [Callout(title, said, tone="amber", name="sergeant.changes")]


def _who(stay: Stay) -> str:
    cell = f"Cell {stay.cell} · " if stay.cell else ""
    return f"{cell}{stay.name} · {stay.custody_ref}"


def _received(ctx: Context, current: Published) -> None:
    """That this version was opened here is recorded, once for each officer."""
    desk = ctx.desk
    if all(one.staff != ctx.member.staff for one in current.received):
        ctx.work.do(lambda: receiving.receive(desk, current), lambda _entry: None)


class WholeBriefingPage(Page):
    """Every line, with what has been done about it."""

    def __init__(self, ctx: Context, stay: Stay, version: Published | None = None) -> None:
        super().__init__("Briefing", subtitle=_who(stay), name="sergeant.briefing")
        self.ctx, self.stay = ctx, stay
        current = version or current_of(stay)
        old = stay.superseded(current.entry)
        self.add(_whole(stay, current))
        if not old:
            _received(ctx, current)
        for read in current.acknowledged:
            back = "read back" if read.read_back else "not read back"
            who = " ".join(part for part in (read.rank_number, read.name) if part)
            self.add(
                PlainLabel(
                    f"Acknowledged {dates.cui_date_time(read.at)} by {who}; told by "
                    f"{read.told_by} at {dates.cui_short(read.told_at, read.at)}, {back}."
                )
            )
        if not old:
            self.add(*self._earlier())
        if current.unread and not old:
            self.primary("Acknowledge", self._acknowledge, name="sergeant.briefing.acknowledge")
        self.secondary("Back", ctx.nav.back, name="sergeant.briefing.back")

    def _earlier(self) -> list[QWidget]:
        """A button for each version before; none is ever lost."""
        buttons = [
            Button(
                f"v{one.version}, superseded",
                partial(self._open_earlier, one),
                name=f"sergeant.version.{one.version}",
            )
            for one in reversed(self.stay.versions[:-1])
        ]
        return [Row(*buttons)] if buttons else []

    def _open_earlier(self, version: Published) -> None:
        self.ctx.nav.open(WholeBriefingPage(self.ctx, self.stay, version))

    def _acknowledge(self) -> None:
        self.ctx.nav.back()
        self.ctx.nav.open(AcknowledgePage(self.ctx, self.stay))


class AcknowledgePage(Page):
    """Who told you, when, and whether you read it back. Then custody has it."""

    def __init__(self, ctx: Context, stay: Stay) -> None:
        current = current_of(stay)
        super().__init__(
            f"Acknowledge version {current.version}",
            subtitle=_who(stay),
            name="sergeant.ack",
            width=0,
        )
        self.ctx, self.stay = ctx, stay
        _received(ctx, current)
        self.told_by = Field(
            "Who told you about it?",
            name="ack.told_by",
            hint="The nurse or doctor. If nobody has, ring healthcare before you go on.",
        )
        self.told_at = NowField("When were you told?", ctx.now, name="ack.told_at")
        self.read_back = Choice(
            "Did you read it back to them?",
            {ReadBack.YES: "Yes", ReadBack.NO: "No"},
            name="ack.read_back",
        )
        acts = Row(
            self.primary("Acknowledge", self._submit, name="ack.submit"),
            self.secondary("Back", ctx.nav.back, name="ack.back"),
        )
        self.add(Beside(_whole(stay), self.told_by, self.told_at, self.read_back, acts))

    def _submit(self) -> None:
        at, back = self.told_at.value(), self.read_back.value()
        problems: list[Problem] = []
        if not self.told_by.text():
            problems.append((self.told_by, "Enter who told you"))
        if at is None:
            problems.append((self.told_at, self.told_at.problem() or "Enter when you were told"))
        if back is None:
            problems.append((self.read_back, "Say whether you read it back"))
        if self.show_errors(problems) or at is None:
            return
        desk, current, told_by = self.ctx.desk, current_of(self.stay), self.told_by.text()
        self.ctx.work.do(
            lambda: publishing.acknowledge(
                desk, current, told_by=told_by, told_at=at, read_back=back is ReadBack.YES
            ),
            self._done,
            self.show_failure,
        )

    def _done(self, _entry: object) -> None:
        words = f"Version {current_of(self.stay).version} acknowledged."
        self.ctx.nav.back()
        self.ctx.nav.toast(words)


def _red(stay: Stay, name: str) -> Card:
    head = Card(tone="red", name=name)
    about = stay.not_fit or current_of(stay)
    head.add(PlainLabel(about.briefing.headline.text, "huge"))
    return head


class TransferPage(Page):
    """When the transfer to hospital started, and how; the ambulance's time with it."""

    def __init__(self, ctx: Context, stay: Stay) -> None:
        super().__init__("Transfer to hospital", subtitle=_who(stay), name="sergeant.transfer")
        self.ctx, self.stay = ctx, stay
        self.at = NowField("When did the transfer start?", ctx.now, name="transfer.at")
        self.how = Choice(
            "How are they going?",
            {How.AMBULANCE: "Ambulance", How.POLICE: "Police vehicle", How.OTHER: "Another way"},
            name="transfer.how",
        )
        about = stay.not_fit or current_of(stay)
        self._called_first = about.by_999 and about.ambulance.called_at is None
        self.called = NowField(
            "When was the ambulance called?",
            ctx.now,
            name="transfer.called",
            hint="Needed: healthcare said 999, and no call is recorded yet."
            if self._called_first
            else "Leave empty if it was recorded already, or none was called.",
        )
        self.crew = Field("Ambulance crew", name="transfer.crew", hint="Call sign or names.")
        self.add(_red(stay, "sergeant.transfer.card"), self.at, self.how, self.called, self.crew)
        self.primary("Record the transfer", self._submit, name="transfer.submit")
        self.secondary("Back", ctx.nav.back, name="transfer.back")

    def _submit(self) -> None:
        at, how, called = self.at.value(), self.how.value(), self.called.value()
        about = self.stay.not_fit or current_of(self.stay)
        problems: list[Problem] = []
        if at is None:
            problems.append((self.at, self.at.problem() or "Enter when the transfer started"))
        if how is None:
            problems.append((self.how, "Say how they are going"))
        if called is None and (self.called.text() or self._called_first):
            words = self.called.problem() or "Enter when the ambulance was called"
            problems.append((self.called, words))
        if self.show_errors(problems) or at is None or how is None:
            return
        desk, crew = self.ctx.desk, self.crew.text()
        self.ctx.work.do(
            lambda: not_fit.start_transfer(
                desk, about, at=at, how=how.value, called_at=called, crew=crew
            ),
            self._done,
            self.show_failure,
        )

    def _done(self, _entry: object) -> None:
        self.ctx.nav.back()
        self.ctx.nav.toast("Transfer recorded.")


class AmbulancePage(Page):
    """When it was called, who came, when they took over: each when it is known."""

    def __init__(self, ctx: Context, stay: Stay) -> None:
        super().__init__("Ambulance", subtitle=_who(stay), name="sergeant.ambulance")
        self.ctx, self.stay = ctx, stay
        known = (stay.not_fit or current_of(stay)).ambulance
        self.called = NowField("When was it called?", ctx.now, name="ambulance.called")
        self.crew = Field("Crew", name="ambulance.crew", hint="Call sign or names.")
        self.over = NowField("When did the crew take over?", ctx.now, name="ambulance.over")
        said = []
        if known.called_at is not None:
            said.append(f"Called {dates.cui_short(known.called_at, ctx.now())}.")
        if known.crew:
            said.append(f"Crew {known.crew}.")
        known_words = PlainLabel(" ".join(said) or "Nothing is recorded yet.", "second")
        red = _red(stay, "sergeant.ambulance.card")
        self.add(red, known_words, self.called, self.crew, self.over)
        self.primary("Record", self._submit, name="ambulance.submit")
        self.secondary("Back", ctx.nav.back, name="ambulance.back")

    def _submit(self) -> None:
        called, over = self.called.value(), self.over.value()
        problems: list[Problem] = [
            (field, field.problem() or "Enter a time")
            for field, value in ((self.called, called), (self.over, over))
            if value is None and field.text()
        ]
        if not (self.called.text() or self.over.text() or self.crew.text()):
            problems.append((self.called, "Enter a time or the crew"))
        if self.show_errors(problems):
            return
        desk, about, crew = self.ctx.desk, current_of(self.stay), self.crew.text()
        self.ctx.work.do(
            lambda: not_fit.record_ambulance(
                desk, about, called_at=called, crew=crew, handed_over_at=over
            ),
            self._done,
            self.show_failure,
        )

    def _done(self, _entry: object) -> None:
        self.ctx.nav.back()
        self.ctx.nav.toast("Recorded.")
