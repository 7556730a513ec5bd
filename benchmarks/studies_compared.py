"""Server time and query count of the comparison of studies and of the evidence map.

    python -m benchmarks.studies_compared

On the starter base, and with 5,000 studies and 60,000 figures in the base, generated the same in every run.
"""

import itertools
import random
import tempfile
from pathlib import Path

from benchmarks import pages

STUDIES, FIGURES = 5_000, 60_000
BATCH = 2_000
COMPARED = 12  # studies with most figures


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        pages.prepare(Path(folder))
        pages.report("starter base", addresses(), dict.fromkeys(addresses(), 150))
        generate()
        pages.report("generated base", addresses(), dict.fromkeys(addresses(), 300))


def generate() -> None:
    """Studies of one or two conditions and interventions, as a document tells of them, with figures of every kind."""
    from evidence.models import Arm, Condition, Document, EffectEstimate, Intervention, Measurement, Outcome, Study
    from evidence.models import StudyAccount as Account
    from evidence.vocabulary import Endpoint, StudyDesign

    chance = random.Random(20_261_125)
    document = Document.objects.first()
    conditions = list(Condition.objects.exclude(key="any-condition").values_list("pk", flat=True))
    interventions = list(Intervention.objects.exclude(key="any-intervention").values_list("pk", flat=True))
    wanted_studies = STUDIES - Study.objects.count()
    wanted_figures = FIGURES - Measurement.objects.count() - EffectEstimate.objects.count()
    studies = Study.objects.bulk_create(
        (
            Study(key=f"generated-{n}", label=f"Generated {1990 + n % 35}", design=chance.choice(StudyDesign.values))
            for n in range(wanted_studies)
        ),
        batch_size=BATCH,
    )
    for field, column, terms in (
        ("conditions", "condition_id", conditions),
        ("interventions", "intervention_id", interventions),
    ):
        through = getattr(Study, field).through
        through.objects.bulk_create(
            (
                through(study_id=study.pk, **{column: term})
                for study in studies
                for term in chance.sample(terms, chance.choice((1, 1, 2)))
            ),
            batch_size=BATCH,
        )
    accounts = Account.objects.bulk_create(
        (
            Account(
                key=f"{s.key}/told", document=document, study=s, participants=str(chance.randrange(10, 900)), lines="1"
            )
            for s in studies
        ),
        batch_size=BATCH,
    )
    arms = Arm.objects.bulk_create(
        (Arm(key=f"{s.key}/{n}", study=s, name=f"Arm {n}", position=n) for s in studies for n in (1, 2)),
        batch_size=BATCH,
    )
    each = -(-wanted_figures // (3 * wanted_studies))  # outcomes of a study: two measurements and an effect estimate
    outcomes = Outcome.objects.bulk_create(
        (
            Outcome(key=f"{a.key}/{n}", account=a, endpoint=chance.choice(Endpoint.values), timepoint=f"{n} months")
            for a in accounts
            for n in range(each)
        ),
        batch_size=BATCH,
    )
    of_study = {s.pk: (first, second) for s, first, second in zip(studies, arms[::2], arms[1::2], strict=True)}
    measured, compared = [], []
    for outcome in outcomes:
        pair = of_study[outcome.account.study_id]
        measured += [
            Measurement(
                key=f"{outcome.key}/{arm.key}",
                outcome=outcome,
                arm=arm,
                statistic="median",
                as_reported="9 months",
                value="9",
                unit="months",
                lines="2",
            )
            for arm in pair
        ]
        compared.append(
            EffectEstimate(
                key=f"{outcome.key}/hr",
                outcome=outcome,
                measure="HR",
                as_reported="HR 0.8 (0.6 to 1.1)",
                estimate="0.8",
                intervention_arm=pair[0],
                comparator_arm=pair[1],
                lines="3",
            )
        )
    over = len(measured) + len(compared) - wanted_figures
    Measurement.objects.bulk_create(measured[: len(measured) - over], batch_size=BATCH)
    EffectEstimate.objects.bulk_create(compared, batch_size=BATCH)
    figures = Measurement.objects.count() + EffectEstimate.objects.count()
    print(f"\n{Study.objects.count():,} studies with {figures:,} figures")


def addresses() -> dict[str, list[str]]:
    from django.db.models import Count

    from evidence.models import Study

    fullest = Study.objects.annotate(n=Count("accounts__outcomes")).order_by("-n", "key").values_list("key", flat=True)
    ids = list(itertools.islice(fullest, COMPARED))
    return {
        "compare 3": [f"/compare/studies/?ids={','.join(ids[:3])}"],
        f"compare {COMPARED}": [f"/compare/studies/?ids={','.join(ids)}"],
        "its JSON": [f"/api/v1/compare/studies/?ids={','.join(ids[:3])}"],
        "map": [
            "/evidence-map/",
            "/evidence-map/?endpoint=os",
            "/evidence-map/?condition_level=2&intervention_level=3",
        ],
        "whole map": ["/evidence-map/?condition_level=9&intervention_level=9"],
    }


if __name__ == "__main__":
    main()
