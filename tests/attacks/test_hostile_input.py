"""P9: bad input gets a clear message in plain words, and costs nothing that is already saved.

The whole story is told with hostile text in every box. A step may refuse, with words; then nothing
of it is written, and it is told again in plain words so that the story goes on. What leaves at the
end is read back by programs that are not ours.
"""

from __future__ import annotations

import csv
import email
import email.policy
import io
import itertools
import json
import os
import re
import zipfile
from pathlib import Path
from string import ascii_lowercase
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from pypdf import PdfReader
from whole_story import Story, Word

from custodyhcp.consent import recording
from custodyhcp.errors import KnownError
from custodyhcp.sharing.plain import one_line

HERE = Path(__file__).resolve()
SHARED = Path(os.environ.get("CUSTODYHCP_SHARED", HERE.parents[3] / "shared"))
STRINGS = SHARED / "data" / "naughty-strings.json"
HAND_PICKED = (
    *(
        "",
        " ",
        "\0",
        "a\0b",
        "\ud800".encode("utf-8", "replace").decode(),
        "\ufeff",
        "\u202egpj.exe",
    ),
    *("=1+1", "+44", "-1", "@SUM(A1)", "\t=1", "\r\nBcc: a@example.org", "a\r\n\r\nb"),
    *("<b>x</b>", "{{x}}", "#set page(width: 1pt)", "$x$", '#read("/etc/passwd")', "\\u0000"),
    *("'; DROP TABLE entries; --", "%s%n%x", "../../x", "CON", "a" * 70, "a" * 12_000),
    *(
        "é" * 70,
        "e\u0301" * 70,
        "\u0645\u0631\u062d\u0628\u0627",
        "田中さん",
        "🩺🚑",
        "\u200b\u200d",
    ),
)
BATCHES, SOAK_BATCHES, STORIES = 10, 92, 6


def hostile() -> list[str]:
    """The strings that break software, with ours; ours alone where the list is not here."""
    listed = json.loads(STRINGS.read_text("utf-8")) if STRINGS.is_file() else []
    return [*HAND_PICKED, *listed]


def in_turn(start: int) -> Word:
    """Each box gets the next string, so that over the stories each box meets each string."""
    strings, boxes = hostile(), [start]

    def word(_: str) -> str:
        boxes[0] += 1
        return strings[boxes[0] % len(strings)]

    return word


PLAIN = (f"Plain {a}{b}x" for a, b in itertools.cycle(itertools.product(ascii_lowercase, repeat=2)))


def plain(box: str) -> str:
    """Two words that no rule minds, and no two the same for long: names must differ. A reason that
    oversight reads may name nobody who is here, so it is in words of its own."""
    return "It keeps them safe" if box == "kept_because" else next(PLAIN)


def tell(suite: Any, word: Word) -> tuple[Story, int]:
    """The story, and how many steps refused. A refused step is told again in plain words."""
    story, refused = Story(suite, word), 0
    desks = (suite.admin, suite.hcp, suite.sergeant, suite.ig)  # signing in is an entry too
    for step in story.steps():
        before = desks[0].health().size
        try:
            step()
        except KnownError as known:
            refused += 1
            says_something(known)
            assert written_since(suite, before) <= COUNTED, step.__name__
            story.word = plain
            step()
            story.word = word
        suite.clock.forward(minutes=1)
    return story, refused


# That a reason was no reason is counted for the Guardian: by design an entry, without the words.
COUNTED = {recording.REASON_REFUSED}


def written_since(suite: Any, before: int) -> set[str]:
    return {entry.header.kind for entry in suite.hcp.read(after=before - 1)}


def says_something(known: KnownError) -> None:
    assert re.search(r"[A-Za-z]{2,}", known.words), repr(known)
    for sign in ("Traceback", "Error(", "<class", "sqlite", "None"):
        assert sign not in known.words + known.then, known.words


def nothing_was_lost(suite: Any) -> None:
    """Everything is there after the next start, opens with its readers' keys, and is unaltered."""
    size = suite.ledger.health().size
    suite.reopen()
    health = suite.hcp.health()
    assert health.size >= size
    assert not health.problems
    for desk in (suite.hcp, suite.sergeant, suite.ig):
        assert len(desk.read()) >= size


def what_left_is_sound(story: Story) -> None:
    for content in story.left:
        if content.startswith(b"%PDF"):
            assert PdfReader(io.BytesIO(content)).pages
        elif content.startswith(b"PK"):
            assert zipfile.ZipFile(io.BytesIO(content)).testzip() is None
        elif b"X-Unsent: 1" in content:
            a_draft_is_one_mail_to_one_address(content)
        elif content.startswith(b"\xef\xbb\xbf"):
            no_cell_is_a_formula(content)
        else:
            assert not re.search(r"^[=@\t]", content.decode("utf-8"), re.MULTILINE)


def a_draft_is_one_mail_to_one_address(content: bytes) -> None:
    mail = email.message_from_bytes(content, policy=email.policy.default)
    assert mail["To"] == "surgery@nhs.net"
    assert not [name for name in ("Bcc", "Cc") if mail[name]]
    assert [part.get_content_type() for part in mail.iter_attachments()] == ["application/pdf"]


def no_cell_is_a_formula(content: bytes) -> None:
    for row in csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")):
        assert not [cell for cell in row if cell.startswith(("=", "+", "-", "@", "\t", "\r"))]


def stories(suite: Any, batch: int, batches: int) -> None:
    refused = 0
    for story in range(STORIES):
        turn = (batch * STORIES + story) * (len(hostile()) // (batches * STORIES) or 1)
        told, count = tell(suite, in_turn(turn))
        refused += count
        what_left_is_sound(told)
    assert refused  # a batch in which nothing was refused has not been hostile
    nothing_was_lost(suite)


@pytest.mark.parametrize("batch", range(BATCHES))
def test_hostile_text_in_every_box(suite: Any, batch: int) -> None:
    stories(suite, batch, BATCHES)


@pytest.mark.soak
@pytest.mark.parametrize("batch", range(SOAK_BATCHES))
def test_every_hostile_string_in_every_box(suite: Any, batch: int) -> None:
    stories(suite, batch, SOAK_BATCHES)


ANY_TEXT = st.text(max_size=120) | st.text(st.sampled_from("=+-@\t\r\n\0'\",;<>{}#$\\/\u202e"))


@settings(
    max_examples=15,
    deadline=None,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],  # one story is long: say what, unshrunk
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(texts=st.lists(ANY_TEXT, min_size=1, max_size=40))
def test_any_text_in_every_box(suite: Any, texts: list[str]) -> None:
    boxes = [0]

    def word(_: str) -> str:
        boxes[0] += 1
        return texts[boxes[0] % len(texts)]

    told, _ = tell(suite, word)
    what_left_is_sound(told)


def test_a_long_note_is_refused_or_kept_whole_and_never_cut(suite: Any) -> None:
    """A note cut short may say the opposite of what was typed."""
    note = "no known allergies except penicillin " * 1_000 + "end"
    story = Story(suite, lambda box: note)
    story.books_in_plainly()
    for step in (story.assesses, story.corrects, story.is_unable, story.is_weighed, story.types):
        before = suite.ledger.health().size
        try:
            step()
        except KnownError as known:
            says_something(known)
            assert suite.ledger.health().size == before
        else:
            kept = [str(entry.bodies) for entry in suite.hcp.read(after=before - 1)]
            kept += [str(draft.body) for draft in suite.hcp.drafts()]
            assert note in "".join(kept), step.__name__


def test_what_is_shown_on_one_line_is_one_line() -> None:
    for text in hostile():
        assert "\n" not in one_line(text)
        assert "\u202e" not in one_line(text)
