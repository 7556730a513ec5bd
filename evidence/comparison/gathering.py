"""Reads the studies that are compared: a number of queries that does not grow with studies or figures."""

import itertools
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from django.db.models import Prefetch, QuerySet

from evidence import vocabulary as words
from evidence.comparison import facts
from evidence.comparison.aligning import IN_WORDS, STATISTICS, Aligned, folded, name_of, statistic_of, time_of
from evidence.comparison.comparability import RESPONSE, TIME_TO_EVENT, includes_caveat, shared_report_caveat
from evidence.comparison.values import Caveat, Column, Comparison, Entry, Figure, RowKey
from evidence.models import ArmSize, EffectEstimate, Measurement, Outcome, Study, StudyAccount
from evidence.models.studies import Arm

OUTCOMES = Outcome.objects.prefetch_related(
    "measurements__arm", "effect_estimates__intervention_arm", "effect_estimates__comparator_arm"
)
ACCOUNTS = StudyAccount.objects.select_related("document").prefetch_related(
    Prefetch("outcomes", OUTCOMES),
    Prefetch("arm_sizes", ArmSize.objects.select_related("arm")),
    "appraisals",
    "includes",
)


@dataclass(frozen=True)
class Gathered:
    """`unknown` are keys of which no study is held."""

    comparison: Comparison
    unknown: tuple[str, ...]


def gathered(seen: QuerySet[Study], keys: Sequence[str]) -> Gathered:
    """The studies of these keys side by side, in this order; of those `seen` gives."""
    rows = seen.filter(key__in=keys).prefetch_related(
        "conditions", "interventions", "trials", "arms", "reports__reference", Prefetch("accounts", ACCOUNTS)
    )
    held = {study.key: study for study in rows}
    studies = {key: held[key] for key in keys if key in held}
    return Gathered(compared(studies), tuple(key for key in keys if key not in held))


def compared(studies: dict[str, Study]) -> Comparison:
    """Expects all that `gathered` prefetches."""
    columns = tuple(
        Column(study.key, str(study), study.get_absolute_url(), study.get_design_display())
        for study in studies.values()
    )
    pairs = [*_reviews_beside_their_studies(studies), *_shared_reports(studies)]
    aligned = Aligned(columns, pairs)
    for study in studies.values():
        for account in study.accounts.all():
            for outcome in account.outcomes.all():
                for key, entry, title, details in _entries(study, account, outcome):
                    aligned.add(key, study.key, entry, title, details)
    told = facts.section(columns, studies)
    sections = [told] if told.groups else []
    sections += aligned.sections(f"row-{number}" for number in itertools.count(1))
    of_rows = [caveat for section in sections for row in section.rows for caveat in row.caveats]
    caveats = (*pairs, *(caveat for caveat in of_rows if replace(caveat, row="") not in pairs))
    return Comparison(columns, tuple(sections), caveats)


def _entries(study: Study, account: StudyAccount, outcome: Outcome) -> Iterable[tuple]:
    figures = [*outcome.measurements.all(), *outcome.effect_estimates.all()]
    for number, figure in enumerate(figures):
        entry = _entry(study, account, outcome, figure)
        if number == 0 and outcome.stated:
            entry = replace(entry, note=" ".join(filter(None, [entry.note, outcome.stated])))
        if isinstance(figure, Measurement):
            statistic = statistic_of(outcome.endpoint, figure.statistic, figure.unit)
        else:
            statistic = figure.measure
        yield _key(outcome, statistic), entry, *_heading(outcome, statistic)
    if not figures:
        text = outcome.stated or "Measured; no result is printed"
        about = " · ".join(_counted_by(outcome))
        entry = facts.from_account(account, study, text, about, outcome.note)
        entry = replace(entry, location=outcome.location or account.location)
        yield _key(outcome, IN_WORDS), entry, *_heading(outcome, IN_WORDS)


def _key(outcome: Outcome, statistic: str) -> RowKey:
    return RowKey(
        endpoint=outcome.endpoint,
        statistic=statistic,
        about=_about(outcome),
        subgroup=folded(outcome.subgroup),
        time=time_of(outcome.timepoint),
        grade=folded(outcome.grade),
    )


def _about(outcome: Outcome) -> str:
    """What parts the outcomes of an endpoint into rows. Survival and response are one measure each, whatever they are
    called: their names stand in the cells, and a warning where they differ."""
    if outcome.endpoint in RESPONSE | TIME_TO_EVENT:
        return ""
    return folded(outcome.event_term) or name_of(outcome.endpoint, outcome.name)


def _heading(outcome: Outcome, statistic: str) -> tuple[str, tuple[str, ...]]:
    """The row's title and what narrows it, in the words of the first document that tells of it."""
    label = STATISTICS[statistic]
    about = (outcome.event_term or outcome.name) if _about(outcome) else ""
    title, statistic_below = (about[0].upper() + about[1:], label.lower()) if about else (label, "")
    grade = outcome.grade
    if grade and "grade" not in grade.lower():
        grade = f"grade {grade}"
    details = (statistic_below, outcome.timepoint, outcome.subgroup, grade)
    return title, tuple(detail for detail in details if detail)


def _name(outcome: Outcome) -> str:
    named = not _about(outcome) and name_of(outcome.endpoint, outcome.name)
    return f"“{outcome.name}”" if named else ""


def _counted_by(outcome: Outcome) -> list[str]:
    """What narrows its figures beyond the row: the name, the criteria, whom and from when."""
    told = [_name(outcome), f"{outcome.criteria} {outcome.criteria_version}".strip()]
    if outcome.time_origin != words.TimeOrigin.NOT_STATED:
        told.append(f"from {words.TimeOrigin(outcome.time_origin).label.lower()}")
    if outcome.population != words.AnalysisPopulation.NOT_STATED:
        told.append(words.AnalysisPopulation(outcome.population).label.lower())
    if outcome.line_of_therapy not in (words.LineOfTherapy.NOT_STATED, words.LineOfTherapy.ANY):
        told.append(words.LineOfTherapy(outcome.line_of_therapy).label.lower())
    return [text for text in told if text]


def _entry(study: Study, account: StudyAccount, outcome: Outcome, figure: Measurement | EffectEstimate) -> Entry:
    return Entry(
        figure.as_reported,
        about=" · ".join(filter(None, [_whose(figure), *_counted_by(outcome)])),
        note=figure.note,
        document=account.document.key,
        location=figure.location or outcome.location or account.location,
        url=f"{study.get_absolute_url()}#{figure.key}",
        document_url=account.document.get_absolute_url(),
        figure=Figure(
            study=study.key,
            study_name=str(study),
            text=figure.as_reported,
            key=figure.key,
            document=account.document.key,
            statistic=figure.statistic if isinstance(figure, Measurement) else figure.measure,
            unit=figure.unit if isinstance(figure, Measurement) else "",
            name=_name(outcome).strip("“”"),
            criteria=outcome.criteria,
            criteria_version=outcome.criteria_version,
            time_origin=outcome.time_origin,
            population=outcome.population,
            line=outcome.line_of_therapy,
            of_subgroup=bool(outcome.subgroup) or _is_of_subgroup(figure),
        ),
    )


def _whose(figure: Measurement | EffectEstimate) -> str:
    """The arm, or both arms of a comparison with the direction it is stated to have."""
    if isinstance(figure, Measurement):
        return figure.arm.name if figure.arm else ""
    told = ""
    if figure.intervention_arm and figure.comparator_arm:
        told = f"{figure.intervention_arm.name} against {figure.comparator_arm.name}"
    if figure.direction == words.Direction.NOT_STATED:
        return told
    direction = words.Direction(figure.direction).label
    return f"{told}: {direction.lower()}" if told else direction


def _is_of_subgroup(figure: Measurement | EffectEstimate) -> bool:
    arm: Arm | None = figure.arm if isinstance(figure, Measurement) else figure.intervention_arm
    return arm is not None and arm.role == words.ArmRole.SUBGROUP


def _stand_in(study: Study) -> Figure:
    return Figure(study=study.key, study_name=str(study), text="")


def _reviews_beside_their_studies(studies: dict[str, Study]) -> Iterable[Caveat]:
    for review in studies.values():
        documents: dict[str, list[str]] = {}
        for account in review.accounts.all():
            for included in account.includes.all():
                documents.setdefault(included.key, []).append(account.document.key)
        for key, told_by in documents.items():
            if key in studies:
                yield includes_caveat(_stand_in(review), _stand_in(studies[key]), told_by)


def _shared_reports(studies: dict[str, Study]) -> Iterable[Caveat]:
    names = {}
    for study in studies.values():
        names[study.key] = {report.reference.label for report in study.reports.all()} | {
            str(trial) for trial in study.trials.all()
        }
    for one, other in itertools.combinations(studies.values(), 2):
        if shared := sorted(names[one.key] & names[other.key]):
            yield shared_report_caveat(_stand_in(one), _stand_in(other), shared)
