"""The page of every object on which somebody acts here leads to its history, for those who may see it."""

import pytest
from django.urls import reverse

from audit.roles import ADMINISTRATOR, READER, WRITER
from evidence.models import Reference, Study
from policies.models import PolicyVersion

pytestmark = pytest.mark.usefixtures("starter_base")


def page_at(client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return answer.content.decode()


def pages() -> list[tuple[str, str, str]]:
    """Kind, key, and the address of its own page."""
    version = PolicyVersion.objects.get(key="bcbsma-292/2024-09")
    statement = version.statements.filter(criteria__isnull=False).first()
    rows = [
        ("policy", version.policy),
        ("statement", statement),
        ("criterion", statement.criteria.filter(parent__isnull=False).first()),
        ("study", Study.objects.first()),
        ("reference", Reference.objects.first()),
        ("document", version.document),
    ]
    return [(kind, row.key, row.get_absolute_url()) for kind, row in rows] + [
        ("policy_version", version.key, reverse("version", args=[version.key])),
        ("account", "writer", reverse("account", args=["writer"])),
    ]


def test_each_page_leads_to_the_history_of_its_object(client, account):
    account(WRITER)
    client.force_login(account(ADMINISTRATOR))
    for kind, key, address in pages():
        assert f'href="{reverse("history", args=[kind, key])}"' in page_at(client, address), kind


def test_readers_are_not_led_there(client, account):
    account(WRITER)
    client.force_login(account(READER))
    for kind, key, address in pages():
        if kind != "account":  # no page for them at all
            assert reverse("history", args=[kind, key]) not in page_at(client, address), kind
