"""Days of a version as precisely as they are known: 2025-04-01, 2025-04, 2025, or nothing. Pure."""

import re
from datetime import date

FORM = re.compile(r"\d{4}(-\d\d){0,2}", re.ASCII)
# The columns that hold one, whichever part they are of.
COLUMNS = frozenset({"on", "starts", "ends", "effective_on", "valid_from", "valid_to", "checked_on"})


def objection(written: str) -> str:
    """ "" where it is one, else the sentence that says what to write."""
    padded = f"{written}-01-01"[:10] if len(written) == 4 else f"{written}-01"[:10]
    try:
        if written and (not FORM.fullmatch(written) or not date.fromisoformat(padded)):
            raise ValueError
    except ValueError:
        return "Write a day of the calendar like 2025-04-01, or 2025-04, or 2025."
    return ""
