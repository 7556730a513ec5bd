"""One's calendar: its address, and what a calendar program reads there."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from reviews.notifying import feeds


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def calendar(request):
    """A new address is in the answer to the form that made it, and nowhere else."""
    address = ""
    if request.method == "POST":
        if request.POST.get("act") == "revoke":
            revoked = feeds.revoke(by=request.user)
            messages.success(request, "The address leads nowhere any more." if revoked else "There was no address.")
            return redirect("calendar")
        address = settings.SITE_URL + reverse("calendar-feed", args=[feeds.renew(by=request.user)])
    return render(request, "reviews/calendar.html", {"feed": feeds.feed_of(request.user), "address": address})


@never_cache
@require_safe
def calendar_feed(request, secret):
    """The secret stands for its owner: a calendar program cannot sign in."""
    owner = feeds.owner_of(secret)
    if owner is None:
        raise Http404("There is no such calendar. Its owner renews the address on the page of their work.")
    return HttpResponse(
        feeds.calendar_of(owner),
        content_type="text/calendar; charset=utf-8",
        headers={"Content-Disposition": 'inline; filename="reviews.ics"'},
    )
