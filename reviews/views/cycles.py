from django.core.paginator import Paginator
from django.shortcuts import render

from reviews import permissions
from reviews.presenters.around import around

SHOWN = 50


def review_list(request):
    """Reviews this user may see: those in progress first."""
    cycles = permissions.visible_cycles(request.user).select_related("policy__payer")
    page = Paginator(cycles, SHOWN).get_page(request.GET.get("page"))
    return render(request, "reviews/review_list.html", {"page": page})


def review(request, key):
    cycle = permissions.get_cycle_or_404(request.user, key)
    return render(request, "reviews/review.html", around(request.user, cycle, "review"))
