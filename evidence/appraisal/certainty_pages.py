"""Certainty of evidence as its pages and files tell it: rows -> plain values."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db.models import QuerySet

from audit.permissions import may_see_history
from evidence.appraisal import bodies, grade, reading
from evidence.appraisal.actions import Body
from evidence.appraisal.states import Figure
from evidence.models import CertaintyOfEvidence, Condition, Indication, Intervention, Measurement, Study
from evidence.presenters import effect_line, figure_cell, outcome_details
from evidence.vocabulary import Certainty, Endpoint

COLUMNS = (
    *("key", "intervention", "condition", "indication", "comparator", "outcome", "studies", "participants_computed"),
    *("starts", "computed", "final", "reasons", "graded_on", "figures", "documents", "places", "url"),
)
FIGURE_COLUMNS = ("study", "outcome", "arm", "as_printed", "document", "place", "url")


@dataclass(frozen=True)
class FigureLine:
    """A figure as printed, with where it stands. `name` is what the form calls it."""

    name: str
    study: str
    outcome: str
    arm: str
    text: str
    document: str
    document_url: str
    location: str
    url: str
    chosen: bool = False


@dataclass(frozen=True)
class StudyLine:
    """A study of a body of evidence, or one that is offered for it."""

    key: str
    name: str
    url: str
    design: str
    risks: list[reading.RiskInShort]
    participants: list[tuple[str, str]]  # as printed, with the document
    figures: list[FigureLine]
    chosen: bool = False


def figure_line(figure: Figure, study: Study, chosen: bool = False) -> FigureLine:
    outcome = figure.outcome
    document = outcome.account.document
    if isinstance(figure, Measurement):
        text, arm = figure_cell(figure).text, figure.arm.name if figure.arm else ""
    else:
        line = effect_line(figure)
        text, arm = line.text, line.between
    return FigureLine(
        name=bodies.name_of(figure),
        study=str(study),
        outcome=", ".join([outcome.title, *outcome_details(outcome)]),
        arm=arm,
        text=text,
        document=document.key,
        document_url=document.get_absolute_url(),
        location=figure.location or outcome.location,
        url=f"{study.get_absolute_url()}#{figure.key}",
        chosen=chosen,
    )


def study_lines(studies: Iterable[Study], figures, typed: bodies.Typed | None = None) -> list[StudyLine]:
    """Expects accounts with documents prefetched; `figures` by the id of a study. One query."""
    studies = list(studies)
    risks = bodies.risks(studies)
    return [
        StudyLine(
            key=study.key,
            name=str(study),
            url=study.get_absolute_url(),
            design=study.get_design_display(),
            risks=risks.get(study.pk, []),
            participants=[(a.participants, a.document.key) for a in study.accounts.all() if a.participants],
            figures=[
                figure_line(figure, study, bool(typed) and bodies.name_of(figure) in typed.figures)
                for figure in figures.get(study.pk, ())
            ],
            chosen=bool(typed) and study.key in typed.studies,
        )
        for study in studies
    ]


def choices() -> dict:
    """What a body of evidence can be asked of."""
    return {
        "indications": Indication.objects.select_related("intervention", "condition"),
        "interventions": Intervention.objects.all(),
        "conditions": Condition.objects.all(),
        "endpoints": Endpoint.choices,
    }


def form(question: bodies.Question, typed: bodies.Typed) -> tuple[Body, dict]:
    """The body of evidence that is chosen, and the context of the form."""
    studies = bodies.offered(question, typed.studies)
    figures = bodies.figures_of(question, studies)
    body = bodies.body_of(question, typed, studies, figures)
    context = {
        "question": question,
        "typed": typed,
        "lines": study_lines(studies, figures, typed),
        "down": [_factor(factor, typed) for factor in grade.DOWN],
        "up": [_factor(factor, typed) for factor in grade.UP],
        "levels": [(level.value, level.label, reading.SIGNS[level]) for level in reversed(Certainty)],
        "told": computed(body, typed),
    }
    return body, context


def _factor(factor: grade.Factor, typed: bodies.Typed) -> dict:
    step, reason = typed.steps.get(factor.key, ("0", ""))
    steps = [(str(number), told, str(number) == step) for number, told in factor.steps]
    return {"key": factor.key, "name": factor.name, "steps": steps, "reason": reason}


def computed(body: Body, typed: bodies.Typed) -> dict:
    """Where the certainty starts and what the steps make of it, or what stands in the way."""
    start = grade.start_of([study.design for study in body.studies])
    if start is None:
        return {"fault": "Choose the studies first."}
    chosen = Certainty(typed.start) if typed.start in Certainty.values else start
    told = {"starts": chosen.label, "set": chosen != start, "by_designs": start.label, "fault": ""}
    try:
        steps = typed.read_steps()
    except ValidationError as error:
        return told | {"fault": " ".join(error.messages)}
    # A reason still to be written is no fault yet.
    faults = grade.faults_of(chosen, [grade.Step(s.factor, s.step, s.reason or "to be said") for s in steps])
    if faults:
        return told | {"fault": " ".join(faults)}
    level = grade.level_of(chosen, steps)
    return told | {"level": level, "label": level.label, "sign": reading.SIGNS[level]}


def detail(row: CertaintyOfEvidence, user) -> dict:
    """Context of the page of one grading. Expects its studies with accounts and documents, and its figures."""
    figures = figures_by_study(row)
    newer = CertaintyOfEvidence.objects.filter(supersedes=row).first()
    steps = {step.factor: step for step in grade.steps_of(row.steps)}
    return {
        "row": row,
        "summary": reading.certainty_row(row),
        "question": bodies.question_of(row),
        "lines": study_lines(row.studies.all(), figures),
        "factors": [
            (factor.name, dict(factor.steps)[steps[key].step] if key in steps else "no change", steps.get(key))
            for key, factor in grade.FACTORS.items()
        ],
        "newer": newer,
        "by": row.by if may_see_history(user) else "",
    }


def figures_by_study(row: CertaintyOfEvidence) -> dict[int, list[Figure]]:
    found: dict[int, list[Figure]] = {}
    for figure in (*row.effect_estimates.all(), *row.measurements.all()):
        found.setdefault(figure.outcome.account.study_id, []).append(figure)
    return found


def with_figures(rows: QuerySet[CertaintyOfEvidence]) -> QuerySet[CertaintyOfEvidence]:
    rows = rows.select_related("intervention", "condition", "indication__intervention", "indication__condition")
    return reading.with_studies(rows).prefetch_related(
        "studies__accounts__document",
        "measurements__outcome__account__document",
        "measurements__arm",
        "effect_estimates__outcome__account__document",
        "effect_estimates__intervention_arm",
        "effect_estimates__comparator_arm",
    )


def list_rows(rows: Iterable[CertaintyOfEvidence]) -> list[tuple[str, reading.CertaintyRow]]:
    """Each with what it is about."""
    return [(bodies.question_of(row).about, reading.certainty_row(row)) for row in rows]


def file_rows(rows: Iterable[CertaintyOfEvidence]) -> Iterator[dict]:
    """Each grading as a line of a file; figures, documents and places are in the same order."""
    for row in rows:
        told, lines = reading.certainty_row(row), _figure_lines(row)
        yield {
            "key": row.key,
            "intervention": row.intervention.name,
            "condition": row.condition.name,
            "indication": row.indication.name if row.indication else "",
            "comparator": row.comparator,
            "outcome": told.outcome,
            "studies": [str(study) for study in row.studies.all()],
            "participants_computed": "" if told.participants is None else str(told.participants),
            "starts": row.get_start_display(),
            "computed": row.get_computed_display(),
            "final": told.label,
            "reasons": [f"{each.factor} ({each.words}): {each.why}" for each in told.reasons],
            "graded_on": f"{row.at:%Y-%m-%d}",
            "figures": [f"{line.study}: {line.text}" for line in lines],
            "documents": [line.document for line in lines],
            "places": [line.location for line in lines],
            "url": told.url,
        }


def _figure_lines(row: CertaintyOfEvidence) -> list[FigureLine]:
    studies = {study.pk: study for study in row.studies.all()}
    return [
        figure_line(figure, studies[pk])
        for pk, found in figures_by_study(row).items()
        if pk in studies
        for figure in found
    ]


def figure_file_rows(row: CertaintyOfEvidence) -> Iterator[dict]:
    for line in _figure_lines(row):
        yield {
            "study": line.study,
            "outcome": line.outcome,
            "arm": line.arm,
            "as_printed": line.text,
            "document": line.document,
            "place": line.location,
            "url": line.url,
        }
