"""What a person keeps of their own account: the password, and tokens for programs."""

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.decorators import login_required
from django.contrib.auth.forms import PasswordChangeForm
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from accounts import actions
from accounts.permissions import get_token_or_404, tokens_of


@sensitive_post_parameters()
@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def own_password(request):
    form = PasswordChangeForm(request.user, request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.change_own_password(account=request.user, password=form.cleaned_data["new_password1"])
        update_session_auth_hash(request, request.user)
        messages.success(request, "Your password is changed. You are signed out everywhere else.")
        return redirect("own-password")
    status = 400 if request.method == "POST" else 200
    return render(request, "accounts/own_password.html", {"form": form}, status=status)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def tokens(request):
    """One's own tokens. A new one is in the answer to the form that made it, and nowhere else."""
    if request.method != "POST":
        return _tokens(request)
    name = request.POST.get("name", "")
    try:
        secret = actions.make_token(name=name, by=request.user)
    except ValidationError as error:
        return _tokens(request, faults=error.messages, name=name, status=400)
    return _tokens(request, secret=secret)


def _tokens(request, *, status=200, **context):
    context["tokens"] = tokens_of(request.user)
    return render(request, "accounts/tokens.html", context, status=status)


@login_required
@require_POST
def token_revoke(request, pk):
    token = get_token_or_404(request.user, pk)
    actions.revoke_token(token=token, by=request.user)
    messages.success(request, f'"{token.name}" is revoked. No program can sign in with it any more.')
    return redirect("tokens")
