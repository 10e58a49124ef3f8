"""What a sergeant does with one briefing: read all of it, acknowledge it, record the transfer."""

from __future__ import annotations

from enum import Enum

from custodyhcp.records import dates
from custodyhcp.sharing import not_fit, publishing
from custodyhcp.sharing.briefing import CARE_ONLY, MAY_BE_READ
from custodyhcp.sharing.custody_side import Stay
from custodyhcp.ui.beside import Beside
from custodyhcp.ui.briefing_lines import BriefingLines, current_of
from custodyhcp.ui.context import Context
from custodyhcp.ui.kit import Card, Choice, Field, NowField, Page, PlainLabel, Problem, Row


class ReadBack(Enum):
    YES = "YES"
    NO = "NO"


class How(Enum):
    AMBULANCE = "ambulance"
    POLICE = "police vehicle"
    OTHER = "other"


def _whole(stay: Stay) -> Card:
    """The briefing, every line of it, as a block."""
    current = current_of(stay)
    card = Card(name="sergeant.whole")
    lines = BriefingLines(label_width=130)
    lines.show_briefing(current.briefing, headline="huge" if current.briefing.not_fit else "big")
    card.add(
        PlainLabel(f"{current.briefing.version_words}. {current.briefing.given_words}.", "second"),
        lines,
        PlainLabel(f"{MAY_BE_READ} {CARE_ONLY}", "small"),
    )
    return card


def _who(stay: Stay) -> str:
    cell = f"Cell {stay.cell} · " if stay.cell else ""
    return f"{cell}{stay.name} · {stay.custody_ref}"


class WholeBriefingPage(Page):
    """Every line, with what has been done about it."""

    def __init__(self, ctx: Context, stay: Stay) -> None:
        super().__init__("Briefing", subtitle=_who(stay), name="sergeant.briefing")
        self.ctx, self.stay = ctx, stay
        current = current_of(stay)
        self.add(_whole(stay))
        for read in current.acknowledged:
            back = "read back" if read.read_back else "not read back"
            who = " ".join(part for part in (read.rank_number, read.name) if part)
            self.add(
                PlainLabel(
                    f"Acknowledged {dates.cui_date_time(read.at)} by {who}; told by "
                    f"{read.told_by} at {dates.cui_short(read.told_at, read.at)}, {back}."
                )
            )
        if current.unread:
            self.primary("Acknowledge", self._acknowledge, name="sergeant.briefing.acknowledge")
        self.secondary("Back", ctx.nav.back, name="sergeant.briefing.back")

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


class TransferPage(Page):
    """When the transfer to hospital started, and how. Then the card is quiet."""

    def __init__(self, ctx: Context, stay: Stay) -> None:
        super().__init__("Transfer to hospital", subtitle=_who(stay), name="sergeant.transfer")
        self.ctx, self.stay = ctx, stay
        self.at = NowField("When did the transfer start?", ctx.now, name="transfer.at")
        self.how = Choice(
            "How are they going?",
            {How.AMBULANCE: "Ambulance", How.POLICE: "Police vehicle", How.OTHER: "Another way"},
            name="transfer.how",
        )
        head = Card(tone="red", name="sergeant.transfer.card")
        head.add(PlainLabel(current_of(stay).briefing.headline.text, "huge"))
        self.add(head, self.at, self.how)
        self.primary("Record the transfer", self._submit, name="transfer.submit")
        self.secondary("Back", ctx.nav.back, name="transfer.back")

    def _submit(self) -> None:
        at, how = self.at.value(), self.how.value()
        problems: list[Problem] = []
        if at is None:
            problems.append((self.at, self.at.problem() or "Enter when the transfer started"))
        if how is None:
            problems.append((self.how, "Say how they are going"))
        if self.show_errors(problems) or at is None or how is None:
            return
        desk, current = self.ctx.desk, current_of(self.stay)
        self.ctx.work.do(
            lambda: not_fit.start_transfer(desk, current, at=at, how=how.value),
            self._done,
            self.show_failure,
        )

    def _done(self, _entry: object) -> None:
        self.ctx.nav.back()
        self.ctx.nav.toast("Transfer recorded.")
