"""What a form posts, as values of a row's image (policies/drafts/fields.py says which fields there are)."""

import re
from datetime import date

from django.core.exceptions import ValidationError
from django.http import QueryDict

from policies.drafts.fields import Field, Form
from policies.drafts.rows import LARGEST_NUMBER, LONGEST_TEXT

TICKED = ("many", "yes")  # posted only when something is ticked, so the form names them among its `fields`
DAY = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?", re.ASCII)


def values_of(form: Form, post: QueryDict) -> dict:
    """Of the fields that the form shows; others are left as they are. ValidationError names each faulty field."""
    ticked = set(post.get("fields", "").split(","))
    values, faults = {}, {}
    for field in form.fields:
        if field.name in post or (field.kind in TICKED and field.name in ticked):
            try:
                values[field.name] = value_of(field, post.getlist(field.name))
            except ValidationError as fault:
                faults[field.name] = fault.messages
    if faults:
        raise ValidationError(faults)
    return values


def value_of(field: Field, posted: list[str]):
    if any("\x00" in each or len(each) > LONGEST_TEXT for each in posted):
        raise ValidationError(f"This is plain text of up to {LONGEST_TEXT} characters.")
    if field.kind == "many":
        return sorted(set(posted) - {""})
    written = posted[-1].replace("\r\n", "\n").strip() if posted else ""
    if field.kind == "yes":
        return bool(written)
    if field.kind == "list":
        return [line.strip() for line in written.split("\n") if line.strip()]
    if field.kind in ("one", "choice") and not written and not field.empty:
        raise ValidationError("Choose one.")
    if field.kind == "one":
        return written or None
    return READ.get(field.kind, str)(written)


def number(written: str) -> int | None:
    if not written:
        return None
    if not written.isdecimal() or not 0 < int(written[:9]) <= LARGEST_NUMBER:
        raise ValidationError(f"Write a whole number from 1 to {LARGEST_NUMBER}.")
    return int(written)


def day(written: str) -> str:
    """A day, month or year of the calendar, as precisely as it is known."""
    padded = f"{written}-01-01"[:10] if len(written) == 4 else f"{written}-01"[:10]
    try:
        if written and (not DAY.fullmatch(written) or not date.fromisoformat(padded)):
            raise ValueError
    except ValueError:
        raise ValidationError("Write a day of the calendar like 2025-04-01, or 2025-04, or 2025.") from None
    return written


READ = {"number": number, "day": day}


def edition_of(post: QueryDict) -> int:
    """That of the page. ValidationError where it is none."""
    written = post.get("edition", "")
    if not (written.isascii() and written.isdecimal() and len(written) < 10):
        raise ValidationError("This form does not say which edition of the draft it is of. Load the draft again.")
    return int(written)
