"""A guideline version that the policy cites is confirmed as current, or said to be replaced or withdrawn."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction

from evidence.models import GuidelineVersion
from reviews import telling
from reviews.models import GuidelineCheck, ReviewCycle
from reviews.sources.telling import refuse_to_come, said, tell
from reviews.vocabulary import GuidelineStanding

LONGEST_NAME = 200
FIELDS = ("version", "standing", "replaced_by", "replacement", "checked_on", "note")


@transaction.atomic
def check_guideline(
    *,
    cycle: ReviewCycle,
    version: GuidelineVersion,
    by,
    standing: str,
    on: date,
    replaced_by: GuidelineVersion | None = None,
    replacement: str = "",
    note: str = "",
) -> GuidelineCheck:
    """Says how it stands on that day; said again, it is corrected. A replaced one names what took its place:
    another version of the base, or its name where the base does not hold it."""
    telling.refuse_unless(by, "check_sources")
    telling.refuse_closed(telling.locked(cycle))
    refuse_to_come("checked_on", on)
    told = {"standing": standing, "checked_on": on, "by": by.get_username(), "note": telling.plain_text("note", note)}
    told |= _replacement(version, standing, replaced_by, replacement)
    row = cycle.guideline_checks.select_for_update(of=("self",)).filter(version=version).first()
    before = said(row, *FIELDS) if row else None
    row = row or GuidelineCheck(cycle=cycle, version=version)
    for name, value in told.items():
        setattr(row, name, value)
    row.save()
    tell(row, "corrected" if before else "checked", by=by, before=before, after=said(row, *FIELDS))
    return row


@transaction.atomic
def uncheck_guideline(*, check: GuidelineCheck, by) -> None:
    telling.refuse_unless(by, "check_sources")
    telling.refuse_closed(telling.locked(check.cycle))
    tell(check, "taken_back", by=by, before=said(check, *FIELDS))
    check.delete()


def _replacement(version: GuidelineVersion, standing: str, replaced_by, replacement: str) -> dict:
    if standing not in GuidelineStanding.values:
        raise ValidationError({"standing": "Choose how it stands: still current, replaced or withdrawn."})
    replacement = " ".join(telling.plain_text("replacement", replacement).split())
    if len(replacement) > LONGEST_NAME:
        raise ValidationError({"replacement": f"Name it in at most {LONGEST_NAME} characters."})
    if standing != GuidelineStanding.REPLACED and (replaced_by or replacement):
        raise ValidationError({"standing": "Only a replaced guideline names what took its place."})
    if standing == GuidelineStanding.REPLACED and bool(replaced_by) == bool(replacement):
        sentence = "Say what took its place: choose a version held here, or name one that is not. One of the two."
        raise ValidationError({"replacement": sentence})
    if replaced_by and replaced_by.pk == version.pk:
        raise ValidationError({"replaced_by": "A version does not take its own place: choose another."})
    return {"replaced_by": replaced_by, "replacement": replacement}
