"""Appraisals as other pages show them in short: bulk, each in a number of queries that does not grow with the rows."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from django.db.models import Prefetch, Q, QuerySet

from evidence.appraisal import grade
from evidence.appraisal.instruments import INSTRUMENTS, Judgement
from evidence.appraisal.states import Figure, FigureStates, states_of
from evidence.design_groups import GROUP_OF, SECOND_HAND
from evidence.models import CertaintyOfEvidence, Indication, RiskOfBias, Study, StudyAccount
from evidence.search_documents import number_in
from evidence.vocabulary import Certainty, Endpoint

SIGNS = {Certainty.VERY_LOW: "⊕◯◯◯", Certainty.LOW: "⊕⊕◯◯", Certainty.MODERATE: "⊕⊕⊕◯", Certainty.HIGH: "⊕⊕⊕⊕"}
UNKNOWN = Judgement("", "Unknown", "·", "none")


@dataclass(frozen=True)
class RiskInShort:
    """ "RoB 2: some concerns", of one endpoint where `about` names it."""

    instrument: str
    judgement: Judgement
    about: str
    url: str


@dataclass(frozen=True)
class Reason:
    """A factor that moved the certainty: "Imprecision, down one level", and why."""

    factor: str
    words: str
    why: str


@dataclass(frozen=True)
class CertaintyRow:
    """A row of a summary of findings. `participants` is computed, None where no document prints a number of any."""

    url: str
    outcome: str
    comparator: str
    studies: int
    participants: int | None
    unnumbered: int  # studies of which no document prints a number
    level: str
    label: str
    sign: str
    reasons: list[Reason]
    overridden: str  # why the final certainty is another than the computed; "" where it is not


def risk_of_bias_of(studies: Collection[int]) -> dict[int, list[RiskInShort]]:
    """By the id of a study, what is finally judged of it now; where appraisers agree, once. One query."""
    found: dict[int, dict[RiskInShort, None]] = {}
    rows = RiskOfBias.objects.current().filter(study__in=studies).select_related("study").order_by("endpoint", "pk")
    for row in rows:
        found.setdefault(row.study_id, {})[risk_in_short(row)] = None
    return {pk: list(told) for pk, told in found.items()}


def risk_in_short(row: RiskOfBias) -> RiskInShort:
    tool = INSTRUMENTS.get(row.instrument)
    judgement = tool.overall_judgement(row.final) if tool else None
    about = Endpoint(row.endpoint).label.lower() if row.endpoint else ""
    url = f"{row.study.get_absolute_url()}#risk-of-bias"
    return RiskInShort(tool.name if tool else row.instrument, judgement or UNKNOWN, about, url)


def verification_of(figures: Iterable[Figure], user) -> FigureStates:
    """What a second person said of the figures: `.of(figure)`. One query."""
    return states_of(figures, user)


def certainty_of(indications: Collection[Indication]) -> dict[int, list[CertaintyRow]]:
    """By the id of an indication, what is graded now: for itself, or for its intervention and condition as such."""
    pairs = {(each.intervention_id, each.condition_id) for each in indications}
    wanted = Q(indication__in=[each.pk for each in indications])
    for intervention, condition in pairs:
        wanted |= Q(indication=None, intervention=intervention, condition=condition)
    rows = list(with_studies(CertaintyOfEvidence.objects.current().filter(wanted))) if indications else []
    return {
        each.pk: [certainty_row(row) for row in _of_indication(rows, each)]
        for each in indications
        if _of_indication(rows, each)
    }


def _of_indication(rows: list[CertaintyOfEvidence], indication: Indication) -> list[CertaintyOfEvidence]:
    pair = (indication.intervention_id, indication.condition_id)
    found = [
        row
        for row in rows
        if row.indication_id == indication.pk
        or (row.indication_id is None and (row.intervention_id, row.condition_id) == pair)
    ]
    order = list(Endpoint)
    return sorted(found, key=lambda row: (order.index(Endpoint(row.endpoint)), row.pk))


def with_studies(rows: QuerySet[CertaintyOfEvidence]) -> QuerySet[CertaintyOfEvidence]:
    accounts = StudyAccount.objects.only("study_id", "participants", "document_id")
    studies = Study.objects.prefetch_related(Prefetch("accounts", accounts))
    return rows.prefetch_related(Prefetch("studies", studies))


def certainty_row(row: CertaintyOfEvidence) -> CertaintyRow:
    """Expects its studies and their accounts prefetched."""
    studies = list(row.studies.all())
    return CertaintyRow(
        url=row.get_absolute_url(),
        outcome=row.get_endpoint_display(),
        comparator=row.comparator,
        studies=len(studies),
        participants=participants_of(studies),
        unnumbered=sum(not _largest(study) for study in studies),
        level=row.final,
        label=row.get_final_display(),
        sign=SIGNS[Certainty(row.final)],
        reasons=reasons_of(row),
        overridden=row.reason if row.final != row.computed else "",
    )


def reasons_of(row: CertaintyOfEvidence) -> list[Reason]:
    """What moved it, in the order of the factors."""
    found = []
    for step in grade.steps_of(row.steps):
        factor = grade.FACTORS[step.factor]
        if step.step:
            found.append(Reason(factor.name, dict(factor.steps)[step.step], step.reason))
    return found


def participants_of(studies: Iterable[Study]) -> int | None:
    """The largest number printed of each primary study, added up; of a review only where it stands alone.

    Reviews tell of patients whom other studies tell of too. None where no document prints a number.
    """
    studies = list(studies)
    counted = [study for study in studies if GROUP_OF[study.design] not in SECOND_HAND or len(studies) == 1]
    return sum(map(_largest, counted)) or None


def _largest(study: Study) -> int:
    """0 where no document prints a number."""
    return max((number_in(account.participants) for account in study.accounts.all()), default=0)


@dataclass(frozen=True)
class Appraised:
    """What is judged here of some studies, figures and indications, by their ids."""

    risks: Mapping[int, list[RiskInShort]]
    states: FigureStates
    certainty: Mapping[int, list[CertaintyRow]]


NOTHING_APPRAISED = Appraised({}, FigureStates({}), {})


def appraised(
    *, studies: Collection[int], figures: Collection[Figure], indications: Collection[Indication], user
) -> Appraised:
    """Expects figures with outcomes and arms. At most five queries, however many there are of each."""
    return Appraised(risk_of_bias_of(studies), verification_of(figures, user), certainty_of(indications))
