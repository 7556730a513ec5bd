from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST, require_safe

from reviews import permissions
from reviews.presenters.around import around
from reviews.presenters.progress import progress_panel
from reviews.relevance.actions import ask_for_order


@require_safe
def review_progress(request, key):
    """How far along screening is; for htmx the panel alone."""
    cycle = permissions.get_cycle_for_members_or_404(request.user, key)
    context = around(request.user, cycle, "review-screening") | {"panel": progress_panel(request.user, cycle)}
    if request.htmx:
        return render(request, "reviews/_progress.html", context | {"back": request.htmx.current_url_abs_path})
    return render(request, "reviews/progress.html", context)


@require_POST
def review_order(request, key):
    """The works of the review are put in order anew; back to the page that asked."""
    cycle = permissions.get_cycle_for_members_or_404(request.user, key)
    try:
        ask_for_order(cycle, by=request.user)
    except ValidationError as refused:
        messages.error(request, " ".join(refused.messages))
    else:
        messages.success(request, "The works are put in order anew. It takes a few seconds.")
    wanted = request.POST.get("back", "")
    is_ours = wanted.startswith("/") and url_has_allowed_host_and_scheme(wanted, allowed_hosts=None)
    return redirect(wanted if is_ours else "review-progress", *([] if is_ours else [cycle.key]))
