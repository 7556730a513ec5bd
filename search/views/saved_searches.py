from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpResponseRedirect
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from search import saved
from search.permissions import get_saved_or_404


@login_required
def saved_list(request):
    """The user's saved searches; a POST keeps one more."""
    if request.method != "POST":
        return render(request, "search/saved_list.html", {"saved": saved.with_news(request.user)})
    asked = request.POST.get("asked", "")
    try:
        kept = saved.keep(user=request.user, name=request.POST.get("name", ""), asked=asked)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return HttpResponseRedirect(f"/search/?{asked}")
    messages.success(request, f'Saved as "{kept.name}". What is new in it will be told on the home page.')
    return HttpResponseRedirect(saved.query_of(kept).url)


@login_required
@require_POST
def saved_look(request, pk):
    found = get_saved_or_404(request.user, pk)
    saved.look(found)
    return HttpResponseRedirect(saved.query_of(found).url)


@login_required
@require_POST
def saved_digest(request, pk):
    found = get_saved_or_404(request.user, pk)
    saved.set_digest(found, request.POST.get("wanted") == "1")
    return redirect("saved-searches")


@login_required
@require_POST
def saved_remove(request, pk):
    saved.remove(get_saved_or_404(request.user, pk))
    return redirect("saved-searches")
