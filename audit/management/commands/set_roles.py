from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from audit import actions
from audit.roles import ROLES


class Command(BaseCommand):
    help = "Gives an account exactly these roles: " + ", ".join(ROLES)

    def add_arguments(self, parser):
        parser.add_argument("name", help="the account's name")
        parser.add_argument("roles", nargs="*", help="none takes all roles away")

    def handle(self, *, name, roles, **options):
        user = get_user_model().objects.filter(username=name).first()
        if user is None:
            raise CommandError(f'There is no account "{name}". Make it with manage.py createsuperuser, or in a shell.')
        unknown = set(roles) - set(ROLES)
        if unknown:
            raise CommandError(f"There is no role {', '.join(sorted(unknown))}. The roles are: {', '.join(ROLES)}.")
        with transaction.atomic():
            before = sorted(user.groups.values_list("name", flat=True))
            user.groups.set(Group.objects.filter(name__in=roles))
            actions.record(
                event="account.roles_set",
                target_type="account",
                target_key=name,
                by="set_roles",
                before={"roles": before},
                after={"roles": sorted(roles)},
            )
        self.stdout.write(f"{name}: {', '.join(sorted(roles)) or 'no roles'}")
