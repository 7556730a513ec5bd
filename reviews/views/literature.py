"""How the literature of a review is searched, for members."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from evidence.views.files import csv_file
from reviews import permissions
from reviews.presenters import literature
from reviews.presenters.around import around
from reviews.searching import forms


@login_required
def review_literature(request, key):
    cycle = permissions.get_cycle_for_members_or_404(request.user, key)
    faults = []
    if request.method == "POST":
        if objection := permissions.objection_to(request.user, "search_literature"):
            raise PermissionDenied(objection)
        try:
            messages.success(request, forms.take(request.POST, cycle=cycle, by=request.user))
            return redirect("review-literature", cycle.key)
        except ValidationError as error:
            faults = error.messages
    context = around(request.user, cycle, "review-literature") | literature.literature(cycle)
    context |= {"faults": faults, "typed": request.POST, "said": request.POST.get("do", "")}
    context["may_search"] = not permissions.objection_to(request.user, "search_literature")
    return render(request, "reviews/literature.html", context, status=400 if faults else 200)


@require_safe
@login_required
def review_literature_file(request, key, table):
    cycle = permissions.get_cycle_for_members_or_404(request.user, key)
    if table not in literature.FILES:
        raise Http404("There is no such table here.")
    rows, columns = literature.FILES[table]
    return csv_file(f"{cycle.key.replace('/', '-')}-{table}", rows(cycle), columns)
