"""Evidence as pages show it: rows -> plain values. The one place where figures become words."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from evidence import vocabulary as words
from evidence.appraisal.states import FigureState, FigureStates
from evidence.intervals import BOX, LEAST, MOST, ratio_drawing
from evidence.models import EffectEstimate, Measurement, Outcome, Study, StudyAccount

CHARACTERISTICS = (words.Endpoint.BASELINE, words.Endpoint.FOLLOW_UP)
Marks = Mapping[str, Sequence]  # by the key of a figure: what stands beside it
NO_MARKS: Marks = MappingProxyType({})
RATIOS = (words.EffectMeasure.HR, words.EffectMeasure.RR, words.EffectMeasure.OR)


@dataclass(frozen=True)
class FigureCell:
    key: str
    text: str
    location: str
    note: str
    marks: Sequence = ()  # of its open flags
    state: FigureState | None = None  # what a second person said of it


@dataclass(frozen=True)
class ArmCell:
    """An outcome's figures of one arm; `column` is the heading they stand under, said beside them where rows stack."""

    column: str
    figures: list[FigureCell]


@dataclass(frozen=True)
class EffectLine:
    key: str
    text: str
    between: str
    direction: str
    location: str
    note: str
    drawing: SafeString
    marks: Sequence = ()
    state: FigureState | None = None


@dataclass(frozen=True)
class OutcomeRow:
    """One outcome of a study: a cell per arm column, the comparisons, and what is stated in words."""

    title: str
    details: list[str]
    cells: list[ArmCell]
    effects: list[EffectLine]
    stated: str
    location: str


@dataclass(frozen=True)
class OutcomeTable:
    columns: list[str]
    rows: list[OutcomeRow]


def account_view(account: StudyAccount, marks: Marks = NO_MARKS, states: FigureStates | None = None) -> dict:
    """The account with its tables and the sizes of its arms; `marks` of the account itself are of its numbers."""
    keys = [account.key, *(size.key for size in account.arm_sizes.all())]
    return {
        "account": account,
        "tables": outcome_tables(account, marks, states),
        "sizes": sizes(account),
        "marks": list(dict.fromkeys(mark for key in keys for mark in marks.get(key, ()))),
    }


def outcome_tables(
    account: StudyAccount, marks: Marks = NO_MARKS, states: FigureStates | None = None
) -> tuple[OutcomeTable, OutcomeTable]:
    """The account's outcomes and its characteristics (baseline, follow-up), each as a table over the arms it uses.

    Expects outcomes with measurements, effect estimates and arms prefetched.
    """
    outcomes = [o for o in account.outcomes.all() if o.endpoint not in CHARACTERISTICS]
    characteristics = [o for o in account.outcomes.all() if o.endpoint in CHARACTERISTICS]
    return _table(outcomes, marks, states), _table(characteristics, marks, states)


def _table(outcomes: list[Outcome], marks: Marks, states: FigureStates | None) -> OutcomeTable:
    arms = {}
    for outcome in outcomes:
        for measurement in outcome.measurements.all():
            arms[measurement.arm_id] = measurement.arm
    ordered = sorted(arms, key=lambda pk: (pk is not None, arms[pk].position if pk else 0))
    columns = [arms[pk].name if pk else "All" for pk in ordered]
    return OutcomeTable(columns, [_row(outcome, ordered, columns, marks, states) for outcome in outcomes])


def _row(
    outcome: Outcome,
    arms: list[int | None],
    columns: list[str],
    marks: Marks,
    states: FigureStates | None,
) -> OutcomeRow:
    measurements = list(outcome.measurements.all())

    def told(figure, shown):
        state = states.of(figure) if states else None
        return replace(shown, marks=marks.get(shown.key, ()), state=state)

    return OutcomeRow(
        title=outcome.title,
        details=outcome_details(outcome),
        cells=[
            ArmCell(column, [told(m, figure_cell(m)) for m in measurements if m.arm_id == arm])
            for arm, column in zip(arms, columns, strict=True)
        ],
        effects=[told(effect, _compared(effect, arms)) for effect in outcome.effect_estimates.all()],
        stated=outcome.stated,
        location=outcome.location,
    )


def _compared(effect: EffectEstimate, arms: list[int | None]) -> EffectLine:
    """The effect's line; which arms it compares goes without saying where the table has just those two."""
    line = effect_line(effect)
    if arms == [effect.intervention_arm_id, effect.comparator_arm_id]:
        return replace(line, between="")
    return line


def outcome_details(outcome: Outcome) -> list[str]:
    """What narrows the outcome: subgroup, time, criteria, population."""
    details = [outcome.subgroup, outcome.timepoint, f"{outcome.criteria} {outcome.criteria_version}".strip()]
    if outcome.grade:
        details.append(outcome.grade if "grade" in outcome.grade.lower() else f"grade {outcome.grade}")
    if outcome.time_origin != words.TimeOrigin.NOT_STATED:
        details.append(f"from {words.TimeOrigin(outcome.time_origin).label.lower()}")
    if outcome.population != words.AnalysisPopulation.NOT_STATED:
        details.append(words.AnalysisPopulation(outcome.population).label.lower())
    if outcome.line_of_therapy not in (words.LineOfTherapy.NOT_STATED, words.LineOfTherapy.ANY):
        details.append(words.LineOfTherapy(outcome.line_of_therapy).label.lower())
    return [detail for detail in details if detail]


def figure_cell(figure: Measurement) -> FigureCell:
    statistic = words.Statistic(figure.statistic).label.lower()
    text = figure.as_reported
    if figure.statistic in (words.Statistic.MEDIAN, words.Statistic.MEAN) and statistic not in text.lower():
        text = f"{text} ({statistic})"
    return FigureCell(figure.key, text, figure.location, figure.note)


def effect_line(effect: EffectEstimate) -> EffectLine:
    between = ""
    if effect.intervention_arm and effect.comparator_arm:
        between = f"{effect.intervention_arm.name} against {effect.comparator_arm.name}"
    direction = "" if effect.direction == words.Direction.NOT_STATED else words.Direction(effect.direction).label
    return EffectLine(
        effect.key, effect.as_reported, between, direction, effect.location, effect.note, interval_svg(effect)
    )


SCALE = SafeString(
    '<path class="scale" d="M0 9.2 H100 M0 8 V10.4 M100 8 V10.4"/><path class="one" d="M50 0 V10.4"/>'
    f'<text x="0" y="15">{LEAST:g}</text><text x="50" y="15">1</text><text x="100" y="15">{MOST:g}</text>'
)
OFF_THE_AXIS = f" (off the drawn scale, {LEAST:g} to {MOST:g})"
TICK = '<path class="span" d="M{} 2.2 V6.2"/>'
# A filled arrow is the estimate, off the axis; an open one an interval that goes on beyond it.
ARROW_LEFT = SafeString('<path class="arrow" d="M-5.4 4.2 L0 1.4 V7 Z"/>')
ARROW_RIGHT = SafeString('<path class="arrow" d="M105.4 4.2 L100 1.4 V7 Z"/>')
GOES_ON_LEFT = SafeString('<path class="span" d="M0 4.2 H-3.6 M-1.2 1.8 L-3.6 4.2 L-1.2 6.6"/>')
GOES_ON_RIGHT = SafeString('<path class="span" d="M100 4.2 H103.6 M101.2 1.8 L103.6 4.2 L101.2 6.6"/>')


def interval_svg(effect: EffectEstimate) -> SafeString:
    """A ratio with its interval on a log axis from 0.1 to 10 and a line at 1; empty where there is nothing to draw."""
    drawing = None
    if effect.measure in RATIOS:
        drawing = ratio_drawing(effect.estimate, effect.ci_lower, effect.ci_upper)
    if drawing is None:
        return SafeString("")
    marks = [format_html('<path class="span" d="M{} 4.2 H{}"/>', drawing.lower, drawing.upper)]
    marks += [format_html(TICK, tick) for tick in drawing.ticks]
    if drawing.box is not None:
        marks.append(format_html('<rect class="box" x="{}" y="1.6" width="{}" height="5.2"/>', drawing.box, BOX))
    if drawing.beyond_lower:
        marks.append(ARROW_LEFT)
    elif drawing.clipped_lower:
        marks.append(GOES_ON_LEFT)
    if drawing.beyond_upper:
        marks.append(ARROW_RIGHT)
    elif drawing.clipped_upper:
        marks.append(GOES_ON_RIGHT)
    return format_html(
        '<svg class="interval" viewBox="-6 0 112 16" role="img" aria-label="{}{}">{}{}</svg>',
        effect.as_reported,
        OFF_THE_AXIS if drawing.beyond_lower or drawing.beyond_upper else "",
        SCALE,
        format_html_join("", "{}", ([mark] for mark in marks)),
    )


def participants_line(accounts: list[StudyAccount]) -> list[tuple[str, str]]:
    """Each document's printed total, with the document's key."""
    found = []
    for account in accounts:
        if account.participants:
            evaluable = f" ({account.evaluable} evaluable)" if account.evaluable else ""
            found.append((account.participants + evaluable, account.document.key))
    return found


def first_line(account: StudyAccount) -> int:
    """The first line of the document on which the account stands."""
    return int(re.split(r"\D", account.lines)[0] or 0)


def included_in(study: Study) -> list[tuple[Study, str]]:
    """The reviews that include the study, each once, with the documents that say so."""
    told: dict[Study, list[str]] = {}
    for account in study.included_in.all():
        told.setdefault(account.study, []).append(account.document.key)
    return [(review, ", ".join(documents)) for review, documents in told.items()]


def fullest_first(accounts) -> list[StudyAccount]:
    """The account with the most outcomes first; the documents' own order among equals."""
    return sorted(accounts, key=lambda account: -len(account.outcomes.all()))


def sizes(account: StudyAccount) -> list[tuple[str, str]]:
    """Arm names with their printed sizes."""
    found = []
    for size in account.arm_sizes.all():
        text = size.participants
        if size.evaluable:
            text = f"{text} ({size.evaluable} evaluable)".strip()
        found.append((size.arm.name, text))
    return found
