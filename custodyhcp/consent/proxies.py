"""What has to be known of somebody who answers for another (domain consent 3.4, 8.3).

Rules kept here
  A holder of parental responsibility is named, with what they are to the child, by what they hold
  it, and how that is known. A social worker or foster carer holds none but under a care order.
  An attorney for health and welfare: a registered power that was seen and covers the decision. A
  deputy: the court's order, and that it covers the decision. Both only beside a finding that the
  person lacks capacity (that is asked for in ``consent.evidence``).
  An appropriate adult, custody staff, investigators and solicitors never answer as such.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any, assert_never

from custodyhcp import resources
from custodyhcp.consent.asked import Asked
from custodyhcp.consent.codes import Proxy
from custodyhcp.consent.problem import Problem, needed, short_enough

CARE_ORDER = "CARE_ORDER"
_LISTS = {
    Proxy.PARENTAL_RESPONSIBILITY: "parental_responsibility",
    Proxy.LPA_HEALTH: "attorney",
    Proxy.DEPUTY: "deputy",
}


@cache
def _table() -> dict[str, Any]:
    table: dict[str, Any] = resources.load_json("consent/proxies.json")
    return table


def authorities(proxy: Proxy) -> Mapping[str, str]:
    """Code -> words: by what that kind of proxy holds it, or what was seen of their power."""
    rows: dict[str, str] = _table()[_LISTS[proxy]]
    return rows


def said(name: str) -> str:
    """The words of that name in the table."""
    words: str = _table()["words"][name]
    return words


def names_one(text: str, listed: Iterable[str]) -> bool:
    """Whether ``text`` names one of the listed, as whole words, in any case."""
    return any(re.search(rf"\b{re.escape(one)}s?\b", text, re.IGNORECASE) for one in listed)


def proxy_problems(asked: Asked) -> Iterable[Problem]:
    """What is missing or wrong about who answered, in the order of the form."""
    proxy = asked.proxy
    if proxy is None:
        return
    yield from needed("proxy_name", asked.proxy_name, "Name the person who answered.")
    yield from short_enough("proxy_name", asked.proxy_name, 200)
    yield from _relationship(asked)
    if asked.proxy_authority.document not in authorities(proxy):
        yield Problem("proxy_document", _DOCUMENT[proxy])
    match proxy:
        case Proxy.PARENTAL_RESPONSIBILITY:
            pass
        case Proxy.LPA_HEALTH:
            if asked.proxy_authority.registered is not True:
                yield Problem("proxy_registered", said("register"))
            yield from _covers(asked)
        case Proxy.DEPUTY:
            yield from _covers(asked)
        case _:
            assert_never(proxy)
    yield from needed("proxy_evidence", asked.proxy_evidence, _EVIDENCE[proxy])
    yield from short_enough("proxy_evidence", asked.proxy_evidence)


def _relationship(asked: Asked) -> Iterable[Problem]:
    words = asked.proxy_relationship
    yield from needed("proxy_relationship", words, "Say who they are to them.")
    yield from short_enough("proxy_relationship", words, 200)
    if names_one(words, _table()["never"]):
        yield Problem("proxy_relationship", said("never"))
    if asked.proxy is not Proxy.PARENTAL_RESPONSIBILITY:
        return
    held_by_authority = asked.proxy_authority.document == CARE_ORDER
    if not held_by_authority and names_one(words, _table()["social_workers"]):
        yield Problem("proxy_relationship", said("social_worker"))


def _covers(asked: Asked) -> Iterable[Problem]:
    covers = asked.proxy_authority.covers
    yield from needed("proxy_covers", covers, "Say where it covers this decision.")
    yield from short_enough("proxy_covers", covers)


_DOCUMENT = {
    Proxy.PARENTAL_RESPONSIBILITY: "Choose by what they hold parental responsibility.",
    Proxy.LPA_HEALTH: "Choose what was seen of the power of attorney.",
    Proxy.DEPUTY: "Choose what was seen of the court's order.",
}
_EVIDENCE = {
    Proxy.PARENTAL_RESPONSIBILITY: "Say how you know that they hold parental responsibility.",
    Proxy.LPA_HEALTH: "Say how you know that they are the attorney: reference, who checked.",
    Proxy.DEPUTY: "Say how you know that they are the deputy: order's number, who checked.",
}
