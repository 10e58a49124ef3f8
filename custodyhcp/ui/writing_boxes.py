"""The boxes that a template prompts for. It never fills one in; what is typed is never lost when
another template is chosen: a box that the new one has not stays below while there is text in it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPlainTextEdit, QVBoxLayout, QWidget

from custodyhcp.records import notes, reading
from custodyhcp.records.notes import Begun, Carried, Part
from custodyhcp.records.templates import Prompt, Template, headings
from custodyhcp.ui.kit import Field, PlainLabel
from custodyhcp.ui.quick_typing import QuickTyping


class Box(QWidget):
    """One prompt with its box, and where its words were carried from."""

    def __init__(self, prompt: Prompt, name: str, name_of: Callable[[str], str]) -> None:
        super().__init__()
        self.setProperty("ground", "none")
        self.prompt, self._name_of = prompt, name_of
        self.carried: Carried | None = None
        label = f"{prompt.label} (needed)" if prompt.needed else prompt.label
        lines = max(2, prompt.lines)
        self.field = Field(label, name=name, hint=prompt.hint, lines=lines)
        self._mark = PlainLabel("", "small", name=f"{name}.carried")
        self._mark.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self.field)
        column.addWidget(self._mark)

    def part(self) -> Part:
        prompt = self.prompt
        text = self.field.text()
        carried = self.carried if text else None
        return Part(prompt.key, prompt.heading, prompt.label, text, carried)

    def carry(self, text: str, carried: Carried) -> None:
        """Put earlier words after what stands there, and say where they are from."""
        own = self.field.text()
        self.set_carried(carried)
        self.field.set_text(f"{own}\n{text}" if own else text)

    def set_carried(self, carried: Carried | None) -> None:
        self.carried = carried
        self._mark.setText(reading.carried_words(carried, self._name_of) if carried else "")
        self._mark.setVisible(carried is not None)


class WritingBoxes(QWidget):
    """``show_template(template)``; ``parts()`` is what was written. ``changed`` on every key."""

    changed = Signal()

    def __init__(
        self, now: Callable[[], datetime], name_of: Callable[[str], str], *, name: str
    ) -> None:
        super().__init__()
        self.setProperty("ground", "none")
        self.setObjectName(name)
        self.template: Template | None = None
        self.begun: Begun | None = None
        self.quick = QuickTyping(self, now)
        self._name, self._name_of = name, name_of
        self._boxes: list[Box] = []
        self._find: Callable[[str], Template | None] = lambda _id: None
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(16)

    def known(self, find: Callable[[str], Template | None]) -> None:
        """How a template is found by its id, for what is brought back."""
        self._find = find

    def boxes(self) -> tuple[Box, ...]:
        return tuple(self._boxes)

    def box(self, key: str) -> Box | None:
        return next((box for box in self._boxes if box.prompt.key == key), None)

    def parts(self) -> tuple[Part, ...]:
        return tuple(box.part() for box in self._boxes)

    def show_template(self, template: Template) -> None:
        """Its boxes, empty but for what was typed in boxes of the same name."""
        self.template = template
        self._show(template.parts, self.parts())

    def show_parts(self, parts: Iterable[Part]) -> None:
        """Boxes for what an entry says, to be amended."""
        told = tuple(parts)
        self._show(tuple(Prompt(p.key, p.heading, p.label, "", 3) for p in told), told)

    def clear(self) -> None:
        self.template, self.begun = None, None
        self._show((), ())

    def _show(self, prompts: tuple[Prompt, ...], typed: tuple[Part, ...]) -> None:
        said = {part.key: part for part in typed if part.text}
        keys = {prompt.key for prompt in prompts}
        left = tuple(
            Prompt(part.key, part.heading, part.label, "Typed before", 2)
            for key, part in said.items()
            if key not in keys
        )
        for box in self._boxes:
            box.hide()
            box.setParent(None)
            box.deleteLater()
        self._boxes = [self._made(prompt) for prompt in (*prompts, *left)]
        for box in self._boxes:
            self._column.addWidget(box)
            part = said.get(box.prompt.key)
            if part is not None:
                box.field.set_text(part.text)
                box.set_carried(part.carried)
            box.field.changed.connect(self.changed)

    def _made(self, prompt: Prompt) -> Box:
        box = Box(prompt, f"{self._name}.{prompt.key}", self._name_of)
        words = headings().get(prompt.heading, "")
        if words and words != prompt.label and not prompt.hint:
            box.field.set_hint(words)
        if isinstance(box.field.box, QPlainTextEdit):
            self.quick.watch(box.field.box)
        return box

    # what is kept while it is typed

    def keep_typing(self) -> Any:
        if self.template is None:
            return None
        body: dict[str, Any] = {"template": self.template.id, "parts": []}
        for part in self.parts():
            told = {"key": part.key, "heading": part.heading, "label": part.label}
            told["text"] = part.text
            if part.carried is not None:
                body["parts"].append(told | {"carried": notes.carried_body(part.carried)})
            elif part.text:
                body["parts"].append(told)
        if self.begun is not None:
            body["begun"] = notes.begun_body(self.begun)
        return body

    def typing_back(self, kept: Any) -> None:
        if not isinstance(kept, Mapping):
            return
        self.template = self._find(str(kept.get("template")))
        prompts = self.template.parts if self.template is not None else ()
        self._show(prompts, tuple(_part(one) for one in kept.get("parts", ())))
        begun = kept.get("begun")
        self.begun = notes.begun_from(begun) if begun else None


def _part(told: Mapping[str, Any]) -> Part:
    key, heading, label, text = (str(told[n]) for n in ("key", "heading", "label", "text"))
    return Part(key, heading, label, text, notes.carried_from(told.get("carried")))
