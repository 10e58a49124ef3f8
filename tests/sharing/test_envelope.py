from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from sharing_examples import COVERING, WHO

from custodyhcp.sharing.envelope import (
    TEMPLATE_WORDS,
    Envelope,
    Find,
    IdentifierFound,
    Identifiers,
    body_text,
    envelope_for,
    file_name,
    finds,
    initials,
    name_parts,
    refuse_identifiers,
    subject_line,
)

SENDER = (COVERING.service, COVERING.role, COVERING.mailbox)
ENVELOPE = envelope_for("a@nhs.net", False, COVERING)
FIELDS = ("subject", "body", "file_name", "pdf_title")


def with_text(field: str, text: str) -> Envelope:
    return replace(ENVELOPE, **{field: f"{getattr(ENVELOPE, field)} {text}"})


def test_the_templates_show_nobody() -> None:
    assert finds(ENVELOPE, WHO, SENDER) == ()


def test_subjects_are_as_the_guidance_writes_them() -> None:
    plain = "Custody healthcare summary for GP - ref CH-2026-000123 - "
    assert subject_line(COVERING, False) == plain + "action requested"
    assert subject_line(COVERING, True) == "[secure] " + plain + "action requested"
    assert subject_line(replace(COVERING, actions=0), False) == plain + "for information"
    correction = replace(COVERING, version=2, replaces=1)
    assert subject_line(correction, False) == plain + "correction v2 replaces v1"


def test_the_file_name_is_plain_and_short() -> None:
    assert file_name("CH-2026-000123", 1) == "custody-healthcare-summary_CH-2026-000123_v1.pdf"
    odd = file_name("../../é x" * 20, 12)
    assert re.fullmatch(r"[A-Za-z0-9_\-]+\.pdf", odd)
    assert len(odd) <= 64


def test_the_body_says_who_what_and_what_if_misdirected() -> None:
    body = body_text(COVERING)
    for words in ("LK", "Nov 2026", "1 page", "2 actions", "delete", "abababababab", "0.1.0"):
        assert words in body
    assert "No action requested" in body_text(replace(COVERING, actions=0))


def test_initials_are_one_letter_a_name() -> None:
    assert initials("Łukasz", "Kowalczyk") == "LK"
    assert initials("", "O’Brien") == "O"


PLANTED = [
    ("Kowalczyk", "name"),
    ("KOWALCZYK", "name"),
    ("kowalczyk's", "name"),
    ("Lukasz", "name"),
    ("Łukasz", "name"),
    ("lukaszkowalczyk", "name"),
    ("Lukasz_Kowalczyk", "name"),
    ("k.o.w.a.l.c.z.y.k", "name"),
    ("Ｋｏｗａｌｃｚｙｋ", "name"),
    ("03/01/1995", "date of birth"),
    ("3.1.95", "date of birth"),
    ("1995-01-03", "date of birth"),
    ("03-Jan-1995", "date of birth"),
    ("3 January 1995", "date of birth"),
    ("3rd Jan 95", "date of birth"),
    ("January 3, 1995", "date of birth"),
    ("03011995", "date of birth"),
    ("19950103", "date of birth"),
    ("030195", "date of birth"),
    ("01/03/1995", "date of birth"),
    ("9434765919", "NHS number"),
    ("943 476 5919", "NHS number"),
    ("943-476-5919", "NHS number"),
    ("943.476.5919", "NHS number"),
    ("9 4 3 4 7 6 5 9 1 9", "NHS number"),
    ("９４３ ４７６ ５９１９", "NHS number"),
    ("9434765870", "NHS number"),
    ("NG1 1AA", "postcode"),
    ("ng11aa", "postcode"),
    ("N G 1 1 A A", "postcode"),
    ("07700900123", "telephone number"),
    ("+44 7700 900 123", "telephone number"),
    ("(07700) 900-123", "telephone number"),
    ("NG/26/4411", "custody number"),
    ("ng-26-4411", "custody number"),
    ("NG264411", "custody number"),
]


@pytest.mark.parametrize("field", FIELDS)
@pytest.mark.parametrize(("text", "kind"), PLANTED)
def test_an_identifier_anywhere_on_the_envelope_blocks(field: str, text: str, kind: str) -> None:
    envelope = with_text(field, text)
    assert Find(field, kind) in finds(envelope, WHO, SENDER)
    with pytest.raises(IdentifierFound) as refused:
        refuse_identifiers(envelope, WHO, SENDER)
    assert text not in refused.value.words


@pytest.mark.parametrize(
    "name",
    ["Page", "Care", "Grace", "Mary-Kate O’Shaughnessy", "Øystein", "Ng", "Jo", "D’Angelo", "May"],
)
def test_a_person_named_like_a_word_of_the_template_can_still_be_written_about(name: str) -> None:
    assert finds(ENVELOPE, Identifiers(names=(name,)), SENDER) == ()


@pytest.mark.parametrize(
    ("name", "written"),
    [
        ("Smith-Jones", "smith jones"),
        ("Smith-Jones", "Jones"),
        ("O’Brien", "OBrien"),
        ("O’Brien", "o'brien"),
        ("O’Brien", "Brien"),
        ("D'Angelo", "dangelo"),
        ("Ångström", "Angstrom"),
        ("van der Berg", "vanderberg"),
        ("Zoë", "zoe"),
        ("Lee", "Lee"),
        ("Дмитрий", "Дмитрий"),
        ("王秀英", "王秀英"),
        ("Straße", "Strasse"),
    ],
)
def test_hyphens_apostrophes_and_accents_hide_nothing(name: str, written: str) -> None:
    who = Identifiers(names=(name,))
    assert Find("subject", "name") in finds(with_text("subject", written), who, SENDER)


def test_a_name_of_initials_only_is_not_searched_for() -> None:
    assert name_parts(("J", "K.", "Bo")) == frozenset()


names = st.text(alphabet=st.characters(categories=("L",), max_codepoint=0x24F), min_size=5)


@given(names, st.sampled_from(FIELDS), st.sampled_from(("upper", "lower", "title", "swapcase")))
@settings(max_examples=80)
def test_fuzz_any_latin_name_is_found_in_any_case(name: str, field: str, change: str) -> None:
    written = getattr(name, change)()
    assume(name_parts((name,)) & name_parts((written,)))
    assume(not name_parts((name,)) & TEMPLATE_WORDS)
    assert Find(field, "name") in finds(with_text(field, written), Identifiers(names=(name,)))


@given(st.dates(date(1920, 1, 1), date(2016, 12, 31)), st.sampled_from(FIELDS))
@settings(max_examples=80)
def test_fuzz_any_birthday_is_found_in_each_form(dob: date, field: str) -> None:
    who = Identifiers(dob=dob)
    for written in (
        f"{dob.day}/{dob.month}/{dob.year}",
        f"{dob.day:02d}-{dob.month:02d}-{dob.year % 100:02d}",
        dob.isoformat(),
        f"{dob:%d%m%Y}",
        f"{dob.day} {dob:%B} {dob.year}",
        f"{dob:%d}-{dob:%b}-{dob.year}",
    ):
        assert Find(field, "date of birth") in finds(with_text(field, written), who)


@given(st.text(), st.sampled_from(FIELDS))
def test_fuzz_any_text_can_be_searched(text: str, field: str) -> None:
    finds(with_text(field, text), WHO, SENDER)
