from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from policies import permissions
from policies.presenters.alerts import alert_views
from policies.publishing import alerts

SHOWN = 50


@require_safe
def alert_list(request):
    """Policies that rest on a figure which was corrected after they were published: those open, or `?closed=1`."""
    is_open = not request.GET.get("closed")
    page = Paginator(alerts.listed(request.user, is_open=is_open), SHOWN).get_page(request.GET.get("page"))
    context = {"page": page, "views": alert_views(page.object_list), "is_open": is_open}
    context["may_close"] = not permissions.objection_to_writing(request.user)
    return render(request, "policies/alert_list.html", context)


@require_POST
@login_required
def alert_close(request, pk):
    alert = permissions.get_alert_or_404(request.user, pk)
    try:
        alerts.close(alert=alert, by=request.user, reason=request.POST.get("reason", ""))
        messages.success(request, "Closed, with your reason.")
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    return redirect("alerts")
