from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sharing_examples import DIRECTIONS

from custodyhcp.records.directions import GivenBy, MedicineDirection
from custodyhcp.sharing.leaks import nhs_numbers_in, prompts, prompts_for

LEAKY = [
    "HIV+, on Biktarvy 1 daily",
    "h.i.v. no, HIV yes",
    "Hep C, injects heroin",
    "hepatitis B carrier",
    "Paranoid schizophrenia, sectioned 2019",
    "EUPD, 6 overdoses, cuts arms",
    "CIWA 14, last drink 04:00",
    "GCS 15, hit head on kerb",
    "NEWS2: 7",
    "news 2 = 5",
    "T1DM on NovoRapid",
    "Says officer twisted his arm",
    "Trans woman, on HRT",
    "6/40 pregnant, wants termination",
    "NHS number 943 476 5919",
    "943-476-5919",
    "９４３４７６５９１９",
    "glucose 22 mmol/L",
    "sats 88 %",
    "BP 190/110",
    "F20.0 on record",
    "drug-seeking behaviour",
    "attention seeking",
    "confessed to the nurse",
    "bipolar disorder",
    "PTSD from service",
    "on clozapine",
    "lithium level due",
    "takes Truvada",
    "methadone 40 mL",
    "history of sexual assault",
    "miscarriage last year",
    "lives at SW1A 1AA",
    "a.person@example.com",
]
CLEAN = [
    "Own medicine held by HCP, due 21:00. Standard precautions for everyone.",
    "Withdrawal likely from 16:00: sweating, shivering, cramps. Call HCP.",
    "May be confused by noise. One person speaks, short sentences.",
    "Raised self-harm risk. No cords or razor.",
    "Alcohol withdrawal risk. Rouse every 30 min.",
    "Insulin-treated diabetes. Offer food now and 18:00.",
    "Pregnant. Not face down. Call HCP: pain or bleeding.",
    "ring 01632 960055",
    "own blue inhaler, 2 puffs if wheezy",
    "prepared meals only; no steps",
]


@pytest.mark.parametrize("text", LEAKY)
def test_what_custody_does_not_need_is_pointed_out(text: str) -> None:
    assert prompts_for({"Food, drink": text})


@pytest.mark.parametrize("text", CLEAN)
def test_a_minimum_line_passes_in_peace(text: str) -> None:
    assert not prompts_for({"Food, drink": text})


def test_it_looks_at_every_line_that_somebody_typed() -> None:
    assert not prompts(DIRECTIONS)
    for field in ("conditions", "allergy", "communication", "food", "self_harm_controls"):
        assert prompts(replace(DIRECTIONS, **{field: "HIV"}))
    assert prompts(replace(DIRECTIONS, call_999_if=("GCS 9",)))
    custody = MedicineDirection(GivenBy.CUSTODY, None, "clozapine")
    held = MedicineDirection(GivenBy.HCP, None, "clozapine")
    assert prompts(replace(DIRECTIONS, medicines=(custody,)))
    assert not prompts(replace(DIRECTIONS, medicines=(held,)))


def test_length_is_a_prompt_too() -> None:
    (line,) = prompts_for({"Food, drink": "word " * 21})
    assert line.found == ""
    many = {str(n): "word " * 20 for n in range(7)}
    assert any("140 words" in prompt.why for prompt in prompts_for(many))


@given(st.text())
def test_any_text_can_be_looked_at(text: str) -> None:
    prompts_for({"x": text})


def test_only_a_right_check_digit_makes_an_nhs_number() -> None:
    assert nhs_numbers_in("943 476 5919") == ("9434765919",)
    assert nhs_numbers_in("999 123 4567") == ()
    assert nhs_numbers_in("19434765919") == ()
