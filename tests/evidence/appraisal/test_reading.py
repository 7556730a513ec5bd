import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.test.utils import CaptureQueriesContext

from evidence.appraisal import reading
from evidence.models import Indication, StudyAccount
from tests.evidence.appraisal.test_actions import appraise, body, certainty, verify
from tests.evidence.appraisal.world import ROB_2, make_world

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    return make_world()


def short(found, study) -> list[tuple]:
    return [(each.instrument, each.about, each.judgement.label) for each in found.get(study.pk, [])]


def test_what_appraisers_agree_on_is_told_once_and_what_they_do_not_twice(world, account):
    appraise(world, account("Writer"))
    appraise(world, account("Librarian"))
    assert short(reading.risk_of_bias_of([world.trial.pk]), world.trial) == [("RoB 2", "", "Low")]
    appraise(world, account("Reviewer"), judgements=ROB_2 | {"missing": "high"})
    appraise(world, account("Writer", name="another"), endpoint="os")
    assert short(reading.risk_of_bias_of([world.trial.pk, world.series.pk]), world.trial) == [
        ("RoB 2", "", "Low"),
        ("RoB 2", "", "High"),
        ("RoB 2", "overall survival", "Low"),
    ]
    assert reading.risk_of_bias_of([world.series.pk]) == {}


def test_what_was_replaced_is_not_told(world, account):
    writer = account("Writer")
    appraise(world, writer)
    appraise(world, writer, judgements=ROB_2 | {"missing": "high"})
    assert short(reading.risk_of_bias_of([world.trial.pk]), world.trial) == [("RoB 2", "", "High")]


def test_certainty_of_an_indication_is_its_own_or_that_of_its_terms_as_such(world, account):
    writer, own = account("Writer"), world.indication
    other = Indication.objects.create(
        key="bridge", intervention=own.intervention, condition=own.condition, purpose="bridge_to_transplant"
    )
    certainty(world, writer)
    certainty(world, writer, body=body(world, indication=None, comparator="TACE"))
    found = reading.certainty_of([world.indication, other])
    assert [row.comparator for row in found[world.indication.pk]] == ["", "TACE"]
    assert [row.comparator for row in found[other.pk]] == ["TACE"]
    assert reading.certainty_of([]) == {}


def test_participants_are_the_largest_number_printed_of_each_primary_study(world):
    StudyAccount.objects.create(key="other", document=world.document, study=world.trial, participants="1,045")
    assert reading.participants_of([world.trial, world.series]) == 1153
    world.series.design = "review_mixed"
    assert reading.participants_of([world.trial, world.series]) == 1045
    assert reading.participants_of([world.series]) == 108
    world.series.accounts.all().delete()
    assert reading.participants_of([world.series]) is None


def test_a_study_without_a_number_is_counted_as_such(world, account):
    world.series.accounts.update(participants="")
    row = certainty(world, account("Writer"), body=body(world, studies=[world.trial, world.series]))
    told = reading.certainty_row(row)
    assert (told.studies, told.participants, told.unnumbered) == (2, 45, 1)


def test_all_of_it_takes_five_queries(world, account):
    writer = account("Writer")
    appraise(world, writer)
    certainty(world, writer, body=body(world, studies=[world.trial, world.series]))
    figures = [world.hazard, world.median, world.series_median]
    for figure in figures:
        verify(figure, writer)
    with CaptureQueriesContext(connection) as captured:
        found = reading.appraised(
            studies=[world.trial.pk, world.series.pk],
            figures=figures,
            indications=[world.indication],
            user=AnonymousUser(),
        )
    assert len(captured) == 5
    assert {found.states.of(figure).label for figure in figures} == {"Verified"}
    assert {found.states.of(figure).told for figure in figures} == {found.states.of(world.hazard).told}
    assert "writer" not in found.states.of(world.hazard).told
