"""The pages of drafts and the forms of the editor, as a browser without a script and as outline.js send them."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from audit.roles import ROLES, WRITER
from policies.drafts import actions
from policies.drafts.fields import PAGES
from policies.models import Criterion, DraftPresence, Policy, PolicyVersion
from tests.policies.drafts.world import DRAFT, HCC, ROOT, begin, conditions, post

pytestmark = pytest.mark.usefixtures("starter_base")
ADDRESSES = [
    "/drafts/",
    "/drafts/new/",
    DRAFT,
    f"{DRAFT}give-up/",
    f"{DRAFT}row/?part=statement&row={HCC}",
    f"{DRAFT}row/?part=criterion&row={ROOT}",
    f"{DRAFT}row/?part=statement",
    *(f"{DRAFT}parts/{form.part}/" for form in PAGES),
]


@pytest.fixture
def writer(account):
    return account(WRITER)


@pytest.fixture
def draft(writer):
    return begin(writer)


@pytest.fixture
def writing(client, writer, draft):
    """A client of the Writer who began the draft."""
    client.force_login(writer)
    return client


@pytest.mark.parametrize("address", ADDRESSES)
def test_pages_of_drafts_send_the_anonymous_to_sign_in(client, draft, address):
    answer = client.get(address)
    assert answer.status_code == 302
    assert answer.headers["Location"].startswith("/accounts/login/?next=")


@pytest.mark.parametrize("address", ADDRESSES)
def test_pages_of_drafts_answer_a_writer_without_an_address_twice(writing, address):
    answer = writing.get(address)
    assert answer.status_code == 200
    page = answer.content.decode()
    ids = [part.partition('"')[0] for part in page.split(' id="')[1:]]
    assert [each for each in set(ids) if ids.count(each) > 1] == []


@pytest.mark.parametrize("role", sorted(set(ROLES) - {WRITER}))
def test_others_see_the_list_and_are_told_who_writes(client, account, draft, role):
    client.force_login(account(role))
    may_read = client.get("/drafts/").status_code == 200
    for address in ADDRESSES[1:]:
        answer = client.get(address)
        assert answer.status_code == (403 if may_read or address == "/drafts/new/" else 404)
    answer = post(client, row=conditions()[0].key, text="Mine")
    assert answer.status_code == (403 if may_read else 404)
    assert client.post(f"{DRAFT}presence/", {"edition": "0"}).status_code == answer.status_code
    assert PolicyVersion.objects.get(key="bcbsma-292/v2").edition == 0


def test_a_stranger_meets_no_draft_and_no_list_of_them(client, draft, django_user_model):
    client.force_login(django_user_model.objects.create_user("stranger"))
    assert client.get("/drafts/").status_code == 403
    assert client.get(DRAFT).status_code == 404
    assert "Write a draft" not in client.get("/policies/bcbsma-292/").content.decode()


def test_the_policy_page_leads_a_writer_to_the_draft(client, writer):
    client.force_login(writer)
    assert "/drafts/new/?policy=bcbsma-292" in client.get("/policies/bcbsma-292/").content.decode()
    begin(writer)
    page = client.get("/policies/bcbsma-292/").content.decode()
    assert f'href="{DRAFT}"' in page
    assert "Go on with the draft" in page


@pytest.mark.parametrize(("start", "statements"), [("in_force", 7), ("empty", 0)])
def test_a_draft_is_begun_from_the_version_in_force_or_empty(client, writer, start, statements):
    client.force_login(writer)
    answer = client.post("/drafts/new/", {"policy": "bcbsma-292", "start": start})
    assert answer.headers["Location"] == DRAFT
    assert PolicyVersion.objects.get(key="bcbsma-292/v2").statements.count() == statements


def test_a_new_policy_is_begun(client, writer):
    client.force_login(writer)
    payer = Policy.objects.get(key="bcbsma-292").payer.key
    answer = client.post("/drafts/new/", {"start": "new", "payer": payer, "title": "Histotripsy", "number": "777"})
    assert client.get(answer.headers["Location"]).status_code == 200
    assert Policy.objects.get(number="777").title == "Histotripsy"


def test_titles_in_signs_that_no_address_holds_are_policies_of_their_own(client, writer):
    client.force_login(writer)
    new = {"start": "new", "payer": "bcbsma"}
    found = [client.post("/drafts/new/", new | {"title": title}) for title in ("肝癌の治療", "放射線塞栓")]
    assert len({answer.headers["Location"] for answer in found}) == 2
    assert client.post("/drafts/new/", new | {"title": "肝癌の治療"}).status_code == 400


def test_a_new_policy_whose_only_draft_is_given_up_leaves_its_number_free(client, writer):
    client.force_login(writer)
    new = {"start": "new", "payer": "bcbsma", "title": "Histotripsy", "number": "777"}
    address = client.post("/drafts/new/", new).headers["Location"]
    client.post(f"{address}give-up/", {"reason": "Mistyped."})
    assert not Policy.objects.filter(number="777").exists()
    assert client.post("/drafts/new/", new).headers["Location"] == address


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"policy": "no-such", "start": "in_force"}, "Choose the policy"),
        ({"policy": "a\x00b", "start": "in_force"}, "plain text"),
        ({"start": "new", "payer": "", "title": "Kept in the form"}, "Choose the payer"),
        ({"start": "new", "payer": "bcbsma", "title": " "}, "Give the policy a title"),
        ({"start": "new", "payer": "bcbsma", "title": "Kept in the form", "number": "292"}, "There is a policy 292"),
        ({"start": "new", "payer": "bcbsma", "title": "x" * 400}, "at most 300 characters"),
    ],
)
def test_what_cannot_be_begun_comes_back_with_what_was_typed(client, writer, values, said):
    client.force_login(writer)
    answer = client.post("/drafts/new/", values)
    assert answer.status_code == 400
    page = answer.content.decode()
    assert said in page
    assert "Kept in the form" not in values.get("title", "") or "Kept in the form" in page


def test_a_draft_is_given_up_with_a_reason(writing):
    answer = writing.post(f"{DRAFT}give-up/", {"reason": " "})
    assert answer.status_code == 400
    assert "Say why the draft is given up" in answer.content.decode()
    assert writing.post(f"{DRAFT}give-up/", {"reason": "Begun by mistake."}).headers["Location"] == "/drafts/"
    assert not PolicyVersion.objects.filter(key="bcbsma-292/v2").exists()


def test_presence_tells_who_else_is_there_and_what_they_did(writing, account, draft):
    second = account(WRITER, "second")
    row = conditions()[0].key
    assert writing.post(f"{DRAFT}presence/", {"edition": "0"}).content.decode().strip() == ""
    DraftPresence.objects.create(version=draft, name="second", seen_at=timezone.now())
    actions.change_row(version=draft, part="criterion", key=row, by=second, edition=0, values={"text": "Theirs"})
    page = writing.post(f"{DRAFT}presence/", {"edition": "0"}).content.decode()
    assert "second has this draft open" in page
    assert re.search(r"second: criterion changed, \d+ s ago", page)
    assert "Load it" in page
    assert "Load it" not in writing.post(f"{DRAFT}presence/", {"edition": "1"}).content.decode()
    assert writing.post(f"{DRAFT}presence/", {"edition": "x"}).status_code == 400
    assert writing.get(f"{DRAFT}presence/").status_code == 405


@pytest.mark.parametrize(
    "address",
    [
        f"{DRAFT}parts/nothing/",
        f"{DRAFT}parts/statement/",
        f"{DRAFT}row/?part=nothing",
        f"{DRAFT}row/?part=criterion&row=none",
        f"{DRAFT}row/?part=criterion&row=a%00b",
        f"{DRAFT}row/?part=statement_indication",
        "/drafts/none/",
        "/drafts/bcbsma-292/2024-09/",
    ],
)
def test_what_is_not_there_says_so(writing, address):
    assert writing.get(address).status_code == 404


@pytest.mark.parametrize("address", ["/drafts/", DRAFT, f"{DRAFT}parts/code/", f"{DRAFT}parts/definition/"])
def test_queries_do_not_grow_with_the_rows(writing, draft, writer, address):
    before = queries(writing, address)
    root, version = Criterion.objects.get(key=ROOT), draft
    for number in range(12):
        Criterion.objects.create(
            key=f"x{number}", statement=root.statement, parent=root, logic="condition", text="x", order=100 + number
        ).conditions.set(conditions()[0].conditions.all())
        version.codes.create(key=f"c{number}", system="CPT", code=str(number), status="listed").statements.set(
            version.statements.all()
        )
        version.definitions.create(key=f"d{number}", term=str(number), definition="x").criteria.add(root)
    begin(writer, "med140")
    assert queries(writing, address) == before


def queries(client, address: str) -> int:
    client.get(address)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return len(captured)
