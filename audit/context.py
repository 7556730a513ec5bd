from audit.permissions import may_see_history


def history(request):
    """`shows_history`: whether pages offer this user the history of what they show."""
    return {"shows_history": may_see_history(request.user)} if hasattr(request, "user") else {}
