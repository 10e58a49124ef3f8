"""The sealed letter on paper: a sheet for the outside of the envelope, then the letter.

Rules kept here (domain outputs 6): outside stand the name, the date of birth and who may open it,
and nothing else of the person; the marking is at the top and the bottom of every page.
"""

from __future__ import annotations

from custodyhcp.records.dates import cui_date, cui_date_time
from custodyhcp.sharing.pdf import render
from custodyhcp.sharing.plain import one_line
from custodyhcp.sharing.sealed_letter import MARKING, Letter, grouped
from custodyhcp.sharing.summary import nhs_number_shown


def sealed_letter_pdf(letter: Letter, copy: int) -> bytes:
    """The letter as PDF/UA-1, dated its own time, with the copy's number on each page."""
    born = cui_date(letter.born) if letter.born else "not known"
    number = nhs_number_shown(letter.nhs_number)
    data = {
        "title": "Sealed letter for healthcare",
        "marking": MARKING,
        "to": f"Healthcare at {one_line(letter.place)}",
        "name": one_line(letter.name),
        "born": f"Born {born}",
        "who": one_line(f"Born {born} · NHS No. {number} · Custody ref {letter.custody_ref}"),
        "reference": f"{letter.reference}, version {letter.version}, copy {copy}",
        "found": "If found, return unopened to the custody suite.",
        "basis": one_line(letter.basis),
        "signed": one_line(f"Prepared by {letter.by}, {cui_date_time(letter.at)}."),
        "reach": one_line(f"Questions: custody healthcare, {letter.suite}, {letter.phone}."),
        "parts": [
            {"heading": group.value, "lines": [item.words for item in some]}
            for group, some in grouped(letter.items)
        ],
    }
    return render("sealed_letter.typ", data, letter.at)
