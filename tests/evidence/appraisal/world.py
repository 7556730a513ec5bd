"""The small world of appraisals: two studies of Y for HCC, told by one document.

trial (rct)          OS: hazard ratio, a median of the treated arm
series (case_series) OS: a median of all; no arm
"""

from dataclasses import dataclass

from evidence.models import (
    Arm,
    Condition,
    Document,
    EffectEstimate,
    Indication,
    Intervention,
    Measurement,
    Outcome,
    Study,
    StudyAccount,
)


@dataclass
class World:
    document: Document
    trial: Study
    series: Study
    hazard: EffectEstimate
    median: Measurement
    series_median: Measurement
    indication: Indication


def make_world() -> World:
    document = Document.objects.create(key="doc", kind="policy", title="A policy")
    y90 = Intervention.objects.create(key="y90", name="Radioembolization")
    hcc = Condition.objects.create(key="hcc", name="HCC")
    indication = Indication.objects.create(key="y90-hcc", intervention=y90, condition=hcc)
    trial = Study.objects.create(key="trial", label="Salem 2016", design="rct")
    series = Study.objects.create(key="series", label="Kulik 2008", design="case_series")
    for study in (trial, series):
        study.conditions.add(hcc)
        study.interventions.add(y90)
    arms = [Arm.objects.create(key=f"trial/{name}", study=trial, name=name) for name in ("Y90", "TACE")]
    told = StudyAccount.objects.create(key="doc/trial", document=document, study=trial, participants="45", lines="7")
    os = Outcome.objects.create(key="doc/trial/os", account=told, endpoint="os", lines="8")
    hazard = EffectEstimate.objects.create(
        key="doc/trial/hr",
        outcome=os,
        measure="HR",
        estimate="0.91",
        ci_lower="0.57",
        ci_upper="1.45",
        as_reported="HR 0.91 (0.57-1.45)",
        intervention_arm=arms[0],
        comparator_arm=arms[1],
        lines="9",
    )
    median = Measurement.objects.create(
        key="doc/trial/median",
        outcome=os,
        arm=arms[0],
        statistic="median",
        value="18.6",
        unit="months",
        as_reported="18.6 months",
        lines="9",
    )
    told = StudyAccount.objects.create(key="doc/series", document=document, study=series, participants="108")
    os = Outcome.objects.create(key="doc/series/os", account=told, endpoint="os", lines="20")
    alone = Measurement.objects.create(
        key="doc/series/median", outcome=os, statistic="median", not_reached=True, as_reported="not reached", lines="20"
    )
    return World(document, trial, series, hazard, median, alone, indication)


ROB_2 = dict.fromkeys(("randomization", "deviations", "missing", "measurement", "selection"), "low")
