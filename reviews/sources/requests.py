"""The log of what is asked about a policy, and what was answered."""

from collections.abc import Iterable
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction

from evidence.models import Reference
from policies.models import Policy
from reviews import telling
from reviews.models import RequestEntry
from reviews.sources.telling import refuse_to_come, said, tell
from reviews.vocabulary import RequesterKind

FIELDS = ("kind", "asked_on", "question", "sent_along", "answer", "answered_on", "answered_by")
MOST_REFERENCES = 100


@transaction.atomic
def log_request(
    *,
    policy: Policy,
    by,
    kind: str,
    asked_on: date,
    question: str,
    references: Iterable[str] = (),
    sent_along: str = "",
) -> RequestEntry:
    """`references` are keys of works of the base that were sent along; what is not in the base is told in words."""
    telling.refuse_unless(by, "log_requests")
    entry = RequestEntry(policy=policy, by=by.get_username())
    works = _fill(entry, kind, asked_on, question, references, sent_along)
    entry.save()
    entry.references.set(works)
    tell(entry, "logged", by=by, after=_said(entry, works))
    return entry


@transaction.atomic
def correct_request(
    *,
    entry: RequestEntry,
    by,
    kind: str,
    asked_on: date,
    question: str,
    references: Iterable[str] = (),
    sent_along: str = "",
) -> RequestEntry:
    entry = _locked(entry, by)
    before = _said(entry, list(entry.references.all()))
    works = _fill(entry, kind, asked_on, question, references, sent_along)
    entry.save()
    entry.references.set(works)
    tell(entry, "corrected", by=by, before=before, after=_said(entry, works))
    return entry


@transaction.atomic
def answer_request(*, entry: RequestEntry, by, answer: str, answered_on: date) -> RequestEntry:
    """Said again, the answer is corrected."""
    entry = _locked(entry, by)
    answer = telling.plain_text("answer", answer, "Write what was answered.")
    refuse_to_come("answered_on", answered_on)
    if answered_on < entry.asked_on:
        raise ValidationError({"answered_on": f"It was asked on {entry.asked_on}, and cannot be answered before."})
    names = ("answer", "answered_on", "answered_by")
    before = said(entry, *names)
    entry.answer, entry.answered_on, entry.answered_by = answer, answered_on, by.get_username()
    entry.save(update_fields=names)
    tell(entry, "answered", by=by, before=before, after=said(entry, *names))
    return entry


def _locked(entry: RequestEntry, by) -> RequestEntry:
    telling.refuse_unless(by, "log_requests")
    return RequestEntry.objects.select_for_update(of=("self",)).select_related("policy").get(pk=entry.pk)


def _fill(entry, kind, asked_on, question, references, sent_along) -> list[Reference]:
    if kind not in RequesterKind.values:
        known = ", ".join(str(label) for label in RequesterKind.labels)
        raise ValidationError({"kind": f"Choose who asked: {known}."})
    refuse_to_come("asked_on", asked_on)
    if entry.answered_on and asked_on > entry.answered_on:
        raise ValidationError({"asked_on": f"It was answered on {entry.answered_on}, and cannot be asked after."})
    entry.kind, entry.asked_on = kind, asked_on
    entry.question = telling.plain_text("question", question, "Write what was asked.")
    entry.sent_along = telling.plain_text("sent_along", sent_along)
    return _works(references)


def _works(keys: Iterable[str]) -> list[Reference]:
    wanted = list(dict.fromkeys(key for each in keys if (key := each.strip())))
    if len(wanted) > MOST_REFERENCES:
        raise ValidationError({"references": f"Name at most {MOST_REFERENCES} references."})
    found = {row.key: row for row in Reference.objects.filter(key__in=[key for key in wanted if "\x00" not in key])}
    if missing := [key[:100].replace("\x00", "") for key in wanted if key not in found]:
        raise ValidationError({"references": f"The base holds no reference of the key {', '.join(missing[:5])}."})
    return [found[key] for key in wanted]


def _said(entry: RequestEntry, works: list[Reference]) -> dict:
    return said(entry, *FIELDS) | {"references": [work.key for work in works]}
