from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render

from policies import permissions
from policies.presenters import signing as presenter
from policies.signing import acting


@login_required
def draft_signing(request, key):
    """Who is asked to sign the version, what they said, and the forms to send, sign, take back and ask another."""
    version = permissions.get_written_version_or_404(request.user, key)
    faults = []
    if request.method == "POST":
        try:
            messages.success(request, acting.act(request.POST, version=version, by=request.user))
            return redirect("draft-signing", key)
        except ValidationError as error:
            faults = error.messages
    view = presenter.signing_view(version, request.user)
    context = {"version": version, "policy": version.policy, "view": view, "faults": faults, "typed": request.POST}
    context["chosen"] = request.POST.getlist("approvers") or view.suggested
    return render(request, "policies/drafts/signing.html", context, status=400 if faults else 200)
