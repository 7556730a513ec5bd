import pytest

from audit.roles import ADMINISTRATOR, READER
from evidence.models import Trial
from reviews.models import GuidelineCheck, OngoingTrial
from reviews.sources.cited import cited_guidelines, version_to_review
from tests.reviews import world
from tests.reviews.sources.world import TRIAL, days_ago

pytestmark = pytest.mark.usefixtures("starter_base")


@pytest.fixture
def page(client, cycle):
    def get(status: int = 200) -> str:
        answer = client.get(f"/reviews/{cycle.key}/sources/")
        assert answer.status_code == status
        return answer.content.decode()

    return get


@pytest.fixture
def send(client, cycle):
    def post(do: str, answers: int = 302, **values) -> str:
        answer = client.post(f"/reviews/{cycle.key}/sources/", {"do": do} | values)
        assert answer.status_code == answers
        return answer.content.decode()

    return post


def test_the_page_is_for_members(client, page, send, account):
    client.force_login(account(READER))
    page(404)
    client.force_login(account(ADMINISTRATOR))
    assert "Nothing new today" not in page()
    send("nothing_new", 403)
    client.logout()
    page(302)


def test_one_click_says_that_there_is_nothing_new_and_one_takes_it_back(page, send, cycle):
    source, of = cycle.source_checks.first(), cycle.source_checks.count()
    assert f"0 of {of} checked" in page()
    send("nothing_new", source=source.pk)
    shown = page()
    assert f"1 of {of} checked" in shown
    assert f"Undo: {source.name}" in shown
    send("uncheck_source", source=source.pk)
    assert f"0 of {of} checked" in page()


def test_a_list_that_was_never_begun_is_begun_with_the_usual_places(page, send, cycle):
    cycle.source_checks.all().delete()
    assert "Begin with the usual places" in page()
    send("begin_list")
    assert cycle.source_checks.count() > 10
    assert "begun already" in send("begin_list", 400)


def test_after_a_word_the_page_is_where_one_was(client, cycle):
    source = cycle.source_checks.last()
    answer = client.post(f"/reviews/{cycle.key}/sources/", {"do": "nothing_new", "source": source.pk})
    assert answer.headers["Location"].endswith(f"#source-{source.pk}")


def test_a_source_is_added_said_something_of_and_removed(page, send, cycle):
    send("add_source", kind="other", name="A registry of our own")
    source = cycle.source_checks.get(name="A registry of our own")
    send("check_source", source=source.pk, checked_on=days_ago(1), found="Two <b>letters</b>")
    assert "Two &lt;b&gt;letters&lt;/b&gt;" in page()
    send("uncheck_source", source=source.pk)
    send("remove_source", source=source.pk)
    assert '<th scope="row">A registry of our own' not in page()


def test_a_guideline_is_confirmed_and_taken_back(page, send, cycle, writer):
    version = cited_guidelines(version_to_review(writer, cycle.policy))[0].version
    send("check_guideline", version=version.key, standing="current", checked_on=days_ago(0))
    assert "Still current" in page()
    send("uncheck_guideline", check=GuidelineCheck.objects.get().pk)
    assert not GuidelineCheck.objects.exists()
    send("check_guideline", version=version.key, standing="replaced", replacement="9.2026", checked_on=days_ago(0))
    assert "by 9.2026" in page()


def test_one_that_is_no_more_cited_keeps_its_word(page, cycle):
    from evidence.models import Guideline, GuidelineBody, GuidelineVersion

    body = GuidelineBody.objects.create(key="b", name="B")
    version = GuidelineVersion.objects.create(
        key="gone", guideline=Guideline.objects.create(key="g", body=body, title="A guideline gone"), version="1"
    )
    cycle.guideline_checks.create(version=version, standing="withdrawn", checked_on=days_ago(1), by="w")
    assert "A guideline gone" in page()


def test_an_overtaken_edition_is_marked_by_a_word(client, writer):
    from policies.models import Policy

    for policy in Policy.objects.filter(versions__status="published").distinct():
        found = cited_guidelines(version_to_review(writer, policy))
        if any(each.overtaken for each in found):
            cycle = world.opened(writer, policy.key)
            shown = client.get(f"/reviews/{cycle.key}/sources/").content.decode()
            assert shown.count(">superseded<") == sum(len(each.overtaken) for each in found)
            return
    pytest.fail("the starter base holds a policy that cites an overtaken guideline")


def test_a_trial_is_added_edited_and_removed(page, send):
    send("add_trial", **TRIAL, planned_size="218", expected_completion="2027-06", status_as_of=days_ago(9))
    shown = page()
    assert "2027-06" in shown
    trial = OngoingTrial.objects.get()
    told = {"title": "A trial to come", "status": "completed", "status_as_of": days_ago(0)}
    send("edit_trial", trial=trial.pk, **told)
    assert "Completed" in page()
    send("remove_trial", trial=trial.pk, reason="It has results.")
    assert "No trial is waited for yet" in page()


def test_a_trial_of_the_document_is_proposed(page, cycle, writer):
    version = version_to_review(writer, cycle.policy)
    told = {"registry": "ClinicalTrials.gov", "number": "NCT07654321", "title": "To come"}
    Trial.objects.create(key="a-trial", document=version.document, lines="12", **told)
    assert "Named in the policy" in page()


@pytest.mark.parametrize(
    ("do", "typed", "kept"),
    [
        ("check_source", {"checked_on": "2999-01-01", "found": "Half a find"}, "Half a find"),
        ("add_source", {"kind": "moon", "name": "Half a name"}, "Half a name"),
        ("add_trial", TRIAL | {"nct": "NCT12", "title": "Half a title", "status_as_of": "2026-01-01"}, "Half a title"),
    ],
)
def test_a_refused_form_keeps_what_was_typed(send, cycle, do, typed, kept):
    shown = send(do, 400, source=cycle.source_checks.first().pk, **typed)
    assert "Nothing was done." in shown
    assert kept in shown


def test_a_refused_guideline_form_keeps_what_was_typed(send, cycle, writer):
    version = cited_guidelines(version_to_review(writer, cycle.policy))[0].version
    typed = {"standing": "replaced", "checked_on": "2026-01-01", "note": "Half a note"}
    shown = send("check_guideline", 400, version=version.key, **typed)
    assert "Half a note" in shown
    assert 'value="2026-01-01"' in shown


@pytest.mark.parametrize(
    ("do", "typed"),
    [
        ("fly", {}),
        ("nothing_new", {"source": "x"}),
        ("nothing_new", {"source": "9" * 30}),
        ("check_source", {"source": "-1"}),
        ("check_guideline", {"version": "a\x00b", "checked_on": "2026-01-01"}),
        ("uncheck_guideline", {"check": "0"}),
        ("edit_trial", {"trial": "1"}),
        ("add_trial", {"nct": "NCT00000001", "status_as_of": "soon"}),
        ("remove_trial", {}),
    ],
)
def test_nonsense_is_answered_with_a_sentence(send, do, typed):
    assert "Nothing was done." in send(do, 400, **typed)


def test_a_source_of_another_review_is_not_touched(send, writer):
    other = world.opened(writer, "med140").source_checks.first()
    assert "load the page again" in send("nothing_new", 400, source=other.pk)
    other.refresh_from_db()
    assert other.checked_on is None
