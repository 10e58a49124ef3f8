"""The sergeant asks healthcare about somebody; what was asked and answered stands above."""

from __future__ import annotations

from custodyhcp.records import dates
from custodyhcp.sharing import queries
from custodyhcp.sharing.custody_side import Query, Stay
from custodyhcp.ui.context import Context
from custodyhcp.ui.kit import Callout, Card, Field, Page, PlainLabel


def query_words(query: Query, ctx: Context) -> tuple[str, str]:
    """What was asked, and what came of it."""
    now = ctx.now()
    asked = f"{dates.cui_short(query.at, now)} {query.by}: {query.text}"
    if query.answer is None:
        return asked, f"Not answered yet, after {dates.spoken(now - query.at)}."
    at = dates.cui_short(query.answer.at, now)
    return asked, f"{at} {query.answer.by}: {query.answer.text}"


class AskPage(Page):
    """``AskPage(ctx, stay)``."""

    def __init__(self, ctx: Context, stay: Stay) -> None:
        cell = f"Cell {stay.cell} · " if stay.cell else ""
        super().__init__(
            "Ask healthcare",
            subtitle=f"{cell}{stay.name} · {stay.custody_ref}",
            name="sergeant.ask",
        )
        self.ctx, self.stay = ctx, stay
        for query in stay.queries:
            card = Card(name=f"ask.{query.entry}")
            asked, answered = query_words(query, ctx)
            card.add(PlainLabel(asked, "strong"), PlainLabel(answered))
            self.add(card)
        self.add(
            Callout(
                "If it cannot wait, ring",
                f"Ring healthcare on {ctx.phone}, or 999."
                if ctx.phone
                else "Ring healthcare, or 999.",
                tone="amber",
            )
        )
        self.text = Field(
            "What do you want to know?",
            name="ask.text",
            hint="For example: can he have his inhaler in the cell? Healthcare sees it at once.",
            lines=2,
        )
        self.add(self.text)
        self.primary("Ask", self._submit, name="ask.submit")
        self.secondary("Back", ctx.nav.back, name="ask.back")

    def _submit(self) -> None:
        words = self.text.text()
        problems = [] if words else [(self.text, "Write what you want to know")]
        if len(words) > queries.LONGEST:
            problems.append((self.text, f"Ask it in up to {queries.LONGEST} characters"))
        if self.show_errors(problems):
            return
        desk, detention = self.ctx.desk, self.stay.detention
        self.ctx.work.do(lambda: queries.ask(desk, detention, words), self._done, self.show_failure)

    def _done(self, _entry: object) -> None:
        self.ctx.nav.back()
        self.ctx.nav.toast("Asked. The answer comes on the card.")
