"""The estimates somebody chose to pool, read from the base, judged and pooled: for page, file and API."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from evidence import vocabulary as words
from evidence.models import Arm, EffectEstimate, Intervention, StudyAccount
from evidence.models.terms import ancestors
from evidence.pooling.estimates import Pooled, leave_one_out, pool
from evidence.pooling.heterogeneity import NotConverged
from evidence.pooling.refusals import Candidate, Judgement, judge

REVIEWS = frozenset(
    {
        words.StudyDesign.REVIEW_OF_RCTS,
        words.StudyDesign.POOLED_RCTS,
        words.StudyDesign.NETWORK_META_ANALYSIS,
        words.StudyDesign.REVIEW_MIXED,
        words.StudyDesign.REVIEW_OF_OBSERVATIONAL,
    }
)
UNSTATED = words.LineOfTherapy.NOT_STATED
HKSJ = {"": "", "yes": "hksj", "adhoc": "adhoc"}
EXPLORATORY = (
    "Exploratory: computed here from printed figures, without appraisal of the studies. It is no evidence of its own."
)
ABOUT = ("outcome__account__study", "outcome__account__document", "intervention_arm", "comparator_arm")


@dataclass
class Choice:
    """`rows` are the estimates in the order chosen, `pooled` and `without` of those kept. `failure` is why no number
    was found though all may be pooled."""

    rows: dict[str, EffectEstimate]
    judgement: Judgement
    unknown: list[str] = field(default_factory=list)
    pooled: Pooled | None = None
    without: list[Pooled] = field(default_factory=list)
    failure: str = ""


def choose(keys: Sequence[str], method: str, hksj: str) -> Choice:
    """`method` and `hksj` as the explorer names them: "reml", "yes". Hartung-Knapp is for random effects only."""
    found = {row.key: row for row in _read(keys)}
    rows = {key: found[key] for key in keys if key in found}
    judgement = judge(*_candidates(list(rows.values())))
    choice = Choice(rows, judgement, unknown=[key for key in keys if key not in found])
    if not judgement.may_pool:
        return choice
    values = [effect.value for effect in judgement.effects]
    variances = [effect.se**2 for effect in judgement.effects]
    correction = HKSJ[hksj] if method != "ee" else ""
    try:
        choice.pooled = pool(values, variances, method.upper(), correction)
        choice.without = leave_one_out(values, variances, method.upper(), correction)
    except NotConverged as error:
        choice.failure = str(error)
    return choice


def _read(keys: Sequence[str]):
    rows = EffectEstimate.objects.filter(key__in=keys).select_related(*ABOUT)
    return rows.prefetch_related("outcome__account__arm_sizes", "outcome__account__study__conditions")


def _candidates(rows: list[EffectEstimate]) -> tuple[list[Candidate], dict[str, frozenset[str]]]:
    names = dict(Intervention.objects.values_list("pk", "key"))
    broader = {names[pk]: frozenset(names[each] for each in above) for pk, above in ancestors(Intervention).items()}
    arms = {pk for row in rows for pk in (row.intervention_arm_id, row.comparator_arm_id) if pk}
    terms: dict[int, set[str]] = {}
    for arm, term in Arm.interventions.through.objects.filter(arm_id__in=arms).values_list("arm_id", "intervention_id"):
        terms.setdefault(arm, set()).add(names[term])
    studies = {row.outcome.account.study_id for row in rows}
    includes: dict[int, dict[str, str]] = {}
    told = StudyAccount.objects.filter(study_id__in=studies, includes__isnull=False)
    for study, key, label in told.values_list("study_id", "includes__key", "includes__label"):
        includes.setdefault(study, {})[key] = label
    return [_candidate(row, terms, includes) for row in rows], broader


def _candidate(row: EffectEstimate, terms: dict, includes: dict) -> Candidate:
    outcome, study = row.outcome, row.outcome.account.study
    return Candidate(
        key=row.key,
        study=study.key,
        study_label=str(study),
        document=outcome.account.document.key,
        measure=row.measure,
        endpoint=outcome.endpoint,
        estimate=row.estimate,
        ci_lower=row.ci_lower,
        ci_upper=row.ci_upper,
        ci_level=row.ci_level,
        as_reported=row.as_reported,
        event_term=outcome.event_term,
        subgroup=outcome.subgroup,
        timepoint=outcome.timepoint,
        direction=row.direction,
        intervention=_side(row.intervention_arm, terms),
        comparator=_side(row.comparator_arm, terms),
        between=between(row),
        conditions=frozenset(condition.name for condition in study.conditions.all()),
        line="" if outcome.line_of_therapy == UNSTATED else outcome.get_line_of_therapy_display().lower(),
        is_review=study.design in REVIEWS,
        includes=includes.get(study.pk, {}),
    )


def _side(arm: Arm | None, terms: dict[int, set[str]]) -> frozenset[str]:
    if arm is None:
        return frozenset()
    return frozenset(terms.get(arm.pk) or {f"name:{arm.name.lower()}"})


def between(row: EffectEstimate) -> str:
    """ "RE against TACE"; "" where neither arm is recorded."""
    intervention, comparator = row.intervention_arm, row.comparator_arm
    if not (intervention or comparator):
        return ""
    return f"{intervention or 'not recorded'} against {comparator or 'not recorded'}"
