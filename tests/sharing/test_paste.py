from __future__ import annotations

from dataclasses import replace

from hypothesis import given, settings
from sharing_examples import DIRECTIONS, HEADER, naughty_strings
from test_briefing import directions

from custodyhcp.records.directions import Directions, GivenBy, MedicineDirection
from custodyhcp.sharing.briefing import compose
from custodyhcp.sharing.paste import LIMIT, paste_blocks
from custodyhcp.sharing.plain import ascii_fold, wrapped

EXPECTED = """\
HEALTH BRIEFING v2, replaces v1 given 14:05 Ref NG/26/4411 Cell 07
Given 23-Nov-2026 15:40 by J Smith RN, phone 01632 960055
FITNESS TO DETAIN: FIT, WITH CONDITIONS
CONDITIONS: stays in a cell with CCTV
OBSERVE: Level 2, visit AND ROUSE every 30 min until 21:40 (recent alcohol)
CALL US IF: shaking, sweating, seeing things
CALL 999 IF: cannot be woken, fits
NEXT REVIEW: 17:40. If missed: ring 01632 960055
APPROPRIATE ADULT: recommended: may not follow fast speech
TALKING: short sentences, one person speaks
MEDICINE: Healthcare holds and gives it, due 20:40, with food
MEDICINE 2: own blue inhaler, as needed, custody gives, 2 puffs if wheezy, keep
  in cell
ALLERGY: latex: use nitrile gloves
FOOD, DRINK: meals now and 18:00
SELF-HARM: RAISED: no cords or razor
INFECTION: Standard precautions for everyone.
FULL RECORD: held by healthcare, entry E-9
May be read by solicitor and appropriate adult.
For care in custody only: not to be entered as a warning marker unless
  healthcare agrees.
OFFICIAL-SENSITIVE
"""


def well_made(block: str) -> None:
    assert len(block) <= LIMIT
    assert block.isascii()
    assert block.endswith("\r\n")
    for line in block.removesuffix("\r\n").split("\r\n"):
        assert len(line) <= 80
        assert line.isprintable()
        assert line.strip()[:1] not in ("=", "+", "-", "@")


def test_the_block_is_as_a_custody_record_takes_it() -> None:
    (block,) = paste_blocks(compose(DIRECTIONS, HEADER))
    assert block.replace("\r\n", "\n") == EXPECTED
    well_made(block)


@given(directions)
@settings(max_examples=60)
def test_whatever_is_typed_the_block_is_well_made(made_of: Directions) -> None:
    for block in paste_blocks(compose(made_of, HEADER)):
        well_made(block)


def test_a_long_briefing_is_split_between_lines_and_loses_no_word() -> None:
    many = tuple(
        MedicineDirection(GivenBy.CUSTODY, None, f"medicine-{n} 250 mg", "one with water", True)
        for n in range(30)
    )
    blocks = paste_blocks(compose(replace(DIRECTIONS, medicines=many), HEADER))
    assert len(blocks) > 1
    for number, block in enumerate(blocks, start=1):
        well_made(block)
        assert f"({number} of {len(blocks)})" in block
        assert block.startswith("HEALTH BRIEFING")
    assert all(any(f"medicine-{n} 250 mg" in block for block in blocks) for n in range(30))


def test_a_number_stays_with_its_unit() -> None:
    for width in range(14, 40):
        for line in wrapped("give 250 mg with water every 30 min until told", width):
            assert not line.endswith((" 250", " 30", "250", "30"))


def test_a_word_longer_than_a_line_is_broken_not_lost() -> None:
    lines = wrapped("x" * 300, 80)
    assert "".join(line.strip() for line in lines) == "x" * 300
    assert max(map(len, lines)) <= 80


def test_folding_keeps_the_sense() -> None:
    assert ascii_fold("Łukasz O’Brien – 5 µg ≥ 2") == "Lukasz O'Brien - 5 microg >= 2"
    assert ascii_fold("中") == "[U+4E2D]"
    assert ascii_fold("a\u200bb\u202ec\x00d\te") == "abc d e"


def test_naughty_strings_stay_words() -> None:
    for text in naughty_strings():
        for block in paste_blocks(compose(replace(DIRECTIONS, food=text, allergy=text), HEADER)):
            well_made(block)
