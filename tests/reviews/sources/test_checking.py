import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from audit.models import AuditEvent
from audit.roles import LIBRARIAN, READER, REVIEWER, WRITER
from policies.models import Policy
from reviews.cycles.hindrances import warnings_of
from reviews.models import SourceCheck
from reviews.sources import checking
from reviews.vocabulary import SourceKind
from tests.api_answers import queries_of
from tests.reviews import world
from tests.reviews.sources.world import days_ago, refusal

pytestmark = pytest.mark.usefixtures("starter_base")


@pytest.fixture
def writer(account):
    return account(WRITER)


@pytest.fixture
def source(cycle):
    return cycle.source_checks.first()


def names(cycle, kind) -> list[str]:
    return list(cycle.source_checks.filter(kind=kind).values_list("name", flat=True))


def test_a_review_opens_with_its_checklist(cycle):
    assert names(cycle, SourceKind.TRIAL_REGISTRY) == ["ClinicalTrials.gov", "WHO ICTRP"]
    assert "European Neuroendocrine Tumor Society (ENETS)" not in names(cycle, SourceKind.ASSESSMENT_BODY)
    assert not cycle.source_checks.exclude(checked_on=None).exists()


def test_the_bodies_it_cites_are_on_it(cycle):
    societies = names(cycle, SourceKind.SOCIETY)
    assert "National Comprehensive Cancer Network (NCCN)" in societies
    assert len(societies) == len(set(societies)) > 3


def test_other_payers_with_a_policy_on_the_same_are_on_it(cycle):
    payers = names(cycle, SourceKind.OTHER_PAYER)
    others = Policy.objects.filter(versions__statements__intervention__key="radioembolization")
    assert set(payers) <= set(others.values_list("payer__name", flat=True))
    assert payers
    assert cycle.policy.payer.name not in payers


def test_next_year_begins_with_what_was_on_the_list(cycle, writer):
    checking.add_source(cycle=cycle, by=writer, kind="other", name="A registry of our own")
    checking.remove_source(source=cycle.source_checks.get(name="WHO ICTRP"), by=writer)
    checking.check(source=cycle.source_checks.first(), by=writer, on=days_ago(0), nothing_new=True)
    cycle.state, cycle.outcome = "closed", "deferred"
    cycle.save()
    following = world.opened(writer)
    assert "A registry of our own" in names(following, SourceKind.OTHER)
    assert names(following, SourceKind.TRIAL_REGISTRY) == ["ClinicalTrials.gov"]
    assert not following.source_checks.exclude(checked_on=None).exists()


def test_what_is_found_is_kept_with_day_and_person(source, writer):
    checking.check(source=source, by=writer, on=days_ago(3), found="A recall of one device.")
    source.refresh_from_db()
    assert (source.checked_on, source.found, source.by) == (days_ago(3), "A recall of one device.", "writer")
    event = AuditEvent.objects.get(event="source_check.checked")
    assert event.target_key == f"{source.cycle.key}/source-{source.pk}"


def test_finding_nothing_new_is_said(source, writer):
    checking.check(source=source, by=writer, on=days_ago(0), nothing_new=True)
    source.refresh_from_db()
    assert source.nothing_new


def test_a_correction_keeps_what_was_said(source, account, writer):
    checking.check(source=source, by=writer, on=days_ago(3), nothing_new=True)
    checking.check(source=source, by=account(REVIEWER), on=days_ago(1), found="A recall.")
    event = AuditEvent.objects.get(event="source_check.corrected")
    assert event.before["nothing_new"] is True
    assert event.after["found"] == "A recall."


def test_it_can_be_taken_back(source, writer):
    checking.check(source=source, by=writer, on=days_ago(3), nothing_new=True)
    checking.uncheck(source=source, by=writer)
    source.refresh_from_db()
    assert (source.checked_on, source.by, source.nothing_new) == (None, "", False)
    assert "nothing to take back" in refusal(checking.uncheck, source=source, by=writer)


@pytest.mark.parametrize(
    ("told", "sentence"),
    [
        ({"found": "", "nothing_new": False}, "one of the two"),
        ({"found": "Something.", "nothing_new": True}, "one of the two"),
        ({"on": -1, "nothing_new": True}, "still to come"),
        ({"found": "a\x00b"}, "plain text"),
    ],
)
def test_what_cannot_be_is_refused_with_a_sentence(source, writer, told, sentence):
    told = told | {"on": days_ago(told.get("on", 0))}
    assert sentence in refusal(checking.check, source=source, by=writer, **told)


def test_one_that_was_checked_is_not_removed(source, writer):
    checking.check(source=source, by=writer, on=days_ago(0), nothing_new=True)
    assert "take that back first" in refusal(checking.remove_source, source=source, by=writer)


@pytest.mark.parametrize(
    ("told", "sentence"),
    [
        ({"kind": "moon"}, "Choose what kind"),
        ({"name": " "}, "Name the source"),
        ({"name": "n" * 201}, "at most 200"),
        ({"kind": "trial_registry", "name": "clinicaltrials.GOV"}, "on the list already"),
    ],
)
def test_a_source_that_cannot_be_added_is_refused(cycle, writer, told, sentence):
    given = {"kind": "other", "name": "X"} | told
    assert sentence in refusal(checking.add_source, cycle=cycle, by=writer, **given)


def test_a_closed_review_is_left_as_it_is(source, cycle, writer):
    cycle.state, cycle.outcome = "closed", "deferred"
    cycle.save()
    assert "closed" in refusal(checking.check, source=source, by=writer, on=days_ago(0), nothing_new=True)
    assert "closed" in refusal(checking.remove_source, source=source, by=writer)
    assert "closed" in refusal(checking.add_source, cycle=cycle, by=writer, kind="other", name="X")


@pytest.mark.parametrize(("role", "may"), [(REVIEWER, True), (LIBRARIAN, True), (READER, False)])
def test_who_checks(source, account, role, may):
    told = {"source": source, "by": account(role), "on": days_ago(0), "nothing_new": True}
    if may:
        assert checking.check(**told).nothing_new
    else:
        with pytest.raises(PermissionDenied):
            checking.check(**told)


def test_the_base_itself_holds_that_a_checked_source_says_what_was_found(cycle):
    for wrong in ({"checked_on": days_ago(0)}, {"found": "x"}, {"nothing_new": True}):
        with pytest.raises(IntegrityError), transaction.atomic():
            SourceCheck.objects.create(cycle=cycle, kind="other", name="wrong", **wrong)


def test_a_long_checklist_asks_no_more_than_a_short_one(cycle, client, writer):
    client.force_login(writer)
    address = f"/reviews/{cycle.key}/sources/"
    few = queries_of(client, address)
    SourceCheck.objects.bulk_create(SourceCheck(cycle=cycle, kind="other", name=f"S {n}") for n in range(60))
    assert queries_of(client, address) == few


def test_before_the_committee_one_is_warned_of_places_that_nobody_looked_at(cycle, writer):
    total = cycle.source_checks.count()
    sentence, address = f"{total} of {total} other sources are not checked yet.", f"/reviews/{cycle.key}/sources/"
    assert warnings_of(cycle, "decide") == [(sentence, f"{address}#checklist")]
    assert warnings_of(cycle, "skip") == []
    cycle.source_checks.update(checked_on=days_ago(1), nothing_new=True)
    assert warnings_of(cycle, "decide") == []
