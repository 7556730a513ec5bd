"""What was published and what the rows say now: told apart on the page of health."""

import pytest
from django.db import connection

from evidence.models import Measurement
from policies.models import Criterion, PolicyVersion, PublishedContent, Statement
from policies.publishing import actions, alerts
from policies.publishing.integrity import altered
from tests.policies.publishing.world import People, again, approved, in_days, source

pytestmark = pytest.mark.usefixtures("starter_base")


@pytest.fixture
def people(account):
    return People(account)


@pytest.fixture
def published(people):
    return actions.publish(version=approved(people), by=people.writer, effective_on=in_days(0))


def health(client) -> str:
    return client.get("/policies/bcbsma-292/health/").content.decode()


def test_what_was_published_is_as_it_was(published):
    assert altered(again(published)) == []
    assert altered(source()) is None


def test_a_row_changed_added_or_removed_past_the_product_is_found(published, client):
    assert "every row of the version" in health(client)
    statement = published.statements.order_by("order").first()
    with connection.cursor() as cursor:  # as somebody with a hand on the database would
        cursor.execute("UPDATE policies_statement SET text = 'Mine.' WHERE id = %s", [statement.pk])
    leaf = Criterion.objects.filter(statement__version=published, logic="condition", children=None).last()
    Criterion.objects.filter(pk=leaf.pk).delete()
    Statement.objects.create(
        key="new",
        version=published,
        intervention=statement.intervention,
        position="investigational",
        text="x",
        order=99,
    )
    told = altered(published)
    assert f"statement {statement.key}: text" in told
    assert f"criterion {leaf.key}: the row, which is gone," in told
    assert "statement new: the row, which was added," in told
    assert f"statement {statement.key}: text is not what was published." in health(client)


def test_what_is_said_of_the_whole_version_is_met_too(published):
    PolicyVersion.objects.filter(pk=published.pk).update(label="Mine", purpose_reason="Because.", products=["All"])
    told = altered(again(published))
    assert told == [f"version {published.key}: {name}" for name in ("label", "products", "purpose_reason")]


def test_a_corrected_figure_is_no_alteration_and_is_told_as_corrected(published, people, client):
    figure = Measurement.objects.filter(evidence_links__statement__version=published).first()
    before = {"as_reported": figure.as_reported}
    Measurement.objects.filter(pk=figure.pk).update(as_reported="7.7")
    alerts.on_correction(figure=figure, before=before, after={"as_reported": "7.7"}, by=people.writer)
    assert altered(published) == []
    assert "and is “7.7” since" in health(client)


def test_the_kept_content_keeps_its_version(published):
    with pytest.raises(Exception, match="protected"):
        published.policy.delete()
    assert PublishedContent.objects.filter(version=published).exists()
