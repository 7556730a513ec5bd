from collections import Counter

from django.core.management.base import BaseCommand

from evidence.checks.actions import run_checks
from evidence.models import Flag

STEP = 5000  # figures between two lines of progress


class Command(BaseCommand):
    help = "Runs every check over all figures in the base and renews the flags."

    def handle(self, **options):
        self.told = 0
        run = run_checks(report=self.report)
        seconds = (run.finished_at - run.started_at).total_seconds()
        self.stdout.write(f"{run.figures:,} figures checked in {seconds:.1f} s: {run.flags:,} flags.")
        for grade, rules in self.counted().items():
            self.stdout.write(f"  {grade}: {sum(rules.values()):,}")
            for rule, count in rules.most_common():
                self.stdout.write(f"    {rule}: {count:,}")

    def report(self, done: int, total: int) -> None:
        if done - self.told >= STEP:
            self.told = done
            self.stdout.write(f"{done:,} of {total:,} figures")

    def counted(self) -> dict[str, Counter]:
        counts: dict[str, Counter] = {}
        for grade, rule in Flag.objects.values_list("grade", "rule"):
            counts.setdefault(grade, Counter())[rule] += 1
        return counts
