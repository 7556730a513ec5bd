"""`make demo`: the site on a base of its own, with an account for each role and work in progress."""

import os
import shutil

from django.conf import settings
from django.core.management.base import CommandError
from django.db import connections

from config import demo
from jobs import locks
from jobs.management.commands import serve


class Command(serve.Command):
    help = "Serves the site with one account for each role and work in progress, on a base of its own."

    def add_arguments(self, parser):
        super().add_arguments(parser)
        parser.add_argument("--fresh", action="store_true", help="throw the demo's data away and make it anew")

    def handle(self, *, fresh=False, **options):
        if os.environ.get("DATABASE_URL"):
            raise CommandError("The demo keeps its own SQLite file, and DATABASE_URL is set. Leave that out.")
        if settings.VAR_DIR.name != "demo":
            raise CommandError(f"The demo is kept in a folder named demo, such as WARRANT_VAR={settings.VAR_DIR}/demo.")
        if fresh:
            throw_away()
        super().handle(**options)

    def welcome(self):
        try:
            made = demo.build()
        except demo.NotForDemoError as error:
            raise CommandError(str(error)) from None
        if made is None:
            self.stdout.write("The demo's passwords were printed when it was made; FRESH=1 begins anew.")
            return
        self.stdout.write("Accounts of the demo, named by role. Their passwords are shown here only:")
        for name, password in made.passwords.items():
            self.stdout.write(f"  {name:<16} {password}")


def throw_away() -> None:
    """Everything in the demo's folder but the lock, which nobody else holds meanwhile."""
    lock = locks.take(locks.serve_lock())
    if lock is None:
        raise CommandError("The demo is running. Stop it first.")
    try:
        connections.close_all()
        for path in settings.VAR_DIR.iterdir():
            if path.is_dir():
                shutil.rmtree(path)
            elif path not in (locks.serve_lock(), settings.VAR_DIR / "secret-key"):
                path.unlink()
    finally:
        os.close(lock)
