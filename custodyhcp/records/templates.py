"""Templates of written entries: which boxes there are, under which heading, with what to think of.

Rules kept here: a template prompts and structures, and never fills in a finding: it has no place
for a value. Templates are data with a version and a source; a clinical lead may publish a newer
version of one, or a new one (``templates_published``); an entry keeps naming the version it used.
Pure.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from functools import cache
from typing import Any

from custodyhcp.records import words
from custodyhcp.records.words import Problem
from custodyhcp.resources import load_json

SHIPPED = (
    "first_assessment",
    "review",
    "interview_fitness",
    "head_injury",
    "intoxication",
    "withdrawal",
    "self_harm",
    "mental_health",
    "chest_pain",
    "pregnancy",
    "diabetes",
    "epilepsy",
    "after_force",
    "ingestion",
    "under_18",
    "advice",
    "contact",
    "referral",
    "handover",
    "note",
    "forensic_examination",
    "forensic_sample",
)
TYPES = (
    "ASSESSMENT",
    "REVIEW",
    "ADVICE",
    "CONTACT",
    "REFERRAL",
    "HANDOVER",
    "NOTE",
    "FORENSIC",
)
MOST_PARTS = 40
LONGEST_TITLE, LONGEST_HINT = 80, 300


@dataclass(frozen=True, slots=True)
class Prompt:
    """One box: its heading by code, its label and what to think of. ``needed``: an entry that
    uses the template cannot be signed without it."""

    key: str
    heading: str
    label: str
    hint: str = ""
    lines: int = 2
    needed: bool = False


@dataclass(frozen=True, slots=True)
class Template:
    """``types`` are the types of entry it is for."""

    id: str
    version: int
    title: str
    types: tuple[str, ...]
    source: str
    checked: str
    parts: tuple[Prompt, ...]

    @property
    def named(self) -> str:
        """``Head injury, version 2``."""
        return f"{self.title}, version {self.version}"


@cache
def headings() -> Mapping[str, str]:
    """Heading code to its words, in the order of a record."""
    found: Mapping[str, str] = load_json("records/entries.json")["headings"]
    return found


@cache
def shipped() -> Mapping[str, Template]:
    """Those that come with the product, by id, in the order in which they are offered."""
    return {name: from_body(load_json(f"records/templates/{name}.json")) for name in SHIPPED}


def from_body(body: Mapping[str, Any]) -> Template:
    parts = tuple(
        Prompt(
            str(one["key"]),
            str(one["heading"]),
            str(one["label"]),
            str(one.get("hint", "")),
            int(one.get("lines", 2)),
            bool(one.get("needed", False)),
        )
        for one in body["parts"]
    )
    return Template(
        str(body["id"]),
        int(body["version"]),
        str(body["title"]),
        tuple(str(one) for one in body["types"]),
        str(body["source"]),
        str(body["checked"]),
        parts,
    )


def to_body(template: Template) -> dict[str, Any]:
    return asdict(template) | {
        "types": list(template.types),
        "parts": [asdict(part) for part in template.parts],
    }


def problems(template: Template, before: Template | None) -> tuple[Problem, ...]:
    """What to put right before it can be published. ``before`` is the version in use now."""
    found = []
    if not template.id or not template.title:
        found.append(Problem("title", "Give the template a name."))
    if not template.source:
        found.append(Problem("source", "Say what the template rests on."))
    if before is not None and template.version <= before.version:
        found.append(Problem("version", f"Version {before.version} is in use: give a later one."))
    if not template.types or not set(template.types) <= set(TYPES):
        found.append(Problem("types", "Say which types of entry it is for."))
    if not template.parts or len(template.parts) > MOST_PARTS:
        found.append(Problem("parts", f"Give at least one box, and {MOST_PARTS} at most."))
    keys = [part.key for part in template.parts]
    if len(set(keys)) != len(keys):
        found.append(Problem("parts", "Two boxes have the same name."))
    for part in template.parts:
        if part.heading not in headings() or not part.label:
            found.append(Problem("parts", "Each box has a label and one of the headings."))
        found += words.too_long("parts", part.label, LONGEST_TITLE, "A label")
        found += words.too_long("parts", part.hint, LONGEST_HINT, "A prompt")
    found += words.too_long("title", template.title, LONGEST_TITLE, "The name")
    return tuple(found)


def offered(templates: Iterable[Template], type_: str) -> tuple[Template, ...]:
    """Those that are for this type of entry."""
    return tuple(one for one in templates if type_ in one.types)
