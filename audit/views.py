from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.shortcuts import render

from audit.models import AuditEvent
from audit.permissions import may_see_history
from audit.presenters import history_row, in_words


def history(request, target_type, target_key):
    """The events of one object, newest first."""
    if not may_see_history(request.user):
        raise PermissionDenied("Only members with a part in the work see who changed what. Sign in first.")
    events = AuditEvent.objects.filter(target_type=target_type, target_key=target_key)
    page = Paginator(events, 50).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "rows": [history_row(event) for event in page],
        "target_type": in_words(target_type),
        "target_key": target_key,
    }
    return render(request, "audit/history.html", context)
