"""Is everything there that a forensic yes rests on? (PACE 1984 s62, s65; domain consent 3.7, 4.6.)

The two roles are explained, always, and that it may be used in evidence. A parent or guardian is
named. An intimate sample has the authority of an inspector or above, oral only where confirmed in
writing, and a consent in writing. A no needs none of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache

from custodyhcp import resources
from custodyhcp.consent.asked import Asked
from custodyhcp.consent.codes import Answer, Sample, Scope
from custodyhcp.consent.forensic import ADULT
from custodyhcp.consent.problem import Problem, needed, ticked


@cache
def ranks() -> Mapping[str, str]:
    """Code -> words of the ranks that may authorise an intimate sample: inspector and above."""
    rows: dict[str, str] = resources.load_json("consent/forensic.json")["ranks"]
    return rows


def forensic_problems(asked: Asked) -> tuple[Problem, ...]:
    """What is missing, in the order in which a form asks for it. Empty: complete."""
    return (*_explained(asked), *_parent(asked), *_sample(asked))


def _explained(asked: Asked) -> Iterable[Problem]:
    form = asked.forensic
    yield from ticked(
        "forensic.dual_role",
        form.dual_role,
        "Explain both roles: this is for the police, not for care, and cannot be confidential.",
    )
    yield from ticked(
        "forensic.may_be_evidence",
        form.may_be_evidence,
        "Explain that what is found may be used in evidence.",
    )


def _parent(asked: Asked) -> Iterable[Problem]:
    parent = asked.forensic.parent
    if asked.age >= ADULT and not asked.age_in_doubt:
        return
    if parent.answer is Answer.YES:
        yield from needed("forensic.parent.name", parent.name, "Name the parent or guardian.")
        yield from needed(
            "forensic.parent.relationship", parent.relationship, "Say who they are to the child."
        )


def _sample(asked: Asked) -> Iterable[Problem]:
    if asked.scope is not Scope.FORENSIC_SAMPLE:
        return
    match asked.forensic.sample:
        case None:
            yield Problem("forensic.sample", "Say whether it is an intimate sample.")
        case Sample.INTIMATE:
            yield from _intimate(asked)
        case Sample.NON_INTIMATE:
            return


def _intimate(asked: Asked) -> Iterable[Problem]:
    form, authority = asked.forensic, asked.forensic.authority
    yield from needed(
        "forensic.authority.officer", authority.officer, "Name the officer who authorised it."
    )
    if authority.rank not in ranks():
        yield Problem("forensic.authority.rank", "An inspector or above must authorise it.")
    if authority.at is None:
        yield Problem("forensic.authority.at", "Say when it was authorised.")
    if authority.oral is None:
        yield Problem("forensic.authority.oral", "Say whether the authority was spoken or written.")
    elif authority.oral:
        yield from ticked(
            "forensic.authority.confirmed_in_writing",
            authority.confirmed_in_writing,
            "Have the spoken authority confirmed in writing.",
        )
    yield from ticked(
        "forensic.in_writing", form.in_writing, "Have the consent to it signed: it must be written."
    )
