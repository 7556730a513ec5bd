import pytest
from django.core.exceptions import PermissionDenied

from audit.models import AuditEvent
from audit.roles import READER, WRITER
from evidence.models import GuidelineVersion
from policies.models import Policy
from reviews.models import GuidelineCheck
from reviews.sources import guidelines
from reviews.sources.cited import cited_guidelines, version_to_review
from tests.reviews.sources.world import days_ago, refusal

pytestmark = pytest.mark.usefixtures("starter_base")


@pytest.fixture
def writer(account):
    return account(WRITER)


@pytest.fixture
def cited(cycle, writer):
    return cited_guidelines(version_to_review(writer, cycle.policy))


def test_what_the_text_in_force_cites_is_found_with_its_number_and_place(cited):
    printed = [each.reference for each in cited if each.reference and each.reference.citation]
    assert printed
    assert all(reference.number and reference.location.startswith("line") for reference in printed)


@pytest.mark.parametrize("policy", ["bcbsma-292", "med140"])
def test_they_are_those_that_the_health_of_the_policy_looks_at(writer, policy):
    """Two readings of one question, written apart."""
    from policies.health.reading import rows_of

    version = version_to_review(writer, Policy.objects.get(key=policy))
    of_health = {row.name for row in rows_of(version, writer).guideline_versions}
    assert {str(each.version) for each in cited_guidelines(version)} == of_health


def test_one_that_was_overtaken_says_by_which(writer):
    overtaken = [
        each
        for policy in Policy.objects.all()
        for each in cited_guidelines(version_to_review(writer, policy))
        if each.overtaken
    ]
    assert overtaken
    assert all(other.pk != each.version.pk for each in overtaken for _, other in each.overtaken)


def test_a_policy_without_a_text_cites_nothing():
    assert cited_guidelines(None) == []


def test_it_is_confirmed_as_current(cycle, cited, writer):
    told = {"cycle": cycle, "version": cited[0].version, "by": writer, "standing": "current", "on": days_ago(2)}
    check = guidelines.check_guideline(**told)
    assert (check.standing, check.checked_on, check.by) == ("current", days_ago(2), "writer")


def test_said_again_it_is_corrected_and_the_old_word_stays_in_the_trail(cycle, cited, writer):
    told = {"cycle": cycle, "version": cited[0].version, "by": writer, "on": days_ago(0)}
    guidelines.check_guideline(**told, standing="current")
    guidelines.check_guideline(**told, standing="replaced", replacement="version 9.2026")
    [check] = GuidelineCheck.objects.all()
    assert (check.standing, check.replacement) == ("replaced", "version 9.2026")
    assert AuditEvent.objects.get(event="guideline_check.corrected").before["standing"] == "current"


def test_a_version_of_the_base_may_take_its_place(cycle, cited, writer):
    other = GuidelineVersion.objects.exclude(pk=cited[0].version.pk).first()
    told = {"cycle": cycle, "version": cited[0].version, "by": writer, "on": days_ago(0)}
    check = guidelines.check_guideline(**told, standing="replaced", replaced_by=other)
    assert check.replaced_by == other
    assert AuditEvent.objects.get(event="guideline_check.checked").after["replaced_by"] == other.key


@pytest.mark.parametrize(
    ("told", "sentence"),
    [
        ({"standing": "gone"}, "Choose how it stands"),
        ({"standing": "replaced"}, "what took its place"),
        ({"standing": "current", "replacement": "x"}, "Only a replaced"),
        ({"standing": "replaced", "replacement": "n" * 201}, "at most 200"),
        ({"standing": "current", "on": -2}, "still to come"),
        ({"standing": "replaced", "replaced_by": "itself"}, "its own place"),
    ],
)
def test_what_cannot_be_is_refused(cycle, cited, writer, told, sentence):
    version = cited[0].version
    told = told | {"on": days_ago(told.get("on", 0))}
    if "replaced_by" in told:
        told["replaced_by"] = version
    said = refusal(guidelines.check_guideline, cycle=cycle, version=version, by=writer, **told)
    assert sentence in said


def test_it_is_taken_back(cycle, cited, writer):
    told = {"cycle": cycle, "version": cited[0].version, "by": writer, "standing": "current", "on": days_ago(2)}
    guidelines.uncheck_guideline(check=guidelines.check_guideline(**told), by=writer)
    assert not GuidelineCheck.objects.exists()


def test_who_may_not_check_is_told_who_may(cycle, cited, account):
    told = {"cycle": cycle, "version": cited[0].version, "standing": "current", "on": days_ago(2)}
    with pytest.raises(PermissionDenied, match="check other sources"):
        guidelines.check_guideline(**told, by=account(READER))
