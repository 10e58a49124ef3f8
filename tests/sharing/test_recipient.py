from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from custodyhcp.errors import KnownError
from custodyhcp.sharing.recipient import RecipientClass, classify, shipped_table
from custodyhcp.sharing.rules_from_outside import RULES

SECURE, NEEDS, BLOCKED, INVALID = RecipientClass

CASES = [
    ("a@nhs.net", SECURE),
    ("A.Practice@NHS.NET", SECURE),
    ("a+b@nhs.net", SECURE),
    ("o'neil@nhs.net", SECURE),
    ("a@leeds.gov.uk", SECURE),
    ("a@evil-nhs.net", NEEDS),
    ("a@nhs.net.uk", NEEDS),
    ("a@nhs.net.example", NEEDS),
    ("a@sub.nhs.net", NEEDS),
    ("a@evilgov.uk", NEEDS),
    ("a@trust.nhs.uk", NEEDS),
    ("a@trust.secure.nhs.uk", NEEDS),
    ("a@met.police.uk", NEEDS),
    ("a@met.pnn.police.uk", NEEDS),
    ("a@firm.co.uk.cjsm.net", NEEDS),
    ("a@navy.mod.uk", NEEDS),
    ("a@board.nhs.scot", NEEDS),
    ("a@health.wales.nhs.uk", NEEDS),
    ("a@trust.hscni.net", NEEDS),
    ("a@example.com", NEEDS),
    ("a@gsi.gov.uk", BLOCKED),
    ("a@x.gsi.gov.uk", BLOCKED),
    ("a@dept.x.gsi.gov.uk", BLOCKED),
    ("a@gse.gov.uk", BLOCKED),
    ("a@x.gsx.gov.uk", BLOCKED),
    ("a@town.gcsx.gov.uk", BLOCKED),
    ("a@GSI.GOV.UK", BLOCKED),
    ("a@xn--nhs-4na.net", BLOCKED),
    ("a@nhs.xn--net-4na", BLOCKED),
    ("", INVALID),
    (" a@nhs.net", INVALID),
    ("a@nhs.net ", INVALID),
    ("a b@nhs.net", INVALID),
    ("a@nhs.net.", INVALID),
    ("a@.nhs.net", INVALID),
    ("a@nhs..net", INVALID),
    ("a@nhs", INVALID),
    ("a@[192.0.2.1]", INVALID),
    ("a@192.0.2.1", INVALID),
    ("a@nһs.net", INVALID),
    ("a@nhs\uff0enet", INVALID),
    ("ą@nhs.net", INVALID),
    ("a@nhs.net,b@nhs.net", INVALID),
    ("a@nhs.net;b@example.com", INVALID),
    ("a@nhs.net b@nhs.net", INVALID),
    ("a@example.com@nhs.net", INVALID),
    ("a%example.com@nhs.net", INVALID),
    ("Surgery <a@nhs.net>", INVALID),
    ("<a@nhs.net>", INVALID),
    ('"a"@nhs.net', INVALID),
    ("a(comment)@nhs.net", INVALID),
    ("mailto:a@nhs.net", INVALID),
    ("a@nhs.net\n", INVALID),
    ("a@nhs.net\r\nBcc: b@example.com", INVALID),
    ("a@nhs.net\x00.example", INVALID),
    ("a\t@nhs.net", INVALID),
    (".a@nhs.net", INVALID),
    ("a.@nhs.net", INVALID),
    ("a..b@nhs.net", INVALID),
    ("-a@nhs.net", INVALID),
    ("@nhs.net", INVALID),
    ("a@", INVALID),
    ("nhs.net", INVALID),
    ("a" * 65 + "@nhs.net", INVALID),
    ("a@" + "b" * 64 + ".net", INVALID),
    ("a@" + ".".join(["b" * 60] * 5) + ".net", INVALID),
    ("a@-nhs.net", INVALID),
    ("a@nhs_.net", INVALID),
    ("a@nhs.net?subject=x", INVALID),
]


@pytest.mark.parametrize(("address", "expected"), CASES)
def test_each_address_has_its_class_and_says_why(address: str, expected: RecipientClass) -> None:
    answer = classify(address)
    assert answer.klass is expected
    assert answer.why.endswith(".")


def test_the_address_to_use_has_its_domain_in_lower_case_and_its_mailbox_as_typed() -> None:
    assert classify("The.Practice@NHS.net").address == "The.Practice@nhs.net"


def test_an_ig_lead_may_add_a_domain_but_not_a_retired_one() -> None:
    assert classify("a@trust.nhs.uk", {"trust.nhs.uk"}).klass is SECURE
    assert classify("a@other.trust.nhs.uk", {"trust.nhs.uk"}).klass is NEEDS
    assert classify("a@x.gsi.gov.uk", {"x.gsi.gov.uk"}).klass is BLOCKED


@given(st.text())
def test_any_text_at_all_gets_an_answer(text: str) -> None:
    answer = classify(text)
    assert (answer.klass is INVALID) == (answer.address == "")


@given(st.from_regex(r"[a-z0-9.\-]{0,20}nhs\.net[a-z0-9.\-]{0,20}", fullmatch=True))
def test_only_nhs_net_itself_is_nhs_net(domain: str) -> None:
    if classify(f"a@{domain}").klass is SECURE:
        assert domain == "nhs.net" or domain.endswith(".gov.uk")


def test_the_table_says_where_it_comes_from_and_when_it_was_checked() -> None:
    table = shipped_table()
    assert table.source
    assert table.checked == "2026-11-23"


def test_the_rule_can_be_asked_from_outside() -> None:
    answer = RULES["recipient"].answer({"address": "a@nhs.net"})
    assert answer["class"] == "SECURE"
    for bad in ({}, {"address": None}, {"address": 3}, {"address": "a@nhs.net", "x": 1}):
        with pytest.raises(KnownError):
            RULES["recipient"].answer(bad)
