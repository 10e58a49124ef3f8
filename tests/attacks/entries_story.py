"""The part of the whole story in which entries are written, amended, struck, begun and carried."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

from custodyhcp.consent.asked import Asked
from custodyhcp.consent.codes import Sample, Scope
from custodyhcp.consent.forensic import Authority, Forensic
from custodyhcp.records import amending, drafts, noting, phrases, templates
from custodyhcp.records.notes import Evidence, Note, Part, Purpose, Type


class EntriesStory:
    """Steps of the story; the rest of it gives ``suite``, ``word``, ``asked`` and the ids."""

    suite: Any
    word: Callable[[str], str]
    person: str
    detention: str
    asked: Callable[..., Asked]
    records: Callable[[Asked], Any]

    def writes_entries(self) -> Iterator[Callable[[], object]]:
        yield from (self.keeps_phrases, self.begins_an_entry, self.takes_it_over)
        yield from (self.writes_an_entry, self.amends_it, self.strikes_it)
        yield from (self.agrees_to_a_sample, self.writes_for_evidence)

    def keeps_phrases(self) -> None:
        phrases.keep(self.suite.hcp, f";abc = {self.word('phrase')}")

    def begins_an_entry(self) -> None:
        fields = {"entry.boxes": {"parts": [{"text": self.word("begun")}]}}
        ids = self.detention, self.person
        drafts.save(self.suite.hcp, "entry", *ids, fields, ("entry.boxes", 0))

    def takes_it_over(self) -> None:
        desk, stay = self.suite.hcp, self.detention
        draft = drafts.restore(desk, "entry", stay)
        assert draft is not None
        noting.take_over(desk, stay, "entry", draft.author, draft.fields)
        drafts.drop_taken(desk, "entry", stay, draft)

    def note(self, box: str) -> Note:
        known = templates.shipped()["review"]
        parts = tuple(
            Part(one.key, one.heading, one.label, self.word(f"{box}_{one.key}"))
            for one in known.parts
        )
        return Note(
            Type.REVIEW,
            Purpose.THERAPEUTIC,
            known.id,
            known.version,
            parts,
            place="ELSEWHERE",
            place_words=self.word(f"{box}_place"),
        )

    def writes_an_entry(self) -> None:
        self.entry = noting.record_note(
            self.suite.hcp, self.detention, self.note("entry")
        ).header.id

    def amends_it(self) -> None:
        why = self.word("amended_why")
        says = self.note("amended")
        amending.amend(self.suite.hcp, self.detention, self.entry, says, why)

    def strikes_it(self) -> None:
        amending.strike(self.suite.hcp, self.detention, self.entry, self.word("struck_why"))

    def agrees_to_a_sample(self) -> None:
        officer = Authority(self.word("officer"), "INSPECTOR", self.suite.clock(), oral=False)
        form = Forensic(True, True, Sample.INTIMATE, in_writing=True, authority=officer)
        self.records(replace(self.asked(Scope.FORENSIC_SAMPLE), forensic=form))

    def writes_for_evidence(self) -> None:
        known = templates.shipped()["forensic_sample"]
        parts = tuple(
            Part(one.key, one.heading, one.label, self.word(f"forensic_{one.key}"))
            for one in known.parts
        )
        note = Note(
            Type.FORENSIC,
            Purpose.FORENSIC,
            known.id,
            known.version,
            parts,
            place="MEDICAL_ROOM",
            evidence=Evidence(dual_role=True),
        )
        scope = Scope.FORENSIC_SAMPLE
        noting.record_forensic(self.suite.hcp, self.detention, note, scope)
