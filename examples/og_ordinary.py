"""Ordinary made-up patients: referred, endoscoped, told, and where it is cancer staged, transferred, treated.

The proportions are chosen to show every part of the pathway; they are not those of any hospital.
"""

from __future__ import annotations

from datetime import timedelta

from og_journey import Journey, day_after

CENTRE = {
    "RK5": "RX1",
    "RFS": "RX1",
    "RTG": "RX1",
    "RWD": "RX1",
    "RX1": "RX1",
    "RNQ": "RWE",
    "RNS": "RWE",
    "RWE": "RWE",
}
LOCAL = {"RK5": 0.2, "RFS": 0.12, "RTG": 0.14, "RWD": 0.18, "RNQ": 0.08, "RNS": 0.08, "RX1": 0.12, "RWE": 0.08}
ENDOSCOPY = {"clear": 0.38, "biopsies": 0.62}
HISTOLOGY = {"malignant": 0.66, "benign": 0.16, "barretts": 0.1, "high_grade_dysplasia": 0.04, "suspicious": 0.04}
INTENT = {"curative": 0.5, "palliative": 0.32, "undecided": 0.18}
CURATIVE = {"perioperative_chemotherapy": 0.5, "surgery": 0.25, "definitive_chemoradiotherapy": 0.25}
PALLIATIVE = {"palliative_sact": 0.4, "stent": 0.2, "palliative_radiotherapy": 0.15, "best_supportive_care": 0.25}
MODALITY = {
    "perioperative_chemotherapy": "02",
    "surgery": "01",
    "definitive_chemoradiotherapy": "04",
    "endoscopic_resection": "01",
    "palliative_sact": "02",
    "stent": "09",
    "palliative_radiotherapy": "05",
    "best_supportive_care": "07",
}
AT_THE_CENTRE = ("endoscopic_resection", "surgery", "definitive_chemoradiotherapy", "palliative_radiotherapy")


def ordinary(journey: Journey) -> None:
    """Tell one patient's way from referral on."""
    local = journey.one_of(LOCAL)
    if journey.chance(0.82):
        _urgent(journey, local)
    else:
        _upgraded(journey, local)


def _urgent(journey: Journey, local: str) -> None:
    journey.tell("referral", local, route="usc")
    journey.wait(1, 3)
    if journey.chance(0.03):
        journey.tell("declined_tests", local)
        return
    fit = journey.chance(0.85)
    journey.tell("triage", local, lag=int(journey.chance(0.3)), fit_for_endoscopy="yes" if fit else "no")
    if not fit:
        _clinic(journey, local)
    _endoscopy(journey, local)


def _upgraded(journey: Journey, local: str) -> None:
    """A routine referral; most are upgraded when the endoscopist sees a tumour, the rest run on without the 62 days."""
    journey.tell("referral", local, route="other")
    journey.wait(10, 30)
    journey.tell("ogd", local)
    if journey.chance(0.7):
        journey.wait(1, 3)
        journey.tell("upgrade", local)
    journey.wait(1, 4)
    journey.tell("ct", local, ct_report="yes")
    _reported(journey, local)


def _clinic(journey: Journey, local: str) -> None:
    """Seen before the tests, sometimes only at the second appointment."""
    journey.wait(4, 10)
    if journey.chance(0.3):
        journey.tell("dna_first", local)
        journey.wait(1, 2)
        booked = day_after(journey.today, 3 + int(journey.rng.random() * 6))
        journey.tell("rebooked", local, for_=booked)
        journey.today = booked
    journey.tell("first_seen", local)


def _endoscopy(journey: Journey, local: str) -> None:
    booked = journey.chance(0.5)
    if booked:
        slot = journey.today + timedelta(days=6)
        journey.tell("ogd", local, on=slot, status="planned")
    journey.wait(2, 7 if booked else 13)
    if journey.one_of(ENDOSCOPY) == "clear":
        journey.tell("ogd_clear", local)
        if journey.chance(0.04):
            journey.wait(1, 5)
            journey.tell("other_primary", local)
            return
        journey.wait(0, 9)
        journey.tell("told", local, outcome="ruled_out", lag=int(journey.chance(0.2)) * 3)
        return
    _biopsies(journey, local)
    journey.wait(0, 3)
    journey.tell("ct", local, lag=int(journey.chance(0.2)) * 4, ct_report="yes")
    _reported(journey, local)


def _biopsies(journey: Journey, local: str) -> None:
    """Gastroscopy; now and then its day was typed wrong, or it was entered for the wrong patient first."""
    if journey.chance(0.06):
        wrong = journey.tell("ogd", local, on=journey.today - timedelta(days=2))
        journey.correct(wrong, lag=5, on=journey.today)
    elif journey.chance(0.05):
        other = journey.tell("ogd_clear", local)
        journey.retract(other.id, lag=1)
        journey.tell("ogd", local, lag=1)
    else:
        journey.tell("ogd", local)


def _reported(journey: Journey, local: str) -> None:
    journey.wait(3, 8)
    result = journey.one_of(HISTOLOGY)
    report = journey.tell("histology", local, result=result)
    if result == "malignant":
        if journey.chance(0.1):
            journey.correct(report, lag=6, histology_type="adenocarcinoma")
        _cancer(journey, local)
    elif result == "suspicious":
        journey.wait(5, 10)
        journey.tell("ogd", local)
        journey.wait(4, 8)
        journey.tell("histology", local, result="malignant")
        _cancer(journey, local)
    elif result == "high_grade_dysplasia":
        journey.wait(3, 7)
        journey.tell("mdt", local, level="specialist", intent="curative", plan="endoscopic_resection")
        _agreed(journey, local, "endoscopic_resection")
    else:
        journey.wait(2, 12)
        journey.tell("told", local, outcome="ruled_out")


def _cancer(journey: Journey, local: str) -> None:
    centre, intent = CENTRE[local], journey.one_of(INTENT)
    journey.wait(1, 5)
    journey.tell("told", local, outcome="cancer", performance_status=int(journey.rng.random() * 3))
    if journey.chance(0.08):
        journey.wait(2, 10)
        journey.tell("died" if journey.chance(0.6) else "declined_treatment", local)
        return
    journey.wait(1, 7)
    journey.tell("mdt", local, level="local", intent=intent)
    if intent == "palliative":
        _agreed(journey, local, journey.one_of(PALLIATIVE))
        return
    _transferred(journey, local, centre)
    journey.wait(2, 8)
    journey.tell("pet_ct", metastases="no")
    journey.wait(3, 9)
    plan = journey.one_of(CURATIVE if intent == "curative" or journey.chance(0.5) else PALLIATIVE)
    aim = "curative" if plan in CURATIVE else "palliative"
    journey.tell("mdt", centre, level="specialist", intent=aim, plan=plan)
    _agreed(journey, centre, plan)


def _transferred(journey: Journey, local: str, centre: str) -> None:
    if local == centre:
        return
    journey.wait(0, 5)
    journey.tell("transfer.sent", local, to=centre)
    journey.wait(0, 4)
    journey.tell("transfer.received", centre)
    if journey.chance(0.5):
        journey.tell("transfer.accepted", centre)


def _agreed(journey: Journey, provider: str, plan: str) -> None:
    """Decision to treat, the wait for treatment, what comes after it."""
    journey.wait(3, 12)
    if plan in AT_THE_CENTRE:
        provider = CENTRE[provider]
    journey.tell("dtt", provider, plan=plan)
    slot = journey.today + timedelta(days=21)
    journey.tell("treatment", provider, on=slot, status="planned")
    if plan == "best_supportive_care":
        journey.tell("palliative_referral", provider)
    if journey.chance(0.08):
        journey.wait(3, 8)
        journey.tell("offer_declined", provider, offered_for=journey.today + timedelta(days=7))
        journey.wait(1, 4)
        journey.tell("available", provider, from_=journey.today + timedelta(days=14))
        journey.wait(14, 18)
    else:
        journey.wait(10, 34)
    journey.tell("treatment", provider, modality=MODALITY[plan], event_type="01")
    journey.wait(14, 40)
    if plan in PALLIATIVE:
        journey.tell("hna", provider)
        journey.tell("care_plan", provider)
    elif plan in ("surgery", "endoscopic_resection"):
        journey.tell("eot_summary", provider)
