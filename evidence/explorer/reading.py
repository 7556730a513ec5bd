"""The figures that answer a question to the outcome explorer, and how many there would be of any other choice.

The base counts figures by study, endpoint and arms in two statements; which of them fit is decided here, since terms
reach down to their narrower ones. Then only the studies of the page asked for are read.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from django.db.models import Case, Count, Q, QuerySet, Value, When

from evidence import vocabulary as words
from evidence.explorer.query import KINDS, PAGE_SIZE, OutcomeQuery
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


# A counted row is (kind, count, study, endpoint, measure, intervention arm, comparator arm); what a choice looks at
# stands at one of these places: of a measurement all but the endpoint are the study's, of a comparison its arms' own.
STUDY, ENDPOINT = 2, 3
OF_MEASUREMENTS = dict.fromkeys(("condition", "intervention", "comparator", "design"), STUDY) | {"endpoint": ENDPOINT}
OF_COMPARISONS = {"condition": STUDY, "design": STUDY, "endpoint": ENDPOINT}
OF_COMPARISONS |= {"measure": 4, "intervention": 5, "comparator": 6}
PATHS = {
    "comparisons": {
        STUDY: "outcome__account__study_id",
        ENDPOINT: "outcome__endpoint",
        4: "measure",
        5: "intervention_arm_id",
        6: "comparator_arm_id",
    },
    "figures": {STUDY: "outcome__account__study_id", ENDPOINT: "outcome__endpoint"},
}


def places_of(kind: str) -> dict[str, int]:
    return OF_COMPARISONS if kind == "comparisons" else OF_MEASUREMENTS


def survey(query: OutcomeQuery) -> Survey:
    """Of the kind asked for, or else of the first that has figures."""
    found = _survey(query, query.show or "comparisons")
    if not query.show and not found.total:
        return _survey(query, next((kind for kind in KINDS if found.kinds[kind]), "comparisons"))
    return found


def _survey(query: OutcomeQuery, kind: str) -> Survey:
    found = Survey(query, kind)
    conditions, interventions = Terms.read(Condition), Terms.read(Intervention)
    for name, terms in (("condition", conditions), ("intervention", interventions), ("comparator", interventions)):
        found.labels[name], found.parents[name] = terms.names, terms.parents()
    studies = {pk: row for pk, *row in Study.objects.values_list("pk", "design", "label", "key")}
    facts = Facts(studies, conditions, interventions)
    tests = {kind: facts.tests(kind, query) for kind in KINDS}
    shown, none = [], []
    for of in PATHS:
        for row in _counted(query, of, kind):
            asked = tests[row[0]]
            misfits = [name for name, place, good in asked if row[place] not in good] if asked else none
            if not misfits:
                found.kinds[row[0]] += row[1]
            if row[0] == kind and len(misfits) < 2:
                shown.append((row, misfits))
    found.counts = _counts(shown, facts, found.kind)
    found.pairs = {(row[STUDY], row[5], row[6]) for row, misfits in shown if not misfits}
    of_study: Counter = Counter()
    for row, misfits in shown:
        if not misfits:
            of_study[row[STUDY]] += row[1]
    found.order = sorted(of_study.items(), key=lambda item: _place(studies[item[0]]))
    return found


def _place(study: list) -> tuple:
    design, label, key = study
    return DESIGN_ORDER.get(design, len(DESIGN_ORDER)), label.lower(), key


def _counts(shown: list, facts: "Facts", kind: str) -> dict[str, Counter]:
    """Of each choice, how many figures each value would give: a choice does not narrow its own counts."""
    places = places_of(kind)
    # By what stands there: of rows that fit in all, and of rows that this choice alone rules out.
    fit: dict[int, dict] = {place: defaultdict(int) for place in places.values()}
    otherwise: dict[str, dict] = {name: defaultdict(int) for name in places}
    for row, misfits in shown:
        if misfits:
            otherwise[misfits[0]][row[places[misfits[0]]]] += row[1]
            continue
        for place, counter in fit.items():
            counter[row[place]] += row[1]
    counts = {}
    for name, place in places.items():
        counter = defaultdict(int)
        for counted in (fit[place], otherwise[name]):
            for owner, count in counted.items():
                for value in facts.values(kind, name, owner):
                    counter[value] += count
        counts[name] = Counter(counter)
    return counts


class Facts:
    """What studies and arms have of each choice."""

    def __init__(self, studies: dict, conditions: Terms, interventions: Terms):
        of_arm = _gathered(Arm.interventions.through, "arm_id", "intervention_id", interventions)
        against: dict[int, Keys] = {}
        for arm, study in Arm.objects.order_by().filter(role=words.ArmRole.COMPARATOR).values_list("pk", "study_id"):
            against[study] = against.get(study, NOTHING) | of_arm.get(arm, NOTHING)
        of_study = {
            "condition": _gathered(Study.conditions.through, "study_id", "condition_id", conditions),
            "design": {pk: (row[0],) for pk, row in studies.items()},
        }
        self._tables = {
            "comparisons": of_study | {"intervention": of_arm, "comparator": of_arm},
            "figures": of_study
            | {
                "intervention": _gathered(Study.interventions.through, "study_id", "intervention_id", interventions),
                "comparator": against,
            },
        }

    def _table(self, kind: str, name: str) -> dict | None:
        """None of words, which are their own values."""
        return self._tables["comparisons" if kind == "comparisons" else "figures"].get(name)

    def values(self, kind: str, name: str, owner) -> Iterable[str]:
        table = self._table(kind, name)
        return (owner,) if table is None else table.get(owner, NOTHING)

    def tests(self, kind: str, query: OutcomeQuery) -> list[tuple[str, int, set]]:
        """For each choice: where a row of the kind is looked at, and what has to stand there."""
        found = []
        for name, wanted in query.chosen:
            if place := places_of(kind).get(name):
                table = self._table(kind, name)
                good = set(wanted)
                if table is not None:
                    good = {owner for owner, values in table.items() if not good.isdisjoint(values)}
                found.append((name, place, good))
        return found


def _gathered(through, owner: str, term: str, terms: Terms) -> dict[int, Keys]:
    """The terms of each study or arm, with all broader ones."""
    found: dict[int, Keys] = {}
    together: dict[tuple[Keys, int], Keys] = {}  # many studies have the same terms
    for pk, term_pk in through.objects.order_by().values_list(owner, term):
        before = found.get(pk, NOTHING)
        if (before, term_pk) not in together:
            together[before, term_pk] = before | terms.with_broader[term_pk]
        found[pk] = together[before, term_pk]
    return found


def _counted(query: OutcomeQuery, of: str, kind: str) -> Iterator[tuple]:
    """Counted rows of comparisons or of figures. Where others are shown only their number is wanted, so they are
    counted by what is chosen alone."""
    is_shown = (of == "comparisons") == (kind == "comparisons")
    places = set(PATHS[of]) if is_shown else {STUDY, *(places_of(of).get(name, STUDY) for name, _ in query.chosen)}
    model = EffectEstimate if of == "comparisons" else Measurement
    rows = model.objects.order_by().values_list(*(PATHS[of][place] for place in sorted(places)))
    if not is_shown and (endpoints := query.values("endpoint")):
        rows = rows.filter(outcome__endpoint__in=endpoints)
    its_kind = Value("comparisons") if of == "comparisons" else KIND
    counted = rows.annotate(kind=its_kind, count=Count("pk"))
    if is_shown:  # its places are the first
        blank = (None,) * (5 - len(places))
        for *values, its, count in counted:
            yield its, count, *values, *blank
        return
    for *values, its, count in counted:
        found = dict(zip(sorted(places), values, strict=True))
        yield its, count, *(found.get(place) for place in range(STUDY, STUDY + 5))


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
