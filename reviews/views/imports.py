"""A file of search results: brought in, followed while it is read, and settled record by record."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe
from django_htmx.http import HttpResponseClientRefresh

from evidence.views.files import csv_file
from reviews import permissions
from reviews.importing.reading import record_of, records_of
from reviews.importing.settling import settle
from reviews.importing.staging import stage_import
from reviews.presenters import importing
from reviews.presenters.around import around
from reviews.vocabulary import RecordAnswer

TAB = "review-literature"


@login_required
def review_import(request, key):
    """The form of one search, for its file."""
    run = permissions.get_run_or_404(request.user, key)
    faults = []
    if request.method == "POST":
        permissions.refuse_unless(request.user, "search_literature")
        try:
            file = request.FILES.get("file")
            if file is None:
                raise ValidationError("Choose the file that the database exported.")
            batch = stage_import(run=run, by=request.user, file=file, file_name=file.name)
            return redirect("review-import-batch", batch.key)
        except ValidationError as error:
            faults = error.messages
    context = around(request.user, run.cycle, TAB) | importing.form(request.user, run) | {"faults": faults}
    return render(request, "reviews/import.html", context, status=400 if faults else 200)


@require_safe
@login_required
def review_import_batch(request, key):
    """While the file is read, htmx asks for how far it is; once it is read, the whole page is loaded anew."""
    batch = permissions.get_batch_or_404(request.user, key)
    if request.htmx and batch.is_read:
        return HttpResponseClientRefresh()
    return _batch_page(request, batch, request.GET)


@require_safe
@login_required
def review_import_records(request, key):
    batch = permissions.get_batch_or_404(request.user, key)
    records = records_of(batch, request.GET.get("show", ""))
    return csv_file(f"{batch.key.replace('/', '-')}", importing.csv_rows(batch, records), importing.COLUMNS)


@login_required
@require_POST
def review_import_settle(request, key):
    """One word on one record; back to the page on which it was said."""
    batch = permissions.get_batch_or_404(request.user, key)
    position = request.POST.get("record", "")
    if (record := record_of(batch, position)) is None:
        raise Http404("There is no such record in this file.")
    answer = request.POST.get("answer", "")
    try:
        settle(record=record, answer=answer, by=request.user)
    except ValidationError as error:
        return _batch_page(request, batch, request.POST, error.messages)
    messages.success(request, f"Record {record.position}: {RecordAnswer(answer).label.lower()}.")
    query = importing.query_of(request.POST)
    return redirect(f"{reverse('review-import-batch', args=[batch.key])}{query}#record-{record.position}")


def _batch_page(request, batch, asked, faults=()):
    context = around(request.user, batch.run.cycle, TAB) | importing.batch_page(request.user, batch, asked)
    return render(request, "reviews/import_batch.html", context | {"faults": faults}, status=400 if faults else 200)
