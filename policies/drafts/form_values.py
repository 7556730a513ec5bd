"""What a form posts, as values of a row's image (policies/drafts/fields.py says which fields there are)."""

from django.core.exceptions import ValidationError
from django.http import QueryDict

from policies.drafts import partial_days
from policies.drafts.fields import Field, Form
from policies.drafts.rows import LARGEST_NUMBER, LONGEST_TEXT

TICKED = ("many", "yes")  # posted only when something is ticked, so the form names them among its `fields`


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
    if said := partial_days.objection(written):
        raise ValidationError(said)
    return written


READ = {"number": number, "day": day}


def edition_of(post: QueryDict) -> int:
    """That of the page. ValidationError where it is none."""
    written = post.get("edition", "")
    if not (written.isascii() and written.isdecimal() and len(written) < 10):
        raise ValidationError("This form does not say which edition of the draft it is of. Load the draft again.")
    return int(written)
