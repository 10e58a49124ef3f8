"""Recording the capacity assessment and the best-interests form of the consent page.

Each is checked as a whole first; what is wrong stands beside its box and nothing typed is lost.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from custodyhcp.consent import recording
from custodyhcp.ui.capacity_form import CapacityForm
from custodyhcp.ui.consent_parts import shown
from custodyhcp.ui.interests_form import BestInterestsForm
from custodyhcp.ui.kit import Page

if TYPE_CHECKING:
    from custodyhcp.ui.context import Context


class FormRecords:
    """``person()`` is whose stay it is; ``done(entry)`` is called once one is recorded."""

    def __init__(
        self,
        page: Page,
        ctx: Context,
        detention: str,
        person: Callable[[], str],
        done: Callable[[str], object],
    ) -> None:
        self._page, self._ctx, self._detention = page, ctx, detention
        self._person, self._done = person, done

    def capacity(self, form: CapacityForm) -> None:
        assessment = form.value(self._ctx.now())
        found = form.problems(self._ctx.now())
        if self._page.show_errors(shown(found, form.fields())):
            return
        desk, person, stay = self._ctx.desk, self._person(), self._detention
        self._do(lambda: recording.record_capacity(desk, person, stay, assessment))

    def interests(self, form: BestInterestsForm) -> None:
        value, found = form.value(), form.problems()
        if self._page.show_errors(shown(found, form.fields())):
            return
        desk, person, stay = self._ctx.desk, self._person(), self._detention
        self._do(lambda: recording.record_best_interests(desk, person, stay, value))

    def _do(self, write: Callable[[], str]) -> None:
        self._ctx.work.do(write, self._done, self._page.show_failure)
