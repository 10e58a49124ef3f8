"""Items are added by a key, say on what they may be told, and show in the panel at once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QLabel, QLineEdit

from custodyhcp.records import assessing, people
from custodyhcp.records.arrivals import Arrival
from custodyhcp.records.assessment import AllergyState, Assessment, ReasonForCall
from custodyhcp.records.custody_items import (
    Caution,
    EmergencyLabel,
    FitInterview,
    Risk,
    Safeguard,
)
from custodyhcp.records.directions import (
    AppropriateAdult,
    Basis,
    Directions,
    FitToDetain,
    Observation,
    SelfHarm,
)
from custodyhcp.records.identity import Identity, Sex
from custodyhcp.records.offers import offers
from custodyhcp.ui.assessment_page import AssessmentPage
from custodyhcp.ui.briefing_panel import BriefingPanel
from custodyhcp.ui.directions_items import Added
from custodyhcp.ui.directions_words import Level, Review, Rouse
from custodyhcp.ui.item_cards import CARDS


def page_of(suite: Any, frame: Any, before: Directions | None = None) -> AssessmentPage:
    who = Identity("Smith", "John", "Mr", dob=date(1986, 1, 3), sex=Sex.MALE)
    arrival = Arrival(who, "NG/26/1", "14", suite.clock() - timedelta(hours=2))
    ids = people.book_in(suite.hcp, arrival)
    if before is not None:
        assessment = Assessment("asked", "well", "", "")
        assessing.sign(suite.hcp, ids.detention, assessment, before)
    frame.go("person", detention=ids.detention, section="assessment")
    frame.settled()
    page = frame.page().page()
    assert isinstance(page, AssessmentPage)
    return page


def everyday(page: AssessmentPage) -> None:
    form = page.form
    page.codes.button(ReasonForCall.ILL).click()
    page.findings.set_text("alert")
    page.allergy_state.button(AllergyState.NONE_KNOWN).click()
    form.fitness.button(FitToDetain.FIT).click()
    form.level.button(Level(2)).click()
    form.reason.set_text("chest pain earlier")
    form.call_hcp.buttons()[0].click()
    form.call_999.buttons()[0].click()
    form.review.button(Review.IN_4_HRS).click()
    form.missed.buttons()[0].click()
    form.self_harm.button(SelfHarm.NONE_IDENTIFIED).click()
    form.adult.button(AppropriateAdult.NOT_RECOMMENDED).click()


def key(qtbot: Any, page: Any, name: str, pressed: Any = Qt.Key.Key_Space) -> None:
    button = page.findChild(QAbstractButton, name)
    button.setFocus()
    qtbot.keyClick(button, pressed)


def test_the_everyday_form_has_no_card_and_needs_none(
    suite: Any, at_work: Callable[..., Any]
) -> None:
    page = page_of(suite, at_work(suite.hcp))
    everyday(page)
    assert page.form.items._cards == {}
    made = page.directions()
    assert isinstance(made, Directions)
    assert made.told() == ()


def test_an_item_is_added_by_keys_and_stands_in_the_panel(
    suite: Any, at_work: Callable[..., Any], qtbot: Any
) -> None:
    frame = at_work(suite.hcp)
    page = page_of(suite, frame)
    everyday(page)
    key(qtbot, page, "assessment.items.LABELS")
    key(qtbot, page, "assessment.labels.some.EPILEPSY")
    found = page.directions()
    assert isinstance(found, tuple)
    assert "why custody may be told" in found[0].words
    key(qtbot, page, "assessment.labels.basis.CUSTODY_SAFETY_NECESSITY")
    made = page.directions()
    assert isinstance(made, Directions)
    assert made.labels == (EmergencyLabel.EPILEPSY,)
    panel = frame.findChild(BriefingPanel)
    qtbot.waitUntil(
        lambda: panel.briefing() is not None and panel.briefing().line("labels") is not None,
        timeout=3_000,
    )
    line = panel.briefing().line("labels")
    assert (line.text, line.reason, line.basis) == (
        "epilepsy",
        "what 999 must know",
        "duty of care",
    )
    key(qtbot, page, "assessment.items.LABELS")
    again = page.directions()
    assert isinstance(again, Directions)
    assert again.labels == ()


def test_without_consent_a_line_that_rests_on_it_cannot_be_added(
    suite: Any, at_work: Callable[..., Any], qtbot: Any
) -> None:
    page = page_of(suite, at_work(suite.hcp))
    everyday(page)
    key(qtbot, page, "assessment.items.SEARCH_PREFERENCE")
    page.findChild(QLineEdit, "assessment.search_preference").setText("asks for a woman")
    found = page.directions()
    assert isinstance(found, tuple)
    assert "have not agreed" in found[0].words
    page.form.shown(found[0])
    page.sign_button.click()
    assert "have not agreed" in page.problems.accessibleName()


def test_risks_offer_the_usual_by_one_press_and_take_nothing_for_granted(
    suite: Any, at_work: Callable[..., Any], qtbot: Any
) -> None:
    page = page_of(suite, at_work(suite.hcp))
    form = page.form
    key(qtbot, page, "assessment.risks.ALCOHOL")
    assert (form.level.value(), form.minutes.text(), form.rouse.value()) == (None, "", None)
    assert not form.usual.isHidden()
    key(qtbot, page, "assessment.usual")
    assert (form.level.value(), form.minutes.text()) == (Level(2), "30")
    assert form.rouse.value() is Rouse.YES
    assert form.usual.isHidden()
    assert form.less.isHidden()
    form.rouse.button(Rouse.NO).click()
    assert not form.less.isHidden()
    assert not form.usual.isHidden()


def test_a_lower_level_asks_why_and_says_so(suite: Any, at_work: Callable[..., Any]) -> None:
    before = Directions(
        fitness=FitToDetain.FIT,
        observation=Observation(3, 30, True, "self-harm risk"),
        call_hcp_if=("asks for healthcare",),
        call_999_if=("cannot be woken",),
        self_harm=SelfHarm.NONE_IDENTIFIED,
        appropriate_adult=AppropriateAdult.NOT_RECOMMENDED,
        next_review=None,
        food="meals",
    )
    page = page_of(suite, at_work(suite.hcp), before)
    form = page.form
    assert form.items.picked() == ("food",)
    form.level.button(Level(2)).click()
    form.review.button(Review.IN_1_HR).click()
    form.missed.buttons()[0].click()
    assert not form.less.isHidden()
    found = page.directions()
    assert isinstance(found, tuple)
    assert [problem.field for problem in found] == ["less_because"]
    form.less.set_text("calm for six hours")
    made = page.directions()
    assert isinstance(made, Directions)
    assert made.observation.less_because == "calm for six hours"
    assert made.food == "meals"


def test_words_are_counted_as_they_are_typed(suite: Any, at_work: Callable[..., Any]) -> None:
    page = page_of(suite, at_work(suite.hcp))
    page.form.reason.set_text("two words")
    count = page.findChild(QLabel, "assessment.words")
    assert count.text() == "Words for custody: 2 of 120"


def test_interview_asks_what_its_answer_needs(suite: Any, at_work: Callable[..., Any]) -> None:
    page = page_of(suite, at_work(suite.hcp))
    everyday(page)
    items = page.form.items
    items.pick.button(Added["INTERVIEW"]).click()
    card = items.card("interview")
    assert card.texts["until"].isHidden()
    card.choices["fit"].button(FitInterview.FIT_WITH_SAFEGUARDS).click()
    card.several["safeguards"].button(Safeguard.BREAKS).click()
    assert not card.texts["breaks"].isHidden()
    assert isinstance(page.directions(), tuple)
    card.texts["breaks"].set_text("15")
    made = page.directions()
    assert isinstance(made, Directions)
    assert made.interview is not None
    assert made.interview.breaks == 15


def test_every_card_comes_back_from_a_draft_as_it_was(
    suite: Any, at_work: Callable[..., Any]
) -> None:
    page = page_of(suite, at_work(suite.hcp))
    items = page.form.items
    for name in CARDS:
        items.pick.button(Added[name.upper()]).click()
        card = items.card(name)
        for field in card.texts.values():
            field.set_text("12")
        for choice in card.choices.values():
            choice.buttons()[-1].click()
        for several in card.several.values():
            several.buttons()[-1].click()
    kept = page.fields()
    page.form.set_fields({})
    assert items.picked() == ()
    page.set_fields(kept)
    assert page.fields() == kept
    assert items.picked() == tuple(CARDS)


def test_a_caution_with_a_place_asks_for_it(suite: Any, at_work: Callable[..., Any]) -> None:
    page = page_of(suite, at_work(suite.hcp))
    page.form.items.pick.button(Added["CAUTIONS"]).click()
    card = page.form.items.card("cautions")
    assert card.texts["place"].isHidden()
    card.several["some"].button(Caution.NO_CUFFS_AT_SITE).click()
    assert not card.texts["place"].isHidden()


def test_every_risk_can_be_ticked(suite: Any, at_work: Callable[..., Any]) -> None:
    form = page_of(suite, at_work(suite.hcp)).form
    for risk in Risk:
        form.risks.button(risk).click()
    assert form.answers().risks == tuple(Risk)
    assert Basis.CONSENT not in dict(form.answers().bases).values()


def test_an_offer_goes_in_only_by_a_press_and_gives_no_basis(
    suite: Any, at_work: Callable[..., Any], qtbot: Any
) -> None:
    page = page_of(suite, at_work(suite.hcp))
    everyday(page)
    form = page.form
    before = page.fields()
    insulin = next(offer for offer in offers() if offer.id == "INSULIN")
    form.offers.pick.set_value(insulin)
    assert page.fields() == before
    key(qtbot, page, "assessment.offer.use")
    answers = form.answers()
    assert answers.labels == (EmergencyLabel.INSULIN_DIABETES,)
    assert answers.food == "offer food now and 18:00"
    assert "refuses food or drink" in answers.call_hcp_if
    assert dict(answers.bases) == {}
    assert answers.fitness is FitToDetain.FIT
    key(qtbot, page, "assessment.offer.use")
    assert form.answers() == answers
