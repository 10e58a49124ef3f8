"""The privacy notice: whole in every language, plain enough to read, and what was done with it."""

from __future__ import annotations

import copy
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from reading_age import age, syllables

from custodyhcp import resources
from custodyhcp.consent import notice, noticing
from custodyhcp.consent.codes import Scope
from custodyhcp.consent.notice import (
    BadNotice,
    Block,
    How,
    Notice,
    NoticeGiven,
    Result,
    Review,
    Service,
    given_problems,
    last_given,
    read_notice,
    try_again_at,
)
from custodyhcp.consent.problem import FormNotComplete
from custodyhcp.consent.recording import DetentionClosed, NotYours
from custodyhcp.consent.wording import notice_version
from custodyhcp.ledger.entry import NewEntry
from custodyhcp.records import people
from custodyhcp.records.arrivals import Arrival
from custodyhcp.records.board import BoardReader
from custodyhcp.records.identity import Identity
from custodyhcp.records.timeline import timeline
from custodyhcp.vault.compartments import Compartment

LANGUAGES = notice.languages()
SERVICE = Service("Harrow Lane healthcare", "01632 960 118")
OLDEST = 10.0  # years; a reading age of about nine is wanted
TODAY = date(2026, 11, 23)
_NOW = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)


def plain(told: Notice) -> str:
    parts = notice.filled(told, SERVICE)
    return "\n".join(f"{part.heading}.\n{part.text}" for part in parts)


def test_three_languages_are_there_english_first() -> None:
    assert [one.code for one in LANGUAGES][:3] == ["en", "en-easy", "cy"]
    assert [one.name for one in LANGUAGES][:3] == ["English", "Easy Read English", "Cymraeg"]


@pytest.mark.parametrize("told", LANGUAGES, ids=lambda one: one.code)
def test_every_language_says_everything_and_leaves_no_gap(told: Notice) -> None:
    assert [part.block for part in told.parts] == list(Block)
    for part in notice.filled(told, SERVICE):
        assert part.heading.strip() and part.text.strip()
        assert not set("{}[]<>") & set(part.heading + part.text)
    said = " ".join(part.text for part in notice.filled(told, SERVICE))
    for fact in ("8", "25", "30", SERVICE.name, SERVICE.phone, "ICO"):
        assert fact in said
    assert told.version and told.marks["draft"] and told.title


@pytest.mark.parametrize("told", LANGUAGES, ids=lambda one: one.code)
def test_every_language_has_the_words_of_the_copy(told: Notice) -> None:
    english = notice.notice("en").copy
    assert set(told.copy) == set(english)
    assert set(told.copy["scopes"]) == {scope.value for scope in Scope}
    for table in ("answers", "may_see", "groups"):
        assert set(told.copy[table]) == set(english[table])
    assert len(told.copy["always"]) == len(english["always"])


@pytest.mark.parametrize(
    ("code", "worst"),
    [("en", 9.0), ("en-easy", 8.0)],
)
def test_a_nine_year_old_could_read_it(code: str, worst: float) -> None:
    """Measured as a whole; no block by itself is for somebody much older."""
    told = notice.notice(code)
    assert age(plain(told)) <= worst
    blocks = {part.block: age(part.text) for part in notice.filled(told, SERVICE)}
    assert max(blocks.values()) <= OLDEST, blocks


def test_the_copys_words_are_as_plain() -> None:
    for code in ("en", "en-easy"):
        words = notice.notice(code).copy
        rows = [*words["scopes"].values(), *words["answers"].values(), *words["may_see"].values()]
        assert age("\n".join([*rows, *words["always"], words["intro"]])) <= OLDEST


@pytest.mark.parametrize(
    ("word", "count"),
    [("record", 2), ("police", 2), ("medicine", 3), ("paramedic", 4), ("judge", 1), ("cared", 1),
     ("wanted", 2), ("custody", 3), ("solicitor", 4), ("appropriate", 4), ("changes", 2),
     ("you'll", 1), ("badly", 2), ("safe", 1), ("complaint", 2), ("little", 2)],
)  # fmt: skip
def test_syllables_are_counted_as_they_are_said(word: str, count: int) -> None:
    assert syllables(word) == count


def test_sentences_in_easy_read_are_short_with_one_idea_each() -> None:
    for part in notice.filled(notice.notice("en-easy"), Service("the nurse")):
        for line in part.text.splitlines():
            assert line.count(".") + line.count("?") == 1, line
            assert len(line.split()) <= 12, line


@pytest.mark.parametrize("told", LANGUAGES, ids=lambda one: one.code)
def test_it_is_a_draft_until_a_reviewer_is_named_and_says_when_a_review_is_overdue(
    told: Notice,
) -> None:
    assert told.review(TODAY) is Review.DRAFT
    assert told.mark(TODAY) == told.marks["draft"]
    read = replace(told, reviewer="A. Guardian", reviewed=TODAY)
    assert read.review(TODAY) is Review.REVIEWED
    assert read.mark(TODAY) == ""
    late = told.review_due + timedelta(days=1)
    assert read.review(late) is Review.OVERDUE
    assert read.mark(late) == told.marks["overdue"]
    assert told.overdue(late)
    assert told.review(late) is Review.DRAFT


def data() -> dict[str, Any]:
    loaded: dict[str, Any] = resources.load_json("consent/notices/en.json")
    return copy.deepcopy(loaded)


@pytest.mark.parametrize("place", range(len(Block)))
def test_a_file_that_lacks_a_block_is_not_shown(place: int) -> None:
    short, empty = data(), data()
    del short["blocks"][place]
    empty["blocks"][place]["text"] = " "
    for bad in (short, empty):
        with pytest.raises(BadNotice):
            read_notice(bad)


@pytest.mark.parametrize("key", ["code", "direction", "version", "reviewer", "review_due", "marks"])
def test_a_file_that_lacks_a_field_is_not_shown(key: str) -> None:
    bad = data()
    del bad[key]
    with pytest.raises(BadNotice):
        read_notice(bad)


def test_a_direction_that_is_none_and_a_language_that_is_not_there() -> None:
    with pytest.raises(BadNotice):
        read_notice({**data(), "direction": "up"})
    with pytest.raises(KeyError):
        notice.notice("pl")
    title, words = notice.interpreter_first()
    assert title == "Get an interpreter first"
    assert "translation app" in words


def test_consent_records_the_version_that_english_has() -> None:
    assert notice_version() == notice.notice("en").version
    assert notice.version("en-easy") == "v1 en-easy"


# --- what was done with it ------------------------------------------------------------------------


@pytest.fixture
def ids(suite: Any) -> Any:
    arrival = Arrival(Identity("Osei", "Kofi"), "NG/1", "4", suite.clock())
    return people.book_in(suite.hcp, arrival)


def told(result: Result, **more: Any) -> NoticeGiven:
    return NoticeGiven("v1", "en", result, **more)


def test_what_was_given_reads_back_and_one_put_off_is_due(suite: Any, ids: Any) -> None:
    later = suite.clock() + timedelta(hours=2)
    write = (suite.hcp, ids.person, ids.detention)
    noticing.record_notice(*write, told(Result.TOO_UNWELL, again_at=later))
    entries = suite.hcp.read(detention=ids.detention)
    assert last_given(entries) is None
    assert try_again_at(entries) == later
    made = noticing.record_notice(*write, told(Result.GIVEN, how=(How.SHOWN, How.PRINTED)))
    entries = suite.hcp.read(detention=ids.detention)
    assert last_given(entries) == made
    assert try_again_at(entries) is None
    noticing.record_notice(*write, told(Result.REFUSED))
    entries = suite.hcp.read(detention=ids.detention)
    assert last_given(entries) == made
    assert [one.given.result for one in noticing.told_in(suite.hcp, ids.detention)] == [
        Result.TOO_UNWELL,
        Result.GIVEN,
        Result.REFUSED,
    ]


def test_the_board_says_when_to_try_again(suite: Any, ids: Any) -> None:
    later = suite.clock() + timedelta(hours=2)
    write = (suite.hcp, ids.person, ids.detention)
    noticing.record_notice(*write, told(Result.TOO_UNWELL, again_at=later))
    reader = BoardReader()
    (row,) = reader.read(suite.hcp, suite.clock())
    assert (row.next.task, row.late) == ("Privacy notice", False)
    suite.clock.forward(hours=3)
    (row,) = reader.read(suite.hcp, suite.clock())
    assert row.late
    assert reader_of(suite.sergeant, suite) == "Nothing due"
    noticing.record_notice(*write, told(Result.GIVEN, how=(How.SHOWN,)))
    (row,) = reader.read(suite.hcp, suite.clock())
    assert row.next.task == "Nothing due"


def reader_of(desk: Any, suite: Any) -> str:
    (row,) = BoardReader().read(desk, suite.clock())
    return row.next.task


def test_only_a_health_professionals_word_counts(suite: Any, ids: Any) -> None:
    with pytest.raises(NotYours):
        noticing.record_notice(
            suite.sergeant, ids.person, ids.detention, told(Result.GIVEN, how=(How.SHOWN,))
        )
    body = {"version": "v1", "language": "en", "result": "GIVEN", "how": ["SHOWN"]}
    suite.sergeant.append(
        NewEntry(notice.GIVEN, {Compartment.CLINICAL: body}, ids.person, ids.detention)
    )
    assert last_given(suite.hcp.read(detention=ids.detention)) is None
    assert not noticing.told_in(suite.sergeant, ids.detention)


@pytest.mark.parametrize(
    "body",
    [{}, {"how": None}, {"version": 1, "language": "en", "result": "GIVEN"},
     {"version": "v1", "language": "en", "result": "NEVER"},
     {"version": "v1", "language": "en", "result": "GIVEN", "how": "SHOWN"},
     {"version": "v1", "language": "en", "result": "GIVEN", "how": [], "again_at": "soon"}],
)  # fmt: skip
def test_a_crooked_entry_tells_nothing_and_blinds_nobody(
    suite: Any, ids: Any, body: dict[str, Any]
) -> None:
    new = NewEntry(notice.GIVEN, {Compartment.CLINICAL: body}, ids.person, ids.detention)
    suite.hcp2.append(new)
    entries = suite.hcp.read(detention=ids.detention)
    assert last_given(entries) is None
    assert try_again_at(entries) is None
    assert "Privacy notice" in [one.what for one in timeline(entries)]
    assert len(BoardReader().read(suite.hcp, suite.clock())) == 1


def test_nothing_is_told_after_they_have_left(suite: Any, ids: Any) -> None:
    people.close_detention(suite.hcp, ids.detention, suite.clock(), "Home")
    with pytest.raises(DetentionClosed):
        noticing.record_notice(
            suite.hcp, ids.person, ids.detention, told(Result.GIVEN, how=(How.SHOWN,))
        )


def test_a_form_with_something_missing_is_not_recorded(suite: Any, ids: Any) -> None:
    for bad in (
        told(Result.GIVEN),
        told(Result.TOO_UNWELL),
        told(Result.NO_INTERPRETER, spoken="Polish"),
        told(Result.NO_INTERPRETER, again_at=suite.clock() + timedelta(hours=1)),
        told(Result.GIVEN, how=(How.INTERPRETED,)),
        told(Result.GIVEN, how=(How.INTERPRETED,), spoken="x" * 10_000),
        told(Result.REFUSED, again_at=suite.clock() - timedelta(minutes=1)),
    ):
        with pytest.raises(FormNotComplete):
            noticing.record_notice(suite.hcp, ids.person, ids.detention, bad)
    assert not noticing.told_in(suite.hcp, ids.detention)


@given(
    st.builds(
        NoticeGiven,
        st.just("v1"),
        st.just("en"),
        st.sampled_from(Result),
        st.lists(st.sampled_from(How), max_size=2).map(tuple),
        st.sampled_from(["", "Polish"]),
        st.sampled_from([None, -1, 1]).map(
            lambda hours: None if hours is None else _NOW + timedelta(hours=hours)
        ),
    )
)
def test_whatever_may_be_recorded_either_tells_or_says_when_to_try_again(
    one: NoticeGiven,
) -> None:
    if given_problems(one, _NOW):
        return
    if one.result is Result.GIVEN:
        assert one.how
    elif one.result is not Result.REFUSED:
        assert one.again_at is not None and one.again_at > _NOW
