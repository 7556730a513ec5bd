"""Server time of the outcome explorer, its plot and pooling: on the starter base, and with 5,000 studies and 60,000
figures besides.

    python -m benchmarks.outcomes
"""

import random
import tempfile
from pathlib import Path

from benchmarks import pages

STUDIES, FIGURES, BATCH = 5_000, 60_000, 2_000
DESIGNS = "rct matched_cohort controlled_cohort single_arm_trial retrospective_cohort case_series".split()
ENDPOINTS = "os pfs hpfs ttp orr cr pr sd pd dcr adverse_event".split()
EXPLORER = [
    "/outcomes/",
    "/outcomes/?endpoint=os",
    "/outcomes/?endpoint=os&condition=liver-metastases&design=rct&intervention=radioembolization",
    "/outcomes/?endpoint=os&show=medians",
    "/outcomes/?endpoint=orr&show=proportions&page=3",
]
POOLED = "pool=med140/venerito-2020/os-hr&pool=med140/dhondt-2022/os-hr&pool=med140/mulcahy-2021/os-hr"
ADDRESSES = {
    "outcomes": EXPLORER,
    "outcome plot": [f"/outcomes/plot.svg?{each.partition('?')[2]}" for each in EXPLORER[1:]],
    "pooled page": [f"/outcomes/?endpoint=os&measure=HR&{POOLED}&hksj=yes"],
    "pooled plot": [f"/outcomes/plot.svg?{POOLED}"],
    "pool API": [f"/api/v1/pool/?{POOLED.replace('pool=', 'ids=')}&method=reml"],
}
BARS = {"outcomes": 150, "pooled page": 150, "pool API": 150, "outcome plot": 1000, "pooled plot": 1000}
LARGE_BARS = BARS | {"outcomes": 300, "pooled page": 300}


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        pages.prepare(Path(folder))
        pages.report("starter base", ADDRESSES, BARS)
        fill(STUDIES, FIGURES)
        pages.report(f"with {STUDIES:,} studies and {FIGURES:,} figures besides", ADDRESSES, LARGE_BARS)


def fill(studies: int, figures: int) -> None:
    """Studies of two arms with figures of every kind, about so many in all. The same in every run."""
    from evidence.models import Arm, ArmSize, Condition, Document, Intervention, Outcome, Study, StudyAccount

    chance = random.Random(20261125)
    document = Document.objects.get(key="med140")
    conditions, interventions = list(Condition.objects.all()), list(Intervention.objects.all())
    made = [Study(key=f"made-{n}", label=f"Made {n}", design=chance.choice(DESIGNS)) for n in range(studies)]
    Study.objects.bulk_create(made, BATCH)
    arms = []
    for study in made:
        arms.append(Arm(key=f"{study.key}/a", study=study, name="Arm A", role="intervention", position=0))
        arms.append(Arm(key=f"{study.key}/b", study=study, name="Arm B", role="comparator", position=1))
    Arm.objects.bulk_create(arms, BATCH)
    _links(Study.conditions.through, "study", "condition", made, conditions, chance)
    _links(Study.interventions.through, "study", "intervention", made, interventions, chance)
    _links(Arm.interventions.through, "arm", "intervention", arms, interventions, chance)
    accounts = [StudyAccount(key=f"made-account-{n}", document=document, study=study) for n, study in enumerate(made)]
    StudyAccount.objects.bulk_create(accounts, BATCH)
    sizes = [
        ArmSize(key=f"size-{arm.key}", account=accounts[n // 2], arm=arm, participants=str(chance.randint(20, 200)))
        for n, arm in enumerate(arms)
    ]
    ArmSize.objects.bulk_create(sizes, BATCH)
    outcomes = [
        Outcome(key=f"made-outcome-{n}", account=accounts[n % studies], endpoint=chance.choice(ENDPOINTS), position=n)
        for n in range(figures // 3)
    ]
    Outcome.objects.bulk_create(outcomes, BATCH)
    _figures(outcomes, arms, studies, chance)


def _links(through, one: str, other: str, rows, terms, chance) -> None:
    links = [through(**{one: row, other: term}) for row in rows for term in chance.sample(terms, 2)]
    through.objects.bulk_create(links, BATCH)


def _figures(outcomes, arms, studies: int, chance) -> None:
    """Three of each outcome: one of each arm, and one that compares them."""
    from evidence.models import EffectEstimate, Measurement

    measured, compared = [], []
    for n, outcome in enumerate(outcomes):
        pair = arms[2 * (n % studies) : 2 * (n % studies) + 2]
        is_time = outcome.endpoint in ("os", "pfs", "hpfs", "ttp")
        for arm in pair:
            value = chance.randint(4, 40)
            measured.append(
                Measurement(
                    key=f"made-{n}-{arm.key}",
                    outcome=outcome,
                    arm=arm,
                    statistic="median" if is_time else "proportion",
                    value=str(value),
                    unit="months" if is_time else "percent",
                    as_reported=f"{value} (95% CI {value - 2} to {value + 3})",
                    ci_lower=str(value - 2),
                    ci_upper=str(value + 3),
                )
            )
        ratio = chance.randint(40, 180) / 100
        printed = [f"{ratio:.2f}", f"{ratio * 0.7:.2f}", f"{ratio / 0.7:.2f}"]
        compared.append(
            EffectEstimate(
                key=f"made-effect-{n}",
                outcome=outcome,
                measure="HR" if is_time else "OR",
                estimate=printed[0],
                ci_lower=printed[1],
                ci_upper=printed[2],
                ci_level="95",
                as_reported="HR {}, 95% CI {} to {}".format(*printed),
                intervention_arm=pair[0],
                comparator_arm=pair[1],
            )
        )
    Measurement.objects.bulk_create(measured, BATCH)
    EffectEstimate.objects.bulk_create(compared, BATCH)


if __name__ == "__main__":
    main()
