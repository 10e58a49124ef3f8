"""How a question was asked: the room, the interpreter, what was explained (domain 3.5, 6.4, 7).

None of it opens or closes anything by itself. ``None`` and empty text mean that nobody has said.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from custodyhcp.consent.codes import Door, Format, InterpreterMode


@dataclass(frozen=True, slots=True)
class Room:
    """``present``: who else was there, in words; ``why_open`` where the door was open."""

    present: str = ""
    door: Door | None = None
    why_open: str = ""


@dataclass(frozen=True, slots=True)
class Interpreter:
    """``language`` in words, or a code of the notices; ``reference`` of the service or person."""

    language: str = ""
    mode: InterpreterMode | None = None
    reference: str = ""
    start: datetime | None = None
    end: datetime | None = None


@dataclass(frozen=True, slots=True)
class Information:
    """Which privacy notice was given beforehand: its version, language code and format.

    ``entry`` is the id of the entry in which the notice was given, where there is one.
    """

    version: str = ""
    language: str = ""
    format: Format | None = None
    entry: str = ""


NOT_SAID = Room()
NO_INTERPRETER = Interpreter()
NOT_GIVEN = Information()


@dataclass(frozen=True, slots=True)
class How:
    """``explained_back``: they said in their own words what they were being asked."""

    room: Room = NOT_SAID
    interpreter: Interpreter = NO_INTERPRETER
    information: Information = NOT_GIVEN
    explained_back: bool | None = None


NOTHING_SAID = How()
