"""Reads what the evidence map counts: a few flat queries, however many studies there are."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import QuerySet

from evidence import vocabulary as words
from evidence.mapping.counting import MappedStudy, MapTerm, Place, Tally, counted, depths, tree_order
from evidence.models import Condition, Intervention, Outcome, Study, StudyAccount
from evidence.models.terms import Term, ancestors
from evidence.search_documents import NOT_ENDPOINTS, UMBRELLAS, number_in

CONDITION_LEVEL, INTERVENTION_LEVEL = 3, 2  # shown where none is asked for


@dataclass(frozen=True)
class Axis:
    """The terms of one side down to a level, and for every term those shown that hold it: itself and broader ones."""

    names: dict[int, tuple[str, str]]  # key and name
    parents: dict[int, set[int]]
    depth: dict[int, int]
    held_by: dict[int, frozenset[int]]
    deepest: int

    def in_order(self, studies: dict[int, int]) -> list[MapTerm]:
        """As a tree; among terms beside each other those of most studies first."""
        names = {pk: name for pk, (_, name) in self.names.items()}
        return [
            MapTerm(pk, *self.names[pk], self.depth[pk]) for pk in tree_order(names, self.parents, self.depth, studies)
        ]


@dataclass(frozen=True)
class EvidenceMap:
    conditions: list[MapTerm]
    interventions: list[MapTerm]
    deepest: tuple[int, int]  # level of the conditions and of the interventions
    tallies: dict[Place, Tally]
    endpoint: str
    endpoints: list[str]


def evidence_map(seen: QuerySet[Study], *, endpoint: str, condition_level: int, intervention_level: int) -> EvidenceMap:
    """Of the studies that `seen` gives; where an endpoint is named, of those that a document tells results of it."""
    down, across = axis(Condition, condition_level), axis(Intervention, intervention_level)
    tallies = counted(_studies(seen, endpoint), down.held_by, across.held_by)
    return EvidenceMap(
        conditions=down.in_order({pk: tally.studies for (pk, other), tally in tallies.items() if pk and not other}),
        interventions=across.in_order(
            {pk: tally.studies for (other, pk), tally in tallies.items() if pk and not other}
        ),
        deepest=(down.deepest, across.deepest),
        tallies=tallies,
        endpoint=endpoint,
        endpoints=_endpoints(),
    )


def axis(model: type[Term], level: int) -> Axis:
    names = {pk: (key, name) for pk, key, name in model.objects.order_by().values_list("pk", "key", "name")}
    above = ancestors(model)
    parents = _parents(model, names)
    depth = depths(parents, umbrella=next((pk for pk, (key, _) in names.items() if key in UMBRELLAS), None))
    shown = {pk: at for pk, at in depth.items() if at <= level}
    held_by = {pk: frozenset(({pk} | above[pk]) & shown.keys()) for pk in names}
    return Axis(names, parents, shown, held_by, max(depth.values(), default=1))


def _parents(model: type[Term], ids: Iterable[int]) -> dict[int, set[int]]:
    name = model._meta.model_name
    parents: dict[int, set[int]] = {pk: set() for pk in ids}
    for child, parent in model.parents.through.objects.values_list(f"from_{name}_id", f"to_{name}_id"):
        parents[child].add(parent)
    return parents


def _studies(seen: QuerySet[Study], endpoint: str) -> list[MappedStudy]:
    designs = dict(seen.order_by().values_list("pk", "design"))
    if endpoint:
        told = Outcome.objects.filter(endpoint=endpoint).order_by().values_list("account__study_id", flat=True)
        designs = {pk: designs[pk] for pk in set(told) & designs.keys()}
    conditions = _by_study(Study.conditions.through, "condition_id")
    interventions = _by_study(Study.interventions.through, "intervention_id")
    participants: dict[int, int] = {}
    for pk, printed in StudyAccount.objects.order_by().values_list("study_id", "participants"):
        if printed:
            participants[pk] = max(participants.get(pk, 0), number_in(printed))
    none: frozenset[int] = frozenset()
    return [
        MappedStudy(design, participants.get(pk, 0), conditions.get(pk, none), interventions.get(pk, none))
        for pk, design in designs.items()
    ]


def _by_study(through, column: str) -> dict[int, frozenset[int]]:
    found: dict[int, list[int]] = {}
    for study, term in through.objects.values_list("study_id", column):
        found.setdefault(study, []).append(term)
    return {study: frozenset(terms) for study, terms in found.items()}


def _endpoints() -> list[str]:
    """Those that some outcome has, in the order of the vocabulary; not those that the search has no facet for."""
    held = set(Outcome.objects.order_by().values_list("endpoint", flat=True).distinct())
    return [value for value in words.Endpoint.values if value in held - NOT_ENDPOINTS]
