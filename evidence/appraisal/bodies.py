"""Bodies of evidence: which one is asked for, which studies and figures it may be made of, and what was chosen."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.db.models import Prefetch
from django.http import QueryDict

from evidence.appraisal import grade
from evidence.appraisal.actions import Body
from evidence.appraisal.reading import risk_of_bias_of
from evidence.appraisal.states import KINDS, Figure, kind_of
from evidence.models import (
    CertaintyOfEvidence,
    Condition,
    EffectEstimate,
    Indication,
    Intervention,
    Measurement,
    Study,
    StudyAccount,
)
from evidence.models.terms import Term, ancestors
from evidence.vocabulary import Endpoint

MOST_STUDIES = 200  # offered; those chosen before are always among them
STEPS = {str(number): number for number in range(-2, 3)}
FIGURES = {
    "measurement": Measurement.objects.select_related("outcome__account__document", "arm"),
    "effect_estimate": EffectEstimate.objects.select_related(
        "outcome__account__document", "intervention_arm", "comparator_arm"
    ),
}


@dataclass(frozen=True)
class Question:
    """What the certainty is of."""

    intervention: Intervention
    condition: Condition
    endpoint: str
    indication: Indication | None = None

    @property
    def endpoint_label(self) -> str:
        return Endpoint(self.endpoint).label

    @property
    def about(self) -> str:
        return self.indication.name if self.indication else f"{self.intervention.name} for {self.condition.name}"


@dataclass(frozen=True)
class Typed:
    """What is chosen and typed: from the form, or from the grading that is to be replaced."""

    studies: frozenset[str] = frozenset()  # keys
    figures: frozenset[str] = frozenset()  # "measurement/<key>"
    comparator: str = ""
    start: str = ""
    start_reason: str = ""
    steps: Mapping[str, tuple[str, str]] = field(default_factory=dict)  # by factor: the step as text, the reason
    final: str = ""
    reason: str = ""

    def read_steps(self) -> list[grade.Step]:
        """ValidationError for a step that is no whole number from -2 to 2."""
        if any(step not in STEPS for step, _ in self.steps.values()):
            raise ValidationError("Choose each step from those offered.")
        return [grade.Step(factor, STEPS[step], reason) for factor, (step, reason) in self.steps.items()]


def asked(params: Mapping[str, str]) -> Question | None:
    """None where nothing is asked yet. ValidationError, in a sentence, where it leads to nothing."""
    given = {name: params.get(name, "") for name in ("indication", "intervention", "condition", "endpoint")}
    if not any(given.values()):
        return None
    if given["endpoint"] not in Endpoint.values:
        raise ValidationError("Choose the outcome.")
    if given["indication"]:
        indication = _row(Indication.objects.select_related("intervention", "condition"), given["indication"])
        return Question(indication.intervention, indication.condition, given["endpoint"], indication)
    if not (given["intervention"] and given["condition"]):
        raise ValidationError("Choose an indication, or an intervention and a condition.")
    intervention = _row(Intervention.objects.all(), given["intervention"])
    return Question(intervention, _row(Condition.objects.all(), given["condition"]), given["endpoint"])


def _row(rows, key: str):
    found = rows.filter(key=key).first() if "\x00" not in key else None
    if found is None:
        raise ValidationError(f"There is no {rows.model._meta.verbose_name} of that name here. Choose from the list.")
    return found


def question_of(row: CertaintyOfEvidence) -> Question:
    return Question(row.intervention, row.condition, row.endpoint, row.indication)


def offered(question: Question, chosen: frozenset[str]) -> list[Study]:
    """Studies of the terms, or of narrower ones, of which a document tells the outcome; and what is chosen already."""
    rows = Study.objects.filter(
        conditions__in=_with_narrower(question.condition),
        interventions__in=_with_narrower(question.intervention),
        accounts__outcomes__endpoint=question.endpoint,
    )
    fit = rows.order_by().values_list("pk", flat=True).distinct()[:MOST_STUDIES]
    wanted = {*fit, *Study.objects.filter(key__in=chosen).values_list("pk", flat=True)}
    accounts = StudyAccount.objects.select_related("document")
    return list(Study.objects.filter(pk__in=wanted).prefetch_related(Prefetch("accounts", accounts)))


def _with_narrower(term: Term) -> set[int]:
    return {pk for pk, above in ancestors(type(term)).items() if pk == term.pk or term.pk in above}


def figures_of(question: Question, studies: list[Study]) -> dict[int, list[Figure]]:
    """By the id of a study, its figures of the outcome: comparisons first."""
    found: dict[int, list[Figure]] = {}
    for kind in reversed(KINDS):
        rows = FIGURES[kind].filter(outcome__endpoint=question.endpoint, outcome__account__study__in=studies)
        for figure in rows:
            found.setdefault(figure.outcome.account.study_id, []).append(figure)
    return found


def from_post(params: QueryDict) -> Typed:
    def clean(name: str) -> str:
        return params.get(name, "").replace("\x00", "")

    return Typed(
        studies=frozenset(params.getlist("study")),
        figures=frozenset(params.getlist("figure")),
        comparator=clean("comparator"),
        start=clean("start"),
        start_reason=clean("start_reason"),
        steps={key: (clean(f"step-{key}") or "0", clean(f"reason-{key}")) for key in grade.FACTORS},
        final=clean("final"),
        reason=clean("reason"),
    )


def as_graded(row: CertaintyOfEvidence) -> Typed:
    figures = [*row.measurements.all(), *row.effect_estimates.all()]
    return Typed(
        studies=frozenset(study.key for study in row.studies.all()),
        figures=frozenset(name_of(figure) for figure in figures),
        comparator=row.comparator,
        start=row.start if row.start_reason else "",
        start_reason=row.start_reason,
        steps={key: (str(each["step"]), each["reason"]) for key, each in row.steps.items()},
        final=row.final if row.final != row.computed else "",
        reason=row.reason,
    )


def name_of(figure: Figure) -> str:
    return f"{kind_of(figure)}/{figure.key}"


def body_of(question: Question, typed: Typed, studies: list[Study], figures: Mapping[int, list[Figure]]) -> Body:
    """What is chosen of what is offered; a chosen figure brings its study with it."""
    chosen = [study for study in studies if study.key in typed.studies]
    chosen += [
        study
        for study in studies
        if study not in chosen and any(name_of(figure) in typed.figures for figure in figures.get(study.pk, ()))
    ]
    return Body(
        intervention=question.intervention,
        condition=question.condition,
        endpoint=question.endpoint,
        indication=question.indication,
        comparator=typed.comparator,
        studies=chosen,
        figures=[f for study in chosen for f in figures.get(study.pk, ()) if name_of(f) in typed.figures],
    )


def risks(studies: list[Study]):
    return risk_of_bias_of([study.pk for study in studies])
