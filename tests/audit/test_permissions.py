import pytest
from django.contrib.auth.models import AnonymousUser

from audit.permissions import may_see_history

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("role", "may"),
    [
        ("Reader", False),
        ("Writer", True),
        ("Reviewer", True),
        ("Approver", True),
        ("Librarian", True),
        ("Administrator", True),
    ],
)
def test_history_is_for_those_with_a_part_in_the_work(account, role, may):
    assert may_see_history(account(role)) is may


def test_history_is_not_for_anonymous():
    assert not may_see_history(AnonymousUser())
