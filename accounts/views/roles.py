from django.conf import settings
from django.shortcuts import render
from django.views.decorators.http import require_safe

from audit.role_table import act_rows
from audit.roles import ROLES, roles_of


@require_safe
def roles(request):
    """The six roles, and the one table of who may do what."""
    context = {
        "roles": ROLES,
        "acts": act_rows(),
        "own": roles_of(request.user),
        "reading_is_public": settings.READING == "public",
    }
    return render(request, "accounts/roles.html", context)
