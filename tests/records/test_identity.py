"""Names and ages as the clinical banner standard writes them."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from custodyhcp.records.identity import Identity, Sex, age, cui_name, read_sex

TODAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("family", "given", "title", "shown"),
    [
        ("Smith", "John Simon", "Mr.", "SMITH, John Simon (Mr)"),
        ("evans west", "ann", "", "EVANS WEST, Ann"),
        ("O’Brien", "SIOBHÁN", "Ms", "O’BRIEN, Siobhán (Ms)"),
        ("Williams", "DeShawn", "", "WILLIAMS, DeShawn"),
        ("williams", "d'andre", "Mr", "WILLIAMS, D'Andre (Mr)"),
        ("de Sousa-Kemp", "ana-maria", "Miss", "DE SOUSA-KEMP, Ana-Maria (Miss)"),
        ("Kowalczyk", "Łukasz", "(Mr)", "KOWALCZYK, Łukasz (Mr)"),
        ("Ng", "", "", "NG"),
        ("", "Wei", "", "Wei"),
        ("", "", "", "Name not known"),
        ("Smith  ", "  John ", "", "SMITH, John"),
        ("Groß", "JÜRGEN", "Dr", "GROSS, Jürgen (Dr)"),
    ],
)
def test_a_name_is_written_in_full(family: str, given: str, title: str, shown: str) -> None:
    assert cui_name(family, given, title) == shown


@pytest.mark.parametrize(
    ("born", "shown"),
    [
        (date(2008, 11, 24), "17y 11m"),
        (date(2008, 11, 23), "18y"),
        (date(2011, 7, 1), "15y 4m"),
        (date(1984, 3, 2), "42y"),
        (date(2026, 11, 23), "0d"),
        (date(2026, 10, 27), "27d"),
        (date(2026, 10, 26), "4w"),
        (date(2026, 10, 16), "5w 3d"),
        (date(2025, 11, 24), "52w"),
        (date(2025, 11, 23), "12m"),
        (date(2025, 8, 3), "15m 20d"),
        (date(2024, 11, 24), "23m 30d"),
        (date(2024, 11, 23), "2y"),
        (date(2010, 11, 23), "16y"),
        (date(1926, 1, 1), "100y"),
        (date(2026, 11, 24), "Not Known"),
    ],
)
def test_age_follows_the_table(born: date, shown: str) -> None:
    assert age(born, TODAY) == shown


@pytest.mark.parametrize(
    ("lived", "shown"),
    [
        (timedelta(minutes=119), "119min"),
        (timedelta(hours=2), "2hrs"),
        (timedelta(hours=47, minutes=59), "47hrs"),
        (timedelta(days=2), "2d"),
    ],
)
def test_the_first_days_are_told_by_the_clock(lived: timedelta, shown: str) -> None:
    born = datetime(2026, 11, 20, 9, tzinfo=UTC)
    assert age(born, born + lived) == shown


def test_somebody_born_on_29_february_comes_of_age_on_1_march() -> None:
    born = date(2008, 2, 29)
    assert Identity("A", "B", dob=born).under_18(date(2026, 2, 28)) is True
    assert Identity("A", "B", dob=born).under_18(date(2026, 3, 1)) is False
    assert age(born, date(2026, 2, 28)) == "17y 11m"


def test_an_unknown_birth_is_said_in_words_and_is_not_an_adult() -> None:
    nobody = Identity("NG", "Wei")
    assert nobody.age(TODAY) == "Not Known"
    assert nobody.under_18(TODAY) is None


@pytest.mark.parametrize(
    ("typed", "sex"),
    [("m", Sex.MALE), ("FEMALE", Sex.FEMALE), (" x ", Sex.OTHER_SPECIFIC), ("", Sex.NOT_KNOWN)],
)
def test_sex_is_read_from_the_usual_words(typed: str, sex: Sex) -> None:
    assert read_sex(typed) is sex


def test_sex_is_never_guessed_or_shortened() -> None:
    assert read_sex("banana") is None
    assert {sex.words for sex in Sex} == {
        "Male",
        "Female",
        "Other Specific",
        "Not Known",
        "Not Specified",
    }
