"""From a signed-in desk to that person's screens."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from custodyhcp.ui import places
from custodyhcp.ui.context import Context, Member
from custodyhcp.ui.frame import IDLE_SECONDS, Frame

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from custodyhcp.ledger.desk import Desk
    from custodyhcp.ui.door import Suite
    from custodyhcp.ui.theme import ThemeName
    from custodyhcp.ui.work import Work


class _NoWay:
    """Stands in the context until the frame is made; nothing is asked of it."""


def frame_for(
    desk: Desk,
    suite: Suite,
    work: Work,
    on_lock: Callable[[], object],
    on_theme: Callable[[ThemeName], object],
    idle_seconds: int | None = None,
) -> Frame:
    """The frame of whoever's desk this is, with its context given to it."""
    session = desk.session
    member = Member(session.staff, session.name, session.role, _called(desk))
    ctx = Context(desk, work, _NoWay(), member, suite.suite, suite.organisation, suite.phone)  # type: ignore[arg-type]
    ctx.demonstration = desk.authority.demonstration

    def home() -> QWidget:
        return places.PLACES[places.home_of(member.role)](ctx, {})

    def place(name: str, about: dict[str, str]) -> QWidget:
        return places.PLACES[name](ctx, about)

    frame = Frame(ctx, home, place, on_lock, on_theme, idle_seconds=idle_seconds or IDLE_SECONDS)
    ctx.nav = frame
    from custodyhcp.ui.alarms import alarm_line

    line = alarm_line(ctx, frame)
    if line is not None:
        frame.turned.connect(line.turn)
    from custodyhcp.ui.pack_writer import PackWriter

    frame.stopped.connect(PackWriter(ctx, frame).stop)
    return frame


def _called(desk: Desk) -> str:
    """``J Smith`` and rank number or profession, from the ledger's own list of members."""
    member = desk.authority.members.get(desk.session.staff)
    if member is None:
        return desk.session.name
    return " ".join(x for x in (member.rank_number, desk.session.name) if x)
