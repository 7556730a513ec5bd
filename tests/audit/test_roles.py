import pytest
from django.contrib.auth.models import AnonymousUser, Group, User

from audit.roles import ROLES, roles_of

pytestmark = pytest.mark.django_db


def test_the_six_roles_are_groups_from_the_first_migration_on():
    names = {"Reader", "Writer", "Reviewer", "Approver", "Librarian", "Administrator"}
    assert set(ROLES) == names
    assert set(Group.objects.values_list("name", flat=True)) == names


def test_somebody_who_has_not_signed_in_has_no_role():
    assert roles_of(AnonymousUser()) == frozenset()


@pytest.mark.parametrize("role", ROLES)
def test_account_has_the_role_of_its_group(account, role):
    assert roles_of(account(role)) == {role}


def test_group_that_is_no_role_gives_none():
    user = User.objects.create_user("ada")
    user.groups.add(Group.objects.create(name="Choir"))
    assert roles_of(user) == frozenset()


def test_superuser_has_every_role():
    assert roles_of(User.objects.create_superuser("root")) == frozenset(ROLES)
