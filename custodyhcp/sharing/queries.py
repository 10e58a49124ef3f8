"""What custody asks healthcare about somebody, and the answer: both for custody to read.

Rules kept here: only custody asks and only healthcare answers, once; both stay within what custody
may read, so an answer is looked over for leaks like a line of the briefing, and words that are kept
all the same need a reason that oversight reads. An answer is no direction: it becomes a line of the
briefing only where a health professional puts it into the directions. A query that nobody answers
is taken further (``escalating``).
"""

from __future__ import annotations

from collections.abc import Mapping

from custodyhcp.ledger.desk import Desk
from custodyhcp.ledger.entry import Entry, NewEntry
from custodyhcp.records.people import person_of
from custodyhcp.sharing import leaks
from custodyhcp.sharing.custody_side import ANSWERED, ASKED, Query
from custodyhcp.sharing.not_fit import LooksClinical
from custodyhcp.sharing.plain import one_line
from custodyhcp.sharing.publishing import NotNow, reader, signature, stay
from custodyhcp.vault.compartments import Compartment

LONGEST = 300


def ask(desk: Desk, detention: str, text: str) -> Entry:
    """Custody's question about somebody in custody now."""
    words = one_line(text)
    if not words:
        raise NotNow("There is no question yet.", "Write what you want to know.")
    if len(words) > LONGEST:
        raise NotNow(f"The question is longer than {LONGEST} characters.", "Ask it shorter.")
    who = reader(desk)
    by = " ".join(part for part in (who["rank_number"], who["name"]) if part)
    new = NewEntry(
        ASKED,
        {Compartment.BRIEFING: {"by": by, "text": words}},
        person=person_of(desk, detention),
        detention=detention,
    )
    return desk.append(new)[0]


def prompts(text: str) -> tuple[leaks.Prompt, ...]:
    """What to look at again before custody reads this answer."""
    return leaks.prompts_for({"Answer": one_line(text)})


def answer(desk: Desk, query: Query, text: str, kept_because: str = "") -> Entry:
    """Healthcare's answer. Raises ``LooksClinical`` where words should be looked at again and no
    reason is given, ``NotNow`` where it was answered already."""
    words = one_line(text)
    if not words:
        raise NotNow("There is no answer yet.", "Write what staff should do.")
    if len(words) > LONGEST:
        raise NotNow(f"The answer is longer than {LONGEST} characters.", "Say it shorter.")
    found = stay(desk, query.detention).queries
    if not any(one.entry == query.entry and one.open for one in found):
        raise NotNow("A colleague has answered this already.", "Read their answer.")
    hits = prompts(words)
    if hits and not one_line(kept_because):
        raise LooksClinical(hits)
    body = {"query": query.entry, "by": signature(desk), "text": words}
    parts: dict[Compartment, Mapping[str, object]] = {Compartment.BRIEFING: body}
    if hits:
        parts[Compartment.OVERSIGHT] = {"kept_because": one_line(kept_because)}
    new = NewEntry(ANSWERED, parts, person=query.person or None, detention=query.detention)
    return desk.append(new)[0]
