"""What one has to do, what every writer has, and what one was told."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from policies.presenters.alerts import alert_views
from reviews import permissions
from reviews.cycles.by_writer import loads
from reviews.cycles.my_work import work_of
from reviews.notifying import writing as notices


@require_safe
@never_cache
@login_required
def my_work(request):
    today = timezone.localdate()
    work = work_of(request.user, today)
    context = {"work": work, "today": today, "alerts": alert_views(work.alerts)}
    return render(request, "reviews/my_work.html", context)


@require_safe
@login_required
def reviews_by_writer(request):
    permissions.refuse_unless(request.user, "read_reviews")
    today = timezone.localdate()
    return render(request, "reviews/by_writer.html", {"loads": loads(request.user, today), "today": today})


@require_POST
@login_required
def notices_read(request):
    """One of one's own notices, or all of them."""
    rows = permissions.own_notices(request.user)
    pk = request.POST.get("notice", "")
    if pk:
        rows = rows.filter(pk=int(pk)) if pk.isascii() and pk.isdecimal() and len(pk) < 18 else rows.none()
    if not notices.read(rows):
        messages.info(request, "There was nothing new to read.")
    return redirect("my-work")
