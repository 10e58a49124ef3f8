"""Is this paper still what custody should act on? The code on it is typed, the ledger answers."""

from __future__ import annotations

from custodyhcp.errors import KnownError
from custodyhcp.records import dates
from custodyhcp.sharing import papers
from custodyhcp.sharing.papers import Checked, Standing
from custodyhcp.ui.context import Context
from custodyhcp.ui.kit import Callout, Field, Page
from custodyhcp.vault.codes import Mistyped

LONGEST = 60  # characters: the code with its version


class CheckPaperPage(Page):
    """``CheckPaperPage(ctx)``: one box, one answer; nothing is recorded."""

    def __init__(self, ctx: Context) -> None:
        super().__init__(
            "Check a paper",
            subtitle="The code is at the foot of each printed briefing, beside the square.",
            name="check",
        )
        self.ctx = ctx
        self.code = Field(
            "Code on the paper",
            name="check.code",
            hint="Five groups of five; capitals, spaces and hyphens make no difference. A scanner "
            "that types may be used on the square.",
            chars=40,
        )
        self.code.changed.connect(self._typed)
        self.answer = Callout("", "", name="check.answer")
        self.answer.hide()
        self.add(self.code)
        self.primary("Check", self._check, name="check.check")
        self.secondary("Back", ctx.nav.back, name="check.back")
        self.footer.addWidget(self.answer)

    def _typed(self) -> None:
        """An answer never stands beside a code that it was not given for."""
        self.answer.hide()

    def _check(self) -> None:
        typed = self.code.text()
        if not typed:
            self.show_errors([(self.code, "Type the code that is on the paper")])
            return
        if len(typed) > LONGEST:
            self.show_errors([(self.code, "That is longer than any code: type five groups")])
            return
        self.show_errors([])
        desk = self.ctx.desk
        self.ctx.work.do(lambda: papers.check(desk, typed), self._answered, self._refused)

    def _refused(self, error: KnownError) -> None:
        if isinstance(error, Mistyped):
            self.show_errors([(self.code, f"{error.words} {error.then}")])
        else:
            self.show_failure(error)

    def _answered(self, found: Checked) -> None:
        title, words, tone = self._words(found)
        self.answer.set(title, words, tone)
        self.answer.show()
        self.ctx.nav.announce(f"{title}. {words}", urgent=tone == "red")

    def _words(self, found: Checked) -> tuple[str, str, str]:
        stay, version = found.stay, found.version
        if stay is None or version is None:
            words = (
                "No briefing of this suite has that code. Do not act on the paper: read the "
                "briefing on the screen, and ask healthcare where the paper came from."
            )
            return "Not a briefing of this suite", words, "red"
        cell = f"Cell {stay.cell}" if stay.cell else "No cell"
        given = dates.cui_short(version.at, self.ctx.now())
        about = (
            f"{cell}, {stay.name}, {stay.custody_ref}. Version {version.version}, given {given}."
        )
        current = stay.current
        if found.standing is Standing.REPLACED and current is not None:
            at = dates.cui_short(current.at, self.ctx.now())
            more = f"Version {current.version} replaced it at {at}. Do not act on this paper."
            return "Superseded", f"{about} {more}", "red"
        if found.standing is Standing.OVER:
            return "The last version, but they have left custody", about, "amber"
        return "Current", f"{about} Nothing has replaced it.", "green"
