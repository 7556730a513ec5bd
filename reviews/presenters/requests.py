"""What was asked about a policy, and which works of the base could be sent along."""

from django.db.models import Q, QuerySet
from django.utils import timezone

from evidence.models import Reference
from policies.models import Policy
from reviews.models import RequestEntry
from reviews.sources.request_forms import chosen
from reviews.vocabulary import RequesterKind

SHOWN = 50
MOST_FOUND = 20


def requests_of(policy: Policy) -> QuerySet[RequestEntry]:
    return policy.requests.prefetch_related("references")


def form_choices(typed) -> dict:
    """What the forms offer: works that were ticked stay, and those found beside them."""
    keys = [key for key in chosen(typed) if "\x00" not in key] if typed else []
    kept = list(Reference.objects.filter(key__in=keys))
    asked = typed.get("find", "") if typed else ""
    return {
        "kinds": RequesterKind.choices,
        "today": str(timezone.localdate()),
        "kept": kept,
        "found": [row for row in found(asked) if row not in kept],
        "unknown": " ".join(key for key in keys if key not in {row.key for row in kept}),
    }


def found(text: str) -> list[Reference]:
    """Works whose title or key, which begins with the first author, hold every word; none where nothing is asked."""
    words = text.replace("\x00", "").split()[:10]
    if not words:
        return []
    rows = Reference.objects.all()
    for word in words:
        rows = rows.filter(Q(key__icontains=word) | Q(title__icontains=word))
    return list(rows.order_by("-year", "key")[:MOST_FOUND])
