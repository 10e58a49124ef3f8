"""Injuries on paper: the scale is measured on the drawn page, and no cause is on it."""

from __future__ import annotations

import io
import json
from dataclasses import replace
from datetime import UTC, datetime

import pypdf
import pypdfium2
import pytest

from custodyhcp.records import body, injuries
from custodyhcp.records.injuries import Examination, Landmark, Mark
from custodyhcp.records.injuries_written import Version
from custodyhcp.sharing.injuries_pdf import BAR, TALLEST, WIDEST, About, injuries_pdf, shrunk_by

NOW = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)
ABOUT = About("SMITH, John (Mr)", "Born 03-Jan-1986 · Custody ref NG/26/4398", "Northgate")
DOTS = 10  # to a millimetre


def mark(region: str, **more: object) -> Mark:
    place = body.region(region)
    kept: dict[str, object] = {"kind": "BRUISE", "length_mm": 60, "width_mm": 40} | more
    return Mark(place.view, region, *place.inside, **kept)  # type: ignore[arg-type]


def made(*marks: Mark, before: tuple[Version, ...] = (), reason: str = "") -> bytes:
    seen = Examination(
        NOW, "Medical room", ("ARMS",), marks=marks, none_seen=not marks, reason=reason
    )
    return injuries_pdf(Version("e", NOW, "s", seen), before, ABOUT, lambda _: "R Hale", NOW)


def text(pdf: bytes) -> str:
    return "\n".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(pdf)).pages)


def dark_runs(pdf: bytes, shade: int) -> list[int]:
    """For every line of dots of every page, its longest run of dots at most that dark."""
    found = []
    for page in pypdfium2.PdfDocument(pdf):
        bitmap = page.render(scale=DOTS * 25.4 / 72, grayscale=True)
        wide, stride, dots = bitmap.width, bitmap.stride, bytes(bitmap.buffer)
        lines = (dots[y * stride : y * stride + wide] for y in range(bitmap.height))
        found += [_longest(line, shade) for line in lines]
    return found


def _longest(line: bytes, shade: int) -> int:
    runs = bytes(dot <= shade for dot in line).split(b"\0")
    return max(map(len, runs))


def test_the_bar_measures_what_it_says_and_the_outline_too() -> None:
    runs = dark_runs(made(mark("front.forearm.left")), 90)
    bar = [run for run in runs if abs(run - BAR * DOTS) <= 2]
    assert len(bar) >= 2 * DOTS - 2  # 2 mm tall
    outline = [run for run in runs if abs(run - 60 * DOTS) <= 4]
    assert outline  # its top and bottom edges, 60 mm long
    places = [y for y, run in enumerate(runs) if abs(run - 60 * DOTS) <= 4]
    assert abs((places[-1] - places[0]) - 40 * DOTS) <= 5


def test_what_is_larger_than_the_paper_says_by_how_much_it_is_smaller() -> None:
    said = text(made(mark("front.chest.left", length_mm=300, width_mm=100)))
    assert "1:3" in said and "300 × 100 mm" in said
    for length in range(1, 2001, 37):
        for width in (1, 89, 90, 91, 500, 2000):
            by = shrunk_by(length, width)
            assert length / by <= WIDEST and width / by <= TALLEST
            assert by == 1 or length / (by - 1) > WIDEST or width / (by - 1) > TALLEST


def test_the_legend_says_everything_recorded_and_opinion_is_called_one() -> None:
    one = mark(
        "front.forearm.left",
        landmarks=(Landmark(80, "below the elbow crease"), Landmark(2.5, "from the edge")),
        colours=("BLUE", "YELLOW"),
        age_stated="this morning",
        opinion="two separate knocks",
        photo="TAKEN",
    )
    said = " ".join(text(made(one, mark("back.elbow.right", kind="ABRASION"))).split())
    for name, words in injuries.described(one):
        assert name in said and words in said, name
    assert "2.5 mm from the edge" in said
    assert "Opinion, not a finding two separate knocks" in said
    for view in ("Body, front", "Body, back"):
        assert view in said
    assert "Hands" not in said.split("What was seen")[0].split("On the body")[1]


def test_none_seen_is_said_with_how_far_and_has_no_drawing() -> None:
    said = " ".join(text(made()).split())
    assert "No injury seen in what was examined" in said
    assert "Examined: arms." in said and "On the body" not in said


def test_a_correction_says_what_it_replaces_and_why() -> None:
    old = Version("o", NOW, "s", Examination(NOW, "Cell 4", ("ARMS",), none_seen=True))
    said = " ".join(
        text(made(mark("front.forearm.left"), before=(old,), reason="seen later")).split()
    )
    assert "Replaces what R Hale recorded 23-Nov-2026 03:00" in said and "seen later" in said


def test_words_are_never_markup_and_the_document_has_no_place_for_a_cause() -> None:
    nasty = '#read("x") *bold* <b> $x$ \\ [y]'
    said = text(made(mark("front.forearm.left", care=nasty)))
    assert "*bold* <b> $x$" in " ".join(said.split())
    fields = set(Examination.__dataclass_fields__) | set(Mark.__dataclass_fields__)
    assert not {name for name in fields if "cause" in name}


@pytest.mark.parametrize("view", body.views(), ids=lambda view: view.id)
def test_every_drawing_can_be_printed(view: body.View) -> None:
    place = next(region for region in body.regions() if region.view == view.id)
    pdf = made(replace(mark(place.id), length_mm=None, width_mm=None, unmeasured=True))
    assert place.plain in " ".join(text(pdf).split())
    assert json.dumps(view.name)
