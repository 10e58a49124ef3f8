"""The handover on paper: everything on it, nothing of it markup, as many pages as it needs."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pypdfium2
import pytest

from custodyhcp.records.handover import NOT_FIT, Handover, Item, Sheet
from custodyhcp.sharing.handover_pdf import MARKING, Paper, Whom, counted, handover_pdf
from custodyhcp.sharing.pdf import pages

AT = datetime(2026, 11, 23, 3, 12, tzinfo=UTC)


def paper(number: int, note: str = "", *, accepted: bool = False) -> Paper:
    late = Item(
        "Review",
        "",
        AT - timedelta(minutes=18),
        None,
        18,
        ("03:10 to Doctor on call, Dr O: rings",),
    )
    soon = Item("Medicine", "insulin", AT + timedelta(minutes=8), None, 0)
    unfit = Item(NOT_FIT, "", None, AT - timedelta(minutes=9), 0)
    sheets = tuple(Sheet(f"d{n}", f"p{n}", (unfit, late, soon), note) for n in range(number))
    people = {f"d{n}": Whom(f"{n:02d}", f"SMITH, John {n}", f"NG/26/{n}") for n in range(number)}
    at = AT + timedelta(minutes=3) if accepted else None
    made = Handover("h", "e", 7, AT, "s1", number, 3 * number, 2 * number, "s2", at)
    return Paper(made, sheets, people, "Harrow Lane", "Robin Hale", "Imran Voss")


def text(pdf: bytes) -> str:
    document = pypdfium2.PdfDocument(pdf)
    try:
        return " ".join(" ".join(page.get_textpage().get_text_range().split()) for page in document)
    finally:
        document.close()


def test_it_says_everything_that_is_outstanding() -> None:
    said = text(handover_pdf(paper(2, "Asks for his mother"), AT))
    for words in (
        MARKING,
        "6 things outstanding for 2 people, 4 late",
        "Signed over by Robin Hale, 23-Nov-2026 03:12.",
        "Not accepted yet.",
        "Cell 00 · SMITH, John 0 · NG/26/0",
        "18 min LATE",
        "Escalated 03:10 to Doctor on call, Dr O: rings",
        "since 03:03",
        "Asks for his mother",
    ):
        assert words in said, words


def test_an_accepted_one_says_by_whom() -> None:
    said = text(handover_pdf(paper(1, accepted=True), AT))
    assert "Accepted by Imran Voss, 23-Nov-2026 03:15." in said
    assert "Not accepted" not in said


def test_nobody_outstanding_and_a_full_suite() -> None:
    assert "Nothing is outstanding" in text(handover_pdf(paper(0), AT))
    made = handover_pdf(paper(30, "note " * 300), AT)
    assert pages(made) > 3
    assert text(made).count("Cell ") == 30


@pytest.mark.parametrize("note", ["#set page(width: 1pt)", "$x$", "a" * 2000, "\u202egpj", "<b>"])
def test_what_is_typed_is_never_markup(note: str) -> None:
    made = handover_pdf(paper(1, note), AT)
    assert made.startswith(b"%PDF")
    assert made == handover_pdf(paper(1, note), AT)


def test_counts_in_words() -> None:
    one = Handover("h", "e", 7, AT, "s1", 1, 1, 0)
    assert counted(one) == "1 thing outstanding for 1 person, none late"
