"""What a cycle asks of the literature, how many read, and when it is due, written by who keeps it."""

from django.core.exceptions import ValidationError
from django.db import transaction

from reviews import telling
from reviews.models import ReviewCycle, ScreeningDecision

MOST_TERMS, LONGEST_TERM = 200, 200
TEXTS = ("question", "criteria")
FIELDS = (*TEXTS, "highlighted", "readers_needed", "due_on")


@transaction.atomic
def edit(*, cycle: ReviewCycle, by, **given) -> ReviewCycle:
    """Changes the fields of FIELDS that are given; ValidationError by field."""
    cycle = telling.locked(cycle)
    telling.refuse_unless(by, "keep_reviews")
    telling.refuse_closed(cycle)
    values = _read(given)
    changed = {name: value for name, value in values.items() if value != getattr(cycle, name)}
    if "readers_needed" in changed and ScreeningDecision.objects.filter(candidate__cycle=cycle).exists():
        raise ValidationError({"readers_needed": "Somebody has judged a work of this review: their number stands."})
    if not changed:
        return cycle
    before = {name: _told(getattr(cycle, name)) for name in changed}
    for name, value in changed.items():
        setattr(cycle, name, value)
    cycle.save(update_fields=list(changed))
    telling.tell(cycle, "edited", by=by, before=before, after={name: _told(each) for name, each in changed.items()})
    return cycle


def _read(given: dict) -> dict:
    values = {}
    for name, value in given.items():
        if name in TEXTS:
            value = telling.plain_text(name, value)
        elif name == "highlighted":
            value = terms(value)
        elif name == "readers_needed" and value not in (1, 2):
            raise ValidationError({name: "One or two people read each record."})
        elif name not in FIELDS:
            raise ValidationError(f'A review has no "{name}" to change.')
        values[name] = value
    return values


def terms(given: list[str]) -> list[str]:
    """As they are marked: each once, however it is capitalised, in the order given."""
    found: dict[str, str] = {}
    for term in given:
        term = " ".join(term.split())
        if len(term) > LONGEST_TERM or "\x00" in term:
            raise ValidationError({"highlighted": f"A term is plain text of up to {LONGEST_TERM} characters."})
        if term:
            found.setdefault(term.casefold(), term)
    if len(found) > MOST_TERMS:
        raise ValidationError({"highlighted": f"Mark at most {MOST_TERMS} terms."})
    return list(found.values())


def _told(value):
    return value if isinstance(value, (str, int, list)) else str(value or "")
