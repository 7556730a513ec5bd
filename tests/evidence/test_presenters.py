import re

import pytest

from evidence import presenters
from evidence.models import Arm, Document, EffectEstimate, Measurement, Outcome, Study, StudyAccount
from evidence.views.studies import ACCOUNTS

pytestmark = pytest.mark.django_db


def account_of(key) -> StudyAccount:
    return ACCOUNTS.get(key=key)


def test_each_arm_has_its_column_and_each_figure_its_cell(starter_base):
    outcomes, _ = presenters.outcome_tables(account_of("med140/mulcahy-2021"))
    assert len(outcomes.columns) == 2
    row = next(row for row in outcomes.rows if row.title == "Overall survival")
    assert [cell.column for cell in row.cells] == outcomes.columns
    assert [cell.figures[0].text for cell in row.cells] == [
        "14.0 months (95% CI 11.8 to 15.5) (median)",
        "14.4 months (95% CI 12.8 to 16.1) (median)",
    ]
    assert "1.07" in row.effects[0].text
    assert row.effects[0].between == ""  # the table has just these two arms


def test_baseline_and_follow_up_stand_apart_from_outcomes(starter_base):
    outcomes, characteristics = presenters.outcome_tables(account_of("med140/cao-2010"))
    assert any(row.title.startswith("Follow-up") for row in characteristics.rows)
    assert not any(row.title.startswith(("Follow-up", "Baseline")) for row in outcomes.rows)


def drawn(estimate, lower, upper, as_reported="") -> str:
    return presenters.interval_svg(
        EffectEstimate(measure="HR", estimate=estimate, ci_lower=lower, ci_upper=upper, as_reported=as_reported)
    )


def test_a_ratio_with_an_interval_is_drawn_with_a_text_for_who_cannot_see_it():
    svg = drawn("0.69", "0.54", "0.88", 'HR 0.69 <"x">')
    assert 'role="img" aria-label="HR 0.69 &lt;&quot;x&quot;&gt;"' in svg
    assert "style=" not in svg


def test_a_drawing_names_its_scale():
    assert re.findall("<text[^>]*>([^<]*)</text>", drawn("0.69", "0.54", "0.88")) == ["0.1", "1", "10"]


def test_an_estimate_on_the_axis_has_a_box_and_no_arrow():
    for ratio in (("0.69", "0.54", "0.88"), ("0.10", "0.01", "0.88"), ("4.5", "1.3", "15.1")):
        svg = drawn(*ratio)
        assert 'class="box"' in svg
        assert 'class="arrow"' not in svg


def test_an_estimate_off_the_axis_has_an_arrow_to_its_side_and_no_box():
    for ratio, arrow in (
        (("0.02", "0.00", "0.06"), presenters.ARROW_LEFT),
        (("20", "12", "40"), presenters.ARROW_RIGHT),
    ):
        svg = drawn(*ratio, as_reported="as printed")
        assert 'class="box"' not in svg
        assert svg.count('class="arrow"') == svg.count(arrow) == 1
        assert 'aria-label="as printed (off the drawn scale, 0.1 to 10)"' in svg


def test_an_interval_that_goes_on_beyond_the_axis_ends_openly_there():
    svg = drawn("4.5", "1.3", "15.1")
    assert presenters.GOES_ON_RIGHT in svg
    assert presenters.GOES_ON_LEFT not in svg


def test_a_comparison_without_an_estimate_is_not_drawn():
    effect = EffectEstimate(measure="comparison", p_value="0.04", as_reported="p=0.04", direction="no_difference")
    assert presenters.interval_svg(effect) == ""
    assert presenters.effect_line(effect).direction == "No difference stated"


def test_details_say_what_narrows_an_outcome():
    outcome = Outcome(
        endpoint="os",
        subgroup="grade 2",
        timepoint="1 year",
        criteria="RECIST",
        criteria_version="1.1",
        time_origin="diagnosis",
        population="itt",
        line_of_therapy="first",
        grade="3",
    )
    assert presenters.outcome_details(outcome) == [
        "grade 2",
        "1 year",
        "RECIST 1.1",
        "grade 3",
        "from diagnosis of the primary",
        "intention to treat",
        "first line",
    ]


def test_an_arm_without_figures_has_no_column(db):
    study = Study.objects.create(key="s", label="S", design="rct")
    arm = Arm.objects.create(key="s/a", study=study, name="A", position=0)
    Arm.objects.create(key="s/b", study=study, name="B", position=1)
    document = Document.objects.create(key="d", kind="policy", title="D")
    account = StudyAccount.objects.create(key="d/s", document=document, study=study)
    outcome = Outcome.objects.create(key="d/s/os", account=account, endpoint="os")
    Measurement.objects.create(key="m", outcome=outcome, arm=arm, statistic="median", value="3", as_reported="3 months")
    table, _ = presenters.outcome_tables(account_of("d/s"))
    assert table.columns == ["A"]
