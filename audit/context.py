from audit import acts
from audit.roles import roles_of


def allowed(request):
    """`may_do`: the acts of the one who asks, for pages to offer; `shows_history` where they see who changed what."""
    if not hasattr(request, "user"):
        return {}
    roles = roles_of(request.user)
    may_do = frozenset(name for name in acts.ACTS if acts.may(roles, name))
    return {"may_do": may_do, "shows_history": "see_history" in may_do}
