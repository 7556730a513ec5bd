"""Every page of a draft leads to all the others."""

import re

import pytest
from django.urls import reverse

from audit.roles import APPROVER, READER, WRITER
from policies.presenters.draft_pages import tabs_of
from tests.policies.drafts.world import begin

pytestmark = pytest.mark.usefixtures("starter_base")
TABS = re.compile(r'<nav class="tabs" aria-label="The (?:draft|version)">(.*?)</nav>', re.S)
LINK = re.compile(r'<a href="([^"]+)"( aria-current="page")?>([^<]+)</a>')
OF_ALL = ["Comments", "As a page", "Signing", "Publishing"]


@pytest.fixture
def draft(account):
    return begin(account(WRITER))


def tabs_on(client, address: str) -> dict[str, tuple[str, str]]:
    answer = client.get(address)
    assert answer.status_code == 200, address
    links = LINK.findall(TABS.search(answer.content.decode())[1])
    return {label: (url, current) for url, current, label in links}


@pytest.mark.parametrize(
    ("role", "labels"), [(WRITER, ["Text", "Evidence", *OF_ALL]), (APPROVER, OF_ALL)], ids=["writer", "approver"]
)
def test_each_page_shows_the_same_tabs_with_its_own_marked(client, draft, account, role, labels):
    user = account(role, "somebody")
    client.force_login(user)
    for tab in tabs_of(draft, user):
        told = tabs_on(client, tab.url)
        assert list(told) == labels
        assert [label for label, (_, current) in told.items() if current] == [tab.label]


def test_the_parts_and_the_evidence_of_one_statement_stand_under_their_tab(client, draft, account):
    client.force_login(account(WRITER, "somebody"))
    statement = draft.statements.first()
    for address, label in (
        (reverse("draft-part", args=[draft.key, "code"]), "Text"),
        (f"{reverse('draft-evidence', args=[draft.key])}?statement={statement.key}", "Evidence"),
    ):
        assert tabs_on(client, address)[label][1], address


def test_a_published_version_has_none_of_the_writers_tabs_and_one_that_was_read_has_no_tab(client, draft, account):
    writer = account(WRITER, "somebody")
    draft.status = "published"
    assert [tab.label for tab in tabs_of(draft, writer)] == OF_ALL
    assert tabs_of(draft.based_on, writer) == []


def test_nobody_else_sees_a_tab(draft, account):
    assert tabs_of(draft, account(READER)) == []


def test_the_editor_leads_to_the_evidence_and_the_comments_of_each_statement(client, draft, account):
    client.force_login(account(WRITER, "somebody"))
    shown = client.get(reverse("draft", args=[draft.key])).content.decode()
    for statement in draft.statements.all():
        assert f'Evidence<span class="hidden"> of {statement.title}' in shown
        assert f'Comments<span class="hidden"> on {statement.title}' in shown
