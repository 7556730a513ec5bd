from django.shortcuts import render

from policies import permissions
from policies.health.reading import sections_of
from policies.presenters import health as presenters


def policy_health(request, key):
    """What is not in order in a policy: a page, or only how much, where htmx asks."""
    version = permissions.get_version_or_404(request.user, key)
    sections = sections_of(version, request.user)
    context = {
        "version": version,
        "policy": version.policy,
        "views": presenters.section_views(sections),
        "summary": presenters.summary(sections),
        "open_count": presenters.open_count(sections),
    }
    return render(request, f"policies/{'_health' if request.htmx else 'policy_health'}.html", context)
