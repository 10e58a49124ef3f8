"""The paper says which briefing it is: code, square, copy number, stamp; and a paper is checked."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pypdf
import pypdfium2
import pytest
import segno
from hypothesis import given, settings
from hypothesis import strategies as st
from sharing_examples import DIRECTIONS, HEADER, NOW
from sharing_people import PLACE, directed, directions_at

from custodyhcp.ledger.note import read_checkpoint
from custodyhcp.records import assessing
from custodyhcp.sharing import check_code, papers, publishing, register
from custodyhcp.sharing.briefing import compose
from custodyhcp.sharing.check_code import CheckCode
from custodyhcp.sharing.papers import Standing
from custodyhcp.sharing.pdf import OnPaper, Replaced, briefing_pdf, pages
from custodyhcp.vault.codes import Mistyped
from custodyhcp.vault.compartments import Compartment

CODE = CheckCode.of(1042, bytes(range(1, 33)), 2)


def text_of(pdf: bytes) -> str:
    return "\n".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(pdf)).pages)


@given(st.integers(1, 2**28 - 1), st.binary(min_size=32, max_size=32), st.integers(1, 999))
@settings(max_examples=80)
def test_a_code_is_read_as_it_was_printed(size: int, root: bytes, version: int) -> None:
    code = CheckCode.of(size, root, version)
    assert check_code.read(code.in_qr) == code
    assert check_code.read(code.words.lower().replace("-", " ")) == replace(code, version=None)
    assert code.fits(root)
    assert not code.fits(bytes([root[0] ^ 1]) + root[1:])


@given(st.integers(0, 24), st.sampled_from("0123456789ABCDEFGHJKMNPQRSTVWXYZ"))
@settings(max_examples=60)
def test_one_wrong_character_is_found_and_its_group_named(place: int, letter: str) -> None:
    letters = list(CODE.words.replace("-", ""))
    if letters[place] == letter:
        return
    letters[place] = letter
    with pytest.raises(Mistyped) as refused:
        check_code.read("".join(letters))
    assert refused.value.groups == (place // 5 + 1,)


def test_the_square_on_the_page_holds_code_and_version_and_nothing_else() -> None:
    """The page is drawn as a printer would, and its modules are those of the standard's code."""
    pdf = briefing_pdf(compose(DIRECTIONS, HEADER), OnPaper(CODE, 3))
    page = pypdfium2.PdfDocument(pdf)[0]
    (box,) = [one.get_bounds() for one in page.get_objects() if one.type == 2 and _dark(one)]
    wanted = [list(map(bool, row)) for row in segno.make(f"{CODE.words} V2", error="m",
              micro=False, boost_error=False).matrix]  # fmt: skip
    scale = 6.0
    bitmap = page.render(scale=scale, grayscale=True)
    left, bottom, right, top = box
    side, high = len(wanted), page.get_height()
    step = (right - left) / side
    assert step == pytest.approx((top - bottom) / side)
    data, stride = bytes(bitmap.buffer), bitmap.stride
    seen = [
        [
            data[int((high - top + (y + 0.5) * step) * scale) * stride
                 + int((left + (x + 0.5) * step) * scale)] < 128
            for x in range(side)
        ]
        for y in range(side)
    ]  # fmt: skip
    assert seen == wanted
    assert not set(CODE.in_qr) - set("0123456789ABCDEFGHJKMNPQRSTVWXYZ- ")


def _dark(drawn: Any) -> bool:
    left, bottom, right, top = drawn.get_bounds()
    return 40 < right - left < 75 and abs((right - left) - (top - bottom)) < 0.5 and left > 400 \
        and drawn.get_bounds()[2] - left < 63  # fmt: skip


def test_an_old_version_is_stamped_and_still_one_accessible_page() -> None:
    briefing = compose(DIRECTIONS, HEADER)
    old = briefing_pdf(briefing, OnPaper(CODE, 4, Replaced(3, NOW + timedelta(hours=1))))
    said = text_of(old)
    assert "SUPERSEDED" in said
    assert "Do not act on this paper: replaced by v3 given 23-Nov-2026 16:40." in said
    assert "Copy 4" in said
    assert CODE.words in said
    assert pages(old) == 1
    assert b"pdfuaid" in old or "pdfuaid" in str(pypdf.PdfReader(io.BytesIO(old)).xmp_metadata)
    assert "SUPERSEDED" not in text_of(briefing_pdf(briefing, OnPaper(CODE, 4)))


def test_the_longest_briefing_with_code_and_stamp_is_one_page() -> None:
    long = replace(DIRECTIONS, food="word " * 40, communication="word " * 40, allergy="word " * 40)
    stamp = Replaced(3, NOW)
    assert pages(briefing_pdf(compose(long, HEADER), OnPaper(CODE, 999, stamp))) == 1


def test_a_paper_is_current_then_superseded_and_the_code_stays_the_same(suite: Any) -> None:
    ids = directed(suite.hcp)
    first = publishing.publish(suite.hcp, ids.detention, PLACE)
    code = papers.code_of(suite.hcp, first)
    signed = read_checkpoint(suite.hcp.checkpoint())
    assert code.size <= signed.size
    found = papers.check(suite.sergeant, code.in_qr)
    assert found.standing is Standing.CURRENT
    assert found.version is not None
    assert found.version.entry == first.entry

    suite.clock.forward(minutes=5)
    assessing.give_directions(suite.hcp, ids.detention, directions_at(suite.hcp, food="soft"))
    publishing.publish(suite.hcp, ids.detention, PLACE)
    assert papers.code_of(suite.sergeant, first) == code
    assert papers.check(suite.sergeant, code.words).standing is Standing.REPLACED
    stamped = papers.next_copy(suite.hcp, first)
    assert "Do not act on this paper: replaced by v2" in text_of(stamped.pdf)


def test_what_does_not_fit_is_never_called_ours(suite: Any) -> None:
    ids = directed(suite.hcp)
    made = publishing.publish(suite.hcp, ids.detention, PLACE)
    code = papers.code_of(suite.hcp, made)
    root = bytes([code.root_start[0] ^ 1]) + code.root_start[1:] + bytes(23)
    wrong = (
        CheckCode.of(code.size, root, 1),
        CheckCode.of(code.size - 1, suite.hcp.vouched_root(code.size - 1), 1),
        CheckCode.of(2**28 - 1, root, 1),
        replace(code, version=7),
    )
    for one in wrong:
        assert papers.check(suite.sergeant, one.in_qr).standing is Standing.UNKNOWN


def test_the_copy_looked_at_is_the_copy_recorded_with_its_number_on_it(suite: Any) -> None:
    from hashlib import sha256

    ids = directed(suite.hcp)
    made = publishing.publish(suite.hcp, ids.detention, PLACE)
    copy = papers.next_copy(suite.hcp, made)
    assert "Copy 1" in text_of(copy.pdf)
    second = papers.next_copy(suite.hcp, made)
    papers.hand_over(suite.hcp, copy, register.What.BRIEFING_PRINT, "printer Desk")
    with pytest.raises(papers.AnotherCopy):
        papers.hand_over(suite.hcp, second, register.What.BRIEFING_PRINT, "printer Desk")
    (entry,) = suite.ig.read(kinds={register.KIND})
    told = entry.body(Compartment.OVERSIGHT)
    assert (told["copy"], told["sha256"]) == (1, sha256(copy.pdf).hexdigest())
