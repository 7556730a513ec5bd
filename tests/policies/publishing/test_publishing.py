"""Publication through its action: what it needs, what it writes, and that it is one thing or nothing."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection

import audit.actions
from audit.models import AuditEvent
from audit.roles import APPROVER, ROLES, WRITER
from evidence.models import Measurement
from policies import lifecycle, permissions
from policies.drafts import actions as drafts
from policies.drafts.content import content_hash
from policies.models import PolicyVersion, PublishedContent, StatementIndication
from policies.publishing import actions
from policies.publishing.changes import predecessor
from policies.publishing.drafting import DAY_TO_COME
from search.models import Change
from tests.policies.drafts.world import HCC, everything, hash_of
from tests.policies.publishing.world import (
    People,
    again,
    approved,
    class_all,
    in_days,
    reworded,
    signed,
    source,
)

pytestmark = pytest.mark.usefixtures("starter_base")


@pytest.fixture
def people(account):
    return People(account)


@pytest.fixture
def ready(people):
    return approved(people)


def publish(version, people, **terms):
    return actions.publish(version=version, by=people.writer, **{"effective_on": in_days(30)} | terms)


def in_force_in(days: int) -> list[PolicyVersion]:
    return list(PolicyVersion.objects.filter(permissions.in_force(in_days(days)), policy__key="bcbsma-292"))


def state() -> dict:
    """Everything of the policy that a publication touches."""
    versions = PolicyVersion.objects.filter(policy__key="bcbsma-292").order_by("pk")
    return {
        "versions": list(versions.values()),
        "rows": [everything(version) for version in versions],
        "kept": list(PublishedContent.objects.values()),
        "trail": AuditEvent.objects.count(),
        "search": Change.objects.count(),
    }


def test_a_published_version_waits_for_its_day_and_closes_the_one_in_force(ready, people):
    publish(ready, people, next_review_on=in_days(395))
    version, old = again(ready), source()
    assert (version.status, version.published_by, version.superseded_on) == ("published", "will", None)
    assert version.effective_on == old.superseded_on == in_days(30)
    force = {
        day: PolicyVersion.objects.filter(permissions.in_force(in_days(day)), policy=old.policy) for day in (29, 30)
    }
    assert [list(force[day].exclude(origin="reconstructed")) for day in (29, 30)] == [[old], [version]]
    assert version.label == f"Effective {in_days(30):%B %Y}"


def test_its_dates_and_its_history_say_so(ready, people):
    publish(ready, people, next_review_on=in_days(395), history_text="Carcinoid told apart.")
    dates = dict(ready.dates.values_list("kind", "on"))
    assert dates["effective"] == in_days(30).isoformat()
    assert dates["published"] == dates["approved"] == in_days(0).isoformat()
    assert dates["next_review"] == in_days(395).isoformat()
    assert ready.dates.filter(kind="next_review").count() == 1
    top = ready.history.order_by("position").first()
    assert (top.text, top.change_class, top.starts) == ("Carcinoid told apart.", "clarified", in_days(0).isoformat())
    assert top.on_statements == "changed"
    assert ready.history.count() == source().history.count() + 1


def test_a_next_review_that_is_not_stated_is_kept_as_that(ready, people):
    publish(ready, people)
    assert [row.precision for row in ready.dates.filter(kind="next_review")] == ["not stated"]


def test_what_was_published_is_kept_whole_with_who_signed_it(ready, people):
    publish(ready, people)
    kept = ready.published_content
    assert kept.content_hash == content_hash(kept.content) == hash_of(again(ready))
    assert [(each["by"], each["verdict"]) for each in kept.signoffs] == [("bob", "approved"), ("ann", "approved")]
    assert kept.notice["given"] == 30


def test_an_empty_text_is_the_drafted_one_and_a_written_one_stays(ready, people):
    actions.write_announcement(version=ready, by=people.writer, change_summary="", bulletin=f"From {DAY_TO_COME} on.")
    assert again(ready).status == "approved"
    publish(ready, people)
    version = again(ready)
    assert version.bulletin == f"From {in_days(30)} on."
    assert version.change_summary.startswith("- Statement")
    assert version.history.order_by("position").first().text == f"Revised: clarified 1. Effective {in_days(30)}."


def test_the_trail_and_the_search_are_told(ready, people):
    Change.objects.all().delete()
    publish(ready, people)
    event = AuditEvent.objects.filter(event="policy_version.published").get()
    assert event.after["closes"] == [source().key]
    assert event.after["signed_by"] == ["bob: approved", "ann: approved"]
    closed = AuditEvent.objects.filter(event="policy_version.superseded").get()
    assert closed.target_key == source().key
    keys = set(Change.objects.filter(type="statement").values_list("key", flat=True))
    assert keys == {*ready.statements.values_list("key", flat=True), *source().statements.values_list("key", flat=True)}


@pytest.mark.parametrize("role", sorted(set(ROLES) - {WRITER, APPROVER}))
def test_only_writers_and_approvers_publish(ready, account, role):
    with pytest.raises(PermissionDenied, match="Writers and Approvers publish what is signed off"):
        actions.publish(version=ready, by=account(role), effective_on=in_days(30))


@pytest.mark.parametrize("status", sorted({*lifecycle.VersionStatus.values} - {"approved"}))
def test_only_an_approved_version_is_published(ready, people, status):
    if status in ("published", "withdrawn"):
        publish(ready, people)
    PolicyVersion.objects.filter(pk=ready.pk).update(status=status)
    with pytest.raises(ValidationError, match="A version is published when it is approved"):
        publish(ready, people)


def test_all_that_is_in_the_way_is_told_at_once(people):
    draft = reworded(people)
    pair = StatementIndication.objects.filter(statement__version=draft).first()
    drafts.add_row(
        version=draft,
        part="statement_indication",
        by=people.writer,
        edition=draft.edition,
        values={"statement": HCC, "indication": "re-breast"},
    )
    version = signed(draft, people)
    figure = Measurement.objects.filter(evidence_links__statement__version=version).first()
    Measurement.objects.filter(pk=figure.pk).update(as_reported="Corrected")
    with pytest.raises(ValidationError) as refused:
        publish(version, people, effective_on=in_days(-1), next_review_on=in_days(-2), ends_on=in_days(3))
    told = "\n".join(refused.value.messages)
    assert "0 of 2 sign-offs hold; bob signed, but what was signed has changed since" in told
    assert "neither evidence nor a reason" in told
    assert "text changed, not classed yet." in told
    assert "is over. A version takes effect today" in told
    assert "The next review is after" in told
    assert "Only a retirement has a day on which it ends" in told
    assert pair


def test_a_change_edited_after_it_was_classed_is_open_again(people):
    draft = reworded(people)
    class_all(draft, people)
    drafts.change_row(
        version=draft, part="statement", key=HCC, by=people.writer, edition=draft.edition, values={"text": "Other."}
    )
    with pytest.raises(ValidationError, match="edited since it was classed"):
        publish(signed(draft, people), people)


def test_a_class_that_is_not_stated_is_none(people):
    draft = reworded(people)
    class_all(draft, people, "not_stated")
    with pytest.raises(ValidationError, match="its class is not stated"):
        publish(signed(draft, people), people)


def test_shorter_notice_than_the_class_asks_for_needs_a_reason_that_is_kept(people):
    version = approved(people, "tightened")
    with pytest.raises(ValidationError, match=r"asks for 60 days of notice; .* gives 30"):
        publish(version, people)
    publish(version, people, short_notice_reason="A safety notice.")
    assert version.published_content.notice["reason"] == "A safety notice."
    assert AuditEvent.objects.get(event="policy_version.published").why == "A safety notice."


def test_shorter_notice_is_refused_whatever_the_reason_where_the_setting_says_so(people, settings):
    settings.SHORT_NOTICE = "refuse"
    version = approved(people, "tightened")
    with pytest.raises(ValidationError, match="asks for 60 days"):
        publish(version, people, short_notice_reason="A safety notice.")
    publish(version, people, effective_on=in_days(60))


def test_an_upcoming_version_is_in_the_way_of_an_earlier_day_and_superseded_on_its_own(ready, people):
    publish(ready, people, effective_on=in_days(30))
    other = approved(people, text="Again.")
    assert predecessor(other) == ready
    with pytest.raises(ValidationError, match=r"is published for .* already"):
        publish(other, people, effective_on=in_days(29))
    publish(other, people, effective_on=in_days(30))
    assert again(ready).superseded_on == in_days(30) == again(other).effective_on
    assert source().superseded_on == in_days(30)
    assert in_force_in(30) == [other]


def test_what_was_published_is_not_changed_or_deleted_through_the_orm(ready, people):
    publish(ready, people)
    version = again(ready)
    version.note = "Changed"
    for attempt in (version.save, version.delete, lambda: version.save(update_fields=["note", "status"])):
        with pytest.raises(TypeError, match="is published: it is not changed any more"):
            attempt()
    with pytest.raises(ValidationError, match="is not changed any more"):
        drafts.change_row(version=version, part="statement", key=HCC, by=people.writer, edition=0, values={"text": "x"})


@pytest.mark.parametrize("effective_in", [0, 30])
def test_nothing_is_done_where_any_of_its_writes_fails(ready, people, effective_in):
    """Each statement that writes fails in turn: the database is as it was before."""
    before = state()

    class Broken(Exception):
        pass

    def fail_at(number, seen):
        def wrapper(execute, sql, params, many, context):
            if sql.startswith(("INSERT", "UPDATE", "DELETE")):
                seen.append(sql)
                if len(seen) == number:
                    raise Broken(sql)
            return execute(sql, params, many, context)

        return wrapper

    number = 0
    while True:
        number += 1
        seen = []
        try:
            with connection.execute_wrapper(fail_at(number, seen)):
                publish(ready, people, effective_on=in_days(effective_in))
            break
        except Broken:
            assert state() == before, seen[-1]
    assert number > 10
    assert again(ready).status == "published"


def test_nothing_is_done_where_the_trail_cannot_be_written(ready, people, monkeypatch):
    before = state()

    def broken(**told):
        raise RuntimeError("the trail is broken")

    monkeypatch.setattr(audit.actions, "record", broken)
    with pytest.raises(RuntimeError, match="the trail is broken"):
        publish(ready, people)
    assert state() == before


def test_texts_that_went_out_are_not_written_again(ready, people):
    publish(ready, people)
    with pytest.raises(ValidationError, match="its texts have gone out"):
        actions.write_announcement(version=ready, by=people.writer, change_summary="x", bulletin="y")


def test_a_published_version_is_compared_with_what_was_before_it_and_not_with_what_came_after(people):
    first = actions.publish(version=approved(people, text="One."), by=people.writer, effective_on=in_days(90))
    second = actions.publish(version=approved(people, text="Two."), by=people.writer, effective_on=in_days(120))
    assert predecessor(again(first)) == source()
    assert predecessor(again(second)) == first
