"""One person's way through every verb that writes, with every box filled by whoever tells it.

``word(box)`` gives the text for one box: a canary of its own for the search of the disk, a hostile
string for the test of bad input. What a rule closes (a level, a code, a time) is not a box.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from due_story import DueStory
from entries_story import EntriesStory
from sharing_people import doctor

from custodyhcp import staff
from custodyhcp.consent import disclosure, recording
from custodyhcp.consent.asked import Asked, ProxyAuthority, Weighing
from custodyhcp.consent.best_interests import BestInterests
from custodyhcp.consent.capacity import Ability, CapacityAssessment, Limb
from custodyhcp.consent.codes import (
    Answer,
    Capacity,
    Ground,
    LookedAt,
    Relationship,
    Scope,
    Surgery,
    SurgeryEvidence,
)
from custodyhcp.consent.emergency import EmergencyTest
from custodyhcp.consent.notice import NoticeGiven, Result
from custodyhcp.consent.noticing import record_notice
from custodyhcp.consent.surgery import SurgeryAnswer
from custodyhcp.oversight import alerts, checks, exporting, force_list
from custodyhcp.oversight.alerts import Review
from custodyhcp.oversight.codes import Escalation, Finding, State
from custodyhcp.oversight.frame import Period
from custodyhcp.records import (
    assessing,
    body,
    custody_list,
    drafts,
    earlier,
    importing,
    inbound,
    injuries,
    injuries_written,
    joining,
    looking_up,
    medicines_written,
    observing,
    people,
    practices,
    registered,
    requests,
    sought,
)
from custodyhcp.records import viewing as views
from custodyhcp.records.arrivals import Arrival
from custodyhcp.records.assessment import Allergies, Allergy, AllergyState, Assessment
from custodyhcp.records.custody_items import (
    Carrier,
    Caution,
    FitFor,
    FitInterview,
    InjuryCare,
    InjuryNeed,
    Interview,
    Release,
    Risk,
    Transfer,
)
from custodyhcp.records.directions import (
    AppropriateAdult,
    Directions,
    FitToDetain,
    GivenBy,
    MedicineDirection,
    Observation,
    SelfHarm,
)
from custodyhcp.records.doses import Dose, Outcome
from custodyhcp.records.identity import Identity, Sex
from custodyhcp.records.injuries import Examination, Landmark, Mark
from custodyhcp.records.injuries_written import Cause
from custodyhcp.records.medicines import Directed, Line, Taken
from custodyhcp.records.observations import NotTaken, Observations, Why
from custodyhcp.records.requests import Asking, By, Priority
from custodyhcp.records.scales.news2 import Consciousness, Vitals
from custodyhcp.records.scoring import Gone, Scale
from custodyhcp.records.viewing import Findings, Relied
from custodyhcp.sharing import not_fit as hospital
from custodyhcp.sharing import (
    paste,
    pasting,
    pdf,
    publishing,
    queries,
    receiving,
    reconciling,
    sealing,
    sending,
)
from custodyhcp.sharing import summary as care
from custodyhcp.sharing.draft_files import DraftFiles
from custodyhcp.sharing.publishing import Place
from custodyhcp.sharing.register import What
from custodyhcp.staff import Newcomer, ProfessionalBody
from custodyhcp.vault.compartments import Role

Word = Callable[[str], str]
NHS_NUMBER = "9434765919"
BORN = date(1986, 1, 3)
DICE = "4 2 6 6 1 3 5 2 1 4"
ADDRESS = "surgery@nhs.net"


class Story(EntriesStory, DueStory):
    """``steps()`` in order; each either is written whole or raises a KnownError."""

    def __init__(self, suite: Any, word: Word) -> None:
        self.suite, self.word = suite, word
        self.begun = suite.clock()
        self.drafts = DraftFiles(suite.folder)
        self.place = Place("Harrow Lane", "01632 960118")
        self.left: list[bytes] = []  # what was handed out: pdf, mail, paste, list, bundle

    def steps(self) -> Iterator[Callable[[], object]]:
        yield from (self.books_in, self.imports_a_list, self.imports_practices)
        yield from (self.corrects, self.moves, self.opens_the_record)
        yield from (self.was_here, self.was_assessed, self.had_left, self.is_joined)
        yield from (self.is_parted, self.is_joined, self.is_sought, self.opens_what_was_before)
        yield from (self.asks_again, self.asks_for_healthcare, self.cannot_come, self.comes)
        yield self.tells_healthcare
        yield from (self.observes, self.scores)
        yield from (self.types, self.assesses, self.is_injured)
        yield from (self.is_examined_again, self.states_a_cause)
        yield from (self.takes, self.is_directed, self.is_asleep, self.is_given, self.is_stopped)
        yield self.is_allergic
        yield from self.writes_entries()
        yield from (self.is_told, self.agrees, self.looks)
        yield from (self.is_unable, self.is_weighed, self.is_overridden, self.looks_again)
        yield from (
            self.is_registered,
            self.rings_the_surgery,
            self.agrees_to_gp,
            self.looks_at_the_gp_record,
        )
        yield self.publishes
        yield from self.hands_the_shift_over()
        yield from (self.discloses_the_pdf, self.pastes, self.is_on_paper, self.lists_a_sheet)
        yield self.acknowledges
        yield from (self.is_received, self.speaks, self.custody_asks, self.healthcare_answers)
        yield from (self.is_not_fit, self.publishes, self.acknowledges, self.transfers)
        yield from (self.is_not_fit, self.publishes, self.acknowledges)
        yield from (self.a_doctor_comes, self.is_decided_otherwise)
        yield self.seals_a_letter
        yield from (self.agrees_to_send, self.prepares_the_summary, self.drafts_the_mail)
        yield from (self.sends, self.reviews)
        yield from (self.commits, self.rolls, self.draws, self.sends_the_list, self.is_answered)
        yield from (self.closes, self.exports)
        yield from (self.invites, self.enrols, self.accepts, self.leaves)

    def run(self) -> None:
        for step in self.steps():
            step()
            self.suite.clock.forward(minutes=1)

    # -- records -----------------------------------------------------------------------------------

    def books_in(self) -> None:
        self.person, self.detention = "", ""
        w = self.word
        who = Identity(
            w("family"), w("given"), w("title"), w("preferred"), BORN, Sex.MALE, (w("alias"),)
        )
        arrival = Arrival(
            who,
            w("custody_ref"),
            w("cell")[:12],
            self.suite.clock() - timedelta(hours=1),
            nhs=NHS_NUMBER,
            requested_at=self.suite.clock(),
            reason_for_call=w("reason_for_call"),
        )
        booked = people.book_in(self.suite.hcp, arrival)
        self.person, self.detention = booked.person, booked.detention

    def books_in_plainly(self) -> None:
        """So that the rest of a hostile story has somebody to be about."""
        who = Identity("Smith", "John", dob=BORN, sex=Sex.MALE)
        booked = people.book_in(self.suite.hcp, Arrival(who, "NG/1", "1", self.suite.clock()))
        self.person, self.detention = booked.person, booked.detention

    def imports_a_list(self) -> None:
        w = self.word
        headings = "Custody reference,Name,Date of birth,Sex,Cell,Arrival time\r\n"
        cells = (w("list_ref"), w("list_name") + ", Ada", "04/02/1999", "F", w("list_cell")[:12])
        quoted = ",".join('"' + cell.replace('"', '""') + '"' for cell in cells)
        text = f"{headings}{quoted},{self.suite.clock():%d/%m/%Y %H:%M}\r\n"
        table = custody_list.read_table(text.encode("utf-8", "replace"))
        mapped = custody_list.guess(table.headings)
        known = people.known(self.suite.hcp)
        preview = custody_list.preview(table, mapped, self.suite.clock(), known)
        importing.import_custody_list(self.suite.hcp, preview)

    def imports_practices(self) -> None:
        one = practices.Practice("Z99001", self.word("practice"), "1 ST", "TS1 1AA", "", "A", "4")
        listed = practices.PracticeList((one,), 1, (), "0" * 64)
        importing.import_practices(self.suite.hcp, listed)

    def corrects(self) -> None:
        who = Identity(self.word("family_corrected"), "John", dob=BORN, sex=Sex.MALE)
        people.correct_person(self.suite.hcp, self.detention, who, NHS_NUMBER)

    def moves(self) -> None:
        people.move_cell(self.suite.hcp, self.detention, self.word("cell_moved")[:12])

    def opens_the_record(self) -> None:
        people.record_opened(self.suite.hcp, self.detention, self.word("purpose"))

    # somebody of another spelling was here before, with an allergy: joined, found, asked again

    def was_here(self) -> None:
        w = self.word
        self.before: people.BookedIn | None = None
        who = Identity(w("before_family"), w("before_given"), dob=BORN, language=w("language"))
        arrival = Arrival(who, w("before_ref"), "2", self.suite.clock())
        self.before = people.book_in(self.suite.hcp, arrival)

    def was_assessed(self) -> None:
        w = self.word
        known = Allergies(AllergyState.KNOWN, (Allergy(w("before_allergy"), w("before_reaction")),))
        said = (w("before_reason"), w("before_findings"), w("before_impression"), w("before_plan"))
        if self.before:
            seen = Assessment(*said, known)
            assessing.record_assessment(self.suite.hcp, self.before.detention, seen)

    def had_left(self) -> None:
        if self.before:
            where = (self.suite.clock(), self.word("before_destination"))
            people.close_detention(self.suite.hcp, self.before.detention, *where)

    def is_joined(self) -> None:
        if self.before:
            ids = (self.person, self.before.person)
            joining.join(self.suite.hcp, *ids, self.word("join_reason"))

    def is_parted(self) -> None:
        if self.before:
            ids = (self.person, self.before.person)
            joining.unjoin(self.suite.hcp, *ids, self.word("part_reason"))

    def is_sought(self) -> None:
        typed = sought.read(self.word("before_family"))
        looking_up.record_search(self.suite.hcp, typed, 1, self.person)

    def opens_what_was_before(self) -> None:
        if self.before:
            why = (earlier.Purpose.OTHER, self.word("earlier_purpose"))
            earlier.open_earlier(self.suite.hcp, self.before.detention, *why)

    def asks_again(self) -> None:
        for item in earlier.read_items(self.suite.hcp, self.detention)[:1]:
            still = (item.told.key, earlier.Answer.STILL)
            earlier.confirm(self.suite.hcp, self.detention, *still)

    def asks_for_healthcare(self) -> None:
        w, now = self.word, self.suite.clock()
        asked = Asking(By.CUSTODY, Priority.URGENT, (), now, w("request_why"), w("request_who"))
        requests.request(self.suite.hcp, self.detention, asked)

    def cannot_come(self) -> None:
        for one in requests.read(self.suite.hcp, self.detention):
            said = (requests.Outcome.UNABLE, self.suite.clock(), self.word("request_unable"))
            requests.answer(self.suite.hcp, self.detention, one.entry, *said)

    def comes(self) -> None:
        for one in requests.read(self.suite.hcp, self.detention):
            said = (requests.Outcome.ATTENDED, self.suite.clock())
            requests.answer(self.suite.hcp, self.detention, one.entry, *said)

    def tells_healthcare(self) -> None:
        said = {one: self.word("inbound_" + one.name) for one in inbound.About}
        told = inbound.Inbound(said, self.word("inbound_source"))
        inbound.record(self.suite.hcp, self.detention, told)

    def types(self) -> None:
        fields = {"findings": self.word("draft"), "plan": self.word("draft_plan")}
        args = (self.suite.hcp, "assessment", self.detention)
        drafts.save(*args, self.person, fields, ("findings", 3))

    def assesses(self) -> None:
        w = self.word
        allergy = Allergy(w("allergy"), w("reaction"))
        assessment = Assessment(
            w("reason"),
            w("findings"),
            w("impression"),
            w("plan"),
            Allergies(AllergyState.KNOWN, (allergy,)),
        )
        assessing.sign(self.suite.hcp, self.detention, assessment, self.directions())

    def directions(self) -> Directions:
        w, now = self.word, self.suite.clock()
        later = now + timedelta(hours=3)
        return Directions(
            fitness=FitToDetain.FIT_WITH_CONDITIONS,
            observation=Observation(2, 30, True, w("level_reason"), later),
            call_hcp_if=(w("call_hcp_if"),),
            call_999_if=(w("call_999_if"),),
            self_harm=SelfHarm.RAISED,
            appropriate_adult=AppropriateAdult.RECOMMENDED,
            next_review=now + timedelta(hours=2),
            conditions=w("conditions"),
            self_harm_controls=w("self_harm_controls"),
            appropriate_adult_reason=w("adult_reason"),
            review_if_missed=w("review_if_missed"),
            medicines=(
                MedicineDirection(GivenBy.HCP, later),
                MedicineDirection(GivenBy.CUSTODY, None, w("label"), w("instructions"), True),
            ),
            allergy=w("allergy_told"),
            communication=w("communication"),
            food=w("food"),
            risks=(Risk.ALCOHOL,),
            interview=Interview(FitInterview.NOT_ASSESSED, told=w("interview_told")),
            cautions=(Caution.DEVICE,),
            caution_place=w("caution_place"),
            injury_care=InjuryCare((InjuryNeed.DRESSING,), w("injury_where")),
            transfer=Transfer(FitFor.FIT, Carrier.ESCORT, True, w("transfer_words")),
            release=Release(FitFor.FIT, w("needs"), w("referrals"), w("release_told"), w("spoke")),
        )

    def is_injured(self) -> None:
        w, place = self.word, body.region("front.forearm.left")
        landmarks = (Landmark(80, w("landmark")), Landmark(35, w("landmark_2")))
        texts = {name: w("injury_" + name) for name in injuries.TEXTS}
        mark = Mark(
            place.view,
            place.id,
            *place.inside,
            kind="BRUISE",
            landmarks=landmarks,
            length_mm=30,
            **texts,
        )
        seen = Examination(
            self.suite.clock(),
            w("examined_where"),
            ("ARMS",),
            marks=(mark,),
            extent=w("examined_extent"),
            present=w("examined_present"),
        )
        first = injuries_written.record(self.suite.hcp, self.detention, seen)
        self.injury, self.examined = first.header.id, seen

    def is_examined_again(self) -> None:
        again = replace(self.examined, reason=self.word("injury_corrected"))
        injuries_written.correct(self.suite.hcp, self.detention, self.injury, again)

    def states_a_cause(self) -> None:
        cause = Cause(1, "PERSON", self.word("injury_cause"), dual_role=True)
        injuries_written.state_cause(self.suite.hcp, self.detention, self.injury, cause)

    def line(self, name: str) -> Line:
        w = self.word
        return Line(w(name), w(name + "_brand"), w(name + "_strength"), amount="40", unit="ML")

    def takes(self) -> None:
        w = self.word
        told = Taken(self.line("taken"), "SCR", w("confirmed_by"), None, w("last_dose"), "PERSON")
        taken = replace(told, with_them="WITH")
        medicines_written.record_taken(self.suite.hcp, self.detention, taken)

    def is_directed(self) -> None:
        w, now = self.word, self.suite.clock()
        self.due = now + timedelta(minutes=5)
        self.medicine = Directed(
            replace(self.line("directed"), name=w("directed") + " methadone"),
            "SCHEDULE_2",
            GivenBy.HCP,
            (self.due,),
            brought_in=True,
            consulted=w("consulted"),
            consulted_at=now,
            officer=w("satisfied_officer"),
            last_at=now,
            last_confirmed_by=w("last_confirmed_by"),
            missed_days=3,
            prescriber=w("prescriber"),
            keep_why=w("keep_why"),
            instructions=w("dose_instructions"),
        )
        entry = medicines_written.direct(self.suite.hcp, self.detention, self.medicine)
        self.directed_entry = entry.header.id

    def dose(self, outcome: Outcome, name: str) -> Dose:
        w, now = self.word, self.suite.clock()
        return Dose(
            "",
            self.directed_entry,
            self.due,
            outcome,
            now,
            GivenBy.HCP,
            witness=w(name + "_witness"),
            reason_words=w(name + "_reason"),
        )

    def is_asleep(self) -> None:
        later = self.suite.clock() + timedelta(minutes=30)
        dose = replace(self.dose(Outcome.ASLEEP, "asleep"), reason="SAFE_TO_WAIT", next_at=later)
        medicines_written.record_dose(self.suite.hcp, self.detention, dose)

    def is_given(self) -> None:
        dose = self.dose(Outcome.GIVEN, "given_dose")
        medicines_written.record_dose(self.suite.hcp, self.detention, dose)

    def is_stopped(self) -> None:
        stopped = replace(self.medicine, stopped=self.word("stopped_because"))
        entry = self.directed_entry
        medicines_written.direct(self.suite.hcp, self.detention, stopped, entry)

    def is_allergic(self) -> None:
        known = Allergy(self.word("substance"), self.word("past_reaction"), "SEVERE", "SCR")
        told = Allergies(AllergyState.KNOWN, (known,))
        medicines_written.record_allergies(self.suite.hcp, self.detention, told)

    # -- consent -----------------------------------------------------------------------------------

    def asked(self, scope: Scope = Scope.VIEW_SCR) -> Asked:
        relationship = Relationship.WORKGROUP if scope is Scope.VIEW_SCR else Relationship.NONE
        return Asked(
            scope,
            Answer.YES,
            Capacity.HAS,
            40,
            relationship=relationship,
            limits=self.word("limits"),
            interpreter=self.word("interpreter"),
            gillick_evidence=self.word("gillick_evidence"),
            age_evidence=self.word("age_evidence"),
            treatment=self.word("treatment"),
            proxy_name=self.word("proxy_name"),
            proxy_relationship=self.word("proxy_relationship"),
            proxy_evidence=self.word("proxy_evidence"),
            proxy_authority=ProxyAuthority(covers=self.word("proxy_covers")),
        )

    def records(self, asked: Asked) -> Any:
        done = recording.record(self.suite.hcp, self.person, self.detention, asked)
        return done.permission

    def is_told(self) -> None:
        later = self.suite.clock() + timedelta(hours=1)
        waits = NoticeGiven("v1", "en", Result.NO_INTERPRETER, (), self.word("spoken")[:60], later)
        record_notice(self.suite.hcp, self.person, self.detention, waits)

    def observes(self) -> None:
        taken = Observations(
            self.suite.clock(),
            Vitals(16, 90, 2, True, None, None, Consciousness.A, None),
            scale_2_reason=self.word("scale_2_reason"),
            oxygen_words=self.word("oxygen_words"),
            not_taken={"pulse": NotTaken(Why.REFUSED, self.word("not_taken"))},
            notes=self.word("observation_notes"),
        )
        observing.record_observations(self.suite.hcp, self.detention, taken)

    def scores(self) -> None:
        answers = (4, "NT", 6)
        gone = Gone(
            Scale.GCS,
            answers,
            self.suite.clock(),
            reason=self.word("scale_reason"),
            notes=self.word("scale_notes"),
        )
        observing.record_scale(self.suite.hcp, self.detention, gone)

    def agrees(self) -> None:
        self.permission = self.records(self.asked())

    def looks(self) -> None:
        self.view("relied")

    def view(self, box: str) -> None:
        findings = Findings(
            self.suite.clock(),
            (LookedAt.SCR,),
            (Relied(self.word(box + "_heading"), self.word(box)),),
            scr_date="01-Nov-2026",
        )
        views.record_scr_view(self.suite.hcp, self.permission, findings)

    def is_unable(self) -> None:
        w = self.word
        form = CapacityAssessment(
            scope=Scope.VIEW_SCR,
            information=w("information"),
            help=("SIMPLE_WORDS",),
            understand=Limb(Ability.YES, w("understand")),
            retain=Limb(Ability.NO, w("retain")),
            weigh=Limb(Ability.YES, w("weigh")),
            communicate=Limb(Ability.YES, w("communicate")),
            impairment="ALCOHOL",
            impairment_words=w("impairment"),
            causal_link=Ability.YES,
            causal_evidence=w("causal"),
            reassess_at=self.suite.clock() + timedelta(hours=1),
            present=w("present"),
        )
        recording.record_capacity(self.suite.hcp, self.person, self.detention, form)

    def is_weighed(self) -> None:
        w = self.word
        form = BestInterests(
            scope=Scope.VIEW_SCR,
            not_on_appearance=True,
            circumstances=w("circumstances"),
            can_wait=False,
            encouraged=w("encouraged"),
            not_to_bring_death=True,
            wishes=w("wishes"),
            prior_refusal=w("prior_refusal"),
            consultees=("NAMED",),
            consultee_names=w("consultee_names"),
            consulted=w("consulted"),
            attorney="NONE_KNOWN",
            deputy="NONE_KNOWN",
            advance_decision="NONE_KNOWN",
            less_restrictive=w("less_restrictive"),
            steps=w("steps"),
            believes=True,
        )
        recording.record_best_interests(self.suite.hcp, self.person, self.detention, form)

    def is_overridden(self) -> None:
        w = self.word
        weighing = Weighing(
            *(w("harm"), w("harm_others"), w("benefit"), w("views"), w("minimum")),
            *(w("harm_trust"), w("nature")),
        )
        self.permission = self.records(
            Asked(
                Scope.VIEW_SCR,
                Answer.UNABLE,
                Capacity.LACKS,
                40,
                relationship=Relationship.WORKGROUP,
                ground=Ground.BEST_INTERESTS_EMERGENCY,
                emergency=EmergencyTest(True, True, True),
                weighing=weighing,
                adviser=w("adviser"),
                reason=w("override_reason") + " drowsy, empty blister packs: which medicines?",
            )
        )

    def looks_again(self) -> None:
        self.view("relied_again")

    def is_registered(self) -> None:
        name = self.word("registered_practice")
        registered.record_registered(
            self.suite.hcp, self.detention, "A99001", name, registered.SaidBy.PERSON
        )

    def rings_the_surgery(self) -> None:
        answer = SurgeryAnswer(
            surgery=Surgery.AGREED,
            when=self.suite.clock(),
            evidence=SurgeryEvidence.VERBAL,
            who=self.word("surgery_who"),
            ods="Z99001",
            reference=self.word("surgery_reference"),
            limits=self.word("surgery_limits"),
        )
        recording.record_surgery_answer(self.suite.hcp, self.person, self.detention, answer)

    def agrees_to_gp(self) -> None:
        self.gp = self.records(self.asked(Scope.VIEW_GP))

    def agrees_to_send(self) -> None:
        self.to_send = self.records(self.asked(Scope.SEND_GP))

    def looks_at_the_gp_record(self) -> None:
        relied = (Relied(self.word("gp_heading"), self.word("gp_relied")),)
        findings = Findings(self.suite.clock(), (LookedAt.NRL,), relied)
        views.record_gp_view(self.suite.hcp, self.gp, findings)

    # -- sharing -----------------------------------------------------------------------------------

    def publishes(self) -> None:
        because = self.word("kept_because")
        args = (self.suite.hcp, self.detention, self.place)
        self.published = publishing.publish(*args, kept_because=because)
        self.left.append(pdf.briefing_pdf(self.published.briefing))

    def discloses_the_pdf(self) -> None:
        self.discloses(What.BRIEFING_PDF, self.left[-1])

    def pastes(self) -> None:
        blocks = paste.paste_blocks(self.published.briefing)
        self.left += [block.encode() for block in blocks]
        self.discloses(What.PASTE, self.left[-1])
        pasting.use_profile(self.suite.hcp, paste.STANDARD)
        pasting.say_pasted(self.suite.hcp, self.published, self.suite.clock())

    def is_on_paper(self) -> None:
        now = self.suite.clock()
        reconciling.begin(self.suite.hcp, now - timedelta(hours=1), now)

    def lists_a_sheet(self) -> None:
        desk = self.suite.hcp
        about, what = reconciling.downtimes(desk)[-1], reconciling.Paper.DIRECTIONS
        by, written = self.word("sheet_by"), self.published.at
        reconciling.list_sheet(desk, about, self.detention, what, by, written)

    def discloses(self, what: What, content: bytes) -> None:
        to = self.word("disclosed_to")
        publishing.hand_on(self.suite.hcp, self.published, what, to, content)

    def acknowledges(self) -> None:
        publishing.acknowledge(
            self.suite.sergeant,
            self.published,
            told_by=self.word("told_by"),
            told_at=self.suite.clock(),
            read_back=True,
        )

    def seals_a_letter(self) -> None:
        """All that is offered, to healthcare elsewhere: custody carries it and reads none of it."""
        desk = self.suite.hcp
        basis = disclosure.DisclosureBasis.PUBLIC_INTEREST_RISK_OTHERS
        without = sealing.Without(basis, self.word("letter_reason"))
        offered = [item.name for item in sealing.read(desk, self.detention).items]
        copy = sealing.next_copy(
            desk, self.detention, self.word("letter_place"), offered, reference="CH-2026-000002",
            suite="Northgate", phone="01632 960055", without=without,
        )  # fmt: skip
        sealing.hand_over(desk, copy, "file")

    def is_not_fit(self) -> None:
        not_fit = replace(self.directions(), fitness=FitToDetain.NOT_FIT_HOSPITAL_999)
        assessing.give_directions(self.suite.hcp, self.detention, not_fit)

    def transfers(self) -> None:
        now = self.suite.clock()
        hospital.start_transfer(
            self.suite.sergeant,
            self.published,
            at=now,
            how=self.word("transfer"),
            called_at=now,
            crew=self.word("crew"),
        )

    def a_doctor_comes(self) -> None:
        self.doctor = doctor(self.suite)

    def is_decided_otherwise(self) -> None:
        hospital.decide_otherwise(
            self.doctor,
            self.published,
            reason=f"The doctor saw them here. {self.word('otherwise_reason')}",
            do=f"watch for psychosis {self.word('otherwise_do')}",
            kept_because=self.word("otherwise_kept"),
        )

    def is_received(self) -> None:
        receiving.receive(self.suite.sergeant, self.published)

    def speaks(self) -> None:
        now = self.suite.clock()
        about = {"to": self.word("told_aloud_to"), "at": now, "read_back": True}
        receiving.speak(self.suite.hcp, self.detention, self.published.version, **about)

    def custody_asks(self) -> None:
        queries.ask(self.suite.sergeant, self.detention, self.word("query"))

    def healthcare_answers(self) -> None:
        (query,) = publishing.stay(self.suite.hcp, self.detention).queries
        said, because = self.word("query_answer"), "Custody has to know how to do it"
        queries.answer(self.suite.hcp, query, said, because)

    def prepares_the_summary(self) -> None:
        to = sending.addressed(ADDRESS, ADDRESS)
        self.ready = sending.make_ready(self.summary(), to, "NG/1")
        args = {"person": self.person, "detention": self.detention}
        self.sending = sending.prepare_summary(self.suite.hcp, self.to_send, self.ready, **args)
        self.left += [self.ready.pdf, self.ready.eml]

    def summary(self) -> care.Summary:
        w, now = self.word, self.suite.clock()
        address = (w("street"), w("town"), "TS1 1AA")
        patient = care.Patient(
            *(
                w("family_sent"),
                w("given_sent"),
                w("title_sent"),
                w("preferred_sent"),
                BORN,
                "Male",
            ),
            nhs_number=NHS_NUMBER,
            address=address,
            phone="07700 900123",
        )
        lists = {name: (w("medicine_" + name),) for name in care.Medicines.__dataclass_fields__}
        boxes = ("reason", "narrative", "impression", "findings", "procedures", "risks", "advice")
        return care.Summary(
            reference="CH-2026-000123",
            version=1,
            patient=patient,
            practice=care.Practice(w("practice_sent"), "Z99001", w("practice_address"), "01632 9"),
            service=care.Service("Harrow Lane custody healthcare", "", "01632 960118", "h@nhs.net"),
            clinician=care.Clinician("Robin Hale", "Nurse", "NMC 99Z9991A"),
            seen_at=now - timedelta(hours=1),
            prepared_at=now,
            consent=w("consent_sent"),
            actions=(care.Action(w("action"), w("action_who"), w("action_when")),),
            medicines=care.Medicines(**lists),
            allergy_state=AllergyState.KNOWN,
            allergies=(w("allergy_sent"),),
            discharge=w("discharge"),
            copies=(w("copy_to"),),
            **{box: w(box + "_sent") for box in boxes},
        )

    def drafts_the_mail(self) -> None:
        where = sending.save_draft_file(self.suite.hcp, self.sending, self.ready, self.drafts)
        assert where.read_bytes() == self.ready.eml

    def sends(self) -> None:
        _, gone = sending.record_outcome(
            self.suite.hcp,
            self.sending,
            sent=True,
            mailbox=self.word("mailbox"),
            drafts=self.drafts,
        )
        assert gone

    # -- oversight ---------------------------------------------------------------------------------

    def reviews(self) -> None:
        for waiting in alerts.queue(alerts.read(self.suite.ig).values()):
            review = Review(
                State.CLOSED,
                Finding.UNRESOLVED_ESCALATED,
                self.word("review_note") + " looked at the log with them",
                (Escalation.CALDICOTT_GUARDIAN,),
                self.word("patient_told"),
            )
            alerts.review(self.suite.ig, waiting.id, review)

    def commits(self) -> None:
        self.check = checks.commit(self.suite.ig, Period(self.begun, self.suite.clock()))

    def rolls(self) -> None:
        thrown = f"{DICE} {self.suite.clock():%y %m %d %H %M} "
        checks.type_nonce(self.suite.ig, self.check.id, thrown + self.word("dice"))

    def draws(self) -> None:
        self.check = checks.draw(self.suite.ig, self.check.id)
        self.left.append(force_list.to_csv(force_list.prepare(self.suite.ig, self.check)))

    def sends_the_list(self) -> None:
        checks.mark_sent(self.suite.ig, self.check.id, self.word("sent_to"), self.left[-1])

    def is_answered(self) -> None:
        reply, now = checks.Reply.HELD, self.suite.clock()
        answer = checks.Answer(reply, self.word("responder"), self.word("rank"), now)
        for event in checks.sampled(self.suite.ig, self.check):
            checks.record_reply(self.suite.ig, self.check.id, [event], answer)

    def closes(self) -> None:
        checks.close(self.suite.ig, self.check.id, self.word("closing_note"))

    def exports(self) -> None:
        period = Period(self.begun, self.suite.clock())
        self.exported = exporting.export(self.suite.ig, period, check=self.check.id)
        self.left.append(self.exported.content)

    # -- staff, and the end ------------------------------------------------------------------------

    def invites(self) -> None:
        person = Newcomer(
            self.word("staff_name"),
            Role.HCP,
            professional_body=ProfessionalBody.NMC,
            registration="99Z9993A",
        )
        self.invited = staff.invite(self.suite.admin, person)

    def enrols(self) -> None:
        passphrase = self.word("passphrase") + " four small boats"
        invited = self.invited
        self.newcomer = staff.enrol(self.suite.ledger, invited.login, invited.code, passphrase)

    def accepts(self) -> None:
        staff.accept_use(self.newcomer, staff.acceptable_use().version)

    def leaves(self) -> None:
        destination = self.word("destination")
        people.close_detention(self.suite.hcp, self.detention, self.suite.clock(), destination)
