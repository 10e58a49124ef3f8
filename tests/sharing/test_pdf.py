from __future__ import annotations

import io
import re
from dataclasses import replace

import pypdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sharing_examples import DIRECTIONS, HEADER, PATIENT, SUMMARY, naughty_strings
from test_briefing import directions

from custodyhcp.records.directions import Directions, FitToDetain
from custodyhcp.resources import path
from custodyhcp.sharing.briefing import compose
from custodyhcp.sharing.fonts import characters_in, drawable_text
from custodyhcp.sharing.pdf import briefing_pdf, pages, summary_pdf
from custodyhcp.sharing.plain import one_line
from custodyhcp.sharing.summary import Action, Practice, sections

LONGEST_NAME = "Featherstonehaugh-Cholmondeley-Marj"
assert len(LONGEST_NAME) == 35


def reader(pdf: bytes) -> pypdf.PdfReader:
    return pypdf.PdfReader(io.BytesIO(pdf))


def text_of(pdf: bytes) -> str:
    return "\n".join(page.extract_text() for page in reader(pdf).pages)


def squeezed(text: str) -> str:
    return re.sub(r"[\s\u00a0]", "", text)


def in_order(text: str, parts: list[str]) -> None:
    at = 0
    for part in parts:
        found = text.find(squeezed(part), at)
        assert found >= 0, part
        at = found + 1


def claims(pdf: bytes) -> str:
    xmp = reader(pdf).metadata and reader(pdf).xmp_metadata
    assert xmp is not None
    return bytes(xmp.stream.get_data()).decode()


@pytest.mark.parametrize("made", [briefing_pdf(compose(DIRECTIONS, HEADER)), summary_pdf(SUMMARY)])
def test_it_claims_the_archive_and_accessibility_standards(made: bytes) -> None:
    said = claims(made)
    assert "<pdfaid:part>2</pdfaid:part>" in said
    assert "<pdfaid:conformance>A</pdfaid:conformance>" in said
    assert "<pdfuaid:part>1</pdfuaid:part>" in said
    root = reader(made).trailer["/Root"]
    assert root["/Lang"] == "en-GB"
    assert root["/MarkInfo"]["/Marked"]
    assert "/StructTreeRoot" in root
    assert len(made) < 1_000_000


def test_the_briefing_is_one_page_marked_top_and_bottom_and_in_order() -> None:
    briefing = compose(DIRECTIONS, HEADER)
    made = briefing_pdf(briefing)
    assert pages(made) == 1
    box = reader(made).pages[0].mediabox
    assert (round(box.width), round(box.height)) == (595, 842)
    text = text_of(made)
    assert text.count("OFFICIAL-SENSITIVE") == 2
    in_order(squeezed(text), [HEADER.name, *(line.text for line in briefing.lines)])
    for line in briefing.lines:
        assert squeezed(line.reason) in squeezed(text)
    assert "May be read by solicitor and appropriate adult." in text


def test_fitness_is_the_largest_thing_on_the_page() -> None:
    sizes: dict[str, float] = {}

    def seen(text: str, _cm: object, tm: list[float], _font: object, size: float) -> None:
        if text.strip():
            sizes[text.strip()] = abs(tm[3]) * size if size < 2 else max(abs(tm[3]), size)

    made = briefing_pdf(
        compose(replace(DIRECTIONS, fitness=FitToDetain.NOT_FIT_HOSPITAL_999), HEADER)
    )
    reader(made).pages[0].extract_text(visitor_text=seen)
    biggest = max(sizes.values())
    assert next(text for text, size in sizes.items() if size == biggest).startswith("NOT FIT")


@given(directions)
@settings(max_examples=25, deadline=None)
def test_whatever_is_typed_the_briefing_is_made_on_one_page(made_of: Directions) -> None:
    assert pages(briefing_pdf(compose(made_of, HEADER))) == 1


def test_the_longest_allowed_briefing_is_whole_and_on_one_page() -> None:
    words = "seventeen letters " * 10
    full = replace(
        DIRECTIONS,
        conditions=words,
        allergy=words,
        communication=words,
        food=words,
        self_harm_controls=words,
        appropriate_adult_reason=words,
        review_if_missed=words,
        call_hcp_if=tuple(f"{n} {words}" for n in range(5)),
        call_999_if=tuple(f"{n} {words}" for n in range(5)),
    )
    briefing = compose(full, replace(HEADER, name=f"{LONGEST_NAME.upper()}, {LONGEST_NAME} (Mr)"))
    made = briefing_pdf(briefing)
    assert pages(made) == 1
    in_order(squeezed(text_of(made)), [line.text for line in briefing.lines])


def test_the_summary_has_actions_first_and_every_section_whole() -> None:
    long_action = ("Please review " + "the plan and " * 40)[:400]
    long_patient = replace(PATIENT, family=LONGEST_NAME, given=LONGEST_NAME[::-1])
    made_of = replace(
        SUMMARY,
        patient=long_patient,
        practice=Practice("P" * 35, "A81001", "A" * 35),
        actions=tuple(Action(f"{n} {long_action}", "GP", "within 2 weeks") for n in range(8)),
        narrative="Settled after treatment. " * 120,
    )
    made = summary_pdf(made_of)
    text = squeezed(text_of(made))
    parts = [part for s in sections(made_of) for part in (s.heading, s.lines[0][:40])]
    in_order(text, parts)
    assert text.count(squeezed("the plan and")) >= 8 * 20
    assert squeezed(long_patient.given) in text


def test_every_page_says_who_which_and_how_many() -> None:
    made = summary_pdf(replace(SUMMARY, narrative="Settled after treatment. " * 400))
    count = pages(made)
    assert count > 1
    for number, page in enumerate(reader(made).pages, start=1):
        text = page.extract_text().replace("\u00a0", " ")
        for words in ("KOWALCZYK, Łukasz (Mr)", "03-Jan-1995", "943 476 5919", "not verified"):
            assert words in text
        assert text.count("Confidential: personal data") == 2
        assert f"Page {number} of {count}" in text
        assert "CH-2026-000123" in text
        assert "Version 1" in text


@pytest.mark.parametrize("made", [briefing_pdf(compose(DIRECTIONS, HEADER)), summary_pdf(SUMMARY)])
def test_the_title_and_the_metadata_name_nobody(made: bytes) -> None:
    shown = f"{reader(made).metadata} {claims(made)}"
    for identifier in ("Kowalczyk", "KOWALCZYK", "BRIEN", "Siobh", "9434765919", "1995", "4411"):
        assert identifier not in shown


def test_the_same_words_at_the_same_time_are_the_same_bytes() -> None:
    assert summary_pdf(SUMMARY) == summary_pdf(SUMMARY)
    assert briefing_pdf(compose(DIRECTIONS, HEADER)) == briefing_pdf(compose(DIRECTIONS, HEADER))


@pytest.mark.parametrize(
    "typed",
    [
        "#panic()",
        "$x^2$ *bold* _it_ `code` <label> @ref",
        '"); #read("/etc/passwd")',
        "\\u{1F600} // not a comment",
        "= heading",
    ],
)
def test_nothing_typed_is_markup(typed: str) -> None:
    made = text_of(summary_pdf(replace(SUMMARY, narrative=typed)))
    assert squeezed(typed) in squeezed(made)


@pytest.mark.parametrize(
    "name", ["محمد العلي", "שלמה כהן", "Дмитрий", "Ελένη", "Nguyễn", "王秀英", "😀", "\ue000x"]
)
def test_a_name_in_any_script_is_shown_or_spelt_out(name: str) -> None:
    made = summary_pdf(replace(SUMMARY, patient=replace(PATIENT, family=name)))
    assert pages(made) >= 1
    shown = squeezed(text_of(made))
    drawn = drawable_text(one_line(name))
    if drawn != name:
        assert squeezed(drawn.upper()) in shown.upper()


def test_a_word_longer_than_the_paper_is_broken_not_cut() -> None:
    word = "".join(f"{n:04d}x" for n in range(120))
    assert word in squeezed(text_of(summary_pdf(replace(SUMMARY, narrative=word))))


@given(st.text(max_size=60))
@settings(max_examples=40, deadline=None)
def test_any_text_can_be_printed(text: str) -> None:
    assert pages(summary_pdf(replace(SUMMARY, narrative=text, advice=text))) >= 1


def test_naughty_strings_can_be_printed_one_by_one() -> None:
    strings = naughty_strings()
    for start in range(0, len(strings), 40):
        some = strings[start : start + 40]
        assert pages(summary_pdf(replace(SUMMARY, narrative="\n".join(some)))) >= 1
        for text in some[:4]:
            assert pages(briefing_pdf(compose(replace(DIRECTIONS, food=text), HEADER))) == 1


def test_the_fonts_are_read_rightly() -> None:
    known = characters_in(path("fonts/DejaVuSans.ttf"))
    assert {ord(c) for c in "aŁŞžЯαא£"} <= known
    assert ord("中") not in known
    assert ord("ł") in characters_in(path("fonts/Inter-Regular.otf"))
