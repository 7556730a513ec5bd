"""What depends on what: on the small world of the API, and on the starter base beside a slow walk over all links."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.test.utils import CaptureQueriesContext

from evidence.models import GuidelineVersion, Study, StudyAccount
from policies.impact.dependencies import dependencies_of
from policies.impact.subjects import asked
from policies.models import EvidenceLink, PolicyCode
from tests import api_world


def ways(user=None, **question) -> list[tuple]:
    """(statement or policy, route, way, bearing) of each dependency."""
    found = dependencies_of(subject(**question), user or AnonymousUser())
    return [
        (each.statement.key if each.statement else each.version.key, each.route, each.way, each.bearing)
        for each in found
    ]


class Question(dict):
    def getlist(self, name):
        return [self[name]] if name in self else []


def subject(**question):
    return asked(Question(question), AnonymousUser())


@pytest.fixture
def world(db):
    api_world.build()


def test_a_study_is_depended_on_by_its_figures_itself_and_by_its_reports(world):
    assert ways(study="epoch") == [
        ("re/i", "directly", "the study Mulcahy 2021 (EPOCH)", "supports"),
        ("re/i", "directly", "Mulcahy 2021 (EPOCH): Overall survival, HR 1.10 (0.90-1.30)", "opposes"),
        ("re/i", "directly", "the work Mulcahy 2021", "supports"),
        ("re/2024", "in its references", "reference 74, Mulcahy 2021", ""),
    ]


def test_a_reference_is_depended_on_through_the_study_it_reports(world):
    assert ways(reference="mulcahy-2021") == ways(study="epoch")


def test_a_study_is_depended_on_through_a_review_that_includes_it(world):
    inside = Study.objects.create(key="inside", label="Inside 2010", design="case_series")
    StudyAccount.objects.get(key="policy-text/epoch").includes.add(inside)
    StudyAccount.objects.get(key="review/epoch").includes.add(inside)
    found = ways(study="inside")
    assert {route for _, route, _, _ in found} == {"through a review"}
    assert len(found) == 3
    assert all("Mulcahy 2021 (EPOCH), which includes it" in way for _, _, way, _ in found)


def test_a_link_to_a_criterion_says_so(world):
    about = [each.about for each in dependencies_of(subject(study="epoch"), AnonymousUser())]
    assert "criterion I.A" in about


def test_a_regulatory_text_depends_on_the_document_it_rests_on(world):
    assert [(key, route) for key, route, way, _ in ways(reference="gordon-2014") if "regulation" in way] == [
        ("re/2024", "directly")
    ]


def test_a_guideline_is_depended_on_through_its_versions_and_what_prints_them(world):
    link = EvidenceLink.objects.get(key="re/link-3")
    version = GuidelineVersion.objects.get(recommendations=link.recommendation)
    (first, *others) = ways(guideline=version.guideline.key)
    assert (first[0], first[1], first[3]) == ("re/i", "directly", "context")
    assert str(version) in first[2]
    if version.reference:
        assert others


def test_a_code_is_depended_on_by_its_statements_and_by_codes_that_count_only_with_it(world):
    assert ways(code="s2095") == [("re/i", "by its code", "HCPCS S2095, counts when criteria are met", "")]
    version = PolicyCode.objects.get(key="re/2024/HCPCS/S2095").version
    PolicyCode.objects.create(key="c", version=version, system="ICD-10-CM", code="C22.0", applies_with=["S2095"])
    assert ("re/2024", "through another code", "ICD-10-CM C22.0, which counts only with S2095", "") in ways(
        code="S2095"
    )


def test_drafts_are_told_to_those_who_may_read_them(world, account):
    for question in ({"reference": "gordon-2014"}, {"study": "epoch"}):
        assert not any("secret" in key or "2025" in key for key, *_ in ways(**question))
    assert {key for key, *_ in ways(account("Writer"), reference="gordon-2014")} >= {"secret/1/i", "re/2025/i"}


@pytest.mark.parametrize("question", [{"study": "epoch"}, {"reference": "mulcahy-2021"}, {"code": "S2095"}])
def test_queries_do_not_grow_with_what_depends(world, question):
    few = queries(question)
    for number in range(3):
        for link in EvidenceLink.objects.filter(key__in=["re/link-1", "re/link-2", "re/link-4"]):
            link.pk, link.key = None, f"{link.key}-{number}"
            link.save()
    assert queries(question) == few


def queries(question) -> int:
    with CaptureQueriesContext(connection) as captured:
        for each in dependencies_of(subject(**question), AnonymousUser()):
            assert each.rank
            assert each.version.policy.payer.name
    return len(captured)


@pytest.mark.walk
def test_every_study_of_the_starter_base_agrees_with_a_walk_over_all_links(starter_base):
    """The slow, obvious way: each link in turn, followed to the studies behind it."""
    expected: dict[str, set[str]] = {}
    for link in EvidenceLink.objects.all():
        figure = link.measurement or link.effect_estimate
        behind = {figure.outcome.account.study} if figure else {link.study} - {None}
        if link.reference:
            behind |= {report.study for report in link.reference.reports.all()}
        inside = {study for review in behind for account in review.accounts.all() for study in account.includes.all()}
        for study in behind | inside:
            expected.setdefault(study.key, set()).add((link.criterion or link).statement.key)
    assert len(expected) > 90
    for study in Study.objects.all():
        found = dependencies_of(subject(study=study.key), AnonymousUser())
        assert {each.statement.key for each in found if each.statement} == expected.get(study.key, set()), study


def test_sirflox_is_depended_on_itself_and_through_the_review_of_wasan(starter_base):
    found = ways(study="van-hazel-2016")
    assert {key for key, route, _, _ in found if route == "directly"} == {
        "bcbsma-292/metastases",
        "med140/i",
        "med140/summary-colorectal",
    }
    assert {key for key, route, way, _ in found if route == "through a review" and "Wasan 2017" in way} == {
        "bcbsma-292/metastases",
        "med140/i",
        "med140/summary-colorectal",
    }
    assert [key for key, route, _, _ in found if route == "in its references"] == [
        "bcbsma-292/2024-09",
        "med140/undated",
    ]


def test_a_code_without_a_named_statement_falls_to_the_residual(starter_base):
    assert ways(code="C22.2") == [
        ("bcbsma-292/other", "by its code", "ICD-10-CM C22.2, counts when criteria are met", "")
    ]
