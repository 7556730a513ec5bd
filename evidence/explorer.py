"""The figures that answer a question to the outcome explorer, and how many there would be of any other choice.

The base counts figures by study, endpoint and arms in two statements; which of them fit is decided here, since terms
reach down to their narrower ones. Then only the studies of the page asked for are read.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from django.db.models import Case, Count, Q, QuerySet, Value, When

from evidence import vocabulary as words
from evidence.explorer_query import CHOICES, KINDS, PAGE_SIZE, OutcomeQuery
from evidence.models import Arm, Condition, EffectEstimate, Intervention, Measurement, Study
from evidence.models.terms import ancestors
from evidence.numbers import MONTHS_PER_UNIT

DESIGN_ORDER = {design: place for place, design in enumerate(words.StudyDesign.values)}
ENDPOINT_ORDER = {endpoint: place for place, endpoint in enumerate(words.Endpoint.values)}
IS_KIND = {
    "medians": Q(statistic=words.Statistic.MEDIAN, unit__in=[*MONTHS_PER_UNIT]),
    "proportions": Q(statistic=words.Statistic.PROPORTION, unit__in=["percent", "%", "proportion"]),
}
KIND = Case(*(When(fits, then=Value(kind)) for kind, fits in IS_KIND.items()), default=Value("others"))
Keys = frozenset[str]
NOTHING: Keys = frozenset()


@dataclass(frozen=True)
class Terms:
    """All terms of one vocabulary: each row's key with those of all broader ones, names, and what stands under what."""

    with_broader: dict[int, Keys]
    names: dict[str, str]
    broader: dict[str, Keys]

    @classmethod
    def read(cls, model) -> "Terms":
        rows = {pk: (key, name) for pk, key, name in model.objects.values_list("pk", "key", "name")}
        above = {pk: frozenset(rows[each][0] for each in found if each != pk) for pk, found in ancestors(model).items()}
        return cls(
            {pk: above[pk] | {key} for pk, (key, _) in rows.items()},
            dict(rows.values()),
            {key: above[pk] for pk, (key, _) in rows.items()},
        )

    def parents(self) -> dict[str, list[str]]:
        """The nearest broader terms of each first."""
        return {key: sorted(found, key=lambda each: -len(self.broader[each])) for key, found in self.broader.items()}


@dataclass(frozen=True)
class Cell:
    """Some figures that are alike in all that can be chosen: how many, and the values they have of each choice."""

    study: int
    kind: str
    count: int
    values: dict[str, Keys]
    arms: tuple[int | None, int | None] = (None, None)


@dataclass
class Survey:
    """`order` holds the studies with figures of the kind shown, and how many; `pairs` the arms that fit, of each."""

    query: OutcomeQuery
    kind: str = "comparisons"
    kinds: Counter = field(default_factory=Counter)
    counts: dict[str, Counter] = field(default_factory=dict)
    order: list[tuple[int, int]] = field(default_factory=list)
    pairs: set[tuple[int, int | None, int | None]] = field(default_factory=set)
    labels: dict[str, dict[str, str]] = field(default_factory=dict)
    parents: dict[str, dict[str, list[str]]] = field(default_factory=dict)

    @property
    def total(self) -> int:
        return sum(count for _, count in self.order)

    @property
    def pages(self) -> int:
        return max(1, -(-self.total // PAGE_SIZE))

    @property
    def page(self) -> int:
        """The page asked for, or the last."""
        return min(self.query.page, self.pages)


def survey(query: OutcomeQuery) -> Survey:
    found = Survey(query, counts={name: Counter() for name in CHOICES})
    conditions, interventions = Terms.read(Condition), Terms.read(Intervention)
    for name, terms in (("condition", conditions), ("intervention", interventions), ("comparator", interventions)):
        found.labels[name], found.parents[name] = terms.names, terms.parents()
    studies = {pk: row for pk, *row in Study.objects.values_list("pk", "design", "label", "key")}
    cells = list(_cells(studies, conditions, interventions))
    fitting = [(cell, _misfits(cell, query)) for cell in cells]
    for cell, misfits in fitting:
        if not misfits:
            found.kinds[cell.kind] += cell.count
    found.kind = query.show or next((kind for kind in KINDS if found.kinds[kind]), "comparisons")
    shown: Counter = Counter()
    for cell, misfits in fitting:
        if cell.kind != found.kind or len(misfits) > 1:
            continue
        for name in misfits or CHOICES:
            for value in cell.values.get(name, NOTHING):
                found.counts[name][value] += cell.count
        if not misfits:
            shown[cell.study] += cell.count
            found.pairs.add((cell.study, *cell.arms))
    found.order = sorted(shown.items(), key=lambda item: _place(studies[item[0]]))
    return found


def _place(study: list) -> tuple:
    design, label, key = study
    return DESIGN_ORDER.get(design, len(DESIGN_ORDER)), label.lower(), key


def _misfits(cell: Cell, query: OutcomeQuery) -> list[str]:
    """The choices that rule the figures out. Only comparisons have a measure."""
    return [
        name
        for name, wanted in query.chosen
        if not (name == "measure" and cell.kind != "comparisons") and cell.values.get(name, NOTHING).isdisjoint(wanted)
    ]


def _cells(studies: dict, conditions: Terms, interventions: Terms) -> Iterator[Cell]:
    of_study = _gathered(Study.conditions.through, "study_id", "condition_id", conditions)
    treated = _gathered(Study.interventions.through, "study_id", "intervention_id", interventions)
    of_arm = _gathered(Arm.interventions.through, "arm_id", "intervention_id", interventions)
    against: dict[int, Keys] = {}
    for arm, study in Arm.objects.filter(role=words.ArmRole.COMPARATOR).values_list("pk", "study_id"):
        against[study] = against.get(study, NOTHING) | of_arm.get(arm, NOTHING)
    single: dict[str, Keys] = {}

    def one(value: str) -> Keys:
        return single.setdefault(value, frozenset({value}))

    for study, endpoint, kind, count in _measured():
        values = {"endpoint": one(endpoint), "design": one(studies[study][0])}
        values |= {"condition": of_study.get(study, NOTHING), "intervention": treated.get(study, NOTHING)}
        yield Cell(study, kind, count, values | {"comparator": against.get(study, NOTHING)})
    for study, endpoint, measure, arm, other, count in _compared():
        values = {"endpoint": one(endpoint), "design": one(studies[study][0]), "measure": one(measure)}
        values |= {"condition": of_study.get(study, NOTHING), "intervention": of_arm.get(arm, NOTHING)}
        values["comparator"] = of_arm.get(other, NOTHING)
        yield Cell(study, "comparisons", count, values, (arm, other))


def _gathered(through, owner: str, term: str, terms: Terms) -> dict[int, Keys]:
    """The terms of each study or arm, with all broader ones."""
    found: dict[int, Keys] = {}
    for pk, term_pk in through.objects.values_list(owner, term):
        found[pk] = found.get(pk, NOTHING) | terms.with_broader[term_pk]
    return found


def _measured() -> Iterable[tuple]:
    rows = Measurement.objects.order_by().values_list("outcome__account__study_id", "outcome__endpoint")
    return rows.annotate(kind=KIND, count=Count("pk"))


def _compared() -> Iterable[tuple]:
    names = ("outcome__account__study_id", "outcome__endpoint", "measure", "intervention_arm_id", "comparator_arm_id")
    return EffectEstimate.objects.order_by().values_list(*names).annotate(count=Count("pk"))


ABOUT = ("outcome__account__study", "outcome__account__document")


def figures_of(found: Survey) -> list[Measurement] | list[EffectEstimate]:
    """The figures of the page asked for, study by study: designs from the heaviest, then by label."""
    start = (found.page - 1) * PAGE_SIZE
    end = start + PAGE_SIZE
    studies, before, skipped = [], 0, 0
    for study, count in found.order:
        if before + count <= start:
            skipped = before + count
        elif before < end:
            studies.append(study)
        before += count
    rows = [row for row in _rows(found, studies) if _pair(row) in found.pairs or found.kind != "comparisons"]
    rank = {study: place for place, study in enumerate(studies)}
    rows.sort(key=lambda row: (rank[row.outcome.account.study_id], *_inside(row)))
    return rows[start - skipped : end - skipped]


def _rows(found: Survey, studies: list[int]) -> QuerySet:
    if found.kind == "comparisons":
        rows = EffectEstimate.objects.select_related("intervention_arm", "comparator_arm", *ABOUT)
        if measures := found.query.values("measure"):
            rows = rows.filter(measure__in=measures)
    else:
        rows = Measurement.objects.select_related("arm", *ABOUT).annotate(kind=KIND).filter(kind=found.kind)
    if endpoints := found.query.values("endpoint"):
        rows = rows.filter(outcome__endpoint__in=endpoints)
    rows = rows.filter(outcome__account__study_id__in=studies).order_by()
    return rows.prefetch_related("outcome__account__arm_sizes")


def _pair(row) -> tuple:
    if isinstance(row, Measurement):
        return ()
    return row.outcome.account.study_id, row.intervention_arm_id, row.comparator_arm_id


def _inside(row) -> tuple:
    """The place among the figures of one study."""
    outcome = row.outcome
    endpoint = ENDPOINT_ORDER.get(outcome.endpoint, len(ENDPOINT_ORDER))
    return endpoint, outcome.account.document.key, outcome.position, row.position, row.pk


def everything_of(found: Survey) -> Iterator[Measurement] | Iterator[EffectEstimate]:
    """All figures, a page of studies at a time, for files."""
    for page in range(1, found.pages + 1):
        yield from figures_of(Survey(found.query.on_page(page), found.kind, order=found.order, pairs=found.pairs))

