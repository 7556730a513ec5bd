"""Drafts and votes leak nowhere: a word that only a draft holds is looked for on every page, in every answer.

Every address of the product is walked, by the lists of tests/test_pages.py and by the API's own resources, so that a
new one is looked at as soon as it is there.
"""

import pytest
from django.urls import reverse

from config.api import ANSWERS, RESOURCES
from policies.drafts import actions as drafts
from policies.models import Comment, Statement
from policies.signing import actions as signing
from search import index
from tests.policies.drafts.world import HCC
from tests.policies.publishing.world import ASKED, People, again, reworded
from tests.test_pages import DETAILS, FRAGMENTS, LISTS

pytestmark = pytest.mark.walk

WORD = "zyxomatic"
DRAFT = "bcbsma-292/v2"
# Questions of the API that cannot be asked without an answer to their own.
ASKED_WITH = {
    "compare-versions": f"ids=bcbsma-292/2024-09,{DRAFT}",
    "compare-policies": "ids=bcbsma-292,med140",
    "compare-studies": "ids=mulcahy-2021,van-hazel-2016",
    "policy-guidelines": "policy=bcbsma-292",
    "policy-health": "policy=bcbsma-292",
    "impact": "study=mulcahy-2021",
    "search": f"q={WORD}",
}


@pytest.fixture
def written(starter_base, account, index_folder, django_user_model):
    """A draft with the word in its statement, a criterion, its texts, a comment, a sign-off; and an index of it all."""
    people = People(account)
    draft = reworded(people, f"{WORD} tumours.")
    parent = Statement.objects.get(key=HCC).criteria.get(parent=None).key
    row = drafts.add_criterion(
        version=draft, statement=HCC, by=people.writer, edition=1, parent=parent, values={"text": f"{WORD} criterion"}
    )
    drafts.add_row(
        version=draft,
        part="code",
        by=people.writer,
        edition=2,
        values={"system": "HCPCS", "code": "Z9999", "description": WORD, "status": "listed"},
    )
    Comment.objects.create(version=draft, about=row.key, text=WORD, by="will", at="2026-01-01T00:00Z")
    signing.submit(version=draft, by=people.writer, approvers=ASKED)
    signing.sign(version=again(draft), by=people.approvers[0], verdict="approved_with_comments", comments=WORD)
    index.rebuild()
    return draft, row


def addresses(draft, criterion) -> list[str]:
    found = [reverse(name) for name in LISTS]
    found += [reverse(name, args=[key]) for name, key in DETAILS.items()]
    found += [reverse(name, args=[key]) for name in DETAILS for key in (DRAFT, HCC, criterion.key)]
    found += [
        f"{reverse(name)}?q={WORD[:6]}" for name in (*FRAGMENTS, "search", "policies", "studies", "coverage-matrix")
    ]
    found += [
        f"/search/?q={WORD}",
        "/search/?q=Z9999&type=policy",
        f"/compare/versions/?ids=bcbsma-292/2024-09,{DRAFT}",
    ]
    found += [f"/drafts/{DRAFT}/{page}" for page in ("", "signing/", "publishing/", "evidence/", "comments/")]
    found += ["/drafts/", "/drafts/new/", "/alerts/", f"/versions/{DRAFT}/", f"/history/policy_version/{DRAFT}/"]
    for name in RESOURCES:
        of_one = [reverse(f"api:{name}-list") + f"{key}/" for key in (DRAFT, HCC, criterion.key, "bcbsma-292")]
        found += [reverse(f"api:{name}-list"), *of_one]
    for name in ANSWERS:
        route = name.replace("/", "-")
        asked = f"?{ASKED_WITH[route]}" if route in ASKED_WITH else ""
        found += [reverse(f"api:{route}") + asked]
    return found + [f"{address}{'&' if '?' in address else '?'}format=csv" for address in found if "/api/" in address]


@pytest.mark.parametrize("role", ["", "Reader"])
def test_neither_a_draft_nor_a_vote_is_seen_by_who_is_no_member(client, written, account, role):
    draft, criterion = written
    if role:
        client.force_login(account(role))
    found = read(client, addresses(draft, criterion))
    assert [address for address, said in found if tells(address, said)] == []
    assert [address for address, said in found if DRAFT in said and DRAFT not in address] == []


def read(client, asked: list[str]) -> list[tuple[str, str]]:
    found = []
    for address in asked:
        answer = client.get(address)
        assert answer.status_code < 500, address
        said = b"".join(answer.streaming_content) if answer.streaming else answer.content
        found.append((address, said.decode(errors="replace")))
    return found


def tells(address: str, said: str) -> bool:
    """Whether the word stands there; what was typed is shown again, so there it has to stand in the draft's words."""
    if WORD in address:
        return any(f"{WORD} {beside}" in said for beside in ("tumours", "criterion"))
    return WORD in said


def test_a_member_finds_it(client, written, account):
    client.force_login(account("Reviewer"))
    found = read(client, [f"/drafts/{DRAFT}/signing/", f"/drafts/{DRAFT}/publishing/", f"/statements/{HCC}/"])
    assert [tells(*each) for each in found] == [True, True, True]
    assert f"{WORD}</b> tumours" in client.get(f"/search/?q={WORD}").content.decode()


def test_search_counts_nothing_of_it_for_who_is_no_member(client, written):
    told = client.get(f"/api/v1/search/?q={WORD}").json()
    assert told["count"] == 0
    assert not client.get(f"/search/suggestions/?q={WORD[:6]}").content.decode().count("<li")
