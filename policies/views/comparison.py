from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from policies.comparison import choosing, reading
from policies.presenters import comparison as presented
from policies.presenters import date_views
from policies.views.coverage import csv_file


@require_safe
def compare_policies(request) -> HttpResponse:
    """Two policies side by side; without two of them, a page on which to choose them."""
    asked = request.GET.getlist("ids")
    keys = choosing.keys_of(",".join(asked))
    versions, objection = choosing.versions_or_objection(keys, request.user)
    if len(versions) < 2:
        return choose(request, keys, objection)
    found = choosing.compared(*versions, request.user, timezone.localdate())
    if request.GET.get("format") == "csv":
        return csv_file(found.table(), presented.COLUMNS, "policies")
    overlap, are_seen = found.citations.overlap, found.citations.are_seen
    context = {
        "found": found,
        "sides": [side(found.ours, "Ours"), side(found.theirs, "Theirs")],
        "jaccard": presented.percent(found.citations.jaccard),
        "shared": presented.works(overlap.shared, found.citations),
        "ours_only": presented.works(overlap.ours, found.citations),
        "theirs_only": presented.works(overlap.theirs, found.citations),
        "nothing_of_ours": "Nothing we cite is missing from theirs." if are_seen else "None.",
        "nothing_of_theirs": "Nothing they cite is missing from ours." if are_seen else "None was seen.",
        "ids": ",".join(keys),
        "reversed_ids": ",".join(reversed(keys)),
    }
    return render(request, "policies/compare_policies.html", context)


def side(version, name: str) -> dict:
    return {
        "name": name,
        "version": version,
        "policy": version.policy,
        "dates": date_views(version),
        "selection": list(presented.selection(version)),
    }


def choose(request, keys: list[str], objection: str) -> HttpResponse:
    """The page to choose on; 400 where something was asked that cannot be."""
    context = {
        "choices": reading.choices(request.user),
        "first": keys[0] if keys else "",
        "objection": objection,
    }
    return render(request, "policies/compare_choose.html", context, status=400 if objection else 200)
