"""The draw: from a checkpoint, an officer's own words and a frame to a sample. Pure.

Rules kept here (docs/formats/spot-check.md has a worked example that needs only ``sha256sum``):

* The checkpoint is fixed first, so entries added later change nothing. The officer's words come
  next, so nobody who added entries before could know the seed. The id of the entry in which the
  words were logged is drawn at random by the ledger as it writes them, so the officer cannot try
  words at home until a draw suits.
* The seed, the frame and the parameters fix the sample. There is no second throw: a new draw is a
  new commitment, logged beside the first.
* Everything in the 100 % layer is in the sample. Of the random layer, ``percent`` of a hundred,
  rounded up, and never fewer than ``minimum`` while there are that many.

What it does not do: it cannot stop an officer from committing again and again. It makes each time
an entry that everybody sees.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256

from custodyhcp.errors import KnownError
from custodyhcp.oversight.codes import Layer
from custodyhcp.oversight.frame import Event, Frame

ALGORITHM = "custodyhcp spot check draw v1"
LEAST_NONCE = 10  # characters: ten dice are 25 bits, more than anyone can grind entries for unseen
LARGEST_NONCE = 200
LEAST_DIFFERENT = 3


class PoorNonce(KnownError):
    """What was typed as dice or words is too short or too even to be anybody's own."""


@dataclass(frozen=True, slots=True)
class Parameters:
    percent: int
    minimum: int

    def __post_init__(self) -> None:
        if not 1 <= self.percent <= 100:
            raise KnownError("The percentage is not between 1 and 100.", "Type a whole number.")
        if not 0 <= self.minimum <= 1000:
            raise KnownError("The least number is not between 0 and 1,000.", "Type a whole number.")


def tidy_nonce(text: str) -> str:
    """The dice or words as they are logged: one space between, none around."""
    nonce = " ".join(text.split())
    letters = nonce.replace(" ", "")
    if len(letters) < LEAST_NONCE:
        raise PoorNonce(
            "That is too short to be safe.",
            "Throw ten dice and type what they show, or type four words that come to mind.",
        )
    if len(nonce) > LARGEST_NONCE:
        raise PoorNonce("That is too long.", f"Type {LARGEST_NONCE} letters at most.")
    if len(set(letters)) < LEAST_DIFFERENT:
        raise PoorNonce("That is the same sign over and over.", "Throw the dice, or type words.")
    return nonce


def seed_lines(note: str, nonce: str, logged: str, digest: str, by: Parameters) -> bytes:
    """``seed.txt``: the seven lines whose SHA-256 is the seed."""
    lines = (
        ALGORITHM,
        f"checkpoint {sha256(note.encode('utf-8')).hexdigest()}",
        f"nonce {sha256(nonce.encode('utf-8')).hexdigest()}",
        f"logged {logged}",
        f"frame {digest}",
        f"percent {by.percent}",
        f"minimum {by.minimum}",
    )
    return "".join(line + "\n" for line in lines).encode("ascii")


def seed(lines: bytes) -> str:
    return sha256(lines).hexdigest()


def ticket(seed: str, entry_id: str) -> str:
    """The number an event draws: the lowest are checked."""
    return sha256(f"{seed} {entry_id}".encode("ascii")).hexdigest()


def how_many(random: int, by: Parameters) -> int:
    """How many of ``random`` events are drawn: the percentage rounded up, or the minimum."""
    return min(random, max(by.minimum, -(-random * by.percent // 100)))


def sample(frame: Frame, seed: str, by: Parameters) -> tuple[Event, ...]:
    """The events to check, in the order of seq."""
    drawn = _lowest(frame.of(Layer.RANDOM), seed, by)
    return tuple(sorted((*frame.of(Layer.ALL), *drawn), key=lambda event: event.seq))


def _lowest(events: Sequence[Event], seed: str, by: Parameters) -> Sequence[Event]:
    in_order = sorted(events, key=lambda event: ticket(seed, event.id))
    return in_order[: how_many(len(events), by)]
