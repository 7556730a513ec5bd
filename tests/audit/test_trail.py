"""The list of all events: /audit/, and the same as an answer of the API and as a file."""

import csv
import io
from datetime import date, timedelta

import pytest
from django.db import connection, transaction
from django.db.utils import DatabaseError
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from audit import queries, subjects
from audit.actions import record
from audit.asked import Asked, read
from audit.models import AuditEvent
from tests.api_answers import text_of

pytestmark = pytest.mark.django_db
API = "/api/v1/history/"


@pytest.fixture
def events():
    what = {"target_type": "policy", "target_key": "p/1"}
    record(event="policy.made", by="ada", after={"title": 'Naïve "liver"'}, **what)
    record(event="policy.renamed", by="bob", before={"title": "Old"}, after={"title": "New"}, why="clearer", **what)
    record(event="flag.accepted", by="bob", target_type="flag", target_key="f", why="known error")
    record(event="policy.renamed", by="eve", target_type="policy", target_key="p/2", after={"title": "100% of it"})


@pytest.fixture
def administrator(client, account):
    client.force_login(account("Administrator"))
    return client


ASKED = {
    "by=bob": ["flag.accepted f", "policy.renamed p/1"],
    "event=policy.renamed": ["policy.renamed p/2", "policy.renamed p/1"],
    "type=flag": ["flag.accepted f"],
    "type=policy&key=p/1": ["policy.renamed p/1", "policy.made p/1"],
    "key=p/2": ["policy.renamed p/2"],
    "text=CLEARER": ["policy.renamed p/1"],
    "text=old": ["policy.renamed p/1"],
    'text="liver"': ["policy.made p/1"],
    "text=Naïve": ["policy.made p/1"],
    "text=100%25": ["policy.renamed p/2"],
    "by=bob&type=policy": ["policy.renamed p/1"],
    "by=nobody": [],
    "": ["policy.renamed p/2", "flag.accepted f", "policy.renamed p/1", "policy.made p/1"],
}


@pytest.mark.parametrize(("question", "found"), ASKED.items())
def test_page_api_and_file_hold_exactly_what_is_asked_for_newest_first(administrator, events, question, found):
    page = administrator.get(f"/audit/?{question}").content.decode()
    assert page.count('data-label="When and who"') == len(found)
    told = administrator.get(f"{API}?{question}").json()["results"]
    assert [f"{each['event']} {each['key']}" for each in told] == found
    file = csv.DictReader(io.StringIO(text_of(administrator.get(f"{API}?{question}&format=csv"))))
    assert [f"{each['event']} {each['key']}" for each in file] == found


@pytest.mark.parametrize("question", ASKED)
def test_what_is_asked_survives_the_address_and_back(question):

    asked, faults = read(QueryDict(question).dict())
    assert faults == []
    assert read(QueryDict(asked.encoded).dict()) == (asked, [])


def test_days_are_whole_and_both_ends_belong(events):
    today = timezone.localdate()
    for since, until, count in [
        (today, today, 4),
        (today + timedelta(days=1), None, 0),
        (None, today - timedelta(days=1), 0),
        (date.min, date.max, 4),
    ]:
        assert queries.events_of(Asked(since=since, until=until)).count() == count


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("since=yesterday", "is no day"),
        ("until=2026-02-30", "is no day"),
        ("since=20260101", "is no day"),
        ("since=2026-02-01&until=2026-01-01", "is after the last"),
        ("before=x", "is no event"),
        ("before=" + "9" * 40, "is no event"),
        ("text=%00", "NUL"),
        ("text=" + "x" * 201, "longer than 200"),
    ],
)
def test_what_cannot_be_asked_is_told_and_what_was_typed_stays(administrator, events, question, said):
    answer = administrator.get(f"/audit/?{question}")
    assert answer.status_code == 400
    assert said in answer.content.decode()
    refused = administrator.get(f"{API}?{question}")
    assert refused.status_code == 400
    assert said in refused.json()["detail"] or "NUL" in refused.json()["detail"]


def test_what_was_typed_stays_in_the_form(administrator, events):
    assert 'value="gestern"' in administrator.get("/audit/?since=gestern").content.decode()


def test_unknown_parameter_of_the_api_is_refused(administrator):
    assert administrator.get(f"{API}?who=ada").status_code == 400
    assert "give it once" in administrator.get(f"{API}?by=ada&by=bob").json()["detail"]


@pytest.mark.parametrize(
    ("role", "all_events", "one_object"),
    [
        ("Reader", 403, 403),
        ("Writer", 403, 200),
        ("Reviewer", 403, 200),
        ("Approver", 200, 200),
        ("Librarian", 403, 200),
        ("Administrator", 200, 200),
    ],
)
def test_who_sees_all_events_and_who_those_of_one_object(client, account, events, role, all_events, one_object):
    client.force_login(account(role))
    assert client.get("/audit/").status_code == all_events
    assert client.get(API).status_code == all_events
    assert client.get(f"{API}?type=policy").status_code == all_events
    assert client.get(f"{API}?type=policy&key=p/1").status_code == one_object
    assert client.get("/history/policy/p/1/").status_code == one_object


def test_anonymous_is_told_to_sign_in(client, events):
    assert "Sign in first" in client.get("/audit/").content.decode()
    answer = client.get(f"{API}?type=policy&key=p/1")
    assert answer.status_code == 401
    assert answer.json()["detail"].endswith("Sign in first.")
    assert answer.headers["WWW-Authenticate"].startswith("Bearer")


def test_an_event_leads_to_its_object_and_its_history(administrator, events):
    page = administrator.get("/audit/?key=p/1").content.decode()
    assert 'href="/policies/p/1/"' in page
    assert 'href="/history/policy/p/1/"' in page


def test_an_object_of_a_kind_that_is_not_known_has_no_page():
    assert subjects.address_of("no_such_kind", "k") == ""
    assert subjects.address_of("policy", "") == ""


def test_pages_of_the_api_hold_every_event_once(administrator):
    for number in range(7):
        record(event="policy.made", target_type="policy", target_key=str(number), by="ada")
    seen, address = [], f"{API}?by=ada&page_size=3"
    while address:
        answer = administrator.get(address).json()
        assert (answer["previous"] is None) == ("before" not in address)
        seen += [each["key"] for each in answer["results"]]
        address = answer["next"]
    assert seen == list("6543210")


def test_events_of_one_moment_are_paged_by_number(administrator):
    now = timezone.now()
    same = {"event": "policy.made", "target_type": "policy", "by": "ada"}
    AuditEvent.objects.bulk_create([AuditEvent(target_key=str(n), at=now, **same) for n in range(5)])
    first = queries.page_of(Asked(by="ada"), 2)
    second = queries.page_of(first.older, 2)
    third = queries.page_of(second.older, 2)
    assert [e.target_key for page in (first, second, third) for e in page.events] == list("43210")
    assert third.older is None


def test_number_of_queries_does_not_grow_with_the_trail(administrator, events):
    def asked() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert administrator.get("/audit/?by=bob").status_code == 200
        return len(captured)

    before = asked()
    for number in range(60):
        record(event=f"policy.e{number}", target_type=f"t{number}", target_key="k", by="bob")
    assert asked() == before
    assert before <= 12


def test_kinds_are_every_value_that_occurs_in_order(events):
    assert queries.kinds_of("event") == ["flag.accepted", "policy.made", "policy.renamed"]
    assert queries.kinds_of("target_type") == ["flag", "policy"]
    with pytest.raises(ValueError, match="no index"):
        queries.kinds_of("why")


def test_list_reads_an_index_and_sorts_nothing(events):
    for asked in (Asked(), Asked(by="bob"), Asked(event="policy.made"), Asked(type="policy"), Asked(type="t", key="k")):
        plan = queries.events_of(asked)[:51].explain()
        if connection.vendor == "sqlite":
            assert "USING INDEX audit_auditevent" in plan, plan
            assert "TEMP B-TREE" not in plan, plan


def test_empty_trail_says_what_fills_it(administrator):
    assert "load_fixtures" in administrator.get("/audit/").content.decode()
    assert "No event fits" in administrator.get("/audit/?by=nobody").content.decode()


@pytest.mark.parametrize("sql", ["UPDATE audit_auditevent SET why = 'x'", "DELETE FROM audit_auditevent"])
def test_database_refuses_to_change_an_event(events, sql):
    with (
        pytest.raises(DatabaseError, match="audit events are not"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(sql)
    assert AuditEvent.objects.count() == 4


def test_no_way_round_the_model_changes_an_event(events):
    """What the manager and the model offer, tried one by one: each refuses, and the events are as they were."""
    event = AuditEvent.objects.first()
    other = AuditEvent(pk=event.pk, event="x", target_type="x", target_key="x", by="x", at=event.at)
    before = list(AuditEvent.objects.values())
    ways = [
        lambda: AuditEvent.objects.update(by="x"),
        lambda: AuditEvent.objects.all().delete(),
        lambda: AuditEvent.objects.bulk_update([event], ["by"]),
        lambda: AuditEvent.objects.update_or_create(pk=event.pk, defaults={"by": "x"}),
        lambda: AuditEvent.objects.bulk_create(
            [other], update_conflicts=True, unique_fields=["id"], update_fields=["by"]
        ),
        lambda: AuditEvent.objects.all()._raw_delete("default"),
        lambda: event.save(),
        lambda: event.delete(),
        lambda: event.save_base(force_update=True),
        lambda: AuditEvent._base_manager.filter(pk=event.pk).update(by="x"),
        lambda: AuditEvent._base_manager.filter(pk=event.pk).delete(),
    ]
    for way in ways:
        with pytest.raises((TypeError, DatabaseError), match="audit events are not"), transaction.atomic():
            way()
    assert list(AuditEvent.objects.values()) == before


def test_no_address_changes_an_event(administrator, events):
    before = list(AuditEvent.objects.values())
    for address in ("/audit/", "/history/policy/p/1/", API, f"{API}?type=policy&key=p/1"):
        for method in ("post", "put", "patch", "delete"):
            assert getattr(administrator, method)(address).status_code == 405, (method, address)
    assert list(AuditEvent.objects.values()) == before


def test_trail_of_the_starter_base_is_told_in_words(client, starter_base, account):
    client.force_login(account("Administrator"))
    page = client.get("/audit/?type=document").content.decode()
    assert "Document loaded" in page
    assert 'href="/documents/med140/"' in page
