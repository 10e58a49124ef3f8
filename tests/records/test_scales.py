"""The scales: every worked example, every legal value, and what is refused.

The tables are stated here a second time, as a person would read them off the sheet, and not from
the resources: an error in either shows.
"""

from __future__ import annotations

import io
import itertools
import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from custodyhcp import rules
from custodyhcp.records.scales import audit_c, ciwa_ar, cows, four_at, gcs, news2
from custodyhcp.records.scales.news2 import Consciousness, Vitals
from custodyhcp.records.scales.scale import Incomplete, NotAValue, Result

TABLE = json.loads((Path(__file__).parent / "tables" / "scales.json").read_text("utf-8"))["scales"]
EXAMPLES = [
    pytest.param(name, row, id=f"{name}-{row['id']}")
    for name, rows in TABLE.items()
    for row in rows
]
MODULES = {"ciwa_ar": ciwa_ar, "cows": cows, "gcs": gcs, "audit_c": audit_c, "4at": four_at}


def ask(name: str, *cases: Any) -> list[Any]:
    out = io.StringIO()
    lines = [case if isinstance(case, bytes) else json.dumps(case).encode() for case in cases]
    assert rules.ask(name, lines, out) == 0
    return [json.loads(line) for line in out.getvalue().splitlines()]


@pytest.mark.parametrize(("name", "row"), EXAMPLES)
def test_a_worked_example(name: str, row: Any) -> None:
    (said,) = ask(name, row["case"])
    if row.get("error"):
        assert list(said) == ["error"]
        return
    assert said == said | {k: v for k, v in row.items() if k not in ("id", "case")}
    assert ("total" in said) == ("incomplete" not in said)
    assert "incomplete" in said or said["band_source"]


# NEWS2, said again


def respiration(n: int) -> int:
    if n <= 8 or n >= 25:
        return 3
    return 1 if n <= 11 else 0 if n <= 20 else 2


def saturation_1(n: int) -> int:
    return 3 if n <= 91 else 2 if n <= 93 else 1 if n <= 95 else 0


def saturation_2(n: int, oxygen: bool) -> int:
    if n <= 87:
        return 3 if n <= 83 else 2 if n <= 85 else 1
    if n <= 92 or not oxygen:
        return 0
    return 1 if n <= 94 else 2 if n <= 96 else 3


def systolic(n: int) -> int:
    if n <= 90 or n >= 220:
        return 3
    return 2 if n <= 100 else 1 if n <= 110 else 0


def heart(n: int) -> int:
    if n <= 40 or n >= 131:
        return 3
    if 51 <= n <= 90:
        return 0
    return 2 if n >= 111 else 1


def warmth(tenths: int) -> int:
    if tenths <= 350:
        return 3
    if tenths >= 391:
        return 2
    return 0 if 361 <= tenths <= 380 else 1


CALM = Vitals(16, 98, 1, False, 124, 76, Consciousness.A, Decimal("36.8"))


def with_one(**changed: Any) -> Result:
    said = {name: getattr(CALM, name) for name in CALM.__slots__}
    scored = news2.score(Vitals(**{**said, **changed}))
    assert isinstance(scored, Result)
    return scored


def test_each_parameter_over_all_it_can_be() -> None:
    for n in range(0, 121):
        assert with_one(respiration_rate=n).total == respiration(n)
    for n in range(0, 401):
        assert with_one(systolic_bp=n).total == systolic(n)
        assert with_one(pulse=n).total == heart(n)
    for tenths in range(100, 501):
        assert with_one(temperature=Decimal(tenths) / 10).total == warmth(tenths)
    for n, oxygen in itertools.product(range(0, 101), (False, True)):
        extra = 2 if oxygen else 0
        first = with_one(spo2=n, supplemental_oxygen=oxygen)
        second = with_one(spo2=n, supplemental_oxygen=oxygen, spo2_scale=2)
        assert first.total == saturation_1(n) + extra
        assert second.total == saturation_2(n, oxygen) + extra
    for level in Consciousness:
        assert with_one(consciousness=level).total == (0 if level is Consciousness.A else 3)


def test_the_band_over_every_mix_of_points() -> None:
    """One value for each number of points a parameter can have: every sum, every single 3."""
    respirations, saturations, pressures = (16, 10, 22, 8), (98, 94, 92, 90), (124, 105, 95, 80)
    pulses, warmths = (76, 45, 120, 35), ("36.8", "38.5", "39.5", "34.0")
    seen = set()
    for r, s, o, b, p, c, t in itertools.product(
        respirations, saturations, (False, True), pressures, pulses, "AC", warmths
    ):
        vitals = Vitals(r, s, 1, o, b, p, Consciousness(c), Decimal(t))
        scored = news2.score(vitals)
        assert isinstance(scored, Result)
        points = list(scored.points.values())
        total = sum(points)
        expected = "high" if total >= 7 else "medium" if total >= 5 else "low"
        if expected == "low" and max(points) == 3:
            expected = "low-medium"
        assert (scored.total, scored.band) == (total, expected)
        seen.add(total)
    assert seen == set(range(21))


@pytest.mark.parametrize("lacking", sorted(news2.NAMES))
def test_no_total_while_one_is_unanswered(lacking: str) -> None:
    case = dict(TABLE["news2"][2]["case"])
    (null,) = ask("news2", {**case, lacking: None})
    case.pop(lacking)
    (absent,) = ask("news2", case)
    assert null == absent == {"incomplete": [lacking]}


NOT_NUMBERS = (b"true", b"false", b'"16"', b"[]", b"{}", b"NaN", b"Infinity", b"1e999", b'""')


@pytest.mark.parametrize("name", sorted(news2.measures()))
@pytest.mark.parametrize("bad", [*NOT_NUMBERS, b"-1", b"1" * 400, b"1" * 5000, b"35.05", b"370.5"])
def test_what_is_no_measurement_is_refused(name: str, bad: bytes) -> None:
    (said,) = ask("news2", b'{"' + name.encode() + b'": ' + bad + b"}")
    assert list(said) == ["error"]
    assert len(said["error"]) < 300


@pytest.mark.parametrize(
    ("field", "bad"),
    [
        ("spo2_scale", 0),
        ("spo2_scale", 3),
        ("spo2_scale", True),
        ("spo2_scale", 1.0),
        ("supplemental_oxygen", 1),
        ("supplemental_oxygen", "air"),
        ("consciousness", "a"),
        ("consciousness", "ALERT"),
        ("consciousness", 0),
        ("respiration_rate", 16.0),
        ("temperature", 370),
        ("age", 40),
    ],
)
def test_other_words_are_refused(field: str, bad: Any) -> None:
    (said,) = ask("news2", {**TABLE["news2"][0]["case"], field: bad})
    assert list(said) == ["error"]


def test_370_degrees_is_refused_in_plain_words() -> None:
    (said,) = ask("news2", {"temperature": 370})
    assert said["error"].startswith("370 cannot be right: temperature is between 10.0 and 50.0 °C.")


def test_35_05_is_refused_and_not_rounded() -> None:
    (said,) = ask("news2", {"temperature": 35.05})
    assert "one decimal place" in said["error"]
    assert "not rounded" in said["error"]


def test_no_score_under_16_or_in_pregnancy() -> None:
    assert news2.not_for(age=15, pregnant=False) is not None
    assert news2.not_for(age=34, pregnant=True) is not None
    assert news2.not_for(age=16, pregnant=False) is None
    assert news2.not_for(age=None, pregnant=False) is None


def test_the_workings_add_up_line_by_line() -> None:
    scored = with_one(pulse=112, supplemental_oxygen=True)
    assert [line.points for line in scored.workings] == [0, 0, 2, 0, 2, 0, 0]
    assert scored.workings[4].found == "112 /min"


@pytest.mark.parametrize(
    ("vitals", "begins"),
    [
        (CALM, "Normal review"),
        (Vitals(9, 98, 1, False, 124, 76, Consciousness.A, Decimal("36.8")), "Say when"),
        (Vitals(8, 98, 1, False, 124, 76, Consciousness.A, Decimal("36.8")), "Recheck within"),
        (Vitals(16, 98, 1, False, 124, 76, Consciousness.V, Decimal("36.8")), "Hospital, unless"),
        (Vitals(25, 92, 1, False, 124, 76, Consciousness.A, Decimal("36.8")), "Urgent"),
        (Vitals(25, 90, 1, False, 100, 76, Consciousness.U, Decimal("36.8")), "Call 999"),
    ],
)
def test_the_mapping_for_custody(vitals: Vitals, begins: str) -> None:
    scored = news2.score(vitals)
    assert isinstance(scored, Result)
    assert news2.custody_advice(scored).startswith(begins)


# the scales with items, said again

SEVEN = tuple(range(8))
LEGAL: dict[str, list[tuple[int, ...]]] = {
    "ciwa_ar": [SEVEN] * 9 + [(0, 1, 2, 3, 4)],
    "cows": [
        (0, 1, 2, 3, 4),
        (0, 1, 3, 5),
        (0, 1, 2, 5),
        (0, 1, 2, 4),
        (0, 1, 2, 4),
        (0, 1, 2, 3, 5),
        (0, 1, 2, 4),
        (0, 1, 2, 4),
        (0, 1, 2, 4),
        (0, 3, 5),
    ],
    "gcs": [(1, 2, 3, 4), (1, 2, 3, 4, 5), (1, 2, 3, 4, 5, 6)],
    "audit_c": [(0, 1, 2, 3, 4)] * 3,
    "4at": [(0, 4), (0, 1, 2), (0, 1, 2), (0, 4)],
}
MOST = {"ciwa_ar": 67, "cows": 44, "gcs": 15, "audit_c": 12, "4at": 12}  # COWS without its pulse


def case_of(name: str, items: list[Any]) -> dict[str, Any]:
    return {"pulse_bpm": 70, "items": items} if name == "cows" else {"items": items}


@pytest.mark.parametrize("name", sorted(LEGAL))
def test_each_item_takes_its_values_and_no_other(name: str) -> None:
    lowest = [legal[0] for legal in LEGAL[name]]
    tried = [*range(-3, 12), 10**400, 1.0, 0.5, True, False, "1", "", [], {}, "nt"]
    cases, expected = [], []
    for place, legal in enumerate(LEGAL[name]):
        for value in tried:
            items: list[Any] = list(lowest)
            items[place] = value
            good = type(value) is int and value in legal
            cases.append(case_of(name, items))
            expected.append(sum(items) if good else None)
    said = ask(name, *cases)
    assert [answer.get("total") for answer in said] == expected
    assert all(list(a) == ["error"] for a, e in zip(said, expected, strict=True) if e is None)
    most = ask(name, case_of(name, [legal[-1] for legal in LEGAL[name]]))
    assert most[0]["total"] == MOST[name]


@pytest.mark.parametrize("name", sorted(LEGAL))
def test_no_total_for_any_set_of_unanswered_items(name: str) -> None:
    items: list[Any] = [legal[-1] for legal in LEGAL[name]]
    keys = [item.key for item in MODULES[name].items()]
    cases, expected = [], []
    for lacking in itertools.chain.from_iterable(
        itertools.combinations(range(len(items)), n) for n in (1, 2, len(items))
    ):
        given = [None if place in lacking else value for place, value in enumerate(items)]
        cases.append(case_of(name, given))
        expected.append({"incomplete": [keys[place] for place in lacking]})
    assert ask(name, *cases) == expected


@pytest.mark.parametrize("name", sorted(LEGAL))
@pytest.mark.parametrize("items", [None, {}, "0", [], [0] * 30, 5])
def test_a_list_of_another_length_is_refused(name: str, items: Any) -> None:
    assert list(ask(name, {**case_of(name, []), "items": items})[0]) == ["error"]


def test_a_field_that_is_not_known_is_refused() -> None:
    for name, legal in LEGAL.items():
        case = {**case_of(name, [each[0] for each in legal]), "sex": "F"}
        assert "Unknown field: sex" in ask(name, case)[0]["error"]


def test_the_pulse_of_cows() -> None:
    for bpm in range(0, 401):
        scored = cows.score(bpm, [0] * 10)
        assert isinstance(scored, Result)
        assert scored.total == (0 if bpm <= 80 else 1 if bpm <= 100 else 2 if bpm <= 120 else 4)
    assert cows.score(None, [None] * 10).missing[0] == "pulse_bpm"  # type: ignore[union-attr]
    for bad in (-1, 401, 10**400):
        with pytest.raises(NotAValue):
            cows.score(bad, [0] * 10)
    bad_pulses = [{"pulse_bpm": bad, "items": [0] * 10} for bad in (True, "70", 70.0, [])]
    assert all(list(said) == ["error"] for said in ask("cows", *bad_pulses))


@pytest.mark.parametrize("name", sorted(LEGAL))
def test_every_total_has_one_band_of_a_named_set(name: str) -> None:
    about = MODULES[name].about()
    lowest, most = {"gcs": (3, 15), "cows": (0, 48)}.get(name, (0, MOST[name]))
    for bands in about.band_sets:
        assert bands.source
        for total in range(lowest, most + 1):
            assert sum(band.low <= total <= band.high for band in bands.bands) == 1


def test_where_the_two_sets_of_ciwa_disagree() -> None:
    told = {total for total in range(68) if ciwa_ar.other_bands(total)}
    by_words = {0: "minimal-mild", 1: "moderate", 2: "severe"}
    apart = set()
    for total in range(68):
        a = 0 if total < 8 else 1 if total < 15 else 2
        b = 0 if total < 10 else 1 if total < 19 else 2
        assert ciwa_ar.about().bands("A").band(total) == by_words[a]
        if a != b:
            apart.add(total)
    assert apart == {8, 9, 15, 16, 17, 18}
    assert apart <= told


def test_a_band_set_that_is_not_there_is_refused() -> None:
    assert list(ask("ciwa_ar", {"items": [0] * 10, "band_set": "C"})[0]) == ["error"]
    assert list(ask("ciwa_ar", {"items": [0] * 10, "band_set": 1})[0]) == ["error"]


@pytest.mark.parametrize("place", range(3))
def test_nt_is_never_counted(place: int) -> None:
    answers: list[Any] = [4, 5, 6]
    answers[place] = gcs.NT
    scored = gcs.score(answers)
    assert isinstance(scored, gcs.NotTestable)
    assert f"{gcs.LETTERS[place]}NT" in scored.profile
    answers[(place + 1) % 3] = None
    assert isinstance(gcs.score(answers), Incomplete)


def test_each_says_where_it_is_from_and_under_what_licence() -> None:
    for module in (*MODULES.values(), news2):
        about = module.about()
        assert about.source and about.licence and about.acknowledgement and about.version
    assert news2.about().acknowledgement == "NEWS2 © Royal College of Physicians 2017"
