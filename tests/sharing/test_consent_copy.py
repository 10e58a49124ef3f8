"""The person's own copy and the notice on paper: one page, plain words, nothing clinical."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from datetime import UTC, date, datetime
from hashlib import sha256
from typing import Any

import pypdf
import pytest

from custodyhcp.consent import notice, recording
from custodyhcp.consent.asked import Asked
from custodyhcp.consent.codes import Answer, Capacity, Proxy, Relationship, Scope
from custodyhcp.consent.considering import consider
from custodyhcp.consent.fold import ConsentState, Decided
from custodyhcp.consent.notice import Notice, Service
from custodyhcp.consent.outcome import outcome_code, outcome_name
from custodyhcp.ledger.entry import Entry
from custodyhcp.records import people
from custodyhcp.records.arrivals import Arrival
from custodyhcp.records.identity import Identity
from custodyhcp.records.nhs_number import NhsStatus
from custodyhcp.sharing import consent_copy
from custodyhcp.sharing.consent_copy import Copy
from custodyhcp.sharing.notice_pdf import notice_pdf
from custodyhcp.sharing.pdf import pages
from custodyhcp.vault.compartments import Compartment

AT = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)
SERVICE = Service("Harrow Lane healthcare", "01632 960 118")
LANGUAGES = notice.languages()
NAMES = (
    "LLANFAIR-FFRAID GWRHYD, Gwenllïan Rhiannon Angharad Tudur-Wyn Eluned Myfanwy (Miss)",
    "الحسيني, محمد عبد الرحمن بن عبد العزيز آل خليفة",
    "W" * 70 + ", " + "M" * 70,
)


def text_of(pdf: bytes) -> str:
    read = pypdf.PdfReader(io.BytesIO(pdf))
    return "\n".join(page.extract_text() for page in read.pages)


def squeezed(text: str) -> str:
    return re.sub(r"\s", "", text)


def decided(scope: Scope, answer: Answer, **more: Any) -> Decided:
    """As it would stand in the ledger, by the rule itself."""
    asked = Asked(scope, answer, Capacity.HAS, 31, relationship=Relationship.WORKGROUP, **more)
    ready = consider(asked, ConsentState("stay"), AT)
    said = outcome_name(ready.outcome), outcome_code(ready.outcome)
    return Decided("e", 1, AT, "nurse", "stay", asked, ready.situation, *said, ready.until, ())


def everything(told: Notice, answer: Answer = Answer.YES) -> ConsentState:
    """Every scope: agreed to with limits (and who may see what), or the answer given."""
    more = {"limits": "words of theirs"} if answer is Answer.YES else {}
    return ConsentState("stay", tuple(decided(scope, answer, **more) for scope in Scope))


@pytest.mark.parametrize("told", LANGUAGES, ids=lambda one: one.code)
@pytest.mark.parametrize("name", NAMES, ids=["welsh", "arabic", "longest"])
@pytest.mark.parametrize("answer", [Answer.YES, Answer.WITHDRAWN, Answer.UNABLE])
def test_it_is_one_page_with_everything_asked_and_the_longest_words(
    told: Notice, name: str, answer: Answer
) -> None:
    made = consent_copy.copy_pdf(Copy(name, told, SERVICE, everything(told, answer), AT), 12)
    assert pages(made) == 1
    text = squeezed(text_of(made))
    for scope in Scope:
        assert squeezed(told.copy["scopes"][scope.value]) in text
    for line in told.copy["always"]:
        assert squeezed(line) in text
    assert squeezed(told.marks["draft"]) in text
    if "W" in name[:1]:
        assert text.count("W") >= 70


def test_a_reader_for_the_blind_finds_its_way() -> None:
    for told in LANGUAGES:
        for made in (
            consent_copy.copy_pdf(Copy("OSEI, Kofi", told, SERVICE, everything(told), AT), 1),
            notice_pdf(told, SERVICE, AT),
        ):
            read = pypdf.PdfReader(io.BytesIO(made))
            root: Any = read.trailer["/Root"]
            assert str(root["/Lang"]).startswith(told.spoken_code)
            assert "/StructTreeRoot" in root
            claims = read.xmp_metadata
            assert claims is not None
            assert b"<pdfuaid:part>1</pdfuaid:part>" in claims.stream.get_data()


@pytest.mark.parametrize("told", LANGUAGES, ids=lambda one: one.code)
def test_the_notice_on_paper_is_whole_large_and_says_it_is_a_draft(told: Notice) -> None:
    made = notice_pdf(told, SERVICE, AT)
    text = squeezed(text_of(made))
    for part in notice.filled(told, SERVICE):
        assert squeezed(part.heading) in text
        assert squeezed(part.text) in text
    assert squeezed(told.marks["draft"]) in text
    assert pages(made) <= 4
    reviewed = replace(told, reviewer="A. Guardian", reviewed=date(2026, 11, 1))
    assert squeezed(told.marks["draft"]) not in squeezed(text_of(notice_pdf(reviewed, SERVICE, AT)))
    sizes = [size for page in pypdf.PdfReader(io.BytesIO(made)).pages for size in _sizes(page)]
    assert min(sizes) >= 12
    assert max(sizes, key=sizes.count) >= 16


def _sizes(page: Any) -> list[float]:
    found: list[float] = []

    def visit(text: str, _cm: Any, matrix: Any, _font: Any, size: float) -> None:
        if text.strip():
            found.append(round(abs(matrix[3] or matrix[0]) * size, 1))

    page.extract_text(visitor_text=visit)
    return found


def test_a_notice_written_from_the_right_is_set_from_the_right() -> None:
    told = replace(LANGUAGES[0], code="ar", direction="rtl", title="سجلك الصحي هنا")
    assert told.right_to_left
    made = notice_pdf(told, SERVICE, AT)
    assert pypdf.PdfReader(io.BytesIO(made)).trailer["/Root"]["/Lang"] == "ar"
    assert pages(consent_copy.copy_pdf(Copy(NAMES[1], told, SERVICE, everything(told), AT), 1)) == 1


# --- from the ledger ------------------------------------------------------------------------------


@pytest.fixture
def ids(suite: Any) -> Any:
    who = Identity("Osei", "Kofi", dob=date(1995, 1, 3))
    arrival = Arrival(
        who, "NG/26/1", "4", suite.clock(), nhs="9434765919", nhs_status=NhsStatus.VERIFIED
    )
    return people.book_in(suite.hcp, arrival)


def copied(suite: Any, ids: Any, code: str = "en") -> Copy:
    state = recording.state_of(suite.hcp, ids.person, ids.detention)
    return Copy("OSEI, Kofi", notice.notice(code), SERVICE, state, suite.clock())


def test_it_says_what_they_said_and_who_may_see_what_and_nothing_clinical(
    suite: Any, ids: Any
) -> None:
    own = Relationship.WORKGROUP
    for asked in (
        Asked(Scope.VIEW_SCR, Answer.YES, Capacity.HAS, 31, relationship=own,
              limits="not the quokka pregnancy test"),
        Asked(Scope.SHARE_CUSTODY, Answer.YES, Capacity.HAS, 31),
        Asked(Scope.SEND_GP, Answer.NO, Capacity.HAS, 31),
    ):  # fmt: skip
        recording.record(suite.hcp, ids.person, ids.detention, asked)
    words = notice.notice("en").copy
    copy = copied(suite, ids)
    found = consent_copy.lines(copy.state, words, suite.clock())
    answers = {line.question: line for line in found["RECORDS"]}
    assert answers[words["scopes"]["VIEW_SCR"]].answer == words["answers"]["LIMITS"]
    shared = answers[words["scopes"]["SHARE_CUSTODY"]]
    assert (shared.answer, shared.may_see) == ("Yes.", words["may_see"]["SHARE_CUSTODY"])
    letter = answers[words["scopes"]["SEND_GP"]]
    assert (letter.answer, letter.may_see) == ("No.", "")
    assert not found["CARE"] and not found["POLICE"]
    text = text_of(consent_copy.copy_pdf(copy, 3))
    for secret in ("quokka", "pregnancy", "9434765919", "943 476 5919", "1995"):
        assert secret not in text
    assert "Copy 3" in text
    recording.withdraw(suite.hcp, ids.person, ids.detention, [Scope.SHARE_CUSTODY], age=31)
    after = consent_copy.lines(copied(suite, ids).state, words, suite.clock())["RECORDS"]
    assert not any(line.may_see == words["may_see"]["SHARE_CUSTODY"] for line in after)
    assert words["answers"]["WITHDRAWN"] in [line.answer for line in after]


def test_it_is_a_disclosure_recorded_with_its_number(suite: Any, ids: Any) -> None:
    assert consent_copy.is_empty(copied(suite, ids).state)
    asked = Asked(Scope.SEND_GP, Answer.NO, Capacity.HAS, 31)
    recording.record(suite.hcp, ids.person, ids.detention, asked)
    copy = copied(suite, ids, "cy")
    for number in (1, 2):
        pdf, given = consent_copy.disclose(suite.hcp, copy, "file", person=ids.person)
        assert given == number
        assert f"Copi {number}" in text_of(pdf)
        entry = written(suite, ids)[-1]
        body = entry.body(Compartment.OVERSIGHT)
        assert (body["what"], body["copy"]) == ("consent_copy", number)
        assert body["sha256"] == sha256(pdf).hexdigest()
        assert set(entry.bodies) == {Compartment.OVERSIGHT}


def written(suite: Any, ids: Any) -> list[Entry]:
    found: list[Entry] = suite.ig.read(detention=ids.detention, kinds={"disclosure.made"})
    return found


def test_somebody_elses_answer_is_said_to_be_theirs() -> None:
    words = notice.notice("en").copy
    no = decided(Scope.SEND_GP, Answer.NO, proxy=Proxy.PARENTAL_RESPONSIBILITY)
    state = ConsentState("stay", (no,))
    (line,) = consent_copy.lines(state, words, AT)["RECORDS"]
    assert line.by == words["answers"]["PROXY"]
