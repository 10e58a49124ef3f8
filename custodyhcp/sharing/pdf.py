"""Documents on paper: PDF/A-2a and PDF/UA-1, made from templates in ``resources/sharing``.

Rules kept here: data goes to the template as JSON, so nothing a person types is ever markup; only
our own fonts are used; the bytes depend on the data and the time given, and on nothing else; a
template cannot read a file outside ``resources/sharing`` and nothing is written to disk.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import typst

from custodyhcp.records.dates import cui_date_time
from custodyhcp.resources import path
from custodyhcp.sharing.briefing import CARE_ONLY, MARKING, MAY_BE_READ, Briefing
from custodyhcp.sharing.check_code import CheckCode, qr_svg
from custodyhcp.sharing.document import Line
from custodyhcp.sharing.envelope import pdf_title
from custodyhcp.sharing.fonts import drawable_text, latin_text, typst_fonts
from custodyhcp.sharing.plain import one_line
from custodyhcp.sharing.summary import MARKING as SUMMARY_MARKING
from custodyhcp.sharing.summary import TITLE as SUMMARY_TITLE
from custodyhcp.sharing.summary import (
    Summary,
    address_lines,
    identity_block,
    sections,
    version_words,
)

_STANDARDS: list[Any] = ["a-2a", "ua-1"]


def render(template: str, data: Mapping[str, Any], at: datetime) -> bytes:
    """``data`` set in ``template`` (a name under ``resources/sharing``), dated ``at``, as PDF."""
    try:
        return _compiled(template, _each_text(data, drawable_text), at)
    except typst.TypstError:
        return _compiled(template, _each_text(data, latin_text), at)


def _compiled(template: str, data: Any, at: datetime) -> bytes:
    source = path(f"sharing/{template}")
    made: Any = typst.compile(
        source,
        root=source.parent,
        format="pdf",
        font_paths=typst_fonts(),
        ignore_system_fonts=True,
        sys_inputs={"data": json.dumps(data)},
        pdf_standards=_STANDARDS,
        timestamp=at.replace(microsecond=0),
    )
    return bytes(made)


def _each_text(value: Any, change: Callable[[str], str]) -> Any:
    if isinstance(value, str):
        return change(value)
    if isinstance(value, Mapping):
        return {key: _each_text(item, change) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_each_text(item, change) for item in value]
    return value


def pages(pdf: bytes) -> int:
    """How many pages a PDF of ours has."""
    import pypdfium2  # type: ignore[import-untyped]

    document = pypdfium2.PdfDocument(pdf)
    try:
        return len(document)
    finally:
        document.close()


_SIZES = ((10.5, 5.0), (9.5, 4.0), (8.5, 3.0), (7.5, 2.0))  # type and row padding, in points


@dataclass(frozen=True, slots=True)
class Replaced:
    """By which version, and when that was given."""

    version: int
    at: datetime


@dataclass(frozen=True, slots=True)
class OnPaper:
    """What a copy carries besides the briefing: check code, copy number, stamp."""

    code: CheckCode | None = None
    copy: int | None = None
    replaced: Replaced | None = None


def briefing_pdf(briefing: Briefing, paper: OnPaper | None = None) -> bytes:
    """The briefing on one A4 page; smaller type before a second page, never fewer words."""
    made = b""
    for size, pad in _SIZES:
        data = {**_briefing_data(briefing, size, pad), **_paper_data(paper or OnPaper())}
        made = render("briefing.typ", data, briefing.header.given_at)
        if pages(made) == 1:
            break
    return made


def _note(line: Line) -> str:
    return f"{line.reason} \u00b7 {line.basis}" if line.reason else line.basis


def _row(line: Line) -> dict[str, str]:
    return {
        "label": line.label,
        "text": line.text,
        "note": _note(line),
        "emphasis": line.emphasis.value,
    }


def _paper_data(paper: OnPaper) -> dict[str, Any]:
    code, replaced = paper.code, paper.replaced
    return {
        "code": "" if code is None else code.words,
        "qr": "" if code is None else qr_svg(code.in_qr),
        "copy": "" if paper.copy is None else f"Copy {paper.copy}",
        "replaced": ""
        if replaced is None
        else f"replaced by v{replaced.version} given {cui_date_time(replaced.at)}",
    }


def _briefing_data(briefing: Briefing, size: float, pad: float) -> dict[str, Any]:
    h = briefing.header
    cell = one_line(h.cell)
    return {
        "title": f"Health briefing for custody, {briefing.version_words}",
        "marking": MARKING,
        "found": "If found, return to the custody suite.",
        "version": briefing.version_words,
        "short": f"v{h.version}",
        "suite": one_line(h.suite),
        "name": one_line(h.name),
        "cell": f"Cell {cell}" if cell else "",
        "custody_ref": one_line(h.custody_ref),
        "headline": _row(briefing.headline),
        "lines": [_row(line) for line in briefing.lines[1:]],
        "given": briefing.given_words,
        "assessed": cui_date_time(h.assessed_at),
        "notices": [MAY_BE_READ, CARE_ONLY],
        "size": size,
        "pad": pad,
    }


def summary_pdf(summary: Summary) -> bytes:
    """The care summary, identity block and page count on every page; the title names nobody."""
    return render("summary.typ", _summary_data(summary), summary.prepared_at)


def _summary_data(summary: Summary) -> dict[str, Any]:
    pairs = identity_block(summary.patient)
    address = ", ".join(address_lines(summary.patient))
    phone = one_line(summary.patient.phone)
    preferred = one_line(summary.patient.preferred)
    more = [("Preferred name", preferred)] if preferred else []
    return {
        "title": pdf_title(summary.reference, summary.version),
        "heading": SUMMARY_TITLE,
        "marking": SUMMARY_MARKING,
        "service": one_line(summary.service.name),
        "version": version_words(summary),
        "reference": one_line(summary.reference),
        "reference_version": f"{one_line(summary.reference)} v{summary.version}",
        "name": pairs[0][1],
        "identity": pairs[1:],
        "reach": [*more, ("Tel", phone or "not given"), ("Address", address)],
        "found": f"If found, return to {one_line(summary.service.name) or 'the custody suite'}.",
        "sections": [
            {"heading": s.heading, "lines": list(s.lines), "negative": s.negative}
            for s in sections(summary)
        ],
    }
