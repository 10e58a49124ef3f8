"""The scales as they may be asked from outside (docs/rules.md).

A case has no field but those named. A field that is null or left out is not answered; an item of a
list that is null is not answered, and a list has every place.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import Any

from custodyhcp.asking import Case, Rule
from custodyhcp.errors import KnownError
from custodyhcp.records.scales import audit_c, ciwa_ar, cows, four_at, gcs, news2
from custodyhcp.records.scales.news2 import Consciousness, Vitals
from custodyhcp.records.scales.scale import Item, Result, Scored, shown, whole

Answer = Mapping[str, Any]


class CaseNotAccepted(KnownError):
    """The case is not one that can be scored."""


def _only(case: Case, fields: Mapping[str, str]) -> None:
    unknown = sorted(str(name) for name in set(case) - set(fields))
    if unknown:
        raise CaseNotAccepted(
            f"Unknown field: {', '.join(unknown)[:200]}.", f"The fields are {', '.join(fields)}."
        )


def _answer(scored: Scored, *, in_order: bool, **more: Any) -> Answer:
    if not isinstance(scored, Result):
        return {"incomplete": list(scored.missing)}
    points = scored.points
    return {
        "total": scored.total,
        "points": list(points.values()) if in_order else dict(points),
        "band": scored.band,
        "band_source": scored.band_source,
        **more,
    }


def _items(case: Case) -> Sequence[Any]:
    given = case.get("items")
    if not isinstance(given, list):
        raise CaseNotAccepted("'items' is a list, with every item in order; null where not known.")
    return given


# NEWS2

_NEWS2_FIELDS = MappingProxyType(
    {
        "respiration_rate": "whole number a minute",
        "spo2": "whole number, %",
        "spo2_scale": "1|2",
        "supplemental_oxygen": "true|false",
        "systolic_bp": "whole number, mmHg",
        "pulse": "whole number a minute",
        "consciousness": "A|C|V|P|U",
        "temperature": "°C, one decimal",
    }
)


def answer_news2(case: Case) -> Answer:
    _only(case, _NEWS2_FIELDS)
    measured = {key: _number(case, key) for key in news2.measures()}
    vitals = Vitals(
        spo2_scale=_spo2_scale(case.get("spo2_scale")),
        supplemental_oxygen=_true_or_false(case, "supplemental_oxygen"),
        consciousness=_consciousness(case.get("consciousness")),
        **measured,
    )
    return _answer(news2.score(vitals), in_order=False)


def _number(case: Case, key: str) -> Any:
    value = case.get(key)
    if value is None:
        return None
    measure = news2.measures()[key]
    exact = measure.accept(value)
    return exact if measure.places else int(exact)


def _spo2_scale(value: Any) -> int | None:
    return None if value is None else whole("spo2_scale", "The SpO2 scale", value)


def _true_or_false(case: Case, key: str) -> bool | None:
    value = case.get(key)
    if value is None or isinstance(value, bool):
        return value
    raise CaseNotAccepted(f"'{key}' is true or false.")


def _consciousness(value: Any) -> Consciousness | None:
    if value is None:
        return None
    found = next((each for each in Consciousness if each.value == value), None)
    if found is None:
        raise CaseNotAccepted(f"{shown(value)} is not one of A, C, V, P and U.")
    return found


# the scales with items


def answer_ciwa_ar(case: Case) -> Answer:
    _only(case, _CIWA_FIELDS)
    chosen = case.get("band_set")
    if chosen is not None and not isinstance(chosen, str):
        raise CaseNotAccepted("'band_set' is words, in quotation marks.")
    return _answer(ciwa_ar.score(_items(case), chosen or ""), in_order=True)


def answer_cows(case: Case) -> Answer:
    _only(case, _COWS_FIELDS)
    return _answer(cows.score(case.get("pulse_bpm"), _items(case)), in_order=True)


def answer_gcs(case: Case) -> Answer:
    _only(case, _GCS_FIELDS)
    given = _items(case)
    scored = gcs.score(given)
    if isinstance(scored, gcs.NotTestable):
        return {"incomplete": list(scored.keys), "profile": scored.profile}
    return _answer(scored, in_order=True, profile=gcs.profile(given))


def answer_audit_c(case: Case) -> Answer:
    _only(case, _AUDIT_FIELDS)
    scored = audit_c.score(_items(case))
    if not isinstance(scored, Result):
        return _answer(scored, in_order=True)
    screen = "positive" if audit_c.positive(scored.total) else "negative"
    return _answer(scored, in_order=True, screen=screen)


def answer_4at(case: Case) -> Answer:
    _only(case, _FOUR_AT_FIELDS)
    return _answer(four_at.score(_items(case)), in_order=True)


def _named(items: Sequence[Item]) -> str:
    told = (f"{item.key} {'|'.join(map(str, item.legal))}" for item in items)
    return f"{len(items)}, in order: " + ", ".join(told)


def _fields(items: Sequence[Item], **more: str) -> Mapping[str, str]:
    return MappingProxyType({**more, "items": _named(items)})


_CIWA_FIELDS = _fields(ciwa_ar.items(), band_set="may be left out: A|B")
_COWS_FIELDS = _fields(cows.items(), pulse_bpm="whole number of beats a minute, at rest")
_GCS_FIELDS = _fields(gcs.items())
_AUDIT_FIELDS = _fields(audit_c.items())
_FOUR_AT_FIELDS = _fields(four_at.items())


def _rule(
    name: str, summary: str, fields: Mapping[str, str], answer: Callable[[Case], Answer]
) -> tuple[str, Rule]:
    return name, Rule(name, summary, fields, answer)


RULES: Mapping[str, Rule] = MappingProxyType(
    dict(
        (
            _rule("news2", "What is the NEWS2?", _NEWS2_FIELDS, answer_news2),
            _rule("ciwa_ar", "What is the CIWA-Ar total?", _CIWA_FIELDS, answer_ciwa_ar),
            _rule("cows", "What is the COWS total?", _COWS_FIELDS, answer_cows),
            _rule("gcs", "What is the Glasgow Coma Scale?", _GCS_FIELDS, answer_gcs),
            _rule("audit_c", "What is the AUDIT-C total?", _AUDIT_FIELDS, answer_audit_c),
            _rule("4at", "What is the 4AT total?", _FOUR_AT_FIELDS, answer_4at),
        )
    )
)
