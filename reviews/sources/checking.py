"""The checklist of a cycle: a source is looked at, corrected, put back, added, removed."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max

from reviews import telling
from reviews.models import ReviewCycle, SourceCheck
from reviews.sources.seeding import seed_sources
from reviews.sources.telling import refuse_to_come, said, tell
from reviews.vocabulary import SourceKind

LONGEST_NAME = 200
FIELDS = ("kind", "name", "checked_on", "nothing_new", "found")


@transaction.atomic
def check(*, source: SourceCheck, by, on: date, found: str = "", nothing_new: bool = False) -> SourceCheck:
    """Says what was found there on that day: in words, or that there is nothing new. Said again, it is corrected."""
    source = _locked(source, by)
    refuse_to_come("checked_on", on)
    found = telling.plain_text("found", found)
    if bool(found) == nothing_new:
        asked = "Say what was found, or that there is nothing new: one of the two."
        raise ValidationError({"found": asked})
    before = said(source, *FIELDS)
    event = "corrected" if source.checked_on else "checked"
    source.checked_on, source.found, source.nothing_new = on, found, nothing_new
    source.by = by.get_username()
    source.save(update_fields=["checked_on", "found", "nothing_new", "by"])
    tell(source, event, by=by, before=before, after=said(source, *FIELDS))
    return source


@transaction.atomic
def uncheck(*, source: SourceCheck, by) -> SourceCheck:
    """Takes back what was said: the source is still to be looked at."""
    source = _locked(source, by)
    if source.checked_on is None:
        raise ValidationError(f"{source.name} is not checked yet: there is nothing to take back.")
    before = said(source, *FIELDS)
    source.checked_on, source.found, source.nothing_new, source.by = None, "", False, ""
    source.save(update_fields=["checked_on", "found", "nothing_new", "by"])
    tell(source, "taken_back", by=by, before=before)
    return source


@transaction.atomic
def add_source(*, cycle: ReviewCycle, by, kind: str, name: str) -> SourceCheck:
    """One more place to look at; it comes along next year."""
    telling.refuse_unless(by, "check_sources")
    cycle = telling.locked(cycle)
    telling.refuse_closed(cycle)
    if kind not in SourceKind.values:
        raise ValidationError({"kind": f"Choose what kind of source it is: {', '.join(map(str, SourceKind.labels))}."})
    name = " ".join(telling.plain_text("name", name, "Name the source.").split())
    if len(name) > LONGEST_NAME:
        raise ValidationError({"name": f"Name it in at most {LONGEST_NAME} characters."})
    if cycle.source_checks.filter(kind=kind, name__iexact=name).exists():
        raise ValidationError({"name": f"{name} is on the list already."})
    last = cycle.source_checks.aggregate(last=Max("position"))["last"] or 0
    source = SourceCheck.objects.create(cycle=cycle, kind=kind, name=name, position=last + 1)
    tell(source, "added", by=by, after=said(source, "kind", "name"))
    return source


@transaction.atomic
def begin_list(*, cycle: ReviewCycle, by) -> int:
    """The checklist of a cycle that began without one, as a document tells of it; how many places it has."""
    telling.refuse_unless(by, "check_sources")
    cycle = telling.locked(cycle)
    telling.refuse_closed(cycle)
    if cycle.source_checks.exists():
        raise ValidationError("The list is begun already: add what it lacks.")
    seed_sources(cycle)
    count = cycle.source_checks.count()
    telling.tell(cycle, "checklist_begun", by=by, after={"sources": count})
    return count


@transaction.atomic
def remove_source(*, source: SourceCheck, by) -> None:
    """One that was not looked at. What was found somewhere stays."""
    source = _locked(source, by)
    if source.checked_on:
        raise ValidationError(f"{source.name} was checked on {source.checked_on}: take that back first.")
    tell(source, "removed", by=by, before=said(source, "kind", "name"))
    source.delete()


def _locked(source: SourceCheck, by) -> SourceCheck:
    telling.refuse_unless(by, "check_sources")
    telling.refuse_closed(telling.locked(source.cycle))
    return SourceCheck.objects.select_for_update(of=("self",)).select_related("cycle").get(pk=source.pk)
