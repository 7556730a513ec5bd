from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from evidence.appraisal import actions, queue
from evidence.permissions import objection_to_verifying, refuse
from evidence.views.files import csv_file


@require_safe
def queue_page(request):
    """Figures that wait for a second person, narrowed by what the address asks; the same as a file."""
    refuse(objection_to_verifying(request.user))
    query = queue.QueueQuery.from_params(request.GET)
    if request.GET.get("format") == "csv":
        return csv_file("verification", queue.file_rows(query, request.user), queue.COLUMNS)
    return _queue(request, query)


@login_required
def figure_verify(request, figure):
    """Keeps what a second person says of one figure, and goes on to the next."""
    refuse(objection_to_verifying(request.user))
    query = queue.QueueQuery.from_params(request.GET)
    address = f"{reverse('verification')}{query.url if query.asked else ''}"
    if request.method != "POST":
        return redirect(address)
    row, read = queue.get_figure_or_404(figure), request.POST.get("read_instead", "").replace("\x00", "").strip()
    otherwise = "otherwise" in request.POST
    try:
        if otherwise and not read:
            raise ValidationError("Type what the document prints; or say that you read the same.")
        actions.verify_figure(
            figure=row, seen=request.POST.get("seen", ""), read_instead=read if otherwise else "", by=request.user
        )
    except ValidationError as error:
        fault = {"of": figure, "said": " ".join(error.messages), "typed": read, "row": row}
        return _queue(request, query, fault, status=400)
    messages.success(request, f"{row.as_reported}: {'kept what you read.' if otherwise else 'verified.'}")
    return redirect(address)


def _queue(request, query, fault=None, status=200):
    page = queue.page_of(query, request.user)
    found = [figure for figure in page if fault is None or figure != fault["row"]]
    if fault:
        found.insert(0, fault["row"])  # first, wherever it stood
    context = {
        "query": query,
        "page": page,
        "rows": queue.rows_of(found, request.user),
        "fault": fault,
        "previous": query.of(page=page.number - 1) if page.has_previous() else None,
        "next": query.of(page=page.number + 1) if page.has_next() else None,
        "everything": query.of(study="", document=""),
        "every_study": query.of(study=""),
    }
    return render(request, "evidence/verification.html", context | queue.choices(query), status=status)
