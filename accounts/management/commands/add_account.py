import os
import sys
from pathlib import Path

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from accounts import actions
from audit.roles import ADMINISTRATOR, ROLES


class Command(BaseCommand):
    help = "Makes an account with these roles, and prints its password, once."

    def add_arguments(self, parser):
        parser.add_argument("name", nargs="?", help="what its owner signs in with")
        parser.add_argument("--roles", nargs="+", default=[], metavar="ROLE", help=", ".join(ROLES))
        parser.add_argument("--email", default="", help="where news of saved searches goes")
        parser.add_argument(
            "--how-if-none", action="store_true", help="only say how the first administrator is made, if there is none"
        )

    def handle(self, *, name=None, roles=(), email="", how_if_none=False, **options):
        if how_if_none:
            self.say_how()
        elif not name:
            raise CommandError(f"Say whose: {how_to_add('NAME')}")
        else:
            self.add(name, roles, email)

    def say_how(self):
        if not get_user_model().objects.exists():
            self.stdout.write(
                "There is no account yet. The first administrator is made with:\n  "
                + how_to_add("NAME", "--roles", ADMINISTRATOR)
            )

    def add(self, name, roles, email):
        try:
            account, password = actions.add_account(name=name, roles=roles, email=email, by="add_account")
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from None
        self.stdout.write(f"{account.get_username()}: {', '.join(sorted(set(roles))) or 'no roles'}")
        self.stdout.write(f"Password: {password}\nIt is shown here only. Its owner changes it at /accounts/password/.")


def how_to_add(*arguments: str) -> str:
    """The command as it is typed at the top of the tree, over the data this process runs on."""
    python = Path(sys.executable)
    if python.is_relative_to(settings.BASE_DIR):
        python = python.relative_to(settings.BASE_DIR)
    where = [f"WARRANT_VAR={settings.VAR_DIR}"] if "WARRANT_VAR" in os.environ else []
    where += ['DATABASE_URL="$DATABASE_URL"'] if os.environ.get("DATABASE_URL") else []
    return " ".join([*where, str(python), "manage.py", "add_account", *arguments])
