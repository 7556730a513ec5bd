"""How long the checks take over 60,000 figures, made up beside the starter base in a throw-away database.

    python -m benchmarks.checks [--figures 60000]

Of the made-up figures most are sound and some are disturbed, so that flags are found and written as well.
"""

import argparse
import os
import random
import sys
import tempfile
import time

PER_STUDY = 12  # figures
BATCH = 500  # studies
MOST_SECONDS = 20
DISTURBED = 0.02


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--figures", type=int, default=60_000)
    wanted = parser.parse_args().figures
    with tempfile.TemporaryDirectory() as folder:
        os.environ["WARRANT_VAR"] = folder
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
        import django

        django.setup()
        measure(wanted)


def measure(wanted: int) -> None:
    from django.core.management import call_command
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from evidence.checks.actions import run_checks

    with open(os.devnull, "w") as nowhere:
        call_command("migrate", interactive=False, stdout=nowhere)
        call_command("load_fixtures", stdout=nowhere)
    began = time.perf_counter()
    add_studies(wanted // PER_STUDY)
    print(
        f"{wanted:,} figures of {wanted // PER_STUDY:,} studies made in {time.perf_counter() - began:.0f} s", flush=True
    )
    began, worked = time.perf_counter(), time.process_time()
    with CaptureQueriesContext(connection) as queries:
        run = run_checks(report=lambda done, total: print(f"  {done:,} of {total:,}", flush=True))
    seconds, work = time.perf_counter() - began, time.process_time() - worked
    print(
        f"{run.figures:,} figures checked in {seconds:.1f} s ({run.figures / seconds:,.0f} a second), of which the "
        f"processor worked {work:.1f} s; {run.flags:,} flags, {len(queries)} queries; bar {MOST_SECONDS} s"
        f"{'' if seconds <= MOST_SECONDS else '  over'}"
    )
    if wanted <= 60_000 and seconds > MOST_SECONDS:
        sys.exit(1)


def add_studies(count: int) -> None:
    from evidence.models import Arm, ArmSize, Document, EffectEstimate, Measurement, Outcome, Study, StudyAccount

    random.seed(1)
    document = Document.objects.order_by("key").first()
    for start in range(0, count, BATCH):
        numbers = range(start, min(start + BATCH, count))
        studies = Study.objects.bulk_create(
            Study(key=f"made-{n}", label=f"Made {n}", design="controlled_cohort") for n in numbers
        )
        arms = Arm.objects.bulk_create(
            Arm(key=f"{study.key}/{name}", study=study, name=name.upper(), role=role, position=place)
            for study in studies
            for place, (name, role) in enumerate((("re", "intervention"), ("tace", "comparator")))
        )
        accounts = StudyAccount.objects.bulk_create(
            StudyAccount(key=f"{study.key}/account", study=study, document=document, participants="100", year="2020")
            for study in studies
        )
        ArmSize.objects.bulk_create(
            ArmSize(key=f"{arm.key}/size", account=accounts[i // 2], arm=arm, participants="50")
            for i, arm in enumerate(arms)
        )
        outcomes = Outcome.objects.bulk_create(
            Outcome(key=f"{account.key}/{place}", account=account, position=place, **fields)
            for account in accounts
            for place, fields in enumerate(OUTCOMES)
        )
        measured, effects = [], []
        for i in range(len(studies)):
            pair, own = arms[2 * i : 2 * i + 2], outcomes[len(OUTCOMES) * i : len(OUTCOMES) * (i + 1)]
            measured += [Measurement(**fields) for fields in measurements(own, pair)]
            effects += [EffectEstimate(**fields) for fields in effects_of(own, pair)]
        Measurement.objects.bulk_create(measured)
        EffectEstimate.objects.bulk_create(effects)


OUTCOMES = (
    {"endpoint": "os"},
    {"endpoint": "os", "timepoint": "1 year"},
    {"endpoint": "orr", "criteria": "RECIST"},
    {"endpoint": "sd", "criteria": "RECIST"},
    {"endpoint": "adverse_event", "event_term": "fatigue"},
)


def measurements(outcomes: list, arms: list):
    """Ten figures of two arms."""
    for arm in arms:
        months, responders, stable, tired = (
            random.randint(low, high) for low, high in ((13, 40), (5, 25), (5, 20), (0, 50))
        )
        wrong = random.random() < DISTURBED
        median = {
            "value": str(months + 30 * wrong),
            "unit": "months",
            "ci_lower": str(months - 4),
            "ci_upper": str(months + 5),
        }
        yield row(outcomes[0], arm, statistic="median", ci_level="95", **median)
        yield row(outcomes[1], arm, statistic="proportion", value=str(random.randint(51, 90)), unit="percent")
        for outcome, events in ((outcomes[2], responders), (outcomes[3], stable), (outcomes[4], tired)):
            yield row(outcome, arm, **share(events + 3 * (random.random() < DISTURBED), events))


def share(printed: int, events: int) -> dict:
    counts = {"value": str(2 * printed), "events": str(events), "participants": "50"}
    return {"statistic": "proportion", "unit": "percent", **counts}


def effects_of(outcomes: list, arms: list):
    hazard = round(random.uniform(0.5, 1.5), 2)
    bounds = {"ci_level": "95", "ci_lower": f"{hazard / 1.4:.2f}", "ci_upper": f"{hazard * 1.4:.2f}"}
    for outcome, measure, fields in (
        (outcomes[0], "HR", bounds | {"estimate": f"{hazard:.2f}"}),
        (outcomes[2], "comparison", {}),
    ):
        key = f"{outcome.key}/effect"
        yield {
            "key": key,
            "outcome": outcome,
            "as_reported": key,
            "measure": measure,
            "intervention_arm": arms[0],
            "comparator_arm": arms[1],
            "p_comparator": "=" if measure == "comparison" else "",
            "p_value": f"{random.random():.2f}" if measure == "comparison" else "",
            **fields,
        }


def row(outcome, arm, **fields) -> dict:
    key = f"{outcome.key}/{arm.name}"
    return {"key": key, "outcome": outcome, "arm": arm, "as_reported": fields["value"], **fields}


if __name__ == "__main__":
    main()
