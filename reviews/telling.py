"""What every action of a review does besides its own: lock the cycle, refuse with a sentence, tell the trail."""

from django.core.exceptions import ValidationError

import audit.actions
from policies import moving
from reviews import permissions
from reviews.models import ReviewCycle

# The same as where policies are written, and where objects are fetched.
plain_text = moving.plain_text
refuse_unless = permissions.refuse_unless


def locked(cycle: ReviewCycle) -> ReviewCycle:
    """The row as it is now, kept for the transaction."""
    return ReviewCycle.objects.select_for_update(of=("self",)).select_related("policy__payer").get(pk=cycle.pk)


def refuse_closed(cycle: ReviewCycle) -> None:
    if cycle.is_closed:
        raise ValidationError("This review is closed: what it found and decided stays. Open the next one.")


def tell(cycle: ReviewCycle, event: str, *, by, before=None, after=None, why: str = "") -> None:
    """Of the cycle itself. What happens to one of its rows is told with that row's own type and key."""
    audit.actions.record(
        event=f"review_cycle.{event}",
        target_type="review_cycle",
        target_key=cycle.key,
        by=name_of(by),
        before=before,
        after=after,
        why=why,
    )


def name_of(by) -> str:
    """Of an account, or of the program that acts where no person does."""
    return by if isinstance(by, str) else by.get_username()
