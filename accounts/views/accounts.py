from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import actions, presenters
from accounts.permissions import accounts_seen_by, get_account_or_404


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def account_list(request):
    """Every account. A new one's password is in the answer to the form that made it, and nowhere else."""
    accounts_seen_by(request.user)
    if request.method != "POST":
        return _list(request)
    typed = {"name": request.POST.get("name", ""), "email": request.POST.get("email", "")}
    roles = request.POST.getlist("roles")
    try:
        account, password = actions.add_account(**typed, roles=roles, why=request.POST.get("why", ""), by=request.user)
    except ValidationError as error:
        return _list(request, typed=request.POST, roles=roles, faults=error.messages, status=400)
    return _list(request, made=account.get_username(), password=password)


def _list(request, *, roles=(), status=200, **context):
    context |= {
        "rows": [presenters.account_row(account) for account in accounts_seen_by(request.user)],
        "roles": presenters.role_choices(roles),
    }
    return render(request, "accounts/account_list.html", context, status=status)


@never_cache
@login_required
@require_safe
def account_detail(request, name):
    return _detail(request, get_account_or_404(request.user, name))


def _detail(request, account, *, roles=None, status=200, **context):
    row = presenters.account_row(account)
    context |= {"row": row, "roles": presenters.role_choices(row.roles if roles is None else roles)}
    return render(request, "accounts/account_detail.html", context, status=status)


@never_cache
@login_required
@require_POST
def account_roles(request, name):
    roles = request.POST.getlist("roles")
    return _act(request, name, "roles", "The roles are kept.", actions.set_roles, roles=roles)


@never_cache
@login_required
@require_POST
def account_deactivate(request, name):
    return _act(request, name, "active", "The account is deactivated.", actions.deactivate)


@never_cache
@login_required
@require_POST
def account_reactivate(request, name):
    return _act(request, name, "active", "The account can sign in again.", actions.reactivate)


def _act(request, name, form, done, action, **values):
    """Does it, or shows the account with what was typed and what is the matter, at the `form` it is about."""
    account = get_account_or_404(request.user, name)
    why = request.POST.get("why", "")
    try:
        action(account=account, why=why, by=request.user, **values)
    except ValidationError as error:
        found = get_account_or_404(request.user, name)
        return _detail(request, found, faults=error.messages, at=form, why=why, status=400, **values)
    messages.success(request, done)
    return redirect("account", name)


@never_cache
@login_required
@require_POST
def account_password(request, name):
    """A new password for who forgot theirs, shown once."""
    account = get_account_or_404(request.user, name)
    try:
        password = actions.give_new_password(account=account, why=request.POST.get("why", ""), by=request.user)
    except ValidationError as error:
        return _detail(request, account, faults=error.messages, at="password", status=400)
    return _detail(request, account, password=password)
