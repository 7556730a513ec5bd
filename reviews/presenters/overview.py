"""The first page of a cycle: where it stands, what may be done next and what is in the way, who does what, and beside
its draft what the examination of the policy finds.
"""

from dataclasses import dataclass

from django.db.models import Count, Q
from django.utils import timezone

from policies.health.findings import Section
from policies.health.reading import sections_of
from policies.permissions import current_versions
from reviews import lifecycle, permissions
from reviews.cycles import assigning, closing, drafting
from reviews.cycles.due_dates import in_words
from reviews.cycles.hindrances import Hindrance, hindrances_of, warnings_of
from reviews.models import Candidate, ReviewCycle
from reviews.vocabulary import CycleState, ExclusionReason, ReviewTask, ScreeningStatus

BUTTONS = {
    "screen": "Begin screening",
    "skip": "Draft without a literature update",
    "draft": "End screening, begin drafting",
    "screen_again": "Back to screening",
    "decide": "Put to the committee",
    "return": "Back to drafting",
    "close": "Close on this version",
}


@dataclass(frozen=True)
class Next:
    """One move that can be made from here. With `hindrances` it is shown with these, and without its button."""

    name: str
    label: str
    hindrances: list[Hindrance]
    warnings: list[Hindrance]


@dataclass(frozen=True)
class LastYear:
    """What was decided in the review before, of those decided: `excluded` by the reason given."""

    cycle: ReviewCycle
    included: int
    excluded: list[tuple[str, int]]
    look_again: int

    @property
    def excluded_count(self) -> int:
        return sum(number for _, number in self.excluded)


@dataclass(frozen=True)
class HealthRow:
    """One question, and how much there is to look at; None: not asked."""

    title: str
    in_force: int | None
    draft: int | None


def overview(user, cycle: ReviewCycle) -> dict:
    today = timezone.localdate()
    shown = {
        "states": CycleState.choices,
        "due_in": in_words(cycle.due_on, today) if cycle.due_on and not cycle.is_closed else "",
        "is_overdue": bool(cycle.due_on and cycle.due_on < today and not cycle.is_closed),
        "is_member": permissions.may_read_reviews(user),
    }
    if shown["is_member"]:
        shown |= {"people": cycle.assignments.order_by("until", "task", "pk"), "last_year": last_year(cycle)}
        shown |= {"following": closing.next_of(cycle)} if cycle.is_closed else _in_progress(user, cycle)
    return shown


def _in_progress(user, cycle: ReviewCycle) -> dict:
    return {
        "nexts": nexts(user, cycle),
        "drafting": _drafting(user, cycle),
        "health": health(user, cycle),
        "tasks": [(task, task.label, assigning.able(task)) for task in ReviewTask],
    }


def nexts(user, cycle: ReviewCycle) -> list[Next]:
    """The moves from here that this user may make, those ahead first; deferring and rejecting have their own page."""
    order = list(CycleState)
    moves = [each for each in lifecycle.MOVES if each.name in BUTTONS and cycle.state in each.starts]
    moves.sort(key=lambda each: order.index(each.end) < order.index(CycleState(cycle.state)))
    return [
        Next(each.name, BUTTONS[each.name], hindrances_of(cycle, each.name), warnings_of(cycle, each.name))
        for each in moves
        if not permissions.objection_to_move(user, each.name)
    ]


def _drafting(user, cycle: ReviewCycle) -> dict | None:
    """What may be done about the draft; None where there is nothing to do now, or not for this user."""
    if drafting.objection_to_drafting(cycle) or not drafting.may_draft(user):
        return None
    return {"open_draft": drafting.open_draft(cycle.policy)}


def last_year(cycle: ReviewCycle) -> LastYear | None:
    """By what the decisions of both stages came to; None of the first review."""
    if cycle.previous is None:
        return None
    rows = Candidate.objects.filter(cycle=cycle.previous_id).order_by()
    labels = dict(ExclusionReason.choices)
    out = rows.filter(Q(title_abstract=ScreeningStatus.EXCLUDED) | Q(full_text=ScreeningStatus.EXCLUDED))
    reasons = out.values_list("excluded_because").annotate(number=Count("pk")).order_by("-number", "excluded_because")
    return LastYear(
        cycle.previous,
        included=rows.filter(full_text=ScreeningStatus.INCLUDED).count(),
        excluded=[(labels.get(reason, "Reason not stated"), number) for reason, number in reasons],
        look_again=rows.filter(look_again=True).count(),
    )


def health(user, cycle: ReviewCycle) -> list[HealthRow]:
    """Of the text in force beside the draft: only what there is something to look at in, in either."""
    if cycle.version is None:
        return []
    in_force = current_versions(user).filter(policy=cycle.policy_id).select_related("policy__payer", "document").first()
    before = _counts(sections_of(in_force, user)) if in_force and in_force.pk != cycle.version_id else {}
    now = _counts(sections_of(cycle.version, user))
    rows = [HealthRow(title, before.get(title), number) for title, number in now.items()]
    return [row for row in rows if row.in_force or row.draft]


def _counts(sections: list[Section]) -> dict[str, int | None]:
    return {section.kind.title: None if section.not_asked else section.open_count for section in sections}
