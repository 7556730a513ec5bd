from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from accounts import actions
from audit.roles import ROLES


class Command(BaseCommand):
    help = "Gives an account exactly these roles: " + ", ".join(ROLES)

    def add_arguments(self, parser):
        parser.add_argument("name", help="the account's name")
        parser.add_argument("roles", nargs="*", help="none takes all roles away")

    def handle(self, *, name, roles, **options):
        account = get_user_model().objects.filter(username=name).first()
        if account is None:
            raise CommandError(f'There is no account "{name}". Make it with manage.py add_account {name} --roles ...')
        try:
            actions.set_roles(account=account, roles=roles, by="set_roles")
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from None
        self.stdout.write(f"{name}: {', '.join(sorted(roles)) or 'no roles'}")
