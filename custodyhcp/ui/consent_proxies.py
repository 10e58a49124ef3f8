"""What is asked of somebody who answers for another: who, by what power, and how that is known."""

from __future__ import annotations

from dataclasses import replace
from enum import Enum

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from custodyhcp.consent.asked import Asked, ProxyAuthority
from custodyhcp.consent.codes import Proxy
from custodyhcp.consent.proxies import authorities
from custodyhcp.ui.consent_parts import Where
from custodyhcp.ui.kit import Choice, Field, Pick

_HELD = {
    Proxy.PARENTAL_RESPONSIBILITY: "By what they hold parental responsibility",
    Proxy.LPA_HEALTH: "What was seen of the power of attorney",
    Proxy.DEPUTY: "What was seen of the court's order",
}
_KNOWN = {
    Proxy.PARENTAL_RESPONSIBILITY: "How you know that they hold parental responsibility",
    Proxy.LPA_HEALTH: "How you know that they are the attorney: reference, who checked",
    Proxy.DEPUTY: "How you know that they are the deputy: order's number, who checked",
}


class Registered(Enum):
    YES = "YES"
    NO = "NO"


class ProxyQuestions(QWidget):
    """``show_for(proxy)`` puts the questions on the screen; None takes them off."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("ground", "none")
        self.name = Field("Their name", name="consent.proxy.name")
        self.relationship = Field("What they are to the person", name="consent.proxy.relationship")
        self.documents = {
            proxy: Pick(
                held, [*authorities(proxy).items()], name=f"consent.proxy.{proxy.name.lower()}"
            )
            for proxy, held in _HELD.items()
        }
        self.registered: Choice[Enum] = Choice(
            "Is the power of attorney registered?",
            {Registered.YES: "Yes", Registered.NO: "No, or not known"},
            name="consent.proxy.registered",
        )
        self.covers = Field("Where it covers this decision", name="consent.proxy.covers", lines=2)
        self.evidence = Field(_KNOWN[Proxy.DEPUTY], name="consent.proxy.evidence", lines=2)
        self._lay_out()
        self.show_for(None)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(16)
        for widget in (
            self.name,
            self.relationship,
            *self.documents.values(),
            self.registered,
            self.covers,
        ):
            column.addWidget(widget)
        column.addWidget(self.evidence)
        for box in (self.name, self.relationship, self.covers, self.evidence):
            box.changed.connect(self.changed)
        for pick in self.documents.values():
            pick.changed.connect(self.changed)
        self.registered.chosen.connect(lambda _member: self.changed.emit())

    def show_for(self, proxy: Proxy | None) -> None:
        self._proxy = proxy
        self.setVisible(proxy is not None)
        for kind, pick in self.documents.items():
            pick.setVisible(kind is proxy)
        self.registered.setVisible(proxy is Proxy.LPA_HEALTH)
        self.covers.setVisible(proxy in (Proxy.LPA_HEALTH, Proxy.DEPUTY))
        if proxy is not None:
            self.evidence.set_label(_KNOWN[proxy])
            self.evidence.edits()[0].setAccessibleName(_KNOWN[proxy])

    def fill(self, asked: Asked, proxy: Proxy | None) -> Asked:
        if proxy is None:
            return asked
        document, registered = self.documents[proxy].value(), self.registered.value()
        attorney = proxy is Proxy.LPA_HEALTH and registered is not None
        return replace(
            asked,
            proxy=proxy,
            proxy_name=self.name.text(),
            proxy_relationship=self.relationship.text(),
            proxy_evidence=self.evidence.text(),
            proxy_authority=ProxyAuthority(
                document=document if isinstance(document, str) else "",
                registered=(registered is Registered.YES) if attorney else None,
                covers="" if proxy is Proxy.PARENTAL_RESPONSIBILITY else self.covers.text(),
            ),
        )

    def fields(self) -> Where:
        document = self.documents[self._proxy or Proxy.PARENTAL_RESPONSIBILITY]
        return {
            "proxy_name": self.name,
            "proxy_relationship": self.relationship,
            "proxy_document": document,
            "proxy_registered": self.registered,
            "proxy_covers": self.covers,
            "proxy_evidence": self.evidence,
        }
