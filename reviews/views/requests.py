"""The request log of a policy, for members."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.shortcuts import redirect, render

from reviews import permissions
from reviews.presenters.requests import SHOWN, form_choices, requests_of
from reviews.sources import request_forms


@login_required
def policy_requests(request, key):
    policy = permissions.get_policy_or_404(request.user, key)
    if objection := permissions.objection_to(
        request.user, "log_requests" if request.method == "POST" else "read_reviews"
    ):
        raise PermissionDenied(objection)
    typed, faults = request.POST, []
    if request.method == "POST" and "search" not in typed:
        try:
            messages.success(request, request_forms.take(typed, policy=policy, by=request.user))
            return redirect("policy-requests", policy.key)
        except ValidationError as error:
            faults = error.messages
    page = Paginator(requests_of(policy), SHOWN).get_page(request.GET.get("page"))
    context = {"policy": policy, "page": page, "faults": faults, "typed": typed, **form_choices(typed)}
    context["may_log"] = not permissions.objection_to(request.user, "log_requests")
    return render(request, "reviews/requests.html", context, status=400 if faults else 200)
