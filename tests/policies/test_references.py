"""The numbered references of any version, whichever way it came."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from evidence.models import Arm, Citation, Study
from policies import queries
from policies.comparison import reading as policies_compared
from policies.drafts import actions as drafts
from policies.impact.dependencies import LISTED, dependencies_of
from policies.impact.subjects import Subject
from policies.models import Policy, PolicyVersion
from policies.paper.content import Items
from policies.paper.reading import paper_of
from policies.publishing.actions import publish
from policies.references import numbers_told, references_of, version_references
from policies.versions import comparison
from policies.vocabulary import ChangeKind
from tests.policies.drafts.world import begin
from tests.policies.publishing.world import People, approved, in_days, source

pytestmark = pytest.mark.usefixtures("starter_base")


@pytest.fixture
def draft(account):
    return begin(account("Writer", "will"))


def test_a_text_that_was_read_has_the_numbers_of_its_document(draft):
    printed = list(Citation.objects.filter(document=source().document).values_list("number", "reference__key"))
    rows = version_references(source())
    assert [(row.number, row.reference.key) for row in rows if row.citation and row.citation.number] == printed
    assert all(row.number.startswith("L") for row in rows if not row.citation)
    assert "L before the number" in numbers_told(source(), rows) or all(row.citation for row in rows)


def test_a_text_written_here_lists_the_works_it_links_from_one_on(draft):
    rows = version_references(draft)
    assert [row.number for row in rows] == [str(number) for number in range(1, len(rows) + 1)]
    assert len(rows) > 10
    assert numbers_told(draft, rows) == ""
    assert not any(row.document or row.location for row in rows)


@pytest.mark.parametrize("which", ["draft", "source"])
def test_the_page_and_the_paper_number_alike(draft, which):
    version = PolicyVersion.objects.select_related("policy__payer", "document").get(
        pk={"draft": draft, "source": source()}[which].pk
    )
    (listed,) = (block for block in paper_of(version).body if isinstance(block, Items) and block.of == "references")
    assert [item.label for item in listed.items] == [row.number for row in version_references(version)]


def test_a_draft_begun_from_a_text_that_was_read_changes_no_reference(draft):
    found = comparison.compared(source(), draft)
    assert [change.title for change in found.changes if change.kind == ChangeKind.REFERENCE] == []


def test_a_link_more_is_a_reference_more(draft):
    statement = draft.statements.order_by("order").first()
    pair = statement.statement_indications.first()
    known = {row.reference.pk for row in version_references(draft)}
    work = Citation.objects.exclude(reference__in=known).first().reference
    draft.statements.model.objects.get(pk=statement.pk).evidence_links.create(
        key="new", indication=pair.indication, reference=work, bearing="context", ground="inferred", order=0
    )
    (change,) = [each for each in comparison.compared(source(), draft).changes if each.kind == ChangeKind.REFERENCE]
    assert (change.before, change.after) == ("", work.display_title)


def test_the_page_of_a_draft_lists_them(draft, client, account):
    client.force_login(account("Reviewer"))
    page = client.get(f"/versions/{draft.key}/").content.decode()
    assert 'id="references"' in page


def test_what_depends_on_a_study_names_its_number_in_a_text_written_here(draft, account):
    listed = {row.reference.pk: row.number for row in version_references(draft)}
    study = Study.objects.filter(reports__reference__in=listed, reports__position=0).first()
    numbers = {listed[pk] for pk in study.reports.values_list("reference", flat=True) if pk in listed}
    found = dependencies_of(
        Subject("study", study.key, str(study), "", study.get_absolute_url(), study), account("Reviewer")
    )
    ways = [each.way for each in found if each.version == draft and each.route == LISTED]
    assert {way.split(",")[0] for way in ways} == {f"reference {number}" for number in numbers}


def test_two_policies_are_compared_by_what_one_links_and_the_other_cites(draft):
    other = Policy.objects.get(key="med140").versions.get(origin="read")
    found = policies_compared.citations(draft, other)
    assert found.are_seen
    assert set(found.overlap.shared) | set(found.overlap.ours) == {
        row.reference.key for row in version_references(draft)
    }
    assert "its works are those it links to" in found.remarks[0]


def test_more_versions_take_no_more_queries(draft):
    counts = []
    for versions in ([draft], PolicyVersion.objects.all()):
        with CaptureQueriesContext(connection) as asked:
            references_of(versions)
        counts.append(len(asked))
    assert counts[1] <= counts[0] + 2  # the versions, and a document's citations


def test_a_published_version_tells_its_works_as_they_stood(account):
    people = People(account)
    version = publish(version=approved(people), by=people.writer, effective_on=in_days(90))
    work = version_references(version)[0].reference
    then = work.title
    type(work).objects.filter(pk=work.pk).update(title="Another title")
    assert version_references(version)[0].reference.title == then
    assert "Another title" in {row.reference.title for row in version_references(begin_again(people, version))}


def begin_again(people, version) -> PolicyVersion:
    return drafts.begin_draft(policy=version.policy, by=people.writer, based_on=version)


def test_a_published_version_tells_studies_and_arms_as_they_stood_and_its_next_draft_as_they_are(account):
    people = People(account)
    version = publish(version=approved(people), by=people.writer, effective_on=in_days(90))
    link = next(link for link in queries.links_of_version(version) if link.measurement and link.measurement.arm)
    study, arm = link.measurement.outcome.account.study, link.measurement.arm
    then = study.label, arm.name
    Study.objects.filter(pk=study.pk).update(label="Somebody 1900")
    Arm.objects.filter(pk=arm.pk).update(name="Another arm")

    def told(of) -> set[tuple[str, str]]:
        figures = [
            each.measurement for each in queries.links_of_version(of) if each.measurement_id == link.measurement_id
        ]
        return {(figure.outcome.account.study.label, figure.arm.name) for figure in figures}

    assert told(version) == {then}
    following = begin_again(people, version)
    assert told(following) == {("Somebody 1900", "Another arm")}
