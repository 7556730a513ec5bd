from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied
from django.shortcuts import render
from django.views.decorators.http import require_safe

from audit import presenters, queries
from audit.asked import Asked, read
from audit.permissions import may, objection_to_reading
from audit.subjects import address_of


@require_safe
def history(request, target_type, target_key):
    """The events of one object and of what belongs to it, newest first."""
    if said := objection_to_reading(request.user, one_object=True):
        raise PermissionDenied(said)
    before, faults = read({"before": request.GET.get("before", "")})
    page = queries.page_of(Asked(type=target_type, key=target_key, before=before.before))
    context = {
        "rows": [presenters.trail_row(event) for event in page.events],
        "page": page,
        "asked": before,
        "faults": faults,
        "target_type": presenters.in_words(target_type),
        "target_key": target_key,
        "url": address_of(target_type, target_key),
        "searches_audit": may(request.user, "search_audit"),
    }
    return render(request, "audit/history.html", context, status=400 if faults else 200)


@require_safe
def trail(request):
    """Every event, newest first, narrowed by what the address asks."""
    if said := objection_to_reading(request.user, one_object=False):
        raise PermissionDenied(said)
    asked, faults = read(request.GET.dict())
    page = queries.page_of(asked) if not faults else queries.Page([], None)
    context = {
        "asked": asked,
        "faults": faults,
        "typed": request.GET,
        "rows": [presenters.trail_row(event) for event in page.events],
        "page": page,
        "events": presenters.options(queries.kinds_of("event"), asked.event),
        "types": presenters.options(queries.kinds_of("target_type"), asked.type),
        "people": get_user_model().objects.order_by("username").values_list("username", flat=True),
    }
    return render(request, "audit/trail.html", context, status=400 if faults else 200)
