from __future__ import annotations

from dataclasses import replace
from email import message_from_bytes
from email.policy import default

import pytest
from sharing_examples import COVERING, naughty_strings

from custodyhcp.sharing.eml import MAX_PDF, CannotDraft, draft_bytes
from custodyhcp.sharing.envelope import envelope_for

PDF = b"%PDF-1.7\n" + bytes(range(256)) * 40
ENVELOPE = envelope_for("practice.mailbox@nhs.net", False, COVERING)


def test_the_draft_is_what_a_mail_program_opens_for_editing() -> None:
    raw = draft_bytes(ENVELOPE, PDF)
    message = message_from_bytes(raw, policy=default)
    assert message["X-Unsent"] == "1"
    assert message["To"] == "practice.mailbox@nhs.net"
    assert message["Subject"] == ENVELOPE.subject
    for header in ("From", "Date", "Message-ID", "Sender", "Cc", "Bcc", "Reply-To"):
        assert message[header] is None
    body = message.get_body(("plain",))
    assert body is not None
    assert body.get_content().replace("\r\n", "\n") == ENVELOPE.body
    (attached,) = message.iter_attachments()
    assert attached.get_content_type() == "application/pdf"
    assert attached.get_filename() == "custody-healthcare-summary_CH-2026-000123_v1.pdf"
    assert attached.get_content() == PDF
    assert not message.defects


def test_it_is_crlf_throughout_and_no_header_is_folded() -> None:
    raw = draft_bytes(ENVELOPE, PDF)
    assert raw.count(b"\n") == raw.count(b"\r\n") == raw.count(b"\r")
    assert max(map(len, raw.split(b"\r\n"))) <= 120


def test_a_secure_subject_starts_with_the_word_in_brackets() -> None:
    raw = draft_bytes(envelope_for("a@example.com", True, COVERING), PDF)
    assert b"\r\nSubject: [secure] Custody healthcare summary" in raw
    subject = str(message_from_bytes(raw, policy=default)["Subject"])
    assert subject.startswith("[secure] Custody")


@pytest.mark.parametrize(
    "to", ["", "a@nhs.net, b@nhs.net", "a@nhs.net\r\nBcc: b@example.com", "a@x.gsi.gov.uk"]
)
def test_an_address_that_may_not_be_used_makes_no_draft(to: str) -> None:
    with pytest.raises(CannotDraft):
        draft_bytes(replace(ENVELOPE, to=to), PDF)


@pytest.mark.parametrize(
    "changed",
    [
        {"subject": "x\r\nBcc: b@example.com"},
        {"subject": "Łukasz"},
        {"file_name": "x.exe"},
        {"file_name": "../x.pdf"},
        {"file_name": "x" * 61 + ".pdf"},
    ],
)
def test_nothing_else_slips_into_a_header(changed: dict[str, str]) -> None:
    with pytest.raises(CannotDraft):
        draft_bytes(replace(ENVELOPE, **changed), PDF)


def test_a_summary_too_large_to_send_makes_no_draft() -> None:
    with pytest.raises(CannotDraft):
        draft_bytes(ENVELOPE, b"x" * (MAX_PDF + 1))


def test_naughty_strings_in_the_senders_words_stay_in_the_body() -> None:
    for text in naughty_strings():
        envelope = envelope_for("a@nhs.net", False, replace(COVERING, service=text, phone=text))
        message = message_from_bytes(draft_bytes(envelope, PDF), policy=default)
        assert set(message.keys()) == {"To", "Subject", "X-Unsent", "MIME-Version", "Content-Type"}
        body = message.get_body(("plain",))
        assert body is not None
        assert body.get_content().replace("\r\n", "\n") == envelope.body
