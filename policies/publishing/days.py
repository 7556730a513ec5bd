"""Days as forms write them."""

from datetime import date

from django.core.exceptions import ValidationError


def day_of(name: str, text: str, needed: str = "") -> date | None:
    """None where the field is empty. ValidationError where it is no day, or `needed`, which says for what."""
    if not text.strip():
        if needed:
            raise ValidationError({name: needed})
        return None
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        raise ValidationError({name: f'"{text.strip()[:40]}" is no day. Write it as 2027-01-31.'}) from None
