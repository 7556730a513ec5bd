from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render

from policies import permissions
from policies.presenters import publishing as presenter
from policies.publishing import acting


@login_required
def draft_publishing(request, key):
    """The changes and their classes, the notice they ask for, the texts that go out, and the form that publishes."""
    version = permissions.get_written_version_or_404(request.user, key)
    faults = []
    if request.method == "POST":
        try:
            messages.success(request, acting.act(request.POST, version=version, by=request.user))
            return redirect("draft-publishing", key)
        except ValidationError as error:
            faults = error.messages
    view = presenter.publishing_view(version, request.user)
    typed = request.POST if faults else {}
    context = {"version": version, "policy": version.policy, "view": view, "faults": faults, "typed": typed}
    return render(request, "policies/drafts/publishing.html", context, status=400 if faults else 200)
