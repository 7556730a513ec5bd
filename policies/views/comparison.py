from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from policies.comparison import choosing, reading
from policies.presenters import comparison as presented
from policies.presenters import date_views
from policies.views.coverage import csv_file


def compare_policies(request) -> HttpResponse:
    """Two policies side by side; without two of them, a page on which to choose them."""
    asked = request.GET.getlist("ids")
    keys = choosing.keys_of(",".join(asked))
    versions, objection = choosing.versions_or_objection(keys, request.user)
    if len(versions) < 2:
        return choose(request, keys, objection)
    found = choosing.compared(*versions, request.user, timezone.localdate())
    if request.GET.get("format") == "csv":
        return csv_file(presented.table(found.views, found.codes, found.citations), presented.COLUMNS, "policies")
    overlap = found.citations.overlap
    context = {
        "found": found,
        "sides": [side(found.ours, "Ours"), side(found.theirs, "Theirs")],
        "jaccard": presented.percent(overlap.jaccard),
        "shared": presented.works(overlap.shared, found.citations),
        "ours_only": presented.works(overlap.ours, found.citations),
        "theirs_only": presented.works(overlap.theirs, found.citations),
        "ids": ",".join(keys),
        "reversed_ids": ",".join(reversed(keys)),
    }
    return render(request, "policies/compare_policies.html", context)


def side(version, name: str) -> dict:
    return {"name": name, "version": version, "policy": version.policy, "dates": date_views(version)}


def choose(request, keys: list[str], objection: str) -> HttpResponse:
    """The page to choose on; 400 where something was asked that cannot be."""
    context = {
        "choices": reading.choices(request.user),
        "first": keys[0] if keys else "",
        "objection": objection,
    }
    return render(request, "policies/compare_choose.html", context, status=400 if objection else 200)
