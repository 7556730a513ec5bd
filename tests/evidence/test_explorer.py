"""The explorer against a slow, obvious count of the same figures."""

from functools import cache

import pytest
from django.db import connection
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext

from evidence.explorer import reading as explorer
from evidence.explorer.query import KINDS, PAGE_SIZE, OutcomeQuery
from evidence.models import Arm, Condition, EffectEstimate, Intervention, Measurement, Outcome, Study, StudyAccount
from evidence.models.terms import ancestors
from evidence.numbers import MONTHS_PER_UNIT

pytestmark = pytest.mark.django_db

QUESTIONS = [
    "",
    "endpoint=os",
    "endpoint=os&endpoint=pfs&condition=liver-metastases",
    "endpoint=os&design=rct&show=medians",
    "show=proportions&intervention=radioembolization&comparator=tace",
    "intervention=radioembolization&comparator=tace&measure=HR&measure=OR",
    "show=others&condition=hcc",
    "endpoint=no-such-endpoint",
]


def asked(text: str) -> OutcomeQuery:
    return OutcomeQuery.from_params(QueryDict(text))


def with_broader(terms, model) -> set[str]:
    above, keys = broader_of(model)
    return {keys[pk] for term in terms for pk in (term.pk, *above[term.pk])}


@cache
def broader_of(model) -> tuple[dict, dict]:
    """Terms are only read by these tests."""
    return ancestors(model), dict(model.objects.values_list("pk", "key"))


def kind_of(figure) -> str:
    if isinstance(figure, EffectEstimate):
        return "comparisons"
    if figure.statistic == "median" and figure.unit in MONTHS_PER_UNIT:
        return "medians"
    return (
        "proportions"
        if figure.statistic == "proportion" and figure.unit in ("percent", "%", "proportion")
        else "others"
    )


def facts_of(figure) -> dict[str, set[str]]:
    study = figure.outcome.account.study
    facts = {"endpoint": {figure.outcome.endpoint}, "design": {study.design}}
    facts["condition"] = with_broader(study.conditions.all(), Condition)
    if isinstance(figure, EffectEstimate):
        sides = {"intervention": figure.intervention_arm, "comparator": figure.comparator_arm}
        for name, arm in sides.items():
            facts[name] = with_broader(arm.interventions.all(), Intervention) if arm else set()
        return facts | {"measure": {figure.measure}}
    against = [term for arm in study.arms.filter(role="comparator") for term in arm.interventions.all()]
    facts["intervention"] = with_broader(study.interventions.all(), Intervention)
    return facts | {"comparator": with_broader(against, Intervention)}


@pytest.fixture(scope="module")
def known():
    """(key, kind, facts) of every figure, read once."""
    return []


@pytest.mark.parametrize("text", QUESTIONS)
def test_figures_and_counts_are_those_of_the_slow_way(starter_base, known, text):
    if not known:
        known += [
            (f.key, kind_of(f), facts_of(f)) for rows in (Measurement, EffectEstimate) for f in rows.objects.all()
        ]
    query = asked(text)
    found = explorer.survey(query)
    fitting = []
    for key, kind, facts in known:
        choices = [(name, wanted) for name, wanted in query.chosen if name in facts]
        fitting.append((key, kind, facts, [name for name, wanted in choices if not facts[name] & set(wanted)]))
    assert {kind: found.kinds[kind] for kind in KINDS} == {
        kind: sum(1 for _, its, _, misfits in fitting if its == kind and not misfits) for kind in KINDS
    }
    shown = {key for key, kind, _, misfits in fitting if kind == found.kind and not misfits}
    assert {figure.key for figure in explorer.everything_of(found)} == shown
    for name, counter in found.counts.items():
        slow: dict[str, int] = {}
        for _, kind, facts, misfits in fitting:
            if kind == found.kind and not set(misfits) - {name}:
                for value in facts.get(name, ()):
                    slow[value] = slow.get(value, 0) + 1
        assert dict(counter) == slow, name


def test_pages_together_hold_every_figure_once_in_one_order(starter_base):
    found = explorer.survey(asked(""))
    pages = [explorer.figures_of(explorer.survey(asked(f"page={n}"))) for n in range(1, found.pages + 1)]
    assert [len(page) for page in pages[:-1]] == [PAGE_SIZE] * (found.pages - 1)
    keys = [figure.key for page in pages for figure in page]
    assert len(keys) == len(set(keys)) == found.total
    assert keys == [figure.key for figure in explorer.everything_of(found)]


def test_a_page_after_the_last_is_the_last(starter_base):
    found = explorer.survey(asked("page=9999"))
    assert found.page == found.pages
    assert explorer.figures_of(found)


def test_heavier_designs_come_first(starter_base):
    figures = explorer.figures_of(explorer.survey(asked("endpoint=os&show=medians")))
    places = [explorer.DESIGN_ORDER[figure.outcome.account.study.design] for figure in figures]
    assert places == sorted(places)


def test_the_number_of_queries_does_not_grow_with_the_figures(starter_base):
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            explorer.figures_of(explorer.survey(asked("endpoint=os")))
        return len(captured)

    before = queries()
    for n in range(8):
        study = Study.objects.create(key=f"more-{n}", label=f"More {n}", design="rct")
        arms = [Arm.objects.create(key=f"more-{n}/{side}", study=study, name=side) for side in ("a", "b")]
        account = StudyAccount.objects.create(key=f"more-{n}", document_id=1, study=study)
        outcome = Outcome.objects.create(key=f"more-{n}", account=account, endpoint="os")
        EffectEstimate.objects.create(
            key=f"more-{n}", outcome=outcome, measure="HR", intervention_arm=arms[0], comparator_arm=arms[1]
        )
    assert queries() == before


@pytest.mark.parametrize(
    "text",
    [
        "page=x",
        "page=-1",
        "page=99999999999999999999",
        "show=nothing",
        "method=zz&hksj=zz",
        "endpoint=a%00b",
        "pool=%00",
    ],
)
def test_what_cannot_be_read_is_left_out(text):
    assert asked(text) == OutcomeQuery()


def test_a_question_survives_its_address():
    text = "endpoint=os&condition=hcc&condition=icc&show=medians&page=3&pool=a&pool=b&method=dl&hksj=yes"
    query = asked(text)
    assert asked(query.asked) == query
    assert query.toggled("condition", "icc").values("condition") == ("hcc",)
    assert query.toggled("design", "rct").page == 1
