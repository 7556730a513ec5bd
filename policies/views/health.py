from django.shortcuts import render
from django.views.decorators.http import require_safe

from policies import permissions
from policies.health.reading import sections_of
from policies.presenters import health as presenters


@require_safe
def policy_health(request, key):
    version = permissions.get_version_or_404(request.user, key)
    sections = sections_of(version, request.user)
    context = {
        "version": version,
        "policy": version.policy,
        "views": presenters.section_views(sections),
        "summary": presenters.summary(sections),
    }
    return render(request, "policies/policy_health.html", context)
