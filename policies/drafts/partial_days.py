"""Days of a version as precisely as they are known: 2025-04-01, 2025-04, 2025, or nothing. Pure."""

import re
from datetime import date

from django.core.exceptions import ValidationError

FORM = re.compile(r"\d{4}(-\d\d){0,2}", re.ASCII)
# The columns that hold one, whichever part they are of.
COLUMNS = frozenset({"on", "starts", "ends", "effective_on", "valid_from", "valid_to", "checked_on"})


def partial_day(written: str) -> str:
    """As it was written; ValidationError where no calendar has it."""
    padded = (written + "-01-01")[:10] if len(written) == 4 else (written + "-01")[:10]
    try:
        if written and (not FORM.fullmatch(written) or not date.fromisoformat(padded)):
            raise ValueError
    except ValueError:
        raise ValidationError("Write a day of the calendar like 2025-04-01, or 2025-04, or 2025.") from None
    return written
