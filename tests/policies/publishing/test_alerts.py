"""A figure corrected after publication: the snapshot stays, an alert is raised, what was signed is asked for again."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

import evidence.corrections
from audit.models import AuditEvent
from evidence.models import Measurement
from policies import queries
from policies.models import EvidenceAlert, PolicyVersion
from policies.presenters import statement_views
from policies.publishing import actions, alerts
from policies.signing.waiting import for_signature
from tests.policies.publishing.world import People, again, approved, in_days, source

pytestmark = pytest.mark.usefixtures("starter_base")


@pytest.fixture
def people(account):
    return People(account)


@pytest.fixture
def librarian(account):
    return account("Librarian")


@pytest.fixture
def published(people):
    return actions.publish(version=approved(people), by=people.writer, effective_on=in_days(0))


def correct(figure: Measurement, by, value: str = "99.9 months") -> None:
    """As the evidence app does it: the row, and then whoever rests on it is told."""
    with transaction.atomic():
        before = {"as_reported": figure.as_reported}
        figure.as_reported = figure.value = value
        figure.save()
        evidence.corrections.tell(figure=figure, before=before, after={"as_reported": value}, by=by)


def a_figure(version) -> Measurement:
    return Measurement.objects.filter(evidence_links__statement__version=version, statistic="median").first()


def test_a_correction_raises_an_alert_on_what_is_in_force_and_not_on_what_was(published, librarian):
    figure = a_figure(published)
    was = figure.as_reported
    correct(figure, librarian)
    rows = EvidenceAlert.objects.filter(version__policy=published.policy)
    alert = rows.get()
    assert (alert.version, alert.figure_key, alert.by) == (published, figure.key, "librarian")
    assert (alert.before, alert.after) == ({"as_reported": was}, {"as_reported": "99.9 months"})
    assert EvidenceAlert.objects.count() >= 1
    assert AuditEvent.objects.filter(event="policy_version.evidence_corrected", target_key=published.key).exists()


def test_a_published_text_shows_its_figures_as_they_stood_and_what_they_say_now(published, librarian, client):
    figure = a_figure(published)
    was = figure.as_reported
    correct(figure, librarian)
    items = [
        item
        for view in statement_views(
            published, queries.version_statements(published), queries.links_of_version(published)
        )
        for part in view.evidence
        for group in (*part.supports, *part.opposes, *part.context)
        for item in group.items
    ]
    (told,) = {(item.figure.removesuffix(" (median)"), item.corrected) for item in items if item.corrected}
    assert told == (was, "99.9 months (median)")
    page = client.get("/policies/bcbsma-292/").content.decode()
    assert "corrected since: now" in page
    assert "1 figure corrected since." in page


def test_what_is_published_while_a_correction_waits_for_it_is_told_too(people, librarian, monkeypatch):
    version = approved(people)

    def is_published_meanwhile(waited_for, by):
        if waited_for == version:
            actions.publish(version=version, by=people.writer, effective_on=in_days(0))

    monkeypatch.setattr(alerts, "_ask_again", is_published_meanwhile)
    figure = a_figure(version)
    alerts.on_correction(figure=figure, before={"as_reported": "1"}, after={"as_reported": "2"}, by=librarian)
    assert [alert.version for alert in EvidenceAlert.objects.filter(figure_key=figure.key)] == [version]


def test_a_text_that_was_read_shows_what_is_held(librarian):
    version = source()
    figure = a_figure(version)
    correct(figure, librarian)
    links = queries.links_of_version(version)
    assert {link.figure_now for link in links} == {None}
    assert "99.9 months" in {link.measurement.as_reported for link in links if link.measurement}


def test_an_approved_version_is_reopened_and_its_approvers_are_asked_again(people, librarian):
    version = approved(people)
    assert [list(for_signature(each)) for each in people.approvers] == [[], []]
    correct(a_figure(version), librarian)
    assert again(version).status == "in_review"
    assert [list(for_signature(each)) for each in people.approvers] == [[version], [version]]


def test_a_correction_is_undone_where_an_alert_cannot_be_made(published, librarian, monkeypatch):
    figure = a_figure(published)
    was = figure.as_reported

    def broken(**values):
        raise RuntimeError("broken")

    monkeypatch.setattr(EvidenceAlert.objects, "create", broken)
    with pytest.raises(RuntimeError, match="broken"):
        correct(figure, librarian)
    assert Measurement.objects.get(pk=figure.pk).as_reported == was


def test_an_alert_is_closed_once_with_a_reason_by_a_writer(published, people, librarian, client):
    correct(a_figure(published), librarian)
    alert = EvidenceAlert.objects.get(version=published)
    with pytest.raises(ValidationError, match="Say what the correction means"):
        alerts.close(alert=alert, by=people.writer, reason=" ")
    with pytest.raises(PermissionDenied, match="Writers"):
        alerts.close(alert=alert, by=librarian, reason="Nothing.")
    client.force_login(people.writer)
    assert "Close it" in client.get("/alerts/").content.decode()
    assert client.get(f"/alerts/{alert.pk}/close/").status_code == 405
    client.post(f"/alerts/{alert.pk}/close/", {"reason": "Still above the threshold."})
    assert "Still above the threshold." in client.get("/alerts/?closed=1").content.decode()
    assert "figure corrected since." not in client.get("/policies/bcbsma-292/").content.decode()
    with pytest.raises(ValidationError, match="will closed it on"):
        alerts.close(alert=alert, by=people.writer, reason="Again.")
    assert AuditEvent.objects.filter(event="policy_version.alert_closed").get().why == "Still above the threshold."


def test_readers_see_alerts_without_who_and_close_none(published, librarian, client, account):
    correct(a_figure(published), librarian)
    page = client.get("/alerts/").content.decode()
    assert "99.9 months" in page
    assert "librarian" not in page
    alert = EvidenceAlert.objects.get(version=published)
    assert client.post(f"/alerts/{alert.pk}/close/", {"reason": "x"}).status_code == 302  # to sign in
    client.force_login(account("Reader"))
    assert client.post(f"/alerts/{alert.pk}/close/", {"reason": "x"}).status_code == 403
    assert EvidenceAlert.objects.get(pk=alert.pk).closed_at is None
    assert client.post("/alerts/9876543210987654321098765/close/", {"reason": "x"}).status_code == 404


@pytest.mark.parametrize("asked", ["page=x", "page=99999999999999999999", "closed=%00", "page=%00"])
def test_a_list_of_alerts_asked_for_oddly_answers(client, asked):
    assert client.get(f"/alerts/?{asked}").status_code == 200


def test_the_alerts_ask_a_number_of_queries_that_does_not_grow(
    published, librarian, client, django_assert_max_num_queries
):
    for figure in Measurement.objects.filter(evidence_links__statement__version=published).distinct()[:12]:
        correct(figure, librarian)
    assert PolicyVersion.objects.get(pk=published.pk).evidence_alerts.count() == 12
    with django_assert_max_num_queries(12):
        client.get("/alerts/")
