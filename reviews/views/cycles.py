"""The reviews there are, and the first page of each."""

from django.core.paginator import Paginator
from django.http import StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from evidence.exporters import csv_table
from reviews import permissions
from reviews.cycles import asked as asking
from reviews.cycles import listing
from reviews.presenters.around import around
from reviews.presenters.listing import COLUMNS, choices, csv_row
from reviews.presenters.overview import overview

SHOWN = 50
BATCH = 500


@require_safe
def review_list(request):
    """Reviews this user may see: those in progress first."""
    is_member, today = permissions.may_read_reviews(request.user), timezone.localdate()
    asked = asking.read(request.GET, names_people=is_member)
    rows = listing.listed(request.user, asked, today)
    if request.GET.get("format") == "csv" and not asked.objection:
        told = (csv_row(cycle, names_people=is_member) for cycle in rows.iterator(chunk_size=BATCH))
        return csv_file(told, COLUMNS, "reviews")
    page = Paginator(rows, SHOWN).get_page(request.GET.get("page"))
    context = {"page": page, "asked": asked, "is_member": is_member, "today": today, "choices": choices(is_member)}
    return render(request, "reviews/review_list.html", context, status=400 if asked.objection else 200)


def csv_file(rows, columns, name: str) -> StreamingHttpResponse:
    return StreamingHttpResponse(
        (line.encode() for line in csv_table.lines(rows, columns)),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}.csv"'},
    )


@require_safe
def review(request, key):
    return review_page(request, permissions.get_cycle_or_404(request.user, key))


def review_page(request, cycle, faults=()):
    """`faults` are why a form of it was refused: what was typed stays in it."""
    context = around(request.user, cycle, "review") | overview(request.user, cycle)
    context |= {"faults": faults, "typed": request.POST}
    return render(request, "reviews/review.html", context, status=400 if faults else 200)
