import pytest
from django.core.exceptions import PermissionDenied

from audit.models import AuditEvent
from audit.roles import ADMINISTRATOR, READER, REVIEWER, WRITER
from evidence.models import Reference
from policies.models import Policy
from reviews.models import RequestEntry
from reviews.sources import requests
from tests.api_answers import queries_of
from tests.reviews.sources.world import days_ago, refusal

pytestmark = pytest.mark.usefixtures("starter_base")
ADDRESS = "/policies/bcbsma-292/requests/"


@pytest.fixture
def writer(account):
    return account(WRITER)


@pytest.fixture
def policy():
    return Policy.objects.get(key="bcbsma-292")


@pytest.fixture
def entry(policy, writer):
    told = {"kind": "provider", "asked_on": days_ago(9), "question": "Why not for this tumour?"}
    return requests.log_request(policy=policy, by=writer, references=["mulcahy-2021"], **told)


def test_what_was_asked_is_logged_with_the_works_sent_along(entry):
    assert [work.key for work in entry.references.all()] == ["mulcahy-2021"]
    assert AuditEvent.objects.get(event="request_entry.logged").after["references"] == ["mulcahy-2021"]


def test_it_is_answered_and_the_answer_corrected(entry, writer, account):
    requests.answer_request(entry=entry, by=writer, answer="Because.", answered_on=days_ago(2))
    requests.answer_request(entry=entry, by=account(REVIEWER), answer="For this reason.", answered_on=days_ago(1))
    entry.refresh_from_db()
    assert (entry.answer, entry.answered_by) == ("For this reason.", "reviewer")
    events = AuditEvent.objects.filter(event="request_entry.answered").order_by("pk")
    assert [event.before["answer"] for event in events] == ["", "Because."]


def test_a_correction_keeps_what_was_logged(entry, writer):
    told = {"kind": "appeal", "asked_on": days_ago(10), "question": "Why?", "sent_along": "Two letters"}
    requests.correct_request(entry=entry, by=writer, **told)
    entry.refresh_from_db()
    assert (entry.kind, entry.sent_along, entry.references.count()) == ("appeal", "Two letters", 0)
    event = AuditEvent.objects.get(event="request_entry.corrected")
    assert event.before["references"] == ["mulcahy-2021"]


@pytest.mark.parametrize(
    ("told", "sentence"),
    [
        ({"kind": "ghost"}, "Choose who asked"),
        ({"question": ""}, "what was asked"),
        ({"asked_on": -1}, "still to come"),
        ({"references": ["nothing-of-this-key"]}, "no reference of the key nothing-of-this-key"),
        ({"references": ["a\x00b"]}, "no reference of the key ab"),
        ({"references": [f"r-{n}" for n in range(101)]}, "at most 100"),
    ],
)
def test_what_cannot_be_is_refused(policy, writer, told, sentence):
    told = {"kind": "staff", "question": "Why?"} | told | {"asked_on": days_ago(told.get("asked_on", 0))}
    assert sentence in refusal(requests.log_request, policy=policy, by=writer, **told)
    assert not RequestEntry.objects.exists()


def test_nothing_is_answered_before_it_was_asked(entry, writer):
    said = refusal(requests.answer_request, entry=entry, by=writer, answer="x", answered_on=days_ago(10))
    assert "cannot be answered before" in said
    requests.answer_request(entry=entry, by=writer, answer="x", answered_on=days_ago(9))
    told = {"kind": "staff", "asked_on": days_ago(8), "question": "Why?"}
    assert "cannot be asked after" in refusal(requests.correct_request, entry=entry, by=writer, **told)


def test_who_logs(policy, account):
    told = {"policy": policy, "kind": "staff", "asked_on": days_ago(0), "question": "Why?"}
    assert requests.log_request(by=account(REVIEWER), **told)
    for role in (READER, ADMINISTRATOR):
        with pytest.raises(PermissionDenied, match="log what is asked"):
            requests.log_request(by=account(role), **told)


def page(client, status: int = 200) -> str:
    answer = client.get(ADDRESS)
    assert answer.status_code == status
    return answer.content.decode()


def send(client, status: int, **values) -> str:
    answer = client.post(ADDRESS, values)
    assert answer.status_code == status
    return answer.content.decode()


def test_the_log_is_for_members(client, account, entry):
    assert client.get(ADDRESS).status_code == 302
    client.force_login(account(READER))
    assert "Why not for this tumour?" not in page(client, 403)
    client.force_login(account(ADMINISTRATOR))
    assert "Why not for this tumour?" in page(client)
    send(client, 403, do="log")


def test_the_policy_leads_members_to_its_log(client, account):
    client.force_login(account(READER))
    assert ADDRESS not in client.get("/policies/bcbsma-292/").content.decode()
    client.force_login(account(ADMINISTRATOR))
    assert ADDRESS in client.get("/policies/bcbsma-292/").content.decode()


def test_an_empty_log_says_what_to_do(client, writer):
    client.force_login(writer)
    assert "Log below what was asked" in page(client)


def test_a_request_is_logged_answered_and_corrected_on_the_page(client, writer):
    client.force_login(writer)
    told = {"kind": "appeal", "asked_on": days_ago(3), "question": "Why not?", "reference": ["mulcahy-2021"]}
    send(client, 302, do="log", **told)
    entry = RequestEntry.objects.get()
    assert "not answered yet" in page(client)
    send(client, 302, do="answer", entry=entry.pk, answer="Because.", answered_on=days_ago(1))
    send(client, 302, do="correct", entry=entry.pk, **told | {"question": "Why not now?"})
    shown = page(client)
    assert "Because." in shown
    assert "Why not now?" in shown
    assert "not answered yet" not in shown


def test_works_are_found_and_what_was_typed_stays(client, writer):
    client.force_login(writer)
    typed = {"kind": "staff", "question": "Half a quest", "asked_on": "2026-01-05", "reference": ["van-hazel-2016"]}
    shown = send(client, 200, do="log", search="1", find="mulcahy 2021", **typed)
    assert 'value="mulcahy-2021">' in shown
    assert 'value="van-hazel-2016" checked' in shown
    assert "Half a quest" in shown
    assert 'value="2026-01-05"' in shown
    assert not RequestEntry.objects.exists()
    assert "Nothing more in the base" in send(client, 200, do="log", search="1", find="no such work \x00", **typed)


def test_a_refused_form_keeps_what_was_typed(client, writer, entry):
    client.force_login(writer)
    typed = {"kind": "staff", "question": "Half a quest", "asked_on": "2999-01-05", "references": "no-such-key"}
    shown = send(client, 400, do="log", **typed)
    assert "still to come" in shown
    assert "Half a quest" in shown
    assert "no-such-key</textarea>" in shown
    shown = send(client, 400, do="answer", entry=entry.pk, answer="Half an ans", answered_on="soon")
    assert "Half an ans" in shown


@pytest.mark.parametrize(
    "typed", [{}, {"do": "fly"}, {"do": "answer", "entry": "x"}, {"do": "answer", "entry": "9" * 30}]
)
def test_nonsense_is_answered_with_a_sentence(client, writer, typed):
    client.force_login(writer)
    typed = {"answered_on": "2026-01-01"} | typed
    assert "Nothing was done." in send(client, 400, **typed)


def test_a_long_log_asks_no_more_than_a_short_one(client, writer, policy, entry):
    client.force_login(writer)
    few = queries_of(client, ADDRESS)
    works = list(Reference.objects.values_list("key", flat=True)[:3])
    for n in range(8):
        told = {"kind": "staff", "asked_on": days_ago(n), "question": "Why?", "references": works}
        requests.log_request(policy=policy, by=writer, **told)
    assert queries_of(client, ADDRESS) == few
