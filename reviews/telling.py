"""What every action of a review does besides its own: lock the cycle, refuse with a sentence, tell the trail."""

from django.core.exceptions import ValidationError

import audit.actions
from reviews import permissions
from reviews.models import ReviewCycle

LONGEST_TEXT = 20_000


def locked(cycle: ReviewCycle) -> ReviewCycle:
    """The row as it is now, kept for the transaction."""
    return ReviewCycle.objects.select_for_update(of=("self",)).select_related("policy__payer").get(pk=cycle.pk)


def refuse_unless(user, act: str) -> None:
    """PermissionDenied, with the sentence that says who may."""
    permissions.refuse_unless(user, act)


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


def plain_text(name: str, text: str, needed: str = "") -> str:
    """The text as it is kept; ValidationError where it cannot be, or where one is `needed`, which says for what."""
    text = text.replace("\r\n", "\n").strip()
    if "\x00" in text or len(text) > LONGEST_TEXT:
        raise ValidationError({name: f"This is plain text of up to {LONGEST_TEXT} characters."})
    if needed and not text:
        raise ValidationError({name: needed})
    return text
