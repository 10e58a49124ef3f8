"""The free-text rule: a reason has to be a reason (domain consent 8.3)."""

from __future__ import annotations

import pytest

from custodyhcp.consent.reasons import LONGEST, reason_problems

GOOD = "Found drowsy with empty blister packs; need to know her repeat medicines."


@pytest.mark.parametrize(
    "text",
    [
        GOOD,
        "Not rousable, sugar 2.1, insulin pen in property",
        "Brak kontaktu, prawdopodobnie padaczka, jakie leki bierze?",
    ],
)
def test_a_sentence_of_ones_own_will_do(text: str) -> None:
    assert reason_problems(text) == ()


@pytest.mark.parametrize(
    "text",
    [
        "",
        "   \n\t   ",
        "emergency",
        "Emergency emergency emergency emergency",
        "as above, as above, as above, see notes",
        "Medical emergency. Best interests. Clinical need.",
        "aaaaaaaaaaaaaaaaaaaaaaaaaaaa",
        "xyxyxyxyxyxyxyxyxyxyxyxyxyxy xy xy",
        "asdf asdf asdf asdf asdf asdf asdf",
        "....................................",
        "a b c d e f g h i j",
        "short but true",
        "\u200b" * 40,
        "x\u200b" * 40,
        "\u2800" * 40,
        "Urgent: patient care required, in best interests, life threatening emergency",
    ],
)
def test_stock_phrases_and_filler_will_not(text: str) -> None:
    (problem,) = reason_problems(text)
    assert problem.field == "reason"
    assert problem.words


def test_not_what_its_author_wrote_the_last_time() -> None:
    assert reason_problems(GOOD, last=GOOD)
    assert reason_problems(GOOD.upper().replace(";", ","), last=f"  {GOOD} ")
    assert not reason_problems(GOOD, last="Something else about another person entirely")


def test_it_fits_the_audit_log() -> None:
    assert reason_problems(f"{GOOD} {'word ' * LONGEST}")
