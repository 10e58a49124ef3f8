"""An unsent email as a file that a mail program opens for editing (domain outputs 1.6).

Rules kept here: ``X-Unsent: 1``, one ``To``, one subject; no From, Date, Message-ID, Sender, Cc or
Bcc; CRLF throughout; plain text and one PDF, nothing else. The program never sends.
"""

from __future__ import annotations

import re
from email.message import EmailMessage
from email.policy import SMTP

from custodyhcp.errors import KnownError
from custodyhcp.sharing.envelope import MAX_FILE_NAME, Envelope
from custodyhcp.sharing.recipient import classify

# A folded subject would begin with a space in some programs, and [secure] must stand first.
_UNFOLDED = SMTP.clone(max_line_length=200)
MAX_PDF = 5 * 1024 * 1024  # our own cap; NHSmail's is 35 MB for everything


class CannotDraft(KnownError):
    """The email cannot be made. Nothing was written."""


def draft_bytes(envelope: Envelope, pdf: bytes) -> bytes:
    """The ``.eml`` file. Raises CannotDraft where the address, name or size is not allowed."""
    if not classify(envelope.to).klass.may_send:
        raise CannotDraft("The address cannot be used.", classify(envelope.to).why)
    if len(pdf) > MAX_PDF:
        raise CannotDraft("The summary is too large to email.", "Shorten it and try again.")
    if len(envelope.file_name) > MAX_FILE_NAME or not re.fullmatch(
        r"[A-Za-z0-9_\-]+\.pdf", envelope.file_name
    ):
        raise CannotDraft("The file name cannot be used.", "Check the reference.")
    if not re.fullmatch(r"[\x20-\x7e]+", envelope.subject):
        raise CannotDraft("The subject cannot be used.", "Check the reference.")
    message = EmailMessage(policy=SMTP)
    message["To"] = envelope.to
    message["Subject"] = envelope.subject
    message["X-Unsent"] = "1"
    message.set_content(envelope.body, cte="quoted-printable")
    message.add_attachment(pdf, maintype="application", subtype="pdf", filename=envelope.file_name)
    return bytes(message.as_bytes(policy=_UNFOLDED))
