"""How it was asked: folded away, because spoken is what it nearly always is (domain 3.5)."""

from __future__ import annotations

from dataclasses import replace
from enum import Enum

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from custodyhcp.consent.asked import Asked
from custodyhcp.consent.codes import Method, Proxy
from custodyhcp.consent.wording import words
from custodyhcp.ui.consent_parts import in_lines
from custodyhcp.ui.kit import Choice, Field, MultiChoice

_METHODS = (Method.VERBAL, Method.WRITTEN, Method.INTERPRETER, Method.NON_VERBAL)


class Known(Enum):
    REFUSED = "REFUSED"


class HowAsked(QWidget):
    """``fill(asked)`` adds method, interpreter and a refusal known from before."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("ground", "none")
        self.method: Choice[Method] = Choice(
            "How it was asked and answered",
            {method: words(method) for method in _METHODS},
            name="consent.method",
            value=Method.VERBAL,
        )
        self.interpreter = Field(
            "Interpreter",
            name="consent.interpreter",
            hint="Language, how (phone, video, in person), reference. Never police or another"
            " detainee.",
        )
        self.known: MultiChoice[Known] = MultiChoice(
            "",
            {Known.REFUSED: in_lines("They are known to have said no when they could decide")},
            name="consent.known",
        )
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(16)
        for widget in (self.method, self.interpreter, self.known):
            column.addWidget(widget)
        self.method.chosen.connect(lambda _method: self._react())
        self.known.changed.connect(lambda _known: self.changed.emit())
        self.interpreter.changed.connect(self.changed)
        self._react()

    def _react(self) -> None:
        self.interpreter.setVisible(self.method.value() is Method.INTERPRETER)
        self.changed.emit()

    def focus_first(self) -> None:
        self.method.focus_first()

    def fill(self, asked: Asked) -> Asked:
        method = self.method.value() or Method.VERBAL
        if asked.proxy is Proxy.PARENTAL_RESPONSIBILITY:
            method = Method.PROXY_PR
        return replace(
            asked,
            method=method,
            interpreter=self.interpreter.text() if method is Method.INTERPRETER else "",
            prior_capacitous_refusal=Known.REFUSED in self.known.values(),
        )
