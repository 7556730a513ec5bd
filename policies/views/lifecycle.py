"""What may become of the text in force: reviewed with no change, corrected, retired. One screen each."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render

from policies import permissions
from policies.publishing import beginning


@login_required
def policy_reaffirm(request, key):
    return _one_screen(request, key, "reaffirm", beginning.reaffirm)


@login_required
def policy_retire(request, key):
    return _one_screen(request, key, "retire", beginning.retire)


@login_required
def policy_correct(request, key):
    return _one_screen(request, key, "correct", beginning.correct)


def _one_screen(request, key, name: str, begin):
    policy = permissions.get_policy_to_write_on_or_404(request.user, key)
    faults = []
    if request.method == "POST":
        try:
            version, said = begin(request.POST, policy=policy, by=request.user)
            messages.success(request, said)
            return redirect("draft-signing", version.key)
        except ValidationError as error:
            faults = error.messages
    context = {"policy": policy, "faults": faults, "typed": request.POST, **beginning.choices(policy, request.user)}
    context["chosen"] = request.POST.getlist("approvers")
    return render(request, f"policies/{name}.html", context, status=400 if faults else 200)
