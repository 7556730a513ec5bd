"""The evidence map as its page, its file and the API show it."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.safestring import SafeString

from evidence import vocabulary as words
from evidence.design_groups import DesignGroup
from evidence.mapping import drawing
from evidence.mapping.counting import MapTerm, Tally
from evidence.mapping.reading import EvidenceMap
from search.query import SearchQuery

ALL_CONDITIONS = "All conditions"
ALL_INTERVENTIONS = "All interventions"


@dataclass(frozen=True)
class MapCell:
    """`url` is the search that finds these studies; a gap has none to find."""

    condition: MapTerm | None
    intervention: MapTerm | None
    column: str  # the heading it stands under
    studies: int
    url: str
    told: str
    drawing: SafeString


@dataclass(frozen=True)
class MapRow:
    title: str
    depth: int
    key: str
    cells: list[MapCell]


def rows_of(found: EvidenceMap) -> list[MapRow]:
    # Rows and columns over all terms are left out: beside them every circle would be a small one.
    pairs = [tally for place, tally in found.tallies.items() if None not in place]
    most = max((count for tally in pairs for count in tally.groups.values()), default=1)
    rows = []
    for condition in (None, *found.conditions):
        cells = [_cell(found, condition, intervention, most) for intervention in (None, *found.interventions)]
        title, key, depth = (condition.name, condition.key, condition.depth) if condition else (ALL_CONDITIONS, "", 1)
        rows.append(MapRow(title, depth, key, cells))
    return rows


def _cell(found: EvidenceMap, condition: MapTerm | None, intervention: MapTerm | None, most: int) -> MapCell:
    tally = found.tallies.get((condition and condition.id, intervention and intervention.id)) or Tally()
    return MapCell(
        condition=condition,
        intervention=intervention,
        column=intervention.name if intervention else ALL_INTERVENTIONS,
        studies=tally.studies,
        url=search_of(condition, intervention, found.endpoint).url,
        told=told(tally),
        drawing=SafeString(drawing.svg(tally.groups, most, tally.studies) if tally.studies else ""),
    )


def search_of(condition: MapTerm | None, intervention: MapTerm | None, endpoint: str) -> SearchQuery:
    """The search that finds what a cell counts."""
    query = SearchQuery().choosing("type", ("study",))
    if condition:
        query = query.choosing("condition", (condition.key,))
    if intervention:
        query = query.choosing("intervention", (intervention.key,))
    return query.choosing("endpoint", (endpoint,)) if endpoint else query


def told(tally: Tally) -> str:
    """ "12 studies: 2 randomized, 10 reviews …; 1,204 participants in primary studies"."""
    if not tally.studies:
        return "no study"
    groups = [f"{tally.groups[group]} {group.label.lower()}" for group in DesignGroup if tally.groups[group]]
    said = f"{tally.studies} {'study' if tally.studies == 1 else 'studies'}: {', '.join(groups)}"
    if tally.participants:
        said += f"; {tally.participants:,} participants in primary studies"
    if tally.unnumbered:
        said += f"; of {tally.unnumbered} no number is printed"
    return said


def legend() -> list[tuple[str, SafeString]]:
    """Each group of designs with its circle, at its place in a cell."""
    return [(group.label, SafeString(drawing.legend_svg(group))) for group in DesignGroup]


def page_of(found: EvidenceMap, condition_level: int, intervention_level: int) -> dict:
    rows = rows_of(found)
    cells = [cell for row in rows for cell in row.cells if cell.condition and cell.intervention]
    return {
        "rows": rows,
        "columns": [None, *found.interventions],
        "legend": legend(),
        "endpoint": found.endpoint,
        "endpoints": [(value, words.Endpoint(value).label) for value in found.endpoints],
        "condition_level": condition_level,
        "condition_levels": range(1, found.deepest[0] + 1),
        "intervention_level": intervention_level,
        "intervention_levels": range(1, found.deepest[1] + 1),
        "studies": found.tallies[None, None].studies,
        "gaps": sum(1 for cell in cells if not cell.studies),
        "places": len(cells),
    }


COLUMNS = (
    "condition condition_label intervention intervention_label endpoint studies randomized controlled uncontrolled "
    "reviews other participants participants_not_printed search"
).split()


def lines(found: EvidenceMap) -> Iterator[dict]:
    """A line for each cell, gaps too. The key of a row or column over all terms is empty."""
    for condition in (None, *found.conditions):
        for intervention in (None, *found.interventions):
            tally = found.tallies.get((condition and condition.id, intervention and intervention.id)) or Tally()
            yield {
                "condition": condition.key if condition else "",
                "condition_label": condition.name if condition else ALL_CONDITIONS,
                "intervention": intervention.key if intervention else "",
                "intervention_label": intervention.name if intervention else ALL_INTERVENTIONS,
                "endpoint": found.endpoint,
                "studies": tally.studies,
                **{group.value: tally.groups[group] for group in DesignGroup},
                "participants": tally.participants,
                "participants_not_printed": tally.unnumbered,
                "search": search_of(condition, intervention, found.endpoint).url,
            }
