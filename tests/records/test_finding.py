"""Finding people: how names are written, said and mistyped, and what else they are known by."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from custodyhcp.ledger.entry import Entry, Header
from custodyhcp.records import sought
from custodyhcp.records.finding import ALIKE, PeopleIndex
from custodyhcp.records.identity import Identity
from custodyhcp.records.names import plain, sound, words_of
from custodyhcp.vault.compartments import Compartment

PEOPLE = {
    "obrien": ("O’Brien", "Mary Ann", "1986-01-03", "NG/26/4401", "9434765919"),
    "jones": ("Smith-Jones", "Tom", "1990-12-31", "NG/26/4402", ""),
    "zolc": ("Żółć", "Łukasz", "1979-05-06", "NG/26/4403", ""),
    "sion": ("ap Siôn", "Llŷr", "2001-02-28", "NG/26/4404", ""),
    "amal": ("الأحمد", "مُحَمَّد", "1995-07-08", "NG/26/4405", ""),
    "nguyen": ("Nguyễn", "Thị Ánh", "1988-08-08", "WE 7741-B", ""),
    "mono": ("Suharto", "", "1960-04-01", "NG/26/4407", ""),
    "catherine": ("MacDonald", "Catherine", "1971-09-09", "NG/26/4408", "9434765870"),
    "mohammed": ("Hussain", "Mohammed", "1999-11-23", "NG/26/4409", ""),
    "strasse": ("Großmann", "Jörg", "1966-06-06", "NG/26/4410", ""),
    "unborn": ("Stephens", "Geoffrey", None, "NG/26/4411", ""),
}  # fmt: skip


def entry(seq: int, kind: str, person: str, stay: str | None, *bodies: dict[str, Any]) -> Entry:
    parts = (Compartment.IDENTITY, Compartment.CLINICAL)[: len(bodies)]
    header = Header(
        f"e{seq}", seq, "2026-11-23T03:00:00.000Z", kind, "a", "HCP", "d", person, stay, None, "c",
        tuple(part.value for part in parts),
    )  # fmt: skip
    return Entry(header, dict(zip(parts, bodies, strict=True)))


def told(number: int, person: str) -> list[Entry]:
    family, given, dob, ref, nhs = PEOPLE[person]
    who = {"family": family, "given": given, "dob": dob}
    stay = {"custody_ref": ref, "cell": str(number), "arrived_at": "2026-11-22T01:00:00.000Z"}
    return [
        entry(number * 3, "person.added", person, None, who, {"nhs_number": nhs or None}),
        entry(number * 3 + 1, "detention.opened", person, f"stay-{person}", stay),
    ]


@pytest.fixture(scope="module")
def index() -> PeopleIndex:
    made = PeopleIndex()
    for number, person in enumerate(PEOPLE):
        made.take(reversed(told(number, person)))  # any order
    return made


@pytest.mark.parametrize(
    ("typed", "person"),
    [
        *((mark, "obrien") for mark in ("O'Brien", "O’Brien", "o`brien", "OʼBrien", "o brien")),
        *((words, "obrien") for words in ("obrien", "brien", "OBRIEN, Mary", "mary ann o'brien")),
        *((words, "obrien") for words in ("ann obr", "bri ma", "mary  o´b", "rien")),
        *((f"smith{dash}jones", "jones") for dash in "-‐‑–—― "),
        *((words, "jones") for words in ("jones tom", "tom smith", "smithjones", "smi jon")),
        *((words, "zolc") for words in ("Żółć", "zolc", "ZOLC lukasz", "Łukasz", "łuk")),
        *((words, "sion") for words in ("llyr", "Llŷr ap Siôn", "sion ap", "llyr sio")),
        *((words, "amal") for words in ("محمد", "مُحَمَّد الأحمد", "الاحمد", "محم")),
        *((words, "nguyen") for words in ("nguyen", "Nguyễn", "thi anh", "anh nguyen")),
        *((words, "mono") for words in ("suharto", "Suh")),
        *((words, "catherine") for words in ("kathryn mcdonald", "catherine mcdonald", "katherin")),
        *((words, "mohammed") for words in ("muhammad hussein", "mohamed husain", "mohamad")),
        *((words, "strasse") for words in ("grossmann", "Großmann jorg", "jörg")),
        *((words, "unborn") for words in ("jeffrey stevens", "stephen", "goeffrey", "stehpens")),
        *((day, "obrien") for day in ("03/01/1986", "3.1.86", "3 jan 1986", "3rd January 1986")),
        *((day, "obrien") for day in ("03-Jan-1986", "1986-01-03", "03011986", "030186")),
        ("3 1 1986", "obrien"),
        ("mary 3/1/86", "obrien"),
        ("1986", "obrien"),
        *((ref, "nguyen") for ref in ("WE 7741-B", "we7741b", "7741", "we/7741", "7741b")),
        *((ref, "unborn") for ref in ("NG/26/4411", "ng 26 4411", "ng264411", "4411")),
        *((nhs, "obrien") for nhs in ("9434765919", "943 476 5919", "943-476-5919")),
    ],
)  # fmt: skip
def test_each_is_found_first(index: PeopleIndex, typed: str, person: str) -> None:
    first = index.find(sought.read(typed)).first
    assert first, typed
    assert first[0].person == person


@pytest.mark.parametrize(
    "typed", ["", "   ", "'", "-", "o'brien tom", "9434765918", "99 obrien", "01/01/1901"]
)
def test_nobody_is_found_by_nothing_or_by_two_who_are_not_one(
    index: PeopleIndex, typed: str
) -> None:
    assert not index.find(sought.read(typed)).first


def test_what_only_sounds_alike_comes_last_and_says_so(index: PeopleIndex) -> None:
    made = PeopleIndex()
    for number, (family, given) in enumerate(
        [("Smyth", "Al"), ("Smith", "Bo"), ("Blacksmith", "C")]
    ):
        made.take(
            [entry(number, "person.added", f"p{number}", None, {"family": family, "given": given})]
        )
    hits = made.find(sought.read("smith")).first
    assert [hit.who.family for hit in hits] == ["Smith", "Blacksmith", "Smyth"]
    assert [hit.why for hit in hits] == ["", "", ALIKE]


def test_who_is_here_comes_first_and_shows_the_cell_moved_to() -> None:
    made = PeopleIndex()
    body = {"family": "Ward", "given": "A"}
    for number, arrived in enumerate(("2026-01-01", "2025-01-01")):
        person, stay = f"p{number}", f"s{number}"
        opened = {
            "custody_ref": f"R{number}",
            "cell": "1",
            "arrived_at": f"{arrived}T00:00:00.000Z",
        }
        made.take([entry(number * 9, "person.added", person, None, body),
                   entry(number * 9 + 1, "detention.opened", person, stay, opened)])  # fmt: skip
    left = {"at": "2026-01-02T00:00:00.000Z"}
    made.take([entry(30, "detention.moved", "p1", "s1", {"cell": "7"})])
    made.take([entry(31, "detention.closed", "p0", "s0", left)])
    first, second = made.find(sought.read("ward")).first
    assert (first.person, first.cell, first.detention) == ("p1", "7", "s1")
    assert (second.person, second.here, second.custody_ref) == ("p0", False, "R0")


def test_many_are_counted_and_the_first_shown() -> None:
    made = PeopleIndex()
    made.take(
        entry(n, "person.added", f"p{n}", None, {"family": "Khan", "given": "A"})
        for n in range(300)
    )
    hits = made.find(sought.read("kh"))
    assert (len(hits.first), hits.number) == (50, 300)


def test_without_clinical_parts_no_number_is_found() -> None:
    made = PeopleIndex()
    only_names = [
        Entry(e.header, {Compartment.IDENTITY: e.body(Compartment.IDENTITY)})
        for e in told(0, "obrien")
    ]
    made.take(only_names)
    assert made.find(sought.read("obrien")).number == 1
    assert made.find(sought.read("9434765919")).number == 0
    assert made.number_of("obrien") == ""


@pytest.mark.parametrize(
    ("who", "nhs", "person"),
    [
        (Identity("Obrien", "Mary", dob=date(1986, 1, 3)), "", "obrien"),
        (Identity("Nobody", "Alike", dob=date(2000, 1, 1)), "9434765919", "obrien"),
        (Identity("McDonald", "Kathryn", dob=date(1971, 9, 9)), "", "catherine"),
        (Identity("O'Brien", "Mary Ann"), "", "obrien"),
        (Identity("Stephens", "Geoffrey", dob=date(1980, 1, 1)), "", "unborn"),
        (Identity("O'Brien", "Mary Ann", dob=date(1986, 1, 4)), "", ""),
        (Identity("Jones", "Tom", dob=date(1986, 1, 3)), "", ""),
    ],
)
def test_who_may_be_the_same_person(
    index: PeopleIndex, who: Identity, nhs: str, person: str
) -> None:
    assert [hit.person for hit in index.perhaps(who, nhs)] == ([person] if person else [])


@pytest.mark.parametrize(
    "alike",
    ["smith smyth", "sean shaun shawn", "stephen steven", "geoffrey jeffrey", "reilly riley",
     "macdonald mcdonald", "thompson thomson", "wright right", "knight night", "ahmed ahmad",
     "hussain hussein husain", "mohammed muhammad mohamed", "yusuf youssef", "philip phillip",
     "davies davis", "rhys reece", "szymon simon", "llewellyn lewellyn", "catriona katriona"],
)  # fmt: skip
def test_names_that_sound_alike_share_a_code(alike: str) -> None:
    assert len({sound(word) for word in alike.split()}) == 1


def test_marks_and_scripts_are_one_spelling() -> None:
    assert plain("Ø’Brien–Łoś") == "obrien los"
    assert words_of("O'Brien-Łoś") >= {"obrien", "brien", "los"}
    assert plain("İstanbul ISTANBUL") == "istanbul istanbul"


def test_what_was_sought_is_told_by_kind_alone() -> None:
    said = sought.read("mary 3/1/86 ng/26/4411 943 476 5919")
    assert said.by == ("NAME", "DATE_OF_BIRTH", "REFERENCE", "NHS_NUMBER")
    assert said.words == ("mary",)
    assert date(1986, 1, 3) in said.born
