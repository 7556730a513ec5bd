"""Reviews as a list and as a file of it."""

from reviews.cycles import asked as asking
from reviews.cycles.listing import WRITERS
from reviews.models import ReviewCycle
from reviews.vocabulary import CycleState

COLUMNS = (
    "key",
    "policy",
    "policy_title",
    "payer",
    "type",
    "state",
    "outcome",
    "due_on",
    "opened_on",
    "closed_on",
    "next_due_on",
    "literature_searched_through",
    "version",
    "writers",
    "document",
    "place",
)


def csv_row(cycle: ReviewCycle, *, names_people: bool) -> dict[str, str]:
    """`cycle` as listing.listed gives it. "" of a day: not stated; of the writers: none, or not for who asks."""
    return {
        "key": cycle.key,
        "policy": cycle.policy.key,
        "policy_title": cycle.policy.title,
        "payer": cycle.policy.payer.name,
        "type": cycle.get_type_display(),
        "state": cycle.get_state_display(),
        "outcome": cycle.get_outcome_display(),
        "due_on": str(cycle.due_on or ""),
        "opened_on": cycle.opened_on,
        "closed_on": cycle.closed_on,
        "next_due_on": str(cycle.next_due_on or ""),
        "literature_searched_through": cycle.literature_searched_through,
        "version": cycle.version.key if cycle.version else "",
        "writers": "; ".join(row.name for row in cycle.writing) if names_people else "",
        "document": cycle.document.key if cycle.document else "",
        "place": cycle.location,
    }


def choices(names_people: bool) -> dict[str, list[tuple[str, str]]]:
    """What the form above the list offers, by field."""
    offered = {"type": list(asking.TYPES.items()), "due": list(asking.DUES.items())}
    if not names_people:
        return {"type": offered["type"]}
    names = WRITERS.exclude(cycle__state=CycleState.CLOSED).order_by("name").values_list("name", flat=True).distinct()
    writers = [(asking.UNASSIGNED, "Nobody"), *((name, name) for name in names)]
    return {"state": list(asking.STATES.items()), **offered, "writer": writers}
