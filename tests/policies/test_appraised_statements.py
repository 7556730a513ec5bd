"""What is judged of a statement's evidence stands beside it."""

import pytest

from evidence.appraisal import actions
from evidence.appraisal.grade import Step
from evidence.appraisal.states import fingerprint
from policies.models import EvidenceLink, Statement
from tests.api_answers import queries_of

ADDRESS = "/statements/bcbsma-292/hcc/"
ROB_2 = dict.fromkeys(("randomization", "deviations", "missing", "measurement", "selection"), "some_concerns")


@pytest.fixture
def judged(starter_base, account):
    """A figure linked to the statement is verified, its study appraised, and the indication graded."""
    writer = account("Writer")
    statement = Statement.objects.get(key="bcbsma-292/hcc")
    link = EvidenceLink.objects.filter(statement=statement, effect_estimate__isnull=False, bearing="supports").first()
    figure = link.effect_estimate
    study = figure.outcome.account.study
    actions.appraise_study(study=study, instrument="rob-2-2019", judgements=ROB_2, notes={}, by=writer)
    actions.verify_figure(figure=figure, seen=fingerprint(figure), by=writer)
    body = actions.Body(
        link.indication.intervention, link.indication.condition, "os", link.indication, "TACE", [study], []
    )
    steps = [Step("imprecision", -1, "Few patients.")]
    actions.grade_certainty(body=body, steps=steps, start="high", start_reason="Trials inside.", by=writer)
    return statement


def page_of(client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def test_nothing_is_said_where_nothing_is_judged(client, starter_base):
    page = page_of(client, ADDRESS)
    for sign in ("judgement", 'class="checked', "certainty-rows"):
        assert sign not in page


def test_anybody_sees_risk_of_bias_verification_and_certainty(client, judged):
    page = page_of(client, ADDRESS)
    assert "RoB 2</a>" in page
    assert "Some concerns</span>" in page
    assert '<span aria-hidden="true">✓</span> verified</span>' in page
    assert "⊕⊕⊕◯" in page
    assert "Imprecision, down one level: Few patients." in page
    assert "writer" not in page


def test_a_figure_that_changed_since_says_so(client, judged):
    figure = EvidenceLink.objects.filter(statement=judged, effect_estimate__isnull=False, bearing="supports")[
        0
    ].effect_estimate
    figure.as_reported += " (corrected)"
    figure.save()
    assert "changed since it was verified" in page_of(client, ADDRESS)


def test_a_criterion_shows_the_same(client, judged):
    page = page_of(client, "/criteria/bcbsma-292/hcc/root/")
    assert "⊕⊕⊕◯" in page
    assert "RoB 2</a>" in page


def test_judgements_take_no_more_queries_however_many(client, judged, account):
    before = queries_of(client, ADDRESS)
    librarian = account("Librarian")
    for link in EvidenceLink.objects.filter(statement=judged, effect_estimate__isnull=False)[1:9]:
        figure = link.effect_estimate
        actions.verify_figure(figure=figure, seen=fingerprint(figure), by=librarian)
        study = figure.outcome.account.study
        actions.appraise_study(study=study, instrument="rob-2-2019", judgements=ROB_2, notes={}, by=librarian)
    assert queries_of(client, ADDRESS) == before
