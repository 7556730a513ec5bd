"""Figures as the outcome explorer shows them: rows of its tables, of its files and of its plots."""

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import quote

from evidence import vocabulary as words
from evidence.models import EffectEstimate, Measurement
from evidence.numbers import number
from evidence.plots.forest import EffectRow
from evidence.plots.spans import SpanRow, converted
from evidence.pooling.directions import favourable_side
from evidence.presenters import outcome_details

# Told in CSV, in this order.
COLUMNS = (
    "study study_key design endpoint outcome details arm comparator statistic as_reported value unit computed "
    "computed_unit ci_lower ci_upper ci_level n population criteria time_origin line_of_therapy direction note "
    "document location key"
).split()
NOT_STATED = "not_stated"


@dataclass(frozen=True)
class TableRow:
    """`computed` is the value in the unit of the plot, where it is printed in another one."""

    key: str
    study: str
    study_key: str
    study_url: str
    design: str
    outcome: str
    details: list[str]
    arm: str
    direction: str
    printed: str
    url: str
    computed: str
    n: str
    document: str
    document_url: str
    location: str
    note: str
    can_pool: bool


def table_row(figure: Measurement | EffectEstimate) -> TableRow:
    outcome = figure.outcome
    study, document = outcome.account.study, outcome.account.document
    is_effect = isinstance(figure, EffectEstimate)
    direction = figure.direction if is_effect else NOT_STATED
    return TableRow(
        key=figure.key,
        study=str(study),
        study_key=study.key,
        study_url=study.get_absolute_url(),
        design=study.get_design_display(),
        outcome=outcome.title,
        details=outcome_details(outcome),
        arm=arms_of(figure),
        direction="" if direction == NOT_STATED else words.Direction(direction).label,
        printed=figure.as_reported,
        url=f"{study.get_absolute_url()}#{quote(figure.key)}",
        computed="" if is_effect else computed_text(figure),
        n=patients(figure),
        document=document.key,
        document_url=document.get_absolute_url(),
        location=figure.location or outcome.location,
        note=figure.note,
        can_pool=is_effect and number(figure.estimate) is not None,
    )


def file_row(figure: Measurement | EffectEstimate) -> dict[str, str]:
    outcome = figure.outcome
    study, document = outcome.account.study, outcome.account.document
    is_effect = isinstance(figure, EffectEstimate)
    computed, unit = ("", "") if is_effect else in_plot_unit(figure)
    return {
        "study": str(study),
        "study_key": study.key,
        "design": study.design,
        "endpoint": outcome.endpoint,
        "outcome": outcome.title,
        "details": "; ".join(outcome_details(outcome)),
        "arm": _name(figure.intervention_arm if is_effect else figure.arm),
        "comparator": _name(figure.comparator_arm) if is_effect else "",
        "statistic": figure.measure if is_effect else figure.statistic,
        "as_reported": figure.as_reported,
        "value": figure.estimate if is_effect else figure.value,
        "unit": "" if is_effect else figure.unit,
        "computed": computed,
        "computed_unit": unit,
        "ci_lower": figure.ci_lower,
        "ci_upper": figure.ci_upper,
        "ci_level": figure.ci_level,
        "n": patients(figure),
        "population": outcome.population,
        "criteria": f"{outcome.criteria} {outcome.criteria_version}".strip(),
        "time_origin": outcome.time_origin,
        "line_of_therapy": outcome.line_of_therapy,
        "direction": figure.direction if is_effect else "",
        "note": figure.note,
        "document": document.key,
        "location": figure.location or outcome.location,
        "key": figure.key,
    }


def in_plot_unit(figure: Measurement) -> tuple[str, str]:
    """The value in months or percent, computed, with that unit; empty where it is printed so or is neither."""
    for is_time, unit, printed in ((True, "months", ("month", "months")), (False, "percent", ("percent", "%"))):
        value = converted(_span(figure), figure.value, is_time=is_time)
        if value is not None and figure.unit.lower() not in printed:
            return f"{value:.4g}", unit
    return "", ""


def computed_text(figure: Measurement) -> str:
    value, unit = in_plot_unit(figure)
    return f"{value} {unit}" if value else ""


def arms_of(figure: Measurement | EffectEstimate) -> str:
    if isinstance(figure, Measurement):
        return figure.arm.name if figure.arm else "All"
    if not (figure.intervention_arm or figure.comparator_arm):
        return "Arms not recorded"
    names = [_name(arm) or "not recorded" for arm in (figure.intervention_arm, figure.comparator_arm)]
    return " against ".join(names)


def patients(figure: Measurement | EffectEstimate) -> str:
    """The denominator printed with the figure, or the sizes its document prints of the arms."""
    if isinstance(figure, Measurement) and figure.participants:
        return f"{figure.events}/{figure.participants}" if figure.events else figure.participants
    sizes = {size.arm_id: size.participants for size in figure.outcome.account.arm_sizes.all()}
    if isinstance(figure, Measurement):
        return sizes.get(figure.arm_id, "")
    printed = [sizes.get(pk, "") for pk in (figure.intervention_arm_id, figure.comparator_arm_id)]
    return " / ".join(text or "?" for text in printed) if any(printed) else ""


def effect_row(figure: EffectEstimate, *, several_endpoints: bool, several_measures: bool = False) -> EffectRow:
    outcome, account = figure.outcome, figure.outcome.account
    design = account.study.get_design_display()
    return EffectRow(
        label=str(account.study),
        detail=_told(figure, several_endpoints=several_endpoints),
        group=f"{words.EffectMeasure(figure.measure).label} · {design}" if several_measures else design,
        measure=figure.measure,
        estimate=figure.estimate,
        ci_lower=figure.ci_lower,
        ci_upper=figure.ci_upper,
        ci_level=figure.ci_level,
        favourable=favourable_side(figure.measure, outcome.endpoint, figure.estimate, figure.direction),
        intervention=_name(figure.intervention_arm),
        comparator=_name(figure.comparator_arm),
    )


def span_row(figure: Measurement, *, several_endpoints: bool) -> SpanRow:
    account = figure.outcome.account
    span = _span(figure)
    detail = _told(figure, several_endpoints=several_endpoints)
    return SpanRow(**vars(span) | {"label": f"{account.study}", "detail": detail})


def _span(figure: Measurement) -> SpanRow:
    return SpanRow(
        label="",
        detail="",
        group=figure.outcome.account.study.get_design_display(),
        printed=figure.as_reported,
        value=figure.value,
        unit=figure.unit,
        bound=figure.bound,
        ci_lower=figure.ci_lower,
        ci_upper=figure.ci_upper,
        not_reached=figure.not_reached,
    )


def _told(figure: Measurement | EffectEstimate, *, several_endpoints: bool) -> str:
    """What tells the row from others of its study: the endpoint where there are several, the details, the arm, which
    is the longest and so comes last: what does not fit is cut off.
    """
    outcome = figure.outcome
    parts = [outcome.title if several_endpoints else outcome.event_term]
    parts += [f"{outcome.criteria} {outcome.criteria_version}".strip(), outcome.timepoint, outcome.subgroup]
    parts.append(arms_of(figure))
    return " · ".join(part for part in parts if part)


def endpoints_of(figures: Iterable[Measurement | EffectEstimate]) -> set[str]:
    return {figure.outcome.endpoint for figure in figures}


def _name(arm) -> str:
    return arm.name if arm else ""
