"""Keeps what is typed on a page: sealed, a second after the last key and every five at most.

Whatever stands in the page's named boxes and choices is kept under one name, and put back for its
author after a crash or a lock. Nobody else's answers are put back here: who asked matters.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, Protocol, runtime_checkable

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QWidget

from custodyhcp.errors import KnownError
from custodyhcp.records import drafts
from custodyhcp.records.drafts import Draft
from custodyhcp.ui.kit import Choice, DateField, Field, MultiChoice, NowField, Pick

if TYPE_CHECKING:
    from custodyhcp.ui.context import Context

AFTER_KEY, AT_MOST = 1_000, 5_000  # milliseconds


@runtime_checkable
class KeepsItsOwn(Protocol):
    """A named part of a page that holds more than its boxes: what was looked up, which boxes there
    are. It is put back before the boxes."""

    def keep_typing(self) -> Any: ...

    def typing_back(self, kept: Any) -> None: ...


def _own(page: QWidget) -> list[tuple[str, KeepsItsOwn]]:
    found = page.findChildren(QWidget)
    return [(one.objectName(), one) for one in found if isinstance(one, KeepsItsOwn)]


def gather(page: QWidget) -> dict[str, Any]:
    """Every named box with something in it, and every choice made, as plain values."""
    kept: dict[str, Any] = {name: own for name, part in _own(page) if (own := part.keep_typing())}
    for field in page.findChildren(Field):
        if field.text() and field.box.objectName():
            kept[field.box.objectName()] = field.text()
    for time in page.findChildren(NowField):
        if time.text():
            kept[time.edits()[0].objectName()] = time.text()
    for day in page.findChildren(DateField):
        if not day.is_empty():
            kept[day.edits()[0].objectName()] = list(day.texts())
    for choice in page.findChildren(Choice):
        chosen = choice.value()
        if chosen is not None:
            kept[choice.objectName()] = chosen.name
    for several in page.findChildren(MultiChoice):
        if several.values():
            kept[several.objectName()] = [member.name for member in several.values()]
    for pick in page.findChildren(Pick):
        if isinstance(pick.value(), str):
            kept[pick.edits()[0].objectName()] = pick.value()
    return kept


def put_back(page: QWidget, kept: Mapping[str, Any]) -> None:
    """What ``gather`` took, put where it was; what the page no longer has is left out. The page is
    told of each choice, so that it shows what the answers call for."""
    for name, part in _own(page):
        if name in kept:
            part.typing_back(kept[name])
    for choice in page.findChildren(Choice):
        member = _named(choice, kept.get(choice.objectName()))
        if member is not None:
            choice.set_value(member)
            choice.chosen.emit(member)
    for several in page.findChildren(MultiChoice):
        names = kept.get(several.objectName()) or ()
        several.set_values(m for m in (_named(several, name) for name in names) if m is not None)
        several.changed.emit(several.values())
    for pick in page.findChildren(Pick):
        pick.set_value(kept.get(pick.edits()[0].objectName()))
    for field in page.findChildren(Field):
        text = kept.get(field.box.objectName())
        if isinstance(text, str):
            field.set_text(text)
    for time in page.findChildren(NowField):
        typed = kept.get(time.edits()[0].objectName())
        if isinstance(typed, str):
            time.set_text(typed)
    for day in page.findChildren(DateField):
        parts = kept.get(day.edits()[0].objectName())
        if isinstance(parts, list) and len(parts) == len(day.edits()):
            day.set_texts([str(part) for part in parts])


def clear(page: QWidget) -> None:
    """Empty every box and un-choose every choice, telling nobody."""
    for choice in page.findChildren(Choice):
        choice.set_value(None)
    for several in page.findChildren(MultiChoice):
        several.set_values(())
    for pick in page.findChildren(Pick):
        pick.set_value(None)
    for field in page.findChildren(Field):
        field.set_text("")
    for time in page.findChildren(NowField):
        time.set_text("")
    for day in page.findChildren(DateField):
        day.set_value(None)


def _named(group: Choice[Any] | MultiChoice[Any], name: object) -> Any:
    return next((member for member in group.options() if member.name == name), None)


class TypingKept(QObject):
    """``touched()`` after a change; ``save_now()`` before a lock; ``forget()`` once recorded."""

    def __init__(
        self, page: QWidget, ctx: Context, detention: str, person: Callable[[], str]
    ) -> None:
        super().__init__(page)
        self._page, self._ctx, self._detention, self._person = page, ctx, detention, person
        self._what = ""
        self._dirty = False
        self._soon, self._latest = QTimer(self), QTimer(self)
        for timer, wait in ((self._soon, AFTER_KEY), (self._latest, AT_MOST)):
            timer.setSingleShot(True)
            timer.setInterval(wait)
            timer.timeout.connect(self._save)

    def turn_to(self, what: str) -> None:
        """Put away what was typed so far; from here on keep it as ``what``."""
        self.save_now()
        self._what = what

    def touched(self) -> None:
        if not self._person():
            return
        self._dirty = True
        self._soon.start()
        if not self._latest.isActive():
            self._latest.start()

    def restore(self, then: Callable[[Draft], object]) -> None:
        """``then(draft)`` with what this person typed and never recorded, if there is any."""
        desk, what, detention = self._ctx.desk, self._what, self._detention

        def found(draft: Draft | None) -> None:
            mine = draft is not None and draft.author == desk.session.staff
            if mine and draft is not None and not self._dirty and what == self._what:
                then(draft)
                self._rest()

        self._ctx.work.do(lambda: drafts.restore(desk, what, detention), found)

    def _save(self) -> None:
        if not self._dirty:
            return
        self._rest()
        desk, what, detention, person = self._ctx.desk, self._what, self._detention, self._person()
        fields = gather(self._page)
        self._ctx.work.do(
            lambda: drafts.save(desk, what, detention, person, fields, ("", 0)),
            failed=self._not_saved,
        )

    def save_now(self) -> None:
        """On the disk when this returns."""
        if not self._dirty:
            return
        self._rest()
        fields = gather(self._page)
        try:
            drafts.save(
                self._ctx.desk, self._what, self._detention, self._person(), fields, ("", 0)
            )
        except KnownError as error:
            self._not_saved(error)

    def _not_saved(self, _error: KnownError) -> None:
        self._dirty = True
        self._latest.start()

    def _rest(self) -> None:
        self._soon.stop()
        self._latest.stop()
        self._dirty = False

    def forget(self) -> None:
        """It has become an entry: there is nothing left to keep."""
        self._rest()
        desk, what, detention = self._ctx.desk, self._what, self._detention
        self._ctx.work.do(lambda: drafts.drop(desk, what, detention))
