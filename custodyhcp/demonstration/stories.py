"""Twelve invented people, one in every state that the screens must show well. Pure data.

Times are minutes before the moment at which the demonstration opens.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from custodyhcp.records.assessment import Allergies, Allergy, AllergyState, ReasonForCall
from custodyhcp.records.directions import AppropriateAdult, FitToDetain, GivenBy, SelfHarm
from custodyhcp.records.identity import Identity, Sex

NONE_KNOWN = Allergies(AllergyState.NONE_KNOWN)


@dataclass(frozen=True, slots=True)
class Medicine:
    """``due`` in minutes from the opening."""

    due: int | None
    label: str = ""
    given_by: GivenBy = GivenBy.HCP
    instructions: str = ""
    keep_in_cell: bool = False


@dataclass(frozen=True, slots=True)
class Told:
    """An assessment and its directions; ``seen`` minutes before the opening, ``review`` after."""

    seen: int
    findings: str
    impression: str
    plan: str
    fitness: FitToDetain = FitToDetain.FIT
    level: int = 1
    minutes: int = 60
    because: str = "awake and well"  # why this level; at level 1, why nobody rouses them
    call_us: tuple[str, ...] = ("asks for healthcare", "feels unwell")
    call_999: tuple[str, ...] = ("cannot be woken", "has a seizure")
    review: int | None = 300
    conditions: str = ""
    self_harm: SelfHarm = SelfHarm.NONE_IDENTIFIED
    controls: str = ""
    adult: AppropriateAdult = AppropriateAdult.NOT_RECOMMENDED
    adult_reason: str = ""
    medicines: tuple[Medicine, ...] = ()
    allergies: Allergies = NONE_KNOWN
    allergy_line: str = ""
    communication: str = ""
    food: str = ""
    reasons: tuple[ReasonForCall, ...] = (ReasonForCall.ILL,)


@dataclass(frozen=True, slots=True)
class Story:
    """``scr``: "yes", "no", "override", "unable", "asleep" or "" where nobody has asked yet.
    ``published`` and ``read`` are minutes before the opening; None: not done. ``to_gp`` where they
    agreed to a letter; ``lives`` what a letter begun says of where they live."""

    cell: str
    ref: str
    who: Identity
    arrived: int
    told: Told | None = None
    scr: str = ""
    published: int | None = None
    read: int | None = None
    nhs: str = ""
    called: int | None = None
    reason: str = ""
    viewed: bool = False
    interpreter: str = ""
    to_gp: bool = False
    lives: str = ""


def _who(
    family: str, given: str, title: str, born: date | None, sex: Sex, *, confirmed: bool = True
) -> Identity:
    return Identity(family, given, title, dob=born, sex=sex, confirmed=confirmed)


STORIES: tuple[Story, ...] = (
    Story(
        "07", "NG/26/4411", _who("O’Brien", "Siobhán", "Ms", date(1992, 3, 14), Sex.FEMALE), 95,
        Told(
            11, "Drowsy, opens eyes to pain only. Blood glucose 2.1. Insulin pen in property.",
            "Low blood glucose, insulin-treated diabetes.",
            "Glucose gel given with no response in 10 min. 999 called. Stay with her.",
            FitToDetain.NOT_FIT_HOSPITAL_999, 4, 5, because="may stop breathing",
            call_us=(), review=None, communication="Stay within arm’s reach until the crew comes.",
            allergies=Allergies(AllergyState.KNOWN, (Allergy("latex", "rash"),)),
            allergy_line="latex: tell the ambulance crew",
            reasons=(ReasonForCall.SERIOUS_CONDITION,),
        ),
        scr="override", published=9, nhs="9434765919", called=40,
        reason="Found hard to rouse at the 03:00 visit", viewed=True,
    ),
    Story(
        "14", "NG/26/4398", _who("Smith", "John Simon", "Mr", date(1986, 6, 2), Sex.MALE), 410,
        Told(
            260, "Smells of alcohol, steady on his feet. No injury. Says 8 cans a day.",
            "Alcohol dependence, mild withdrawal possible from early morning.",
            "Review before withdrawal is likely. Fluids.", FitToDetain.FIT_WITH_CONDITIONS,
            2, 30, because="alcohol, may get worse as it wears off", review=-18,
            call_us=("shakes or sweats", "sees or hears things", "vomits"),
            conditions="only while he can be roused at every visit",
        ),
        scr="yes", published=255, read=250, nhs="9434765870",
    ),
    Story(
        "03", "NG/26/4402", _who("Öztürk", "Emre", "Mr", date(1999, 1, 30), Sex.MALE), 330,
        Told(
            75, "Yawning, gooseflesh, cramps. Pupils wide. Heroin daily, last at 16:00.",
            "Opioid withdrawal, moderate.", "Symptom relief given. Score again.",
            FitToDetain.FIT_WITH_CONDITIONS, 2, 30, because="withdrawal, may hide illness",
            review=-6, call_us=("cramps get worse", "vomits twice", "sweats heavily"),
            conditions="only while drinking and keeping it down",
            medicines=(Medicine(48),),
        ),
        scr="yes", published=11, nhs="9434765927", viewed=True,
    ),
    Story(
        "09", "NG/26/4407", _who("de Sousa-Kemp", "Ana", "Miss", date(2010, 7, 9), Sex.FEMALE), 240,
        Told(
            150, "Asthma since childhood. Chest clear. Carries a blue inhaler.",
            "Asthma, well at present.", "Inhaler stays with her. Medicine from healthcare due.",
            minutes=30, because="16 years old; awake and well",
            adult=AppropriateAdult.AUTOMATIC_UNDER_18,
            call_us=("wheezes or coughs a lot", "uses her inhaler twice in an hour"),
            call_999=("cannot finish a sentence", "lips turn blue"), review=240,
            medicines=(
                Medicine(8),
                Medicine(None, "Salbutamol inhaler", GivenBy.CUSTODY, "two puffs when wheezy",
                         keep_in_cell=True),
            ),
            communication="Talk slowly, with her appropriate adult beside her",
        ),
        scr="yes", published=140, read=118,
    ),
    Story(
        "11", "NG/26/4409",
        _who("Ng", "Wei", "", None, Sex.NOT_KNOWN, confirmed=False), 130,
        Told(
            70, "Asleep on the bench, rousable to voice, says nothing. No injury seen.",
            "Intoxicated, cause unknown.", "Watch; ask again when awake.",
            FitToDetain.FIT_WITH_CONDITIONS, 3, 15, because="drowsy, nobody knows what was taken",
            review=90, call_us=("harder to wake than before", "vomits"),
            conditions="only while rousable at every visit",
            allergies=Allergies(AllergyState.NOT_RECORDED),
        ),
        scr="unable", published=60, read=52,
    ),
    Story(
        "02", "NG/26/4390", _who("Patel", "Kiran", "Mr", date(1968, 4, 21), Sex.MALE), 520,
        Told(
            200, "Insulin-treated diabetes. Glucose 7.4, ate at 22:00. Feet healthy.",
            "Diabetes, stable.", "Glucose before each meal.",
            level=2, minutes=30, because="insulin, may become drowsy", review=28,
            call_us=("refuses food", "is shaky or confused"),
            call_999=("cannot be woken", "drowsy and sweating"), food="now and at 06:00",
            reasons=(ReasonForCall.SERIOUS_CONDITION, ReasonForCall.MEDICINE),
        ),
        scr="yes", published=190, read=182, nhs="9434766214", viewed=True, to_gp=True,
    ),
    Story(
        "05", "NG/26/4412", _who("Macdonald", "Iain", "Mr", date(1981, 8, 11), Sex.MALE), 55,
        called=22, reason="Says his chest has been tight since the arrest",
    ),
    Story(
        "16", "NG/26/4406", _who("Williams", "D’Andre", "Mr", date(2004, 2, 17), Sex.MALE), 285,
        Told(
            170, "Cut on right hand, clean, three strips. Hand moves well.",
            "Minor hand wound.", "Dressing check in the morning.",
            level=2, minutes=30, because="risk of self-harm", review=168,
            self_harm=SelfHarm.RAISED, controls="no belt, laces or cord; blanket only",
            reasons=(ReasonForCall.INJURED,),
        ),
        scr="no", published=165, read=74,
    ),
    Story(
        "01", "NG/26/4383", _who("Roberts", "Mair", "Mrs", date(1955, 10, 5), Sex.FEMALE), 610,
        Told(
            300, "Walks with a stick, unsteady at night. Takes a water tablet in the morning.",
            "Frail, at risk of falls.", "Low bed, stick within reach.", review=228,
            because="asleep, wakes easily, walks safely", call_us=("falls", "is short of breath"),
            communication="Hard of hearing: face her and speak clearly",
            adult=AppropriateAdult.RECOMMENDED, adult_reason="hearing and following long questions",
            medicines=(Medicine(290),),
        ),
        scr="asleep", published=290, read=284, nhs="9434766508",
    ),
    Story(
        "12", "NG/26/4404",
        _who("Kowalczyk-Świętosławska", "Łucja Żaneta", "Ms", date(1995, 1, 3), Sex.FEMALE), 270,
        Told(
            232, "Well. Takes an inhaler for hay fever in summer. Penicillin gave her a rash.",
            "Well.", "Nothing needed overnight.", review=None,
            allergies=Allergies(AllergyState.KNOWN, (Allergy("penicillin", "rash"),)),
            allergy_line="penicillin: tell any ambulance crew",
            communication="Polish interpreter by phone",
            reasons=(ReasonForCall.REQUESTED,),
        ),
        scr="yes", published=225, read=212, nhs="9434766796", interpreter="Polish, by phone",
    ),
    Story(
        "08", "NG/26/4410",
        _who("الزهراء", "فاطمة", "Mrs", date(1979, 12, 24), Sex.FEMALE), 120,
        Told(
            85, "No fixed abode. Tired, cold hands, feet sore. No wound.",
            "Exposure to cold, now warm.", "Food, blanket, dry socks.", review=215,
            communication="Arabic interpreter by phone; a woman if one can be had",
            food="hot meal given, another at 06:00", reasons=(ReasonForCall.NEEDS_ATTENTION,),
        ),
        scr="yes", published=80, read=71, interpreter="Arabic, by phone", to_gp=True,
        lives="No fixed abode",
    ),
    Story(
        "04", "NG/26/4413", _who("Wulandari", "", "", date(2001, 5, 19), Sex.FEMALE), 6,
    ),
)  # fmt: skip
