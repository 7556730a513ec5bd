from collections import Counter
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from evidence.fixture_files import FixtureError
from policies import loading

SHOWN = 40  # differences of one kind
LONGEST = 100  # characters of a value


class Command(BaseCommand):
    help = (
        "Loads fixtures/ into an empty base. On a used base it shows how the files and the base differ, "
        "and changes nothing."
    )

    def add_arguments(self, parser):
        parser.add_argument("folder", nargs="?", type=Path, default=settings.FIXTURES_DIR)
        parser.add_argument("--if-empty", action="store_true", help="do nothing where the base holds something")
        parser.add_argument("--check", action="store_true", help="only check the files")

    def handle(self, *, folder=settings.FIXTURES_DIR, if_empty=False, check=False, **options):
        try:
            if check:
                rows, files = loading.read_rows(folder)
                self.stdout.write(f"{files} files hold {len(rows)} rows, no problems.")
            elif loading.is_empty():
                loaded = loading.load(folder)
                self.stdout.write(f"Starter base loaded: {loaded.rows} rows from {loaded.files} files.")
            elif not if_empty:
                self.show(loading.compare(folder))
        except FixtureError as error:
            listed = "\n".join(f"  {problem}" for problem in sorted(error.problems))
            raise CommandError(f"Nothing was loaded. {len(error.problems)} problem(s):\n{listed}") from None

    def show(self, found):
        if not found:
            self.stdout.write("The base holds what the files hold.")
            return
        counts = Counter(difference.kind for difference in found)
        for kind, count in counts.items():
            self.stdout.write(f"{kind}: {count}")
            for difference in [d for d in found if d.kind == kind][:SHOWN]:
                self.stdout.write(f"  {difference.model} {difference.key}  {difference.place}".rstrip())
                for name, here, in_files in difference.fields:
                    self.stdout.write(f"    {name}: here {_said(here)}, in the files {_said(in_files)}")
            if count > SHOWN:
                self.stdout.write(f"  ... and {count - SHOWN} more")
        self.stdout.write("Nothing was changed: a used base is never overwritten.")


def _said(value) -> str:
    text = value if isinstance(value, str) else str(value)
    return f'"{text[:LONGEST]} ..."' if len(text) > LONGEST else f'"{text}"'
