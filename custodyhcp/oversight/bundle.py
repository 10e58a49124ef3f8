"""What lies in a bundle, and how each file of it is written (docs/formats/bundle.md). Pure.

Rules kept here:

* Nothing sealed is carried, only its hash; nothing clinical is carried at all. Beside the entries
  stand the few code words that the oversight part holds. Free text stays out unless asked for.
* The same contents give the same bytes.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from custodyhcp import resources
from custodyhcp.ledger.entry import canonical
from custodyhcp.ledger.rows import read_header
from custodyhcp.ledger.values import Stored
from custodyhcp.oversight.force_list import harmless
from custodyhcp.vault.compartments import Compartment
from custodyhcp.vault.wire import to_text

FORMAT = "custodyhcp bundle 1"
SIGNING_PREFIX = b"custodyhcp bundle v1\n"
MADE = "export.made"
README, VERIFIER = "README.txt", "verify.py"
MANIFEST, SIGNATURE, CHECKPOINT = "manifest.json", "manifest.sig", "checkpoint.txt"
ENTRIES, PROOF, AUDIT, STATEMENTS = "entries.jsonl", "proof.json", "audit.csv", "oversight.jsonl"
FRAME, SEED, DRAW = "frame.txt", "seed.txt", "draw.json"
SAMPLE_CSV, SAMPLE_JSON = "sample.csv", "sample.json"
WITH_CHECK = (FRAME, SEED, DRAW, SAMPLE_CSV, SAMPLE_JSON)
ALWAYS = (
    README,
    VERIFIER,
    MANIFEST,
    SIGNATURE,
    CHECKPOINT,
    ENTRIES,
    PROOF,
    AUDIT,
    STATEMENTS,
)
AUDIT_COLUMNS = ("seq", "at", "kind", "author", "role", "device", "person", "detention", "id")
AUTHOR_NAME = "author_name"
SAMPLE_COLUMNS = ("check_ref", "seq", "id", "kind", "at", "author", "role", "layer")
WHY = "why"


@dataclass(frozen=True, slots=True)
class Maker:
    """The officer who exports, whose key signs the list of files."""

    staff: str
    name: str
    sign_key: bytes

    def to_json(self) -> dict[str, str]:
        return {"staff": self.staff, "name": self.name, "sign_key": to_text(self.sign_key)}


@dataclass(frozen=True, slots=True)
class Account:
    """The particulars that the list of files is headed by."""

    start: str
    end: str
    first: int
    size: int
    root: bytes
    export: str
    check: str | None
    reasons: bool
    made_at: str
    maker: Maker

    def to_json(self, files: Mapping[str, bytes]) -> dict[str, Any]:
        return {
            "format": FORMAT,
            "from": self.start,
            "to": self.end,
            "first": self.first,
            "size": self.size,
            "root": to_text(self.root),
            "export": self.export,
            "check": self.check,
            "reasons": "included" if self.reasons else "redacted",
            "made_at": self.made_at,
            "made_by": self.maker.to_json(),
            "files": {name: described(content) for name, content in files.items()},
        }


def described(content: bytes) -> dict[str, Any]:
    """What the list of files says of one of them."""
    return {"bytes": len(content), "sha256": sha256(content).hexdigest()}


def entry_line(stored: Stored) -> bytes:
    """One line of ``entries.jsonl``: the header, each part's hash, and what is open."""
    header = read_header(stored.header)
    parts: list[dict[str, str]] = []
    for compartment, content in zip(header.parts, stored.parts, strict=True):
        part = {"compartment": compartment, "sha256": sha256(content).hexdigest()}
        if compartment == Compartment.OPEN.value:
            part["body"] = content.decode("utf-8")
        parts.append(part)
    line = {
        "header": stored.header.decode("ascii"),
        "parts": parts,
        "leaf": stored.leaf().hex(),
        "signature": to_text(stored.signature),
    }
    return canonical(line) + b"\n"


def lines(values: Iterable[Mapping[str, Any]]) -> bytes:
    return b"".join(canonical(value) + b"\n" for value in values)


def proof_file(now: Sequence[bytes], committed: Sequence[bytes] | None) -> bytes:
    proofs = {
        "now": [to_text(one) for one in now],
        "committed": None if committed is None else [to_text(one) for one in committed],
    }
    return canonical(proofs)


def audit_file(entries: Iterable[Stored], names: Mapping[str, str]) -> bytes:
    """Who did what and when, a row an entry (ISO 27789): ids and links, nothing clinical."""
    rows = []
    for stored in entries:
        header = read_header(stored.header)
        cells = [str(getattr(header, name) or "") for name in AUDIT_COLUMNS]
        cells[0] = str(header.seq)
        rows.append([*cells, names.get(header.author, "")])
    return table([*AUDIT_COLUMNS, AUTHOR_NAME], rows)


def table(heading: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """CSV (UTF-8 with a mark, CRLF) whose cells no spreadsheet takes for formulas."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(heading)
    for row in rows:
        writer.writerow([harmless(cell) for cell in row])
    return out.getvalue().encode("utf-8-sig")


def sample_files(rows: Sequence[Mapping[str, Any]]) -> dict[str, bytes]:
    heading = (*SAMPLE_COLUMNS, WHY)
    cells = [[*(str(row[name]) for name in SAMPLE_COLUMNS), "; ".join(row[WHY])] for row in rows]
    return {SAMPLE_JSON: canonical(list(rows)), SAMPLE_CSV: table(heading, cells)}


def verifier_file() -> bytes:
    """The second verifier, as it goes out with every bundle."""
    return resources.path("oversight/verify.py").read_bytes()


def readme_file(account: Account, suite: str) -> bytes:
    """README.txt, in plain words."""
    text = resources.path("oversight/bundle-readme.txt").read_text(encoding="utf-8")
    return text.format(
        suite=suite,
        start=account.start,
        end=account.end,
        size=account.size,
        maker=account.maker.name,
        made_at=account.made_at,
        spot_check=_SPOT_CHECK if account.check else "",
        reasons="included" if account.reasons else "left out",
    ).encode("utf-8")


_SPOT_CHECK = """
frame.txt        every event that could be drawn, and its layer
seed.txt         the seven lines whose SHA-256 is the seed of the draw
draw.json        the account of the draw
sample.csv       the events that were drawn, as a table
sample.json      the same, for programs
"""
