"""The version that a cycle brings: begun for it, or an open draft of the policy that is taken as the review's."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse

from policies.drafts import actions as drafts
from policies.models import Policy, PolicyVersion
from policies.permissions import PUBLIC, objection_to_writing, text_to_go_on_from
from policies.publishing import ending
from policies.vocabulary import VersionPurpose, VersionStatus
from reviews import telling
from reviews.cycles.hindrances import Hindrance
from reviews.models import ReviewCycle
from reviews.vocabulary import CycleState

WRITTEN_IN = (CycleState.DRAFTING, CycleState.DECIDING)
SIGNED_OR_BEYOND = (VersionStatus.IN_REVIEW, VersionStatus.APPROVED, VersionStatus.PUBLISHED)


@transaction.atomic
def begin(*, cycle: ReviewCycle, by) -> PolicyVersion:
    """A draft of the text that stands, or an empty one of a policy that has none."""
    cycle = _without_draft(cycle, by)
    text = text_to_go_on_from(by, cycle.policy)
    purpose = VersionPurpose.REVISION if text else VersionPurpose.NEW
    version = drafts.begin_draft(policy=cycle.policy, by=by, based_on=text, purpose=purpose)
    return _keep(cycle, version, "draft_begun", by)


@transaction.atomic
def take(*, cycle: ReviewCycle, by) -> PolicyVersion:
    """The policy's open draft, which somebody began before, becomes the review's."""
    cycle = _without_draft(cycle, by)
    telling.refuse_unless(by, "write_drafts")
    version = open_draft(cycle.policy)
    if version is None:
        raise ValidationError("This policy has no open draft any more. Write the draft of this review.")
    return _keep(cycle, version, "draft_taken", by)


@transaction.atomic
def reaffirm(
    *,
    cycle: ReviewCycle,
    by,
    reviewed_on: date,
    literature: str,
    next_review_on: date | None,
    approvers: list[str],
    searched_through: date | None = None,
) -> PolicyVersion:
    """The text in force, reviewed and unchanged, sent to be signed (policies/publishing/ending.py)."""
    cycle = _without_draft(cycle, by)
    version = ending.reaffirm(
        policy=cycle.policy,
        by=by,
        reviewed_on=reviewed_on,
        literature=literature,
        next_review_on=next_review_on,
        approvers=approvers,
        searched_through=searched_through,
    )
    return _keep(cycle, version, "draft_begun", by)


@transaction.atomic
def retire(
    *, cycle: ReviewCycle, by, reason: str, approvers: list[str], replaced_by: Policy | None = None
) -> PolicyVersion:
    """The text in force, to be published with an end, sent to be signed."""
    cycle = _without_draft(cycle, by)
    version = ending.retire(policy=cycle.policy, by=by, reason=reason, approvers=approvers, replaced_by=replaced_by)
    return _keep(cycle, version, "draft_begun", by)


def open_draft(policy: Policy) -> PolicyVersion | None:
    return policy.versions.exclude(status__in=PUBLIC).order_by("-pk").first()


def undecidable(cycle: ReviewCycle) -> list[Hindrance]:
    """Why there is nothing to put to the committee yet."""
    version = cycle.version
    if version is None:
        page = reverse("review-draft", args=[cycle.key])
        return [Hindrance("There is no draft of this review. Write it, or record that nothing changes.", page)]
    if version.status not in SIGNED_OR_BEYOND:
        state = version.get_status_display().lower()
        page = reverse("draft-signing", args=[version.key])
        return [Hindrance(f"{version.key} is {state}. Send it to be signed first.", page)]
    return []


def objection_to_drafting(cycle: ReviewCycle) -> str:
    """Why the cycle gets no version now; "" where it may."""
    if cycle.state not in WRITTEN_IN:
        return "The draft of a review is written when it is drafting. Take it there first."
    if cycle.version and cycle.version.status != VersionStatus.WITHDRAWN:
        return f"This review has a version already: {cycle.version.key}, {cycle.version.get_status_display().lower()}."
    return ""


def _without_draft(cycle: ReviewCycle, by) -> ReviewCycle:
    cycle = telling.locked(cycle)
    telling.refuse_unless(by, "keep_reviews")
    telling.refuse_closed(cycle)
    if objection := objection_to_drafting(cycle):
        raise ValidationError(objection)
    return cycle


def may_draft(user) -> bool:
    return not objection_to_writing(user)


def _keep(cycle: ReviewCycle, version: PolicyVersion, event: str, by) -> PolicyVersion:
    before = {"version": cycle.version.key} if cycle.version else {}
    cycle.version = version
    cycle.save(update_fields=["version"])
    after = {"version": version.key, "purpose": version.purpose}
    telling.tell(cycle, event, by=by, before=before, after=after)
    return version
